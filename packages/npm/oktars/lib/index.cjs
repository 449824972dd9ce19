'use strict';
// A local org as a process of its own, and what a test asks of it.

const { spawn } = require('node:child_process');
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { binary, sameVersion } = require('./binary.cjs');

/** How long the command may take to make its org, in milliseconds. */
const PATIENCE = 60_000;

/** How long it may take to end before it is killed. */
const LAST_PATIENCE = 3_000;

/** The org refused what a test asked for. */
class OrgError extends Error {
  constructor(message, status, body) {
    super(message);
    this.name = 'OrgError';
    this.status = status;
    this.body = body;
  }
}

/** Starts a local org. */
async function startOrg(options = {}) {
  const folder = isContents(options.seed) ? mkdtempSync(join(tmpdir(), 'oktars-')) : undefined;
  try {
    return await launch(options, argumentsOf(options, folder));
  } finally {
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
}

const isContents = (seed) => typeof seed === 'object' && seed !== null;

const OPTIONS = new Set([
  'address', 'app', 'args', 'at', 'env', 'features', 'from', 'host', 'password', 'port', 'rateLimits', 'seed',
  'signInAs', 'store', 'timeout', 'tls', 'token',
]);

/** The arguments of the command. Contents go through a file. */
function argumentsOf(options, folder) {
  const unknown = Object.keys(options).filter((name) => !OPTIONS.has(name));
  if (unknown.length) throw new TypeError(`startOrg has no option ${unknown.join(', ')}; it has ${[...OPTIONS].join(', ')}`);
  const args = ['org', 'serve'];
  if (process.platform !== 'win32') args.push('--exit-with-parent');
  const give = (name, value) => value !== undefined && args.push(`--${name}=${value}`);
  let { seed } = options;
  if (folder) {
    seed = join(folder, 'seed.json');
    writeFileSync(seed, JSON.stringify(options.seed), { mode: 0o600 });
  }
  give('seed', seed);
  for (const name of ['address', 'at', 'from', 'port', 'store']) give(name, options[name]);
  give('rate-limits', options.rateLimits);
  give('sign-in-as', options.signInAs);
  give('password', options.password);
  for (const feature of options.features ?? []) give('feature', feature);
  for (const host of [].concat(options.host ?? [])) give('host', host);
  for (const app of [].concat(options.app ?? [])) give('app', app.kind === 'service' ? 'service' : `${app.kind}=${app.redirectUri}`);
  if (options.tls) args.push('--tls');
  return [...args, ...(options.args ?? [])];
}

/** Starts the command and waits for its line. */
async function launch(options, args) {
  const path = binary();
  const env = { ...process.env, ...options.env };
  delete env.OKTARS_LOCAL_TOKEN;
  // Other users of the machine can read arguments, and not the environment.
  if (options.token !== undefined) env.OKTARS_LOCAL_TOKEN = options.token;
  const child = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const ready = await firstLine(child, path, options.timeout ?? PATIENCE);
    sameVersion(ready.version);
    return new Org(child, ready);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function firstLine(child, path, patience) {
  let out = '';
  let complaints = '';
  return new Promise((resolve, reject) => {
    const fail = (text) => {
      clearTimeout(timer);
      reject(new Error(`oktars: ${text}${complaints && `\n${complaints.trimEnd()}`}`));
    };
    const timer = setTimeout(() => fail(`the org was not ready after ${patience} ms`), patience);
    child.stderr.setEncoding('utf8').on('data', (text) => {
      complaints = (complaints + text).slice(-4000);
    });
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
      const end = out.indexOf('\n');
      if (end < 0) return;
      clearTimeout(timer);
      // The server says no more; what it complains of later belongs to the one who runs the tests.
      child.stdout.removeAllListeners('data').resume();
      child.stderr.removeAllListeners('data').on('data', (more) => process.stderr.write(more));
      try {
        resolve(JSON.parse(out.slice(0, end)));
      } catch {
        fail('the command did not say where its org is');
      }
    });
    child.once('error', (error) => fail(`${path} cannot be started: ${error.message}`));
    // `close` and not `exit`: by then all that it wrote is here.
    child.once('close', (code, signal) => fail(`the command ended with ${signal ?? `status ${code}`}`));
  });
}

/** A local org that is running. */
class Org {
  #child;
  #ended;

  constructor(child, ready) {
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('exit', resolve));
    // A runner that has nothing else to do may end; the server ends with it.
    child.unref();
    child.stdout.unref?.();
    child.stderr.unref?.();
    this.url = ready.url;
    this.token = ready.token;
    this.version = ready.version;
    this.ca = ready.ca ?? undefined;
    this.store = ready.store ?? undefined;
    this.apps = (ready.apps ?? []).map((app) => Object.fromEntries(Object.entries(app).filter(([, value]) => value !== null)));
    this.app = this.apps[0];
    this.pid = child.pid;
    this.env = { OKTA_CLIENT_ORGURL: this.url, OKTA_CLIENT_TOKEN: this.token };
    const ask = (verb, name, body) => this.#control(verb, name, body);
    this.clock = {
      now: async () => new Date((await ask('GET', 'clock')).now),
      advance: async (time) => new Date((await ask('POST', 'clock', { advance: seconds(time) })).now),
      set: async (time, { stop = false } = {}) =>
        new Date((await ask('POST', 'clock', { set: new Date(time).toISOString(), stop })).now),
      reset: async () => new Date((await ask('POST', 'clock', { reset: true })).now),
    };
    this.faults = {
      add: async (...faults) => ask('POST', 'faults', faults.length === 1 ? faults[0] : faults),
      list: async () => ask('GET', 'faults'),
      clear: async () => void (await ask('DELETE', 'faults')),
    };
  }

  /** The mails and messages that Okta would have sent, oldest first. */
  async outbox() {
    return this.#control('GET', 'outbox');
  }

  async clearOutbox() {
    await this.#control('DELETE', 'outbox');
  }

  /** The requests that came, without their secrets. */
  async requests() {
    return this.#control('GET', 'requests');
  }

  async clearRequests() {
    await this.#control('DELETE', 'requests');
  }

  /** Makes the org again, as it was at the start. */
  async reset() {
    await this.#control('POST', 'reset', {});
  }

  /** Keeps the state under a name. */
  async snapshot(name = 'default') {
    await this.#control('POST', 'snapshot', { name });
  }

  /** Goes back to a state that was kept. */
  async restore(name = 'default') {
    await this.#control('POST', 'restore', { name });
  }

  /** A new API token of a user: it may do what the user's roles allow. */
  async apiToken(user) {
    return (await this.#control('POST', 'tokens', { user })).token;
  }

  /** Signs somebody in without a browser, and answers with tokens or a code. */
  async signIn({ user = this.app?.login, client = this.app?.clientId, ...rest } = {}) {
    if (!user || !client) throw new TypeError('signIn needs user and client, unless the org was started with an app for people');
    // Tokens name the host that was asked, so ask under the one that the app knows.
    const app = this.apps.find(({ clientId }) => clientId === client);
    const base = app ? new URL(app.issuer).origin : this.url;
    return this.#send('POST', new URL('/_local/sign-in', base), { user, client, ...rest });
  }

  /** A request with the API token: `await org.api('GET /api/v1/users')`. */
  async api(request, body) {
    const [verb, path] = request.includes(' ') ? request.split(' ') : ['GET', request];
    return this.#send(verb.toUpperCase(), new URL(path, this.url), body);
  }

  /** Ends the org. */
  async stop() {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.ref();
      this.#child.kill('SIGTERM');
      const hurry = setTimeout(() => this.#child.kill('SIGKILL'), LAST_PATIENCE);
      await this.#ended;
      clearTimeout(hurry);
    }
  }

  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    await this.stop();
  }

  #control(verb, name, body) {
    return this.#send(verb, new URL(`/_local/${name}`, this.url), body);
  }

  async #send(verb, url, body) {
    const headers = { accept: 'application/json', authorization: `SSWS ${this.token}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    else if (verb === 'POST' || verb === 'PUT') headers['content-length'] = '0';
    const answer = await send(verb, url, headers, body === undefined ? undefined : JSON.stringify(body), this.ca);
    if (answer.status >= 400) {
      const said = answer.body?.errorSummary ?? answer.body?.error_description ?? answer.body?.error ?? answer.text;
      throw new OrgError(`${verb} ${url.pathname} was refused with ${answer.status}: ${said}`, answer.status, answer.body);
    }
    return answer.body;
  }
}

/** One request. `fetch` cannot be told to trust the certificate of one server, so this is Node's own client. */
function send(method, url, headers, body, ca) {
  const { request } = require(url.protocol === 'https:' ? 'node:https' : 'node:http');
  const trusted = ca ? { ca: require('node:fs').readFileSync(ca) } : {};
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false, ...trusted }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, text, body: parsed(text) }));
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds, or days, hours, minutes and seconds together. */
function seconds(time) {
  if (typeof time === 'number') return time;
  const lengths = { days: 86_400, hours: 3600, minutes: 60, seconds: 1 };
  return Object.entries(time).reduce((sum, [name, count]) => {
    if (!(name in lengths)) throw new TypeError(`clock.advance takes ${Object.keys(lengths).join(', ')}, and not ${name}`);
    return sum + count * lengths[name];
  }, 0);
}

module.exports = { startOrg, OrgError };

// Tells stories with a client, and holds what it understood against what the org says over plain HTTP.
//
// Every step prints `ok` or `not ok`, and what it saw goes to $CONFORMANCE_OBSERVED, one JSON line a step,
// so that two orgs can be compared.

import { appendFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

export const ORG = process.env.OKTA_CLIENT_ORGURL;
export const TOKEN = process.env.OKTA_CLIENT_TOKEN;
/** Whether the org is a real one, whose search lags behind and which has no `/_local/`. */
export const LIVE = process.env.CONFORMANCE_LIVE === '1';
/** Stands at the start of the name of everything that a story creates. */
export const PREFIX = process.env.CONFORMANCE_PREFIX ?? 'oktars-node';

const OBSERVED = process.env.CONFORMANCE_OBSERVED;
let failed = 0;

/** Asks the org itself, without the client. */
export async function http(method, path, body, headers = {}) {
  const answer = await fetch(path.startsWith('http') ? path : ORG + path, {
    method,
    headers: { accept: 'application/json', 'content-type': 'application/json', authorization: `SSWS ${TOKEN}`, ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : undefined };
}

/** What a client's value says once it is JSON: dates are texts, absent and undefined are the same. */
const plain = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** Members that the client gives names of its own. */
const RENAMED = { _default: 'default', x5tS256: 'x5t#S256' };

/** Where the client's value says something else than the truth. Absent and null are alike. */
function differences(understood, truth, path = '') {
  if (understood === null || understood === undefined) return truth === null || truth === undefined ? [] : [`${path} is lost`];
  if (Array.isArray(understood)) {
    if (!Array.isArray(truth) || truth.length !== understood.length) return [`${path} has another length`];
    return understood.flatMap((item, index) => differences(item, truth[index], `${path}[${index}]`));
  }
  if (typeof understood === 'object') {
    if (typeof truth !== 'object' || truth === null) return [`${path} is no object`];
    return Object.keys(understood)
      .filter((name) => understood[name] !== undefined && understood[name] !== null)
      .flatMap((name) => differences(understood[name], truth[RENAMED[name] ?? name], path ? `${path}.${name}` : name));
  }
  return understood === truth ? [] : [`${path} is ${JSON.stringify(understood)}, the org says ${JSON.stringify(truth)}`];
}

class Story {
  constructor(name) {
    this.name = name;
    this.undo = [];
  }

  report(step, wrong, saw) {
    if (wrong) failed += 1;
    console.log(`${wrong ? 'not ok' : 'ok'} node ${this.name}: ${step}${wrong ? `\n    ${wrong}` : ''}`);
    if (OBSERVED && saw !== undefined) {
      appendFileSync(OBSERVED, `${JSON.stringify({ client: 'node', story: this.name, step, saw: plain(saw) })}\n`);
    }
  }

  /** The value is the expected one. */
  is(step, value, expected) {
    const found = plain(value);
    const same = isDeepStrictEqual(found, plain(expected));
    this.report(step, same ? '' : `expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`, value ?? null);
  }

  /** What the client understood is what the org says at `path`. */
  async holds(step, understood, path) {
    const { status, body } = await http('GET', path);
    const found = plain(understood);
    const wrong = status === 200 ? differences(found, body) : [`GET ${path} answers ${status}`];
    if (found === undefined || Object.keys(found).length === 0) wrong.push('the client understood nothing');
    this.report(step, wrong.join('; '), body);
  }

  /** The org refuses, as `expected` says: status, code, summary and causes, as far as they are given. */
  async refused(step, promise, expected) {
    try {
      const value = await promise;
      this.report(step, `expected ${expected.code}, but it was done: ${JSON.stringify(value)}`, value ?? null);
    } catch (error) {
      const found = {
        status: error.status,
        code: error.errorCode,
        summary: error.errorSummary,
        causes: (error.errorCauses ?? []).map((cause) => cause.errorSummary),
      };
      const wrong = Object.keys(expected).filter((name) => !isDeepStrictEqual(found[name], expected[name]));
      const detail = error.status ? JSON.stringify(found) : String(error.stack || error.message || error);
      this.report(step, wrong.length ? `expected ${JSON.stringify(expected)}, found ${detail}` : '', found);
    }
  }

  /** An index may lag behind in a real org: asks until the answer is the expected one, or for half a minute. */
  async becomes(step, ask, expected) {
    let found;
    const rounds = LIVE ? 30 : 1;
    for (let round = 0; round < rounds; round += 1) {
      found = await ask();
      if (isDeepStrictEqual(plain(found), plain(expected))) break;
      if (LIVE) await new Promise((done) => setTimeout(done, 1000));
    }
    this.is(step, found, expected);
  }

  /** Is done at the end, whatever happens, last things first. */
  finally(undo) {
    this.undo.push(undo);
  }
}

/** Tells a story. What throws fails it, and the stories after it are still told. */
export async function tell(name, story) {
  const told = new Story(name);
  try {
    await story(told);
  } catch (error) {
    told.report('is told to its end', String(error?.stack || error?.message || error).replaceAll('\n', '\n    '));
  }
  for (const undo of told.undo.reverse()) {
    try {
      await undo();
    } catch (error) {
      told.report('is cleaned up', String(error?.stack || error?.message || error));
    }
  }
}

export const notFound = (id, type) => ({ status: 404, code: 'E0000007', summary: `Not found: Resource not found: ${id} (${type})` });

export const login = (name) => `${PREFIX}-${name}@example.com`;

export const profile = (name, more = {}) => ({ firstName: name, lastName: 'Conformance', email: login(name), login: login(name), ...more });

export const outcome = () => (failed ? 1 : 0);

export async function all(collection) {
  const items = [];
  await collection.each((item) => { items.push(item); });
  return items;
}

/** Makes a user, and sees to it that he goes at the end of the story. */
export async function makeUser(t, userApi, name, body = {}, query = { activate: false }) {
  const user = await userApi.createUser({ body: { ...body, profile: profile(name, body.profile) }, ...query });
  t.finally(() => removeUser(user.id));
  return user;
}

/** Makes a group, and sees to it that it goes at the end of the story. */
export async function makeGroup(t, groupApi, name, more = {}) {
  const group = await groupApi.createGroup({ group: { profile: { name: `${PREFIX} ${name}`, ...more } } });
  t.finally(() => http('DELETE', `/api/v1/groups/${group.id}`));
  return group;
}

/** Removes a user whatever state he is in. */
export async function removeUser(id) {
  await http('DELETE', `/api/v1/users/${id}`);
  await http('DELETE', `/api/v1/users/${id}`);
}

// The package `oktars` with Okta's own SDK for Node.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import okta from '@okta/okta-sdk-nodejs';
import { OrgError, startOrg } from 'oktars';

const require = createRequire(import.meta.url);
const WEB = { kind: 'web', redirectUri: 'http://localhost:3000/callback' };

const isUp = (url) => fetch(`${url}/.well-known/okta-organization`).then((answer) => answer.ok, () => false);

async function gone(url) {
  for (let tries = 0; tries < 100 && (await isUp(url)); tries += 1) await new Promise((done) => setTimeout(done, 50));
  return !(await isUp(url));
}

async function firstLine(child) {
  const [line] = await new Promise((ready) => createInterface(child.stdout).once('line', (...line) => ready(line)));
  return JSON.parse(line);
}

test('an org, and what a test asks of it', async () => {
  const org = await startOrg({ seed: 'demo', app: WEB });
  try {
    const client = new okta.Client({ orgUrl: org.url, token: org.token, cacheMiddleware: null });
    const profile = { firstName: 'Ann', lastName: 'Lee', email: 'ann@tried.example', login: 'ann@tried.example' };
    const ann = await client.userApi.createUser({ body: { profile } });
    assert.equal(ann.status, 'PROVISIONED');
    const [mail] = (await org.outbox()).filter(({ to }) => to === 'ann@tried.example');
    assert.equal(mail.kind, 'activation');
    assert.ok(mail.url.startsWith(org.url), mail.url);

    const tokens = await org.signIn({ scopes: ['openid', 'email'] });
    const claims = JSON.parse(Buffer.from(tokens.access_token.split('.')[1], 'base64url'));
    assert.equal(claims.iss, org.app.issuer);
    assert.equal(claims.sub, org.app.login);

    const before = await org.clock.now();
    const after = await org.clock.advance({ hours: 3 });
    assert.ok(after - before >= 3 * 3600_000 && after - before < 3 * 3600_000 + 60_000);

    await org.faults.add({ path: '/api/v1/users/*', status: 503, times: 1 });
    await assert.rejects(client.userApi.getUser({ userId: ann.id }), { status: 503 });
    assert.ok((await org.requests()).some(({ path, status }) => path === `/api/v1/users/${ann.id}` && status === 503));

    await org.snapshot();
    await client.userApi.suspendUser({ userId: ann.id }).catch(() => {});
    await client.groupApi.createGroup({ group: { profile: { name: 'Tried' } } });
    await org.restore();
    assert.deepEqual(await org.api('GET /api/v1/groups?q=Tried'), []);

    await org.reset();
    await assert.rejects(client.userApi.getUser({ userId: ann.id }), { status: 404 });
    await assert.rejects(org.api('DELETE /api/v1/nothing'), (error) => error instanceof OrgError && error.status === 404);
    await assert.rejects(org.signIn({ user: 'nobody@tried.example' }), OrgError);
  } finally {
    await org.stop();
  }
  assert.equal(await isUp(org.url), false);
  await org.stop();
});

test('contents, a token of its own, and TLS', async () => {
  const users = [{ profile: { firstName: 'Bob', lastName: 'Ray', email: 'bob@tried.example', login: 'bob@tried.example' } }];
  const org = await startOrg({ seed: { users }, token: '00tried-token', tls: true });
  assert.equal(org.token, '00tried-token');
  assert.ok(org.url.startsWith('https:'));
  assert.equal((await org.api('GET /api/v1/users/bob@tried.example')).profile.lastName, 'Ray');
  await org.stop();
});

test('thirty orgs at once', async () => {
  const orgs = await Promise.all(Array.from({ length: 30 }, () => startOrg({ seed: 3 })));
  assert.equal(new Set(orgs.map(({ url }) => url)).size, 30);
  for (const org of orgs) assert.equal((await org.api('GET /api/v1/users')).length, 4);
  await Promise.all(orgs.map((org) => org.stop()));
});

test('an org that cannot start says why', async () => {
  await assert.rejects(startOrg({ seed: 'many' }), /write `empty`, `demo`/);
  await assert.rejects(startOrg({ sede: 'demo' }), /no option sede/);
});

test('a killed test program leaves nothing behind', async () => {
  const program = "import { startOrg } from 'oktars'; console.log(JSON.stringify(await startOrg())); setInterval(() => {}, 1000);";
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const org = await firstLine(child);
  assert.ok(await isUp(org.url));
  child.kill('SIGKILL');
  assert.ok(await gone(org.url));
});

test('a program that is done ends, although it stopped no org', () => {
  const program = "import { startOrg } from 'oktars'; console.log((await startOrg()).url);";
  execFileSync(process.execPath, ['--input-type=module', '-e', program], { timeout: 10_000 });
});

test('npx oktars passes arguments, exit codes and signals on', async () => {
  const own = require('oktars/package.json').version;
  assert.equal(execFileSync('npx', ['--no-install', 'oktars', '--version'], { encoding: 'utf8' }).trim(), `oktars ${own}`);
  assert.throws(() => execFileSync('npx', ['--no-install', 'oktars', 'nonsense'], { stdio: 'ignore' }), { status: 2 });
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    const child = spawn(process.execPath, ['node_modules/.bin/oktars', 'org', 'serve'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const org = await firstLine(child);
    assert.ok(await isUp(org.url));
    child.kill(signal);
    assert.ok(await gone(org.url), signal);
  }
});

test('a binary of another version, a missing one and a foreign platform are named', async () => {
  const run = (program, env = {}) => {
    try {
      execFileSync(process.execPath, ['-e', program], { env: { ...process.env, ...env }, stdio: 'pipe', encoding: 'utf8' });
      return '';
    } catch (error) {
      return error.stderr;
    }
  };
  const start = "require('oktars').startOrg()";
  assert.match(run(start, { OKTARS: '/nowhere/oktars' }), /OKTARS names \/nowhere\/oktars, which does not exist/);
  const { mkdtempSync, writeFileSync } = await import('node:fs');
  const other = `${mkdtempSync('/tmp/oktars-tried-')}/oktars`;
  writeFileSync(other, '#!/bin/sh\necho \'{"url":"http://127.0.0.1:1","token":"t","version":"9.9.9"}\'\nsleep 5\n', { mode: 0o755 });
  assert.match(run(start, { OKTARS: other }), /the command that started has version 9\.9\.9/);
  const elsewhere = "Object.defineProperty(process, 'platform', { value: 'sunos' });";
  assert.match(run(elsewhere + start), /oktars has no binary for sunos-x64; it has one for linux-x64/);
  const musl = "process.report.getReport = () => ({ header: {} });";
  assert.match(run(musl + start), /oktars has no binary for linux-x64-musl/);
  const omitted = `
    const resolve = require('node:module')._resolveFilename;
    require('node:module')._resolveFilename = function (name, ...rest) {
      if (name.startsWith('@oktars/')) throw new Error('not found');
      return resolve.call(this, name, ...rest);
    };`;
  assert.match(run(omitted + start), /the package @oktars\/cli-linux-x64 is not installed.*--omit=optional/);
});

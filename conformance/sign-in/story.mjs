// Tells stories of sign-in: programs of others and a browser, against an org over HTTP.
//
// Every step prints `ok` or `not ok`.

import http from 'node:http';
import { isDeepStrictEqual } from 'node:util';

// A browser takes a cookie for the name of the host, so both sides are called the same.
export const ORG = process.env.OKTA_CLIENT_ORGURL.replace('127.0.0.1', 'localhost');
export const ISSUER = `${ORG}/oauth2/default`;
export const PASSWORD = 'Correct-Horse-7-Battery';

let failed = 0;

function report(story, step, wrong) {
  if (wrong) failed += 1;
  console.log(`${wrong ? 'not ok' : 'ok'} sign-in ${story}: ${step}${wrong ? `\n    ${wrong}` : ''}`);
}

/** Tells a story. What throws fails it, and the stories after it are still told. */
export async function tell(name, story) {
  const is = (step, found, expected) => {
    const same = isDeepStrictEqual(found, expected);
    report(name, step, same ? '' : `expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
  };
  const refused = async (step, promise, pattern) => {
    const error = await promise.then(() => undefined, (refusal) => refusal);
    const text = String(error?.message ?? error);
    report(name, step, error && pattern.test(text) ? '' : `expected ${pattern}, found ${text}`);
  };
  try {
    await story({ is, refused });
  } catch (error) {
    report(name, 'is told to its end', String(error?.stack ?? error).replaceAll('\n', '\n    '));
  }
}

export const outcome = () => (failed ? 1 : 0);

/** Asks the management API, as an administrator. */
export async function api(method, path, body) {
  const answer = await fetch(ORG + path, {
    method,
    headers: { accept: 'application/json', 'content-type': 'application/json', authorization: `SSWS ${process.env.OKTA_CLIENT_TOKEN}` },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}

/** Somebody who can sign in. */
export async function person(login, more = {}) {
  const profile = { firstName: 'Ann', lastName: 'Acme', email: login, login, ...more };
  return api('POST', '/api/v1/users?activate=true', { profile, credentials: { password: { value: PASSWORD } } });
}

/** An app that the user has. */
export async function app(label, user, oauthClient) {
  const made = await api('POST', '/api/v1/apps', {
    name: 'oidc_client',
    label,
    signOnMode: 'OPENID_CONNECT',
    credentials: { oauthClient: { token_endpoint_auth_method: oauthClient.application_type === 'browser' ? 'none' : 'client_secret_basic' } },
    settings: { oauthClient },
  });
  await api('POST', `/api/v1/apps/${made.id}/users`, { id: user.id });
  return made.credentials.oauthClient;
}

/** The origin of a web server of the test's own, and what ends it. */
export async function serve(listener) {
  const server = http.createServer(listener).listen(0, 'localhost');
  await new Promise((done) => { server.once('listening', done); });
  return { origin: `http://localhost:${server.address().port}`, server };
}

// What the stories of SAML share: the org's API, a browser of cookies alone, and how a step is reported.

import { isDeepStrictEqual } from 'node:util';

import { api, ORG, PASSWORD } from '../sign-in/story.mjs';

export { api, ORG, PASSWORD, person } from '../sign-in/story.mjs';

let failed = 0;

export function report(step, wrong) {
  if (wrong) failed += 1;
  console.log(`${wrong ? 'not ok' : 'ok'} saml ${step}${wrong ? `\n    ${wrong}` : ''}`);
}

export const is = (step, found, expected) => {
  const same = isDeepStrictEqual(found, expected);
  report(step, same ? '' : `expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
};

export const outcome = () => (failed ? 1 : 0);

/** The settings of a custom app, which every app of the stories begins with. */
export function settings(acs, audience, more = {}) {
  return {
    ssoAcsUrl: acs,
    audience,
    recipient: acs,
    destination: acs,
    subjectNameIdTemplate: '${user.userName}',
    subjectNameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
    responseSigned: true,
    assertionSigned: true,
    signatureAlgorithm: 'RSA_SHA256',
    digestAlgorithm: 'SHA256',
    honorForceAuthn: true,
    authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
    ...more,
  };
}

/** A SAML app that the users have: where people sign in to it, and its certificate. */
export async function app(label, users, signOn) {
  const made = await api('POST', '/api/v1/apps', { label, signOnMode: 'SAML_2_0', settings: { signOn } });
  for (const user of users) await api('POST', `/api/v1/apps/${made.id}/users`, { id: user.id });
  const key = `exk${made.id.slice(3)}`;
  const metadata = await (await fetch(`${ORG}/app/${key}/sso/saml/metadata`)).text();
  const certificate = metadata.match(/<ds:X509Certificate>([^<]*)</)[1].replaceAll('\n', '');
  return { id: made.id, sso: `${ORG}/app/${made.name}/${key}/sso/saml`, certificate, issuer: `http://www.okta.com/${key}`, metadata };
}

/** Signs somebody in without a page. Gives the cookies of the session. */
export async function session(login) {
  const { sessionToken } = await api('POST', '/api/v1/authn', { username: login, password: PASSWORD });
  const answer = await fetch(`${ORG}/login/sessionCookieRedirect?token=${sessionToken}&redirectUrl=%2Fapp%2FUserHome`, { redirect: 'manual' });
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
}

const plain = (text) => text
  .replace(/&#x([0-9a-f]+);/g, (_, code) => String.fromCodePoint(parseInt(code, 16)))
  .replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The form of a page that posts by itself. */
export function form(html) {
  const action = html.match(/<form id="appForm" action="([^"]*)"/)?.[1];
  const value = (name) => html.match(new RegExp(`<input name="${name}" type="hidden" value="([^"]*)"`))?.[1];
  if (!action) throw new Error(`no form in ${html.slice(0, 300)}`);
  const fields = Object.fromEntries(['SAMLResponse', 'SAMLRequest', 'RelayState'].filter((name) => value(name) !== undefined).map((name) => [name, plain(value(name))]));
  return { action: plain(action), fields };
}

export async function open(url, cookies) {
  const answer = await fetch(url, { headers: { cookie: cookies }, redirect: 'manual' });
  return answer.text();
}

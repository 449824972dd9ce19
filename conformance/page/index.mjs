// The page of the org in Chromium: a person makes a user, opens the mail, chooses a password, signs in to an app of OpenID
// Connect and to one of SAML with codes from the outbox, and sees both in the log; an assignment shows what was said to a SCIM
// server. Then everything of the page, and every page of the sign-in, is gone through as people do who see little or use no
// mouse; and an org with many users does not make the page long or slow.
//
// CONFORMANCE_SCREENSHOTS=FOLDER writes the pictures of the documentation there.

import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';

import { open } from '../sign-in/browser.mjs';
import { api, ISSUER, ORG, outcome, PASSWORD, serve, tell } from '../sign-in/story.mjs';
import { wrong } from './accessible.mjs';
import { large } from './large.mjs';
import { tour } from './sign_in_pages.mjs';

const LOGIN = 'ada@acme.example';
const PAGE = `${ORG}/_local/ui`;
const PICTURES = process.env.CONFORMANCE_SCREENSHOTS;
const SUBMIT = 'input[type=submit], button[type=submit]';

/** A SCIM server that finds nobody and creates everybody. */
async function scimServer() {
  let count = 0;
  return serve((request, response) => {
    let text = '';
    request.on('data', (part) => { text += part; });
    request.on('end', () => {
      const made = request.method === 'POST';
      const body = made ? { ...JSON.parse(text), id: `u${count += 1}` } : { totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] };
      response.writeHead(made ? 201 : 200, { 'content-type': 'application/scim+json' });
      response.end(JSON.stringify(body));
    });
  });
}

/** Apps of OpenID Connect and of SAML, and an app with a SCIM server. Everybody has the first. A second factor is asked for. */
async function apps(callback, acs, scim) {
  const portal = await api('POST', '/api/v1/apps', {
    name: 'oidc_client', label: 'Portal', signOnMode: 'OPENID_CONNECT',
    credentials: { oauthClient: { token_endpoint_auth_method: 'none' } },
    settings: { oauthClient: { application_type: 'browser', grant_types: ['authorization_code'], response_types: ['code'], redirect_uris: [callback] } },
  });
  const [everyone] = await api('GET', '/api/v1/groups?q=Everyone');
  await api('PUT', `/api/v1/apps/${portal.id}/groups/${everyone.id}`, {});
  const signOn = {
    ssoAcsUrl: acs, recipient: acs, destination: acs, audience: 'sales', subjectNameIdTemplate: '${user.userName}',
    subjectNameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress', responseSigned: true, assertionSigned: true,
    signatureAlgorithm: 'RSA_SHA256', digestAlgorithm: 'SHA256', honorForceAuthn: true,
    authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
  };
  const sales = await api('POST', '/api/v1/apps', { label: 'Sales', signOnMode: 'SAML_2_0', settings: { signOn } });
  const [policy] = await api('GET', '/api/v1/policies?type=OKTA_SIGN_ON');
  const actions = { signon: { access: 'ALLOW', requireFactor: true, factorPromptMode: 'ALWAYS' } };
  const rule = await api('POST', `/api/v1/policies/${policy.id}/rules`, { name: 'Second factor', type: 'SIGN_ON', actions });
  const wiki = await api('POST', '/api/v1/apps', { name: 'bookmark', label: 'Wiki', signOnMode: 'BOOKMARK', settings: { app: { url: 'https://wiki.example', requestIntegration: false } } });
  await api('POST', '/_local/scim/connections', { app: wiki.id, baseUrl: `${scim}/scim/v2`, token: 'page-token' });
  return {
    client: portal.credentials.oauthClient.client_id,
    sso: `${ORG}/app/${sales.name}/exk${sales.id.slice(3)}/sso/saml`,
    relax: () => api('DELETE', `/api/v1/policies/${policy.id}/rules/${rule.id}`),
  };
}

/** Opens a part of the page: the click returns before the part is shown, so this waits until it stands there with its rows. */
async function part(page, name) {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  await page.locator('nav [aria-current=page]').filter({ hasText: new RegExp(`^${name}$`) }).waitFor();
  await page.locator('section:not([hidden])[aria-busy=false]').waitFor();
}

const rows = (page, id) => page.locator(`#${id} tbody tr`);

async function picture(page, name) {
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' });
}

async function told(t, browser, context, { client, sso }, { callback, acs, posted }) {
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) problems.push(message.text()); });
  page.on('pageerror', (error) => problems.push(error.message));
  const profile = { firstName: 'Eve<img src=x onerror=alert(1)>', lastName: 'E', email: 'eve@acme.example', login: 'eve@acme.example' };
  await api('POST', '/api/v1/users?activate=false', { profile });
  await page.goto(PAGE);

  await page.getByText('New user').click();
  await page.getByLabel('First name').fill('Ada');
  await page.getByLabel('Last name').fill('Example');
  await page.getByLabel('Email and login').fill(LOGIN);
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('The activation mail is in the outbox').waitFor();
  const ada = rows(page, 'users').filter({ hasText: LOGIN });
  t.is('a new user is shown', await ada.locator('td').first().textContent(), 'Ada Example');
  const eve = rows(page, 'users').filter({ hasText: 'eve@acme.example' });
  t.is('a name is text, whatever is in it', [await eve.locator('img').count(), (await eve.textContent()).includes('<img')], [0, true]);
  t.is('with the status', (await ada.locator('td').nth(2).textContent()), 'PROVISIONED');
  await ada.getByText('Everyone').waitFor();
  t.is('and the groups', await ada.locator('td').nth(3).textContent(), 'Everyone');

  await part(page, 'Outbox');
  const opened = context.waitForEvent('page');
  await rows(page, 'outbox').first().getByRole('link', { name: 'Open' }).click();
  const mail = await opened;
  await mail.waitForLoadState();
  await mail.fill('input[name="newPassword"]', PASSWORD);
  await mail.fill('input[name="confirmPassword"]', PASSWORD);
  await mail.click('input[type=submit], button[type=submit]');
  await mail.waitForLoadState();
  await mail.close();
  await part(page, 'Users');
  await page.getByLabel('Name, login or email').fill('ada');
  await page.getByRole('button', { name: 'Search' }).click();
  await rows(page, 'users').filter({ hasText: 'ACTIVE' }).first().waitFor();
  t.is('the mail was opened and a password chosen', (await api('GET', `/api/v1/users/${LOGIN}`)).status, 'ACTIVE');

  const user = await api('GET', `/api/v1/users/${LOGIN}`);
  await api('POST', `/api/v1/users/${user.id}/factors?activate=true`, { factorType: 'email', provider: 'OKTA', profile: { email: LOGIN } });
  const code = await signedIn(browser, page, await authorize(client, callback), `${callback}?**`);
  t.is('the app of OpenID Connect gets a code', /^[\w-]{10,}$/.test(new URL(code).searchParams.get('code') ?? ''), true);
  await part(page, 'Apps');
  await assign(page, 'Sales');
  // Another code is sent to the same address after half a minute.
  await api('POST', '/_local/clock', { advance: 31 });
  await signedIn(browser, page, samlRequest(sso), acs);
  const response = Buffer.from(posted.at(-1)?.get('SAMLResponse') ?? '', 'base64').toString();
  t.is('the app of SAML gets an assertion', [response.match(/<saml2:NameID [^>]*>([^<]*)</)?.[1], response.includes('InResponseTo="_page"')], [LOGIN, true]);

  await part(page, 'System Log');
  for (const label of ['Portal', 'Sales']) {
    const event = rows(page, 'log').filter({ hasText: 'user.authentication.sso' }).filter({ hasText: label }).filter({ hasText: 'SUCCESS' });
    await event.first().waitFor();
    t.is(`the log shows the sign-in to ${label}`, await event.count() > 0, true);
  }
  const before = await rows(page, 'log').count();
  await api('POST', '/api/v1/groups', { profile: { name: 'Came just now' } });
  await rows(page, 'log').filter({ hasText: 'Came just now' }).first().waitFor();
  t.is('and what comes, as it comes', await rows(page, 'log').count() > before, true);
  await picture(page, 'page-log');

  await part(page, 'SAML');
  const [request, answer] = [rows(page, 'saml').filter({ hasText: 'AuthnRequest, received' }), rows(page, 'saml').filter({ hasText: 'Response, sent' })];
  await answer.first().waitFor();
  t.is('the request and the answer are shown', [await request.count(), await answer.count()], [1, 1]);
  await answer.locator('summary').click();
  const xml = await answer.locator('pre').textContent();
  const signatures = [...response.matchAll(/<ds:SignatureValue>([^<]*)</g)].map(([, value]) => value);
  t.is('with all but the signatures', [xml.includes(LOGIN), signatures.length, signatures.some((value) => xml.includes(value)), xml.includes('[redacted]')], [true, 2, false, true]);
  await picture(page, 'page-saml');

  await part(page, 'Apps');
  const wiki = await assign(page, 'Wiki');
  await wiki.getByText('Show').click();
  await wiki.getByText('directly').waitFor();
  t.is('an app shows who reaches it', (await wiki.textContent()).includes(LOGIN), true);
  await part(page, 'SCIM');
  const post = rows(page, 'scim').filter({ hasText: 'POST ' }).first();
  await post.waitFor();
  await post.locator('summary').click();
  const shown = await post.textContent();
  t.is('the assignment shows what was said to the server', [shown.includes('/scim/v2/Users'), shown.includes('201'), shown.includes('"userName": "ada@acme.example"')], [true, true, true]);
  t.is('without secrets', [shown.includes('page-token'), shown.includes('[redacted]')], [false, true]);
  await picture(page, 'page-scim');

  await part(page, 'Sign in as');
  await page.locator('#sign-in').getByLabel('User, by login').fill(LOGIN);
  await page.locator('#sign-in option').first().waitFor({ state: 'attached' });
  await page.locator('#sign-in').getByLabel('App').selectOption({ label: 'Portal' });
  await page.locator('#sign-in').getByRole('button', { name: 'Sign in' }).click();
  await page.locator('#sign-in pre').filter({ hasText: '"sub"' }).waitFor();
  t.is('sign in as shows who signed in', JSON.parse(await page.locator('#sign-in pre').textContent()).email, LOGIN);

  await part(page, 'Faults');
  await page.locator('#faults').getByRole('button', { name: 'Play it' }).click();
  await rows(page, 'faults').first().waitFor();
  t.is('a fault is played', await fetch(`${ORG}/api/v1/users`, { headers: { authorization: `SSWS ${process.env.OKTA_CLIENT_TOKEN}` } }).then((answer) => answer.status), 503);
  await page.getByRole('button', { name: 'Take all faults back' }).click();
  await page.waitForFunction(() => document.querySelectorAll('#faults tbody tr').length === 0);

  await part(page, 'Clock and snapshots');
  await page.getByRole('button', { name: 'Take a snapshot' }).click();
  await page.getByRole('status').getByText('The snapshot is taken').waitFor();
  await api('POST', '/api/v1/groups', { profile: { name: 'Goes again' } });
  await page.getByRole('button', { name: 'Put the org back to it' }).click();
  await page.getByRole('status').getByText('as it was at the snapshot').waitFor();
  t.is('a snapshot brings the org back', (await api('GET', '/api/v1/groups?q=Goes')).length, 0);
  await page.getByRole('button', { name: 'Advance' }).click();
  await page.waitForFunction((now) => new Date(document.querySelector('#clock time').textContent) - now > 3_000_000, Date.now());
  await page.getByRole('button', { name: 'Back to the time of this machine' }).click();

  await part(page, 'Requests');
  await rows(page, 'requests').first().waitFor();
  const requests = await page.locator('#requests').textContent();
  t.is('requests are shown without secrets', [requests.includes('/api/v1/groups'), requests.includes(PASSWORD)], [true, false]);
  t.is('the browser finds nothing wrong', problems, []);
}

/** Gives the app to the user. */
async function assign(page, label) {
  const app = rows(page, 'apps').filter({ hasText: label });
  await app.getByLabel('User, by login').fill(LOGIN);
  await app.getByRole('button', { name: `Assign ${label}` }).click();
  await page.getByRole('status').getByText(`has the app ${label}`).waitFor();
  return app;
}

async function authorize(client, callback) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('a'.repeat(43)));
  const query = new URLSearchParams({
    client_id: client, redirect_uri: callback, response_type: 'code', scope: 'openid profile', state: 's',
    code_challenge_method: 'S256', code_challenge: Buffer.from(digest).toString('base64url'),
  });
  return `${ISSUER}/v1/authorize?${query}`;
}

/** Where the app of SAML sends a browser. */
function samlRequest(sso) {
  const xml = '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_page" Version="2.0" '
    + 'IssueInstant="2026-01-02T03:04:05Z"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">sales</saml:Issuer></samlp:AuthnRequest>';
  return `${sso}?${new URLSearchParams({ SAMLRequest: deflateRawSync(xml).toString('base64'), RelayState: 'after' })}`;
}

/** Signs in to an app in a new browser, with the code of the mail that comes. Where the browser ends. */
async function signedIn(browser, page, url, end) {
  const context = await browser.newContext();
  context.setDefaultTimeout(30_000);
  const site = await context.newPage();
  await site.goto(url);
  await site.fill('input[name="identifier"]', LOGIN);
  await site.locator(SUBMIT).first().click();
  await site.fill('input[name="credentials.passcode"]', PASSWORD);
  await part(page, 'Outbox');
  const before = (await api('GET', '/_local/outbox')).length;
  await site.locator(SUBMIT).first().click();
  await site.locator('[data-se="okta_email"] .select-factor').click();
  await page.waitForFunction((count) => document.querySelectorAll('#outbox tbody tr').length > count, before);
  await site.fill('input[name="credentials.passcode"]', await rows(page, 'outbox').first().locator('code').textContent());
  await site.locator(SUBMIT).first().click();
  await site.waitForURL(end);
  const ended = site.url();
  await context.close();
  return ended;
}

/** Every part can be reached and read without a mouse and without colours. */
async function reachable(t, context) {
  const page = await context.newPage();
  await page.goto(PAGE);
  await page.keyboard.press('Tab');
  t.is('the first tab leads past the parts', await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
  const reached = new Set();
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate(() => document.activeElement.textContent.trim()));
  }
  const parts = await page.getByRole('navigation').getByRole('link').allTextContents();
  t.is('every part is reached with the keyboard', parts.filter((name) => !reached.has(name)), []);
  t.is('the part that is shown is said', await page.locator('nav [aria-current=page]').textContent(), 'Users');
  const grounds = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
  }
  t.is('it is light and dark', grounds, ['rgb(255, 255, 255)', 'rgb(21, 23, 27)']);
  // What the story before left stands in the tables, so that there is something to look at.
  await api('POST', '/_local/faults', { path: '/api/v1/none', status: 503 });
  for (const name of parts) {
    await part(page, name);
    const all = page.locator('section:not([hidden]) summary');
    for (let at = 0; at < Math.min(3, await all.count()); at += 1) await all.nth(at).click();
    t.is(`${name}: nothing is in anybody's way`, await wrong(page), []);
  }
}

const { origin: scim, server: users } = await scimServer();
/** What the app of SAML was sent. */
const posted = [];
const { origin, server } = await serve((request, response) => {
  let text = '';
  request.on('data', (part) => { text += part; });
  request.on('end', () => {
    if (request.method === 'POST') posted.push(new URLSearchParams(text));
    response.setHeader('content-type', 'text/html');
    response.end('<title>App</title><p>the app</p>');
  });
});
const browser = await open();
try {
  await tell('the page of the org', async (t) => {
    const [callback, acs] = [`${origin}/callback`, `${origin}/acs`];
    const made = await apps(callback, acs, scim.replace('localhost', '127.0.0.1'));
    const context = await browser.newContext({ viewport: { width: 1100, height: 640 } });
    context.setDefaultTimeout(30_000);
    await told(t, browser, context, made, { callback, acs, posted });
    await reachable(t, context);
    await made.relax();
  });
  await tell('the pages of the sign-in', (t) => tour(t, browser));
  await tell('many users', (t) => large(t, browser));
} finally {
  await browser.close();
  server.close();
  users.close();
}
process.exit(outcome());

// A server with openid-client: what the metadata names, it calls, at both kinds of server.

import * as oidc from 'openid-client';

import { signIn, visit } from '../sign-in/browser.mjs';
import { api, app, ISSUER, ORG, tell } from '../sign-in/story.mjs';

const CALLBACK = 'http://localhost:9/callback';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

/** Where the browser ends up: at the app, which does not listen. */
async function back(browser, url, login) {
  return visit(browser, async (tab) => {
    const arrived = new Promise((done) => { tab.route(`${CALLBACK}**`, (route) => { done(route.request().url()); route.abort(); }); });
    await tab.goto(url.href).catch(() => {});
    if (login) await signIn(tab, login);
    return new URL(await arrived);
  });
}

async function discovered(issuer, client, secret) {
  const options = { execute: [oidc.allowInsecureRequests] };
  const config = await oidc.discovery(new URL(issuer), client.client_id, secret, undefined, options);
  oidc.enableNonRepudiationChecks(config);
  return config;
}

export default async function openidClient(browser, user) {
  for (const [server, issuer] of [['a custom server', ISSUER], ["the org's own server", ORG]]) {
    await tell(`openid-client, ${server}`, (t) => web(t, browser, issuer, user));
    await tell(`openid-client, a device at ${server}`, (t) => device(t, browser, issuer, user));
  }
}

async function web(t, browser, issuer, user) {
  const client = await app(`Server of ${issuer}`, user, {
    application_type: 'web',
    redirect_uris: [CALLBACK],
    post_logout_redirect_uris: ['http://localhost:9/bye'],
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
  });
  const config = await discovered(issuer, client, client.client_secret);
  t.is('the issuer is the one that was asked', config.serverMetadata().issuer, issuer);
  const checks = { pkceCodeVerifier: oidc.randomPKCECodeVerifier(), expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce(), maxAge: 600 };
  const request = {
    redirect_uri: CALLBACK,
    scope: 'openid email offline_access',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    max_age: '600',
    code_challenge: await oidc.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
  };
  const asked = oidc.buildAuthorizationUrl(config, request);
  const tokens = await oidc.authorizationCodeGrant(config, await back(browser, asked, user.profile.login), checks);
  t.is('the code becomes tokens; nonce, at_hash and auth_time hold', tokens.claims().sub, user.id);
  t.is('user info', (await oidc.fetchUserInfo(config, tokens.access_token, user.id)).email, user.profile.email);
  const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token);
  t.is('the refresh token renews', renewed.access_token !== tokens.access_token, true);
  t.is('introspection', (await oidc.tokenIntrospection(config, renewed.access_token)).active, true);
  await oidc.tokenRevocation(config, renewed.access_token);
  t.is('revocation', (await oidc.tokenIntrospection(config, renewed.access_token)).active, false);

  const pushed = await oidc.buildAuthorizationUrlWithPAR(config, request);
  t.is('a pushed request has nothing but its address', [...pushed.searchParams.keys()].sort(), ['client_id', 'request_uri']);
  const again = await oidc.authorizationCodeGrant(config, await back(browser, pushed, user.profile.login), checks);
  t.is('and signs in', again.claims().sub, user.id);

  const left = oidc.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: 'http://localhost:9/bye', state: 'x' });
  const answer = await fetch(left, { redirect: 'manual' });
  t.is('sign-out goes to the app', answer.headers.get('location'), 'http://localhost:9/bye?state=x');
  const wrong = new URL(`${CALLBACK}?code=unknown&state=${checks.expectedState}`);
  await t.refused('a code that nobody gave', oidc.authorizationCodeGrant(config, wrong, checks), /invalid_grant|server responded with an error/);
  const metadata = { client_name: `Registered at ${issuer}`, redirect_uris: [CALLBACK], response_types: ['code'], grant_types: ['authorization_code'], application_type: 'web' };
  const token = process.env.OKTA_CLIENT_TOKEN;
  // The API token of an administrator is not a bearer token: the library cannot say so, and its fetch is told.
  const asAdministrator = (url, options) => fetch(url, { ...options, headers: { ...Object.fromEntries(new Headers(options.headers)), authorization: `SSWS ${token}` } });
  const made = await oidc.dynamicClientRegistration(new URL(issuer), metadata, undefined, { execute: [oidc.allowInsecureRequests], [oidc.customFetch]: asAdministrator });
  t.is('a client is registered', typeof made.clientMetadata().client_id, 'string');
}

async function device(t, browser, issuer, user) {
  const client = await app(`Device of ${issuer}`, user, {
    application_type: 'native',
    redirect_uris: ['com.acme.app:/callback'],
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token', DEVICE],
  });
  await allowDevices();
  const config = await discovered(issuer, client, client.client_secret);
  const begun = await oidc.initiateDeviceAuthorization(config, { scope: 'openid email' });
  const polled = oidc.pollDeviceAuthorizationGrant(config, begun);
  await visit(browser, async (tab) => {
    await tab.goto(begun.verification_uri_complete);
    await tab.click('input[type=submit]');
    await signIn(tab, user.profile.login);
    await tab.waitForSelector('text=Device activated');
  });
  t.is('a device gets tokens when somebody lets it in', (await polled).claims().sub, user.id);
}

/** The rule that every org begins with does not let devices in. */
async function allowDevices() {
  const policies = '/api/v1/authorizationServers/default/policies';
  const [policy] = await api('GET', policies);
  const [rule] = await api('GET', `${policies}/${policy.id}/rules`);
  if (rule.conditions.grantTypes.include.includes(DEVICE)) return;
  rule.conditions.grantTypes.include.push(DEVICE);
  await api('PUT', `${policies}/${policy.id}/rules/${rule.id}`, rule);
}

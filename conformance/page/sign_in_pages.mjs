// A tour of the pages on which people sign in, as everybody meets them: each must be usable with a keyboard and readable.

import { api, ISSUER, ORG, PASSWORD, person } from '../sign-in/story.mjs';
import { wrong } from './accessible.mjs';

const SUBMIT = 'input[type=submit]';
const NEW = 'Another-Horse-8-Battery';

const mails = () => api('GET', '/_local/outbox');
const lastMail = async (login) => (await mails()).filter((mail) => mail.to === login).at(-1);

/** Everybody is asked for a second factor, and may set up any that the org knows. */
async function demand() {
  const [enroll] = await api('GET', '/api/v1/policies?type=MFA_ENROLL');
  const keys = ['okta_email', 'phone_number', 'security_question', 'google_otp', 'okta_verify', 'webauthn'];
  const kept = (enroll.settings.authenticators ?? []).filter(({ key }) => !keys.includes(key));
  const authenticators = [...kept, ...keys.map((key) => ({ key, enroll: { self: 'OPTIONAL' } }))];
  await api('PUT', `/api/v1/policies/${enroll.id}`, { ...enroll, settings: { ...enroll.settings, type: 'AUTHENTICATORS', authenticators } });
  const [signOn] = await api('GET', '/api/v1/policies?type=OKTA_SIGN_ON');
  const actions = { signon: { access: 'ALLOW', requireFactor: true, factorPromptMode: 'ALWAYS' } };
  const rule = await api('POST', `/api/v1/policies/${signOn.id}/rules`, { name: 'Second factor of all', type: 'SIGN_ON', actions });
  return () => api('DELETE', `/api/v1/policies/${signOn.id}/rules/${rule.id}`);
}

export async function tour(t, browser) {
  const context = await browser.newContext();
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const look = async (name, title) => {
    await page.locator('h1').filter({ hasText: title }).waitFor();
    t.is(`${name}: nothing is in anybody's way`, await wrong(page), []);
  };
  const submit = () => page.locator(SUBMIT).first().click();
  const go = (path) => page.goto(ORG + path);
  const name = async (login) => { await go('/login/login.htm'); await page.fill('input[name="identifier"]', login); await submit(); };
  const typed = async (login, password = PASSWORD) => { await name(login); await page.fill('input[name="credentials.passcode"]', password); await submit(); };
  const out = () => context.clearCookies();

  const cy = 'cy@acme.example';
  const user = await person(cy);
  await go('/login/login.htm');
  await look('user name', 'Sign In');
  await name(cy);
  await look('password', 'Verify with your password');
  await page.fill('input[name="credentials.passcode"]', 'wrong');
  await submit();
  await page.locator('.okta-form-infobox-error').waitFor();
  await look('a wrong password', 'Verify with your password');
  await go('/signin/forgot-password');
  await look('a forgotten password', 'Reset your password');
  await page.fill('input[name="identifier"]', cy);
  await submit();
  await look('the mail is sent', 'Verification email sent');
  await page.goto((await lastMail(cy)).url);
  await look('a new password', /password/i);
  await go('/signin/unlock');
  await look('an account to unlock', 'Unlock account?');

  const activated = 'dee@acme.example';
  const profile = { firstName: 'Dee', lastName: 'Acme', email: activated, login: activated };
  await api('POST', '/api/v1/users?activate=true', { profile });
  await page.goto((await lastMail(activated)).url);
  await look('the first password', /password/i);

  const expired = await person('eve2@acme.example');
  await api('POST', `/api/v1/users/${expired.id}/lifecycle/expire_password`);
  await typed('eve2@acme.example');
  await look('an expired password', /password/i);

  await typed(cy);
  await page.waitForURL('**/app/UserHome');
  await look('home', 'My Apps');
  await go('/activate');
  await look('the code of a device', 'Activate your device');
  await page.fill('input[name="userCode"]', 'AAAAAAAA');
  await submit();
  await look('a wrong code of a device', 'Activate your device');
  const consent = await api('POST', '/api/v1/apps', {
    name: 'oidc_client', label: 'Asks first', signOnMode: 'OPENID_CONNECT',
    credentials: { oauthClient: { token_endpoint_auth_method: 'client_secret_basic' } },
    settings: { oauthClient: { application_type: 'web', consent_method: 'REQUIRED', grant_types: ['authorization_code'], response_types: ['code'], redirect_uris: ['http://localhost:3000/callback'] } },
  });
  await api('POST', `/api/v1/apps/${consent.id}/users`, { id: user.id });
  await api('POST', '/api/v1/authorizationServers/default/scopes', { name: 'orders', displayName: 'Your orders', description: 'See what you ordered', consent: 'REQUIRED' });
  const query = new URLSearchParams({ client_id: consent.credentials.oauthClient.client_id, redirect_uri: 'http://localhost:3000/callback', response_type: 'code', scope: 'openid orders', state: 's', nonce: 'n' });
  await page.goto(`${ISSUER}/v1/authorize?${query}`);
  await look('consent', 'would like to');
  query.set('redirect_uri', 'http://localhost:3000/other');
  await page.goto(`${ISSUER}/v1/authorize?${query}`);
  await look('a request that is refused', '400 Bad Request');
  await go('/app/none/exk1/sso/saml');
  await look('an app that is not there', 'Page Not Found');
  await go('/enduser/callback');
  await look('the callback of home', 'Signed in');
  await go('/login/signout');
  await page.locator('h1').waitFor();
  await look('signed out', /./);

  const relax = await demand();
  try {
    await out();
    await typed(cy);
    await look('factors to set up', 'Set up security methods');
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'usb', hasResidentKey: false, hasUserVerification: true, isUserVerified: true };
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
    for (const [mark, title] of [['security_question', 'a security question'], ['phone_number', 'Set up'], ['google_otp', 'an authenticator app'], ['okta_email', 'an email'], ['webauthn', /security key/i]]) {
      await out();
      await typed(cy);
      const row = page.locator(`[data-se="${mark}"] .select-factor`).first();
      await row.waitFor();
      await row.click();
      await look(`to set up ${mark}`, title);
    }
    await page.click('#webauthn');
    await page.waitForURL('**/app/UserHome');
    const factors = `/api/v1/users/${user.id}/factors?activate=true`;
    await api('POST', factors, { factorType: 'email', provider: 'OKTA', profile: { email: cy } });
    await api('POST', factors, { factorType: 'question', provider: 'OKTA', profile: { question: 'disliked_food', answer: 'mayonnaise' } });
    const push = await api('POST', `/api/v1/users/${user.id}/factors`, { factorType: 'push', provider: 'OKTA' });
    await api('POST', '/_local/push', { factorId: push.id, approve: true });
    await out();
    await typed(cy);
    await look('factors to choose from', 'Verify it');
    for (const [mark, title] of [['security_question', 'a security question'], ['okta_email', 'an email'], ['okta_verify', 'Get a push notification'], ['webauthn', /security key/i]]) {
      await out();
      await typed(cy);
      await page.locator(`[data-se="${mark}"] .select-factor`).first().click();
      await look(`to prove ${mark}`, title);
    }
  } finally {
    await relax();
  }
  await context.close();
}

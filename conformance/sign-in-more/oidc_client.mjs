// A single-page app with oidc-client-ts in Chromium: a library that knows OpenID Connect, and nothing of Okta.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { signIn, visit } from '../sign-in/browser.mjs';
import { app, ISSUER, serve, tell } from '../sign-in/story.mjs';

const script = fileURLToPath(new URL('./node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js', import.meta.url));

function page(clientId, origin) {
  const options = JSON.stringify({
    authority: ISSUER,
    client_id: clientId,
    redirect_uri: `${origin}/callback`,
    silent_redirect_uri: `${origin}/silent`,
    popup_redirect_uri: `${origin}/popup`,
    post_logout_redirect_uri: `${origin}/`,
    scope: 'openid profile email',
    loadUserInfo: true,
    automaticSilentRenew: false,
  });
  return `<!doctype html><title>app</title><script src="/oidc.js"></script>
<script>const manager = new oidc.UserManager(${options});
if (location.pathname === '/silent') manager.signinSilentCallback();
if (location.pathname === '/popup') manager.signinPopupCallback();</script>
<button id="popup" onclick="window.popped = manager.signinPopup({ prompt: 'login' }).then((user) => user.profile.email, String)">popup</button>`;
}

export default async function oidcClient(browser, user) {
  await tell('oidc-client-ts in Chromium', async (t) => {
    let html = '';
    const { origin, server } = await serve((request, response) => {
      const isScript = request.url === '/oidc.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? readFileSync(script) : html);
    });
    try {
      const client = await app('Plain', user, {
        application_type: 'browser',
        redirect_uris: ['callback', 'silent', 'popup'].map((path) => `${origin}/${path}`),
        post_logout_redirect_uris: [`${origin}/`],
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token'],
      });
      html = page(client.client_id, origin);
      await visit(browser, (tab) => told(t, tab, origin, user));
    } finally {
      server.close();
    }
  });
}

async function told(t, tab, origin, user) {
  await tab.goto(`${origin}/`);
  await tab.evaluate(() => { manager.signinRedirect({ nonce: 'n-1' }); });
  await signIn(tab, user.profile.login);
  await tab.waitForURL(`${origin}/callback?**`);
  const profile = await tab.evaluate(() => manager.signinRedirectCallback().then((signedIn) => signedIn.profile));
  t.is('the redirect signs in, with PKCE and user info', [profile.sub, profile.given_name, profile.email], [user.id, 'Ann', user.profile.email]);
  const silent = await tab.evaluate(() => manager.signinSilent().then((signedIn) => signedIn.profile.sub));
  t.is('a hidden frame gets tokens without asking', silent, user.id);
  const [popup] = await Promise.all([tab.waitForEvent('popup'), tab.click('#popup')]);
  await signIn(popup, user.profile.login);
  t.is('a popup signs in', await tab.evaluate(() => window.popped), user.profile.email);
  const token = await tab.evaluate(() => manager.getUser().then((kept) => kept.access_token));
  const info = () => fetch(`${ISSUER}/v1/userinfo`, { headers: { authorization: `Bearer ${token}` } }).then((answer) => answer.status);
  const before = await info();
  await tab.evaluate(() => manager.revokeTokens(['access_token']));
  t.is('a page revokes its token', [before, await info()], [200, 401]);
  await tab.evaluate(() => { manager.signoutRedirect(); });
  await tab.waitForURL(`${origin}/`);
  const refused = await tab.evaluate(() => manager.signinSilent().then(() => 'signed in', (error) => error.error));
  t.is('sign-out ends the session', refused, 'login_required');
  await tab.evaluate(() => { manager.signinRedirect({ scope: 'openid nonsense' }); });
  await tab.waitForURL(`${origin}/callback?**`);
  const error = await tab.evaluate(() => manager.signinRedirectCallback().then(() => 'signed in', (fault) => fault.error));
  t.is('a refusal is understood', error, 'invalid_scope');
}

// A single-page app with @okta/okta-auth-js in Chromium.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { signIn, visit } from './browser.mjs';
import { api, app, ISSUER, serve, tell } from './story.mjs';

const script = createRequire(import.meta.url).resolve('@okta/okta-auth-js').replace(/dist\/.*|cjs\/.*|esm\.?.*/, '') + 'dist/okta-auth-js.min.js';

function page(clientId, origin) {
  const options = JSON.stringify({
    issuer: ISSUER,
    clientId,
    redirectUri: `${origin}/callback`,
    postLogoutRedirectUri: `${origin}/`,
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    tokenManager: { autoRenew: false },
  });
  return `<!doctype html><title>app</title><script src="/okta-auth-js.js"></script>
<script>const auth = new OktaAuth(${options});</script><button id="popup" onclick="window.popped = popUp()">popup</button>
<script>
const popUp = () => auth.token.getWithPopup({ scopes: ['openid', 'email'], prompt: 'login' })
  .then((answer) => answer.tokens.idToken.claims.email, (error) => 'refused: ' + error.message);
</script>`;
}

export default async function singlePageApp(browser, user) {
  await tell('@okta/okta-auth-js in Chromium', async (t) => {
    let html = '';
    const { origin, server } = await serve((request, response) => {
      const isScript = request.url === '/okta-auth-js.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? readFileSync(script) : html);
    });
    try {
      const client = await app('Single page', user, {
        application_type: 'browser',
        redirect_uris: [`${origin}/callback`],
        post_logout_redirect_uris: [`${origin}/`],
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token'],
      });
      await api('POST', '/api/v1/trustedOrigins', { name: origin, origin, scopes: [{ type: 'CORS' }, { type: 'REDIRECT' }] });
      html = page(client.client_id, origin);
      await visit(browser, (tab) => told(t, tab, origin, user));
    } finally {
      server.close();
    }
  });
}

async function told(t, tab, origin, user) {
  await tab.goto(`${origin}/`);
  t.is('nobody is signed in at first', await tab.evaluate(() => auth.isAuthenticated()), false);
  await tab.evaluate(() => { auth.signInWithRedirect({ originalUri: '/' }); });
  await signIn(tab, user.profile.login);
  await tab.waitForURL(`${origin}/callback?**`);
  await tab.evaluate(() => auth.storeTokensFromRedirect());
  t.is('the redirect signs in, with PKCE', await tab.evaluate(() => auth.isAuthenticated()), true);
  const claims = await tab.evaluate(() => auth.tokenManager.get('idToken').then((token) => token.claims));
  t.is('the ID token is of the user', [claims.sub, claims.email, claims.preferred_username], [user.id, user.profile.email, user.profile.login]);
  t.is('userinfo answers the page', (await tab.evaluate(() => auth.getUser())).sub, user.id);
  t.is('the session is seen from the page', await tab.evaluate(() => auth.session.exists()), true);

  const silent = await tab.evaluate(() => auth.token.getWithoutPrompt({ scopes: ['openid', 'email'] }).then((answer) => answer.tokens.idToken.claims.email));
  t.is('a hidden frame gets tokens without asking', silent, user.profile.email);

  const before = await tab.evaluate(() => auth.getAccessToken());
  // Both clocks go on: the library refuses a token from the future.
  await api('POST', '/_local/clock', { advance: 1800 });
  await tab.clock.setSystemTime(Date.now() + 1_800_000);
  await tab.evaluate(() => auth.tokenManager.renew('accessToken'));
  const after = await tab.evaluate(() => auth.getAccessToken());
  t.is('half an hour later the refresh token renews the tokens', typeof after === 'string' && after !== before, true);
  const [popup] = await Promise.all([tab.waitForEvent('popup'), tab.click('#popup')]);
  await signIn(popup, user.profile.login);
  t.is('a popup signs in', await tab.evaluate(() => window.popped), user.profile.email);

  await tab.evaluate(() => { auth.signOut({ clearTokensBeforeRedirect: true }); });
  await tab.waitForURL(`${origin}/`);
  t.is('sign-out comes back to the app', await tab.evaluate(() => auth.isAuthenticated()), false);
  t.is('and ends the session', await tab.evaluate(() => auth.session.exists()), false);
}

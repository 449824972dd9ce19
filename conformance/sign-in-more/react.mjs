// A React app with @okta/okta-react in Chromium.

import { build } from 'esbuild';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { signIn, visit } from '../sign-in/browser.mjs';
import { api, app, ISSUER, serve, tell } from '../sign-in/story.mjs';

/** The app as its author would write it, without a router. */
const SOURCE = `
import { OktaAuth } from '@okta/okta-auth-js';
import { LoginCallback, Security, useOktaAuth } from '@okta/okta-react';
import { createElement as h, useState } from 'react';
import { createRoot } from 'react-dom/client';

const auth = new OktaAuth(window.settings);

function Home() {
  const { authState, oktaAuth } = useOktaAuth();
  if (!authState) return h('p', { id: 'state' }, 'waiting');
  if (!authState.isAuthenticated) {
    return h('button', { id: 'in', onClick: () => oktaAuth.signInWithRedirect({ originalUri: '/back' }) }, 'Sign in');
  }
  return h('div', null,
    h('p', { id: 'state' }, authState.idToken.claims.email),
    h('button', { id: 'out', onClick: () => oktaAuth.signOut() }, 'Sign out'));
}

function Site() {
  const [path, setPath] = useState(window.location.pathname);
  const restore = (_, uri) => { window.history.replaceState(null, '', uri); setPath(new URL(uri, window.location.origin).pathname); };
  return h(Security, { oktaAuth: auth, restoreOriginalUri: restore }, path === '/callback' ? h(LoginCallback) : h(Home));
}

createRoot(document.getElementById('root')).render(h(Site));
`;

async function bundled() {
  const resolveDir = dirname(fileURLToPath(import.meta.url));
  const options = { bundle: true, write: false, format: 'iife', logLevel: 'error', define: { 'process.env.NODE_ENV': '"production"', global: 'window' } };
  const { outputFiles } = await build({ stdin: { contents: SOURCE, resolveDir }, ...options });
  return outputFiles[0].text;
}

export default async function react(browser, user) {
  await tell('@okta/okta-react in Chromium', async (t) => {
    const script = await bundled();
    let html = '';
    const { origin, server } = await serve((request, response) => {
      const isScript = request.url === '/app.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? script : html);
    });
    try {
      const client = await app('React', user, {
        application_type: 'browser',
        redirect_uris: [`${origin}/callback`],
        post_logout_redirect_uris: [origin],
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token'],
      });
      await api('POST', '/api/v1/trustedOrigins', { name: origin, origin, scopes: [{ type: 'CORS' }, { type: 'REDIRECT' }] });
      const settings = { issuer: ISSUER, clientId: client.client_id, redirectUri: `${origin}/callback`, scopes: ['openid', 'email'], pkce: true };
      html = `<!doctype html><title>app</title><div id="root"></div><script>window.settings = ${JSON.stringify(settings)}</script><script src="/app.js"></script>`;
      await visit(browser, (tab) => told(t, tab, origin, user));
    } finally {
      server.close();
    }
  });
}

async function told(t, tab, origin, user) {
  await tab.goto(`${origin}/`);
  await tab.click('#in');
  await signIn(tab, user.profile.login);
  await tab.waitForSelector('#out');
  t.is('the callback component signs in', await tab.textContent('#state'), user.profile.email);
  t.is('and comes back to where it began', new URL(tab.url()).pathname, '/back');
  await tab.goto(`${origin}/`);
  await tab.waitForSelector('#out');
  t.is('a page that is loaded again is signed in', await tab.textContent('#state'), user.profile.email);
  await tab.click('#out');
  await tab.waitForSelector('#in');
  t.is('sign-out comes back to the app', new URL(tab.url()).origin, origin);
  await tab.click('#in');
  t.is('and the next sign-in asks again', await tab.waitForSelector('input[name="identifier"]').then(() => true), true);
}

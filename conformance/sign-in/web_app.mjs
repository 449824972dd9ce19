// A web app with @okta/oidc-middleware on Express, in Chromium.

import express from 'express';
import session from 'express-session';
import middleware from '@okta/oidc-middleware';

import { signIn, visit } from './browser.mjs';
import { app, ISSUER, serve, tell } from './story.mjs';

export default async function webApp(browser, user) {
  await tell('@okta/oidc-middleware in Chromium', async (t) => {
    const site = express();
    const { origin, server } = await serve(site);
    try {
      const client = await app('Web', user, {
        application_type: 'web',
        redirect_uris: [`${origin}/authorization-code/callback`],
        post_logout_redirect_uris: [`${origin}/`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      });
      const oidc = new middleware.ExpressOIDC({
        issuer: ISSUER,
        client_id: client.client_id,
        client_secret: client.client_secret,
        appBaseUrl: origin,
        scope: 'openid profile email',
        testing: { disableHttpsCheck: true },
      });
      site.use(session({ secret: 'only for this test', resave: false, saveUninitialized: false }));
      site.use(oidc.router);
      site.get('/', (request, response) => response.send(request.isAuthenticated() ? 'signed in' : 'signed out'));
      site.get('/me', oidc.ensureAuthenticated(), (request, response) => response.send(request.userContext.userinfo.email));
      site.get('/leave', (request, response) => response.send('<form method="post" action="/logout"><button type="submit">leave</button></form>'));
      await new Promise((done, failed) => { oidc.on('ready', done); oidc.on('error', failed); });
      await visit(browser, (tab) => told(t, tab, origin, user));
    } finally {
      server.close();
    }
  });
}

async function told(t, tab, origin, user) {
  const text = () => tab.textContent('body');
  await tab.goto(`${origin}/`);
  t.is('nobody is signed in at first', await text(), 'signed out');
  await tab.goto(`${origin}/me`);
  await signIn(tab, user.profile.login);
  await tab.waitForURL(`${origin}/**`);
  await tab.goto(`${origin}/me`);
  t.is('the protected page knows who it is', await text(), user.profile.email);
  await tab.goto(`${origin}/leave`);
  await tab.click('button');
  await tab.waitForURL(`${origin}/`);
  t.is('sign-out comes back to the app', await text(), 'signed out');
  await tab.goto(`${origin}/me`);
  t.is('and the next visit asks again', await tab.isVisible('input[name="identifier"]'), true);
}

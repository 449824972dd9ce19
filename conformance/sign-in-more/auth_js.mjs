// A web app with Auth.js and its Okta provider, in Chromium.

import { ExpressAuth, getSession } from '@auth/express';
import Okta from '@auth/express/providers/okta';
import express from 'express';

import { signIn, visit } from '../sign-in/browser.mjs';
import { app, ISSUER, ORG, serve, tell } from '../sign-in/story.mjs';

export default async function authJs(browser, user) {
  for (const [server, issuer] of [['a custom server', ISSUER], ["the org's own server", ORG]]) {
    await tell(`Auth.js' Okta provider in Chromium, ${server}`, async (t) => {
      const site = express();
      const { origin, server: listening } = await serve(site);
      try {
        const client = await app(`Auth.js ${server}`, user, {
          application_type: 'web',
          redirect_uris: [`${origin}/auth/callback/okta`],
          response_types: ['code'],
          grant_types: ['authorization_code'],
        });
        const config = {
          providers: [Okta({ clientId: client.client_id, clientSecret: client.client_secret, issuer })],
          secret: 'only for this test',
          trustHost: true,
          logger: { error: (error) => console.log(`    ${error.name}: ${error.message}`) },
        };
        site.use('/auth', ExpressAuth(config));
        site.get('/me', async (request, response) => response.json((await getSession(request, config))?.user ?? null));
        await visit(browser, (tab) => told(t, tab, origin, user));
      } finally {
        listening.close();
      }
    });
  }
}

async function told(t, tab, origin, user) {
  const text = () => tab.textContent('body');
  await tab.goto(`${origin}/me`);
  t.is('nobody is signed in at first', JSON.parse(await text()), null);
  await tab.goto(`${origin}/auth/signin`);
  await tab.click('button');
  await signIn(tab, user.profile.login);
  await tab.waitForURL(`${origin}/**`);
  await tab.goto(`${origin}/me`);
  t.is('the session has who it is', JSON.parse(await text()), { name: 'Ann Acme', email: user.profile.email });
  await tab.goto(`${origin}/auth/signout`);
  await tab.click('button');
  await tab.waitForURL(`${origin}/**`);
  await tab.goto(`${origin}/me`);
  t.is('sign-out of the app ends its session', JSON.parse(await text()), null);
}

// A web app with passport-saml: somebody signs in, is known there, and signs out again.

import { createServer } from 'node:http';

import { Strategy } from '@node-saml/passport-saml';
import express from 'express';
import expressSession from 'express-session';
import passport from 'passport';

import { api, app, form, is, settings, PASSWORD, ORG } from './story.mjs';

/** A browser: cookies of each origin, and redirects that it follows. */
export class Browser {
  #cookies = new Map();

  async send(url, fields) {
    const { origin } = new URL(url);
    const jar = this.#cookies.get(origin) ?? new Map();
    this.#cookies.set(origin, jar);
    const answer = await fetch(url, {
      method: fields ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      body: fields ? new URLSearchParams(fields) : undefined,
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
      if (/max-age=0/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    const target = answer.headers.get('location');
    if (answer.status >= 300 && answer.status < 400 && target) return this.send(new URL(target, url).href);
    return { url, status: answer.status, text: await answer.text() };
  }

  /** Fills in the sign-in pages of the org. */
  async signIn(page, login) {
    const hidden = (html) => Object.fromEntries([...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    const second = await this.send(`${ORG}/login/step`, { ...hidden(page.text), identifier: login });
    return this.send(`${ORG}/login/step`, { ...hidden(second.text), 'credentials.passcode': PASSWORD });
  }

  /** Sends the form that a page would send by itself. */
  async post(page) {
    const { action, fields } = form(page.text);
    return this.send(action, fields);
  }
}

export default async function passportStory(user, keys) {
  const web = express();
  const server = createServer(web).listen(0, 'localhost');
  await new Promise((done) => { server.once('listening', done); });
  const origin = `http://localhost:${server.address().port}`;
  const made = await app('Passport', [user], settings(`${origin}/acs`, 'passport', {
    attributeStatements: [{ type: 'EXPRESSION', name: 'mail', values: ['user.email'] }, { type: 'GROUP', name: 'groups', filterType: 'REGEX', filterValue: '.*' }],
    spCertificate: { x5c: [keys.certificate.replace(/-----[^-]*-----|\s/g, '')] },
    samlSignedRequestEnabled: true,
    slo: { enabled: true, issuer: 'passport', logoutUrl: `${origin}/slo` },
  }));
  const strategy = new Strategy({
    callbackUrl: `${origin}/acs`,
    logoutCallbackUrl: `${origin}/slo`,
    entryPoint: made.sso,
    logoutUrl: made.sso.replace('/sso/', '/slo/'),
    issuer: 'passport',
    idpCert: made.certificate,
    privateKey: keys.key,
    signatureAlgorithm: 'sha256',
    audience: 'passport',
    identifierFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
    // With 'always', the library looks for the id of a logout response in the wrong place.
    validateInResponseTo: 'ifPresent',
  }, (profile, done) => done(null, profile), (profile, done) => done(null, profile));
  passport.use(strategy);
  passport.serializeUser((profile, done) => done(null, profile));
  passport.deserializeUser((profile, done) => done(null, profile));
  web.use(expressSession({ secret: 'x', resave: false, saveUninitialized: false }), express.urlencoded({ extended: false }), passport.session());
  web.get('/login', passport.authenticate('saml'));
  web.post('/acs', passport.authenticate('saml', { failureRedirect: '/failed' }), (request, response) => response.redirect('/me'));
  web.get('/me', (request, response) => response.json(request.user ?? null));
  web.get('/logout', (request, response, next) => strategy.logout(request, (error, url) => (error ? next(error) : response.redirect(url))));
  web.post('/slo', (request, response, next) => strategy._saml.validatePostResponseAsync(request.body).then(({ loggedOut }) => request.logout(() => response.json({ loggedOut })), next));

  const browser = new Browser();
  try {
    const page = await browser.send(`${origin}/login`);
    is('passport-saml: the app sends somebody to the sign-in page', page.url.startsWith(ORG) && page.status, 200);
    const me = JSON.parse((await browser.post(await browser.signIn(page, user.profile.login))).text);
    is('passport-saml: they are known in the app', [me.nameID, me.mail, me.groups], [user.profile.login, user.profile.email, 'Everyone']);
    const again = JSON.parse((await browser.post(await browser.send(`${origin}/login`))).text);
    is('passport-saml: the second time nobody is asked', again.nameID, user.profile.login);
    const out = await browser.send(`${origin}/logout`);
    is('passport-saml: the app signs them out of the org', JSON.parse((await browser.post(out)).text), { loggedOut: true });
    const asked = await browser.send(`${origin}/login`);
    is('passport-saml: and they are asked again', /name="identifier"/.test(asked.text), true);
    await api('DELETE', `/api/v1/apps/${made.id}/users/${user.id}`);
    const refused = await browser.signIn(asked, user.profile.login);
    is('passport-saml: an app that was taken away is told of on a page', [refused.status, /App Not Assigned/.test(refused.text)], [403, true]);
  } finally {
    server.close();
  }
}

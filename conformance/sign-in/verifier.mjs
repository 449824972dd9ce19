// @okta/jwt-verifier takes tokens of a custom server, and refuses those that only Okta can check.

import OktaJwtVerifier from '@okta/jwt-verifier';

import { app, ISSUER, ORG, PASSWORD, tell } from './story.mjs';

/** Tokens without a browser: the app may ask with the password. */
async function tokens(client, login, base) {
  const form = new URLSearchParams({ grant_type: 'password', username: login, password: PASSWORD, scope: 'openid profile' });
  const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64');
  const answer = await fetch(`${base}/v1/token`, { method: 'POST', body: form, headers: { authorization: `Basic ${basic}`, accept: 'application/json' } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`the token endpoint answers ${answer.status}: ${JSON.stringify(body)}`);
  return body;
}

export default async function verifier(user) {
  await tell('@okta/jwt-verifier', async (t) => {
    const client = await app('Native', user, {
      application_type: 'native',
      redirect_uris: ['com.acme.app:/callback'],
      response_types: ['code'],
      grant_types: ['authorization_code', 'password'],
    });
    const testing = { disableHttpsCheck: true };
    const verifier = new OktaJwtVerifier({ issuer: ISSUER, clientId: client.client_id, testing });
    const custom = await tokens(client, user.profile.login, ISSUER);
    const checked = await verifier.verifyAccessToken(custom.access_token, 'api://default');
    t.is('an access token of a custom server', [checked.claims.sub, checked.claims.cid, checked.claims.uid], [user.profile.login, client.client_id, user.id]);
    const id = await verifier.verifyIdToken(custom.id_token, client.client_id);
    t.is('an ID token of a custom server', id.claims.sub, user.id);
    await t.refused('for another audience', verifier.verifyAccessToken(custom.access_token, 'api://other'), /audience claim/);
    await t.refused('for another client', verifier.verifyIdToken(custom.id_token, 'another'), /audience claim/);
    await t.refused('with a nonce that was not sent', verifier.verifyIdToken(custom.id_token, client.client_id, 'n'), /nonce/);
    await t.refused('changed on the way', verifier.verifyAccessToken(`${custom.access_token.slice(0, -8)}AAAAAAAA`, 'api://default'), /[Ss]ignature/);
    const own = await tokens(client, user.profile.login, `${ORG}/oauth2`);
    await t.refused('an access token of the org server', verifier.verifyAccessToken(own.access_token, 'api://default'), /signing key|kid|issuer/);
  });
}

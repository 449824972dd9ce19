import { generateKeyPairSync } from 'node:crypto';
import okta from '@okta/okta-sdk-nodejs';
import { LIVE, ORG, PREFIX, all, http, tell } from './story.mjs';
import { makeApp } from './apps.mjs';

/** A service app with a key of its own, the role and the scopes that it needs. */
async function serviceApp(t, applicationApi, name, oauthClient = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = `${PREFIX}-${name}`;
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
  const app = (await http('POST', '/api/v1/apps', {
    name: 'oidc_client', label: `${PREFIX} ${name}`, signOnMode: 'OPENID_CONNECT',
    credentials: { oauthClient: { token_endpoint_auth_method: 'private_key_jwt' } },
    settings: { oauthClient: { application_type: 'service', grant_types: ['client_credentials'], response_types: ['token'], jwks: { keys: [jwk] }, ...oauthClient } },
  })).body;
  t.finally(async () => {
    await http('POST', `/api/v1/apps/${app.id}/lifecycle/deactivate`);
    await http('DELETE', `/api/v1/apps/${app.id}`);
  });
  const granted = await applicationApi.grantConsentToScope({ appId: app.id, oAuth2ScopeConsentGrant: { issuer: ORG, scopeId: 'okta.users.read' } });
  t.is(`${name}: scope granted`, [granted.scopeId, granted.status], ['okta.users.read', 'ACTIVE']);
  if (LIVE) await http('POST', `/oauth2/v1/clients/${app.id}/roles`, { type: 'READ_ONLY_ADMIN' });
  const clientOf = (more = {}) => new okta.Client({
    orgUrl: ORG, authorizationMode: 'PrivateKey', clientId: app.id, scopes: ['okta.users.read'],
    privateKey: { ...privateKey.export({ format: 'jwk' }), kid, alg: jwk.alg }, keyId: kid, cacheMiddleware: null, ...more,
  });
  return { app, clientOf };
}

const some = async (client) => (await (await client.userApi.listUsers({ limit: 1 })).next()).value?.id !== undefined;

export default async function tokens({ applicationApi }) {
  await tell('tokens: private_key_jwt', async (t) => {
    const { app, clientOf } = await serviceApp(t, applicationApi, 'service');
    const client = clientOf();
    t.is('users are listed', await some(client), true);
    await t.refused('a scope that the token lacks', client.groupApi.createGroup({ group: { profile: { name: `${PREFIX} never` } } }), { status: 403, code: 'E0000006' });
    const greedy = clientOf({ scopes: ['okta.users.read', 'okta.apps.manage'] });
    t.is('a scope that is not granted', (await greedy.oauth.getAccessToken()).error, 'invalid_scope');
    const other = await serviceApp(t, applicationApi, 'service of another');
    const stranger = other.clientOf({ clientId: app.id });
    t.is('the key of another app', (await stranger.oauth.getAccessToken()).error, 'invalid_client');
    const grants = await all(await applicationApi.listScopeConsentGrants({ appId: app.id }));
    t.is('grants', grants.map((grant) => grant.scopeId), ['okta.users.read']);
    await applicationApi.revokeScopeConsentGrant({ appId: app.id, grantId: grants[0].id });
    t.is('a scope that was revoked', (await clientOf().oauth.getAccessToken()).error, 'invalid_scope');
  });

  await tell('tokens: DPoP', async (t) => {
    const { clientOf } = await serviceApp(t, applicationApi, 'dpop', { dpop_bound_access_tokens: true });
    const client = clientOf();
    t.is('users are listed', await some(client), true);
    t.is('by a token that is bound to a key', [client.oauth.isDPoP, client.oauth.accessToken.token_type], [true, 'DPoP']);
    t.is('and listed again, with another proof', await some(client), true);
    const bare = await http('GET', '/api/v1/users?limit=1', undefined, { authorization: `DPoP ${client.oauth.accessToken.access_token}` });
    t.is('the token alone opens nothing', bare.status >= 400, true);
    const bearer = await http('GET', '/api/v1/users?limit=1', undefined, { authorization: `Bearer ${client.oauth.accessToken.access_token}` });
    t.is('nor does it as a bearer token', bearer.status >= 400, true);
  });
}

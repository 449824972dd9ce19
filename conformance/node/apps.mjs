import { PREFIX, all, http, makeGroup, makeUser, notFound, tell } from './story.mjs';

export const bookmark = (name) => ({ name: 'bookmark', label: `${PREFIX} ${name}`, signOnMode: 'BOOKMARK', settings: { app: { requestIntegration: false, url: 'https://example.com/bookmark.htm' } } });

export const makeApp = async (t, applicationApi, application, query = {}) => {
  const app = await applicationApi.createApplication({ application, ...query });
  t.finally(async () => {
    await http('POST', `/api/v1/apps/${app.id}/lifecycle/deactivate`);
    await http('DELETE', `/api/v1/apps/${app.id}`);
  });
  return app;
};

export default async function apps({ applicationApi, groupApi, userApi }) {
  await tell('apps: one app', async (t) => {
    const app = await makeApp(t, applicationApi, bookmark('one'));
    const appId = app.id;
    t.is('created', [app.status, app.name, app.label, app.signOnMode], ['ACTIVE', 'bookmark', `${PREFIX} one`, 'BOOKMARK']);
    await t.holds('what create answers is what is stored', app, `/api/v1/apps/${appId}`);
    await t.holds('read', await applicationApi.getApplication({ appId }), `/api/v1/apps/${appId}`);
    const replaced = await applicationApi.replaceApplication({ appId, application: { ...bookmark('renamed'), settings: { app: { requestIntegration: true, url: 'https://example.com/other.htm' } } } });
    t.is('replaced', [replaced.label, replaced.settings.app.url], [`${PREFIX} renamed`, 'https://example.com/other.htm']);
    await t.refused('an active app is not deleted', applicationApi.deleteApplication({ appId }), { status: 403, code: 'E0000056', causes: ['The application must be deactivated before deletion.'] });
    await applicationApi.deactivateApplication({ appId });
    await applicationApi.deactivateApplication({ appId });
    t.is('deactivated', (await applicationApi.getApplication({ appId })).status, 'INACTIVE');
    await applicationApi.activateApplication({ appId });
    t.is('activated', (await applicationApi.getApplication({ appId })).status, 'ACTIVE');
    await applicationApi.deactivateApplication({ appId });
    await applicationApi.deleteApplication({ appId });
    await t.refused('deleted', applicationApi.getApplication({ appId }), notFound(appId, 'AppInstance'));
  });

  await tell('apps: every kind', async (t) => {
    const kind = async (name, signOnMode, settings, more = {}) => {
      const label = `${PREFIX} kind ${name ?? signOnMode}`;
      const app = await makeApp(t, applicationApi, { ...(name ? { name } : {}), label, signOnMode, settings, ...more }, { activate: false });
      // A secret is shown once, at its creation.
      const { client_secret: secret, ...oauthClient } = app.credentials.oauthClient ?? {};
      if (app.credentials.oauthClient) {
        t.is('a client secret is made', (secret ?? '').length, 64);
        app.credentials.oauthClient = oauthClient;
      }
      await t.holds(`${name ?? `custom ${signOnMode}`} is understood`, app, `/api/v1/apps/${app.id}`);
      t.is(`${name ?? `custom ${signOnMode}`} is of its mode`, [app.signOnMode, app.status], [signOnMode, 'INACTIVE']);
    };
    await kind('template_basic_auth', 'BASIC_AUTH', { app: { url: 'https://example.com/login.html', authURL: 'https://example.com/auth.html' } });
    await kind('template_swa', 'BROWSER_PLUGIN', { app: { buttonField: 'btn-login', passwordField: 'txtbox-password', usernameField: 'txtbox-username', url: 'https://example.com/login.html' } });
    await kind('template_swa3field', 'BROWSER_PLUGIN', { app: { buttonSelector: '#btn', passwordSelector: '#pw', userNameSelector: '#user', targetURL: 'https://example.com/login.html', extraFieldSelector: '.login', extraFieldValue: 'SOMEVALUE' } });
    await kind('template_sps', 'SECURE_PASSWORD_STORE', { app: { url: 'https://example.com/login.html', passwordField: '#pw', usernameField: '#user' } });
    await kind(undefined, 'AUTO_LOGIN', { signOn: { redirectUrl: 'https://example.com/redirect', loginUrl: 'https://example.com/login' } }, { visibility: { autoSubmitToolbar: false, hide: { iOS: false, web: false } } });
    await kind('template_wsfed', 'WS_FEDERATION', { app: { audienceRestriction: 'urn:example:app', groupName: null, groupValueFormat: 'windowsDomainQualifiedName', realm: 'urn:example:app', wReplyURL: 'https://example.com/', attributeStatements: null, nameIDFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified', authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport', siteURL: 'https://example.com', wReplyOverride: false, groupFilter: null, usernameAttribute: 'username' } });
    await kind(undefined, 'SAML_2_0', { signOn: { defaultRelayState: '', ssoAcsUrl: 'https://example.com/acs', idpIssuer: 'http://www.okta.com/${org.externalKey}', audience: 'asdqwe123', recipient: 'https://example.com/acs', destination: 'https://example.com/acs', subjectNameIdTemplate: '${user.userName}', subjectNameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified', responseSigned: true, assertionSigned: true, signatureAlgorithm: 'RSA_SHA256', digestAlgorithm: 'SHA256', honorForceAuthn: true, authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport', requestCompressed: false, attributeStatements: [{ type: 'EXPRESSION', name: 'Attribute', namespace: 'urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified', values: ['Value'] }] } }, { visibility: { autoSubmitToolbar: false, hide: { iOS: false, web: false } } });
    await kind('oidc_client', 'OPENID_CONNECT', { oauthClient: { client_uri: 'https://example.com', redirect_uris: ['https://example.com/callback'], response_types: ['code'], grant_types: ['authorization_code'], application_type: 'web' } }, { credentials: { oauthClient: { token_endpoint_auth_method: 'client_secret_post', autoKeyRotation: true } } });
    await t.refused('a required setting is absent', applicationApi.createApplication({ application: { ...bookmark('lacks'), settings: { app: { requestIntegration: false } } } }), { status: 400, code: 'E0000001' });
  });

  await tell('apps: lists', async (t) => {
    const made = [];
    for (let number = 0; number < 5; number += 1) made.push((await makeApp(t, applicationApi, bookmark(`list${number}`))).label);
    const labels = async (query) => (await all(await applicationApi.listApplications(query))).map((app) => app.label).filter((label) => label.startsWith(`${PREFIX} list`)).sort();
    t.is('over pages of two', await labels({ limit: 2 }), made);
    await t.becomes('q finds by the start of the label', () => labels({ q: `${PREFIX} list` }), made);
    t.is('filter by status', await labels({ filter: 'status eq "INACTIVE"' }), []);
    await t.refused('a filter that cannot be read', all(await applicationApi.listApplications({ filter: 'status eqq "ACTIVE"' })), { status: 400 });
  });

  await tell('apps: assignments', async (t) => {
    const { id: appId } = await makeApp(t, applicationApi, { name: 'template_basic_auth', label: `${PREFIX} assigned`, signOnMode: 'BASIC_AUTH', settings: { app: { url: 'https://example.com/login.html', authURL: 'https://example.com/auth.html' } } });
    const password = { credentials: { password: { value: 'Abcd1234#x' } } };
    const direct = await makeUser(t, userApi, 'direct', password, { activate: true });
    const appUser = await applicationApi.assignUserToApplication({ appId, appUser: { id: direct.id, scope: 'USER', credentials: { userName: 'direct', password: { value: 'secret' } } } });
    t.is('assigned', [appUser.id, appUser.scope, appUser.status, appUser.credentials.userName], [direct.id, 'USER', 'ACTIVE', 'direct']);
    await t.holds('what it answers is what is stored', appUser, `/api/v1/apps/${appId}/users/${direct.id}`);
    const updated = await applicationApi.updateApplicationUser({ appId, userId: direct.id, appUser: { credentials: { userName: 'renamed' } } });
    t.is('renamed', updated.credentials.userName, 'renamed');
    await t.becomes('an app link', async () => (await all(await userApi.listAppLinks({ userId: direct.id }))).map((link) => link.label), [`${PREFIX} assigned`]);
    await t.becomes('found by its user', async () => (await all(await applicationApi.listApplications({ filter: `user.id eq "${direct.id}"` }))).map((app) => app.id), [appId]);

    const group = await makeGroup(t, groupApi, 'assigned');
    const inGroup = await makeUser(t, userApi, 'in-group', { ...password, groupIds: [group.id] }, { activate: true });
    const assignment = await applicationApi.assignGroupToApplication({ appId, groupId: group.id, applicationGroupAssignment: { priority: 0 } });
    t.is('a group assigned', [assignment.id, assignment.priority], [group.id, 0]);
    await t.becomes('its members have the app', async () => (await all(await applicationApi.listApplicationUsers({ appId, limit: 1 }))).map((user) => [user.id, user.scope]).sort(), [[direct.id, 'USER'], [inGroup.id, 'GROUP']].sort());
    t.is('groups of the app', (await all(await applicationApi.listApplicationGroupAssignments({ appId }))).map((found) => found.id), [group.id]);
    t.is('apps of the group', (await all(await groupApi.listAssignedApplicationsForGroup({ groupId: group.id }))).map((app) => app.id), [appId]);
    await applicationApi.unassignApplicationFromGroup({ appId, groupId: group.id });
    await t.becomes('and lose it with the group', async () => (await all(await applicationApi.listApplicationUsers({ appId }))).map((user) => user.id), [direct.id]);
    await applicationApi.unassignUserFromApplication({ appId, userId: direct.id });
    await t.refused('unassigned', applicationApi.getApplicationUser({ appId, userId: direct.id }), notFound(direct.id, 'AppUser'));
    await t.refused('a user that is not there', applicationApi.assignUserToApplication({ appId, appUser: { id: '00uaaaaaaaaaaaaaaaaa' } }), notFound('00uaaaaaaaaaaaaaaaaa', 'User'));
  });

  await tell('apps: keys and signing requests', async (t) => {
    const { id: appId } = await makeApp(t, applicationApi, bookmark('keys'));
    const key = await applicationApi.generateApplicationKey({ appId, validityYears: 2 });
    t.is('a key', [key.kty, key.use], ['RSA', 'sig']);
    t.is('keys', (await all(await applicationApi.listApplicationKeys({ appId }))).some((found) => found.kid === key.kid), true);
    await t.holds('read', await applicationApi.getApplicationKey({ appId, keyId: key.kid }), `/api/v1/apps/${appId}/credentials/keys/${key.kid}`);
    await t.refused('for too many years', applicationApi.generateApplicationKey({ appId, validityYears: 20 }), { status: 400, code: 'E0000001' });
    const other = await makeApp(t, applicationApi, bookmark('keys of another'));
    t.is('cloned', (await applicationApi.cloneApplicationKey({ appId, keyId: key.kid, targetAid: other.id })).kid, key.kid);
    const csr = await applicationApi.generateCsrForApplication({ appId, metadata: { subject: { countryName: 'US', stateOrProvinceName: 'California', localityName: 'San Francisco', organizationName: 'Example', organizationalUnitName: 'Dev', commonName: 'SP Issuer' }, subjectAltNames: { dnsNames: ['dev.example.com'] } } });
    t.is('a signing request', csr.kty, 'RSA');
    t.is('signing requests', (await all(await applicationApi.listCsrsForApplication({ appId }))).map((found) => found.id), [csr.id]);
    await applicationApi.revokeCsrFromApplication({ appId, csrId: csr.id });
    t.is('revoked', await all(await applicationApi.listCsrsForApplication({ appId })), []);
  });
}

// Resources of which a client sees that they are stored, listed, switched on and off, and removed.

import { PREFIX, all, http, notFound, tell } from './story.mjs';

/** The story of one such resource, in the client's words for its verbs. */
function life(name, { path, type, api, create, get, replace, list, activate, deactivate, remove, body, changed }) {
  return tell(name, async (t) => {
    const made = await api[create](body(`${PREFIX} one`));
    const id = made.id;
    const at = `${path}/${id}`;
    t.finally(async () => {
      await http('POST', `${at}/lifecycle/deactivate`);
      await http('DELETE', at);
    });
    await t.holds('what create answers is what is stored', made, at);
    await t.holds('read', await api[get.verb]({ [get.id]: id }), at);
    t.is('listed', (await all(await api[list]({ limit: 200 }))).some((found) => found.id === id), true);
    const replaced = await api[replace]({ [get.id]: id, ...changed(`${PREFIX} other`) });
    await t.holds('the replacement is stored', replaced, at);
    if (activate) {
      const status = async () => (await http('GET', at)).body.status;
      await api[deactivate]({ [get.id]: id });
      t.is('deactivated', await status(), 'INACTIVE');
      await api[activate]({ [get.id]: id });
      t.is('activated', await status(), 'ACTIVE');
      await api[deactivate]({ [get.id]: id });
    }
    await api[remove]({ [get.id]: id });
    await t.refused('removed', api[get.verb]({ [get.id]: id }), notFound(id, type));
  });
}

export default async function documents({ networkZoneApi, trustedOriginApi, inlineHookApi, behaviorApi }) {
  const zone = (value) => (name) => ({ zone: { type: 'IP', name, status: 'ACTIVE', gateways: [{ type: 'CIDR', value }], proxies: null } });
  await life('zones', {
    path: '/api/v1/zones', type: 'NetworkZone', api: networkZoneApi,
    create: 'createNetworkZone', get: { verb: 'getNetworkZone', id: 'zoneId' }, replace: 'replaceNetworkZone', list: 'listNetworkZones',
    activate: 'activateNetworkZone', deactivate: 'deactivateNetworkZone', remove: 'deleteNetworkZone',
    body: zone('1.2.3.4/24'), changed: zone('5.6.7.8/24'),
  });
  const origin = (host) => (name) => ({ trustedOrigin: { name, origin: `https://${PREFIX}.${host}.example.com`, scopes: [{ type: 'CORS' }, { type: 'REDIRECT' }] } });
  await life('trusted origins', {
    path: '/api/v1/trustedOrigins', type: 'TrustedOrigin', api: trustedOriginApi,
    create: 'createTrustedOrigin', get: { verb: 'getTrustedOrigin', id: 'trustedOriginId' }, replace: 'replaceTrustedOrigin', list: 'listTrustedOrigins',
    activate: 'activateTrustedOrigin', deactivate: 'deactivateTrustedOrigin', remove: 'deleteTrustedOrigin',
    body: origin('one'), changed: origin('other'),
  });
  const hook = (uri) => (name) => ({
    inlineHook: {
      name, type: 'com.okta.oauth2.tokens.transform', version: '1.0.0',
      channel: { type: 'HTTP', version: '1.0.0', config: { uri, method: 'POST', headers: [{ key: 'X-Other', value: 'x' }], authScheme: { type: 'HEADER', key: 'Authorization', value: 'secret' } } },
    },
  });
  await life('inline hooks', {
    path: '/api/v1/inlineHooks', type: 'InlineHook', api: inlineHookApi,
    create: 'createInlineHook', get: { verb: 'getInlineHook', id: 'inlineHookId' }, replace: 'replaceInlineHook', list: 'listInlineHooks',
    activate: 'activateInlineHook', deactivate: 'deactivateInlineHook', remove: 'deleteInlineHook',
    body: hook('https://example.com/one'), changed: hook('https://example.com/other'),
  });
  const behavior = (maxEventsUsedForEvaluation) => (name) => ({ rule: { name, type: 'ANOMALOUS_IP', status: 'ACTIVE', settings: { maxEventsUsedForEvaluation } } });
  await life('behaviors', {
    path: '/api/v1/behaviors', type: 'BehaviorSettings', api: behaviorApi,
    create: 'createBehaviorDetectionRule', get: { verb: 'getBehaviorDetectionRule', id: 'behaviorId' }, replace: 'replaceBehaviorDetectionRule', list: 'listBehaviorDetectionRules',
    activate: 'activateBehaviorDetectionRule', deactivate: 'deactivateBehaviorDetectionRule', remove: 'deleteBehaviorDetectionRule',
    body: behavior(50), changed: behavior(30),
  });
}

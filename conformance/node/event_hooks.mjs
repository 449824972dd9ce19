// Event hooks that are really called: a receiver of this process answers the challenge and is told what happens.

import { createServer } from 'node:http';
import { LIVE, PREFIX, http, makeGroup, makeUser, tell } from './story.mjs';

/** A receiver, with all that it was told. */
async function receiver() {
  const told = [];
  const waiting = [];
  const server = createServer((request, response) => {
    const challenge = request.headers['x-okta-verification-challenge'];
    let text = '';
    request.on('data', (piece) => { text += piece; });
    request.on('end', () => {
      if (request.method === 'POST') {
        told.push({ headers: request.headers, body: JSON.parse(text) });
        waiting.splice(0).forEach((wake) => wake());
      }
      response.setHeader('content-type', 'application/json');
      response.end(challenge ? JSON.stringify({ verification: challenge }) : '');
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}/told`,
    close: () => server.close(),
    /** The message at this place, once it is there. */
    async message(place) {
      while (told.length <= place) await new Promise((wake) => waiting.push(wake));
      return told[place];
    },
    count: () => told.length,
  };
}

export default async function eventHooks({ eventHookApi, userApi, groupApi }) {
  // A real org calls nobody's own machine.
  if (LIVE) return;
  await tell('event hooks: delivery', async (t) => {
    const { url, message, count, close } = await receiver();
    t.finally(close);
    const hook = await eventHookApi.createEventHook({
      eventHook: {
        name: `${PREFIX} told`,
        events: { type: 'EVENT_TYPE', items: ['group.user_membership.add'] },
        channel: { type: 'HTTP', version: '1.0.0', config: { uri: url, headers: [{ key: 'X-Other', value: 'x' }], authScheme: { type: 'HEADER', key: 'Authorization', value: 'secret' } } },
      },
    });
    const own = { eventHookId: hook.id };
    t.finally(async () => {
      await http('POST', `/api/v1/eventHooks/${hook.id}/lifecycle/deactivate`);
      await http('DELETE', `/api/v1/eventHooks/${hook.id}`);
    });
    t.is('unverified at first', [hook.status, hook.verificationStatus], ['ACTIVE', 'UNVERIFIED']);
    const user = await makeUser(t, userApi, 'told', { credentials: { password: { value: 'Abcd1234#x' } } }, { activate: true });
    const { id: groupId } = await makeGroup(t, groupApi, 'told');
    const join = () => groupApi.assignUserToGroup({ groupId, userId: user.id });
    const leave = () => groupApi.unassignUserFromGroup({ groupId, userId: user.id });
    await join();
    await leave();
    t.is('verified by its challenge', (await eventHookApi.verifyEventHook(own)).verificationStatus, 'VERIFIED');
    t.is('what was before is not told', count(), 0);
    await join();
    const { headers, body } = await message(0);
    t.is('told of the event', body.data.events.map((event) => event.eventType), ['group.user_membership.add']);
    t.is('and of whom it concerns', body.data.events[0].target.map((target) => target.id).includes(user.id), true);
    t.is('with its headers and its secret', [headers['x-other'], headers.authorization], ['x', 'secret']);
    t.is('from this hook', [body.eventType, body.source.endsWith(`/api/v1/eventHooks/${hook.id}`)], ['com.okta.event_hook', true]);
    await leave();
    t.is('switched off', (await eventHookApi.deactivateEventHook(own)).status, 'INACTIVE');
    await join();
    await leave();
    t.is('switched on', (await eventHookApi.activateEventHook(own)).status, 'ACTIVE');
    await join();
    await message(1);
    t.is('nothing was told in between', count(), 2);
    await t.refused('an active one stays', eventHookApi.deleteEventHook(own), { status: 400, code: 'E0000001' });
  });
}

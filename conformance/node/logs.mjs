import { all, http, makeGroup, makeUser, tell } from './story.mjs';

export default async function logs({ systemLogApi, userApi, groupApi }) {
  await tell('logs', async (t) => {
    // The client writes a `Date` as no server reads it; a text it passes on.
    const since = new Date(Date.now() - 60_000).toISOString();
    const user = await makeUser(t, userApi, 'logged', { credentials: { password: { value: 'Abcd1234#x' } } }, { activate: true });
    const group = await makeGroup(t, groupApi, 'logged');
    await groupApi.assignUserToGroup({ groupId: group.id, userId: user.id });
    await userApi.suspendUser({ userId: user.id });
    await userApi.unsuspendUser({ userId: user.id });
    const until = new Date(Date.now() + 600_000).toISOString();
    const bounded = async (more) => all(await systemLogApi.listLogEvents({ since, until, ...more }));
    const filter = `target.id eq "${user.id}"`;
    const wanted = ['user.lifecycle.create', 'user.lifecycle.activate', 'group.user_membership.add', 'user.lifecycle.suspend', 'user.lifecycle.unsuspend'];
    const types = async (more) => (await bounded({ filter, ...more })).map((event) => event.eventType).filter((type) => wanted.includes(type));
    await t.becomes('what was done, in order, over pages of one', () => types({ limit: 1 }), wanted);
    await t.becomes('the last first', async () => (await types({ sortOrder: 'DESCENDING' }))[0], 'user.lifecycle.unsuspend');
    await t.becomes('filtered by type', async () => (await bounded({ filter: `${filter} and eventType eq "user.lifecycle.suspend"` })).length, 1);
    await t.becomes('found by a word', async () => (await bounded({ q: user.profile.login })).length > 0, true);
    const [event] = await bounded({ filter: `${filter} and eventType eq "user.lifecycle.suspend"` });
    t.is('an event', [event.outcome.result, event.severity, event.version, event.target[0].type, event.target[0].alternateId, event.actor.type], ['SUCCESS', 'INFO', '0', 'User', user.profile.login, 'User']);
    t.is('its time is a date', event.published instanceof Date && event.published >= new Date(since), true);
    await t.refused('a filter that cannot be read', bounded({ filter: 'eventType eqq "x"' }), { status: 400, code: 'E0000053' });
    const polled = await http('GET', `/api/v1/logs?since=${encodeURIComponent(until)}`);
    t.is('polling always names the next page', [polled.body, /rel="next"/.test(polled.headers.get('link'))], [[], true]);
  });
}

import { http, makeUser, notFound, removeUser, tell } from './story.mjs';

export default async function sessions({ sessionApi, userApi }) {
  await tell('sessions', async (t) => {
    const password = 'Abcd1234#x';
    const user = await makeUser(t, userApi, 'session', { credentials: { password: { value: password } } }, { activate: true });
    const signIn = async () => (await http('POST', '/api/v1/authn', { username: user.profile.login, password })).body.sessionToken;
    const sessionToken = await signIn();
    const session = await sessionApi.createSession({ createSessionRequest: { sessionToken } });
    t.is('created', [session.userId, session.login, session.status, [...session.amr]], [user.id, user.profile.login, 'ACTIVE', ['pwd']]);
    await t.refused('a token is taken once', sessionApi.createSession({ createSessionRequest: { sessionToken } }), { status: 401, code: 'E0000004', summary: 'Authentication failed' });
    await t.refused('a token that is none', sessionApi.createSession({ createSessionRequest: { sessionToken: 'made up' } }), { status: 401, code: 'E0000004' });
    const sessionId = session.id;
    t.is('read', (await sessionApi.getSession({ sessionId })).userId, user.id);
    const refreshed = await sessionApi.refreshSession({ sessionId });
    t.is('refreshed', new Date(refreshed.expiresAt) >= new Date(session.expiresAt), true);
    await sessionApi.revokeSession({ sessionId });
    await t.refused('revoked', sessionApi.getSession({ sessionId }), notFound(sessionId, 'AppSession'));
    await t.refused('revoked twice', sessionApi.revokeSession({ sessionId }), notFound(sessionId, 'AppSession'));

    const [one, two] = [await signIn(), await signIn()];
    const first = await sessionApi.createSession({ createSessionRequest: { sessionToken: one } });
    const second = await sessionApi.createSession({ createSessionRequest: { sessionToken: two } });
    await userApi.revokeUserSessions({ userId: user.id });
    await t.refused('all sessions of a user are ended', sessionApi.getSession({ sessionId: first.id }), { status: 404, code: 'E0000007' });
    await t.refused('the other as well', sessionApi.getSession({ sessionId: second.id }), { status: 404, code: 'E0000007' });
    const wrong = await http('POST', '/api/v1/authn', { username: user.profile.login, password: 'Wrong1234#' });
    t.is('the wrong password', [wrong.status, wrong.body.errorCode], [401, 'E0000004']);
    await removeUser(user.id);
    const gone = await http('POST', '/api/v1/authn', { username: user.profile.login, password });
    t.is('nobody', [gone.status, gone.body.errorCode], [401, 'E0000004']);
  });
}

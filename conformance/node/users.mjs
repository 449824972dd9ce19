import { LIVE, PREFIX, all, http, login, makeUser, notFound, profile, tell } from './story.mjs';

export default async function users({ userApi }) {
  const make = (t, name, body, query) => makeUser(t, userApi, name, body, query);

  await tell('users: one user', async (t) => {
    const user = await make(t, 'ann', { profile: { nickName: 'Annie', department: 'R&D "1"' } });
    t.is('created without activation', user.status, 'STAGED');
    await t.holds('what create answers is what is stored', user, `/api/v1/users/${user.id}`);
    await t.holds('read by id', await userApi.getUser({ userId: user.id }), `/api/v1/users/${user.id}`);
    t.is('read by login', (await userApi.getUser({ userId: login('ann') })).id, user.id);
    t.is('read by login, in capitals', (await userApi.getUser({ userId: login('ann').toUpperCase() })).id, user.id);
    t.is('read by the short name', (await userApi.getUser({ userId: `${PREFIX}-ann` })).id, user.id);

    const updated = await userApi.updateUser({ userId: user.id, user: { profile: { firstName: 'Anna', nickName: null } } });
    t.is('a partial update changes what it names', [updated.profile.firstName, updated.profile.nickName ?? null], ['Anna', null]);
    t.is('a partial update keeps the rest', updated.profile.department, 'R&D "1"');
    const replaced = await userApi.replaceUser({ userId: user.id, user: { profile: profile('ann', { title: 'Captain' }) } });
    t.is('a replacement drops what it leaves out', [replaced.profile.title, replaced.profile.department ?? null], ['Captain', null]);
    await t.holds('the replacement is stored', replaced, `/api/v1/users/${user.id}`);

    await userApi.deleteUser({ userId: user.id });
    t.is('the first delete deactivates', (await userApi.getUser({ userId: user.id })).status, 'DEPROVISIONED');
    await userApi.deleteUser({ userId: user.id });
    await t.refused('the second delete removes', userApi.getUser({ userId: user.id }), notFound(user.id, 'User'));
  });

  await tell('users: creation', async (t) => {
    const password = { credentials: { password: { value: 'Abcd1234#x' } } };
    t.is('no password, activated', (await make(t, 'c1', {}, {})).status, 'PROVISIONED');
    t.is('password, not activated', (await make(t, 'c2', password)).status, 'STAGED');
    const active = await make(t, 'c3', password, {});
    t.is('password, activated', active.status, 'ACTIVE');
    t.is('the password is not told', active.credentials.password, {});
    const question = { credentials: { ...password.credentials, recovery_question: { question: 'Pet?', answer: 'Rex the dog' } } };
    const asked = await make(t, 'c4', question, { activate: true });
    t.is('the question is told and the answer is not', asked.credentials.recovery_question, { question: 'Pet?' });
    t.is('password to be changed at next login', (await make(t, 'c5', password, { activate: true, nextLogin: 'changePassword' })).status, 'PASSWORD_EXPIRED');
    const federated = await make(t, 'c6', { credentials: { provider: { type: 'FEDERATION', name: 'FEDERATION' } } }, { activate: true, provider: true });
    t.is('federated', [federated.status, federated.credentials.provider.type], ['ACTIVE', 'FEDERATION']);
    const hash = { algorithm: 'SHA-256', salt: 'c2FsdA==', saltOrder: 'PREFIX', value: 'E5Ypo4R0q0RvM3ncV0ZjlUDyDd4ZYBSQKrCrbsJKgI8=' };
    const imported = await make(t, 'c7', { credentials: { password: { hash } } }, { activate: true });
    t.is('with a hashed password', [imported.status, imported.credentials.provider.type], ['ACTIVE', 'IMPORT']);
  });

  await tell('users: refusals', async (t) => {
    const first = await make(t, 'r1');
    const create = (body, query = { activate: false }) => userApi.createUser({ body, ...query });
    await t.refused('the same login twice', create({ profile: profile('r1') }), {
      status: 400, code: 'E0000001', summary: 'Api validation failed: login',
      causes: ['login: An object with this field already exists in the current organization'],
    });
    await t.refused('no first name', create({ profile: { ...profile('r2'), firstName: undefined } }), {
      status: 400, code: 'E0000001', causes: ['firstName: The field cannot be left blank'],
    });
    await t.refused('a login that is no e-mail address', create({ profile: { ...profile('r3'), login: `${PREFIX}-r3` } }), {
      status: 400, code: 'E0000001', causes: ['login: Username must be in the form of an email address'],
    });
    await t.refused('an attribute that is not in the schema', create({ profile: { ...profile('r4'), notValid: 'x' } }), {
      status: 400, code: 'E0000001', summary: 'Api validation failed: newUser',
      causes: ["Property name 'notValid' is not defined in profile"],
    });
    await t.refused('a password that is too weak', create({ profile: profile('r5'), credentials: { password: { value: 'short' } } }), {
      status: 400, code: 'E0000001', summary: 'Api validation failed: password',
    });
    await t.refused('expired at once, without a password', create({ profile: profile('r6') }, { activate: true, nextLogin: 'changePassword' }), { status: 400, code: 'E0000124' });
    await t.refused('expired at once, not activated', create({ profile: profile('r7'), credentials: { password: { value: 'Abcd1234#x' } } }, { activate: false, nextLogin: 'changePassword' }), { status: 400, code: 'E0000125' });
    await t.refused('more groups than may be given', create({ profile: profile('r8'), groupIds: Array.from({ length: 21 }, (_, n) => `00gaaaaaaaaaaaaaaa${10 + n}`) }), { status: 400, code: 'E0000093' });
    await t.refused('a group that is not there', create({ profile: profile('r9'), groupIds: ['00gaaaaaaaaaaaaaaa10'] }), notFound('00gaaaaaaaaaaaaaaa10', 'UserGroup'));
    await t.refused('a user that is not there', userApi.getUser({ userId: 'nobody@example.com' }), notFound('nobody@example.com', 'User'));
    await t.refused('search and filter at once', all(await userApi.listUsers({ search: 'status eq "ACTIVE"', filter: 'status eq "ACTIVE"' })), { status: 400, code: 'E0000033' });
    await t.refused('a search that cannot be read', all(await userApi.listUsers({ search: 'profile.login eqq "x"' })), { status: 400, code: 'E0000031' });
    await t.refused('search by an operator that there is not', all(await userApi.listUsers({ search: 'profile.login ne "x"' })), { status: 400, code: 'E0000031' });
    await t.refused('an ETag of another version', userApi.updateUser({ userId: first.id, user: { profile: { title: 'x' } }, ifMatch: `W/"${'0'.repeat(64)}"` }), { status: 412, code: 'E0000231' });
  });

  await tell('users: lifecycle', async (t) => {
    const userId = (await make(t, 'life', { credentials: { password: { value: 'Abcd1234#x' }, recovery_question: { question: 'Pet?', answer: 'Rex the dog' } } })).id;
    const status = async () => (await userApi.getUser({ userId })).status;
    const notActive = { status: 400, code: 'E0000001', summary: 'Api validation failed: suspendUser' };
    await t.refused('a staged user cannot be suspended', userApi.suspendUser({ userId }), { ...notActive, causes: ['Cannot suspend a user that is not active'] });
    const activation = await userApi.activateUser({ userId, sendEmail: false });
    t.is('activation without mail tells the token', activation.activationUrl.includes(activation.activationToken), true);
    t.is('activated', await status(), 'ACTIVE');
    await t.refused('activated twice', userApi.activateUser({ userId }), { status: 403, code: 'E0000016', summary: 'Activation failed because the user is already active' });
    await t.refused('an active user cannot be reactivated', userApi.reactivateUser({ userId }), { status: 403, code: 'E0000038' });
    await t.refused('not suspended', userApi.unsuspendUser({ userId }), { ...notActive, causes: ['Cannot unsuspend a user that is not suspended'] });
    await t.refused('not locked', userApi.unlockUser({ userId }), { status: 403, code: 'E0000032', causes: ['The user is not locked out.'] });
    await userApi.suspendUser({ userId });
    t.is('suspended', await status(), 'SUSPENDED');
    await userApi.unsuspendUser({ userId });
    t.is('unsuspended', await status(), 'ACTIVE');
    t.is('expired', (await userApi.expirePassword({ userId })).status, 'PASSWORD_EXPIRED');
    // The client takes this answer for a user, and loses it.
    const temporary = (await http('POST', `/api/v1/users/${userId}/lifecycle/expire_password_with_temp_password`)).body;
    t.is('a temporary password', /^[A-Za-z0-9]{8,12}$/.test(temporary.tempPassword ?? ''), true);
    const changed = await userApi.changePassword({ userId, changePasswordRequest: { oldPassword: { value: temporary.tempPassword }, newPassword: { value: 'Zyxw9876#a' } } });
    t.is('changing the password answers the credentials', changed, { password: {}, recovery_question: { question: 'Pet?' }, provider: { type: 'OKTA', name: 'OKTA' } });
    t.is('and makes the user active', await status(), 'ACTIVE');
    await t.refused('the wrong old password', userApi.changePassword({ userId, changePasswordRequest: { oldPassword: { value: 'Wrong1234#' }, newPassword: { value: 'Qwer5678#b' } } }), { status: 403, code: 'E0000014', causes: ['Old Password is not correct'] });
    const asked = await userApi.changeRecoveryQuestion({ userId, userCredentials: { password: { value: 'Zyxw9876#a' }, recovery_question: { question: 'Colour?', answer: 'Deep blue' } } });
    t.is('another question', asked.recovery_question, { question: 'Colour?' });
    const forgotten = await userApi.forgotPassword({ userId, sendEmail: false });
    t.is('a link for a forgotten password', /\/signin\/reset-password\//.test(forgotten.resetPasswordUrl), true);
    const reset = await userApi.generateResetPasswordToken({ userId, sendEmail: false });
    t.is('a link to reset the password', /\/reset_password\//.test(reset.resetPasswordUrl), true);
    t.is('which puts the user into recovery', await status(), 'RECOVERY');
    await userApi.deactivateUser({ userId });
    t.is('deactivated', await status(), 'DEPROVISIONED');
    await t.refused('deactivated twice', userApi.deactivateUser({ userId }), notFound(userId, 'User'));
  });

  await tell('users: lists', async (t) => {
    const made = [];
    for (let number = 0; number < 7; number += 1) {
      made.push((await make(t, `list${number}`, { profile: { department: `${PREFIX}-dept`, title: `T${7 - number}` } })).id);
    }
    const ids = (found) => found.map((user) => user.id).sort();
    const search = `profile.department eq "${PREFIX}-dept"`;
    await t.becomes('search over pages of two', async () => ids(await all(await userApi.listUsers({ search, limit: 2 }))), [...made].sort());
    const sorted = async (sortOrder) => (await all(await userApi.listUsers({ search, sortBy: 'profile.title', sortOrder, limit: 3 }))).map((user) => user.profile.title);
    t.is('sorted', await sorted('asc'), ['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7']);
    t.is('sorted, downwards', await sorted('desc'), ['T7', 'T6', 'T5', 'T4', 'T3', 'T2', 'T1']);
    t.is('co on a name', ids(await all(await userApi.listUsers({ search: `profile.login co "${PREFIX.slice(2)}-list"` }))), [...made].sort());
    t.is('sw, and, or', ids(await all(await userApi.listUsers({ search: `${search} and (profile.title eq "T1" or profile.title eq "T2")` }))), ids([{ id: made[5] }, { id: made[6] }]));
    t.is('filter by login', ids(await all(await userApi.listUsers({ filter: `profile.login eq "${login('list3')}"` }))), [made[3]]);
    t.is('q finds by the start of a name', ids(await all(await userApi.listUsers({ q: login('list4') }))), [made[4]]);
    t.is('one item of a list', (await all(await userApi.listUsers({ filter: `id eq "${made[0]}"` })))[0].profile.login, login('list0'));
    await userApi.deactivateUser({ userId: made[0] });
    t.is('the plain list leaves out who is deactivated', (await all(await userApi.listUsers({ limit: 200 }))).some((user) => user.id === made[0]), false);
    await t.becomes('search finds who is deactivated', async () => ids(await all(await userApi.listUsers({ search: `${search} and status eq "DEPROVISIONED"` }))), [made[0]]);
    t.is('the list is not loaded before it is asked for', (await all(await userApi.listUsers({ search: `profile.department eq "${PREFIX}-none"` }))).length, 0);
  });

  await tell('users: what belongs to a user', async (t) => {
    const user = await make(t, 'own', { credentials: { password: { value: 'Abcd1234#x' } } }, { activate: true });
    const groups = await all(await userApi.listUserGroups({ userId: user.id }));
    t.is('in Everyone', groups.map((group) => group.profile.name), ['Everyone']);
    t.is('no apps', await all(await userApi.listAppLinks({ userId: user.id })), []);
    if (!LIVE) t.is('no blocks', (await http('GET', `/api/v1/users/${user.id}/blocks`)).body, []);
  });
}

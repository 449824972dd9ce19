import { PREFIX, all, makeGroup, makeUser, notFound, tell } from './story.mjs';

export default async function groups({ groupApi, userApi, applicationApi }) {
  await tell('groups: one group', async (t) => {
    const group = await makeGroup(t, groupApi, 'one', { description: 'the first' });
    const groupId = group.id;
    t.is('created', [group.type, group.profile.name, group.profile.description], ['OKTA_GROUP', `${PREFIX} one`, 'the first']);
    await t.holds('what create answers is what is stored', group, `/api/v1/groups/${groupId}`);
    await t.holds('read', await groupApi.getGroup({ groupId }), `/api/v1/groups/${groupId}`);
    const replaced = await groupApi.replaceGroup({ groupId, group: { profile: { name: `${PREFIX} renamed` } } });
    t.is('a replacement drops what it leaves out', [replaced.profile.name, replaced.profile.description ?? null], [`${PREFIX} renamed`, null]);
    await t.refused('the same name twice', makeGroup(t, groupApi, 'renamed'), { status: 400, code: 'E0000001', summary: 'Api validation failed: name', causes: ['name: An object with this field already exists in the current organization'] });
    await t.refused('no name', groupApi.createGroup({ group: { profile: { description: 'nameless' } } }), { status: 400, code: 'E0000001', causes: ['name: The field cannot be left blank'] });
    await groupApi.deleteGroup({ groupId });
    await t.refused('deleted', groupApi.getGroup({ groupId }), notFound(groupId, 'UserGroup'));
    await t.refused('deleted twice', groupApi.deleteGroup({ groupId }), notFound(groupId, 'UserGroup'));
  });

  await tell('groups: members', async (t) => {
    const { id: groupId } = await makeGroup(t, groupApi, 'members');
    const made = [];
    for (let number = 0; number < 5; number += 1) {
      const { id: userId } = await makeUser(t, userApi, `member${number}`);
      made.push(userId);
      await groupApi.assignUserToGroup({ groupId, userId });
    }
    await groupApi.assignUserToGroup({ groupId, userId: made[0] });
    const members = async () => (await all(await groupApi.listGroupUsers({ groupId, limit: 2 }))).map((user) => user.id).sort();
    t.is('members over pages of two, none twice', await members(), [...made].sort());
    t.is('the groups of a member', (await all(await userApi.listUserGroups({ userId: made[0] }))).map((group) => group.profile.name).sort(), ['Everyone', `${PREFIX} members`]);
    await groupApi.unassignUserFromGroup({ groupId, userId: made[0] });
    await groupApi.unassignUserFromGroup({ groupId, userId: made[0] });
    t.is('removed', await members(), made.slice(1).sort());
    await userApi.deactivateUser({ userId: made[1] });
    await t.becomes('who is deactivated stays a member', members, made.slice(1).sort());
    await t.refused('a user that is not there', groupApi.assignUserToGroup({ groupId, userId: '00uaaaaaaaaaaaaaaaaa' }), notFound('00uaaaaaaaaaaaaaaaaa', 'User'));
    await t.refused('a group that is not there', groupApi.assignUserToGroup({ groupId: '00gaaaaaaaaaaaaaaaaa', userId: made[2] }), notFound('00gaaaaaaaaaaaaaaaaa', 'UserGroup'));
    const everyone = (await all(await groupApi.listGroups({ filter: 'type eq "BUILT_IN"' }))).find((group) => group.profile.name === 'Everyone');
    await t.refused('nobody is put into Everyone', groupApi.assignUserToGroup({ groupId: everyone.id, userId: made[2] }), { status: 403, code: 'E0000006' });
    await t.refused('Everyone is not deleted', groupApi.deleteGroup({ groupId: everyone.id }), { status: 403 });
    const direct = await makeUser(t, userApi, 'member-at-once', { groupIds: [groupId] });
    t.is('a user created into a group', (await members()).includes(direct.id), true);
  });

  await tell('groups: lists', async (t) => {
    for (let number = 0; number < 5; number += 1) await makeGroup(t, groupApi, `list${number}`, { description: `number ${4 - number}` });
    const names = async (query) => (await all(await groupApi.listGroups(query))).map((group) => group.profile.name.slice(PREFIX.length + 1));
    const search = `profile.name sw "${PREFIX} list"`;
    await t.becomes('search over pages of two', async () => (await names({ search, limit: 2 })).sort(), ['list0', 'list1', 'list2', 'list3', 'list4']);
    t.is('sorted by another attribute', await names({ search, sortBy: 'profile.description', sortOrder: 'asc' }), ['list4', 'list3', 'list2', 'list1', 'list0']);
    t.is('q finds by the start of the name', (await names({ q: `${PREFIX} LIST3` })), ['list3']);
    t.is('filter by type', (await all(await groupApi.listGroups({ filter: 'type eq "BUILT_IN"' }))).every((group) => group.type === 'BUILT_IN'), true);
    await t.refused('a search that cannot be read', all(await groupApi.listGroups({ search: 'profile.name' })), { status: 400, code: 'E0000031' });
    const [first] = await all(await groupApi.listGroups({ search: `profile.name eq "${PREFIX} list0"`, expand: 'stats' }));
    t.is('found by its exact name', first.profile.name, `${PREFIX} list0`);
    t.is('no apps', await all(await groupApi.listAssignedApplicationsForGroup({ groupId: first.id })), []);
  });

  await tell('groups: owners', async (t) => {
    const { id: groupId } = await makeGroup(t, groupApi, 'owned');
    const { id } = await makeUser(t, userApi, 'owner');
    const owner = await groupApi.assignGroupOwner({ groupId, GroupOwner: { id, type: 'USER' } });
    t.is('owner', [owner.id, owner.type, owner.displayName], [id, 'USER', 'owner Conformance']);
    t.is('owners', (await all(await groupApi.listGroupOwners({ groupId }))).map((found) => found.id), [id]);
    await t.refused('owner twice', groupApi.assignGroupOwner({ groupId, GroupOwner: { id, type: 'USER' } }), { status: 400, code: 'E0000001', causes: ['Provided owner is already assigned to this group'] });
    await groupApi.deleteGroupOwner({ groupId, ownerId: id });
    t.is('no owner', await all(await groupApi.listGroupOwners({ groupId })), []);
  });

  await tell('groups: rules', async (t) => {
    const { id: groupId } = await makeGroup(t, groupApi, 'ruled');
    const user = await makeUser(t, userApi, 'ruled', { profile: { department: `${PREFIX}-eng` }, credentials: { password: { value: 'Abcd1234#x' } } }, { activate: true });
    const body = (name, value) => ({
      type: 'group_rule', name,
      conditions: { expression: { type: 'urn:okta:expression:1.0', value } },
      actions: { assignUserToGroups: { groupIds: [groupId] } },
    });
    const rule = await groupApi.createGroupRule({ groupRule: body(`${PREFIX} rule`, `user.department == "${PREFIX}-eng"`) });
    const ruleId = rule.id;
    t.finally(async () => { try { await groupApi.deactivateGroupRule({ ruleId }); } catch { /* it is gone */ } });
    t.is('created', [rule.status, rule.name], ['INACTIVE', `${PREFIX} rule`]);
    await t.holds('what create answers is what is stored', rule, `/api/v1/groups/rules/${ruleId}`);
    const members = async () => (await all(await groupApi.listGroupUsers({ groupId }))).map((found) => found.id);
    t.is('nobody while it is inactive', await members(), []);
    await groupApi.activateGroupRule({ ruleId });
    await t.becomes('who fits is a member', members, [user.id]);
    await t.refused('an active rule is not replaced', groupApi.replaceGroupRule({ ruleId, groupRule: { ...body(`${PREFIX} other`, 'true'), status: 'ACTIVE' } }), {});
    await userApi.updateUser({ userId: user.id, user: { profile: { department: 'other' } } });
    await t.becomes('who fits no more is none', members, []);
    await userApi.updateUser({ userId: user.id, user: { profile: { department: `${PREFIX}-eng` } } });
    await t.becomes('who fits again is one', members, [user.id]);
    await groupApi.deactivateGroupRule({ ruleId });
    await t.becomes('nobody once it is inactive', members, []);
    const replaced = await groupApi.replaceGroupRule({ ruleId, groupRule: { ...body(`${PREFIX} other`, 'String.len(user.login) > 0'), status: 'INACTIVE' } });
    t.is('replaced', replaced.name, `${PREFIX} other`);
    t.is('listed', (await all(await groupApi.listGroupRules({ search: `${PREFIX} other` }))).map((found) => found.id), [ruleId]);
    await t.refused('an expression that cannot be read', groupApi.createGroupRule({ groupRule: body(`${PREFIX} bad`, 'user.department = "x"') }), { status: 400, code: 'E0000001' });
    await groupApi.deleteGroupRule({ ruleId });
    await t.becomes('deleted', async () => { try { await groupApi.getGroupRule({ ruleId }); return 'there'; } catch (error) { return error.status; } }, 404);
  });
}

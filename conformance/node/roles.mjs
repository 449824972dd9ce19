import { all, makeGroup, makeUser, tell } from './story.mjs';

export default async function roles({ roleAssignmentApi, roleTargetApi, userApi, groupApi }) {
  await tell('roles', async (t) => {
    const user = await makeUser(t, userApi, 'admin');
    const userId = user.id;
    t.is('none', await all(await roleAssignmentApi.listAssignedRolesForUser({ userId })), []);
    const role = await roleAssignmentApi.assignRoleToUser({ userId, assignRoleRequest: { type: 'USER_ADMIN' } });
    t.is('assigned', [role.type, role.status, role.assignmentType], ['USER_ADMIN', 'ACTIVE', 'USER']);
    t.is('listed', (await all(await roleAssignmentApi.listAssignedRolesForUser({ userId }))).map((found) => found.type), ['USER_ADMIN']);
    await t.refused('twice', roleAssignmentApi.assignRoleToUser({ userId, assignRoleRequest: { type: 'USER_ADMIN' } }), { status: 409 });
    const target = await makeGroup(t, groupApi, 'target');
    await roleTargetApi.assignGroupTargetToUserRole({ userId, roleId: role.id, groupId: target.id });
    t.is('for one group', (await all(await roleTargetApi.listGroupTargetsForRole({ userId, roleId: role.id }))).map((group) => group.id), [target.id]);
    await roleAssignmentApi.unassignRoleFromUser({ userId, roleId: role.id });
    await t.refused('taken away twice', roleAssignmentApi.unassignRoleFromUser({ userId, roleId: role.id }), { status: 404, code: 'E0000007' });

    const { id: groupId } = await makeGroup(t, groupApi, 'admins');
    // The client expects no body where Okta sends the role.
    await roleAssignmentApi.assignRoleToGroup({ groupId, assignRoleRequest: { type: 'READ_ONLY_ADMIN' } });
    const [given, ...more] = await all(await roleAssignmentApi.listGroupAssignedRoles({ groupId }));
    t.is('to a group', [given.type, given.assignmentType, more.length], ['READ_ONLY_ADMIN', 'GROUP', 0]);
    await roleAssignmentApi.unassignRoleFromGroup({ groupId, roleId: given.id });
    t.is('taken from the group', await all(await roleAssignmentApi.listGroupAssignedRoles({ groupId })), []);
  });
}

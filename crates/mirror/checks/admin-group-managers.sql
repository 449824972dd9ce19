-- title: Nobody with a lesser role manages a group that grants roles
-- severity: high
-- why: People who may add members to a group can give themselves what the group gives.
-- fix: Take the groups with admin roles out of the targets of these roles.
-- reads: users, groups, user_roles, user_role_groups, group_roles
-- applies: select 1 from group_roles
select distinct 'users' as kind, u.id, u.login as name,
    'as ' || r.type || ', may add members to ' || g.name || ', which has the role ' || o.type as detail
from user_role_groups t
join user_roles r on r.user_id = t.user_id and r.id = t.role_id
join users u on u.id = t.user_id
join groups g on g.id = t.id
join group_roles o on o.group_id = g.id
where r.type in ('USER_ADMIN', 'GROUP_MEMBERSHIP_ADMIN')

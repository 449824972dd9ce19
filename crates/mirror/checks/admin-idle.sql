-- title: Administrators sign in within 30 days
-- severity: medium
-- why: Rights that nobody uses are rights that nobody watches.
-- fix: Take the roles of those who do not need them.
-- reads: users, groups, memberships, user_roles, group_roles, custom_roles, resource_sets,
--   resource_set_bindings, resource_set_members
select distinct 'users' as kind, a.user_id as id, a.login as name,
    case when u.lastLogin is null then 'an administrator who never signed in'
        else 'an administrator who last signed in ' || cast(days_since(u.lastLogin) as integer) || ' days ago' end as detail
from admins a join users u on u.id = a.user_id
where u.status = 'ACTIVE' and coalesce(u.lastLogin, u.activated, u.created) < days_ago(30)

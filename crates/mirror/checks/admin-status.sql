-- title: Nobody who is suspended or deactivated has a role
-- severity: medium
-- why: A suspended account comes back with one click, and its rights come back with it.
-- fix: Take the roles of those who are suspended or deactivated.
-- reads: users, groups, memberships, user_roles, group_roles, custom_roles, resource_sets,
--   resource_set_bindings, resource_set_members
select distinct 'users' as kind, user_id as id, login as name, lower(user_status) || ', with the role ' || role as detail
from admins where user_status in ('SUSPENDED', 'DEPROVISIONED')

-- title: Two to five people are super administrators
-- severity: medium
-- why: One alone can be lost, and each one more is another way to lose the org.
-- fix: Give the role to two to five people, and lesser roles to everybody else.
-- reads: users, groups, memberships, user_roles, group_roles, custom_roles, resource_sets,
--   resource_set_bindings, resource_set_members
select 'admins' as kind, 'org' as id, 'org' as name,
    count(distinct user_id) || ' people are super administrators' as detail
from admins where role = 'SUPER_ADMIN' and user_status <> 'DEPROVISIONED'
having count(distinct user_id) not between 2 and 5

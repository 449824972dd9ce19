-- title: No deactivated user is still in a group
-- severity: low
-- why: If the account comes back, so does what the group gives.
-- fix: Remove them from the group. Those who came by a rule leave when the rule is run again.
-- reads: users, groups, memberships
select 'users' as kind, u.key as id, u.login as name, 'deactivated, and a member of ' || g.name as detail
from users_rows u join memberships_rows m on m.user_id = u.key join groups_rows g on g.key = m.group_id
where u.status = 'DEPROVISIONED'

-- title: No rule puts people into groups with admin roles
-- severity: high
-- why: Who may change an attribute of a person, an app that is the source of profiles among them, would make administrators.
-- fix: Add people to these groups by hand, or by a request that somebody approves.
-- reads: groups, group_rules, group_roles
-- applies: select 1 from group_roles
select distinct 'group_rules' as kind, r.id, r.name, 'it puts people into ' || g.name || ', which has the role ' || o.type as detail
from group_rules r, json_each(r.groups) target
join groups g on g.id = target.value
join group_roles o on o.group_id = g.id
where r.status = 'ACTIVE'

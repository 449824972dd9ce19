-- title: No identity provider puts people into groups with admin roles
-- severity: high
-- why: Whoever runs that provider could make administrators of your org.
-- fix: Take these groups out of the groups that the provider assigns or may assign.
-- reads: identity_providers, groups, group_roles
-- applies: select 1 from identity_providers where status = 'ACTIVE'
select distinct 'identity_providers' as kind, i.id, i.name, 'it may put people into ' || g.name || ', which has the role ' || o.type as detail
from identity_providers i
join groups g on exists (
    select 1 from json_tree(i.json, '$.policy.provisioning.groups') t where t.atom = g.id)
join group_roles o on o.group_id = g.id
where i.status = 'ACTIVE'

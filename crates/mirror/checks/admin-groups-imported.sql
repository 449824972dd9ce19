-- title: No group of a directory or an app grants a role
-- severity: high
-- why: People who may change that group there make administrators here, without your approval.
-- fix: Take the role of the group, and give it to a group of Okta whose members are added by hand or on request.
-- reads: groups, group_roles
-- applies: select 1 from group_roles
select distinct 'groups' as kind, g.id, g.name, 'imported, and it has the role ' || r.type as detail
from groups g join group_roles r on r.group_id = g.id
where g.type = 'APP_GROUP'

-- title: Each empty group says what it waits for
-- severity: low
-- why: A group without members is a name that will be used again for something else.
-- fix: Delete the group, or say in its description what it waits for.
-- reads: groups, memberships
-- applies: select 1 from groups where type = 'OKTA_GROUP'
select 'groups' as kind, g.key as id, g.name, 'neither members nor a description' as detail
from groups_rows g
where g.type = 'OKTA_GROUP' and coalesce(g.description, '') = ''
    and g.key not in (select group_id from memberships_rows)

-- title: Groups that give apps or roles say what they are for
-- severity: low
-- why: Somebody has to decide who belongs in it.
-- fix: Fill the description.
-- reads: groups, app_groups, group_roles
-- applies: select 1 from app_groups union all select 1 from group_roles
select 'groups' as kind, g.key as id, g.name, 'no description' as detail
from groups_rows g
where g.type = 'OKTA_GROUP' and coalesce(g.description, '') = '' and (
    g.key in (select group_id from app_groups_rows) or g.key in (select group_id from group_roles_rows))

-- title: Apps with groups have nobody beside the groups
-- severity: low
-- why: People who were assigned by hand keep the app when they leave the group.
-- fix: Put the person into a group that has the app, and remove the assignment.
-- reads: apps, app_users, app_groups
-- applies: select 1 from app_groups
select 'apps' as kind, a.key as id, a.label as name, count(*) || ' people have it directly' as detail
from app_users_rows u join apps_rows a on a.key = u.app_id
where u.scope = 'USER' and a.status = 'ACTIVE' and a.key in (select app_id from app_groups_rows)
group by a.key, a.label

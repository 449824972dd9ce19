-- title: Each active app is assigned to somebody
-- severity: low
-- why: An app that nobody has is not needed, and its credentials are forgotten.
-- fix: Deactivate the app.
-- reads: apps, app_users, app_groups
-- applies: select 1 from apps where status = 'ACTIVE'
select 'apps' as kind, a.id, a.label as name, 'neither people nor groups have it' as detail
from apps a
where a.status = 'ACTIVE' and (a.json ->> '$.settings.oauthClient.application_type') is not 'service'
    and a.id not in (select app_id from app_users_rows)
    and a.id not in (select app_id from app_groups_rows)

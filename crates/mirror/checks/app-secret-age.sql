-- title: Client secrets are younger than a year, and no app has two for long
-- severity: medium
-- why: A secret that is used for years has been copied since. A second one that stays was forgotten after a change.
-- fix: Add a secret to the app, change the service to it, then deactivate and delete the old one.
-- reads: apps, app_secrets
-- applies: select 1 from app_secrets where status = 'ACTIVE'
select 'apps' as kind, a.id, a.label as name,
    'its client secret is ' || cast(days_since(s.created) as integer) || ' days old' as detail
from app_secrets s join apps a on a.id = s.app_id
where s.status = 'ACTIVE' and a.status = 'ACTIVE' and s.created < days_ago(365)
union all
select 'apps', a.id, a.label,
    'it has two client secrets, the newer one for ' || cast(days_since(max(s.created)) as integer) || ' days'
from app_secrets s join apps a on a.id = s.app_id
where s.status = 'ACTIVE' and a.status = 'ACTIVE'
group by a.id, a.label having count(*) > 1 and max(s.created) < days_ago(30)

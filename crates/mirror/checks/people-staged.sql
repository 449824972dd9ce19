-- title: Nobody is staged for more than 90 days
-- severity: low
-- why: Accounts that were prepared and forgotten keep names, groups and apps.
-- fix: Activate or delete them.
-- reads: users
select 'users' as kind, id, login as name, 'staged for ' || cast(days_since(coalesce(statusChanged, created)) as integer) || ' days' as detail
from users where status = 'STAGED' and coalesce(statusChanged, created) < days_ago(90)

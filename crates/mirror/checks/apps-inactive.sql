-- title: No app is inactive for more than 180 days
-- severity: low
-- why: An app that is off keeps its keys, its assignments and its policy.
-- fix: Delete it.
-- reads: apps
-- applies: select 1 from apps where status = 'INACTIVE'
select 'apps' as kind, id, label as name, 'inactive, and unchanged for ' || cast(days_since(lastUpdated) as integer) || ' days' as detail
from apps where status = 'INACTIVE' and lastUpdated < days_ago(180)

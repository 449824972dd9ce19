-- title: No password is expired or in recovery for more than 30 days
-- severity: low
-- why: Somebody who has the old password, or the mail, can set the new one.
-- fix: Ask, or suspend.
-- reads: users
select 'users' as kind, id, login as name, lower(status) || ' for ' || cast(days_since(coalesce(statusChanged, lastUpdated)) as integer) || ' days' as detail
from users where status in ('PASSWORD_EXPIRED', 'RECOVERY') and coalesce(statusChanged, lastUpdated) < days_ago(30)

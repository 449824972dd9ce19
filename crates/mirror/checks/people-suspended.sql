-- title: Nobody is suspended for more than 90 days
-- severity: low
-- why: A suspended person keeps all groups and apps, and one click brings them back.
-- fix: Decide: bring them back, or deactivate them.
-- reads: users
select 'users' as kind, id, login as name, 'suspended for ' || cast(days_since(statusChanged) as integer) || ' days' as detail
from users where status = 'SUSPENDED' and statusChanged < days_ago(90)

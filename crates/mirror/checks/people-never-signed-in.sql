-- title: Activated people sign in within 30 days
-- severity: low
-- why: An account that waits for its first sign-in waits for anybody.
-- fix: Ask, or deactivate.
-- reads: users
select 'users' as kind, id, login as name,
    'activated ' || cast(days_since(coalesce(activated, created)) as integer) || ' days ago, and never signed in' as detail
from users where status = 'ACTIVE' and lastLogin is null and coalesce(activated, created) < days_ago(30)

-- title: A sign-in page does not tell that an account is locked
-- severity: low
-- why: People who guess passwords learn from it which accounts exist.
-- fix: In each password policy, do not show lock-out failures.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
select 'policies' as kind, id, name, 'it shows that an account is locked' as detail
from policies
where type = 'PASSWORD' and status = 'ACTIVE' and (json ->> '$.settings.password.lockout.showLockoutFailures') = 1

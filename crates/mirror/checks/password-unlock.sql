-- title: A locked account opens by itself after a while
-- severity: low
-- why: An account that stays locked until somebody helps is a way to keep a person from work.
-- fix: In each password policy, unlock accounts after 15 to 60 minutes.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
--   and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
select 'policies' as kind, id, name,
    'accounts are unlocked after ' || coalesce(json ->> '$.settings.password.lockout.autoUnlockMinutes', 0) || ' minutes' as detail
from policies
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
    and coalesce((json ->> '$.settings.password.lockout.autoUnlockMinutes') not between 15 and 60, true)

-- title: Three wrong passwords lock an account
-- severity: medium
-- stig: OKTA-APP-000170 V-273189 SV-273189r1098834_rule CCI-000044 CCI-002238
-- why: Somebody who may guess often enough guesses right.
-- fix: In each password policy, lock an account after 3 attempts. No field shows the 15 minutes of the rule.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
--   and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
select 'policies' as kind, id, name,
    coalesce('an account is locked after ' || nullif(json ->> '$.settings.password.lockout.maxAttempts', 0) || ' attempts',
        'no number of attempts locks an account') as detail
from policies
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
    and coalesce((json ->> '$.settings.password.lockout.maxAttempts') not between 1 and 3, true)

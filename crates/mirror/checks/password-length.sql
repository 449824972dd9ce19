-- title: A password has at least 15 characters
-- severity: medium
-- stig: OKTA-APP-000650 V-273195 SV-273195r1098852_rule CCI-004066
-- why: The time to guess a password grows with each character.
-- fix: In each password policy, set the least length to 15 or more.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
--   and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
select 'policies' as kind, id, name,
    'it takes passwords of ' || coalesce((json ->> '$.settings.password.complexity.minLength'), 'an unknown number of') || ' characters' as detail
from policies
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
    and coalesce((json ->> '$.settings.password.complexity.minLength') < 15, true)

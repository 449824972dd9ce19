-- title: A password lives for at least 24 hours
-- severity: medium
-- stig: OKTA-APP-000740 V-273200 SV-273200r1098867_rule CCI-004066
-- why: People who may change a password at once can change it until the old one is allowed again.
-- fix: In each password policy, set the least age of a password to 24 hours.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
--   and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
select 'policies' as kind, id, name,
    'a password may be changed after ' || coalesce((json ->> '$.settings.password.age.minAgeMinutes'), 'an unknown number of') || ' minutes' as detail
from policies
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
    and coalesce((json ->> '$.settings.password.age.minAgeMinutes') < 1440, true)

-- title: A password has a lower-case letter
-- severity: medium
-- stig: OKTA-APP-000680 V-273197 SV-273197r1098858_rule CCI-004066
-- why: The rules of agencies ask for four classes of characters, and small letters are one of them.
-- fix: In each password policy, demand at least one lower-case letter.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
--   and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
select 'policies' as kind, id, name,
    'it takes passwords without a lower-case letter' as detail
from policies
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
    and coalesce((json ->> '$.settings.password.complexity.minLowerCase') < 1, true)

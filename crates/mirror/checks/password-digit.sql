-- title: A password has a digit
-- severity: medium
-- stig: OKTA-APP-000690 V-273198 SV-273198r1098861_rule CCI-004066
-- why: The rules of agencies ask for four classes of characters, and digits are one of them.
-- fix: In each password policy, demand at least one digit.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
--   and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
select 'policies' as kind, id, name,
    'it takes passwords without a digit' as detail
from policies
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
    and coalesce((json ->> '$.settings.password.complexity.minNumber') < 1, true)

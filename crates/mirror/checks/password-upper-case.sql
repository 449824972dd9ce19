-- title: A password has an upper-case letter
-- severity: medium
-- stig: OKTA-APP-000670 V-273196 SV-273196r1098855_rule CCI-004066
-- why: The rules of agencies ask for four classes of characters, and capitals are one of them.
-- fix: In each password policy, demand at least one upper-case letter.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
--   and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
select 'policies' as kind, id, name,
    'it takes passwords without an upper-case letter' as detail
from policies
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
    and coalesce((json ->> '$.settings.password.complexity.minUpperCase') < 1, true)

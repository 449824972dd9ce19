-- title: A password has a symbol
-- severity: medium
-- stig: OKTA-APP-000700 V-273199 SV-273199r1098864_rule CCI-004066
-- why: The rules of agencies ask for four classes of characters, and symbols are one of them.
-- fix: In each password policy, demand at least one symbol.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
--   and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
select 'policies' as kind, id, name,
    'it takes passwords without a symbol' as detail
from policies
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
    and coalesce((json ->> '$.settings.password.complexity.minSymbol') < 1, true)

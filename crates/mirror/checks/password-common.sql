-- title: Common passwords are refused
-- severity: medium
-- stig: OKTA-APP-002980 V-273208 SV-273208r1099769_rule CCI-004058
-- why: Attackers first try the passwords of every list.
-- fix: In each password policy, have the policy refuse common passwords.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
--   and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
select 'policies' as kind, id, name,
    'it takes common passwords' as detail
from policies
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
    and (json ->> '$.settings.password.complexity.dictionary.common.exclude') is not 1

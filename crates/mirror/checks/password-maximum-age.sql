-- title: A password expires after 60 days
-- severity: medium
-- stig: OKTA-APP-000745 V-273201 SV-273201r1098870_rule CCI-004066
-- why: A password that somebody has learned should not work forever.
-- fix: In each password policy, let passwords expire after 60 days.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
--   and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
select 'policies' as kind, id, name,
    case when (json ->> '$.settings.password.age.maxAgeDays') > 0 then 'a password expires after ' || (json ->> '$.settings.password.age.maxAgeDays') || ' days' else 'a password never expires' end as detail
from policies
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
    and coalesce((json ->> '$.settings.password.age.maxAgeDays') not between 1 and 60, true)

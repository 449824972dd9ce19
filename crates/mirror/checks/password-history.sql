-- title: The last five passwords cannot be used again
-- severity: medium
-- stig: OKTA-APP-003010 V-273209 SV-273209r1098894_rule CCI-004061
-- why: A password that was given away once is not safe because a year has passed.
-- fix: In each password policy, keep a history of at least 5 passwords.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
--   and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
select 'policies' as kind, id, name,
    'it remembers ' || coalesce((json ->> '$.settings.password.age.historyCount'), 'an unknown number of') || ' passwords' as detail
from policies
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
    and coalesce((json ->> '$.settings.password.age.historyCount') < 5, true)

-- title: A password does not contain the name of its user
-- severity: medium
-- why: Attackers first try the parts of the mail address.
-- fix: In each password policy, exclude the user name, the first name and the last name.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
--   and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
select 'policies' as kind, id, name, 'it takes passwords with a name of the user' as detail
from policies p
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(json ->> '$.conditions.authProvider.provider', 'OKTA') = 'OKTA'
    and ((json ->> '$.settings.password.complexity.excludeUsername') is not 1
        or (select count(*) from json_each(p.json, '$.settings.password.complexity.excludeAttributes') a
            where a.value in ('firstName', 'lastName')) < 2)

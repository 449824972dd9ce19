-- title: Each active person has a manager who is active
-- severity: low
-- why: Somebody has to be asked whether a person still needs what they have.
-- fix: Fill `managerId` or `manager`, and name somebody else where the manager left.
-- reads: users
-- applies: select 1 from users where coalesce(json ->> '$.profile.managerId', json ->> '$.profile.manager', '') <> ''
select 'users' as kind, u.id, u.login as name,
    case when coalesce(u.json ->> '$.profile.managerId', u.json ->> '$.profile.manager', '') = '' then 'no manager is named'
        else 'the manager ' || m.login || ' is ' || lower(m.status) end as detail
from users u left join users_rows m
    on m.login = coalesce(u.json ->> '$.profile.managerId', '') or m.key = coalesce(u.json ->> '$.profile.managerId', '')
where u.status = 'ACTIVE' and (
    coalesce(u.json ->> '$.profile.managerId', u.json ->> '$.profile.manager', '') = ''
    or m.status in ('DEPROVISIONED', 'SUSPENDED'))

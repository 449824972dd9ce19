-- title: Accounts that are idle for 35 days are suspended or deactivated
-- severity: medium
-- stig: OKTA-APP-000090 V-273188 SV-273188r1098831_rule CCI-000017 CCI-000795 CCI-003627
-- why: Nobody notices that an account is misused if nobody uses it.
-- fix: Make an automation that suspends or deactivates people of Everyone after 35 days without a sign-in, and
--   suspend those who are idle already.
-- reads: users, policies
-- applies: select 1 from users where status <> 'DEPROVISIONED'
--   and coalesce(provider, '') not in ('ACTIVE_DIRECTORY', 'LDAP')
select 'users' as kind, id, login as name,
    case when lastLogin is null then 'active for ' || cast(days_since(coalesce(activated, created)) as integer) || ' days, and never signed in'
        else 'last signed in ' || cast(days_since(lastLogin) as integer) || ' days ago' end as detail
from users
where status = 'ACTIVE' and coalesce(provider, '') not in ('ACTIVE_DIRECTORY', 'LDAP')
    and coalesce(lastLogin, activated, created) < days_ago(35)
union all
select 'policies', 'USER_LIFECYCLE', 'Automations', 'there is no active automation for idle accounts'
where not exists (select 1 from policies where type = 'USER_LIFECYCLE' and status = 'ACTIVE')

-- title: The policy of each app uses zones and denies the rest
-- severity: medium
-- stig: OKTA-APP-003244 V-279693 SV-279693r1155078_rule CCI-001414
-- why: A case without a rule should not be allowed.
-- fix: In the policy of each app, give the rules conditions on network zones, and have the catch-all rule deny.
-- reads: apps, policies, policy_rules
-- applies: select 1 from app_rules
select 'apps' as kind, app_id as id, app as name,
    case when max(system and (json ->> '$.actions.appSignOn.access') is not 'DENY') then 'its catch-all rule lets people in'
        else 'none of its rules looks at the network' end as detail
from app_rules
group by app_id, app
having max(system and (json ->> '$.actions.appSignOn.access') is not 'DENY')
    or not max((json ->> '$.conditions.network.connection') is 'ZONE')

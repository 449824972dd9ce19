-- title: The Admin Console is for registered devices
-- severity: medium
-- why: A cookie or a code that was stolen is of no use on the device of the thief.
-- fix: In the policy of the Okta Admin Console, have the first rule demand a registered or managed device.
-- reads: apps, policies, policy_rules
-- known: select 1 from app_rules where app_name = 'saasure'
-- unknown: the token does not see the app Okta Admin Console and its policy
select 'policy_rules' as kind, rule_id as id, app || ' / ' || rule as name, 'any device will do' as detail
from app_rules
where is_first and app_name = 'saasure'
    and (json ->> '$.conditions.device.registered') is not 1 and (json ->> '$.conditions.device.managed') is not 1

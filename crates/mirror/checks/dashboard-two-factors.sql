-- title: The dashboard needs two factors
-- severity: high
-- stig: OKTA-APP-000570 V-273194 SV-273194r1098849_rule CCI-000766 CCI-004046
-- why: The dashboard leads to every app that somebody has.
-- fix: In the policy of the Okta Dashboard, have the first rule demand two factors.
-- reads: apps, policies, policy_rules
-- known: select 1 from app_rules where app_name = 'okta_enduser'
-- unknown: the token does not see the app Okta Dashboard and its policy
select 'policy_rules' as kind, rule_id as id, app || ' / ' || rule as name, 'one factor is enough' as detail
from app_rules
where is_first and app_name = 'okta_enduser' and (json ->> '$.actions.appSignOn.verificationMethod.factorMode') is not '2FA'

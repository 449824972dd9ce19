-- title: The Admin Console needs two factors
-- severity: high
-- stig: OKTA-APP-000560 V-273193 SV-273193r1098846_rule CCI-000765 CCI-004046
-- why: With one password of one administrator, somebody else has the whole org.
-- fix: In the policy of the Okta Admin Console, have the first rule demand two factors.
-- reads: apps, policies, policy_rules
-- known: select 1 from app_rules where app_name = 'saasure'
-- unknown: the token does not see the app Okta Admin Console and its policy
select 'policy_rules' as kind, rule_id as id, app || ' / ' || rule as name, 'one factor is enough' as detail
from app_rules
where is_first and app_name = 'saasure' and (json ->> '$.actions.appSignOn.verificationMethod.factorMode') is not '2FA'

-- title: The dashboard takes phishing-resistant factors only
-- severity: medium
-- stig: OKTA-APP-000180 V-273190 SV-273190r1099763_rule CCI-000044
-- why: A code that somebody can type can also be typed into a page that only looks like yours.
-- fix: In the policy of the Okta Dashboard, have the first rule demand possession that resists phishing, in each of
--   its alternatives.
-- reads: apps, policies, policy_rules
-- known: select 1 from app_rules where app_name = 'okta_enduser'
-- unknown: the token does not see the app Okta Dashboard and its policy
select 'policy_rules' as kind, rule_id as id, app || ' / ' || rule as name,
    'a factor that does not resist phishing is enough' as detail
from app_rules r
where is_first and app_name = 'okta_enduser' and (
    coalesce(json_array_length(json, '$.actions.appSignOn.verificationMethod.constraints'), 0) = 0
    or exists (select 1 from json_each(r.json, '$.actions.appSignOn.verificationMethod.constraints') c
        where (c.value ->> '$.possession.phishingResistant') is not 'REQUIRED'))

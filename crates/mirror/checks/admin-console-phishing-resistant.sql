-- title: The Admin Console takes phishing-resistant factors only
-- severity: medium
-- stig: OKTA-APP-000190 V-273191 SV-273191r1099764_rule CCI-000044
-- why: Phishing is aimed at administrators.
-- fix: In the policy of the Okta Admin Console, have the first rule demand possession that resists phishing, in each
--   of its alternatives.
-- reads: apps, policies, policy_rules
-- known: select 1 from app_rules where app_name = 'saasure'
-- unknown: the token does not see the app Okta Admin Console and its policy
select 'policy_rules' as kind, rule_id as id, app || ' / ' || rule as name,
    'a factor that does not resist phishing is enough' as detail
from app_rules r
where is_first and app_name = 'saasure' and (
    coalesce(json_array_length(json, '$.actions.appSignOn.verificationMethod.constraints'), 0) = 0
    or exists (select 1 from json_each(r.json, '$.actions.appSignOn.verificationMethod.constraints') c
        where (c.value ->> '$.possession.phishingResistant') is not 'REQUIRED'))

-- title: The Admin Console asks for the factors again within two hours
-- severity: medium
-- why: A session that was taken over ends where a factor is asked for.
-- fix: In the policy of the Okta Admin Console, have the first rule ask at every sign-in, or after two hours at most.
-- reads: apps, policies, policy_rules
-- known: select 1 from app_rules where app_name = 'saasure'
-- unknown: the token does not see the app Okta Admin Console and its policy
select 'policy_rules' as kind, rule_id as id, app || ' / ' || rule as name,
    'factors are asked for again after ' || coalesce(json ->> '$.actions.appSignOn.verificationMethod.reauthenticateIn', 'no time') as detail
from app_rules
where is_first and app_name = 'saasure'
    and coalesce(json ->> '$.actions.appSignOn.verificationMethod.reauthenticateIn', '')
        not in ('PT0S', 'PT15M', 'PT30M', 'PT1H', 'PT2H', 'PT60M', 'PT120M')

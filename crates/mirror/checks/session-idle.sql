-- title: A global session ends after 15 idle minutes
-- severity: medium
-- stig: OKTA-APP-000020 V-273186 SV-273186r1098825_rule CCI-000057 CCI-001133
-- why: A screen that is left open is a way in. The shorter an idle session lives, the less it is worth.
-- fix: In each global session policy, set the idle time of the first rule to 15 minutes or less.
-- reads: policies, policy_rules
-- applies: select 1 from policies where type = 'OKTA_SIGN_ON' and status = 'ACTIVE'
select 'policy_rules' as kind, rule_id as id, policy || ' / ' || rule as name,
    'a session ends after ' || coalesce(json ->> '$.actions.signon.session.maxSessionIdleMinutes', 'no number of')
        || ' idle minutes' as detail
from first_rules
where policy_type = 'OKTA_SIGN_ON'
    and coalesce((json ->> '$.actions.signon.session.maxSessionIdleMinutes') not between 1 and 15, true)

-- title: A global session lives for 18 hours at most
-- severity: medium
-- stig: OKTA-APP-001665 V-273203 SV-273203r1099958_rule CCI-002038
-- why: A session that is used does not end by itself. Without a limit, a stolen cookie works for as long as the thief likes.
-- fix: In each global session policy, give the first rule a lifetime of 1 to 1080 minutes; 0 means no end.
-- reads: policies, policy_rules
-- applies: select 1 from policies where type = 'OKTA_SIGN_ON' and status = 'ACTIVE'
select 'policy_rules' as kind, rule_id as id, policy || ' / ' || rule as name,
    case json ->> '$.actions.signon.session.maxSessionLifetimeMinutes'
        when 0 then 'a session has no end'
        else 'a session lives for ' || coalesce(json ->> '$.actions.signon.session.maxSessionLifetimeMinutes', 'an unknown number of')
            || ' minutes' end as detail
from first_rules
where policy_type = 'OKTA_SIGN_ON'
    and coalesce((json ->> '$.actions.signon.session.maxSessionLifetimeMinutes') not between 1 and 1080, true)

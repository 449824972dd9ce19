-- title: A global session ends with the browser
-- severity: medium
-- stig: OKTA-APP-001710 V-273206 SV-273206r1098885_rule CCI-002007 CCI-001942
-- why: A cookie that outlives the browser lets in the next person who opens it.
-- fix: In each global session policy, have the first rule not use a persistent cookie.
-- reads: policies, policy_rules
-- applies: select 1 from policies where type = 'OKTA_SIGN_ON' and status = 'ACTIVE'
select 'policy_rules' as kind, rule_id as id, policy || ' / ' || rule as name,
    'the session cookie stays when the browser is closed' as detail
from first_rules
where policy_type = 'OKTA_SIGN_ON' and (json ->> '$.actions.signon.session.usePersistentCookie') is not 0

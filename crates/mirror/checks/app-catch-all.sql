-- title: The last rule of each app policy asks for more than a password
-- severity: medium
-- why: This rule is for the cases that you did not think of.
-- fix: Have the catch-all rule demand two factors, or deny.
-- reads: policies, policy_rules
-- applies: select 1 from policies where type = 'ACCESS_POLICY' and status = 'ACTIVE'
select 'policy_rules' as kind, r.id, p.name || ' / ' || r.name as name, 'one factor is enough for what no other rule fits' as detail
from policies p join policy_rules r on r.policy_id = p.id
where p.type = 'ACCESS_POLICY' and p.status = 'ACTIVE' and r.system
    and (r.json ->> '$.actions.appSignOn.access') is not 'DENY'
    and (r.json ->> '$.actions.appSignOn.verificationMethod.factorMode') is not '2FA'

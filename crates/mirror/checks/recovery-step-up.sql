-- title: People who reset a password show a second factor
-- severity: medium
-- why: Without it, somebody who reads the mail of a person can become that person.
-- fix: In the rules of each password policy, demand additional verification for self-service.
-- reads: policies, policy_rules
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
select 'policy_rules' as kind, r.id, p.name || ' / ' || r.name as name, 'a reset takes one factor' as detail
from policies p join policy_rules r on r.policy_id = p.id
where p.type = 'PASSWORD' and p.status = 'ACTIVE' and r.status = 'ACTIVE'
    and (r.json ->> '$.actions.selfServicePasswordReset.access') = 'ALLOW'
    and (r.json ->> '$.actions.selfServicePasswordReset.requirement.stepUp.required') is not 1

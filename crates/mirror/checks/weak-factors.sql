-- title: Phone, mail and questions cannot be enrolled as factors
-- severity: medium
-- why: A number can be moved to another SIM, a mailbox is often behind the same password, and answers can be looked up.
-- fix: In each enrolment policy, forbid the authenticators phone, email and security question.
-- reads: policies
-- applies: select 1 from policies where type = 'MFA_ENROLL' and status = 'ACTIVE'
select 'policies' as kind, p.id, p.name, 'it lets people enrol ' || group_concat(a.value ->> '$.key', ', ') as detail
from policies p, json_each(p.json, '$.settings.authenticators') a
where p.type = 'MFA_ENROLL' and p.status = 'ACTIVE'
    and (a.value ->> '$.key') in ('phone_number', 'okta_email', 'security_question')
    and (a.value ->> '$.enroll.self') <> 'NOT_ALLOWED'
group by p.id, p.name

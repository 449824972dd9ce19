-- title: Each enrolment policy requires a factor besides the password
-- severity: medium
-- why: People who need not enrol a second factor seldom do, and then the first thief does it for them.
-- fix: In each enrolment policy, make an authenticator that resists phishing required.
-- reads: policies
-- applies: select 1 from policies where type = 'MFA_ENROLL' and status = 'ACTIVE'
select 'policies' as kind, p.id, p.name, 'it requires nothing but a password' as detail
from policies p
where p.type = 'MFA_ENROLL' and p.status = 'ACTIVE' and not exists (
    select 1 from json_each(p.json, '$.settings.authenticators') a
    where (a.value ->> '$.key') <> 'okta_password' and (a.value ->> '$.enroll.self') = 'REQUIRED')

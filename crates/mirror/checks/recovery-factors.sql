-- title: Nobody recovers an account by phone or question
-- severity: medium
-- why: The way back in must not be weaker than the way in.
-- fix: In each password policy, turn off recovery by SMS, by call and by question.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
select 'policies' as kind, p.id, p.name, 'an account is recovered by ' || group_concat(f.key, ', ') as detail
from policies p, json_each(p.json, '$.settings.recovery.factors') f
where p.type = 'PASSWORD' and p.status = 'ACTIVE' and f.key in ('okta_sms', 'okta_call', 'recovery_question')
    and (f.value ->> '$.status') = 'ACTIVE'
group by p.id, p.name

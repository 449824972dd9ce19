-- title: Everybody who is active has a factor
-- severity: medium
-- why: A person without a factor enrols the first one with a password alone, and so does a thief.
-- fix: Require enrolment, and ask those who are shown.
-- reads: users, factors
-- known: select 1 from mirror where name = 'settings' and (value ->> '$.allFactors') = 1
-- unknown: the mirror has the factors of administrators alone; `oktars mirror sync FILE --factors all` reads all
select 'users' as kind, u.id, u.login as name, 'no active factor' as detail
from users u
where u.status = 'ACTIVE' and u.id not in (select user_id from factors where status = 'ACTIVE')

-- title: No two active people share a mail address
-- severity: low
-- why: Somebody who reads the mail of one can recover the other.
-- fix: Give each account an address of its own.
-- reads: users
select 'users' as kind, u.id, u.login as name, 'shares ' || u.email as detail
from users u
where u.status = 'ACTIVE' and u.email in (
    select email from users_rows where status = 'ACTIVE' and email is not null group by email having count(*) > 1)

-- title: No token belongs to somebody who is deactivated or suspended
-- severity: medium
-- why: Such a token stops or works when somebody else decides about the person.
-- fix: Revoke the token, and make another one as a service account.
-- reads: users, api_tokens
-- applies: select 1 from api_tokens
select 'api_tokens' as kind, t.id, t.name, 'its owner ' || u.login || ' is ' || lower(u.status) as detail
from api_tokens t join users_rows u on u.key = t.user_id
where u.status in ('DEPROVISIONED', 'SUSPENDED')

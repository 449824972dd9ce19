-- title: Apps use neither the implicit grant nor passwords
-- severity: medium
-- why: The first puts tokens into addresses, and the second gives passwords to apps.
-- fix: Use the authorization code with PKCE instead.
-- reads: apps
-- applies: select 1 from apps where signOnMode = 'OPENID_CONNECT' and status = 'ACTIVE'
select 'apps' as kind, a.id, a.label as name, 'it may use ' || group_concat(g.value, ', ') as detail
from apps a, json_each(a.json, '$.settings.oauthClient.grant_types') g
where a.signOnMode = 'OPENID_CONNECT' and a.status = 'ACTIVE' and g.value in ('implicit', 'password')
group by a.id, a.label

-- title: Apps that use codes need PKCE
-- severity: medium
-- why: A stolen code is of no use without the secret with which the app began.
-- fix: Require PKCE as additional verification in the settings of the app.
-- reads: apps
-- applies: select 1 from apps where signOnMode = 'OPENID_CONNECT' and status = 'ACTIVE'
--   and json like '%authorization_code%'
select 'apps' as kind, a.id, a.label as name, 'PKCE is not required' as detail
from apps a
where a.signOnMode = 'OPENID_CONNECT' and a.status = 'ACTIVE'
    and (a.json ->> '$.credentials.oauthClient.pkce_required') is not 1
    and exists (select 1 from json_each(a.json, '$.settings.oauthClient.grant_types') g where g.value = 'authorization_code')

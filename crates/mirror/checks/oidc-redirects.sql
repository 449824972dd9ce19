-- title: Apps return to exact addresses over https
-- severity: medium
-- why: A code that is sent to a wrong place, or in the open, is read there.
-- fix: Turn wildcards off, and use https. Addresses of the own machine may stay.
-- reads: apps
-- applies: select 1 from apps where signOnMode = 'OPENID_CONNECT' and status = 'ACTIVE'
select 'apps' as kind, a.id, a.label as name,
    coalesce('it returns to ' || (
        select group_concat(u.value, ', ') from json_each(a.json, '$.settings.oauthClient.redirect_uris') u
        where u.value like 'http://%' and u.value not like 'http://localhost%' and u.value not like 'http://127.%'),
        'its addresses may hold wildcards') as detail
from apps a
where a.signOnMode = 'OPENID_CONNECT' and a.status = 'ACTIVE' and (
    coalesce(a.json ->> '$.settings.oauthClient.wildcard_redirect', 'DISABLED') <> 'DISABLED'
    or exists (select 1 from json_each(a.json, '$.settings.oauthClient.redirect_uris') u
        where u.value like 'http://%' and u.value not like 'http://localhost%' and u.value not like 'http://127.%'))

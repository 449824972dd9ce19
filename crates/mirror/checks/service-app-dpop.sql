-- title: Tokens of service apps are bound to a key
-- severity: low
-- why: A token that leaks is of no use without the key (DPoP).
-- fix: Demand proof of possession in the settings of the app.
-- reads: apps
-- applies: select 1 from apps where (json ->> '$.settings.oauthClient.application_type') = 'service' and status = 'ACTIVE'
select 'apps' as kind, id, label as name, 'its tokens work for whoever has them' as detail
from apps
where (json ->> '$.settings.oauthClient.application_type') = 'service' and status = 'ACTIVE'
    and (json ->> '$.settings.oauthClient.dpop_bound_access_tokens') is not 1

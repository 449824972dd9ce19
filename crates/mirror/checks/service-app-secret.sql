-- title: Service apps prove themselves with a key
-- severity: medium
-- why: A secret is sent with each request and lies in two places. A private key stays where it was made.
-- fix: Give the app a public key, and have it sign its assertions (private_key_jwt).
-- reads: apps
-- applies: select 1 from apps where (json ->> '$.settings.oauthClient.application_type') = 'service' and status = 'ACTIVE'
select 'apps' as kind, id, label as name,
    'it proves itself by ' || coalesce(json ->> '$.credentials.oauthClient.token_endpoint_auth_method', 'nothing') as detail
from apps
where (json ->> '$.settings.oauthClient.application_type') = 'service' and status = 'ACTIVE'
    and (json ->> '$.credentials.oauthClient.token_endpoint_auth_method') is not 'private_key_jwt'

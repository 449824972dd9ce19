-- title: Access tokens of authorization servers live for an hour at most
-- severity: medium
-- why: Nobody can take an access token back.
-- fix: In the rules of the policies of the server, set the lifetime of access tokens to 60 minutes or less.
-- reads: authorization_servers, authorization_server_policies, authorization_server_rules
-- applies: select 1 from authorization_server_rules where status = 'ACTIVE'
select 'authorization_server_rules' as kind, r.id, s.name || ' / ' || r.name as name,
    'access tokens live for ' || (r.json ->> '$.actions.token.accessTokenLifetimeMinutes') || ' minutes' as detail
from authorization_server_rules r join authorization_servers s on s.id = r.server_id
where r.status = 'ACTIVE' and s.status = 'ACTIVE' and (r.json ->> '$.actions.token.accessTokenLifetimeMinutes') > 60

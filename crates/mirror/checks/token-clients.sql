-- title: Policies of authorization servers name their clients
-- severity: low
-- why: A policy for all clients is also one for the next app that somebody makes.
-- fix: Name the clients that the policy is for.
-- reads: authorization_servers, authorization_server_policies
-- applies: select 1 from authorization_server_policies where status = 'ACTIVE'
select 'authorization_server_policies' as kind, p.id, s.name || ' / ' || p.name as name, 'it holds for all clients' as detail
from authorization_server_policies p join authorization_servers s on s.id = p.server_id
where p.status = 'ACTIVE' and s.status = 'ACTIVE' and exists (
    select 1 from json_each(p.json, '$.conditions.clients.include') c where c.value = 'ALL_CLIENTS')

-- title: Rules of authorization servers name their scopes
-- severity: low
-- why: A rule for any scope also gives those that somebody adds later.
-- fix: Name the scopes that the rule gives.
-- reads: authorization_servers, authorization_server_policies, authorization_server_rules
-- applies: select 1 from authorization_server_rules where status = 'ACTIVE'
select 'authorization_server_rules' as kind, r.id, s.name || ' / ' || r.name as name, 'it gives any scope' as detail
from authorization_server_rules r join authorization_servers s on s.id = r.server_id
where r.status = 'ACTIVE' and s.status = 'ACTIVE' and exists (
    select 1 from json_each(r.json, '$.conditions.scopes.include') c where c.value = '*')

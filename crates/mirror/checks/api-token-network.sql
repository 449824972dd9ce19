-- title: Each API token is bound to network zones that exist
-- severity: medium
-- stig: OKTA-APP-003240 V-279689 SV-279689r1155066_rule CCI-005165 CCI-000366
-- why: A token that leaks is worthless where it does not work.
-- fix: Restrict each token to the zones from which it is used.
-- reads: api_tokens, zones
-- applies: select 1 from api_tokens
select 'api_tokens' as kind, t.id, t.name,
    case when (t.json ->> '$.network.connection') is 'ZONE' then 'it includes no zone that exists'
        else 'it works from any network' end as detail
from api_tokens t
where (t.json ->> '$.network.connection') is not 'ZONE'
    or not exists (select 1 from json_each(t.json, '$.network.include') z join zones on zones.id = z.value)

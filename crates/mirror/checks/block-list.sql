-- title: The block list has addresses
-- severity: low
-- why: A list of addresses that attack you only helps if somebody fills it.
-- fix: Put the addresses that you block into a zone with the usage BLOCKLIST.
-- reads: zones
-- applies: select 1 from zones where usage = 'BLOCKLIST' and type = 'IP'
select 'zones' as kind, 'org' as id, 'org' as name, 'no zone of blocked addresses has any' as detail
where not exists (
    select 1 from zones where usage = 'BLOCKLIST' and type = 'IP' and status = 'ACTIVE'
        and coalesce(json_array_length(json, '$.gateways'), 0) + coalesce(json_array_length(json, '$.proxies'), 0) > 0)

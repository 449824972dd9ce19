-- title: Anonymising proxies are blocked
-- severity: medium
-- stig: OKTA-APP-003243 V-279692 SV-279692r1155075_rule CCI-001414
-- why: People who hide where they come from have a reason for it.
-- fix: Make a dynamic zone that blocks anonymisers, or activate the one that Okta brings. If a list of addresses does
--   it, except `org` and say so.
-- reads: zones
select 'zones' as kind, 'org' as id, 'org' as name, 'no active zone blocks anonymising proxies' as detail
where not exists (
    select 1 from zones z
    where z.status = 'ACTIVE' and z.usage = 'BLOCKLIST' and (
        (z.type = 'DYNAMIC' and coalesce(z.json ->> '$.proxyType', '') <> '')
        or (z.type = 'DYNAMIC_V2' and exists (
            select 1 from json_each(z.json, '$.ipServiceCategories.include') c
            where c.value in ('ALL_ANONYMIZERS', 'ALL_PROXIES_VPNS', 'ALL_IP_SERVICES') or c.value like 'ANONYMIZER%'))))

-- title: Identity providers link accounts only within named groups
-- severity: medium
-- why: Somebody who names a login of yours at another provider would be that person here, an administrator too.
-- fix: Turn automatic account links off, or limit them to groups without administrators.
-- reads: identity_providers
-- applies: select 1 from identity_providers where status = 'ACTIVE'
select 'identity_providers' as kind, id, name, 'it links to any account by itself' as detail
from identity_providers
where status = 'ACTIVE' and (json ->> '$.policy.accountLink.action') = 'AUTO'
    and coalesce(json_array_length(json, '$.policy.accountLink.filter.groups.include'), 0) = 0

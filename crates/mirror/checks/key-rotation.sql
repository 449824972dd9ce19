-- title: Keys of authorization servers rotate by themselves
-- severity: low
-- why: A key that is replaced by hand is replaced when somebody remembers.
-- fix: Set the rotation of signing keys to automatic.
-- reads: authorization_servers
-- applies: select 1 from authorization_servers where status = 'ACTIVE'
select 'authorization_servers' as kind, id, name,
    'its keys are rotated ' || lower(coalesce(json ->> '$.credentials.signing.rotationMode', 'nobody knows how')) as detail
from authorization_servers
where status = 'ACTIVE' and (json ->> '$.credentials.signing.rotationMode') is not 'AUTO'

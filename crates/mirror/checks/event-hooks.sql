-- title: Event hooks are verified, use https, and identify themselves
-- severity: medium
-- why: Events hold names and addresses of people, and the receiver should know that they are yours.
-- fix: Give the hook an https address and an authentication header, and verify it.
-- reads: event_hooks
-- applies: select 1 from event_hooks where status = 'ACTIVE'
select 'event_hooks' as kind, id, name,
    case when uri not like 'https://%' then 'its address is not https'
        when (json ->> '$.channel.config.authScheme.type') is null then 'it sends nothing that proves it'
        else 'it is not verified' end as detail
from event_hooks
where status = 'ACTIVE' and (uri not like 'https://%' or (json ->> '$.channel.config.authScheme.type') is null
    or (json ->> '$.verificationStatus') is not 'VERIFIED')

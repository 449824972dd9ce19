-- title: Inline hooks use https and identify themselves
-- severity: medium
-- why: The receiver of such a hook decides about tokens, passwords and profiles.
-- fix: Give the hook an https address, and an authentication header or OAuth.
-- reads: inline_hooks
-- applies: select 1 from inline_hooks where status = 'ACTIVE'
select 'inline_hooks' as kind, id, name,
    case when uri not like 'https://%' then 'its address is not https' else 'it sends nothing that proves it' end as detail
from inline_hooks
where status = 'ACTIVE' and (uri not like 'https://%'
    or ((json ->> '$.channel.config.authScheme.type') is null and (json ->> '$.channel.type') is not 'OAUTH'))

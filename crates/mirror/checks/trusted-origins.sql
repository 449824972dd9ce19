-- title: Trusted origins are https and exact
-- severity: medium
-- why: A page of a trusted origin may act with the session of the person who looks at it.
-- fix: Remove origins with http or wildcards. Those of the own machine belong into a preview org.
-- reads: trusted_origins
-- applies: select 1 from trusted_origins where status = 'ACTIVE'
select 'trusted_origins' as kind, id, name, 'its origin is ' || origin as detail
from trusted_origins
where status = 'ACTIVE' and (origin not like 'https://%' or origin like '%*%')

-- title: One client cannot use up the sign-in limits of all
-- severity: low
-- why: Otherwise one broken program keeps everybody from signing in.
-- fix: Set the per-client rate limit to enforce.
-- reads: client_rate_limits
select 'client_rate_limits' as kind, 'org' as id, 'org' as name, 'the mode is ' || lower(coalesce(defaultMode, 'not told')) as detail
from client_rate_limits where defaultMode is not 'ENFORCE'

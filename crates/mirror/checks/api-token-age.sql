-- title: API tokens are younger than 90 days
-- severity: low
-- why: What was made long ago has been copied since. Nobody knows where to.
-- fix: Make the token anew, or use a service app instead, whose keys can be replaced without a gap.
-- reads: api_tokens
-- applies: select 1 from api_tokens
select 'api_tokens' as kind, id, name, 'it is ' || cast(days_since(created) as integer) || ' days old' as detail
from api_tokens where created < days_ago(90)

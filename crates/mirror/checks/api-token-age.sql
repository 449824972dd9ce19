-- title: API tokens are younger than 90 days
-- severity: low
-- why: An old token has probably been copied. Nobody knows where.
-- fix: Make the token anew, or use a service app instead, whose keys can be replaced without a gap.
-- reads: api_tokens
-- applies: select 1 from api_tokens
select 'api_tokens' as kind, id, name, 'it is ' || cast(days_since(created) as integer) || ' days old' as detail
from api_tokens where created < days_ago(90)

-- title: Okta Verify asks for a number with each push
-- severity: medium
-- why: People who are asked often enough allow a push that they did not cause. A number has to be read first.
-- fix: In the settings of the authenticator Okta Verify, set the number challenge to all push notifications.
-- reads: authenticators
-- applies: select 1 from authenticators where authenticatorKey = 'okta_verify' and status = 'ACTIVE'
select 'authenticators' as kind, id, name,
    'the number challenge is ' || lower(coalesce(json ->> '$.settings.channelBinding.required', 'off')) as detail
from authenticators
where authenticatorKey = 'okta_verify' and status = 'ACTIVE'
    and (json ->> '$.settings.channelBinding.required') is not 'ALWAYS'

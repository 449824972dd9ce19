-- title: A recovery mail works for an hour at most
-- severity: low
-- why: A link that lies in a mailbox for a week is a key under the mat.
-- fix: In each password policy, set the lifetime of the recovery token to 60 minutes or less.
-- reads: policies
-- applies: select 1 from policies where type = 'PASSWORD' and status = 'ACTIVE'
--   and (json ->> '$.settings.recovery.factors.okta_email.status') = 'ACTIVE'
select 'policies' as kind, id, name,
    'a recovery mail works for ' || (json ->> '$.settings.recovery.factors.okta_email.properties.recoveryToken.tokenLifetimeMinutes')
        || ' minutes' as detail
from policies
where type = 'PASSWORD' and status = 'ACTIVE' and (json ->> '$.settings.recovery.factors.okta_email.status') = 'ACTIVE'
    and (json ->> '$.settings.recovery.factors.okta_email.properties.recoveryToken.tokenLifetimeMinutes') > 60

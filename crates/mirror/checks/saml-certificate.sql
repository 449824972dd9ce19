-- title: The certificate of each SAML app is valid for 60 days more
-- severity: high
-- why: On the day that the certificate ends, nobody signs in to the app any more.
-- fix: Make a new key for the app, give its certificate to the service, and then have the app use it.
-- reads: apps, app_keys
-- applies: select 1 from apps where signOnMode = 'SAML_2_0' and status = 'ACTIVE'
select 'apps' as kind, a.id, a.label as name,
    'its certificate ends on ' || substr(k.expiresAt, 1, 10) as detail
from apps a join app_keys k on k.app_id = a.id and k.id = (a.json ->> '$.credentials.signing.kid')
where a.signOnMode = 'SAML_2_0' and a.status = 'ACTIVE' and k.expiresAt < days_ago(-60)

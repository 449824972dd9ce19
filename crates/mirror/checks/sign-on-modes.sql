-- title: Apps sign people in by OpenID Connect or SAML
-- severity: low
-- why: Where Okta fills in a form, the app has a password of its own, and knows nothing of your second factor.
-- fix: Move the app to OpenID Connect or SAML where it can do either.
-- reads: apps
-- applies: select 1 from apps where status = 'ACTIVE'
select 'apps' as kind, id, label as name, 'it signs people in by ' || signOnMode as detail
from apps
where status = 'ACTIVE' and signOnMode in ('BROWSER_PLUGIN', 'BASIC_AUTH', 'SECURE_PASSWORD_STORE', 'AUTO_LOGIN')

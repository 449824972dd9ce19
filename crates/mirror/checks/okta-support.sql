-- title: Okta's support has no access
-- severity: medium
-- why: Somebody else may act in the org while it is open.
-- fix: Revoke the access when the case is closed.
-- reads: okta_support
select 'okta_support' as kind, 'org' as id, 'org' as name, 'support has access until ' || coalesce(expiration, 'it is revoked') as detail
from okta_support where support is not 'DISABLED'

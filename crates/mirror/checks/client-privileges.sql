-- title: New client apps have no admin role
-- severity: medium
-- why: A new app should be able to do nothing until somebody says what.
-- fix: Turn off the default role for public client apps.
-- reads: client_privileges
select 'client_privileges' as kind, 'org' as id, 'org' as name, 'each new public client app is an administrator' as detail
from client_privileges where (json ->> '$.clientPrivilegesSetting') is not 0

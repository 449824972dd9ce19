-- title: A role does not bring the Admin Console by itself
-- severity: low
-- why: Somebody who only uses the API needs no console, and an app that is not assigned cannot be phished.
-- fix: Turn the automatic assignment of the admin app off, and assign the app to those who need it.
-- reads: auto_assign_admin_app
select 'auto_assign_admin_app' as kind, 'org' as id, 'org' as name, 'each new administrator gets the Admin Console' as detail
from auto_assign_admin_app where (json ->> '$.autoAssignAdminAppSetting') is not 0

-- title: A session of the Admin Console lives for 12 hours at most
-- severity: medium
-- why: One working day is enough. What lives longer is there when nobody looks.
-- fix: In the settings of the Okta Admin Console app, set the lifetime of a session to 720 minutes or less.
-- reads: admin_console_settings
-- applies: select 1 from admin_console_settings
select 'admin_console_settings' as kind, app_name as id, 'Okta Admin Console' as name,
    'a session lives for ' || coalesce(sessionMaxLifetimeMinutes, 'an unknown number of') || ' minutes' as detail
from admin_console_settings
where coalesce(sessionMaxLifetimeMinutes > 720, true)

-- title: The Admin Console ends after 15 idle minutes
-- severity: medium
-- stig: OKTA-APP-000025 V-273187 SV-273187r1098828_rule CCI-000057
-- why: An idle session of an administrator is the most valuable one to find.
-- fix: In the settings of the Okta Admin Console app, set the idle time of a session to 15 minutes or less.
-- reads: admin_console_settings
-- applies: select 1 from admin_console_settings
select 'admin_console_settings' as kind, app_name as id, 'Okta Admin Console' as name,
    'a session ends after ' || coalesce(sessionIdleTimeoutMinutes, 'no number of') || ' idle minutes' as detail
from admin_console_settings
where coalesce(sessionIdleTimeoutMinutes > 15, true)

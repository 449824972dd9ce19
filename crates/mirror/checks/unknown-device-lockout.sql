-- title: Guesses from unknown devices do not lock people out
-- severity: low
-- why: Otherwise anybody who knows a login can keep its owner from work.
-- fix: In the security settings, block suspicious password attempts from unknown devices.
-- reads: user_lockout_settings
select 'user_lockout_settings' as kind, 'org' as id, 'org' as name, 'wrong passwords from any device lock people out' as detail
from user_lockout_settings where (json ->> '$.preventBruteForceLockoutFromUnknownDevices') is not 1

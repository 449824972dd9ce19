-- title: Each platform in use has a device assurance policy
-- severity: low
-- why: A rule can only ask for a safe device if somebody has said what that is.
-- fix: Make a device assurance policy for the platform.
-- reads: devices, device_assurance_policies
-- applies: select 1 from devices where status = 'ACTIVE'
select 'devices' as kind, d.platform as id, d.platform as name, count(*) || ' active devices, and no policy says what they must be like' as detail
from devices d
where d.status = 'ACTIVE' and not exists (select 1 from device_assurance_policies a where a.platform = d.platform)
group by d.platform

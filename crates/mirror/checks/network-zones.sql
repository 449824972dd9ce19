-- title: There are network zones of your own
-- severity: low
-- why: A rule can only tell your network from others if the org knows it.
-- fix: Make a zone for each network that your people sign in from.
-- reads: zones
select 'zones' as kind, 'org' as id, 'org' as name, 'there are only the zones that Okta brings' as detail
where not exists (select 1 from zones where not system and status = 'ACTIVE')

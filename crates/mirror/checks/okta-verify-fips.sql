-- title: Okta Verify runs on FIPS devices only
-- severity: medium
-- stig: OKTA-APP-001700 V-273205 SV-273205r1098882_rule CCI-001967
-- why: Agencies must keep their keys in validated modules.
-- fix: In the settings of the authenticator Okta Verify, demand FIPS compliance.
-- reads: authenticators
-- applies: select 1 from authenticators where authenticatorKey = 'okta_verify' and status = 'ACTIVE'
select 'authenticators' as kind, id, name,
    'FIPS compliance is ' || lower(coalesce(json ->> '$.settings.compliance.fips', 'optional')) as detail
from authenticators
where authenticatorKey = 'okta_verify' and status = 'ACTIVE'
    and (json ->> '$.settings.compliance.fips') is not 'REQUIRED'

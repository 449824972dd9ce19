-- title: Smart cards are trusted for approved authorities only
-- severity: medium
-- stig: OKTA-APP-001920 V-273207 SV-273207r1098888_rule CCI-002470 CCI-004909
-- why: A certificate is worth what its issuer is worth.
-- fix: Compare the chain of each identity provider of the type X509 with the list of approved authorities. The API shows
--   the issuer and not the chain, so each one is shown until you except it by its id.
-- reads: identity_providers
-- applies: select 1 from identity_providers where type = 'X509' and status = 'ACTIVE'
select 'identity_providers' as kind, id, name,
    'its issuer is ' || coalesce(json ->> '$.protocol.credentials.trust.issuer', 'not told') || ': is it approved?' as detail
from identity_providers
where type = 'X509' and status = 'ACTIVE'
    and coalesce(json ->> '$.protocol.credentials.trust.issuer', '') not like '%O=U.S. Government%'

-- title: SAML assertions are signed with SHA-256
-- severity: medium
-- why: An assertion without a signature, or with one that can be forged, is a letter that anybody may write.
-- fix: In the settings of the app, sign the assertion, with RSA-SHA256 and the digest SHA-256.
-- reads: apps
-- applies: select 1 from apps where signOnMode = 'SAML_2_0' and status = 'ACTIVE'
select 'apps' as kind, id, label as name,
    case when (json ->> '$.settings.signOn.assertionSigned') = 0 then 'its assertions are not signed'
        else 'it signs with ' || coalesce(json ->> '$.settings.signOn.signatureAlgorithm', '?') || ' and the digest '
            || coalesce(json ->> '$.settings.signOn.digestAlgorithm', '?') end as detail
from apps
where signOnMode = 'SAML_2_0' and status = 'ACTIVE' and (
    (json ->> '$.settings.signOn.assertionSigned') = 0
    or (json ->> '$.settings.signOn.signatureAlgorithm') = 'RSA_SHA1'
    or (json ->> '$.settings.signOn.digestAlgorithm') = 'SHA1')

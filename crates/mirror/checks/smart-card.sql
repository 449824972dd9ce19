-- title: People may sign in with a smart card
-- severity: medium
-- stig: OKTA-APP-001670 V-273204 SV-273204r1098879_rule CCI-001953 CCI-002009 CCI-002010
-- why: Agencies must accept each other's cards.
-- fix: Make an identity provider of the type X509, and activate the authenticator for smart cards.
-- reads: authenticators
select 'authenticators' as kind, 'smart_card_idp' as id, 'Smart card' as name,
    'the authenticator is not active' as detail
where not exists (select 1 from authenticators where authenticatorKey = 'smart_card_idp' and status = 'ACTIVE')

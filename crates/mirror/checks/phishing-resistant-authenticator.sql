-- title: A phishing-resistant authenticator is active
-- severity: medium
-- why: No policy can demand what nobody can enrol.
-- fix: Activate the authenticator for passkeys (FIDO2), or the one for smart cards.
-- reads: authenticators
select 'authenticators' as kind, 'org' as id, 'org' as name, 'neither passkeys nor smart cards are active' as detail
where not exists (
    select 1 from authenticators where status = 'ACTIVE' and authenticatorKey in ('webauthn', 'smart_card_idp'))

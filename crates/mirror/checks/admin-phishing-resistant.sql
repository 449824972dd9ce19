-- title: Each administrator has a factor that resists phishing
-- severity: high
-- why: A policy can only demand what people have.
-- fix: Have each administrator enrol a passkey or Okta FastPass.
-- reads: users, groups, memberships, user_roles, group_roles, custom_roles, resource_sets,
--   resource_set_bindings, resource_set_members, factors
select distinct 'users' as kind, a.user_id as id, a.login as name, 'neither a passkey nor FastPass is enrolled' as detail
from admins a
where a.user_status = 'ACTIVE' and not exists (
    select 1 from factors f where f.user_id = a.user_id and f.status = 'ACTIVE'
        and f.factorType in ('webauthn', 'u2f', 'signed_nonce'))

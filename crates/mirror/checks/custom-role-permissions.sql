-- title: Custom roles hold no permission to take over accounts
-- severity: medium
-- why: Somebody who may reset the password or the factors of a person can sign in as that person.
-- fix: Take these permissions out of custom roles, or except the roles whose holders you trust with them.
-- reads: custom_roles, custom_role_permissions
-- applies: select 1 from custom_roles
select 'custom_roles' as kind, r.id, r.label as name, 'it holds ' || group_concat(p.label, ', ') as detail
from custom_roles r join custom_role_permissions p on p.role_id = r.id
where p.label in ('okta.users.manage', 'okta.users.credentials.manage', 'okta.users.credentials.resetFactors',
    'okta.users.credentials.resetPassword', 'okta.users.credentials.manageTemporaryAccessCode',
    'okta.groups.manage', 'okta.apps.manage', 'okta.identityProviders.manage', 'okta.authzServers.manage')
group by r.id, r.label

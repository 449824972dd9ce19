-- title: No API token belongs to a super administrator
-- severity: medium
-- stig: OKTA-APP-003241 V-279690 SV-279690r1155069_rule CCI-005165 CCI-000366
-- why: A token may do what its owner may do, without a second factor and from anywhere.
-- fix: Make a service account that has the rights that the token needs, and no more. Make the token anew as that account.
-- reads: api_tokens, users, groups, memberships, user_roles, group_roles, custom_roles, resource_sets,
--   resource_set_bindings, resource_set_members
-- applies: select 1 from api_tokens
select distinct 'api_tokens' as kind, t.id, t.name, 'its owner ' || a.login || ' is a super administrator' as detail
from api_tokens t join admins a on a.user_id = t.user_id
where a.role = 'SUPER_ADMIN'

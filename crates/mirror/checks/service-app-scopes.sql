-- title: Service apps hold no scope that can take the org over
-- severity: medium
-- why: A client with such a scope is an administrator that never sleeps.
-- fix: Revoke the grants that the app does not need, or except the app with the reason.
-- reads: apps, app_grants
-- applies: select 1 from app_grants
select 'apps' as kind, a.id, a.label as name, 'it is granted ' || group_concat(g.scopeId, ', ') as detail
from app_grants g join apps a on a.id = g.app_id
where a.status = 'ACTIVE' and coalesce(g.status, 'ACTIVE') = 'ACTIVE'
    and g.scopeId in ('okta.roles.manage', 'okta.apps.manage', 'okta.appGrants.manage', 'okta.policies.manage',
        'okta.idps.manage', 'okta.authenticators.manage', 'okta.apiTokens.manage', 'okta.users.manage',
        'okta.groups.manage', 'okta.factors.manage', 'okta.schemas.manage')
group by a.id, a.label

-- title: Roles over groups and apps name which ones
-- severity: medium
-- why: A role without targets covers all groups or all apps, including those that grant more.
-- fix: Give each such role the groups or apps that it is for.
-- reads: users, user_roles, user_role_groups, user_role_apps
-- applies: select 1 from user_roles where type in ('USER_ADMIN', 'HELP_DESK_ADMIN', 'GROUP_MEMBERSHIP_ADMIN', 'APP_ADMIN')
select 'users' as kind, u.id, u.login as name, 'its role ' || r.type || ' holds for the whole org' as detail
from user_roles r join users u on u.id = r.user_id
where (r.type in ('USER_ADMIN', 'HELP_DESK_ADMIN', 'GROUP_MEMBERSHIP_ADMIN')
        and not exists (select 1 from user_role_groups t where t.user_id = r.user_id and t.role_id = r.id))
    or (r.type = 'APP_ADMIN' and not exists (select 1 from user_role_apps t where t.user_id = r.user_id and t.role_id = r.id))

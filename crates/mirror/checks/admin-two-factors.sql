-- title: Each administrator has two factors of possession
-- severity: high
-- why: With one factor, its loss is an emergency. With none, the password is the org.
-- fix: Have each administrator enrol a second factor besides mail and questions.
-- reads: users, groups, memberships, user_roles, group_roles, custom_roles, resource_sets,
--   resource_set_bindings, resource_set_members, factors
select 'users' as kind, a.user_id as id, a.login as name,
    count(distinct f.id) || ' active factors besides mail, phone and questions' as detail
from (select distinct user_id, login from admins where user_status = 'ACTIVE') a
left join factors f on f.user_id = a.user_id and f.status = 'ACTIVE'
    and f.factorType not in ('question', 'email', 'sms', 'call')
group by a.user_id, a.login
having count(distinct f.id) < 2

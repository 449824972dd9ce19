-- A mirror as a sync leaves it, but larger: people, groups, apps, who is in what and who has what.
begin;
create temp table number as
    with recursive n(i) as (select 1 union all select i + 1 from n where i < {people}) select i from n;
insert into documents (n, json)
    select 1000000 + i, json_object('id', printf('00uBig%014d', i), 'status', iif(i % 20 = 0, 'DEPROVISIONED', 'ACTIVE'),
        'created', '2025-01-01T00:00:00.000Z', 'activated', '2025-01-01T00:00:00.000Z',
        'lastLogin', iif(i % 3 = 0, null, '2026-11-01T00:00:00.000Z'), 'lastUpdated', '2026-11-01T00:00:00.000Z',
        'profile', json_object('login', 'person' || i || '@acme.example', 'email', 'person' || i || '@acme.example',
            'firstName', 'Person', 'lastName', 'Number ' || i, 'department', 'Department ' || i % 50,
            'title', 'Something that people are called', 'city', 'Lisbon', 'countryCode', 'PT', 'userType', 'Employee',
            'employeeNumber', i, 'costCenter', 'CC-' || i % 200,
            'managerId', iif(i % 7 = 0, null, 'person' || (i / 10 + 1) || '@acme.example')),
        'credentials', json_object('provider', json_object('type', 'OKTA', 'name', 'OKTA')))
    from number;
insert into users_rows (key, list, n, valid_from, id, status, login, email, firstName, lastName, created, activated,
        lastLogin, lastUpdated, provider)
    select json ->> '$.id', '', n, '2026-11-30T00:00:00.000Z', json ->> '$.id', json ->> '$.status',
        json ->> '$.profile.login', json ->> '$.profile.email', json ->> '$.profile.firstName',
        json ->> '$.profile.lastName', json ->> '$.created', json ->> '$.activated', json ->> '$.lastLogin',
        json ->> '$.lastUpdated', 'OKTA'
    from documents where n > 1000000 and n <= 1000000 + {people};
insert into documents (n, json)
    select 3000000 + i, json_object('id', printf('00gBig%014d', i), 'type', 'OKTA_GROUP',
        'profile', json_object('name', 'Group ' || i, 'description', iif(i % 5 = 0, null, 'What it is for')))
    from number where i <= max({people} / 50, 1);
insert into groups_rows (key, list, n, valid_from, id, type, name, description)
    select json ->> '$.id', '', n, '2026-11-30T00:00:00.000Z', json ->> '$.id', 'OKTA_GROUP', json ->> '$.profile.name',
        json ->> '$.profile.description'
    from documents where n > 3000000 and n < 4000000;
insert or ignore into memberships_rows (key, list, n, valid_from, group_id, user_id)
    select g.key || '/' || u.key, g.key, null, '2026-11-30T00:00:00.000Z', g.key, u.key
    from (select i, printf('00uBig%014d', i) as key from number) u, (select value from json_each('[1,2,3,4,5,6,7,8,9,10]')) k
    join groups_rows g on g.key = printf('00gBig%014d', 1 + (u.i * 31 + k.value * 97) % max({people} / 50, 1));
insert into documents (n, json)
    select 5000000 + i, json_object('id', printf('0oaBig%014d', i), 'name', 'oidc_client', 'label', 'App ' || i, 'status', 'ACTIVE',
        'signOnMode', 'OPENID_CONNECT', 'credentials', json_object('oauthClient', json_object('pkce_required', json('true'))),
        'settings', json_object('oauthClient', json_object('application_type', 'web', 'grant_types', json_array('authorization_code'),
            'redirect_uris', json_array('https://app.example/cb'))),
        '_links', json_object('accessPolicy', json_object('href', 'https://acme.okta.com/api/v1/policies/'
            || (select key from policies_rows where type = 'ACCESS_POLICY' limit 1))))
    from number where i <= 300;
insert into apps_rows (key, list, n, valid_from, id, name, label, status, signOnMode)
    select json ->> '$.id', '', n, '2026-11-30T00:00:00.000Z', json ->> '$.id', 'oidc_client', json ->> '$.label', 'ACTIVE',
        'OPENID_CONNECT'
    from documents where n > 5000000 and n < 6000000;
insert or ignore into app_users_rows (key, list, n, valid_from, app_id, user_id, scope, status)
    select a.key || '/' || u.key, a.key, null, '2026-11-30T00:00:00.000Z', a.key, u.key, iif(u.i % 9 = 0, 'USER', 'GROUP'), 'ACTIVE'
    from (select i, printf('00uBig%014d', i) as key from number) u, (select value from json_each('[1,2,3,4,5]')) k
    join apps_rows a on a.key = printf('0oaBig%014d', 1 + (u.i * 17 + k.value * 53) % 300);
insert or ignore into app_groups_rows (key, list, n, valid_from, app_id, group_id, priority)
    select a.key || '/' || g.key, a.key, null, '2026-11-30T00:00:00.000Z', a.key, g.key, 0
    from apps_rows a join groups_rows g on g.key = printf('00gBig%014d', 1 + (a.n * 7) % max({people} / 50, 1))
    where a.n > 5000000;
insert into documents (n, json)
    select 7000000 + i, json_object('id', 'f' || i, 'factorType', 'webauthn', 'status', 'ACTIVE') from number where i % 2 = 0;
insert into factors_rows (key, list, n, valid_from, id, user_id, factorType, status)
    select printf('00uBig%014d', n - 7000000) || '/f' || (n - 7000000), printf('00uBig%014d', n - 7000000), n,
        '2026-11-30T00:00:00.000Z', 'f' || (n - 7000000), printf('00uBig%014d', n - 7000000), 'webauthn', 'ACTIVE'
    from documents where n > 7000000;
commit;

//! Everything about one person, as a mirror holds it: with since when, and with what was.

use std::path::Path;

use serde_json::Value;

use super::{Entry, sessions, text};
use crate::command::mirror::{Mirrored, failure, literal};
use crate::failure::{Exit, Failure, Stop};
use crate::run::Run;

/// A section, the kinds that it reads, and what gives its rows: name, how, status, since, by, detail, id.
const SECTIONS: &[(&str, &[&str], &str)] = &[
    (
        "groups",
        &["groups", "memberships", "group_rules"],
        "select g.name, case g.type when 'BUILT_IN' then 'everybody is' when 'APP_GROUP' then 'imported' else
                case when exists (select 1 from group_rules r, json_each(r.groups) t
                    where r.status = 'ACTIVE' and t.value = g.id)
                then case when m.actor is null or m.actor like 'system@%' then 'perhaps ' else 'directly, or ' end
                    || 'by the rule ' || (select group_concat(r.name, ' or ') from group_rules r, json_each(r.groups) t
                        where r.status = 'ACTIVE' and t.value = g.id)
                else 'directly' end end as how,
            null as status, case when m.event is null and m.valid_from <= (select min(started) from run where state = 'published')
                then null else m.valid_from end as since, m.actor as \"by\", g.description as detail, g.id
         from memberships m join groups g on g.id = m.group_id where m.user_id = {user} order by g.name",
    ),
    (
        "apps",
        &["apps", "app_users", "app_groups", "groups", "memberships"],
        "select a.app as name, case a.path when 'direct' then 'directly' else 'by the group ' || a.\"group\" end as how,
            coalesce(a.status, 'not assigned yet') as status, case when u.event is null and u.valid_from <= (select min(started) from run where state = 'published')
                then null else u.valid_from end as since, u.actor as \"by\",
            case when a.last_used is null then 'no use seen' else 'last used ' || a.last_used end as detail,
            a.app_id as id
         from access a left join app_users_rows u on u.key = a.app_id || '/' || a.user_id
         where a.user_id = {user} order by a.app, how",
    ),
    (
        "roles",
        &["user_roles", "group_roles", "custom_roles", "resource_set_members"],
        "select coalesce(label, role) as name,
            case path when 'direct' then 'directly' else 'by the group ' || \"group\" end as how,
            null as status, null as since, null as \"by\", role as detail, group_id as id
         from admins where user_id = {user} order by 1",
    ),
    (
        "factors",
        &["factors"],
        "select factorType as name, null as how, status, created as since, actor as \"by\", provider as detail, id
         from factors where user_id = {user} order by 1",
    ),
    (
        "devices",
        &["devices"],
        "select d.displayName as name, null as how, d.status, d.lastUpdated as since, d.actor as \"by\",
            d.platform as detail, d.id
         from devices d where exists (
            select 1 from json_tree(d.json, '$._embedded') t where t.atom = {user}) order by 1",
    ),
    (
        "api tokens",
        &["api_tokens"],
        "select name, null as how, null as status, created as since, null as \"by\", 'expires ' || expiresAt as detail, id
         from api_tokens where user_id = {user} order by 1",
    ),
    (
        "changes",
        &["log"],
        "select eventType as name, null as how, outcome as status, published as since, actor as \"by\", null as detail,
            uuid as id
         from log where (target_id = {user} or json like '%' || {user} || '%') and actor_id is not {user}
            and eventType not like 'user.session.%' and eventType not like 'user.authentication.%'
         order by published desc limit 200",
    ),
    (
        "sign-ins",
        &["log"],
        "select eventType as name, outcome as status, published as since, null as \"by\",
            (select t.value ->> '$.displayName' from json_each(log.json, '$.target') t
                where (t.value ->> '$.type') = 'AppInstance') as how, json ->> '$.client.ipAddress' as detail, uuid as id
         from log where actor_id = {user}
            and (eventType = 'user.session.start' or eventType = 'user.authentication.sso')
         order by published desc limit 200",
    ),
];

pub fn read(run: &mut Run, path: &Path, name: &str) -> Result<(Value, Vec<Entry>), Stop> {
    let mut mirror = Mirrored::open(run, path)?;
    let name = literal(name);
    let mut found = mirror.rows(&format!(
        "select id, json from users where id = {name} or login = {name} collate nocase limit 1"
    ))?;
    let Some(mut row) = found.pop() else {
        return Err(Failure::new(Exit::NotFound, "the mirror has no user of this id or login").into());
    };
    let (id, user) = (text(&row, "/id"), row["json"].take());
    let mut entries = Vec::new();
    for (section, kinds, sql) in SECTIONS {
        entries.extend(missing(&mut mirror, section, kinds, &id)?);
        let rows = mirror.rows(&sql.replace("{user}", &literal(&id)))?;
        entries.extend(rows.iter().map(|row| Entry {
            how: text(row, "/how"),
            status: text(row, "/status"),
            since: text(row, "/since"),
            by: text(row, "/by"),
            detail: text(row, "/detail"),
            id: text(row, "/id"),
            ..Entry::new(section, text(row, "/name"))
        }));
    }
    entries.push(sessions());
    entries.extend(history(&mirror, &id)?);
    for section in ["clients", "grants"] {
        entries.push(Entry::unread(
            section,
            "a mirror does not have them; without --mirror, oktars asks the org",
        ));
    }
    Ok((user, entries))
}

/// What the mirror lacks for a section: nobody has to take an empty one for an answer.
fn missing(
    mirror: &mut Mirrored,
    section: &'static str,
    kinds: &[&str],
    user: &str,
) -> Result<Option<Entry>, Stop> {
    let names: Vec<String> = kinds.iter().map(|kind| literal(kind)).collect();
    let states =
        mirror.rows(&format!("select kind, state from status where kind in ({})", names.join(", ")))?;
    let state = |kind: &str| {
        let found = states.iter().find(|row| row["kind"] == kind);
        found.map_or_else(|| "was never read".to_owned(), |row| format!("is {}", text(row, "/state")))
    };
    let lacking: Vec<String> = kinds
        .iter()
        .map(|kind| (kind, state(kind)))
        .filter(|(_, state)| state != "is complete")
        .map(|(kind, state)| format!("{kind} {state}"))
        .collect();
    let has_all = mirror.reader.settings().map_err(failure)?.all_factors;
    if section == "factors" && lacking.is_empty() && !has_all {
        let admins = mirror.rows(&format!("select 1 from admin_users where id = {}", literal(user)))?;
        if !admins.is_empty() {
            return Ok(None);
        }
        return Ok(Some(Entry::unread(section, "the mirror has the factors of administrators only")));
    }
    Ok((!lacking.is_empty()).then(|| Entry::unread(section, &lacking.join("; "))))
}

/// How the account and the profile were before.
fn history(mirror: &Mirrored, id: &str) -> Result<Vec<Entry>, Stop> {
    let versions = mirror.reader.history("users", id).map_err(failure)?;
    let pairs = versions.iter().zip(versions.iter().skip(1));
    let changed = pairs.flat_map(|(before, after)| {
        let json_of = |json: &Option<Value>| json.clone().unwrap_or_default();
        let found = oktars_mirror::differences(&json_of(&before.json), &json_of(&after.json));
        found.into_iter().map(move |difference| Entry {
            how: after.event.clone().unwrap_or_default(),
            since: after.valid_from.clone(),
            by: after.actor.clone().unwrap_or_default(),
            status: difference.to.to_string(),
            detail: format!("{} before", difference.from),
            ..Entry::new("history", difference.path)
        })
    });
    let mut changed: Vec<Entry> = changed.collect();
    changed.reverse();
    Ok(changed)
}

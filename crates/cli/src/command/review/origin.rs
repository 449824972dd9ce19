//! Since when somebody has something, and who gave it.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::reading::Reading;
use super::row_id::{Kind, RowId};
use crate::failure::Stop;

/// Events with which access begins.
const BEGINNINGS: [&str; 4] = [
    "group.user_membership.add",
    "application.user_membership.add",
    "user.account.privilege.grant",
    "group.privilege.grant",
];
/// How the log calls Okta itself.
const SYSTEM: &str = "SystemPrincipal";

/// What the mirror and the log tell of the beginning of some access.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// It is unknown if there is none.
    pub since: Option<Box<str>>,
    pub by: Option<Box<str>>,
}

/// What the mirror says of a row.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    pub valid_from: Option<Box<str>>,
    pub event: Option<Box<str>>,
    pub actor: Option<Box<str>>,
    /// When Okta says that it was made.
    pub created: Option<Box<str>>,
}

/// An event with which some access began.
#[derive(Deserialize)]
struct Event {
    published: Box<str>,
    kind: Box<str>,
    actor: Option<Box<str>>,
    actor_type: Option<Box<str>>,
    user: Option<Box<str>>,
    group: Option<Box<str>>,
    app: Option<Box<str>>,
}

/// Somebody and a group, an app, or some administrator role.
type Begun = (Kind, Box<str>, Box<str>);

/// The last events with which access began.
pub struct Log {
    begun: HashMap<Begun, Origin>,
    /// Since when the mirror follows the org.
    follows_since: String,
}

/// What an event would have to be about: a membership, also where an app or a role comes by it.
fn begun(id: &RowId) -> Begun {
    match (&id.group, id.kind) {
        (Some(group), _) => (Kind::Group, group.clone(), id.user.clone()),
        // Which of somebody's roles was given, no event says by its id.
        (None, Kind::Role) => (Kind::Role, "".into(), id.user.clone()),
        (None, kind) => (kind, id.what.clone(), id.user.clone()),
    }
}

impl Log {
    /// Reads what the log tells of these rows.
    pub fn read<'a>(reading: &mut Reading, rows: impl Iterator<Item = &'a RowId>) -> Result<Self, Stop> {
        let wanted: HashSet<Begun> = rows.map(begun).collect();
        let mut log = Log { begun: HashMap::new(), follows_since: reading.follows_since.clone() };
        let target = |kind: &str| {
            format!(
                "(select t.value ->> '$.id' from json_each(l.json, '$.target') t where t.value ->> '$.type' = '{kind}' limit 1)"
            )
        };
        let names: Vec<String> = BEGINNINGS.iter().map(|name| format!("'{name}'")).collect();
        let sql = format!(
            "select l.published, l.eventType as kind, l.actor, l.json ->> '$.actor.type' as actor_type,
                {} as user, {} as \"group\", {} as app
             from log l where l.eventType in ({}) and l.outcome is 'SUCCESS' order by l.published",
            target("User"),
            target("UserGroup"),
            target("AppInstance"),
            names.join(", ")
        );
        reading.each(&sql, &mut |event: Event| {
            let by_okta = event.actor_type.as_deref() == Some(SYSTEM);
            let by = if by_okta { Some("Okta".into()) } else { event.actor };
            let key = match (&*event.kind, event.user, event.group, event.app) {
                ("group.user_membership.add", Some(user), Some(group), _) => (Kind::Group, group, user),
                ("application.user_membership.add", Some(user), _, Some(app)) => (Kind::App, app, user),
                ("user.account.privilege.grant", Some(user), ..) => (Kind::Role, "".into(), user),
                _ => return Ok(()),
            };
            if wanted.contains(&key) {
                log.begun.insert(key, Origin { since: Some(event.published), by });
            }
            Ok(())
        })?;
        Ok(log)
    }

    /// Since when somebody has what a row is about, and who gave it, as far as anything tells.
    pub fn origin(&self, id: &RowId, seen: &Seen) -> Origin {
        let is_beginning = seen.event.as_deref().is_some_and(|event| BEGINNINGS.contains(&event));
        if is_beginning {
            return Origin { since: seen.valid_from.clone(), by: seen.actor.clone() };
        }
        let told = self.begun.get(&begun(id));
        // Somebody may have got another role, or have got the app before and by another way.
        let is_it = |told: &&Origin| match (&seen.created, &told.since) {
            (Some(created), Some(since)) => minute(created) == minute(since),
            _ => true,
        };
        if let Some(told) = told.filter(is_it) {
            return told.clone();
        }
        let appeared = seen.valid_from.clone().filter(|from| **from > *self.follows_since);
        Origin { since: seen.created.clone().or(appeared), by: None }
    }
}

/// As much of a time as an event and what it tells of have in common.
fn minute(time: &str) -> &str {
    time.get(..16).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_of_a_beginning_is_taken_and_nothing_else() {
        let since =
            |since: &str, by: Option<&str>| Origin { since: Some(since.into()), by: by.map(Into::into) };
        let membership = RowId::parse("group/00g1/00u1/direct").unwrap();
        let app = RowId::parse("app/0oa1/00u1/direct").unwrap();
        let by_group = RowId::parse("app/0oa1/00u1/00g1").unwrap();
        let log = Log {
            begun: HashMap::from([
                (begun(&membership), since("2026-03-01T08:00:00.000Z", Some("boss@acme.example"))),
                (begun(&app), since("2026-03-02T08:00:30.000Z", Some("it@acme.example"))),
            ]),
            follows_since: "2026-04-01T00:00:00.000Z".to_owned(),
        };
        let seen = |valid_from: &str, event: Option<&str>, created: Option<&str>| Seen {
            valid_from: Some(valid_from.into()),
            event: event.map(Into::into),
            actor: event.map(|_| "ann@acme.example".into()),
            created: created.map(Into::into),
        };
        let first = "2026-04-01T00:00:00.000Z";
        let other = RowId::parse("group/00g2/00u1/direct").unwrap();
        let cases = [
            // What the mirror saw begin, with its event.
            (
                &membership,
                seen("2026-05-01T00:00:00.000Z", Some(BEGINNINGS[0]), None),
                since("2026-05-01T00:00:00.000Z", Some("ann@acme.example")),
            ),
            // What the log of before tells.
            (
                &membership,
                seen(first, None, None),
                since("2026-03-01T08:00:00.000Z", Some("boss@acme.example")),
            ),
            (
                &by_group,
                seen(first, None, None),
                since("2026-03-01T08:00:00.000Z", Some("boss@acme.example")),
            ),
            (
                &app,
                seen(first, None, Some("2026-03-02T08:00:29.000Z")),
                since("2026-03-02T08:00:30.000Z", Some("it@acme.example")),
            ),
            // An event of another time is about an assignment that is gone.
            (
                &app,
                seen(first, None, Some("2026-03-09T08:00:00.000Z")),
                since("2026-03-09T08:00:00.000Z", None),
            ),
            // A change is no beginning.
            (
                &other,
                seen("2026-05-01T00:00:00.000Z", Some("group.user_membership.remove"), None),
                since("2026-05-01T00:00:00.000Z", None),
            ),
            // It was there at the first sync.
            (&other, seen(first, None, None), Origin::default()),
        ];
        for (id, seen, expected) in cases {
            assert_eq!(log.origin(id, &seen), expected, "{id} {seen:?}");
        }
    }
}

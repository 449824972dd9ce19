//! The System Log as the feed of changes: what its events say must be read again.

use jiff::{SignedDuration, Timestamp};
use oktars::limits::Priority;
use oktars::{Listing, Okta, Position};
use oktars_catalog::{Reread, Target, op, rereads};
use rusqlite::{Connection, params};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::Result;
use crate::file::{Mirror, note, noted, written};
use crate::kind::{Again, Kind, Lists};
use crate::kinds::{KINDS, kind};
use crate::list::{self, Form};
use crate::settings::Settings;
use crate::stage;

/// The name of the log among the kinds.
pub(crate) const KIND: &str = "log";
/// Where the feed continues.
pub(crate) const CURSOR: &str = "cursor";
/// The beginnings of the types of events that tell of changes. Each sign-in and each token that an app gets write
/// events too, which are most of a log: `policy.evaluate_sign_on`, `app.oauth2.as.token.grant`, `system.email.` and
/// others. They are not asked for, and a long filter is refused as too complex.
const CHANGES: [&str; 35] = [
    "user.lifecycle.",
    "user.account.",
    "user.mfa.factor.",
    "user.mfa.promote_enrollment",
    "user.import.",
    "user.risk.",
    "user.realm.",
    "group.",
    "application.",
    "master_application.",
    "app.keys.",
    "app.oauth2.client.",
    "app.oauth2.as.key",
    "policy.lifecycle.",
    "policy.rule.",
    "policy.mapping.",
    "iam.",
    "zone.",
    "network_zone.",
    "security.zone.",
    "security.trusted_origin.",
    "security.authenticator.",
    "security.behavior.",
    "system.idp.",
    "system.import.",
    "system.mfa.factor.",
    "system.api_token.",
    "system.log_stream.",
    "system.feature.",
    "system.brand.",
    "oauth2.",
    "device.",
    "directory.",
    "event_hook.",
    "inline_hook.",
];
/// Who used which app.
const USES: [&str; 1] = ["user.authentication.sso"];

/// Which events are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Log {
    /// Those of changes and of the use of apps, from this many days before the first run on.
    Changes(u32),
    /// All that the org has.
    All,
    /// None. Each run reads everything then.
    None,
}

impl Default for Log {
    fn default() -> Self {
        Log::Changes(7)
    }
}

impl Log {
    /// As it is remembered in the file: `all`, `none`, or a number of days.
    pub(crate) fn text(&self) -> String {
        match self {
            Log::Changes(days) => days.to_string(),
            Log::All => "all".to_owned(),
            Log::None => "none".to_owned(),
        }
    }

    pub(crate) fn of(text: &str) -> Self {
        match text {
            "all" => Log::All,
            "none" => Log::None,
            days => Log::Changes(days.parse().unwrap_or(7)),
        }
    }

    fn filter(&self) -> Option<String> {
        let begins = CHANGES.iter().map(|start| format!("eventType sw \"{start}\""));
        let is = USES.iter().map(|name| format!("eventType eq \"{name}\""));
        matches!(self, Log::Changes(_)).then(|| begins.chain(is).collect::<Vec<_>>().join(" or "))
    }
}

/// Finds the position in the log from which all events since a time come, before anything else is read.
pub(crate) async fn take_cursor(okta: &Okta, log: &Log, since: Timestamp) -> Result<Option<Position>> {
    // Without room for an event, there is none that comes here and not with the next page.
    let call = okta.call(op::LIST_LOG_EVENTS).query("since", written(since)).query("limit", 0);
    let page = call.query_opt("filter", log.filter()).list::<Box<RawValue>>().page().await?;
    Ok(page.next)
}

/// A position keeps the size of the page that it was found with.
fn with_large_pages(position: &str) -> Result<Position> {
    let (path, query) = position.split_once('?').unwrap_or((position, ""));
    let others = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("limit="));
    let query: Vec<&str> = others.chain(["limit=1000"]).collect();
    Ok(format!("{path}?{}", query.join("&")).parse()?)
}

/// The events of the days before the first run: a list that ends.
pub(crate) fn past(okta: &Okta, log: &Log, until: Timestamp) -> Option<Listing<Box<RawValue>>> {
    let days = match log {
        Log::Changes(0) | Log::None => return None,
        Log::Changes(days) => (*days).min(90),
        Log::All => 90,
    };
    let since = until - SignedDuration::from_hours(24 * i64::from(days));
    // What happens in this second may come by either way, and is kept once.
    let until = until + SignedDuration::from_secs(1);
    let call = okta.call(op::LIST_LOG_EVENTS).query("since", written(since)).query("until", written(until));
    let listing = call.query_opt("filter", log.filter()).query("limit", 1000).list();
    Some(listing.priority(Priority::Bulk))
}

impl Mirror {
    /// Keeps a page of events, and where the feed continues after it. `since` is when what the events say matters.
    pub(crate) fn keep_events(
        &self,
        run: i64,
        items: &[Box<RawValue>],
        goes_on: Option<(&str, &str)>,
        since: Option<&str>,
        settings: &Settings,
    ) -> Result<u64> {
        let tx = self.db.unchecked_transaction()?;
        let mut new = 0;
        for item in items {
            let Ok(event) = serde_json::from_str::<Value>(item.get()) else { continue };
            let is_new = insert(&tx, run, item.get(), &event)?;
            new += u64::from(is_new);
            let matters = since.is_some_and(|since| text(&event["published"]) >= since);
            if is_new && matters {
                tell(&tx, &event, settings)?;
            }
        }
        if let Some((name, position)) = goes_on {
            note(&tx, name, position)?;
        }
        tx.commit()?;
        Ok(new)
    }

    pub(crate) fn cursor(&self) -> Result<Option<Position>> {
        let text = noted(&self.db, CURSOR)?;
        text.filter(|text| !text.is_empty()).map(|text| with_large_pages(&text)).transpose()
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Keeps an event. Says whether it was not there.
fn insert(db: &Connection, run: i64, json: &str, event: &Value) -> Result<bool> {
    let mut event = event.clone();
    let kept = crate::left_out::keep(json, &mut event, &[]);
    let targets = event["target"].as_array();
    let target = |member: &str| targets.and_then(|all| all.first()).and_then(|first| first[member].as_str());
    let name = text(&event["eventType"]);
    let changed = db
        .prepare_cached(
            "insert into log_rows
             (uuid, published, eventType, outcome, actor_id, actor, target_id, target, run, json)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) on conflict do nothing",
        )?
        .execute(params![
            text(&event["uuid"]),
            text(&event["published"]),
            name,
            event["outcome"]["result"].as_str(),
            event["actor"]["id"].as_str(),
            event["actor"]["alternateId"].as_str(),
            target("id"),
            target("alternateId"),
            run,
            kept.text
        ])?;
    if changed > 0 && rereads(name).is_none() {
        db.prepare_cached(
            "insert into unknown_event (eventType, count, last) values (?1, 1, ?2)
             on conflict (eventType) do update set count = count + 1, last = max(last, ?2)",
        )?
        .execute([name, text(&event["published"])])?;
    }
    Ok(changed > 0)
}

/// Adds to the run what an event says must be read again, and remembers who changed it.
fn tell(db: &Connection, event: &Value, settings: &Settings) -> Result<()> {
    let result = event["outcome"]["result"].as_str();
    let kind = text(&event["eventType"]);
    // That somebody is locked out is told as a failure: that of the sign-in.
    if !matches!(result, None | Some("SUCCESS" | "ALLOW")) && !kind.starts_with("user.account.lock") {
        return Ok(());
    }
    let Some(rereads) = rereads(kind) else { return Ok(()) };
    for reread in rereads {
        for kind in KINDS.iter().filter(|kind| settings.wants(kind)) {
            apply(db, kind, reread, event, settings)?;
        }
    }
    Ok(())
}

fn apply(db: &Connection, kind: &Kind, reread: &Reread, event: &Value, settings: &Settings) -> Result<()> {
    let id = reread.operation.id;
    let ids = |targets: &[Target]| ids(event, targets);
    if id == op::ASSIGN_USER_TO_GROUP.id || id == op::UNASSIGN_USER_FROM_GROUP.id {
        let Some(key) = ids(reread.targets).filter(|_| kind.operation.id == op::LIST_GROUP_USERS.id) else {
            return Ok(());
        };
        because(db, kind, &key, event)?;
        let list = key.split('/').next().unwrap_or_default().to_owned();
        return stage::put(db, kind, &key, &list, None, id == op::UNASSIGN_USER_FROM_GROUP.id);
    }
    let single = match kind.again {
        Again::One(operation) | Again::ByExpression(_, _, operation) => Some(operation.id),
        Again::List => None,
    };
    if single == Some(id) {
        let Some(key) = ids(reread.targets) else { return Ok(()) };
        because(db, kind, &key, event)?;
        return match kind.again {
            Again::ByExpression(..) => list::add_dirty(db, kind, &key),
            _ => list::add_again(db, kind, Form::One, &key, ""),
        };
    }
    if kind.operation.id != id {
        return Ok(());
    }
    for key in keys_of(kind, event) {
        because(db, kind, &key, event)?;
    }
    match kind.lists {
        Lists::One | Lists::Each(..) => {
            // What is below may have changed, and the objects themselves say nothing of it.
            let below = if id == op::LIST_USERS_WITH_ROLE_ASSIGNMENTS.id {
                Vec::new()
            } else {
                below(kind, settings)
            };
            below.iter().try_for_each(|kind| list::plan_again(db, kind))?;
            list::first(kind).iter().try_for_each(|first| list::add_again(db, kind, Form::All, first, ""))
        }
        Lists::Of(..) if reread.targets.is_empty() => list::plan(db, kind),
        Lists::Of(..) => match ids(reread.targets) {
            Some(list) if has_list(db, kind, &list, settings)? => {
                list::add_again(db, kind, Form::All, &list, "")
            }
            _ => Ok(()),
        },
    }
}

/// Whether the object that a list belongs to is one of those whose lists are read: factors are those of
/// administrators alone, unless all are asked for.
fn has_list(db: &Connection, kind: &Kind, list: &str, settings: &Settings) -> Result<bool> {
    let Some(parent) = settings.parent_of(kind).filter(|_| kind.only_of.is_some()) else { return Ok(true) };
    let sql = format!(
        "select exists (select 1 from {parent}_rows where key = ?1)
            or exists (select 1 from stage where kind = ?2 and key = ?1 and not gone)"
    );
    Ok(db.prepare_cached(&sql)?.query_row([list, parent], |row| row.get(0))?)
}

/// Who is made, or gone, counts in Everyone, and neither an event nor a date of the group tells.
pub(crate) fn follow_everyone(db: &Connection, settings: &Settings) -> Result<()> {
    let Some(groups) = kind("groups").filter(|groups| settings.wants(groups)) else { return Ok(()) };
    let sql = format!(
        "select key from ({}) where exists
            (select 1 from cause where kind = 'users' and event like 'user.lifecycle.%')",
        stage::EVERYONE
    );
    let mut found = db.prepare(&sql)?;
    let keys = found.query_map([], |row| row.get::<_, String>(0))?;
    for key in keys {
        list::add_dirty(db, groups, &key?)?;
    }
    Ok(())
}

/// The kinds whose lists belong to objects of this one, and those of these.
fn below(kind: &Kind, settings: &Settings) -> Vec<&'static Kind> {
    settings.children_of(kind.name).flat_map(|child| [vec![child], below(child, settings)].concat()).collect()
}

/// The ids of the targets of these types, in the order that is asked for, with a slash between them.
fn ids(event: &Value, targets: &[Target]) -> Option<String> {
    let found: Option<Vec<String>> = targets.iter().map(|target| id_of(event, *target)).collect();
    found.filter(|ids| !ids.is_empty()).map(|ids| ids.join("/"))
}

fn id_of(event: &Value, target: Target) -> Option<String> {
    let about = event["target"].as_array().into_iter().flatten();
    let found = about.into_iter().find(|about| about["type"] == target.0);
    let actor = (target.0 == "User" && event["actor"]["type"] == "User").then_some(&event["actor"]);
    let id = found.or(actor)?["id"].as_str()?;
    (!id.is_empty() && id != "unknown" && !id.contains('/')).then(|| id.to_owned())
}

fn all_ids(event: &Value) -> Vec<String> {
    let about = event["target"].as_array().into_iter().flatten();
    about.filter_map(|about| about["id"].as_str()).map(str::to_owned).collect()
}

/// What names the objects of a kind that an event is about.
fn keys_of(kind: &Kind, event: &Value) -> Vec<String> {
    let pair = match (kind.parent(), kind.refers_to()) {
        (Some("apps"), Some("groups")) => ids(event, &[Target("AppInstance"), Target("UserGroup")]),
        _ => None,
    };
    pair.map_or_else(|| all_ids(event), |key| vec![key])
}

/// Remembers the event that changed an object: the last one.
fn because(db: &Connection, kind: &Kind, key: &str, event: &Value) -> Result<()> {
    db.prepare_cached(
        "insert or replace into cause (kind, key, event, actor, at) values (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        kind.name,
        key,
        text(&event["eventType"]),
        event["actor"]["alternateId"].as_str().or(event["actor"]["id"].as_str()),
        text(&event["published"])
    ])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An event that is not asked for is one that nothing is read again for.
    #[test]
    fn all_events_that_change_something_are_asked_for() {
        // Each sign-in writes one, and changes a date that the next reading of the user brings.
        let known = ["user.session.start"];
        for start in oktars_catalog::changing_events().filter(|start| !known.contains(start)) {
            let is_asked_for = CHANGES.iter().any(|asked| start.starts_with(asked));
            assert!(is_asked_for, "{start}");
        }
    }

    #[test]
    fn a_position_is_followed_with_large_pages() {
        let cases = [
            (
                "listLogEvents /api/v1/logs?after=1_1&limit=0",
                "listLogEvents /api/v1/logs?after=1_1&limit=1000",
            ),
            (
                "listLogEvents /api/v1/logs?limit=1&after=a%3D",
                "listLogEvents /api/v1/logs?after=a%3D&limit=1000",
            ),
        ];
        for (given, wanted) in cases {
            assert_eq!(with_large_pages(given).unwrap().to_string(), wanted);
        }
    }
}

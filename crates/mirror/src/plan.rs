//! What a run will cost, before it is made.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use oktars::Okta;
use oktars::limits::Priority;
use oktars_catalog::{BUCKETS, Operation, Paging, op};
use rusqlite::Connection;
use serde_json::Value;

use crate::error::Result;
use crate::file::{noted, open_to_read};
use crate::kind::{Again, Kind, Lists};
use crate::kinds::{KINDS, is_everyone};
use crate::settings::Settings;
use crate::sync::{changes_since, due_lists};
use crate::tables::quoted;

/// What a run will cost at least.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Plan {
    /// Whether everything is read, and not only what has changed.
    pub is_full: bool,
    /// The requests of each rate limit, the one that takes longest first.
    pub buckets: Vec<PlannedBucket>,
    /// How many requests it took to find out.
    pub asked: u64,
    /// What is not known before it is read.
    pub unknown: Vec<&'static str>,
}

/// The requests that count in one rate limit.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PlannedBucket {
    /// Its name.
    pub name: &'static str,
    /// How many requests there are at least.
    pub requests: u64,
    /// How many a minute the limit allows.
    pub per_minute: u64,
    /// The kinds, and the requests of each.
    pub kinds: Vec<(&'static str, u64)>,
}

impl PlannedBucket {
    /// How many minutes it takes at least: the first window is there at once.
    pub fn minutes(&self) -> u64 {
        self.requests.saturating_sub(1) / self.per_minute.max(1)
    }
}

impl Plan {
    /// How many minutes the whole takes at least, as limits are used side by side.
    pub fn minutes(&self) -> u64 {
        self.buckets.iter().map(PlannedBucket::minutes).max().unwrap_or_default()
    }

    /// How many requests there are at least.
    pub fn requests(&self) -> u64 {
        self.buckets.iter().map(|bucket| bucket.requests).sum()
    }
}

/// What is known of the sizes of an org.
#[derive(Default)]
struct Sizes {
    counts: BTreeMap<&'static str, u64>,
    groups: Vec<Value>,
    apps: Vec<Value>,
}

/// Plans the run that brings a file up to date. For a file that does not exist, the groups and the apps are listed:
/// they say how large the rest is.
///
/// # Errors
/// The org lets nobody in, or the file cannot be read.
pub async fn plan(okta: &Okta, path: &Path, settings: &Settings, share: f64) -> Result<Plan> {
    let db = if path.exists() { Some(open_to_read(path)?) } else { None };
    let published = db.as_ref().map(|db| noted(db, "published_at")).transpose()?.flatten();
    let is_full = published.is_none();
    let mut plan = Plan { is_full, ..Plan::default() };
    let sizes = match &db {
        Some(db) if !is_full => sizes_of_file(db)?,
        _ => sizes_of_org(okta, &mut plan).await?,
    };
    for kind in KINDS.iter().filter(|kind| settings.wants(kind)) {
        let requests = match &db {
            Some(db) if !is_full => {
                changed_requests(db, kind, published.as_deref())? + due_requests(db, kind)?
            }
            _ => all_requests(kind, &sizes),
        };
        if requests > 0 {
            add(&mut plan, okta, kind.name, kind.operation, requests, share);
        }
    }
    if settings.wants_log() {
        // Its position, the days before, and what happened meanwhile; or what is new.
        add(&mut plan, okta, "log", op::LIST_LOG_EVENTS, if is_full { 3 } else { 1 }, share);
    }
    plan.unknown = if is_full {
        let below = KINDS.iter().filter(|kind| settings.wants(kind) && all_requests(kind, &sizes) == 0);
        let known = ["app_users beyond the first page of each app", "log"].into_iter();
        known.chain(below.map(|kind| kind.name)).collect()
    } else {
        vec!["what the log names"]
    };
    plan.buckets.sort_by_key(|bucket| std::cmp::Reverse((bucket.minutes(), bucket.requests)));
    Ok(plan)
}

fn add(plan: &mut Plan, okta: &Okta, kind: &'static str, operation: Operation, requests: u64, share: f64) {
    let Some(bucket) = operation.bucket() else { return };
    if let Some(known) = plan.buckets.iter_mut().find(|known| known.name == bucket.name) {
        known.requests += requests;
        known.kinds.push((kind, requests));
        return;
    }
    let per_minute = (per_minute(okta, bucket.name) as f64 * share).max(1.0) as u64;
    plan.buckets.push(PlannedBucket {
        name: bucket.name,
        requests,
        per_minute,
        kinds: vec![(kind, requests)],
    });
}

/// What the org told of a limit; else half of what it documents, which is what one token gets.
fn per_minute(okta: &Okta, name: &str) -> u64 {
    let limits = okta.limits();
    let told = limits.buckets.iter().find(|bucket| bucket.name == name).and_then(|bucket| bucket.limit);
    let documented =
        BUCKETS.iter().find(|bucket| bucket.name == name).map_or(1200, |bucket| bucket.per_minute);
    u64::from(told.unwrap_or(documented / 2))
}

fn sizes_of_file(db: &Connection) -> Result<Sizes> {
    let mut sizes = Sizes::default();
    for kind in KINDS {
        let count =
            db.query_row(&format!("select count(*) from {}_rows", kind.name), [], |row| row.get(0))?;
        sizes.counts.insert(kind.name, count);
    }
    Ok(sizes)
}

async fn sizes_of_org(okta: &Okta, plan: &mut Plan) -> Result<Sizes> {
    let groups = okta.call(op::LIST_GROUPS).query("expand", "stats").query("limit", 200);
    let groups: Vec<Value> = groups.priority(Priority::Bulk).list().all().await?;
    let apps: Vec<Value> = okta.call(op::LIST_APPLICATIONS).priority(Priority::Bulk).list().all().await?;
    plan.asked = pages(groups.len() as u64, 200) + pages(apps.len() as u64, 200);
    let users = groups.iter().find(|group| is_everyone(group));
    let users =
        users.and_then(|group| group["_embedded"]["stats"]["usersCount"].as_u64()).unwrap_or_default();
    let counts = [("users", users), ("groups", groups.len() as u64), ("apps", apps.len() as u64)];
    Ok(Sizes { counts: counts.into(), groups, apps })
}

/// How many pages so many objects take. An empty list takes one.
fn pages(objects: u64, size: u64) -> u64 {
    objects.div_ceil(size.max(1)).max(1)
}

fn page_size(kind: &Kind) -> u64 {
    let chosen = kind.query.iter().find(|(name, _)| *name == "limit").and_then(|(_, size)| size.parse().ok());
    match (chosen, kind.operation.paging) {
        (Some(size), _) => size,
        (None, Paging::Link { max: Some(max), .. }) => u64::from(max),
        _ => u64::MAX,
    }
}

/// The requests of a kind that is read whole.
fn all_requests(kind: &Kind, sizes: &Sizes) -> u64 {
    let size = page_size(kind);
    match kind.lists {
        Lists::One => pages(sizes.counts.get(kind.name).copied().unwrap_or_default(), size),
        Lists::Each(_, values) => values.len() as u64,
        Lists::Of("groups", _) => lists_below(kind, &sizes.groups, |group| {
            let members = group["_embedded"]["stats"]["usersCount"].as_u64().unwrap_or_default();
            if kind.keeps_documents { 1 } else { pages(members, size) }
        }),
        Lists::Of("apps", _) => lists_below(kind, &sizes.apps, |_| 1),
        Lists::Of(..) => 0,
    }
}

fn lists_below(kind: &Kind, parents: &[Value], pages: impl Fn(&Value) -> u64) -> u64 {
    let key = |parent: &Value| parent["id"].as_str().unwrap_or_default().to_owned();
    parents.iter().filter(|parent| kind.list_below(&key(parent), parent).is_some()).map(pages).sum()
}

/// The requests of lists that are due, since they were not read for long.
fn due_requests(db: &Connection, kind: &Kind) -> Result<u64> {
    if matches!((kind.lists, kind.again), (Lists::One | Lists::Each(..), Again::List)) {
        return Ok(0);
    }
    let mut requests = 0;
    for list in due_lists(db, kind, Timestamp::now())? {
        let sql = format!("select count(*) from {}_rows where list = ?1", kind.name);
        let rows = db.prepare_cached(&sql)?.query_row([list], |row| row.get(0))?;
        requests += pages(rows, page_size(kind));
    }
    Ok(requests)
}

/// The requests of a kind of which only what has changed is read.
fn changed_requests(db: &Connection, kind: &Kind, published: Option<&str>) -> Result<u64> {
    Ok(match (kind.lists, kind.again) {
        (Lists::One, Again::ByExpression(_, dates, _)) => {
            changed_since(db, kind, dates, &changes_since(published.unwrap_or_default()))?
        }
        (Lists::One, _) => 1,
        (Lists::Each(_, values), _) => values.len() as u64,
        (Lists::Of(..), _) => 0,
    })
}

/// The pages of what the file knows to have changed since a time: it comes again, as the time is before the last run.
fn changed_since(db: &Connection, kind: &Kind, dates: &[&str], since: &str) -> Result<u64> {
    if dates.is_empty() {
        return Ok(0);
    }
    let dates: Vec<String> = dates.iter().map(|date| format!("{} > ?1", quoted(date))).collect();
    let sql = format!("select count(*) from {}_rows where {}", kind.name, dates.join(" or "));
    Ok(pages(db.query_row(&sql, [since], |row| row.get(0))?, page_size(kind)))
}

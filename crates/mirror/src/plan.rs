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
use crate::feed::CURSOR;
use crate::file::{noted, open_to_read, written};
use crate::kind::{Again, Kind, Lists};
use crate::kinds::{KINDS, LINKED_VALUES, is_everyone, kind};
use crate::last::RELATIONSHIPS;
use crate::settings::Settings;
use crate::sync::{RETENTION, changes_since, due_lists, was_not_read};
use crate::tables::{documents, quoted};

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
    /// How many lists each kind had that is read from another one.
    lists: BTreeMap<String, u64>,
}

/// Plans the run that brings a file up to date, or reads everything again. For a file that does not exist, the groups
/// and the apps are listed: they say how large the rest is.
///
/// # Errors
/// The org lets nobody in, or the file cannot be read.
pub async fn plan(okta: &Okta, path: &Path, settings: &Settings, share: f64, full: bool) -> Result<Plan> {
    let db = if path.exists() { Some(open_to_read(path)?) } else { None };
    let published = db.as_ref().map(|db| noted(db, "published_at")).transpose()?.flatten();
    let file = db.as_ref().filter(|_| published.is_some());
    let must = file.map(|db| must_read_all(db, settings, published.as_deref())).transpose()?;
    let is_full = full || must.unwrap_or(true);
    let mut plan = Plan { is_full, ..Plan::default() };
    let sizes = match file {
        Some(db) => sizes_of_file(db)?,
        None => sizes_of_org(okta, settings, &mut plan).await?,
    };
    for kind in KINDS.iter().filter(|kind| settings.wants(kind)) {
        let requests = match file.filter(|_| !is_full) {
            Some(db) if was_read(db, kind, settings)? => {
                changed_requests(db, kind, published.as_deref())?
                    + due_requests(db, kind)?
                    + left_requests(db, kind)?
            }
            _ => all_requests(kind, &sizes, settings),
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
        let below =
            KINDS.iter().filter(|kind| settings.wants(kind) && all_requests(kind, &sizes, settings) == 0);
        let users_of_apps = kind("app_users").is_some_and(|kind| settings.wants(kind));
        let known =
            [("app_users beyond the first page of each app", users_of_apps), ("log", settings.wants_log())];
        let known = known.into_iter().filter(|(_, is_read)| *is_read).map(|(what, _)| what);
        known.chain(below.map(|kind| kind.name)).collect()
    } else {
        vec!["what the log names"]
    };
    for bucket in &mut plan.buckets {
        bucket.kinds.sort_by_key(|(name, _)| kind(name).is_some_and(|kind| kind.is_last));
    }
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

/// What the org said about a limit; else half of what it documents, which is what one token gets.
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
    (sizes.groups, sizes.apps) = (documents(db, "groups")?, documents(db, "apps")?);
    let mut found = db.prepare("select kind, count(*) from list_read group by kind")?;
    let lists = found.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    sizes.lists = lists.collect::<rusqlite::Result<_>>()?;
    Ok(sizes)
}

/// Whether a run reads everything, by what is known before it: the log is not followed, or was not for too long.
fn must_read_all(db: &Connection, settings: &Settings, published: Option<&str>) -> Result<bool> {
    let has = |name: &str, value: &str| noted(db, name).map(|found| found.as_deref() == Some(value));
    let is_gap = published.is_some_and(|last| last < written(Timestamp::now() - RETENTION).as_str());
    let follows = settings.wants_log() && !has(CURSOR, "")?;
    Ok(!follows || is_gap || has("must_read_all", "1")?)
}

/// Whether only what has changed of a kind is read.
fn was_read(db: &Connection, kind: &Kind, settings: &Settings) -> Result<bool> {
    let before: Value = serde_json::from_str(&noted(db, "settings")?.unwrap_or_default()).unwrap_or_default();
    let is_chosen_anew = kind.only_of.is_some() && (before["allFactors"] == true) != settings.all_factors;
    Ok(!is_chosen_anew && !was_not_read(db, kind)?)
}

/// The requests of lists that the run before left, at least one each.
fn left_requests(db: &Connection, kind: &Kind) -> Result<u64> {
    let mut left = db.prepare_cached("select count(*) from list where kind = ?1 and state = 'waiting'")?;
    Ok(left.query_row([kind.name], |row| row.get(0))?)
}

async fn sizes_of_org(okta: &Okta, settings: &Settings, plan: &mut Plan) -> Result<Sizes> {
    let groups = okta.call(op::LIST_GROUPS).query("expand", "stats").query("limit", 200);
    let groups: Vec<Value> = groups.priority(Priority::Bulk).list().all().await?;
    let apps: Vec<Value> = okta.call(op::LIST_APPLICATIONS).priority(Priority::Bulk).list().all().await?;
    plan.asked = pages(groups.len() as u64, 200) + pages(apps.len() as u64, 200);
    let users = groups.iter().find(|group| is_everyone(group));
    let users =
        users.and_then(|group| group["_embedded"]["stats"]["usersCount"].as_u64()).unwrap_or_default();
    let counts = [("users", users), ("groups", groups.len() as u64), ("apps", apps.len() as u64)];
    let mut sizes = Sizes { counts: counts.into(), groups, apps, ..Sizes::default() };
    if kind(LINKED_VALUES).is_some_and(|kind| settings.wants(kind)) {
        let names = okta.call(op::LIST_LINKED_OBJECT_DEFINITIONS).priority(Priority::Bulk);
        let names: Vec<Value> = names.list().all().await?;
        sizes.counts.insert(RELATIONSHIPS, names.len() as u64);
        plan.asked += 1;
    }
    Ok(sizes)
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
fn all_requests(kind: &Kind, sizes: &Sizes, settings: &Settings) -> u64 {
    let size = page_size(kind);
    let count = |name: &str| sizes.counts.get(name).copied().unwrap_or_default();
    match kind.lists {
        Lists::Of(..) if kind.name == LINKED_VALUES => count("users") * count(RELATIONSHIPS),
        Lists::Of("users", _) if kind.only_of.is_some() && settings.all_factors => count("users"),
        Lists::One => pages(count(kind.name), size),
        Lists::Each(_, values) => values.len() as u64,
        Lists::Of("groups", _) => lists_below(kind, &sizes.groups, |group| {
            let members = group["_embedded"]["stats"]["usersCount"].as_u64().unwrap_or_default();
            if kind.keeps_documents { 1 } else { pages(members, size) }
        }),
        Lists::Of("apps", _) => lists_below(kind, &sizes.apps, |_| 1),
        Lists::Of(..) => sizes.lists.get(kind.name).copied().unwrap_or_default(),
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

//! `oktars apps unused`: apps that nobody signed in to for a while, as far as the log tells.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::{SignedDuration, Span, Timestamp, ZonedDateTime};
use oktars::app::ListApps;
use oktars::op;
use serde_json::{Value, json};

use super::mirror::{self, Mirrored};
use super::time;
use super::user_choice::{before, period};
use crate::failure::{Failure, Stop};
use crate::output::Columns;
use crate::run::Run;

const COLUMNS: Columns = Columns { table: "id,status,label,signOnMode,lastUsed", csv: "created" };
/// How long Okta keeps its log.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

#[derive(Debug, clap::Args)]
pub struct Unused {
    /// For how long nobody signed in to them: 90d, 12w
    #[arg(long = "for", value_name = "TIME", value_parser = period, default_value = "90d")]
    period: Span,
    /// The mirror to ask [default: what OKTARS_MIRROR or the profile names, else the org]
    #[arg(long, value_name = "FILE")]
    mirror: Option<PathBuf>,
}

/// When an app was used last, by its id.
type Used = BTreeMap<String, String>;

impl Unused {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match mirror::of_org(run, self.mirror.clone())? {
            Some(path) => self.of_mirror(run, &path),
            None => self.of_org(run).await,
        }
    }

    fn of_mirror(&self, run: &mut Run, path: &std::path::Path) -> Result<(), Stop> {
        let mut mirror = Mirrored::open(run, path)?;
        let first = mirror.rows(
            "select (select min(published) from log) as first,
                (select state from status where kind = 'log') as state",
        )?;
        let first = first.first().cloned().unwrap_or_default();
        if first["state"] != "complete" {
            return Err(Failure::usage("the mirror has no log, which is needed to see who uses which app")
                .hint("`oktars mirror sync FILE --log-since 90d` reads it")
                .into());
        }
        let since = before(&mirror.at.to_zoned_datetime(jiff::tz::TimeZone::UTC), self.period);
        let apps = mirror.rows("select json from apps where status = 'ACTIVE' order by label")?;
        let used = mirror.rows("select app_id, max(last) as last from app_use group by app_id")?;
        let used: Used = used.iter().map(|row| (text(&row["app_id"]), text(&row["last"]))).collect();
        let apps = apps.into_iter().map(|mut row| row["json"].take());
        self.print(run, apps, &used, since)?;
        tell_beginning(run, since, first["first"].as_str());
        mirror.tell_gaps(run)
    }

    async fn of_org(&self, run: &mut Run) -> Result<(), Stop> {
        let okta = run.okta()?;
        let since = before(&ZonedDateTime::now(), self.period);
        let oldest = Timestamp::now() - KEPT;
        let begin = since.max(oldest);
        let apps = okta.apps().list(&ListApps::new()).raw().all().await?;
        let events = okta.call(op::LIST_LOG_EVENTS).query("since", time::text(begin));
        let events = events.query("until", time::text(Timestamp::now())).query("limit", 1000);
        let events = events
            .query("filter", "eventType eq \"user.authentication.sso\" and outcome.result eq \"SUCCESS\"");
        let mut pages = events.list::<Value>().pages();
        let mut used = Used::new();
        while let Some(page) = pages.try_next().await? {
            for event in &page.items {
                let targets = event["target"].as_array().into_iter().flatten();
                for app in targets.filter(|target| target["type"] == "AppInstance") {
                    let last = used.entry(text(&app["id"])).or_default();
                    *last = text(&event["published"]).max(last.clone());
                }
            }
        }
        let apps = apps.iter().filter_map(|app| serde_json::from_str::<Value>(app.get()).ok());
        let apps = apps.filter(|app| app["status"] == "ACTIVE");
        self.print(run, apps, &used, since)?;
        tell_beginning(run, since, Some(&time::text(begin)));
        Ok(())
    }

    fn print(
        &self,
        run: &mut Run,
        apps: impl Iterator<Item = Value>,
        used: &Used,
        since: Timestamp,
    ) -> Result<(), Stop> {
        let since = time::text(since);
        let rows = apps.filter_map(|app| {
            let last = used.get(&text(&app["id"]));
            let is_used = last.is_some_and(|last| *last >= since);
            (!is_used).then(|| {
                json!({
                    "id": app["id"], "status": app["status"], "label": app["label"], "signOnMode": app["signOnMode"],
                    "lastUsed": last, "created": app["created"],
                })
            })
        });
        mirror::print(run, rows.collect::<Vec<_>>(), &COLUMNS)
    }
}

/// Nobody knows what was before the log begins.
fn tell_beginning(run: &mut Run, since: Timestamp, first: Option<&str>) {
    let first = first.and_then(|first| first.parse::<Timestamp>().ok());
    match first {
        Some(first) if first > since + SignedDuration::from_secs(1) => run.note(&format!(
            "note: the log begins at {}, so nothing is known about the time before",
            time::text(first)
        )),
        Some(_) => {}
        None => run.note("note: the log is still empty"),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

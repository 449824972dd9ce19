//! `oktars mirror sync` and `oktars mirror watch`.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use oktars::Okta;
use oktars::limits::Limits;
use oktars_mirror::{Counts, Error, Log, Mirror, Plan, Published, Settings, SyncOptions, kind, plan};
use serde_json::json;

use super::past::show;
use super::{failure, print, reader, span};
use crate::failure::{Exit, Failure, Stop};
use crate::file;
use crate::output::Columns;
use crate::progress::grouped;
use crate::run::Run;
use crate::wait::stop_signal;

/// How often the line of progress is written again.
const TICK: Duration = Duration::from_millis(200);

#[derive(Debug, clap::Args)]
pub struct Sync {
    /// The file
    #[arg(value_name = "FILE", env = "OKTARS_MIRROR")]
    file: PathBuf,
    #[command(flatten)]
    what: What,
    /// Print how many requests it needs and how long it takes, and read only what shows that
    #[arg(long)]
    dry_run: bool,
    /// Read everything, and not only what has changed
    #[arg(long)]
    full: bool,
    /// Publish even if more than 5 % of a kind is gone
    #[arg(long)]
    accept_deletions: bool,
    /// Do nothing if the file is younger than this: 1h
    #[arg(long, value_name = "TIME", value_parser = span)]
    max_age: Option<Duration>,
}

/// What goes into a mirror. It is remembered in the file
#[derive(Debug, clap::Args)]
struct What {
    /// Only these kinds, and those that they need; `all` for all again
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = kind_name)]
    only: Option<Vec<String>>,
    /// Without these kinds; `none` for all again
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = kind_name)]
    except: Option<Vec<String>>,
    /// Begin with the events of so many days, at most 90 [default: 7d]
    #[arg(long, value_name = "TIME", value_parser = days_of_log)]
    log_since: Option<Duration>,
    /// Which events: `changes`, `all`, or `none`
    #[arg(long, value_name = "WHICH", value_parser = ["changes", "all", "none"], conflicts_with = "log_since")]
    log: Option<String>,
    /// Without these attributes of people
    #[arg(long = "without-attribute", value_name = "NAME")]
    without_attributes: Option<Vec<String>>,
    /// With the phone numbers of factors
    #[arg(long)]
    phones: bool,
    /// Whose factors: those of `admins`, or of `all`, which needs a request for each person [default: admins]
    #[arg(long, value_name = "WHOSE", value_parser = ["admins", "all"])]
    factors: Option<String>,
    /// What of linked objects: `definitions`, or also the `values`: who is linked to whom. That needs a request for
    /// each person and relationship [default: definitions]
    #[arg(long, value_name = "WHAT", value_parser = ["definitions", "values"])]
    linked_objects: Option<String>,
    /// Use only this percentage of each rate limit: 50 leaves half to others
    #[arg(long, value_name = "PERCENT", default_value_t = 100, value_parser = clap::value_parser!(u8).range(1..=100))]
    share: u8,
}

#[derive(Debug, clap::Args)]
pub struct Watch {
    /// The file
    #[arg(value_name = "FILE", env = "OKTARS_MIRROR")]
    file: PathBuf,
    #[command(flatten)]
    what: What,
    /// How long to wait in between
    #[arg(long, value_name = "TIME", default_value = "1m", value_parser = span)]
    every: Duration,
}

/// Okta keeps no event for longer.
fn days_of_log(text: &str) -> Result<Duration, String> {
    let time = span(text)?;
    if time > Duration::from_secs(90 * 86_400 + 60) {
        return Err("Okta keeps its log for 90 days".to_owned());
    }
    Ok(time)
}

fn kind_name(text: &str) -> Result<String, String> {
    match text {
        "all" | "none" | "log" => Ok(text.to_owned()),
        other if kind(other).is_some() => Ok(other.to_owned()),
        _ => Err("there is no such kind; `oktars mirror status` lists them".to_owned()),
    }
}

impl What {
    /// What was remembered, with what is said now.
    fn settings(&self, mut settings: Settings) -> Settings {
        let chosen = |names: &[String]| {
            names.iter().filter(|name| !matches!(name.as_str(), "all" | "none")).cloned().collect()
        };
        if let Some(only) = &self.only {
            settings.only = chosen(only);
        }
        if let Some(except) = &self.except {
            settings.except = chosen(except);
        }
        if let Some(since) = self.log_since {
            settings.log = Log::Changes(u32::try_from(since.as_secs().div_ceil(86_400)).unwrap_or(90));
        }
        match self.log.as_deref() {
            Some("all") => settings.log = Log::All,
            Some("none") => settings.log = Log::None,
            Some(_) => settings.log = Log::default(),
            None => {}
        }
        if let Some(names) = &self.without_attributes {
            settings.without_attributes = names.iter().map(|name| format!("profile.{name}")).collect();
        }
        settings.phones |= self.phones;
        if let Some(whose) = self.factors.as_deref() {
            settings.all_factors = whose == "all";
        }
        if let Some(what) = self.linked_objects.as_deref() {
            settings.linked_values = what == "values";
        }
        settings
    }

    /// Remembers what goes into a mirror.
    fn choose(&self, mirror: &Mirror) -> Result<Settings, Stop> {
        let settings = self.settings(mirror.settings().map_err(failure)?);
        let unknown = mirror.unknown_attributes(&settings).map_err(failure)?;
        if let Some(name) = unknown.first().filter(|_| self.without_attributes.is_some()) {
            return Err(failure(Error::NoAttribute(name.clone())));
        }
        mirror.choose(&settings).map_err(failure)?;
        Ok(settings)
    }

    fn share(&self) -> f64 {
        f64::from(self.share) / 100.0
    }
}

impl Sync {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        if self.dry_run {
            return self.show_plan(run).await;
        }
        // Without an org to read, no file is made.
        let okta = run.okta_with_share(self.what.share())?;
        let mirror = open(run, &self.file)?;
        if let Some(age) = self.max_age.and_then(|age| SignedDuration::try_from(age).ok())
            && mirror.is_younger(age).map_err(failure)?
        {
            run.note("the file is young enough, and nothing was read");
            return Ok(());
        }
        let settings = self.what.choose(&mirror)?;
        let mut options = SyncOptions::default();
        (options.full, options.accept_deletions) = (self.full, self.accept_deletions);
        let begun = Instant::now();
        let published = watched(run, &okta, &options.counts, mirror.sync(&okta, &options)).await?;
        tell(run, &published, &options.counts, begun)?;
        print_kinds(run, &published)?;
        for name in mirror.unknown_attributes(&settings).map_err(failure)? {
            run.note(&format!("note: nobody has an attribute {name:?}, so it is not left out"));
        }
        if published.is_partial() {
            let partial = published.kinds.iter().filter(|kind| kind.state == "partial").map(|kind| kind.name);
            let names = partial.collect::<Vec<_>>().join(", ");
            let failure = Failure::new(Exit::Partial, format!("not everything could be read: {names}"));
            return Err(failure.hint("these keep what they had; the next sync continues what failed").into());
        }
        Ok(())
    }

    async fn show_plan(&self, run: &mut Run) -> Result<(), Stop> {
        let remembered = match self.file.exists() {
            true => reader(&self.file)?.settings().map_err(failure)?,
            false => Settings::default(),
        };
        let settings = self.what.settings(remembered);
        let okta = run.okta_with_share(self.what.share())?;
        let plan = plan(&okta, &self.file, &settings, self.what.share(), self.full).await.map_err(failure)?;
        let rows = plan.buckets.iter().map(|bucket| {
            let kinds = bucket.kinds.iter().map(|(name, requests)| format!("{name} {requests}"));
            json!({
                "bucket": bucket.name, "requests": bucket.requests, "per_minute": bucket.per_minute,
                "minutes": bucket.minutes(), "kinds": kinds.collect::<Vec<_>>().join(", "),
            })
        });
        print(run, rows, &Columns { table: "bucket,requests,per_minute,minutes,kinds", csv: "" })?;
        run.note(&summary(&plan));
        for (name, requests) in last(&plan) {
            run.note(&format!("{requests} requests for {name} come last; `--except {name}` saves them"));
        }
        Ok(())
    }
}

/// What comes last, with its requests.
fn last(plan: &Plan) -> impl Iterator<Item = (&'static str, String)> {
    let kinds = plan.buckets.iter().flat_map(|bucket| &bucket.kinds);
    let last = kinds.filter(|(name, _)| kind(name).is_some_and(|kind| kind.is_last));
    last.map(|(name, requests)| (*name, grouped(*requests)))
}

fn summary(plan: &Plan) -> String {
    let what = if plan.is_full { "everything" } else { "what has changed" };
    format!(
        "{} requests at least to read {what}, which the limits allow in {}; not counted: {}; {} requests were needed to find this out",
        grouped(plan.requests()),
        match plan.minutes() {
            0 => "less than a minute".to_owned(),
            minutes => format!("{minutes} min"),
        },
        plan.unknown.join(", "),
        plan.asked
    )
}

/// Opens the file for writing; a new one is for its owner alone, and a link is not followed.
pub fn open(run: &mut Run, path: &Path) -> Result<Mirror, Stop> {
    let mut options = std::fs::OpenOptions::new();
    let opened = file::open_plain(path, options.read(true).write(true).create(true));
    opened.map_err(|error| Failure::usage(format!("{} cannot be written: {error}", super::named(path))))?;
    let mirror = Mirror::open(path).map_err(failure)?;
    if let Some(before) = mirror.copy_of_before() {
        run.note(&format!(
            "{} had an older format and was migrated; the old file is now {}",
            super::named(path),
            super::named(before)
        ));
    }
    Ok(mirror)
}

/// Reads these kinds into a new file, with these events.
pub async fn read_kinds(run: &mut Run, path: &Path, kinds: Vec<String>, log: Log) -> Result<Published, Stop> {
    let mirror = open(run, path)?;
    let mut settings = Settings::default();
    (settings.only, settings.log) = (kinds, log);
    mirror.choose(&settings).map_err(failure)?;
    bring_up_to_date(run, &mirror).await
}

/// Reads what is new into a mirror, and says how much that was.
pub async fn bring_up_to_date(run: &mut Run, mirror: &Mirror) -> Result<Published, Stop> {
    let okta = run.okta()?;
    let options = SyncOptions::default();
    let begun = Instant::now();
    let published = watched(run, &okta, &options.counts, mirror.sync(&okta, &options)).await?;
    tell(run, &published, &options.counts, begun)?;
    Ok(published)
}

/// Waits for a sync, and shows meanwhile how far it is and what it waits for.
async fn watched(
    run: &mut Run,
    okta: &Okta,
    counts: &Counts,
    work: impl Future<Output = oktars_mirror::Result<Published>>,
) -> Result<Published, Stop> {
    let mut work = std::pin::pin!(work);
    let shown = run.shows_progress(true);
    let mut ticks = tokio::time::interval(TICK);
    let outcome = loop {
        tokio::select! {
            biased;
            done = &mut work => break done,
            _ = ticks.tick(), if shown => run.printer.progress(&line(counts, &okta.limits())),
        }
    };
    run.printer.end_progress();
    outcome.map_err(failure)
}

fn line(counts: &Counts, limits: &Limits) -> String {
    let now = Timestamp::now();
    let waits = limits.buckets.iter().filter(|bucket| bucket.waiting > 0 && bucket.remaining == Some(0));
    let waits = waits.filter_map(|bucket| {
        let reset = bucket.reset.as_ref()?.instant()?;
        Some(format!("{} for {} s", bucket.name, (reset.as_second() - now.as_second()).max(0)))
    });
    let waits: Vec<String> = waits.collect();
    let read = format!("{} read in {} requests", grouped(counts.objects()), grouped(counts.requests()));
    if waits.is_empty() { read } else { format!("{read}, waiting for {}", waits.join(", ")) }
}

fn tell(run: &mut Run, published: &Published, counts: &Counts, begun: Instant) -> Result<(), Stop> {
    let what = if published.is_full { "everything" } else { "what has changed" };
    run.note(&format!(
        "read {what}: {} objects and events in {} requests and {:.1} s",
        grouped(counts.objects()),
        grouped(counts.requests()),
        begun.elapsed().as_secs_f64()
    ));
    Ok(())
}

fn print_kinds(run: &mut Run, published: &Published) -> Result<(), Stop> {
    let rows = published.kinds.iter().map(|kind| {
        json!({
            "kind": kind.name, "new": kind.new, "changed": kind.changed, "gone": kind.gone, "state": kind.state,
            "reason": kind.reason,
        })
    });
    print(run, rows, &Columns { table: "kind,new,changed,gone,state,reason", csv: "" })
}

impl Watch {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let stop = stop_signal()?;
        tokio::select! {
            outcome = self.go_on(run) => outcome,
            () = stop => Ok(()),
        }
    }

    async fn go_on(self, run: &mut Run) -> Result<(), Stop> {
        let okta = run.okta_with_share(self.what.share())?;
        let mirror = open(run, &self.file)?;
        self.what.choose(&mirror)?;
        loop {
            let options = SyncOptions::default();
            let published = match watched(run, &okta, &options.counts, mirror.sync(&okta, &options)).await {
                Ok(published) => published,
                // The next time it may work; what was read is kept.
                Err(stop) if stop.may_pass() => {
                    run.note(&format!("note: {stop}; the next try is in {} s", self.every.as_secs()));
                    Published::default()
                }
                Err(stop) => return Err(stop),
            };
            let reader = reader(&self.file)?;
            let mut changes = Vec::new();
            for touched in &published.touched {
                changes.extend(reader.last_change(&touched.kind, &touched.key).map_err(failure)?);
            }
            show(run, &changes)?;
            run.printer.flush()?;
            tokio::time::sleep(self.every).await;
        }
    }
}

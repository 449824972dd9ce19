//! `oktars logs tail`: the System Log as it grows, with a place to continue from.
//!
//! The place is written down after the events were: an event may come again after a crash, and none is lost.
//! What comes again is known by its uuid and left out.

use std::collections::{HashSet, VecDeque};
use std::fs::OpenOptions;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use oktars::{Listing, Okta, Page, Position, op};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::logs::{COLUMNS, Which};
use super::time::{instant, text};
use crate::bulk::form::{self, Form};
use crate::failure::{Exit, Failure, Stop};
use crate::file::{self, write_private};
use crate::output::{Format, Sink};
use crate::run::Run;
use crate::wait::stop_signal;

/// How many events are remembered, to know what comes again.
const REMEMBERED: usize = 5_000;
/// How much of the end of a file is looked through for events that are in it already.
const LOOKED_THROUGH: u64 = 8 << 20;
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

#[derive(Debug, clap::Args)]
pub struct Tail {
    /// Continue to ask for new events until you press Ctrl-C
    #[arg(short, long)]
    follow: bool,
    /// Since when, if there is no checkpoint [default: now]
    #[arg(long, value_name = "TIME", value_parser = instant)]
    since: Option<Timestamp>,
    #[command(flatten)]
    which: Which,
    /// How long to wait before it asks again
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = pause)]
    interval: Duration,
    /// Note the place in the log in this file, and continue from there the next time
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Append the events to this file as NDJSON, instead of printing them
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// A time such as `10s`.
fn pause(text: &str) -> Result<Duration, String> {
    let wrong = || "it is not a time: write 10s or 1m".to_owned();
    let span: jiff::SignedDuration = text.parse().map_err(|_| wrong())?;
    Duration::try_from(span).ok().filter(|pause| !pause.is_zero()).ok_or_else(wrong)
}

/// Where to continue, as a file keeps it.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Checkpoint {
    org: String,
    filter: Option<String>,
    q: Option<String>,
    position: Option<String>,
    /// The events that were written last, the latest at the end.
    recent: VecDeque<String>,
}

/// An event, as far as it matters here.
#[derive(Deserialize)]
struct Uuid {
    uuid: String,
}

/// What was written already.
#[derive(Default)]
struct Seen {
    known: HashSet<String>,
    order: VecDeque<String>,
}

impl Seen {
    /// Whether it is new; it is known from now on.
    fn take(&mut self, uuid: String) -> bool {
        if !self.known.insert(uuid.clone()) {
            return false;
        }
        self.order.push_back(uuid);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}

impl Tail {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let okta = run.okta()?;
        let mut checkpoint = self.checkpoint(&okta)?;
        let mut seen = Seen::default();
        checkpoint.recent.drain(..).for_each(|uuid| {
            seen.take(uuid);
        });
        if let Some(path) = &self.to {
            file::check(path)?;
            mend(path, &mut seen)?;
        }
        let mut target = self.target(run)?;
        let mut position = match &checkpoint.position {
            Some(text) => Some(self.place(text)?),
            None => None,
        };
        // One for the whole time: an interrupt that comes while events are written is not lost.
        let stop = stop_signal()?;
        tokio::pin!(stop);
        let mut failures = 0;
        loop {
            let listing = match &position {
                Some(position) => Listing::resume(&okta, position),
                None => self.anew(&okta),
            };
            let mut pages = listing.pages();
            let waits = loop {
                let page = tokio::select! {
                    page = pages.try_next() => page,
                    () = &mut stop => return Ok(()),
                };
                match page {
                    Ok(Some(page)) => {
                        failures = 0;
                        position = page.next.clone().or(position);
                        write(&mut target, run, page, &mut seen)?;
                        checkpoint.position = position.as_ref().map(ToString::to_string);
                        checkpoint.recent = seen.order.clone();
                        self.save(&checkpoint)?;
                    }
                    Ok(None) => break self.interval,
                    Err(error) => {
                        let stop = Stop::from(error);
                        if !self.follow || !stop.may_pass() {
                            return Err(stop);
                        }
                        failures += 1;
                        let waits =
                            self.interval.saturating_mul(1 << u32::min(failures, 8)).min(LONGEST_PAUSE);
                        run.note(&format!("{stop}; trying again in {} seconds", waits.as_secs()));
                        break waits;
                    }
                }
            };
            if !self.follow {
                return Ok(());
            }
            tokio::select! {
                () = tokio::time::sleep(waits) => {}
                () = &mut stop => return Ok(()),
            }
        }
    }

    fn anew(&self, okta: &Okta) -> Listing<Box<RawValue>> {
        let since = self.since.unwrap_or_else(Timestamp::now);
        okta.logs().list(&self.which.query().since(text(since))).raw()
    }

    /// What was kept; a place in another log means nothing in this one.
    fn checkpoint(&self, okta: &Okta) -> Result<Checkpoint, Stop> {
        let own = Checkpoint {
            org: okta.org_url().to_string(),
            filter: self.which.filter(),
            q: self.which.q.clone(),
            ..Checkpoint::default()
        };
        let Some(path) = self.checkpoint.as_deref() else { return Ok(own) };
        file::check(path)?;
        let text = match std::fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(own),
            Err(error) => return Err(wrong(Some(path), &error.to_string())),
        };
        let kept: Checkpoint =
            serde_json::from_slice(&text).map_err(|error| wrong(Some(path), &error.to_string()))?;
        if (&kept.org, &kept.filter, &kept.q) != (&own.org, &own.filter, &own.q) {
            return Err(wrong(Some(path), "it belongs to another org or to another filter"));
        }
        Ok(kept)
    }

    /// Where a checkpoint continues, which is in the log and nowhere else.
    fn place(&self, text: &str) -> Result<Position, Stop> {
        let wrong = |why: &str| wrong(self.checkpoint.as_deref(), why);
        let position: Position = text.parse().map_err(|error: oktars::Error| wrong(&error.to_string()))?;
        let path = position.path().split('?').next().unwrap_or_default();
        if path == op::LIST_LOG_EVENTS.path {
            Ok(position)
        } else {
            Err(wrong("it is not a place in the log"))
        }
    }

    fn save(&self, checkpoint: &Checkpoint) -> Result<(), Stop> {
        let Some(path) = &self.checkpoint else { return Ok(()) };
        let text =
            serde_json::to_vec(checkpoint).map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
        Ok(write_private(path, &text)?)
    }

    fn target(&self, run: &Run) -> Result<Target, Stop> {
        match &self.to {
            Some(path) => {
                form::only(path, &[Form::Ndjson])?;
                Ok(Target::File(path.clone()))
            }
            None if run.chosen_format() == Some(Format::Xlsx) => {
                Err(Failure::usage("a workbook can only be written at the end, and the log has no end")
                    .hint("`oktars logs list -o xlsx` has the events so far")
                    .into())
            }
            None => Ok(Target::Stdout(run.sink(&COLUMNS)?)),
        }
    }
}

fn wrong(path: Option<&Path>, why: &str) -> Stop {
    let path = path.unwrap_or(Path::new("-")).display();
    Failure::usage(format!("the checkpoint {path} cannot be used: {why}"))
        .hint("name another file, or remove this one to start again")
        .into()
}

/// Where the events go.
enum Target {
    Stdout(Box<dyn Sink>),
    File(PathBuf),
}

/// Writes what of a page is new, and hands it over before the place is written down.
fn write(target: &mut Target, run: &mut Run, page: Page<Box<RawValue>>, seen: &mut Seen) -> Result<(), Stop> {
    let uuid = |event: &RawValue| serde_json::from_str(event.get()).map(|event: Uuid| event.uuid);
    let mut events = page.items;
    events.retain(|event| uuid(event).map_or(true, |uuid| seen.take(uuid)));
    if events.is_empty() {
        return Ok(());
    }
    match target {
        Target::Stdout(sink) => {
            sink.page(&events, &mut run.out())?;
            run.printer.flush()
        }
        Target::File(path) => {
            let lines: String = events.iter().map(|event| format!("{}\n", event.get())).collect();
            // Opened for each page: who moves the file away gets a new one.
            let written = file::append(path).and_then(|mut file| {
                file.write_all(lines.as_bytes())?;
                // A pipe has no disk below it.
                if file.metadata()?.is_file() { file.sync_data() } else { Ok(()) }
            });
            written.map_err(|error| file::unwritable(path, &error).into())
        }
    }
}

/// Learns which events a file has, and takes away a last line that was not written to its end: its event
/// comes again.
fn mend(path: &Path, seen: &mut Seen) -> Result<(), Stop> {
    let mended = (|| {
        if !path.symlink_metadata().is_ok_and(|found| found.is_file()) {
            return Ok(());
        }
        let mut file = file::open_plain(path, OpenOptions::new().read(true).write(true))?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(LOOKED_THROUGH)))?;
        let mut end = Vec::new();
        file.read_to_end(&mut end)?;
        let whole = end.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        if whole < end.len() && (whole > 0 || length <= LOOKED_THROUGH) {
            if end[whole] != b'{' {
                return Err(std::io::Error::other("its last line is not an event"));
            }
            file.set_len(length - (end.len() - whole) as u64)?;
        }
        for line in end[..whole].split(|byte| *byte == b'\n') {
            if let Ok(event) = serde_json::from_slice::<Uuid>(line) {
                seen.take(event.uuid);
            }
        }
        Ok(())
    })();
    mended.map_err(|error: std::io::Error| file::unwritable(path, &error).into())
}

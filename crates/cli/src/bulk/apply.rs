//! Carrying out a plan: many requests at once, each noted in the journal before and after.

use std::collections::VecDeque;
use std::future::Future;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use oktars::{Okta, Timestamp};

use super::journal::Journal;
use super::plan::{Entry, Outcome, Plan, Verb, grouped};
use super::{Job, left};
use crate::failure::{Exit, Failure, Stop};
use crate::run::Run;
use crate::wait;

/// So many rows are noted as begun at once, so that the disk is waited for seldom.
const INTENTS: usize = 256;
/// How often the org's limits are looked at.
const LOOK: Duration = Duration::from_millis(100);
/// How long to wait before a row is looked at again whose request got no answer.
const PAUSES: [Duration; 3] = [Duration::from_millis(500), Duration::from_secs(3), Duration::from_secs(15)];

/// Does what is planned. Gives why it ended before the end, if it did.
pub async fn apply<J: Job>(
    run: &mut Run,
    okta: &Okta,
    job: &J,
    plan: &mut Plan<J::Work>,
    journal: &mut Journal,
    at_once: usize,
) -> Result<Option<Failure>, Stop> {
    let mut progress = run.progress("rows", Some(plan.entries.len() as u64), false);
    let mut waiting = std::mem::take(&mut plan.entries).into_iter();
    let mut begun: VecDeque<Entry<J::Work>> = VecDeque::new();
    let mut flying = FuturesUnordered::new();
    let mut ended: Option<Failure> = None;
    let mut looks = tokio::time::interval(LOOK);
    let mut used_up_until = 0;
    // One for the whole run: what is pressed while a row is noted must not be lost.
    let mut interrupt = std::pin::pin!(wait::interrupt()?);
    loop {
        while ended.is_none() && flying.len() < at_once {
            if begun.is_empty() {
                begun.extend(waiting.by_ref().take(INTENTS));
                journal.begin(begun.iter().map(|entry| (entry.row, entry.verb)))?;
            }
            let Some(entry) = begun.pop_front() else { break };
            flying.push(attempt(job, okta, entry));
        }
        if flying.is_empty() {
            break;
        }
        tokio::select! {
            Some((row, verb, outcome)) = run.watch(&mut progress, flying.next()) => {
                match note(plan, journal, row, verb, outcome)? {
                    Some(reason) if ended.is_none() => ended = Some(reason),
                    _ => progress.done += 1,
                }
            }
            _ = looks.tick() => {
                if let Some(until) = used_up(okta).filter(|until| *until > used_up_until) {
                    journal.pause(until)?;
                    used_up_until = until;
                }
            }
            _ = &mut interrupt => {
                interrupt.set(wait::interrupt()?);
                let reason = Failure::interrupted("cancelled");
                if ended.is_some() {
                    return Ok(Some(reason));
                }
                run.note(&format!(
                    "stopping: waiting for {} requests; Ctrl-C again does not wait",
                    grouped(flying.len())
                ));
                ended = Some(reason);
            }
        }
    }
    run.printer.end_progress();
    journal.sync()?;
    Ok(ended)
}

/// Until when a limit of the org has no room, in seconds since 1970.
fn used_up(okta: &Okta) -> Option<i64> {
    let buckets = okta.limits().buckets;
    let resets = buckets
        .iter()
        .filter(|bucket| bucket.remaining == Some(0))
        .filter_map(|bucket| bucket.reset.as_ref());
    resets.filter_map(Timestamp::instant).map(jiff::Timestamp::as_second).max()
}

type Attempted = (usize, Verb, Result<Option<String>, Stop>);

/// Does one row. Where no answer came, it looks what became of it before it tries again.
async fn attempt<J: Job>(job: &J, okta: &Okta, entry: Entry<J::Work>) -> Attempted {
    let (row, verb) = (entry.row, entry.verb);
    let mut outcome = match job.carry_out(okta, &entry).await {
        Err(stop) if entry.unsure && is_taken(&stop) => again(job, okta, row, verb).await,
        outcome => outcome,
    };
    for pause in PAUSES {
        match &outcome {
            Err(stop) if is_unsure(stop) => tokio::time::sleep(pause).await,
            _ => break,
        }
        outcome = again(job, okta, row, verb).await;
    }
    (row, verb, outcome)
}

/// Does what is left of a row.
async fn again<J: Job>(job: &J, okta: &Okta, row: usize, begun: Verb) -> Result<Option<String>, Stop> {
    match left(job.look(okta, row, begun).await?)? {
        None => Ok(None),
        Some((verb, work)) => job.carry_out(okta, &Entry { row, verb, unsure: true, work }).await,
    }
}

/// Notes what became of a row. Gives the reason where the rest need not be tried.
fn note<W>(
    plan: &mut Plan<W>,
    journal: &mut Journal,
    row: usize,
    verb: Verb,
    outcome: Result<Option<String>, Stop>,
) -> Result<Option<Failure>, Stop> {
    let failure = match outcome {
        Ok(id) => {
            journal.done(row, verb, id.as_deref())?;
            plan.rows[row].outcome = Outcome::Done(verb, id.map(Into::into));
            return Ok(None);
        }
        Err(Stop::Failed(failure)) => failure,
        Err(stop) => return Err(stop),
    };
    if ends_the_run(&failure) {
        return Ok(Some(*failure));
    }
    plan.rows[row].outcome = Outcome::Failed(failure.line().into());
    Ok(None)
}

/// Whether the next row would fail as well: no answer, no valid token, a file that cannot be read.
fn ends_the_run(failure: &Failure) -> bool {
    match failure.okta() {
        Some(error) => failure.exit == Exit::TryLater || error.is_unauthorized() || error.is_no_token(),
        None => failure.exit == Exit::Usage,
    }
}

/// Whether the request may have been carried out although no answer says so.
fn is_unsure(stop: &Stop) -> bool {
    matches!(stop, Stop::Failed(failure) if failure.okta().is_some() && failure.exit == Exit::TryLater)
}

fn is_taken(stop: &Stop) -> bool {
    let Stop::Failed(failure) = stop else { return false };
    let Some(error) = failure.okta() else { return false };
    error.is_validation() && error.causes().iter().any(|cause| cause.contains("already exists"))
}

/// Does some work, and ends it at Ctrl-C.
pub async fn until_interrupted<T>(work: impl Future<Output = Result<T, Stop>>) -> Result<T, Stop> {
    let interrupt = wait::interrupt()?;
    tokio::select! {
        outcome = work => outcome,
        () = interrupt => {
            Err(Failure::interrupted("cancelled; nothing was changed").into())
        }
    }
}

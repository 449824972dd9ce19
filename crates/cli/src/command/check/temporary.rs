//! What the checks read of an org of which no mirror is named.

use std::collections::BTreeSet;
use std::path::Path;

use oktars_mirror::Log;
use oktars_mirror::check::Check;

use crate::command::mirror;
use crate::failure::Stop;
use crate::run::Run;

/// The log is not read: checks that need it want a mirror that has been there for a while.
const LOG: &str = "log";

/// Reads what the checks need.
pub async fn read(run: &mut Run, path: &Path, checks: &[Check]) -> Result<(), Stop> {
    let kinds: BTreeSet<&str> = checks.iter().flat_map(|check| check.reads.iter().copied()).collect();
    let kinds: Vec<String> = kinds.into_iter().filter(|kind| *kind != LOG).map(str::to_owned).collect();
    let org = run.org_label()?;
    run.note(&format!("no mirror is named: reading what the checks need from {org}"));
    // Without a kind that is asked for, all would be read.
    let kinds = if kinds.is_empty() { vec!["org_settings".to_owned()] } else { kinds };
    mirror::read_kinds(run, path, kinds, Log::None).await.map(drop)
}

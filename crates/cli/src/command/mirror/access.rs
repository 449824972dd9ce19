//! `oktars mirror diff --access`: who gains and who loses which app, whatever the way was.

use std::collections::BTreeSet;
use std::time::Duration;

use oktars_mirror::Reader;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{failure, print};
use crate::failure::Stop;
use crate::output::Columns;
use crate::run::Run;

const COLUMNS: Columns = Columns { table: "change,login,app", csv: "" };
/// Who is deactivated reaches nothing, and an inactive app is reached by nobody.
const REACHED: &str = "select distinct login, app from access
    where user_status is not 'DEPROVISIONED' and app_status is 'ACTIVE'";
const LONGEST: Duration = Duration::from_secs(300);

/// A person and an app that the person reaches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Reach {
    login: String,
    app: String,
}

/// Shows what is different between what people reach in two mirrors, or at two times of one.
pub fn show(run: &mut Run, before: &mut Reader, after: &mut Reader) -> Result<(), Stop> {
    let (old, new) = (reached(before)?, reached(after)?);
    let row =
        |change: &str, reach: &Reach| json!({ "change": change, "login": reach.login, "app": reach.app });
    let gains = new.difference(&old).map(|reach| row("gains", reach));
    let losses = old.difference(&new).map(|reach| row("loses", reach));
    let mut rows: Vec<Value> = gains.chain(losses).collect();
    rows.sort_by_key(|row| ["login", "app"].map(|name| row[name].to_string()));
    let count = |change: &str| rows.iter().filter(|row| row["change"] == change).count();
    let told = format!("{} gained, {} lost", count("gains"), count("loses"));
    print(run, rows, &COLUMNS)?;
    for reader in [before, after] {
        for gap in reader.gaps().map_err(failure)? {
            run.note(&format!("note: {} is {} in the mirror", gap.kind, gap.state));
        }
    }
    run.note(&told);
    Ok(())
}

fn reached(reader: &mut Reader) -> Result<BTreeSet<Reach>, Stop> {
    let mut found = BTreeSet::new();
    let taken = reader.ask(REACHED, LONGEST, &mut |row| {
        // Without a login or a label there is nobody and nothing to name.
        found.extend(serde_json::from_str::<Reach>(row.get()));
        Ok(())
    });
    taken.map_err(failure)??;
    Ok(found)
}

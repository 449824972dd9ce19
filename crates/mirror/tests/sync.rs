//! A mirror against a local org in the same process.

use std::path::Path;

use oktars::Okta;
use oktars_local::{Org, Seed};
use oktars_mirror::{Mirror, Published, SyncOptions};

fn demo() -> Org {
    Org::builder().seed(Seed::Demo).build().unwrap()
}

fn sync(path: &Path, okta: &Okta) -> Published {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(Mirror::open(path).unwrap().sync(okta, &SyncOptions::default())).unwrap()
}

fn ask(path: &Path, sql: &str) -> Vec<Vec<String>> {
    let db = rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut found = db.prepare(sql).unwrap();
    let width = found.column_count();
    let rows = found.query_map([], |row| {
        (0..width)
            .map(|at| row.get::<_, rusqlite::types::Value>(at).map(|value| format!("{value:?}")))
            .collect()
    });
    rows.unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

#[test]
fn a_whole_org_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("m.db");
    let org = demo();
    let okta = Okta::over(org.service());
    let begun = std::time::Instant::now();
    let published = sync(&path, &okta);
    println!("{:?}", begun.elapsed());
    for kind in &published.kinds {
        println!("{kind:?}");
    }
    for row in ask(&path, "select kind, state, rows, reason, needs, left_out from status") {
        println!("{}", row.join(" "));
    }
    for row in ask(
        &path,
        "select count(*) from users union all select count(*) from memberships union all select count(*) from access union all select count(*) from log",
    ) {
        println!("{}", row.join(" "));
    }
    println!("{:?}", ask(&path, "select * from users limit 1"));
    println!("{} bytes", path.metadata().unwrap().len());
    let again = sync(&path, &okta);
    println!("again: {again:?}");
    assert!(!again.is_full);
}

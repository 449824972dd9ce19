//! Every check is turned on and off by one change of a local org, and what it cannot read it does not pass.

mod answers;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use oktars::Okta;
use oktars_local::Org;
use oktars_mirror::check::{Check, Outcome, State};
use oktars_mirror::{Log, Mirror, Reader, Settings, SyncOptions};
use serde_json::{Value, json};

use crate::answers::Answers;

const LONGEST: Duration = Duration::from_secs(60);

/// An org: what it is made to answer, and the ids that a case knows.
struct World {
    okta: Okta,
    answers: Answers,
    ids: BTreeMap<String, String>,
}

impl World {
    async fn new() -> Self {
        let answers = Answers::default();
        let okta = Okta::over(answers.over(Org::in_memory().service()));
        let mut world = World { okta, answers, ids: BTreeMap::new() };
        let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
        let admin = world.send("GET", "users/me", None).await.unwrap();
        world.ids.insert("admin".to_owned(), id(&admin));
        let groups = world.send("GET", "groups?q=Everyone", None).await.unwrap();
        world.ids.insert("everyone".to_owned(), id(&groups[0]));
        for kind in ["OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL", "ACCESS_POLICY"] {
            let policies = world.send("GET", &format!("policies?type={kind}"), None).await.unwrap();
            let policy = id(&policies[0]);
            let rules = world.send("GET", &format!("policies/{policy}/rules"), None).await.unwrap();
            world.ids.insert(format!("rule:{kind}"), id(&rules[0]));
            world.ids.insert(format!("policy:{kind}"), policy);
        }
        world
    }

    async fn send(&self, method: &str, path: &str, body: Option<&str>) -> Result<Value, String> {
        let mut call = self.okta.request(method.parse().unwrap(), path);
        if let Some(body) = body {
            call =
                call.body(&serde_json::from_str::<Value>(body).map_err(|error| format!("{body}: {error}"))?);
        }
        let answer = call.send().await;
        let answer = answer.map_err(|error| format!("{method} {path}: {error} {:?}", error.causes()))?;
        Ok(serde_json::from_slice(answer.body()).unwrap_or_default())
    }

    /// Does what a line of a case says.
    async fn step(&mut self, line: &str) -> Result<(), String> {
        let (mut text, name) = match line.rsplit_once(" -> ") {
            Some((text, name)) => (text.to_owned(), Some(name)),
            None => (line.to_owned(), None),
        };
        for (name, id) in &self.ids {
            text = text.replace(&format!("{{{name}}}"), id);
        }
        let mut words = text.splitn(3, ' ');
        let (verb, path, body) = (words.next().unwrap(), words.next().unwrap(), words.next());
        match verb {
            "clock" => {
                let seconds = path.parse::<i64>().unwrap() * 86_400;
                let change = json!({ "advance": seconds }).to_string();
                self.send("POST", "/_local/clock", Some(&change)).await?;
            }
            "answer" => self.answers.set(path, body.unwrap()),
            method => {
                let made = self.send(method, path, body).await?;
                if let Some(name) = name {
                    let (name, at) = name.split_once('[').unwrap_or((name, "0]"));
                    let at: usize = at.trim_end_matches(']').parse().unwrap();
                    let made = if made.is_array() { &made[at] } else { &made };
                    let id = made["id"].as_str().ok_or_else(|| format!("{line} has no id: {made}"))?;
                    self.ids.insert(name.to_owned(), id.to_owned());
                }
            }
        }
        Ok(())
    }

    /// What a check says of the org now. A mirror is made that holds what it reads, and no more.
    async fn ask(&self, check: &Check) -> Result<Outcome, String> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("org.db");
        std::fs::copy(empty_mirror(), &path).unwrap();
        self.mirror(&path, check.reads.iter().map(|name| (*name).to_owned()).collect()).await;
        ask(&path, check)
    }

    async fn mirror(&self, path: &Path, kinds: Vec<String>) {
        let mirror = Mirror::open(path).unwrap();
        let mut settings = Settings::default();
        (settings.log, settings.all_factors, settings.only) = (Log::None, true, kinds);
        mirror.choose(&settings).unwrap();
        mirror.sync(&self.okta, &SyncOptions::default()).await.unwrap();
    }
}

/// A file with the tables and nothing in them: to make them takes longer than to fill a few.
fn empty_mirror() -> &'static Path {
    static EMPTY: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("empty.db");
        drop(Mirror::open(&path).unwrap());
        (directory, path)
    });
    &EMPTY.1
}

fn ask(path: &Path, check: &Check) -> Result<Outcome, String> {
    let mut reader = Reader::open(path).unwrap();
    reader.prepare_checks().unwrap();
    reader.check(check, LONGEST).map_err(|error| error.to_string())
}

/// A file or a folder of this crate. They are read when the test runs, so a case is tried without compiling.
fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The files that are shipped.
fn checks() -> Vec<Check> {
    let files = std::fs::read_dir(here("checks")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.collect();
    files.sort();
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    files
        .iter()
        .map(|path| Check::parse(&name(path), &std::fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

/// What comes first, and what turns the check, by its name.
type Cases = BTreeMap<String, (Vec<String>, Vec<String>)>;

fn cases() -> Cases {
    let text = std::fs::read_to_string(here("tests/checks/cases.txt")).unwrap();
    let cases = text.split("\n=== ").skip(1).map(|part| {
        let (name, lines) = part.split_once('\n').unwrap();
        let of = |word: &str| {
            let lines = lines.lines().filter_map(|line| line.strip_prefix(word)?.strip_prefix(' '));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        (name.to_owned(), (of("given"), of("when")))
    });
    cases.collect()
}

#[tokio::test]
async fn every_check_is_turned_on_and_off_by_one_change() {
    let (checks, cases) = (checks(), cases());
    let asked: Vec<&Check> = checks.iter().filter(|check| !check.is_manual()).collect();
    let of_files: BTreeSet<&str> = asked.iter().map(|check| check.name.as_str()).collect();
    let of_cases: BTreeSet<&str> = cases.keys().map(String::as_str).collect();
    assert_eq!(of_files, of_cases, "each check has a case, and each case a check");
    let mut wrong = Vec::new();
    for check in asked {
        if let Err(what) = is_turned(check, &cases[&check.name]).await {
            wrong.push(format!("{}: {what}", check.name));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

async fn is_turned(check: &Check, (given, when): &(Vec<String>, Vec<String>)) -> Result<(), String> {
    let [change] = &when[..] else { return Err("one change is what a case makes".to_owned()) };
    let mut world = World::new().await;
    for line in given {
        world.step(line).await?;
    }
    let before = world.ask(check).await?;
    world.step(change).await?;
    let after = world.ask(check).await?;
    let states = BTreeSet::from([before.state, after.state]);
    let shown = |o: &Outcome| format!("{} {:?} {:?}", o.state, o.reason, o.findings);
    if states != BTreeSet::from([State::Fail, State::Pass]) {
        return Err(format!("{} | {}", shown(&before), shown(&after)));
    }
    let failed = if before.state == State::Fail { &before } else { &after };
    for finding in &failed.findings {
        let texts = [&finding.kind, &finding.id, &finding.name, &finding.detail];
        if texts.iter().any(|text| text.is_empty()) {
            return Err(format!("a finding says too little: {finding:?}"));
        }
    }
    Ok(())
}

/// A mirror of an org with all that the checks read, of which states are written over.
struct Spoilt {
    _directory: tempfile::TempDir,
    path: PathBuf,
}

impl Spoilt {
    async fn new() -> Self {
        let world = World::new().await;
        for (name, label) in [("saasure", "Okta Admin Console"), ("okta_enduser", "Okta Dashboard")] {
            let app = json!({ "name": name, "label": label, "signOnMode": "OPENID_CONNECT" }).to_string();
            world.send("POST", "apps", Some(&app)).await.unwrap();
        }
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("org.db");
        world.mirror(&path, Vec::new()).await;
        Spoilt { _directory: directory, path }
    }

    /// Asks a check where kinds are in another state.
    fn ask(&self, check: &Check, sql: &str) -> Outcome {
        let db = rusqlite::Connection::open(&self.path).unwrap();
        db.execute_batch("drop table if exists whole; create table whole as select * from kind_state")
            .unwrap();
        db.execute_batch(sql).unwrap();
        let outcome = ask(&self.path, check).unwrap();
        db.execute_batch("delete from kind_state; insert into kind_state select * from whole").unwrap();
        outcome
    }
}

/// Nothing was found is not the same as nothing is there.
#[tokio::test]
async fn what_cannot_be_read_never_passes_and_a_check_says_what_it_reads() {
    let spoilt = Spoilt::new().await;
    let mut wrong = Vec::new();
    for check in checks().iter().filter(|check| !check.is_manual()) {
        for kind in &check.reads {
            for sql in [
                format!("update kind_state set state = 'not readable' where kind = '{kind}'"),
                format!("update kind_state set state = 'partial' where kind = '{kind}'"),
                format!("delete from kind_state where kind = '{kind}'"),
            ] {
                let outcome = spoilt.ask(check, &sql);
                if outcome.state != State::NotReadable || outcome.reason.is_none() {
                    wrong.push(format!("{}: {sql}: {}", check.name, outcome.state));
                }
            }
        }
        let names: Vec<String> = check.reads.iter().map(|kind| format!("'{kind}'")).collect();
        let others = format!("delete from kind_state where kind not in ({})", names.join(", "));
        let outcome = spoilt.ask(check, &others);
        if outcome.state == State::NotReadable {
            wrong.push(format!("{} reads what it does not say: {:?}", check.name, outcome.reason));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// A check of somebody else may say nothing of what it reads, and may be wrong.
#[tokio::test]
async fn an_own_check_is_held_to_the_same() {
    let spoilt = Spoilt::new().await;
    const HEAD: &str = "-- title: T\n-- severity: low\n-- why: W\n-- fix: F\n";
    let own = |sql: &str| Check::parse("own", &format!("{HEAD}{sql}")).unwrap();
    let silent = own("select 'users' as kind, id, login as name, 'd' as detail from users where 0");
    assert_eq!(ask(&spoilt.path, &silent).unwrap().state, State::Pass);
    let outcome = spoilt.ask(&silent, "update kind_state set state = 'partial' where kind = 'users'");
    assert_eq!(outcome.state, State::NotReadable, "it reads users, whether it says so or not");
    let cases = [
        ("select id from users", "no column \"kind\""),
        ("select * from nowhere", "no such table"),
        ("delete from users_rows", "does more than read"),
        ("select 1; select 2", "more than one statement"),
    ];
    for (sql, told) in cases {
        let error = ask(&spoilt.path, &own(sql)).unwrap_err();
        assert!(error.starts_with("the check own cannot be asked") && error.contains(told), "{sql}: {error}");
    }
}

/// `OKTARS_CHECKS_USERS=100000 cargo test --workspace --test checks large -- --nocapture` measures all checks over a
/// mirror of so many people, with 50 people a group, 10 groups and 5 apps a person.
#[tokio::test]
#[allow(clippy::print_stderr, reason = "figures are what it is for")]
async fn all_checks_over_a_large_mirror_take_less_than_a_minute() {
    let Ok(Ok(people)) = std::env::var("OKTARS_CHECKS_USERS").map(|text| text.parse::<u64>()) else { return };
    let spoilt = Spoilt::new().await;
    grow(&spoilt.path, people);
    let size = spoilt.path.metadata().unwrap().len() >> 20;
    let begun = Instant::now();
    let mut reader = Reader::open(&spoilt.path).unwrap();
    reader.prepare_checks().unwrap();
    let mut times = Vec::new();
    for check in checks() {
        let one = Instant::now();
        let outcome = reader.check(&check, LONGEST).unwrap();
        times.push((one.elapsed(), check.name, outcome.findings.len()));
    }
    let all = begun.elapsed();
    times.sort();
    eprintln!("{people} people, {size} MiB: {} checks in {:.1} s", times.len(), all.as_secs_f64());
    for (time, name, found) in times.iter().rev().take(8) {
        eprintln!("  {name}: {:.2} s, {found} found", time.as_secs_f64());
    }
    assert!(all < Duration::from_secs(60), "{all:?}");
}

/// Adds rows as a sync would have.
fn grow(path: &Path, people: u64) {
    let db = rusqlite::Connection::open(path).unwrap();
    let sql = include_str!("grow.sql").replace("{people}", &people.to_string());
    db.execute_batch(&sql).unwrap();
}

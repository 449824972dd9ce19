//! Every check is turned on and off by one change of a local org, and what it cannot read it does not pass.

mod answers;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use oktars::Okta;
use oktars_local::Org;
use oktars_mirror::check::{Check, Outcome, State};
use oktars_mirror::{Log, Mirror, Reader, Settings, SyncOptions};
use serde_json::{Value, json};

use crate::answers::Answers;

const CASES: &str = include_str!("cases.txt");
const LONGEST: Duration = Duration::from_secs(60);

/// An org: what it is made to answer, and the ids that a case knows.
struct World {

    okta: Okta,
    answers: Answers,
    ids: BTreeMap<String, String>,
}

impl World {
    async fn new() -> Self {
        let org = Org::in_memory();
        let answers = Answers::default();
        let okta = Okta::over(answers.over(org.service()));
        let mut world = World { okta, answers, ids: BTreeMap::new() };
        let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
        let admin = world.send("GET", "users/me", None).await;
        world.ids.insert("admin".to_owned(), id(&admin));
        let groups = world.send("GET", "groups?q=Everyone", None).await;
        world.ids.insert("everyone".to_owned(), id(&groups[0]));
        for kind in ["OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL", "ACCESS_POLICY"] {
            let policies = world.send("GET", &format!("policies?type={kind}"), None).await;
            let policy = id(&policies[0]);
            let rules = world.send("GET", &format!("policies/{policy}/rules"), None).await;
            world.ids.insert(format!("rule:{kind}"), id(&rules[0]));
            world.ids.insert(format!("policy:{kind}"), policy);
        }
        world
    }

    async fn send(&self, method: &str, path: &str, body: Option<&str>) -> Value {
        let mut call = self.okta.request(method.parse().unwrap(), path);
        if let Some(body) = body {
            call = call.body(&serde_json::from_str::<Value>(body).unwrap());
        }
        let answer = call.send().await.unwrap_or_else(|error| panic!("{method} {path}: {error:?}"));
        serde_json::from_slice(answer.body()).unwrap_or_default()
    }

    /// Does what a line of a case says.
    async fn step(&mut self, line: &str) {
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
                self.send("POST", "/_local/clock", Some(&change)).await;
            }
            "answer" => self.answers.set(path, body.unwrap()),
            method => {
                let made = self.send(method, path, body).await;
                let made = if made.is_array() { &made[0] } else { &made };
                if let Some(name) = name {
                    self.ids.insert(name.to_owned(), made["id"].as_str().unwrap().to_owned());
                }
            }
        }
    }

    /// What the checks say of the org now. A mirror is made that holds what they read, and no more.
    async fn ask(&self, checks: &[&Check]) -> Vec<Outcome> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("org.db");
        let mirror = Mirror::open(&path).unwrap();
        let mut settings = Settings::default();
        settings.log = Log::None;
        settings.all_factors = checks.iter().any(|check| check.reads.contains(&"factors"));
        settings.only = checks.iter().flat_map(|check| &check.reads).map(|name| (*name).to_owned()).collect();
        mirror.choose(&settings).unwrap();
        mirror.sync(&self.okta, &SyncOptions::default()).await.unwrap();
        ask(&path, checks)
    }
}

fn ask(path: &Path, checks: &[&Check]) -> Vec<Outcome> {
    let mut reader = Reader::open(path).unwrap();
    reader.prepare_checks().unwrap();
    checks.iter().map(|check| reader.check(check, LONGEST).unwrap()).collect()
}

/// The cases: the name of the check, what comes first, and what turns it.
fn cases() -> BTreeMap<&'static str, (Vec<&'static str>, Vec<&'static str>)> {
    let parts = CASES.split("\n=== ").skip(1);
    let cases = parts.map(|part| {
        let (name, lines) = part.split_once('\n').unwrap();
        let of = |word: &str| {
            lines.lines().filter_map(|line| line.strip_prefix(word)?.strip_prefix(' ')).collect::<Vec<_>>()
        };
        (name, (of("given"), of("when")))
    });
    cases.collect()
}

#[tokio::test]
async fn every_check_is_turned_on_and_off_by_one_change() {
    let checks = Check::shipped().unwrap();
    let cases = cases();
    let of_files: BTreeSet<&str> =
        checks.iter().filter(|check| !check.is_manual()).map(|check| check.name.as_str()).collect();
    let of_cases: BTreeSet<&str> = cases.keys().copied().collect();
    assert_eq!(of_files, of_cases, "each check has a case, and each case a check");
    let only = std::env::var("OKTARS_CHECK").ok();
    let mut wrong = Vec::new();
    for check in checks.iter().filter(|check| of_cases.contains(check.name.as_str())) {
        if only.as_ref().is_some_and(|only| *only != check.name) {
            continue;
        }
        let (given, when) = &cases[check.name.as_str()];
        let mut world = World::new().await;
        for line in given {
            world.step(line).await;
        }
        let before = world.ask(&[check]).await.remove(0);
        assert_eq!(when.len(), 1, "{}: one change", check.name);
        world.step(when[0]).await;
        let after = world.ask(&[check]).await.remove(0);
        let states = BTreeSet::from([before.state, after.state]);
        if states != BTreeSet::from([State::Fail, State::Pass]) {
            let shown = |outcome: &Outcome| {
                format!("{} {:?} {:?}", outcome.state, outcome.reason, outcome.findings)
            };
            wrong.push(format!("{}: {} | {}", check.name, shown(&before), shown(&after)));
        }
        let failed = if before.state == State::Fail { &before } else { &after };
        for finding in &failed.findings {
            let texts = [&finding.kind, &finding.id, &finding.name, &finding.detail];
            if texts.iter().any(|text| text.is_empty()) {
                wrong.push(format!("{}: a finding says too little: {finding:?}", check.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

//! A mirror becomes an org again, and the mirror of that org is the same but for what is said here.

mod anonymous;
mod recorded;

use std::collections::BTreeMap;
use std::path::Path;

use oktars::Okta;
use oktars_local::{Answers, Org, Seed};
use oktars_mirror::{KINDS, Mirror, Reader, SyncOptions, differences};
use serde_json::{Value, json};

/// Kinds that a twin makes anew or lacks, and why.
const MADE_ANEW: [(&str, &str); 6] = [
    ("app_keys", "keys are new ones"),
    ("app_secrets", "secrets are new ones"),
    ("factors", "nobody's factors are known"),
    ("api_tokens", "the twin has a token of its own"),
    ("profile_mapping_list", "mappings are made with the apps"),
    ("profile_mappings", "mappings are made with the apps"),
];
/// Members that a twin computes.
const COMPUTED: [&str; 2] = ["credentials.signing.kid", "credentials.signing.lastRotated"];

async fn sync(path: &Path, org: &Org) {
    let okta = Okta::over(org.service());
    let mut options = SyncOptions::default();
    options.accept_deletions = true;
    let published = Mirror::open(path).unwrap().sync(&okta, &options).await.unwrap();
    assert!(!published.is_partial(), "{published:?}");
}

/// Documents by kind and key.
type Contents = BTreeMap<(&'static str, String), Value>;

fn contents(path: &Path) -> Contents {
    let mut reader = Reader::open(path).unwrap();
    let mut found = BTreeMap::new();
    for kind in KINDS {
        let sql = format!("select key, json from {}_history where valid_to is null", kind.name);
        let mut keep = |row: Box<serde_json::value::RawValue>| {
            let mut row: Value = serde_json::from_str(row.get()).unwrap();
            let key = row["key"].as_str().unwrap().to_owned();
            found.insert((kind.name, key), row["json"].take());
            Ok(())
        };
        reader.ask(&sql, std::time::Duration::from_secs(60), &mut keep).unwrap().unwrap();
    }
    found
}

/// The org of a mirror.
fn twin(path: &Path) -> Org {
    let mut lines = String::new();
    let reader = Reader::open(path).unwrap();
    reader.answers(&mut |line| lines.push_str(&format!("{line}\n"))).unwrap();
    let answers = Answers::read(lines.as_bytes()).unwrap().password("Rehearsal-42");
    Org::builder().seed(Seed::Answers(answers)).build().unwrap()
}

#[tokio::test]
async fn a_mirror_of_the_twin_is_the_mirror_that_it_came_from() {
    let directory = tempfile::tempdir().unwrap();
    let (first, second) = (directory.path().join("first.db"), directory.path().join("second.db"));
    sync(&first, &Org::builder().seed(Seed::Demo).build().unwrap()).await;
    sync(&second, &twin(&first)).await;
    let (before, after) = (contents(&first), contents(&second));
    let mut different = Vec::new();
    for (kind, key) in before.keys().chain(after.keys().filter(|key| !before.contains_key(*key))) {
        if MADE_ANEW.iter().any(|(known, _)| known == kind) {
            continue;
        }
        let at = (*kind, key.clone());
        match (before.get(&at), after.get(&at)) {
            (Some(before), Some(after)) => {
                let mut found = differences(before, after);
                found.retain(|difference| !COMPUTED.contains(&difference.path.as_str()));
                if !found.is_empty() {
                    different.push(format!("{at:?}: {found:?}"));
                }
            }
            (Some(_), None) => different.push(format!("{at:?} is missing")),
            _ => different.push(format!("{at:?} is too much")),
        }
    }
    assert!(
        different.is_empty(),
        "{} of {}:\n{}",
        different.len(),
        before.len(),
        different[..different.len().min(30)].join("\n")
    );
}

/// Relationships between users and their values are a part of the twin.
#[tokio::test]
async fn who_is_linked_to_whom_is_so_in_the_twin() {
    let directory = tempfile::tempdir().unwrap();
    let org = Org::builder().seed(Seed::Users(6)).build().unwrap();
    let okta = Okta::over(org.service());
    let side = |name: &str| json!({ "name": name, "title": name, "description": "", "type": "USER" });
    let definition = json!({ "primary": side("manager"), "associated": side("subordinate") });
    let made = okta.request(http::Method::POST, "meta/schemas/user/linkedObjects").body(&definition);
    made.json::<Value>().send().await.unwrap();
    let users: Vec<Value> = okta.get("users").list().all().await.unwrap();
    let id = |at: usize| users[at]["id"].as_str().unwrap();
    for (who, to) in [(1, 0), (2, 0), (3, 1)] {
        let path = format!("users/{}/linkedObjects/manager/{}", id(who), id(to));
        okta.request(http::Method::PUT, &path).json::<Option<Value>>().send().await.unwrap();
    }
    let linked = async |name: &str, org: &Org| {
        let path = directory.path().join(name);
        let mirror = Mirror::open(&path).unwrap();
        let mut settings = mirror.settings().unwrap();
        settings.linked_values = true;
        mirror.choose(&settings).unwrap();
        drop(mirror);
        sync(&path, org).await;
        let found = contents(&path);
        found.into_keys().filter(|(kind, _)| kind.starts_with("linked_object")).collect::<Vec<_>>()
    };
    let before = linked("first.db", &org).await;
    assert_eq!(before.len(), 4, "{before:?}");
    assert_eq!(linked("second.db", &twin(&directory.path().join("first.db"))).await, before);
}

//! What would lose or falsify rows, case by case: the mirror equals a fresh one all the same.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use oktars::Okta;
use oktars_local::{Org, Seed};
use oktars_mirror::{Error, Log, Mirror, Published, Reader, Settings};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::compared::assert_equal;
use crate::sync;
use crate::weather::{Answering, Weather};

/// An org, a mirror of it, and the folder that it is in.
pub struct Case {
    pub org: Org,
    pub okta: Okta,
    pub directory: TempDir,
}

impl Case {
    pub fn new() -> Self {
        let org = Org::builder().seed(Seed::Demo).build().unwrap();
        let okta = Okta::over(org.service());
        Case { org, okta, directory: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> PathBuf {
        self.directory.path().join("case.db")
    }

    pub async fn sync(&self) -> Published {
        sync(&self.path(), &self.okta, false).await.unwrap()
    }

    pub async fn send(&self, method: &str, path: &str, body: Value) -> Value {
        let mut call = self.okta.request(method.parse().unwrap(), path);
        if !body.is_null() {
            call = call.body(&body);
        }
        call.json::<Value>().send().await.unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    pub async fn ids(&self, path: &str) -> Vec<String> {
        let all: Vec<Value> = self.okta.get(path).list().all().await.unwrap();
        all.iter().map(|object| object["id"].as_str().unwrap().to_owned()).collect()
    }

    pub async fn group(&self, name: &str) -> String {
        let group = self.send("POST", "groups", json!({ "profile": { "name": name } })).await;
        group["id"].as_str().unwrap().to_owned()
    }

    pub async fn app(&self, label: &str) -> String {
        let body = json!({ "name": "bookmark", "label": label, "signOnMode": "BOOKMARK",
            "settings": { "app": { "url": "https://a.example", "requestIntegration": false } } });
        self.send("POST", "apps", body).await["id"].as_str().unwrap().to_owned()
    }

    pub async fn user(&self, login: &str) -> String {
        let body =
            json!({ "profile": { "login": login, "email": login, "firstName": "C", "lastName": "D" } });
        self.send("POST", "users", body).await["id"].as_str().unwrap().to_owned()
    }

    pub async fn assert_fresh(&self) {
        let fresh = self.directory.path().join("fresh.db");
        sync(&fresh, &self.okta, true).await.unwrap();
        assert_equal(&self.path(), &fresh);
        std::fs::remove_file(fresh).unwrap();
    }

    pub fn ask(&self, sql: &str) -> Vec<Value> {
        ask(&self.path(), sql)
    }
}

fn ask(path: &Path, sql: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut reader = Reader::open(path).unwrap();
    let asked = reader.ask(sql, Duration::from_secs(60), &mut |row| {
        rows.push(serde_json::from_str(row.get()).unwrap());
        Ok(())
    });
    asked.unwrap().unwrap();
    rows
}

/// Lets a test change answers on their way.
pub fn meddling(
    org: &Org,
    change: impl Fn(&Request<Bytes>, Response<Bytes>) -> Response<Bytes> + Send + Sync + 'static,
) -> Okta {
    let at_once = Arc::default();
    Okta::over(Answering { org: org.service(), delay: Duration::ZERO, at_once, change: Arc::new(change) })
}

fn with_body(answer: Response<Bytes>, body: &Value) -> Response<Bytes> {
    let (parts, _) = answer.into_parts();
    Response::from_parts(parts, Bytes::from(body.to_string()))
}

pub fn status(code: u16) -> Response<Bytes> {
    let body = json!({ "errorCode": "E0000000", "errorSummary": "made by a test", "errorId": "x", "errorCauses": [] });
    Response::builder().status(code).body(Bytes::from(body.to_string())).unwrap()
}

/// Which of two groups gives an app to a user changes without an event about the assignment.
#[tokio::test]
async fn assignments_follow_the_group_that_gives_them() {
    let case = Case::new();
    let user = case.user("winner@acme.example").await;
    let (first, second, app) = (case.group("First").await, case.group("Second").await, case.app("Won").await);
    for group in [&first, &second] {
        case.send("PUT", &format!("groups/{group}/users/{user}"), Value::Null).await;
    }
    case.send("PUT", &format!("apps/{app}/groups/{first}"), json!({ "priority": 0 })).await;
    case.send("PUT", &format!("apps/{app}/groups/{second}"), json!({ "priority": 1 })).await;
    case.sync().await;
    let giver = || {
        let sql = format!(
            "select json ->> '$._links.group.href' as giver from app_users where app_id = '{app}' and user_id = '{user}'"
        );
        case.ask(&sql)[0]["giver"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
    };
    assert_eq!(giver(), first);
    case.send("DELETE", &format!("groups/{first}/users/{user}"), Value::Null).await;
    case.sync().await;
    assert_eq!(giver(), second, "who left the first group");
    case.assert_fresh().await;
    case.send("PUT", &format!("groups/{first}/users/{user}"), Value::Null).await;
    case.sync().await;
    assert_eq!(giver(), first, "who came back");
    case.send("PUT", &format!("apps/{app}/groups/{first}"), json!({ "priority": 5 })).await;
    case.send("PUT", &format!("apps/{app}/groups/{second}"), json!({ "priority": 0 })).await;
    case.sync().await;
    case.assert_fresh().await;
    case.send("DELETE", &format!("apps/{app}/groups/{second}"), Value::Null).await;
    case.sync().await;
    case.assert_fresh().await;
}

/// Events tell of somebody who came, joined a group, got an app and was removed for good between two runs.
#[tokio::test]
async fn who_came_and_went_between_two_runs_leaves_nothing() {
    let case = Case::new();
    case.sync().await;
    let (group, app) = (case.group("Short").await, case.app("Short").await);
    let user = case.user("short@acme.example").await;
    case.send("PUT", &format!("groups/{group}/users/{user}"), Value::Null).await;
    case.send("POST", &format!("apps/{app}/users"), json!({ "id": user, "scope": "USER" })).await;
    for _ in 0..2 {
        case.send("DELETE", &format!("users/{user}"), Value::Null).await;
    }
    let gone = case.group("Gone").await;
    let other = case.ids("users").await.remove(3);
    case.send("PUT", &format!("groups/{gone}/users/{other}"), Value::Null).await;
    case.send("DELETE", &format!("groups/{gone}"), Value::Null).await;
    case.sync().await;
    case.assert_fresh().await;
    let orphans = case
        .ask("select count(*) as n from memberships_rows where user_id not in (select key from users_rows)");
    assert_eq!(orphans[0]["n"], 0);
}

/// Imports change members and write no event for each: the date of the group tells.
#[tokio::test]
async fn members_that_no_event_tells_of_are_found_by_the_date_of_their_group() {
    let case = Case::new();
    let silent = Okta::over(Weather::Silent.over(case.org.service(), 1));
    let (filled, emptied) = (case.group("Filled").await, case.group("Emptied").await);
    let users = case.ids("users").await;
    case.send("PUT", &format!("groups/{emptied}/users/{}", users[4]), Value::Null).await;
    // One who stays: the group has a list before and after.
    case.send("PUT", &format!("groups/{filled}/users/{}", users[6]), Value::Null).await;
    sync(&case.path(), &silent, false).await.unwrap();
    case.org.advance(60);
    case.send("PUT", &format!("groups/{filled}/users/{}", users[5]), Value::Null).await;
    case.send("DELETE", &format!("groups/{emptied}/users/{}", users[4]), Value::Null).await;
    let published = sync(&case.path(), &silent, false).await.unwrap();
    assert!(!published.is_full);
    let members =
        |group: &str| case.ask(&format!("select user_id from memberships where group_id = '{group}'"));
    assert_eq!(members(&filled).len(), 2);
    assert_eq!(members(&emptied), [] as [Value; 0]);
}

/// What changes while everything is read is told by the log, whatever the clock here says.
#[tokio::test]
async fn a_clock_that_is_wrong_loses_no_change() {
    for ahead in [-7200, 7200] {
        let case = Case::new();
        case.org.advance(ahead);
        let user = case.ids("users").await.remove(7);
        let (org, token) = (case.org.clone(), case.org.token().to_owned());
        let done = Arc::new(AtomicUsize::new(0));
        let okta = meddling(&case.org, move |request, answer| {
            let is_users = request.uri().path() == "/api/v1/users";
            if is_users && done.fetch_add(1, Ordering::Relaxed) == 0 {
                let change = Request::post(format!("http://localhost/api/v1/users/{user}"))
                    .header("authorization", format!("SSWS {token}"))
                    .header("content-type", "application/json")
                    .body(Bytes::from_static(br#"{"profile":{"title":"Changed meanwhile"}}"#))
                    .unwrap();
                assert_eq!(org.handle(change).status(), 200);
            }
            answer
        });
        sync(&case.path(), &okta, false).await.unwrap();
        let found = case.ask("select count(*) as n from users where title = 'Changed meanwhile'");
        assert_eq!(found[0]["n"], 1, "{ahead} s ahead");
    }
}

#[tokio::test]
async fn after_more_than_90_days_everything_is_read_and_the_gap_is_named() {
    let case = Case::new();
    case.sync().await;
    case.org.advance(91 * 86_400);
    case.group("Later").await;
    let published = case.sync().await;
    assert!(published.is_full);
    let gap = Reader::open(&case.path()).unwrap().noted("gap").unwrap();
    assert!(gap.is_some_and(|gap| gap.contains(" to ")));
    case.assert_fresh().await;
}

/// A list that has an object which nothing names is not a list without it.
#[tokio::test]
async fn an_object_that_cannot_be_kept_makes_its_kind_partial_and_deletes_nothing() {
    let case = Case::new();
    case.sync().await;
    let before = case.ask("select count(*) as n from groups");
    for odd in [json!({ "type": "OKTA_GROUP", "profile": { "name": "No id" } }), json!("1e999")] {
        let okta = meddling(&case.org, move |request, answer| {
            if request.uri().path() != "/api/v1/groups" {
                return answer;
            }
            let mut groups: Vec<Value> = serde_json::from_slice(answer.body()).unwrap();
            groups.pop();
            groups.push(odd.clone());
            let text = Value::from(groups).to_string().replace("\"1e999\"", "{\"id\":\"00g1\",\"n\":1e999}");
            let (parts, _) = answer.into_parts();
            Response::from_parts(parts, Bytes::from(text))
        });
        let published = sync(&case.path(), &okta, true).await.unwrap();
        assert!(published.is_partial(), "{published:?}");
        assert_eq!(case.ask("select count(*) as n from groups"), before);
    }
    case.sync().await;
    case.assert_fresh().await;
}

#[tokio::test]
async fn events_of_unknown_types_are_kept_and_counted() {
    let case = Case::new();
    let okta = meddling(&case.org, |request, answer| {
        let is_first = request.uri().path() == "/api/v1/logs"
            && request.uri().query().is_some_and(|query| query.contains("until="));
        if !is_first || request.uri().query().is_some_and(|query| query.contains("after=")) {
            return answer;
        }
        let event = |uuid: &str| {
            json!({ "uuid": uuid, "published": "2026-11-30T00:00:00.000Z", "eventType": "quantum.gate.open",
            "outcome": { "result": "SUCCESS" }, "actor": { "id": "00u1", "type": "User" }, "target": null })
        };
        with_body(answer, &json!([event("one"), event("two")]))
    });
    let mirror = Mirror::open(&case.path()).unwrap();
    let mut settings = Settings::default();
    settings.log = Log::All;
    mirror.choose(&settings).unwrap();
    drop(mirror);
    sync(&case.path(), &okta, false).await.unwrap();
    let status = case.ask("select reason from status where kind = 'log'");
    assert!(
        status[0]["reason"].as_str().is_some_and(|reason| reason.contains("quantum.gate.open 2")),
        "{status:?}"
    );
    assert_eq!(case.ask("select count(*) as n from log where eventType = 'quantum.gate.open'")[0]["n"], 2);
}

/// A position that the org does not know any more loses no event: the feed begins again where it was lost.
#[tokio::test]
async fn a_position_that_is_refused_loses_no_event() {
    let case = Case::new();
    case.sync().await;
    case.group("While the position is refused").await;
    let okta = meddling(&case.org, |request, answer| {
        let is_poll = request.uri().path() == "/api/v1/logs"
            && request.uri().query().is_some_and(|query| query.contains("after="));
        if is_poll { status(400) } else { answer }
    });
    sync(&case.path(), &okta, false).await.unwrap();
    assert_eq!(case.ask("select state from status where kind = 'log'")[0]["state"], "partial");
    let published = case.sync().await;
    assert!(published.is_full);
    let told = case.ask("select count(*) as n from log where eventType = 'group.lifecycle.create' and json like '%While the position%'");
    assert_eq!(told[0]["n"], 1);
    assert_eq!(case.ask("select count(*) - count(distinct uuid) as n from log")[0]["n"], 0);
    case.assert_fresh().await;
}

/// A token that is revoked in the middle: what was read is kept, and the next run goes on.
#[tokio::test]
async fn a_token_that_dies_in_the_middle_costs_nothing_that_was_read() {
    let case = Case::new();
    let answered = Arc::new(Mutex::new(Vec::new()));
    let seen = answered.clone();
    let okta = meddling(&case.org, move |request, answer| {
        let mut seen = seen.lock().unwrap();
        if seen.len() >= 40 {
            return status(401);
        }
        seen.push(request.uri().to_string());
        answer
    });
    let error = sync(&case.path(), &okta, false).await.unwrap_err();
    assert!(matches!(error, Error::Okta(_)), "{error}");
    let again = Arc::new(Mutex::new(Vec::new()));
    let seen = again.clone();
    let okta = meddling(&case.org, move |request, answer| {
        seen.lock().unwrap().push(request.uri().to_string());
        answer
    });
    sync(&case.path(), &okta, false).await.unwrap();
    let (first, second) = (answered.lock().unwrap().clone(), again.lock().unwrap().clone());
    let repeated: Vec<&String> =
        second.iter().filter(|path| first.contains(path) && !path.contains("well-known")).collect();
    assert!(repeated.len() <= 1, "{repeated:?}");
    case.assert_fresh().await;
}

/// What is left out from now on is taken out of what was kept before, of the past too.
#[tokio::test]
async fn an_attribute_that_is_left_out_later_leaves_the_file() {
    let case = Case::new();
    let user = case.ids("users").await.remove(5);
    for number in ["+1 555 0101 MARKED", "+1 555 0102 MARKED"] {
        case.send("POST", &format!("users/{user}"), json!({ "profile": { "mobilePhone": number } })).await;
        case.sync().await;
    }
    assert_eq!(case.ask("select count(*) as n from users_history where json like '%MARKED%'")[0]["n"], 2);
    let mirror = Mirror::open(&case.path()).unwrap();
    let mut settings = Settings::default();
    settings.without_attributes = vec!["profile.mobilePhone".to_owned()];
    mirror.choose(&settings).unwrap();
    drop(mirror);
    assert_eq!(case.ask("select count(*) as n from users_history where json like '%MARKED%'")[0]["n"], 0);
    assert_eq!(case.ask("select count(*) as n from users where mobilePhone is not null")[0]["n"], 0);
    case.sync().await;
    assert_eq!(case.ask("select count(*) as n from users where json like '%MARKED%'")[0]["n"], 0);
    let bytes = std::fs::read(case.path()).unwrap();
    assert!(!bytes.windows(6).any(|part| part == b"MARKED"));
}

#[tokio::test]
async fn factors_are_those_of_administrators_unless_all_are_asked_for() {
    let case = Case::new();
    let users = case.ids("users?limit=200").await;
    for user in &users[20..23] {
        let body = json!({ "factorType": "question", "provider": "OKTA",
            "profile": { "question": "disliked_food", "answer": "mayonnaise" } });
        case.send("POST", &format!("users/{user}/factors"), body).await;
    }
    case.sync().await;
    let people =
        "select count(distinct user_id) as n from factors where user_id not in (select id from admin_users)";
    assert_eq!(case.ask(people)[0]["n"], 0);
    let body = json!({ "factorType": "question", "provider": "OKTA",
        "profile": { "question": "first_award", "answer": "a marathon" } });
    case.send("POST", &format!("users/{}/factors", users[24]), body).await;
    case.sync().await;
    assert_eq!(case.ask(people)[0]["n"], 0, "an event tells of people whose factors are not read");
    let choose = |all: bool| {
        let mirror = Mirror::open(&case.path()).unwrap();
        let mut settings = Settings::default();
        settings.all_factors = all;
        mirror.choose(&settings).unwrap();
    };
    choose(true);
    case.sync().await;
    let all = "select count(distinct user_id) as n from factors";
    assert!(case.ask(people)[0]["n"].as_u64() >= Some(4), "{:?}", case.ask(all));
    choose(false);
    let options = oktars_mirror::SyncOptions::default();
    Mirror::open(&case.path())
        .unwrap()
        .sync(&case.okta, &options)
        .await
        .expect("what is no longer asked for is not missed");
    assert_eq!(case.ask(people)[0]["n"], 0);
}

/// Who used an app first and last, and how often, outlives the events.
#[tokio::test]
async fn the_use_of_an_app_is_one_row_that_outlives_the_log() {
    let case = Case::new();
    let mirror = Mirror::open(&case.path()).unwrap();
    let mut settings = Settings::default();
    settings.log = Log::Changes(90);
    mirror.choose(&settings).unwrap();
    drop(mirror);
    case.sync().await;
    let used = case.ask("select user_id, app_id, first, last, count from app_use order by 1, 2");
    assert!(!used.is_empty());
    let counted = case.ask("select sum(count) as n from app_use")[0]["n"].clone();
    let events =
        "select count(*) as n from log where eventType = 'user.authentication.sso' and outcome = 'SUCCESS'";
    assert_eq!(counted, case.ask(events)[0]["n"]);
    Mirror::open(&case.path()).unwrap().prune_log(jiff::Timestamp::now()).unwrap();
    case.sync().await;
    assert_eq!(case.ask("select user_id, app_id, first, last, count from app_use order by 1, 2"), used);
}

/// A file of an older format is migrated, and the copy of it is for its owner alone.
#[tokio::test]
async fn a_file_of_an_older_format_is_migrated_and_a_copy_is_kept() {
    let case = Case::new();
    case.sync().await;
    let old = rusqlite::Connection::open(case.path()).unwrap();
    old.execute_batch(
        "drop view status; drop table unknown_event; pragma user_version = 1;
         drop view okta_support; drop view okta_support_history; drop table okta_support_rows;
         delete from kind_state where kind = 'okta_support';
         create view status as select kind, state, rows, read_at, reason, needs, null as left_out from kind_state;",
    )
    .unwrap();
    drop(old);
    assert_eq!(
        Reader::open(&case.path()).unwrap().noted("org_id").unwrap().map(|id| id.len()),
        Some(20),
        "it can be asked"
    );
    assert!(case.ask("select support from okta_support").is_empty(), "what it has no table for is empty");
    let before = std::fs::read(case.path()).unwrap();
    for number in ["", "-2"] {
        std::fs::write(case.path(), &before).unwrap();
        let mirror = Mirror::open(&case.path()).unwrap();
        let copy = mirror.copy_of_before().unwrap().to_owned();
        assert!(copy.to_string_lossy().ends_with(&format!("case.db.format-1{number}")), "{copy:?}");
        assert_eq!(
            ask(&copy, "select count(*) as n from users"),
            case.ask("select count(*) as n from users")
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(copy.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
    assert!(Mirror::open(&case.path()).unwrap().copy_of_before().is_none(), "once is enough");
    case.sync().await;
    assert_eq!(
        case.ask("select support from okta_support")[0]["support"],
        "DISABLED",
        "and read by the next run"
    );
    case.assert_fresh().await;
}

/// People who were made at different times, as lines of answers.
pub fn people(count: usize) -> String {
    let mut lines = String::new();
    for number in 0..count {
        let login = format!("user{number:05}@acme.example");
        // Half of them came on one day, as after an import.
        let day = if number % 2 == 0 { 1 } else { 1 + number % 27 };
        let time = format!("2025-{:02}-{day:02}T08:00:00.000Z", 1 + number % 12);
        let status = if number % 10 == 3 { "DEPROVISIONED" } else { "ACTIVE" };
        let body = json!({ "id": format!("00u{number:013}1d7x"), "status": status, "created": time, "activated": time,
            "statusChanged": time, "lastLogin": null, "lastUpdated": time, "passwordChanged": null,
            "type": { "id": "oty00000000000001d7x" },
            "profile": { "login": login, "email": login, "firstName": "S", "lastName": "T", "mobilePhone": null, "secondEmail": null },
            "credentials": { "provider": { "type": "OKTA", "name": "OKTA" } } });
        lines.push_str(&json!({ "operation": "listUsers", "body": body }).to_string());
        lines.push('\n');
    }
    lines
}

/// How an org answers the parts of a list in a test.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Parts {
    Taken,
    /// It does not take such a question.
    Refused,
    /// One of them fails until it is mended.
    OneFails,
}

/// One cursor does not fill a rate limit where each page takes long: then there are several, and each user comes once.
#[tokio::test]
async fn a_list_that_one_cursor_reads_too_slowly_is_split() {
    let answers = oktars_local::Answers::read(people(2_500).as_bytes()).unwrap();
    let org = Org::builder()
        .seed(Seed::Answers(answers))
        .rate_limits(oktars_local::RateLimits::documented())
        .build()
        .unwrap();
    let case = Case { okta: Okta::over(org.service()), org, directory: tempfile::tempdir().unwrap() };
    for outcome in [Parts::Taken, Parts::Refused, Parts::OneFails] {
        let at_once: Arc<Mutex<(usize, usize)>> = Arc::default();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let fails = Arc::new(AtomicBool::new(outcome == Parts::OneFails));
        let (counted, failing) = (asked.clone(), fails.clone());
        let change = move |request: &Request<Bytes>, answer| {
            let query = request.uri().query().unwrap_or_default().to_owned();
            if !(query.contains("created+") || query.contains("created%20")) {
                return answer;
            }
            let mut asked = counted.lock().unwrap();
            let is_first = asked.first().is_none_or(|first| *first == query);
            asked.push(query);
            match outcome {
                Parts::Refused => status(400),
                Parts::OneFails if is_first && failing.load(Ordering::Relaxed) => status(500),
                _ => answer,
            }
        };
        let delay = Duration::from_millis(500);
        let okta = Okta::builder().org_url("http://localhost").token(case.org.token()).concurrency(3);
        let okta = okta.over(Answering {
            org: case.org.service(),
            delay,
            at_once: at_once.clone(),
            change: Arc::new(change),
        });
        let okta = okta.unwrap();
        let path = case.directory.path().join(format!("{outcome:?}.db"));
        let mirror = Mirror::open(&path).unwrap();
        let mut settings = Settings::default();
        // With the lists of all other kinds, more is on its way than may be at once. Without the log, the next run
        // would read everything.
        if outcome != Parts::OneFails {
            settings.log = Log::None;
        }
        if outcome != Parts::Taken {
            settings.only = vec!["users".to_owned()];
        }
        mirror.choose(&settings).unwrap();
        drop(mirror);
        let mut published = sync(&path, &okta, false).await.unwrap();
        let parts = asked.lock().unwrap().len();
        assert!(parts > 1, "it was split");
        if outcome == Parts::OneFails {
            assert!(published.is_partial(), "{published:?}");
            assert!(ask(&path, "select count(*) as n from users")[0]["n"].as_u64().unwrap() < 2_501);
            fails.store(false, Ordering::Relaxed);
            published = sync(&path, &okta, false).await.unwrap();
            let again = asked.lock().unwrap().len() - parts;
            assert!(again < parts, "only the rest is read: {again} of {parts}");
        }
        assert!(!published.is_partial(), "{published:?}");
        assert_eq!(ask(&path, "select count(*) as n from users")[0]["n"], 2_501);
        assert_eq!(ask(&path, "select count(*) as n from users where status = 'DEPROVISIONED'")[0]["n"], 250);
        assert!(at_once.lock().unwrap().1 >= 3, "several cursors at once: {:?}", at_once.lock());
    }
}

/// A log that cannot be read, or not now, keeps nobody from the rest.
#[tokio::test]
async fn a_log_that_fails_keeps_nobody_from_the_rest() {
    for (code, state) in [(403, "not readable"), (404, "not readable"), (500, "partial")] {
        let case = Case::new();
        let okta =
            meddling(
                &case.org,
                move |request, answer| {
                    if request.uri().path() == "/api/v1/logs" { status(code) } else { answer }
                },
            );
        let group = case.group("Before").await;
        let published = sync(&case.path(), &okta, false).await.unwrap();
        assert_eq!(published.is_partial(), code == 500, "{published:?}");
        assert_eq!(case.ask("select state from status where kind = 'log'")[0]["state"], state, "{code}");
        case.send("DELETE", &format!("groups/{group}"), Value::Null).await;
        case.sync().await;
        assert_eq!(case.ask("select state from status where kind = 'log'")[0]["state"], "complete");
        case.assert_fresh().await;
    }
}

/// How many people there are is told by no event about Everyone, and by no date.
#[tokio::test]
async fn everyone_counts_who_came_while_a_run_was_under_way() {
    let case = Case::new();
    case.org.advance(2 * 86_400);
    let answered = AtomicUsize::new(0);
    let dying =
        meddling(
            &case.org,
            move |_, answer| {
                if answered.fetch_add(1, Ordering::Relaxed) > 40 { status(401) } else { answer }
            },
        );
    sync(&case.path(), &dying, false).await.unwrap_err();
    case.user("late@acme.example").await;
    case.sync().await;
    case.assert_fresh().await;
}

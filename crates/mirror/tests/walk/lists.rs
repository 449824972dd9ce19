//! Lists: which are read, in which order, how many in a window, and what becomes of those that fail.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use oktars::Okta;
use oktars_catalog::{BUCKETS, bucket_of};
use oktars_local::{Answers, Org, RateLimits, Seed};
use oktars_mirror::{Log, Mirror, Published, Settings};
use serde_json::{Value, json};

use crate::cases::{Case, meddling, people, status};
use crate::compared::assert_equal;
use crate::sync;
use crate::weather::Answering;

/// What was asked, in order.
type Asked = Arc<Mutex<Vec<String>>>;

fn recording(case: &Case) -> (Okta, Asked) {
    failing(case, |_| false)
}

/// Some requests fail, in a way in which a second try fails too.
fn failing(case: &Case, fails: impl Fn(&str) -> bool + Send + Sync + 'static) -> (Okta, Asked) {
    let asked = Asked::default();
    let seen = asked.clone();
    let okta = meddling(&case.org, move |request, answer| {
        let target = request.uri().path_and_query().map_or("", |target| target.as_str());
        seen.lock().unwrap().push(target.to_owned());
        if fails(target) { status(520) } else { answer }
    });
    (okta, asked)
}

fn taken(asked: &Asked, part: &str) -> Vec<String> {
    asked.lock().unwrap().iter().filter(|target| target.contains(part)).cloned().collect()
}

/// The pages of members that were asked for.
fn lists_of_members(asked: &Asked) -> Vec<String> {
    taken(asked, "/api/v1/groups/").into_iter().filter(|target| target.contains("/users")).collect()
}

fn choose(case: &Case, change: impl Fn(&mut Settings)) {
    let mirror = Mirror::open(&case.path()).unwrap();
    let mut settings = mirror.settings().unwrap();
    change(&mut settings);
    mirror.choose(&settings).unwrap();
}

/// The mirror equals a fresh one of the same kinds.
async fn assert_fresh(case: &Case) {
    let fresh = case.directory.path().join("fresh.db");
    let settings = Mirror::open(&case.path()).unwrap().settings().unwrap();
    Mirror::open(&fresh).unwrap().choose(&settings).unwrap();
    sync(&fresh, &case.okta, true).await.unwrap();
    assert_equal(&case.path(), &fresh);
    std::fs::remove_file(fresh).unwrap();
}

fn state<'a>(published: &'a Published, kind: &str) -> &'a str {
    published.kinds.iter().find(|found| found.name == kind).map_or("complete", |found| found.state.as_str())
}

/// What `--share` leaves to others is left to them in every window, and the rest is used.
#[tokio::test(start_paused = true)]
async fn a_share_of_each_limit_is_left_to_others_in_every_window() {
    const LIMIT: u32 = 40;
    for (share, allowed) in [(1.0, 40), (0.5, 20), (0.2, 8)] {
        let limits = RateLimits::documented().token_percent(100).bucket("/api/v1/groups", LIMIT);
        let org = Org::builder().seed(Seed::Demo).rate_limits(limits).build().unwrap();
        for number in 0..50 {
            let group = json!({ "profile": { "name": format!("Group {number}") } }).to_string();
            let request = Request::post("http://localhost/api/v1/groups")
                .header("authorization", format!("SSWS {}", org.token()))
                .header("content-type", "application/json")
                .body(Bytes::from(group));
            assert!(org.handle(request.unwrap()).status().as_u16() < 430);
            org.advance(60);
        }
        let windows: Arc<Mutex<BTreeMap<(usize, String), u32>>> = Arc::default();
        let (counted, clock) = (windows.clone(), org.clone());
        // The clock of the org goes with that of the client, which does not wait here. It is a moment ahead, as
        // what is due at one moment runs in any order.
        let ticking = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(999)).await;
            loop {
                clock.advance(1);
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        let change = move |request: &Request<Bytes>, answer: Response<Bytes>| {
            assert_ne!(answer.status(), 429, "{share}: {}", request.uri());
            let bucket = bucket_of(request.method().as_str(), request.uri().path());
            let reset = answer.headers().get("x-rate-limit-reset").and_then(|reset| reset.to_str().ok());
            if let (Some(bucket), Some(reset)) = (bucket, reset) {
                *counted.lock().unwrap().entry((bucket, reset.to_owned())).or_default() += 1;
            }
            answer
        };
        let okta = Okta::builder().org_url("http://localhost").token(org.token()).max_share(share);
        let okta = okta
            .over(Answering {
                org: org.service(),
                delay: Duration::ZERO,
                at_once: Arc::default(),
                change: Arc::new(change),
            })
            .unwrap();
        let directory = tempfile::tempdir().unwrap();
        sync(&directory.path().join("share.db"), &okta, false).await.unwrap();
        ticking.abort();
        let windows = windows.lock().unwrap();
        let groups: Vec<u32> = windows
            .iter()
            .filter(|((bucket, _), _)| BUCKETS[*bucket].name == "/api/v1/groups")
            .map(|(_, count)| *count)
            .collect();
        assert!(groups.len() > 1, "{share}: more than one window: {groups:?}");
        assert!(groups.iter().all(|count| *count <= allowed), "{share}: {groups:?}");
        let full = groups.iter().filter(|count| **count + 2 >= allowed).count();
        assert!(full + 2 >= groups.len(), "{share}: what may be used is used: {groups:?}");
    }
}

/// The owners of a group are one request each, and nothing tells which groups have some. So they come last.
#[tokio::test]
async fn owners_of_groups_come_after_all_that_counts_in_the_same_limit() {
    let case = Case::new();
    for number in 0..12 {
        let group = case.group(&format!("Team {number}")).await;
        let user = case.ids("users").await.remove(number);
        case.send("PUT", &format!("groups/{group}/users/{user}"), Value::Null).await;
    }
    let (okta, asked) = recording(&case);
    sync(&case.path(), &okta, false).await.unwrap();
    let order: Vec<String> = taken(&asked, "/api/v1/groups");
    let first_owner = order.iter().position(|target| target.ends_with("/owners")).unwrap();
    let last_other = order.iter().rposition(|target| !target.ends_with("/owners")).unwrap();
    assert!(last_other < first_owner, "{order:?}");
    let groups = case.ask("select count(*) as n from groups")[0]["n"].as_u64().unwrap();
    assert_eq!(taken(&asked, "/owners").len() as u64, groups);
    // A new group is asked for its owners, and no other one.
    let new = case.group("New").await;
    let (okta, asked) = recording(&case);
    sync(&case.path(), &okta, false).await.unwrap();
    assert_eq!(taken(&asked, "/owners"), [format!("/api/v1/groups/{new}/owners")]);
    assert_fresh(&case).await;
}

async fn relationship(case: &Case, primary: &str, associated: &str) {
    let side = |name: &str| json!({ "name": name, "title": name, "description": "", "type": "USER" });
    let body = json!({ "primary": side(primary), "associated": side(associated) });
    case.send("POST", "meta/schemas/user/linkedObjects", body).await;
}

/// Who is linked to whom takes a request for each person and relationship: only where somebody asks for it.
#[tokio::test]
async fn who_is_linked_to_whom_is_read_where_it_is_asked_for() {
    let case = Case::new();
    relationship(&case, "manager", "subordinate").await;
    let users = case.ids("users?limit=200").await;
    let [boss, other, ann, ben] = [&users[0], &users[1], &users[2], &users[3]];
    for person in [ann, ben] {
        case.send("PUT", &format!("users/{person}/linkedObjects/manager/{boss}"), Value::Null).await;
    }
    let (okta, asked) = recording(&case);
    sync(&case.path(), &okta, false).await.unwrap();
    assert_eq!(taken(&asked, "/linkedObjects/"), [] as [String; 0]);
    assert_eq!(case.ask("select primary_name from linked_objects"), [json!({ "primary_name": "manager" })]);

    choose(&case, |settings| settings.linked_values = true);
    let all = case.ask("select count(*) as n from users")[0]["n"].as_u64().unwrap();
    let (okta, asked) = recording(&case);
    let published = sync(&case.path(), &okta, false).await.unwrap();
    assert!(!published.is_full, "nothing else is read again");
    assert_eq!(taken(&asked, "/linkedObjects/").len() as u64, all);
    let links = || {
        case.ask(
            "select user_id, relationship, primary_id from linked_object_values order by user_id = '' , 1",
        )
    };
    let link = |user: &str, to: &str| json!({ "user_id": user, "relationship": "manager", "primary_id": to });
    let mut wanted = vec![link(ann, boss), link(ben, boss)];
    wanted.sort_by_key(|link| link["user_id"].to_string());
    assert_eq!(links(), wanted);

    // A new person is asked for, and no other one.
    let new = case.user("linked@acme.example").await;
    let (okta, asked) = recording(&case);
    sync(&case.path(), &okta, false).await.unwrap();
    assert_eq!(taken(&asked, "/linkedObjects/"), [format!("/api/v1/users/{new}/linkedObjects/manager")]);

    // No event tells of a new manager: reading everything does, and the history has both.
    case.send("PUT", &format!("users/{ann}/linkedObjects/manager/{other}"), Value::Null).await;
    sync(&case.path(), &case.okta, true).await.unwrap();
    let history = case.ask(&format!(
        "select key, valid_to is null as is_now from linked_object_values_history where key like '{ann}/%' order by 2"
    ));
    let version = |to: &str, is_now: u8| json!({ "key": format!("{ann}/manager/{to}"), "is_now": is_now });
    assert_eq!(history, [version(boss, 0), version(other, 1)]);
    let reader = oktars_mirror::Reader::open(&case.path()).unwrap();
    let past = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(1);
    let changes = reader.changes(past, jiff::Timestamp::now()).unwrap();
    let called: Vec<&str> = changes
        .iter()
        .filter(|change| change.kind == "linked_object_values")
        .map(|change| change.name.as_str())
        .collect();
    assert!(called.iter().all(|name| name.contains(" / manager / ") && name.contains('@')), "{called:?}");

    // Who is gone is linked to nobody, and a relationship that is gone links nobody.
    for _ in 0..2 {
        case.send("DELETE", &format!("users/{ben}"), Value::Null).await;
    }
    case.sync().await;
    assert_eq!(links(), [link(ann, other)]);
    case.send("DELETE", "meta/schemas/user/linkedObjects/manager", Value::Null).await;
    case.sync().await;
    assert_eq!(links(), [] as [Value; 0]);
}

/// Roles over resource sets are bindings: users, and groups with all who are in them.
#[tokio::test]
async fn administrators_by_a_binding_are_among_the_administrators() {
    let case = Case::new();
    let users = case.ids("users?limit=200").await;
    let (direct, member) = (&users[10], &users[11]);
    let team = case.group("Helpers").await;
    case.send("PUT", &format!("groups/{team}/users/{member}"), Value::Null).await;
    let role = json!({ "label": "Unlocker", "description": "Unlocks", "permissions": ["okta.users.lifecycle.unlock"] });
    let role = case.send("POST", "iam/roles", role).await["id"].as_str().unwrap().to_owned();
    let users_of_org = "http://localhost/api/v1/users";
    let set = json!({ "label": "All people", "description": "Everybody", "resources": [users_of_org] });
    let set = case.send("POST", "iam/resource-sets", set).await["id"].as_str().unwrap().to_owned();
    let address = |kind: &str, id: &str| format!("http://localhost/api/v1/{kind}/{id}");
    let members = [address("users", direct), address("groups", &team)];
    let binding = json!({ "role": role, "members": members });
    case.send("POST", &format!("iam/resource-sets/{set}/bindings"), binding).await;
    case.sync().await;
    let admins = "select user_id, role, label, path, \"group\", resource_set_id, resource_set from admins
        where label = 'Unlocker' order by path";
    let row = |user: &str, path: &str, group: Value| {
        json!({ "user_id": user, "role": "CUSTOM", "label": "Unlocker", "path": path, "group": group,
            "resource_set_id": set, "resource_set": "All people" })
    };
    assert_eq!(
        case.ask(admins),
        [row(direct, "direct", Value::Null), row(member, "group", json!("Helpers"))]
    );
    let others = "select count(*) as n from admins where role <> 'CUSTOM' and resource_set is null";
    assert!(case.ask(others)[0]["n"].as_u64() > Some(0), "plain roles stay, without a resource set");
    // Whoever comes into the group is an administrator, and the binding that goes takes all along.
    case.send("PUT", &format!("groups/{team}/users/{}", users[12]), Value::Null).await;
    case.sync().await;
    assert_eq!(case.ask(admins).len(), 3);
    case.send("DELETE", &format!("iam/resource-sets/{set}/bindings/{role}"), Value::Null).await;
    case.sync().await;
    assert_eq!(case.ask(admins), [] as [Value; 0]);
}

/// An org with a group of 2,500 members, 449 of two each, and an app.
pub fn large() -> Case {
    let mut lines = people(2_500);
    let mut add = |operation: &str, values: &[&str], body: Value| {
        lines.push_str(&json!({ "operation": operation, "values": values, "body": body }).to_string());
        lines.push('\n');
    };
    let time = "2026-01-07T16:20:11.000Z";
    for number in 0..450 {
        let id = format!("00g{number:013}1d7x");
        add(
            "listGroups",
            &[],
            json!({ "id": id, "created": time, "lastUpdated": time, "lastMembershipUpdated": time,
                "objectClass": ["okta:user_group"], "type": "OKTA_GROUP",
                "profile": { "name": format!("Group {number}"), "description": null } }),
        );
        let members = if number == 0 { 0..2_500 } else { number..number + 2 };
        for user in members {
            add("listGroupUsers", &[&id], json!({ "id": format!("00u{user:013}1d7x") }));
        }
    }
    let answers = Answers::read(lines.as_bytes()).unwrap();
    let org = Org::builder().seed(Seed::Answers(answers)).build().unwrap();
    Case { okta: Okta::over(org.service()), org, directory: tempfile::tempdir().unwrap() }
}

const BIG: &str = "00g00000000000001d7x";

fn only(case: &Case, kind: &str) {
    choose(case, |settings| settings.only = vec![kind.to_owned(), "users".to_owned()]);
}

/// One group of hundreds fails in the middle. The next run goes on in it, and reads no other group again; what was read
/// of it before still counts, so what the list lacks is seen, and nothing else is gone.
#[tokio::test]
async fn of_a_kind_only_the_list_that_failed_is_read_again() {
    let case = large();
    only(&case, "memberships");
    let path = format!("/api/v1/groups/{BIG}/users");
    let is_second = |path: String| move |target: &str| target.starts_with(&path) && target.contains("after=");
    let (okta, _) = failing(&case, is_second(path.clone()));
    let published = sync(&case.path(), &okta, false).await.unwrap();
    assert_eq!(state(&published, "memberships"), "partial");
    let members = || {
        case.ask(&format!("select count(*) as n from memberships where group_id = '{BIG}'"))[0]["n"].clone()
    };
    assert_eq!(members(), 1_000, "what was read is there");
    assert_eq!(case.ask("select count(distinct group_id) as n from memberships_rows")[0]["n"], 450);

    let (okta, asked) = recording(&case);
    let published = sync(&case.path(), &okta, false).await.unwrap();
    assert!(!published.is_full && !published.is_partial(), "{published:?}");
    let read = lists_of_members(&asked);
    assert!(read.iter().all(|target| target.starts_with(&path) && target.contains("after=")), "{read:?}");
    assert_eq!((read.len(), members()), (2, json!(2_500)));
    assert_fresh(&case).await;

    // The same where the mirror has all of it already: a list that breaks off takes nobody out.
    let (okta, _) = failing(&case, is_second(path.clone()));
    let published = sync(&case.path(), &okta, true).await.unwrap();
    assert_eq!((state(&published, "memberships"), members()), ("partial", json!(2_500)));
    let gone = format!("00u{:013}1d7x", 2_300);
    case.send("DELETE", &format!("groups/{BIG}/users/{gone}"), Value::Null).await;
    let silent = meddling(&case.org, |request, answer| {
        // No event tells of it, so it takes the list.
        if request.uri().path() != "/api/v1/logs" {
            return answer;
        }
        let (parts, _) = answer.into_parts();
        Response::from_parts(parts, Bytes::from_static(b"[]"))
    });
    let published = sync(&case.path(), &silent, false).await.unwrap();
    assert_eq!((state(&published, "memberships"), members()), ("complete", json!(2_499)));
    assert_fresh(&case).await;
}

/// The list of groups breaks off: the next run reads the rest of it, and the members of these groups alone.
#[tokio::test]
async fn what_is_below_the_rest_of_a_list_is_read_with_it() {
    for full in [false, true] {
        let case = large();
        only(&case, "memberships");
        if full {
            case.sync().await;
        }
        let is_second = |target: &str| target.starts_with("/api/v1/groups?") && target.contains("after=");
        let (okta, asked) = failing(&case, is_second);
        let published = sync(&case.path(), &okta, full).await.unwrap();
        assert_eq!((state(&published, "groups"), state(&published, "memberships")), ("partial", "partial"));
        let first: Vec<String> = lists_of_members(&asked);
        let (okta, asked) = recording(&case);
        let published = sync(&case.path(), &okta, false).await.unwrap();
        assert!(!published.is_full && !published.is_partial(), "{published:?}");
        let second = lists_of_members(&asked);
        let twice: Vec<&String> = second.iter().filter(|target| first.contains(target)).collect();
        assert_eq!(twice, [] as [&String; 0], "full: {full}");
        let lists = first.iter().chain(&second).filter(|target| !target.contains("after=")).count();
        assert_eq!(lists, 450, "full: {full}: each group once");
        assert_eq!(case.ask("select count(*) as n from memberships_rows")[0]["n"], 2_500 + 449 * 2);
        assert_eq!(case.ask("select state from status where kind = 'memberships'")[0]["state"], "complete");
        assert_fresh(&case).await;
    }
}

/// What failed is not waited for where it is not wanted any more, and a run that reads everything begins anew.
#[tokio::test]
async fn what_failed_is_forgotten_where_it_is_not_wanted() {
    let case = large();
    only(&case, "memberships");
    let path = format!("/api/v1/groups/{BIG}/users");
    let breaks = || {
        let path = path.clone();
        failing(&case, move |target| target.starts_with(&path) && target.contains("after=")).0
    };
    assert!(sync(&case.path(), &breaks(), false).await.unwrap().is_partial());
    let (okta, asked) = recording(&case);
    assert!(sync(&case.path(), &okta, true).await.unwrap().is_full);
    assert_eq!(taken(&asked, &path).len(), 3, "from its beginning");
    assert!(sync(&case.path(), &breaks(), true).await.unwrap().is_partial());
    choose(&case, |settings| settings.except = vec!["memberships".to_owned()]);
    let (okta, asked) = recording(&case);
    let published = sync(&case.path(), &okta, false).await.unwrap();
    assert!(!published.is_partial(), "{published:?}");
    assert_eq!(lists_of_members(&asked), [] as [String; 0]);
    // The position of a list is worth nothing after a day.
    choose(&case, |settings| (settings.except, settings.log) = (Vec::new(), Log::default()));
    assert!(sync(&case.path(), &breaks(), true).await.unwrap().is_partial());
    case.org.advance(25 * 3_600);
    let (okta, asked) = recording(&case);
    assert!(!sync(&case.path(), &okta, false).await.unwrap().is_partial());
    assert!(taken(&asked, &path).iter().any(|target| !target.contains("after=")), "from its beginning");
    assert_fresh(&case).await;
}

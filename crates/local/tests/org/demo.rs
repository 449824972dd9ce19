//! The demo company: what somebody who looks for people, access and trouble finds in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::client::Client;
use jiff::{SignedDuration, Timestamp};
use oktars_local::{Org, Seed};
use serde_json::{Value, json};

/// One for all who only read.
static COMPANY: LazyLock<Org> = LazyLock::new(company);

fn company() -> Org {
    Org::builder().seed(Seed::Demo).build().unwrap()
}

fn client() -> Client {
    Client::of(COMPANY.clone())
}

/// All items of a list, page after page.
fn all(client: &Client, path: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let answer = client.get(&path).expect(200);
        let page = answer.json().as_array().cloned().unwrap_or_default();
        next = answer.link("next").filter(|_| !page.is_empty());
        next = next.map(|url| url.trim_start_matches("http://localhost").to_owned());
        found.extend(page);
    }
    found
}

fn text<'a>(value: &'a Value, at: &str) -> &'a str {
    value.pointer(at).and_then(Value::as_str).unwrap_or_default()
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn ninety_days_ago(client: &Client) -> Timestamp {
    client.org.now() - SignedDuration::from_hours(90 * 24)
}

fn users(client: &Client) -> Vec<Value> {
    all(client, "/api/v1/users?search=status+pr&limit=200")
}

fn events(client: &Client) -> Vec<Value> {
    let since = ninety_days_ago(client) + SignedDuration::from_mins(1);
    let until = client.org.now() + SignedDuration::from_mins(1);
    all(client, &format!("/api/v1/logs?since={since}&until={until}&limit=1000"))
}

fn is_active(user: &Value) -> bool {
    user["status"] == "ACTIVE"
}

/// Those whom a condition on the date of the last sign-in is true of.
fn seen(users: &[Value], condition: impl Fn(Option<Timestamp>) -> bool) -> usize {
    let last = |user: &&Value| condition(user["lastLogin"].as_str().map(time));
    users.iter().filter(|user| is_active(user)).filter(last).count()
}

fn list(client: &Client, path: &str, at: &str) -> BTreeSet<String> {
    all(client, path).iter().map(|item| text(item, at).to_owned()).collect()
}

#[test]
fn there_is_what_a_reader_of_reports_looks_for() {
    let client = client();
    let users = users(&client);
    let old = ninety_days_ago(&client);
    let count = |wanted: &dyn Fn(&&Value) -> bool| users.iter().filter(wanted).count();
    let managers: BTreeSet<&str> = users.iter().map(|user| text(user, "/profile/managerId")).collect();
    let rules = all(&client, "/api/v1/groups/rules");
    let apps = all(&client, "/api/v1/apps?limit=200");
    let of_mode = |mode: &str| apps.iter().filter(|app| app["signOnMode"] == mode).count();
    let invalid = rules.iter().filter(|rule| rule["status"] == "INVALID").count();
    let without = without_factor(&client, &users);
    let assigned = client.get("/api/v1/iam/assignees/users").expect(200).json();
    let is_administrator =
        |id: &&String| assigned["value"].as_array().unwrap().iter().any(|one| one["id"] == ***id);
    let of_them = without.iter().filter(is_administrator).count();
    let contractors = all(&client, "/api/v1/groups?q=Contractors");
    let members = all(&client, &format!("/api/v1/groups/{}/users", text(&contractors[0], "/id")));
    let table = [
        ("people beside the administrator of the org", users.len() - 1, 300),
        ("managers with reports", managers.len() - 1, 12),
        ("people away for 90 days", seen(&users, |last| last.is_some_and(|last| last < old)), 20),
        ("active people who never signed in", seen(&users, |last| last.is_none()), 3),
        ("active people without a second factor", without.len(), 5),
        ("administrators among them", of_them, 1),
        ("contractors", count(&|user| user["profile"]["userType"] == "Contractor"), 10),
        ("members of the group of contractors", members.len(), 10),
        ("group rules", rules.len(), 3),
        ("invalid group rules", invalid, 1),
        ("bookmarks", of_mode("BOOKMARK"), 8),
        ("apps with SAML", of_mode("SAML_2_0"), 2),
        ("apps with OpenID Connect", of_mode("OPENID_CONNECT"), 3),
        ("groups", all(&client, "/api/v1/groups").len(), 16),
    ];
    for (what, found, expected) in table {
        assert_eq!(found, expected, "{what}");
    }
    let found = events(&client).len();
    assert!((5_000..9_000).contains(&found), "{found} events");
}

fn without_factor(client: &Client, users: &[Value]) -> BTreeSet<String> {
    let active = users.iter().filter(|user| is_active(user)).map(|user| text(user, "/id").to_owned());
    active.filter(|id| all(client, &format!("/api/v1/users/{id}/factors")).is_empty()).collect()
}

/// Whoever asks who may use an app has to look at people, groups and rules.
#[test]
fn one_app_is_given_directly_by_group_and_by_rule() {
    let client = client();
    let app = all(&client, "/api/v1/apps?q=Deploy").remove(0);
    let users = all(&client, &format!("/api/v1/apps/{}/users?limit=500", text(&app, "/id")));
    let direct = users.iter().filter(|user| user["scope"] == "USER").count();
    assert_eq!((direct, users.len() > 60), (2, true), "{} users", users.len());
    let groups = all(&client, &format!("/api/v1/apps/{}/groups?expand=group", text(&app, "/id")));
    let names: BTreeSet<&str> =
        groups.iter().map(|group| text(group, "/_embedded/group/profile/name")).collect();
    assert_eq!(names, BTreeSet::from(["Engineering Tools", "IT"]));
    let by_rule = all(&client, "/api/v1/groups/rules?search=Engineering");
    assert_eq!(by_rule[0]["status"], "ACTIVE");
}

#[test]
fn managers_are_people_who_are_there() {
    let users = users(&client());
    let by_id: BTreeMap<&str, &Value> = users.iter().map(|user| (text(user, "/id"), user)).collect();
    let mut led = 0;
    for user in users.iter().filter(|user| user["profile"]["managerId"].is_string()) {
        let manager = by_id[text(user, "/profile/managerId")];
        assert!(is_active(manager), "{manager}");
        assert_eq!(manager["profile"]["displayName"], user["profile"]["manager"]);
        assert_eq!(manager["profile"]["department"], user["profile"]["department"]);
        led += 1;
    }
    assert_eq!(led, 292, "all but the heads of the eight departments and the administrator of the org");
}

/// Whoever compares the log with the profiles finds no contradiction.
#[test]
fn the_log_and_the_last_sign_ins_say_the_same() {
    let client = client();
    let (events, old) = (events(&client), ninety_days_ago(&client));
    let mut last: BTreeMap<&str, &str> = BTreeMap::new();
    for event in &events {
        if event["eventType"] == "user.session.start" && event["outcome"]["result"] == "SUCCESS" {
            last.insert(text(event, "/actor/id"), text(event, "/published"));
        }
    }
    for user in users(&client) {
        let shown = user["lastLogin"].as_str().map(time).filter(|time| *time > old);
        let logged = last.get(text(&user, "/id")).map(|text| time(text));
        let logged = logged.map(|time| Timestamp::from_second(time.as_second()).unwrap());
        assert_eq!(shown, logged, "{}", text(&user, "/profile/login"));
        let created = time(text(&user, "/created"));
        assert!(shown.is_none_or(|shown| shown > created), "{user}");
    }
}

/// Events have what Okta's have, and stand in the order of their dates however the log is read.
#[test]
fn events_have_the_shape_of_okta_and_their_order() {
    let client = client();
    let events = events(&client);
    let kinds: BTreeSet<&str> = events.iter().map(|event| text(event, "/eventType")).collect();
    for kind in ["user.session.start", "user.session.end", "user.authentication.sso", "user.lifecycle.create"]
    {
        assert!(kinds.contains(kind), "{kind} is not among {kinds:?}");
    }
    let sign_in = events.iter().find(|event| event["eventType"] == "user.authentication.sso").unwrap();
    assert_eq!(sign_in["displayMessage"], "User single sign on to app");
    assert_eq!(sign_in["legacyEventType"], "app.auth.sso");
    let targets: Vec<&str> =
        sign_in["target"].as_array().unwrap().iter().map(|target| text(target, "/type")).collect();
    assert_eq!(targets, ["AppInstance", "AppUser"]);
    assert!(sign_in["client"]["geographicalContext"]["geolocation"]["lat"].is_number());
    let wrong = events.iter().find(|event| event["outcome"]["result"] == "FAILURE").unwrap();
    assert_eq!(wrong["outcome"]["reason"], "INVALID_CREDENTIALS");
    assert_eq!(wrong["legacyEventType"], "core.user_auth.login_failed");
    let now = client.org.now();
    assert!(events.iter().all(|event| time(text(event, "/published")) <= now), "nothing is yet to come");
    let since = ninety_days_ago(&client) + SignedDuration::from_mins(1);
    let polled = client.get(&format!("/api/v1/logs?since={since}&limit=1000")).json();
    assert_eq!(polled.as_array().unwrap().as_slice(), &events[..1000]);
}

/// What is made by chance in every org: ids, keys and marks of requests.
const RANDOM: [&str; 8] =
    ["uuid", "requestId", "externalSessionId", "client_id", "client_secret", "kid", "transaction", "_links"];

/// The same in words that do not depend on when, and with which ids, the company was made.
struct Portrait {
    now: Timestamp,
    ids: BTreeMap<String, usize>,
}

impl Portrait {
    fn of(&mut self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.of(item)).collect(),
            Value::Object(members) => {
                let kept = members.iter().filter(|(name, _)| !RANDOM.contains(&name.as_str()));
                kept.map(|(name, member)| (name.clone(), self.of(member))).collect()
            }
            Value::String(text) => json!(self.text(text)),
            other => other.clone(),
        }
    }

    fn text(&mut self, text: &str) -> String {
        if let Ok(time) = text.parse::<Timestamp>() {
            let age = self.now.duration_since(time).as_secs();
            return if age < 3_000 { "now".to_owned() } else { format!("{age} seconds ago") };
        }
        let parts = text.split_inclusive('/').map(|part| self.part(part));
        parts.collect()
    }

    fn part(&mut self, part: &str) -> String {
        let id = part.trim_end_matches('/');
        let is_id = id.ends_with("5d7") && id.len() >= 17;
        if !is_id {
            return part.to_owned();
        }
        let next = self.ids.len();
        part.replace(id, &format!("#{}", self.ids.entry(id.to_owned()).or_insert(next)))
    }
}

fn portrait(client: &Client) -> Vec<Value> {
    let admin = client.get("/api/v1/users/me").json();
    let begun = time(text(&admin, "/created"));
    let mut portrait = Portrait { now: begun + SignedDuration::from_hours(400 * 24), ids: BTreeMap::new() };
    let mut lists: Vec<Value> = vec![json!(users(client))];
    for path in ["/api/v1/groups", "/api/v1/groups/rules", "/api/v1/apps?limit=200"] {
        lists.push(json!(all(client, path)));
    }
    for group in all(client, "/api/v1/groups") {
        lists.push(json!(list(
            client,
            &format!("/api/v1/groups/{}/users", text(&group, "/id")),
            "/profile/login"
        )));
    }
    lists.push(json!(events(client)));
    lists.iter().map(|list| portrait.of(list)).collect()
}

#[test]
fn the_company_is_the_same_each_time() {
    let (one, other) = (portrait(&client()), portrait(&Client::of(company())));
    for (one, other) in one.iter().zip(&other) {
        let (one, other) = (one.as_array().unwrap(), other.as_array().unwrap());
        assert_eq!(one.len(), other.len());
        for (one, other) in one.iter().zip(other) {
            assert_eq!(one, other);
        }
    }
}

//! The System Log, polled and asked for a span of time, and the retired Events call.

use crate::client::{Answer, Client};
use oktars_local::{Org, RateLimits};
use serde_json::{Value, json};

fn group(client: &Client, name: &str) -> String {
    let made = client.post("/api/v1/groups", &json!({ "profile": { "name": name } })).expect(200).json();
    made["id"].as_str().expect("an id").to_owned()
}

fn names(answer: &Answer) -> Vec<String> {
    let name = |event: &Value| event["target"][0]["displayName"].as_str().unwrap_or("-").to_owned();
    answer.json().as_array().expect("a list").iter().map(name).collect()
}

fn next(answer: &Answer) -> Option<String> {
    answer.link("next").map(|url| url.trim_start_matches("http://localhost").to_owned())
}

fn at(client: &Client, seconds: i64) -> String {
    let time = client.org.now() + jiff::SignedDuration::from_secs(seconds);
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

#[test]
fn an_event_has_the_members_that_okta_shows() {
    let client = Client::new();
    let id = group(&client, "Eng");
    let answer = client.get("/api/v1/logs").expect(200);
    let events = answer.json();
    assert_eq!(events.as_array().unwrap().len(), 1);
    let event = &events[0];
    assert_eq!(
        event.as_object().unwrap().keys().collect::<Vec<_>>(),
        [
            "actor",
            "client",
            "device",
            "authenticationContext",
            "displayMessage",
            "eventType",
            "outcome",
            "published",
            "securityContext",
            "severity",
            "debugContext",
            "legacyEventType",
            "transaction",
            "uuid",
            "version",
            "request",
            "target"
        ]
    );
    assert_eq!(event["eventType"], "group.lifecycle.create");
    assert_eq!(event["target"][0]["id"], id.as_str());
    assert_eq!(event["actor"]["alternateId"], "admin@localhost.example");
}

#[test]
fn polling_always_has_a_next_link_and_misses_nothing() {
    let client = Client::new();
    let empty = client.get("/api/v1/logs?since=2000-01-01T00:00:00Z").expect(400);
    assert!(empty.text().contains("180 days"), "{}", empty.text());
    let first = client.get(&format!("/api/v1/logs?since={}", at(&client, -60))).expect(200);
    assert_eq!(names(&first), [""; 0]);
    let mut position = next(&first).expect("a position to go on from");
    assert!(!position.contains("since"), "{position}");
    for round in 0..3 {
        let expected: Vec<String> = (0..round).map(|number| format!("g{round}{number}")).collect();
        for name in &expected {
            group(&client, name);
        }
        let answer = client.get(&position).expect(200);
        assert_eq!(names(&answer), expected);
        position = next(&answer).expect("a position to go on from");
    }
    let filtered = client.get("/api/v1/logs?filter=eventType+eq+%22user.lifecycle.create%22&limit=2");
    assert_eq!(names(&filtered), [""; 0]);
    group(&client, "late");
    let after_filtered = next(&filtered).expect("a position").replace("user.lifecycle", "group.lifecycle");
    client.get(&after_filtered).expect(400);
    assert_eq!(names(&client.get(&next(&filtered).unwrap()).expect(200)), [""; 0]);
}

#[test]
fn pages_follow_each_other_in_both_modes() {
    let client = Client::new();
    let mut all = Vec::new();
    for number in 0..7 {
        client.org.advance(1);
        all.push(format!("g{number}"));
        group(&client, &all[number]);
    }
    let (since, until) = (at(&client, -3600), at(&client, 3600));
    for limit in [1, 2, 3, 7, 8] {
        for query in ["sortOrder=ASCENDING", "sortOrder=DESCENDING", "filter=target.type+eq+%22UserGroup%22"]
        {
            let mut found = Vec::new();
            let path = format!("/api/v1/logs?since={since}&until={until}&limit={limit}&{query}");
            let mut position = Some(path);
            while let Some(path) = position {
                let answer = client.get(&path).expect(200);
                let page = names(&answer);
                assert!(!page.is_empty() && page.len() <= limit, "{query} {limit}");
                found.extend(page);
                position = next(&answer);
            }
            if query.contains("DESC") {
                found.reverse();
            }
            assert_eq!(found, all, "{query} {limit}");
        }
        let mut found = Vec::new();
        let mut position = format!("/api/v1/logs?limit={limit}");
        while found.len() < all.len() {
            let answer = client.get(&position).expect(200);
            found.extend(names(&answer));
            position = next(&answer).expect("polling never ends");
        }
        assert_eq!(found, all);
        let last = client.get(&position).expect(200);
        assert_eq!((names(&last).len(), next(&last).is_some()), (0, true));
    }
}

#[test]
fn a_limit_of_zero_asks_for_a_position() {
    let client = Client::new();
    group(&client, "a");
    let answer = client.get("/api/v1/logs?limit=0").expect(200);
    assert_eq!(answer.json(), json!([]));
    let position = next(&answer).expect("a position").replace("limit=0", "limit=5");
    assert_eq!(names(&client.get(&position).expect(200)), ["a"], "nothing is skipped");
}

#[test]
fn spans_include_their_beginning_and_not_their_end() {
    let client = Client::new();
    for (seconds, name) in [(0, "a"), (3600, "b"), (3600, "c")] {
        client.org.advance(seconds);
        group(&client, name);
    }
    let published =
        |at: usize| client.get("/api/v1/logs").json()[at]["published"].as_str().unwrap().to_owned();
    let (a, b, c) = (published(0), published(1), published(2));
    let span = |since: &str, until: &str| {
        names(&client.get(&format!("/api/v1/logs?since={since}&until={until}")).expect(200))
    };
    assert_eq!(span(&a, &c), ["a", "b"]);
    assert_eq!(span(&b, &b), [""; 0]);
    let offset = b.replace('Z', "%2B00:00");
    assert_eq!(span(&offset, &at(&client, 60)), ["b", "c"]);
    client.org.advance(8 * 24 * 3600);
    assert_eq!(names(&client.get("/api/v1/logs")), [""; 0], "seven days unless asked otherwise");
    assert_eq!(names(&client.get(&format!("/api/v1/logs?since={a}"))), ["a", "b", "c"]);
    client.org.advance(90 * 24 * 3600);
    assert_eq!(names(&client.get(&format!("/api/v1/logs?since={a}"))), [""; 0], "kept for ninety days");
}

#[test]
fn a_table_of_filters() {
    let client = Client::new();
    let id = group(&client, "Eng Ops");
    let by_id = format!("filter=target.id+eq+%22{id}%22");
    let cases = [
        ("filter=eventType+eq+%22group.lifecycle.create%22", Ok(1)),
        ("filter=eventType+sw+%22group.%22", Ok(1)),
        ("filter=eventType+eq+%22x%22+or+outcome.result+eq+%22SUCCESS%22", Ok(1)),
        ("filter=not+(eventType+sw+%22group.%22)", Ok(0)),
        ("filter=eventType+ne+%22x%22+and+severity+eq+%22INFO%22", Ok(1)),
        (by_id.as_str(), Ok(1)),
        ("filter=target.displayName+co+%22Eng%22", Ok(1)),
        ("filter=debugContext.debugData.requestUri+eq+%22/api/v1/groups%22", Ok(1)),
        ("filter=transaction.detail.requestApiTokenId+pr", Ok(1)),
        ("q=eng+OPS", Ok(1)),
        ("q=eng+sales", Ok(0)),
        ("q=geographicalContext", Ok(0)),
        ("q=a+b+c+d+e+f+g+h+i+j+k", Err("Api validation failed: q")),
        ("q=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx", Err("Api validation failed: q")),
        (
            "filter=eventType+eqq+%22x%22",
            Err(
                "Invalid filter 'eventType eqq \"x\"': Unrecognized attribute operator 'eqq' at position 10. Expected: eq,co,sw,pr,gt,ge,lt,le",
            ),
        ),
        ("filter=nope+eq+%22x%22", Err("Invalid filter 'nope eq \"x\"': field is not valid: nope")),
        (
            "filter=published+eq+%222020-01-01T00:00:00Z%22",
            Err("Invalid filter 'published eq \"2020-01-01T00:00:00Z\"': field is not valid: published"),
        ),
        ("filter=securityContext.isProxy+gt+true", Err("Invalid search criteria.")),
        ("filter=target[type+eq+%22User%22]", Err("Invalid search criteria.")),
        ("until=soon", Err("Api validation failed: until")),
        ("sortOrder=UP", Err("Api validation failed: sortOrder")),
        ("limit=-5", Err("Api validation failed: limit")),
        ("limit=5000", Ok(1)),
    ];
    for (query, expected) in cases {
        let answer = client.get(&format!("/api/v1/logs?{query}"));
        let body = answer.json();
        let found = match answer.status {
            200 => Ok(body.as_array().expect("a list").len()),
            400 => Err(body["errorSummary"].as_str().expect("a summary")),
            other => panic!("{query}: {other}"),
        };
        assert_eq!(found, expected, "{query}");
    }
    let bad = client.get("/api/v1/logs?until=soon").json();
    let cause = bad["errorCauses"][0]["errorSummary"].as_str();
    assert_eq!(cause, Some("'until': must be a valid date-time or empty."));
}

#[test]
fn events_name_all_that_they_are_about() {
    let client = Client::new();
    let id = group(&client, "Eng");
    let rule = json!({
        "type": "group_rule",
        "name": "All",
        "conditions": { "expression": { "type": "urn:okta:expression:1.0", "value": "user.login != null" } },
        "actions": { "assignUserToGroups": { "groupIds": [id] } },
    });
    let rule = client.post("/api/v1/groups/rules", &rule).expect(200).json();
    let rule = format!("/api/v1/groups/rules/{}", rule["id"].as_str().expect("an id"));
    client.post(&format!("{rule}/lifecycle/activate"), &Value::Null).expect(204);
    client.post(&format!("{rule}/lifecycle/deactivate"), &Value::Null).expect(204);
    let zone =
        json!({ "type": "IP", "name": "Office", "gateways": [{ "type": "CIDR", "value": "10.0.0.0/8" }] });
    client.post("/api/v1/zones", &zone).expect(200);
    // type, legacy type, targets
    let cases = [
        (
            "group.user_membership.rule.trigger",
            json!("cvd.group_rule_triggered"),
            json!(["Rule", "UserGroup"]),
        ),
        (
            "group.user_membership.rule.deactivated",
            json!("cvd.group_rule_deactivated"),
            json!(["Rule", "UserGroup"]),
        ),
        ("group.user_membership.add", json!("core.user_group_member.user_add"), json!(["User", "UserGroup"])),
        ("zone.create", json!("zone.create"), json!(["NetworkZone"])),
    ];
    for (event, legacy, targets) in cases {
        let found = client.get(&format!("/api/v1/logs?filter=eventType+eq+%22{event}%22")).expect(200).json();
        let kinds: Vec<&Value> =
            found[0]["target"].as_array().expect(event).iter().map(|target| &target["type"]).collect();
        assert_eq!(found[0]["legacyEventType"], legacy, "{event}");
        assert_eq!(json!(kinds), targets, "{event}");
    }
}

#[test]
fn the_retired_events_call_tells_the_same_in_its_own_form() {
    let client = Client::new();
    let profile = json!({ "login": "inca@example.com", "email": "i@example.com", "firstName": "Inca", "lastName": "Lee" });
    client.post("/api/v1/users?activate=false", &json!({ "profile": profile })).expect(200);
    let answer = client.get("/api/v1/events").expect(200);
    let event = &answer.json()[0];
    assert_eq!(
        event.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["eventId", "published", "requestId", "sessionId", "action", "actors", "targets"]
    );
    assert_eq!(
        event["action"],
        json!({
            "message": "Create okta user",
            "categories": ["User Creation"],
            "objectType": "core.user.config.user_creation.success",
            "requestUri": "/api/v1/users",
        })
    );
    assert_eq!(event["targets"][0]["login"], "inca@example.com");
    assert_eq!(event["actors"][1]["objectType"], "Client");
    assert_eq!(answer.link("next"), None, "the page is not full");
}

#[test]
fn events_page_by_their_own_ids() {
    let client = Client::new();
    for number in 0..5 {
        group(&client, &format!("g{number}"));
    }
    let mut found = Vec::new();
    let mut position = Some("/api/v1/events?limit=2".to_owned());
    while let Some(path) = position {
        let answer = client.get(&path).expect(200);
        for event in answer.json().as_array().unwrap() {
            found.push(event["targets"][0]["displayName"].as_str().unwrap().to_owned());
        }
        position = next(&answer);
    }
    assert_eq!(found, ["g0", "g1", "g2", "g3", "g4"]);
    let cases = [
        ("startDate=2001-01-01T00:00:00Z", 200, 5),
        ("filter=action.objectType+eq+%22group.lifecycle.create%22", 200, 5),
        ("filter=target.objectType+eq+%22User%22", 200, 0),
        ("filter=target.objectType+eq+%22UserGroup%22+and+published+gt+%222001-01-01T00:00:00Z%22", 200, 5),
        ("filter=action.objectType+co+%22group%22", 400, 0),
        ("filter=nope+eq+%22group%22", 400, 0),
        ("startDate=yesterday", 400, 0),
        ("startDate=2001-01-01T00:00:00Z&filter=target.id+eq+%22x%22", 400, 0),
        ("after=bogus", 400, 0),
    ];
    for (query, status, count) in cases {
        let answer = client.get(&format!("/api/v1/events?{query}")).expect(status);
        assert_eq!(answer.json().as_array().map_or(0, Vec::len), count, "{query}");
    }
    client.org.advance(2 * 3600);
    assert_eq!(client.get("/api/v1/events").json(), json!([]), "the last hour unless asked otherwise");
}

#[test]
fn an_org_tells_everybody_what_it_is() {
    let client = Client::new();
    let answer = client.get("/.well-known/okta-organization").expect(200).json();
    assert!(answer["id"].as_str().unwrap().starts_with("00o"));
    assert_eq!(answer["pipeline"], "idx");
}

/// Each limit is told of once in its window: first that it is near, then that it is reached.
#[test]
fn limits_that_are_reached_are_logged() {
    let limits = RateLimits::documented().bucket("/api/v1/users", 10).token_percent(50).concurrency(None);
    let client = Client::of(Org::builder().rate_limits(limits).build().expect("an org"));
    let told = || {
        let filter = "/api/v1/logs?filter=eventType+sw+%22system.org.rate_limit%22";
        let events = client.get(filter).expect(200).json();
        let told = |event: &Value| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            (text(&event["eventType"]), text(&event["severity"]), text(&event["target"][0]["id"]))
        };
        events.as_array().expect("a list").iter().map(told).collect::<Vec<_>>()
    };
    let event = |what: &str| {
        let kind = format!("system.org.rate_limit.{what}");
        (kind, "WARN".to_owned(), "/api/v1/users".to_owned())
    };
    let ask = |times: usize| (0..times).map(|_| client.get("/api/v1/users").status).collect::<Vec<_>>();
    assert_eq!((ask(2), told()), (vec![200; 2], vec![]));
    assert_eq!((ask(3), told()), (vec![200; 3], vec![event("warning")]));
    assert_eq!((ask(3), told()), (vec![429; 3], vec![event("warning"), event("violation")]));
    client.org.advance(60);
    assert_eq!((ask(3), told().len()), (vec![200; 3], 3), "a new window is told of anew");
}

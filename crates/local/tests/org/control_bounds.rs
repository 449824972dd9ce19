//! `/_local/` refuses what the org cannot hold, and says why. Whatever was asked there, the org goes on.

use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use oktars_local::Org;
use serde_json::{Value, json};

static NUMBER: AtomicU32 = AtomicU32::new(0);

fn ask(org: &Org, method: &str, path: &str, body: &[u8]) -> (u16, Value) {
    let request = http::Request::builder().method(method).uri(format!("http://localhost{path}"));
    let request = request.header("authorization", format!("SSWS {}", org.token()));
    let response = org.handle(request.body(Bytes::copy_from_slice(body)).unwrap());
    let status = response.status().as_u16();
    (status, serde_json::from_slice(response.body()).unwrap_or(Value::Null))
}

fn post(org: &Org, path: &str, body: &Value) -> (u16, Value) {
    ask(org, "POST", path, body.to_string().as_bytes())
}

/// Reads, writes and searches go on.
fn goes_on(org: &Org, after: &str) {
    for path in ["/api/v1/users/me", "/api/v1/users", "/api/v1/groups", "/api/v1/logs"] {
        assert_eq!(ask(org, "GET", path, b"").0, 200, "{path} after {after}");
    }
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("group {number}");
    let made = post(org, "/api/v1/groups", &json!({ "profile": { "name": name } }));
    assert_eq!(made.0, 200, "{} after {after}", made.1);
    let login = format!("user{number}@a.example");
    let profile = json!({ "firstName": "A", "lastName": "B", "email": login, "login": login });
    let made = post(org, "/api/v1/users", &json!({ "profile": profile }));
    assert_eq!(made.0, 200, "{} after {after}", made.1);
}

fn refused(org: &Org, path: &str, body: &Value) {
    let (status, answer) = post(org, path, body);
    assert_eq!(status, 400, "{path} {:.300}: {answer}", body.to_string());
    let reason = answer["error"].as_str().unwrap_or_default();
    assert!(!reason.is_empty() && reason.len() < 4000, "{path} {:.300}: {answer}", body.to_string());
}

#[test]
fn the_clock_stays_where_dates_are_dates() {
    let org = Org::in_memory();
    for body in [
        json!({ "advance": 300_000_000_000_i64 }),
        json!({ "advance": -300_000_000_000_i64 }),
        json!({ "advance": i64::MAX }),
        json!({ "advance": i64::MIN }),
        json!({ "advance": u64::MAX }),
        json!({ "advance": 1e308 }),
        json!({ "advance": 0.5 }),
        json!({ "advance": "1" }),
        json!({ "set": "9999-12-30T00:00:00Z" }),
        json!({ "set": "9999-12-30T00:00:00Z", "stop": true }),
        json!({ "set": "-009999-01-01T00:00:00Z" }),
        json!({ "set": "1969-12-31T23:59:59Z" }),
        json!({ "set": "1970-01-01T00:00:00+01:00" }),
        json!({ "set": "2401-01-01T00:00:00Z" }),
        json!({ "set": "2400-12-31T23:59:59-01:00" }),
        json!({ "set": "0000-01-01" }),
        json!({ "set": "" }),
        json!({ "set": "x".repeat(100_000) }),
        json!({ "set": 0 }),
        json!({ "set": null, "stop": "yes" }),
        json!([]),
        json!(7),
    ] {
        refused(&org, "/_local/clock", &body);
    }
    goes_on(&org, "refused clocks");
    for edge in ["1970-01-01T00:00:00Z", "2400-12-31T23:59:59Z"] {
        for stop in [true, false] {
            let (status, told) = post(&org, "/_local/clock", &json!({ "set": edge, "stop": stop }));
            assert_eq!(status, 200, "{told}");
            goes_on(&org, edge);
            let far = if edge.starts_with("1970") { -1_000_000_000 } else { 1_000_000_000 };
            refused(&org, "/_local/clock", &json!({ "advance": far }));
            assert_eq!(post(&org, "/_local/clock", &json!({ "advance": -far })).0, 200);
            goes_on(&org, edge);
        }
    }
    // Step by step it gets no further than at once.
    let step = json!({ "advance": 100 * 365 * 86_400_i64 });
    assert!((0..20).any(|_| post(&org, "/_local/clock", &step).0 == 400));
    goes_on(&org, "steps into the future");
    assert_eq!(post(&org, "/_local/reset", &Value::Null).0, 200);
    goes_on(&org, "a reset");
}

#[test]
fn limits_that_nobody_could_count_are_refused() {
    let org = Org::in_memory();
    let others = |clients: Value, per_minute: Value| {
        let others = json!([{ "bucket": "/api/v1/users", "clients": clients, "perMinute": per_minute }]);
        json!({ "mode": "default", "others": others })
    };
    for body in [
        others(json!(1_000_000), json!(1_000_000)),
        others(json!(u32::MAX), json!(u32::MAX)),
        others(json!(u64::MAX), json!(1)),
        others(json!(-1), json!(1)),
        others(json!(1.5), json!(1)),
        others(json!(1e308), json!(1)),
        others(json!("1"), json!(1)),
        json!({ "mode": "default", "others": {} }),
        json!({ "mode": "default", "window": 0 }),
        json!({ "mode": "default", "window": u32::MAX }),
        json!({ "mode": "default", "windows": { "org": u64::MAX } }),
        json!({ "mode": "default", "windows": [] }),
        json!({ "mode": "default", "buckets": { "org": i64::MIN } }),
        json!({ "mode": "default", "tokenPercent": -1 }),
        json!({ "mode": 0 }),
        json!({ "mode": -1e308 }),
        json!([]),
    ] {
        refused(&org, "/_local/rate-limits", &body);
    }
    goes_on(&org, "refused limits");
    for body in [
        others(json!(100_000), json!(10_000)),
        others(json!(0), json!(0)),
        json!({ "mode": 1e308, "window": 86_400, "tokenPercent": 100 }),
        json!({ "mode": "default", "buckets": { "org": u32::MAX }, "window": 1 }),
    ] {
        assert_eq!(post(&org, "/_local/rate-limits", &body).0, 200, "{body}");
        for _ in 0..3 {
            let (status, answer) = ask(&org, "GET", "/api/v1/users", b"");
            assert!(matches!(status, 200 | 429), "{body}: {answer}");
        }
    }
    assert_eq!(post(&org, "/_local/rate-limits", &json!({ "mode": "off" })).0, 200);
    goes_on(&org, "great limits");
}

fn user(id: &str, login: &str) -> Value {
    json!({
        "id": id, "status": "ACTIVE", "created": "2026-01-01T00:00:00.000Z",
        "lastUpdated": "2026-01-01T00:00:00.000Z",
        "profile": { "login": login, "email": login, "firstName": "A", "lastName": "B" },
    })
}

fn without(mut document: Value, member: &str) -> Value {
    document.as_object_mut().unwrap().remove(member);
    document
}

fn with(mut document: Value, member: &str, value: Value) -> Value {
    document[member] = value;
    document
}

#[test]
fn documents_that_the_org_could_not_hold_are_refused() {
    let org = Org::in_memory();
    let (_, me) = ask(&org, "GET", "/api/v1/users/me", b"");
    let id = "00uimported0000005d7";
    let good = || user(id, "imported@b.example");
    let group = json!({ "id": "00gimported0000005d7", "type": "APP_GROUP", "created": "2026-01-01T00:00:00Z",
        "lastUpdated": "2026-01-01T00:00:00Z", "profile": { "name": "Imported" } });
    let cases = [
        ("user", "00uX", json!({})),
        ("user", id, json!({})),
        ("user", id, json!([])),
        ("user", id, json!("text")),
        ("user", id, json!(7)),
        ("user", id, json!(null)),
        ("user", id, json!(true)),
        ("user", "", good()),
        ("user", "00gimported0000005d7", with(good(), "id", json!("00gimported0000005d7"))),
        ("user", "00uother", good()),
        ("user", "00u/../x", with(good(), "id", json!("00u/../x"))),
        ("user", "00u\0x", with(good(), "id", json!("00u\0x"))),
        ("user", &format!("00u{}", "x".repeat(1000)), good()),
        ("user", id, without(good(), "id")),
        ("user", id, without(good(), "status")),
        ("user", id, without(good(), "created")),
        ("user", id, without(good(), "lastUpdated")),
        ("user", id, without(good(), "profile")),
        ("user", id, with(good(), "status", json!("DANCING"))),
        ("user", id, with(good(), "status", json!(1))),
        ("user", id, with(good(), "created", json!("soon"))),
        ("user", id, with(good(), "activated", json!(7))),
        ("user", id, with(good(), "credentials", json!("x"))),
        ("user", id, with(good(), "type", json!([]))),
        ("user", id, with(good(), "profile", json!([]))),
        ("user", id, with(good(), "profile", json!({ "login": 7, "email": "a@b.example" }))),
        ("user", id, with(good(), "profile", json!({ "login": "a@b.example" }))),
        ("user", id, user(id, me["profile"]["login"].as_str().unwrap())),
        ("user", id, user(id, &me["profile"]["login"].as_str().unwrap().to_uppercase())),
        ("group", "00gimported0000005d7", group.clone()),
        ("group", "00gimported0000005d7", without(group, "profile")),
        ("", id, good()),
        ("users", id, good()),
        ("org", "facts", json!({ "id": "facts" })),
        ("token", "x", json!({ "id": "x" })),
        ("user\0x", id, good()),
        ("member", id, good()),
        ("/", id, good()),
        ("/api/v1/nothing", id, good()),
        ("/api/v1/devices/", id, good()),
        ("/api/v1/devices", "guo1", json!("text")),
        ("/api/v1/devices", "guo1", json!([])),
        ("/api/v1/devices", "guo1", json!({})),
        ("/api/v1/devices", "guo1", json!({ "id": "guo2" })),
        ("/api/v1/brands/none/themes", "thd1", json!({ "id": "thd1" })),
    ];
    for (kind, id, document) in cases {
        refused(
            &org,
            "/_local/documents",
            &json!({ "documents": [{ "kind": kind, "id": id, "json": document }] }),
        );
    }
    let both = json!({ "documents": [
        { "kind": "user", "id": "00ua", "json": user("00ua", "twice@b.example") },
        { "kind": "user", "id": "00ub", "json": user("00ub", "twice@b.example") },
    ]});
    refused(&org, "/_local/documents", &both);
    for body in [json!([]), json!({ "x": 1 }), json!({ "documents": {} }), json!({ "documents": [{}] })] {
        refused(&org, "/_local/documents", &body);
    }
    let me = me["id"].as_str().unwrap();
    for (relation, from, to) in [
        ("member", "00gnone", me),
        ("member", me, me),
        ("nothing", me, me),
        ("", "", ""),
        ("member", "", me),
        ("user", me, me),
        ("app_user", "0oanone", me),
        ("member\0>", me, me),
    ] {
        refused(
            &org,
            "/_local/documents",
            &json!({ "links": [{ "relation": relation, "from": from, "to": to }] }),
        );
    }
    let deep = "[".repeat(100_000);
    let deep = format!(r#"{{"documents":[{{"kind":"user","id":"{id}","json":{deep}"#);
    assert_eq!(ask(&org, "POST", "/_local/documents", deep.as_bytes()).0, 400);
    goes_on(&org, "refused documents");
    let (_, twice) = ask(&org, "GET", "/api/v1/users/twice@b.example", b"");
    assert_eq!(twice["errorCode"], "E0000007", "all of an import or nothing of it");

    let kept = json!({ "documents": [{ "kind": "user", "id": id, "json": good() }] });
    assert_eq!(post(&org, "/_local/documents", &kept), (200, json!({ "written": 1 })));
    assert_eq!(post(&org, "/_local/documents", &kept).0, 200, "it may be written anew");
    goes_on(&org, "a user that was put in");
    for path in ["", "/groups", "/factors", "/roles", "/appLinks"] {
        assert_eq!(ask(&org, "GET", &format!("/api/v1/users/{id}{path}"), b"").0, 200, "{path}");
    }
}

#[test]
fn whatever_is_asked_under_local_is_answered_and_the_org_goes_on() {
    let org = Org::in_memory();
    let values = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(0.5),
        json!(1e308),
        json!(""),
        json!("\0"),
        json!("x".repeat(100_000)),
        json!([]),
        json!({}),
        json!(vec![0; 10_000]),
    ];
    let members = [
        ("/_local/clock", &["set", "stop", "advance", "reset"][..]),
        ("/_local/documents", &["documents", "links"]),
        (
            "/_local/faults",
            &[
                "method",
                "path",
                "query",
                "after",
                "times",
                "probability",
                "seed",
                "status",
                "code",
                "body",
                "headers",
                "html",
                "bare",
                "tooMany",
                "skewSeconds",
                "links",
                "page",
                "delayMs",
                "slowHeadMs",
                "slowBodyMs",
                "drop",
                "downMs",
                "cut",
            ],
        ),
        ("/_local/push", &["factorId", "approve"]),
        (
            "/_local/rate-limits",
            &["mode", "tokenPercent", "concurrency", "window", "windows", "buckets", "others"],
        ),
        ("/_local/requests", &["record"]),
        ("/_local/restore", &["name"]),
        ("/_local/snapshot", &["name"]),
        ("/_local/tokens", &["user"]),
    ];
    for (path, names) in members {
        for (name, value) in names.iter().flat_map(|name| values.iter().map(move |value| (name, value))) {
            let mut body = match path {
                "/_local/faults" if *name != "status" => json!({ "status": 503, "path": "/nowhere" }),
                "/_local/rate-limits" if *name != "mode" => json!({ "mode": "off" }),
                "/_local/push" => json!({ "factorId": "opf1", "approve": true }),
                _ => json!({}),
            };
            body[*name] = value.clone();
            let (status, answer) = post(&org, path, &body);
            assert!(
                matches!(status, 200 | 400 | 404),
                "{path} {name} {:.60}: {status} {answer}",
                value.to_string()
            );
            for method in ["GET", "PUT", "PATCH", "DELETE"] {
                let (status, answer) = ask(&org, method, path, body.to_string().as_bytes());
                assert!(status < 500, "{method} {path}: {status} {answer}");
            }
            org.clear_faults();
        }
        assert_eq!(post(&org, "/_local/clock", &json!({ "reset": true })).0, 200);
        goes_on(&org, path);
    }
    for body in [&b"{"[..], b"\xff", b"nul", b"{}{}", b"[", b"\"", b"1e400"] {
        for (path, _) in members {
            assert_eq!(ask(&org, "POST", path, body).0, 400, "{path} {body:?}");
        }
    }
    goes_on(&org, "bodies that are no JSON");
}

#[test]
fn snapshots_and_faults_have_an_end() {
    let org = Org::in_memory();
    let snapshot = |name: String| post(&org, "/_local/snapshot", &json!({ "name": name })).0;
    assert!((0..100).all(|number| snapshot(number.to_string()) == 200));
    refused(&org, "/_local/snapshot", &json!({ "name": "one more" }));
    assert_eq!(snapshot("7".to_owned()), 200, "a name may be used again");
    refused(&org, "/_local/snapshot", &json!({ "name": "" }));
    refused(&org, "/_local/snapshot", &json!({ "name": "x".repeat(201) }));
    let fault = json!({ "status": 503, "path": "/nowhere" });
    assert_eq!(post(&org, "/_local/faults", &json!(vec![fault.clone(); 10_000])).0, 200);
    refused(&org, "/_local/faults", &fault);
    goes_on(&org, "many faults");
}

/// Times that somebody asks for are added to the clock, and must not leave the dates.
#[test]
fn policies_may_ask_for_any_time() {
    let org = Org::in_memory();
    let (_, policies) = ask(&org, "GET", "/api/v1/policies?type=OKTA_SIGN_ON", b"");
    let rules = format!("/api/v1/policies/{}/rules", policies[0]["id"].as_str().unwrap());
    for minutes in [i64::MAX, 1 << 40, 0] {
        let session = json!({ "maxSessionIdleMinutes": minutes, "maxSessionLifetimeMinutes": minutes });
        let rule = json!({
            "type": "SIGN_ON", "name": format!("for {minutes}"), "priority": 1,
            "actions": { "signon": { "access": "ALLOW", "requireFactor": false, "session": session } },
        });
        post(&org, &rules, &rule);
        let login = format!("idle{minutes}@a.example");
        let profile = json!({ "firstName": "A", "lastName": "B", "email": login, "login": login });
        let user = json!({ "profile": profile, "credentials": { "password": { "value": "Correct1Horse" } } });
        assert_eq!(post(&org, "/api/v1/users", &user).0, 200);
        let (_, signed_in) =
            post(&org, "/api/v1/authn", &json!({ "username": login, "password": "Correct1Horse" }));
        let (status, session) =
            post(&org, "/api/v1/sessions", &json!({ "sessionToken": signed_in["sessionToken"] }));
        assert_eq!(status, 200, "{minutes}: {session} after {signed_in}");
    }
}

#[test]
fn a_seed_has_an_end() {
    let seed = oktars_local::Seed::Users(usize::MAX);
    let error = Org::builder().seed(seed).build().unwrap_err().to_string();
    assert!(error.contains("10000000"), "{error}");
}

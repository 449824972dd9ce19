//! `/_local/`, in process.

use bytes::Bytes;
use oktars_local::{Fault, Org, Seed};
use serde_json::{Value, json};

fn ask(org: &Org, method: &str, path: &str, body: Value) -> (u16, Value) {
    let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
    let request = http::Request::builder().method(method).uri(path);
    let request = request.header("authorization", format!("SSWS {}", org.token()));
    let response = org.handle(request.body(body).unwrap());
    let status = response.status().as_u16();
    (status, serde_json::from_slice(response.body()).unwrap_or(Value::Null))
}

fn create(org: &Org, login: &str) -> (u16, Value) {
    let profile = json!({ "firstName": "A", "lastName": "B", "email": login, "login": login });
    ask(org, "POST", "/api/v1/users", json!({ "profile": profile }))
}

fn exists(org: &Org, login: &str) -> bool {
    ask(org, "GET", &format!("/api/v1/users/{login}"), Value::Null).0 == 200
}

#[test]
fn a_snapshot_is_what_a_restore_comes_back_to() {
    let org = Org::in_memory();
    create(&org, "kept@b.example");
    assert_eq!(
        ask(&org, "POST", "/_local/snapshot", json!({ "name": "one" })),
        (200, json!({ "name": "one" }))
    );
    create(&org, "lost@b.example");
    assert_eq!(ask(&org, "POST", "/_local/restore", json!({ "name": "one" })).0, 200);
    assert!(exists(&org, "kept@b.example") && !exists(&org, "lost@b.example"));
    assert_eq!(create(&org, "lost@b.example").0, 200, "the index was restored as well");
    assert_eq!(ask(&org, "POST", "/_local/restore", json!({ "name": "two" })).0, 404);
}

#[test]
fn a_reset_leaves_what_was_seeded_and_nothing_else() {
    let org = Org::builder().seed(Seed::Empty).build().unwrap();
    create(&org, "lost@b.example");
    org.inject(Fault::status(503));
    org.advance(1_000_000_000);
    assert_eq!(ask(&org, "POST", "/_local/reset", Value::Null), (200, json!({})));
    assert!(!exists(&org, "lost@b.example"));
    assert!(exists(&org, "me"), "the token is accepted still");
    assert!(org.outbox().is_empty());
    assert_eq!(org.requests().len(), 2, "the two of this test since the reset");
    assert!((org.now().as_second() - jiff::Timestamp::now().as_second()).abs() < 1000);
}

#[test]
fn the_clock_is_set_moved_and_stopped() {
    let org = Org::in_memory();
    let clock = |body| ask(&org, "POST", "/_local/clock", body);
    let stopped = json!({ "now": "2030-01-02T03:04:05.000Z", "stopped": true });
    assert_eq!(clock(json!({ "set": "2030-01-02T03:04:05Z", "stop": true })), (200, stopped.clone()));
    assert_eq!(ask(&org, "GET", "/_local/clock", Value::Null), (200, stopped));
    assert_eq!(clock(json!({ "advance": 55 })).1["now"], "2030-01-02T03:05:00.000Z");
    let (_, user) = create(&org, "a@b.example");
    assert_eq!(user["created"], "2030-01-02T03:05:00.000Z");
    let (status, running) = clock(json!({ "set": "2031-01-01T00:00:00Z" }));
    assert_eq!((status, &running["stopped"]), (200, &json!(false)));
    assert_eq!(clock(json!({ "reset": true })).0, 200);
    assert!((org.now().as_second() - jiff::Timestamp::now().as_second()).abs() < 1000);
    for wrong in
        [json!({}), json!({ "set": "soon" }), json!({ "set": "2030-01-01", "advance": 1 }), json!({ "x": 1 })]
    {
        assert_eq!(clock(wrong.clone()).0, 400, "{wrong}");
    }
}

#[test]
fn mails_can_be_read_and_their_tokens_are_those_of_the_org() {
    let org = Org::in_memory();
    let (_, user) = create(&org, "a@b.example");
    let mails = org.outbox();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!((mails[0].kind.as_str(), mails[0].to.as_str()), ("activation", "a@b.example"));
    assert_eq!(mails[0].user_id, user["id"].as_str().unwrap());
    assert!(mails[0].url.contains(&mails[0].token), "{mails:?}");
    let (status, listed) = ask(&org, "GET", "/_local/outbox", Value::Null);
    assert_eq!((status, &listed[0]["userId"]), (200, &user["id"]));
    assert_eq!(ask(&org, "DELETE", "/_local/outbox", Value::Null), (200, json!({ "deleted": 1 })));
    assert!(org.outbox().is_empty());
}

#[test]
fn faults_are_given_as_json() {
    let org = Org::in_memory();
    let fault = json!({
        "method": "GET", "path": "/api/v1/users/*", "times": 1, "code": "E0000009", "status": 502,
        "headers": { "x-proxy": "yes" },
    });
    let (status, report) = ask(&org, "POST", "/_local/faults", fault);
    assert_eq!((status, &report[0]["played"]), (200, &json!(0)));
    let (status, problem) = ask(&org, "GET", "/api/v1/users/me", Value::Null);
    assert_eq!((status, &problem["errorCode"]), (502, &json!("E0000009")));
    assert!(exists(&org, "me"));
    let (_, report) = ask(&org, "GET", "/_local/faults", Value::Null);
    assert_eq!((&report[0]["matched"], &report[0]["played"]), (&json!(2), &json!(1)));
    assert_eq!(ask(&org, "DELETE", "/_local/faults", Value::Null), (200, json!({ "deleted": 1 })));

    let both = json!([{ "status": 503 }, { "status": 42 }]);
    let (status, error) = ask(&org, "POST", "/_local/faults", both);
    assert_eq!(status, 400, "{error}");
    assert!(exists(&org, "me"), "of a list with a wrong one, none is taken");
    let (_, error) = ask(&org, "POST", "/_local/faults", json!({ "stauts": 503 }));
    assert!(error["error"].as_str().unwrap().contains("stauts"), "{error}");
}

#[test]
fn both_kinds_of_429_are_told_apart_by_their_headers() {
    let org = Org::in_memory();
    org.inject(Fault::too_many_requests().times(1));
    org.inject(Fault::too_many_at_once().times(1));
    let get = || {
        let request = http::Request::get("/api/v1/users/me").body(Bytes::new()).unwrap();
        let response = org.handle(request);
        let number = |name: &str| response.headers()[name].to_str().unwrap().parse::<i64>().unwrap();
        let body: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!((response.status().as_u16(), &body["errorCode"]), (429, &json!("E0000047")));
        assert!(number("x-rate-limit-reset") > org.now().as_second());
        assert!(!response.headers().contains_key("retry-after"));
        (number("x-rate-limit-limit"), number("x-rate-limit-remaining"))
    };
    assert_eq!(get(), (2000, 0));
    assert_eq!(get(), (0, 0));
}

#[test]
fn every_answer_tells_of_the_limits() {
    let org = Org::in_memory();
    for (path, token) in
        [("/api/v1/users/me", true), ("/api/v1/users/nobody", true), ("/api/v1/users", false)]
    {
        let mut request = http::Request::get(path);
        if token {
            request = request.header("authorization", format!("SSWS {}", org.token()));
        }
        let response = org.handle(request.body(Bytes::new()).unwrap());
        for name in ["x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset", "date"] {
            assert!(response.headers().contains_key(name), "{path}: {name}");
        }
    }
}

#[test]
fn limits_are_switched_on_and_off() {
    let org = Org::in_memory();
    let limits =
        json!({ "mode": "default", "buckets": { "GET /api/v1/users/{id}": 2 }, "tokenPercent": 100 });
    let (status, shown) = ask(&org, "POST", "/_local/rate-limits", limits);
    assert_eq!((status, &shown["buckets"]["GET /api/v1/users/{id}"]), (200, &json!(2)));
    let statuses = [(); 3].map(|()| ask(&org, "GET", "/api/v1/users/me", Value::Null).0);
    assert_eq!(statuses, [200, 200, 429]);
    assert_eq!(ask(&org, "POST", "/_local/rate-limits", json!({ "mode": "off" })).0, 200);
    assert!(exists(&org, "me"));
    assert_eq!(ask(&org, "POST", "/_local/rate-limits", json!({ "mode": "sometimes" })).0, 400);
}

#[test]
fn requests_are_kept_until_somebody_says_otherwise() {
    let org = Org::in_memory();
    create(&org, "a@b.example");
    exists(&org, "nobody");
    let (_, seen) = ask(&org, "GET", "/_local/requests", Value::Null);
    assert_eq!(seen.as_array().map(Vec::len), Some(2), "those under /_local/ are not among them: {seen}");
    assert_eq!((&seen[0]["method"], &seen[0]["status"]), (&json!("POST"), &json!(200)));
    assert!(seen[0]["body"].as_str().unwrap().contains("a@b.example"));
    assert_eq!((&seen[1]["target"], &seen[1]["status"]), (&json!("/api/v1/users/nobody"), &json!(404)));
    assert!(!seen.to_string().contains(org.token()));
    assert_eq!(
        ask(&org, "POST", "/_local/requests", json!({ "record": false })),
        (200, json!({ "record": false }))
    );
    exists(&org, "nobody");
    assert_eq!(ask(&org, "DELETE", "/_local/requests", Value::Null), (200, json!({ "deleted": 2 })));
    assert!(org.requests().is_empty());
}

#[test]
fn documents_are_written_as_they_are_and_indexed() {
    let org = Org::in_memory();
    let (_, me) = ask(&org, "GET", "/api/v1/users/me", Value::Null);
    let mut user = me.clone();
    user["id"] = json!("00uimported0000005d7");
    user["profile"]["login"] = json!("imported@b.example");
    let import = json!({ "documents": [{ "kind": "user", "id": user["id"], "json": user }] });
    assert_eq!(ask(&org, "POST", "/_local/documents", import), (200, json!({ "written": 1 })));
    assert!(exists(&org, "imported@b.example"));
}

#[test]
fn what_is_not_there_says_so() {
    let org = Org::in_memory();
    let cases = [
        ("GET", "/_local/none", 404),
        ("PUT", "/_local/clock", 405),
        ("GET", "/_local/", 200),
        ("GET", "//_local//clock", 200),
        ("GET", "/_localx", 404),
    ];
    for (method, path, status) in cases {
        assert_eq!(
            ask(&org, method, &format!("http://localhost{path}"), Value::Null).0,
            status,
            "{method} {path}"
        );
    }
    let (_, error) = ask(&org, "PUT", "/_local/clock", Value::Null);
    assert!(error["error"].as_str().unwrap().contains("GET, POST"), "{error}");
}

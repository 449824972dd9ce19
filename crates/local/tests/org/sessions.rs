//! Signing in and what follows: session tokens, sessions, lock-out.

use crate::client::{Answer, Client};
use crate::links;
use serde_json::{Value, json};

const PASSWORD: &str = "superPass1";

fn user(client: &Client, login: &str) -> String {
    let profile = json!({ "login": login, "email": login, "firstName": "Ann", "lastName": "Lee" });
    let body = json!({ "profile": profile, "credentials": { "password": { "value": PASSWORD } } });
    let made = client.post("/api/v1/users", &body).expect(200).json();
    made["id"].as_str().expect("an id").to_owned()
}

/// Without an API token, with these headers.
fn anonymous(client: &Client, method: &str, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let mut request = http::Request::builder().method(method).uri(format!("http://localhost{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (parts, body) =
        links::handle(&client.org, request.body(body.into()).expect("a request")).into_parts();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

fn sign_in(client: &Client, login: &str, password: &str) -> Answer {
    let body = json!({ "username": login, "password": password });
    anonymous(client, "POST", "/api/v1/authn", &body, &[])
}

fn session_token(client: &Client, login: &str) -> String {
    let answer = sign_in(client, login, PASSWORD).expect(200).json();
    answer["sessionToken"].as_str().expect("a session token").to_owned()
}

fn session(client: &Client, login: &str) -> Value {
    let body = json!({ "sessionToken": session_token(client, login) });
    anonymous(client, "POST", "/api/v1/sessions", &body, &[]).expect(200).json()
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn signing_in_answers_as_okta_does() {
    let client = Client::new();
    let id = user(&client, "ann@example.com");
    let answer = sign_in(&client, "ann@example.com", PASSWORD).expect(200).json();
    assert_eq!(keys(&answer), ["expiresAt", "status", "sessionToken", "_embedded", "_links"]);
    assert_eq!(answer["_embedded"]["user"]["id"], id.as_str());
    assert!(answer["sessionToken"].as_str().unwrap().starts_with("20111"));
    let seen = client.get(&format!("/api/v1/users/{id}")).json();
    assert!(!seen["lastLogin"].is_null());
    let cases = [
        ("ann", PASSWORD, 200),
        ("ANN@example.com", PASSWORD, 200),
        ("ann@example.com", "superPass2", 401),
        ("nobody@example.com", PASSWORD, 401),
        (id.as_str(), PASSWORD, 401),
        ("me", PASSWORD, 401),
    ];
    for (login, password, status) in cases {
        let answer = sign_in(&client, login, password);
        assert_eq!(answer.status, status, "{login}");
        if status == 401 {
            assert_eq!(answer.json()["errorCode"], "E0000004");
        }
    }
    let with_state = json!({ "username": "ann", "password": PASSWORD, "relayState": "/back" });
    assert_eq!(client.post("/api/v1/authn", &with_state).json()["relayState"], "/back");
}

#[test]
fn ten_wrong_passwords_lock_the_account_and_a_right_one_forgives() {
    let client = Client::new();
    let id = user(&client, "ann@example.com");
    let status = || client.get(&format!("/api/v1/users/{id}")).json()["status"].clone();
    for _ in 0..9 {
        sign_in(&client, "ann", "wrong").expect(401);
    }
    sign_in(&client, "ann", PASSWORD).expect(200);
    for number in 1..=10 {
        assert_eq!(status(), "ACTIVE", "before the attempt number {number}");
        sign_in(&client, "ann", "wrong").expect(401);
    }
    assert_eq!(status(), "LOCKED_OUT");
    sign_in(&client, "ann", PASSWORD).expect(401);
    client.post(&format!("/api/v1/users/{id}/lifecycle/unlock"), &Value::Null).expect(200);
    sign_in(&client, "ann", PASSWORD).expect(200);
}

#[test]
fn a_session_token_works_once_and_for_five_minutes() {
    let client = Client::new();
    user(&client, "ann@example.com");
    let redeem =
        |token: &str| anonymous(&client, "POST", "/api/v1/sessions", &json!({ "sessionToken": token }), &[]);
    let token = session_token(&client, "ann");
    redeem(&token).expect(200);
    assert_eq!(redeem(&token).expect(401).json()["errorCode"], "E0000004");
    let (young, old) = (session_token(&client, "ann"), session_token(&client, "ann"));
    client.org.advance(4 * 60);
    redeem(&young).expect(200);
    client.org.advance(2 * 60);
    redeem(&old).expect(401);
    redeem("20111nothing").expect(401);
    for body in [json!({}), Value::Null, json!([])] {
        let status = if body.is_object() { 401 } else { 400 };
        anonymous(&client, "POST", "/api/v1/sessions", &body, &[]).expect(status);
    }
}

#[test]
fn a_session_is_found_under_both_of_its_ids_until_it_expires() {
    let client = Client::new();
    let user_id = user(&client, "ann@example.com");
    let made = session(&client, "ann");
    assert_eq!(
        keys(&made),
        [
            "id",
            "userId",
            "login",
            "createdAt",
            "expiresAt",
            "status",
            "lastPasswordVerification",
            "lastFactorVerification",
            "amr",
            "idp",
            "mfaActive",
            "_links"
        ]
    );
    assert_eq!(made["_links"]["self"]["href"], "http://localhost/api/v1/sessions/me");
    let id = made["id"].as_str().unwrap();
    assert_eq!(id.len(), 25);
    let read = client.get(&format!("/api/v1/sessions/{id}")).expect(200).json();
    assert_eq!((&read["id"], &read["userId"]), (&made["id"], &json!(user_id)));
    let other = read["_links"]["self"]["href"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    assert_ne!(other, id);
    assert_eq!(client.get(&format!("/api/v1/sessions/{other}")).expect(200).json()["id"], other.as_str());

    client.org.advance(7000);
    let refreshed = client.post(&format!("/api/v1/sessions/{other}/lifecycle/refresh"), &Value::Null);
    assert_ne!(refreshed.expect(200).json()["expiresAt"], made["expiresAt"]);
    client.org.advance(7000);
    client.send("PUT", &format!("/api/v1/sessions/{id}"), &Value::Null).expect(200);
    client.org.advance(7199);
    client.get(&format!("/api/v1/sessions/{id}")).expect(200);
    client.org.advance(2);
    let gone = client.get(&format!("/api/v1/sessions/{id}")).expect(404).json();
    assert_eq!(gone["errorSummary"], format!("Not found: Resource not found: {id} (AppSession)"));
    client.get("/api/v1/sessions/").expect(405);
}

#[test]
fn sessions_end_when_closed_and_when_their_user_goes() {
    let client = Client::new();
    let id = user(&client, "ann@example.com");
    let path = || format!("/api/v1/sessions/{}", session(&client, "ann")["id"].as_str().unwrap());
    let (first, second, third, fourth) = (path(), path(), path(), path());
    client.send("DELETE", &first, &Value::Null).expect(204);
    client.send("DELETE", &first, &Value::Null).expect(404);
    client.get(&first).expect(404);
    client.get(&second).expect(200);
    client.send("DELETE", &format!("/api/v1/users/{id}/sessions"), &Value::Null).expect(204);
    for path in [&second, &third, &fourth] {
        client.get(path).expect(404);
    }
    let step = |name: &str| {
        drop(client.post(&format!("/api/v1/users/{id}/lifecycle/{name}"), &Value::Null).expect(200))
    };
    for end in ["suspend", "deactivate"] {
        let path = path();
        step(end);
        client.get(&path).expect(404);
        if end == "suspend" {
            step("unsuspend");
        }
    }
}

/// Somebody ends his sessions elsewhere, and then this one too.
#[test]
fn one_s_own_sessions_end_but_for_the_one_that_asks() {
    let client = Client::new();
    user(&client, "ann@example.com");
    let id = || session(&client, "ann")["id"].as_str().unwrap().to_owned();
    let (kept, other) = (id(), id());
    let cookie = format!("sid={kept}");
    let end = |body: &Value| {
        let path = "/api/v1/users/me/lifecycle/delete_sessions";
        anonymous(&client, "POST", path, body, &[("cookie", cookie.as_str())])
    };
    let is_there = |id: &str| client.get(&format!("/api/v1/sessions/{id}")).status == 200;
    assert_eq!(end(&Value::Null).expect(200).json(), json!({}));
    assert_eq!((is_there(&kept), is_there(&other)), (true, false));
    end(&json!({ "keepCurrent": false })).expect(200);
    assert!(!is_there(&kept));
}

#[test]
fn the_historic_form_takes_a_password_and_an_api_token() {
    let client = Client::new();
    user(&client, "ann@example.com");
    let path = "/api/v1/sessions?additionalFields=cookieToken,cookieTokenUrl";
    let body = json!({ "username": "ann@example.com", "password": PASSWORD });
    let made = client.post(path, &body).expect(200).json();
    let token = made["cookieToken"].as_str().unwrap();
    assert_eq!(
        made["cookieTokenUrl"],
        format!("http://localhost/login/sessionCookie?token={token}").as_str()
    );
    assert!(client.post("/api/v1/sessions", &body).json()["cookieToken"].is_null());
    anonymous(&client, "POST", "/api/v1/sessions", &body, &[]).expect(401);
    let wrong = json!({ "username": "ann@example.com", "password": "wrong" });
    assert_eq!(client.post("/api/v1/sessions", &wrong).expect(401).json()["errorCode"], "E0000004");
}

#[test]
fn a_cookie_is_good_for_oneself_and_an_administrators_for_all() {
    let client = Client::new();
    let id = user(&client, "ann@example.com");
    let session = session(&client, "ann");
    let cookie = format!("other=1; sid={}", session["id"].as_str().unwrap());
    let ask = |method: &str, path: &str| {
        anonymous(&client, method, path, &Value::Null, &[("cookie", cookie.as_str())])
    };
    let cases = [
        ("GET", "/api/v1/users/me".to_owned(), 200),
        ("GET", format!("/api/v1/users/{id}"), 200),
        ("GET", "/api/v1/sessions/me".to_owned(), 200),
        ("POST", "/api/v1/sessions/me/lifecycle/refresh".to_owned(), 200),
        ("GET", "/api/v1/users".to_owned(), 403),
        ("GET", format!("/api/v1/users/{id}x"), 403),
        ("POST", "/api/v1/users/me/lifecycle/deactivate".to_owned(), 403),
        ("GET", "/api/v1/groups".to_owned(), 403),
    ];
    for (method, path, status) in cases {
        assert_eq!(ask(method, &path).status, status, "{method} {path}");
    }
    client.post(&format!("/api/v1/users/{id}/roles"), &json!({ "type": "SUPER_ADMIN" })).expect(201);
    ask("GET", "/api/v1/groups").expect(200);
    ask("DELETE", "/api/v1/sessions/me").expect(204);
    assert_eq!(ask("GET", "/api/v1/users/me").expect(403).json()["errorCode"], "E0000005");
    ask("GET", "/api/v1/sessions/me").expect(404);
    client.get("/api/v1/sessions/me").expect(404);
}

#[test]
fn with_a_session_one_changes_of_oneself_what_the_schema_allows() {
    let client = Client::new();
    let id = user(&client, "ann@example.com");
    let cookie = format!("sid={}", session(&client, "ann")["id"].as_str().unwrap());
    let cases = [
        (json!({ "profile": { "firstName": "Anna", "mobilePhone": "1" } }), 200),
        (json!({ "profile": { "title": "Queen" } }), 403),
        (json!({ "profile": { "firstName": "Anne", "login": "queen@example.com" } }), 403),
        (json!({ "credentials": { "password": { "value": "superPass9" } } }), 403),
        (json!({ "profile": {}, "credentials": { "password": { "value": "superPass9" } } }), 403),
    ];
    for (body, status) in cases {
        let answer = anonymous(&client, "POST", "/api/v1/users/me", &body, &[("cookie", cookie.as_str())]);
        assert_eq!(answer.status, status, "{body}: {}", answer.text());
    }
    let seen = client.get(&format!("/api/v1/users/{id}")).json();
    assert_eq!(seen["profile"]["firstName"], "Anna");
    sign_in(&client, "ann", PASSWORD).expect(200);
}

#[test]
fn an_expired_password_is_changed_before_one_is_in() {
    let client = Client::new();
    let id = user(&client, "ann@example.com");
    client.post(&format!("/api/v1/users/{id}/lifecycle/expire_password"), &Value::Null).expect(200);
    let begun = sign_in(&client, "ann", PASSWORD).expect(200).json();
    assert_eq!(begun["status"], "PASSWORD_EXPIRED");
    assert!(begun["sessionToken"].is_null());
    let state = begun["stateToken"].as_str().unwrap().to_owned();
    let change = |old: &str, new: &str| {
        let body = json!({ "stateToken": state, "oldPassword": old, "newPassword": new });
        anonymous(&client, "POST", "/api/v1/authn/credentials/change_password", &body, &[])
    };
    let wrong = change("nope", "superPass2").expect(403).json();
    assert_eq!(
        wrong["errorCauses"][0]["errorSummary"],
        "oldPassword: The credentials provided were incorrect."
    );
    assert_eq!(change(PASSWORD, "weak").expect(403).json()["errorCode"], "E0000014");
    let done = change(PASSWORD, "superPass2").expect(200).json();
    assert_eq!(done["status"], "SUCCESS");
    change(PASSWORD, "superPass3").expect(401);
    assert_eq!(client.get(&format!("/api/v1/users/{id}")).json()["status"], "ACTIVE");
    sign_in(&client, "ann", PASSWORD).expect(401);
    sign_in(&client, "ann", "superPass2").expect(200);
}

#[test]
fn a_transaction_can_be_cancelled() {
    let client = Client::new();
    let id = user(&client, "ann@example.com");
    client.post(&format!("/api/v1/users/{id}/lifecycle/expire_password"), &Value::Null).expect(200);
    let body = json!({ "username": "ann", "password": PASSWORD, "relayState": "/back" });
    let begun = anonymous(&client, "POST", "/api/v1/authn", &body, &[]).expect(200).json();
    let state = json!({ "stateToken": begun["stateToken"] });
    let cancel = || anonymous(&client, "POST", "/api/v1/authn/cancel", &state, &[]);
    assert_eq!(cancel().expect(200).json(), json!({ "relayState": "/back" }));
    assert_eq!(cancel().expect(401).json()["errorCode"], "E0000011");
}

#[test]
fn an_activation_token_leads_to_a_password() {
    let client = Client::new();
    let profile =
        json!({ "login": "ann@example.com", "email": "a@example.com", "firstName": "A", "lastName": "L" });
    let made = client.post("/api/v1/users?activate=false", &json!({ "profile": profile })).expect(200).json();
    let path = format!("/api/v1/users/{}", made["id"].as_str().unwrap());
    let activated = client.post(&format!("{path}/lifecycle/activate?sendEmail=false"), &Value::Null);
    let token = activated.expect(200).json()["activationToken"].clone();
    let begun = anonymous(&client, "POST", "/api/v1/authn", &json!({ "token": token }), &[]);
    let begun = begun.expect(200).json();
    assert_eq!(begun["status"], "PASSWORD_RESET");
    let body = json!({ "stateToken": begun["stateToken"], "newPassword": PASSWORD });
    let done = anonymous(&client, "POST", "/api/v1/authn/credentials/reset_password", &body, &[]);
    assert_eq!(done.expect(200).json()["status"], "SUCCESS");
    assert_eq!(client.get(&path).json()["status"], "ACTIVE");
    anonymous(&client, "POST", "/api/v1/authn", &json!({ "token": token }), &[]).expect(401);
}

#[test]
fn an_imported_hash_becomes_ours_at_the_first_sign_in() {
    let client = Client::new();
    let profile =
        json!({ "login": "ann@example.com", "email": "a@example.com", "firstName": "A", "lastName": "L" });
    // The SHA-256 digest of "superPass1".
    let digest = "nLDzJsHWbMs98uKocJmmwviUg4ech4BFyKkA+xhraFQ=";
    let hash = json!({ "algorithm": "SHA-256", "value": digest });
    let body = json!({ "profile": profile, "credentials": { "password": { "hash": hash } } });
    let made = client.post("/api/v1/users", &body).expect(200).json();
    let path = format!("/api/v1/users/{}", made["id"].as_str().unwrap());
    let provider = || client.get(&path).json()["credentials"]["provider"]["type"].clone();
    assert_eq!(provider(), "IMPORT");
    for _ in 0..2 {
        sign_in(&client, "ann", PASSWORD).expect(200);
        assert_eq!(provider(), "OKTA");
    }
}

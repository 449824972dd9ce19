//! Primary authentication with the steps that policies ask for: second factors, enrollment, warnings, locks.

use crate::client::{Answer, Client};
use crate::links;
use bytes::Bytes;
use serde_json::{Value, json};

const PASSWORD: &str = "superPass1";

fn user(client: &Client, login: &str) -> String {
    let profile = json!({ "login": login, "email": login, "firstName": "Ann", "lastName": "Lee" });
    let credentials = json!({
        "password": { "value": PASSWORD },
        "recovery_question": { "question": "Pet?", "answer": "Rex the dog" },
    });
    id(&client
        .post("/api/v1/users", &json!({ "profile": profile, "credentials": credentials }))
        .expect(200)
        .json())
}

fn id(object: &Value) -> String {
    object["id"].as_str().expect("an id").to_owned()
}

/// A request without a token, as a browser sends it.
fn anonymous(client: &Client, path: &str, body: &Value) -> Answer {
    let request = http::Request::post(format!("http://localhost/api/v1{path}"));
    let request = request.header("content-type", "application/json");
    let response =
        links::handle(&client.org, request.body(Bytes::from(body.to_string())).expect("a request"));
    let (parts, body) = response.into_parts();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

fn sign_in(client: &Client) -> Value {
    let body = json!({ "username": "ann@example.com", "password": PASSWORD });
    anonymous(client, "/authn", &body).expect(200).json()
}

fn default_policy(client: &Client, kind: &str) -> String {
    let policies = client.get(&format!("/api/v1/policies?type={kind}")).expect(200).json();
    id(policies.as_array().unwrap().last().expect("the default policy"))
}

/// The default sign-on rule asks for a second factor from now on.
fn require_factor(client: &Client) {
    let rules = format!("/api/v1/policies/{}/rules", default_policy(client, "OKTA_SIGN_ON"));
    let rule = client.get(&rules).expect(200).json()[0].clone();
    let body = json!({ "name": rule["name"], "type": "SIGN_ON", "actions": { "signon": { "requireFactor": true } } });
    client.send("PUT", &format!("{rules}/{}", id(&rule)), &body).expect(200);
}

fn sent(client: &Client) -> String {
    client.org.outbox().last().expect("something was sent").token.clone()
}

fn with(state: &Value, more: Value) -> Value {
    let mut body = more;
    body["stateToken"] = state["stateToken"].clone();
    body
}

/// The path of a link of an answer.
fn path(link: &Value) -> String {
    let href = link["href"].as_str().unwrap_or_else(|| panic!("{link} is no link"));
    href.replace("http://localhost/api/v1", "")
}

fn code_of(answer: Answer, status: u16) -> String {
    answer.expect(status).json()["errorCode"].as_str().expect("an error").to_owned()
}

fn enroll_sms(client: &Client, user: &str) -> Value {
    let body =
        json!({ "factorType": "sms", "provider": "OKTA", "profile": { "phoneNumber": "+15554151337" } });
    client.post(&format!("/api/v1/users/{user}/factors?activate=true"), &body).expect(200).json()
}

#[test]
fn without_a_policy_a_password_is_enough() {
    let client = Client::new();
    let ann = user(&client, "ann@example.com");
    enroll_sms(&client, &ann);
    assert_eq!(sign_in(&client)["status"], "SUCCESS");
}

#[test]
fn a_code_is_asked_for_and_makes_a_session() {
    let client = Client::new();
    let ann = user(&client, "ann@example.com");
    let factor = enroll_sms(&client, &ann);
    require_factor(&client);
    let begun = sign_in(&client);
    assert_eq!(begun["status"], "MFA_REQUIRED");
    let shown = &begun["_embedded"]["factors"][0];
    assert_eq!(
        (shown["id"].clone(), &shown["profile"]["phoneNumber"]),
        (factor["id"].clone(), &json!("+1 XXX-XXX-1337"))
    );
    let verify = path(&shown["_links"]["verify"]);
    let asked = anonymous(&client, &verify, &with(&begun, json!({}))).expect(200).json();
    assert_eq!(
        (asked["status"].as_str(), &asked["stateToken"]),
        (Some("MFA_CHALLENGE"), &begun["stateToken"])
    );
    let links: Vec<&str> = asked["_links"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(links, ["next", "prev", "resend", "cancel"]);
    let again = path(&asked["_links"]["resend"][0]);
    assert_eq!(code_of(anonymous(&client, &again, &with(&begun, json!({}))), 429), "E0000109");
    client.org.advance(30);
    anonymous(&client, &again, &with(&begun, json!({}))).expect(200);
    let seen = anonymous(&client, "/authn", &with(&begun, json!({}))).expect(200).json();
    assert_eq!(seen["status"], "MFA_CHALLENGE", "a state token alone shows the state");
    let back = anonymous(&client, "/authn/previous", &with(&begun, json!({}))).expect(200).json();
    assert_eq!(back["status"], "MFA_REQUIRED");
    let wrong = anonymous(&client, &verify, &with(&begun, json!({ "passCode": "none" })));
    assert_eq!(code_of(wrong, 403), "E0000068");
    let code = json!({ "passCode": sent(&client) });
    let done = anonymous(&client, &verify, &with(&begun, code)).expect(200).json();
    assert_eq!(done["status"], "SUCCESS");
    let session =
        client.post("/api/v1/sessions", &json!({ "sessionToken": done["sessionToken"] })).expect(200).json();
    assert_eq!(session["amr"], json!(["pwd", "sms", "mfa"]));
    assert_eq!(
        (session["mfaActive"].as_bool(), session["lastFactorVerification"].is_string()),
        (Some(true), true)
    );
    assert_eq!(code_of(anonymous(&client, "/authn", &with(&begun, json!({}))), 401), "E0000011");
}

#[test]
fn a_push_is_waited_for() {
    let client = Client::new();
    let ann = user(&client, "ann@example.com");
    let push = json!({ "factorType": "push", "provider": "OKTA" });
    let factor = client.post(&format!("/api/v1/users/{ann}/factors"), &push).expect(200).json();
    let device = |approve: bool| {
        client.post("/_local/push", &json!({ "factorId": factor["id"], "approve": approve })).expect(200);
    };
    device(true);
    require_factor(&client);
    let begun = sign_in(&client);
    let verify = path(&begun["_embedded"]["factors"][0]["_links"]["verify"]);
    let poll = || anonymous(&client, &verify, &with(&begun, json!({}))).expect(200).json();
    let waiting = poll();
    assert_eq!(
        (waiting["status"].as_str(), waiting["factorResult"].as_str()),
        (Some("MFA_CHALLENGE"), Some("WAITING"))
    );
    assert_eq!(waiting["_links"]["next"]["name"], "poll");
    device(false);
    assert_eq!(poll()["factorResult"], "REJECTED");
    anonymous(&client, &path(&waiting["_links"]["resend"][0]), &with(&begun, json!({}))).expect(200);
    device(true);
    assert_eq!(poll()["status"], "SUCCESS");
}

#[test]
fn who_has_no_factor_enrolls_one() {
    let client = Client::new();
    user(&client, "ann@example.com");
    require_factor(&client);
    let begun = sign_in(&client);
    assert_eq!(begun["status"], "MFA_ENROLL");
    assert!(begun["_links"]["skip"].is_null(), "a factor is required");
    assert_eq!(code_of(anonymous(&client, "/authn/skip", &with(&begun, json!({}))), 403), "E0000079");
    let kinds: Vec<&str> = begun["_embedded"]["factors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| kind["factorType"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["question", "token:software:totp", "token:software:totp", "push", "sms", "call", "email"]
    );
    let sms =
        json!({ "factorType": "sms", "provider": "OKTA", "profile": { "phoneNumber": "+15554151337" } });
    let pending = anonymous(&client, "/authn/factors", &with(&begun, sms.clone())).expect(200).json();
    assert_eq!(pending["status"], "MFA_ENROLL_ACTIVATE");
    let back = anonymous(&client, "/authn/previous", &with(&begun, json!({}))).expect(200).json();
    assert_eq!(back["status"], "MFA_ENROLL");
    let pending = anonymous(&client, "/authn/factors", &with(&begun, sms)).expect(200).json();
    let activate = path(&pending["_links"]["next"]);
    let wrong = anonymous(&client, &activate, &with(&begun, json!({ "passCode": "none" })));
    assert_eq!(code_of(wrong, 403), "E0000068");
    let done = anonymous(&client, &activate, &with(&begun, json!({ "passCode": sent(&client) })));
    assert_eq!(done.expect(200).json()["status"], "SUCCESS");
    assert_eq!(sign_in(&client)["status"], "MFA_REQUIRED");
}

#[test]
fn the_enrollment_policy_says_what_is_required() {
    let client = Client::new();
    user(&client, "ann@example.com");
    let policy = default_policy(&client, "MFA_ENROLL");
    let settings = json!({ "factors": {
        "okta_question": { "enroll": { "self": "REQUIRED" } },
        "okta_sms": { "enroll": { "self": "OPTIONAL" } },
    } });
    let body = json!({ "type": "MFA_ENROLL", "name": "Default Policy", "settings": settings });
    client.send("PUT", &format!("/api/v1/policies/{policy}"), &body).expect(200);
    let begun = sign_in(&client);
    assert_eq!(begun["status"], "MFA_ENROLL");
    let shown: Vec<(&str, &str)> = begun["_embedded"]["factors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| (kind["factorType"].as_str().unwrap(), kind["enrollment"].as_str().unwrap()))
        .collect();
    assert_eq!(shown, [("question", "REQUIRED"), ("sms", "OPTIONAL")]);
    let call =
        json!({ "factorType": "call", "provider": "OKTA", "profile": { "phoneNumber": "+15554151337" } });
    anonymous(&client, "/authn/factors", &with(&begun, call)).expect(400);
    let question = json!({
        "factorType": "question",
        "provider": "OKTA",
        "profile": { "question": "disliked_food", "answer": "mayonnaise" },
    });
    let done = anonymous(&client, "/authn/factors", &with(&begun, question)).expect(200).json();
    assert_eq!(done["status"], "SUCCESS");
    assert_eq!(sign_in(&client)["status"], "SUCCESS", "required to have, not to prove");
}

#[test]
fn wrong_factors_lock_out_in_the_middle_of_a_sign_in() {
    let client = Client::new();
    let ann = user(&client, "ann@example.com");
    enroll_sms(&client, &ann);
    require_factor(&client);
    let begun = sign_in(&client);
    let verify = path(&begun["_embedded"]["factors"][0]["_links"]["verify"]);
    for _ in 0..4 {
        let wrong = anonymous(&client, &verify, &with(&begun, json!({ "passCode": "none" })));
        assert_eq!(code_of(wrong, 403), "E0000068");
    }
    let last = anonymous(&client, &verify, &with(&begun, json!({ "passCode": "none" })));
    assert_eq!(code_of(last, 403), "E0000069");
    assert_eq!(client.get(&format!("/api/v1/users/{ann}")).json()["status"], "LOCKED_OUT");
}

#[test]
fn a_group_may_be_kept_out() {
    let client = Client::new();
    let ann = user(&client, "ann@example.com");
    let group =
        id(&client.post("/api/v1/groups", &json!({ "profile": { "name": "Out" } })).expect(200).json());
    let body = json!({
        "type": "OKTA_SIGN_ON",
        "name": "Keep out",
        "conditions": { "people": { "groups": { "include": [group] } } },
    });
    let policy = id(&client.post("/api/v1/policies", &body).expect(200).json());
    let rule = json!({ "type": "SIGN_ON", "name": "Nobody", "actions": { "signon": { "access": "DENY" } } });
    client.post(&format!("/api/v1/policies/{policy}/rules"), &rule).expect(200);
    assert_eq!(sign_in(&client)["status"], "SUCCESS");
    client.send("PUT", &format!("/api/v1/groups/{group}/users/{ann}"), &Value::Null).expect(204);
    let body = json!({ "username": "ann@example.com", "password": PASSWORD });
    assert_eq!(code_of(anonymous(&client, "/authn", &body), 403), "E0000085");
    client.post(&format!("/api/v1/policies/{policy}/lifecycle/deactivate"), &Value::Null).expect(204);
    assert_eq!(sign_in(&client)["status"], "SUCCESS");
}

fn password_settings(client: &Client, settings: Value) {
    let policy = default_policy(client, "PASSWORD");
    let body = json!({ "type": "PASSWORD", "name": "Default Policy", "settings": { "password": settings } });
    client.send("PUT", &format!("/api/v1/policies/{policy}"), &body).expect(200);
}

#[test]
fn passwords_grow_old() {
    let client = Client::new();
    user(&client, "ann@example.com");
    password_settings(&client, json!({ "age": { "maxAgeDays": 30, "expireWarnDays": 5 } }));
    let body = json!({
        "username": "ann@example.com",
        "password": PASSWORD,
        "options": { "warnBeforePasswordExpired": true },
    });
    assert_eq!(anonymous(&client, "/authn", &body).expect(200).json()["status"], "SUCCESS");
    client.org.advance(26 * 86_400);
    let warned = anonymous(&client, "/authn", &body).expect(200).json();
    assert_eq!(warned["status"], "PASSWORD_WARN");
    assert_eq!(warned["_embedded"]["policy"]["expiration"]["passwordExpireDays"], 4);
    let skipped = anonymous(&client, "/authn/skip", &with(&warned, json!({}))).expect(200).json();
    assert_eq!(skipped["status"], "SUCCESS");
    assert_eq!(sign_in(&client)["status"], "SUCCESS", "who does not ask is not warned");
    client.org.advance(5 * 86_400);
    let expired = sign_in(&client);
    assert_eq!(expired["status"], "PASSWORD_EXPIRED");
    assert_eq!(client.get("/api/v1/users/ann@example.com").json()["status"], "PASSWORD_EXPIRED");
    let change = json!({ "oldPassword": PASSWORD, "newPassword": "superPass2" });
    let done =
        anonymous(&client, &path(&expired["_links"]["next"]), &with(&expired, change)).expect(200).json();
    assert_eq!(done["status"], "SUCCESS");
}

#[test]
fn the_policy_says_when_to_lock_and_for_how_long() {
    let client = Client::new();
    user(&client, "ann@example.com");
    let lockout = json!({ "maxAttempts": 3, "autoUnlockMinutes": 10, "showLockoutFailures": true });
    password_settings(&client, json!({ "lockout": lockout }));
    let wrong = json!({ "username": "ann@example.com", "password": "wrongPass1" });
    for _ in 0..2 {
        assert_eq!(code_of(anonymous(&client, "/authn", &wrong), 401), "E0000004");
    }
    let locked = anonymous(&client, "/authn", &wrong).expect(200).json();
    assert_eq!(
        (locked["status"].as_str(), locked["_links"]["next"]["name"].as_str()),
        (Some("LOCKED_OUT"), Some("unlock"))
    );
    client.org.advance(9 * 60);
    assert_eq!(sign_in(&client)["status"], "LOCKED_OUT");
    let shown = || client.get("/api/v1/users/ann@example.com").expect(200).json()["status"].clone();
    assert_eq!(shown(), "LOCKED_OUT");
    client.org.advance(2 * 60);
    assert_eq!(shown(), "ACTIVE", "the lock ends whether she signs in or not");
    let unlocked = client.get("/api/v1/logs?filter=eventType+eq+%22user.account.unlock%22").expect(200);
    assert_eq!(unlocked.json().as_array().map(Vec::len), Some(1));
    assert_eq!(sign_in(&client)["status"], "SUCCESS");
    password_settings(&client, json!({ "lockout": { "maxAttempts": 0 } }));
    for _ in 0..12 {
        assert_eq!(code_of(anonymous(&client, "/authn", &wrong), 401), "E0000004");
    }
    assert_eq!(sign_in(&client)["status"], "SUCCESS", "0 is never");
}

/// A request that only reads writes first that a lock is over. It goes on as one that only reads: a listing that looks
/// at users while it walks along their assignments could not, in a transaction that writes.
#[test]
fn a_listing_goes_on_after_it_ended_a_lock() {
    let client = Client::new();
    let ann = user(&client, "ann@example.com");
    let settings = json!({ "requestIntegration": false, "url": "https://a.example" });
    let app = json!({ "name": "bookmark", "label": "B", "signOnMode": "BOOKMARK", "settings": { "app": settings } });
    let app = id(&client.post("/api/v1/apps", &app).expect(200).json());
    let users = format!("/api/v1/apps/{app}/users");
    client.post(&users, &json!({ "id": ann, "scope": "USER" })).expect(200);
    password_settings(&client, json!({ "lockout": { "maxAttempts": 1, "autoUnlockMinutes": 10 } }));
    anonymous(&client, "/authn", &json!({ "username": "ann@example.com", "password": "wrongPass1" }));
    assert_eq!(client.get("/api/v1/users/ann@example.com").json()["status"], "LOCKED_OUT");
    client.org.advance(11 * 60);
    let listed = client.get(&format!("{users}?q=ann")).expect(200).json();
    assert_eq!(listed[0]["id"], ann.as_str());
    assert_eq!(client.get("/api/v1/users/ann@example.com").json()["status"], "ACTIVE");
}

#[test]
fn a_forgotten_password_is_recovered_by_mail_and_question() {
    let client = Client::new();
    user(&client, "ann@example.com");
    let body = json!({ "username": "ann@example.com", "factorType": "EMAIL", "relayState": "/x" });
    let asked = anonymous(&client, "/authn/recovery/password", &body).expect(200).json();
    assert_eq!(
        (asked["status"].as_str(), asked["relayState"].as_str()),
        (Some("RECOVERY_CHALLENGE"), Some("/x"))
    );
    let nobody = json!({ "username": "nobody@example.com", "factorType": "EMAIL" });
    let told = anonymous(&client, "/authn/recovery/password", &nobody).expect(200).json();
    assert_eq!(told["status"], "RECOVERY_CHALLENGE", "nobody learns who exists");
    assert_eq!(client.org.outbox().len(), 1);
    let token = json!({ "recoveryToken": sent(&client) });
    let question = anonymous(&client, "/authn/recovery/token", &token).expect(200).json();
    assert_eq!(question["status"], "RECOVERY");
    assert_eq!(question["_embedded"]["user"]["recovery_question"]["question"], "Pet?");
    let wrong = anonymous(&client, "/authn/recovery/answer", &with(&question, json!({ "answer": "Tom" })));
    assert_eq!(code_of(wrong, 403), "E0000087");
    let reset =
        anonymous(&client, "/authn/recovery/answer", &with(&question, json!({ "answer": "rex the dog" })));
    let reset = reset.expect(200).json();
    assert_eq!(reset["status"], "PASSWORD_RESET");
    let new = json!({ "newPassword": "superPass2" });
    let done = anonymous(&client, &path(&reset["_links"]["next"]), &with(&reset, new)).expect(200).json();
    assert_eq!(done["status"], "SUCCESS");
    // A program with a token delivers the recovery token itself.
    let trusted = client.post("/api/v1/authn/recovery/password", &json!({ "username": "ann@example.com" }));
    assert!(trusted.expect(200).json()["recoveryToken"].is_string());
    let unknown =
        client.post("/api/v1/authn/recovery/password", &json!({ "username": "nobody@example.com" }));
    assert_eq!(code_of(unknown, 403), "E0000095");
}

/// A code by text message or call leads to where the token of a mail leads.
#[test]
fn a_forgotten_password_is_recovered_by_phone() {
    for (name, setting) in [("SMS", "okta_sms"), ("CALL", "okta_call")] {
        let client = Client::new();
        let ann = user(&client, "ann@example.com");
        let phone = json!({ "profile": { "mobilePhone": "+14155550100" } });
        client.post(&format!("/api/v1/users/{ann}"), &phone).expect(200);
        let begin = |login: &str| {
            let body = json!({ "username": login, "factorType": name, "relayState": "/x" });
            anonymous(&client, "/authn/recovery/password", &body)
        };
        assert_eq!(
            code_of(begin("ann@example.com"), 403),
            "E0000034",
            "{name}: the policy does not allow it yet"
        );
        let policy = default_policy(&client, "PASSWORD");
        let mut factors = json!({});
        factors[setting] = json!({ "status": "ACTIVE" });
        let body = json!({ "type": "PASSWORD", "name": "Default Policy", "settings": { "recovery": { "factors": factors } } });
        client.send("PUT", &format!("/api/v1/policies/{policy}"), &body).expect(200);
        let members = |answer: &Value| answer.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        let nobody = begin("nobody@example.com").expect(200).json();
        let before = client.org.outbox().len();
        let asked = begin("ann@example.com").expect(200).json();
        assert_eq!(members(&nobody), members(&asked), "{name}: nobody learns who exists");
        assert_eq!((&asked["factorType"], &asked["relayState"]), (&json!(name), &json!("/x")));
        assert_eq!(client.org.outbox().len(), before + 1);
        let (verify, resend) = (path(&asked["_links"]["next"]), path(&asked["_links"]["resend"]));
        anonymous(&client, &verify, &with(&nobody, json!({ "passCode": "123456" }))).expect(401);
        client.org.advance(31);
        anonymous(&client, &resend, &with(&asked, json!({}))).expect(200);
        assert_eq!(client.org.outbox().len(), before + 2);
        let other = if name == "SMS" { "CALL" } else { "SMS" };
        let code = json!({ "passCode": sent(&client) });
        let elsewhere = anonymous(&client, &verify.replace(name, other), &with(&asked, code.clone()));
        assert_eq!(code_of(elsewhere, 403), "E0000079", "{name}: not by {other}");
        anonymous(&client, &verify, &with(&asked, json!({ "passCode": "wrong" }))).expect(403);
        let question = anonymous(&client, &verify, &with(&asked, code)).expect(200).json();
        assert_eq!(question["status"], "RECOVERY", "{name}");
    }
}

#[test]
fn a_transaction_says_where_it_stands() {
    let client = Client::new();
    user(&client, "ann@example.com");
    require_factor(&client);
    let asked = sign_in(&client);
    let shown = anonymous(&client, "/authn/introspect", &with(&asked, json!({}))).expect(200).json();
    assert_eq!(shown["status"], asked["status"]);
    assert_eq!(shown["stateToken"], asked["stateToken"]);
    let cases = [
        ("/authn", json!({}), 400, "E0000001"),
        ("/authn", json!({ "username": "ann@example.com" }), 400, "E0000001"),
        ("/authn", json!({ "password": PASSWORD }), 400, "E0000001"),
        ("/authn/introspect", json!({ "stateToken": "nonsense" }), 401, "E0000011"),
    ];
    for (path, body, status, code) in cases {
        assert_eq!(code_of(anonymous(&client, path, &body), status), code, "{path} {body}");
    }
}

//! Factors: enrolling, activating and verifying each kind that can be played, and what is refused.

use crate::client::{Answer, Client};
use crate::links;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

fn user(client: &Client, login: &str) -> String {
    let profile = json!({ "login": login, "email": login, "firstName": "Ann", "lastName": "Lee" });
    let body = json!({ "profile": profile, "credentials": { "password": { "value": "superPass1" } } });
    id(&client.post("/api/v1/users", &body).expect(200).json())
}

fn id(object: &Value) -> String {
    object["id"].as_str().expect("an id").to_owned()
}

fn setting() -> (Client, String) {
    let client = Client::new();
    let ann = user(&client, "ann@example.com");
    let factors = format!("/api/v1/users/{ann}/factors");
    (client, factors)
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// The code that went out last.
fn sent(client: &Client) -> String {
    client.org.outbox().last().expect("something was sent").token.clone()
}

fn refused(answer: Answer, status: u16, code: &str, text: &str) {
    let body = answer.expect(status).json();
    assert_eq!(body["errorCode"], code, "{body}");
    assert!(body.to_string().contains(text), "{body}");
}

fn code(client: &Client, factor: &Value) -> String {
    let shared = factor["_embedded"]["activation"]["sharedSecret"].as_str().expect("a shared secret");
    let secret = Secret::try_from_base32(shared).expect("Base32");
    let totp = Builder::new().with_secret(secret).build_noncompliant();
    totp.generate(client.org.now().as_second().unsigned_abs()).to_string()
}

fn wrong_code(right: &str) -> String {
    right.chars().map(|digit| if digit == '0' { '1' } else { '0' }).collect()
}

#[test]
fn what_can_be_enrolled_is_listed() {
    let (client, factors) = setting();
    let catalog = client.get(&format!("{factors}/catalog")).expect(200).json();
    let kinds: Vec<(&str, &str)> = catalog
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| (kind["factorType"].as_str().unwrap(), kind["provider"].as_str().unwrap()))
        .collect();
    let expected = [
        ("question", "OKTA"),
        ("token:software:totp", "OKTA"),
        ("token:software:totp", "GOOGLE"),
        ("push", "OKTA"),
        ("sms", "OKTA"),
        ("call", "OKTA"),
        ("email", "OKTA"),
    ];
    assert_eq!(kinds, expected);
    assert_eq!(keys(&catalog[0]["_links"]), ["questions", "enroll"]);
    assert!(catalog.as_array().unwrap().iter().all(|kind| kind["status"] == "NOT_SETUP"));
    let body =
        json!({ "factorType": "email", "provider": "OKTA", "profile": { "email": "ann@example.com" } });
    client.post(&factors, &body).expect(200);
    let catalog = client.get(&format!("{factors}/catalog")).expect(200).json();
    assert_eq!(catalog[6]["status"], "PENDING_ACTIVATION");
    let questions = client.get(&format!("{factors}/questions")).expect(200).json();
    assert_eq!(questions.as_array().unwrap().len(), 20);
    assert_eq!(questions[0]["question"], "disliked_food");
    assert_eq!(client.get("/api/v1/users/nobody/factors").expect(404).json()["errorCode"], "E0000007");
}

#[test]
fn a_security_question_is_active_at_once() {
    let (client, factors) = setting();
    let body = json!({
        "factorType": "question",
        "provider": "OKTA",
        "profile": { "question": "disliked_food", "answer": "mayonnaise" },
    });
    let made = client.post(&factors, &body).expect(200).json();
    assert_eq!(
        keys(&made),
        [
            "id",
            "factorType",
            "provider",
            "vendorName",
            "status",
            "created",
            "lastUpdated",
            "profile",
            "_links"
        ]
    );
    assert!(id(&made).starts_with("ufs"));
    assert_eq!(
        (made["status"].as_str(), keys(&made["profile"])),
        (Some("ACTIVE"), vec!["question", "questionText"])
    );
    let verify = format!("{factors}/{}/verify", id(&made));
    let right = client.post(&verify, &json!({ "answer": " MAYONNAISE " })).expect(200).json();
    assert_eq!(right, json!({ "factorResult": "SUCCESS" }));
    let wrong = client.post(&verify, &json!({ "answer": "ketchup" }));
    refused(wrong, 403, "E0000068", "Your answer doesn't match our records. Please try again.");
    refused(client.post(&factors, &body), 400, "E0000001", "A factor of this type is already set up.");
    assert_eq!(client.get(&factors).json(), json!([made]));
}

#[test]
fn codes_of_a_device_are_computed_and_none_works_twice() {
    for (provider, prefix) in [("OKTA", "ost"), ("GOOGLE", "uft")] {
        let (client, factors) = setting();
        let body = json!({ "factorType": "token:software:totp", "provider": provider });
        let made = client.post(&factors, &body).expect(200).json();
        assert!(id(&made).starts_with(prefix));
        assert_eq!(made["status"], "PENDING_ACTIVATION");
        assert_eq!(
            keys(&made["_embedded"]["activation"]),
            ["timeStep", "sharedSecret", "encoding", "keyLength", "_links"]
        );
        let own = format!("{factors}/{}", id(&made));
        refused(client.post(&format!("{own}/verify"), &json!({})), 423, "E0000180", "inactive");
        refused(client.post(&format!("{own}/lifecycle/activate"), &json!({})), 400, "E0000001", "passCode");
        let first = code(&client, &made);
        let wrong = json!({ "passCode": wrong_code(&first) });
        refused(
            client.post(&format!("{own}/lifecycle/activate"), &wrong),
            403,
            "E0000068",
            "passcode doesn't match",
        );
        let active =
            client.post(&format!("{own}/lifecycle/activate"), &json!({ "passCode": first })).expect(200);
        let active = active.json();
        assert_eq!((active["status"].as_str(), active["_embedded"].is_null()), (Some("ACTIVE"), true));
        assert_eq!(active["_links"]["self"]["hints"]["allow"], json!(["GET", "DELETE"]));
        let verify = format!("{own}/verify");
        refused(client.post(&verify, &json!({ "passCode": first })), 403, "E0000082", "only be used once");
        client.org.advance(60);
        client.post(&verify, &json!({ "passCode": code(&client, &made) })).expect(200);
        let early = code(&client, &made);
        client.org.advance(120);
        refused(client.post(&verify, &json!({ "passCode": early })), 403, "E0000068", "passcode");
    }
}

#[test]
fn codes_are_sent_by_text_call_and_mail() {
    let cases = [
        ("sms", json!({ "phoneNumber": "+1-555-415-1337" }), "mbl", 30, "E0000109"),
        ("call", json!({ "phoneNumber": "+15554151337", "phoneExtension": "12" }), "clf", 30, "E0000133"),
        ("email", json!({ "email": "ann@example.com" }), "emf", 5, "E0000118"),
    ];
    for (kind, profile, prefix, wait, too_soon) in cases {
        let (client, factors) = setting();
        let body = json!({ "factorType": kind, "provider": "OKTA", "profile": profile });
        let made = client.post(&factors, &body).expect(200).json();
        assert!(id(&made).starts_with(prefix), "{made}");
        assert_eq!((made["status"].as_str(), &made["profile"]), (Some("PENDING_ACTIVATION"), &profile));
        assert_eq!(keys(&made["_links"]), ["resend", "activate", "self", "user"]);
        assert_eq!(made["_links"]["resend"][0]["name"], kind);
        let own = format!("{factors}/{}", id(&made));
        let resend = client.post(&format!("{own}/resend"), &body).expect(429).json();
        assert_eq!(resend["errorCode"], too_soon);
        let first = sent(&client);
        client.org.advance(wait);
        client.post(&format!("{own}/resend"), &body).expect(200);
        let second = sent(&client);
        let activate = format!("{own}/lifecycle/activate");
        if first != second {
            refused(client.post(&activate, &json!({ "passCode": first })), 403, "E0000068", "passcode");
        }
        let active = client.post(&activate, &json!({ "passCode": second })).expect(200).json();
        assert_eq!(keys(&active["_links"]), ["verify", "self", "user"]);
        client.org.advance(wait);
        let challenge = client.post(&format!("{own}/verify"), &Value::Null).expect(200).json();
        assert_eq!(keys(&challenge), ["factorResult", "profile", "_links"]);
        assert_eq!(challenge["factorResult"], "CHALLENGE");
        let third = sent(&client);
        client.post(&format!("{own}/verify"), &json!({ "passCode": third })).expect(200);
        refused(
            client.post(&format!("{own}/verify"), &json!({ "passCode": third })),
            403,
            "E0000068",
            "passcode",
        );
        client.org.advance(wait);
        client.post(&format!("{own}/verify?tokenLifetimeSeconds=60"), &Value::Null).expect(200);
        client.org.advance(61);
        let late = json!({ "passCode": sent(&client) });
        refused(client.post(&format!("{own}/verify"), &late), 403, "E0000083", "time window");
    }
}

#[test]
fn a_verified_phone_stays_on_file() {
    let (client, factors) = setting();
    let sms = |number: &str| json!({ "factorType": "sms", "provider": "OKTA", "profile": { "phoneNumber": number } });
    let first = client.post(&factors, &sms("+15554151337")).expect(200).json();
    let activate = format!("{factors}/{}/lifecycle/activate", id(&first));
    client.post(&activate, &json!({ "passCode": sent(&client) })).expect(200);
    client.send("DELETE", &format!("{factors}/{}", id(&first)), &Value::Null).expect(204);
    refused(
        client.post(&factors, &sms("+15554150000")),
        400,
        "E0000001",
        "There is an existing verified phone number.",
    );
    let known = client.post(&factors, &sms("+15554151337")).expect(200).json();
    assert_eq!(known["status"], "ACTIVE", "it was verified already");
    let forget = format!("{factors}/{}?removeRecoveryEnrollment=true", id(&known));
    client.send("DELETE", &forget, &Value::Null).expect(204);
    let other = client.post(&factors, &sms("+15554150000")).expect(200).json();
    assert_eq!(other["status"], "PENDING_ACTIVATION");
    let update = client.post(&format!("{factors}?updatePhone=true"), &sms("+15554150001")).expect(200).json();
    assert_ne!(id(&update), id(&other), "what was never activated gives way");
    let copied = sms("162 840 01133\u{202c}");
    client.post(&format!("{factors}?updatePhone=true"), &copied).expect(200);
    let vouched = client.post(&format!("{factors}?activate=true"), &sms("+15554150001")).expect(200).json();
    assert_eq!(vouched["status"], "ACTIVE");
}

#[test]
fn a_push_is_answered_on_the_device() {
    let (client, factors) = setting();
    let made = client.post(&factors, &json!({ "factorType": "push", "provider": "OKTA" })).expect(200).json();
    assert_eq!(made["_embedded"]["activation"]["factorResult"], "WAITING");
    let own = format!("{factors}/{}", id(&made));
    let poll = format!("{own}/lifecycle/activate/poll");
    assert_eq!(client.post(&poll, &Value::Null).expect(200).json()["factorResult"], "WAITING");
    let device =
        |approve: bool| client.post("/_local/push", &json!({ "factorId": id(&made), "approve": approve }));
    device(true).expect(200);
    let active = client.post(&poll, &Value::Null).expect(200).json();
    assert_eq!(active["status"], "ACTIVE");
    let types: Vec<Value> =
        client.get(&factors).json().as_array().unwrap().iter().map(|f| f["factorType"].clone()).collect();
    assert_eq!(types, ["token:software:totp", "push"], "the device computes codes as well");
    device(true).expect(404);
    for (approve, result) in [(true, "SUCCESS"), (false, "REJECTED")] {
        let waiting = client.post(&format!("{own}/verify"), &Value::Null).expect(201).json();
        assert_eq!(keys(&waiting), ["expiresAt", "factorResult", "_links"]);
        let poll = waiting["_links"]["poll"]["href"].as_str().unwrap().replace("http://localhost", "");
        assert_eq!(client.get(&poll).expect(200).json()["factorResult"], "WAITING");
        device(approve).expect(200);
        assert_eq!(client.get(&poll).expect(200).json()["factorResult"], result);
    }
    let waiting = client.post(&format!("{own}/verify"), &Value::Null).expect(201).json();
    let poll = waiting["_links"]["poll"]["href"].as_str().unwrap().replace("http://localhost", "");
    client.org.advance(301);
    assert_eq!(client.get(&poll).expect(200).json()["factorResult"], "TIMEOUT");
    client.send("DELETE", &poll, &Value::Null).expect(204);
    client.get(&poll).expect(404);
    client.send("DELETE", &own, &Value::Null).expect(204);
    assert_eq!(client.get(&factors).json(), json!([]), "the codes go with the device");
}

#[test]
fn five_wrong_tries_lock_the_user_out() {
    let (client, factors) = setting();
    let body = json!({
        "factorType": "question",
        "provider": "OKTA",
        "profile": { "question": "disliked_food", "answer": "mayonnaise" },
    });
    let verify = format!("{factors}/{}/verify", id(&client.post(&factors, &body).expect(200).json()));
    for _ in 0..4 {
        refused(client.post(&verify, &json!({ "answer": "no" })), 403, "E0000068", "answer");
    }
    client.post(&verify, &json!({ "answer": "mayonnaise" })).expect(200);
    for _ in 0..4 {
        refused(client.post(&verify, &json!({ "answer": "no" })), 403, "E0000068", "answer");
    }
    refused(client.post(&verify, &json!({ "answer": "no" })), 403, "E0000069", "User Locked");
    let ann = client.get("/api/v1/users/ann@example.com").json();
    assert_eq!(ann["status"], "LOCKED_OUT");
    refused(client.post(&verify, &json!({ "answer": "mayonnaise" })), 403, "E0000069", "User Locked");
    client.post("/api/v1/users/ann@example.com/lifecycle/unlock", &Value::Null).expect(200);
    client.post(&verify, &json!({ "answer": "mayonnaise" })).expect(200);
}

#[test]
fn what_cannot_be_enrolled_is_refused() {
    let (client, factors) = setting();
    let question = |question: &str, answer: &str| json!({ "factorType": "question", "provider": "OKTA", "profile": { "question": question, "answer": answer } });
    let sms = |number: &str| json!({ "factorType": "sms", "provider": "OKTA", "profile": { "phoneNumber": number } });
    let cases = [
        (json!({}), 400, "E0000001", "factorType: The field cannot be left blank"),
        (json!({ "factorType": "sms" }), 400, "E0000001", "provider: The field cannot be left blank"),
        (json!({ "factorType": "sms", "provider": "GOOGLE" }), 400, "E0000001", "factorEnrollRequest"),
        (json!({ "factorType": "nose", "provider": "OKTA" }), 400, "E0000001", "factorEnrollRequest"),
        (json!({ "factorType": "token:hardware", "provider": "YUBICO" }), 400, "E0000001", "passCode"),
        (
            json!({ "factorType": "token:hardware", "provider": "YUBICO", "verify": { "passCode": "123456" } }),
            403,
            "E0000068",
            "passcode",
        ),
        (json!({ "factorType": "token:hotp", "provider": "CUSTOM" }), 400, "E0000001", "factorProfileId"),
        (
            json!({ "factorType": "token:hotp", "provider": "CUSTOM", "factorProfileId": "fpr1", "profile": { "sharedSecret": "xyz" } }),
            400,
            "E0000001",
            "hexadecimal",
        ),
        (question("", "mayonnaise"), 400, "E0000001", "question"),
        (question("what_is_love", "mayonnaise"), 400, "E0000001", "security question"),
        (question("disliked_food", "no"), 400, "E0000001", "at least 4 characters"),
        (question("disliked_food", "food"), 400, "E0000001", "part of the question"),
        (sms(""), 400, "E0000001", "phoneNumber"),
        (sms("call me"), 400, "E0000098", "phone number"),
        (
            json!({ "factorType": "email", "provider": "OKTA", "profile": { "email": "ann" } }),
            400,
            "E0000001",
            "email",
        ),
    ];
    for (body, status, code, text) in cases {
        refused(client.post(&factors, &body), status, code, text);
    }
    assert_eq!(client.get(&factors).json(), json!([]));
    let range = client.post(&format!("{factors}?tokenLifetimeSeconds=0"), &sms("+15554151337"));
    refused(range, 400, "E0000001", "tokenLifetimeSeconds");
    refused(client.get(&format!("{factors}/nope")), 404, "E0000007", "(UserFactor)");
}

#[test]
fn resetting_and_deactivating_take_all_factors() {
    let (client, factors) = setting();
    let question = json!({
        "factorType": "question",
        "provider": "OKTA",
        "profile": { "question": "disliked_food", "answer": "mayonnaise" },
    });
    let made = client.post(&factors, &question).expect(200).json();
    let ann = client.get("/api/v1/users/ann@example.com").json();
    assert!(ann["_links"]["resetFactors"]["href"].as_str().unwrap().ends_with("/lifecycle/reset_factors"));
    client.post("/api/v1/users/ann@example.com/lifecycle/reset_factors", &Value::Null).expect(200);
    assert_eq!(client.get(&factors).expect(200).json(), json!([]));
    refused(client.get(&format!("{factors}/{}", id(&made))), 404, "E0000007", "(UserFactor)");
    client.post(&factors, &question).expect(200);
    client.post("/api/v1/users/ann@example.com/lifecycle/deactivate", &Value::Null).expect(200);
    refused(client.get(&factors), 404, "E0000007", "(User)");
}

#[test]
fn security_keys_and_duo_get_a_challenge_and_wait() {
    let (client, factors) = setting();
    let key =
        client.post(&factors, &json!({ "factorType": "webauthn", "provider": "FIDO" })).expect(200).json();
    assert_eq!(key["status"], "PENDING_ACTIVATION");
    let activation = &key["_embedded"]["activation"];
    assert_eq!(activation["user"]["name"], "ann@example.com");
    assert!(activation["challenge"].as_str().is_some_and(|challenge| challenge.len() > 20));
    assert_eq!(client.get(&format!("{factors}/{}", id(&key))).json()["_embedded"]["activation"], *activation);
    let old = client.post(&factors, &json!({ "factorType": "u2f", "provider": "FIDO" })).expect(200).json();
    assert_eq!(old["_embedded"]["activation"]["version"], "U2F_V2");
    let duo = client.post(&factors, &json!({ "factorType": "web", "provider": "DUO" })).expect(200).json();
    assert_eq!(duo["_embedded"]["activation"]["factorResult"], "WAITING");
    let activate = format!("{factors}/{}/lifecycle/activate", id(&key));
    refused(client.post(&activate, &json!({ "attestation": "a" })), 400, "E0000001", "clientData");
    refused(
        client.post(&activate, &json!({ "attestation": "a", "clientData": "b" })),
        403,
        "E0000068",
        "Invalid",
    );
    assert_eq!(client.get(&format!("{factors}/{}", id(&key))).json()["status"], "PENDING_ACTIVATION");
    for (factor, name) in [(old, "u2f"), (duo, "DUO")] {
        let activate = format!("{factors}/{}/lifecycle/activate", id(&factor));
        refused(client.post(&activate, &json!({ "attestation": "a" })), 501, "E0000060", name);
        client.send("DELETE", &format!("{factors}/{}", id(&factor)), &Value::Null).expect(204);
    }
}

#[test]
fn a_makers_token_is_known_by_the_form_of_its_codes() {
    let (client, factors) = setting();
    let yubikey = |code: &str| json!({ "factorType": "token:hardware", "provider": "YUBICO", "verify": { "passCode": code } });
    let code = "cccccceukngdfgkukfctkcvfidnetljjiknckkcjulji";
    let key = client.post(&factors, &yubikey(code)).expect(200).json();
    assert_eq!(
        (key["status"].as_str(), key["profile"]["credentialId"].as_str()),
        (Some("ACTIVE"), Some(&code[..12]))
    );
    let verify = format!("{factors}/{}/verify", id(&key));
    refused(client.post(&verify, &json!({ "passCode": code })), 403, "E0000082", "");
    let next = code.replace("julji", "julju");
    assert_eq!(
        client.post(&verify, &json!({ "passCode": next })).expect(200).json()["factorResult"],
        "SUCCESS"
    );
    refused(client.post(&verify, &json!({ "passCode": "123456" })), 403, "E0000068", "");
    for provider in ["RSA", "SYMANTEC"] {
        let token = json!({
            "factorType": "token", "provider": provider,
            "profile": { "credentialId": "VSMT14393584" }, "verify": { "passCode": "875498", "nextPassCode": "678195" },
        });
        let made = client.post(&factors, &token).expect(200).json();
        assert_eq!(
            (made["status"].as_str(), made["profile"]["credentialId"].as_str()),
            (Some("ACTIVE"), Some("VSMT14393584"))
        );
    }
}

#[test]
fn a_token_with_its_users_secret_computes_codes() {
    let (client, factors) = setting();
    let secret = "484f97be3213b117e3a20438e291540a";
    let body = json!({
        "factorType": "token:hotp", "provider": "CUSTOM", "factorProfileId": "fpr20l2mDyaUGWGCa0g4",
        "profile": { "sharedSecret": secret },
    });
    let made = client.post(&factors, &body).expect(200).json();
    assert_eq!((made["status"].as_str(), made.to_string().contains(secret)), (Some("ACTIVE"), false));
    let bytes: Vec<u8> =
        (0..32).step_by(2).map(|at| u8::from_str_radix(&secret[at..at + 2], 16).unwrap()).collect();
    let totp = Builder::new()
        .with_algorithm(totp_rs::Algorithm::SHA256)
        .with_secret(Secret::from(bytes))
        .build_noncompliant();
    let code = totp.generate(client.org.now().as_second().unsigned_abs()).to_string();
    let verify = format!("{factors}/{}/verify", id(&made));
    refused(client.post(&verify, &json!({ "passCode": wrong_code(&code) })), 403, "E0000068", "");
    assert_eq!(
        client.post(&verify, &json!({ "passCode": code })).expect(200).json()["factorResult"],
        "SUCCESS"
    );
    refused(client.post(&verify, &json!({ "passCode": code })), 403, "E0000082", "");
}

#[test]
fn an_app_reads_its_secret_from_a_picture() {
    let (client, factors) = setting();
    for body in [
        json!({ "factorType": "token:software:totp", "provider": "GOOGLE" }),
        json!({ "factorType": "push", "provider": "OKTA" }),
    ] {
        let factor = client.post(&factors, &body).expect(200).json();
        let link = &factor["_embedded"]["activation"]["_links"]["qrcode"];
        assert_eq!(link["type"], "image/png");
        let path = link["href"].as_str().expect("a link").trim_start_matches("http://localhost").to_owned();
        let ask = |path: &str| {
            let request =
                http::Request::builder().uri(format!("http://localhost{path}")).header("accept", "image/*");
            let (parts, body) =
                links::handle(&client.org, request.body(Default::default()).expect("a request")).into_parts();
            Answer { status: parts.status.as_u16(), headers: parts.headers, body }
        };
        let picture = ask(&path).expect(200);
        assert_eq!(picture.headers["content-type"], "image/png");
        assert_eq!(&picture.body[..8], b"\x89PNG\r\n\x1a\n");
        ask(&format!("{path}x")).expect(404);
        if link["href"].as_str().is_some_and(|href| href.contains("/uft")) {
            let activate = format!("{factors}/{}/lifecycle/activate", id(&factor));
            client.post(&activate, &json!({ "passCode": code(&client, &factor) })).expect(200);
            ask(&path).expect(404);
        }
    }
}

//! What a request may say of a user: what is refused, in which words, and what is passed over.

use crate::client::Client;
use oktars_local::{Features, Org};
use serde_json::{Value, json};

const USERS: &str = "/api/v1/users";

fn person() -> Value {
    json!({ "login": "ann@example.com", "email": "ann@example.com", "firstName": "Ann", "lastName": "Lee" })
}

fn with(credentials: Value) -> Value {
    json!({ "profile": person(), "credentials": credentials })
}

fn created(client: &Client, credentials: Value) -> Value {
    client.post(USERS, &with(credentials)).expect(200).json()
}

fn path_of(user: &Value) -> String {
    format!("{USERS}/{}", user["id"].as_str().expect("an id"))
}

fn causes(answer: &Value) -> Vec<&str> {
    let causes = answer["errorCauses"].as_array().into_iter().flatten();
    causes.filter_map(|cause| cause["errorSummary"].as_str()).collect()
}

/// A member of another JSON type is not passed over: the sender meant something by it.
#[test]
fn members_of_another_type_are_malformed() {
    let client = Client::new();
    let cases = [
        json!({ "profile": "Ann" }),
        json!({ "profile": [] }),
        with(json!("superPass1")),
        with(json!([])),
        with(json!({ "password": "superPass1" })),
        with(json!({ "password": { "value": 12345678 } })),
        with(json!({ "password": { "hash": "abc" } })),
        with(json!({ "recovery_question": "Book?" })),
        with(json!({ "provider": "OKTA" })),
        json!({ "profile": person(), "groupIds": "00g1" }),
        json!({ "profile": person(), "groupIds": [1] }),
        json!({ "profile": person(), "type": "default" }),
    ];
    for body in &cases {
        let answer = client.post(USERS, body).expect(400).json();
        assert_eq!(answer["errorCode"], "E0000003", "{body}");
    }
    let user = path_of(&created(&client, Value::Null));
    for (body, method) in cases.iter().flat_map(|body| [(body, "POST"), (body, "PUT")]) {
        let answer = client.send(method, &user, body).expect(400).json();
        assert_eq!(answer["errorCode"], "E0000003", "{method} {body}");
    }
    client.post(&user, &json!({ "profile": null, "credentials": null, "type": null })).expect(200);
}

#[test]
fn all_that_is_wrong_with_a_profile_is_told_at_once() {
    let client = Client::new();
    let mut wrong = person();
    wrong["login"] = json!("ann");
    wrong["email"] = json!("ann");
    let mut long = person();
    long["firstName"] = json!("n".repeat(51));
    long["countryCode"] = json!("USA");
    let cases = [
        (
            json!({}),
            "login",
            vec![
                "login: The field cannot be left blank",
                "firstName: The field cannot be left blank",
                "lastName: The field cannot be left blank",
                "email: The field cannot be left blank",
            ],
        ),
        (
            wrong,
            "login",
            vec![
                "login: Username must be in the form of an email address",
                "email: Does not match required pattern",
            ],
        ),
        (
            long,
            "firstName",
            vec![
                "firstName: String is too long (51 chars), maximum 50",
                "countryCode: Does not match required pattern",
            ],
        ),
    ];
    for (profile, field, expected) in cases {
        let answer = client.post(USERS, &json!({ "profile": profile })).expect(400).json();
        assert_eq!(answer["errorSummary"], format!("Api validation failed: {field}"), "{profile}");
        assert_eq!(causes(&answer), expected, "{profile}");
    }
}

/// The order in which Okta shows them, whatever the order in which they were sent.
#[test]
fn attributes_stand_in_okta_s_order() {
    let client = Client::new();
    let mut sent = json!({ "nickName": "A", "email": "ann@example.com" });
    sent.as_object_mut().unwrap().extend(person().as_object().unwrap().clone());
    let user = client.post(USERS, &json!({ "profile": sent })).expect(200).json();
    let names: Vec<&String> = user["profile"].as_object().unwrap().keys().collect();
    let expected = ["firstName", "lastName", "mobilePhone", "nickName", "secondEmail", "login", "email"];
    assert_eq!(names, expected);
}

#[test]
fn recovery_questions_have_their_lengths() {
    let client = Client::new();
    let user = path_of(&created(&client, json!({ "password": { "value": "superPass1" } })));
    let long = "q".repeat(101);
    let cases = [
        ("Book?", "Deep Six", true),
        ("Book?", "abcd", true),
        ("Book?", "abc", false),
        (&long[1..], &long[1..], true),
        (&long, "Deep Six", false),
        ("Book?", &long, false),
    ];
    for (question, answer, passes) in cases {
        let recovery = json!({ "question": question, "answer": answer });
        let by_admin = client.post(&user, &json!({ "credentials": { "recovery_question": recovery } }));
        let own = json!({ "password": { "value": "superPass1" }, "recovery_question": recovery });
        let own = client.post(&format!("{user}/credentials/change_recovery_question"), &own);
        let told = |answer: &Value| (answer["errorCode"].clone(), answer["errorSummary"].clone());
        if passes {
            by_admin.expect(200);
            own.expect(200);
        } else {
            let refused = json!("Api validation failed: recovery_question");
            assert_eq!(
                told(&by_admin.expect(400).json()),
                (json!("E0000001"), refused),
                "{question} {answer}"
            );
            let refused = json!("Update of credentials failed");
            assert_eq!(told(&own.expect(403).json()), (json!("E0000014"), refused), "{question} {answer}");
        }
    }
}

/// Who reads a user, changes an attribute and sends it all back has no answer to send.
#[test]
fn a_user_can_be_sent_back_as_it_was_read() {
    let client = Client::new();
    let recovery = json!({ "question": "Book?", "answer": "Deep Six" });
    let user =
        created(&client, json!({ "password": { "value": "superPass1" }, "recovery_question": recovery }));
    let path = path_of(&user);
    for method in ["POST", "PUT"] {
        let mut read = client.get(&path).expect(200).json();
        read["profile"]["nickName"] = json!(method);
        let changed = client.send(method, &path, &read).expect(200).json();
        assert_eq!(changed["profile"]["nickName"], method);
        assert_eq!(changed["credentials"], user["credentials"]);
    }
    let by_answer =
        json!({ "password": { "value": "superPass2" }, "recovery_question": { "answer": "deep six" } });
    client.post(&format!("{path}/credentials/forgot_password_recovery_question"), &by_answer).expect(200);
    let other = json!({ "credentials": { "recovery_question": { "question": "Another?" } } });
    let answer = client.post(&path, &other).expect(400).json();
    assert_eq!(causes(&answer), ["recovery_question.answer: The field cannot be left blank"]);
}

#[test]
fn imported_hashes_that_could_never_be_right_are_refused() {
    let digest = |members: Value| {
        let mut hash = json!({ "algorithm": "SHA-1", "value": "AAAA" });
        hash.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        json!({ "hash": hash })
    };
    let pbkdf2 = |size: Value, digest: &str| {
        json!({ "hash": { "algorithm": "PBKDF2", "value": "AAAA", "salt": "AAAA", "iterationCount": 4096,
                          "keySize": size, "digestAlgorithm": digest } })
    };
    let cases = [
        (digest(json!({})), true),
        (digest(json!({ "salt": "AAAA", "saltOrder": "POSTFIX" })), true),
        (digest(json!({ "salt": "AAAA" })), false),
        (digest(json!({ "salt": "AAAA", "saltOrder": "INFIX" })), false),
        (digest(json!({ "salt": "***", "saltOrder": "PREFIX" })), false),
        (digest(json!({ "value": "not Base64" })), false),
        (pbkdf2(json!(32), "SHA256_HMAC"), true),
        (pbkdf2(json!(0), "SHA256_HMAC"), false),
        (pbkdf2(json!(32), "SHA1_HMAC"), false),
        (json!({ "hook": { "type": "default" } }), true),
        (json!({ "hook": { "type": "other" } }), false),
    ];
    for (password, passes) in cases {
        let client = Client::new();
        let answer = client.post(USERS, &with(json!({ "password": password })));
        assert_eq!(answer.status, if passes { 200 } else { 400 }, "{password}: {}", answer.text());
        if !passes {
            assert_eq!(answer.json()["errorSummary"], "Api validation failed: password", "{password}");
        }
    }
}

#[test]
fn an_activation_link_is_that_of_the_engine() {
    for (identity_engine, before, after) in [(true, "/tokens/", "/verify"), (false, "/welcome/", "")] {
        let features = Features { identity_engine, ..Features::default() };
        let client = Client::of(Org::builder().features(features).build().expect("an org"));
        let user =
            path_of(&client.post(&format!("{USERS}?activate=false"), &with(Value::Null)).expect(200).json());
        let answer = client.post(&format!("{user}/lifecycle/activate?sendEmail=false"), &Value::Null).json();
        let token = answer["activationToken"].as_str().expect("a token");
        assert_eq!(answer["activationUrl"], format!("http://localhost{before}{token}{after}"));
    }
}

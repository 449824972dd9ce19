//! The server that all clients are measured against: a local org with users of 2 KB.

use std::future::pending;

use bytes::Bytes;
use http::Request;
use oktars_local::{Org, Server, Tls};
use serde_json::{Value, json};

use crate::Outcome;

/// How many documents are handed over at once.
const BATCH: usize = 5_000;
const BIOGRAPHY: &str =
    "Joined as an intern, led the move of the data centre, and has been on call ever since. ";

pub fn run(arguments: &[String]) -> Outcome {
    let [users] = arguments else { return Err("say how many users".to_owned()) };
    let users: usize = users.parse().map_err(|_| format!("{users} is no number"))?;
    let org = Org::in_memory();
    for start in (0..users).step_by(BATCH) {
        let documents: Vec<_> = (start..(start + BATCH).min(users)).map(document).collect();
        put(&org, &json!({ "documents": documents }))?;
    }
    let bind = || Server::bind(org.clone(), ([127, 0, 0, 1], 0).into()).map_err(|error| error.to_string());
    let tls = Tls::new(&[]).map_err(|error| error.to_string())?;
    let authority = tls.authority().to_owned();
    // okta-cli insists on https.
    let (plain, secure) = (bind()?, bind()?.tls(tls));
    let ready = json!({
        "url": plain.url(), "https": secure.url(), "authority": authority, "token": org.token(),
    });
    println!("{ready}");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    // The program that started it ends it.
    let both = async { tokio::try_join!(plain.serve(pending()), secure.serve(pending())) };
    runtime.block_on(both).map(drop).map_err(|error| error.to_string())
}

fn put(org: &Org, body: &Value) -> Outcome {
    let request = Request::post("http://localhost/_local/documents").body(Bytes::from(body.to_string()));
    let response = org.handle(request.map_err(|error| error.to_string())?);
    if response.status().is_success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(response.body()).into_owned())
}

pub fn id(number: usize) -> String {
    format!("00u{number:013}1d7x")
}

pub fn document(number: usize) -> Value {
    let id = id(number);
    let login = format!("user{number:07}@scale.example");
    let profile = json!({
        "firstName": format!("First{}", number % 1_000),
        "lastName": format!("Last{}", number % 5_000),
        "mobilePhone": null,
        "secondEmail": format!("private{number:07}@home.example"),
        "login": login,
        "email": login,
        "displayName": format!("First{} Last{}", number % 1_000, number % 5_000),
        "title": "Senior Reliability Engineer",
        "department": format!("Department {}", number % 50),
        "division": "Platform",
        "organization": "Acme Example Incorporated",
        "costCenter": format!("CC-{}", number % 300),
        "employeeNumber": number.to_string(),
        "manager": "Ada Adler",
        "managerId": "00u0000000000001d7x",
        "primaryPhone": "+49 30 901820",
        "streetAddress": "Unter den Linden 1",
        "city": "Berlin",
        "state": "Berlin",
        "zipCode": "10117",
        "countryCode": "DE",
        "preferredLanguage": "de-DE",
        "locale": "de_DE",
        "timezone": "Europe/Berlin",
        "userType": "Employee",
        "badges": ["onboarding", "security", "first aid", "mentoring"],
        "remote": number.is_multiple_of(3),
        "desk": number % 4_000,
        "biography": BIOGRAPHY.repeat(8),
    });
    let user = json!({
        "id": id,
        "status": "ACTIVE",
        "created": "2024-03-01T08:00:00.000Z",
        "activated": "2024-03-01T08:00:01.000Z",
        "statusChanged": "2024-03-01T08:00:01.000Z",
        "lastLogin": "2026-02-02T11:15:32.000Z",
        "lastUpdated": "2026-01-07T16:20:11.000Z",
        "passwordChanged": "2024-03-01T08:00:00.000Z",
        "type": { "id": "oty00000000000001d7x" },
        "profile": profile,
        "credentials": {
            "password": {},
            "emails": [{ "value": login, "status": "VERIFIED", "type": "PRIMARY" }],
            "recovery_question": { "question": "What was the name of your first school?" },
            "provider": { "type": "OKTA", "name": "OKTA" },
        },
    });
    json!({ "kind": "user", "id": id, "json": user })
}

//! Resources that are described and not programmed. What every one of them promises is held against each
//! description; what real orgs were seen to answer stands below, by hand.

use crate::client::Client;
use oktars_catalog::Method;
use oktars_local::{Described, described};
use serde_json::{Value, json};

/// A description with a place at which its documents can be: all that the path goes through is there.
struct Subject {
    client: Client,
    described: Described,
    /// The path of all documents, or of the setting.
    path: String,
}

impl Subject {
    fn all() -> impl Iterator<Item = Subject> {
        described().into_iter().map(|described| {
            let client = Client::new();
            let path = match described.is_collection {
                true => described.path.rsplit_once('/').map_or("", |(path, _)| path),
                false => described.path,
            };
            let path = actual(&client, path);
            Subject { client, described, path }
        })
    }

    fn collections() -> impl Iterator<Item = Subject> {
        Subject::all().filter(|subject| subject.described.is_collection)
    }

    /// Those of which a client can make documents.
    fn made() -> impl Iterator<Item = Subject> {
        Subject::collections().filter(Subject::can_create)
    }

    fn can_create(&self) -> bool {
        let create = self.described.operations.iter().filter_map(|id| oktars_catalog::operation(id));
        create.into_iter().any(|known| {
            known.method == Method::Post && nameless(known.path) == nameless(all_of(self.described.path))
        })
    }

    fn can(&self, method: Method) -> bool {
        self.described.has(method, "")
    }

    fn create(&self) -> Value {
        let answer = self.client.post(&self.path, &self.described.sample);
        assert_eq!(answer.status, self.described.created, "{}: {}", self.described.path, answer.text());
        answer.json()
    }

    fn item(&self, document: &Value) -> String {
        let id = document[self.described.id].as_str();
        format!("{}/{}", self.path, id.unwrap_or_else(|| panic!("{}: {document}", self.described.path)))
    }
}

fn all_of(item: &str) -> &str {
    item.rsplit_once('/').map_or("", |(path, _)| path)
}

fn nameless(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

/// A path with ids of things that are there, in place of its parameters.
fn actual(client: &Client, path: &str) -> String {
    let mut actual = String::new();
    let mut shape = String::new();
    for part in path.split('/').skip(1) {
        let part = if part.starts_with('{') { some(client, &shape, &actual) } else { part.to_owned() };
        actual = format!("{actual}/{part}");
        shape = format!("{shape}/{}", path.split('/').nth(shape.split('/').count()).unwrap_or_default());
    }
    actual
}

/// The id of something at a path: made, or found there.
fn some(client: &Client, shape: &str, path: &str) -> String {
    match shape.rsplit('/').next() {
        Some("users") => return text(&client.get("/api/v1/users/me").json()["id"]),
        Some("roles") => return "SUPER_ADMIN".to_owned(),
        Some("first-party-app-settings") => return "admin-console".to_owned(),
        Some("groups") => {
            return text(&client.post("/api/v1/groups", &json!({"profile": {"name": "G"}})).json()["id"]);
        }
        Some("apps") => {
            let app = json!({
                "name": "bookmark", "label": "B", "signOnMode": "BOOKMARK",
                "settings": {"app": {"requestIntegration": false, "url": "https://example.com/"}},
            });
            return text(&client.post("/api/v1/apps", &app).expect(200).json()["id"]);
        }
        _ => {}
    }
    let known = described()
        .into_iter()
        .find(|known| known.is_collection && nameless(all_of(known.path)) == nameless(shape));
    let Some(known) = known else { return "some".to_owned() };
    let listed = client.get(path).json();
    if let Some(first) = listed.as_array().and_then(|list| list.first()) {
        return text(&first[known.id]);
    }
    if known.sample == json!({}) {
        return put_into_store(client, &known, path);
    }
    text(&client.post(path, &known.sample).json()[known.id])
}

/// What no client can make, such as a device.
fn put_into_store(client: &Client, known: &Described, path: &str) -> String {
    let id = "guo00000000000000000";
    let document = json!({ "kind": path, "id": id, "json": { known.id: id, "status": "ACTIVE" } });
    client.post("/_local/documents", &json!({ "documents": [document] })).expect(200);
    id.to_owned()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// Puts a value at a place of a body: `settings.region`.
fn put(body: &mut Value, place: &str, value: Value) {
    match place.split_once('.') {
        None => body[place] = value,
        Some((member, rest)) => put(&mut body[member], rest, value),
    }
}

fn at<'a>(body: &'a Value, place: &str) -> Option<&'a Value> {
    body.pointer(&format!("/{}", place.replace('.', "/")))
}

/// All that was sent is in the answer, but for secrets.
fn assert_shows(subject: &Subject, sent: &Value, shown: &Value) {
    for (member, value) in sent.as_object().into_iter().flatten() {
        let of_secret = |place: &&&str| place.split('.').next() == Some(member.as_str());
        if subject.described.secret.iter().any(|place| of_secret(&place)) {
            continue;
        }
        assert_eq!(&shown[member.as_str()], value, "{}: {member}", subject.described.path);
    }
    for place in &subject.described.secret {
        assert_eq!(at(shown, place), None, "{}: {place} is a secret", subject.described.path);
    }
}

#[test]
fn what_is_made_is_read_listed_and_gone_when_deleted() {
    for subject in Subject::made() {
        let path = subject.described.path;
        let made = subject.create();
        assert_shows(&subject, &subject.described.sample, &made);
        let item = subject.item(&made);
        if subject.can(Method::Get) {
            let read = subject.client.get(&item).expect(200).json();
            let mut kept = made.clone();
            for member in subject.described.once {
                kept.as_object_mut().and_then(|members| members.remove(*member)).expect("it is shown once");
            }
            assert_eq!(read, kept, "{path}");
        }
        let listed = subject.client.get(&subject.path);
        if listed.status == 200 {
            assert!(listed.text().contains(&text(&made[subject.described.id])), "{path}: {}", listed.text());
        }
        if !subject.can(Method::Delete) {
            continue;
        }
        let deleted = subject.client.send("DELETE", &item, &Value::Null);
        if deleted.status == 403 || deleted.status == 400 {
            subject.client.post(&format!("{item}/lifecycle/deactivate"), &Value::Null);
            subject.client.send("DELETE", &item, &Value::Null).expect(204);
        } else {
            deleted.expect(204);
        }
        if subject.can(Method::Get) {
            assert_missing(&subject, &item);
        }
    }
}

fn assert_missing(subject: &Subject, item: &str) {
    let answer = subject.client.get(item).expect(404).json();
    assert_eq!(answer["errorCode"], "E0000007", "{item}");
    let id = item.rsplit('/').next().unwrap_or_default();
    let summary = format!("Not found: Resource not found: {id} ({})", subject.described.kind);
    assert_eq!(answer["errorSummary"], summary, "{item}");
}

#[test]
fn an_unknown_id_is_a_404_with_the_name_of_the_type() {
    for subject in Subject::collections().filter(|subject| subject.can(Method::Get)) {
        assert_missing(&subject, &format!("{}/unknown", subject.path));
    }
}

#[test]
fn what_is_required_may_not_be_left_out() {
    for subject in Subject::made() {
        for place in subject.described.required.clone() {
            for nothing in [Value::Null, json!("  ")] {
                let mut body = subject.described.sample.clone();
                put(&mut body, place, nothing.clone());
                let answer = subject.client.post(&subject.path, &body);
                // A blank text is no object and no list: such a body is not even well-formed.
                let code = text(&answer.json()["errorCode"]);
                let expected = if nothing.is_null() { &["E0000001"][..] } else { &["E0000001", "E0000003"] };
                assert!(
                    expected.contains(&code.as_str()),
                    "{} without {place}: {}",
                    subject.path,
                    answer.text()
                );
                assert_eq!(answer.status, 400, "{} without {place}", subject.path);
            }
        }
    }
}

#[test]
fn what_is_unique_is_refused_a_second_time_and_may_stay_in_a_replacement() {
    for subject in Subject::made() {
        for place in subject.described.unique.clone() {
            let made = subject.create();
            let again = subject.client.post(&subject.path, &subject.described.sample);
            assert!(matches!(again.status, 400 | 403 | 409), "{} {place}: {}", subject.path, again.text());
            let item = subject.item(&made);
            if subject.can(Method::Put) {
                subject.client.send("PUT", &item, &subject.described.sample).expect(200);
            }
            subject.client.post(&format!("{item}/lifecycle/deactivate"), &Value::Null);
            subject.client.send("DELETE", &item, &Value::Null);
        }
    }
}

#[test]
fn a_replacement_keeps_the_id_and_what_the_org_sets() {
    for subject in Subject::made().filter(|subject| subject.can(Method::Put)) {
        let made = subject.create();
        let item = subject.item(&made);
        let replaced = subject.client.send("PUT", &item, &subject.described.sample).expect(200).json();
        assert_shows(&subject, &subject.described.sample, &replaced);
        for member in [subject.described.id, "created", "status"] {
            assert_eq!(replaced[member], made[member], "{item} {member}");
        }
        let names = |document: &Value| {
            let names = document.as_object().into_iter().flatten().map(|(name, _)| name.clone());
            let mut names: Vec<String> = names.collect();
            names.sort_unstable();
            names
        };
        assert_eq!(names(&replaced), names(&made), "{item}");
    }
}

#[test]
fn what_has_a_life_is_deactivated_and_activated_again() {
    for subject in
        Subject::made().filter(|subject| subject.described.has(Method::Post, "/lifecycle/deactivate"))
    {
        let made = subject.create();
        let item = subject.item(&made);
        for (step, status) in [("deactivate", "INACTIVE"), ("activate", "ACTIVE")] {
            let answer = subject.client.post(&format!("{item}/lifecycle/{step}"), &Value::Null);
            assert!((200..300).contains(&answer.status), "{item} {step}: {}", answer.text());
            if !subject.can(Method::Get) {
                assert_eq!(answer.json()["status"], status, "{item} {step}");
                continue;
            }
            let read = subject.client.get(&item).expect(200).json();
            if made["status"].is_string() {
                assert_eq!(read["status"], status, "{item} {step}");
            } else {
                assert_eq!(read == made, status == "ACTIVE", "{item} {step}");
            }
            if !answer.body.is_empty() {
                assert_eq!(answer.json(), read, "{item} {step}");
            }
        }
    }
}

#[test]
fn a_setting_is_there_from_the_beginning_and_shows_what_was_set() {
    for subject in Subject::all().filter(|subject| !subject.described.is_collection) {
        let path = subject.path.clone();
        if subject.can(Method::Get) {
            let is_there = subject.described.kind.is_empty();
            subject.client.get(&path).expect(if is_there { 200 } else { 404 });
        }
        let method = if subject.can(Method::Put) { "PUT" } else { "POST" };
        if !subject.can(Method::Put) && !subject.can(Method::Post) {
            continue;
        }
        let set = subject.client.send(method, &path, &subject.described.sample);
        assert!((200..300).contains(&set.status), "{path}: {}", set.text());
        if !set.body.is_empty() {
            assert_shows(&subject, &subject.described.sample, &set.json());
        }
        if subject.can(Method::Get) {
            let read = subject.client.get(&path).expect(200).json();
            assert_shows(&subject, &subject.described.sample, &read);
        }
        if subject.can(Method::Delete) {
            subject.client.send("DELETE", &path, &Value::Null).expect(204);
        }
    }
}

#[test]
fn every_described_operation_is_one_of_the_catalogue_and_answered() {
    for subject in Subject::all() {
        assert!(!subject.described.operations.is_empty(), "{} describes nothing", subject.described.path);
        for id in &subject.described.operations {
            assert!(oktars_catalog::operation(id).is_some(), "{id}");
        }
    }
}

// ---- what real orgs were seen to answer ----

fn first(client: &Client, path: &str) -> String {
    let listed = client.get(path).expect(200).json();
    format!("{path}/{}", text(&listed[0]["id"]))
}

#[test]
fn what_okta_made_itself_is_kept() {
    let client = Client::new();
    let brand = first(&client, "/api/v1/brands");
    let realm = first(&client, "/api/v1/realms");
    let zone = first(&client, "/api/v1/zones");
    let template = format!("{brand}/templates/email/UserActivation");
    let customization = json!({ "language": "fr", "subject": "S", "body": "B", "isDefault": true });
    let default = client.post(&format!("{template}/customizations"), &customization).expect(201).json();
    let default = format!("{template}/customizations/{}", text(&default["id"]));
    let cases = [
        ("DELETE", brand, 409, "E0000200"),
        ("DELETE", realm, 400, "E0000178"),
        ("DELETE", zone.clone(), 403, "E0000006"),
        ("POST", format!("{zone}/lifecycle/deactivate"), 403, "E0000006"),
        ("DELETE", default, 409, "E0000184"),
    ];
    for (method, path, status, code) in cases {
        let answer = client.send(method, &path, &Value::Null).expect(status).json();
        assert_eq!(answer["errorCode"], code, "{method} {path}");
    }
}

#[test]
fn what_may_be_there_once_is_refused_with_its_own_code() {
    let client = Client::new();
    let brand = first(&client, "/api/v1/brands");
    let customizations = format!("{brand}/templates/email/ForgotPassword/customizations");
    let fr = json!({ "language": "fr", "subject": "S", "body": "B" });
    let mail = json!({ "brandId": "bnd1", "domain": "a.test", "displayName": "A", "userName": "a" });
    let captcha = json!({ "name": "A", "siteKey": "k", "secretKey": "s", "type": "HCAPTCHA" });
    let cases = [
        ("/api/v1/brands", json!({ "name": "Acme" }), 409, "E0000202"),
        (customizations.as_str(), fr, 409, "E0000183"),
        ("/api/v1/email-domains", mail, 409, "E0000197"),
        ("/api/v1/captchas", captcha, 403, "E0000166"),
        (
            "/api/v1/trustedOrigins",
            json!({ "name": "A", "origin": "https://a.test", "scopes": [{ "type": "CORS" }] }),
            400,
            "E0000001",
        ),
    ];
    for (path, body, status, code) in cases {
        let made = client.post(path, &body);
        assert!(matches!(made.status, 200 | 201), "{path}: {}", made.text());
        let answer = client.post(path, &body).expect(status).json();
        assert_eq!(answer["errorCode"], code, "{path}");
    }
}

#[test]
fn answers_have_the_statuses_and_forms_of_real_orgs() {
    let client = Client::new();
    // A schema that is not there is deleted with 204, and read with 404.
    client.send("DELETE", "/api/v1/meta/uischemas/non-existent-id", &Value::Null).expect(204);
    client.get("/api/v1/meta/uischemas/non-existent-id").expect(404);

    // The first risk of a user is created.
    let risk = "/api/v1/users/me/risk";
    let set = client.send("PUT", risk, &json!({ "riskLevel": "LOW" })).expect(201).json();
    assert_eq!(
        (set["riskLevel"].as_str(), set["reason"].as_str()),
        (Some("LOW"), Some("Admin override risk"))
    );
    client.send("PUT", risk, &json!({ "riskLevel": "HIGH" })).expect(200);

    // Log streams move without a word.
    let stream = described().into_iter().find(|one| one.kind == "LogStream").expect("log streams");
    let made = client.post("/api/v1/logStreams", &stream.sample).expect(200).json();
    assert_eq!(made["_links"]["deactivate"]["method"], "POST");
    let path = format!("/api/v1/logStreams/{}", text(&made["id"]));
    let moved = client.post(&format!("{path}/lifecycle/deactivate"), &Value::Null).expect(200);
    assert_eq!(moved.text(), "");

    // Some listings are objects.
    for (path, member) in [("/api/v1/domains", "domains"), ("/api/v1/email-servers", "email-servers")] {
        assert_eq!(client.get(path).expect(200).json(), json!({ member: [] }), "{path}");
    }

    // A listing that needs a filter says so, with Okta's own misspelling.
    let refused = client.get("/api/v1/principal-rate-limits").expect(400);
    assert!(refused.text().contains("attrbute"), "{}", refused.text());
}

#[test]
fn listings_page_and_filter() {
    let client = Client::new();
    for number in 0..5 {
        let origin = json!({
            "name": format!("Origin {number}"), "origin": format!("https://{number}.test"), "scopes": [{ "type": "CORS" }],
        });
        client.post("/api/v1/trustedOrigins", &origin).expect(200);
    }
    let mut names = Vec::new();
    let mut next = Some("/api/v1/trustedOrigins?limit=2".to_owned());
    while let Some(page) = next {
        let answer = client.get(page.trim_start_matches("http://localhost")).expect(200);
        names.extend(answer.json().as_array().into_iter().flatten().map(|origin| text(&origin["name"])));
        next = answer.link("next");
    }
    assert_eq!(names, ["Origin 0", "Origin 1", "Origin 2", "Origin 3", "Origin 4"]);
    let cases = [
        ("filter=name+eq+%22Origin+3%22", 1),
        ("filter=status+eq+%22INACTIVE%22", 0),
        ("q=Origin", 5),
        ("q=https://2", 1),
    ];
    for (query, found) in cases {
        let listed = client.get(&format!("/api/v1/trustedOrigins?{query}")).expect(200).json();
        assert_eq!(listed.as_array().map(Vec::len), Some(found), "{query}");
    }
    client.get("/api/v1/trustedOrigins?filter=nonsense").expect(400);
    client.get("/api/v1/trustedOrigins?limit=201").expect(400);
}

#[test]
fn what_was_there_from_the_beginning_stays_and_every_brand_has_a_theme() {
    let client = Client::new();
    let brands = client.get("/api/v1/brands").expect(200).json();
    assert_eq!(brands[0]["name"], "Okta Default");
    assert_eq!(client.get("/api/v1/brands").json(), brands, "it is not made anew by every look");
    let made = client.post("/api/v1/brands", &json!({ "name": "Acme" })).expect(201).json();
    let themes = client.get(&format!("/api/v1/brands/{}/themes", text(&made["id"]))).expect(200).json();
    assert_eq!(themes.as_array().map(Vec::len), Some(1));
}

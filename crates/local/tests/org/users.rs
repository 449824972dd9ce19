//! Users as a client meets them: creating in every variant, finding, listing, changing.

use crate::client::Client;
use crate::links;
use serde_json::{Value, json};

const USERS: &str = "/api/v1/users";

fn person(login: &str) -> Value {
    json!({ "login": login, "email": login, "firstName": "Ann", "lastName": "Lee" })
}

/// What to send, and the HTTP status with the user's status or the error code that comes back.
#[test]
fn creating_in_every_variant() {
    let password = json!({ "value": "superPass1" });
    let question = json!({ "question": "Book?", "answer": "Deep Six" });
    let hash = json!({ "hash": { "algorithm": "SHA-256", "value": "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=" } });
    let federated = json!({ "type": "FEDERATION", "name": "FEDERATION" });
    let cases = [
        ("", json!({}), 200, "PROVISIONED"),
        ("?activate=false", json!({}), 200, "STAGED"),
        ("?activate=False", json!({}), 200, "STAGED"),
        ("?activate=false", json!({ "recovery_question": question }), 200, "STAGED"),
        ("", json!({ "recovery_question": question }), 200, "PROVISIONED"),
        ("?activate=false", json!({ "password": password }), 200, "STAGED"),
        ("?activate=true", json!({ "password": password, "recovery_question": question }), 200, "ACTIVE"),
        ("", json!({ "password": {} }), 200, "PROVISIONED"),
        ("?provider=true", json!({ "provider": federated }), 200, "ACTIVE"),
        ("?provider=true&activate=false", json!({ "provider": federated }), 200, "STAGED"),
        ("", json!({ "provider": federated }), 400, "E0000001"),
        ("?provider=true", json!({ "provider": federated, "password": password }), 400, "E0000001"),
        ("", json!({ "password": hash }), 200, "ACTIVE"),
        ("?activate=false", json!({ "password": hash }), 200, "STAGED"),
        ("", json!({ "password": { "hash": { "algorithm": "ROT13", "value": "x" } } }), 400, "E0000001"),
        ("", json!({ "password": { "hook": { "type": "default" } } }), 200, "ACTIVE"),
        ("?nextLogin=changePassword", json!({ "password": password }), 200, "PASSWORD_EXPIRED"),
        ("?nextLogin=changePassword", json!({}), 400, "E0000124"),
        ("?nextLogin=changePassword&activate=false", json!({ "password": password }), 400, "E0000125"),
        ("", json!({ "password": { "value": "weak" } }), 400, "E0000001"),
    ];
    for (query, credentials, http, outcome) in cases {
        let client = Client::new();
        let body = json!({ "profile": person("ann@example.com"), "credentials": credentials });
        let answer = client.post(&format!("/api/v1/users{query}"), &body);
        let found = answer.json();
        let found = found["status"].as_str().or(found["errorCode"].as_str());
        assert_eq!((answer.status, found), (http, Some(outcome)), "{query} {credentials}: {}", answer.text());
        assert!(!answer.text().contains("superPass1"), "no answer shows a password");
    }
}

#[test]
fn what_a_new_user_must_not_be() {
    let client = Client::new();
    client.post("/api/v1/users", &json!({ "profile": person("ann@example.com") })).expect(200);
    let cases = [
        (
            json!({ "profile": person("ANN@example.com") }),
            "E0000001",
            "Api validation failed: login",
            "login: An object with this field already exists in the current organization",
        ),
        (
            json!({ "profile": person("änn@example.com") }),
            "E0000001",
            "Api validation failed: login",
            "login: An object with this field already exists in the current organization",
        ),
        (
            json!({ "profile": person("nobody") }),
            "E0000001",
            "Api validation failed: login",
            "login: Username must be in the form of an email address",
        ),
        (
            json!({ "profile": { "login": "x@example.com", "email": "x@example.com", "lastName": "L" } }),
            "E0000001",
            "Api validation failed: firstName",
            "firstName: The field cannot be left blank",
        ),
        (json!({ "boop": 1 }), "E0000003", "The request body was not well-formed.", ""),
        (json!([]), "E0000003", "The request body was not well-formed.", ""),
    ];
    for (body, code, summary, cause) in cases {
        let answer = client.post("/api/v1/users", &body).expect(400).json();
        assert_eq!(answer["errorCode"], code, "{body}");
        assert_eq!(answer["errorSummary"], summary, "{body}");
        assert_eq!(answer["errorCauses"][0]["errorSummary"].as_str().unwrap_or_default(), cause, "{body}");
    }
}

#[test]
fn a_user_is_found_by_id_login_short_login_and_me() {
    let client = Client::new();
    let id = create(&client, "Ann.Lee@example.com");
    for name in [id.as_str(), "Ann.Lee@example.com", "ann.lee%40EXAMPLE.com", "ann.lee"] {
        assert_eq!(
            client.get(&format!("/api/v1/users/{name}")).expect(200).json()["id"],
            id.as_str(),
            "{name}"
        );
    }
    create(&client, "ann.lee@example.org");
    let ambiguous = client.get("/api/v1/users/ann.lee").expect(404).json();
    assert_eq!(ambiguous["errorSummary"], "Not found: Resource not found: ann.lee (User)");
    let me = client.get("/api/v1/users/me").expect(200).json();
    assert_eq!(me["status"], "ACTIVE");
}

fn create(client: &Client, login: &str) -> String {
    let user = client.post("/api/v1/users", &json!({ "profile": person(login) })).expect(200).json();
    user["id"].as_str().expect("an id").to_owned()
}

/// Follows every page and gives the ids in the order in which they came.
fn all_ids(client: &Client, first: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let mut next = Some(first.to_owned());
    while let Some(url) = next {
        let path = url.trim_start_matches("http://localhost").to_owned();
        let page = client.get(&path).expect(200);
        assert!(page.link("self").is_some(), "every page says where it is");
        ids.extend(
            page.json()
                .as_array()
                .expect("a list")
                .iter()
                .map(|user| user["id"].as_str().expect("an id").to_owned()),
        );
        next = page.link("next");
        assert!(ids.len() < 1_000, "a listing ends");
    }
    ids
}

/// Whatever the filter, the order and the size of the pages: nobody is missing, nobody comes twice.
#[test]
fn every_listing_is_complete_and_without_doubles() {
    let client = Client::new();
    for number in 0..37 {
        let mut profile = person(&format!("user{number:02}@example.com"));
        profile["department"] = json!(if number % 3 == 0 { "R&D" } else { "Sales" });
        profile["lastName"] = json!(format!("Name {}", number % 5));
        client.post("/api/v1/users", &json!({ "profile": profile })).expect(200);
    }
    let department = "search=profile.department+eq+%22r%26d%22";
    let prefix = "search=profile.login+sw+%22user%22";
    let not_staged = "search=(status+lt+%22STAGED%22+or+status+gt+%22STAGED%22)";
    let cases = [
        ("", 38),
        ("filter=status+eq+%22PROVISIONED%22", 37),
        (department, 13),
        (prefix, 37),
        (not_staged, 38),
        ("search=profile.login+sw+%22user%22&sortBy=profile.lastName", 37),
        ("search=profile.login+sw+%22user%22&sortBy=profile.lastName&sortOrder=desc", 37),
        ("search=profile.login+sw+%22user%22&sortBy=profile.department", 37),
        ("search=status+pr&sortBy=profile.login&sortOrder=desc", 38),
        ("search=status+pr&sortBy=activated", 38),
        ("search=profile.nickName+pr", 0),
        ("filter=id+eq+%22nobody%22", 0),
    ];
    for (query, expected) in cases {
        let whole = all_ids(&client, &format!("/api/v1/users?{query}"));
        assert_eq!(whole.len(), expected, "{query}");
        for limit in [1, 2, 7, 36, 37, 38, 200, 500] {
            let paged = all_ids(&client, &format!("/api/v1/users?limit={limit}&{query}"));
            assert_eq!(paged, whole, "{query} by {limit}");
        }
    }
    let sorted = client.get("/api/v1/users?search=status+pr&sortBy=profile.login&limit=2").json();
    assert_eq!(sorted[0]["profile"]["login"], "admin@localhost.example");
    assert_eq!(sorted[1]["profile"]["login"], "user00@example.com");
}

#[test]
fn a_deactivated_user_is_only_seen_by_who_asks_for_it() {
    let client = Client::new();
    let id = create(&client, "ann@example.com");
    client.post(&format!("/api/v1/users/{id}/lifecycle/deactivate"), &Value::Null).expect(200);
    let cases = [
        ("", false),
        ("q=ann", false),
        ("search=profile.login+eq+%22ann@example.com%22", true),
        ("filter=profile.login+eq+%22ann@example.com%22", true),
        ("filter=status+eq+%22DEPROVISIONED%22", true),
    ];
    for (query, seen) in cases {
        assert_eq!(all_ids(&client, &format!("/api/v1/users?{query}")).contains(&id), seen, "{query}");
    }
}

#[test]
fn what_cannot_be_asked() {
    let client = Client::new();
    let cases = [
        ("search=status+eq+%22ACTIVE%22&filter=status+eq+%22ACTIVE%22", "E0000033"),
        ("search=status+pr&q=a", "E0000033"),
        ("search=status+ne+%22ACTIVE%22", "E0000031"),
        ("search=not+(status+eq+%22ACTIVE%22)", "E0000031"),
        ("search=shoeSize+eq+%2242%22", "E0000031"),
        ("search=profile.shoeSize+eq+%2242%22", "E0000031"),
        ("search=status+pr&sortBy=profile.shoeSize", "E0000031"),
        ("search=profile.department+co+%22x%22", "E0000031"),
        ("search=status+eq", "E0000031"),
        ("search=created+gt+%22yesterday%22", "E0000031"),
        ("search=status+pr&sortBy=shoeSize", "E0000031"),
        ("filter=status+sw+%22A%22", "E0000031"),
        ("filter=profile.department+eq+%22x%22", "E0000053"),
        ("filter=status+eqq+%22A%22", "E0000053"),
        ("limit=0", "E0000001"),
        ("limit=x", "E0000001"),
        ("after=nonsense", "E0000029"),
    ];
    for (query, code) in cases {
        let answer = client.get(&format!("/api/v1/users?{query}"));
        assert_eq!((answer.status, answer.json()["errorCode"].as_str()), (400, Some(code)), "{query}");
    }
}

#[test]
fn a_cursor_belongs_to_its_query() {
    let client = Client::new();
    create(&client, "ann@example.com");
    let next = client.get("/api/v1/users?limit=1").link("next").expect("a next page");
    let after = next.split("after=").nth(1).and_then(|rest| rest.split('&').next()).expect("a cursor");
    client.get(&format!("/api/v1/users?limit=2&after={after}")).expect(200);
    client.get(&format!("/api/v1/users?limit=1&filter=status+eq+%22ACTIVE%22&after={after}")).expect(400);
}

#[test]
fn q_finds_prefixes_and_never_pages() {
    let client = Client::new();
    for number in 0..15 {
        create(&client, &format!("tmcgee+{number:02}@example.com"));
    }
    let page = client.get("/api/v1/users?q=TMCGEE%2B").expect(200);
    assert_eq!(page.json().as_array().map(Vec::len), Some(10));
    assert_eq!(page.link("next"), None);
    assert_eq!(client.get("/api/v1/users?q=tmcgee%2B&limit=200").json().as_array().map(Vec::len), Some(15));
    assert_eq!(client.get("/api/v1/users?q=tmcgee%2B03").json().as_array().map(Vec::len), Some(1));
}

#[test]
fn merging_keeps_what_is_absent_and_replacing_does_not() {
    let client = Client::new();
    let id = create(&client, "ann@example.com");
    let path = format!("/api/v1/users/{id}");
    let profile = |method: &str, sent: Value| {
        client.send(method, &path, &json!({ "profile": sent })).expect(200).json()["profile"].clone()
    };
    let merged = profile("POST", json!({ "nickName": "Annie", "title": "Dr" }));
    assert_eq!((&merged["nickName"], &merged["firstName"]), (&json!("Annie"), &json!("Ann")));
    let cleared = profile("POST", json!({ "nickName": null }));
    assert_eq!((cleared.get("nickName"), &cleared["title"]), (None, &json!("Dr")));
    let replaced = profile("PUT", person("ann@example.com"));
    assert_eq!(replaced.get("title"), None);
    let kept =
        client.send("PUT", &path, &json!({ "credentials": { "password": { "value": "superPass1" } } }));
    assert_eq!(kept.expect(200).json()["profile"], replaced, "without a profile the profile stays");
}

#[test]
fn an_etag_guards_a_change() {
    let client = Client::new();
    let id = create(&client, "ann@example.com");
    let path = format!("/api/v1/users/{id}");
    let etag = client.get(&path).headers["etag"].to_str().expect("text").to_owned();
    let change = json!({ "profile": { "nickName": "Annie" } });
    let with = |value: &str| client.send_with("POST", &path, &change, &[("if-match", value)]);
    assert_eq!(with("nonsense").expect(400).json()["errorCode"], "E0000242");
    with(&etag).expect(200);
    assert_eq!(with(&etag).expect(412).json()["errorCode"], "E0000231");
}

#[test]
fn an_answer_can_be_trimmed() {
    let client = Client::new();
    let id = create(&client, "ann@example.com");
    let header = (
        "content-type",
        r#"application/json; okta-response="omitCredentials,omitCredentialsLinks,omitNothing""#,
    );
    let trimmed = client.send_with("GET", &format!("/api/v1/users/{id}"), &Value::Null, &[header]).json();
    assert_eq!(trimmed.get("credentials"), None);
    assert_eq!(trimmed["_links"].get("resetPassword"), None);
    let fields = client.get("/api/v1/users?fields=status,profile:(firstName)&limit=1").json();
    assert_eq!(
        fields[0].as_object().expect("an object").keys().collect::<Vec<_>>(),
        ["id", "status", "profile"]
    );
    assert_eq!(fields[0]["profile"], json!({ "firstName": "Add-Min" }));
}

#[test]
fn who_has_no_token_gets_nothing() {
    let client = Client::new();
    let ask = |authorization: Option<&str>| {
        let mut request = http::Request::get("http://localhost/api/v1/users");
        if let Some(value) = authorization {
            request = request.header("authorization", value);
        }
        links::handle(&client.org, request.body(bytes::Bytes::new()).expect("a request")).status().as_u16()
    };
    assert_eq!(ask(None), 401);
    assert_eq!(ask(Some("SSWS wrong")), 401);
    assert_eq!(ask(Some("Basic abc")), 401);
    assert_eq!(ask(Some(&format!("ssws {}", client.org.token()))), 200);
}

#[test]
fn unknown_paths_methods_and_operations_that_are_not_served() {
    let client = Client::new();
    let cases = [
        ("GET", "/api/v1/nothing", 404, "E0000008"),
        ("PATCH", "/api/v1/users", 405, "E0000022"),
        ("GET", "/api/v1/sessions/", 405, "E0000022"),
        ("GET", "/api/v1/directories/0oa1/groups/00g1/query/q1", 501, "E0000060"),
    ];
    for (method, path, status, code) in cases {
        let answer = client.send(method, path, &Value::Null);
        assert_eq!(
            (answer.status, answer.json()["errorCode"].as_str()),
            (status, Some(code)),
            "{method} {path}"
        );
    }
    let refused = client.get("/api/v1/directories/0oa1/groups/00g1/query/q1").text();
    assert!(refused.contains("getGroupAttributeQueryResult"), "what is not served is named");
}

/// Okta's newer clients send them. "Path not found" would send their users to look for a typing error.
#[test]
fn operations_of_newer_descriptions_are_named() {
    let client = Client::new();
    assert!(oktars_catalog::newer().len() >= 73);
    for operation in oktars_catalog::newer() {
        let path = operation.path.replace(['{', '}'], "");
        let answer = client.send(operation.method.as_str(), &path, &Value::Null);
        assert!(answer.status == 501 && answer.text().contains(operation.id), "{path}: {}", answer.text());
        let beside = client.get(&format!("{path}/nothing/of/it"));
        assert_eq!((beside.status, beside.json()["errorCode"].as_str()), (404, Some("E0000008")), "{path}");
    }
}

#[test]
fn nobody_has_consented_to_anything_yet() {
    let client = Client::new();
    let base = "/api/v1/users/me";
    let grants = client.get(&format!("{base}/grants")).expect(200);
    assert_eq!((grants.json(), grants.link("self").is_some()), (serde_json::json!([]), true));
    assert_eq!(client.get(&format!("{base}/clients")).expect(200).json(), serde_json::json!([]));
    let nothing = Value::Null;
    client.send("DELETE", &format!("{base}/grants"), &nothing).expect(204);
    for (path, kind) in
        [("grants/oag1", "OAuth2ScopeConsentGrant"), ("clients/0oa1/tokens", "PublicClientApp")]
    {
        let missing = client.get(&format!("{base}/{path}")).expect(404);
        assert!(missing.text().contains(kind), "{}", missing.text());
    }
}

#[test]
fn a_user_is_put_into_a_realm_that_is_there() {
    let client = Client::new();
    let realm = |name: &str| {
        let made =
            client.post("/api/v1/realms", &json!({ "profile": { "name": name, "realmType": "PARTNER" } }));
        made.expect(200).json()["id"].clone()
    };
    let (cars, ships) = (realm("Cars"), realm("Ships"));
    let profile = json!({ "login": "ann@example.com", "email": "ann@example.com", "firstName": "Ann", "lastName": "Lee" });
    let user = |realm: &Value| client.post(USERS, &json!({ "profile": profile, "realmId": realm }));
    let problem = user(&json!("guonope")).expect(404).json();
    assert_eq!(problem["errorSummary"], "Not found: Resource not found: guonope (Realm)");
    let ann = user(&cars).expect(200).json();
    assert_eq!(ann["realmId"], cars);
    let path = format!("{USERS}/{}", ann["id"].as_str().expect("an id"));
    let moved = client.post(&path, &json!({ "realmId": ships })).expect(200).json();
    assert_eq!((&moved["realmId"], &moved["profile"]), (&ships, &ann["profile"]));
    let same = client.post(&path, &json!({ "realmId": "guonope" })).expect(200).json();
    assert_eq!(same["realmId"], ships, "a realm that is not here is passed over");
    let search = format!("{USERS}?search=realmId+eq+%22{}%22", ships.as_str().expect("an id"));
    assert_eq!(client.get(&search).expect(200).json().as_array().map(Vec::len), Some(1));
}

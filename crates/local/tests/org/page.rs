//! The page of the org: what it may do in a browser, and what it asks.

use bytes::Bytes;
use oktars_local::Org;
use serde_json::{Value, json};

use crate::client::Client;

/// Without a token, as a browser asks.
fn ask(org: &Org, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> http::Response<Bytes> {
    let body = if body.is_null() { Bytes::new() } else { body.to_string().into() };
    let mut request = http::Request::builder().method(method).uri(format!("http://localhost{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    org.handle(request.body(body).expect("a request"))
}

fn json_of(response: &http::Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).expect("JSON")
}

#[test]
fn the_page_runs_its_own_script_and_nothing_else() {
    let org = Org::in_memory();
    let files = [
        ("/_local/ui", "text/html"),
        ("/_local/ui/style.css", "text/css"),
        ("/_local/ui/script.js", "text/javascript"),
    ];
    for (path, kind) in files {
        let response = ask(&org, "GET", path, &[], &Value::Null);
        assert_eq!(response.status(), 200, "{path}");
        let header = |name: &str| response.headers()[name].to_str().expect("a text");
        assert!(header("content-type").starts_with(kind), "{path}");
        let policy = header("content-security-policy");
        for part in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]
        {
            assert!(policy.contains(part), "{part} is missing in {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        let text = String::from_utf8_lossy(response.body()).into_owned();
        // Texts of the org become text: nothing in the script can make them HTML, or run them.
        for word in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "onclick=",
            "style=",
            "<style",
        ] {
            assert!(!text.contains(word), "{path} has {word}");
        }
        assert_eq!(ask(&org, "POST", path, &[], &Value::Null).status(), 405, "{path}");
    }
    assert_eq!(ask(&org, "GET", "/_local/ui/other.js", &[], &Value::Null).status(), 404);
}

#[test]
fn pages_of_others_reach_neither_the_page_nor_what_it_asks() {
    let org = Org::in_memory();
    for path in
        ["/_local/ui", "/_local/ui/api/v1/users", "/_local/ui/requests", "/_local/ui/saml", "/_local/ui/scim"]
    {
        assert_eq!(ask(&org, "GET", path, &[], &Value::Null).status(), 200, "{path}");
        for origin in ["http://evil.example", "http://localhost:3000", "null"] {
            let response = ask(&org, "GET", path, &[("origin", origin)], &Value::Null);
            assert_eq!(response.status(), 403, "{path} for {origin}");
        }
    }
    let body = json!({ "profile": { "name": "Evil" } });
    let posted = ask(&org, "POST", "/_local/ui/api/v1/groups", &[("origin", "http://evil.example")], &body);
    assert_eq!(posted.status(), 403);
}

#[test]
fn to_look_is_no_request_and_what_the_page_does_is_one() {
    let client = Client::new();
    for number in 0..60 {
        client.post("/api/v1/groups", &json!({ "profile": { "name": format!("G{number}") } })).expect(200);
    }
    client.send("DELETE", "/_local/requests", &Value::Null).expect(200);
    let listed = ask(&client.org, "GET", "/_local/ui/api/v1/groups?limit=25", &[], &Value::Null);
    assert_eq!(json_of(&listed).as_array().map(Vec::len), Some(25));
    let links: Vec<&str> =
        listed.headers().get_all("link").iter().filter_map(|link| link.to_str().ok()).collect();
    assert!(links.iter().any(|link| link.contains("rel=\"next\"")), "{links:?}");
    assert_eq!(client.get("/_local/requests").json(), json!([]));

    let profile = json!({ "firstName": "<b>A", "lastName": "B", "email": "a@b.test", "login": "a@b.test" });
    let made = ask(
        &client.org,
        "POST",
        "/_local/ui/api/v1/users?activate=true",
        &[],
        &json!({ "profile": profile }),
    );
    assert_eq!(made.status(), 200);
    let seen = json_of(&ask(&client.org, "GET", "/_local/ui/requests?after=0", &[], &Value::Null));
    assert_eq!(seen.as_array().map(Vec::len), Some(1), "{seen}");
    let none = json_of(&ask(&client.org, "GET", "/_local/ui/requests?after=1", &[], &Value::Null));
    assert_eq!(none, json!([]));
}

#[test]
fn the_page_is_told_no_secret() {
    let client = Client::new();
    let app = json!({
        "name": "oidc_client", "label": "Web", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": "client_secret_basic" } },
        "settings": { "oauthClient": {
            "application_type": "web", "grant_types": ["authorization_code"], "response_types": ["code"],
            "redirect_uris": ["http://localhost:3000/cb"] } },
    });
    let made = client.post("/api/v1/apps", &app).expect(200).json();
    let secret = made["credentials"]["oauthClient"]["client_secret"].as_str().expect("a secret").to_owned();
    let id = made["id"].as_str().expect("an id");
    for path in [format!("apps/{id}/credentials/secrets"), format!("apps/{id}"), "apps".to_owned()] {
        let shown = ask(&client.org, "GET", &format!("/_local/ui/api/v1/{path}"), &[], &Value::Null);
        assert_eq!(shown.status(), 200, "{path}");
        assert!(!String::from_utf8_lossy(shown.body()).contains(&secret), "{path}");
    }
}

//! What holds for every endpoint: media types, paths, methods, limits and links.

use crate::client::Client;
use crate::links;
use serde_json::{Value, json};

#[test]
fn json_is_asked_for_and_brought() {
    let client = Client::new();
    let get = |accept: &str| client.send_with("GET", "/api/v1/users/me", &Value::Null, &[("accept", accept)]);
    for accept in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "*/*",
        "application/*",
        "text/html, */*;q=0.8",
        "application/xml, application/json;q=0.5",
        "",
    ] {
        get(accept).expect(200);
    }
    for accept in ["text/html", "application/xml", "application/hal+json", "image/png, text/*"] {
        let answer = get(accept).expect(400).json();
        assert_eq!(answer["errorCode"], "E0000019", "{accept}");
    }
    let post = |kind: &str| {
        let group = json!({ "profile": { "name": kind } });
        client.send_with("POST", "/api/v1/groups", &group, &[("content-type", kind)])
    };
    for kind in ["application/json", "application/json; charset=UTF-8", "APPLICATION/JSON;x=y"] {
        post(kind).expect(200);
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/xml"] {
        assert_eq!(post(kind).expect(404).json()["errorCode"], "E0000012", "{kind}");
    }
    let nothing = [("content-type", "text/plain")];
    client.send_with("POST", "/api/v1/users/me/lifecycle/suspend", &Value::Null, &nothing).expect(200);
}

#[test]
fn paths_and_methods() {
    let client = Client::new();
    let cases = [
        ("GET", "//api/v1//users?limit=1", 200, ""),
        ("GET", "/api/v1/sessions/", 405, "E0000022"),
        ("GET", "/api/v1/nothing", 404, "E0000008"),
        ("GET", "/nothing", 404, "E0000008"),
        ("PATCH", "/api/v1/users", 405, "E0000022"),
        ("DELETE", "/api/v1/users", 405, "E0000022"),
    ];
    for (method, path, status, code) in cases {
        let answer = client.send(method, path, &Value::Null).expect(status).json();
        if !code.is_empty() {
            assert_eq!(answer["errorCode"], code, "{method} {path}");
            assert_eq!((&answer["errorLink"], &answer["errorCauses"].is_array()), (&json!(code), &true));
            assert!(answer["errorId"].as_str().is_some_and(|id| id.starts_with("oae")), "{answer}");
        }
    }
}

/// Default and greatest limit of each list, and what a limit beyond them does.
#[test]
fn limits_of_lists() {
    let client = Client::new();
    let group = client.post("/api/v1/groups", &json!({ "profile": { "name": "g" } })).expect(200).json();
    let group = group["id"].as_str().unwrap();
    let app = client
        .post(
            "/api/v1/apps",
            &json!({
                "name": "bookmark", "label": "B", "signOnMode": "BOOKMARK",
                "settings": { "app": { "requestIntegration": false, "url": "https://a.example" } },
            }),
        )
        .expect(200)
        .json();
    let app = app["id"].as_str().unwrap();
    let service = json!({
        "name": "oidc_client", "label": "S", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": "client_secret_basic" } },
        "settings": { "oauthClient": { "application_type": "service", "grant_types": ["client_credentials"] } },
    });
    let service = client.post("/api/v1/apps", &service).expect(200).json();
    let client_id = service["credentials"]["oauthClient"]["client_id"].as_str().unwrap();
    // Path, smallest, default, greatest, whether more is taken for the greatest, and whether -1 is taken.
    let cases = [
        ("users".to_owned(), 1, 200, 200, true, false),
        ("groups".to_owned(), 1, 10_000, 10_000, true, false),
        (format!("groups/{group}/users"), 1, 1000, 1000, true, false),
        (format!("groups/{group}/apps"), 1, 20, 200, true, true),
        ("groups/rules".to_owned(), 1, 50, 200, false, false),
        ("apps".to_owned(), 1, 20, 200, true, true),
        (format!("apps/{app}/users"), 1, 50, 500, true, false),
        // Okta describes 20 as the least; oktajs asks for 1 and gets it.
        (format!("apps/{app}/groups"), 1, 20, 200, false, false),
        (format!("apps/{app}/tokens"), 1, 20, 200, false, false),
        (format!("apps/{app}/cwo/connections"), 1, 20, 200, false, true),
        (format!("authorizationServers/default/clients/{client_id}/tokens"), 1, 20, 200, false, true),
        ("logs".to_owned(), 0, 100, 1000, true, false),
    ];
    for (path, least, default, greatest, clamps, minus_one) in cases {
        let list = |query: &str| client.get(&format!("/api/v1/{path}{query}"));
        let own =
            |query: &str| list(query).expect(200).link("self").unwrap_or_else(|| panic!("{path}{query}"));
        let url = format!("http://localhost/api/v1/{path}?limit=");
        assert_eq!(own(""), format!("{url}{default}"));
        assert_eq!(own(&format!("?limit={least}")), format!("{url}{least}"));
        let more = format!("?limit={}", greatest + 1);
        match clamps {
            true => assert_eq!(own(&more), format!("{url}{greatest}")),
            false => assert_eq!(list(&more).expect(400).json()["errorCode"], "E0000001", "{path}"),
        }
        match minus_one {
            true => assert_eq!(own("?limit=-1"), format!("{url}{default}")),
            false => assert_eq!(list("?limit=-1").expect(400).json()["errorCode"], "E0000001", "{path}"),
        }
        assert_eq!(list("?limit=x").expect(400).json()["errorCode"], "E0000001", "{path}");
        let less = format!("?limit={}", least - 1);
        if !(minus_one && least == 0) {
            assert_eq!(list(&less).expect(400).json()["errorCode"], "E0000001", "{path}");
        }
    }
}

#[test]
fn cookies_of_a_session_that_is_over_are_taken_back() {
    let client = Client::new();
    let cookies = |headers: &[(&str, &str)]| {
        let answer = client.send_with("GET", "/api/v1/users/me", &Value::Null, headers);
        let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        cookies.map(str::to_owned).collect::<Vec<_>>()
    };
    let sent = cookies(&[]);
    for name in ["sid", "xids", "autolaunch_triggered"] {
        assert!(sent.contains(&format!("{name}=\"\";Version=1;Path=/;Max-Age=0")), "{name} in {sent:?}");
    }
    assert!(sent.iter().any(|cookie| cookie.starts_with("JSESSIONID=")), "{sent:?}");
    assert_eq!(cookies(&[("cookie", "sid=102abc")]), Vec::<String>::new(), "a session keeps its cookie");
}

#[test]
fn characters_of_four_bytes_are_refused_and_others_kept() {
    let client = Client::new();
    let cases = [
        (r#"{"profile":{"name":"日本 ☃ é"}}"#, 200),
        (r#"{"profile":{"name":"\u65e5 \\ud83d"}}"#, 200),
        (r#"{"profile":{"name":"smile 😀"}}"#, 400),
        (r#"{"profile":{"name":"smile \ud83d\uDE00"}}"#, 400),
    ];
    for (body, status) in cases {
        let request = http::Request::post("http://localhost/api/v1/groups")
            .header("authorization", format!("SSWS {}", client.org.token()))
            .header("content-type", "application/json")
            .body(bytes::Bytes::from_static(body.as_bytes()))
            .expect("a request");
        let answer = links::handle(&client.org, request);
        assert_eq!(answer.status(), status, "{body}");
        if status == 400 {
            let problem: Value = serde_json::from_slice(answer.body()).expect("a problem");
            assert_eq!(problem["errorCode"], "E0000003");
        }
    }
}

//! Pages of other origins: what Okta opens to them, and that all else stays shut whatever the org trusts.

use oktars_catalog::{Cors, all_operations};
use serde_json::{Value, json};

use super::scene::{Scene, send};
use crate::client::Answer;

const APP: &str = "http://localhost:3000";
const TRUSTED: &str = "https://portal.acme.example";
const EVIL: &str = "https://evil.example";

fn scene() -> Scene {
    let scene = Scene::new("browser");
    let body = json!({ "name": "Portal", "origin": TRUSTED, "scopes": [{ "type": "CORS" }] });
    scene.client.post("/api/v1/trustedOrigins", &body).expect(200);
    scene
}

fn ask(scene: &Scene, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    send(&scene.client.org, method, &format!("http://localhost{path}"), headers, "")
}

fn allowed(answer: &Answer) -> Option<&str> {
    answer.headers.get("access-control-allow-origin").map(|value| value.to_str().expect("an origin"))
}

/// No path of the management API, and nothing under `/_local/`, answers a foreign page: not one of an origin that the
/// org trusts, not one of another port of this machine, not one with a token, and not a preflight.
#[test]
fn no_path_of_the_management_api_answers_a_foreign_page() {
    let scene = scene();
    let token = format!("SSWS {}", scene.client.org.token());
    let mut shut = 0;
    for operation in all_operations() {
        let path = operation.path.replace(['{', '}'], "");
        if operation.cors(&path) != Cors::Own {
            continue;
        }
        shut += 1;
        for origin in [TRUSTED, EVIL, APP, "null"] {
            let headers = [("origin", origin), ("authorization", token.as_str())];
            let answer = ask(&scene, operation.method.as_str(), &path, &headers);
            assert_eq!(answer.status, 403, "{} {path} {origin}", operation.id);
            assert_eq!(allowed(&answer), None, "{path}");
        }
        let preflight = [("origin", TRUSTED), ("access-control-request-method", operation.method.as_str())];
        let answer = ask(&scene, "OPTIONS", &path, &preflight);
        assert_eq!((answer.status, allowed(&answer)), (403, None), "{path}");
    }
    assert!(shut > 700, "{shut}");
    for path in ["/_local/clock", "/_local/outbox", "/_local/sign-in", "/_local", "//_local/clock"] {
        assert_eq!(ask(&scene, "GET", path, &[("origin", TRUSTED)]).status, 403, "{path}");
    }
    let cross_site = [("sec-fetch-site", "cross-site"), ("authorization", token.as_str())];
    assert_eq!(ask(&scene, "GET", "/api/v1/users", &cross_site).status, 403);
    assert_eq!(
        ask(&scene, "GET", "/api/v1/users", &[("origin", "http://localhost"), ("authorization", &token)])
            .status,
        200
    );
}

/// Pages of origins that the org trusts, and of no others, reach the session and primary authentication.
#[test]
fn trusted_pages_reach_sessions_and_primary_authentication() {
    let scene = scene();
    let open = [
        ("GET", "/api/v1/sessions/me", 404, "GET, DELETE, OPTIONS"),
        ("DELETE", "/api/v1/sessions/me", 404, "GET, DELETE, OPTIONS"),
        ("POST", "/api/v1/sessions/me/lifecycle/refresh", 404, "POST, OPTIONS"),
        ("POST", "/api/v1/authn", 400, "POST, OPTIONS"),
        ("GET", "/api/v1/users/me", 401, ""),
    ];
    for (method, path, status, methods) in open {
        let answer = ask(&scene, method, path, &[("origin", TRUSTED), ("content-length", "0")]);
        assert_eq!((answer.status, allowed(&answer)), (status, Some(TRUSTED)), "{path}");
        assert_eq!(answer.headers["access-control-allow-credentials"], "true");
        assert!(answer.headers.get_all("vary").iter().any(|value| value == "Origin"));
        for origin in [EVIL, APP, "null", "https://portal.acme.example:444", "http://portal.acme.example"] {
            let answer = ask(&scene, method, path, &[("origin", origin)]);
            assert_eq!((answer.status, allowed(&answer)), (403, None), "{path} {origin}");
        }
        let asked = [
            ("origin", TRUSTED),
            ("access-control-request-method", method),
            ("access-control-request-headers", "x-okta-user-agent-extended,content-type"),
        ];
        let answer = ask(&scene, "OPTIONS", path, &asked).expect(200);
        assert_eq!(allowed(&answer), Some(TRUSTED));
        assert_eq!(answer.headers["access-control-max-age"], "3600");
        let headers = &answer.headers["access-control-allow-headers"];
        assert_eq!(headers, "x-okta-user-agent-extended,content-type,Content-Type");
        if !methods.is_empty() {
            assert_eq!(answer.headers["access-control-allow-methods"], methods, "{path}");
        }
    }
    assert_eq!(ask(&scene, "GET", "/api/v1/users/someone", &[("origin", TRUSTED)]).status, 403);
}

/// The endpoints of clients answer the origins to which the client has people redirected.
#[test]
fn pages_of_a_client_reach_the_endpoints_of_clients() {
    let scene = scene();
    for server in ["", "/default"] {
        let tokens = scene.tokens(server, &[]);
        let token = tokens["access_token"].as_str().expect("a token");
        let bearer = format!("Bearer {token}");
        for (origin, expected) in [(APP, Some(APP)), (TRUSTED, Some(TRUSTED)), (EVIL, None)] {
            let path = format!("/oauth2{server}/v1/userinfo");
            let answer = ask(&scene, "GET", &path, &[("origin", origin), ("authorization", &bearer)]);
            assert_eq!((answer.status, allowed(&answer)), (200, expected), "{path} {origin}");
            for end in ["introspect", "revoke"] {
                let url = format!("http://localhost/oauth2{server}/v1/{end}");
                let form = format!("client_id={}&token=x", scene.app);
                let answer = send(&scene.client.org, "POST", &url, &[("origin", origin)], &form);
                assert_eq!((answer.status, allowed(&answer)), (200, expected), "{end} {origin}");
            }
        }
        let url = format!("http://localhost/oauth2{server}/v1/token");
        let form = format!("grant_type=authorization_code&client_id={}&code=x&code_verifier=y", scene.app);
        let told = |origin: &str, form: &str| {
            let answer = send(&scene.client.org, "POST", &url, &[("origin", origin)], form);
            (answer.status, allowed(&answer).map(str::to_owned), answer.json()["error"].clone())
        };
        assert_eq!(told(APP, &form), (400, Some(APP.to_owned()), json!("invalid_grant")));
        assert_eq!(told(EVIL, &form), (400, None, json!("invalid_request")));
        let without = form.replace("&code_verifier=y", "");
        assert_eq!(told(APP, &without), (401, Some(APP.to_owned()), json!("invalid_client")));
        for (origin, expected) in [(APP, Some(APP)), (EVIL, None)] {
            let asked = [("origin", origin), ("access-control-request-method", "POST")];
            let answer = ask(&scene, "OPTIONS", &format!("/oauth2{server}/v1/token"), &asked).expect(200);
            assert_eq!(allowed(&answer), expected);
        }
    }
}

/// Keys and discovery are for everybody, and say so to each origin by name.
#[test]
fn keys_and_discovery_are_for_everybody() {
    let scene = scene();
    for path in [
        "/oauth2/v1/keys",
        "/oauth2/default/v1/keys",
        "/.well-known/openid-configuration",
        "/oauth2/default/.well-known/openid-configuration",
        "/oauth2/default/.well-known/oauth-authorization-server",
        "/.well-known/okta-organization",
    ] {
        for origin in [EVIL, APP, "http://localhost"] {
            let answer = ask(&scene, "GET", path, &[("origin", origin)]).expect(200);
            assert_eq!(allowed(&answer), Some(origin), "{path}");
            assert!(answer.headers.get_all("vary").iter().any(|value| value == "Origin"), "{path}");
        }
        let asked = [("origin", EVIL), ("access-control-request-method", "GET")];
        assert_eq!(allowed(&ask(&scene, "OPTIONS", path, &asked).expect(200)), Some(EVIL));
    }
}

/// A browser goes to these as a whole: from anywhere, and no page reads the answer.
#[test]
fn navigation_comes_from_anywhere_and_no_page_reads_it() {
    let scene = scene();
    for path in [scene.authorize("", &[]), "/oauth2/v1/logout".to_owned(), "/login/login.htm".to_owned()] {
        for headers in [[("origin", EVIL)], [("sec-fetch-site", "cross-site")]] {
            let answer = ask(&scene, "GET", &path, &headers);
            assert_ne!(answer.status, 403, "{path}");
            assert_eq!(allowed(&answer), None, "{path}");
        }
    }
    let answer = ask(&scene, "POST", "/login/step", &[("origin", EVIL)]);
    assert_eq!(answer.status, 403, "a foreign page sends no form of the org");
    assert_eq!(answer.json()["errorCode"], Value::from("E0000006"));
}

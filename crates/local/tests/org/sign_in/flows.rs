//! The ways that an application goes: authorize, code, tokens, refresh, sign-out.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use serde_json::{Value, json};

use super::scene::{CALLBACK, Scene, claims, encoded, location, member};

/// The whole way: identifier, password, code, tokens; and a second app sign-in without a question.
#[test]
fn a_person_signs_in_and_the_app_gets_tokens() {
    for server in ["", "/default"] {
        let scene = Scene::new("browser");
        let mut browser = scene.browser();
        let back = browser.sign_in(&scene.authorize(server, &[]));
        assert!(back.starts_with(CALLBACK), "{back}");
        assert_eq!(member(&back, "state").as_deref(), Some("s 1"));
        let code = member(&back, "code").expect("a code");
        let tokens = scene.token(server, &[("code", &code)]).expect(200).json();
        let names: Vec<&String> = tokens.as_object().expect("tokens").keys().collect();
        assert_eq!(names, ["token_type", "expires_in", "access_token", "scope", "refresh_token", "id_token"]);
        let id_token = claims(&tokens["id_token"]);
        assert_eq!((&id_token["sub"], &id_token["nonce"]), (&json!(scene.user), &json!("n1")));
        assert_eq!(id_token["preferred_username"], "ann@acme.example");
        assert_eq!(id_token["given_name"], Value::Null, "beside an access token it is thin");
        let access = claims(&tokens["access_token"]);
        assert_eq!((&access["uid"], &access["sub"]), (&json!(scene.user), &json!("ann@acme.example")));
        let silent = browser.get(&scene.authorize(server, &[("prompt", "none")])).expect(302);
        assert!(member(&location(&silent), "code").is_some(), "the session does for the next one");
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().expect("a token"));
        let path = format!("/oauth2{server}/v1/userinfo");
        let info = scene.client.send_with("GET", &path, &Value::Null, &[]);
        assert_eq!(info.status, 401, "an API token is not an access token");
        let request = http::Request::get(format!("http://localhost{path}")).header("authorization", &bearer);
        let info = scene.client.org.handle(request.body(Bytes::new()).expect("a request"));
        let info: Value = serde_json::from_slice(info.body()).expect("JSON");
        assert_eq!((&info["given_name"], &info["email_verified"]), (&json!("Ann"), &json!(true)));
    }
}

/// What is wrong with a request is told on a page as long as no redirect is safe.
#[test]
fn faults_before_the_redirect_are_pages_and_all_others_go_back() {
    let scene = Scene::new("browser");
    let pages = [
        ("client_id", "unknown", "invalid_client"),
        ("client_id", "", "invalid_client"),
        ("redirect_uri", "http://localhost:3000/other", "invalid_request"),
        ("redirect_uri", "http://localhost:3000/callback/", "invalid_request"),
        ("redirect_uri", "http://localhost:3000/callback#x", "invalid_request"),
        ("redirect_uri", "http://user@localhost:3000/callback", "invalid_request"),
        ("redirect_uri", "http://localhost:3000/a/../callback", "invalid_request"),
        ("redirect_uri", "http://127.0.0.1:3000/callback", "invalid_request"),
        ("redirect_uri", "", "invalid_request"),
    ];
    for (name, value, code) in pages {
        let answer = scene.browser().get(&scene.authorize("", &[(name, value)]));
        assert_eq!(answer.status, 400, "{name}={value}");
        assert!(answer.headers.get("location").is_none(), "{name}={value}");
        assert!(answer.text().contains(&format!("Error Code: {code}")), "{name}={value}: {}", answer.text());
    }
    let redirects = [
        ("state", "", "invalid_request"),
        ("response_type", "other", "unsupported_response_type"),
        ("response_type", "", "unsupported_response_type"),
        ("response_mode", "other", "unsupported_response_mode"),
        ("prompt", "maybe", "invalid_request"),
        ("max_age", "-1", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("scope", "openid other", "invalid_scope"),
        ("scope", "", "invalid_scope"),
        ("prompt", "none", "login_required"),
    ];
    for (name, value, error) in redirects {
        let answer = scene.browser().get(&scene.authorize("", &[(name, value)]));
        assert_eq!(answer.status, 302, "{name}={value}: {}", answer.text());
        let back = location(&answer);
        assert!(back.starts_with(CALLBACK), "{back}");
        assert_eq!(member(&back, "error").as_deref(), Some(error), "{name}={value}: {back}");
        assert_eq!(member(&back, "state").is_some(), name != "state", "{back}");
    }
}

/// A code works once, for the client, the redirect and the verifier that it was made for; a second use ends what
/// the first one gave.
#[test]
fn a_code_works_once_and_for_nobody_else() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    let code = member(&browser.sign_in(&scene.authorize("", &[])), "code").expect("a code");
    let wrong = [
        ("code_verifier", "another-verifier-of-forty-three-characters-or-more", "invalid_grant"),
        ("code_verifier", "", "invalid_request"),
        ("redirect_uri", "http://localhost:3000/other", "invalid_grant"),
        ("redirect_uri", "", "invalid_request"),
        ("code", "guessed", "invalid_grant"),
    ];
    for (name, value, error) in wrong {
        let mut more = vec![("code", code.as_str())];
        more.retain(|(other, _)| *other != name);
        more.push((name, value));
        assert_eq!(scene.token("", &more).expect(400).json()["error"], error, "{name}={value}");
    }
    let other_server = scene.token("/default", &[("code", &code)]).expect(400).json();
    assert_eq!(other_server["error"], "invalid_request");
    let tokens = scene.token("", &[("code", &code)]).expect(200).json();
    assert_eq!(scene.token("", &[("code", &code)]).expect(400).json()["error"], "invalid_grant");
    let refresh = tokens["refresh_token"].as_str().expect("a refresh token");
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh),
        ("code_verifier", ""),
        ("redirect_uri", ""),
    ];
    assert_eq!(scene.token("", &form).expect(400).json()["error"], "invalid_grant", "its tokens ended");
}

/// A refresh token of a browser app is rotated. One that comes back late ends the whole family.
#[test]
fn a_refresh_token_that_comes_back_ends_the_family() {
    let scene = Scene::new("browser");
    let code = member(&scene.browser().sign_in(&scene.authorize("", &[])), "code").expect("a code");
    let tokens = scene.token("", &[("code", &code)]).expect(200).json();
    let refresh = |token: &Value| {
        let token = token.as_str().expect("a refresh token");
        scene.token(
            "",
            &[
                ("grant_type", "refresh_token"),
                ("refresh_token", token),
                ("code_verifier", ""),
                ("redirect_uri", ""),
            ],
        )
    };
    let second = refresh(&tokens["refresh_token"]).expect(200).json();
    assert_ne!(second["refresh_token"], tokens["refresh_token"]);
    assert_eq!(claims(&second["id_token"])["auth_time"], claims(&tokens["id_token"])["auth_time"]);
    refresh(&tokens["refresh_token"]).expect(200);
    scene.client.org.advance(31);
    let refused = refresh(&tokens["refresh_token"]).expect(400).json();
    assert_eq!(refused["error_description"], "The refresh token is invalid or expired.");
    refresh(&second["refresh_token"]).expect(400);
}

/// The form of a page works in the browser that asked for it, and nowhere else.
#[test]
fn a_form_of_another_browser_signs_nobody_in() {
    let scene = Scene::new("browser");
    let page = scene.browser().get(&scene.authorize("", &[])).expect(200);
    let mut other = scene.browser();
    let answer = other.fill(&page, &[("identifier", "ann@acme.example")]);
    assert_eq!(answer.status, 400);
    assert!(other.cookies.keys().all(|name| name != "sid" && name != "idx"));
}

/// Sign-out needs the hint of a genuine token, ends the session, and goes back to a registered address alone.
#[test]
fn signing_out_ends_the_session() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    let code = member(&browser.sign_in(&scene.authorize("", &[])), "code").expect("a code");
    let tokens = scene.token("", &[("code", &code)]).expect(200).json();
    let hint = tokens["id_token"].as_str().expect("an ID token");
    let logout = |hint: &str, back: &str| {
        let form = [("id_token_hint", hint), ("post_logout_redirect_uri", back), ("state", "x")];
        format!("/oauth2/v1/logout?{}", encoded(&form))
    };
    let forged = format!("{}.e30.{}", hint.split('.').next().expect("a header"), "AAAA");
    assert_eq!(browser.get(&logout(&forged, "http://localhost:3000/bye")).status, 400);
    assert_eq!(browser.get(&logout(hint, "http://evil.example/")).status, 400);
    let answer = browser.get(&logout(hint, "http://localhost:3000/bye")).expect(302);
    assert_eq!(location(&answer), "http://localhost:3000/bye?state=x");
    let silent = browser.get(&scene.authorize("", &[("prompt", "none")])).expect(302);
    assert_eq!(member(&location(&silent), "error").as_deref(), Some("login_required"));
}

/// Somebody to whom the app is not assigned gets nothing: a person reads it on a page, a program is sent back.
#[test]
fn assignments_and_policies_decide() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    scene
        .client
        .send("DELETE", &format!("/api/v1/apps/{}/users/{}", scene.app, scene.user), &Value::Null)
        .expect(204);
    let page = browser.get(&scene.authorize("", &[])).expect(400).text();
    assert!(page.contains("User is not assigned to the client application."), "{page}");
    let refused = browser.get(&scene.authorize("", &[("prompt", "none")])).expect(302);
    assert_eq!(member(&location(&refused), "error").as_deref(), Some("access_denied"));
}

/// Tokens of the org's own server can be checked by the org alone; those of a custom one by everybody.
#[test]
fn the_org_server_does_not_publish_the_key_of_its_access_tokens() {
    for (server, published) in [("", false), ("/default", true)] {
        let scene = Scene::new("web");
        let code = member(&scene.browser().sign_in(&scene.authorize(server, &[])), "code").expect("a code");
        let tokens = scene.token(server, &[("code", &code)]).expect(200).json();
        let kid = |token: &Value| {
            let header = token.as_str().expect("a token").split('.').next().expect("a header").to_owned();
            let header: Value =
                serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).expect("base64url")).expect("JSON");
            assert_eq!(header.as_object().expect("an object").keys().collect::<Vec<_>>(), ["kid", "alg"]);
            header["kid"].clone()
        };
        let keys = scene.client.get(&format!("/oauth2{server}/v1/keys")).expect(200).json();
        let has = |kid: &Value| keys["keys"].as_array().expect("keys").iter().any(|key| key["kid"] == *kid);
        assert!(has(&kid(&tokens["id_token"])));
        assert_eq!(has(&kid(&tokens["access_token"])), published);
        let form = [
            ("token", tokens["access_token"].as_str().expect("a token")),
            ("grant_type", ""),
            ("code_verifier", ""),
            ("redirect_uri", ""),
        ];
        let mut all = vec![("client_id", scene.app.as_str()), ("client_secret", scene.secret.as_str())];
        all.extend(form.iter().filter(|(_, value)| !value.is_empty()));
        let shown =
            scene.browser().send("POST", &format!("/oauth2{server}/v1/introspect"), &all).expect(200).json();
        assert_eq!((&shown["active"], &shown["username"]), (&json!(true), &json!("ann@acme.example")));
    }
}

//! Attacks on a sign-in. Each of them must get nothing.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::scene::{CALLBACK, PASSWORD, Scene, VERIFIER, challenge, encoded, location, member, send};

/// A target that is not the client's, nor the org's, nor one that the org trusts with it, is never redirected to.
#[test]
fn no_redirect_leads_to_a_foreign_place() {
    let scene = Scene::new("browser");
    let evil = [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "http://localhost@evil.example/",
        "http://localhost.evil.example/",
        "javascript:alert(1)",
        "https:evil.example",
    ];
    for target in evil {
        let encoded = encoded(&[("x", target)])[2..].to_owned();
        for path in [
            format!("/login/login.htm?fromURI={encoded}"),
            format!("/login/signout?fromURI={encoded}"),
            format!("/login/sessionCookieRedirect?token=x&redirectUrl={encoded}"),
            format!("/oauth2/v1/logout?post_logout_redirect_uri={encoded}"),
            scene.authorize("", &[("redirect_uri", target)]),
        ] {
            let answer = scene.browser().get(&path);
            assert!(answer.headers.get("location").is_none(), "{path}: {}", answer.text());
            assert_eq!(answer.status, 400, "{path}");
            assert!(!answer.text().contains("href=\"https://evil"), "{path}");
        }
    }
}

/// A code of one client is of no use to another one, and its use tells the log.
#[test]
fn a_code_is_of_no_use_to_another_client() {
    let scene = Scene::new("web");
    let body = json!({
        "name": "oidc_client", "label": "Other", "signOnMode": "OPENID_CONNECT",
        "settings": { "oauthClient": {
            "application_type": "web", "redirect_uris": [CALLBACK], "grant_types": ["authorization_code"],
            "response_types": ["code"],
        } },
    });
    let other = scene.client.post("/api/v1/apps", &body).expect(200).json();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let (id, secret) = (
        text(&other["credentials"]["oauthClient"]["client_id"]),
        text(&other["credentials"]["oauthClient"]["client_secret"]),
    );
    let code = scene.code("", &[]);
    let refused =
        scene.token("", &[("code", &code), ("client_id", &id), ("client_secret", &secret)]).expect(400);
    assert_eq!(refused.json()["error"], "invalid_grant");
    let last = scene.events().pop().expect("an event");
    assert_eq!(
        (&last["eventType"], &last["outcome"]["reason"]),
        (&json!("app.oauth2.token.grant"), &json!("mismatched_client"))
    );
    scene.token("", &[("code", &code)]).expect(200);
}

/// Whoever takes the challenge out of the request gets no code, and whoever takes it out of the exchange no tokens.
#[test]
fn the_proof_of_a_code_cannot_be_left_out() {
    let spa = Scene::new("browser");
    let answer =
        spa.browser().get(&spa.authorize("", &[("code_challenge", ""), ("code_challenge_method", "")]));
    assert_eq!(member(&location(&answer), "error").as_deref(), Some("invalid_request"));
    let plain = [("code_challenge", VERIFIER), ("code_challenge_method", "plain")];
    let answer = spa.browser().get(&spa.authorize("", &plain));
    assert_eq!(member(&location(&answer), "error").as_deref(), Some("invalid_request"));
    let web = Scene::new("web");
    let code = web.code("", &[]);
    assert_eq!(
        web.token("", &[("code", &code), ("code_verifier", "")]).expect(400).json()["error"],
        "invalid_request"
    );
    assert_eq!(
        web.token("", &[("code", &code), ("code_verifier", &challenge())]).expect(400).json()["error"],
        "invalid_grant"
    );
    let without = web.code("", &[("code_challenge", ""), ("code_challenge_method", "")]);
    assert_eq!(web.token("", &[("code", &without)]).expect(400).json()["error"], "invalid_request");
}

/// Tokens and codes of one authorization server mean nothing to another one.
#[test]
fn servers_do_not_take_what_is_anothers() {
    let scene = Scene::new("browser");
    for (own, other) in [("", "/default"), ("/default", "")] {
        let code = scene.code(own, &[]);
        assert_eq!(scene.token(other, &[("code", &code)]).expect(400).json()["error"], "invalid_request");
        let tokens = scene.token(own, &[("code", &code)]).expect(200).json();
        assert_eq!(scene.user_info(other, &tokens["access_token"]).status, 401);
        assert_eq!(
            scene.refresh(other, &tokens["refresh_token"]).expect(400).json()["error"],
            "invalid_grant"
        );
        let hint = tokens["id_token"].as_str().expect("a token");
        let page = scene.browser().get(&format!("/oauth2{other}/v1/logout?id_token_hint={hint}"));
        assert_eq!(page.status, 400);
        assert_eq!(scene.user_info(own, &tokens["id_token"]).status, 401, "an ID token is no access token");
    }
}

/// A session that somebody else put into the browser is not the one that a sign-in opens, and it ends.
#[test]
fn a_session_from_before_is_not_the_one_of_the_sign_in() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    browser.cookies.insert("sid".to_owned(), "102fixedfixedfixedfixedfi".to_owned());
    browser.sign_in(&scene.authorize("", &[]));
    let first = browser.cookies["sid"].clone();
    assert_ne!(first, "102fixedfixedfixedfixedfi");
    browser.sign_in(&scene.authorize("", &[("prompt", "login")]));
    assert_ne!(browser.cookies["sid"], first);
    let old = send(
        &scene.client.org,
        "GET",
        "http://localhost/api/v1/sessions/me",
        &[("cookie", &format!("sid={first}"))],
        "",
    );
    assert_eq!(old.status, 404);
}

/// An attacker's half-done sign-in, brought into somebody else's browser, signs nobody in; and with a session nobody
/// gets around a password that a client wants to be typed again.
#[test]
fn a_sign_in_is_finished_where_it_was_begun() {
    let scene = Scene::new("browser");
    let mut attacker = scene.browser();
    let page = attacker.get(&scene.authorize("", &[])).expect(200);
    let page = attacker.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    let answer = attacker.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
    let mut victim = scene.browser();
    victim.get(&scene.authorize("", &[])).expect(200);
    assert_eq!(victim.get(&location(&answer)).status, 400);
    assert!(!victim.cookies.contains_key("sid"));
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    let page = browser.get(&scene.authorize("", &[("prompt", "login")])).expect(200).text();
    let key =
        page.split("name=\"key\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a key");
    let around = browser.get(&format!("/oauth2/v1/authorize/redirect?okta_key={key}")).expect(200);
    assert!(around.text().contains("name=\"identifier\""), "the password is asked for");
}

fn unsigned(claims: &Value, alg: &str) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(&json!({ "alg": alg })), part(claims))
}

/// Tokens without a signature, and tokens that are signed with the public key as if it were a secret, are nobody's.
#[test]
fn no_token_is_taken_that_the_key_did_not_sign() {
    let scene = Scene::new("browser");
    let tokens = scene.tokens("/default", &[]);
    let claims = super::scene::claims(&tokens["access_token"]);
    let keys = scene.client.get("/oauth2/default/v1/keys").expect(200).json();
    let public = keys["keys"][0]["n"].as_str().expect("a key");
    let confused = {
        let head = unsigned(&claims, "HS256");
        let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, public.as_bytes());
        let signature = aws_lc_rs::hmac::sign(&key, head.trim_end_matches('.').as_bytes());
        format!("{head}{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    };
    for token in [unsigned(&claims, "none"), unsigned(&claims, "RS256"), confused] {
        assert_eq!(scene.user_info("/default", &json!(token)).status, 401, "{token}");
        let form = [("client_id", scene.app.as_str()), ("token", &token)];
        let shown = scene.browser().send("POST", "/oauth2/default/v1/introspect", &form).expect(200).json();
        assert_eq!(shown, json!({ "active": false }));
        let page = scene.browser().get(&format!("/oauth2/default/v1/logout?id_token_hint={token}"));
        assert_eq!(page.status, 400);
        let assertion = [
            ("grant_type", "authorization_code"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", &token),
        ];
        assert_eq!(scene.browser().send("POST", "/oauth2/default/v1/token", &assertion).status, 401);
    }
}

/// Cookies of a session are out of reach of scripts, and over https they travel on https alone; pages cannot be framed.
#[test]
fn cookies_have_their_flags_and_pages_cannot_be_framed() {
    let scene = Scene::new("browser");
    for (scheme, flags) in [("http", "HttpOnly; SameSite=Lax"), ("https", "HttpOnly; Secure; SameSite=None")]
    {
        let mut browser = scene.browser();
        let page = browser.get(&format!("{scheme}://localhost{}", scene.authorize("", &[]))).expect(200);
        assert_eq!(page.headers["x-frame-options"], "SAMEORIGIN");
        assert!(
            page.headers["content-security-policy"]
                .to_str()
                .is_ok_and(|csp| csp.contains("frame-ancestors 'self'"))
        );
        assert_eq!(page.headers["cache-control"], "no-cache, no-store");
        let body = json!({ "username": "ann@acme.example", "password": PASSWORD });
        let token = scene.client.post("/api/v1/authn", &body).expect(200).json()["sessionToken"].clone();
        let more = [("sessionToken", token.as_str().expect("a token"))];
        let answer =
            scene.browser().get(&format!("{scheme}://localhost{}", scene.authorize("", &more))).expect(302);
        let set: Vec<&str> =
            answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect();
        for name in ["sid=102", "idx="] {
            let cookie = set.iter().find(|cookie| cookie.starts_with(name)).expect("a cookie");
            assert!(cookie.contains("Path=/") && cookie.ends_with(flags), "{cookie}");
        }
        assert_eq!(answer.headers["referrer-policy"], "no-referrer");
    }
}

/// What people and requests bring is text on a page, and no part of it.
#[test]
fn nothing_that_is_sent_becomes_part_of_a_page() {
    let scene = Scene::new("browser");
    let script = "\"><script>alert(1)</script>";
    let mut browser = scene.browser();
    let page = browser.get(&scene.authorize("", &[("login_hint", script)])).expect(200);
    assert!(!page.text().contains("<script"), "{}", page.text());
    let page = browser.fill(&page, &[("identifier", script)]).expect(200);
    assert!(!page.text().contains("<script"), "{}", page.text());
    let modes = [("response_mode", "form_post"), ("state", script)];
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    let page = browser.get(&scene.authorize("", &modes)).expect(200).text();
    assert_eq!(page.matches("<script").count(), 1, "the form's own: {page}");
    let modes = [("response_mode", "okta_post_message"), ("state", "</script><script>alert(1)")];
    let page = browser.get(&scene.authorize("", &modes)).expect(200).text();
    assert_eq!(page.matches("<script").count(), 1, "{page}");
    assert!(
        page.contains("\"http://localhost:3000\""),
        "the message goes to the origin of the redirect: {page}"
    );
}

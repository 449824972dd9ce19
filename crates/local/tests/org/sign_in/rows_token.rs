//! Tables of the token endpoint: faults with Okta's words, proofs of clients, calls of pages, lifetimes, rotation.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::scene::{CALLBACK, Scene, VERIFIER, claims, encoded, member, send};
use crate::client::Answer;
use crate::oauth::Key;

type Pairs<'a> = &'a [(&'a str, &'a str)];

const APP: &str = "http://localhost:3000";
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

fn told(answer: &Answer) -> (u16, String, String) {
    let body = answer.json();
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    (answer.status, text("error"), text("error_description"))
}

fn row(status: u16, error: &str, text: &str) -> (u16, String, String) {
    (status, error.to_owned(), text.to_owned())
}

/// Ways to fail to be a client, each with its words. The last two are faults of the code's own.
#[test]
fn a_client_that_proves_nothing_is_told_why() {
    let scene = Scene::new("web");
    let url = "http://localhost/oauth2/default/v1/token";
    let right = format!("Basic {}", STANDARD.encode(format!("{}:{}", scene.app, scene.secret)));
    let wrong = format!("Basic {}", STANDARD.encode(format!("{}:wrong", scene.app)));
    let id = ("client_id", scene.app.as_str());
    let secret = ("client_secret", scene.secret.as_str());
    let failed = "Client authentication failed. Either the client or the client credentials are invalid.";
    let twice = "Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body.";
    let rows: [(Pairs<'_>, Pairs<'_>, u16, &str, &str); 7] = [
        (&[], &[], 401, "invalid_client", "No client credentials found."),
        (
            &[("authorization", "Basic !!")],
            &[],
            401,
            "invalid_client",
            "Found Authentication header but was not valid client credentials.",
        ),
        (
            &[("authorization", &wrong)],
            &[],
            401,
            "invalid_client",
            "The client secret supplied for a confidential client is invalid.",
        ),
        (&[], &[id], 401, "invalid_client", failed),
        (&[("authorization", &right)], &[id, secret], 401, "invalid_request", twice),
        (&[("authorization", &right)], &[("client_assertion", "a.b.c")], 401, "invalid_request", twice),
        (&[("authorization", &right)], &[("client_id", "another")], 401, "invalid_client", failed),
    ];
    for (headers, more, status, error, text) in rows {
        let mut form = vec![("grant_type", "authorization_code"), ("code", "x")];
        form.extend(more);
        let answer = send(&scene.client.org, "POST", url, headers, &encoded(&form));
        assert_eq!(told(&answer), row(status, error, text), "{headers:?} {more:?}");
    }
}

/// What can be wrong with a code, each with its words.
#[test]
fn a_code_that_does_not_fit_is_told_why() {
    let scene = Scene::new("web");
    let body = json!({
        "name": "oidc_client", "label": "Other", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": "none" } },
        "settings": { "oauthClient": {
            "application_type": "native", "redirect_uris": [CALLBACK], "grant_types": ["authorization_code"], "response_types": ["code"],
        } },
    });
    let other = scene.client.post("/api/v1/apps", &body).expect(200).json();
    let other = other["id"].as_str().expect("an id");
    let code = scene.code("/default", &[]);
    let without = scene.code("/default", &[("code_challenge", ""), ("code_challenge_method", "")]);
    let rows: [(&str, &str, Pairs<'_>, &str, &str); 8] = [
        (
            "/default",
            &code,
            &[("redirect_uri", "http://localhost:3000/other")],
            "invalid_grant",
            "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
        ),
        (
            "/default",
            &code,
            &[("redirect_uri", "")],
            "invalid_request",
            "The required parameter 'redirect_uri' is missing.",
        ),
        ("/default", &code, &[("code_verifier", "x")], "invalid_grant", "PKCE verification failed."),
        (
            "/default",
            &code,
            &[("code_verifier", "")],
            "invalid_request",
            "PKCE code verifier is required by the application.",
        ),
        (
            "/default",
            &without,
            &[],
            "invalid_request",
            "PKCE code challenge should be specified in the authorize request for code verification.",
        ),
        ("", &code, &[], "invalid_request", "The grant was issued for another authorization server."),
        (
            "/default",
            &code,
            &[("client_id", other), ("client_secret", "")],
            "invalid_grant",
            "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.",
        ),
        ("/default", "guessed", &[], "invalid_grant", "The authorization code is invalid or has expired."),
    ];
    for (server, code, more, error, text) in rows {
        let mut form = vec![("code", code)];
        form.extend(more);
        assert_eq!(told(&scene.token(server, &form)), row(400, error, text), "{more:?}");
    }
    scene.token("/default", &[("code", &code)]).expect(200);
}

/// Assertions of a client with a key of its own: each claim counts.
#[test]
fn an_assertion_that_does_not_hold_is_told_why() {
    let (key, other) = (Key::new(), Key::new());
    let mut public = key.public();
    public["kid"] = json!("one");
    let more = json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks": { "keys": [public] } });
    let scene = Scene::with("web", &more);
    let url = "http://localhost/oauth2/default/v1/token";
    let now = scene.client.org.now().as_second();
    let good = |more: Value| {
        let mut claims = json!({ "iss": scene.app, "sub": scene.app, "aud": url, "exp": now + 300, "iat": now, "jti": more.to_string() });
        for (name, value) in more.as_object().expect("members") {
            claims[name] = value.clone();
        }
        claims
    };
    let header = json!({ "kid": "one" });
    let ask = |signed: &str| {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", "x"),
            ("client_assertion_type", ASSERTION_TYPE),
            ("client_assertion", signed),
        ];
        told(&send(&scene.client.org, "POST", url, &[], &encoded(&form)))
    };
    let rows = [
        (
            key.sign(header.clone(), &good(json!({ "aud": "http://localhost/oauth2/default" }))),
            "The audience claim for client_assertion must be the endpoint invoked for the request.",
        ),
        (
            key.sign(header.clone(), &good(json!({ "iss": "another" }))),
            "The issuer and subject of the client_assertion must be the client_id.",
        ),
        (
            key.sign(header.clone(), &good(json!({ "exp": now - 1 }))),
            "The client_assertion token is expired.",
        ),
        (
            key.sign(header.clone(), &good(json!({ "exp": now + 3700 }))),
            "The client_assertion token has an expiration too far into the future.",
        ),
        (
            key.sign(header.clone(), &good(json!({ "iat": now + 3000 }))),
            "The client_assertion token was issued in the future.",
        ),
        (
            key.sign(header.clone(), &good(json!({ "exp": null }))),
            "The client_assertion token must contain an expiration time.",
        ),
        (key.sign(json!({ "kid": "two" }), &good(json!({}))), "The client_assertion JWT kid is invalid."),
        (other.sign(header.clone(), &good(json!({}))), "The client_assertion signature is invalid."),
        (
            key.sign(header.clone(), &good(json!({ "sub": "another" }))),
            "The client_id is invalid or the client is not found.",
        ),
        ("nonsense".to_owned(), "The client_assertion token is malformed."),
    ];
    for (signed, text) in rows {
        assert_eq!(ask(&signed), row(401, "invalid_client", text));
    }
    let signed = key.sign(header, &good(json!({})));
    assert_eq!(ask(&signed).1, "invalid_grant", "the client is known, and the code is not");
    assert_eq!(ask(&signed), row(401, "invalid_client", "The client_assertion token has already been used."));
}

/// A page that calls the token endpoint must be of the client's own, and prove where the code came from.
#[test]
fn a_page_that_may_not_call_is_told_why() {
    let scene = Scene::new("browser");
    let evil = "https://evil.example";
    let rows: [(&str, Pairs<'_>, u16, &str, &str); 3] = [
        (
            evil,
            &[("grant_type", "authorization_code"), ("code", "x"), ("code_verifier", "y")],
            400,
            "invalid_request",
            "Browser requests to the token endpoint must be part of at least one whitelisted redirect_uri.",
        ),
        (
            evil,
            &[("grant_type", "refresh_token"), ("refresh_token", "x")],
            400,
            "invalid_request",
            "Browser requests to the token endpoint must be made from one of the registered Trusted Origins.",
        ),
        (
            APP,
            &[("grant_type", "authorization_code"), ("code", "x")],
            401,
            "invalid_client",
            "Browser requests to the token endpoint must use Proof Key for Code Exchange.",
        ),
    ];
    for server in ["", "/default"] {
        for (origin, more, status, error, text) in &rows {
            let mut form = vec![("client_id", scene.app.as_str())];
            form.extend(*more);
            let url = format!("http://localhost/oauth2{server}/v1/token");
            let answer = send(&scene.client.org, "POST", &url, &[("origin", origin)], &encoded(&form));
            assert_eq!(told(&answer), row(*status, error, text), "{more:?}");
        }
    }
}

/// Who may not sign in gets no tokens by a code, nor by a password; each with its words.
#[test]
fn people_who_may_not_sign_in_get_no_tokens() {
    let grants = json!(["authorization_code", "password", "refresh_token"]);
    let not_assigned = "User is not assigned to the client application.";
    let cases: [(&str, &str, &str); 4] = [
        ("suspend", "invalid_grant", "The credentials provided were invalid."),
        ("deactivate", "invalid_grant", "The credentials provided were invalid."),
        ("unassign", "access_denied", not_assigned),
        (
            "deny",
            "invalid_grant",
            "Resource owner password credentials authentication denied by sign on policy.",
        ),
    ];
    for (what, error, text) in cases {
        let scene = Scene::with("native", &json!({ "grant_types": grants, "response_types": ["code"] }));
        let tokens = scene.tokens("/default", &[]);
        let code = scene.code("/default", &[]);
        let user = format!("/api/v1/users/{}", scene.user);
        match what {
            "unassign" => {
                let path = format!("/api/v1/apps/{}/users/{}", scene.app, scene.user);
                scene.client.send("DELETE", &path, &Value::Null).expect(204);
            }
            "deny" => deny_everybody(&scene),
            status => {
                drop(scene.client.post(&format!("{user}/lifecycle/{status}"), &Value::Null).expect(200))
            }
        }
        let form = [
            ("grant_type", "password"),
            ("username", "ann@acme.example"),
            ("password", super::scene::PASSWORD),
            ("scope", "openid"),
        ];
        assert_eq!(told(&scene.grant("/default", &form)), row(400, error, text), "{what}");
        if ["suspend", "deactivate"].contains(&what) {
            let refused = told(&scene.token("/default", &[("code", &code)]));
            assert_eq!(
                refused,
                row(400, "invalid_grant", "The authorization code is invalid or has expired."),
                "{what}"
            );
            let refused = told(&scene.refresh("/default", &tokens["refresh_token"]));
            assert_eq!(
                refused,
                row(400, "invalid_grant", "The refresh token is invalid or expired."),
                "{what}"
            );
        }
    }
}

fn deny_everybody(scene: &Scene) {
    let policies = scene.client.get("/api/v1/policies?type=OKTA_SIGN_ON").expect(200).json();
    let id = policies[0]["id"].as_str().expect("an id");
    let rule = json!({ "name": "Nobody", "type": "SIGN_ON", "actions": { "signon": { "access": "DENY", "requireFactor": false } } });
    scene.client.post(&format!("/api/v1/policies/{id}/rules"), &rule).expect(200);
}

/// How long tokens live: fixed at the org's own server, by the first rule at a custom one.
#[test]
fn tokens_live_as_long_as_okta_lets_them() {
    const DAY: i64 = 24 * 3600;
    for (server, unused) in [("", 90 * DAY), ("/default", 7 * DAY)] {
        let scene = Scene::new("web");
        let tokens = scene.tokens(server, &[]);
        let life = |token: &Value| {
            let claims = claims(token);
            claims["exp"].as_i64().expect("an end") - claims["iat"].as_i64().expect("a beginning")
        };
        assert_eq!(
            (&tokens["expires_in"], life(&tokens["access_token"]), life(&tokens["id_token"])),
            (&json!(3600), 3600, 3600)
        );
        // The clock goes on meanwhile, by some seconds.
        scene.client.org.advance(3500);
        scene.user_info(server, &tokens["access_token"]).expect(200);
        scene.client.org.advance(100);
        assert_eq!(scene.user_info(server, &tokens["access_token"]).status, 401);
        scene.client.org.advance(unused - 2 * 3600);
        let again = scene.refresh(server, &tokens["refresh_token"]).expect(200).json();
        let late = scene.tokens(server, &[]);
        scene.client.org.advance(unused + 1);
        assert_eq!(
            told(&scene.refresh(server, &late["refresh_token"])).1,
            "invalid_grant",
            "{server}: unused for too long"
        );
        assert_eq!(again["refresh_token"], tokens["refresh_token"], "a server's token does not rotate");
    }
}

/// A client's settings say whether refresh tokens rotate, and how long the old one still works; a rotated one ends with
/// the first.
#[test]
fn refresh_tokens_rotate_as_the_client_is_set_up() {
    let cases = [
        ("browser", json!({}), true, 30),
        ("web", json!({}), false, 0),
        ("native", json!({}), false, 0),
        ("web", json!({ "rotation_type": "ROTATE", "leeway": 0 }), true, 0),
        ("native", json!({ "rotation_type": "ROTATE", "leeway": 60 }), true, 60),
        ("browser", json!({ "rotation_type": "STATIC", "leeway": 0 }), false, 0),
    ];
    for (kind, settings, rotates, leeway) in cases {
        let more = if settings == json!({}) { json!({}) } else { json!({ "refresh_token": settings }) };
        let scene = Scene::with(kind, &more);
        let first = scene.tokens("", &[]);
        let second = scene.refresh("", &first["refresh_token"]).expect(200).json();
        assert_eq!(second["refresh_token"] != first["refresh_token"], rotates, "{kind} {settings}");
        if leeway > 0 {
            scene.client.org.advance(leeway - 20);
            scene.refresh("", &first["refresh_token"]).expect(200);
        }
        scene.client.org.advance(21);
        let late = scene.refresh("", &first["refresh_token"]).status;
        assert_eq!(late, if rotates { 400 } else { 200 }, "{kind} {settings}");
    }
    let scene = Scene::new("browser");
    let mut token = scene.tokens("", &[])["refresh_token"].clone();
    for _ in 0..3 {
        scene.client.org.advance(29 * 24 * 3600);
        token = scene.refresh("", &token).expect(200).json()["refresh_token"].clone();
    }
    scene.client.org.advance(4 * 24 * 3600);
    assert_eq!(scene.refresh("", &token).status, 400, "ninety days after the first one");
    // One that does not rotate lasts as long as it is used.
    let scene = Scene::new("web");
    let token = scene.tokens("/default", &[])["refresh_token"].clone();
    for _ in 0..3 {
        scene.client.org.advance(5 * 24 * 3600);
        scene.refresh("/default", &token).expect(200);
    }
    scene.client.org.advance(8 * 24 * 3600);
    assert_eq!(scene.refresh("/default", &token).status, 400, "unused for a week");
}

/// Parameters may stand in the query, and what proves the client may not; headers forbid to keep the answer.
#[test]
fn parameters_in_the_query_are_read() {
    let scene = Scene::new("browser");
    let code = scene.code("/default", &[]);
    let query = encoded(&[("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK)]);
    let body = encoded(&[("client_id", &scene.app), ("code_verifier", VERIFIER)]);
    let url = format!("http://localhost/oauth2/default/v1/token?{query}");
    let answer = send(&scene.client.org, "POST", &url, &[], &body).expect(200);
    for (name, value) in [("cache-control", "no-cache, no-store"), ("pragma", "no-cache"), ("expires", "0")] {
        assert_eq!(answer.headers[name], value, "{name}");
    }
}

/// A refresh token comes with a code alone, and only to a client that may use it.
#[test]
fn a_refresh_token_comes_where_it_was_asked_for_and_can_be_used() {
    let all = json!(["authorization_code", "refresh_token"]);
    let cases = [
        (all.clone(), "openid offline_access", true),
        (all, "openid", false),
        (json!(["authorization_code"]), "openid offline_access", false),
    ];
    for (grants, scope, comes) in cases {
        let scene = Scene::with("web", &json!({ "grant_types": grants, "response_types": ["code"] }));
        let tokens = scene.tokens("/default", &[("scope", scope)]);
        assert_eq!(tokens["refresh_token"].is_string(), comes, "{grants} {scope}");
        let jti = claims(&tokens["access_token"])["jti"].as_str().expect("a text").to_owned();
        assert!(jti.starts_with("AT."), "{jti}");
    }
    let scene = Scene::new("browser");
    let tokens = scene.tokens("", &[("scope", "profile offline_access")]);
    let again = scene.refresh("", &tokens["refresh_token"]).expect(200).json();
    assert!(tokens["id_token"].is_null() && again["id_token"].is_null(), "not without the scope openid");
}

/// `introspect` and `revoke`: members in Okta's order by the kind of token, and nothing of what is no good.
#[test]
fn introspection_and_revocation_tell_what_they_should() {
    let scene = Scene::new("web");
    let form = |token: &str| {
        encoded(&[("client_id", &scene.app), ("client_secret", &scene.secret), ("token", token)])
    };
    let ask = |end: &str, token: &str| {
        send(
            &scene.client.org,
            "POST",
            &format!("http://localhost/oauth2/default/v1/{end}"),
            &[],
            &form(token),
        )
    };
    let tokens = scene.tokens("/default", &[]);
    let text = |name: &str| tokens[name].as_str().expect("a token").to_owned();
    let rows: [(&str, &[&str]); 3] = [
        (
            "access_token",
            &[
                "active",
                "scope",
                "username",
                "exp",
                "iat",
                "sub",
                "aud",
                "iss",
                "jti",
                "token_type",
                "client_id",
                "uid",
            ],
        ),
        ("refresh_token", &["active", "token_type", "scope", "client_id", "username", "exp", "sub"]),
        (
            "id_token",
            &[
                "active",
                "username",
                "sub",
                "name",
                "email",
                "preferred_username",
                "ver",
                "iss",
                "aud",
                "iat",
                "exp",
                "jti",
                "amr",
                "idp",
                "nonce",
                "auth_time",
                "at_hash",
            ],
        ),
    ];
    for (name, members) in rows {
        let shown = ask("introspect", &text(name)).expect(200).json();
        assert_eq!(shown.as_object().expect("members").keys().collect::<Vec<_>>(), members, "{name}");
        assert_eq!((&shown["active"], &shown["username"]), (&json!(true), &json!("ann@acme.example")));
    }
    let of_org = scene.tokens("", &[]);
    let other = of_org["access_token"].as_str().expect("a token").to_owned();
    for no_good in ["nonsense", "a.b.c", "", &other] {
        let answer = ask("introspect", no_good);
        match no_good {
            "" => {
                assert_eq!(told(&answer), row(400, "invalid_request", "The 'token' parameter is required."))
            }
            _ => assert_eq!(answer.expect(200).json(), json!({ "active": false }), "{no_good}"),
        }
    }
    assert_eq!(told(&ask("revoke", "")), row(400, "invalid_request", "The 'token' parameter is required."));
    assert!(ask("revoke", "unknown").expect(200).body.is_empty());
    // One access token ends alone; a refresh token takes its access tokens along.
    let again = scene.refresh("/default", &tokens["refresh_token"]).expect(200).json();
    ask("revoke", &text("access_token")).expect(200);
    assert_eq!(scene.user_info("/default", &tokens["access_token"]).status, 401);
    scene.user_info("/default", &again["access_token"]).expect(200);
    ask("revoke", &text("refresh_token")).expect(200);
    assert_eq!(scene.user_info("/default", &again["access_token"]).status, 401);
    assert_eq!(scene.refresh("/default", &tokens["refresh_token"]).status, 400);
    for end in ["introspect", "revoke"] {
        let url = format!("http://localhost/oauth2/default/v1/{end}");
        let unknown =
            send(&scene.client.org, "POST", &url, &[], "client_id=unknown&token=x").expect(400).json();
        assert_eq!(unknown["errorCode"], "invalid_client", "{end}");
        assert_eq!(send(&scene.client.org, "POST", &url, &[], "token=x").status, 401, "{end}");
    }
    scene
        .client
        .post(&format!("/api/v1/users/{}/lifecycle/deactivate", scene.user), &Value::Null)
        .expect(200);
    let shown = ask("introspect", &other).expect(200).json();
    assert_eq!(shown, json!({ "active": false }));
}

/// Sign-out with each kind of hint, of a session of one's own or of somebody else, and by a form.
#[test]
fn signing_out_takes_a_genuine_hint_alone() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    let back = browser.sign_in(&scene.authorize("", &[]));
    let tokens = scene.token("", &[("code", &member(&back, "code").expect("a code"))]).expect(200).json();
    let hint = tokens["id_token"].as_str().expect("a token");
    let path = "/oauth2/v1/logout";
    for (wrong, text) in [
        ("", "invalid_token"),
        ("nonsense", "invalid_token"),
        (tokens["access_token"].as_str().expect("a token"), "invalid_token"),
    ] {
        let page = browser.get(&format!("{path}?{}", encoded(&[("id_token_hint", wrong)]))).expect(400);
        assert!(page.text().contains(text), "{wrong}");
    }
    let foreign =
        encoded(&[("id_token_hint", hint), ("post_logout_redirect_uri", "http://localhost:3000/bye/")]);
    let page = browser.get(&format!("{path}?{foreign}")).expect(400).text();
    assert!(page.contains("must be a Logout redirect URI in the client app settings"), "{page}");
    // Somebody else sits in front of this browser now.
    let profile = json!({ "firstName": "Bob", "lastName": "Ray", "email": "bob@acme.example", "login": "bob@acme.example" });
    let body =
        json!({ "profile": profile, "credentials": { "password": { "value": super::scene::PASSWORD } } });
    scene.client.post("/api/v1/users", &body).expect(200);
    let body = json!({ "username": "bob@acme.example", "password": super::scene::PASSWORD });
    let token = scene.client.post("/api/v1/authn", &body).expect(200).json()["sessionToken"].clone();
    let mut other = scene.browser();
    other
        .get(&format!(
            "/login/sessionCookieRedirect?token={}&redirectUrl=%2F",
            token.as_str().expect("a token")
        ))
        .expect(302);
    let page = other.get(&format!("{path}?{}", encoded(&[("id_token_hint", hint)]))).expect(400).text();
    assert!(page.contains("The ID token subject does not match the current session&#39;s user."), "{page}");
    assert!(other.cookies.contains_key("sid"), "his session stays");
    // An old hint will do, by a form as well, and without a target people come to the org's page.
    scene.client.org.advance(3 * 3600);
    let gone = browser.send("POST", path, &[("id_token_hint", hint)]).expect(302);
    assert_eq!(super::scene::location(&gone), "http://localhost/login/login.htm?signedOut=true");
    assert!(!browser.cookies.contains_key("sid") && !browser.cookies.contains_key("idx"));
    let bye = encoded(&[("id_token_hint", hint), ("post_logout_redirect_uri", "http://localhost:3000/bye")]);
    let again = browser.get(&format!("{path}?{bye}")).expect(302);
    assert_eq!(super::scene::location(&again), "http://localhost:3000/bye", "no session is needed");
    scene.refresh("", &tokens["refresh_token"]).expect(200);
}

//! Tables of browsers: the forms of cookies, the paths of the org, what tools expect, and what is only named.

use serde_json::json;

use super::scene::{Browser, PASSWORD, Scene, location, member, send};

fn session_token(scene: &Scene) -> String {
    let body = json!({ "username": "ann@acme.example", "password": PASSWORD });
    let answer = scene.client.post("/api/v1/authn", &body).expect(200).json();
    answer["sessionToken"].as_str().expect("a token").to_owned()
}

/// The cookies of a sign-in: each with Okta's name, form and flags, and no others.
#[test]
fn cookies_have_oktas_names_and_forms() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    let page = browser.get(&scene.authorize("", &[])).expect(200);
    let sets = |answer: &crate::client::Answer| {
        let all = answer.headers.get_all("set-cookie").iter();
        all.map(|value| value.to_str().expect("a text").to_owned()).collect::<Vec<_>>()
    };
    let first = sets(&page);
    let find = |all: &[String], name: &str| {
        all.iter()
            .find(|cookie| cookie.starts_with(name))
            .cloned()
            .unwrap_or_else(|| panic!("{name}: {all:?}"))
    };
    let device = find(&first, "DT=DI1");
    assert!(device.contains("Max-Age=63072000") && device.contains("HttpOnly"), "{device}");
    assert_eq!(device.split(['=', ';']).nth(1).map(str::len), Some(25), "{device}");
    let tie = find(&first, "JSESSIONID=");
    assert_eq!(tie.split(['=', ';']).nth(1).map(str::len), Some(32), "{tie}");
    let page = browser.fill(&page, &[("identifier", "ann@acme.example"), ("rememberMe", "true")]).expect(200);
    let answer = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
    let second = sets(&answer);
    let session = find(&second, "sid=102");
    assert_eq!(session.split(['=', ';']).nth(1).map(str::len), Some(25), "{session}");
    find(&second, "idx=");
    assert!(find(&second, "ln=").contains("Max-Age=31536000"));
    let names: Vec<&String> = browser.cookies.keys().collect();
    for name in names {
        assert!(["sid", "idx", "DT", "JSESSIONID", "ln"].contains(&name.as_str()), "{name}");
    }
}

/// A Java server on the same host has a cookie of the same name. A sign-in leaves it alone.
#[test]
fn the_session_of_an_app_on_the_same_host_stays() {
    let scene = Scene::new("web");
    let mut browser = scene.browser();
    browser.cookies.insert("JSESSIONID".to_owned(), "0123456789ABCDEF0123456789ABCDEF".to_owned());
    let back = browser.sign_in(&scene.authorize("", &[]));
    assert!(member(&back, "code").is_some(), "{back}");
    assert_eq!(browser.cookies["JSESSIONID"], "0123456789ABCDEF0123456789ABCDEF");
}

/// Paths of the org, with and without a session: where each of them leads.
#[test]
fn paths_of_the_org_lead_where_they_should() {
    let scene = Scene::new("browser");
    let mut signed_in = scene.browser();
    signed_in.sign_in(&scene.authorize("", &[]));
    let home = "http://localhost/app/UserHome";
    let sign_in = "http://localhost/login/login.htm";
    let rows = [
        ("/", sign_in, home),
        ("/login/login.htm", "page", home),
        ("/login/login.htm?fromURI=%2Fapp%2FUserHome", "page", home),
        ("/login/default", "page", home),
        ("/signin", "page", home),
        ("/app/UserHome", "http://localhost/login/login.htm?fromURI=%2Fapp%2FUserHome", "page"),
        (
            "/app/UserHome?session_hint=AUTHENTICATED",
            "http://localhost/login/login.htm?fromURI=%2Fapp%2FUserHome",
            "page",
        ),
        ("/sso/idps/OKTA", "page", home),
        ("/activate", "page", "page"),
        ("/login/token/redirect?stateToken=used", "400", "400"),
        ("/oauth2/v1/authorize/redirect?okta_key=used", "400", "400"),
        ("/login/token/sso?token=x", "400", "400"),
        ("/enduser/callback?code=x", "page", "page"),
        ("/login/step-up/redirect?stateToken=x", "501", "501"),
        ("/sso/idps/0oa1", "501", "501"),
        // In two parts, since as a whole it looks like a path of somebody's machine.
        (concat!("/ho", "me/bookmark/0oa1/2557"), "404", "404"),
    ];
    let seen = |browser: &mut Browser, path: &str| {
        let answer = browser.get(path);
        match answer.status {
            200 => "page".to_owned(),
            302 => location(&answer),
            other => other.to_string(),
        }
    };
    for (path, without, with) in rows {
        assert_eq!(seen(&mut scene.browser(), path), without, "{path} without a session");
        assert_eq!(seen(&mut signed_in, path), with, "{path} with a session");
    }
    let out = signed_in.get("/login/signout?fromURI=%2Flogin%2Fdefault").expect(302);
    assert_eq!(location(&out), "http://localhost/login/default");
    assert!(!signed_in.cookies.contains_key("sid"));
}

/// A session token works once; on Classic Engine it means nothing to a browser that is signed in.
#[test]
fn a_session_token_is_used_up_where_it_means_something() {
    for identity_engine in [true, false] {
        let features = oktars_local::Features { identity_engine, ..oktars_local::Features::default() };
        let org = oktars_local::Org::builder().features(features).build().expect("an org");
        let scene = Scene::of(crate::client::Client::of(org), "browser", &json!({}));
        let mut browser = scene.browser();
        let silent = |token: &str| scene.authorize("", &[("sessionToken", token), ("prompt", "none")]);
        browser.get(&silent(&session_token(&scene))).expect(302);
        let first = browser.cookies["sid"].clone();
        let token = session_token(&scene);
        browser.get(&silent(&token)).expect(302);
        assert_eq!(browser.cookies["sid"] == first, !identity_engine);
        let later = scene.browser().get(&silent(&token)).expect(302);
        assert_eq!(member(&location(&later), "code").is_some(), !identity_engine, "unused on Classic Engine");
    }
}

/// A tool that signs in over the API writes the cookie itself, and a silent request is let through.
#[test]
fn a_session_of_the_api_opens_a_silent_request() {
    let scene = Scene::new("browser");
    let body = json!({ "sessionToken": session_token(&scene) });
    let session = scene.client.post("/api/v1/sessions", &body).expect(200).json();
    let cookie = format!("sid={}", session["id"].as_str().expect("an id"));
    let url = format!("http://localhost{}", scene.authorize("", &[("prompt", "none")]));
    let answer = send(&scene.client.org, "GET", &url, &[("cookie", &cookie)], "").expect(302);
    assert!(member(&location(&answer), "code").is_some(), "{}", location(&answer));
    let again = send(
        &scene.client.org,
        "POST",
        "http://localhost/api/v1/sessions/me/lifecycle/refresh",
        &[("cookie", &cookie)],
        "",
    );
    assert_eq!(again.expect(200).json()["status"], "ACTIVE");
    let nobody = send(
        &scene.client.org,
        "GET",
        "http://localhost/api/v1/sessions/me",
        &[("cookie", "sid=102unknown")],
        "",
    );
    assert_eq!(nobody.expect(404).json()["errorCode"], "E0000007");
}

/// A provider is asked for by each relation; an unknown user is no error, and gives nothing away.
#[test]
fn web_finger_answers_for_everybody_alike() {
    let scene = Scene::new("browser");
    let issuer = "https://openid.net/specs/connect/1.0/issuer";
    for login in ["ann@acme.example", "nobody@acme.example"] {
        for (rel, told) in [
            ("", issuer),
            ("&rel=http://openid.net/specs/connect/1.0/issuer", issuer),
            ("&rel=okta:idp", "okta:idp"),
        ] {
            let path = format!("/.well-known/webfinger?resource=okta:acct:{login}{rel}");
            let answer = send(&scene.client.org, "GET", &format!("http://localhost{path}"), &[], "")
                .expect(200)
                .json();
            assert_eq!(answer["subject"], json!(format!("okta:acct:{login}")));
            assert_eq!(answer["links"].as_array().map(Vec::len), Some(1), "{path}");
            assert_eq!(answer["links"][0]["rel"], told);
            assert_eq!(answer["links"][0]["href"], "http://localhost/sso/idps/OKTA");
            assert_eq!(answer["links"][0]["properties"]["okta:idp:type"], "OKTA");
        }
    }
}

/// A silent request counts as a use of the session.
#[test]
fn a_silent_request_keeps_a_session_alive() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    for _ in 0..3 {
        scene.client.org.advance(90 * 60);
        let silent = browser.get(&scene.authorize("", &[("prompt", "none")])).expect(302);
        assert!(member(&location(&silent), "code").is_some());
    }
    scene.client.org.advance(121 * 60);
    let silent = browser.get(&scene.authorize("", &[("prompt", "none")])).expect(302);
    assert_eq!(member(&location(&silent), "error").as_deref(), Some("login_required"));
}

/// Paths and grants that are only named answer that they are not served, with their name.
#[test]
fn what_is_not_served_says_so() {
    let scene = Scene::new("web");
    for grant in [
        "interaction_code",
        "urn:ietf:params:oauth:grant-type:saml2-bearer",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "urn:openid:params:grant-type:ciba",
        "urn:okta:params:oauth:grant-type:otp",
        "urn:okta:params:oauth:grant-type:oob",
        "http://auth0.com/oauth/grant-type/mfa-otp",
        "http://auth0.com/oauth/grant-type/mfa-oob",
    ] {
        for server in ["", "/default"] {
            let refused = scene.grant(server, &[("grant_type", grant)]).expect(400).json();
            assert_eq!(refused["error"], "unsupported_grant_type", "{grant}");
        }
    }
    for (method, path) in [
        ("POST", "/idp/idx/introspect"),
        ("POST", "/oauth2/default/v1/bc/authorize"),
        ("POST", "/oauth2/default/v1/primary-authenticate"),
        ("POST", "/oauth2/default/v1/challenge"),
    ] {
        let answer = send(&scene.client.org, method, &format!("http://localhost{path}"), &[], "");
        assert_eq!(answer.status, 501, "{path}");
        assert!(answer.text().contains("The local org does not serve"), "{}", answer.text());
    }
    let saml = scene.browser().get("/app/amazon_aws/exk1/sso/saml");
    assert_eq!(saml.status, 404);
}

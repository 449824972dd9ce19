//! What bad input gets: a page or an error of OAuth, and nothing else.

use serde_json::json;

use super::scene::{CALLBACK, PASSWORD, Scene, location, member, send};

/// Parameters twice, too long, and not in UTF-8.
#[test]
fn parameters_that_cannot_be_read_are_told() {
    let scene = Scene::new("browser");
    let good = scene.authorize("", &[]);
    let long = "x".repeat(5000);
    let pages = [
        format!("{good}&client_id={}", scene.app),
        format!("{good}&redirect_uri=https%3A%2F%2Fevil.example"),
        good.replace("state=s+1", &format!("state={long}")),
        good.replace("state=s+1", "state=%ff%fe"),
        good.replace("state=s+1", "state=a%00b"),
    ];
    for url in pages {
        let answer = scene.browser().get(&url);
        assert_eq!(answer.status, 400, "{}", &url[..200.min(url.len())]);
        assert!(answer.headers.get("location").is_none());
        assert!(answer.text().contains("Error Code: invalid_request"), "{}", answer.text());
    }
    for more in ["state=again", "scope=openid", "nonce=n2", "unknown=1&unknown=2"] {
        let answer = scene.browser().get(&format!("{good}&{more}")).expect(302);
        let back = location(&answer);
        assert_eq!(member(&back, "error").as_deref(), Some("invalid_request"), "{back}");
        assert!(member(&back, "error_description").is_some_and(|text| text.contains("Duplicate parameter")));
    }
    for end in ["token", "introspect", "revoke", "par", "device/authorize"] {
        let url = format!("http://localhost/oauth2/v1/{end}");
        let twice = "client_id=a&client_id=b&grant_type=password";
        let huge = format!("client_id=a&scope={}", "x".repeat(70_000));
        for form in [twice, "client_id=%ff%fe", &huge] {
            let answer = send(&scene.client.org, "POST", &url, &[], form).expect(400).json();
            assert_eq!(answer["error"], "invalid_request", "{end}: {answer}");
            assert!(answer["error_description"].is_string());
        }
    }
}

/// Forms of addresses that look like the registered one and are not.
#[test]
fn a_redirect_uri_is_the_registered_one_letter_by_letter() {
    let scene = Scene::new("browser");
    for uri in [
        "http://localhost:3000/callback#x",
        "http://localhost:3000/callback?x=1",
        "http://user@localhost:3000/callback",
        "http://localhost:3000/x/../callback",
        "http://localhost:3000//callback",
        "http://LOCALHOST:3000/callback",
        "http://localhost:03000/callback",
        "http://127.0.0.1:3000/callback",
        "http://[::1]:3000/callback",
        "http://2130706433:3000/callback",
        "http://localhost.:3000/callback",
        "https://localhost:3000/callback",
        "http://localhost:3000/callbacK",
        "http://localhost:3000/callback%2e",
        " http://localhost:3000/callback",
        "callback",
    ] {
        let answer = scene.browser().get(&scene.authorize("", &[("redirect_uri", uri)]));
        assert_eq!(answer.status, 400, "{uri}");
        let text = answer.text();
        assert!(text.contains("must be a Login redirect URI in the client app settings"), "{uri}: {text}");
    }
}

/// Wildcards stand for a part of the first label of an https host, where the app allows them.
#[test]
fn a_wildcard_stands_for_a_part_of_one_label() {
    let more =
        json!({ "redirect_uris": ["https://pre-*-x.acme.example/cb"], "wildcard_redirect": "SUBDOMAIN" });
    let scene = Scene::with("browser", &more);
    let cases = [
        ("https://pre-1-x.acme.example/cb", 200),
        ("https://pre--x.acme.example/cb", 400),
        ("https://pre-a.b-x.acme.example/cb", 400),
        ("https://pre-1-x.acme.example/cb/", 400),
        ("https://pre-1/.evil.example/-x.acme.example/cb", 400),
        ("http://pre-1-x.acme.example/cb", 400),
    ];
    for (uri, status) in cases {
        assert_eq!(
            scene.browser().get(&scene.authorize("", &[("redirect_uri", uri)])).status,
            status,
            "{uri}"
        );
    }
}

/// Forms twice, out of order, of another browser, with unknown and old keys: a page, and no session.
#[test]
fn forms_that_do_not_belong_sign_nobody_in() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    let page = browser.get(&scene.authorize("", &[])).expect(200);
    for typed in [
        vec![("step", "nonsense")],
        vec![("key", "unknown"), ("step", "identify")],
        vec![("key", ""), ("step", "password")],
    ] {
        let answer = browser.send("POST", "/login/step", &typed);
        assert_eq!(answer.status, 400);
        assert!(answer.text().contains("Request expired, please start over and try again."));
    }
    let key =
        page.text().split("name=\"key\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let own = |more: &[(&'static str, &'static str)]| {
        let mut form = vec![("key", key.as_str())];
        form.extend(more);
        form.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()
    };
    for form in [
        own(&[
            ("step", "code"),
            ("stateToken", "00unknown"),
            ("factor", "x"),
            ("credentials.passcode", "123456"),
        ]),
        own(&[("step", "factor"), ("stateToken", "00unknown"), ("factor", "x|sms")]),
        own(&[("step", "push"), ("stateToken", "00unknown"), ("factor", "x")]),
        own(&[("step", "enroll"), ("stateToken", "00unknown"), ("factor", "email|OKTA")]),
        own(&[("step", "activate"), ("stateToken", "00unknown"), ("factor", "x")]),
        own(&[
            ("step", "new-password"),
            ("stateToken", "00unknown"),
            ("oldPassword", "a"),
            ("newPassword", "b"),
        ]),
        own(&[("step", "reset-password"), ("stateToken", "00unknown"), ("newPassword", "b")]),
        own(&[("step", "recovery-answer"), ("stateToken", "00unknown")]),
        own(&[("step", "unlock"), ("token", "unknown")]),
        own(&[("step", "consent")]),
        own(&[("step", "device"), ("userCode", "BCDFGHJK")]),
    ] {
        let form: Vec<(&str, &str)> =
            form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = browser.send("POST", "/login/step", &form);
        assert!(matches!(answer.status, 200 | 400), "{form:?}: {}", answer.text());
        assert!(!browser.cookies.contains_key("sid"), "{form:?}");
    }
    let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    let first = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
    browser.get(&location(&first)).expect(302);
    assert_eq!(browser.get(&location(&first)).status, 400, "the second time it is over");
    assert_eq!(browser.fill(&page, &[("credentials.passcode", PASSWORD)]).status, 400);
}

/// A form comes too late: an hour, or a clock that is far off.
#[test]
fn what_waits_ends_by_the_clock() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    let page = browser.get(&scene.authorize("", &[])).expect(200);
    scene.client.org.advance(3601);
    assert_eq!(browser.fill(&page, &[("identifier", "ann@acme.example")]).status, 400);
    let code = scene.code("", &[]);
    scene.client.org.advance(301);
    assert_eq!(scene.token("", &[("code", &code)]).expect(400).json()["error"], "invalid_grant");
    let tokens = scene.tokens("", &[]);
    scene.client.org.advance(10 * 366 * 24 * 3600);
    assert_eq!(scene.user_info("", &tokens["access_token"]).status, 401);
    assert_eq!(scene.refresh("", &tokens["refresh_token"]).expect(400).json()["error"], "invalid_grant");
    scene.client.org.advance(-20 * 366 * 24 * 3600);
    scene.browser().get(&scene.authorize("", &[])).expect(200);
}

/// What waits outlives a restart of an org with a file: page, code and tokens.
#[test]
fn what_waits_outlives_a_restart() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("org.redb");
    let open = || oktars_local::Org::builder().file(&file).build().expect("an org");
    let mut scene = Scene::of(crate::client::Client::of(open()), "browser", &json!({}));
    let mut browser = scene.browser();
    let page = browser.get(&scene.authorize("", &[])).expect(200);
    let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    let code = scene.code("", &[]);
    let tokens = scene.tokens("", &[]);
    let cookies = browser.cookies.clone();
    drop(browser);
    scene.client.org = oktars_local::Org::in_memory();
    scene.client.org = open();
    let mut browser = scene.browser();
    browser.cookies = cookies;
    let answer = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
    let back = location(&browser.get(&location(&answer)).expect(302));
    assert!(back.starts_with(CALLBACK) && member(&back, "code").is_some(), "{back}");
    scene.token("", &[("code", &code)]).expect(200);
    scene.user_info("", &tokens["access_token"]).expect(200);
    scene.refresh("", &tokens["refresh_token"]).expect(200);
    let silent = browser.get(&scene.authorize("", &[("prompt", "none")])).expect(302);
    assert!(member(&location(&silent), "code").is_some(), "the session as well");
}

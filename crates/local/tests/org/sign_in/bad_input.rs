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

/// Whatever takes a form or a query says so where a parameter stands there twice, is endless, or is no text.
#[test]
fn no_endpoint_takes_a_form_that_cannot_be_read() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    let back = browser.sign_in(&scene.authorize("", &[]));
    let tokens = scene.token("", &[("code", &member(&back, "code").expect("a code"))]).expect(200).json();
    let hint = tokens["id_token"].as_str().expect("a token");
    let access = tokens["access_token"].as_str().expect("a token");
    let page = scene.browser().get(&scene.authorize("", &[])).expect(200).text();
    let key =
        page.split("name=\"key\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a key");
    let endless = "x".repeat(70_000);
    for (path, name, value) in [
        ("/oauth2/v1/logout", "id_token_hint", hint),
        ("/oauth2/default/v1/logout", "id_token_hint", hint),
        ("/oauth2/v1/userinfo", "access_token", access),
        ("/login/step", "key", key),
        ("/login/sessionCookieRedirect", "redirectUrl", "/app/UserHome"),
    ] {
        for form in [
            format!("{name}={value}&{name}={value}"),
            format!("{name}={value}&x={endless}"),
            format!("{name}={value}&x=%ff%fe"),
        ] {
            let cookies: Vec<String> =
                browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let headers = [
                ("cookie", cookies.join("; ")),
                ("content-type", "application/x-www-form-urlencoded".to_owned()),
            ];
            let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
            let answer = send(&scene.client.org, "POST", &format!("http://localhost{path}"), &headers, &form);
            assert_eq!(answer.status, 400, "{path}: {}", &form[..60]);
            assert!(answer.headers.get("location").is_none(), "{path}");
        }
    }
    let silent = browser.get(&scene.authorize("", &[("prompt", "none")])).expect(302);
    assert!(member(&location(&silent), "code").is_some(), "nobody was signed out");
}

/// A form that is sent twice, before its time, or after the org began anew gives nothing more.
#[test]
fn forms_twice_and_out_of_order_give_nothing_more() {
    let scene = Scene::with("browser", &json!({ "consent_method": "REQUIRED" }));
    let scope = json!({ "name": "read", "consent": "REQUIRED" });
    scene.client.post("/api/v1/authorizationServers/default/scopes", &scope).expect(201);
    let url = scene.authorize("/default", &[("scope", "openid read")]);
    let mut browser = scene.browser();
    let page = browser.get(&url).expect(200);
    let key = page
        .text()
        .split("name=\"key\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a key")
        .to_owned();
    // The password and the consent come before anybody has said who they are.
    for more in [
        vec![("step", "password"), ("credentials.passcode", PASSWORD)],
        vec![("step", "consent")],
        vec![("step", "classic"), ("password", PASSWORD)],
    ] {
        let mut form = vec![("key", key.as_str())];
        form.extend(more.iter().copied());
        browser.send("POST", "/login/step", &form);
        assert!(!browser.cookies.contains_key("sid"), "{more:?}");
        let back = browser.get(&format!("/oauth2/v1/authorize/redirect?okta_key={key}"));
        assert_ne!(back.status, 302, "{more:?}");
        let again = browser.get(&url).expect(200);
        assert!(again.text().contains("name=\"identifier\""), "{more:?}");
    }
    let page = browser.get(&url).expect(200);
    let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    let answer = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
    let consent = browser.get(&location(&answer)).expect(200);
    let first = browser.fill(&consent, &[]).expect(302);
    let twice = browser.fill(&consent, &[]).expect(302);
    assert_eq!(location(&first), location(&twice));
    assert!(member(&location(&browser.get(&location(&first)).expect(302)), "code").is_some());
    assert_eq!(browser.get(&location(&twice)).status, 400, "one code for two forms");
    assert_eq!(browser.fill(&consent, &[("deny", "true")]).status, 400, "too late to refuse");
    let waiting = scene.browser().get(&url).expect(200);
    scene.client.org.reset().expect("a reset");
    assert_eq!(scene.browser().fill(&waiting, &[("identifier", "ann@acme.example")]).status, 400);
}

/// A state token that was used, on the page of a later sign-in, is over; and nobody is signed in.
#[test]
fn a_state_token_of_before_is_over() {
    let scene = Scene::new("browser");
    scene.enroll_email();
    scene.require_factor();
    let value = |page: &str, name: &str| {
        let found = page.split(&format!("name=\"{name}\" value=\"")).nth(1);
        found.and_then(|rest| rest.split('"').next()).expect("a field").to_owned()
    };
    let mut browser = scene.browser();
    let page = browser.get(&scene.authorize("", &[])).expect(200);
    let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    let choice = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(200);
    let (factor, state) = (value(&choice.text(), "factor"), value(&choice.text(), "stateToken"));
    let code = browser.fill(&choice, &[("factor", &factor)]).expect(200);
    let passcode = scene.last_mail().token;
    browser.fill(&code, &[("credentials.passcode", &passcode)]).expect(302);
    let mut other = scene.browser();
    let key = value(&other.get(&scene.authorize("", &[])).expect(200).text(), "key");
    let id = factor.split('|').next().expect("an id");
    for more in [
        vec![("step", "code"), ("factor", id), ("type", "email"), ("credentials.passcode", &passcode)],
        vec![("step", "factor"), ("factor", &factor)],
        vec![("step", "push"), ("factor", id)],
    ] {
        let mut form = vec![("key", key.as_str()), ("stateToken", state.as_str())];
        form.extend(more.iter().copied());
        let answer = other.send("POST", "/login/step", &form).expect(400);
        assert!(answer.text().contains("Request expired, please start over and try again."), "{more:?}");
    }
    assert!(!other.cookies.contains_key("sid"));
}

/// A client that goes away in the middle of its request has asked for nothing: its code is still good.
#[tokio::test]
async fn a_client_that_goes_away_gets_nothing_and_takes_nobody_along() {
    use tokio::io::AsyncWriteExt;
    let scene = Scene::new("browser");
    let code = scene.code("", &[]);
    let server =
        oktars_local::Server::bind(scene.client.org.clone(), ([127, 0, 0, 1], 0).into()).expect("a port");
    let address = server.addr();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let served = tokio::spawn(server.serve(async { drop(stopped.await) }));
    let form = [
        ("grant_type", "authorization_code"),
        ("redirect_uri", CALLBACK),
        ("code_verifier", super::scene::VERIFIER),
        ("client_id", &scene.app),
        ("code", &code),
    ];
    let body = super::scene::encoded(&form);
    let head = format!(
        "POST /oauth2/v1/token HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let whole = format!("{head}{body}");
    for length in [20, head.len(), head.len() + body.len() / 2, whole.len() - 1] {
        let mut stream = tokio::net::TcpStream::connect(address).await.expect("a connection");
        stream.write_all(&whole.as_bytes()[..length]).await.expect("a part");
        drop(stream);
    }
    // The last one to speak is heard after those before.
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("a connection");
    stream
        .write_all(
            format!("GET /oauth2/v1/keys HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")
                .as_bytes(),
        )
        .await
        .expect("a request");
    let mut answer = String::new();
    tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    scene.token("", &[("code", &code)]).expect(200);
    stop.send(()).expect("a server");
    served.await.expect("a task").expect("an end");
}

//! The System Log of a sign-in, and that no secret of it is written down.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::scene::{CALLBACK, PASSWORD, Scene, VERIFIER, encoded, location, member, send};

/// Every step leaves its event, with Okta's types, and the client as the one who acts.
#[test]
fn every_step_is_in_the_log() {
    for (server, part) in [("", ""), ("/default", "as.")] {
        let scene = Scene::new("browser");
        scene.enroll_email();
        scene.require_factor();
        let mut browser = scene.browser();
        let page = browser.get(&scene.authorize(server, &[])).expect(200);
        let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
        browser.fill(&page, &[("credentials.passcode", "wrong")]);
        let page = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(200);
        let id = page
            .text()
            .split("name=\"factor\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        let page = browser.fill(&page, &[("factor", &id)]).expect(200);
        let page = browser.fill(&page, &[("credentials.passcode", "wrong")]).expect(200);
        let answer = browser.fill(&page, &[("credentials.passcode", &scene.last_mail().token)]).expect(302);
        let code = member(&location(&browser.get(&location(&answer)).expect(302)), "code").expect("a code");
        let tokens = scene.token(server, &[("code", &code)]).expect(200).json();
        scene.token(server, &[("code", &code), ("redirect_uri", "http://localhost:3000/x")]).expect(400);
        let second = scene.tokens_again(&mut browser, server);
        let rotated = scene.refresh(server, &second["refresh_token"]).expect(200).json();
        scene.client.org.advance(40);
        scene.refresh(server, &second["refresh_token"]).expect(400);
        let form =
            [("client_id", scene.app.as_str()), ("token", tokens["access_token"].as_str().expect("a token"))];
        scene.browser().send("POST", &format!("/oauth2{server}/v1/revoke"), &form).expect(200);
        browser.get(&scene.authorize(server, &[("scope", "openid nonsense")])).expect(302);
        let implicit =
            [("response_type", "id_token token"), ("code_challenge", ""), ("code_challenge_method", "")];
        browser.get(&scene.authorize(server, &implicit)).expect(302);
        scene
            .client
            .send("DELETE", &format!("/api/v1/apps/{}/users/{}", scene.app, scene.user), &Value::Null)
            .expect(204);
        browser.get(&scene.authorize(server, &[])).expect(400);
        let hint = rotated["id_token"].as_str().expect("a token");
        browser
            .get(&format!("/oauth2{server}/v1/logout?{}", encoded(&[("id_token_hint", hint)])))
            .expect(302);
        let events = scene.events();
        let of = |name: &str, result: &str| {
            let name = name.replace("oauth2.", &format!("oauth2.{part}"));
            let found = events
                .iter()
                .find(|event| event["eventType"] == name.as_str() && event["outcome"]["result"] == result);
            found.cloned().unwrap_or_else(|| panic!("no {name} {result}"))
        };
        for (name, result) in [
            ("user.session.start", "SUCCESS"),
            ("user.session.start", "FAILURE"),
            ("user.authentication.auth_via_mfa", "SUCCESS"),
            ("user.authentication.auth_via_mfa", "FAILURE"),
            ("user.authentication.sso", "SUCCESS"),
            ("policy.evaluate_sign_on", "ALLOW"),
            ("app.oauth2.authorize.code", "SUCCESS"),
            ("app.oauth2.authorize", "FAILURE"),
            ("app.oauth2.authorize.implicit.access_token", "SUCCESS"),
            ("app.oauth2.authorize.implicit.id_token", "SUCCESS"),
            ("app.oauth2.token.grant", "FAILURE"),
            ("app.oauth2.token.grant.access_token", "SUCCESS"),
            ("app.oauth2.token.grant.id_token", "SUCCESS"),
            ("app.oauth2.token.grant.refresh_token", "SUCCESS"),
            ("app.oauth2.token.detect_reuse", "FAILURE"),
            ("app.oauth2.token.revoke", "SUCCESS"),
            ("app.generic.unauth_app_access_attempt", "FAILURE"),
            ("user.session.end", "SUCCESS"),
        ] {
            let event = of(name, result);
            assert_ne!(event["displayMessage"], event["eventType"], "{name} has a message");
        }
        let event = of("app.oauth2.authorize.code", "SUCCESS");
        assert_eq!(
            (&event["actor"]["type"], &event["actor"]["id"]),
            (&json!("PublicClientApp"), &json!(scene.app))
        );
        assert_eq!(event["client"]["id"], json!(scene.app));
        let kinds: Vec<&Value> =
            event["target"].as_array().expect("targets").iter().map(|target| &target["type"]).collect();
        assert_eq!(kinds, [&json!("User"), &json!("code")]);
        let debug = &event["debugContext"]["debugData"];
        assert_eq!(
            (&debug["grantType"], &debug["redirectUri"]),
            (&json!("authorization_code"), &json!(CALLBACK))
        );
        assert_eq!(
            debug["grantedScopes"],
            "openid, profile, email, offline_access".replace(
                "profile, email",
                if server.is_empty() { "email, profile" } else { "profile, email" }
            )
        );
        let reasons: BTreeSet<&str> =
            events.iter().filter_map(|event| event["outcome"]["reason"].as_str()).collect();
        for reason in ["mismatched_redirect_uri", "user_not_assigned", "INVALID_CREDENTIALS"] {
            assert!(reasons.contains(reason), "{reason}: {reasons:?}");
        }
    }
}

/// Neither log nor requests hold a code, a token, a verifier or a password.
#[test]
fn no_secret_of_a_sign_in_is_written_down() {
    let scene = Scene::new("web");
    scene.enroll_email();
    scene.require_factor();
    let mut browser = scene.browser();
    let page = browser.get(&scene.authorize("/default", &[])).expect(200);
    let mut secrets = vec![VERIFIER.to_owned(), PASSWORD.to_owned(), scene.secret.clone()];
    let hidden = |page: &str, name: &str| {
        page.split(&format!("name=\"{name}\" value=\""))
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .map(str::to_owned)
    };
    secrets.extend(hidden(&page.text(), "key"));
    let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    let page = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(200);
    secrets.extend(hidden(&page.text(), "stateToken"));
    let id = hidden(&page.text(), "factor").expect("a factor");
    let page = browser.fill(&page, &[("factor", &id)]).expect(200);
    let answer = browser.fill(&page, &[("credentials.passcode", &scene.last_mail().token)]).expect(302);
    secrets.push(scene.last_mail().token);
    let code = member(&location(&browser.get(&location(&answer)).expect(302)), "code").expect("a code");
    let tokens = scene.token("/default", &[("code", &code)]).expect(200).json();
    let text = |name: &str| tokens[name].as_str().expect("a token").to_owned();
    let again = scene.refresh("/default", &tokens["refresh_token"]).expect(200).json();
    secrets.extend(["access_token", "id_token", "refresh_token"].map(text));
    secrets.extend(again["access_token"].as_str().map(str::to_owned));
    secrets.extend([
        code,
        browser.cookies["sid"].clone(),
        browser.cookies["idx"].clone(),
        browser.cookies["JSESSIONID"].clone(),
    ]);
    scene.user_info("/default", &tokens["access_token"]).expect(200);
    browser
        .get(&format!("/oauth2/default/v1/logout?{}", encoded(&[("id_token_hint", &text("id_token"))])))
        .expect(302);
    let form = [
        ("client_id", scene.app.as_str()),
        ("client_secret", &scene.secret),
        ("token", &text("access_token")),
    ];
    scene.browser().send("POST", "/oauth2/default/v1/introspect", &form).expect(200);
    let forgot = browser.get("/signin/forgot-password").expect(200);
    browser.fill(&forgot, &[("identifier", "ann@acme.example")]).expect(200);
    secrets.push(scene.last_mail().token);
    browser.get(&scene.last_mail().url).expect(200);
    let written = [
        ("log", Value::from(scene.events()).to_string()),
        ("requests", serde_json::to_string(&scene.client.org.requests()).expect("JSON")),
        (
            "/_local/requests",
            send(&scene.client.org, "GET", "http://localhost/_local/requests", &[], "").text(),
        ),
    ];
    for secret in &secrets {
        for (place, text) in &written {
            let at = text.find(secret.as_str());
            let around = at.map(|at| &text[at.saturating_sub(80)..at]);
            assert!(at.is_none(), "{place} holds {secret} behind {around:?}");
        }
    }
}

/// One wrong secret is a refusal; many within minutes are an event of their own, once, and later again.
#[test]
fn many_wrong_secrets_are_an_event_of_their_own() {
    let scene = Scene::new("web");
    let wrong = |times: usize| {
        for _ in 0..times {
            scene.token("/default", &[("code", "x"), ("client_secret", "wrong")]).expect(401);
        }
    };
    let told = || {
        let is_it = |event: &&Value| event["eventType"] == "app.oauth2.invalid_client_credentials";
        scene.events().iter().filter(is_it).cloned().collect::<Vec<_>>()
    };
    wrong(4);
    assert_eq!(told().len(), 0);
    wrong(6);
    let events = told();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (&events[0]["actor"]["id"], &events[0]["outcome"]["result"]),
        (&json!(scene.app), &json!("FAILURE"))
    );
    scene.client.org.advance(301);
    wrong(4);
    assert_eq!(told().len(), 1, "those of before are forgotten");
    wrong(1);
    assert_eq!(told().len(), 2);
}

/// A rule that lets somebody in, and not with all scopes: the log names those.
#[test]
fn scopes_that_a_policy_denies_are_in_the_log() {
    let scene = Scene::new("browser");
    let (path, mut rule) = scene.rule("/default");
    rule["conditions"]["scopes"]["include"] = json!(["openid"]);
    scene.client.send("PUT", &path, &rule).expect(200);
    let back = scene.browser().sign_in(&scene.authorize("/default", &[("scope", "openid email")]));
    assert_eq!(member(&back, "error").as_deref(), Some("access_denied"), "{back}");
    let events = scene.events();
    let found = events.iter().find(|event| event["eventType"] == "app.oauth2.as.authorize.scope_denied");
    let event = found.expect("an event");
    assert_eq!(event["debugContext"]["debugData"]["deniedScopes"], "email");
    assert_eq!((&event["actor"]["id"], &event["outcome"]["result"]), (&json!(scene.app), &json!("FAILURE")));
    let code = scene.code("/default", &[("scope", "openid")]);
    scene.token("/default", &[("code", &code)]).expect(200);
    let count = |events: &[Value]| {
        events.iter().filter(|event| event["eventType"] == "app.oauth2.as.authorize.scope_denied").count()
    };
    assert_eq!(count(&scene.events()), count(&events), "nothing was denied this time");
}

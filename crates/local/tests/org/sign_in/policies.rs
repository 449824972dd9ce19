//! Policies decide: who may open an app, with how many factors, how fresh; and what people consent to.

use serde_json::{Value, json};

use super::scene::{Browser, PASSWORD, Scene, location, member};
use crate::client::Answer;

/// Gives the app a sign-on policy of its own, whose last rule does this.
fn app_policy(scene: &Scene, app_sign_on: &Value) {
    let body = json!({ "name": "Own", "type": "ACCESS_POLICY", "description": "x" });
    let policy = scene.client.post("/api/v1/policies", &body).expect(200).json();
    let id = policy["id"].as_str().expect("an id");
    let rules = scene.client.get(&format!("/api/v1/policies/{id}/rules")).expect(200).json();
    let mut rule = rules[0].clone();
    rule["actions"]["appSignOn"] = app_sign_on.clone();
    let path = format!("/api/v1/policies/{id}/rules/{}", rule["id"].as_str().expect("an id"));
    scene.client.send("PUT", &path, &rule).expect(200);
    scene.client.send("PUT", &format!("/api/v1/apps/{}/policies/{id}", scene.app), &Value::Null).expect(204);
}

fn method(factors: &str, again: &str) -> Value {
    json!({ "access": "ALLOW", "verificationMethod": {
        "type": "ASSURANCE", "factorMode": factors, "reauthenticateIn": again, "constraints": [],
    } })
}

fn code_of(answer: &Answer, browser: &mut Browser) -> Option<String> {
    let back = location(&browser.get(&location(answer)).expect(302));
    member(&back, "code")
}

/// A second factor for one app: who is signed in already proves one more, and keeps the time of the password.
#[test]
fn an_app_asks_for_a_second_factor() {
    let scene = Scene::new("browser");
    scene.enroll_email();
    app_policy(&scene, &method("1FA", "PT12H"));
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    app_policy_again(&scene);
    scene.client.org.advance(60);
    let silent = browser.get(&scene.authorize("", &[("prompt", "none")])).expect(302);
    let back = location(&silent);
    assert_eq!(member(&back, "error").as_deref(), Some("login_required"));
    assert!(
        member(&back, "error_description").is_some_and(|text| text.contains("re-authentication or MFA")),
        "{back}"
    );
    let page = browser.get(&scene.authorize("", &[])).expect(200);
    assert!(page.text().contains("data-se=\"okta_email\""), "{}", page.text());
    let id =
        page.text().split("name=\"factor\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = browser.fill(&page, &[("factor", &id)]).expect(200);
    let wrong = browser.fill(&page, &[("credentials.passcode", "000000x")]).expect(200);
    assert!(wrong.text().contains("infobox-error"), "{}", wrong.text());
    let answer = browser.fill(&wrong, &[("credentials.passcode", &scene.last_mail().token)]).expect(302);
    let code = code_of(&answer, &mut browser).expect("a code");
    let id = super::scene::claims(&scene.token("", &[("code", &code)]).expect(200).json()["id_token"]);
    assert_eq!(id["amr"], json!(["pwd", "otp", "mfa"]));
    let now = scene.client.org.now().as_second();
    assert!(id["auth_time"].as_i64().is_some_and(|time| time <= now - 60), "the password was typed before");
    let silent = browser.get(&scene.authorize("", &[("prompt", "none")])).expect(302);
    assert!(member(&location(&silent), "code").is_some());
}

fn app_policy_again(scene: &Scene) {
    let body = json!({ "name": "Two", "type": "ACCESS_POLICY", "description": "x" });
    let policy = scene.client.post("/api/v1/policies", &body).expect(200).json();
    let id = policy["id"].as_str().expect("an id");
    scene.client.send("PUT", &format!("/api/v1/apps/{}/policies/{id}", scene.app), &Value::Null).expect(204);
    let rules = scene.client.get(&format!("/api/v1/policies/{id}/rules")).expect(200).json();
    let mut rule = rules[0].clone();
    rule["actions"]["appSignOn"] = method("2FA", "PT12H");
    let path = format!("/api/v1/policies/{id}/rules/{}", rule["id"].as_str().expect("an id"));
    scene.client.send("PUT", &path, &rule).expect(200);
}

#[test]
fn an_app_lets_nobody_in_or_asks_for_the_password_again() {
    let scene = Scene::new("browser");
    app_policy(&scene, &method("1FA", "PT1H"));
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    scene.client.org.advance(3601);
    let page = browser.get(&scene.authorize("", &[])).expect(200);
    assert!(page.text().contains("name=\"identifier\""), "the password is too old");
    let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    let answer = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
    assert!(code_of(&answer, &mut browser).is_some());
    let denied = Scene::new("browser");
    app_policy(&denied, &json!({ "access": "DENY" }));
    let mut browser = denied.browser();
    let page = browser.get(&denied.authorize("", &[])).expect(200);
    let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    let answer = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
    let page = browser.get(&location(&answer)).expect(400);
    assert!(page.text().contains("Error Code: access_denied"), "{}", page.text());
    let silent = browser.get(&denied.authorize("", &[("prompt", "none")])).expect(302);
    assert_eq!(member(&location(&silent), "error").as_deref(), Some("access_denied"));
}

/// The age of a sign-in, and the level that a client asks for.
#[test]
fn clients_ask_for_freshness_and_for_a_level() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    scene.client.org.advance(100);
    let ask = |browser: &mut Browser, more: &[(&str, &str)]| browser.get(&scene.authorize("", more));
    assert_eq!(ask(&mut browser, &[("max_age", "200")]).status, 302);
    assert_eq!(ask(&mut browser, &[("max_age", "50")]).status, 200, "the page asks again");
    assert_eq!(ask(&mut browser, &[("max_age", "0")]).status, 200);
    assert_eq!(ask(&mut browser, &[("prompt", "login")]).status, 200);
    let silent = ask(&mut browser, &[("max_age", "50"), ("prompt", "none")]).expect(302);
    assert_eq!(member(&location(&silent), "error").as_deref(), Some("login_required"));
    for (acr, met) in [
        ("urn:okta:loa:1fa:pwd", Some("urn:okta:loa:1fa:pwd")),
        ("urn:nonsense", None),
        ("urn:okta:loa:2fa:any urn:okta:loa:1fa:any", Some("urn:okta:loa:1fa:any")),
    ] {
        let answer = ask(&mut browser, &[("acr_values", acr)]).expect(302);
        let code = member(&location(&answer), "code").expect("a code");
        let tokens = scene.token("", &[("code", &code)]).expect(200).json();
        for token in ["id_token", "access_token"] {
            assert_eq!(super::scene::claims(&tokens[token])["acr"].as_str(), met, "{acr}");
        }
    }
    let unmet = ask(&mut browser, &[("acr_values", "phr")]).expect(302);
    assert_eq!(member(&location(&unmet), "error").as_deref(), Some("unmet_authentication_requirements"));
    let more = ask(&mut browser, &[("acr_values", "urn:okta:loa:2fa:any")]).expect(200);
    assert!(more.text().contains("Set up security methods"), "{}", more.text());
}

/// No rule of the server fits: the client is told so.
#[test]
fn the_policies_of_a_server_decide() {
    let scene = Scene::new("browser");
    let (path, mut rule) = scene.rule("/default");
    rule["conditions"]["people"] = json!({ "users": { "include": [], "exclude": [scene.user] }, "groups": rule["conditions"]["people"]["groups"] });
    scene.client.send("PUT", &path, &rule).expect(200);
    let back = scene.browser().sign_in(&scene.authorize("/default", &[]));
    assert_eq!(member(&back, "error").as_deref(), Some("access_denied"));
    assert!(
        member(&back, "error_description").is_some_and(|text| text.starts_with("Policy evaluation failed")),
        "{back}"
    );
    rule["conditions"]["people"]["users"]["exclude"] = json!([]);
    rule["actions"]["token"] = json!({ "accessTokenLifetimeMinutes": 5, "refreshTokenLifetimeMinutes": 60, "refreshTokenWindowMinutes": 10 });
    scene.client.send("PUT", &path, &rule).expect(200);
    let tokens = scene.tokens("/default", &[]);
    assert_eq!(tokens["expires_in"], 300);
    scene.client.org.advance(301);
    assert_eq!(scene.user_info("/default", &tokens["access_token"]).status, 401);
    scene.refresh("/default", &tokens["refresh_token"]).expect(200);
    scene.client.org.advance(601);
    scene.refresh("/default", &tokens["refresh_token"]).expect(400);
}

/// Consent, as the table has it: by what the client asks, how the app is set up, and what the scope says.
#[test]
fn people_are_asked_for_their_consent() {
    let cases = [
        ("consent", "TRUSTED", "REQUIRED", "asked"),
        ("consent", "TRUSTED", "FLEXIBLE", "asked"),
        ("consent", "TRUSTED", "IMPLICIT", "given"),
        ("", "TRUSTED", "REQUIRED", "given"),
        ("", "REQUIRED", "REQUIRED", "asked"),
        ("", "REQUIRED", "FLEXIBLE", "asked"),
        ("", "REQUIRED", "IMPLICIT", "given"),
        ("none", "REQUIRED", "REQUIRED", "refused"),
        ("none", "TRUSTED", "REQUIRED", "given"),
    ];
    for (prompt, method, consent, expected) in cases {
        let scene = Scene::with("browser", &json!({ "consent_method": method }));
        let body = json!({ "name": "read", "consent": consent, "displayName": "Read all of it" });
        scene.client.post("/api/v1/authorizationServers/default/scopes", &body).expect(201);
        let mut browser = scene.browser();
        browser.sign_in(&scene.authorize("/default", &[("scope", "openid")]));
        let url = scene.authorize("/default", &[("scope", "openid read"), ("prompt", prompt)]);
        let answer = browser.get(&url);
        let case = format!("{prompt} {method} {consent}");
        match expected {
            "given" => assert!(member(&location(&answer), "code").is_some(), "{case}"),
            "refused" => {
                let back = location(&answer);
                assert_eq!(member(&back, "error").as_deref(), Some("consent_required"), "{case}");
                let text = member(&back, "error_description").expect("a description");
                assert_eq!(text, "The following scopes require user consent: [read].");
            }
            _ => {
                let page = answer.expect(200);
                assert!(
                    page.text().contains("Read all of it") && page.text().contains("Allow Access"),
                    "{case}"
                );
                let denied = browser.fill(&page, &[("deny", "true")]).expect(302);
                let back = location(&browser.get(&location(&denied)).expect(302));
                assert_eq!(member(&back, "error").as_deref(), Some("access_denied"), "{case}");
                let page = browser.get(&url).expect(200);
                let allowed = browser.fill(&page, &[]).expect(302);
                assert!(code_of(&allowed, &mut browser).is_some(), "{case}");
                let path = format!("/api/v1/users/{}/grants", scene.user);
                let grants = scene.client.get(&path).expect(200).json();
                assert_eq!(grants[0]["scopeId"], "read", "{case}");
                let events = scene.events();
                let is_given = |event: &Value| event["eventType"] == "app.oauth2.as.consent.grant";
                assert!(events.iter().any(is_given), "{case}");
                if prompt.is_empty() {
                    let silent = browser
                        .get(&scene.authorize("/default", &[("scope", "openid read"), ("prompt", "none")]));
                    assert!(member(&location(&silent), "code").is_some(), "once is enough: {case}");
                    scene.client.send("DELETE", &path, &Value::Null).expect(204);
                    assert_eq!(browser.get(&url).status, 200, "it is asked again: {case}");
                }
            }
        }
    }
}

/// The password grant works where no policy asks for more than a password.
#[test]
fn the_password_grant_is_refused_where_more_is_asked_for() {
    let grants = json!(["authorization_code", "password", "refresh_token"]);
    let scene = Scene::with("native", &json!({ "grant_types": grants, "response_types": ["code"] }));
    let ask = |password: &str, more: &[(&str, &str)]| {
        let mut form = vec![
            ("grant_type", "password"),
            ("username", "ann@acme.example"),
            ("password", password),
            ("scope", "openid offline_access"),
        ];
        form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        form.extend(more);
        scene.grant("/default", &form)
    };
    let tokens = ask(PASSWORD, &[]).expect(200).json();
    assert!(tokens["refresh_token"].is_string() && tokens["id_token"].is_string());
    for (password, more, error, text) in [
        ("wrong", vec![], "invalid_grant", "The credentials provided were invalid."),
        (
            PASSWORD,
            vec![("username", "")],
            "invalid_request",
            "The required parameter 'username' is missing.",
        ),
        (
            PASSWORD,
            vec![("scope", "openid nonsense")],
            "invalid_scope",
            "One or more scopes are not configured for the authorization server resource.",
        ),
    ] {
        let refused = ask(password, &more).expect(400).json();
        assert_eq!((&refused["error"], &refused["error_description"]), (&json!(error), &json!(text)));
    }
    scene.require_factor();
    let refused = ask(PASSWORD, &[]).expect(400).json();
    assert_eq!(
        refused["error_description"],
        "Resource owner password credentials cannot be used with MFA enabled."
    );
    scene
        .client
        .post(&format!("/api/v1/users/{}/lifecycle/expire_password", scene.user), &Value::Null)
        .expect(200);
    assert_eq!(ask(PASSWORD, &[]).expect(400).json()["error_description"], "Password has expired.");
}

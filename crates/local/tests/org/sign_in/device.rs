//! The device flow, and the apps of one device that share a sign-in.

use serde_json::{Value, json};

use super::saml::{App, response};
use super::scene::{Browser, PASSWORD, Scene, claims, encoded, location};
use crate::client::Answer;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

fn scene() -> Scene {
    let grants = json!(["authorization_code", "refresh_token", GRANT]);
    let scene = Scene::with("native", &json!({ "grant_types": grants, "response_types": ["code"] }));
    scene.allow("/default", GRANT);
    scene
}

fn begin(scene: &Scene, server: &str) -> Value {
    let form = [("client_id", scene.app.as_str()), ("scope", "openid profile offline_access")];
    scene.browser().send("POST", &format!("/oauth2{server}/v1/device/authorize"), &form).expect(200).json()
}

fn poll(scene: &Scene, server: &str, begun: &Value) -> Answer {
    scene.client.org.advance(6);
    let code = begun["device_code"].as_str().expect("a code");
    scene.grant(server, &[("grant_type", GRANT), ("device_code", code)])
}

fn path(url: &Value) -> String {
    url.as_str().expect("an address").replace("http://localhost", "")
}

/// A device gets its tokens once somebody has typed its code and signed in.
#[test]
fn a_device_gets_tokens_when_somebody_lets_it_in() {
    for server in ["", "/default"] {
        let scene = scene();
        let begun = begin(&scene, server);
        assert_eq!((&begun["interval"], &begun["expires_in"]), (&json!(5), &json!(600)));
        let code = begun["user_code"].as_str().expect("a code");
        assert!(code.len() == 8 && code.chars().all(|letter| letter.is_ascii_uppercase()), "{code}");
        assert_eq!(poll(&scene, server, &begun).expect(400).json()["error"], "authorization_pending");
        let device = begun["device_code"].as_str().expect("a code");
        let early = scene.grant(server, &[("grant_type", GRANT), ("device_code", device)]).expect(400).json();
        assert_eq!(early["error"], "slow_down");
        let mut browser = scene.browser();
        let page = browser.get(&path(&begun["verification_uri_complete"])).expect(200);
        let wrong = browser.fill(&page, &[("userCode", "AAAAAAAA")]).expect(200);
        assert!(wrong.text().contains("Invalid code. Try again."));
        let page = browser.fill(&page, &[("userCode", &code.to_lowercase())]).expect(200);
        assert_eq!(poll(&scene, server, &begun).expect(400).json()["error"], "authorization_pending");
        let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
        let answer = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
        let done = browser.get(&location(&answer)).expect(200);
        assert!(done.text().contains("Device activated"), "{}", done.text());
        let tokens = poll(&scene, server, &begun).expect(200).json();
        assert_eq!(claims(&tokens["id_token"])["sub"], scene.user);
        assert!(tokens["refresh_token"].is_string());
        assert_eq!(poll(&scene, server, &begun).expect(400).json()["error"], "invalid_grant", "once");
        let page = browser.get(&path(&begun["verification_uri_complete"])).expect(200);
        assert!(browser.fill(&page, &[("userCode", code)]).expect(200).text().contains("Invalid code"));
    }
}

/// With a session nobody is let in by a link alone, and who may not use the app lets no device in.
#[test]
fn a_link_alone_lets_no_device_in() {
    let scene = scene();
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    let begun = begin(&scene, "");
    let page = browser.get(&path(&begun["verification_uri_complete"])).expect(200);
    assert_eq!(poll(&scene, "", &begun).expect(400).json()["error"], "authorization_pending");
    scene
        .client
        .send("DELETE", &format!("/api/v1/apps/{}/users/{}", scene.app, scene.user), &Value::Null)
        .expect(204);
    let code = begun["user_code"].as_str().expect("a code");
    let page = browser.fill(&page, &[("userCode", code)]).expect(200);
    assert!(page.text().contains("Device not activated"), "{}", page.text());
    assert_eq!(poll(&scene, "", &begun).expect(400).json()["error"], "access_denied");
}

#[test]
fn device_codes_end_and_cannot_be_guessed_at_will() {
    let scene = scene();
    let begun = begin(&scene, "");
    scene.client.org.advance(601);
    assert_eq!(poll(&scene, "", &begun).expect(400).json()["error"], "expired_token");
    let unknown = scene.grant("", &[("grant_type", GRANT), ("device_code", "unknown")]).expect(400).json();
    assert_eq!(unknown["error"], "invalid_grant");
    let mut browser = scene.browser();
    let page = browser.get("/activate").expect(200);
    let last = (0..10).map(|_| browser.fill(&page, &[("userCode", "ZZZZZZZZ")])).last().expect("an answer");
    assert!(last.text().contains("too_many_user_codes"), "{}", last.text());
    let form = [("client_id", scene.app.as_str()), ("scope", "nonsense")];
    let refused = scene.browser().send("POST", "/oauth2/v1/device/authorize", &form).expect(400).json();
    assert_eq!(refused["error"], "invalid_scope");
    let spa = Scene::new("browser");
    let form = [("client_id", spa.app.as_str()), ("scope", "openid")];
    let refused = spa.browser().send("POST", "/oauth2/v1/device/authorize", &form).expect(400).json();
    assert_eq!(refused["error"], "unauthorized_client");
}

const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
const ID_TOKEN: &str = "urn:ietf:params:oauth:token-type:id_token";
const DEVICE_SECRET: &str = "urn:x-oath:params:oauth:token-type:device-secret";

/// A service acts on behalf of the user whose token it was shown.
#[test]
fn a_service_acts_on_behalf_of_a_user() {
    let scene = Scene::new("browser");
    scene.allow("/default", EXCHANGE);
    scene.client.post("/api/v1/authorizationServers/default/scopes", &json!({ "name": "read" })).expect(201);
    let body = json!({
        "name": "oidc_client", "label": "Service", "signOnMode": "OPENID_CONNECT",
        "settings": { "oauthClient": {
            "application_type": "service", "grant_types": ["client_credentials", EXCHANGE], "response_types": ["token"],
        } },
    });
    let made = scene.client.post("/api/v1/apps", &body).expect(200).json();
    let client = &made["credentials"]["oauthClient"];
    let ask = |subject: &str, more: &[(&str, &str)]| {
        let mut form = vec![
            ("client_id", client["client_id"].as_str().expect("an id")),
            ("client_secret", client["client_secret"].as_str().expect("a secret")),
            ("grant_type", EXCHANGE),
            ("subject_token", subject),
            ("subject_token_type", ACCESS_TOKEN),
            ("scope", "read"),
        ];
        form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        form.extend(more);
        scene.browser().send("POST", "/oauth2/default/v1/token", &form)
    };
    let tokens = scene.tokens("/default", &[]);
    let subject = tokens["access_token"].as_str().expect("a token");
    let given = ask(subject, &[]).expect(200).json();
    assert_eq!(given["issued_token_type"], ACCESS_TOKEN);
    let said = claims(&given["access_token"]);
    assert_eq!(
        (&said["uid"], &said["cid"], &said["scp"]),
        (&json!(scene.user), &client["client_id"], &json!(["read"]))
    );
    assert!(given["id_token"].is_null());
    ask(subject, &[("audience", "api://default")]).expect(200);
    for (subject, more, error) in [
        ("nonsense", vec![], "invalid_grant"),
        (tokens["id_token"].as_str().expect("a token"), vec![], "invalid_grant"),
        (subject, vec![("audience", "api://other")], "invalid_target"),
        (subject, vec![("scope", "nonsense")], "invalid_scope"),
        (subject, vec![("subject_token_type", "urn:nonsense")], "invalid_request"),
        (
            subject,
            vec![("requested_token_type", "urn:okta:oauth:token-type:web_sso_token")],
            "invalid_request",
        ),
    ] {
        assert_eq!(ask(subject, &more).expect(400).json()["error"], error, "{more:?}");
    }
    scene.client.post(&format!("/api/v1/users/{}/lifecycle/suspend", scene.user), &Value::Null).expect(200);
    assert_eq!(ask(subject, &[]).expect(400).json()["error"], "invalid_grant");
}

/// An app of a device signs in with the ID token of another one, until the device is signed out.
#[test]
fn the_apps_of_a_device_share_a_sign_in() {
    let grants = json!(["authorization_code", "refresh_token", EXCHANGE]);
    let scene = Scene::with("native", &json!({ "grant_types": grants, "response_types": ["code"] }));
    scene.allow("/default", EXCHANGE);
    let tokens = scene.tokens("/default", &[("scope", "openid offline_access device_sso")]);
    let secret = tokens["device_secret"].as_str().expect("a secret");
    assert_eq!(secret.len(), 44);
    let id_token = tokens["id_token"].as_str().expect("a token");
    let ask = |secret: &str| {
        scene.grant(
            "/default",
            &[
                ("grant_type", EXCHANGE),
                ("subject_token", id_token),
                ("subject_token_type", ID_TOKEN),
                ("actor_token", secret),
                ("actor_token_type", DEVICE_SECRET),
                ("scope", "openid offline_access"),
                ("audience", "api://default"),
            ],
        )
    };
    scene.client.org.advance(4000);
    let other = ask(secret).expect(200).json();
    assert_eq!(claims(&other["id_token"])["sub"], scene.user, "an ID token that has ended will do");
    assert_eq!(ask("another").expect(400).json()["error"], "invalid_grant");
    let form = [("client_id", scene.app.as_str()), ("token", secret)];
    let shown = scene.browser().send("POST", "/oauth2/default/v1/introspect", &form).expect(200).json();
    assert_eq!((&shown["active"], &shown["token_type"]), (&json!(true), &json!("device_secret")));
    let query = encoded(&[("id_token_hint", id_token), ("device_secret", secret)]);
    Browser::new(&scene.client.org).get(&format!("/oauth2/default/v1/logout?{query}")).expect(302);
    assert_eq!(ask(secret).expect(400).json()["error"], "invalid_grant");
}

const WEB_SIGN_ON: &str = "urn:okta:oauth:token-type:web_sso_token";

/// A tool of the command line, in which somebody signed in as on a device, opens a SAML app for them. Tools for AWS get
/// their assertion so.
#[test]
fn a_tool_opens_an_app_for_whoever_signed_in_there() {
    let grants = json!(["authorization_code", GRANT, EXCHANGE]);
    let scene = Scene::with("native", &json!({ "grant_types": grants, "response_types": ["code"] }));
    let app = App::of(scene, &json!({}));
    let scene = &app.scene;
    let signed_in = |scopes: &str| {
        let form = [("client_id", scene.app.as_str()), ("scope", scopes)];
        let begun = scene.browser().send("POST", "/oauth2/v1/device/authorize", &form).expect(200).json();
        let mut browser = scene.browser();
        let page = browser.get(&path(&begun["verification_uri_complete"])).expect(200);
        let code = begun["user_code"].as_str().expect("a code");
        let page = browser.fill(&page, &[("userCode", code)]).expect(200);
        let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
        let answer = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
        browser.get(&location(&answer)).expect(200);
        poll(scene, "", &begun).expect(200).json()
    };
    let text = |tokens: &Value, name: &str| tokens[name].as_str().expect("a token").to_owned();
    let tokens = signed_in("openid okta.apps.sso");
    let weak = text(&signed_in("openid"), "access_token");
    let audience = format!("urn:okta:apps:{}", app.app["id"].as_str().expect("an id"));
    let client = format!("urn:okta:apps:{}", scene.app);
    let (id_token, access_token) = (text(&tokens, "id_token"), text(&tokens, "access_token"));
    let ask = |more: &[(&str, &str)]| {
        let mut form = vec![
            ("grant_type", EXCHANGE),
            ("requested_token_type", WEB_SIGN_ON),
            ("audience", audience.as_str()),
            ("subject_token", id_token.as_str()),
            ("subject_token_type", ID_TOKEN),
            ("actor_token", access_token.as_str()),
            ("actor_token_type", ACCESS_TOKEN),
        ];
        form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        form.extend(more);
        scene.grant("", &form)
    };
    for (more, error) in [
        (vec![("audience", "urn:okta:apps:0oaunknown")], "invalid_target"),
        (vec![("audience", client.as_str())], "invalid_target"),
        (vec![("actor_token", weak.as_str())], "invalid_grant"),
        (vec![("actor_token", id_token.as_str())], "invalid_grant"),
        (vec![("subject_token", access_token.as_str())], "invalid_grant"),
        (vec![("subject_token_type", ACCESS_TOKEN)], "invalid_request"),
        (vec![("actor_token_type", DEVICE_SECRET)], "invalid_request"),
    ] {
        assert_eq!(ask(&more).expect(400).json()["error"], error, "{more:?}");
    }
    let open = |given: &Value| format!("/login/token/sso?token={}", text(given, "access_token"));
    let given = ask(&[]).expect(200).json();
    assert_eq!(
        (&given["token_type"], &given["expires_in"], &given["issued_token_type"]),
        (&json!("N_A"), &json!(300), &json!(WEB_SIGN_ON))
    );
    let page = scene.browser().get(&open(&given)).expect(200);
    assert!(response(&page).contains(">ann@acme.example<"));
    assert!(scene.browser().get(&open(&given)).expect(400).text().contains("web_sso_token_replayed"), "once");
    let posted = ask(&[]).expect(200).json();
    let form = [("token", posted["access_token"].as_str().expect("a token"))];
    response(&scene.browser().send("POST", "/login/token/sso", &form).expect(200));
    let late = ask(&[]).expect(200).json();
    scene.client.org.advance(301);
    scene.browser().get(&open(&late)).expect(400);
    let foreign = ask(&[]).expect(200).json();
    let assigned = app.api(&format!("/users/{}", scene.user));
    scene.client.send("DELETE", &assigned, &Value::Null).expect(204);
    assert!(scene.browser().get(&open(&foreign)).expect(403).text().contains("not assigned"));
}

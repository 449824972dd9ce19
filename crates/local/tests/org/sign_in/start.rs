//! Starting with nothing: apps to begin with, signing in without a browser, and as somebody at once.

use bytes::Bytes;
use oktars_local::{App, Features, Org};
use serde_json::{Value, json};

use super::scene::{Browser, Scene, claims, encoded, location, member, send};
use crate::client::{Answer, Client};

const CALLBACK: &str = "http://localhost:3000/callback";

fn sign_in(org: &Org, body: &Value) -> Answer {
    send(org, "POST", "http://localhost/_local/sign-in", &[], &body.to_string())
}

/// Many orgs have not bought API Access Management. Whoever needs a custom server finds that out here, and not there.
#[test]
fn an_org_without_custom_servers_has_its_own_alone() {
    let features = Features { lacks_api_access_management: true, ..Features::default() };
    let builder = || Org::builder().features(features.clone());
    let org = builder().app(App::web(CALLBACK)).build().expect("an org");
    let app = &org.apps()[0];
    assert_eq!(app.issuer("http://localhost"), "http://localhost");
    let ask = |path: &str| send(&org, "GET", &format!("http://localhost{path}"), &[], "");
    for path in ["/.well-known/openid-configuration", "/oauth2/v1/keys"] {
        ask(path).expect(200);
    }
    for path in [
        "/oauth2/default/.well-known/openid-configuration",
        "/oauth2/default/v1/keys",
        "/oauth2/default/v1/authorize?client_id=x",
        "/api/v1/authorizationServers",
        "/api/v1/authorizationServers/default/scopes",
    ] {
        assert_eq!(ask(path).expect(401).json()["errorCode"], "E0000015", "{path}");
    }
    let body = json!({ "user": app.login, "client": app.client_id, "server": "", "scopes": ["openid"] });
    assert_eq!(claims(&sign_in(&org, &body).expect(200).json()["id_token"])["iss"], "http://localhost");
    let refused =
        builder().app(App::service()).build().expect_err("a service needs a scope of a custom server");
    assert!(refused.to_string().contains("feature"), "{refused}");
}

/// Each kind of app works at once with what the org tells of it.
#[test]
fn an_org_begins_with_apps_that_somebody_can_sign_in_to() {
    let org = Org::builder()
        .app(App::spa(CALLBACK))
        .app(App::web("http://localhost:4000/cb"))
        .app(App::native("com.acme.app:/callback"))
        .app(App::service())
        .build()
        .expect("an org");
    let apps = org.apps();
    assert_eq!(apps.iter().map(|app| app.kind).collect::<Vec<_>>(), ["spa", "web", "native", "service"]);
    assert!(org.requests().is_empty(), "how they were made is not among the requests");
    for app in &apps[..3] {
        let body = json!({ "user": app.login, "client": app.client_id, "scopes": ["openid"] });
        let tokens = sign_in(&org, &body).expect(200).json();
        assert_eq!(claims(&tokens["access_token"])["iss"], app.issuer("http://localhost"));
        assert_eq!(app.client_secret.is_some(), app.kind == "web");
    }
    let mut browser = Browser::new(&org);
    let form = [
        ("client_id", apps[1].client_id.as_str()),
        ("redirect_uri", "http://localhost:4000/cb"),
        ("response_type", "code"),
        ("scope", "openid"),
        ("state", "s"),
    ];
    let page = browser.get(&format!("/oauth2/default/v1/authorize?{}", encoded(&form))).expect(200);
    let page = browser.fill(&page, &[("identifier", apps[1].login.as_deref().expect("a login"))]).expect(200);
    let password = apps[1].password.as_deref().expect("a password");
    let answer = browser.fill(&page, &[("credentials.passcode", password)]).expect(302);
    let back = location(&browser.get(&location(&answer)).expect(302));
    assert!(member(&back, "code").is_some(), "{back}");
    let service = &apps[3];
    let form = [
        ("grant_type", "client_credentials"),
        ("scope", service.scope.as_deref().expect("a scope")),
        ("client_id", &service.client_id),
        ("client_secret", service.client_secret.as_deref().expect("a secret")),
    ];
    Browser::new(&org).send("POST", "/oauth2/default/v1/token", &form).expect(200);
    let shown = format!("{apps:?} {:?}", Org::builder().app(App::web(CALLBACK)));
    assert!(!shown.contains(password) && !shown.contains(apps[1].client_secret.as_deref().unwrap()));
}

/// The same client id and the same password, after a reset and after a restart.
#[test]
fn apps_to_begin_with_outlive_a_reset_and_a_restart() {
    let directory = tempfile::tempdir().expect("a directory");
    let builder = || Org::builder().file(directory.path().join("org.redb")).app(App::web(CALLBACK));
    let org = builder().build().expect("an org");
    let first = org.apps();
    org.reset().expect("a reset");
    assert_eq!(org.apps(), first);
    drop(org);
    let org = builder().build().expect("an org");
    assert_eq!(org.apps(), first);
    let body = json!({ "user": first[0].login, "client": first[0].client_id, "scopes": "openid" });
    sign_in(&org, &body).expect(200);
    let count = Client::of(org).get("/api/v1/apps").expect(200).json().as_array().expect("apps").len();
    assert_eq!(count, 1);
}

/// A test gets tokens or a code through the same policies, and who could not sign in gets the same refusal.
#[test]
fn signing_in_without_a_browser_passes_the_same_checks() {
    let scene = Scene::new("browser");
    let org = &scene.client.org;
    let base = json!({ "user": "ann@acme.example", "client": scene.app, "scopes": ["openid", "email"] });
    let with = |more: Value| {
        let mut body = base.clone();
        for (name, value) in more.as_object().expect("members") {
            body[name] = value.clone();
        }
        sign_in(org, &body)
    };
    let tokens = with(json!({ "amr": ["pwd", "otp"], "nonce": "n" })).expect(200).json();
    let id = claims(&tokens["id_token"]);
    assert_eq!((&id["amr"], &id["nonce"]), (&json!(["pwd", "otp", "mfa"]), &json!("n")));
    let coded = with(json!({ "responseType": "code" })).expect(200).json();
    let text = |name: &str| coded[name].as_str().expect("a text").to_owned();
    let (code, verifier) = (text("code"), text("code_verifier"));
    scene.token("/default", &[("code", &code), ("code_verifier", &verifier)]).expect(200);
    let mut types: Vec<Value> = scene.events().iter().map(|event| event["eventType"].clone()).collect();
    types.dedup();
    for wanted in ["user.session.start", "user.authentication.sso", "app.oauth2.as.authorize.code"] {
        assert!(types.contains(&json!(wanted)), "{wanted} is missing in {types:?}");
    }
    let refused = [
        (json!({ "client": "unknown" }), 400, "invalid_client"),
        (json!({ "scopes": "openid nonsense" }), 400, "invalid_scope"),
        (json!({ "user": "nobody@acme.example" }), 401, "E0000004"),
        (json!({ "redirectUri": "http://localhost:3000/other" }), 400, "invalid_request"),
        (json!({ "amr": ["magic"] }), 400, "E0000001"),
        (json!({ "server": "unknown" }), 404, "E0000007"),
        (json!({ "nonsense": 1 }), 400, ""),
    ];
    for (more, status, error) in refused {
        let answer = with(more.clone()).expect(status).json();
        let told = answer["error"].as_str().or(answer["errorCode"].as_str()).unwrap_or_default();
        assert!(told.contains(error), "{more}: {answer}");
    }
    scene
        .client
        .post(&format!("/api/v1/users/{}/lifecycle/expire_password", scene.user), &Value::Null)
        .expect(200);
    assert_eq!(with(json!({})).expect(400).json()["error_description"], "The user's password is expired.");
    scene.client.post(&format!("/api/v1/users/{}/lifecycle/suspend", scene.user), &Value::Null).expect(200);
    assert_eq!(with(json!({})).expect(401).json()["errorCode"], "E0000004");
}

#[test]
fn signing_in_without_a_browser_needs_an_assignment_and_a_factor_where_policies_do() {
    let scene = Scene::new("browser");
    let body =
        |amr: Value| json!({ "user": scene.user, "client": scene.app, "scopes": "openid", "amr": amr });
    scene.require_factor();
    let refused = sign_in(&scene.client.org, &body(json!(["pwd"]))).expect(400).json();
    assert_eq!(refused["error"], "login_required");
    scene
        .client
        .send("DELETE", &format!("/api/v1/apps/{}/users/{}", scene.app, scene.user), &Value::Null)
        .expect(204);
    let refused = sign_in(&scene.client.org, &body(json!(["pwd", "otp"]))).expect(400).json();
    assert_eq!(refused["error_description"], "User is not assigned to the client application.");
}

/// No password is asked for, and nothing is given to somebody who does not exist.
#[test]
fn a_browser_is_signed_in_as_somebody_at_once() {
    let scene = Scene::of(
        Client::of(Org::builder().sign_in_as("ann@acme.example").build().expect("an org")),
        "browser",
        &json!({}),
    );
    let mut browser = scene.browser();
    let silent = browser.get(&scene.authorize("", &[("prompt", "none")])).expect(302);
    assert_eq!(member(&location(&silent), "error").as_deref(), Some("login_required"));
    let answer = browser.get(&scene.authorize("", &[])).expect(302);
    let back = location(&browser.get(&location(&answer)).expect(302));
    assert!(member(&back, "code").is_some(), "{back}");
    let nobody = Scene::of(
        Client::of(Org::builder().sign_in_as("nobody@acme.example").build().expect("an org")),
        "browser",
        &json!({}),
    );
    let page = nobody.browser().get(&nobody.authorize("", &[])).expect(400).text();
    assert!(page.contains("nobody@acme.example cannot be signed in"), "{page}");
}

/// The page of an app on another port of this machine is not the org's own.
#[test]
fn no_page_signs_in_without_a_browser() {
    let scene = Scene::new("browser");
    let request =
        http::Request::post("http://localhost/_local/sign-in").header("origin", "http://localhost:3000");
    let answer = scene.client.org.handle(request.body(Bytes::from_static(b"{}")).expect("a request"));
    assert_eq!(answer.status(), 403);
}

//! Sessions of browsers: one for all apps, as long as the policy says, and not without number.

use serde_json::{Value, json};

use super::scene::{Browser, PASSWORD, Scene, location, member, send};

fn is_signed_in(scene: &Scene, browser: &mut Browser) -> bool {
    let silent = browser.get(&scene.authorize("", &[("prompt", "none")])).expect(302);
    member(&location(&silent), "code").is_some()
}

fn session_policy(scene: &Scene, session: &Value) {
    let policies = scene.client.get("/api/v1/policies?type=OKTA_SIGN_ON").expect(200).json();
    let path = format!("/api/v1/policies/{}/rules", policies[0]["id"].as_str().expect("an id"));
    let rule = json!({
        "name": "Short", "type": "SIGN_ON",
        "actions": { "signon": { "access": "ALLOW", "requireFactor": false, "session": session } },
    });
    scene.client.post(&path, &rule).expect(200);
}

/// A session that is used lasts; one that is idle ends, and so does one whose life is over.
#[test]
fn idle_and_life_time_end_a_session() {
    let scene = Scene::new("browser");
    session_policy(
        &scene,
        &json!({ "maxSessionIdleMinutes": 30, "maxSessionLifetimeMinutes": 70, "usePersistentCookie": true }),
    );
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    for _ in 0..3 {
        scene.client.org.advance(20 * 60);
        assert!(is_signed_in(&scene, &mut browser), "it is used");
    }
    scene.client.org.advance(11 * 60);
    assert!(!is_signed_in(&scene, &mut browser), "its life is over");
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    scene.client.org.advance(31 * 60);
    assert!(!is_signed_in(&scene, &mut browser), "it was idle");
}

/// A browser asks for its own session by its cookie; the API ends it; a deactivated user has none.
#[test]
fn a_browser_sees_and_ends_its_own_session() {
    let scene = Scene::new("browser");
    for name in ["sid", "idx"] {
        let mut browser = scene.browser();
        browser.sign_in(&scene.authorize("", &[]));
        let cookie = format!("{name}={}", browser.cookies[name]);
        let ask = |method: &str| {
            send(&scene.client.org, method, "http://localhost/api/v1/sessions/me", &[("cookie", &cookie)], "")
        };
        let session = ask("GET").expect(200).json();
        assert_eq!((&session["login"], &session["status"]), (&json!("ann@acme.example"), &json!("ACTIVE")));
        for internal in ["alias", "ends", "lifeEnds", "isPersistent"] {
            assert_eq!(session[internal], Value::Null, "{internal}");
        }
        ask("DELETE").expect(204);
        ask("GET").expect(404);
        assert!(!is_signed_in(&scene, &mut browser));
    }
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    scene.client.send("DELETE", &format!("/api/v1/users/{}/sessions", scene.user), &Value::Null).expect(204);
    assert!(!is_signed_in(&scene, &mut browser));
}

/// One sign-in opens the apps that somebody may use.
#[test]
fn one_sign_in_opens_all_apps() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    let body = json!({
        "name": "oidc_client", "label": "Other", "signOnMode": "OPENID_CONNECT",
        "settings": { "oauthClient": { "application_type": "web", "redirect_uris": ["https://other.test/cb"], "grant_types": ["authorization_code"], "response_types": ["code"] } },
    });
    let other = scene.client.post("/api/v1/apps", &body).expect(200).json();
    let id = other["id"].as_str().expect("an id");
    scene.client.post(&format!("/api/v1/apps/{id}/users"), &json!({ "id": scene.user })).expect(200);
    let more = [("client_id", id), ("redirect_uri", "https://other.test/cb")];
    let answer = browser.get(&scene.authorize("", &more)).expect(302);
    assert!(location(&answer).starts_with("https://other.test/cb?code="), "{}", location(&answer));
}

/// A browser keeps the cookies of somebody who wants it, where the policy lets it.
#[test]
fn a_browser_remembers_where_policy_and_person_want_it() {
    let cases = [
        (true, true, false, true),
        (true, false, false, false),
        (false, true, false, false),
        // Of administrators, no browser keeps a session.
        (true, true, true, false),
    ];
    for (persistent, remember, is_administrator, kept) in cases {
        let scene = Scene::new("browser");
        if is_administrator {
            let path = format!("/api/v1/users/{}/roles", scene.user);
            scene.client.post(&path, &json!({ "type": "READ_ONLY_ADMIN" })).expect(201);
        }
        session_policy(&scene, &json!({ "maxSessionIdleMinutes": 30, "usePersistentCookie": persistent }));
        let mut browser = scene.browser();
        let page = browser.get(&scene.authorize("", &[])).expect(200);
        let mut typed = vec![("identifier", "ann@acme.example")];
        typed.extend(remember.then_some(("rememberMe", "true")));
        let page = browser.fill(&page, &typed).expect(200);
        let answer = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
        let set = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        let sid = set.filter(|cookie| cookie.starts_with("sid=")).collect::<String>();
        assert_eq!(sid.contains("Expires="), kept, "{persistent} {remember}: {sid}");
    }
}

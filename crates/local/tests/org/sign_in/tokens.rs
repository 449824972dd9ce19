//! What tokens say, who signs them, and who may change what they say.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::{Value, json};

use super::scene::{CALLBACK, Scene, claims, member};

fn group(scene: &Scene, name: &str) {
    let made =
        scene.client.post("/api/v1/groups", &json!({ "profile": { "name": name } })).expect(200).json();
    let path = format!("/api/v1/groups/{}/users/{}", made["id"].as_str().expect("an id"), scene.user);
    scene.client.send("PUT", &path, &Value::Null).expect(204);
}

fn claim(scene: &Scene, body: &Value) {
    scene.client.post("/api/v1/authorizationServers/default/claims", body).expect(201);
}

/// Custom claims, with and without a scope; groups by each filter; thin and fat ID tokens; nothing takes the place of
/// a reserved claim.
#[test]
fn claims_go_where_their_rows_say() {
    let scene = Scene::new("browser");
    ["Dev One", "dev two", "Sales"].iter().for_each(|name| group(&scene, name));
    scene
        .client
        .post("/api/v1/authorizationServers/default/scopes", &json!({ "name": "groups" }))
        .expect(201);
    for (name, filter, value) in [
        ("starts", "STARTS_WITH", "DEV"),
        ("equals", "EQUALS", "sales"),
        ("contains", "CONTAINS", "ALE"),
        ("regex", "REGEX", "Dev.*"),
    ] {
        claim(
            &scene,
            &json!({
                "name": name, "claimType": "IDENTITY", "valueType": "GROUPS", "group_filter_type": filter,
                "value": value, "alwaysIncludeInToken": true, "conditions": { "scopes": ["groups"] },
            }),
        );
    }
    claim(
        &scene,
        &json!({
            "name": "department", "claimType": "RESOURCE", "valueType": "EXPRESSION", "value": "user.firstName",
        }),
    );
    claim(
        &scene,
        &json!({
            "name": "only_fat", "claimType": "IDENTITY", "valueType": "EXPRESSION", "value": "user.login",
            "alwaysIncludeInToken": false,
        }),
    );
    let without = scene.tokens("/default", &[]);
    assert_eq!(claims(&without["id_token"])["starts"], Value::Null, "the scope was not asked for");
    assert_eq!(claims(&without["access_token"])["department"], "Ann");
    let scopes = [("scope", "openid profile email groups")];
    let tokens = scene.tokens("/default", &scopes);
    let id = claims(&tokens["id_token"]);
    let expected = [
        ("starts", json!(["Dev One", "dev two"])),
        ("equals", json!(["Sales"])),
        ("contains", json!(["Sales"])),
        ("regex", json!(["Dev One"])),
    ];
    for (name, value) in expected {
        assert_eq!(id[name], value, "{name}");
    }
    assert_eq!(
        (&id["only_fat"], &id["given_name"]),
        (&Value::Null, &Value::Null),
        "beside an access token it is thin"
    );
    let info = scene.user_info("/default", &tokens["access_token"]).expect(200).json();
    assert_eq!((&info["only_fat"], &info["given_name"]), (&json!("ann@acme.example"), &json!("Ann")));
    let fat = [
        ("response_type", "id_token"),
        ("scope", "openid profile email groups"),
        ("code_challenge", ""),
        ("code_challenge_method", ""),
    ];
    let back = scene.browser().sign_in(&scene.authorize("/default", &fat));
    let id = claims(&json!(member(&back, "id_token").expect("a token")));
    assert_eq!((&id["only_fat"], &id["given_name"]), (&json!("ann@acme.example"), &json!("Ann")));
    assert_eq!((&id["at_hash"], &id["nonce"]), (&Value::Null, &json!("n1")));
}

/// More than a hundred groups in a claim, and the whole request fails.
#[test]
fn too_many_groups_fail_the_request() {
    let scene = Scene::new("browser");
    (0..101).for_each(|number| group(&scene, &format!("Team {number}")));
    claim(
        &scene,
        &json!({
            "name": "teams", "claimType": "RESOURCE", "valueType": "GROUPS", "group_filter_type": "STARTS_WITH", "value": "Team",
        }),
    );
    let code = scene.code("/default", &[]);
    let refused = scene.token("/default", &[("code", &code)]).expect(400).json();
    assert_eq!(refused["error"], "server_error");
    assert!(
        refused["error_description"]
            .as_str()
            .is_some_and(|text| text.starts_with("The groups claim matched too many"))
    );
}

/// The org's own server has the groups claim of the app, in fat tokens and in `userinfo`.
#[test]
fn the_org_server_has_the_groups_of_the_app() {
    let filter = json!({ "type": "FILTER", "name": "groups", "filter_type": "STARTS_WITH", "value": "dev" });
    let scene = Scene::with("browser", &json!({ "groups_claim": filter }));
    ["Dev", "Sales"].iter().for_each(|name| group(&scene, name));
    let tokens = scene.tokens("", &[("scope", "openid groups")]);
    assert_eq!(claims(&tokens["id_token"])["groups"], Value::Null, "beside an access token it is thin");
    let info = scene.user_info("", &tokens["access_token"]).expect(200).json();
    assert_eq!(info["groups"], json!(["Dev"]));
    let tokens = scene.tokens("", &[("scope", "openid")]);
    let info = scene.user_info("", &tokens["access_token"]).expect(200).json();
    assert_eq!(info["groups"], Value::Null, "the scope was not asked for");
}

/// `code id_token` and `id_token token`: what is asked for comes in the fragment, with the hashes that bind it.
#[test]
fn implicit_and_hybrid_answers_have_their_form() {
    let scene = Scene::new("browser");
    let order = |url: &str| {
        let (_, rest) = url.split_once('#').expect("a fragment");
        form_urlencoded::parse(rest.as_bytes()).map(|(name, _)| name.into_owned()).collect::<Vec<_>>()
    };
    let back = scene.browser().sign_in(&scene.authorize("/default", &[("response_type", "code id_token")]));
    assert!(back.starts_with(&format!("{CALLBACK}#")), "{back}");
    let id = claims(&json!(member(&back, "id_token").expect("a token")));
    assert!(id["c_hash"].is_string() && id["at_hash"].is_null());
    assert_eq!(id["given_name"], "Ann", "an ID token without an access token is fat");
    let more = [("response_type", "id_token token"), ("code_challenge", ""), ("code_challenge_method", "")];
    let back = scene.browser().sign_in(&scene.authorize("/default", &more));
    assert!(claims(&json!(member(&back, "id_token").expect("a token")))["at_hash"].is_string());
    assert_eq!(order(&back), ["access_token", "token_type", "expires_in", "scope", "id_token", "state"]);
    assert!(member(&back, "scope").is_some_and(|scope| !scope.contains("offline_access")), "{back}");
}

/// The next key is published before it signs, and the one before stays for its tokens.
#[test]
fn keys_are_rotated_and_old_tokens_stay_good() {
    let scene = Scene::new("browser");
    let kids = || {
        let keys = scene.client.get("/oauth2/default/v1/keys").expect(200).json();
        keys["keys"].as_array().expect("keys").iter().map(|key| key["kid"].clone()).collect::<Vec<_>>()
    };
    let before = kids();
    let old = scene.tokens("/default", &[]);
    let path = "/api/v1/authorizationServers/default/credentials/lifecycle/keyRotate";
    scene.client.post(path, &json!({ "use": "sig" })).expect(200);
    let last = scene.events().pop().expect("an event");
    assert_eq!(last["eventType"], "app.oauth2.as.key.rollover");
    let new = scene.tokens("/default", &[]);
    let kid = |token: &Value| {
        let header = token.as_str().expect("a token").split('.').next().expect("a header").to_owned();
        use base64::Engine;
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(header).expect("base64url");
        serde_json::from_slice::<Value>(&bytes).expect("JSON")["kid"].clone()
    };
    assert!(before.contains(&kid(&new["access_token"])), "the next key was published before");
    assert_ne!(kid(&old["access_token"]), kid(&new["access_token"]));
    assert!(kids().contains(&kid(&old["access_token"])));
    scene.user_info("/default", &old["access_token"]).expect(200);
}

/// One answer of a hook, on this machine.
pub fn hook(answer: &'static str, status: &'static str) -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let uri = format!("http://{}/tokens", listener.local_addr().expect("an address"));
    let serving = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a call");
        let mut asked = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let count = stream.read(&mut buffer).expect("a request");
            asked.extend_from_slice(&buffer[..count]);
            let text = String::from_utf8_lossy(&asked).into_owned();
            let length = text
                .to_lowercase()
                .split("content-length: ")
                .nth(1)
                .and_then(|rest| rest.split('\r').next()?.parse().ok())
                .unwrap_or(0);
            if count == 0 || text.split_once("\r\n\r\n").is_some_and(|(_, body)| body.len() >= length) {
                break;
            }
        }
        let reply = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{answer}",
            answer.len()
        );
        stream.write_all(reply.as_bytes()).expect("an answer");
        String::from_utf8_lossy(&asked).into_owned()
    });
    (uri, serving)
}

fn with_hook(scene: &Scene, uri: &str) {
    let body = json!({
        "name": uri, "type": "com.okta.oauth2.tokens.transform", "version": "1.0.0",
        "channel": { "type": "HTTP", "version": "1.0.0", "config": { "uri": uri, "method": "POST" } },
    });
    let made = scene.client.post("/api/v1/inlineHooks", &body).expect(200).json();
    let (path, mut rule) = scene.rule("/default");
    rule["actions"]["token"]["inlineHook"] = json!({ "id": made["id"] });
    scene.client.send("PUT", &path, &rule).expect(200);
}

/// A hook changes claims before they are signed; no fixed one; and a hook that is not there changes nothing.
#[test]
fn a_hook_changes_tokens_before_they_are_signed() {
    let scene = Scene::new("browser");
    let answer = r#"{"commands":[
        {"type":"com.okta.access.patch","value":[{"op":"add","path":"/claims/tier","value":"gold"},{"op":"replace","path":"/claims/iss","value":"evil"}]},
        {"type":"com.okta.identity.patch","value":[{"op":"replace","path":"/claims/email","value":"other@acme.example"}]}]}"#;
    let (uri, serving) = hook(answer, "200 OK");
    with_hook(&scene, &uri);
    let tokens = scene.tokens("/default", &[]);
    let asked = serving.join().expect("the hook");
    assert!(
        asked.contains("com.okta.oauth2.tokens.transform")
            && asked.contains("\"grant_type\":\"authorization_code\""),
        "{asked}"
    );
    let access = claims(&tokens["access_token"]);
    assert_eq!(
        (&access["tier"], &access["iss"]),
        (&json!("gold"), &json!("http://localhost/oauth2/default"))
    );
    assert_eq!(claims(&tokens["id_token"])["email"], "other@acme.example");
    scene.user_info("/default", &tokens["access_token"]).expect(200);
    let tokens = scene.tokens("/default", &[]);
    assert_eq!(claims(&tokens["access_token"])["tier"], Value::Null, "nobody listens any more");
}

#[test]
fn a_hook_that_refuses_keeps_the_tokens_back_and_the_code_is_used() {
    let scene = Scene::new("browser");
    let (uri, serving) = hook(r#"{"error":{"errorSummary":"Not today"}}"#, "200 OK");
    with_hook(&scene, &uri);
    let code = scene.code("/default", &[]);
    let refused = scene.token("/default", &[("code", &code)]).expect(400).json();
    assert_eq!(
        (&refused["error"], &refused["error_description"]),
        (&json!("server_error"), &json!("Not today"))
    );
    serving.join().expect("the hook");
    assert_eq!(scene.token("/default", &[("code", &code)]).expect(400).json()["error"], "invalid_grant");
}

/// A client that acts for itself has its tokens changed as well. The hook is told of no user, and says how long they live.
#[test]
fn a_hook_changes_the_tokens_of_a_client_that_acts_for_itself() {
    let scene = Scene::new("browser");
    let body = json!({
        "name": "oidc_client", "label": "Service", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": "client_secret_post" } },
        "settings": { "oauthClient": {
            "application_type": "service", "grant_types": ["client_credentials"], "response_types": ["token"],
        } },
    });
    let app = scene.client.post("/api/v1/apps", &body).expect(200).json();
    let client = &app["credentials"]["oauthClient"];
    scene.client.post("/api/v1/authorizationServers/default/scopes", &json!({ "name": "act" })).expect(201);
    let ask = || {
        let form = [
            ("grant_type", "client_credentials"),
            ("scope", "act"),
            ("client_id", client["client_id"].as_str().expect("an id")),
            ("client_secret", client["client_secret"].as_str().expect("a secret")),
        ];
        scene.browser().send("POST", "/oauth2/default/v1/token", &form)
    };
    let answer = r#"{"commands":[{"type":"com.okta.access.patch","value":[
        {"op":"add","path":"/claims/tier","value":"gold"},
        {"op":"replace","path":"/token/lifetime/expiration","value":600}]}]}"#;
    let (uri, serving) = hook(answer, "200 OK");
    with_hook(&scene, &uri);
    let tokens = ask().expect(200).json();
    let asked = serving.join().expect("the hook");
    let (_, asked) = asked.split_once("\r\n\r\n").expect("a body");
    let asked: Value = serde_json::from_str(asked).expect("JSON");
    let about = &asked["data"]["context"];
    assert_eq!(about["protocol"]["request"]["grant_type"], "client_credentials");
    assert_eq!(about["protocol"]["client"]["id"], client["client_id"]);
    for absent in [&about["user"], &about["session"], &asked["data"]["identity"]] {
        assert!(absent.is_null(), "{asked}");
    }
    let said = claims(&tokens["access_token"]);
    assert_eq!(
        (&said["tier"], &said["sub"], &tokens["expires_in"]),
        (&json!("gold"), &client["client_id"], &json!(600))
    );
    let (uri, serving) = hook(r#"{"error":{"errorSummary":"Not today"}}"#, "200 OK");
    with_hook(&scene, &uri);
    assert_eq!(ask().expect(400).json()["error_description"], "Not today");
    serving.join().expect("the hook");
}

/// Administrators see the tokens of a user, an app and a server, and end them there.
#[test]
fn administrators_see_and_end_refresh_tokens() {
    let scene = Scene::new("browser");
    let paths = |scene: &Scene| {
        [
            format!("/api/v1/apps/{}/tokens", scene.app),
            format!("/api/v1/users/{}/clients/{}/tokens", scene.user, scene.app),
            format!("/api/v1/authorizationServers/default/clients/{}/tokens", scene.app),
        ]
    };
    for place in 0..3 {
        let tokens = scene.tokens("/default", &[]);
        for path in paths(&scene) {
            let listed = scene.client.get(&path).expect(200).json();
            assert_eq!(listed.as_array().map(Vec::len), Some(1), "{path}");
            assert_eq!(
                (&listed[0]["userId"], &listed[0]["clientId"]),
                (&json!(scene.user), &json!(scene.app))
            );
            let one = format!("{path}/{}", listed[0]["id"].as_str().expect("an id"));
            assert_eq!(scene.client.get(&one).expect(200).json()["scopes"], listed[0]["scopes"]);
        }
        let path = &paths(&scene)[place];
        let id = scene.client.get(path).expect(200).json()[0]["id"].as_str().expect("an id").to_owned();
        scene.client.send("DELETE", &format!("{path}/{id}"), &Value::Null).expect(204);
        assert_eq!(
            scene.refresh("/default", &tokens["refresh_token"]).expect(400).json()["error"],
            "invalid_grant"
        );
        assert_eq!(
            scene.user_info("/default", &tokens["access_token"]).status,
            401,
            "its access tokens end with it"
        );
    }
    scene.tokens("/default", &[]);
    let clients = scene.client.get(&format!("/api/v1/users/{}/clients", scene.user)).expect(200).json();
    assert_eq!(clients[0]["client_id"], json!(scene.app));
    scene.client.send("DELETE", &paths(&scene)[0], &Value::Null).expect(204);
    assert_eq!(scene.client.get(&paths(&scene)[0]).expect(200).json(), json!([]));
}

/// The token of a user opens of the management API what its scopes and the user's own rights allow.
#[test]
fn a_users_token_opens_what_scopes_and_rights_allow() {
    let scene = Scene::new("browser");
    let grant = json!({ "issuer": "http://localhost", "scopeId": "okta.users.read" });
    scene.client.post(&format!("/api/v1/apps/{}/grants", scene.app), &grant).expect(200);
    let tokens = scene.tokens("", &[("scope", "openid okta.users.read")]);
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().expect("a token"));
    let ask = |path: &str| {
        super::scene::send(
            &scene.client.org,
            "GET",
            &format!("http://localhost/api/v1{path}"),
            &[("authorization", &bearer)],
            "",
        )
    };
    assert_eq!(ask("/users/me").expect(200).json()["id"], json!(scene.user));
    assert_eq!(ask("/users").status, 403, "she is no administrator");
    assert_eq!(ask("/groups").status, 403, "no scope for it");
    let refused = [("scope", "okta.groups.manage")];
    let answer = scene.browser().get(&scene.authorize("", &refused)).expect(302);
    assert_eq!(member(&super::scene::location(&answer), "error").as_deref(), Some("consent_required"));
}

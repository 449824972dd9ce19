//! Tokens of custom authorization servers: who gets one, by which policy, with what in it, and how it ends.

use crate::client::{Answer, Client};
use crate::links;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

const BASE: &str = "/api/v1/authorizationServers";

/// A server with two scopes, and a client with a secret.
struct Scene {
    client: Client,
    server: String,
    id: String,
    secret: String,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

impl Scene {
    fn new() -> Self {
        let client = Client::new();
        let body = json!({ "name": "Cars", "description": "d", "audiences": ["api://cars"] });
        let server = text(&client.post(BASE, &body).expect(201).json()["id"]);
        for name in ["car:drive", "car:stop"] {
            client.post(&format!("{BASE}/{server}/scopes"), &json!({ "name": name })).expect(201);
        }
        let app = json!({
            "name": "oidc_client", "label": "Robot", "signOnMode": "OPENID_CONNECT",
            "credentials": { "oauthClient": { "token_endpoint_auth_method": "client_secret_basic" } },
            "settings": { "oauthClient": {
                "application_type": "service", "grant_types": ["client_credentials"], "response_types": ["token"],
            } },
        });
        let app = client.post("/api/v1/apps", &app).expect(200).json();
        let oauth = &app["credentials"]["oauthClient"];
        let (id, secret) = (text(&oauth["client_id"]), text(&oauth["client_secret"]));
        Scene { client, server, id, secret }
    }

    /// Lets these clients have these scopes.
    fn allow(&self, clients: Value, scopes: Value, minutes: i64) -> (String, String) {
        let policies = format!("{BASE}/{}/policies", self.server);
        let policy = json!({ "type": "OAUTH_AUTHORIZATION_POLICY", "name": format!("{clients} {scopes}"), "description": "d", "conditions": { "clients": { "include": clients } } });
        let policy =
            format!("{policies}/{}", text(&self.client.post(&policies, &policy).expect(201).json()["id"]));
        let rule = json!({
            "type": "RESOURCE_ACCESS", "name": "R",
            "conditions": { "grantTypes": { "include": ["client_credentials"] }, "scopes": { "include": scopes } },
            "actions": { "token": { "accessTokenLifetimeMinutes": minutes } },
        });
        let made = self.client.post(&format!("{policy}/rules"), &rule).expect(201).json();
        (policy.clone(), format!("{policy}/rules/{}", text(&made["id"])))
    }

    fn post(&self, endpoint: &str, secret: &str, form: &str) -> Answer {
        let basic = format!("Basic {}", STANDARD.encode(format!("{}:{secret}", self.id)));
        let request = http::Request::builder()
            .method("POST")
            .uri(format!("http://localhost/oauth2/{}/v1/{endpoint}", self.server))
            .header("authorization", basic)
            .header("content-type", "application/x-www-form-urlencoded");
        let response =
            links::handle(&self.client.org, request.body(form.to_owned().into()).expect("a request"));
        let (parts, body) = response.into_parts();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    fn ask(&self, scope: &str) -> Answer {
        self.post("token", &self.secret, &format!("grant_type=client_credentials&scope={scope}"))
    }

    fn token(&self) -> String {
        text(&self.ask("car:drive").expect(200).json()["access_token"])
    }

    fn introspect(&self, token: &str) -> Value {
        self.post("introspect", &self.secret, &format!("token={token}")).expect(200).json()
    }
}

fn part(token: &str, at: usize) -> Value {
    let part = token.split('.').nth(at).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("Base64")).expect("JSON")
}

fn refused(answer: Answer, status: u16, error: &str, said: &str) {
    let body = answer.expect(status).json();
    assert_eq!(body["error"], error, "{body}");
    assert!(text(&body["error_description"]).contains(said), "{body}");
}

#[test]
fn a_token_says_what_the_rule_and_the_claims_say() {
    let scene = Scene::new();
    scene.allow(json!(["ALL_CLIENTS"]), json!(["*"]), 30);
    let claims = format!("{BASE}/{}/claims", scene.server);
    let claim = |name: &str, value: &str, scopes: Value| json!({ "name": name, "claimType": "RESOURCE", "valueType": "EXPRESSION", "value": value, "conditions": { "scopes": scopes } });
    for claim in [
        claim("fleet", "String.toUpperCase(\"north\")", json!([])),
        claim("stops", "\"yes\"", json!(["car:stop"])),
        claim("dept", "user.department", json!([])),
    ] {
        scene.client.post(&claims, &claim).expect(201);
    }
    let answer = scene.ask("car:drive").expect(200).json();
    assert_eq!(
        (&answer["token_type"], &answer["expires_in"], &answer["scope"]),
        (&json!("Bearer"), &json!(1800), &json!("car:drive"))
    );
    let token = text(&answer["access_token"]);
    let said = part(&token, 1);
    let issuer = format!("http://localhost/oauth2/{}", scene.server);
    assert_eq!(
        (&said["iss"], &said["aud"], &said["cid"], &said["sub"], &said["scp"]),
        (&json!(issuer), &json!("api://cars"), &json!(scene.id), &json!(scene.id), &json!(["car:drive"]))
    );
    assert_eq!(said["exp"].as_i64().unwrap() - said["iat"].as_i64().unwrap(), 1800);
    assert_eq!(
        (&said["fleet"], &said["stops"], &said["dept"]),
        (&json!("NORTH"), &Value::Null, &Value::Null)
    );
    let keys = scene.client.get(&format!("/oauth2/{}/v1/keys", scene.server)).expect(200).json();
    let kid = part(&token, 0)["kid"].clone();
    assert!(keys["keys"].as_array().unwrap().iter().any(|key| key["kid"] == kid), "{kid}");
    let both = scene.ask("car:stop%20car:drive").expect(200).json();
    assert_eq!(part(&text(&both["access_token"]), 1)["stops"], "yes");
}

#[test]
fn the_first_policy_and_rule_that_fit_decide() {
    let scene = Scene::new();
    let denied = "Policy evaluation failed for this request, please check the policy configurations.";
    refused(scene.ask("car:drive"), 400, "access_denied", denied);
    scene.allow(json!(["0oasomebodyelse"]), json!(["*"]), 60);
    refused(scene.ask("car:drive"), 400, "access_denied", denied);
    let (policy, rule) = scene.allow(json!([scene.id]), json!(["car:stop"]), 10);
    refused(scene.ask("car:drive"), 400, "access_denied", denied);
    refused(scene.ask("car:stop%20car:drive"), 400, "access_denied", denied);
    assert_eq!(scene.ask("car:stop").expect(200).json()["expires_in"], 600);
    scene.allow(json!(["ALL_CLIENTS"]), json!(["*"]), 20);
    assert_eq!(scene.ask("car:stop").expect(200).json()["expires_in"], 600, "the first goes first");
    assert_eq!(scene.ask("car:drive").expect(200).json()["expires_in"], 1200);
    for path in [rule, policy] {
        scene.client.post(&format!("{path}/lifecycle/deactivate"), &Value::Null).expect(204);
        assert_eq!(scene.ask("car:stop").expect(200).json()["expires_in"], 1200, "{path}");
        scene.client.post(&format!("{path}/lifecycle/activate"), &Value::Null).expect(204);
    }
    scene.client.post(&format!("{BASE}/{}/lifecycle/deactivate", scene.server), &Value::Null).expect(204);
    scene.ask("car:drive").expect(404);
}

#[test]
fn what_is_wrong_with_a_request_is_told() {
    let scene = Scene::new();
    scene.allow(json!(["ALL_CLIENTS"]), json!(["*"]), 60);
    refused(scene.ask("car:fly"), 400, "invalid_scope", "not configured");
    refused(scene.ask("openid"), 400, "invalid_scope", "client credentials");
    refused(scene.ask(""), 400, "invalid_scope", "default scopes");
    let post = |form: &str| scene.post("token", &scene.secret, form);
    refused(post("scope=car:drive"), 400, "invalid_request", "grant_type");
    refused(post("grant_type=magic&scope=car:drive"), 400, "unsupported_grant_type", "not supported");
    let wrong = scene.post("token", "wrong", "grant_type=client_credentials&scope=car:drive");
    refused(wrong, 401, "invalid_client", "secret");
    let asking = json!({ "name": "car:sell", "consent": "REQUIRED" });
    scene.client.post(&format!("{BASE}/{}/scopes", scene.server), &asking).expect(201);
    refused(scene.ask("car:sell"), 400, "consent_required", "consent");
    let default = json!({ "name": "car:look", "default": true });
    scene.client.post(&format!("{BASE}/{}/scopes", scene.server), &default).expect(201);
    assert_eq!(scene.ask("").expect(200).json()["scope"], "car:look", "given unasked");
}

#[test]
fn a_secret_is_taken_while_it_is_active() {
    let scene = Scene::new();
    scene.allow(json!(["ALL_CLIENTS"]), json!(["*"]), 60);
    let secrets = format!("/api/v1/apps/{}/credentials/secrets", scene.id);
    let first = scene.client.get(&secrets).expect(200).json()[0].clone();
    let second = scene.client.post(&secrets, &json!({})).expect(201).json();
    let ask = |secret: &str| scene.post("token", secret, "grant_type=client_credentials&scope=car:drive");
    ask(&text(&second["client_secret"])).expect(200);
    ask(&scene.secret).expect(200);
    let off = format!("{secrets}/{}/lifecycle/deactivate", text(&first["id"]));
    scene.client.post(&off, &Value::Null).expect(200);
    refused(ask(&scene.secret), 401, "invalid_client", "secret");
    ask(&text(&second["client_secret"])).expect(200);
}

#[test]
fn a_token_is_known_until_it_ends() {
    let scene = Scene::new();
    scene.allow(json!(["ALL_CLIENTS"]), json!(["*"]), 60);
    let token = scene.token();
    let said = scene.introspect(&token);
    assert_eq!(
        (&said["active"], &said["scope"], &said["client_id"], &said["token_type"], &said["aud"]),
        (&json!(true), &json!("car:drive"), &json!(scene.id), &json!("Bearer"), &json!("api://cars"))
    );
    let none = json!({ "active": false });
    assert_eq!(scene.introspect("nonsense"), none);
    let (signed, _) = token.rsplit_once('.').unwrap();
    assert_eq!(scene.introspect(&format!("{signed}.AAAA")), none, "it is not signed");
    refused(scene.post("introspect", "wrong", &format!("token={token}")), 401, "invalid_client", "secret");
    refused(scene.post("introspect", &scene.secret, ""), 400, "invalid_request", "token");
    let rotate = format!("{BASE}/{}/credentials/lifecycle/keyRotate", scene.server);
    scene.client.post(&rotate, &json!({ "use": "sig" })).expect(200);
    assert_eq!(scene.introspect(&token)["active"], true, "the key before still verifies");

    scene.post("revoke", &scene.secret, &format!("token={token}")).expect(200);
    assert_eq!(scene.introspect(&token), none, "it was taken back");
    scene.post("revoke", &scene.secret, "token=nonsense").expect(200);
    let other = scene.token();
    scene.client.org.advance(3601);
    assert_eq!(scene.introspect(&other), none, "it is over");
}

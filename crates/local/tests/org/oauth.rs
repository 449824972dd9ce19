//! Access tokens for service apps: who gets one, what it opens, and that nothing is taken twice.

use crate::client::{Answer, Client};
use crate::links;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const TOKEN: &str = "http://localhost/oauth2/v1/token";
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn random() -> String {
    let mut bytes = [0; 12];
    aws_lc_rs::rand::fill(&mut bytes).expect("random numbers");
    encode(bytes)
}

/// A key of P-256.
pub struct Key(EcdsaKeyPair);

impl Key {
    pub fn new() -> Self {
        Key(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key"))
    }

    pub fn public(&self) -> Value {
        let (x, y) = self.0.public_key().as_ref()[1..].split_at(32);
        json!({ "kty": "EC", "crv": "P-256", "x": encode(x), "y": encode(y) })
    }

    pub fn sign(&self, mut header: Value, claims: &Value) -> String {
        header["alg"] = "ES256".into();
        let signed = format!("{}.{}", encode(header.to_string()), encode(claims.to_string()));
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes()).expect("a signature");
        format!("{signed}.{}", encode(signature))
    }
}

/// An org with a service app that has been granted two scopes.
struct Scene {
    client: Client,
    key: Key,
    app: String,
    id: String,
}

impl Scene {
    fn new(dpop: bool) -> Self {
        let (client, key) = (Client::new(), Key::new());
        let app = json!({
            "name": "oidc_client", "label": "Robot", "signOnMode": "OPENID_CONNECT",
            "credentials": { "oauthClient": { "token_endpoint_auth_method": "private_key_jwt" } },
            "settings": { "oauthClient": {
                "application_type": "service", "grant_types": ["client_credentials"],
                "jwks": { "keys": [key.public()] }, "dpop_bound_access_tokens": dpop,
            } },
        });
        let made = client.post("/api/v1/apps", &app).expect(200).json();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let scene = Scene {
            client,
            key,
            app: text(&made["id"]),
            id: text(&made["credentials"]["oauthClient"]["client_id"]),
        };
        scene.grant("okta.users.read");
        scene.grant("okta.groups.manage");
        scene
    }

    fn grant(&self, scope: &str) -> String {
        let grant = json!({ "issuer": "http://localhost", "scopeId": scope });
        let made = self.client.post(&format!("/api/v1/apps/{}/grants", self.app), &grant).expect(200).json();
        made["id"].as_str().expect("an id").to_owned()
    }

    fn now(&self) -> i64 {
        self.client.org.now().as_second()
    }

    fn claims(&self) -> Value {
        json!({ "iss": self.id, "sub": self.id, "aud": TOKEN, "exp": self.now() + 300, "jti": random() })
    }

    fn assertion(&self) -> String {
        self.key.sign(json!({}), &self.claims())
    }

    fn form(&self, assertion: &str, scope: &str) -> Vec<(&'static str, String)> {
        vec![
            ("grant_type", "client_credentials".to_owned()),
            ("scope", scope.to_owned()),
            ("client_assertion_type", ASSERTION_TYPE.to_owned()),
            ("client_assertion", assertion.to_owned()),
        ]
    }

    fn ask(&self, form: &[(&str, String)], headers: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.raw("POST", "/oauth2/v1/token", body, &[&[kind], headers].concat())
    }

    /// A request without the API token of the tests' client.
    fn raw(&self, method: &str, path: &str, body: impl Into<Bytes>, headers: &[(&str, &str)]) -> Answer {
        let mut request = http::Request::builder().method(method).uri(format!("http://localhost{path}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = links::handle(&self.client.org, request.body(body.into()).expect("a request"));
        let (parts, body) = response.into_parts();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    fn token(&self, scope: &str) -> String {
        let answer = self.ask(&self.form(&self.assertion(), scope), &[]).expect(200).json();
        answer["access_token"].as_str().expect("a token").to_owned()
    }

    fn call(&self, method: &str, path: &str, scheme: &str, token: &str, proof: Option<&str>) -> Answer {
        let authorization = format!("{scheme} {token}");
        let mut headers =
            vec![("authorization", authorization.as_str()), ("content-type", "application/json")];
        headers.extend(proof.map(|proof| ("dpop", proof)));
        self.raw(method, path, if method == "GET" { "" } else { "{\"profile\":{\"name\":\"x\"}}" }, &headers)
    }

    fn proof(&self, key: &Key, claims: Value) -> String {
        let mut all = json!({ "htm": "POST", "htu": TOKEN, "iat": self.now(), "jti": random() });
        for (name, value) in claims.as_object().expect("claims") {
            all[name] = value.clone();
        }
        key.sign(json!({ "typ": "dpop+jwt", "jwk": key.public() }), &all)
    }

    /// The nonce of the day, as the token endpoint tells it.
    fn nonce(&self, key: &Key) -> String {
        let proof = self.proof(key, json!({}));
        let answer =
            self.ask(&self.form(&self.assertion(), "okta.users.read"), &[("dpop", &proof)]).expect(400);
        assert_eq!(answer.json()["error"], "use_dpop_nonce");
        answer.headers["dpop-nonce"].to_str().expect("a nonce").to_owned()
    }
}

fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64")).expect("JSON")
}

fn thumbprint(key: &Value) -> String {
    let text = |name: &str| key[name].as_str().expect("a member");
    let text = format!(r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#, text("x"), text("y"));
    encode(Sha256::digest(text))
}

#[test]
fn a_token_tells_its_client_and_its_scopes() {
    let scene = Scene::new(false);
    let answer = scene.ask(&scene.form(&scene.assertion(), "okta.users.read okta.groups.manage"), &[]);
    let answer = answer.expect(200).json();
    assert_eq!((&answer["token_type"], &answer["expires_in"]), (&json!("Bearer"), &json!(3600)));
    assert_eq!(answer["scope"], "okta.users.read okta.groups.manage");
    let claims = claims(answer["access_token"].as_str().expect("a token"));
    assert_eq!(claims["cid"], scene.id.as_str());
    assert_eq!(claims["scp"], json!(["okta.users.read", "okta.groups.manage"]));
    assert_eq!(claims["exp"].as_i64().expect("a time") - claims["iat"].as_i64().expect("a time"), 3600);
    let keys = scene.raw("GET", "/oauth2/v1/keys", "", &[]).expect(200).json();
    assert_eq!(keys["keys"][0]["kty"], "RSA", "the keys are public");
}

#[test]
fn all_but_the_assertion_may_stand_in_the_query() {
    let scene = Scene::new(false);
    let (assertion, query) = (scene.assertion(), scene.form("", "okta.users.read"));
    let query: Vec<_> = query.into_iter().filter(|(name, _)| *name != "client_assertion").collect();
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    let body =
        form_urlencoded::Serializer::new(String::new()).append_pair("client_assertion", &assertion).finish();
    let kind = ("content-type", "application/x-www-form-urlencoded");
    scene.raw("POST", &format!("/oauth2/v1/token?{query}"), body, &[kind]).expect(200);
}

#[test]
fn what_is_wrong_with_an_assertion_is_told() {
    let scene = Scene::new(false);
    let with = |name: &str, value: Value| {
        let mut claims = scene.claims();
        claims[name] = value;
        scene.key.sign(json!({}), &claims)
    };
    let now = scene.now();
    let cases = [
        (Key::new().sign(json!({}), &scene.claims()), "signature is invalid"),
        (with("sub", json!("0oastranger")), "not found"),
        (with("iss", json!("0oastranger")), "issuer and subject"),
        (with("aud", json!("http://localhost")), "audience"),
        (with("aud", json!("https://elsewhere.example/oauth2/v1/token")), "audience"),
        (with("exp", json!(now - 1)), "expired"),
        (with("exp", json!(now + 3700)), "too far"),
        (with("exp", Value::Null), "expiration time"),
        (with("iat", json!(now + 3600)), "in the future"),
        ("a.b".to_owned(), "malformed"),
        (format!("{}.{}.", encode(r#"{"alg":"none"}"#), encode(scene.claims().to_string())), "signature"),
    ];
    for (assertion, said) in cases {
        let answer = scene.ask(&scene.form(&assertion, "okta.users.read"), &[]).expect(401).json();
        assert_eq!(answer["error"], "invalid_client", "{said}");
        let description = answer["error_description"].as_str().expect("a description");
        assert!(description.contains(said), "{said}: {description}");
    }
    let several = with("aud", json!([TOKEN, "https://elsewhere.example"]));
    scene.ask(&scene.form(&several, "okta.users.read"), &[]).expect(200);
}

#[test]
fn what_is_wrong_with_a_request_is_told() {
    let scene = Scene::new(false);
    let base = || scene.form(&scene.assertion(), "okta.users.read");
    let without = |name: &str| base().into_iter().filter(|(known, _)| *known != name).collect::<Vec<_>>();
    let with = |name: &'static str, value: &str| [without(name), vec![(name, value.to_owned())]].concat();
    let by_secret = [without("client_assertion"), vec![("client_secret", "x".to_owned())]].concat();
    let cases = [
        (without("grant_type"), 400, "invalid_request"),
        (with("grant_type", "password"), 400, "unauthorized_client"),
        (with("grant_type", "urn:made:up"), 400, "unsupported_grant_type"),
        (without("scope"), 400, "invalid_scope"),
        (with("scope", ""), 400, "invalid_scope"),
        (with("scope", "okta.users.manage"), 400, "invalid_scope"),
        (with("scope", "okta.users.read nonsense"), 400, "invalid_scope"),
        (with("client_assertion_type", "x"), 400, "invalid_request"),
        (without("client_assertion"), 401, "invalid_client"),
        (by_secret, 401, "invalid_client"),
    ];
    for (form, status, error) in cases {
        let answer = scene.ask(&form, &[]).expect(status);
        assert_eq!(answer.json()["error"], error, "{form:?}");
    }
}

#[test]
fn an_assertion_is_taken_once() {
    let scene = Scene::new(false);
    let form = scene.form(&scene.assertion(), "okta.users.read");
    scene.ask(&form, &[]).expect(200);
    let again = scene.ask(&form, &[]).expect(401).json();
    assert_eq!(again["error"], "invalid_client");
    let mut claims = scene.claims();
    claims.as_object_mut().expect("an object").remove("jti");
    let nameless = scene.form(&scene.key.sign(json!({}), &claims), "okta.users.read");
    scene.ask(&nameless, &[]).expect(200);
    scene.ask(&nameless, &[]).expect(200);
}

#[test]
fn a_token_ends_with_its_app() {
    let scene = Scene::new(false);
    let token = scene.token("okta.users.read");
    let call = || scene.call("GET", "/api/v1/users", "Bearer", &token, None).status;
    assert_eq!(call(), 200);
    scene.client.post(&format!("/api/v1/apps/{}/lifecycle/deactivate", scene.app), &Value::Null).expect(200);
    assert_eq!(call(), 401);
    scene.client.send("DELETE", &format!("/api/v1/apps/{}", scene.app), &Value::Null).expect(204);
    assert_eq!(call(), 401);
}

#[test]
fn the_app_must_be_one_for_this_kind_of_request() {
    let scene = Scene::new(false);
    let change = |pointer: &str, value: Value| {
        let mut app = scene.client.get(&format!("/api/v1/apps/{}", scene.app)).expect(200).json();
        *app.pointer_mut(pointer).expect("a member") = value;
        scene.client.send("PUT", &format!("/api/v1/apps/{}", scene.app), &app)
    };
    let ask = || scene.ask(&scene.form(&scene.assertion(), "okta.users.read"), &[]);
    ask().expect(200);
    change("/credentials/oauthClient/token_endpoint_auth_method", json!("client_secret_basic")).expect(200);
    assert_eq!(ask().expect(401).json()["error"], "invalid_client");
}

#[test]
fn with_several_keys_an_assertion_names_its_own() {
    let scene = Scene::new(false);
    let (first, second) = (Key::new(), Key::new());
    let mut app = scene.client.get(&format!("/api/v1/apps/{}", scene.app)).expect(200).json();
    let named = |key: &Key, kid: &str| {
        let mut public = key.public();
        public["kid"] = kid.into();
        public
    };
    app["settings"]["oauthClient"]["jwks"] = json!({ "keys": [named(&first, "one"), named(&second, "two")] });
    scene.client.send("PUT", &format!("/api/v1/apps/{}", scene.app), &app).expect(200);
    let ask = |key: &Key, header: Value| {
        scene.ask(&scene.form(&key.sign(header, &scene.claims()), "okta.users.read"), &[]).status
    };
    assert_eq!(ask(&first, json!({ "kid": "one" })), 200);
    assert_eq!(ask(&second, json!({ "kid": "two" })), 200);
    assert_eq!(ask(&second, json!({ "kid": "one" })), 401, "the key of another name");
    assert_eq!(ask(&second, json!({ "kid": "three" })), 401, "a key of no name");
    assert_eq!(ask(&second, json!({})), 401, "no name");
}

#[test]
fn a_key_is_taken_while_it_is_active() {
    let scene = Scene::new(false);
    let more = Key::new();
    let mut public = more.public();
    public["kid"] = "more".into();
    let path = format!("/api/v1/apps/{}/credentials/jwks", scene.app);
    let added = scene.client.post(&path, &public);
    assert!(added.status < 300, "{}", added.text());
    let id = added.json()["id"].as_str().expect("an id").to_owned();
    let ask = || {
        let assertion = more.sign(json!({ "kid": "more" }), &scene.claims());
        scene.ask(&scene.form(&assertion, "okta.users.read"), &[]).status
    };
    assert_eq!(ask(), 200);
    assert!(scene.client.post(&format!("{path}/{id}/lifecycle/deactivate"), &Value::Null).status < 300);
    assert_eq!(ask(), 401);
    assert!(scene.client.post(&format!("{path}/{id}/lifecycle/activate"), &Value::Null).status < 300);
    assert_eq!(ask(), 200);
}

#[test]
fn what_is_public_looks_at_no_token() {
    let scene = Scene::new(false);
    for path in ["/oauth2/v1/keys", "/.well-known/okta-organization"] {
        for authorization in ["SSWS wrong", "Bearer wrong", "Basic d3Jvbmc="] {
            scene.raw("GET", path, "", &[("authorization", authorization)]).expect(200);
        }
    }
    let answer = scene.ask(
        &scene.form(&scene.assertion(), "okta.users.read"),
        &[("authorization", "Bearer wrong"), ("accept", "application/json")],
    );
    let answer = answer.expect(200);
    assert_eq!(answer.headers["cache-control"], "no-cache, no-store");
}

#[test]
fn an_access_token_is_made_as_the_org_makes_it() {
    let scene = Scene::new(false);
    let token = scene.token("okta.users.read");
    let header: Value = serde_json::from_slice(
        &URL_SAFE_NO_PAD.decode(token.split('.').next().expect("a header")).expect("base64"),
    )
    .expect("JSON");
    let keys = scene.raw("GET", "/oauth2/v1/keys", "", &[]).expect(200).json();
    assert_ne!(header["kid"], keys["keys"][0]["kid"], "the org alone can check its access tokens");
    assert_eq!(
        (&header["typ"], &header["alg"]),
        (&json!("application/okta-internal-at+jwt"), &json!("RS256"))
    );
    let claims = claims(&token);
    let names: Vec<&str> = claims.as_object().expect("claims").keys().map(String::as_str).collect();
    assert_eq!(names, ["ver", "jti", "iss", "aud", "sub", "iat", "exp", "cid", "scp"]);
    assert_eq!(
        (&claims["ver"], &claims["iss"], &claims["aud"]),
        (&json!(1), &json!("http://localhost"), &json!("http://localhost"))
    );
    assert_eq!(claims["sub"], claims["cid"]);
    assert!(claims["jti"].as_str().expect("an id").starts_with("AT."));
}

#[test]
fn what_is_for_an_api_token_alone_takes_no_access_token() {
    let scene = Scene::new(false);
    scene.grant("okta.users.manage");
    let token = scene.token("okta.users.manage");
    let call = scene.call("DELETE", "/api/v1/api-tokens/current", "Bearer", &token, None);
    assert_eq!(call.status, 403, "{}", call.text());
}

/// Other people's clients leave out the blank behind the scheme.
#[test]
fn a_scheme_needs_no_blank() {
    let scene = Scene::new(false);
    scene.grant("okta.users.read");
    let token = scene.token("okta.users.read");
    for (scheme, status) in
        [("Bearer ", 200), ("Bearer", 200), ("bearer", 200), ("Bear", 401), ("Bearerx", 401)]
    {
        let header = format!("{scheme}{token}");
        let answer = scene.raw("GET", "/api/v1/users", "", &[("authorization", header.as_str())]);
        assert_eq!(answer.status, status, "{scheme}: {}", answer.text());
    }
}

#[test]
fn a_proof_shows_a_public_key_and_comes_alone() {
    let scene = Scene::new(true);
    let key = Key::new();
    let nonce = scene.nonce(&key);
    let good = || scene.proof(&key, json!({ "nonce": nonce }));
    let ask = |headers: &[(&str, &str)]| {
        scene.ask(&scene.form(&scene.assertion(), "okta.users.read"), headers).expect(400).json()["error"]
            .clone()
    };
    let header = |change: &dyn Fn(&mut Value)| {
        let mut header = json!({ "typ": "dpop+jwt", "jwk": key.public() });
        change(&mut header);
        let claims =
            json!({ "htm": "POST", "htu": TOKEN, "iat": scene.now(), "jti": random(), "nonce": nonce });
        key.sign(header, &claims)
    };
    let private = ["d", "p", "q", "dp", "dq", "qi", "k"]
        .map(|name| header(&|header| header["jwk"][name] = "AAAA".into()));
    let others = [
        header(&|header| header["typ"] = "JWT".into()),
        header(&|header| header["jwk"] = Value::Null),
        header(&|header| header["jwk"]["crv"] = "P-384".into()),
        "a.b.c".to_owned(),
    ];
    for proof in private.iter().chain(&others) {
        assert_eq!(ask(&[("dpop", proof)]), "invalid_dpop_proof");
    }
    let (one, two) = (good(), good());
    assert_eq!(ask(&[("dpop", &one), ("dpop", &two)]), "invalid_dpop_proof");
    let made_up = scene.proof(&key, json!({ "nonce": "made up" }));
    assert_eq!(ask(&[("dpop", &made_up)]), "use_dpop_nonce");
    scene.ask(&scene.form(&scene.assertion(), "okta.users.read"), &[("dpop", &good())]).expect(200);
}

#[test]
fn a_proof_for_the_token_endpoint_needs_a_fresh_assertion_after_the_nonce() {
    let scene = Scene::new(true);
    let (key, form) = (Key::new(), scene.form(&scene.assertion(), "okta.users.read"));
    let proof = scene.proof(&key, json!({}));
    let told = scene.ask(&form, &[("dpop", &proof)]).expect(400);
    let nonce = told.headers["dpop-nonce"].to_str().expect("a nonce").to_owned();
    let proof = scene.proof(&key, json!({ "nonce": nonce }));
    assert_eq!(scene.ask(&form, &[("dpop", &proof)]).expect(401).json()["error"], "invalid_client");
}

#[test]
fn only_an_active_service_app_gets_a_token() {
    let scene = Scene::new(false);
    scene.client.post(&format!("/api/v1/apps/{}/lifecycle/deactivate", scene.app), &Value::Null).expect(200);
    scene.ask(&scene.form(&scene.assertion(), "okta.users.read"), &[]).expect(401);
    scene.client.post(&format!("/api/v1/apps/{}/lifecycle/activate", scene.app), &Value::Null).expect(200);
    scene.ask(&scene.form(&scene.assertion(), "okta.users.read"), &[]).expect(200);
}

#[test]
fn a_scope_opens_its_operations_alone() {
    let scene = Scene::new(false);
    let token = scene.token("okta.users.read okta.groups.manage");
    let cases = [
        ("GET", "/api/v1/users", 200, ""),
        ("GET", "/api/v1/groups", 200, "manage includes read"),
        ("POST", "/api/v1/groups", 200, ""),
        ("POST", "/api/v1/users", 403, "okta.users.manage"),
        ("GET", "/api/v1/apps", 403, "okta.apps.read"),
        ("GET", "/api/v1/logs", 403, "okta.logs.read"),
    ];
    for (method, path, status, note) in cases {
        let answer = scene.call(method, path, "Bearer", &token, None).expect(status);
        if status == 403 {
            assert_eq!(answer.json()["errorCode"], "E0000006");
            let challenge = answer.headers["www-authenticate"].to_str().expect("a challenge");
            assert!(challenge.contains("insufficient_scope") && challenge.contains(note), "{challenge}");
        }
    }
}

#[test]
fn a_grant_that_was_revoked_gives_no_further_token() {
    let scene = Scene::new(false);
    let grant = scene.grant("okta.logs.read");
    scene.token("okta.logs.read");
    scene
        .client
        .send("DELETE", &format!("/api/v1/apps/{}/grants/{grant}", scene.app), &Value::Null)
        .expect(204);
    scene.ask(&scene.form(&scene.assertion(), "okta.logs.read"), &[]).expect(400);
}

#[test]
fn a_token_ends_after_an_hour() {
    let scene = Scene::new(false);
    let token = scene.token("okta.users.read");
    scene.client.org.advance(3590);
    scene.call("GET", "/api/v1/users", "Bearer", &token, None).expect(200);
    scene.client.org.advance(20);
    let answer = scene.call("GET", "/api/v1/users", "Bearer", &token, None).expect(401);
    assert_eq!(answer.json()["errorCode"], "E0000011");
}

#[test]
fn a_token_that_the_org_did_not_sign_opens_nothing() {
    let scene = Scene::new(false);
    let token = scene.token("okta.users.read");
    let forged = scene.key.sign(json!({}), &claims(&token));
    let (signed, _) = token.rsplit_once('.').expect("three parts");
    for token in ["", "x", "a.b.c", &forged, signed, &format!("{signed}.")] {
        scene.call("GET", "/api/v1/users", "Bearer", token, None).expect(401);
    }
}

#[test]
fn the_nonce_dance() {
    let scene = Scene::new(true);
    let missing = scene.ask(&scene.form(&scene.assertion(), "okta.users.read"), &[]).expect(400).json();
    assert_eq!(missing["error"], "invalid_dpop_proof");
    assert_eq!(missing["error_description"], "The DPoP proof JWT header is missing.");

    let key = Key::new();
    let nonce = scene.nonce(&key);
    let proof = scene.proof(&key, json!({ "nonce": nonce }));
    let answer = scene.ask(&scene.form(&scene.assertion(), "okta.users.read"), &[("dpop", &proof)]);
    let answer = answer.expect(200).json();
    assert_eq!(answer["token_type"], "DPoP");
    let bound = claims(answer["access_token"].as_str().expect("a token"));
    assert_eq!(bound["cnf"]["jkt"], thumbprint(&key.public()));

    let replayed = scene.ask(&scene.form(&scene.assertion(), "okta.users.read"), &[("dpop", &proof)]);
    assert_eq!(replayed.expect(400).json()["error"], "invalid_dpop_proof");

    // The nonce of yesterday is still taken, that of last week is not.
    scene.client.org.advance(25 * 3600);
    assert_ne!(scene.nonce(&key), nonce);
    let old = |scene: &Scene| {
        let proof = scene.proof(&key, json!({ "nonce": nonce }));
        scene.ask(&scene.form(&scene.assertion(), "okta.users.read"), &[("dpop", &proof)])
    };
    old(&scene).expect(200);
    scene.client.org.advance(72 * 3600);
    assert_eq!(old(&scene).expect(400).json()["error"], "use_dpop_nonce");
}

#[test]
fn a_bound_token_is_nothing_without_its_key() {
    let scene = Scene::new(true);
    let key = Key::new();
    let proof = scene.proof(&key, json!({ "nonce": scene.nonce(&key) }));
    let answer = scene.ask(&scene.form(&scene.assertion(), "okta.users.read"), &[("dpop", &proof)]);
    let token = answer.expect(200).json()["access_token"].as_str().expect("a token").to_owned();
    let ath = encode(Sha256::digest(&token));
    let url = "http://localhost/api/v1/users";
    let good = || json!({ "htm": "GET", "htu": url, "ath": ath });
    let with = |name: &str, value: Value| {
        let mut claims = good();
        claims[name] = value;
        scene.proof(&key, claims)
    };
    let call =
        |scheme: &str, proof: Option<&str>| scene.call("GET", "/api/v1/users?limit=1", scheme, &token, proof);

    let proof = scene.proof(&key, good());
    call("DPoP", Some(&proof)).expect(200);
    let cases = [
        ("no proof", None),
        ("a proof that was used", Some(proof.clone())),
        ("another key", Some(scene.proof(&Key::new(), good()))),
        ("another method", Some(with("htm", json!("POST")))),
        ("another address", Some(with("htu", json!("http://localhost/api/v1/groups")))),
        ("a query", Some(with("htu", json!(format!("{url}?limit=1"))))),
        ("another token", Some(with("ath", json!(encode(Sha256::digest("x")))))),
        ("too old", Some(with("iat", json!(scene.now() - 400)))),
        ("too new", Some(with("iat", json!(scene.now() + 400)))),
        ("no id", Some(with("jti", Value::Null))),
    ];
    for (what, proof) in cases {
        let answer = call("DPoP", proof.as_deref());
        assert_eq!(answer.status, 401, "{what}");
        let challenge = answer.headers["www-authenticate"].to_str().expect("a challenge");
        assert!(challenge.contains("invalid_dpop_proof"), "{what}: {challenge}");
    }
    assert_eq!(call("Bearer", Some(&scene.proof(&key, good()))).status, 401, "bound tokens bear nothing");
}

//! What authorization servers say of themselves, member by member; and that whatever they name works.

use serde_json::{Value, json};

use super::scene::{Browser, CALLBACK, Scene, VERIFIER, claims, encoded, location, member, send};
use crate::client::Answer;

const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";
const METHODS: [&str; 5] =
    ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"];

/// The documents of a server: OpenID Connect, OAuth, and OAuth by the path of the issuer.
const DOCUMENTS: [(&str, &str, bool); 5] = [
    ("", "/.well-known/openid-configuration", true),
    ("", "/.well-known/oauth-authorization-server", false),
    ("/default", "/oauth2/default/.well-known/openid-configuration", true),
    ("/default", "/oauth2/default/.well-known/oauth-authorization-server", false),
    ("/default", "/.well-known/oauth-authorization-server/oauth2/default", false),
];

/// What a document says, in Okta's order, without what the local org does not serve.
fn expected(server: &str, is_open_id: bool) -> Value {
    let base = format!("http://localhost/oauth2{server}");
    let at = |end: &str| format!("{base}/v1/{end}");
    let mut all = json!({
        "issuer": if server.is_empty() { "http://localhost" } else { &base },
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "userinfo_endpoint": at("userinfo"),
        "registration_endpoint": "http://localhost/oauth2/v1/clients",
        "jwks_uri": at("keys"),
        "response_types_supported": ["code", "id_token", "code id_token", "code token", "id_token token", "code id_token token"],
        "response_modes_supported": ["query", "fragment", "form_post", "okta_post_message"],
        "grant_types_supported": ["authorization_code", "implicit", "refresh_token", "password", DEVICE],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email", "address", "phone", "offline_access", "device_sso"],
        "token_endpoint_auth_methods_supported": METHODS,
        "claims_supported": ["iss", "ver", "sub", "aud", "iat", "exp", "jti", "auth_time", "amr", "idp", "nonce", "name", "nickname", "preferred_username", "given_name", "middle_name", "family_name", "email", "email_verified", "profile", "zoneinfo", "locale", "address", "phone_number", "updated_at", "at_hash", "c_hash"],
        "code_challenge_methods_supported": ["S256"],
        "introspection_endpoint": at("introspect"),
        "introspection_endpoint_auth_methods_supported": METHODS,
        "revocation_endpoint": at("revoke"),
        "revocation_endpoint_auth_methods_supported": METHODS,
        "end_session_endpoint": at("logout"),
        "request_parameter_supported": true,
        "request_object_signing_alg_values_supported": ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512"],
        "device_authorization_endpoint": at("device/authorize"),
        "pushed_authorization_request_endpoint": at("par"),
        "dpop_signing_alg_values_supported": ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"],
    });
    if server.is_empty() {
        all["scopes_supported"] = json!([
            "openid",
            "email",
            "profile",
            "address",
            "phone",
            "offline_access",
            "device_sso",
            "groups"
        ]);
    }
    if !is_open_id {
        let members = all.as_object_mut().expect("members");
        for name in ["userinfo_endpoint", "id_token_signing_alg_values_supported"] {
            members.shift_remove(name);
        }
        all["response_types_supported"] = json!([
            "code",
            "token",
            "id_token",
            "code id_token",
            "code token",
            "id_token token",
            "code id_token token"
        ]);
        all["grant_types_supported"] = json!([
            "authorization_code",
            "implicit",
            "refresh_token",
            "password",
            DEVICE,
            "client_credentials"
        ]);
        all["claims_supported"] =
            json!(["ver", "jti", "iss", "aud", "iat", "exp", "cid", "uid", "scp", "sub"]);
    }
    all
}

/// Each member of each document, with its value and in its place; and the headers.
#[test]
fn discovery_is_oktas_member_by_member() {
    let scene = Scene::new("web");
    for (server, path, is_open_id) in DOCUMENTS {
        let answer = scene.client.get(path).expect(200);
        let (found, expected) = (answer.json(), expected(server, is_open_id));
        for (name, value) in expected.as_object().expect("members") {
            assert_eq!(found[name], *value, "{path}: {name}");
        }
        assert_eq!(found.to_string(), expected.to_string(), "{path}: members and their order");
        for (name, value) in
            [("content-type", "application/json"), ("cache-control", "max-age=86400, must-revalidate")]
        {
            assert_eq!(answer.headers[name], value, "{path}: {name}");
        }
        assert!(answer.headers.get_all("vary").iter().any(|value| value == "Origin"), "{path}");
        for absent in ["set-cookie", "x-rate-limit-limit"] {
            assert!(!answer.headers.contains_key(absent), "{path}: {absent}");
        }
    }
    let keys = scene.client.get("/oauth2/default/v1/keys").expect(200);
    let life = keys.headers["cache-control"].to_str().expect("a text");
    let seconds: i64 = life
        .strip_prefix("max-age=")
        .and_then(|rest| rest.strip_suffix(", must-revalidate"))
        .and_then(|seconds| seconds.parse().ok())
        .unwrap_or_else(|| panic!("{life}"));
    assert!((24 * 3600..100 * 24 * 3600).contains(&seconds), "until the next change of keys: {seconds}");
    assert!(keys.headers["expires"].to_str().is_ok_and(|date| date.ends_with("GMT")));
}

/// Scopes of a server's own stand before Okta's, in the order of the alphabet, where they are published at all. A
/// custom claim stands nowhere.
#[test]
fn custom_scopes_are_published_where_they_want_to_be() {
    let scene = Scene::new("web");
    let add = |name: &str, publish: &str| {
        let body = json!({ "name": name, "metadataPublish": publish });
        scene.client.post("/api/v1/authorizationServers/default/scopes", &body).expect(201);
    };
    add("write", "ALL_CLIENTS");
    add("hidden", "NO_CLIENTS");
    add("read", "ALL_CLIENTS");
    let claim =
        json!({ "name": "team", "claimType": "IDENTITY", "valueType": "EXPRESSION", "value": "user.login" });
    scene.client.post("/api/v1/authorizationServers/default/claims", &claim).expect(201);
    let metadata = scene.client.get("/oauth2/default/.well-known/openid-configuration").expect(200).json();
    let scopes = metadata["scopes_supported"].as_array().expect("scopes");
    assert_eq!(scopes[..3], [json!("read"), json!("write"), json!("openid")]);
    assert!(!scopes.contains(&json!("hidden")));
    assert!(!metadata["claims_supported"].as_array().expect("claims").contains(&json!("team")));
}

/// A server that was switched off is not there, and neither is an unknown one: an error of the management API.
#[test]
fn a_server_that_is_off_answers_as_an_unknown_one() {
    let scene = Scene::new("web");
    let body = json!({ "name": "Other", "audiences": ["api://other"], "description": "x" });
    let made = scene.client.post("/api/v1/authorizationServers", &body).expect(201).json();
    let id = made["id"].as_str().expect("an id");
    let paths = ["/.well-known/openid-configuration", "/v1/keys", "/v1/authorize"];
    for path in paths {
        let answer = scene.browser().get(&format!("/oauth2/{id}{path}"));
        assert_ne!(answer.status, 404, "{path} while it is on");
    }
    scene
        .client
        .post(&format!("/api/v1/authorizationServers/{id}/lifecycle/deactivate"), &Value::Null)
        .expect(204);
    for (id, path) in paths.iter().flat_map(|path| [(id, path), ("unknown", path)]) {
        let answer = scene.browser().get(&format!("/oauth2/{id}{path}")).expect(404).json();
        let expected = format!("Not found: Resource not found: {id} (AuthorizationServer)");
        assert_eq!(
            (&answer["errorCode"], &answer["errorSummary"]),
            (&json!("E0000007"), &json!(expected)),
            "{path}"
        );
    }
}

/// A native client with everything that metadata names, and a browser in which somebody is signed in.
struct Caller {
    scene: Scene,
    server: &'static str,
    browser: Browser,
}

impl Caller {
    fn new(server: &'static str) -> Self {
        let grants = ["authorization_code", "refresh_token", "implicit", "password", DEVICE];
        let scene = Scene::with("native", &json!({ "grant_types": grants }));
        scene.allow("/default", DEVICE);
        let mut browser = scene.browser();
        browser.sign_in(&scene.authorize(server, &[]));
        Caller { scene, server, browser }
    }

    fn post(&self, url: &str, more: &[(&str, &str)]) -> Answer {
        let mut form = vec![("client_id", self.scene.app.as_str())];
        form.extend(more);
        self.scene.browser().send("POST", url, &form)
    }

    /// The parameters of a request, behind an address that metadata names.
    fn asked(&self, url: &str, more: &[(&str, &str)]) -> String {
        let own = self.scene.authorize(self.server, more);
        format!("{url}?{}", own.split_once('?').expect("a query").1)
    }

    fn tokens(&mut self, metadata: &Value) -> Value {
        let at = |name: &str| metadata[name].as_str().expect("an address").to_owned();
        let answer = self.browser.get(&self.asked(&at("authorization_endpoint"), &[])).expect(302);
        let code = member(&location(&answer), "code").expect("a code");
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.post(&at("token_endpoint"), &form).expect(200).json()
    }

    /// Does with an endpoint what it is for.
    fn call(&mut self, metadata: &Value, name: &str, url: &str) {
        let tokens = self.tokens(metadata);
        let text = |name: &str| tokens[name].as_str().expect("a token");
        match name {
            // The tokens above come from these two.
            "authorization_endpoint" | "token_endpoint" => {}
            "userinfo_endpoint" => {
                let bearer = format!("Bearer {}", text("access_token"));
                let info = send(&self.scene.client.org, "GET", url, &[("authorization", &bearer)], "");
                assert_eq!(info.expect(200).json()["sub"], json!(self.scene.user));
            }
            "registration_endpoint" => {
                let body = json!({ "client_name": "New", "redirect_uris": [CALLBACK], "response_types": ["code"], "grant_types": ["authorization_code"], "application_type": "web" });
                let path = url.replace("http://localhost", "");
                let made = self.scene.client.post(&path, &body).expect(201).json();
                let path = format!("{path}/{}", made["client_id"].as_str().expect("an id"));
                self.scene.client.send("DELETE", &path, &Value::Null).expect(204);
            }
            "jwks_uri" => {
                let keys = send(&self.scene.client.org, "GET", url, &[], "").expect(200).json();
                assert!(keys["keys"].as_array().is_some_and(|keys| !keys.is_empty()));
            }
            "introspection_endpoint" => {
                let shown = self.post(url, &[("token", text("access_token"))]).expect(200).json();
                assert_eq!(shown["active"], true);
            }
            "revocation_endpoint" => {
                assert!(self.post(url, &[("token", text("access_token"))]).expect(200).body.is_empty());
                let shown = metadata["introspection_endpoint"].as_str().expect("an address");
                let shown = self.post(shown, &[("token", text("access_token"))]).expect(200).json();
                assert_eq!(shown, json!({ "active": false }));
            }
            "end_session_endpoint" => {
                let query = encoded(&[("id_token_hint", text("id_token"))]);
                self.browser.get(&format!("{url}?{query}")).expect(302);
                self.browser = self.scene.browser();
                self.browser.sign_in(&self.scene.authorize(self.server, &[]));
            }
            "device_authorization_endpoint" => self.let_device_in(metadata, url),
            "pushed_authorization_request_endpoint" => {
                let query = self.asked("", &[]);
                let form: Vec<(String, String)> =
                    form_urlencoded::parse(&query.as_bytes()[1..]).into_owned().collect();
                let form: Vec<(&str, &str)> =
                    form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                let pushed = self.scene.browser().send("POST", url, &form).expect(201).json();
                let uri = pushed["request_uri"].as_str().expect("an address");
                let query = encoded(&[("client_id", &self.scene.app), ("request_uri", uri)]);
                let to = metadata["authorization_endpoint"].as_str().expect("an address");
                let answer = self.browser.get(&format!("{to}?{query}")).expect(302);
                assert!(member(&location(&answer), "code").is_some());
            }
            other => panic!("metadata names {other}, and nobody has called it"),
        }
    }

    fn let_device_in(&mut self, metadata: &Value, url: &str) {
        let begun = self.post(url, &[("scope", "openid")]).expect(200).json();
        let text = |name: &str| begun[name].as_str().expect("a text").to_owned();
        let page = self.browser.get(&text("verification_uri_complete")).expect(200);
        let done = self.browser.fill(&page, &[("userCode", &text("user_code"))]).expect(200);
        assert!(done.text().contains("Device activated"), "{}", done.text());
        let form = [("grant_type", DEVICE), ("device_code", &text("device_code"))];
        let to = metadata["token_endpoint"].as_str().expect("an address");
        assert!(self.post(to, &form).expect(200).json()["id_token"].is_string());
    }
}

/// Each endpoint that a document names does what it is for.
#[test]
fn each_endpoint_that_metadata_names_does_what_it_is_for() {
    for (server, path, _) in DOCUMENTS {
        let mut caller = Caller::new(server);
        let metadata = caller.scene.client.get(path).expect(200).json();
        let is_endpoint = |name: &str| name.ends_with("_endpoint") || name == "jwks_uri";
        let endpoints = metadata.as_object().expect("members").iter().filter(|(name, _)| is_endpoint(name));
        let mut called = 0;
        for (name, url) in endpoints {
            caller.call(&metadata, name, url.as_str().expect("an address"));
            called += 1;
        }
        assert!(called >= 9, "{path}: {called}");
    }
}

/// Each response type by each mode, each grant, and each scope that a document names.
#[test]
fn each_way_that_metadata_names_leads_to_what_it_says() {
    for (server, path, _) in DOCUMENTS {
        let mut caller = Caller::new(server);
        let metadata = caller.scene.client.get(path).expect(200).json();
        let texts = |name: &str| {
            let all = metadata[name].as_array().expect("a list").iter();
            all.map(|one| one.as_str().expect("a text").to_owned()).collect::<Vec<_>>()
        };
        let authorize = metadata["authorization_endpoint"].as_str().expect("an address").to_owned();
        for kind in texts("response_types_supported") {
            for mode in texts("response_modes_supported") {
                let more = [("response_type", kind.as_str()), ("response_mode", &mode)];
                let answer = caller.browser.get(&caller.asked(&authorize, &more));
                let told = if answer.status == 302 { location(&answer) } else { answer.text() };
                let forbidden = mode == "query" && kind != "code";
                let has_all = kind.split(' ').all(|part| match part {
                    "code" => told.contains("code="),
                    "token" => told.contains("access_token"),
                    other => told.contains(other),
                });
                let has_all = has_all
                    || matches!(mode.as_str(), "form_post" | "okta_post_message") && told.contains("code");
                assert_eq!(has_all && !told.contains("error="), !forbidden, "{path} {kind} {mode}: {told}");
            }
        }
        let scopes = texts("scopes_supported").join(" ");
        let answer = caller.browser.get(&caller.asked(&authorize, &[("scope", &scopes)])).expect(302);
        let code =
            member(&location(&answer), "code").unwrap_or_else(|| panic!("{path}: {}", location(&answer)));
        let tokens = caller.scene.token(server, &[("code", &code)]).expect(200).json();
        assert_eq!(tokens["scope"], json!(scopes), "{path}: the order is the server's");
        for grant in texts("grant_types_supported") {
            assert_eq!(gives(&caller, &tokens, &grant), "tokens", "{path}: {grant}");
        }
    }
}

/// What a grant gives.
fn gives(caller: &Caller, tokens: &Value, grant: &str) -> String {
    let given = |answer: Answer| match answer.json()["access_token"].is_string() {
        true => "tokens".to_owned(),
        false => answer.text(),
    };
    let person = [
        ("grant_type", grant),
        ("username", "ann@acme.example"),
        ("password", super::scene::PASSWORD),
        ("scope", "openid"),
    ];
    match grant {
        // These gave the tokens of the tests above.
        "authorization_code" | "implicit" | DEVICE => "tokens".to_owned(),
        "refresh_token" => given(caller.scene.refresh(caller.server, &tokens["refresh_token"])),
        "password" => given(caller.scene.grant(caller.server, &person)),
        "client_credentials" => given(as_itself(caller)),
        other => format!("nobody has tried {other}"),
    }
}

/// A service that acts for itself: by a secret at a custom server, and by its key at the org's own.
fn as_itself(caller: &Caller) -> Answer {
    let client = &caller.scene.client;
    let key = crate::oauth::Key::new();
    let method = if caller.server.is_empty() { "private_key_jwt" } else { "client_secret_post" };
    let body = json!({
        "name": "oidc_client", "label": "Service", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": method } },
        "settings": { "oauthClient": {
            "application_type": "service", "grant_types": ["client_credentials"], "response_types": ["token"],
            "jwks": { "keys": [key.public()] },
        } },
    });
    let app = client.post("/api/v1/apps", &body).expect(200).json();
    let id = app["id"].as_str().expect("an id");
    let url = format!("http://localhost/oauth2{}/v1/token", caller.server);
    let mut form = vec![("grant_type", "client_credentials"), ("client_id", id)];
    let now = client.org.now().as_second();
    let signed =
        key.sign(json!({}), &json!({ "iss": id, "sub": id, "aud": url, "exp": now + 300, "jti": "j" }));
    if caller.server.is_empty() {
        let grant = json!({ "issuer": "http://localhost", "scopeId": "okta.users.read" });
        client.post(&format!("/api/v1/apps/{id}/grants"), &grant).expect(200);
        form.push(("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
        form.extend([("client_assertion", signed.as_str()), ("scope", "okta.users.read")]);
    } else {
        client.post("/api/v1/authorizationServers/default/scopes", &json!({ "name": "act" })).expect(201);
        form.extend([
            ("client_secret", app["credentials"]["oauthClient"]["client_secret"].as_str().expect("a secret")),
            ("scope", "act"),
        ]);
    }
    let answer = Browser::new(&client.org).send("POST", &url, &form);
    if answer.status == 200 {
        assert_eq!(claims(&answer.json()["access_token"])["cid"], json!(id));
    }
    answer
}

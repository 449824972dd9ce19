//! What hangs on an application: policy, logo, provisioning, grants, tokens, keys, group push.

use crate::client::Client;
use serde_json::{Value, json};

struct Scene {
    client: Client,
    app: String,
}

impl Scene {
    fn new(app: &Value) -> Self {
        let client = Client::new();
        let app = client.post("/api/v1/apps", app).expect(200).json();
        let app = format!("/api/v1/apps/{}", app["id"].as_str().expect("an id"));
        Scene { client, app }
    }

    fn send(&self, method: &str, rest: &str, body: &Value, status: u16) -> Value {
        self.client.send(method, &format!("{}{rest}", self.app), body).expect(status).json()
    }

    fn get(&self, rest: &str) -> Value {
        self.send("GET", rest, &Value::Null, 200)
    }

    fn post(&self, rest: &str, status: u16) -> Value {
        self.send("POST", rest, &Value::Null, status)
    }
}

fn bookmark() -> Value {
    json!({ "name": "bookmark", "label": "Book", "settings": { "app": { "url": "https://example.com" } } })
}

fn org2org() -> Value {
    let app = json!({ "acsUrl": "https://x/acs", "audRestriction": "https://x", "baseUrl": "https://x" });
    json!({ "name": "okta_org2org", "label": "Other", "signOnMode": "SAML_2_0", "settings": { "app": app } })
}

fn service() -> Value {
    json!({
        "name": "oidc_client", "label": "Robot",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": "private_key_jwt" } },
        "settings": { "oauthClient": { "application_type": "service", "grant_types": ["client_credentials"] } },
    })
}

fn id(object: &Value) -> &str {
    object["id"].as_str().expect("an id")
}

#[test]
fn an_access_policy_shows_in_the_links() {
    let scene = Scene::new(&bookmark());
    let policy = json!({ "type": "ACCESS_POLICY", "name": "Strict" });
    let policy = scene.client.post("/api/v1/policies", &policy).expect(200).json();
    let policy = policy["id"].as_str().expect("an id").to_owned();
    scene.send("PUT", &format!("/policies/{policy}"), &Value::Null, 204);
    let link = scene.get("")["_links"]["accessPolicy"]["href"].clone();
    assert_eq!(link, format!("http://localhost/api/v1/policies/{policy}"));
    scene.send("PUT", "/policies/nonsense", &Value::Null, 404);
}

#[test]
fn a_logo_is_a_form_with_a_file() {
    let scene = Scene::new(&bookmark());
    let form = [("content-type", "multipart/form-data; boundary=x")];
    let path = format!("{}/logo", scene.app);
    let answer = scene.client.send_with("POST", &path, &json!("--x picture"), &form).expect(201);
    let location = answer.headers["location"].to_str().expect("text").to_owned();
    assert_eq!(answer.text(), "");
    assert_eq!(scene.get("")["_links"]["logo"][0]["href"], location);
    scene.client.send("POST", &path, &json!({ "file": "x" })).expect(400);
}

#[test]
fn apps_without_provisioning_say_so() {
    let scene = Scene::new(&bookmark());
    let unknown = json!({ "status": "UNKNOWN", "profile": { "authScheme": "UNKNOWN" } });
    assert_eq!(scene.get("/connections/default"), unknown);
    scene.post("/connections/default/lifecycle/activate", 204);
    assert_eq!(scene.get("/connections/default"), unknown);
    let cases = [
        ("GET", "/features", Value::Null, 400, "E0000001"),
        ("GET", "/features/USER_PROVISIONING", Value::Null, 400, "E0000001"),
        ("GET", "/features/NONSENSE", Value::Null, 404, "E0000007"),
        ("PUT", "/features/USER_PROVISIONING", Value::Null, 400, "E0000003"),
    ];
    for (method, path, body, status, code) in cases {
        assert_eq!(scene.send(method, path, &body, status)["errorCode"], code, "{method} {path}");
    }
}

#[test]
fn a_connection_opens_the_features_and_never_shows_its_token() {
    let scene = Scene::new(&org2org());
    scene.send("GET", "/features", &Value::Null, 400);
    let request =
        json!({ "baseUrl": "https://x", "profile": { "authScheme": "TOKEN", "token": "t0p secret" } });
    let connection = scene.send("POST", "/connections/default", &request, 200);
    assert_eq!(connection["status"], "DISABLED");
    assert!(!connection.to_string().contains("t0p secret"), "{connection}");
    scene.post("/connections/default/lifecycle/activate", 204);
    let connection = scene.get("/connections/default");
    assert_eq!(connection["status"], "ENABLED");
    assert!(connection["_links"].get("deactivate").is_some());
    assert_eq!(scene.get("/features").as_array().map(Vec::len), Some(2));
    let change = json!({ "create": { "lifecycleCreate": { "status": "ENABLED" } } });
    let feature = scene.send("PUT", "/features/USER_PROVISIONING", &change, 200);
    assert_eq!(feature["capabilities"]["create"], change["create"]);
    assert_eq!(feature["capabilities"]["update"]["password"]["seed"], "RANDOM");
    assert_eq!(scene.get("/features/USER_PROVISIONING"), feature);
}

#[test]
fn scopes_are_granted_once_and_revoked() {
    let scene = Scene::new(&service());
    let request = json!({ "issuer": "http://localhost", "scopeId": "okta.users.read" });
    let grant = scene.send("POST", "/grants", &request, 200);
    assert_eq!(grant["_embedded"]["scope"]["id"], "okta.users.read");
    assert_eq!(id(&scene.send("POST", "/grants", &request, 200)), id(&grant), "twice is once");
    let path = format!("/grants/{}", id(&grant));
    assert!(scene.get(&path).get("_embedded").is_none());
    assert!(scene.get(&format!("{path}?expand=scope")).get("_embedded").is_some());
    assert_eq!(scene.get("/grants").as_array().map(Vec::len), Some(1));
    for wrong in [
        json!({}),
        json!({ "issuer": "x", "scopeId": "okta.cats.read" }),
        json!({ "scopeId": "okta.users.read" }),
    ] {
        scene.send("POST", "/grants", &wrong, 400);
    }
    scene.send("DELETE", &path, &Value::Null, 204);
    scene.send("GET", &path, &Value::Null, 404);
    assert_eq!(scene.get("/grants"), json!([]));
}

#[test]
fn there_are_no_refresh_tokens() {
    let scene = Scene::new(&service());
    assert_eq!(scene.get("/tokens"), json!([]));
    scene.send("DELETE", "/tokens", &Value::Null, 204);
    let problem = scene.send("GET", "/tokens/oar1", &Value::Null, 404);
    let summary = problem["errorSummary"].as_str().expect("text");
    assert!(summary.ends_with(".oar1 (OAuth2RefreshTokenTx)"), "{summary}");
}

#[test]
fn public_keys_stand_in_the_settings_while_they_are_active() {
    let scene = Scene::new(&service());
    let modulus = "A".repeat(342);
    let key = json!({ "kty": "RSA", "use": "sig", "kid": "mine", "e": "AQAB", "n": modulus });
    let kept = scene.send("POST", "/credentials/jwks", &key, 201);
    let in_settings = || scene.get("")["settings"]["oauthClient"]["jwks"]["keys"].as_array().map(Vec::len);
    assert_eq!(in_settings(), Some(1));
    let cause = |problem: Value| problem["errorCauses"][0]["errorSummary"].as_str().map(str::to_owned);
    let refused = |method: &str, rest: &str, body: &Value, expected: &str| {
        assert_eq!(cause(scene.send(method, rest, body, 400)).as_deref(), Some(expected), "{method} {rest}");
    };
    refused("POST", "/credentials/jwks", &key, "All keys in the 'jwks' must have a unique `kid`.");
    let path = format!("/credentials/jwks/{}", id(&kept));
    refused(
        "DELETE",
        &path,
        &Value::Null,
        "You can't delete an active JSON Web Key. Deactivate the key before deleting it.",
    );
    refused(
        "POST",
        &format!("{path}/lifecycle/deactivate"),
        &Value::Null,
        "Can't deactivate the only active JSON Web Key when the value for `token_endpoint_auth_method` is `private_key_jwt`.",
    );
    let other = json!({ "kty": "RSA", "use": "sig", "kid": "other", "e": "AQAB", "n": modulus });
    scene.send("POST", "/credentials/jwks", &other, 201);
    assert_eq!(in_settings(), Some(2));
    assert_eq!(scene.post(&format!("{path}/lifecycle/deactivate"), 200)["status"], "INACTIVE");
    assert_eq!(in_settings(), Some(1));
    scene.post(&format!("{path}/lifecycle/activate"), 200);
    assert_eq!(in_settings(), Some(2));
    scene.post(&format!("{path}/lifecycle/deactivate"), 200);
    scene.send("DELETE", &path, &Value::Null, 204);
    assert_eq!(scene.get("/credentials/jwks").as_array().map(Vec::len), Some(1));
    for weak in
        [json!({ "kty": "RSA", "use": "sig" }), json!({ "kty": "RSA", "e": "AQAB", "n": "AAAA" }), json!({})]
    {
        let problem = scene.send("POST", "/credentials/jwks", &weak, 400);
        assert_eq!(problem["errorSummary"], "Api validation failed: JsonWebKey", "{weak}");
    }
}

#[test]
fn signing_requests_are_made_and_revoked() {
    let scene = Scene::new(&bookmark());
    let request =
        json!({ "subject": { "commonName": "SP" }, "subjectAltNames": { "dnsNames": ["x.example.com"] } });
    let made = scene.client.post(&format!("{}/credentials/csrs", scene.app), &request).expect(201);
    let csr = made.json();
    let location = made.headers["location"].to_str().expect("text");
    assert_eq!(csr["_links"]["self"]["href"], location);
    let path = format!("/credentials/csrs/{}", id(&csr));
    assert_eq!(scene.get(&path), csr);
    assert_eq!(scene.get("/credentials/csrs"), json!([csr]));
    let pkcs10 = [("accept", "application/pkcs10")];
    let alone = scene.client.send_with("GET", &format!("{}{path}", scene.app), &Value::Null, &pkcs10);
    assert_eq!(csr["csr"], alone.expect(200).text());
    let both = [("accept", "application/json,application/pkcs10")];
    let read = scene.client.send_with("GET", &format!("{}{path}", scene.app), &Value::Null, &both);
    assert_eq!(read.expect(200).json(), csr, "an SDK that takes both reads JSON");
    scene.send("DELETE", &path, &Value::Null, 204);
    scene.send("GET", &path, &Value::Null, 404);
    scene.send("POST", "/credentials/csrs", &json!({ "subject": {} }), 400);
}

#[test]
fn a_group_is_pushed_once_and_taken_back_when_it_is_off() {
    let scene = Scene::new(&org2org());
    let group =
        scene.client.post("/api/v1/groups", &json!({ "profile": { "name": "g" } })).expect(200).json();
    let request = json!({ "sourceGroupId": id(&group), "targetGroupName": "there", "status": "ACTIVE" });
    let mapping = scene.send("POST", "/group-push/mappings", &request, 200);
    assert!(!mapping["created"].as_str().expect("a date").contains('.'), "these dates have no fraction");
    let target = format!("/api/v1/groups/{}", mapping["targetGroupId"].as_str().expect("an id"));
    assert_eq!(scene.client.get(&target).expect(200).json()["type"], "APP_GROUP");
    let source =
        scene.client.get(&format!("{target}?expand=app")).expect(200).json()["_embedded"]["app"].clone();
    let app = scene.get("");
    let facts = json!({ "id": app["id"], "name": app["name"], "label": app["label"], "signOnMode": app["signOnMode"] });
    assert_eq!(source, facts);
    let pushed = format!("/api/v1/groups/{}?expand=stats,app", id(&group));
    let embedded = scene.client.get(&pushed).expect(200).json()["_embedded"].clone();
    assert_eq!((&embedded["stats"]["groupPushMappingsCount"], &embedded["app"]), (&json!(1), &Value::Null));
    scene.send("POST", "/group-push/mappings", &request, 400);
    let listed = |query: &str| scene.get(&format!("/group-push/mappings?{query}")).as_array().map(Vec::len);
    assert_eq!(listed(&format!("sourceGroupId={}", id(&group))), Some(1));
    assert_eq!(listed("status=INACTIVE"), Some(0));
    for used in [&target, &format!("/api/v1/groups/{}", id(&group))] {
        let problem = scene.client.send("DELETE", used, &Value::Null).expect(400).json();
        assert_eq!(problem["errorCauses"][0]["errorSummary"], "The group is used in a group push mapping.");
    }
    let path = format!("/group-push/mappings/{}", id(&mapping));
    scene.send("DELETE", &path, &Value::Null, 400);
    assert_eq!(scene.send("PATCH", &path, &json!({ "status": "INACTIVE" }), 200)["status"], "INACTIVE");
    scene.send("DELETE", &format!("{path}?deleteTargetGroup=true"), &Value::Null, 200);
    scene.send("GET", &path, &Value::Null, 404);
    scene.client.get(&target).expect(404);
}

#[test]
fn a_deleted_app_takes_its_parts_along() {
    let scene = Scene::new(&service());
    let request = json!({ "issuer": "http://localhost", "scopeId": "okta.users.read" });
    scene.send("POST", "/grants", &request, 200);
    scene.post("/lifecycle/deactivate", 200);
    scene.send("DELETE", "", &Value::Null, 204);
    for part in
        ["/grants", "/credentials/keys", "/credentials/secrets", "/credentials/jwks", "/users", "/groups"]
    {
        let problem = scene.send("GET", part, &Value::Null, 404);
        assert!(problem["errorSummary"].as_str().expect("text").ends_with("(AppInstance)"), "{part}");
    }
}

fn web(method: &str) -> Value {
    json!({
        "name": "oidc_client", "label": "Web", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": method } },
        "settings": { "oauthClient": { "application_type": "web", "redirect_uris": ["https://x.example/cb"] } },
    })
}

#[test]
fn a_secret_that_cannot_be_one_is_refused_in_oktas_words() {
    let long = "x".repeat(101);
    let cases = [
        (
            "client_secret_basic",
            "short",
            "client_secret: 'client_secret' must be at least '14' characters long.",
        ),
        (
            "client_secret_basic",
            &long,
            "client_secret: 'client_secret' can't be more than '100' characters long.",
        ),
        (
            "client_secret_post",
            "a secret with an \u{e9}",
            "client_secret: ''client_secret'' must only contain printable ASCII: [x20-x7E]+",
        ),
        (
            "client_secret_jwt",
            "twenty characters or",
            "client_secret: 'client_secret' must be at least '32' characters long when 'token_endpoint_auth_method' is 'client_secret_jwt'.",
        ),
        (
            "private_key_jwt",
            "long enough for anybody",
            "'client_secret' can't be used when 'token_endpoint_auth_method' is 'private_key_jwt'.",
        ),
    ];
    for (method, secret, cause) in cases {
        let scene = Scene::new(&web(method));
        let problem = scene.send("POST", "/credentials/secrets", &json!({ "client_secret": secret }), 400);
        assert_eq!(problem["errorSummary"], "Api validation failed: client_secret", "{method} {secret}");
        assert_eq!(problem["errorCauses"], json!([{ "errorSummary": cause }]));
    }
}

/// Clients that compare texts meet the members in the order in which Okta sends them.
#[test]
fn members_come_in_oktas_order() {
    let (client, other) = (Scene::new(&web("client_secret_basic")), Scene::new(&org2org()));
    let app = client.client.post("/api/v1/apps", &web("client_secret_basic")).expect(200).json();
    let oauth = &app["credentials"]["oauthClient"];
    let off = other.get("/connections/default");
    other.post("/connections/default/lifecycle/activate", 204);
    let on = other.get("/connections/default");
    let cases = [
        (oauth, "autoKeyRotation client_id client_secret token_endpoint_auth_method pkce_required"),
        (
            &client.get("/credentials/secrets")[0],
            "id created lastUpdated status client_secret secret_hash _links",
        ),
        (&off["_links"], "activate self"),
        (&on["_links"], "self deactivate"),
    ];
    for (object, order) in cases {
        let names: Vec<&str> = object.as_object().expect(order).keys().map(String::as_str).collect();
        assert_eq!(names.join(" "), order);
    }
}

#[test]
fn a_client_keeps_one_active_secret_and_has_two_at_most() {
    let scene = Scene::new(&web("client_secret_basic"));
    let first = format!("/credentials/secrets/{}", id(&scene.get("/credentials/secrets")[0]));
    let refused = |method: &str, rest: &str, cause: &str| {
        let problem = scene.send(method, rest, &Value::Null, 400);
        assert_eq!(problem["errorSummary"], "Api validation failed: OAuth2ClientSecretMediated");
        assert_eq!(problem["errorCauses"], json!([{ "errorSummary": cause }]), "{method} {rest}");
    };
    let only = "You can't deactivate the only active client secret.";
    refused("POST", &format!("{first}/lifecycle/deactivate"), only);
    let second = scene.send("POST", "/credentials/secrets", &json!({ "status": "INACTIVE" }), 201);
    assert_eq!(second["status"], "INACTIVE");
    refused("POST", &format!("{first}/lifecycle/deactivate"), only);
    let full = "You've reached the maximum number of client secrets per client.";
    refused("POST", "/credentials/secrets", full);
    let active = "You can't delete an active client secret. Deactivate the secret before deleting it.";
    refused("DELETE", &first, active);
    let second = format!("/credentials/secrets/{}", id(&second));
    scene.post(&format!("{second}/lifecycle/activate"), 200);
    scene.post(&format!("{first}/lifecycle/deactivate"), 200);
    scene.send("DELETE", &first, &Value::Null, 204);
}

#[test]
fn what_is_pushed_to_an_app_is_changed_at_its_source() {
    let scene = Scene::new(&org2org());
    let attribute = json!({ "title": "First name", "type": "string" });
    let schema =
        json!({ "definitions": { "custom": { "properties": { "first": attribute, "free": attribute } } } });
    let of_app = scene.app.replace("/api/v1/apps/", "/api/v1/meta/schemas/apps/");
    scene.client.post(&format!("{of_app}/default"), &schema).expect(200);
    let mappings =
        scene.client.get(&format!("/api/v1/mappings?targetId={}", &scene.app[13..])).expect(200).json();
    let mapped =
        json!({ "properties": { "first": { "expression": "user.firstName", "pushStatus": "PUSH" } } });
    scene.client.post(&format!("/api/v1/mappings/{}", id(&mappings[0])), &mapped).expect(200);
    let me = scene.client.get("/api/v1/users/me").expect(200).json();
    let assigned = scene.send("POST", "/users", &json!({ "id": id(&me) }), 200);
    assert_eq!(assigned["profile"]["first"], me["profile"]["firstName"]);
    let path = format!("/users/{}", id(&me));
    scene.send("POST", &path, &json!({ "profile": { "first": "X" } }), 200);
    let connection = json!({ "profile": { "authScheme": "TOKEN", "token": "t" } });
    scene.send("POST", "/connections/default?activate=true", &connection, 200);
    let pushes = json!({ "update": { "profile": { "status": "ENABLED" } } });
    scene.send("PUT", "/features/USER_PROVISIONING", &pushes, 200);
    let problem = scene.send("POST", &path, &json!({ "profile": { "first": "Y" } }), 403);
    assert_eq!(problem["errorCode"], "E0000075");
    let summary =
        "Cannot modify the first attribute because it has a field mapping and profile push is enabled.";
    assert_eq!(problem["errorSummary"], summary);
    scene.send("POST", &path, &json!({ "profile": { "first": "X", "free": "Y" } }), 200);
}

#[test]
fn five_apps_may_sign_on_to_another_with_its_users_token() {
    let scene = Scene::new(&web("client_secret_basic"));
    let target = scene.app["/api/v1/apps/".len()..].to_owned();
    let made = |app: &Value| id(&scene.client.post("/api/v1/apps", app).expect(200).json()).to_owned();
    let others: Vec<String> = (0..6).map(|_| made(&service())).collect();
    let allow =
        |id: &str, status: u16| scene.send("POST", "/interclient-allowed-apps", &json!({ "id": id }), status);
    let mapping = allow(&others[0], 201);
    assert_eq!(
        (&mapping["appInstanceId"], &mapping["trustedAppInstanceId"]),
        (&json!(target), &json!(others[0]))
    );
    assert_eq!(allow(&others[0], 201), mapping, "once is enough");
    for other in &others[1..5] {
        allow(other, 201);
    }
    let cause = |problem: Value| problem["errorCauses"][0]["errorSummary"].as_str().map(str::to_owned);
    let many = cause(allow(&others[5], 400));
    assert_eq!(many.as_deref(), Some("The target application cannot have more than 5 trusted apps."));
    allow("nope", 404);
    assert_eq!(scene.get("/interclient-allowed-apps"), json!(others[..5]));
    let targets = format!("/api/v1/apps/{}/interclient-target-apps", others[0]);
    assert_eq!(scene.client.get(&targets).expect(200).json(), json!([target]));
    let gone = format!("/interclient-allowed-apps/{}", others[0]);
    scene.send("DELETE", &gone, &Value::Null, 204);
    scene.send("DELETE", &gone, &Value::Null, 404);
    let other = format!("/api/v1/apps/{}", others[1]);
    scene.client.post(&format!("{other}/lifecycle/deactivate"), &Value::Null).expect(200);
    scene.client.send("DELETE", &other, &Value::Null).expect(204);
    assert_eq!(scene.get("/interclient-allowed-apps"), json!(others[2..5]));
    let wiki = Scene::new(&bookmark());
    let problem = wiki.send("POST", "/interclient-allowed-apps", &json!({ "id": "x" }), 400);
    assert_eq!(cause(problem).as_deref(), Some("The target application must be an OIDC or SAML app."));
}

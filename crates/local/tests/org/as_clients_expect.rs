//! What clients and suites of other people expect of an org, by tables of cases.

use crate::client::Client;
use crate::links;
use bytes::Bytes;
use oktars_local::{Features, Org};
use serde_json::{Value, json};

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap_or_else(|| panic!("no id: {object}")).to_owned()
}

fn path(link: &Value) -> String {
    link["href"].as_str().unwrap_or_else(|| panic!("no link: {link}")).replacen("http://localhost", "", 1)
}

fn user(client: &Client, login: &str) -> String {
    let profile = json!({ "login": login, "email": login, "firstName": "Ann", "lastName": "Lee" });
    let body = json!({ "profile": profile, "credentials": { "password": { "value": "superPass1" } } });
    id(&client.post("/api/v1/users", &body).expect(200).json())
}

fn group(client: &Client, name: &str) -> String {
    id(&client.post("/api/v1/groups", &json!({ "profile": { "name": name } })).expect(200).json())
}

fn app(client: &Client, label: &str) -> String {
    let settings = json!({ "app": { "requestIntegration": false, "url": "https://a.example" } });
    let body = json!({ "name": "bookmark", "label": label, "signOnMode": "BOOKMARK", "settings": settings });
    id(&client.post("/api/v1/apps", &body).expect(200).json())
}

fn members(client: &Client, path: &str, name: &str) -> Vec<Value> {
    client
        .get(path)
        .expect(200)
        .json()
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one[name].clone())
        .collect()
}

fn with(features: impl FnOnce(&mut Features)) -> Client {
    let mut switched = Features::default();
    features(&mut switched);
    Client::of(Org::builder().features(switched).build().expect("an org"))
}

/// Without our client: other people's write their own `Authorization`.
fn authorized_as(client: &Client, authorization: &str) -> u16 {
    let request = http::Request::get("http://localhost/api/v1/groups").header("authorization", authorization);
    links::handle(&client.org, request.body(Bytes::new()).expect("a request")).status().as_u16()
}

#[test]
fn schemes_of_tokens() {
    let client = Client::new();
    let token = client.org.token().to_owned();
    let cases = [
        (format!("SSWS {token}"), 200),
        (format!("ssws {token}"), 200),
        ("Bearernonsense".to_owned(), 401),
        ("Bearer".to_owned(), 401),
    ];
    for (authorization, status) in cases {
        assert_eq!(authorized_as(&client, &authorization), status, "{authorization}");
    }
}

/// Where the description knows no `limit`, none is looked at.
#[test]
fn a_limit_that_is_not_described_is_ignored() {
    let client = Client::new();
    let me = id(&client.get("/api/v1/users/me").json());
    let lists = ["iam/roles", "iam/resource-sets", "authenticators", "zones/", "brands"];
    for list in lists.iter().filter(|list| !list.ends_with('/') && **list != "brands") {
        let whole = client.get(&format!("/api/v1/{list}")).expect(200).json();
        for limit in ["0", "-1", "1", "100000", "x"] {
            assert_eq!(
                client.get(&format!("/api/v1/{list}?limit={limit}")).expect(200).json(),
                whole,
                "{list} {limit}"
            );
        }
    }
    for limit in ["0", "-1", "100000", "x"] {
        client.get(&format!("/api/v1/users/{me}/groups?limit={limit}")).expect(200);
    }
}

/// Rules of apps keep numbers and gaps; only what is in the way moves.
#[test]
fn rules_of_an_access_policy_keep_their_numbers() {
    let client = Client::new();
    let policy = json!({ "type": "ACCESS_POLICY", "name": "P", "priority": 4 });
    let policy = client.post("/api/v1/policies", &policy).expect(200).json();
    assert_eq!(policy["priority"], 4, "a policy of apps keeps the number that it was sent with");
    let rules = format!("/api/v1/policies/{}/rules", id(&policy));
    let rule = |name: &str, priority: Value| {
        json!({
            "type": "ACCESS_POLICY", "name": name, "priority": priority,
            "actions": { "appSignOn": { "access": "ALLOW", "verificationMethod": {
                "type": "ASSURANCE", "factorMode": "1FA", "constraints": [{ "knowledge": { "types": ["password"] } }],
            } } },
        })
    };
    let shown = || {
        let mut all: Vec<(i64, String)> = client
            .get(&rules)
            .expect(200)
            .json()
            .as_array()
            .unwrap()
            .iter()
            .map(|rule| (rule["priority"].as_i64().unwrap(), rule["name"].as_str().unwrap().to_owned()))
            .collect();
        all.sort();
        all.iter().map(|(number, name)| format!("{name} {number}")).collect::<Vec<_>>().join(", ")
    };
    let add =
        |name: &str, priority: Value| id(&client.post(&rules, &rule(name, priority)).expect(200).json());
    let last = shown();
    let first = add("a", Value::Null);
    add("b", json!(5));
    assert_eq!(shown(), format!("a 0, b 5, {last}"));
    add("c", json!(5));
    assert_eq!(shown(), format!("a 0, c 5, b 6, {last}"));
    add("d", json!(0));
    assert_eq!(shown(), format!("d 0, a 1, c 5, b 6, {last}"));
    client.send("DELETE", &format!("{rules}/{first}"), &Value::Null).expect(204);
    assert_eq!(shown(), format!("d 0, c 5, b 6, {last}"));
    for bad in [json!(-1), json!("1"), json!(1.5)] {
        client.post(&rules, &rule("e", bad)).expect(400);
    }
}

/// Policies and authenticators that something relies on stay.
#[test]
fn what_is_in_use_stays() {
    let client = Client::new();
    let body = json!({ "type": "ACCESS_POLICY", "name": "P" });
    let policy =
        format!("/api/v1/policies/{}", id(&client.post("/api/v1/policies", &body).expect(200).json()));
    let app = app(&client, "A");
    client
        .send("PUT", &format!("/api/v1/apps/{app}{}", policy.replace("/api/v1", "")), &Value::Null)
        .expect(204);
    let mut off = body.clone();
    off["status"] = json!("INACTIVE");
    for (method, path, body) in
        [("POST", format!("{policy}/lifecycle/deactivate"), Value::Null), ("PUT", policy.clone(), off)]
    {
        let answer = client.send(method, &path, &body);
        assert_eq!(answer.status, 400, "{method} {path}: {}", answer.text());
        assert_eq!(client.get(&policy).expect(200).json()["status"], "ACTIVE");
    }
    let authenticators = client.get("/api/v1/authenticators").expect(200).json();
    let of =
        |key: &str| id(authenticators.as_array().unwrap().iter().find(|one| one["key"] == key).expect(key));
    let enrolls = json!({
        "type": "MFA_ENROLL", "name": "E", "settings": { "type": "AUTHENTICATORS", "authenticators": [
            { "key": "okta_password", "enroll": { "self": "REQUIRED" } },
            { "key": "webauthn", "enroll": { "self": "OPTIONAL" } },
        ] },
    });
    let made = client.post("/api/v1/policies", &enrolls).expect(200).json();
    let switch_off = format!("/api/v1/authenticators/{}/lifecycle/deactivate", of("webauthn"));
    let refused = client.post(&switch_off, &Value::Null);
    assert_eq!(
        (refused.status, refused.json()["errorCode"].clone()),
        (403, json!("E0000148")),
        "{}",
        refused.text()
    );
    client.send("DELETE", &format!("/api/v1/policies/{}", id(&made)), &Value::Null).expect(204);
    client.post(&switch_off, &Value::Null).expect(200);
    client.post("/api/v1/policies", &enrolls).expect(400);
}

/// The built-in authenticators are there already: creating one finds it.
#[test]
fn built_in_authenticators_are_found_when_created() {
    let client = Client::new();
    let keys = members(&client, "/api/v1/authenticators", "key");
    assert!(keys.contains(&json!("webauthn")), "{keys:?}");
    let body = json!({ "key": "webauthn", "name": "Security Key or Biometric" });
    let made = client.post("/api/v1/authenticators", &body).expect(200).json();
    assert_eq!(members(&client, "/api/v1/authenticators", "key"), keys, "no second one");
    assert_eq!(
        client.get(&format!("/api/v1/authenticators/{}", id(&made))).expect(200).json()["key"],
        "webauthn"
    );
}

/// Who is switched off stays in groups, gets no app from them, and comes back to them.
#[test]
fn deactivated_people_keep_their_groups() {
    let client = Client::new();
    let (ann, group, app) = (user(&client, "ann@example.com"), group(&client, "G"), app(&client, "A"));
    client.send("PUT", &format!("/api/v1/groups/{group}/users/{ann}"), &Value::Null).expect(204);
    client.send("PUT", &format!("/api/v1/apps/{app}/groups/{group}"), &json!({})).expect(200);
    let (people, assigned) = (format!("/api/v1/groups/{group}/users"), format!("/api/v1/apps/{app}/users"));
    assert_eq!(members(&client, &assigned, "id"), [json!(ann)]);
    client.post(&format!("/api/v1/users/{ann}/lifecycle/deactivate"), &Value::Null).expect(200);
    assert_eq!(members(&client, &people, "id"), [json!(ann)]);
    assert_eq!(members(&client, &assigned, "id"), Vec::<Value>::new());
    client.post(&format!("/api/v1/users/{ann}/lifecycle/activate?sendEmail=false"), &Value::Null).expect(200);
    assert_eq!(members(&client, &assigned, "id"), [json!(ann)]);
    for _ in 0..2 {
        client.send("DELETE", &format!("/api/v1/users/{ann}"), &Value::Null).expect(204);
    }
    assert_eq!(members(&client, &people, "id"), Vec::<Value>::new());
}

/// A user whom a group gives an app is not taken out of it alone.
#[test]
fn an_assignment_of_a_group_outlives_that_of_the_user() {
    let client = Client::new();
    let (ann, group, app) = (user(&client, "ann@example.com"), group(&client, "G"), app(&client, "A"));
    client.send("PUT", &format!("/api/v1/groups/{group}/users/{ann}"), &Value::Null).expect(204);
    client.send("PUT", &format!("/api/v1/apps/{app}/groups/{group}"), &json!({})).expect(200);
    let own = format!("/api/v1/apps/{app}/users/{ann}");
    for own_as_well in [false, true] {
        if own_as_well {
            client
                .post(&format!("/api/v1/apps/{app}/users"), &json!({ "id": ann, "scope": "USER" }))
                .expect(200);
        }
        let refused = client.send("DELETE", &own, &Value::Null).expect(403).json();
        assert_eq!(refused["errorCode"], "E0000046", "own as well: {own_as_well}");
        client.get(&own).expect(200);
    }
    client.send("DELETE", &format!("/api/v1/groups/{group}/users/{ann}"), &Value::Null).expect(204);
    client.send("DELETE", &own, &Value::Null);
    client.get(&own).expect(404);
}

#[test]
fn policies_of_a_server_without_conditions_are_for_no_client() {
    let client = Client::new();
    let body = json!({ "name": "S", "description": "", "audiences": ["api://s"] });
    let server = client.post("/api/v1/authorizationServers", &body).expect(201).json();
    assert_eq!((server["default"].clone(), server["_links"]["keys"].is_object()), (json!(false), true));
    let policies = format!("/api/v1/authorizationServers/{}/policies", id(&server));
    for sent in [
        json!({ "name": "a" }),
        json!({ "name": "b", "conditions": null }),
        json!({ "name": "c", "conditions": {} }),
    ] {
        let mut body = sent;
        body["type"] = json!("OAUTH_AUTHORIZATION_POLICY");
        let made = client.post(&policies, &body).expect(201).json();
        assert_eq!(made["conditions"]["clients"]["include"], json!([]), "{body}");
    }
    let other = json!({ "name": "T", "description": "", "audiences": ["api://t"] });
    let other = id(&client.post("/api/v1/authorizationServers", &other).expect(201).json());
    let associated = format!("/api/v1/authorizationServers/{}/associatedServers", id(&server));
    client.post(&associated, &json!({ "trusted": [other] })).expect(200);
    assert_eq!(members(&client, &format!("{associated}?trusted=true"), "id"), [json!(other)]);
    let untrusted = members(&client, &format!("{associated}?trusted=false"), "id");
    assert!(!untrusted.contains(&json!(other)) && !untrusted.contains(&server["id"]), "{untrusted:?}");
}

#[test]
fn behaviors_are_active_when_created_and_link_to_what_can_be_done() {
    let client = Client::new();
    for sent in [Value::Null, json!("INACTIVE"), json!("ACTIVE")] {
        let body = json!({ "name": format!("B {sent}"), "type": "VELOCITY", "status": sent });
        let made = client.post("/api/v1/behaviors", &body).expect(200).json();
        assert_eq!(made["status"], "ACTIVE", "{sent}");
        assert!(made["_link"].is_null(), "{made}");
        assert_eq!(
            client.post(&path(&made["_links"]["deactivate"]), &Value::Null).expect(200).json()["status"],
            "INACTIVE"
        );
        let off = client.get(&path(&made["_links"]["self"])).expect(200).json();
        assert!(off["_links"]["activate"].is_object() && off["_links"]["deactivate"].is_null(), "{off}");
        client.send("DELETE", &path(&made["_links"]["self"]), &Value::Null).expect(204);
    }
}

#[test]
fn trusted_origins_are_found_by_what_they_are_for() {
    let client = Client::new();
    for (name, scopes) in [
        ("a", json!([{ "type": "CORS" }])),
        ("b", json!([{ "type": "REDIRECT" }])),
        ("c", json!([{ "type": "CORS" }, { "type": "REDIRECT" }])),
    ] {
        let body = json!({ "name": name, "origin": format!("https://{name}.example"), "scopes": scopes });
        client.post("/api/v1/trustedOrigins", &body).expect(200);
    }
    for (kind, names) in [("CORS", vec!["a", "c"]), ("REDIRECT", vec!["b", "c"]), ("IFRAME_EMBED", vec![])] {
        let found = members(&client, &format!("/api/v1/trustedOrigins?filter=type+eq+%22{kind}%22"), "name");
        assert_eq!(found, names, "{kind}");
    }
}

#[test]
fn pages_of_a_brand_show_what_expand_asks_for() {
    let client = Client::new();
    let brand = id(&client.post("/api/v1/brands", &json!({ "name": "Acme" })).expect(201).json());
    for page in ["sign-in", "error"] {
        let own = format!("/api/v1/brands/{brand}/pages/{page}");
        let embedded = |parts: &str| {
            client.get(&format!("{own}?expand={parts}")).expect(200).json()["_embedded"].clone()
        };
        assert!(embedded("default")["default"]["pageContent"].is_string(), "{page}");
        assert_eq!(embedded("customized")["customized"], Value::Null, "{page}: nobody wrote one yet");
        let written = json!({ "pageContent": "<html></html>" });
        for part in ["customized", "preview"] {
            client.send("PUT", &format!("{own}/{part}"), &written).expect(200);
        }
        let all = embedded("default,customized,customizedUrl,preview,previewUrl");
        for part in ["customized", "preview"] {
            assert_eq!(all[part]["pageContent"], written["pageContent"], "{page} {part}");
            let url = all[format!("{part}Url")].as_str().unwrap_or_default();
            assert!(url.ends_with(&format!("{own}/{part}")), "{page} {part}: {url}");
        }
        assert!(client.get(&own).expect(200).json()["_embedded"].is_null(), "{page}: nothing unasked");
    }
}

/// What Okta made itself is to be read as everything else, and is not to be changed.
#[test]
fn links_of_the_workflows_administrator_lead_somewhere() {
    let client = Client::new();
    let ann = user(&client, "ann@example.com");
    let made = client
        .post(&format!("/api/v1/users/{ann}/roles"), &json!({ "type": "WORKFLOWS_ADMIN" }))
        .expect(201)
        .json();
    let links = made["_links"].as_object().expect("links");
    for (name, link) in links {
        client.get(&path(link)).expect(200);
        assert!(name != "permissions" || client.get(&path(link)).json()["permissions"].is_array());
    }
    for name in ["role", "resource-set"] {
        if let Some(link) = links.get(name) {
            let refused = client.send("DELETE", &path(link), &Value::Null);
            assert_eq!(
                (refused.status, refused.json()["errorCode"].clone()),
                (403, json!("E0000111")),
                "{name}"
            );
        }
    }
}

#[test]
fn bindings_outlive_their_members() {
    let client = Client::new();
    let ann = user(&client, "ann@example.com");
    let role = json!({ "label": "Reader", "description": "Reads.", "permissions": ["okta.users.read"] });
    let role = client.post("/api/v1/iam/roles", &role).expect(200).json();
    assert_eq!(role["isCloneable"], false);
    let set =
        json!({ "label": "Set", "description": "A set.", "resources": ["http://localhost/api/v1/users"] });
    let set = format!(
        "/api/v1/iam/resource-sets/{}",
        id(&client.post("/api/v1/iam/resource-sets", &set).expect(200).json())
    );
    let person = format!("http://localhost/api/v1/users/{ann}");
    client.post(&format!("{set}/bindings"), &json!({ "role": id(&role), "members": [person] })).expect(200);
    let binding = format!("{set}/bindings/{}", id(&role));
    let members = client.get(&format!("{binding}/members")).expect(200).json();
    let member = id(&members["members"][0]);
    client.send("DELETE", &format!("{binding}/members/{member}"), &Value::Null).expect(204);
    client.get(&binding).expect(200);
    assert_eq!(client.get(&format!("{set}/bindings")).expect(200).json()["roles"][0]["id"], role["id"]);
    let more = json!({ "additions": [format!("http://localhost/api/v1/users/{ann}")] });
    client.send("PATCH", &format!("{binding}/members"), &more).expect(200);
    client.send("DELETE", &binding, &Value::Null).expect(204);
    client.get(&binding).expect(404);
}

#[test]
fn every_scope_of_okta_can_be_granted() {
    let client = Client::new();
    let service = json!({
        "name": "oidc_client", "label": "S", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": "client_secret_basic" } },
        "settings": { "oauthClient": { "application_type": "service", "grant_types": ["client_credentials"] } },
    });
    let grants =
        format!("/api/v1/apps/{}/grants", id(&client.post("/api/v1/apps", &service).expect(200).json()));
    let grant =
        |scope: &str| client.post(&grants, &json!({ "scopeId": scope, "issuer": "http://localhost" })).status;
    for scope in [
        "okta.users.read",
        "okta.clients.read",
        "okta.clients.manage",
        "okta.factors.read",
        "okta.factors.manage",
        "okta.users.manage.self",
    ] {
        assert!([200, 201].contains(&grant(scope)), "{scope}");
    }
    for scope in ["okta.telepathy.read", "okta.users.telepathy", "users.read", "okta."] {
        assert_eq!(grant(scope), 400, "{scope}");
    }
}

/// A media type that the caller asks for, as long as it is XML.
#[test]
fn metadata_of_saml_has_the_media_type_that_is_asked_for() {
    let client = Client::new();
    let saml = json!({
        "label": "S", "signOnMode": "SAML_2_0", "settings": { "signOn": {
            "ssoAcsUrl": "https://s.example/acs", "recipient": "https://s.example/acs", "destination": "https://s.example/acs",
            "audience": "https://s.example", "subjectNameIdTemplate": "${user.userName}",
            "subjectNameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
            "responseSigned": true, "assertionSigned": true, "signatureAlgorithm": "RSA_SHA256", "digestAlgorithm": "SHA256",
            "honorForceAuthn": true, "authnContextClassRef": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        } },
    });
    let made = client.post("/api/v1/apps", &saml).expect(200).json();
    let kid = made["credentials"]["signing"]["kid"].as_str().expect("a key").to_owned();
    let metadata = format!("/api/v1/apps/{}/sso/saml/metadata?kid={kid}", id(&made));
    let kind = |accept: &str| {
        let answer = client.send_with("GET", &metadata, &Value::Null, &[("accept", accept)]).expect(200);
        let kind = answer.headers["content-type"].to_str().expect("a text").to_owned();
        kind.split(';').next().unwrap_or_default().to_owned()
    };
    let cases = [
        ("application/xml", "application/xml"),
        ("text/xml", "text/xml"),
        ("*/*", "text/xml"),
        ("text/xml, application/xml", "text/xml"),
        ("text/xml;q=0.5, application/xml", "application/xml"),
        ("application/xml;q=0.1, text/xml;q=0.9", "text/xml"),
        ("application/json, application/xml", "application/xml"),
    ];
    for (accept, expected) in cases {
        assert_eq!(kind(accept), expected, "{accept}");
    }
}

#[test]
fn templates_of_text_messages() {
    let client = Client::new();
    let make = |kind: &str| {
        client.post("/api/v1/templates/sms", &json!({ "name": kind, "type": kind, "template": "${code}" }))
    };
    let first = id(&make("SMS_VERIFY_CODE").expect(200).json());
    make("SOMETHING_NEW").expect(200);
    assert_eq!(make("SMS_VERIFY_CODE").json()["errorCode"], "E0000228");
    assert_eq!(members(&client, "/api/v1/templates/sms?templateType=SMS_VERIFY_CODE", "id"), [json!(first)]);
    assert_eq!(members(&client, "/api/v1/templates/sms", "id").len(), 2);
    for _ in 0..2 {
        client.send("DELETE", &format!("/api/v1/templates/sms/{first}"), &Value::Null).expect(204);
    }
}

#[test]
fn domains_of_mail_stay_when_they_are_deleted() {
    let client = Client::new();
    let brand = id(&client.post("/api/v1/brands", &json!({ "name": "Acme" })).expect(201).json());
    let body =
        json!({ "brandId": brand, "domain": "mail.acme.example", "displayName": "A", "userName": "a" });
    let make = || client.post("/api/v1/email-domains", &body);
    let first = id(&make().expect(201).json());
    assert!(make().status >= 400);
    for _ in 0..2 {
        client.send("DELETE", &format!("/api/v1/email-domains/{first}"), &Value::Null).expect(204);
    }
    assert_eq!(
        client.get(&format!("/api/v1/email-domains/{first}")).expect(200).json()["validationStatus"],
        "DELETED"
    );
    make().expect(201);
}

#[test]
fn servers_for_mail() {
    let server = |port: Value| json!({ "alias": "R", "host": "smtp.example.com", "port": port, "username": "r", "password": "a password" });
    let client = Client::new();
    for port in [json!(0), json!(65_536), json!(-1), json!("25"), json!(1.5)] {
        let mut body = server(port);
        body["enabled"] = json!(false);
        client.post("/api/v1/email-servers", &body).expect(400);
    }
    client.post("/api/v1/email-servers", &server(json!(25))).expect(400);
    assert!(client.get("/api/v1/email-servers").expect(200).json()["email-servers"].is_array());
    let client = with(|features| features.plain_email_servers = true);
    client.post("/api/v1/email-servers", &server(json!(25))).expect(201);
    assert_eq!(members(&client, "/api/v1/email-servers", "enabled"), [json!(false)]);
}

#[test]
fn a_custom_domain_belongs_to_a_brand() {
    let client = Client::new();
    let body = json!({ "domain": "login.acme.example", "certificateSourceType": "MANUAL" });
    let made = client.post("/api/v1/domains", &body).expect(201).json();
    assert!(made["brandId"].is_string(), "{made}");
    client.get(&path(&made["_links"]["brand"])).expect(200);
}

#[test]
fn keys_of_hooks_say_whether_they_are_used() {
    for (client, unused, used) in [
        (Client::new(), json!("false"), json!("true")),
        (with(|features| features.boolean_is_used = true), json!(false), json!(true)),
    ] {
        let key = id(&client.post("/api/v1/hook-keys", &json!({ "name": "K" })).expect(200).json());
        let own = format!("/api/v1/hook-keys/{key}");
        assert_eq!(client.get(&own).expect(200).json()["isUsed"], unused);
        let hook = json!({
            "name": "H", "type": "com.okta.oauth2.tokens.transform", "version": "1.0.0",
            "channel": { "type": "OAUTH", "version": "1.0.0", "config": {
                "uri": "https://h.example", "authType": "private_key_jwt", "clientId": "c", "tokenUrl": "https://h.example/token",
                "scope": "s", "hookKeyId": key,
            } },
        });
        client.post("/api/v1/inlineHooks", &hook).expect(200);
        assert_eq!(client.get(&own).expect(200).json()["isUsed"], used);
        assert_eq!(members(&client, "/api/v1/hook-keys", "isUsed"), [used]);
    }
}

/// Where sources disagree, the org does what its switch says.
#[test]
fn disputed_behaviour_has_a_switch() {
    let service = json!({
        "name": "oidc_client", "label": "S", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": "client_secret_basic" } },
        "settings": { "oauthClient": {
            "application_type": "service", "grant_types": ["authorization_code", "client_credentials"],
            "response_types": ["code", "token"], "redirect_uris": ["https://a.example/cb"],
        } },
    });
    Client::new().post("/api/v1/apps", &service).expect(400);
    with(|features| features.service_apps_with_code = true).post("/api/v1/apps", &service).expect(200);
    for (client, status) in
        [(Client::new(), 400), (with(|features| features.ignores_since_after_cursor = true), 200)]
    {
        for name in ["a", "b", "c"] {
            group(&client, name);
        }
        let first = client.get("/api/v1/logs?limit=1").expect(200);
        let since = first.json()[0]["published"].as_str().expect("a time").to_owned();
        let next = first.link("next").expect("a next page");
        let next = next.replacen("http://localhost", "", 1);
        assert_eq!(client.get(&format!("{next}&since={since}")).status, status);
    }
}

#[test]
fn small_things_of_other_documents() {
    let client = Client::new();
    assert_eq!(client.get("/api/v1/agentPools/nobody/updates").expect(200).json(), json!([]));
    let org = client.get("/api/v1/org").expect(200).json();
    for name in ["phoneNumber", "supportPhoneNumber", "endUserSupportHelpURL"] {
        assert_ne!(org[name], Value::Null, "{name} is a text");
    }
    let bookmark = format!("/api/v1/apps/{}", app(&client, "B"));
    client.get(&format!("{bookmark}/credentials/keys")).expect(200);
    let org2org = json!({ "name": "okta_org2org", "label": "O", "signOnMode": "AUTO_LOGIN" });
    client.post("/api/v1/apps", &org2org).expect(200);
    let supported = client.get("/api/v1/users/me").json();
    let questions = format!("/api/v1/users/{}/factors/questions", id(&supported));
    let request =
        http::Request::get(format!("http://localhost{questions}")).body(Bytes::new()).expect("a request");
    assert_eq!(links::handle(&client.org, request).status(), 200, "the questions are no secret");
}

#[test]
fn factors_that_cannot_be_enrolled_say_why() {
    let client = Client::new();
    let factors = format!("/api/v1/users/{}/factors", user(&client, "ann@example.com"));
    let cases = [
        (
            json!({ "factorType": "sms", "provider": "NOBODY", "profile": { "phoneNumber": "+14155550100" } }),
            "Invalid Provider.",
        ),
        (
            json!({ "factorType": "sms", "provider": "GOOGLE", "profile": { "phoneNumber": "+14155550100" } }),
            "Factor not enabled.",
        ),
    ];
    for (body, text) in cases {
        let answer = client.post(&factors, &body);
        assert!(
            (400..404).contains(&answer.status) && answer.text().contains(text),
            "{body}: {}",
            answer.text()
        );
    }
}

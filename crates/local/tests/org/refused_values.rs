//! Values that Okta refuses: for each kind of value a table of the places that take it.

use crate::client::Client;
use serde_json::{Value, json};

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap_or_else(|| panic!("no id: {object}")).to_owned()
}

/// Asks, and expects this error; the answer must name what is wrong.
fn refuses(client: &Client, method: &str, path: &str, body: &Value, code: &str, text: &str) {
    let answer = client.send(method, path, body);
    let said = answer.text();
    assert_eq!(answer.status, 400, "{method} {path} {body}: {said}");
    assert_eq!(answer.json()["errorCode"], code, "{method} {path} {body}: {said}");
    assert!(said.contains(text), "{method} {path} {body}: {said}");
}

fn bookmark(url: &str) -> Value {
    json!({
        "name": "bookmark", "label": "B", "signOnMode": "BOOKMARK",
        "settings": { "app": { "requestIntegration": false, "url": url } },
    })
}

fn web(jwks: Value) -> Value {
    json!({
        "name": "oidc_client", "label": "W", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": "private_key_jwt" } },
        "settings": { "oauthClient": {
            "application_type": "web", "grant_types": ["authorization_code"], "response_types": ["code"],
            "redirect_uris": ["https://a.example/cb"], "jwks": jwks,
        } },
    })
}

fn server(client: &Client) -> String {
    let body = json!({ "name": "S", "description": "", "audiences": ["api://s"] });
    format!(
        "/api/v1/authorizationServers/{}",
        id(&client.post("/api/v1/authorizationServers", &body).expect(201).json())
    )
}

/// An enumerated value has the type of its attribute, in `enum` and in `oneOf`, in a list and outside.
#[test]
fn enumerated_values_have_the_type_of_their_attribute() {
    let client = Client::new();
    let app = id(&client.post("/api/v1/apps", &bookmark("https://a.example")).expect(200).json());
    let schemas = [
        "/api/v1/meta/schemas/user/default".to_owned(),
        "/api/v1/meta/schemas/group/default".to_owned(),
        format!("/api/v1/meta/schemas/apps/{app}/default"),
    ];
    let values =
        [("string", json!("a")), ("boolean", json!(true)), ("number", json!(1.5)), ("integer", json!(1))];
    let fits = |kind: &str, value: &Value| match kind {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        _ => value.is_i64(),
    };
    for schema in &schemas {
        for (kind, _) in &values {
            for (_, value) in values.iter().filter(|(_, value)| !fits(kind, value)) {
                let titled = json!([{ "const": value, "title": "T" }]);
                for choices in [
                    json!({ "enum": [value] }),
                    json!({ "enum": [value], "oneOf": titled }),
                    json!({ "oneOf": titled }),
                ] {
                    let mut one = choices.clone();
                    one["title"] = json!("T");
                    one["type"] = json!(kind);
                    let mut items = choices;
                    items["type"] = json!(kind);
                    for attribute in [one, json!({ "title": "T", "type": "array", "items": items })] {
                        let body = json!({ "definitions": { "custom": { "id": "#custom", "type": "object", "properties": { "choice": attribute } } } });
                        let answer = client.post(schema, &body);
                        assert_eq!(answer.status, 400, "{schema} {body}: {}", answer.text());
                    }
                }
            }
        }
    }
    let good = json!({ "title": "T", "type": "integer", "enum": [1, 2], "oneOf": [{ "const": 1, "title": "One" }, { "const": 2, "title": "Two" }] });
    let body = json!({ "definitions": { "custom": { "id": "#custom", "type": "object", "properties": { "choice": good } } } });
    for schema in &schemas {
        client.post(schema, &body).expect(200);
    }
}

/// Wherever a set of keys is taken, no two keys have one id.
#[test]
fn keys_of_a_set_have_different_ids() {
    let client = Client::new();
    let key = |kid: &str, word: &str| json!({ "kty": "RSA", "kid": kid, "use": "sig", "e": "AQAB", "n": format!("{word}{}", "A".repeat(341)) });
    let twice = json!({ "keys": [key("one", "A"), key("one", "Q")] });
    let good = json!({ "keys": [key("one", "A"), key("two", "Q")] });
    refuses(&client, "POST", "/api/v1/apps", &web(twice.clone()), "E0000001", "kid");
    let app = client.post("/api/v1/apps", &web(good)).expect(200).json();
    let own = format!("/api/v1/apps/{}", id(&app));
    let mut changed = web(twice.clone());
    changed["credentials"]["oauthClient"]["client_id"] =
        app["credentials"]["oauthClient"]["client_id"].clone();
    refuses(&client, "PUT", &own, &changed, "E0000001", "kid");
    let body = json!({ "name": "K", "description": "", "audiences": ["api://k"], "jwks": twice });
    let answer = client.post("/api/v1/authorizationServers", &body);
    assert_eq!(answer.status, 400, "{}", answer.text());
}

/// The ranges of a rule of an authorization server, at both ends.
#[test]
fn lifetimes_of_tokens_have_bounds() {
    let client = Client::new();
    let server = server(&client);
    let policy = json!({ "type": "OAUTH_AUTHORIZATION_POLICY", "name": "P", "description": "", "priority": 1, "conditions": { "clients": { "include": ["ALL_CLIENTS"] } } });
    let rules = format!(
        "{server}/policies/{}/rules",
        id(&client.post(&format!("{server}/policies"), &policy).expect(201).json())
    );
    let rule = |access: i64, refresh: i64, window: i64| {
        json!({
            "type": "RESOURCE_ACCESS", "name": format!("R {access} {refresh} {window}"), "priority": 1,
            "conditions": { "people": { "groups": { "include": ["EVERYONE"] } }, "grantTypes": { "include": ["authorization_code"] }, "scopes": { "include": ["*"] } },
            "actions": { "token": { "accessTokenLifetimeMinutes": access, "refreshTokenLifetimeMinutes": refresh, "refreshTokenWindowMinutes": window } },
        })
    };
    for (access, refresh, window) in [
        (4, 0, 60),
        (1441, 0, 60),
        (60, 0, 9),
        (60, 0, 2_628_001),
        (60, 59, 60),
        (60, -1, 60),
        (0, 0, 60),
        (-5, 0, 60),
    ] {
        refuses(&client, "POST", &rules, &rule(access, refresh, window), "E0000001", "Minutes");
    }
    for (access, refresh, window) in [(5, 0, 10), (1440, 0, 10), (60, 60, 60), (60, 0, 2_628_000)] {
        client.post(&rules, &rule(access, refresh, window)).expect(201);
    }
    let mut nobody = rule(60, 0, 60);
    nobody["conditions"]["people"] = Value::Null;
    refuses(&client, "POST", &rules, &nobody, "E0000001", "people");
    nobody["conditions"]["grantTypes"] = json!({ "include": ["client_credentials"] });
    client.post(&rules, &nobody).expect(201);
    let mut unknown = rule(60, 0, 60);
    unknown["conditions"]["grantTypes"] = json!({ "include": ["telepathy"] });
    refuses(&client, "POST", &rules, &unknown, "E0000001", "grantTypes");
}

/// A member that is an address takes addresses only.
#[test]
fn addresses_have_the_form_of_addresses() {
    let client = Client::new();
    for bad in ["not a url", "example.com", "https://", "://x"] {
        let hook = json!({
            "name": "H", "events": { "type": "EVENT_TYPE", "items": ["group.lifecycle.create"] },
            "channel": { "type": "HTTP", "version": "1.0.0", "config": { "uri": bad } },
        });
        refuses(&client, "POST", "/api/v1/eventHooks", &hook, "E0000001", "uri");
        let hook = json!({
            "name": "H", "type": "com.okta.oauth2.tokens.transform", "version": "1.0.0",
            "channel": { "type": "HTTP", "version": "1.0.0", "config": { "uri": bad } },
        });
        refuses(&client, "POST", "/api/v1/inlineHooks", &hook, "E0000001", "uri");
        refuses(&client, "POST", "/api/v1/apps", &bookmark(bad), "E0000001", "url");
        let saml = json!({ "name": "template_saml_2_0_x", "label": "S", "signOnMode": "SAML_2_0", "settings": { "signOn": { "ssoAcsUrl": bad } } });
        let answer = client.post("/api/v1/apps", &saml);
        assert_eq!(answer.status, 400, "{bad}: {}", answer.text());
        let origin = json!({ "name": "O", "origin": bad, "scopes": [{ "type": "CORS" }] });
        refuses(&client, "POST", "/api/v1/trustedOrigins", &origin, "E0000001", "origin");
    }
    let origin = json!({ "name": "O", "origin": "https://o.example", "scopes": [{ "type": "TELEPATHY" }] });
    refuses(&client, "POST", "/api/v1/trustedOrigins", &origin, "E0000001", "scopes");
}

/// A body of the wrong form, or with a value out of its range.
#[test]
fn values_out_of_range() {
    let client = Client::new();
    let server = server(&client);
    let audience = |value: Value| json!({ "name": "A", "description": "", "audiences": value });
    let policy = |more: Value| {
        let mut body = json!({ "type": "OKTA_SIGN_ON", "name": "P" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let hook = |items: Value| {
        json!({
            "name": "H", "events": { "type": "EVENT_TYPE", "items": items },
            "channel": { "type": "HTTP", "version": "1.0.0", "config": { "uri": "https://h.example" } },
        })
    };
    let event_hooks = "/api/v1/eventHooks".to_owned();
    let policies = "/api/v1/policies".to_owned();
    let servers = "/api/v1/authorizationServers".to_owned();
    let cases = [
        (servers.clone(), audience(json!([5])), ""),
        (servers.clone(), audience(json!([])), "audiences"),
        (servers, audience(json!("api://a")), ""),
        (
            format!("{server}/policies"),
            json!({ "type": "OAUTH_AUTHORIZATION_POLICY", "name": "x".repeat(101) }),
            "name",
        ),
        (
            format!("{server}/policies"),
            json!({ "type": "OAUTH_AUTHORIZATION_POLICY", "name": "P", "description": "x".repeat(256) }),
            "description",
        ),
        (policies.clone(), policy(json!({ "priority": -1 })), "priority"),
        (policies.clone(), policy(json!({ "priority": "first" })), ""),
        (policies, policy(json!({ "type": "TELEPATHY" })), ""),
        (event_hooks.clone(), hook(json!([])), "items"),
        (event_hooks.clone(), hook(json!(["nonsense"])), "nonsense"),
        (event_hooks, hook(json!(["telepathy.lifecycle.create"])), "telepathy"),
        (
            "/api/v1/domains".to_owned(),
            json!({ "domain": "no domain", "certificateSourceType": "MANUAL" }),
            "domain",
        ),
        ("/api/v1/groups".to_owned(), json!({ "profile": { "name": "" } }), "name"),
        ("/api/v1/behaviors".to_owned(), json!({ "name": "B", "type": "TELEPATHY" }), "type"),
        (
            "/api/v1/behaviors".to_owned(),
            json!({ "name": "B", "type": "VELOCITY", "status": "ON" }),
            "status",
        ),
    ];
    for (path, body, text) in cases {
        let answer = client.post(&path, &body);
        let code = answer.json()["errorCode"].as_str().unwrap_or_default().to_owned();
        assert!(
            answer.status == 400 && ["E0000001", "E0000003"].contains(&code.as_str()),
            "{path} {body}: {}",
            answer.text()
        );
        assert!(answer.text().contains(text), "{path} {body}: {}", answer.text());
    }
}

/// What an app's profile may hold is what its schema knows, whoever is assigned, and however.
#[test]
fn profiles_of_assignments_follow_the_schema() {
    let client = Client::new();
    let app = format!(
        "/api/v1/apps/{}",
        id(&client.post("/api/v1/apps", &bookmark("https://a.example")).expect(200).json())
    );
    let group = id(&client.post("/api/v1/groups", &json!({ "profile": { "name": "G" } })).expect(200).json());
    let user = json!({ "profile": { "firstName": "A", "lastName": "B", "email": "a@b.example", "login": "a@b.example" } });
    let user = id(&client.post("/api/v1/users", &user).expect(200).json());
    let unknown = json!({ "profile": { "shoeSize": 9 } });
    let mut assigned = unknown.clone();
    assigned["id"] = json!(user);
    let group = format!("{app}/groups/{group}");
    refuses(&client, "PUT", &group, &unknown, "E0000001", "shoeSize");
    refuses(&client, "POST", &format!("{app}/users"), &assigned, "E0000001", "shoeSize");
    client.send("PUT", &group, &json!({})).expect(200);
    client.post(&format!("{app}/users"), &json!({ "id": user })).expect(200);
    refuses(&client, "POST", &format!("{app}/users/{user}"), &unknown, "E0000001", "shoeSize");
    let patch = json!([{ "op": "add", "path": "/profile/shoeSize", "value": 9 }]);
    refuses(&client, "PATCH", &group, &patch, "E0000001", "shoeSize");
    refuses(&client, "PUT", &group, &unknown, "E0000001", "shoeSize");
}

/// An app that is switched off takes no assignment, of people or of groups.
#[test]
fn an_inactive_app_takes_no_assignment() {
    let client = Client::new();
    let app = format!(
        "/api/v1/apps/{}",
        id(&client.post("/api/v1/apps", &bookmark("https://a.example")).expect(200).json())
    );
    let group = id(&client.post("/api/v1/groups", &json!({ "profile": { "name": "G" } })).expect(200).json());
    let me = id(&client.get("/api/v1/users/me").json());
    client.post(&format!("{app}/lifecycle/deactivate"), &Value::Null).expect(200);
    client.send("PUT", &format!("{app}/groups/{group}"), &json!({})).expect(404);
    client.post(&format!("{app}/users"), &json!({ "id": me })).expect(404);
    client.post(&format!("{app}/lifecycle/activate"), &Value::Null).expect(200);
    client.send("PUT", &format!("{app}/groups/{group}"), &json!({})).expect(200);
    client.post(&format!("{app}/users"), &json!({ "id": me })).expect(200);
}

/// A domain stands between the wildcard of a redirect and the top-level domain, whatever else is in the address.
#[test]
fn a_wildcard_does_not_stand_for_all_of_a_top_level_domain() {
    let client = Client::new();
    let app = |uri: &str| {
        let mut app = web(json!({ "keys": [] }));
        app["credentials"]["oauthClient"]["token_endpoint_auth_method"] = json!("client_secret_basic");
        let client = &mut app["settings"]["oauthClient"];
        client.as_object_mut().unwrap().remove("jwks");
        client["wildcard_redirect"] = json!("SUBDOMAIN");
        client["redirect_uris"] = json!([uri]);
        app
    };
    let made = format!(
        "/api/v1/apps/{}",
        id(&client.post("/api/v1/apps", &app("https://*.a.example/cb")).expect(200).json())
    );
    for uri in [
        "https://*.com/cb",
        "https://*.com:8443/cb",
        "https://a-*.com",
        "https://*/cb",
        "https://*.com?x=a.b",
    ] {
        refuses(&client, "POST", "/api/v1/apps", &app(uri), "E0000001", "redirect_uris");
        refuses(&client, "PUT", &made, &app(uri), "E0000001", "redirect_uris");
    }
    for uri in ["https://a-*.b.example/cb", "https://*.a.b.example:8443/cb?x=1"] {
        client.send("PUT", &made, &app(uri)).expect(200);
    }
}

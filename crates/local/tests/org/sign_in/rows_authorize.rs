//! More tables of `authorize`: what is looked at first, what is ignored, and what apps of each kind register.

use serde_json::{Value, json};

use super::scene::{CALLBACK, Scene, claims, location, member};

type Pairs<'a> = &'a [(&'a str, &'a str)];

/// Of two faults, the one that Okta looks at first is told. Each row has one fault more than the row below it.
#[test]
fn faults_are_told_in_oktas_order() {
    let faults: [(Pairs<'_>, &str); 9] = [
        (&[("client_id", "unknown")], "Invalid value for &#39;client_id&#39; parameter."),
        (&[("redirect_uri", "http://localhost:3000/x")], "must be a Login redirect URI"),
        (&[("state", "")], "invalid 'state' parameter"),
        (&[("response_type", "x")], "response type is not supported"),
        (&[("response_mode", "x")], "response mode is not supported"),
        (&[("prompt", "x")], "Invalid value for 'prompt' parameter."),
        (&[("idp", "x")], "Identity provider is not valid."),
        (&[("code_challenge", "")], "PKCE code challenge is required"),
        (&[("scope", "openid x")], "scopes are not configured"),
    ];
    let scene = Scene::new("browser");
    for first in 0..faults.len() {
        let all: Vec<(&str, &str)> = faults[first..].iter().flat_map(|(more, _)| *more).copied().collect();
        let answer = scene.browser().get(&scene.authorize("/default", &all));
        let told = match answer.status {
            302 => member(&location(&answer), "error_description").expect("a description"),
            _ => answer.text(),
        };
        assert!(told.contains(faults[first].1), "{all:?}: {told}");
    }
}

/// Parameters that mean nothing here change nothing.
#[test]
fn unknown_parameters_are_ignored() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    for (name, value) in [
        ("display", "popup"),
        ("claims", "{}"),
        ("ui_locales", "de"),
        ("id_token_hint", "x"),
        ("access_type", "offline"),
        ("dpop_jkt", "x"),
        ("resource", "https://api.example"),
        ("idp_scope", "x"),
        ("deviceToken", "x"),
        ("enroll_amr_values", "sms"),
        ("nonce", ""),
        ("max_age", "9999"),
        ("prompt", "idp_refresh"),
        ("acr_values", "urn:okta:loa:2fa:any:ifpossible"),
    ] {
        let answer = browser.get(&scene.authorize("", &[(name, value)])).expect(302);
        let back = location(&answer);
        let code = member(&back, "code").unwrap_or_else(|| panic!("{name}: {back}"));
        let tokens = scene.token("", &[("code", &code)]).expect(200).json();
        assert_eq!(claims(&tokens["id_token"])["nonce"].is_null(), name == "nonce", "only what was sent");
    }
}

/// The words of a response type stand in any order; a message needs a challenge where it brings a code alone.
#[test]
fn response_types_and_modes_are_checked_together() {
    let scene = Scene::new("web");
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    for kind in ["token id_token", "id_token token", "id_token code", "code token", "token code id_token"] {
        let back = location(&browser.get(&scene.authorize("", &[("response_type", kind)])).expect(302));
        for word in kind.split(' ') {
            let name = if word == "token" { "access_token" } else { word };
            assert!(member(&back, name).is_some(), "{kind}: {back}");
        }
    }
    let without =
        [("response_mode", "okta_post_message"), ("code_challenge", ""), ("code_challenge_method", "")];
    let answer = browser.get(&scene.authorize("", &without)).expect(200).text();
    assert!(answer.contains("unsupported_response_mode") && !answer.contains("\"code\":"), "{answer}");
    assert!(
        answer.contains("'okta_post_message' response mode cannot be used with the 'code' response type."),
        "{answer}"
    );
    let code_only =
        Scene::with("web", &json!({ "response_types": ["code"], "grant_types": ["authorization_code"] }));
    let refused =
        code_only.browser().get(&code_only.authorize("", &[("response_type", "code id_token")])).expect(302);
    let told = member(&location(&refused), "error_description").expect("a description");
    assert!(told.ends_with("Configured response types: [code]."), "{told}");
}

/// The texts of scopes, at each kind of server.
#[test]
fn scopes_are_refused_in_oktas_words() {
    let scene = Scene::new("browser");
    let none = "The authorization server resource does not have any configured default scopes, 'scope' must be provided.";
    let openid = "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.";
    for (server, more, text) in [
        ("", [("scope", ""), ("x", "")], "No scopes were requested."),
        ("/default", [("scope", ""), ("x", "")], none),
        (
            "/default",
            [("scope", "groups"), ("x", "")],
            "One or more scopes are not configured for the authorization server resource.",
        ),
        ("", [("scope", "openid api"), ("x", "")], "Custom scopes are not allowed for this request."),
        ("/default", [("scope", "email"), ("response_type", "id_token")], openid),
        ("", [("scope", "okta.users.read"), ("x", "")], "You are not allowed any of the requested scopes."),
    ] {
        let answer = scene.browser().get(&scene.authorize(server, &more)).expect(302);
        let told = member(&location(&answer), "error_description");
        assert_eq!(told.as_deref(), Some(text), "{server} {more:?}");
    }
    let body = json!({ "name": "read", "default": true });
    scene.client.post("/api/v1/authorizationServers/default/scopes", &body).expect(201);
    let tokens = scene.tokens("/default", &[("scope", "")]);
    assert_eq!(tokens["scope"], "read", "what a server gives unasked");
}

/// Addresses that an app may register, and that a request with them gets its answer there.
#[test]
fn apps_register_absolute_addresses_without_a_fragment() {
    let app = |kind: &str, uri: &str| {
        json!({
            "name": "oidc_client", "label": uri, "signOnMode": "OPENID_CONNECT",
            "settings": { "oauthClient": {
                "application_type": kind, "redirect_uris": [uri], "grant_types": ["authorization_code"], "response_types": ["code"],
            } },
        })
    };
    let scene = Scene::new("browser");
    for (kind, uri, status) in [
        ("web", "https://app.example/cb?x=1", 200),
        ("native", "com.example.app:/callback", 200),
        ("native", "http://localhost/callback", 200),
        ("web", "/callback", 400),
        ("web", "callback", 400),
        ("web", "https://app.example/cb#x", 400),
        ("web", "", 400),
    ] {
        assert_eq!(scene.client.post("/api/v1/apps", &app(kind, uri)).status, status, "{kind} {uri}");
    }
    for uri in ["com.example.app:/callback", "https://app.example/cb?x=1"] {
        let native = Scene::with("native", &json!({ "redirect_uris": [uri] }));
        let back = native.browser().sign_in(&native.authorize("", &[("redirect_uri", uri)]));
        assert!(back.starts_with(uri) && member(&back, "code").is_some(), "{back}");
        assert!(!back.contains("?x=1?"), "{back}");
    }
    let loopback = Scene::with("native", &json!({ "redirect_uris": ["http://localhost/callback"] }));
    let page = loopback
        .browser()
        .get(&loopback.authorize("", &[("redirect_uri", "http://localhost:5000/callback")]));
    assert_eq!(page.status, 400, "no port is free");
}

/// A provider that the org has is another way to sign in, which is not served; and the page says so by name.
#[test]
fn a_known_provider_is_not_served() {
    let scene = Scene::new("browser");
    let body = json!({
        "type": "OIDC", "name": "Other", "protocol": {
            "type": "OIDC", "scopes": ["openid"],
            "endpoints": {
                "authorization": { "url": "https://idp.example/authorize", "binding": "HTTP-REDIRECT" },
                "token": { "url": "https://idp.example/token", "binding": "HTTP-POST" },
                "jwks": { "url": "https://idp.example/keys", "binding": "HTTP-REDIRECT" },
            },
            "issuer": { "url": "https://idp.example" },
            "credentials": { "client": { "client_id": "x", "client_secret": "y" } },
        },
        "policy": {
            "accountLink": { "action": "AUTO" }, "provisioning": { "action": "AUTO" },
            "subject": { "userNameTemplate": { "template": "idpuser.email" }, "matchType": "USERNAME" }, "maxClockSkew": 0,
        },
    });
    let made = scene.client.post("/api/v1/idps", &body).expect(200).json();
    let answer = scene.browser().get(&scene.authorize("", &[("idp", made["id"].as_str().expect("an id"))]));
    assert_eq!(answer.status, 501);
    assert!(answer.text().contains("authorize with the parameter idp"), "{}", answer.text());
}

/// A request that is signed and pushed says everything once.
#[test]
fn a_request_is_named_in_one_way() {
    let scene = Scene::new("browser");
    let both = [("request", "a.b.c"), ("request_uri", "urn:okta:x")];
    let page = scene.browser().get(&scene.authorize("", &both)).expect(400).text();
    assert!(page.contains("cannot be provided together"), "{page}");
    for (uri, error) in [
        ("urn:okta:unknown", "invalid_request_uri"),
        ("https://localhost/request", "request_uri_not_supported"),
    ] {
        let page = scene.browser().get(&scene.authorize("", &[("request_uri", uri)])).expect(400).text();
        assert!(page.contains(&format!("Error Code: {error}")), "{page}");
    }
}

/// An app that is registered as a client asks for consent; one that is made as an app is trusted.
#[test]
fn consent_depends_on_how_an_app_was_made() {
    let scene = Scene::new("browser");
    let app = scene.client.get(&format!("/api/v1/apps/{}", scene.app)).expect(200).json();
    assert_eq!(app["settings"]["oauthClient"]["consent_method"], "TRUSTED");
    let body = json!({ "client_name": "Registered", "application_type": "web", "redirect_uris": [CALLBACK], "response_types": ["code"], "grant_types": ["authorization_code"] });
    let made = scene.client.post("/oauth2/v1/clients", &body).expect(201).json();
    let path = format!("/api/v1/apps/{}", made["client_id"].as_str().expect("an id"));
    let app = scene.client.get(&path).expect(200).json();
    assert_eq!(app["settings"]["oauthClient"]["consent_method"], "REQUIRED");
}

/// All claims of the scopes, by the attributes of a profile.
#[test]
fn claims_come_from_the_profile() {
    let scene = Scene::new("browser");
    let profile = json!({
        "nickName": "Annie", "middleName": "B", "profileUrl": "https://acme.example/ann", "timezone": "Europe/Berlin",
        "locale": "en_US", "streetAddress": "1 Main St", "city": "Springfield", "state": "IL", "zipCode": "62701",
        "countryCode": "US", "primaryPhone": "+1 555 0100",
    });
    scene.client.post(&format!("/api/v1/users/{}", scene.user), &json!({ "profile": profile })).expect(200);
    let rows: [(&str, Value); 5] = [
        ("openid", json!({})),
        ("openid email", json!({ "email": "ann@acme.example", "email_verified": true })),
        ("openid phone", json!({ "phone_number": "+1 555 0100" })),
        (
            "openid address",
            json!({ "address": {
            "street_address": "1 Main St", "locality": "Springfield", "region": "IL", "postal_code": "62701", "country": "US",
        } }),
        ),
        (
            "openid profile",
            json!({
                "name": "Ann Lee", "locale": "en_US", "preferred_username": "ann@acme.example", "nickname": "Annie",
                "given_name": "Ann", "middle_name": "B", "family_name": "Lee", "profile": "https://acme.example/ann",
                "zoneinfo": "Europe/Berlin",
            }),
        ),
    ];
    for server in ["", "/default"] {
        for (scope, expected) in &rows {
            let tokens = scene.tokens(server, &[("scope", scope)]);
            let mut info = scene.user_info(server, &tokens["access_token"]).expect(200).json();
            let told = info.as_object_mut().expect("claims");
            assert_eq!(told.shift_remove("sub"), Some(json!(scene.user)));
            assert_eq!(
                told.shift_remove("updated_at").is_some_and(|time| time.is_i64()),
                scope.contains("profile")
            );
            assert_eq!(info, *expected, "{server} {scope}");
        }
    }
}

//! Applications as a client meets them: what is made of a request, what is refused, how they are listed.

use crate::client::Client;
use oktars_local::{Features, Org, UniversalLogout};
use serde_json::{Value, json};

const APPS: &str = "/api/v1/apps";

fn bookmark(label: &str) -> Value {
    json!({ "name": "bookmark", "label": label, "settings": { "app": { "url": "https://example.com" } } })
}

fn saml(label: &str) -> Value {
    json!({
        "label": label,
        "signOnMode": "SAML_2_0",
        "settings": {
            "signOn": {
                "ssoAcsUrl": "https://sp.example.com/acs",
                "audience": "https://sp.example.com",
                "recipient": "https://sp.example.com/acs",
                "destination": "https://sp.example.com/acs",
                "subjectNameIdTemplate": "${user.userName}",
                "subjectNameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
                "responseSigned": true,
                "assertionSigned": true,
                "signatureAlgorithm": "RSA_SHA256",
                "digestAlgorithm": "SHA256",
                "honorForceAuthn": true,
                "authnContextClassRef": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
            },
        },
    })
}

fn oidc(label: &str, kind: &str, grants: &[&str]) -> Value {
    json!({
        "name": "oidc_client",
        "label": label,
        "signOnMode": "OPENID_CONNECT",
        "settings": {
            "oauthClient": {
                "application_type": kind,
                "grant_types": grants,
                "redirect_uris": ["https://app.example.com/callback"],
            },
        },
    })
}

fn made(client: &Client, request: &Value) -> Value {
    client.post(APPS, request).expect(200).json()
}

fn path(app: &Value) -> String {
    format!("{APPS}/{}", app["id"].as_str().expect("an id"))
}

fn names(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// Adds to `request` at a dotted path.
fn with(mut request: Value, at: &str, value: Value) -> Value {
    *at.split('.').fold(&mut request, |inner, name| &mut inner[name]) = value;
    request
}

#[test]
fn a_flag_among_the_settings_may_come_as_a_text() {
    let client = Client::new();
    for (sent, kept) in
        [(json!("true"), true), (json!("false"), false), (json!(true), true), (json!(null), false)]
    {
        let mut app = bookmark("Wiki");
        app["settings"]["app"]["requestIntegration"] = sent.clone();
        assert_eq!(made(&client, &app)["settings"]["app"]["requestIntegration"], kept, "{sent}");
    }
}

#[test]
fn each_kind_of_app_is_completed_as_okta_completes_it() {
    let client = Client::new();
    let swa = json!({
        "name": "template_swa", "label": "Swa",
        "settings": { "app": { "url": "https://x", "buttonField": "b", "usernameField": "u", "passwordField": "p" } },
    });
    let custom_swa = json!({
        "label": "Own Swa", "signOnMode": "AUTO_LOGIN", "settings": { "signOn": { "loginUrl": "https://x/login" } },
    });
    let named = |name: &str, mode: &str, app: Value| json!({ "name": name, "label": name, "signOnMode": mode, "settings": { "app": app } });
    // request, name, mode, members of credentials, members of settings.app
    let cases = [
        (
            bookmark("B"),
            "bookmark",
            json!("BOOKMARK"),
            vec!["userNameTemplate", "signing"],
            vec!["requestIntegration", "url"],
        ),
        (
            swa,
            "template_swa",
            json!("BROWSER_PLUGIN"),
            vec!["scheme", "userNameTemplate", "revealPassword", "signing"],
            vec![
                "loginUrlRegex",
                "usernameField",
                "redirectUrl",
                "buttonField",
                "checkbox",
                "passwordField",
                "url",
            ],
        ),
        (
            custom_swa,
            "local_ownswa_1",
            json!("AUTO_LOGIN"),
            vec!["scheme", "userNameTemplate", "revealPassword", "signing"],
            vec![],
        ),
        (saml("Own SAML"), "local_ownsaml_1", json!("SAML_2_0"), vec!["userNameTemplate", "signing"], vec![]),
        (
            oidc("Web", "web", &["authorization_code"]),
            "oidc_client",
            json!("OPENID_CONNECT"),
            vec!["userNameTemplate", "signing", "oauthClient"],
            vec![],
        ),
        (
            named("pagerduty", "SAML_2_0", json!({ "subdomain": "acme" })),
            "pagerduty",
            json!("SAML_2_0"),
            vec!["userNameTemplate", "signing"],
            vec!["adminUserId", "baseUrl", "subdomain"],
        ),
        (
            named("some_oin_app", "AUTO_LOGIN", json!({ "site": "acme" })),
            "some_oin_app",
            json!("BROWSER_PLUGIN"),
            vec!["scheme", "userNameTemplate", "revealPassword", "signing"],
            vec!["site"],
        ),
        (
            named("deelhr", "AUTO_LOGIN", json!({})),
            "deelhr",
            Value::Null,
            vec!["userNameTemplate", "signing"],
            vec![],
        ),
    ];
    for (request, name, mode, credentials, settings) in cases {
        let app = made(&client, &request);
        assert_eq!(app["name"], name, "{request}");
        assert_eq!(app["signOnMode"], mode, "{name}");
        assert_eq!(names(&app["credentials"]), credentials, "{name}");
        assert_eq!(names(&app["settings"]["app"]), settings, "{name}");
        assert_eq!(app["status"], "ACTIVE");
        let orn = format!(":apps:{name}:{}", app["id"].as_str().expect("an id"));
        assert!(app["orn"].as_str().expect("an orn").ends_with(&orn), "{}", app["orn"]);
        let mut read = client.get(&path(&app)).expect(200).json();
        if app["credentials"]["oauthClient"].is_object() {
            assert!(
                read["credentials"]["oauthClient"].get("client_secret").is_none(),
                "a read shows the secret"
            );
            read["credentials"]["oauthClient"]["client_secret"] =
                app["credentials"]["oauthClient"]["client_secret"].clone();
        }
        assert_eq!(read, app, "{name}");
    }
}

#[test]
fn the_old_saml_template_takes_its_settings_and_echoes_them() {
    let client = Client::new();
    let settings = json!({
        "audienceRestriction": "https://example.com/tenant/123", "forceAuthn": false,
        "postBackURL": "https://example.com/sso/saml", "recipient": "https://example.com/sso/saml",
        "authnContextClassRef": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        "requestCompressed": "COMPRESSED", "signAssertion": "SIGNED", "signResponse": "SIGNED",
        "destination": "https://example.com/sso/saml", "groupName": null, "groupFilter": null,
        "nameIDFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        "defaultRelayState": null, "configuredIssuer": null, "attributeStatements": null,
    });
    let request = json!({
        "name": "template_saml_2_0", "label": "Old", "signOnMode": "SAML_2_0", "settings": { "app": settings },
    });
    let app = made(&client, &request);
    for (name, value) in settings.as_object().expect("an object") {
        assert_eq!(app["settings"]["app"][name], *value, "{name}");
    }
    assert!(app["settings"].get("signOn").is_none());
}

#[test]
fn requests_that_okta_refuses() {
    let client = Client::new();
    let web = oidc("Web", "web", &["authorization_code"]);
    let cases = [
        (with(bookmark("x"), "label", json!(" ")), "Api validation failed: label"),
        (with(bookmark("x"), "label", json!("l".repeat(101))), "Api validation failed: label"),
        (json!({ "label": "x", "signOnMode": "BOOKMARK" }), "Api validation failed: name"),
        (with(bookmark("x"), "settings.app.url", Value::Null), "Api validation failed: generalSettings"),
        (with(bookmark("x"), "signOnMode", json!("SAML_2_0")), "Api validation failed: signOnMode"),
        (with(saml("x"), "settings.signOn.audience", json!("")), "Api validation failed: settings"),
        (
            with(saml("x"), "settings.signOn.signatureAlgorithm", json!("MD5")),
            "Api validation failed: settings",
        ),
        (with(saml("x"), "settings.signOn.digestAlgorithm", json!("MD5")), "Api validation failed: settings"),
        (
            with(saml("x"), "settings.signOn.subjectNameIdFormat", json!("mail")),
            "Api validation failed: settings",
        ),
        (
            with(saml("x"), "settings.signOn.attributeStatements", json!([{ "type": "MAGIC", "name": "a" }])),
            "Api validation failed: settings",
        ),
        (
            with(saml("x"), "settings.signOn.attributeStatements", json!([{ "type": "EXPRESSION" }])),
            "Api validation failed: settings",
        ),
        (
            with(
                saml("x"),
                "settings.signOn.attributeStatements",
                json!([{ "type": "GROUP", "name": "a", "filterType": "LIKE", "filterValue": "x" }]),
            ),
            "Api validation failed: settings",
        ),
        (
            with(saml("x"), "settings.signOn.slo", json!({ "enabled": true })),
            "Api validation failed: settings",
        ),
        (json!({ "label": "x", "signOnMode": "AUTO_LOGIN" }), "Api validation failed: settings"),
        (with(saml("x"), "settings.signOn.honorForceAuthn", Value::Null), "Api validation failed: settings"),
        (with(saml("x"), "settings.signOn.responseSigned", Value::Null), "Api validation failed: settings"),
        (with(saml("x"), "name", json!("my_own")), "Api validation failed: name"),
        (
            json!({ "name": "slack", "label": "x", "signOnMode": "MAGIC" }),
            "Api validation failed: signOnMode",
        ),
        (oidc("x", "toaster", &["implicit"]), "Api validation failed: application_type"),
        (oidc("x", "browser", &["client_credentials"]), "Api validation failed: grant_types"),
        (oidc("x", "web", &["implicit"]), "Api validation failed: grant_types"),
        (
            with(web.clone(), "settings.oauthClient.redirect_uris", json!([])),
            "Api validation failed: redirect_uris",
        ),
        (
            with(web.clone(), "settings.oauthClient.redirect_uris", json!(["https://a/#b"])),
            "Api validation failed: redirect_uris",
        ),
        (
            with(web.clone(), "credentials.oauthClient.client_id", json!("a b c d")),
            "Api validation failed: client_id",
        ),
        (
            with(web.clone(), "credentials.oauthClient.client_secret", json!("short")),
            "Api validation failed: client_secret",
        ),
        (
            with(
                web,
                "credentials.oauthClient",
                json!({ "token_endpoint_auth_method": "none", "pkce_required": false }),
            ),
            "Api validation failed: pkce_required",
        ),
    ];
    for (request, summary) in cases {
        let problem = client.post(APPS, &request).expect(400).json();
        assert_eq!(problem["errorCode"], "E0000001", "{request}");
        assert_eq!(problem["errorSummary"], summary, "{request}");
        assert_ne!(problem["errorCauses"], json!([]), "{request}");
    }
    let flags = [
        with(saml("x"), "settings.signOn.assertionSigned", json!("often")),
        with(bookmark("x"), "settings.app.requestIntegration", json!(1)),
        with(bookmark("x"), "visibility.autoLaunch", json!("maybe")),
        with(bookmark("x"), "visibility.hide", json!({ "web": 1 })),
        with(bookmark("x"), "accessibility.selfService", json!([])),
        with(
            oidc("x", "web", &["authorization_code"]),
            "settings.oauthClient.dpop_bound_access_tokens",
            json!("yes"),
        ),
    ];
    for request in flags {
        assert_eq!(client.post(APPS, &request).expect(400).json()["errorCode"], "E0000003", "{request}");
    }
    assert_eq!(client.get(APPS).expect(200).json(), json!([]), "a refused app leaves nothing behind");
}

#[test]
fn an_oauth_client_gets_what_its_type_needs() {
    let client = Client::new();
    // type, grants, response types, method, whether PKCE is required, whether there is a secret
    let cases = [
        (
            "web",
            vec!["authorization_code", "refresh_token"],
            json!(["code"]),
            "client_secret_basic",
            false,
            true,
        ),
        ("browser", vec!["implicit"], json!(["id_token", "token"]), "none", true, false),
        ("native", vec!["authorization_code", "password"], json!(["code"]), "none", true, false),
        ("service", vec!["client_credentials"], json!(["token"]), "client_secret_basic", false, true),
    ];
    for (kind, grants, responses, method, pkce, secret) in cases {
        let app = made(&client, &oidc(kind, kind, &grants));
        let oauth = &app["credentials"]["oauthClient"];
        assert_eq!(app["settings"]["oauthClient"]["response_types"], responses, "{kind}");
        assert_eq!(oauth["token_endpoint_auth_method"], method, "{kind}");
        assert_eq!(oauth["pkce_required"], pkce, "{kind}");
        assert_eq!(oauth["client_id"], app["id"], "{kind}");
        assert_eq!(oauth["client_secret"].as_str().map(str::len), secret.then_some(64), "{kind}");
        assert_eq!(app["_links"].get("clientCredentials").is_some(), secret, "{kind}");
    }
    let chosen = with(
        oidc("chosen", "web", &["authorization_code"]),
        "credentials.oauthClient",
        json!({ "client_id": "chosen-id", "client_secret": "a secret of mine" }),
    );
    let app = made(&client, &chosen);
    assert_eq!(app["credentials"]["oauthClient"]["client_id"], "chosen-id");
    assert_eq!(app["credentials"]["oauthClient"]["client_secret"], "a secret of mine");
    let again = client.post(APPS, &chosen).expect(400).json();
    assert_eq!(again["errorSummary"], "Api validation failed: client_id");
}

#[test]
fn replacing_resets_what_is_left_out_and_keeps_what_is_not_the_callers() {
    let client = Client::new();
    let request = with(oidc("Old", "web", &["authorization_code"]), "profile", json!({ "team": "x" }));
    let request = with(request, "settings.notes", json!({ "admin": "remember" }));
    let app = made(&client, &request);
    assert_eq!(app["profile"], json!({ "team": "x" }));
    let change = with(oidc("New", "web", &["authorization_code"]), "status", json!("INACTIVE"));
    let new = client.send("PUT", &path(&app), &change).expect(200).json();
    assert_eq!(new["label"], "New");
    assert_eq!(new["settings"]["notes"], json!({ "admin": null, "enduser": null }));
    assert!(new.get("profile").is_none());
    for kept in ["id", "orn", "name", "status", "created", "signOnMode", "credentials"] {
        assert_eq!(new[kept], app[kept], "{kept}");
    }
}

#[test]
fn what_an_app_is_stays_as_it_was_made() {
    let client = Client::new();
    let service = oidc("Client", "service", &["client_credentials"]);
    let swa = json!({ "name": "office365", "label": "SWA", "signOnMode": "AUTO_LOGIN",
                      "settings": { "app": { "domain": "example.com", "msftTenant": "example" } } });
    // what is there, what is sent, status, code or application type
    let cases = [
        (bookmark("Book"), with(bookmark("Book"), "signOnMode", json!("SAML_2_0")), 400, "E0000024"),
        (saml("SAML"), with(saml("SAML"), "signOnMode", json!("AUTO_LOGIN")), 400, "E0000024"),
        (swa.clone(), swa, 200, ""),
        (service.clone(), oidc("Client", "web", &["authorization_code"]), 400, "E0000001"),
        (
            service.clone(),
            with(service, "settings.oauthClient.application_type", Value::Null),
            200,
            "service",
        ),
    ];
    for (first, change, status, said) in cases {
        let answer = client.send("PUT", &path(&made(&client, &first)), &change).expect(status).json();
        let kind = answer["settings"]["oauthClient"]["application_type"].as_str().unwrap_or_default();
        assert_eq!(answer["errorCode"].as_str().unwrap_or(kind), said, "{change}");
    }
}

#[test]
fn a_key_alone_can_be_changed() {
    let client = Client::new();
    let app = made(&client, &saml("Keys"));
    let path = path(&app);
    let key = client.post(&format!("{path}/credentials/keys/generate?validityYears=3"), &Value::Null);
    let location = key.headers["location"].to_str().expect("text").to_owned();
    let key = key.expect(201).json();
    let kid = key["kid"].as_str().expect("a kid");
    assert!(location.ends_with(&format!("/credentials/keys/{kid}")), "{location}");
    let first = app["credentials"]["signing"]["kid"].as_str().expect("a kid");
    let signing = |kid: &str| json!({ "credentials": { "signing": { "kid": kid } } });
    let named = json!({ "name": app["name"], "label": "Keys", "signOnMode": "SAML_2_0" });
    for (request, kid) in [(json!({}), kid), (named, first), (json!({}), kid)] {
        let request = with(request, "credentials", signing(kid)["credentials"].clone());
        let changed = client.send("PUT", &path, &request).expect(200).json();
        assert_eq!(changed["credentials"]["signing"]["kid"], kid, "{request}");
        assert_eq!(changed["settings"], app["settings"], "{request}");
    }
    assert_eq!(client.send("PUT", &path, &signing("nobody's")).expect(400).json()["errorCode"], "E0000001");

    let keys = client.get(&format!("{path}/credentials/keys")).expect(200).json();
    assert_eq!(keys.as_array().map(Vec::len), Some(2));
    let created = key["created"].as_str().expect("a date");
    let expires = key["expiresAt"].as_str().expect("a date");
    let year = |date: &str| date[..4].parse::<i32>().expect("a year");
    assert_eq!((year(expires), &expires[4..10]), (year(created) + 3, &created[4..10]));
    for years in ["1", "11", "x"] {
        let asked = format!("{path}/credentials/keys/generate?validityYears={years}");
        assert_eq!(client.post(&asked, &Value::Null).expect(400).json()["errorCode"], "E0000001", "{years}");
    }

    let other = made(&client, &saml("Other"));
    let clone =
        format!("{path}/credentials/keys/{kid}/clone?targetAid={}", other["id"].as_str().expect("an id"));
    assert_eq!(client.post(&clone, &Value::Null).expect(201).json(), key);
    assert_eq!(client.post(&clone, &Value::Null).expect(400).json()["errorCode"], "E0000001");
}

#[test]
fn saml_metadata_is_xml_and_asks_for_it() {
    let client = Client::new();
    let app = made(&client, &saml("Meta"));
    let path = format!("{}/sso/saml/metadata", path(&app));
    let answer = client.send_with("GET", &path, &Value::Null, &[("accept", "application/xml")]).expect(200);
    assert_eq!(answer.headers["content-type"], "application/xml;charset=ISO-8859-1");
    let text = answer.text();
    assert!(text.starts_with("<?xml") && text.contains("/app/local_meta_1/exk"), "{text}");
    let refused = client.send_with("GET", &path, &Value::Null, &[("accept", "application/json")]);
    assert_eq!(refused.expect(400).json()["errorCode"], "E0000019");
}

#[test]
fn the_lifecycle_of_an_app() {
    let client = Client::new();
    let inactive = client.post(&format!("{APPS}?activate=false"), &bookmark("x")).expect(200).json();
    assert_eq!(inactive["status"], "INACTIVE");
    assert!(inactive["_links"].get("activate").is_some());
    let path = path(&inactive);
    for (action, status) in [("activate", "ACTIVE"), ("activate", "ACTIVE"), ("deactivate", "INACTIVE")] {
        let answer = client.post(&format!("{path}/lifecycle/{action}"), &Value::Null).expect(200);
        assert_eq!(answer.json(), json!({}));
        assert_eq!(client.get(&path).json()["status"], status);
    }
    client.post(&format!("{path}/lifecycle/activate"), &Value::Null).expect(200);
    let refused = client.send("DELETE", &path, &Value::Null).expect(403).json();
    assert_eq!(refused["errorCode"], "E0000056");
    client.post(&format!("{path}/lifecycle/deactivate"), &Value::Null).expect(200);
    client.send("DELETE", &path, &Value::Null).expect(204);
    let gone = client.get(&path).expect(404).json();
    let id = inactive["id"].as_str().expect("an id");
    assert_eq!(gone["errorSummary"], format!("Not found: Resource not found: {id} (AppInstance)"));
}

#[test]
fn a_custom_app_cannot_be_changed_while_it_is_inactive() {
    let client = Client::new();
    let app = made(&client, &saml("x"));
    client.post(&format!("{}/lifecycle/deactivate", path(&app)), &Value::Null).expect(200);
    assert_eq!(client.send("PUT", &path(&app), &saml("y")).expect(400).json()["errorCode"], "E0000024");
}

#[test]
fn lists_are_searched_filtered_and_paged() {
    let client = Client::new();
    let labels = ["Alpha", "alpine", "Beta"];
    let apps: Vec<Value> = labels.iter().map(|label| made(&client, &bookmark(label))).collect();
    client.post(&format!("{}/lifecycle/deactivate", path(&apps[2])), &Value::Null).expect(200);
    let saml = made(&client, &saml("Gamma"));
    let kid = saml["credentials"]["signing"]["kid"].as_str().expect("a kid");
    let by_kid = format!("filter=credentials.signing.kid+eq+%22{kid}%22");
    let cases = [
        ("", vec!["Alpha", "alpine", "Beta", "Gamma"]),
        ("q=ALP", vec!["Alpha", "alpine"]),
        ("q=book", vec!["Alpha", "alpine", "Beta"]),
        ("filter=status+eq+%22INACTIVE%22", vec!["Beta"]),
        ("q=b&filter=status+eq+%22ACTIVE%22", vec!["Alpha", "alpine"]),
        ("filter=name+eq+%22bookmark%22+or+name+eq+%22x%22", vec!["Alpha", "alpine", "Beta"]),
        ("filter=settings.slo.enabled+eq+false", vec!["Gamma"]),
        ("filter=user.id+eq+%2200unobody%22", vec![]),
        (&by_kid, vec!["Gamma"]),
    ];
    for (query, expected) in cases {
        let found = client.get(&format!("{APPS}?{query}")).expect(200).json();
        let labels: Vec<_> =
            found.as_array().expect("a list").iter().map(|app| app["label"].clone()).collect();
        assert_eq!(labels, expected, "{query}");
    }
    for query in
        ["filter=label+eq+%22x%22", "filter=name+sw+%22x%22", "filter=status", "after=nonsense", "limit=0"]
    {
        client.get(&format!("{APPS}?{query}")).expect(400);
    }
    let mut found = Vec::new();
    let mut next = Some(format!("{APPS}?limit=3"));
    while let Some(path) = next {
        let page = client.get(path.trim_start_matches("http://localhost")).expect(200);
        found.push(page.json().as_array().map(Vec::len));
        next = page.link("next");
    }
    assert_eq!(found, [Some(3), Some(1)]);
}

#[test]
fn expand_must_be_well_formed() {
    let client = Client::new();
    let app = made(&client, &bookmark("x"));
    for query in ["expand=user", "expand=user/", "expand=user/id,group/id", "expand=group/x"] {
        let problem = client.get(&format!("{}?{query}", path(&app))).expect(400).json();
        assert_eq!(problem["errorSummary"], "Api validation failed: RequestParams", "{query}");
        assert_eq!(problem["errorCauses"][0]["errorSummary"], "Expand query is malformed.", "{query}");
    }
}

#[test]
fn the_org_decides_what_an_app_tells() {
    let classic = Features {
        identity_engine: false,
        universal_logout: UniversalLogout::Absent,
        opt_in_status: false,
        ..Features::default()
    };
    let client = Client { org: Org::builder().features(classic).build().expect("an org") };
    let app = made(&client, &bookmark("x"));
    assert!(app.get("universalLogout").is_none());
    assert!(app["settings"].get("emOptInStatus").is_none());
    for link in ["accessPolicy", "policies", "profileEnrollment"] {
        assert!(app["_links"].get(link).is_none(), "{link}");
    }
    let app = made(&Client::new(), &bookmark("x"));
    assert_eq!(app["universalLogout"], json!({ "status": "UNSUPPORTED" }));
    assert_eq!(app["settings"]["emOptInStatus"], "NONE");
    assert!(app["_links"].get("accessPolicy").is_some());
}

#[test]
fn client_secrets_come_in_twos_at_most_and_one_stays_active() {
    let client = Client::new();
    let app = made(&client, &oidc("x", "web", &["authorization_code"]));
    let secrets = format!("{}/credentials/secrets", path(&app));
    let first = client.get(&secrets).expect(200).json()[0].clone();
    assert_eq!(first["client_secret"], app["credentials"]["oauthClient"]["client_secret"]);
    let at = |secret: &Value| format!("{secrets}/{}", secret["id"].as_str().expect("an id"));
    client.post(&format!("{}/lifecycle/deactivate", at(&first)), &Value::Null).expect(400);
    let second = client.post(&secrets, &Value::Null).expect(201).json();
    client.post(&secrets, &Value::Null).expect(400);
    client.send("DELETE", &at(&first), &Value::Null).expect(400);
    let off = client.post(&format!("{}/lifecycle/deactivate", at(&first)), &Value::Null).expect(200).json();
    assert_eq!((&off["status"], names(&off["_links"])), (&json!("INACTIVE"), vec!["activate", "delete"]));
    client.send("DELETE", &at(&first), &Value::Null).expect(204);
    client.get(&at(&first)).expect(404);
    assert_eq!(client.get(&at(&second)).expect(200).json(), second);
}

#[test]
fn the_schema_of_an_apps_users_can_be_extended() {
    let client = Client::new();
    let app = made(&client, &oidc("x", "native", &["authorization_code"]));
    let path = format!("/api/v1/meta/schemas/apps/{}/default", app["id"].as_str().expect("an id"));
    let schema = client.get(&path).expect(200).json();
    assert!(schema["definitions"]["base"]["properties"].get("given_name").is_some());
    assert_eq!(schema["definitions"]["base"]["required"], json!(["userName"]));
    let size = json!({
        "title": "Size", "type": "string", "enum": ["S", "L"], "required": true, "union": "DISABLE",
        "permissions": [{ "principal": "SELF", "action": "READ_ONLY" }], "master": { "type": "PROFILE_MASTER" },
    });
    let change = |properties: Value| json!({ "definitions": { "custom": { "id": "#custom", "properties": properties } } });
    let changed = client.post(&path, &change(json!({ "size": size }))).expect(200).json();
    let custom = &changed["definitions"]["custom"];
    assert_eq!(names(&custom["properties"]["size"]), ["title", "type", "required", "scope", "enum"]);
    assert_eq!(custom["required"], json!(["size"]));
    let app_users = format!("/api/v1/apps/{}/users", app["id"].as_str().expect("an id"));
    let assign =
        |size: Value| client.post(&app_users, &json!({ "id": me(&client), "profile": { "size": size } }));
    for wrong in [json!("M"), json!(1)] {
        assert_eq!(assign(wrong).expect(400).json()["errorCode"], "E0000001");
    }
    assert_eq!(assign(json!("L")).expect(200).json()["profile"]["size"], "L");
    let removed = client.post(&path, &change(json!({ "size": null }))).expect(200).json();
    assert_eq!(
        removed["definitions"]["custom"],
        json!({ "id": "#custom", "type": "object", "properties": {} })
    );
    client.post(&path, &change(json!({ "email": size }))).expect(400);
    client.post(&path, &change(json!({ "size": { "type": "string" } }))).expect(400);
}

/// The id of the org's administrator.
fn me(client: &Client) -> String {
    client.get("/api/v1/users/me").expect(200).json()["id"].as_str().expect("an id").to_owned()
}

#[test]
fn what_a_client_must_not_be() {
    let client = Client::new();
    let with = |settings: Value| {
        let mut app = oidc("x", "web", &["authorization_code"]);
        for (name, value) in settings.as_object().expect("members") {
            app["settings"]["oauthClient"][name] = value.clone();
        }
        app
    };
    let refreshing = json!(["authorization_code", "refresh_token"]);
    let cases = [
        (json!({ "redirect_uris": ["https://*.a.example/cb"] }), "redirect_uris"),
        (
            json!({ "redirect_uris": ["http://*.a.example/cb"], "wildcard_redirect": "SUBDOMAIN" }),
            "redirect_uris",
        ),
        (
            json!({ "redirect_uris": ["https://a.*.example/cb"], "wildcard_redirect": "SUBDOMAIN" }),
            "redirect_uris",
        ),
        (
            json!({ "redirect_uris": ["https://*.a.example/*"], "wildcard_redirect": "SUBDOMAIN" }),
            "redirect_uris",
        ),
        (json!({ "wildcard_redirect": "ANY" }), "wildcard_redirect"),
        (json!({ "consent_method": "NEVER" }), "consent_method"),
        (json!({ "issuer_mode": "MINE" }), "issuer_mode"),
        (json!({ "response_types": ["id_token"] }), "response_types"),
        (json!({ "response_types": ["code", "token"] }), "response_types"),
        (
            json!({ "grant_types": refreshing, "refresh_token": { "rotation_type": "OFTEN" } }),
            "refresh_token",
        ),
        (
            json!({ "grant_types": refreshing, "refresh_token": { "rotation_type": "ROTATE", "leeway": 61 } }),
            "refresh_token",
        ),
    ];
    for (settings, member) in cases {
        let problem = client.post(APPS, &with(settings.clone())).expect(400).json();
        assert_eq!(problem["errorSummary"], format!("Api validation failed: {member}"), "{settings}");
    }
    let wild = json!({ "redirect_uris": ["https://*.a.example/cb"], "wildcard_redirect": "SUBDOMAIN" });
    client.post(APPS, &with(wild)).expect(200);
}

#[test]
fn refresh_tokens_are_kept_or_rotated_where_they_are_granted() {
    let client = Client::new();
    let cases = [
        ("web", json!(["authorization_code"]), json!({ "rotation_type": "ROTATE" }), Value::Null),
        (
            "web",
            json!(["authorization_code", "refresh_token"]),
            Value::Null,
            json!({ "rotation_type": "STATIC" }),
        ),
        (
            "browser",
            json!(["authorization_code", "refresh_token"]),
            Value::Null,
            json!({ "rotation_type": "ROTATE", "leeway": 30 }),
        ),
        (
            "web",
            json!(["authorization_code", "refresh_token"]),
            json!({ "rotation_type": "ROTATE", "leeway": 5 }),
            json!({ "rotation_type": "ROTATE", "leeway": 5 }),
        ),
    ];
    for (kind, grants, asked, shown) in cases {
        let mut app = oidc("x", kind, &[]);
        app["settings"]["oauthClient"]["grant_types"] = grants;
        app["settings"]["oauthClient"]["refresh_token"] = asked.clone();
        let app = made(&client, &app);
        assert_eq!(app["settings"]["oauthClient"]["refresh_token"], shown, "{kind} {asked}");
    }
}

#[test]
fn the_certificate_of_a_service_provider_stays_until_another_comes() {
    let client = Client::new();
    let with = |certificate: Value| {
        let app = with(
            saml("x"),
            "settings.signOn.slo",
            json!({ "enabled": true, "issuer": "https://sp", "logoutUrl": "https://sp/out" }),
        );
        with(app, "settings.signOn.spCertificate", certificate)
    };
    let app = made(&client, &with(json!({ "x5c": ["MIIfirst"] })));
    let kept = |request: &Value| {
        let changed = client.send("PUT", &path(&app), request).expect(200).json();
        changed["settings"]["signOn"]["spCertificate"]["x5c"][0].clone()
    };
    assert_eq!(kept(&with(Value::Null)), "MIIfirst");
    assert_eq!(kept(&with(json!({ "x5c": ["MIIsecond"] }))), "MIIsecond");
    let endpoints: Vec<Value> =
        (0..101).map(|n| json!({ "url": format!("https://sp/{n}"), "index": n })).collect();
    let many = self::with(saml("y"), "settings.signOn.acsEndpoints", json!(endpoints));
    client.post(APPS, &many).expect(400);
}

#[test]
fn what_becomes_of_a_client_is_told_as_of_an_app_and_as_of_a_client() {
    let client = Client::new();
    let told = |app: &Value| {
        let events = client
            .get(&format!("/api/v1/logs?filter=target.id+eq+%22{}%22", app["id"].as_str().expect("an id")))
            .expect(200)
            .json();
        let types = events.as_array().expect("a list").iter().map(|event| event["eventType"].clone());
        types.collect::<Vec<_>>()
    };
    for (app, of_client) in [(bookmark("b"), false), (oidc("c", "web", &["authorization_code"]), true)] {
        let app = made(&client, &app);
        client.send("PUT", &path(&app), &app).expect(200);
        for action in ["deactivate", "activate", "deactivate"] {
            client.post(&format!("{}/lifecycle/{action}", path(&app)), &Value::Null).expect(200);
        }
        client.send("DELETE", &path(&app), &Value::Null).expect(204);
        let mut expected = Vec::new();
        for change in ["create", "update", "deactivate", "activate", "deactivate", "delete"] {
            expected.push(json!(format!("application.lifecycle.{change}")));
            if of_client {
                expected.push(json!(format!("app.oauth2.client.lifecycle.{change}")));
            }
        }
        assert_eq!(told(&app), expected);
    }
}

//! SAML as a browser and a service provider see it.

use std::io::Write;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tower::ServiceExt;

use crate::client::Answer;
use crate::sign_in::scene::{Browser, PASSWORD, Scene, encoded, location};
use crate::sign_in::tokens::hook;

pub const ACS: &str = "https://sp.example.com/acs";
const SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

/// A SAML app that is assigned to the user of a scene.
pub struct App {
    pub scene: Scene,
    pub app: Value,
    /// The path under `/app/{name}/{key}`.
    pub path: String,
}

pub fn settings() -> Value {
    json!({
        "ssoAcsUrl": ACS, "audience": "urn:sp", "recipient": ACS, "destination": ACS,
        "subjectNameIdTemplate": "${user.userName}",
        "subjectNameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        "responseSigned": true, "assertionSigned": true,
        "signatureAlgorithm": "RSA_SHA256", "digestAlgorithm": "SHA256", "honorForceAuthn": true,
        "authnContextClassRef": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
    })
}

impl App {
    pub fn new(more: &Value) -> Self {
        App::of(Scene::new("web"), more)
    }

    pub fn of(scene: Scene, more: &Value) -> Self {
        let mut sign_on = settings();
        for (name, value) in more.as_object().into_iter().flatten() {
            sign_on[name] = value.clone();
        }
        let body = json!({ "label": "Sales", "signOnMode": "SAML_2_0", "settings": { "signOn": sign_on } });
        let app = scene.client.post("/api/v1/apps", &body).expect(200).json();
        let id = app["id"].as_str().expect("an id");
        scene.client.post(&format!("/api/v1/apps/{id}/users"), &json!({ "id": scene.user })).expect(200);
        let path = format!("/app/{}/exk{}", app["name"].as_str().expect("a name"), &id[3..]);
        App { path, app, scene }
    }

    pub fn api(&self, rest: &str) -> String {
        format!("/api/v1/apps/{}{rest}", self.app["id"].as_str().expect("an id"))
    }

    pub fn sso(&self) -> String {
        format!("{}/sso/saml", self.path)
    }

    pub fn started(&self, xml: &str, relay_state: &str) -> String {
        format!("{}?{}", self.sso(), encoded(&[("SAMLRequest", &packed(xml)), ("RelayState", relay_state)]))
    }

    /// Somebody signs in on the pages for this request.
    pub fn sign_in(&self, browser: &mut Browser, url: &str) -> Answer {
        let page = browser.get(url).expect(200);
        sign_in_on(browser, &page)
    }
}

pub fn sign_in_on(browser: &mut Browser, page: &Answer) -> Answer {
    let page = browser.fill(page, &[("identifier", "ann@acme.example")]).expect(200);
    let answer = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
    browser.get(&location(&answer)).expect(200)
}

pub fn request(more: &str) -> String {
    format!(
        "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_r1\" Version=\"2.0\" \
         IssueInstant=\"2026-01-02T03:04:05Z\" {more}><saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">urn:sp</saml:Issuer>\
         <samlp:NameIDPolicy Format=\"urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress\"/></samlp:AuthnRequest>"
    )
}

pub fn packed(xml: &str) -> String {
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(xml.as_bytes()).expect("memory");
    STANDARD.encode(packer.finish().expect("memory"))
}

/// The value of a field of the page that posts by itself.
pub fn posted(page: &Answer, name: &str) -> String {
    let html = page.text();
    let start = format!("<input name=\"{name}\" type=\"hidden\" value=\"");
    let value = html.split(&start).nth(1).unwrap_or_else(|| panic!("no {name}: {html}"));
    plain(value.split('"').next().expect("an end"))
}

fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("&#x") {
        let (code, after) = after.split_once(';').expect("an end");
        plain.push_str(before);
        plain.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        rest = after;
    }
    plain + rest
}

pub fn response(page: &Answer) -> String {
    String::from_utf8(STANDARD.decode(posted(page, "SAMLResponse")).expect("Base64")).expect("UTF-8")
}

/// A service provider with a key of its own.
pub struct Provider {
    pub pair: RsaKeyPair,
    pub certificate: String,
}

impl Provider {
    pub fn new() -> Self {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).expect("a key");
        let der = pair.as_der().expect("a key").as_ref().to_vec();
        let own = rcgen::KeyPair::try_from(der).expect("a key");
        let params = rcgen::CertificateParams::new(vec!["sp.example.com".to_owned()]).expect("names");
        let certificate = STANDARD.encode(params.self_signed(&own).expect("a certificate").der());
        Provider { pair, certificate }
    }

    pub fn x5c(&self) -> Value {
        json!({ "x5c": [self.certificate] })
    }

    /// The query of a signed message.
    pub fn signed(&self, xml: &str, relay_state: &str) -> String {
        let query =
            encoded(&[("SAMLRequest", &packed(xml)), ("RelayState", relay_state), ("SigAlg", SHA256)]);
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), query.as_bytes(), &mut signature)
            .expect("a signature");
        format!("{query}&{}", encoded(&[("Signature", &STANDARD.encode(signature))]))
    }
}

fn value_of(document: &roxmltree::Document<'_>, element: &str, attribute: &str) -> Option<String> {
    let found = document.descendants().find(|node| node.tag_name().name() == element)?;
    match attribute {
        "" => found.text().map(str::to_owned),
        name => found.attribute(name).map(str::to_owned),
    }
}

#[test]
fn a_request_leads_over_the_sign_in_page_to_a_signed_response() {
    let app = App::new(&json!({ "attributeStatements": [
        { "type": "EXPRESSION", "name": "mail", "namespace": "urn:oasis:names:tc:SAML:2.0:attrname-format:basic", "values": ["user.email"] },
        { "type": "EXPRESSION", "name": "both", "values": ["user.firstName", "String.toUpperCase(user.lastName)"] },
        { "type": "EXPRESSION", "name": "own", "values": ["appuser.userName", "appuser.nothing"] },
        { "type": "EXPRESSION", "name": "nothing", "values": ["user.department"] },
        { "type": "GROUP", "name": "groups", "filterType": "REGEX", "filterValue": ".*" },
        { "type": "GROUP", "name": "none", "filterType": "EQUALS", "filterValue": "No such" },
    ] }));
    let mut browser = app.scene.browser();
    let page = app.sign_in(&mut browser, &app.started(&request(""), "a state <&>\""));
    assert_eq!(posted(&page, "RelayState"), "a state <&>\"");
    assert!(
        page.text().contains("action=\"https&#x3a;&#x2f;&#x2f;sp.example.com&#x2f;acs\""),
        "{}",
        page.text()
    );
    let xml = response(&page);
    let document = roxmltree::Document::parse(&xml).expect("XML");
    let cases = [
        ("Response", "Destination", ACS),
        ("Response", "InResponseTo", "_r1"),
        ("SubjectConfirmationData", "InResponseTo", "_r1"),
        ("SubjectConfirmationData", "Recipient", ACS),
        ("AuthnStatement", "SessionIndex", "_r1"),
        ("NameID", "", "ann@acme.example"),
        ("NameID", "Format", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"),
        ("Audience", "", "urn:sp"),
        ("StatusCode", "Value", "urn:oasis:names:tc:SAML:2.0:status:Success"),
    ];
    for (element, attribute, expected) in cases {
        assert_eq!(
            value_of(&document, element, attribute).as_deref(),
            Some(expected),
            "{element} {attribute}"
        );
    }
    let attributes: Vec<(String, Vec<String>)> = document
        .descendants()
        .filter(|node| node.tag_name().name() == "Attribute")
        .map(|node| {
            let values = node.children().map(|value| value.text().unwrap_or_default().to_owned()).collect();
            (node.attribute("Name").expect("a name").to_owned(), values)
        })
        .collect();
    let expected = [
        ("mail", vec!["ann@acme.example"]),
        ("both", vec!["Ann", "LEE"]),
        ("own", vec!["ann@acme.example"]),
        ("groups", vec!["Everyone"]),
    ];
    let expected: Vec<(String, Vec<String>)> = expected
        .into_iter()
        .map(|(name, values)| (name.to_owned(), values.into_iter().map(str::to_owned).collect()))
        .collect();
    assert_eq!(attributes, expected);

    // The certificate of the response is that of the metadata and of the key, and the key stays.
    let certificate = value_of(&document, "X509Certificate", "").expect("a certificate");
    let kid = app.app["credentials"]["signing"]["kid"].as_str().expect("a kid");
    let key = app.scene.client.get(&app.api(&format!("/credentials/keys/{kid}"))).expect(200).json();
    assert_eq!(key["x5c"][0].as_str().expect("a certificate"), certificate.replace('\n', ""));
    let id = app.path.rsplit('/').next().expect("a key");
    for path in [format!("/app/{id}/sso/saml/metadata"), format!("{}/metadata", app.sso())] {
        let metadata = browser.get(&path).expect(200);
        assert!(metadata.text().contains(&certificate), "{path}");
    }

    // The second time nobody is asked, and a form that is posted goes the same way.
    let again = browser.get(&app.started(&request(""), "")).expect(200);
    assert!(response(&again).contains(&certificate));
    let plain = STANDARD.encode(request("IsPassive=\"false\""));
    for sent in [plain, packed(&request(""))] {
        let page =
            browser.send("POST", &app.sso(), &[("SAMLRequest", &sent), ("RelayState", "s")]).expect(200);
        assert_eq!(posted(&page, "RelayState"), "s");
    }
}

#[test]
fn okta_begins_from_a_link_with_a_relay_state_of_the_app_or_its_own() {
    let app = App::new(&json!({ "defaultRelayState": "/start" }));
    let links =
        app.scene.client.get(&format!("/api/v1/users/{}/appLinks", app.scene.user)).expect(200).json();
    let link = links.as_array().expect("links").iter().find(|link| link["label"] == "Sales").expect("a link");
    let mut browser = app.scene.browser();
    let page = app.sign_in(&mut browser, link["linkUrl"].as_str().expect("an address"));
    assert_eq!(posted(&page, "RelayState"), "/start");
    let xml = response(&page);
    assert!(!xml.contains("InResponseTo"), "{xml}");
    assert!(!xml.contains("AttributeStatement") && !xml.contains("xmlns:xs"), "{xml}");
    for (query, expected) in [("", "/start"), ("?RelayState=%2Fother", "/other")] {
        let page = browser.get(&format!("{}{query}", app.sso())).expect(200);
        assert_eq!(posted(&page, "RelayState"), expected);
    }
    let events = app.scene.events();
    let told: Vec<&Value> = events
        .iter()
        .filter(|event| {
            event["eventType"] == "user.authentication.sso"
                && event["debugContext"]["debugData"]["signOnMode"] == "SAML 2.0"
        })
        .collect();
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|event| event["debugContext"]["debugData"]["initiationType"] == "IDP_INITIATED"));
    assert_eq!(told[0]["actor"]["alternateId"], "ann@acme.example");
    assert_eq!(told[0]["target"][0]["displayName"], "Sales");
}

#[test]
fn a_session_token_opens_an_app_without_a_page() {
    let app = App::new(&json!({}));
    for name in ["sessionToken", "onetimetoken"] {
        let body = json!({ "username": "ann@acme.example", "password": PASSWORD });
        let token = app.scene.client.post("/api/v1/authn", &body).expect(200).json()["sessionToken"].clone();
        let token = token.as_str().expect("a token");
        let mut browser = app.scene.browser();
        let page = browser.get(&format!("{}?{name}={token}", app.sso())).expect(200);
        assert!(response(&page).contains("ann@acme.example"));
        assert!(browser.cookies.contains_key("idx"));
        let mut other = app.scene.browser();
        assert!(other.get(&format!("{}?{name}={token}", app.sso())).text().contains("identifier"), "once");
    }
}

#[test]
fn somebody_is_asked_again_where_the_app_wants_it_and_may() {
    for (honors, is_asked) in [(true, true), (false, false)] {
        let app = App::new(&json!({ "honorForceAuthn": honors }));
        let mut browser = app.scene.browser();
        app.sign_in(&mut browser, &app.sso());
        let page = browser.get(&app.started(&request("ForceAuthn=\"true\""), "")).expect(200);
        assert_eq!(!page.text().contains("SAMLResponse"), is_asked);
        if is_asked {
            let page = sign_in_on(&mut browser, &page);
            assert!(response(&page).contains("InResponseTo=\"_r1\""));
        }
    }
}

#[test]
fn who_may_not_have_the_app_is_told_on_a_page() {
    type Change = fn(&App);
    let cases: [(&str, Change, u16, &str, &str); 4] = [
        (
            "not assigned",
            |app| {
                let user = &app.scene.user;
                app.scene
                    .client
                    .send("DELETE", &app.api(&format!("/users/{user}")), &Value::Null)
                    .expect(204);
            },
            403,
            "App Not Assigned",
            "app.generic.unauth_app_access_attempt",
        ),
        (
            "inactive",
            |app| {
                app.scene.client.post(&app.api("/lifecycle/deactivate"), &Value::Null).expect(200);
            },
            403,
            "App Not Active",
            "",
        ),
        (
            "deleted",
            |app| {
                app.scene.client.post(&app.api("/lifecycle/deactivate"), &Value::Null).expect(200);
                app.scene.client.send("DELETE", &app.api(""), &Value::Null).expect(204);
            },
            404,
            "Page Not Found",
            "",
        ),
        (
            "denied by its policy",
            |app| {
                let policy = json!({ "type": "ACCESS_POLICY", "name": "Nobody", "status": "ACTIVE", "description": "" });
                let policy = app.scene.client.post("/api/v1/policies", &policy).expect(200).json();
                let id = policy["id"].as_str().expect("an id");
                let rules = app.scene.client.get(&format!("/api/v1/policies/{id}/rules")).expect(200).json();
                let mut rule = rules[0].clone();
                rule["actions"]["appSignOn"]["access"] = json!("DENY");
                let rule_id = rule["id"].as_str().expect("an id").to_owned();
                app.scene
                    .client
                    .send("PUT", &format!("/api/v1/policies/{id}/rules/{rule_id}"), &rule)
                    .expect(200);
                app.scene.client.send("PUT", &app.api(&format!("/policies/{id}")), &Value::Null).expect(204);
            },
            403,
            "Access Denied",
            "application.policy.sign_on.deny_access",
        ),
    ];
    for (what, change, status, title, event) in cases {
        let app = App::new(&json!({}));
        let mut browser = app.scene.browser();
        app.sign_in(&mut browser, &app.sso());
        change(&app);
        let page = browser.get(&app.started(&request(""), ""));
        assert_eq!(page.status, status, "{what}: {}", page.text());
        assert!(
            page.text().contains(title) && !page.text().contains("SAMLResponse"),
            "{what}: {}",
            page.text()
        );
        let events = app.scene.events();
        assert!(event.is_empty() || events.iter().any(|known| known["eventType"] == event), "{what}");
    }
}

#[test]
fn an_assertion_that_only_the_app_can_read() {
    use aws_lc_rs::rsa::{
        OAEP_SHA1_MGF1SHA1, OaepPrivateDecryptingKey, Pkcs1PrivateDecryptingKey, PrivateDecryptingKey,
    };
    let provider = Provider::new();
    for (transport, algorithm, key_length) in [
        ("RSA_OAEP", "AES256_CBC", 32),
        ("RSA_OAEP", "AES128_CBC", 16),
        ("RSA_15", "AES256_GCM", 32),
        ("RSA_15", "AES128_CBC", 16),
    ] {
        let app = App::new(&json!({ "assertionEncryption": {
            "enabled": true, "encryptionAlgorithm": algorithm, "keyTransportAlgorithm": transport, "x5c": [provider.certificate],
        } }));
        let xml = response(&app.sign_in(&mut app.scene.browser(), &app.sso()));
        assert!(!xml.contains("ann@acme.example") && !xml.contains("NameID"), "{xml}");
        let document = roxmltree::Document::parse(&xml).expect("XML");
        let encrypted =
            document.descendants().find(|node| node.tag_name().name() == "EncryptedAssertion").expect("it");
        let names: Vec<&str> = encrypted.children().map(|child| child.tag_name().name()).collect();
        assert_eq!(names, ["EncryptedData", "EncryptedKey"], "the key stands beside the data");
        let values: Vec<Vec<u8>> = document
            .descendants()
            .filter(|node| node.tag_name().name() == "CipherValue")
            .map(|node| STANDARD.decode(node.text().expect("a value")).expect("Base64"))
            .collect();
        let own =
            PrivateDecryptingKey::from_pkcs8(provider.pair.as_der().expect("a key").as_ref()).expect("a key");
        let mut key = vec![0; 256];
        let length = match transport {
            "RSA_15" => Pkcs1PrivateDecryptingKey::new(own)
                .expect("a key")
                .decrypt(&values[1], &mut key)
                .expect("it")
                .len(),
            _ => OaepPrivateDecryptingKey::new(own)
                .expect("a key")
                .decrypt(&OAEP_SHA1_MGF1SHA1, &values[1], &mut key, None)
                .expect("it")
                .len(),
        };
        assert_eq!(length, key_length, "{algorithm}");
    }
    let app = App::new(&json!({ "assertionEncryption": { "enabled": true } }));
    let mut browser = app.scene.browser();
    let page = browser.get(&app.sso()).expect(200);
    let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    let answer = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
    let page = browser.get(&location(&answer)).expect(400);
    assert!(page.text().contains("assertionEncryption"), "{}", page.text());
}

pub fn logout_request(issuer: &str, name: &str) -> String {
    format!(
        "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" \
         ID=\"_l1\" Version=\"2.0\" IssueInstant=\"2026-01-02T03:04:05Z\"><saml:Issuer>{issuer}</saml:Issuer>\
         <saml:NameID>{name}</saml:NameID><samlp:SessionIndex>_r1</samlp:SessionIndex></samlp:LogoutRequest>"
    )
}

#[test]
fn an_app_signs_somebody_out_and_only_with_its_own_key() {
    let (provider, other) = (Provider::new(), Provider::new());
    let slo = json!({
        "slo": { "enabled": true, "issuer": "urn:sp", "logoutUrl": "https://sp.example.com/slo" },
        "spCertificate": provider.x5c(),
    });
    let ann = "ann@acme.example";
    let cases = [
        ("its own", &provider, "urn:sp", ann, "", true),
        ("another key", &other, "urn:sp", ann, "AuthnFailed", false),
        ("another issuer", &provider, "urn:other", ann, "AuthnFailed", false),
        ("another name", &provider, "urn:sp", "bob@acme.example", "RequestDenied", false),
    ];
    for (what, key, issuer, name, second, is_out) in cases {
        let app = App::new(&slo);
        let mut browser = app.scene.browser();
        app.sign_in(&mut browser, &app.started(&request(""), ""));
        let query = key.signed(&logout_request(issuer, name), "bye");
        let page = browser.get(&format!("{}/slo/saml?{query}", app.path)).expect(200);
        let xml = response(&page);
        assert!(xml.contains("InResponseTo=\"_l1\"") && xml.contains("<ds:Signature"), "{what}: {xml}");
        assert_eq!(xml.contains("status:Requester"), !is_out, "{what}: {xml}");
        assert!(xml.contains(second), "{what}: {xml}");
        assert_eq!(posted(&page, "RelayState"), "bye");
        let page = browser.get(&app.sso()).expect(200);
        assert_eq!(!page.text().contains("SAMLResponse"), is_out, "{what}");
    }
}

#[test]
fn the_other_apps_of_a_session_are_asked_to_end_it() {
    for binding in ["POST", "REDIRECT"] {
        let app = App::new(&json!({ "participateSlo": {
            "enabled": true, "logoutRequestUrl": "https://sp.example.com/out", "sessionIndexRequired": true, "bindingType": binding,
        } }));
        let mut browser = app.scene.browser();
        app.sign_in(&mut browser, &app.started(&request(""), ""));
        let page = browser.get("/login/signout").expect(200);
        assert!(page.text().contains("<iframe") && page.text().contains("sp.example.com"), "{}", page.text());
        assert_eq!(page.text().contains("Signature="), binding == "REDIRECT");
        assert!(!browser.cookies.contains_key("idx"));
        let answer = concat!(
            "<samlp:LogoutResponse xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_x\" Version=\"2.0\">",
            "<samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status></samlp:LogoutResponse>"
        );
        let callback = format!("{}/slo/saml/callback", app.path);
        browser.send("POST", &callback, &[("SAMLResponse", &STANDARD.encode(answer))]).expect(200);
        browser.send("POST", &callback, &[("SAMLResponse", "AAAA")]).expect(400);
        let events = app.scene.events();
        assert!(events.iter().any(|event| event["eventType"] == "user.authentication.slo"), "{binding}");
    }
    let app = App::new(&json!({}));
    let mut browser = app.scene.browser();
    app.sign_in(&mut browser, &app.sso());
    browser.get("/login/signout").expect(302);
}

/// Whoever looks for what went wrong sees the messages, and nothing that could be sent on.
#[test]
fn messages_are_kept_without_what_proves_them() {
    for more in [json!({}), json!({ "assertionSigned": false }), json!({ "responseSigned": false })] {
        let app = App::new(&more);
        let mut browser = app.scene.browser();
        let page = app.sign_in(&mut browser, &app.started(&request(""), "state"));
        browser.get(&app.started("<html/>", "")).expect(400);
        browser.get(&format!("{}?SAMLRequest=%21", app.sso())).expect(400);
        let kept = app.scene.client.get("/_local/saml").expect(200).json();
        let seen: Vec<_> = kept.as_array().into_iter().flatten().collect();
        let said = |at: usize| {
            let name = |member: &str| seen[at][member].as_str().unwrap_or_default();
            (name("direction"), name("name"), seen[at]["accepted"] == true)
        };
        assert_eq!(seen.len(), 4, "{kept}");
        assert_eq!(said(0), ("received", "AuthnRequest", true));
        assert_eq!(said(1), ("sent", "Response", true));
        assert_eq!(
            (said(2), said(3)),
            (("received", "AuthnRequest", false), ("received", "AuthnRequest", false))
        );
        assert_eq!((&seen[1]["label"], &seen[1]["place"]), (&json!("Sales"), &json!(ACS)));
        let xml = seen[1]["xml"].as_str().expect("a text");
        assert!(xml.contains(">ann@acme.example<") && xml.contains("InResponseTo=\"_r1\""), "{xml}");
        let whole = response(&page);
        let values: Vec<&str> = whole.split("SignatureValue>").skip(1).step_by(2).collect();
        assert!(!values.is_empty() && values.iter().all(|value| value.len() > 300), "{whole}");
        for value in values {
            assert!(!xml.contains(value.trim_end_matches("</ds:")), "{xml}");
        }
        app.scene.client.post("/_local/reset", &json!({})).expect(200);
        assert_eq!(app.scene.client.get("/_local/saml").expect(200).json(), json!([]));
    }
}

#[test]
fn the_old_template_and_the_aws_app_have_settings_of_their_own() {
    let scene = Scene::new("web");
    let template = json!({
        "name": "template_saml_2_0", "label": "Old", "signOnMode": "SAML_2_0", "settings": { "app": {
            "audienceRestriction": "urn:old", "groupName": "groups", "groupFilter": "Every.*", "forceAuthn": false,
            "postBackURL": "https://old.example.com/acs", "recipient": "https://old.example.com/r", "destination": "https://old.example.com/d",
            "attributeStatements": "mail|${user.email},given|${user.firstName}",
        } },
    });
    let aws = json!({
        "name": "amazon_aws", "label": "AWS", "signOnMode": "SAML_2_0", "settings": { "app": {
            "sessionDuration": 7200, "useGroupMapping": true, "groupFilter": r"aws_(?{{accountid}}\d+)_(?{{role}}[a-z]+)",
            "roleValuePattern": "arn:aws:iam::${accountid}:saml-provider/Okta,arn:aws:iam::${accountid}:role/${role}",
        } },
    });
    let cases = [
        (
            template,
            "https://old.example.com/acs",
            vec![
                "urn:old",
                ">Everyone<",
                ">Ann<",
                "Recipient=\"https://old.example.com/r\"",
                "Destination=\"https://old.example.com/d\"",
            ],
        ),
        (
            aws,
            "https://signin.aws.amazon.com/saml",
            vec![
                ">7200<",
                ">ann@acme.example<",
                ">arn:aws:iam::123456789012:saml-provider/Okta,arn:aws:iam::123456789012:role/admin<",
            ],
        ),
    ];
    let group = scene
        .client
        .post("/api/v1/groups", &json!({ "profile": { "name": "aws_123456789012_admin" } }))
        .expect(200)
        .json();
    let group = group["id"].as_str().expect("an id");
    scene
        .client
        .send("PUT", &format!("/api/v1/groups/{group}/users/{}", scene.user), &Value::Null)
        .expect(204);
    for (body, acs, expected) in cases {
        let app = scene.client.post("/api/v1/apps", &body).expect(200).json();
        let id = app["id"].as_str().expect("an id");
        let assigned = json!({ "id": scene.user });
        scene.client.post(&format!("/api/v1/apps/{id}/users"), &assigned).expect(200);
        let mut browser = scene.browser();
        let page =
            browser.get(&format!("/home/{}/{id}/137", app["name"].as_str().expect("a name"))).expect(200);
        let page = sign_in_on(&mut browser, &page);
        let action = format!("action=\"{}\"", acs.replace(':', "&#x3a;").replace('/', "&#x2f;"));
        assert!(page.text().contains(&action), "{}", page.text());
        let xml = response(&page);
        for part in expected {
            assert!(xml.contains(part), "{part}: {xml}");
        }
    }
}

#[test]
fn a_hook_changes_an_assertion_before_it_is_signed() {
    let patched = r#"{"commands":[{"type":"com.okta.assertion.patch","value":[
        {"op":"replace","path":"/subject/nameId","value":"other & co"},
        {"op":"add","path":"/claims/tier","value":{"attributes":{"NameFormat":"x"},"attributeValues":[{"attributes":{"xsi:type":"xs:string"},"value":"gold"}]}},
        {"op":"add","path":"/authentication/sessionLifetime","value":60}]}]}"#;
    let cases = [
        (patched, "200 OK", 200, vec![">other &amp; co<", ">gold<", "SessionNotOnOrAfter="]),
        (r#"{"error":{"errorSummary":"Not today"}}"#, "200 OK", 403, vec!["Not today"]),
        ("{}", "500 Internal Server Error", 200, vec![">ann@acme.example<"]),
        ("no JSON", "200 OK", 200, vec![">ann@acme.example<"]),
    ];
    for (answer, answered, status, expected) in cases {
        let scene = Scene::new("web");
        let (uri, serving) = hook(answer, answered);
        let body = json!({
            "name": "Assertions", "type": "com.okta.saml.tokens.transform", "version": "1.0.0",
            "channel": { "type": "HTTP", "version": "1.0.0", "config": { "uri": uri, "method": "POST" } },
        });
        let made = scene.client.post("/api/v1/inlineHooks", &body).expect(200).json();
        let app = App::of(scene, &json!({ "inlineHooks": [{ "id": made["id"] }] }));
        let mut browser = app.scene.browser();
        let page = browser.get(&app.started(&request(""), "")).expect(200);
        let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
        let signed_in = browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
        let page = browser.get(&location(&signed_in)).expect(status);
        let shown = if status == 200 { response(&page) } else { page.text() };
        for part in expected {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        let asked = serving.join().expect("the hook");
        let sent: Value =
            serde_json::from_str(asked.split_once("\r\n\r\n").expect("a body").1).expect("JSON");
        assert_eq!(sent["data"]["assertion"]["subject"]["nameId"], "ann@acme.example");
        assert_eq!(sent["data"]["context"]["protocol"]["type"], "SAML2.0");
    }
}

/// A test and the service that receives its hooks are often tasks of one thread. An org that waits on that thread waits
/// in vain, and then goes on as if there were no hook.
#[tokio::test]
async fn who_asks_may_receive_the_hook_on_the_same_thread() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let uri = format!("http://{}/", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = Vec::new();
            while !asked.ends_with(b"}}}") {
                stream.read_buf(&mut asked).await.expect("a request");
            }
            let said = r#"{"error":{"errorSummary":"Heard"}}"#;
            let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{said}", said.len());
            stream.write_all(answer.as_bytes()).await.expect("an answer");
        }
    });
    let scene = Scene::new("web");
    let mut browser = scene.browser();
    let page = browser.get(&scene.authorize("", &[])).expect(200);
    let page = browser.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
    browser.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
    let body = json!({
        "name": "Assertions", "type": "com.okta.saml.tokens.transform", "version": "1.0.0",
        "channel": { "type": "HTTP", "version": "1.0.0", "config": { "uri": uri, "method": "POST" } },
    });
    let made = scene.client.post("/api/v1/inlineHooks", &body).expect(200).json();
    let app = App::of(scene, &json!({ "inlineHooks": [{ "id": made["id"] }] }));
    let cookies: Vec<String> =
        browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let link = app.app["_links"]["appLinks"][0]["href"].as_str().expect("a link").to_owned();
    for url in [format!("http://localhost{}", app.sso()), link] {
        let request = http::Request::get(&url).header("cookie", cookies.join("; "));
        let request = request.body(bytes::Bytes::new()).expect("a request");
        let answer = app.scene.client.org.service().oneshot(request).await.expect("an answer");
        let text = String::from_utf8_lossy(answer.body()).into_owned();
        assert!(text.contains("Heard"), "{url}: {}", &text[..text.len().min(300)]);
    }
}

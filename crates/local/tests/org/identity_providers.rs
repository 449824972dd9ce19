//! Identity providers: what Okta adds to them, their certificates, keys and requests.

use crate::client::{Answer, Client};
use crate::links;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertificateParams, KeyPair};
use serde_json::{Value, json};

const BASE: &str = "/api/v1/idps";

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap_or_else(|| panic!("no id: {object}"))
}

/// A certificate of a key of its own, in Base64.
fn certificate() -> String {
    let key = KeyPair::generate().expect("a key");
    let made = CertificateParams::new(vec!["idp.example.com".into()]).expect("names").self_signed(&key);
    STANDARD.encode(made.expect("a certificate").der())
}

fn saml(client: &Client, name: &str) -> Value {
    let kid =
        client.post(&format!("{BASE}/credentials/keys"), &json!({ "x5c": [certificate()] })).expect(200);
    let kid = kid.json()["kid"].clone();
    json!({
        "type": "SAML2", "name": name,
        "protocol": {
            "type": "SAML2",
            "endpoints": { "sso": { "url": "https://idp.example.com", "binding": "HTTP-POST", "destination": "https://idp.example.com" } },
            "credentials": { "trust": { "issuer": "https://idp.example.com", "kid": kid } },
        },
        "policy": {
            "provisioning": { "action": "AUTO", "groups": { "action": "NONE" } },
            "accountLink": { "action": "AUTO" },
            "subject": { "userNameTemplate": { "template": "saml.subjectNameId" }, "matchType": "USERNAME" },
        },
    })
}

fn refused(answer: Answer, text: &str) {
    let body = answer.expect(400).json();
    assert!(body["errorCode"] == "E0000001" && body.to_string().contains(text), "{body}");
}

#[test]
fn a_saml_provider_is_completed() {
    let client = Client::new();
    let sent = saml(&client, "Partner");
    let made = client.post(BASE, &sent).expect(200).json();
    let protocol = &made["protocol"];
    assert_eq!(protocol["endpoints"]["acs"], json!({ "binding": "HTTP-POST", "type": "INSTANCE" }));
    assert_eq!(
        protocol["algorithms"]["request"]["signature"],
        json!({ "algorithm": "SHA-256", "scope": "REQUEST" })
    );
    assert_eq!(protocol["algorithms"]["response"]["signature"]["scope"], "ANY");
    assert!(protocol["settings"]["nameFormat"].as_str().unwrap().ends_with("unspecified"));
    let audience = protocol["credentials"]["trust"]["audience"].as_str().unwrap();
    assert!(audience.starts_with("https://www.okta.com/saml2/service-provider/sp"), "{audience}");
    let own = format!("{BASE}/{}", id(&made));
    assert_eq!(client.get(&own).expect(200).json(), made);

    let signing = &protocol["credentials"]["signing"]["kid"];
    let active = client.get(&format!("{own}/credentials/keys/active")).expect(200).json();
    assert_eq!((active.as_array().unwrap().len(), &active[0]["kid"]), (1, signing));
    let replaced = client.send("PUT", &own, &sent).expect(200).json();
    assert_eq!(&replaced["protocol"]["credentials"]["signing"]["kid"], signing, "its key stays");
    let metadata = client.send_with(
        "GET",
        &format!("{own}/metadata.xml"),
        &Value::Null,
        &[("accept", "application/xml")],
    );
    assert!(metadata.expect(200).text().contains(audience));
}

#[test]
fn a_certificate_is_read() {
    let client = Client::new();
    let keys = format!("{BASE}/credentials/keys");
    let sent = certificate();
    let made = client.post(&keys, &json!({ "x5c": [sent] })).expect(200).json();
    assert_eq!((&made["x5c"], made["kty"].as_str()), (&json!([sent]), Some("EC")));
    assert!(made["expiresAt"].is_string() && made["x5t#S256"].is_string() && made["kid"].is_string());
    refused(client.post(&keys, &json!({ "x5c": ["nonsense"] })), "malformed");
    refused(client.post(&keys, &json!({ "x5c": [] })), "x5c");
    let again = client.post(&keys, &json!({ "x5c": [sent] })).expect(409).json();
    assert_eq!(again["errorCode"], "E0000096");
    client.post(BASE, &saml(&client, "Partner")).expect(200);
    let listed = client.get(&keys).expect(200).json();
    let (free, used): (Vec<&Value>, Vec<&Value>) =
        listed.as_array().unwrap().iter().partition(|key| key["kid"] == made["kid"]);
    let path = |key: &Value| format!("{keys}/{}", key["kid"].as_str().unwrap());
    refused(client.send("DELETE", &path(used[0]), &Value::Null), "used by an identity provider");
    client.send("DELETE", &path(free[0]), &Value::Null).expect(204);
}

#[test]
fn keys_are_generated_and_shared() {
    let client = Client::new();
    let one = client.post(BASE, &saml(&client, "One")).expect(200).json();
    let other = client.post(BASE, &saml(&client, "Other")).expect(200).json();
    let keys = format!("{BASE}/{}/credentials/keys", id(&one));
    let made = client.post(&format!("{keys}/generate?validityYears=2"), &Value::Null).expect(201).json();
    let kid = made["kid"].as_str().unwrap();
    assert_eq!(client.get(&keys).expect(200).json().as_array().unwrap().len(), 2);
    assert_eq!(client.get(&format!("{keys}/{kid}")).expect(200).json(), made);
    let active = client.get(&format!("{keys}/active")).expect(200).json();
    assert_eq!(active.as_array().unwrap().len(), 1, "the new one signs nothing yet");
    assert_ne!(active[0]["kid"], kid);
    client.get(&format!("{keys}/nope")).expect(404);
    refused(client.post(&format!("{keys}/generate?validityYears=11"), &Value::Null), "2 - 10 years");
    let clone = format!("{keys}/{kid}/clone?targetIdpId={}", id(&other));
    assert_eq!(client.post(&clone, &Value::Null).expect(201).json()["kid"], kid);
    refused(client.post(&clone, &Value::Null), "already exists");
    client.get(&format!("{BASE}/{}/credentials/keys/{kid}", id(&other))).expect(200);
    client.get(&format!("{BASE}/0oanope/credentials/keys")).expect(404);
}

#[test]
fn a_request_becomes_a_key_by_the_certificate_of_its_own_key() {
    let client = Client::new();
    client.post("/_local/clock", &json!({ "set": "2025-12-01T00:00:00Z" })).expect(200);
    let one = client.post(BASE, &saml(&client, "One")).expect(200).json();
    let csrs = format!("{BASE}/{}/credentials/csrs", id(&one));
    let names = json!({
        "subject": { "countryName": "US", "organizationName": "Okta", "commonName": "SP Issuer" },
        "subjectAltNames": { "dnsNames": ["dev.example.com"] },
    });
    let csr = client.post(&csrs, &names).expect(201).json();
    let own = format!("{csrs}/{}", id(&csr));
    assert_eq!(client.get(&own).expect(200).json(), csr);
    assert_eq!(client.get(&csrs).expect(200).json(), json!([csr]));
    let publish = |body: String, kind: &str| {
        let request = http::Request::builder()
            .method("POST")
            .uri(format!("http://localhost{own}/lifecycle/publish"))
            .header("authorization", format!("SSWS {}", client.org.token()))
            .header("content-type", kind);
        let response = links::handle(&client.org, request.body(body.into()).expect("a request"));
        let (parts, body) = response.into_parts();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    };
    refused(publish("nonsense".into(), "application/x-pem-file"), "malformed");
    refused(publish(certificate(), "application/pkix-cert"), "doesn't match the CSR");

    let der = STANDARD.decode(csr["csr"].as_str().unwrap()).unwrap().into();
    let params = rcgen::CertificateSigningRequestParams::from_der(&der).expect("a request that others read");
    let authority = KeyPair::generate().unwrap();
    let issuer =
        rcgen::Issuer::new(CertificateParams::new(vec!["ca.example.com".into()]).unwrap(), authority);
    let mut short = rcgen::CertificateSigningRequestParams::from_der(&der).unwrap();
    short.params.not_after = rcgen::date_time_ymd(2026, 1, 1);
    let short = short.signed_by(&issuer).expect("a certificate").pem();
    refused(publish(short, "application/x-pem-file"), "more than 90 days");
    let issued = params.signed_by(&issuer).expect("a certificate").pem();
    let key = publish(issued, "application/x-pem-file").expect(201).json();
    assert_eq!((key["kty"].as_str(), key["e"].as_str()), (Some("RSA"), Some("AQAB")));
    let kid = key["kid"].as_str().unwrap();
    client.get(&format!("{BASE}/{}/credentials/keys/{kid}", id(&one))).expect(200);
    client.get(&own).expect(404);
}

#[test]
fn what_okta_knows_of_a_type_is_filled_in() {
    let client = Client::new();
    let made = |kind: &str, protocol: &str, credentials: Value| {
        let body = json!({
            "type": kind, "name": kind,
            "protocol": { "type": protocol, "credentials": credentials },
            "policy": { "provisioning": { "action": "DISABLED" }, "subject": { "matchType": "EMAIL" } },
        });
        client.post(BASE, &body).expect(200).json()
    };
    let card = made("X509", "MTLS", json!({ "trust": { "issuer": "CN=x", "kid": "k" } }));
    assert_eq!(card["protocol"]["endpoints"]["sso"]["url"], "http://localhost/login/cert");
    assert_eq!(card["policy"]["mapAMRClaims"], false);
    for (kind, host) in [
        ("IDV_PERSONA", "withpersona.com"),
        ("IDV_CLEAR", "verified.clearme.com"),
        ("IDV_INCODE", "auth.incode.com"),
    ] {
        let proof = made(kind, "ID_PROOFING", json!({ "bearer": { "apiKey": "k" } }));
        let url = proof["protocol"]["endpoints"]["authorization"]["url"].as_str().unwrap();
        assert!(url.contains(host), "{url}");
        assert_eq!(proof["policy"].get("mapAMRClaims"), None, "{kind} signs nobody in");
    }
}

/// Nothing is known by the name of a provider, so that two may have the same, when made and when replaced.
#[test]
fn names_of_providers_need_not_differ() {
    let client = Client::new();
    let one = client.post(BASE, &saml(&client, "Partner")).expect(200).json();
    let mut sent = saml(&client, "Partner");
    let other = client.post(BASE, &sent).expect(200).json();
    assert_ne!(one["id"], other["id"]);
    sent["name"] = json!("Other");
    client.send("PUT", &format!("{BASE}/{}", id(&other)), &sent).expect(200);
    sent["name"] = json!("Partner");
    client.send("PUT", &format!("{BASE}/{}", id(&other)), &sent).expect(200);
}

/// A certificate comes back as it was sent, with the blanks and line breaks of the file that it was copied from.
#[test]
fn a_certificate_is_shown_as_it_was_sent() {
    let client = Client::new();
    let keys = format!("{BASE}/credentials/keys");
    let broken = |every: usize, with: &str| {
        let plain = certificate();
        let lines: Vec<&str> =
            plain.as_bytes().chunks(every).map(|line| std::str::from_utf8(line).unwrap()).collect();
        lines.join(with)
    };
    for sent in [broken(64, "\n"), broken(76, "\r\n"), broken(10, " "), format!(" {} ", certificate())] {
        let made = client.post(&keys, &json!({ "x5c": [sent] })).expect(200).json();
        assert_eq!(made["x5c"], json!([sent]));
        let path = format!("{keys}/{}", made["kid"].as_str().unwrap());
        assert_eq!(client.get(&path).expect(200).json()["x5c"], json!([sent]));
    }
}

//! Signing keys of an application, and its SAML metadata.
//!
//! The RSA key and its certificate are made when somebody asks for them or signs in for the first time. To make them
//! for every application would cost more than the rest of its life. Until then a key is its id and its dates.

use http::header;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use oktars_catalog::op;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::kernel::certificate::Certificate;
use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::id;
use crate::kernel::key_pair::KeyPair;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::path;

pub const HANDLERS: Handlers = &[
    (&op::LIST_APPLICATION_KEYS, list),
    (&op::GET_APPLICATION_KEY, get),
    (&op::GENERATE_APPLICATION_KEY, generate_one),
    (&op::CLONE_APPLICATION_KEY, clone),
    (&op::PREVIEW_SAM_LMETADATA_FOR_APPLICATION, metadata),
];

/// How many years the key of a new application is valid.
pub const DEFAULT_YEARS: i64 = 10;

/// What stands in a key until its certificate is made, and in keys towards identity providers, with which nothing is
/// signed.
pub const CERTIFICATE: &str = concat!(
    "MIIDCzCCAfOgAwIBAgIBATANBgkqhkiG9w0BAQsFADBIMQswCQYDVQQGEwJVUzEPMA0GA1UECgwGb2t0YXJzMRQwEgYDVQQL",
    "DAtTU09Qcm92aWRlcjESMBAGA1UEAwwJbG9jYWwgb3JnMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjBIMQsw",
    "CQYDVQQGEwJVUzEPMA0GA1UECgwGb2t0YXJzMRQwEgYDVQQLDAtTU09Qcm92aWRlcjESMBAGA1UEAwwJbG9jYWwgb3JnMIIB",
    "IjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsFg/gKgyT7B+O1AqF/Q8omNW0YSfhFFMdEnLlhvOR+j5jcqapY/k/DCw",
    "TGWpYaKgCBa/Xc8kyzfe2v5vua+aOFjVlQCFQwp6cEEl1s5//gaUcmU/kfu65CI+cfMzRFW7Wyz+suO3Mzx47CH1CjGoejlj",
    "UnoEtrfn/Gl45zNYWZP+m4v9qqBCcLGUHP6mtk2WD/GFOf5DBXHz57oTUihQRusJj88LlHlWlZ5Xf84ZQMdCuAd0UKG1OVYw",
    "YcaT6H2dN5jVTtOG1KRyHAmqO8IJtbdbb/wq/hat9dbI1bh0K8xPaTAtY7r3OPBbBShcMrLE4Uy+uqwYUO1dfYdrUZF+1wID",
    "AQABMA0GCSqGSIb3DQEBCwUAA4IBAQBTTYYrY9u4RdjsRauNTKUkGbYN3sfQgSyFVozkmG0yzUkHnUsvmn3xGS8HIu4g7I/S",
    "sfCDNivxUWcX8Z0h096uGfPVPIreY51bcMxlD2h9y3NTIT04FGgs+HQIrpW6tnTp9k2UDrOoTLyMCSazy9e7HOJMtSSmYbfc",
    "y/nnOqgwpbBP1vpW5EaPXffNPmDubw+I3E8+Ssh8OziU3GzzIs+0OU8jFjuH3aCr/wB5oaKol+fXDbhffrtsIUfK+cuOfU+N",
    "XhSv+2SGFxTN+03p/A/IwG1Co5J5lkNUhxbeT+BJcW4iv0092Jq6eCUGHzOxouNNohGJCvUYXu34lTm8Op21",
);
pub const FINGERPRINT: &str = "2MytbXnVnCPlwGZlTkm-FuTgWt-UCs4jZbf3ZLzLVUs";
pub const MODULUS: &str = concat!(
    "sFg_gKgyT7B-O1AqF_Q8omNW0YSfhFFMdEnLlhvOR-j5jcqapY_k_DCwTGWpYaKgCBa_Xc8kyzfe2v5vua-aOFjVlQCFQwp6",
    "cEEl1s5__gaUcmU_kfu65CI-cfMzRFW7Wyz-suO3Mzx47CH1CjGoejljUnoEtrfn_Gl45zNYWZP-m4v9qqBCcLGUHP6mtk2W",
    "D_GFOf5DBXHz57oTUihQRusJj88LlHlWlZ5Xf84ZQMdCuAd0UKG1OVYwYcaT6H2dN5jVTtOG1KRyHAmqO8IJtbdbb_wq_hat",
    "9dbI1bh0K8xPaTAtY7r3OPBbBShcMrLE4Uy-uqwYUO1dfYdrUZF-1w",
);

/// Makes a key for the app, and gives its id.
pub fn generate(context: &Context<'_>, app_id: &str, years: i64) -> Result<String, Problem> {
    let key = new_key(context, years);
    let kid = key["kid"].as_str().unwrap_or_default();
    context.tx.put(kind::APP_KEY.of(app_id), kid, &key)?;
    Ok(kid.to_owned())
}

/// A key that is valid for so many years.
pub fn new_key(context: &Context<'_>, years: i64) -> Value {
    let expires = Offset::UTC.to_datetime(context.now).checked_add(years.years());
    let expires = expires.and_then(|expires| Offset::UTC.to_timestamp(expires)).unwrap_or(context.now);
    key(&id::random(43), context.now, expires)
}

fn key(kid: &str, made: Timestamp, expires: Timestamp) -> Value {
    json!({
        "kty": "RSA",
        "created": clock::seconds(made),
        "lastUpdated": clock::seconds(made),
        "expiresAt": clock::seconds(expires),
        "kid": kid,
        "use": "sig",
        "x5c": [CERTIFICATE],
        "x5t#S256": FINGERPRINT,
        "e": "AQAB",
        "n": MODULUS,
    })
}

/// The years of `validityYears`.
pub fn validity_years(context: &Context<'_>) -> Result<i64, Problem> {
    match context.query("validityYears").map(str::parse) {
        None => Ok(2),
        Some(Ok(years)) if (2..=10).contains(&years) => Ok(years),
        Some(_) => {
            let cause = "Validity years out of range. It should be 2 - 10 years.";
            Err(Problem::validation("generateKey", cause))
        }
    }
}

/// What an app signs with.
pub struct Signing {
    pub pair: KeyPair,
    /// The certificate, in Base64.
    pub certificate: String,
}

/// The RSA key of this id with its certificate; nothing for a certificate whose key the org does not have.
pub fn signing(context: &mut Context<'_>, key: &Value) -> Result<Option<Signing>, Problem> {
    let kid = key["kid"].as_str().unwrap_or_default();
    let known = context.tx.get(kind::APP_KEY_PAIR, kid)?;
    let is_unmade = key["x5c"][0] == CERTIFICATE;
    let kept = match known {
        None if is_unmade => make_pair(context, key)?,
        known => known.unwrap_or_default(),
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let certificate = text(if is_unmade { &kept["x5c"] } else { &key["x5c"][0] });
    Ok(KeyPair::read(&text(&kept["pkcs8"])).map(|pair| Signing { pair, certificate }))
}

fn make_pair(context: &mut Context<'_>, key: &Value) -> Result<Value, Problem> {
    use base64::Engine;
    let kid = key["kid"].as_str().unwrap_or_default();
    let time = |name: &str| key[name].as_str().and_then(clock::parse).unwrap_or(context.now);
    let pair = KeyPair::generate();
    let der = pair.certificate("local", time("created"), time("expiresAt"));
    let made = json!({
        "pkcs8": pair.text(),
        "x5c": base64::engine::general_purpose::STANDARD.encode(der),
    });
    context.write_first(|context| {
        // Another request may have made it meanwhile.
        if let Some(kept) = context.tx.get(kind::APP_KEY_PAIR, kid)? {
            return Ok(kept);
        }
        context.tx.put(kind::APP_KEY_PAIR, kid, &made)?;
        Ok(made)
    })
}

/// Keeps an RSA key that a request for a certificate was made with.
pub fn keep_pair(context: &Context<'_>, id: &str, pair: &KeyPair) -> Result<(), Problem> {
    Ok(context.tx.put(kind::APP_KEY_PAIR, id, &json!({ "pkcs8": pair.text() }))?)
}

pub fn forget_pair(context: &Context<'_>, id: &str) -> Result<(), Problem> {
    context.tx.delete(kind::APP_KEY_PAIR, id)?;
    Ok(())
}

/// The request became a key.
pub fn rename_pair(context: &Context<'_>, from: &str, to: &str) -> Result<(), Problem> {
    if let Some(kept) = context.tx.get(kind::APP_KEY_PAIR, from)? {
        context.tx.put(kind::APP_KEY_PAIR, to, &kept)?;
    }
    forget_pair(context, from)
}

/// A key as answers show it: with its certificate.
fn shown(context: &mut Context<'_>, mut key: Value) -> Result<Value, Problem> {
    if key["x5c"][0] != CERTIFICATE {
        return Ok(key);
    }
    let Some(signing) = signing(context, &key)? else { return Ok(key) };
    let now = key["created"].as_str().unwrap_or_default().to_owned();
    let kid = key["kid"].as_str().unwrap_or_default().to_owned();
    if let Some(certificate) = Certificate::read(signing.certificate.as_bytes()) {
        let of_certificate = certificate.key(&kid, &now);
        for name in ["x5c", "x5t#S256", "e", "n"] {
            key[name] = of_certificate[name].clone();
        }
    }
    Ok(key)
}

pub fn exists(context: &Context<'_>, app_id: &str, kid: &str) -> Result<bool, Problem> {
    Ok(context.tx.exists(kind::APP_KEY.of(app_id), kid)?)
}

/// The id of the key that signs the tokens of the org's OIDC apps.
pub fn of_org(context: &Context<'_>) -> String {
    digest_of(&format!("signing key of {}", context.org.facts().org))
}

fn digest_of(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(Sha256::digest(text))
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let keys = all(context, &app)?;
    let shown: Result<Vec<Value>, Problem> = keys.into_iter().map(|key| shown(context, key)).collect();
    Ok(Reply::ok(&shown?))
}

/// The keys of an app. A bookmark has one from the beginning, although its credentials do not name it.
fn all(context: &Context<'_>, app: &Value) -> Result<Vec<Value>, Problem> {
    let kept = context.tx.all(kind::APP_KEY.of(id_of(app)))?;
    let mut keys: Vec<Value> = kept.into_iter().map(|(_, key)| key).collect();
    if app["signOnMode"] == "BOOKMARK" {
        keys.insert(0, first_key(context, app));
    }
    Ok(keys)
}

/// The key that a bookmark is made with: it follows from the app, so that nothing need be kept.
fn first_key(context: &Context<'_>, app: &Value) -> Value {
    let created = app["created"].as_str().unwrap_or_default();
    let made = clock::parse(created).unwrap_or(context.now);
    let expires = Offset::UTC.to_datetime(made).checked_add(DEFAULT_YEARS.years());
    let expires = expires.and_then(|expires| Offset::UTC.to_timestamp(expires)).unwrap_or(made);
    key(&digest_of(&format!("signing key of {}", id_of(app))), made, expires)
}

fn find(context: &Context<'_>, app: &Value) -> Result<Value, Problem> {
    let kid = context.param("keyId");
    let found = all(context, app)?.into_iter().find(|key| key["kid"] == kid);
    found.ok_or_else(|| Problem::not_found(kid, "JsonWebKey"))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let key = find(context, &app)?;
    Ok(Reply::ok(&shown(context, key)?))
}

fn generate_one(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let years = validity_years(context)?;
    let kid = generate(context, id_of(&app), years)?;
    created(context, id_of(&app), &kid)
}

fn created(context: &mut Context<'_>, app_id: &str, kid: &str) -> Result<Reply, Problem> {
    let key = context.tx.get(kind::APP_KEY.of(app_id), kid)?.expect("the key was just written");
    let key = shown(context, key)?;
    let location = path(context, app_id, &format!("/credentials/keys/{kid}"));
    Ok(Reply::created(&key).header(header::LOCATION, &location))
}

fn clone(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let key = find(context, &app)?;
    let target = context.query("targetAid").ok_or_else(|| Problem::blank("targetAid"))?;
    let target = context.app_with(target)?;
    let (target, kid) = (id_of(&target), context.param("keyId").to_owned());
    if exists(context, target, &kid)? {
        let cause = "Key already exists in the list of key credentials for the target app.";
        return Err(Problem::validation("cloneKey", cause));
    }
    context.tx.put(kind::APP_KEY.of(target), &kid, &key)?;
    created(context, target, &kid)
}

// ---- metadata ----

fn metadata(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let accept = context.header("accept").unwrap_or("*/*");
    if !accept.contains("xml") && !accept.contains("*/*") {
        let summary = "Bad request. Accept and/or Content-Type headers likely do not match supported values.";
        return Err(Problem::new("E0000019", summary));
    }
    let kid = context.query("kid").map(str::to_owned);
    metadata_of(context, &app, kid.as_deref())
}

/// The metadata of an app, with the certificate of this key, or of the one that signs.
pub fn metadata_of(context: &mut Context<'_>, app: &Value, kid: Option<&str>) -> Result<Reply, Problem> {
    let current = app["credentials"]["signing"]["kid"].as_str().unwrap_or_default();
    let kid = kid.unwrap_or(current);
    let key = context.tx.get(kind::APP_KEY.of(id_of(app)), kid)?;
    let Some(key) = key.filter(|_| app["signOnMode"] == "SAML_2_0") else {
        return Err(Problem::not_found(kid, "JsonWebKey"));
    };
    let key = shown(context, key)?;
    let certificate = key["x5c"][0].as_str().unwrap_or_default();
    let text = entity_descriptor(context, app, certificate);
    Ok(xml(context, text))
}

/// The key with which an app signs.
pub fn current(context: &mut Context<'_>, app: &Value) -> Result<Option<Signing>, Problem> {
    let kid = app["credentials"]["signing"]["kid"].as_str().unwrap_or_default();
    match context.tx.get(kind::APP_KEY.of(id_of(app)), kid)? {
        Some(key) => signing(context, &key),
        None => Ok(None),
    }
}

/// The name of a SAML app in its addresses and in what it signs.
pub fn external(app: &Value) -> String {
    format!("exk{}", &id_of(app)[3..])
}

/// Who an app's assertions say made them.
pub fn issuer(app: &Value) -> String {
    let template = &app["settings"]["signOn"]["idpIssuer"];
    let template = template.as_str().or(app["settings"]["app"]["configuredIssuer"].as_str());
    let template =
        template.filter(|text| !text.is_empty()).unwrap_or("http://www.okta.com/${org.externalKey}");
    template.replace("${org.externalKey}", &external(app))
}

/// Metadata is `text/xml`, unless the caller would rather have `application/xml`.
pub fn xml(context: &Context<'_>, text: String) -> Reply {
    let accept = context.header("accept").unwrap_or_default();
    let kind = match quality(accept, "application", "xml") > quality(accept, "text", "xml") {
        true => "application/xml;charset=ISO-8859-1",
        false => "text/xml;charset=ISO-8859-1",
    };
    let mut reply = Reply::no_content();
    reply.status = http::StatusCode::OK;
    reply.body = text.into();
    reply.header(header::CONTENT_TYPE, kind)
}

/// How much a caller wants a media type: what the most exact of its ranges says, or 0.
fn quality(accept: &str, family: &str, kind: &str) -> f64 {
    let of = |wanted: &str| {
        accept.split(',').find_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            parts.next().filter(|range| range.eq_ignore_ascii_case(wanted))?;
            let given = parts.find_map(|part| part.strip_prefix("q="));
            Some(given.and_then(|text| text.parse().ok()).unwrap_or(1.0))
        })
    };
    let ranges = [format!("{family}/{kind}"), format!("{family}/*"), "*/*".to_owned()];
    ranges.iter().find_map(|range| of(range)).unwrap_or(0.0)
}

/// The metadata of the org towards an identity provider that it trusts.
pub fn service_provider(entity: &str, location: &str) -> String {
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?>"#,
            r#"<md:EntityDescriptor entityID="{entity}" xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">"#,
            r#"<md:SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">"#,
            r#"<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>"#,
            r#"<ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"#,
            r#"<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="{location}" index="0" isDefault="true"/>"#,
            r#"</md:SPSSODescriptor></md:EntityDescriptor>"#,
        ),
        entity = escape(entity),
        certificate = lines(CERTIFICATE),
        location = location,
    )
}

fn entity_descriptor(context: &Context<'_>, app: &Value, certificate: &str) -> String {
    let sign_on = &app["settings"]["signOn"];
    let external_key = external(app);
    let name = app["name"].as_str().unwrap_or_default();
    let location = |rest: &str| format!("{}/app/{name}/{external_key}/{rest}", context.request.base);
    let services = |element: &str, location: &str| -> String {
        ["HTTP-POST", "HTTP-Redirect"]
            .iter()
            .map(|binding| {
                let binding = format!("urn:oasis:names:tc:SAML:2.0:bindings:{binding}");
                format!(r#"<md:{element} Binding="{binding}" Location="{location}"/>"#)
            })
            .collect()
    };
    let logout = if sign_on["slo"]["enabled"] == true {
        services("SingleLogoutService", &location("slo/saml"))
    } else {
        String::new()
    };
    let formats: String = name_formats(app)
        .iter()
        .map(|format| format!("<md:NameIDFormat>{}</md:NameIDFormat>", escape(format)))
        .collect();
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?>"#,
            r#"<md:EntityDescriptor entityID="{issuer}" xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">"#,
            r#"<md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">"#,
            r#"<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>"#,
            r#"<ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"#,
            r#"{logout}{formats}{sign_on}</md:IDPSSODescriptor></md:EntityDescriptor>"#,
        ),
        issuer = escape(&issuer(app)),
        certificate = lines(certificate),
        logout = logout,
        formats = formats,
        sign_on = services("SingleSignOnService", &location("sso/saml")),
    )
}

/// The formats of names that Okta's metadata lists for the one that an app uses.
fn name_formats(app: &Value) -> Vec<String> {
    let email = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress".to_owned();
    let unspecified = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified".to_owned();
    match app["settings"]["signOn"]["subjectNameIdFormat"].as_str() {
        None => vec![email, unspecified],
        Some(format) if format == email => vec![email],
        Some(format) if format == unspecified => vec![unspecified, email],
        Some(format) => vec![email, format.to_owned()],
    }
}

/// Base64 in lines, as certificates stand in metadata.
pub fn lines(base64: &str) -> String {
    let chunks: Vec<&str> = base64
        .as_bytes()
        .chunks(76)
        .map(|line| std::str::from_utf8(line).expect("Base64 is ASCII"))
        .collect();
    chunks.join("\n")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

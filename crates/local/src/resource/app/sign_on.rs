//! `settings.signOn`: how custom apps sign on, and what other SAML apps let one override.

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::problem::Problem;
use crate::language::expression;
use crate::resource::app::build::{Base, check_address, fill, given};
use crate::resource::app::definition::{Preset, Setting};

const fn setting(name: &'static str, preset: Preset) -> Setting {
    Setting { name, preset }
}

/// The plain members of a custom SAML app's sign-on settings.
#[rustfmt::skip]
static SAML: &[Setting] = &[
    setting("ssoAcsUrl", Preset::Required),
    setting("idpIssuer", Preset::Text("http://www.okta.com/${org.externalKey}")),
    setting("audience", Preset::Required),
    setting("recipient", Preset::Required),
    setting("destination", Preset::Required),
    setting("subjectNameIdTemplate", Preset::Required),
    setting("subjectNameIdFormat", Preset::Required),
    setting("responseSigned", Preset::RequiredFlag),
    setting("assertionSigned", Preset::RequiredFlag),
    setting("signatureAlgorithm", Preset::Required),
    setting("digestAlgorithm", Preset::Required),
    setting("honorForceAuthn", Preset::RequiredFlag),
    setting("authnContextClassRef", Preset::Required),
    setting("spIssuer", Preset::Null),
    setting("requestCompressed", Preset::Is(false)),
];

const MAX_ENDPOINTS: usize = 100;

const CHOICES: &[(&str, &[&str])] = &[
    ("signatureAlgorithm", &["RSA_SHA256", "RSA_SHA1"]),
    ("digestAlgorithm", &["SHA256", "SHA1"]),
    (
        "subjectNameIdFormat",
        &[
            "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
            "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
            "urn:oasis:names:tc:SAML:1.1:nameid-format:x509SubjectName",
            "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
            "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
        ],
    ),
];

/// Members that are there only when they were sent.
const WHEN_SENT: [&str; 3] =
    ["participateSlo", "samlAssertionLifetimeSeconds", "configuredAttributeStatements"];

const OVERRIDES: [&str; 4] =
    ["ssoAcsUrlOverride", "audienceOverride", "recipientOverride", "destinationOverride"];

/// The sign-on settings; none for apps that have no such member. A certificate that is there already stays
/// unless another one is sent.
pub fn settings(
    context: &Context<'_>,
    base: &Base,
    asked: &Value,
    certificate: &Value,
) -> Result<Option<Value>, Problem> {
    let template = matches!(base.name.as_str(), "template_saml_2_0" | "template_wsfed");
    match base.mode.as_str() {
        Some("SAML_2_0") if base.custom => custom_saml(context, asked, certificate).map(Some),
        Some("SAML_2_0" | "SAML_1_1") if !template => {
            refuse_excess(&asked["attributeStatements"])?;
            for name in ["ssoAcsUrlOverride", "recipientOverride", "destinationOverride"] {
                check_address("settings", name, &asked[name])?;
            }
            Ok(Some(overrides(asked)))
        }
        Some("AUTO_LOGIN") if base.custom => custom_swa(asked).map(Some),
        _ => Ok(None),
    }
}

fn custom_saml(context: &Context<'_>, asked: &Value, certificate: &Value) -> Result<Value, Problem> {
    let mut sign_on = json!({ "defaultRelayState": relay_state(context, &asked["defaultRelayState"]) });
    for setting in SAML {
        sign_on[setting.name] = fill(setting, asked, "settings")?;
    }
    for (member, known) in CHOICES {
        if !known.iter().any(|known| sign_on[*member] == *known) {
            let cause = format!("{member}: must be one of {}", known.join(", "));
            return Err(Problem::validation("settings", cause));
        }
    }
    check_statements(&asked["attributeStatements"])?;
    if sign_on["responseSigned"] != true && sign_on["assertionSigned"] != true {
        let cause = "responseSigned: the response, the assertion or both must be signed";
        return Err(Problem::validation("settings", cause));
    }
    sign_on["attributeStatements"] = given(&asked["attributeStatements"], json!([]));
    sign_on["inlineHooks"] = given(&asked["inlineHooks"], json!([]));
    let certificate = given(&asked["spCertificate"], certificate.clone());
    if certificate.is_object() {
        sign_on["spCertificate"] = certificate;
    }
    sign_on["assertionEncryption"] = given(&asked["assertionEncryption"], json!({ "enabled": false }));
    sign_on["allowMultipleAcsEndpoints"] = given(&asked["allowMultipleAcsEndpoints"], json!(false));
    if asked["acsEndpoints"].as_array().is_some_and(|endpoints| endpoints.len() > MAX_ENDPOINTS) {
        let cause = format!("acsEndpoints: An app has at most {MAX_ENDPOINTS} of them");
        return Err(Problem::validation("settings", cause));
    }
    for endpoint in asked["acsEndpoints"].as_array().into_iter().flatten() {
        check_address("settings", "acsEndpoints", &endpoint["url"])?;
    }
    sign_on["acsEndpoints"] = given(&asked["acsEndpoints"], json!([]));
    sign_on["samlSignedRequestEnabled"] = given(&asked["samlSignedRequestEnabled"], json!(false));
    sign_on["slo"] = single_logout(context, asked, &mut sign_on)?;
    for name in WHEN_SENT {
        if !asked[name].is_null() {
            sign_on[name] = asked[name].clone();
        }
    }
    Ok(sign_on)
}

/// Attributes of the assertion: by an expression each, or the names of the user's groups.
fn check_statements(statements: &Value) -> Result<(), Problem> {
    for statement in statements.as_array().into_iter().flatten() {
        let filter = statement["filterType"].as_str().unwrap_or("STARTS_WITH");
        let fits = match statement["type"].as_str().unwrap_or("EXPRESSION") {
            "EXPRESSION" => true,
            "GROUP" => matches!(filter, "STARTS_WITH" | "EQUALS" | "CONTAINS" | "REGEX"),
            _ => false,
        };
        if !fits || statement["name"].as_str().unwrap_or_default().is_empty() {
            let cause = "attributeStatements: each needs a name, the type EXPRESSION or GROUP, and a filterType that is known";
            return Err(Problem::validation("settings", cause));
        }
    }
    refuse_excess(statements)
}

/// Expressions that are not of group rules are kept, but none that nobody could read.
fn refuse_excess(statements: &Value) -> Result<(), Problem> {
    let statements = statements.as_array().into_iter().flatten();
    let mut values = statements.flat_map(|one| one["values"].as_array().into_iter().flatten());
    match values.find_map(|value| expression::excess(value.as_str()?)) {
        Some(why) => {
            let cause = format!("attributeStatements: Invalid expression: {why}");
            Err(Problem::validation("settings", cause))
        }
        None => Ok(()),
    }
}

fn relay_state(context: &Context<'_>, asked: &Value) -> Value {
    if asked == "" && !context.org.features.keeps_blank_relay_state { Value::Null } else { asked.clone() }
}

fn single_logout(context: &Context<'_>, asked: &Value, sign_on: &mut Value) -> Result<Value, Problem> {
    let slo = &asked["slo"];
    if slo["enabled"] != true {
        return Ok(json!({ "enabled": false }));
    }
    if !context.org.features.single_logout {
        let summary = "You do not have permission to access the feature you are requesting";
        return Err(Problem::new("E0000015", summary));
    }
    if !sign_on["spCertificate"].is_object() {
        let cause = "spCertificate: Single Logout needs the certificate of the service provider";
        return Err(Problem::validation("settings", cause));
    }
    sign_on["spIssuer"] = given(&slo["issuer"], Value::Null);
    Ok(slo.clone())
}

fn overrides(asked: &Value) -> Value {
    let text = |name: &str| if asked[name] == "" { Value::Null } else { asked[name].clone() };
    let mut sign_on = json!({ "defaultRelayState": text("defaultRelayState") });
    for name in OVERRIDES {
        sign_on[name] = text(name);
    }
    sign_on["attributeStatements"] = given(&asked["attributeStatements"], json!([]));
    sign_on
}

fn custom_swa(asked: &Value) -> Result<Value, Problem> {
    let login = setting("loginUrl", Preset::Required);
    check_address("settings", "redirectUrl", &asked["redirectUrl"])?;
    Ok(json!({
        "redirectUrl": given(&asked["redirectUrl"], Value::Null),
        "loginUrl": fill(&login, asked, "settings")?,
    }))
}

//! A response with its assertion: drafted as a hook sees it, then written and signed.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::resource::app::key::Signing;
use crate::sign_in::saml::encryption;
use crate::sign_in::saml::message::{ASSERTION, PROTOCOL};
use crate::sign_in::saml::settings::Settings;
use crate::sign_in::saml::signature::signed;
use crate::sign_in::saml::xml::{escaped, quoted, sent};

const XS: &str = "http://www.w3.org/2001/XMLSchema";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const ENTITY: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";
const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";

/// Whom a response is for, and what it answers.
pub struct Envelope<'a> {
    pub settings: &'a Settings,
    pub recipient: String,
    pub destination: String,
    /// The id of the request that it answers; nothing if Okta begins.
    pub answers: Option<&'a str>,
    pub now: Timestamp,
}

/// The id of a message: `id` and digits, as Okta's are.
pub fn id() -> String {
    format!("id{:024}", rand::random::<u128>() % 10_u128.pow(24))
}

/// What the assertion will say.
pub fn draft(envelope: &Envelope<'_>, name: &str, claims: Value) -> Value {
    let index = match envelope.answers {
        Some(request) => request.to_owned(),
        None => {
            format!("id{}.{}", envelope.now.as_millisecond(), rand::random::<u32>() % 1_000_000_000)
        }
    };
    json!({
        "subject": {
            "nameId": name,
            "nameFormat": envelope.settings.name_format,
            "confirmation": { "method": BEARER, "data": { "recipient": envelope.recipient } },
        },
        "authentication": {
            "sessionIndex": index,
            "authnContext": { "authnContextClassRef": envelope.settings.context_class },
        },
        "conditions": { "audienceRestriction": [envelope.settings.audience] },
        "claims": claims,
        "lifetime": { "expiration": envelope.settings.lifetime },
    })
}

/// The whole response; nothing if it cannot be encrypted as the app wants.
pub fn written(envelope: &Envelope<'_>, draft: &Value, signing: &Signing) -> Option<String> {
    let settings = envelope.settings;
    let (response_id, assertion_id) = (id(), id());
    let types = draft["claims"].as_object().is_some_and(|claims| !claims.is_empty());
    let (head, tail) = assertion(envelope, draft, &assertion_id, types);
    let mut inner = match settings.is_assertion_signed {
        true => signed(&head, &tail, &assertion_id, types, settings.method, signing),
        false => format!("{head}{tail}"),
    };
    let mut has_types = types;
    if let Some(how) = &settings.encryption {
        inner = encryption::encrypted(&sent(&inner), how)?;
        has_types = false;
    }
    let answers = envelope.answers.map(|id| format!(" InResponseTo=\"{}\"", quoted(id))).unwrap_or_default();
    let head = format!(
        "<saml2p:Response xmlns:saml2p=\"{PROTOCOL}\" Destination=\"{}\" ID=\"{response_id}\"{answers} \
         IssueInstant=\"{}\" Version=\"2.0\">{}",
        quoted(&envelope.destination),
        clock::millis(envelope.now),
        issuer(&settings.issuer),
    );
    let tail = format!(
        "<saml2p:Status><saml2p:StatusCode Value=\"{SUCCESS}\"></saml2p:StatusCode></saml2p:Status>{inner}</saml2p:Response>"
    );
    let response = match settings.is_response_signed {
        true => signed(&head, &tail, &response_id, has_types, settings.method, signing),
        false => format!("{head}{tail}"),
    };
    Some(declared(&response))
}

/// The declaration is no part of what is signed.
pub fn declared(text: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{}", sent(text))
}

pub fn issuer(name: &str) -> String {
    format!("<saml2:Issuer xmlns:saml2=\"{ASSERTION}\" Format=\"{ENTITY}\">{}</saml2:Issuer>", escaped(name))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The assertion up to its issuer, and what follows.
fn assertion(envelope: &Envelope<'_>, draft: &Value, id: &str, types: bool) -> (String, String) {
    let now = clock::millis(envelope.now);
    let types = if types { format!(" xmlns:xs=\"{XS}\"") } else { String::new() };
    let head = format!(
        "<saml2:Assertion xmlns:saml2=\"{ASSERTION}\"{types} ID=\"{id}\" IssueInstant=\"{now}\" Version=\"2.0\">\
         <saml2:Issuer Format=\"{ENTITY}\">{}</saml2:Issuer>",
        escaped(&envelope.settings.issuer)
    );
    let seconds = draft["lifetime"]["expiration"].as_i64().unwrap_or(300).clamp(1, 86_400);
    let ends = clock::millis(envelope.now + SignedDuration::from_secs(seconds));
    let begins = clock::millis(envelope.now - SignedDuration::from_mins(5));
    let answers = envelope.answers.map(|id| format!("InResponseTo=\"{}\" ", quoted(id))).unwrap_or_default();
    let subject = &draft["subject"];
    let audiences: String = draft["conditions"]["audienceRestriction"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|audience| format!("<saml2:Audience>{}</saml2:Audience>", escaped(text(audience))))
        .collect();
    let authentication = &draft["authentication"];
    let session_ends = match authentication["sessionLifetime"].as_i64() {
        Some(seconds) => {
            let ends = envelope.now + SignedDuration::from_secs(seconds.clamp(1, 10 * 365 * 86_400));
            format!(" SessionNotOnOrAfter=\"{}\"", clock::millis(ends))
        }
        None => String::new(),
    };
    let tail = format!(
        "<saml2:Subject><saml2:NameID Format=\"{}\">{}</saml2:NameID>\
         <saml2:SubjectConfirmation Method=\"{}\"><saml2:SubjectConfirmationData {answers}NotOnOrAfter=\"{ends}\" \
         Recipient=\"{}\"></saml2:SubjectConfirmationData></saml2:SubjectConfirmation></saml2:Subject>\
         <saml2:Conditions NotBefore=\"{begins}\" NotOnOrAfter=\"{ends}\"><saml2:AudienceRestriction>{audiences}\
         </saml2:AudienceRestriction></saml2:Conditions>\
         <saml2:AuthnStatement AuthnInstant=\"{now}\" SessionIndex=\"{}\"{session_ends}><saml2:AuthnContext>\
         <saml2:AuthnContextClassRef>{}</saml2:AuthnContextClassRef></saml2:AuthnContext></saml2:AuthnStatement>{}\
         </saml2:Assertion>",
        quoted(text(&subject["nameFormat"])),
        escaped(text(&subject["nameId"])),
        quoted(text(&subject["confirmation"]["method"])),
        quoted(text(&subject["confirmation"]["data"]["recipient"])),
        quoted(text(&authentication["sessionIndex"])),
        escaped(text(&authentication["authnContext"]["authnContextClassRef"])),
        attributes(&draft["claims"]),
    );
    (head, tail)
}

fn attributes(claims: &Value) -> String {
    let Some(claims) = claims.as_object().filter(|claims| !claims.is_empty()) else { return String::new() };
    let each = claims.iter().map(|(name, claim)| {
        let values: String =
            claim["attributeValues"].as_array().into_iter().flatten().map(attribute_value).collect();
        let space = text(&claim["attributes"]["NameFormat"]);
        format!(
            "<saml2:Attribute Name=\"{}\" NameFormat=\"{}\">{values}</saml2:Attribute>",
            quoted(name),
            quoted(space)
        )
    });
    format!("<saml2:AttributeStatement>{}</saml2:AttributeStatement>", each.collect::<String>())
}

/// Okta says of every value that it is a text.
fn attribute_value(value: &Value) -> String {
    let shown = match &value["value"] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let kind = value["attributes"]["xsi:type"].as_str().unwrap_or("xs:string");
    format!(
        "<saml2:AttributeValue xmlns:xsi=\"{XSI}\" xsi:type=\"{}\">{}</saml2:AttributeValue>",
        quoted(kind),
        escaped(&shown)
    )
}

//! The page on which people choose how to prove who they are, and the names of the ways.

use serde_json::Value;

use crate::kernel::context::Reply;
use crate::sign_in::page::{Form, escaped};

pub fn name_of(kind: &str) -> &str {
    match kind {
        "sms" => "SMS",
        "call" => "Phone call",
        "email" => "Email",
        "question" => "Security question",
        "push" => "Push notification",
        "token:software:totp" => "Code of an authenticator app",
        "webauthn" | "u2f" => "Security key",
        other => other,
    }
}

/// The same within a sentence.
pub fn with_article(kind: &str) -> &str {
    match kind {
        "sms" => "a text message",
        "call" => "a phone call",
        "email" => "an email",
        "question" => "a security question",
        "push" => "a push notification",
        "token:software:totp" => "an authenticator app",
        "webauthn" | "u2f" => "a security key",
        other => other,
    }
}

/// How tests of Okta's own page know an authenticator.
fn mark_of(kind: &str, provider: &str) -> &'static str {
    match (kind, provider) {
        ("sms" | "call", _) => "phone_number",
        ("email", _) => "okta_email",
        ("question", _) => "security_question",
        ("token:software:totp", "GOOGLE") => "google_otp",
        ("push" | "token:software:totp", _) => "okta_verify",
        ("webauthn", _) => "webauthn",
        _ => "other",
    }
}

/// One row for each factor, with a button that sends `field`.
pub fn rows<'a>(
    factors: impl Iterator<Item = &'a Value>,
    field: &str,
    value: fn(&Value) -> String,
    button: &str,
) -> String {
    let rows: String = factors
        .map(|factor| {
            let text = |name: &str| factor[name].as_str().unwrap_or_default();
            let (kind, provider) = (text("factorType"), text("provider"));
            let profile = &factor["profile"];
            let known = ["phoneNumber", "email", "questionText"].iter().find_map(|name| profile[*name].as_str());
            let by = match (kind, provider) {
                ("token:software:totp", "GOOGLE") => " (Google Authenticator)",
                ("token:software:totp" | "push", "OKTA") => " (Okta Verify)",
                _ => "",
            };
            let known = known.map(|known| format!(": {known}"));
            format!(
                "<li data-se=\"{}\"><span>{}{by}{}</span><button type=\"submit\" class=\"button select-factor\" name=\"{field}\" value=\"{}\" aria-label=\"{button} {}\">{button}</button></li>",
                mark_of(kind, provider),
                escaped(name_of(kind)),
                escaped(&known.unwrap_or_default()),
                escaped(&value(factor)),
                escaped(name_of(kind)),
            )
        })
        .collect();
    format!("<ul class=\"authenticator-list\">{rows}</ul>")
}

/// The factors that somebody has.
pub fn choose(key: &str, answer: &Value) -> Reply {
    let state = answer["stateToken"].as_str().unwrap_or_default();
    let factors = answer["_embedded"]["factors"].as_array().into_iter().flatten();
    let value = |factor: &Value| {
        let text = |name: &str| factor[name].as_str().unwrap_or_default();
        format!("{}|{}", text("id"), text("factorType"))
    };
    Form {
        title: "Verify it's you with a security method",
        hidden: &[("key", key), ("step", "factor"), ("stateToken", state)],
        fields: rows(factors, "factor", value, "Select"),
        ..Form::default()
    }
    .reply()
}

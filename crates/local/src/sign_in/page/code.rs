//! The page for a code, or for the answer to a question.

use serde_json::Value;

use crate::kernel::context::Reply;
use crate::sign_in::page::factor::with_article;
use crate::sign_in::page::{Form, escaped, first_field, link_button};

/// `step` says whether the factor is proven, or activated.
pub fn show(key: &str, step: &str, answer: &Value, wrong: Option<&str>) -> Reply {
    let factor = &answer["_embedded"]["factor"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (id, kind) = (text(&factor["id"]), text(&factor["factorType"]));
    let state = text(&answer["stateToken"]);
    let is_question = kind == "question";
    let name = if is_question { "credentials.answer" } else { "credentials.passcode" };
    let label = match factor["profile"]["questionText"].as_str() {
        Some(question) => question,
        None if is_question => "Answer",
        None => "Enter Code",
    };
    let field = first_field(label, "text", name, "passcode", "one-time-code", "");
    let is_sent = matches!(kind.as_str(), "sms" | "call" | "email");
    let again = if is_sent { link_button("Send again", "again", "true") } else { String::new() };
    let other = if step == "code" {
        link_button("Verify with something else", "back", "true")
    } else {
        String::new()
    };
    Form {
        title: &match step {
            "code" => format!("Verify with {}", with_article(&kind)),
            _ => format!("Set up {}", with_article(&kind)),
        },
        hidden: &[("key", key), ("step", step), ("stateToken", &state), ("factor", &id), ("type", &kind)],
        fields: secret(factor) + &sent_to(factor) + &field,
        submit: "Verify",
        wrong,
        below: format!("<p>{again}{other}</p>"),
        ..Form::default()
    }
    .reply()
}

/// Where a code was sent, where the transaction says so.
fn sent_to(factor: &Value) -> String {
    let profile = &factor["profile"];
    match profile["email"].as_str().or_else(|| profile["phoneNumber"].as_str()) {
        Some(address) => format!("<p>A code was sent to {}.</p>", escaped(address)),
        None => String::new(),
    }
}

/// What is typed into an authenticator app, while it is set up.
fn secret(factor: &Value) -> String {
    match factor["_embedded"]["activation"]["sharedSecret"].as_str() {
        Some(secret) => format!(
            "<p>Add this secret key to your authenticator app: <code data-se=\"shared-secret\">{}</code></p>",
            escaped(secret)
        ),
        None => String::new(),
    }
}

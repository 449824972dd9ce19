//! The page for a code, or for the answer to a question.

use serde_json::Value;

use crate::kernel::context::Reply;
use crate::sign_in::page::factor::name_of;
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
        title: &format!("Verify with {}", name_of(&kind)),
        hidden: &[("key", key), ("step", step), ("stateToken", &state), ("factor", &id), ("type", &kind)],
        fields: secret(factor) + &field,
        submit: "Verify",
        wrong,
        below: format!("<p>{again}{other}</p>"),
    }
    .reply()
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

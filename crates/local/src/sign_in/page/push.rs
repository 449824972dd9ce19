//! The page that waits for the answer of a device.

use serde_json::Value;

use crate::kernel::context::Reply;
use crate::sign_in::page::{Form, link_button};

pub fn show(key: &str, step: &str, answer: &Value) -> Reply {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let id = text(&answer["_embedded"]["factor"]["id"]);
    let state = text(&answer["stateToken"]);
    let wrong = match answer["factorResult"].as_str() {
        Some("REJECTED") => Some("You have chosen to reject this login."),
        Some("TIMEOUT") => Some("Your push notification has expired."),
        _ => None,
    };
    let other = if step == "push" {
        link_button("Verify with something else", "back", "true")
    } else {
        String::new()
    };
    Form {
        title: "Get a push notification",
        hidden: &[("key", key), ("step", step), ("stateToken", &state), ("factor", &id), ("type", "push")],
        fields: "<p>Answer the notification on your device, and then go on.</p>".to_owned(),
        submit: "Continue",
        wrong,
        below: format!("<p>{}{other}</p>", link_button("Send again", "again", "true")),
        ..Form::default()
    }
    .reply()
}

//! What is asked of nearly every stored document: its id, and its status.

use serde_json::{Value, json};

pub fn id_of(document: &Value) -> &str {
    document["id"].as_str().expect("a stored document has its id")
}

pub fn status_of(user: &Value) -> &str {
    user["status"].as_str().expect("a stored user has a status")
}

pub fn set_status(user: &mut Value, status: &str, now: &str) {
    user["status"] = json!(status);
    user["statusChanged"] = json!(now);
}

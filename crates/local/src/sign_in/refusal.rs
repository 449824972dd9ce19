//! What clients of the token endpoint are told when they get nothing, and what they ask with.

use crate::resource::oauth::{Refused, refused};
use crate::sign_in::client::field;

pub fn bad(error: &'static str, text: &str) -> Refused {
    refused(400, error, text)
}

pub fn missing(name: &str) -> Refused {
    bad("invalid_request", &format!("The required parameter '{name}' is missing."))
}

pub fn no_policy() -> Refused {
    bad("access_denied", "Policy evaluation failed for this request, please check the policy configurations.")
}

/// The words of a field.
pub fn words(form: &[(String, String)], name: &str) -> Vec<String> {
    field(form, name).unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

//! Media types: Okta speaks JSON, but for the few operations that bring something of their own.

use http::{HeaderMap, header};
use oktars_catalog::{Body, Operation, op};
use serde_json::Value;

use crate::kernel::problem::Problem;

/// Operations that answer with one more media type, or only with another one.
const OTHERWISE: &[&Operation] = &[
    &op::CREATE_AUTHORIZATION_SERVER_TOKEN,
    &op::CREATE_TOKEN,
    &op::GENERATE_CSR_FOR_APPLICATION,
    &op::GENERATE_CSR_FOR_IDENTITY_PROVIDER,
    &op::GET_CSR_FOR_APPLICATION,
    &op::GET_CSR_FOR_IDENTITY_PROVIDER,
    &op::GET_FACTOR_QR_CODE,
    &op::GET_IDENTITY_PROVIDER_METADATA,
    &op::INTROSPECT_AUTHORIZATION_SERVER_TOKEN,
    &op::LIST_ORG_KEYS,
    &op::PREVIEW_SAM_LMETADATA_FOR_APPLICATION,
    &op::REVOKE_AUTHORIZATION_SERVER_TOKEN,
];

/// Whether what a request brings and what it takes are JSON.
pub fn check(operation: &'static Operation, headers: &HeaderMap, body: &[u8]) -> Result<(), Problem> {
    if !takes_json(headers) && !answers_otherwise(operation) {
        return Err(Problem::new(
            "E0000019",
            "Bad request. Accept and/or Content-Type headers likely do not match supported values.",
        ));
    }
    let wants_json = matches!(operation.body, Body::Json | Body::Optional);
    if wants_json && !body.is_empty() && !brings_json(headers) {
        return Err(Problem::new("E0000012", "Unsupported media type."));
    }
    if wants_json && has_long_characters(body) {
        let cause = "Characters that take four bytes in UTF-8 are not supported.";
        return Err(Problem::malformed_body().cause(cause));
    }
    Ok(())
}

fn answers_otherwise(operation: &'static Operation) -> bool {
    OTHERWISE.contains(&operation) || oktars_catalog::sign_in().contains(&operation)
}

/// Whether a character takes four bytes, written as it is or as the two escapes that JSON has for it.
fn has_long_characters(body: &[u8]) -> bool {
    let is_long = |text: &[u8]| text.iter().any(|byte| *byte >= 0xf0);
    let escapes = body.windows(2).any(|two| two == b"\\u");
    let unescaped = || serde_json::from_slice::<Value>(body).map(|body| body.to_string());
    is_long(body) || (escapes && unescaped().is_ok_and(|body| is_long(body.as_bytes())))
}

/// Whether JSON is among what the client takes. Who says nothing takes anything.
fn takes_json(headers: &HeaderMap) -> bool {
    let mut ranges = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|range| essence(range).to_ascii_lowercase())
        .filter(|range| !range.is_empty())
        .peekable();
    ranges.peek().is_none()
        || ranges.any(|range| matches!(range.as_str(), "*/*" | "application/*" | "application/json"))
}

/// Whether the body is JSON, as far as the client says what it is.
fn brings_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return true;
    };
    let kind = essence(kind);
    kind.is_empty() || kind.eq_ignore_ascii_case("application/json")
}

/// A media type without its parameters.
fn essence(text: &str) -> &str {
    text.split(';').next().unwrap_or_default().trim()
}

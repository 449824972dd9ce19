//! What a request may show of itself: everything but secrets. Which they are, the catalogue says.
//!
//! For programs that print or log what they send: [`request`] shows a whole one, such as that of
//! [`Call::request`](crate::Call::request).
//!
//! ```
//! use oktars::{Okta, redact};
//! use oktars::user::NewUser;
//!
//! let okta = Okta::builder().org_url("https://acme.okta.com").token("00abc").build()?;
//! let call = okta.users().create(&NewUser::new("tim@example.gov").password("superPass1"));
//! let shown = redact::request(&call.request()?);
//! assert!(shown.contains("tim@example.gov") && !shown.contains("superPass1"));
//! # Ok::<(), oktars::Error>(())
//! ```

use bytes::Bytes;
use http::Request;
use oktars_catalog::secret;
use serde_json::Value;

pub use crate::secrets::hide_secrets;
pub use oktars_catalog::secret::{REDACTED, address as target};

/// Method, address and, where there is one, body, without secrets.
pub fn request(request: &Request<Bytes>) -> String {
    let line = request_line(request);
    if request.body().is_empty() { line } else { format!("{line}\n{}", body(request.body())) }
}

/// Method and address without secrets.
pub fn request_line(request: &Request<Bytes>) -> String {
    format!("{} {}", request.method(), secret::address(&request.uri().to_string()))
}

/// A body without secrets; one that is no JSON is not shown at all.
pub fn body(body: &Bytes) -> String {
    match serde_json::from_slice::<Value>(body) {
        Ok(mut value) => {
            hide_secrets(&mut value);
            value.to_string()
        }
        Err(_) => format!("({} bytes that are not JSON)", body.len()),
    }
}

/// The value of a field, without what is secret in it.
pub fn field(name: &str, value: &Value) -> Value {
    let mut shown = value.clone();
    let is_secret = secret::Place::of(name).is_secret();
    match (is_secret, &shown) {
        (false, _) => hide_secrets(&mut shown),
        (true, Value::Null | Value::Bool(_)) => {}
        (true, _) => shown = Value::from(REDACTED),
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_keep_their_shape_and_lose_their_secrets() {
        let cases = [
            (r#"{"profile":{"login":"a@b.test"}}"#, r#"{"profile":{"login":"a@b.test"}}"#),
            (
                r#"{"credentials":{"password":{"value":"x"},"recovery_question":{"question":"Q","answer":"x"}}}"#,
                r#"{"credentials":{"password":{"value":"[redacted]"},"recovery_question":{"question":"Q","answer":"[redacted]"}}}"#,
            ),
            (r#"{"credentials":{"password":null}}"#, r#"{"credentials":{"password":null}}"#),
            (
                r#"{"oldPassword":"x","revokeSessions":true}"#,
                r#"{"oldPassword":"[redacted]","revokeSessions":true}"#,
            ),
            (
                r#"[{"client_secret":"x","sharedSecret":["x"]}]"#,
                r#"[{"client_secret":"[redacted]","sharedSecret":["[redacted]"]}]"#,
            ),
            (
                r#"{"keys":[{"kty":"RSA","n":"n","d":"x"}],"d":"d"}"#,
                r#"{"keys":[{"kty":"RSA","n":"n","d":"[redacted]"}],"d":"d"}"#,
            ),
            (
                r#"{"channel":{"config":{"uri":"https://a.test/?token=x","headers":[{"key":"k","value":"x"}],"authScheme":{"key":"k","value":"x"}}}}"#,
                r#"{"channel":{"config":{"uri":"https://a.test/?token=[redacted]","headers":[{"key":"k","value":"[redacted]"}],"authScheme":{"key":"k","value":"[redacted]"}}}}"#,
            ),
            ("password=x", "(10 bytes that are not JSON)"),
        ];
        for (given, shown) in cases {
            assert_eq!(body(&Bytes::from_static(given.as_bytes())), shown);
        }
    }
}

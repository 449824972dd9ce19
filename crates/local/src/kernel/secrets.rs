//! What requests and answers show of themselves where they are written down: everything but secrets.

use bytes::Bytes;
use http::{HeaderMap, header};
use oktars_catalog::secret::{self, Place, REDACTED};
use serde_json::Value;

use crate::kernel::bounds::json::VALUES;
use crate::kernel::json;

/// Replaces each secret with something harmless of the same JSON type. Returns whether there was one.
pub fn hide(value: &mut Value) -> bool {
    walk(value, Place::default())
}

fn walk(value: &mut Value, place: Place<'_>) -> bool {
    match value {
        Value::Array(items) => items.iter_mut().fold(false, |hidden, item| walk(item, place) | hidden),
        Value::Object(members) => {
            let place = place.object(|name| members.contains_key(name));
            members.iter_mut().fold(false, |hidden, (name, value)| walk(value, place.member(name)) | hidden)
        }
        Value::String(text) => match place.shown(text) {
            Some(shown) => {
                *text = shown;
                true
            }
            None => false,
        },
        Value::Number(_) if place.is_secret() => {
            *value = Value::from(0);
            true
        }
        _ => false,
    }
}

/// A body as a text, as it came where nothing in it is secret. It is left out where it is neither JSON nor a form,
/// since nobody can tell what is in it, and where reading it would take much memory.
pub fn body(headers: &HeaderMap, body: &Bytes) -> String {
    let text = String::from_utf8_lossy(body);
    if text.trim().is_empty() {
        return text.into_owned();
    }
    if is_form(headers) {
        return secret::form(&text);
    }
    if !json::fits(body, VALUES) {
        return format!("({} bytes of more than {VALUES} values)", body.len());
    }
    let Ok(mut json) = serde_json::from_slice::<Value>(body) else {
        return format!("({} bytes that are not JSON)", body.len());
    };
    if hide(&mut json) { json.to_string() } else { text.into_owned() }
}

/// The same as JSON, where it is JSON.
pub fn json(headers: &HeaderMap, bytes: &Bytes) -> Value {
    let text = body(headers, bytes);
    match text.is_empty() {
        true => Value::Null,
        false => serde_json::from_str(&text).unwrap_or(Value::String(text)),
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.trim_start().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
}

/// The parameters of a query, decoded.
pub fn query(query: &str) -> Vec<(String, String)> {
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    let shown = pairs.map(|(name, value)| match secret::shown_parameter(&name, &value) {
        Some(shown) => (name, shown),
        None => (name, value),
    });
    shown.collect()
}

/// A header's value, without what is secret in it.
pub fn header(name: &str, value: &str) -> String {
    if secret::is_secret_header(name) {
        return REDACTED.to_owned();
    }
    Place::default().shown(value).unwrap_or_else(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn headers(kind: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::CONTENT_TYPE, header::HeaderValue::from_static(kind))])
    }

    #[test]
    fn bodies_lose_their_secrets_and_keep_their_types() {
        let cases = [
            (r#"{"profile": {"login":"a@b.test"}}"#, r#"{"profile": {"login":"a@b.test"}}"#),
            (
                r#"{"credentials":{"password":{"value":"x"},"recovery_question":{"question":"Q","answer":"x"}}}"#,
                r#"{"credentials":{"password":{"value":"[redacted]"},"recovery_question":{"question":"Q","answer":"[redacted]"}}}"#,
            ),
            (r#"{"passCode":123456,"rememberDevice":true}"#, r#"{"passCode":0,"rememberDevice":true}"#),
            (r#"{"id":"102x","mfaActive":false}"#, r#"{"id":"[redacted]","mfaActive":false}"#),
            (
                r#"{"resetPasswordUrl":"https://a.test/reset_password/abc"}"#,
                r#"{"resetPasswordUrl":"[redacted]"}"#,
            ),
            (r#"{"password":"x""#, "(15 bytes that are not JSON)"),
            ("", ""),
        ];
        for (given, shown) in cases {
            assert_eq!(body(&headers("application/json"), &Bytes::from_static(given.as_bytes())), shown);
        }
        let many = Bytes::from(format!("[{}1]", "1,".repeat(VALUES)));
        let shown = format!("({} bytes of more than {VALUES} values)", many.len());
        assert_eq!(body(&headers("application/json"), &many), shown);
        let form = Bytes::from_static(b"grant_type=client_credentials&client_assertion=x&scope=a+b");
        let shown = "grant_type=client_credentials&client_assertion=[redacted]&scope=a+b";
        assert_eq!(body(&headers("application/x-www-form-urlencoded; charset=UTF-8"), &form), shown);
        assert_eq!(
            json(&headers("application/json"), &Bytes::from_static(b"{\"token\":\"x\"}")),
            json!({"token": "[redacted]"})
        );
        assert_eq!(json(&headers("application/json"), &Bytes::new()), Value::Null);
    }

    #[test]
    fn queries_and_headers_lose_their_secrets() {
        let pairs = query("token=x&q=%C3%A9&limit=&code=y&oauthTokens=true");
        let expected =
            [("token", REDACTED), ("q", "é"), ("limit", ""), ("code", REDACTED), ("oauthTokens", "true")];
        assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(header("x-api-key", "x"), REDACTED);
        assert_eq!(header("referer", "https://a.test/?token=x"), "https://a.test/?token=[redacted]");
        assert_eq!(header("accept", "application/json"), "application/json");
    }
}

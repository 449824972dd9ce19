//! What a request may show of itself: everything but secrets.

use bytes::Bytes;
use http::Request;
use serde_json::Value;

/// What stands in the place of a secret.
pub const REDACTED: &str = "[redacted]";

/// Parts of names whose values are secret wherever they stand.
const SECRET: [&str; 8] =
    ["password", "secret", "token", "answer", "privatekey", "passcode", "assertion", "hash"];

/// The private members of a JSON Web Key.
const KEY_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// Whether a name says that its value is a secret.
pub fn is_secret(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    SECRET.iter().any(|part| name.contains(part))
}

/// Whether a header says who somebody is.
pub fn is_secret_header(name: &str) -> bool {
    is_secret(name) || name.contains("cookie") || name.contains("authorization") || name.contains("api-key")
}

/// Method and address without secrets.
pub fn request_line(request: &Request<Bytes>) -> String {
    let uri = request.uri();
    let origin = match (uri.scheme_str(), uri.authority()) {
        (Some(scheme), Some(authority)) => format!("{scheme}://{authority}"),
        _ => String::new(),
    };
    format!(
        "{} {origin}{}",
        request.method(),
        target(uri.path_and_query().map_or("/", |target| target.as_str()))
    )
}

/// Path and query without secrets.
pub fn target(target: &str) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut shown = without_session(path);
    for (n, pair) in query.split('&').filter(|pair| !pair.is_empty()).enumerate() {
        shown.push(if n == 0 { '?' } else { '&' });
        match pair.split_once('=') {
            Some((name, value)) if is_secret(name) && !matches!(value, "true" | "false") => {
                shown.push_str(&format!("{name}={REDACTED}"))
            }
            _ => shown.push_str(pair),
        }
    }
    shown
}

/// The id of a session opens it.
fn without_session(path: &str) -> String {
    let Some(rest) = path.strip_prefix("/api/v1/sessions/") else { return path.to_owned() };
    let (id, rest) =
        rest.split_once('/').map_or((rest, String::new()), |(id, rest)| (id, format!("/{rest}")));
    let id = if id == "me" { id } else { REDACTED };
    format!("/api/v1/sessions/{id}{rest}")
}

/// A body without secrets; one that is no JSON is not shown at all.
pub fn body(body: &Bytes) -> String {
    match serde_json::from_slice::<Value>(body) {
        Ok(mut value) => {
            redact(&mut value);
            value.to_string()
        }
        Err(_) => format!("({} bytes that are no JSON)", body.len()),
    }
}

fn redact(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(redact),
        Value::Object(members) => {
            let is_key = members.contains_key("kty");
            for (name, value) in members.iter_mut() {
                if hides(is_key, name, value) {
                    *value = Value::from(REDACTED);
                } else {
                    redact(value);
                }
            }
        }
        _ => {}
    }
}

fn hides(is_key: bool, name: &str, value: &Value) -> bool {
    let private = is_key && KEY_MEMBERS.contains(&name);
    (is_secret(name) || private) && !value.is_null() && !value.is_boolean()
}

/// Gives each text and number that is secret, with the path to it.
pub fn each_secret(value: &mut Value, give: &mut impl FnMut(&str, &mut Value)) {
    walk(value, "", false, give);
}

fn walk(value: &mut Value, path: &str, secret: bool, give: &mut impl FnMut(&str, &mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, path, secret, give)),
        Value::Object(members) => {
            let is_key = members.contains_key("kty");
            for (name, value) in members.iter_mut() {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                let secret = secret || hides(is_key, name, value);
                walk(value, &path, secret, give);
            }
        }
        Value::String(_) | Value::Number(_) if secret => give(path, value),
        _ => {}
    }
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
                r#"{"credentials":{"password":"[redacted]","recovery_question":{"question":"Q","answer":"[redacted]"}}}"#,
            ),
            (r#"{"credentials":{"password":null}}"#, r#"{"credentials":{"password":null}}"#),
            (
                r#"{"oldPassword":"x","revokeSessions":true}"#,
                r#"{"oldPassword":"[redacted]","revokeSessions":true}"#,
            ),
            (
                r#"[{"client_secret":"x","sharedSecret":["x"]}]"#,
                r#"[{"client_secret":"[redacted]","sharedSecret":"[redacted]"}]"#,
            ),
            (
                r#"{"keys":[{"kty":"RSA","n":"n","d":"x"}],"d":"d"}"#,
                r#"{"keys":[{"kty":"RSA","n":"n","d":"[redacted]"}],"d":"d"}"#,
            ),
            ("password=x", "(10 bytes that are no JSON)"),
        ];
        for (given, shown) in cases {
            assert_eq!(body(&Bytes::from_static(given.as_bytes())), shown);
        }
    }

    #[test]
    fn addresses_lose_their_secrets() {
        let cases = [
            ("/api/v1/users?search=a%20eq%201&limit=2", "/api/v1/users?search=a%20eq%201&limit=2"),
            ("/api/v1/x?token=abc&a=b", "/api/v1/x?token=[redacted]&a=b"),
            ("/api/v1/sessions/102abc", "/api/v1/sessions/[redacted]"),
            ("/api/v1/sessions/102abc/lifecycle/refresh", "/api/v1/sessions/[redacted]/lifecycle/refresh"),
            ("/api/v1/sessions/me", "/api/v1/sessions/me"),
            ("/api/v1/users/00u1/sessions?oauthTokens=true", "/api/v1/users/00u1/sessions?oauthTokens=true"),
        ];
        for (given, shown) in cases {
            assert_eq!(target(given), shown);
        }
    }
}

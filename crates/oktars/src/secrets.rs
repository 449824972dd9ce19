//! Secrets in JSON: passwords, tokens, answers, keys, and the values of headers by which services know Okta.
//!
//! Which members they are, the catalogue says; here a value is walked through.

use std::fmt;

use oktars_catalog::secret::{Place, REDACTED};
use serde_json::Value;

/// Replaces each secret of a body with `[redacted]`, so that it can be logged. In an address, only the secret
/// part is replaced.
///
/// ```
/// use serde_json::json;
///
/// let mut body = json!({"profile": {"login": "ann@acme.example"}, "credentials": {"password": {"value": "superPass1"}}});
/// oktars::redact::hide_secrets(&mut body);
/// assert_eq!(body["credentials"]["password"]["value"], "[redacted]");
/// assert_eq!(body["profile"]["login"], "ann@acme.example");
/// ```
pub fn hide_secrets(value: &mut Value) {
    each_secret(value, &mut |_, value, shown| *value = Value::from(shown));
}

/// Gives each text and number that is a secret or holds one: the path to it, itself, and what may be shown.
pub(crate) fn each_secret(value: &mut Value, give: &mut dyn FnMut(&str, &mut Value, String)) {
    walk(value, "", Place::default(), give);
}

fn walk(value: &mut Value, path: &str, place: Place<'_>, give: &mut dyn FnMut(&str, &mut Value, String)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, path, place, give)),
        Value::Object(members) => {
            let place = place.object(|name| members.contains_key(name));
            for (name, value) in members.iter_mut() {
                let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                walk(value, &below, place.member(name), give);
            }
        }
        Value::String(text) => {
            if let Some(shown) = place.shown(text) {
                give(path, value, shown);
            }
        }
        Value::Number(_) if place.is_secret() => give(path, value, REDACTED.to_owned()),
        _ => {}
    }
}

/// Writes a value for `Debug` without the secrets in it.
pub(crate) fn debug(value: Value, place: Place<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut value = value;
    walk(&mut value, "", place, &mut |_, value, shown| *value = Value::from(shown));
    match value {
        Value::Object(members) => fmt::Debug::fmt(&members, f),
        other => fmt::Debug::fmt(&other, f),
    }
}

//! What of a document is not kept: secrets, and personal data that was not asked for.

use std::borrow::Cow;

use oktars_catalog::secret::Place;
use serde_json::Value;

/// The text of a document without these, the paths of what is null in their place, and the document.
pub(crate) struct Kept<'a> {
    pub text: Cow<'a, str>,
    pub left_out: Vec<String>,
}

/// Puts null in the place of secrets, and of what these paths name. A document with neither stays as it came.
pub(crate) fn keep<'a>(text: &'a str, document: &mut Value, personal: &[&str]) -> Kept<'a> {
    let mut left_out = Vec::new();
    clear_secrets(document, None, Place::default(), &mut left_out);
    for path in personal {
        if clear(document, path) {
            left_out.push((*path).to_owned());
        }
    }
    left_out.sort();
    left_out.dedup();
    let text = if left_out.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(document.to_string()) };
    Kept { text, left_out }
}

/// Where a member stands: its name, and what it is in. The path is written only where there is a secret.
#[derive(Clone, Copy)]
struct Step<'a> {
    above: Option<&'a Step<'a>>,
    name: &'a str,
}

impl Step<'_> {
    fn path(self) -> String {
        match self.above {
            Some(above) => format!("{}.{}", above.path(), self.name),
            None => self.name.to_owned(),
        }
    }
}

fn clear_secrets(value: &mut Value, at: Option<Step<'_>>, place: Place<'_>, left_out: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| clear_secrets(item, at, place, left_out)),
        Value::Object(members) => {
            let place = place.object(|name| members.contains_key(name));
            for (name, value) in members.iter_mut() {
                let below = Step { above: at.as_ref(), name };
                clear_secrets(value, Some(below), place.member(name), left_out);
            }
        }
        Value::String(text) if place.shown(text).is_some() => {
            *value = Value::Null;
            left_out.push(at.map(Step::path).unwrap_or_default());
        }
        Value::Number(_) if place.is_secret() => {
            *value = Value::Null;
            left_out.push(at.map(Step::path).unwrap_or_default());
        }
        _ => {}
    }
}

fn clear(document: &mut Value, path: &str) -> bool {
    let found = path.split('.').try_fold(document, |value, name| value.get_mut(name));
    match found {
        Some(value) if !value.is_null() => {
            *value = Value::Null;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A mirror is a copy that is handed around: a secret in it is a secret that leaks.
    #[test]
    fn secrets_and_personal_data_become_null_and_are_named() {
        let cases: [(&str, &[&str], &str, &[&str]); 4] = [
            (r#"{"id": "1", "profile": {"a":1.50}}"#, &[], r#"{"id": "1", "profile": {"a":1.50}}"#, &[]),
            (
                r#"{"credentials":{"oauthClient":{"client_secret":"x","client_id":"y"}}}"#,
                &[],
                r#"{"credentials":{"oauthClient":{"client_secret":null,"client_id":"y"}}}"#,
                &["credentials.oauthClient.client_secret"],
            ),
            (
                r#"{"channel":{"config":{"headers":[{"key":"a","value":"x"},{"key":"b","value":"y"}]}}}"#,
                &[],
                r#"{"channel":{"config":{"headers":[{"key":"a","value":null},{"key":"b","value":null}]}}}"#,
                &["channel.config.headers.value"],
            ),
            (
                r#"{"profile":{"phoneNumber":"1","b":2}}"#,
                &["profile.phoneNumber", "profile.c"],
                r#"{"profile":{"phoneNumber":null,"b":2}}"#,
                &["profile.phoneNumber"],
            ),
        ];
        for (given, personal, kept, left_out) in cases {
            let mut document = serde_json::from_str(given).unwrap();
            let found = keep(given, &mut document, personal);
            assert_eq!(
                (&*found.text, found.left_out.as_slice()),
                (kept, &*left_out.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>())
            );
        }
    }
}

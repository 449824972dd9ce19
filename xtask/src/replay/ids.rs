//! What the org of a recording called something, and what ours calls it.
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// Ids are longer than any word of the API.
const LEAST: usize = 16;

/// Names that two orgs give to the same thing: ids, key ids, tokens, generated app names.
#[derive(Debug, Default)]
pub struct Names {
    ours: HashMap<String, String>,
    /// Secrets are blacked out in recordings: what stands for them is the last one that we were given.
    secrets: HashMap<String, String>,
    cursors: HashMap<String, String>,
    /// Objects of which a recording shows no more than that they were there.
    guessed: HashSet<String>,
}

impl Names {
    pub fn insert(&mut self, recorded: &str, ours: &str) {
        self.ours.entry(recorded.to_owned()).or_insert_with(|| ours.to_owned());
    }

    pub fn get(&self, recorded: &str) -> Option<&str> {
        self.ours.get(recorded).map(String::as_str)
    }

    /// Learns from two answers to the same request. Lists must have been paired before: see
    /// [`super::shape::pairs`].
    pub fn learn(&mut self, recorded: &Value, ours: &Value) {
        match (recorded, ours) {
            (Value::Object(recorded), Value::Object(ours)) => {
                for (member, value) in recorded {
                    let Some(our_value) = ours.get(member) else { continue };
                    if let (Value::String(secret), Value::String(our_secret)) = (value, our_value)
                        && secret.starts_with("REDACTED")
                    {
                        self.secrets.insert(member.clone(), our_secret.clone());
                    }
                    self.learn(value, our_value);
                }
            }
            (Value::Array(recorded), Value::Array(ours)) => {
                for (left, right) in super::shape::pairs(recorded, ours, self) {
                    self.learn(&recorded[left], &ours[right]);
                }
            }
            (Value::String(recorded), Value::String(ours)) => self.learn_text(recorded, ours),
            _ => {}
        }
    }

    /// Learns the ids inside of two texts that are otherwise the same, such as links.
    fn learn_text(&mut self, recorded: &str, ours: &str) {
        let (left, right) = (words(recorded), words(ours));
        if left.len() != right.len() {
            return;
        }
        for (left, right) in left.iter().zip(&right) {
            if left != right && is_name(left) && is_name(right) {
                self.insert(left, right);
            }
        }
    }

    pub fn guess(&mut self, recorded: &str) {
        self.guessed.insert(recorded.to_owned());
    }

    pub fn is_guessed(&self, recorded: &str) -> bool {
        self.guessed.contains(recorded)
    }

    pub fn insert_cursor(&mut self, recorded: &str, ours: &str) {
        self.cursors.insert(recorded.to_owned(), ours.to_owned());
    }

    /// Cursors mean something to the org that made them, and to no other.
    pub fn cursor(&self, recorded: &str) -> Option<&str> {
        self.cursors.get(recorded).map(String::as_str)
    }

    /// A query parameter in our names.
    pub fn translate_query(&self, name: &str, value: &str) -> String {
        let cursor = if name == "after" { self.cursor(value) } else { None };
        cursor.map_or_else(|| self.translate(value), str::to_owned)
    }

    /// The name of a member; some are made of an app's name: `APPNAME_link`.
    pub fn member<'a>(&'a self, recorded: &'a str) -> Cow<'a, str> {
        let app = recorded.strip_suffix("_link").and_then(|app| self.get(app));
        app.map_or(Cow::Borrowed(recorded), |app| Cow::Owned(format!("{app}_link")))
    }

    /// A request's text in our names.
    pub fn translate(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(is_word) {
            let end =
                rest[start..].find(|letter| !is_word(letter)).map_or(rest.len(), |length| start + length);
            out.push_str(&rest[..start]);
            out.push_str(self.get(&rest[start..end]).unwrap_or(&rest[start..end]));
            rest = &rest[end..];
        }
        out.push_str(rest);
        out
    }

    /// A request's body in our names, with the secrets that we were given.
    pub fn translate_body(&self, body: &Value) -> Value {
        match body {
            Value::String(text) => Value::String(self.translate(text)),
            Value::Array(items) => items.iter().map(|item| self.translate_body(item)).collect(),
            Value::Object(members) => {
                let translate = |(member, value): (&String, &Value)| {
                    let secret =
                        value.as_str().filter(|text| *text == "REDACTED").and(self.secrets.get(member));
                    let value =
                        secret.map_or_else(|| self.translate_body(value), |ours| ours.as_str().into());
                    (member.clone(), value)
                };
                members.iter().map(translate).collect()
            }
            other => other.clone(),
        }
    }

    /// Parts of the path that look like ids and that we have no name for.
    pub fn unknown_in(&self, path: &str) -> Vec<String> {
        let parts = path.split('/').map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned());
        parts.filter(|part| is_id(part) && self.get(part).is_none()).collect()
    }
}

/// An id of an Okta object: twenty letters and digits, the first three of which tell its kind.
pub fn is_id(text: &str) -> bool {
    text.len() == 20
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'
}

fn words(text: &str) -> Vec<&str> {
    text.split(|letter| !is_word(letter)).filter(|word| !word.is_empty()).collect()
}

fn is_name(word: &str) -> bool {
    let has_mark = word.bytes().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    (word.len() >= LEAST && has_mark) || is_app_name(word)
}

/// The name that an org makes up for a custom app: `org_label_number`.
pub fn is_app_name(word: &str) -> bool {
    let number = word.rsplit_once('_').filter(|(name, _)| name.contains('_')).map(|(_, number)| number);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const THEIRS: &str = "00u1aaaaaaaaaaaaaaaa";
    const OURS: &str = "00u2bbbbbbbbbbbbbbbb";

    #[test]
    fn names_are_learned_from_members_and_links() {
        let mut names = Names::default();
        let recorded = json!({
            "id": THEIRS,
            "created": "2017-09-08T23:51:11.000Z",
            "_links": {"schema": {"href": "https://a.okta.test/api/v1/meta/schemas/user/osc1cccccccccccccccc"}},
        });
        let ours = json!({
            "id": OURS,
            "created": "2030-01-01T00:00:00.000Z",
            "_links": {"schema": {"href": "https://a.okta.test/api/v1/meta/schemas/user/osc2dddddddddddddddd"}},
        });
        names.learn(&recorded, &ours);
        assert_eq!(names.get(THEIRS), Some(OURS));
        assert_eq!(names.get("osc1cccccccccccccccc"), Some("osc2dddddddddddddddd"));
        assert_eq!(names.ours.len(), 2, "dates are no names: {names:?}");
    }

    #[test]
    fn the_first_name_stays() {
        let mut names = Names::default();
        names.insert(THEIRS, OURS);
        names.insert(THEIRS, "00u3cccccccccccccccc");
        assert_eq!(names.get(THEIRS), Some(OURS));
    }

    #[test]
    fn requests_are_translated_wherever_an_id_stands() {
        let mut names = Names::default();
        names.insert(THEIRS, OURS);
        assert_eq!(
            names.translate(&format!("/api/v1/users/{THEIRS}/groups")),
            format!("/api/v1/users/{OURS}/groups")
        );
        assert_eq!(names.translate(&format!("user.id eq \"{THEIRS}\"")), format!("user.id eq \"{OURS}\""));
        assert_eq!(names.translate("isaac.brock@example.com"), "isaac.brock@example.com");
        let body = json!({"users": [THEIRS], "nested": {"id": THEIRS, "count": 1}});
        assert_eq!(names.translate_body(&body), json!({"users": [OURS], "nested": {"id": OURS, "count": 1}}));
    }

    #[test]
    fn a_blacked_out_secret_is_the_one_we_were_given() {
        let mut names = Names::default();
        names.learn(&json!({"sessionToken": "REDACTED"}), &json!({"sessionToken": "20111secret"}));
        let body = json!({"sessionToken": "REDACTED", "password": "REDACTED"});
        assert_eq!(
            names.translate_body(&body),
            json!({"sessionToken": "20111secret", "password": "REDACTED"})
        );
    }

    #[test]
    fn members_named_after_an_app_are_translated() {
        let mut names = Names::default();
        names.insert("org-00_testapp_14", "local_testapp_1");
        assert_eq!(names.member("org-00_testapp_14_link"), "local_testapp_1_link");
        assert_eq!(names.member("login"), "login");
    }

    #[test]
    fn unknown_ids_in_a_path_are_found() {
        let mut names = Names::default();
        assert_eq!(names.unknown_in(&format!("/api/v1/users/{THEIRS}/groups")), [THEIRS]);
        names.insert(THEIRS, OURS);
        assert!(names.unknown_in(&format!("/api/v1/users/{THEIRS}")).is_empty());
        assert!(names.unknown_in("/api/v1/users/isaac.brock@example.com").is_empty());
        assert!(names.unknown_in("/api/v1/authorizationServers/default").is_empty());
    }
}

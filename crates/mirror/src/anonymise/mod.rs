//! A mirror without the people in it: every text of a person becomes another one of the same shape.

mod expression;
pub(crate) mod words;

use std::collections::{BTreeSet, HashSet};

use jiff::{Span, Timestamp, civil::Date};
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::anonymise::words::{Words, parts};

/// Attributes of every org that say how to talk to somebody. They must stay as they are to be valid.
const NO_TEXTS: [&str; 3] = ["locale", "preferredLanguage", "timezone"];
/// Members of any object that hold what somebody wrote.
const FREE_TEXTS: [&str; 5] = ["label", "description", "displayName", "displayMessage", "alternateId"];
/// Operations whose `name` is no free text, but what something is.
const NAMES_THAT_STAY: [&str; 8] = [
    op::LIST_APPLICATIONS.id,
    op::LIST_USER_TYPES.id,
    op::GET_USER_SCHEMA.id,
    op::GET_GROUP_SCHEMA.id,
    op::GET_APPLICATION_USER_SCHEMA.id,
    op::LIST_OAUTH2_SCOPES.id,
    op::LIST_OAUTH2_CLAIMS.id,
    op::LIST_FEATURES.id,
];
/// A value that is shorter stands for too much to be looked for in other texts.
const SHORTEST: usize = 3;

/// What turns the people of an org into others.
pub struct Anonymiser {
    words: Words,
    keep: BTreeSet<String>,
    /// Attributes of which the schemas say which values there are.
    fixed: BTreeSet<String>,
    /// Values of people, in lower case.
    values: HashSet<String>,
    /// So many days before.
    days: i64,
}

impl Anonymiser {
    /// One that leaves the values of these attributes.
    pub fn new(keep: &[String]) -> Self {
        let chance = std::hash::BuildHasher::hash_one(&std::collections::hash_map::RandomState::new(), 0);
        Anonymiser {
            words: Words::default(),
            keep: keep.iter().cloned().collect(),
            fixed: BTreeSet::new(),
            values: HashSet::new(),
            days: 30 + i64::try_from(chance % 3_000).unwrap_or_default(),
        }
    }

    /// Remembers what there is of people in an object, before the first is changed.
    pub fn learn(&mut self, operation: &str, body: &Value) {
        if operation == op::GET_USER_SCHEMA.id {
            self.learn_schema(body);
        }
        let mut body = body.clone();
        let mut found = Vec::new();
        self.people(operation, &mut body, &mut |text| {
            found.push(text.to_owned());
            None
        });
        for text in found {
            self.words.learn(&text);
            if text.chars().count() >= SHORTEST {
                self.values
                    .insert(text.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase());
                self.values.insert(text.to_lowercase());
            }
        }
    }

    fn learn_schema(&mut self, schema: &Value) {
        for part in ["base", "custom"] {
            let properties = schema["definitions"][part]["properties"].as_object();
            let fixed = properties.into_iter().flatten().filter(|(_, described)| {
                let choices = [
                    &described["enum"],
                    &described["oneOf"],
                    &described["items"]["enum"],
                    &described["items"]["oneOf"],
                ];
                choices.iter().any(|choice| choice.is_array())
            });
            self.fixed.extend(fixed.map(|(name, _)| name.clone()));
        }
    }

    /// Changes an object.
    pub fn change(&mut self, operation: &str, body: &mut Value) {
        let mut words = std::mem::take(&mut self.words);
        let days = self.days;
        self.people(operation, body, &mut |text| Some(other(&mut words, days, text)));
        if operation == op::LIST_GROUP_RULES.id {
            let mut keep = self.keep.clone();
            keep.extend(self.fixed.iter().cloned());
            if let Some(Value::String(text)) = body.pointer_mut("/conditions/expression/value") {
                *text = expression::change(text, &keep, &mut words);
            }
        }
        let names = !NAMES_THAT_STAY.contains(&operation);
        let is_user = operation == op::LIST_USERS.id || operation == op::LIST_APPLICATION_USERS.id;
        if !is_user {
            self.mentions(body, names, &mut words);
        }
        self.words = words;
    }

    /// Gives each text of a person in an object, which becomes what comes back.
    fn people(&self, operation: &str, body: &mut Value, give: &mut dyn FnMut(&str) -> Option<String>) {
        match operation {
            id if id == op::LIST_USERS.id => {
                self.profile(body, give);
                each_at(body, "/credentials/recovery_question", give);
                items(body, "/credentials/emails").for_each(|email| each_at(email, "/value", give));
            }
            id if id == op::LIST_APPLICATION_USERS.id => {
                self.profile(body, give);
                each_at(body, "/credentials/userName", give);
                each_at(body, "/externalId", give);
            }
            id if id == op::LIST_FACTORS.id => each_at(body, "/profile", give),
            id if id == op::LIST_DEVICES.id => {
                for member in
                    ["displayName", "serialNumber", "imei", "meid", "udid", "sid", "tpmPublicKeyHash"]
                {
                    each_at(body, &format!("/profile/{member}"), give);
                }
            }
            id if id == op::LIST_GROUP_OWNERS.id && body["type"] == "USER" => {
                each_at(body, "/displayName", give)
            }
            id if id == op::LIST_LOG_EVENTS.id => event(body, give),
            _ => {}
        }
    }

    fn profile(&self, body: &mut Value, give: &mut dyn FnMut(&str) -> Option<String>) {
        let Some(members) = body.pointer_mut("/profile").and_then(Value::as_object_mut) else { return };
        for (name, value) in members.iter_mut() {
            let stays =
                NO_TEXTS.contains(&name.as_str()) || self.keep.contains(name) || self.fixed.contains(name);
            if !stays {
                each(value, give);
            }
        }
    }

    /// Other texts that mention a person: what was written somewhere, with a login or a name in it.
    fn mentions(&self, value: &mut Value, names: bool, words: &mut Words) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.mentions(item, names, words)),
            Value::Object(members) => {
                for (name, value) in members.iter_mut() {
                    let is_free = FREE_TEXTS.contains(&name.as_str()) || names && name == "name";
                    match value {
                        Value::String(text) if is_free => *text = self.written(text, words),
                        Value::String(text) => *text = self.addressed(text, words),
                        other => self.mentions(other, names, words),
                    }
                }
            }
            Value::String(text) => *text = self.addressed(text, words),
            _ => {}
        }
    }

    /// A text without the values of people in it.
    fn written(&self, text: &str, words: &mut Words) -> String {
        let parts = parts(text);
        let mut made = String::with_capacity(text.len());
        let mut at = 0;
        while at < parts.len() {
            let longest = (at + 1..=parts.len().min(at + 15)).rev().find(|end| {
                let value: String = parts[at..*end].iter().map(|(part, _)| *part).collect();
                parts[at].1 && self.values.contains(&value.to_lowercase())
            });
            let end = longest.unwrap_or(at + 1);
            for (part, is_word) in &parts[at..end] {
                made.push_str(&if *is_word && longest.is_some() {
                    words.word(part)
                } else {
                    (*part).to_owned()
                });
            }
            at = end;
        }
        made
    }

    /// A text without the addresses of people in it, which alone are long enough to be nobody else's.
    fn addressed(&self, text: &str, words: &mut Words) -> String {
        if text.contains("%40") {
            let plain = text.replace("%40", "@");
            let made = self.addressed(&plain, words);
            return if made == plain { text.to_owned() } else { made.replace('@', "%40") };
        }
        if !text.contains('@') {
            let is_value = text.contains([' ', '+']) && self.values.contains(&text.to_lowercase());
            return if is_value { words.replace(text) } else { text.to_owned() };
        }
        let ends = |letter: char| !(letter.is_alphanumeric() || "@._+-'!#$&*~^{}|`".contains(letter));
        let mut made = String::with_capacity(text.len());
        for token in text.split_inclusive(ends) {
            let (token, end) = match token.char_indices().last() {
                Some((at, letter)) if ends(letter) => token.split_at(at),
                _ => (token, ""),
            };
            let plain = token.trim_end_matches('.');
            let is_address = plain.contains('@') && self.values.contains(&plain.to_lowercase());
            made.push_str(&if is_address { words.replace(token) } else { token.to_owned() });
            made.push_str(end);
        }
        made
    }
}

/// A day becomes another one; a text one of the same shape.
fn other(words: &mut Words, days: i64, text: &str) -> String {
    if is_id(text) {
        return text.to_owned();
    }
    if let Ok(date) = text
        .parse::<Date>()
        .map_err(|_| ())
        .and_then(|date| date.checked_sub(Span::new().days(days)).map_err(|_| ()))
        && text.len() == 10
    {
        return date.to_string();
    }
    if text.len() > 18
        && let Ok(time) = text.parse::<Timestamp>()
        && let Ok(time) = time.checked_sub(Span::new().hours(days * 24))
    {
        return crate::file::written(time);
    }
    match text.split_once("://") {
        Some((scheme, rest)) if scheme.chars().all(|letter| letter.is_ascii_lowercase()) => {
            format!("{scheme}://{}", words.replace(rest))
        }
        _ => words.replace(text),
    }
}

/// The id of another object, such as that of a manager, stays: ids are the same in the twin.
fn is_id(text: &str) -> bool {
    text.len() == 20 && text.starts_with("00") && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn items<'a>(value: &'a mut Value, pointer: &str) -> impl Iterator<Item = &'a mut Value> {
    value.pointer_mut(pointer).and_then(Value::as_array_mut).into_iter().flatten()
}

fn each_at(value: &mut Value, pointer: &str, give: &mut dyn FnMut(&str) -> Option<String>) {
    if let Some(found) = value.pointer_mut(pointer) {
        each(found, give);
    }
}

/// Each text and each number below a value.
fn each(value: &mut Value, give: &mut dyn FnMut(&str) -> Option<String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each(item, give)),
        Value::Object(members) => members.values_mut().for_each(|member| each(member, give)),
        Value::String(text) if !text.is_empty() => {
            if let Some(made) = give(text) {
                *text = made;
            }
        }
        Value::Number(number) => {
            if let Some(made) = give(&number.to_string()) {
                *value = a_number(&made);
            }
        }
        _ => {}
    }
}

/// A number that its digits make; a leading zero would not be one.
fn a_number(text: &str) -> Value {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let digits = if digits.starts_with('0') && digits.len() > 1 {
        format!("9{}", &digits[1..])
    } else {
        digits.to_owned()
    };
    serde_json::from_str(&format!("{sign}{digits}")).unwrap_or_else(|_| json!(0))
}

/// Who did something, from where, and to what.
fn event(event: &mut Value, give: &mut dyn FnMut(&str) -> Option<String>) {
    if let Some(actor) = event.get_mut("actor") {
        of_person(actor, give);
    }
    items(event, "/target").for_each(|target| of_person(target, give));
    each_at(event, "/client/ipAddress", give);
    each_at(event, "/client/userAgent/rawUserAgent", give);
    place(event, "/client/geographicalContext", give);
    for hop in items(event, "/request/ipChain") {
        each_at(hop, "/ip", give);
        place(hop, "/geographicalContext", give);
    }
    for member in ["asOrg", "isp", "domain"] {
        each_at(event, &format!("/securityContext/{member}"), give);
    }
    for member in ["deviceFingerprint", "dtHash", "userAgent", "ipAddress"] {
        each_at(event, &format!("/debugContext/debugData/{member}"), give);
    }
}

fn of_person(value: &mut Value, give: &mut dyn FnMut(&str) -> Option<String>) {
    let is_person =
        ["User", "AppUser", "ActiveDirectoryUser", "LdapUser"].iter().any(|kind| value["type"] == *kind);
    if is_person {
        for member in ["alternateId", "displayName"] {
            if value[member] != "unknown" {
                each_at(value, &format!("/{member}"), give);
            }
        }
    }
}

fn place(value: &mut Value, pointer: &str, give: &mut dyn FnMut(&str) -> Option<String>) {
    let Some(place) = value.pointer_mut(pointer) else { return };
    for member in ["city", "state", "country", "postalCode"] {
        each_at(place, &format!("/{member}"), give);
    }
    if let Some(location) = place.get_mut("geolocation").filter(|location| location.is_object()) {
        *location = json!({ "lat": 0.0, "lon": 0.0 });
    }
}

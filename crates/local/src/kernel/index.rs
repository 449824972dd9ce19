//! Which attributes of which documents are indexed, and how a value stands in an index.

use std::ops::Bound;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::kernel::kind::{self, Kind};

/// Longer values are cut: the document decides, the index only has to find it.
const MAX_VALUE: usize = 120;

pub struct Field {
    /// The attribute as a search names it, or the name of what is derived.
    pub name: &'static str,
    derive: fn(&Value, &'static str) -> String,
}

impl Field {
    pub fn value(&self, document: &Value) -> String {
        (self.derive)(document, self.name)
    }
}

const fn attribute(name: &'static str) -> Field {
    Field {
        name,
        derive: |document, path| at(document, path).map(|value| fold(&text(value))).unwrap_or_default(),
    }
}

/// A login without case and diacritics: what must be unique.
pub const LOGIN_KEY: &str = "loginKey";
/// The part of a login before the `@`.
pub const SHORT_LOGIN: &str = "shortLogin";

static USER: &[Field] = &[
    attribute("status"),
    attribute("created"),
    attribute("activated"),
    attribute("statusChanged"),
    attribute("lastUpdated"),
    attribute("profile.login"),
    attribute("profile.email"),
    attribute("profile.firstName"),
    attribute("profile.lastName"),
    Field { name: LOGIN_KEY, derive: |user, _| unaccented(login(user)) },
    Field { name: SHORT_LOGIN, derive: |user, _| fold(login(user).split('@').next().unwrap_or_default()) },
];
static GROUP: &[Field] = &[
    attribute("type"),
    attribute("created"),
    attribute("lastUpdated"),
    attribute("lastMembershipUpdated"),
    attribute("profile.name"),
];
static APP: &[Field] = &[
    attribute("status"),
    attribute("name"),
    attribute("label"),
    attribute("credentials.oauthClient.client_id"),
];
static LOG: &[Field] = &[attribute("published")];

/// The indexed fields of a kind; none for most kinds.
pub fn fields(kind: Kind<'_>) -> &'static [Field] {
    match kind {
        kind::USER => USER,
        kind::GROUP => GROUP,
        kind::APP => APP,
        kind::LOG => LOG,
        _ => &[],
    }
}

pub fn is_indexed(kind: Kind<'_>, field: &str) -> bool {
    fields(kind).iter().any(|known| known.name == field)
}

fn login(user: &Value) -> &str {
    user["profile"]["login"].as_str().unwrap_or_default()
}

/// The value at a dotted path.
pub fn at<'a>(document: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(document, |value, name| value.get(name))
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// How a value stands in an index: lower case, without NUL, not too long.
pub fn fold(text: &str) -> String {
    let mut folded: String = text.chars().filter(|c| *c != '\0').flat_map(char::to_lowercase).collect();
    let mut end = folded.len().min(MAX_VALUE);
    while !folded.is_char_boundary(end) {
        end -= 1;
    }
    folded.truncate(end);
    folded
}

/// Lower case and without diacritics, never cut: logins are compared for uniqueness by it.
pub fn unaccented(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c) && *c != '\0').flat_map(char::to_lowercase).collect()
}

/// A range of folded values in one index.
pub struct Range {
    low: Bound<Vec<u8>>,
    high: Bound<Vec<u8>>,
}

impl Range {
    pub fn all() -> Self {
        Range { low: Bound::Included(Vec::new()), high: Bound::Unbounded }
    }

    pub fn exactly(folded: &str) -> Self {
        Range { low: Bound::Included(ending(folded, 0)), high: Bound::Excluded(ending(folded, 1)) }
    }

    pub fn starting_with(folded: &str) -> Self {
        Range { low: Bound::Included(folded.into()), high: Bound::Excluded(ending(folded, 0xff)) }
    }

    /// Values from this one on. It keeps the value itself: a cut value may hide a greater one.
    pub fn from(folded: &str) -> Self {
        Range { low: Bound::Included(folded.into()), high: Bound::Unbounded }
    }

    /// Values up to this one, itself included.
    pub fn up_to(folded: &str) -> Self {
        Range { low: Bound::Included(Vec::new()), high: Bound::Excluded(ending(folded, 1)) }
    }

    /// What comes after the entry of this value and id, walking forwards or backwards.
    pub fn after(value: &str, id: &str, backwards: bool) -> Self {
        let entry = [value.as_bytes(), &[0], id.as_bytes()].concat();
        if backwards {
            Range { low: Bound::Included(Vec::new()), high: Bound::Excluded(entry) }
        } else {
            Range { low: Bound::Excluded(entry), high: Bound::Unbounded }
        }
    }

    pub(crate) fn bounds(&self, prefix: &[u8]) -> (Bound<Vec<u8>>, Bound<Vec<u8>>) {
        let prefixed = |bytes: &Vec<u8>| [prefix, bytes].concat();
        let low = self.low.as_ref().map(prefixed);
        let high = match &self.high {
            Bound::Unbounded => {
                let mut end = prefix.to_vec();
                *end.last_mut().expect("a prefix ends with NUL") = 1;
                Bound::Excluded(end)
            }
            bound => bound.as_ref().map(prefixed),
        };
        (low, high)
    }
}

fn ending(folded: &str, byte: u8) -> Vec<u8> {
    [folded.as_bytes(), &[byte]].concat()
}

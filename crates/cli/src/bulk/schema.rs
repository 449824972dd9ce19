//! The schema of what is imported: which attributes there are, and which values they take.

use std::collections::HashMap;

use oktars_catalog::format;
use regex_lite::{Regex, RegexBuilder};
use serde_json::{Map, Value};

use super::bounds::pattern::{COMPILED, PATTERN, VALUE};
use super::cell::Kind;

/// The attributes of users, of groups, or of the users of an app.
pub struct Schema {
    attributes: Vec<Attribute>,
    by_name: HashMap<String, usize>,
}

pub struct Attribute {
    pub name: String,
    /// What people call it.
    pub title: String,
    pub kind: Kind,
    pub required: bool,
    /// Whether no two may have the same value.
    pub unique: bool,
    limits: Limits,
}

#[derive(Default)]
struct Limits {
    shortest: Option<u64>,
    longest: Option<u64>,
    least: Option<f64>,
    greatest: Option<f64>,
    format: String,
    pattern: Option<Regex>,
    allowed: Vec<Value>,
}

/// Longest values that Okta documents and that no schema names.
const LONGEST: [(&str, u64); 7] = [
    ("email", 100),
    ("secondEmail", 100),
    ("streetAddress", 1024),
    ("city", 128),
    ("state", 128),
    ("zipCode", 50),
    ("postalAddress", 4096),
];

impl Schema {
    /// Reads a schema as Okta shows it: Okta's own attributes first.
    pub fn of(schema: &Value) -> Self {
        let mut attributes = Vec::new();
        for half in ["base", "custom"] {
            let definitions = &schema["definitions"][half];
            let listed = definitions["required"].as_array().into_iter().flatten();
            let listed: Vec<&str> = listed.filter_map(Value::as_str).collect();
            for (name, property) in definitions["properties"].as_object().into_iter().flatten() {
                let mut attribute = Attribute::of(name, property);
                attribute.required |= listed.contains(&name.as_str());
                if half == "base" {
                    attribute.limits.longest = attribute.limits.longest.or_else(|| documented_longest(name));
                }
                attributes.push(attribute);
            }
        }
        let names = attributes.iter().enumerate();
        let by_name = names.map(|(n, attribute)| (attribute.name.clone(), n)).collect();
        Schema { attributes, by_name }
    }

    /// The same, for users, whose logins are email addresses unless the schema has a pattern for them.
    pub fn of_users(schema: &Value) -> Self {
        let mut users = Schema::of(schema);
        if let Some(n) = users.by_name.get("login").copied() {
            let limits = &mut users.attributes[n].limits;
            if limits.pattern.is_none() && limits.format.is_empty() {
                limits.format = "email".to_owned();
            }
        }
        users
    }

    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// The place of an attribute among all.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Which required attributes a new profile lacks.
    pub fn lacking(&self, profile: &Map<String, Value>) -> Vec<&str> {
        let blank = |attribute: &&Attribute| profile.get(&attribute.name).is_none_or(is_blank);
        let lacking = self.attributes.iter().filter(|attribute| attribute.required).filter(blank);
        lacking.map(|attribute| attribute.name.as_str()).collect()
    }
}

fn documented_longest(name: &str) -> Option<u64> {
    LONGEST.iter().find(|(known, _)| *known == name).map(|(_, longest)| *longest)
}

fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

impl Attribute {
    fn of(name: &str, property: &Value) -> Self {
        let text = |member: &str| property[member].as_str().unwrap_or_default();
        Attribute {
            name: name.to_owned(),
            title: text("title").to_owned(),
            kind: kind(property),
            required: property["required"] == true,
            unique: text("unique") == "UNIQUE_VALIDATED",
            limits: Limits::of(property),
        }
    }

    pub fn is_text(&self) -> bool {
        self.kind == Kind::Text
    }

    /// Whether its texts have a form, in which no blanks stand at the ends.
    pub fn has_form(&self) -> bool {
        self.is_text() && (!self.limits.format.is_empty() || self.name == "login")
    }

    /// What is wrong with a value, in words that follow the attribute's name.
    pub fn fault(&self, value: &Value) -> Option<String> {
        if is_blank(value) {
            return self.required.then(|| "is required".to_owned());
        }
        if !self.kind.fits(value) {
            return Some(format!("{value} is not {}", self.kind.name()));
        }
        match value {
            Value::Array(items) => items.iter().find_map(|item| self.limits.fault(item)),
            value => self.limits.fault(value),
        }
    }
}

fn kind(property: &Value) -> Kind {
    match property["type"].as_str() {
        Some("string") => Kind::Text,
        Some("boolean") => Kind::Boolean,
        Some("integer") => Kind::Integer,
        Some("number") => Kind::Number,
        Some("array") => Kind::List(Box::new(kind(&property["items"]))),
        _ => Kind::Json,
    }
}

impl Limits {
    /// Those of an array are the limits of its items.
    fn of(property: &Value) -> Self {
        let of_items = property["type"] == "array";
        let source = if of_items { &property["items"] } else { property };
        let choices = source["enum"].as_array().cloned().unwrap_or_default();
        let one_of = source["oneOf"].as_array().into_iter().flatten();
        let one_of = one_of.filter_map(|choice| choice.get("const").cloned());
        Limits {
            shortest: source["minLength"].as_u64(),
            longest: source["maxLength"].as_u64(),
            least: source["minimum"].as_f64(),
            greatest: source["maximum"].as_f64(),
            format: source["format"].as_str().unwrap_or_default().to_owned(),
            pattern: source["pattern"].as_str().and_then(pattern),
            allowed: if choices.is_empty() { one_of.collect() } else { choices },
        }
    }

    fn fault(&self, value: &Value) -> Option<String> {
        if !self.allowed.is_empty() && !self.allowed.iter().any(|choice| same(choice, value)) {
            let choices: Vec<String> = self.allowed.iter().map(Value::to_string).collect();
            return Some(format!("{value} is not one of {}", choices.join(", ")));
        }
        match value {
            Value::String(text) => self.fault_of_text(text),
            Value::Number(number) => self.fault_of_number(number.as_f64()?),
            _ => None,
        }
    }

    fn fault_of_text(&self, text: &str) -> Option<String> {
        let length = text.chars().count() as u64;
        if let Some(shortest) = self.shortest.filter(|shortest| length < *shortest) {
            return Some(format!("is {length} characters long, and must have {shortest} at least"));
        }
        if let Some(longest) = self.longest.filter(|longest| length > *longest) {
            return Some(format!("is {length} characters long, and may have {longest} at most"));
        }
        let (fits, form) = match self.format.as_str() {
            "email" => (format::is_email(text), "an email address"),
            "uri" => (format::is_uri(text), "a URI"),
            "country-code" => (format::is_country_code(text), "a country code of two letters"),
            "locale" => (format::is_locale(text), "a locale such as en_US"),
            "language-code" => (format::is_language(text), "a language such as en or de-CH"),
            "timezone" => (is_time_zone(text), "a time zone such as Europe/Berlin"),
            "date-time" => (text.parse::<jiff::Timestamp>().is_ok(), "a time such as 2026-01-31T09:00:00Z"),
            _ => (true, ""),
        };
        if !fits {
            return Some(format!("{text:?} is not {form}"));
        }
        let pattern = self.pattern.as_ref().filter(|_| text.len() <= VALUE)?;
        if pattern.is_match(text) {
            return None;
        }
        Some(format!("{text:?} does not match {}", pattern.as_str()))
    }

    fn fault_of_number(&self, number: f64) -> Option<String> {
        if let Some(least) = self.least.filter(|least| number < *least) {
            return Some(format!("{number} is less than {least}"));
        }
        self.greatest
            .filter(|greatest| number > *greatest)
            .map(|greatest| format!("{number} is greater than {greatest}"))
    }
}

/// A pattern of the org's schema. One that only Okta understands, or that is too large, is left to Okta.
fn pattern(text: &str) -> Option<Regex> {
    let whole = format!("^(?:{text})$");
    (whole.len() <= PATTERN).then(|| RegexBuilder::new(&whole).size_limit(COMPILED).build().ok())?
}

/// Whether two values are the same; `1` and `1.0` are.
pub fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        _ => left == right,
    }
}

/// Whether a text is the name of a time zone. Where the machine knows none, each is taken.
fn is_time_zone(text: &str) -> bool {
    let known = jiff::tz::db();
    known.is_definitively_empty() || known.get(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn schema() -> Schema {
        Schema::of_users(&json!({"definitions": {
            "base": {"required": ["login"], "properties": {
                "login": {"title": "Username", "type": "string", "minLength": 5, "maxLength": 100},
                "firstName": {"title": "First name", "type": "string", "required": true, "maxLength": 3},
                "secondEmail": {"title": "Second", "type": "string", "format": "email"},
                "countryCode": {"type": "string", "format": "country-code"},
                "locale": {"type": "string", "format": "locale"},
                "timezone": {"type": "string", "format": "timezone"},
                "preferredLanguage": {"type": "string", "format": "language-code"},
                "city": {"type": "string"},
            }},
            "custom": {"properties": {
                "level": {"type": "integer", "minimum": 1, "maximum": 5},
                "rate": {"type": "number"},
                "remote": {"type": "boolean"},
                "since": {"type": "string", "format": "date-time"},
                "size": {"type": "string", "enum": ["S", "L"]},
                "badge": {"type": "string", "pattern": "[A-Z]-\\d+", "unique": "UNIQUE_VALIDATED"},
                "tags": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
                "grades": {"type": "array", "items": {"type": "integer"}},
                "sizes": {"type": "integer", "oneOf": [{"const": 1, "title": "one"}]},
            }},
        }}))
    }

    #[test]
    fn values_are_held_against_the_schema() {
        let long = "x".repeat(129);
        let cases = [
            ("login", json!("a@b.example"), ""),
            ("login", json!("a@b"), "3 characters long, and must have 5"),
            ("login", json!("annlee"), "not an email address"),
            ("login", json!(null), "is required"),
            ("firstName", json!("  "), "is required"),
            ("firstName", json!("שלי"), ""),
            ("firstName", json!("Anna"), "may have 3 at most"),
            ("firstName", json!(5), "is not a text"),
            ("secondEmail", json!("x"), "not an email address"),
            ("secondEmail", json!(null), ""),
            ("secondEmail", json!(""), ""),
            ("login", json!("two@@acme.example"), "not an email address"),
            ("secondEmail", json!("a@b@acme.example"), "not an email address"),
            ("countryCode", json!("DEU"), "two letters"),
            ("locale", json!("english"), "not a locale such as"),
            ("locale", json!("de_CH"), ""),
            ("timezone", json!("Mountain"), "not a time zone such as"),
            ("timezone", json!("America/Denver"), ""),
            ("preferredLanguage", json!("Mongolian"), "not a language such as"),
            ("preferredLanguage", json!("mn"), ""),
            ("city", json!(long), "may have 128 at most"),
            ("level", json!(3), ""),
            ("level", json!(0), "less than 1"),
            ("level", json!(6), "greater than 5"),
            ("level", json!("3"), "not a whole number"),
            ("level", json!(1.5), "not a whole number"),
            ("rate", json!(1.5), ""),
            ("remote", json!("true"), "not a boolean"),
            ("since", json!("2026-01-31T09:00:00Z"), ""),
            ("since", json!("yesterday"), "not a time"),
            ("size", json!("M"), "not one of \"S\", \"L\""),
            ("sizes", json!(2), "not one of 1"),
            ("badge", json!("N-17"), ""),
            ("badge", json!("xN-17"), "does not match"),
            ("tags", json!(["a", "c"]), "\"c\" is not one of"),
            ("tags", json!("a"), "is not a list"),
            ("grades", json!([1, "2"]), "is not a list"),
            ("grades", json!([]), ""),
        ];
        let schema = schema();
        for (name, value, fault) in cases {
            let found = schema.attributes()[schema.place(name).unwrap()].fault(&value);
            match fault {
                "" => assert_eq!(found, None, "{name} {value}"),
                fault => {
                    assert!(found.as_ref().is_some_and(|found| found.contains(fault)), "{name}: {found:?}")
                }
            }
        }
        assert!(schema.attributes()[schema.place("badge").unwrap()].unique);
    }

    #[test]
    fn what_a_new_user_lacks_is_named() {
        let profile = json!({"login": "a@b.example", "firstName": ""});
        assert_eq!(schema().lacking(profile.as_object().unwrap()), ["firstName"]);
    }

    #[test]
    fn a_login_follows_the_pattern_of_the_schema_alone_where_it_has_one() {
        let schema = Schema::of_users(
            &json!({"definitions": {"base": {"properties": {"login": {"type": "string", "pattern": ".+"}}}}}),
        );
        assert_eq!(schema.attributes()[0].fault(&json!("ann")), None);
    }
}

//! Compares the catalogue's list of secrets with Okta's OpenAPI description. What the description marks as a secret,
//! or calls one in words, must be hidden wherever it stands in a body.
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use oktars_catalog::secret::Place;
use serde_json::Value;

use crate::shapes::Description;
use crate::{Outcome, reference};

/// Words by which a description speaks of a secret.
const WORDS: [&str; 7] = [
    "secret",
    "private key",
    "cryptographic key",
    "api key",
    "passcode",
    "temporary access code",
    "password for a user",
];

/// Members whose descriptions speak of secrets, or which are only written, and that are none.
const EXCUSED: &[(&str, &str)] = &[
    ("acceptableAdjacentIntervals", "a number of intervals"),
    ("authenticationMethod", "a name of a way to authenticate"),
    ("created", "a time"),
    ("lastUpdated", "a time"),
    ("format", "of the subject of a security event: which kind of id"),
    ("hardwareProtection", "REQUIRED or OPTIONAL"),
    ("id", "an id"),
    ("keyId", "an id"),
    ("kid", "an id"),
    ("n", "the modulus, which the public key has too"),
    ("status", "ACTIVE or INACTIVE"),
    ("secretVersionId", "an id"),
    ("token_endpoint_auth_method", "a name of a way to authenticate"),
    ("tokenEndpointAuthMethod", "a name of a way to authenticate"),
    ("ttl", "minutes"),
];

pub fn run(given: Option<PathBuf>) -> Outcome {
    let Some(path) = given.or_else(|| reference("management.yaml")) else {
        println!("secrets: skipped, as Okta's description is not at hand");
        return Ok(());
    };
    check(&path)
}

fn check(path: &Path) -> Outcome {
    let description = Description::read(path)?;
    let (seen, missed) = marked(&description);
    if missed.is_empty() {
        println!("secrets: {} members that are marked as secrets, all of them hidden", seen.len());
        return Ok(());
    }
    let list = missed.into_iter().collect::<Vec<_>>().join("\n  ");
    Err(format!(
        "the description speaks of these as secrets, and nothing hides them:\n  {list}\n\
         put them into crates/catalog/src/secret.rs, or the reason against it into xtask/src/secrets.rs"
    ))
}

/// The members of all bodies that are marked as secrets, and those of them that would be shown.
fn marked(description: &Description) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut walk =
        Walk { description, visited: HashSet::new(), seen: BTreeSet::new(), missed: BTreeSet::new() };
    for operation in oktars_catalog::operations() {
        if let Some(schema) = description.request(operation.id) {
            walk.value(schema, Place::default(), operation.id);
        }
        let answers = description.answers(operation.id).and_then(Value::as_object);
        for answer in answers.into_iter().flatten().map(|(_, answer)| answer) {
            let schema = &description.resolve(answer).1["content"]["application/json"]["schema"];
            walk.value(schema, Place::default(), operation.id);
        }
    }
    (walk.seen, walk.missed)
}

struct Walk<'a> {
    description: &'a Description,
    /// A named schema and its place, which decides.
    visited: HashSet<(&'a str, String)>,
    seen: BTreeSet<String>,
    missed: BTreeSet<String>,
}

impl<'a> Walk<'a> {
    fn value(&mut self, schema: &'a Value, place: Place<'a>, path: &str) {
        let (schema_name, schema) = self.description.resolve(schema);
        if let Some(schema_name) = schema_name
            && !self.visited.insert((schema_name, format!("{place:?}")))
        {
            return;
        }
        let parts = ["allOf", "oneOf", "anyOf"].iter().filter_map(|kind| schema[kind].as_array()).flatten();
        parts.for_each(|part| self.value(part, place, path));
        for kind in schema["discriminator"]["mapping"].as_object().into_iter().flatten() {
            let kind = kind.1.as_str().and_then(|pointer| pointer.rsplit('/').next()).unwrap_or_default();
            if self.visited.insert((kind, format!("{place:?}"))) {
                self.value(self.description.schema(kind), place, path);
            }
        }
        for inner in ["items", "additionalProperties"].iter().filter_map(|inner| schema.get(inner)) {
            self.value(inner, place, path);
        }
        let properties = schema["properties"].as_object();
        let place = place.object(|name| properties.is_some_and(|known| known.contains_key(name)));
        for (name, property) in properties.into_iter().flatten() {
            let path = format!("{path}.{name}");
            let below = place.member(name);
            self.property(property, below, &path, name);
            self.value(property, below, &path);
        }
    }

    fn property(&mut self, property: &'a Value, place: Place<'a>, path: &str, name: &str) {
        let schema = self.description.resolve(property).1;
        if !may_be_secret(schema) || !(is_marked(property) || is_marked(schema)) {
            return;
        }
        self.seen.insert(name.to_owned());
        if !place.is_secret() && !EXCUSED.iter().any(|(excused, _)| *excused == name) {
            self.missed.insert(path.to_owned());
        }
    }
}

/// Texts and numbers, but no times and no choices; and objects of which nothing is said.
fn may_be_secret(schema: &Value) -> bool {
    let free = schema["format"] != "date-time" && !schema["enum"].is_array();
    match schema["type"].as_str() {
        Some("string" | "number" | "integer") => free,
        Some("object") => schema["properties"].is_null() && schema["allOf"].is_null(),
        _ => false,
    }
}

fn is_marked(schema: &Value) -> bool {
    let said = schema["description"].as_str().unwrap_or_default().to_ascii_lowercase();
    schema["writeOnly"] == true
        || schema["format"] == "password"
        || WORDS.iter().any(|word| said.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// After a change of the catalogue's list or of the description, this shows what would be visible.
    #[test]
    fn the_catalogue_knows_every_secret_of_the_description() {
        match reference("management.yaml") {
            Some(path) => check(&path).unwrap(),
            None => println!("skipped, as Okta's description is not at hand"),
        }
    }

    #[test]
    fn what_nothing_hides_is_found() {
        let schema = json!({"$ref": "#/components/schemas/User"});
        let body = json!({"content": {"application/json": {"schema": schema}}});
        let description = Description::of(json!({
            "paths": {"/api/v1/users": {"post": {"operationId": "createUser", "requestBody": body}}},
            "components": {"schemas": {"User": {"type": "object", "properties": {
                "login": {"type": "string"},
                "password": {"type": "string", "format": "password"},
                "word": {"type": "string", "writeOnly": true},
                "spoken": {"type": "array", "items": {"type": "object", "properties": {
                    "of": {"type": "string", "description": "A secret of the user"},
                }}},
            }}}},
        }));
        let (seen, missed) = marked(&description);
        assert_eq!(seen.len(), 3);
        assert_eq!(missed.into_iter().collect::<Vec<_>>(), ["createUser.spoken.of", "createUser.word"]);
    }
}

//! Holds an answer against its schema.
//!
//! No library for JSON Schema can do it. The description inherits by discriminator, which JSON Schema does not know.
//! And members that no schema names are only seen when all schemas of a value are put together.
use std::collections::BTreeMap;

use serde_json::Value;

use super::description::Description;
use crate::tally::Difference;

/// Schemas of objects whose members somebody else names, which the description does not say of them.
const NAMED_BY_SOMEBODY: [&str; 2] = ["OktaUserGroupProfile", "ProfileMappingProperty"];

/// What is not as described: where it is and what, and a value for the reader.
pub type Findings = BTreeMap<Difference, String>;

pub struct Check<'a> {
    description: &'a Description,
    pub findings: Findings,
}

/// A place below a named schema, or below an operation.
#[derive(Clone)]
struct Place<'a> {
    schema: &'a str,
    pointer: String,
}

impl Place<'_> {
    fn below(&self, step: &str) -> Self {
        Place { schema: self.schema, pointer: format!("{}/{step}", self.pointer) }
    }
}

/// All that the schemas of one object say together.
#[derive(Default)]
struct Members<'a> {
    /// The schema of the items of a list.
    items: Option<(&'a Value, Place<'a>)>,
    named: Vec<(&'a str, &'a Value, Place<'a>)>,
    required: Vec<&'a str>,
    /// The schema of members without a name of their own.
    others: Option<(&'a Value, Place<'a>)>,
    /// Whether anything was said of others.
    open: bool,
}

impl<'a> Check<'a> {
    pub fn new(description: &'a Description) -> Self {
        Check { description, findings: Findings::new() }
    }

    /// Checks an answer of an operation. An operation that is not described is left alone.
    pub fn answer(&mut self, operation: &'a str, status: u16, body: &Value) {
        let Some(answers) = self.description.answers(operation) else { return };
        let place = Place { schema: operation, pointer: String::new() };
        if status >= 400 {
            return self.error(status, body);
        }
        let Some(answer) = answers.get(status.to_string()) else {
            let described = answers.as_object().into_iter().flatten().map(|(status, _)| status.as_str());
            let described: Vec<&str> = described.filter(|status| status.starts_with('2')).collect();
            let described = if described.is_empty() { "none".to_owned() } else { described.join(", ") };
            return self.note(&place, &format!("{status}, described {described}"), body);
        };
        let content = self.description.resolve(answer).1.get("content").and_then(Value::as_object);
        match content.and_then(|content| content.get("application/json")) {
            None if content.is_some() || body.is_null() => {}
            None => self.note(&place, &format!("{status}: a body, described none"), body),
            Some(_) if body.is_null() => self.note(&place, &format!("{status}: no body"), body),
            Some(json) => self.value(body, &json["schema"], place),
        }
    }

    /// Errors are of one form, and each code has one status.
    fn error(&mut self, status: u16, body: &Value) {
        let place = Place { schema: "Error", pointer: String::new() };
        let code = body["errorCode"].as_str().unwrap_or_default();
        let known = oktars_catalog::error_code(code).is_some_and(|fact| fact.status == status);
        if !known && status != 501 {
            self.note(&place, &format!("{status} with code '{code}'"), body);
        }
        self.value(body, self.description.schema("Error"), place);
    }

    fn note(&mut self, place: &Place<'_>, what: &str, value: &Value) {
        let pointer = if place.pointer.is_empty() { "/" } else { &place.pointer };
        let shown = value.to_string().chars().take(160).collect();
        self.findings.entry((place.schema.to_owned(), format!("{pointer}: {what}"))).or_insert(shown);
    }

    fn value(&mut self, value: &Value, schema: &'a Value, place: Place<'a>) {
        if value.is_null() {
            if !self.may_be_null(schema) {
                self.note(&place, "null", value);
            }
            return;
        }
        let mut members = Members::default();
        let place = self.gather(value, schema, place, &mut members, &mut Vec::new());
        match value {
            Value::Object(object) => self.object(value, object, &members, &place),
            Value::Array(list) => {
                if let Some((schema, at)) = &members.items {
                    list.iter().for_each(|item| self.value(item, schema, at.clone()));
                }
            }
            _ => {}
        }
    }

    fn may_be_null(&self, schema: &Value) -> bool {
        let schema = self.description.resolve(schema).1;
        let parts = ["allOf", "oneOf", "anyOf"].iter().filter_map(|name| schema[name].as_array()).flatten();
        // A schema that says nothing allows everything.
        schema["nullable"] == true
            || schema.as_object().is_none_or(serde_json::Map::is_empty)
            || parts.into_iter().any(|part| self.may_be_null(part))
    }

    /// Goes through all schemas of a value, checks what concerns it alone, and collects its members. Gives the
    /// place by which the value is called.
    fn gather(
        &mut self,
        value: &Value,
        schema: &'a Value,
        place: Place<'a>,
        members: &mut Members<'a>,
        seen: &mut Vec<&'a str>,
    ) -> Place<'a> {
        let (name, schema) = self.description.resolve(schema);
        let mut place = place;
        if let Some(name) = name {
            if seen.contains(&name) {
                return place;
            }
            seen.push(name);
            place = Place { schema: name, pointer: String::new() };
        }
        if let Some(difference) = alone(value, schema) {
            self.note(&place, &difference, value);
            return place;
        }
        collect(schema, &place, members);
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.gather(value, part, place.clone(), members, seen);
        }
        match self.description.kind_of(schema, value) {
            Some(Ok(kind)) if !seen.contains(&kind) => {
                seen.push(kind);
                let description = self.description;
                place = Place { schema: kind, pointer: String::new() };
                self.gather(value, description.schema(kind), place.clone(), members, seen);
                return place;
            }
            Some(Err(kind)) => self.note(&place, &format!("kind '{kind}' is not described"), value),
            _ => {}
        }
        for several in ["oneOf", "anyOf"].iter().filter_map(|name| schema[name].as_array()) {
            if let Some(branch) = self.best(value, several, &place) {
                place = self.gather(value, branch, place, members, seen);
            }
        }
        place
    }

    /// The schema of several to which a value comes nearest.
    fn best(&self, value: &Value, several: &'a [Value], place: &Place<'a>) -> Option<&'a Value> {
        several.iter().min_by_key(|branch| {
            let mut check = Check::new(self.description);
            check.value(value, branch, place.clone());
            check.findings.len()
        })
    }

    /// A member that is null is as good as left out, unless it is required.
    fn object(
        &mut self,
        whole: &Value,
        object: &serde_json::Map<String, Value>,
        members: &Members<'a>,
        place: &Place<'a>,
    ) {
        for (name, value) in object {
            if value.is_null() && !members.required.contains(&name.as_str()) {
                continue;
            }
            let declared: Vec<_> = members.named.iter().filter(|(known, ..)| known == name).collect();
            if let Some((_, schema, at)) = self.nearest(value, &declared) {
                if schema["writeOnly"] == true {
                    self.note(at, "shown, described as only written", value);
                }
                self.value(value, schema, at.clone());
            } else if let Some((schema, at)) = &members.others {
                self.value(value, schema, at.clone());
            } else if !members.open && !members.named.is_empty() {
                let step = if NAMED_BY_SOMEBODY.contains(&place.schema) { "*" } else { name };
                self.note(&place.below(step), "not described", value);
            }
        }
        for name in &members.required {
            let write_only = |(known, schema, _): &&(&str, &'a Value, Place<'_>)| {
                known == name && self.description.resolve(schema).1["writeOnly"] == true
            };
            if !object.contains_key(*name) && !members.named.iter().any(|member| write_only(&member)) {
                self.note(&place.below(name), "missing", whole);
            }
        }
    }

    /// A member may be described by several schemas of its object, the more exact ones later.
    fn nearest<'b>(
        &self,
        value: &Value,
        declared: &[&'b (&'a str, &'a Value, Place<'a>)],
    ) -> Option<&'b (&'a str, &'a Value, Place<'a>)> {
        match declared {
            [] => None,
            [one] => Some(one),
            several => several.iter().rev().copied().min_by_key(|(_, schema, at)| {
                let mut check = Check::new(self.description);
                check.value(value, schema, at.clone());
                check.findings.len()
            }),
        }
    }
}

/// Takes what a schema itself says of members.
fn collect<'a>(schema: &'a Value, place: &Place<'a>, members: &mut Members<'a>) {
    if let Some(items) = schema.get("items") {
        members.items = Some((items, place.below("*")));
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        members.named.push((name, member, place.below(name)));
    }
    members.required.extend(schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str));
    match schema.get("additionalProperties") {
        Some(Value::Bool(true)) => members.open = true,
        Some(others @ Value::Object(_)) => members.others = Some((others, place.below("*"))),
        _ => {}
    }
}

/// What is wrong with a value by itself.
fn alone(value: &Value, schema: &Value) -> Option<String> {
    let form = match value {
        Value::Object(_) => "object",
        Value::Array(_) => "array",
        Value::Bool(_) => "boolean",
        Value::String(_) => "string",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::Null => "null",
    };
    let described = schema["type"].as_str();
    let fits = |described| described == form || (described == "number" && form == "integer");
    if let Some(described) = described.filter(|described| !fits(*described)) {
        return Some(format!("{form}, described {described}"));
    }
    if schema["enum"].as_array().is_some_and(|allowed| !allowed.contains(value)) {
        return Some(format!("{value} is not one of the described values"));
    }
    let text = value.as_str()?;
    (schema["format"] == "date-time" && !is_date(text)).then(|| "no date of Okta's form".to_owned())
}

/// `2026-02-02T11:15:32.000Z`.
fn is_date(text: &str) -> bool {
    let form = "0000-00-00T00:00:00.000Z";
    let fits = |(form, got): (char, char)| if form == '0' { got.is_ascii_digit() } else { form == got };
    text.len() == form.len() && form.chars().zip(text.chars()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn description() -> Description {
        let answer = |schema: Value| json!({"content": {"application/json": {"schema": schema}}});
        let of = |name: &str| json!({"$ref": format!("{SCHEMAS}{name}")});
        Description::of(json!({
            "paths": {"/pets": {"get": {"operationId": "listPets", "responses": {
                "200": answer(json!({"type": "array", "items": of("Pet")})),
                "204": {"description": "nothing"},
            }}}},
            "components": {"schemas": {
                "Pet": {
                    "type": "object",
                    "required": ["id", "kind", "secret"],
                    "properties": {
                        "id": {"type": "string"},
                        "kind": {"type": "string", "enum": ["CAT", "DOG", "COW"]},
                        "born": {"type": "string", "format": "date-time"},
                        "secret": {"type": "string", "writeOnly": true},
                        "names": {"type": "object", "additionalProperties": {"type": "string"}},
                        "age": {"oneOf": [{"type": "integer"}, {"type": "string"}]},
                    },
                    "discriminator": {"propertyName": "kind", "mapping": {"CAT": "#/components/schemas/Cat"}},
                },
                "Cat": {"allOf": [of("Pet"), {"properties": {"lives": {"type": "integer"}}, "required": ["lives"]}]},
                "Error": {"type": "object", "properties": {"errorCode": {"type": "string"}}},
            }},
        }))
    }

    const SCHEMAS: &str = "#/components/schemas/";

    fn found(status: u16, body: &Value) -> Vec<String> {
        let description = description();
        let mut check = Check::new(&description);
        check.answer("listPets", status, body);
        check.findings.into_keys().map(|(place, what)| format!("{place} {what}")).collect()
    }

    #[test]
    fn what_is_not_as_described_is_found() {
        let cat = |changes: Value| {
            let mut cat = json!({"id": "1", "kind": "CAT", "lives": 7});
            for (name, value) in changes.as_object().into_iter().flatten() {
                cat[name] = value.clone();
            }
            json!([cat])
        };
        let cases = [
            (cat(json!({})), vec![]),
            (cat(json!({"age": 3, "names": {"de": "Mia"}, "born": "2026-01-02T03:04:05.000Z"})), vec![]),
            (cat(json!({"age": null})), vec![]),
            (cat(json!({"age": true})), vec!["Pet /age: boolean, described integer"]),
            (cat(json!({"id": null})), vec!["Pet /id: null"]),
            (cat(json!({"lives": "7"})), vec!["Cat /lives: string, described integer"]),
            (cat(json!({"names": {"de": 1}})), vec!["Pet /names/*: integer, described string"]),
            (cat(json!({"born": "2026-01-02T03:04:05Z"})), vec!["Pet /born: no date of Okta's form"]),
            (cat(json!({"secret": "x"})), vec!["Pet /secret: shown, described as only written"]),
            (cat(json!({"lifes": 7})), vec!["Cat /lifes: not described"]),
            (json!([{"kind": "CAT", "id": "1"}]), vec!["Cat /lives: missing"]),
            (
                json!([{"kind": "EEL", "id": "1"}]),
                vec![
                    "Pet /: kind 'EEL' is not described",
                    "Pet /kind: \"EEL\" is not one of the described values",
                ],
            ),
            (json!({}), vec!["listPets /: object, described array"]),
            (Value::Null, vec!["listPets /: 200: no body"]),
        ];
        for (body, expected) in cases {
            assert_eq!(found(200, &body), expected, "{body}");
        }
    }

    #[test]
    fn a_status_is_described_and_an_error_has_the_status_of_its_code() {
        assert_eq!(found(204, &Value::Null), Vec::<String>::new());
        assert_eq!(found(204, &json!({})), ["listPets /: 204: a body, described none"]);
        assert_eq!(found(201, &json!([])), ["listPets /: 201, described 200, 204"]);
        assert_eq!(found(404, &json!({"errorCode": "E0000007"})), Vec::<String>::new());
        assert_eq!(found(400, &json!({"errorCode": "E0000007"})), ["Error /: 400 with code 'E0000007'"]);
    }
}

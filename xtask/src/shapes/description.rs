//! Okta's OpenAPI description, as far as answers are concerned.
#[cfg(test)]
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::spec;

const SCHEMAS: &str = "#/components/schemas/";

pub struct Description {
    root: Value,
    /// The pointer to each operation, by its id.
    operations: HashMap<String, String>,
}

impl Description {
    pub fn read(path: &Path) -> Result<Description, String> {
        let failed = |error: String| format!("cannot read {}: {error}", path.display());
        let yaml = fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
        Ok(Description::of(spec::parse(&yaml).map_err(failed)?))
    }

    pub fn of(root: Value) -> Description {
        let mut operations = HashMap::new();
        for (path, item) in root["paths"].as_object().into_iter().flatten() {
            for method in spec::METHODS {
                if let Some(id) = item[method]["operationId"].as_str() {
                    let path = path.replace('~', "~0").replace('/', "~1");
                    operations.insert(id.to_owned(), format!("/paths/{path}/{method}"));
                }
            }
        }
        Description { root, operations }
    }

    /// The answers of an operation, by status.
    pub fn answers(&self, operation: &str) -> Option<&Value> {
        Some(&self.root.pointer(self.operations.get(operation)?)?["responses"])
    }

    /// The answers that the description gives as examples: the operation, the status, the body.
    pub fn examples(&self) -> impl Iterator<Item = (&str, u16, &Value)> {
        self.operations.keys().flat_map(move |operation| {
            let answers = self.answers(operation).and_then(Value::as_object).into_iter().flatten();
            answers.flat_map(move |(status, answer)| {
                let json = &self.resolve(answer).1["content"]["application/json"];
                let several = json["examples"].as_object().into_iter().flatten();
                let values = several.filter_map(|(_, example)| self.resolve(example).1.get("value"));
                let values = values.chain(json.get("example"));
                values.map(move |value| (operation.as_str(), status.parse().unwrap_or_default(), value))
            })
        })
    }

    /// The named schema of this name.
    pub fn schema(&self, name: &str) -> &Value {
        &self.root["components"]["schemas"][name]
    }

    /// Follows `$ref` to the end; with the name of the last named schema on the way.
    pub fn resolve<'a>(&'a self, value: &'a Value) -> (Option<&'a str>, &'a Value) {
        let (mut name, mut value) = (None, value);
        while let Some(pointer) = value.get("$ref").and_then(Value::as_str) {
            name = pointer.strip_prefix(SCHEMAS).or(name);
            value = self.root.pointer(pointer.trim_start_matches('#')).unwrap_or(&Value::Null);
        }
        (name, value)
    }

    /// The name of the schema to which a discriminator leads a value, or the kind that it does not know.
    pub fn kind_of<'a>(&self, schema: &'a Value, value: &Value) -> Option<Result<&'a str, String>> {
        let discriminator = schema.get("discriminator")?;
        let mapping = discriminator.get("mapping")?;
        let kind = value.get(discriminator["propertyName"].as_str()?)?.as_str()?;
        let name = mapping.get(kind).and_then(Value::as_str).and_then(|name| name.rsplit('/').next());
        Some(name.ok_or_else(|| kind.to_owned()))
    }
}

/// What is sent.
impl Description {
    fn request_content(&self, operation: &str) -> Option<&Value> {
        let operation = self.root.pointer(self.operations.get(operation)?)?;
        self.resolve(operation.get("requestBody")?).1["content"].get("application/json")
    }

    /// The schema of what an operation is sent.
    pub fn request(&self, operation: &str) -> Option<&Value> {
        self.request_content(operation)?.get("schema")
    }

    /// What the description gives as examples of what an operation is sent.
    #[cfg(test)]
    pub fn request_examples(&self, operation: &str) -> Vec<&Value> {
        let Some(content) = self.request_content(operation) else { return Vec::new() };
        let several = content["examples"].as_object().into_iter().flatten();
        let values = several.filter_map(|(_, example)| self.resolve(example).1.get("value"));
        values.chain(content.get("example")).filter(|value| value.is_object()).collect()
    }

    /// The members that a body must have, and those that are one of a few values.
    #[cfg(test)]
    pub fn demands(&self, schema: &Value, body: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
        let (mut required, mut choices) = (BTreeSet::new(), BTreeSet::new());
        let mut schemas = vec![self.resolve(schema).1];
        if let Some(Ok(kind)) = self.kind_of(schemas[0], body) {
            schemas.push(self.schema(kind));
        }
        while let Some(schema) = schemas.pop() {
            let parts = schema["allOf"].as_array().into_iter().flatten();
            schemas.extend(parts.map(|part| self.resolve(part).1));
            let properties = &schema["properties"];
            for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                if self.resolve(&properties[name]).1["readOnly"] != true {
                    required.insert(name.to_owned());
                }
            }
            for (name, property) in properties.as_object().into_iter().flatten() {
                let property = self.resolve(property).1;
                if property["enum"].is_array() && property["readOnly"] != true {
                    choices.insert(name.clone());
                }
            }
        }
        (required, choices)
    }
}

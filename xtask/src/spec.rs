//! Reads what the catalogue needs from Okta's OpenAPI description.
use serde_json::Value;

/// One operation as the description gives it.
#[derive(Debug)]
pub struct Described {
    pub id: String,
    pub method: String,
    pub path: String,
    pub tag: String,
    pub query: Vec<QueryParameter>,
    /// The values that parameters take, by name, where they are listed.
    pub choices: Vec<(String, Vec<String>)>,
    pub body: Body,
    pub scopes: Vec<String>,
    pub deprecated: bool,
    pub answer: Answer,
}

#[derive(Debug)]
pub struct QueryParameter {
    pub name: String,
    pub required: bool,
    pub kind: String,
    pub default: Option<i64>,
    pub maximum: Option<i64>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Body {
    None,
    Optional,
    Json,
    Other,
}

/// The form of a successful answer, as far as paging is concerned.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    Array,
    /// An object with items in this member and `_links.next`.
    Wrapped(String),
    Other,
}

pub const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The description as it stands in its file.
pub fn parse(yaml: &str) -> Result<Value, String> {
    // The limits guard against hostile input; this is a large file that we chose ourselves.
    let options = serde_saphyr::options! { budget: None };
    serde_saphyr::from_str_with_options(yaml, options).map_err(|error| error.to_string())
}

/// Reads all operations, sorted by id.
pub fn read(yaml: &str) -> Result<Vec<Described>, String> {
    let root = parse(yaml)?;
    let spec = Spec { root: &root };
    let paths = root["paths"].as_object().ok_or("the description has no paths")?;
    let mut operations = Vec::new();
    for (path, item) in paths {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                operations.push(spec.operation(path, method, item, operation)?);
            }
        }
    }
    operations.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(operations)
}

struct Spec<'a> {
    root: &'a Value,
}

impl<'a> Spec<'a> {
    fn operation(
        &self,
        path: &str,
        method: &str,
        item: &'a Value,
        operation: &'a Value,
    ) -> Result<Described, String> {
        let id =
            text(operation, "operationId").ok_or_else(|| format!("{method} {path} has no operationId"))?;
        Ok(Described {
            method: method.to_owned(),
            path: path.to_owned(),
            tag: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
            query: self.query(item, operation),
            choices: self.choices(item, operation),
            body: self.body(operation),
            scopes: scopes(operation),
            deprecated: operation["deprecated"].as_bool().unwrap_or(false),
            answer: self.answer(operation),
            id,
        })
    }

    /// Follows `$ref` to the end.
    fn resolve(&self, value: &'a Value) -> &'a Value {
        let mut value = value;
        while let Some(pointer) = value.get("$ref").and_then(Value::as_str) {
            value = self.root.pointer(pointer.trim_start_matches('#')).unwrap_or(&Value::Null);
        }
        value
    }

    /// Query parameters of the operation and of its path; the operation's own win.
    fn query(&self, item: &'a Value, operation: &'a Value) -> Vec<QueryParameter> {
        let mut query: Vec<QueryParameter> = Vec::new();
        let given = [operation, item].into_iter().filter_map(|part| part["parameters"].as_array()).flatten();
        for parameter in given.map(|parameter| self.resolve(parameter)) {
            let name = text(parameter, "name").unwrap_or_default();
            if parameter["in"] == "query" && query.iter().all(|known| known.name != name) {
                query.push(self.query_parameter(name, parameter));
            }
        }
        query
    }

    /// The values that parameters of path and query take.
    fn choices(&self, item: &'a Value, operation: &'a Value) -> Vec<(String, Vec<String>)> {
        let mut choices: Vec<(String, Vec<String>)> = Vec::new();
        let given = [operation, item].into_iter().filter_map(|part| part["parameters"].as_array()).flatten();
        for parameter in given.map(|parameter| self.resolve(parameter)) {
            let name = text(parameter, "name").unwrap_or_default();
            let schema = self.resolve(&parameter["schema"]);
            let listed =
                [schema, self.resolve(&schema["items"])].into_iter().find_map(|s| s["enum"].as_array());
            let is_known = choices.iter().any(|(known, _)| *known == name);
            if let Some(values) = listed.filter(|_| !is_known && parameter["in"] != "header") {
                choices.push((name, values.iter().filter_map(Value::as_str).map(str::to_owned).collect()));
            }
        }
        choices
    }

    fn query_parameter(&self, name: String, parameter: &'a Value) -> QueryParameter {
        let schema = self.resolve(&parameter["schema"]);
        QueryParameter {
            name,
            required: parameter["required"].as_bool().unwrap_or(false),
            kind: text(schema, "type").unwrap_or_else(|| "string".to_owned()),
            default: schema["default"].as_i64(),
            maximum: schema["maximum"].as_i64(),
        }
    }

    fn body(&self, operation: &'a Value) -> Body {
        let body = self.resolve(&operation["requestBody"]);
        match body["content"].as_object() {
            None => Body::None,
            Some(content) if !content.contains_key("application/json") => Body::Other,
            Some(_) if body["required"] == true => Body::Json,
            Some(_) => Body::Optional,
        }
    }

    fn answer(&self, operation: &'a Value) -> Answer {
        let responses = operation["responses"].as_object().into_iter().flatten();
        let successes =
            responses.filter(|(status, _)| status.starts_with('2')).map(|(_, answer)| self.resolve(answer));
        for schema in successes.map(|answer| self.resolve(&answer["content"]["application/json"]["schema"])) {
            if schema["type"] == "array" {
                return Answer::Array;
            }
            if let Some(member) = self.wrapped_items(schema) {
                return Answer::Wrapped(member);
            }
        }
        Answer::Other
    }

    /// The member with the items of an object that carries its own link to the next page.
    fn wrapped_items(&self, schema: &'a Value) -> Option<String> {
        let properties = self.properties(schema);
        let links = properties.iter().find(|(name, _)| *name == "_links")?.1;
        self.properties(links).iter().find(|(name, _)| *name == "next")?;
        let items = properties.iter().find(|(_, schema)| schema["type"] == "array")?;
        Some(items.0.to_owned())
    }

    /// The properties of a schema with those that it takes over through `allOf`.
    fn properties(&self, schema: &'a Value) -> Vec<(&'a str, &'a Value)> {
        let own = schema["properties"].as_object().into_iter().flatten();
        let mut all: Vec<_> = own.map(|(name, value)| (name.as_str(), self.resolve(value))).collect();
        for part in schema["allOf"].as_array().into_iter().flatten() {
            all.extend(self.properties(self.resolve(part)));
        }
        all
    }
}

fn text(value: &Value, member: &str) -> Option<String> {
    value.get(member).and_then(Value::as_str).map(str::to_owned)
}

/// The OAuth scopes of `security`; the scheme with the API token carries none.
fn scopes(operation: &Value) -> Vec<String> {
    let schemes = operation["security"].as_array().into_iter().flatten();
    let lists = schemes.filter_map(|scheme| scheme.get("oauth2")).filter_map(Value::as_array).flatten();
    lists.filter_map(Value::as_str).map(str::to_owned).collect()
}

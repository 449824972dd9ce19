//! What an assertion says of somebody: their name at the app, their attributes, their groups.

use serde_json::{Map, Value, json};

use crate::kernel::context::Context;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::{id_of, status_of};
use crate::language::expression::{Subject, parse_about};
use crate::sign_in::claims::{all_groups, fits};
use crate::sign_in::saml::aws;
use crate::sign_in::saml::settings::Settings;

/// Who reads an expression: the user, and the assignment to the app.
pub struct Person<'a> {
    user: &'a Value,
    assigned: Value,
    /// The profile of the user, with the members of the assignment behind `appuser.`.
    profile: Value,
    groups: Vec<(String, String)>,
}

/// What begins an attribute in an expression of a SAML app.
const ROOTS: [&str; 4] = ["user.profile.", "user.", "source.", "appuser."];

impl<'a> Person<'a> {
    pub fn of(context: &Context<'_>, app: &Value, user: &'a Value) -> Result<Self, Problem> {
        let assigned = context.tx.linked(kind::APP_USER, id_of(app), id_of(user))?.unwrap_or_default();
        let mut profile = user["profile"].as_object().cloned().unwrap_or_default();
        let name = assigned["credentials"]["userName"].clone();
        let name = if name.is_null() { profile.get("login").cloned().unwrap_or_default() } else { name };
        profile.entry("userName").or_insert_with(|| name.clone());
        for (member, value) in assigned["profile"].as_object().into_iter().flatten() {
            profile.insert(format!("appuser.{member}"), value.clone());
        }
        profile.insert("appuser.userName".to_owned(), name);
        let groups = all_groups(context, user)?;
        Ok(Person { user, assigned, profile: Value::Object(profile), groups })
    }

    /// The value of an expression; null where it says nothing or cannot be read.
    fn value(&self, text: &str) -> Value {
        let text = text.trim();
        let inner = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
        let inner = inner.replace("fn:", "String.");
        let Ok(expression) = parse_about(&inner, &ROOTS) else { return Value::Null };
        let subject = Subject {
            id: id_of(self.user),
            status: status_of(self.user),
            profile: &self.profile,
            groups: self.groups.clone(),
        };
        expression.evaluate(&subject).unwrap_or_default()
    }

    /// The name of the user at the app.
    pub fn name(&self, template: &str) -> String {
        let found = texts(self.value(template)).into_iter().next();
        found.unwrap_or_else(|| self.profile["userName"].as_str().unwrap_or_default().to_owned())
    }

    /// The attributes in the form that hooks see. One without a value is left out.
    pub fn claims(&self, app: &Value, settings: &Settings, more: &[Value]) -> Value {
        let mut claims = Map::new();
        for statement in settings.statements.iter().chain(more) {
            let values = match statement["type"].as_str() {
                Some("GROUP") => self.groups_of(statement),
                _ => {
                    let texts_of = |value: &Value| texts(self.value(value.as_str().unwrap_or_default()));
                    statement["values"].as_array().into_iter().flatten().flat_map(texts_of).collect()
                }
            };
            let space = statement["namespace"].as_str().unwrap_or(UNSPECIFIED);
            add(&mut claims, statement["name"].as_str().unwrap_or_default(), space, values);
        }
        let names: Vec<String> = self.groups.iter().map(|(_, name)| name.clone()).collect();
        if let Some((name, space, roles)) = aws::roles(app, &self.assigned, &names) {
            add(&mut claims, &name, &space, roles);
        }
        Value::Object(claims)
    }

    fn groups_of(&self, statement: &Value) -> Vec<String> {
        let filter =
            json!({ "value": statement["filterValue"], "group_filter_type": statement["filterType"] });
        let names = self.groups.iter().map(|(_, name)| name);
        names.filter(|name| fits(name, &filter)).cloned().collect()
    }
}

const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified";

fn add(claims: &mut Map<String, Value>, name: &str, space: &str, values: Vec<String>) {
    if values.is_empty() || claims.contains_key(name) {
        return;
    }
    let values: Vec<Value> = values
        .iter()
        .map(|value| json!({ "attributes": { "xsi:type": "xs:string" }, "value": value }))
        .collect();
    claims
        .insert(name.to_owned(), json!({ "attributes": { "NameFormat": space }, "attributeValues": values }));
}

/// The texts of a value: no empty ones, and one for each item of an array.
fn texts(value: Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.into_iter().flat_map(texts).collect(),
        Value::String(text) if text.is_empty() => Vec::new(),
        Value::String(text) => vec![text],
        Value::Null | Value::Object(_) => Vec::new(),
        other => vec![other.to_string()],
    }
}

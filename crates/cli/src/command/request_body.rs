//! The body of a request as the catalogue describes it: shown with all members that it takes, and read back.
//!
//! Each value says what belongs there, and whether it is required: `(required) text`. What is left as it was printed is
//! not sent, and what is required and left so is an error that names all of it.

use std::path::Path;

use oktars_catalog::Operation;
use serde_json::{Map, Value};

use super::{json_from, read};
use crate::failure::{Failure, Stop};

/// The heading of the options that make a body.
pub const BODY: &str = "Body of the request";

const REQUIRED: &str = "(required) ";
const OPTIONAL: &str = "(optional) ";

/// The option of every command that takes a body
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct SkeletonArg {
    /// Print the body with all members that it takes, for you to fill in and give to --input; nothing is sent
    #[arg(long = "skeleton", help_heading = BODY)]
    _skeleton: bool,
}

/// The body in a file, without what was not filled in of a skeleton.
pub fn body_from(path: &Path, operation: &Operation, is_change: bool) -> Result<Value, Failure> {
    let body = json_from(path)?;
    Ok(filled(operation, body.to_string().as_bytes(), is_change)?.unwrap_or(body))
}

/// A body that was put together from a file and the command line.
pub fn filled_in(operation: &Operation, body: Value) -> Result<Value, Failure> {
    Ok(filled(operation, body.to_string().as_bytes(), false)?.unwrap_or(body))
}

/// The same byte for byte, where nothing was left out.
pub fn bytes_from(path: &Path, operation: &Operation) -> Result<Vec<u8>, Failure> {
    let bytes = read(path)?;
    Ok(filled(operation, &bytes, false)?.map_or(bytes, |body| body.to_string().into_bytes()))
}

/// The outcome of a creation, with all that its body lacks where Okta refused it.
pub fn with_missing(
    outcome: Result<(), Stop>,
    operation: &Operation,
    body: Option<&[u8]>,
) -> Result<(), Stop> {
    let Err(Stop::Failed(failure)) = outcome else { return outcome };
    let is_refused =
        failure.okta().and_then(oktars::Error::status).is_some_and(|status| status.as_u16() == 400);
    let body: Option<Value> = body.and_then(|body| serde_json::from_slice(body).ok());
    let missing = body.filter(|_| is_refused).map(|body| missing(operation, &body)).unwrap_or_default();
    match missing.is_empty() {
        true => Err(Stop::Failed(failure)),
        false => Err(failure
            .hint(format!("required members are missing: {}; --skeleton shows the body", missing.join(", ")))
            .into()),
    }
}

/// A body that was made from a skeleton, without members that were not filled in; nothing if it is not one.
fn filled(operation: &Operation, body: &[u8], is_change: bool) -> Result<Option<Value>, Failure> {
    let is_marked = [REQUIRED, OPTIONAL].iter().any(|mark| {
        let mark = format!("\"{mark}");
        body.windows(mark.len()).any(|window| window == mark.as_bytes())
    });
    let Some(body) = is_marked.then(|| serde_json::from_slice(body).ok()).flatten() else { return Ok(None) };
    let shape = shape(operation).unwrap_or_default();
    let (members, _) = of_kind(&shape, &body);
    let mut open = Vec::new();
    let filled = fill(&body, &members, true, "", &mut open).unwrap_or_else(|| Value::Object(Map::new()));
    if open.is_empty() || is_change {
        return Ok(Some(filled));
    }
    Err(Failure::usage(format!("not filled in yet: {}; nothing was sent", open.join(", "))))
}

/// The required members that a body lacks.
fn missing(operation: &Operation, body: &Value) -> Vec<String> {
    let mut missing = Vec::new();
    if let Some(shape) = shape(operation) {
        collect_missing(body, &of_kind(&shape, body).0, "", &mut missing);
    }
    missing
}

pub fn shape(operation: &Operation) -> Option<Value> {
    serde_json::from_str(operation.body_members()?).ok()
}

/// The kinds that a body may be of, and the member that says which.
pub type Kinds = Option<(String, Vec<String>)>;

/// The members of a body of the kind that it says it is of; what all kinds have, where it does not say.
pub fn of_kind(shape: &Value, body: &Value) -> (Value, Kinds) {
    let kinds = shape.as_object().and_then(|members| members.iter().find(|(name, _)| name.starts_with('?')));
    let Some((by, Value::Object(kinds))) = kinds else { return (shape.clone(), None) };
    let by = by.trim_start_matches('?').to_owned();
    if let Some(kind) = body[&by].as_str().and_then(|kind| kinds.get(kind)) {
        return (kind.clone(), None);
    }
    let names: Vec<String> = kinds.keys().cloned().collect();
    let mut common = kinds.values().next().cloned().unwrap_or_default();
    if let Some(members) = common.as_object_mut() {
        members.retain(|name, value| kinds.values().all(|kind| kind.get(name) == Some(value)));
        members.shift_insert(0, format!("{by}*"), Value::from(names.join("|")));
    }
    (common, Some((by, names)))
}

fn name_of(member: &str) -> (&str, bool) {
    member.strip_suffix('*').map_or((member, false), |name| (name, true))
}

/// `is_certain` where the member will be sent in any case, so that what has one value needs no mark.
pub fn marked(shape: &Value, is_required: bool, is_certain: bool) -> Value {
    let mark = if is_required { REQUIRED } else { OPTIONAL };
    match shape {
        Value::Object(members) => {
            let member = |(name, shape): (&String, &Value)| {
                let (name, is_required) = name_of(name);
                (name.to_owned(), marked(shape, is_required, is_certain && is_required))
            };
            Value::Object(members.iter().map(member).collect())
        }
        Value::Array(items) => Value::Array(
            items.iter().map(|item| marked(item, is_required, is_certain && is_required)).collect(),
        ),
        Value::String(kind) => match kind.as_str() {
            "text" | "number" => Value::from(format!("{mark}{kind}")),
            "boolean" => Value::from(format!("{mark}true or false")),
            value if is_required && is_certain && !value.contains('|') => Value::from(value),
            values => Value::from(format!("{mark}{}", values.replace('|', " or "))),
        },
        _ => Value::from(format!("{mark}any")),
    }
}

fn mark_of(value: &Value) -> Option<&'static str> {
    let text = value.as_str()?;
    [REQUIRED, OPTIONAL].into_iter().find(|mark| text.starts_with(mark))
}

/// A value without what was not filled in. What is required and is missing, though something else of the object is
/// there, is collected.
fn fill(
    value: &Value,
    shape: &Value,
    is_required: bool,
    path: &str,
    open: &mut Vec<String>,
) -> Option<Value> {
    match value {
        value if mark_of(value).is_some() => {
            if is_required {
                open.push(path.to_owned());
            }
            None
        }
        // An object of which no members are known is printed empty.
        value if !is_required && value == shape && is_empty(value) => None,
        Value::Object(members) if !members.is_empty() => {
            let mut inner = Vec::new();
            let mut filled = Map::new();
            for (name, value) in members {
                let starred = format!("{name}*");
                let (shape, is_required) = match shape.get(&starred) {
                    Some(shape) => (shape, true),
                    None => (&shape[name.as_str()], mark_of(value) == Some(REQUIRED)),
                };
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                if let Some(value) = fill(value, shape, is_required, &path, &mut inner) {
                    filled.insert(name.clone(), value);
                }
            }
            if filled.is_empty() && !is_required {
                return None;
            }
            if filled.is_empty() && inner.is_empty() && !path.is_empty() {
                open.push(path.to_owned());
            }
            open.append(&mut inner);
            (!filled.is_empty()).then_some(Value::Object(filled))
        }
        Value::Array(items) if !items.is_empty() => {
            let mut inner = Vec::new();
            let item = |item: &Value| fill(item, &shape[0], is_required, path, &mut inner);
            let filled: Vec<Value> = items.iter().filter_map(item).collect();
            if filled.is_empty() {
                if is_required {
                    open.append(&mut inner);
                }
                return None;
            }
            Some(Value::Array(filled))
        }
        value => Some(value.clone()),
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(Map::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}

fn collect_missing(body: &Value, shape: &Value, path: &str, missing: &mut Vec<String>) {
    for (member, shape) in shape.as_object().into_iter().flatten() {
        let (name, is_required) = name_of(member);
        let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        let value = &body[name];
        let has_required = |shape: &Value| {
            shape.as_object().is_some_and(|members| members.keys().any(|member| member.ends_with('*')))
        };
        match value {
            Value::Null if is_required && !has_required(shape) => missing.push(path),
            Value::Null if !is_required => {}
            _ => collect_missing(value, shape, &path, missing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oktars::op;
    use serde_json::json;

    fn marked_whole(shape: &Value) -> Value {
        marked(shape, true, true)
    }

    fn printed(operation: &Operation, given: Value) -> Value {
        let shape = shape(operation).unwrap();
        marked_whole(&of_kind(&shape, &given).0)
    }

    fn sent(operation: &Operation, body: &Value) -> Result<Value, String> {
        let filled =
            filled(operation, body.to_string().as_bytes(), false).map_err(|failure| failure.text(None))?;
        Ok(filled.unwrap_or_else(|| body.clone()))
    }

    #[test]
    fn what_was_not_filled_in_is_not_sent() {
        let mut rule = printed(&op::CREATE_GROUP_RULE, json!({}));
        assert_eq!(rule["type"], "group_rule");
        assert_eq!(rule["name"], "(required) text");
        assert!(
            rule["conditions"]["people"]["users"]["exclude"][0].as_str().unwrap().starts_with("(optional)")
        );
        let error = sent(&op::CREATE_GROUP_RULE, &rule).unwrap_err();
        let wanted = ["name", "conditions.expression.value", "actions.assignUserToGroups.groupIds"];
        assert!(wanted.iter().all(|name| error.contains(name)), "{error}");
        rule["name"] = json!("R");
        rule["conditions"]["expression"] = json!({"type": "urn:okta:expression:1.0", "value": "true"});
        rule["actions"]["assignUserToGroups"]["groupIds"][0] = json!("00g1");
        let expected = json!({
            "name": "R", "type": "group_rule",
            "conditions": {"expression": {"type": "urn:okta:expression:1.0", "value": "true"}},
            "actions": {"assignUserToGroups": {"groupIds": ["00g1"]}},
        });
        assert_eq!(sent(&op::CREATE_GROUP_RULE, &rule).unwrap(), expected);
    }

    /// Required members of an optional object are wanted only where something of the object is given.
    #[test]
    fn what_an_optional_object_needs_is_wanted_only_with_the_object() {
        let mut idp = printed(&op::CREATE_IDENTITY_PROVIDER, json!({}));
        idp["name"] = json!("I");
        idp["type"] = json!("GOOGLE");
        idp["protocol"] = json!({"type": "OIDC"});
        assert!(sent(&op::CREATE_IDENTITY_PROVIDER, &idp).unwrap().get("properties").is_none());
        idp["properties"]["aalValue"] = json!("x");
        assert!(
            sent(&op::CREATE_IDENTITY_PROVIDER, &idp).unwrap_err().contains("properties.inquiryTemplateId")
        );
    }

    #[test]
    fn the_kind_chooses_the_members() {
        let any = printed(&op::CREATE_NETWORK_ZONE, json!({}));
        assert_eq!(any["type"], "(required) IP or DYNAMIC or DYNAMIC_V2");
        assert!(any.get("gateways").is_none() && any.get("name").is_some(), "{any}");
        let app = printed(&op::CREATE_APPLICATION, json!({"signOnMode": "AUTO_LOGIN"}));
        assert_eq!(app["profile"], json!({}));
        let mut bare = app.clone();
        bare["label"] = json!("x");
        bare["name"] = json!("y");
        let sent = sent(&op::CREATE_APPLICATION, &bare).unwrap();
        assert!(sent.get("profile").is_none() && sent["label"] == "x", "{sent}");
        let zone = printed(&op::CREATE_NETWORK_ZONE, json!({"type": "IP"}));
        assert!(zone["type"] == "IP" && zone["gateways"].is_array(), "{zone}");
    }

    /// The body of every operation can be shown, and marks nothing that could be taken for a value.
    #[test]
    fn every_body_can_be_shown() {
        let mut shown = 0;
        for operation in oktars_catalog::operations() {
            let Some(shape) = shape(operation) else { continue };
            let body = marked_whole(&of_kind(&shape, &json!({})).0);
            assert!(body.is_object() || body.is_array(), "{}: {body}", operation.id);
            shown += 1;
        }
        assert!(shown > 200, "{shown}");
    }

    #[test]
    fn all_that_is_missing_is_named() {
        let body = json!({"signOnMode": "BOOKMARK", "label": "x", "settings": {"app": {"url": "https://x"}}});
        assert_eq!(missing(&op::CREATE_APPLICATION, &body), ["name", "settings.app.requestIntegration"]);
        assert_eq!(missing(&op::ADD_GROUP, &json!({"profile": {"name": "x"}})), Vec::<String>::new());
    }
}

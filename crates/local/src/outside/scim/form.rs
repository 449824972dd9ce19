//! Users and groups as Okta writes them for a server.

use serde_json::{Map, Value, json};

use crate::kernel::stored::id_of;
use crate::resource::app::provisioning::{External, Member, UserJob};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// A user for a server that does not know them.
pub fn new_user(job: &UserJob, password: &str) -> Value {
    let mut user = json!({ "schemas": [USER] });
    write_attributes(job, &mut user);
    user["externalId"] = job.user["id"].clone();
    user["groups"] = json!([]);
    user["password"] = json!(password);
    user["active"] = json!(true);
    user
}

/// A user as the server has them, with what the org knows written over it. What the org does not know goes back as it
/// came.
pub fn merged_user(job: &UserJob, known: &Value) -> Value {
    let mut user = known.clone();
    if !user["schemas"].is_array() {
        user["schemas"] = json!([USER]);
    }
    write_attributes(job, &mut user);
    user["externalId"] = job.user["id"].clone();
    user["groups"] = json!([]);
    user
}

fn write_attributes(job: &UserJob, user: &mut Value) {
    user["userName"] = job.assigned["credentials"]["userName"].clone();
    let profile = &job.assigned["profile"];
    for attribute in &job.attributes {
        let Some(value) = profile.get(&attribute.name) else { continue };
        if value.is_null() {
            clear(user, &way(attribute));
        } else {
            place(user, &way(attribute), value);
            name_schema(user, &attribute.namespace);
        }
    }
}

/// The steps from a user to an attribute. One of an extension stands under the extension's name.
fn way(attribute: &External) -> Vec<&str> {
    let steps = attribute.path.split('.').filter(|step| !step.is_empty());
    let extension = (attribute.namespace != USER).then_some(attribute.namespace.as_str());
    extension.into_iter().chain(steps).collect()
}

fn name_schema(user: &mut Value, namespace: &str) {
    if let Some(schemas) = user["schemas"].as_array_mut()
        && !schemas.iter().any(|known| known == namespace)
    {
        schemas.push(json!(namespace));
    }
}

/// The member and the value of a selector such as `^[primary==true]`.
fn selector(step: &str) -> Option<(&str, Value)> {
    let (name, value) = step.strip_prefix("^[")?.strip_suffix(']')?.split_once("==")?;
    let value = match value.trim() {
        "true" => json!(true),
        "false" => json!(false),
        text => json!(text.trim_matches(['"', '\''])),
    };
    Some((name.trim(), value))
}

/// The members of an object. What is there and is no object makes room for one.
fn members(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = json!({});
    }
    value.as_object_mut().expect("it was made an object")
}

fn items(value: &mut Value) -> &mut Vec<Value> {
    if !value.is_array() {
        *value = json!([]);
    }
    value.as_array_mut().expect("it was made an array")
}

fn place(into: &mut Value, way: &[&str], value: &Value) {
    match way {
        [] => *into = value.clone(),
        [name, step, rest @ ..] if selector(step).is_some() => {
            let Some((key, wanted)) = selector(step) else { return };
            let list = items(members(into).entry(*name).or_insert(Value::Null));
            let at = list.iter().position(|item| item[key] == wanted).unwrap_or_else(|| {
                list.push(json!({ key: wanted }));
                list.len() - 1
            });
            place(&mut list[at], rest, value);
        }
        [name, rest @ ..] => place(members(into).entry(*name).or_insert(Value::Null), rest, value),
    }
}

/// Takes a value out, and what held nothing else.
fn clear(from: &mut Value, way: &[&str]) {
    let [name, rest @ ..] = way else { return };
    let Some(object) = from.as_object_mut() else { return };
    let Some(inner) = object.get_mut(*name) else { return };
    let is_empty = match rest {
        [] => true,
        [step, rest @ ..] if selector(step).is_some() => {
            let (Some((key, wanted)), Some(list)) = (selector(step), inner.as_array_mut()) else { return };
            for item in list.iter_mut().filter(|item| item[key] == wanted) {
                clear(item, rest);
            }
            list.retain(|item| item[key] != wanted || item.as_object().is_none_or(|item| item.len() > 1));
            list.is_empty()
        }
        rest => {
            clear(inner, rest);
            inner.as_object().is_some_and(Map::is_empty)
        }
    };
    if is_empty {
        object.shift_remove(*name);
    }
}

/// A change of single members of a user or a group.
pub fn patch(operations: &[Value]) -> Value {
    json!({ "schemas": [PATCH], "Operations": operations })
}

/// Okta names no path where it replaces members of the object itself.
pub fn replace(value: &Value) -> Value {
    json!({ "op": "replace", "value": value })
}

pub fn new_group(name: &str, members: &[Member]) -> Value {
    json!({ "schemas": [GROUP], "displayName": name, "members": shown(members) })
}

/// A group as the server has it, with another name and other members.
pub fn merged_group(known: &Value, name: &str, members: Value) -> Value {
    let mut group = known.clone();
    if !group["schemas"].is_array() {
        group["schemas"] = json!([GROUP]);
    }
    group["displayName"] = json!(name);
    group["members"] = members;
    group
}

pub fn shown(members: &[Member]) -> Value {
    members.iter().map(|member| json!({ "value": member.id, "display": member.name })).collect()
}

pub fn add_members(members: &[Member]) -> Value {
    json!({ "op": "add", "path": "members", "value": shown(members) })
}

pub fn replace_members(members: &[Member]) -> Value {
    json!({ "op": "replace", "path": "members", "value": shown(members) })
}

pub fn remove_member(id: &str) -> Value {
    json!({ "op": "remove", "path": format!("members[value eq {}]", Value::String(id.to_owned())) })
}

/// How a user is called in messages.
pub fn called(job: &UserJob) -> String {
    let name = job.assigned["credentials"]["userName"].as_str().or(job.user["profile"]["login"].as_str());
    name.unwrap_or_else(|| id_of(&job.user)).to_owned()
}

/// The profile that an app's user has, if the server's user says it. What an attribute says nothing of is left out.
pub fn profile_of(resource: &Value, attributes: &[External]) -> Map<String, Value> {
    let read = |attribute: &External| {
        let value = find(resource, &way(attribute))?;
        (value.is_string() || value.is_boolean() || value.is_number())
            .then(|| (attribute.name.clone(), value.clone()))
    };
    attributes.iter().filter_map(read).collect()
}

fn find<'a>(value: &'a Value, way: &[&str]) -> Option<&'a Value> {
    match way {
        [] => Some(value),
        [name, step, rest @ ..] if selector(step).is_some() => {
            let (key, wanted) = selector(step)?;
            find(value.get(*name)?.as_array()?.iter().find(|item| item[key] == wanted)?, rest)
        }
        [name, rest @ ..] => find(value.get(*name)?, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn external(path: &str, namespace: &str) -> External {
        External { name: "a".into(), path: path.into(), namespace: namespace.into() }
    }

    /// A server may have anything where a value goes, and none of it may end the line.
    #[test]
    fn a_value_goes_to_its_place_whatever_is_there() {
        let cases = [
            ("displayName", json!({}), json!({ "displayName": "x" })),
            ("name.givenName", json!({}), json!({ "name": { "givenName": "x" } })),
            ("name.givenName", json!({ "name": "Ann" }), json!({ "name": { "givenName": "x" } })),
            ("name.givenName", json!({ "name": null }), json!({ "name": { "givenName": "x" } })),
            (
                "emails.^[primary==true].value",
                json!({}),
                json!({ "emails": [{ "primary": true, "value": "x" }] }),
            ),
            (
                "emails.^[primary==true].value",
                json!({ "emails": [{ "value": "home" }, "odd", { "primary": true, "value": "old", "n": 1 }] }),
                json!({ "emails": [{ "value": "home" }, "odd", { "primary": true, "value": "x", "n": 1 }] }),
            ),
            (
                "addresses.^[type==work].locality",
                json!({ "addresses": {} }),
                json!({ "addresses": [{ "type": "work", "locality": "x" }] }),
            ),
        ];
        for (path, mut user, expected) in cases {
            place(&mut user, &way(&external(path, USER)), &json!("x"));
            assert_eq!(user, expected, "{path}");
        }
        let mut user = json!({ "schemas": [USER] });
        let attribute = external("department", "urn:x");
        place(&mut user, &way(&attribute), &json!("x"));
        name_schema(&mut user, "urn:x");
        name_schema(&mut user, "urn:x");
        assert_eq!(user, json!({ "schemas": [USER, "urn:x"], "urn:x": { "department": "x" } }));
    }

    #[test]
    fn a_value_that_is_cleared_takes_what_is_empty_then_with_it() {
        let cases = [
            ("displayName", json!({ "displayName": "x", "b": 1 }), json!({ "b": 1 })),
            ("name.givenName", json!({ "name": { "givenName": "x" } }), json!({})),
            (
                "name.givenName",
                json!({ "name": { "givenName": "x", "b": 1 } }),
                json!({ "name": { "b": 1 } }),
            ),
            ("name.givenName", json!({ "name": "odd" }), json!({ "name": "odd" })),
            (
                "emails.^[primary==true].value",
                json!({ "emails": [{ "primary": true, "value": "x" }] }),
                json!({}),
            ),
            (
                "emails.^[primary==true].value",
                json!({ "emails": [{ "primary": true, "value": "x", "type": "work" }, 5] }),
                json!({ "emails": [{ "primary": true, "type": "work" }, 5] }),
            ),
        ];
        for (path, mut user, expected) in cases {
            clear(&mut user, &way(&external(path, USER)));
            assert_eq!(user, expected, "{path}");
        }
    }

    #[test]
    fn a_profile_is_read_from_where_it_was_written_to() {
        let attributes = [
            External {
                name: "email".into(),
                path: "emails.^[primary==true].value".into(),
                namespace: USER.into(),
            },
            External { name: "givenName".into(), path: "name.givenName".into(), namespace: USER.into() },
            External { name: "odd".into(), path: "odd".into(), namespace: USER.into() },
        ];
        let user = json!({
            "emails": [{ "value": "other" }, { "primary": true, "value": "a@b.test" }],
            "name": { "givenName": "Ann" },
            "odd": { "no": "text" },
        });
        let expected = json!({ "email": "a@b.test", "givenName": "Ann" });
        assert_eq!(Value::Object(profile_of(&user, &attributes)), expected);
    }
}

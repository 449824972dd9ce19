//! Names instead of ids, of everything that has a list and a command of its own: rules, policies, zones.

use oktars::{Call, Okta};
use oktars_catalog::Operation;
use serde_json::Value;
use serde_json::value::RawValue;

use super::call;
use super::name::{Candidate, is_id, only};
use super::resource::{Resource, resources};
use crate::failure::Stop;
use crate::run::Run;

/// How many objects are looked through for a name.
const MOST: usize = 5_000;

/// Parameters whose values are names already, or that Okta takes by label.
const NAMES: [&str; 9] = [
    "kid",
    "keyId",
    "resourceSetIdOrLabel",
    "roleIdOrLabel",
    "schemaId",
    "permissionType",
    "templateName",
    "externalId",
    "linkedObjectName",
];

/// The resource that an argument of the path names one of, if it can be listed.
pub fn collection(operation: &Operation, parameter: &str) -> Option<&'static Resource> {
    if NAMES.contains(&parameter) || !operation.values(parameter).is_empty() {
        return None;
    }
    let (before, _) = operation.path.split_once(&format!("/{{{parameter}}}"))?;
    let (list, get) = (plain(before), format!("{}/{{}}", plain(before)));
    resources().find(|resource| {
        let has = |name: &str, path: &str| {
            resource.verbs.iter().any(|verb| verb.name == name && plain(verb.operation.path) == path)
        };
        has("list", &list) && has("get", &get)
    })
}

/// A path without the names of its parameters: `/api/v1/policies/{}/rules`.
pub fn plain(path: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for c in path.chars() {
        inside = (inside || c == '{') && c != '}';
        if !inside || c == '{' {
            plain.push(c);
        }
    }
    plain
}

/// Replaces names with ids.
pub async fn resolve(run: &mut Run, operation: &Operation, path: &mut [String]) -> Result<(), Stop> {
    for (n, parameter) in operation.path_parameters().enumerate() {
        let Some(resource) = collection(operation, parameter) else { continue };
        let (before, rest) = path.split_at_mut(n);
        let Some(value) = rest.first_mut().filter(|value| !is_id(value) && *value != "default") else {
            continue;
        };
        *value = id_of(run, resource, before, value).await?;
    }
    Ok(())
}

/// The id of the one that has this name; what is no name is left as it is.
async fn id_of(
    run: &mut Run,
    resource: &'static Resource,
    parents: &[String],
    value: &str,
) -> Result<String, Stop> {
    let Some(objects) = listed(run, resource, parents).await? else { return Ok(value.to_owned()) };
    let has_id = |object: &Value| ["id", "kid"].iter().any(|member| object[*member] == value);
    let candidates: Vec<Candidate> = objects.iter().flat_map(candidates).collect();
    if objects.iter().any(has_id) || candidates.is_empty() {
        return Ok(value.to_owned());
    }
    only((resource.one, resource.name), value, &candidates)
}

/// Everything of a kind; nothing where it cannot be listed, or is too much.
async fn listed(
    run: &mut Run,
    resource: &'static Resource,
    parents: &[String],
) -> Result<Option<Vec<Value>>, Stop> {
    let Some(list) = resource.verbs.iter().find(|verb| verb.name == "list") else { return Ok(None) };
    let okta = run.okta()?;
    let parents: Vec<&str> = parents.iter().map(String::as_str).collect();
    let mut objects = Vec::new();
    for query in list.queries() {
        let call = query
            .iter()
            .fold(call(&okta, list.operation, &parents), |call, (name, value)| call.query(name, value));
        let mut pages = call.list::<Box<RawValue>>().pages();
        loop {
            match pages.try_next().await {
                Ok(Some(page)) => {
                    objects.extend(page.items.iter().filter_map(|item| serde_json::from_str(item.get()).ok()))
                }
                Ok(None) => break,
                // The request itself tells why, or works all the same. Of several types, an org may lack some.
                Err(_) if list.over.is_some() => break,
                Err(_) => return Ok(None),
            }
            if objects.len() > MOST {
                return Ok(None);
            }
        }
    }
    Ok(Some(objects))
}

/// The calls that list all objects of a command; none where it asks for a parent.
pub fn calls_for_all(okta: &Okta, command: &str) -> Vec<Call> {
    let resource = resources().find(|resource| resource.name == command);
    let list = resource.and_then(|resource| resource.verbs.iter().find(|verb| verb.name == "list"));
    let Some(list) = list.filter(|list| list.operation.path_parameters().next().is_none()) else {
        return Vec::new();
    };
    let asked = |query: Vec<(&'static str, &'static str)>| {
        query.iter().fold(call(okta, list.operation, &[]), |call, (name, value)| call.query(name, value))
    };
    list.queries().into_iter().map(asked).collect()
}

/// What an object is called.
pub fn name_of(object: &Value) -> Option<String> {
    Some(candidates(object).into_iter().next()?.name)
}

/// What an object is called, with what tells it from others of its name. Some have a key beside their name.
fn candidates(object: &Value) -> Vec<Candidate> {
    let Some(id) = object["id"].as_str() else { return Vec::new() };
    let profile = &object["profile"];
    let names = [
        &object["name"],
        &object["label"],
        &object["displayName"],
        &object["title"],
        &object["domain"],
        &object["key"],
        &profile["name"],
        &profile["displayName"],
    ];
    let candidate = |name: &str| Candidate {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: object["type"].as_str().map(str::to_owned),
    };
    names.into_iter().filter_map(Value::as_str).map(candidate).collect()
}

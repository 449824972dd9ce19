//! The tools that read: SQL over the mirror, operations of the API, and their answers.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use oktars::redact;
use oktars_catalog::{Body, Method, Operation, Paging};
use oktars_mirror::{KINDS, Reader};
use serde_json::{Map, Value, json};

use super::answer::{Items, Told};
use super::text;
use crate::command::mirror::{failure, spoken};
use crate::command::search::closest;
use crate::failure::{Failure, Stop};
use crate::run::Run;

/// The longest that a question may take.
const LONGEST: Duration = Duration::from_secs(30);

/// How many operations a search names.
const MOST: usize = 20;

pub fn tools() -> Vec<Value> {
    let tables: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    let read_only = json!({ "readOnlyHint": true, "openWorldHint": false });
    vec![
        json!({
            "name": "sql",
            "description": format!("Asks the mirror of the org, an SQLite file, with one select. The answer says how many \
                rows there are, and shows as many as fit into 8 KB. memberships says who is in which group (group_id, \
                user_id). With `describe` it lists the columns of a table instead. Tables: {}, log, access, admins, \
                stale_users, status.", tables.join(", ")),
            "inputSchema": {
                "type": "object",
                "properties": {
                    "sql": { "type": "string", "description": "a select, such as: select count(*) from users" },
                    "describe": { "type": "string", "description": "a table" },
                },
            },
            "annotations": read_only,
        }),
        json!({
            "name": "find_operation",
            "description": "Finds operations of Okta's API by words, such as: add user to group. It says the id, the \
                request, the parameters, and which members the body takes.",
            "inputSchema": {
                "type": "object",
                "properties": { "words": { "type": "string" } },
                "required": ["words"],
            },
            "annotations": read_only,
        }),
        json!({
            "name": "call",
            "description": "Calls an operation that reads, and shows its answer: of a list, one page. Name the members \
                that you need in `fields`, such as [\"id\", \"profile.login\"].",
            "inputSchema": request_schema(json!({
                "fields": { "type": "array", "items": { "type": "string" } },
            }), &[]),
            "annotations": read_only,
        }),
    ]
}

/// The arguments that name a request, and more.
pub fn request_schema(more: Value, required: &[&str]) -> Value {
    let mut properties = json!({
        "operation": { "type": "string", "description": "the id that find_operation shows, such as listUsers" },
        "path": { "type": "object", "description": "the values of the path's parameters by name" },
        "query": { "type": "object", "description": "the values of the query's parameters by name" },
    });
    if let (Some(properties), Some(more)) = (properties.as_object_mut(), more.as_object()) {
        properties.extend(more.clone());
    }
    let required: Vec<&str> = ["operation"].into_iter().chain(required.iter().copied()).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

/// Asks the mirror.
pub fn sql(mirror: Option<&Path>, arguments: &Value) -> Result<Told, Stop> {
    let path = mirror.ok_or_else(|| {
        Failure::usage("no mirror is named").hint(
            "a person makes one with `oktars mirror sync FILE`, and starts this server with --mirror FILE",
        )
    })?;
    let mut reader = Reader::open(path).map_err(failure)?;
    if arguments["describe"].is_string() {
        return describe(&reader, text(arguments, "describe")?);
    }
    let question = text(arguments, "sql")?;
    let mut items = Items::default();
    let asked = reader.ask(question, LONGEST, &mut |row| {
        items.add(row.get());
        Ok(())
    });
    asked.map_err(failure)??;
    let mut more = age(&reader)?;
    for gap in reader.gaps().map_err(failure)? {
        more.push_str(&format!("\nnote: the mirror's {} is {}", gap.kind, gap.state));
    }
    Ok(items.told(("row", "rows"), &more))
}

fn describe(reader: &Reader, table: &str) -> Result<Told, Stop> {
    let columns = reader.schema().map_err(failure)?;
    let of_table = columns.iter().filter(|(name, ..)| name == table);
    let listed: Vec<String> = of_table
        .map(|(_, column, kind)| format!("{column} {}", kind.to_lowercase()).trim_end().to_owned())
        .collect();
    if listed.is_empty() {
        let close = closest(table, columns.iter().map(|(name, ..)| name.as_str()));
        let hint = close.map(|name| format!("; did you mean {name}?")).unwrap_or_default();
        return Ok(Told::failed(&format!("there is no table {table:?}{hint}")));
    }
    Ok(Told::words(format!("{} columns of {table}: {}", listed.len(), listed.join(", "))))
}

/// How old the mirror is.
fn age(reader: &Reader) -> Result<String, Stop> {
    let noted = reader.noted("published_at").map_err(failure)?;
    Ok(match noted.and_then(|at| at.parse::<Timestamp>().ok()) {
        Some(at) => format!("; the mirror is {} old", spoken(Timestamp::now().duration_since(at).as_secs())),
        None => "; the mirror is empty, since no sync was finished yet".to_owned(),
    })
}

/// Finds operations by words in their ids, paths and tags.
pub fn find_operation(arguments: &Value) -> Result<Told, Stop> {
    let words = text(arguments, "words")?.to_lowercase();
    let words: Vec<&str> =
        words.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2 && *word != "the").collect();
    let mut found: Vec<(usize, &Operation)> = oktars_catalog::all_operations()
        .map(|operation| (rank(operation, &words), operation))
        .filter(|(rank, _)| *rank > 0)
        .collect();
    found.sort_by_key(|(rank, operation)| {
        (std::cmp::Reverse(*rank), operation.deprecated, operation.id.len())
    });
    let best = found.first().map_or(0, |(rank, _)| *rank);
    // Of those that have fewer of the words there may be hundreds.
    let close: Vec<&Operation> =
        found.iter().filter(|(rank, _)| *rank * 2 > best).map(|(_, operation)| *operation).collect();
    if close.is_empty() {
        return Ok(Told::failed("no operation has one of these words in its id, its path or its tag"));
    }
    let mut text = format!("{} operations; the closest:", close.len());
    for operation in close.iter().take(MOST) {
        let described = described(operation);
        if text.len() + described.len() > super::answer::LARGEST - 200 {
            break;
        }
        text.push_str(&described);
    }
    Ok(Told::words(text))
}

/// How well an operation answers to words: those of the id count most.
fn rank(operation: &Operation, words: &[&str]) -> usize {
    let id = operation.id.to_lowercase();
    let path = operation.path.to_lowercase();
    let tag = operation.tag.to_lowercase();
    let verb = operation.method.as_str().to_lowercase();
    let of_word = |word: &&str| {
        // `users` finds `user`, and the other way round.
        let word = word.trim_end_matches('s');
        let verbs: &[&str] = match word {
            "add" => &["assign"],
            "remove" => &["unassign", "delete"],
            "change" | "edit" => &["update", "replace"],
            "find" | "read" | "show" => &["list", "get"],
            _ => &[],
        };
        match () {
            () if id.contains(word) => 4,
            () if verbs.iter().any(|verb| id.contains(verb)) => 3,
            () if path.contains(word) => 2,
            () if tag.contains(word) || verb == word => 1,
            () => 0,
        }
    };
    words.iter().map(of_word).sum()
}

fn described(operation: &Operation) -> String {
    let kind = if operation.method == Method::Get { "reads, for call" } else { "changes, for plan" };
    let mut text = format!("\n\n{}: {} {} ({kind})", operation.id, operation.method.as_str(), operation.path);
    if operation.deprecated {
        text.push_str(" deprecated");
    }
    if !operation.query.is_empty() {
        let names: Vec<String> = operation
            .query
            .iter()
            .map(|query| format!("{}{}", query.name, if query.required { "*" } else { "" }))
            .collect();
        text.push_str(&format!("\n  query: {}", names.join(", ")));
    }
    if operation.body != Body::None {
        const LONGEST: usize = 700;
        let members = operation.body_members().unwrap_or("JSON");
        let end =
            (0..=LONGEST.min(members.len())).rev().find(|end| members.is_char_boundary(*end)).unwrap_or(0);
        let more = if end < members.len() { " .." } else { "" };
        text.push_str(&format!("\n  body (* is required): {}{more}", &members[..end]));
    }
    text
}

/// Calls an operation that reads.
pub async fn call(run: &mut Run, arguments: &Value) -> Result<Told, Stop> {
    let operation = operation(arguments)?;
    if operation.method != Method::Get {
        let text = format!("{} does not read but {}s", operation.id, operation.method.as_str());
        return Err(Failure::usage(text).hint("the tool plan prepares a change").into());
    }
    let fields = fields(arguments)?;
    let call = request(run, operation, arguments)?;
    let answer = run.send(call).await?;
    let mut body: Value = match serde_json::from_slice(answer.body()) {
        Ok(body) => body,
        Err(_) => return Ok(Told::words(format!("{} bytes that are not JSON", answer.body().len()))),
    };
    redact::hide_secrets(&mut body);
    let has_more = answer
        .headers()
        .get_all("link")
        .iter()
        .any(|link| link.to_str().is_ok_and(|link| link.contains("rel=\"next\"")));
    let list = match (body, operation.paging) {
        (Value::Array(items), _) => items,
        (Value::Object(mut object), Paging::Object(member)) if object[member].is_array() => {
            object.remove(member).and_then(|items| items.as_array().cloned()).unwrap_or_default()
        }
        (one, _) => {
            let chosen = chosen(&one, &fields);
            return Ok(Told::words("one object").with_data(chosen.to_string()));
        }
    };
    let mut items = Items::default();
    list.iter().for_each(|item| items.add(&chosen(item, &fields).to_string()));
    let more = if has_more { "; there are more pages, so ask the mirror for numbers" } else { "" };
    Ok(items.told(("item", "items"), more))
}

/// The operation that is named.
pub fn operation(arguments: &Value) -> Result<&'static Operation, Failure> {
    let id = text(arguments, "operation")?;
    oktars_catalog::operation(id).ok_or_else(|| {
        let close = closest(id, oktars_catalog::all_operations().map(|operation| operation.id));
        let hint =
            close.map_or("find_operation finds operations".to_owned(), |id| format!("did you mean {id}?"));
        Failure::usage(format!("there is no operation {id:?}")).hint(hint)
    })
}

/// The request of an operation with the values that were given. Nothing is sent yet.
pub fn request(
    run: &mut Run,
    operation: &'static Operation,
    arguments: &Value,
) -> Result<oktars::Call, Stop> {
    let path = values(arguments, "path")?;
    let query = values(arguments, "query")?;
    let mut call = run.okta()?.call(*operation);
    for name in operation.path_parameters() {
        let value = path.iter().find(|(given, _)| given == name).map(|(_, value)| value);
        let value = value.ok_or_else(|| {
            Failure::usage(format!("{} needs the value of {name} in the argument \"path\"", operation.id))
        })?;
        call = call.path(name, value);
    }
    if let Some((name, _)) =
        path.iter().find(|(name, _)| !operation.path_parameters().any(|known| known == name))
    {
        return Err(Failure::usage(format!("the path {} has no parameter {name}", operation.path)).into());
    }
    for (name, value) in &query {
        let known = operation.query_parameter(name).ok_or_else(|| {
            let names: Vec<&str> = operation.query.iter().map(|query| query.name).collect();
            Failure::usage(format!("{} takes no {name}", operation.id)).hint(format!(
                "it takes {}",
                if names.is_empty() { "no query".to_owned() } else { names.join(", ") }
            ))
        })?;
        call = call.query(known.name, value);
    }
    Ok(call)
}

/// Names and values of an argument. A number or a boolean is its text.
fn values(arguments: &Value, name: &str) -> Result<Vec<(String, String)>, Failure> {
    let empty = Map::new();
    let given = match &arguments[name] {
        Value::Null => &empty,
        Value::Object(given) => given,
        _ => return Err(Failure::usage(format!("the argument {name:?} must be an object"))),
    };
    let value = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    let pairs = given.iter().map(|(member, given)| match value(given) {
        Some(text) if !text.is_empty() => Ok((member.clone(), text)),
        _ => {
            Err(Failure::usage(format!("{member} in the argument {name:?} must be a text that is not empty")))
        }
    });
    pairs.collect()
}

fn fields(arguments: &Value) -> Result<Vec<String>, Failure> {
    match &arguments["fields"] {
        Value::Null => Ok(Vec::new()),
        given => serde_json::from_value(given.clone())
            .map_err(|_| Failure::usage("the argument \"fields\" must be a list of texts")),
    }
}

/// The members of an object that were asked for, by their paths.
fn chosen(item: &Value, fields: &[String]) -> Value {
    if fields.is_empty() {
        return item.clone();
    }
    let member = |field: &String| {
        let found = field.split('.').try_fold(item, |value, name| value.get(name));
        (field.clone(), found.cloned().unwrap_or_default())
    };
    Value::Object(fields.iter().map(member).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_find_the_operation_that_is_meant() {
        let cases = [
            ("add user to group", "assignUserToGroup"),
            ("list users", "listUsers"),
            ("deactivate user", "deactivateUser"),
            ("remove a user from a group", "unassignUserFromGroup"),
            ("system log", "listLogEvents"),
        ];
        for (words, id) in cases {
            let told = find_operation(&json!({ "words": words })).unwrap().result();
            let text = told["content"][0]["text"].as_str().unwrap().to_owned();
            let place = text.find(&format!("\n\n{id}:"));
            assert!(place.is_some(), "{words}: {text}");
            assert!(text.len() <= super::super::answer::LARGEST, "{words}");
        }
    }
}

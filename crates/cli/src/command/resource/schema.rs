//! `oktars schemas`

use oktars::op;
use oktars_catalog::Operation;
use serde_json::{Value, json};

use super::{Resource, Verb, user_type};
use crate::command::name::is_id;
use crate::failure::Stop;
use crate::output::Columns;
use crate::run::Run;

/// The attributes of a schema, one a row.
const ATTRIBUTES: Columns =
    Columns { table: "name,title,type,required,custom", csv: "unique,access,values,description" };

pub const RESOURCE: Resource = Resource {
    name: "schemas",
    one: "schema",
    about: "The attributes of users, groups and the users of apps",
    columns: Columns { table: "id,name,title", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read(
            "get",
            "Show the attributes of users; JSON and YAML show the whole schema",
            op::GET_USER_SCHEMA,
            "",
        )
        .usual("schemaId", "default")
        .rows(attributes)
        .columns(ATTRIBUTES),
        Verb::step(
            "update",
            "Add, change or remove your own attributes of users",
            op::UPDATE_USER_PROFILE,
            "updated",
            "default --set 'definitions.custom.properties.badge:={\"type\":\"string\"}'",
        ),
        Verb::read("get-group", "Show the attributes of groups", op::GET_GROUP_SCHEMA, "-o yaml")
            .rows(attributes)
            .columns(ATTRIBUTES),
        Verb::step(
            "update-group",
            "Add, change or remove your own attributes of groups",
            op::UPDATE_GROUP_SCHEMA,
            "updated",
            "--input attributes.json",
        ),
        Verb::read(
            "get-app",
            "Show the attributes of the users of an app",
            op::GET_APPLICATION_USER_SCHEMA,
            "0oa1gjh63g214q0Hq0g4 -o yaml",
        )
        .rows(attributes)
        .columns(ATTRIBUTES),
        Verb::step(
            "update-app",
            "Add, change or remove your own attributes of the users of an app",
            op::UPDATE_APPLICATION_USER_PROFILE,
            "updated",
            "0oa1gjh63g214q0Hq0g4 --input attributes.json",
        ),
        Verb::read(
            "log-streams",
            "List the settings of each type of log stream",
            op::LIST_LOG_STREAM_SCHEMAS,
            "-o yaml",
        ),
        Verb::read(
            "get-log-stream",
            "Show the settings of a type of log stream",
            op::GET_LOG_STREAM_SCHEMA,
            "aws_eventbridge -o yaml",
        ),
    ],
};

fn attributes(schema: &Value) -> Vec<Value> {
    let mut rows = Vec::new();
    for half in ["base", "custom"] {
        let definitions = &schema["definitions"][half];
        let required = definitions["required"].as_array().cloned().unwrap_or_default();
        for (name, property) in definitions["properties"].as_object().into_iter().flatten() {
            let is_required = property["required"] == true || required.iter().any(|other| other == name);
            rows.push(json!({
                "name": name,
                "title": property["title"],
                "type": kind(property),
                "required": is_required,
                "custom": half == "custom",
                "unique": property["unique"] == "UNIQUE_VALIDATED",
                "access": property["permissions"][0]["action"],
                "values": property["enum"],
                "description": property["description"],
            }));
        }
    }
    rows
}

/// `string`, or `array of string`.
fn kind(property: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    match property["type"].as_str() {
        Some("array") => format!("array of {}", text(&property["items"]["type"])),
        _ => text(&property["type"]),
    }
}

/// Replaces the name of a user type with the id of its schema.
pub async fn resolve(run: &mut Run, operation: &Operation, path: &mut [String]) -> Result<(), Stop> {
    let at = operation.path_parameters().position(|name| name == "schemaId");
    let Some(value) = at.and_then(|at| path.get_mut(at)) else { return Ok(()) };
    if value == "default" || is_id(value) {
        return Ok(());
    }
    *value = user_type::schema_id(run, value).await?;
    Ok(())
}

//! `oktars user-types`

use oktars::op;
use serde_json::Value;

use super::{Resource, Verb};
use crate::command::call;
use crate::command::search::closest;
use crate::failure::{Exit, Failure, Stop};
use crate::output::Columns;
use crate::run::Run;

pub const RESOURCE: Resource = Resource {
    name: "user-types",
    one: "user type",
    about: "User types, each with its own attributes",
    columns: Columns { table: "id,name,displayName,default,description", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List user types", op::LIST_USER_TYPES, ""),
        Verb::read("get", "Show a user type", op::GET_USER_TYPE, "default"),
        Verb::step(
            "create",
            "Create a user type",
            op::CREATE_USER_TYPE,
            "created",
            "--set name=contractor --set displayName=Contractor",
        ),
        Verb::step(
            "update",
            "Change the name or the description of a user type",
            op::UPDATE_USER_TYPE,
            "updated",
            "oty1gjh63g214q0Hq0g4 --set displayName=Partner",
        ),
        Verb::step(
            "replace",
            "Replace a user type; what the file does not name is gone",
            op::REPLACE_USER_TYPE,
            "replaced",
            "otyfnjfba4ye7pgjB0g4 --input type.json",
        ),
        Verb::remove(
            "delete",
            "Delete a user type that no user has",
            op::DELETE_USER_TYPE,
            "Delete",
            "oty1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};

/// The id of the schema of a user type, which is named by its name or the name that people see.
pub async fn schema_id(run: &mut Run, name: &str) -> Result<String, Stop> {
    let list = call(&run.okta()?, op::LIST_USER_TYPES, &[]);
    let types: Vec<Value> = run.send(list).await?.json()?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let names = |kind: &Value| [text(&kind["name"]), text(&kind["displayName"]), text(&kind["id"])];
    let found = types.iter().find(|kind| names(kind).iter().any(|known| known.eq_ignore_ascii_case(name)));
    let href = found.and_then(|kind| kind["_links"]["schema"]["href"].as_str());
    if let Some(id) = href.and_then(|href| href.rsplit('/').next()) {
        return Ok(id.to_owned());
    }
    let all: Vec<String> = types.iter().map(|kind| text(&kind["name"])).collect();
    let hint = match closest(name, all.iter().map(String::as_str)) {
        Some(similar) => format!("did you mean {similar}?"),
        None => format!("the user types are {}", all.join(", ")),
    };
    Err(Failure::new(Exit::NotFound, format!("there is no user type called {name:?}")).hint(hint).into())
}

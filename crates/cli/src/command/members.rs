//! `oktars explain`: which members an object has, of which type they are, and which of them Okta requires.

use serde_json::{Map, Value, json};

use super::operation::assigned;
use super::request_body::{of_kind, shape};
use super::{Assignment, mirror, skeleton};
use crate::failure::{Failure, Stop};
use crate::output::Columns;
use crate::run::Run;

const COLUMNS: Columns = Columns { table: "member,type,required,values", csv: "" };
/// The verbs that take an object, the one that makes it first.
const VERBS: [&str; 7] = ["create", "add", "assign", "import", "update", "replace", "set"];

/// Show the members of an object: their types, their values, and which of them Okta requires
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The members are those of the body that makes the object, or that changes it if nothing makes one.

Examples:
  oktars explain group-rules
  oktars explain network-zones --set type=IP
  oktars explain apps --set signOnMode=SAML_2_0 -o csv"
)]
pub struct Explain {
    /// The resource, as its command is called
    #[arg(value_name = "RESOURCE")]
    resource: String,
    /// The member on which others depend: NAME=TEXT
    #[arg(long, value_name = "NAME=TEXT", value_parser = Assignment::parse)]
    set: Vec<Assignment>,
}

impl Explain {
    pub fn run(self, run: &mut Run) -> Result<(), Stop> {
        let bodies = VERBS.iter().filter_map(|verb| skeleton::operation_of(&[&self.resource, verb]));
        let Some((operation, shape)) = bodies.filter_map(|(found, _)| Some((found, shape(found)?))).next()
        else {
            return Err(Failure::usage(
                "there is no such resource, or no command creates or changes it with a body",
            )
            .hint("`oktars help` lists the resources by the names of their commands")
            .into());
        };
        let given = assigned(Value::Object(Map::new()), &self.set)?;
        let (members, kinds) = of_kind(&shape, &given);
        let mut rows = Vec::new();
        tell(&members, "", true, &mut rows);
        mirror::print(run, rows, &COLUMNS)?;
        run.note(&format!("the body of {} ({} {})", operation.id, operation.method.as_str(), operation.path));
        if let Some((by, kinds)) = kinds {
            run.note(&format!("note: the {by} decides about more members: --set {by}={}", kinds.join("|")));
        }
        Ok(())
    }
}

/// A row for each member that holds a value. A member is required where all that it stands in is.
fn tell(shape: &Value, path: &str, is_required: bool, rows: &mut Vec<Value>) {
    match shape {
        Value::Object(members) if !members.is_empty() => {
            for (name, inner) in members {
                let (name, is_marked) =
                    name.strip_suffix('*').map_or((name.as_str(), false), |name| (name, true));
                let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                tell(inner, &path, is_required && is_marked, rows);
            }
        }
        Value::Array(items) if !items.is_empty() => tell(&items[0], &format!("{path}[]"), is_required, rows),
        value => {
            let (kind, values) = match value.as_str() {
                Some(kind @ ("text" | "number" | "boolean")) => (kind, None),
                Some(values) => ("text", Some(values.replace('|', ", "))),
                None => ("any", None),
            };
            rows.push(json!({ "member": path, "type": kind, "required": is_required, "values": values }));
        }
    }
}

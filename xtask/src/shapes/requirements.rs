//! What the description requires of a body, the local org requires too.
use std::collections::BTreeMap;

use oktars_catalog::Operation;
use oktars_local::Org;
use serde_json::{Value, json};

use super::description::Description;
use crate::replay::ask_json;
use crate::tally::Difference;

/// Operations at fixed paths that make something; of each body that is accepted, one member is spoiled at a time.
pub fn sweep(description: &Description) -> BTreeMap<Difference, usize> {
    let served = oktars_local::operations();
    let operations = served.keys().filter_map(|id| oktars_catalog::operation(id));
    let mut found = BTreeMap::new();
    for operation in operations.filter(|known| known.method == oktars_catalog::Method::Post) {
        if operation.path.contains('{') || !operation.path.starts_with("/api/v1/") {
            continue;
        }
        let Some(schema) = description.request(operation.id) else { continue };
        let mut note = |what: String| found.insert((operation.id.to_owned(), what), 1);
        let bodies = description.request_examples(operation.id);
        let Some(body) = bodies.iter().copied().find(|body| send(operation, body) < 300) else {
            if !bodies.is_empty() {
                note("no example of the description is accepted".to_owned());
            }
            continue;
        };
        for what in spoiled(description, schema, body) {
            let status = send(operation, &what.1);
            if status != 400 {
                note(format!("{}: {status}", what.0));
            }
        }
    }
    found
}

fn send(operation: &Operation, body: &Value) -> u16 {
    ask_json(&Org::in_memory(), "POST", operation.path, &[], Some(body)).status
}

/// A body without each of its required members, and with each choice replaced by one that there is not.
fn spoiled(description: &Description, schema: &Value, body: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    let (required, choices) = description.demands(schema, body);
    for name in required.iter().filter(|name| body.get(name.as_str()).is_some()) {
        let mut less = body.clone();
        less.as_object_mut().and_then(|members| members.remove(name));
        all.push((format!("without {name}"), less));
    }
    for name in choices.iter().filter(|name| body.get(name.as_str()).is_some()) {
        let mut other = body.clone();
        other[name.as_str()] = json!("NO_SUCH_VALUE");
        all.push((format!("another {name}"), other));
    }
    all
}

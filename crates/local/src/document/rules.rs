//! What may not be done with a document: because of its state, because others need it, because another one has
//! the same already.

use serde_json::{Value, json};

use crate::document::description::{Collection, Guard, Id};
use crate::kernel::context::Context;
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;

/// Refuses what a description says may not be done with a document.
pub fn refuse(context: &Context<'_>, collection: &Collection, document: &Value) -> Result<(), Problem> {
    let forbids = |guard: &&Guard| {
        guard.operations.contains(&context.request.operation) && document[guard.member] == (guard.is)()
    };
    if let Some(guard) = collection.guards.iter().find(forbids) {
        return Err(refusal(guard.code, guard.summary, guard.cause));
    }
    for one in collection.uses {
        if one.operations.contains(&context.request.operation) && (one.is_used)(context, document)? {
            return Err(refusal(one.code, one.summary, one.cause));
        }
    }
    Ok(())
}

fn refusal(code: &'static str, summary: &str, cause: &str) -> Problem {
    let problem = Problem::new(code, summary);
    if cause.is_empty() { problem } else { problem.cause(cause) }
}

/// Whether a document has this text anywhere as a value.
pub fn mentions(document: &Value, text: &str) -> bool {
    match document {
        Value::String(own) => own == text,
        Value::Array(items) => items.iter().any(|item| mentions(item, text)),
        Value::Object(members) => members.values().any(|value| mentions(value, text)),
        _ => false,
    }
}

/// Whether one of the documents of a kind has this text anywhere as a value.
pub fn is_mentioned(context: &Context<'_>, kind: Kind<'_>, text: &str) -> Result<bool, Problem> {
    Ok(context.tx.all(kind)?.iter().any(|(_, document)| mentions(document, text)))
}

/// Refuses what another document has already.
pub fn refuse_taken(
    context: &Context<'_>,
    collection: &Collection,
    path: &str,
    sent: &Value,
    own: Option<&str>,
) -> Result<(), Problem> {
    if let Id::Given(member) = collection.id
        && own.is_none()
        && context.tx.exists(kind::at(path), sent[member].as_str().unwrap_or_default())?
    {
        return Err(Problem::duplicate(member));
    }
    for field in collection.fields {
        let Some((code, summary)) = field.unique else { continue };
        let Some(value) = sent.pointer(&field.pointer()).filter(|value| is_somebodys(value)) else {
            continue;
        };
        let same = |(id, other): &(String, Value)| {
            own != Some(id.as_str()) && is_same(other.pointer(&field.pointer()), value)
        };
        match context.tx.all(kind::at(path))?.into_iter().find(same) {
            None => {}
            // What only one may be, such as the default, passes from one to the other.
            Some((id, mut other)) if own.is_some() && value.is_boolean() => {
                other[field.path] = json!(false);
                context.tx.put(kind::at(path), &id, &other)?;
            }
            Some(_) if summary.is_empty() => return Err(Problem::duplicate(field.path)),
            Some(_) => return Err(Problem::new(code, summary)),
        }
    }
    Ok(())
}

fn is_somebodys(value: &Value) -> bool {
    value.is_string() || *value == true
}

fn is_same(other: Option<&Value>, value: &Value) -> bool {
    match (other, value) {
        (Some(Value::String(other)), Value::String(text)) => other.eq_ignore_ascii_case(text),
        (other, value) => other == Some(value),
    }
}

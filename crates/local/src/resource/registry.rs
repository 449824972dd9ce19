//! What is described as data, found by operation or by path, and what its paths go through.

use std::collections::HashMap;
use std::sync::LazyLock;

use oktars_catalog::{Operation, op};

use crate::document::place::nameless;
use crate::document::{Collection, Served, Verb, collection, setting};
use crate::kernel::context::{Context, Handler, Reply, Step};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::authorization_server;
use crate::resource::role::custom as custom_role;
use crate::resource::{collections, handlers, role, settings};

/// What the described resources answer, by operation id.
static OPERATIONS: LazyLock<HashMap<&'static str, (Served, Verb)>> = LazyLock::new(|| {
    let operations = oktars_catalog::all_operations();
    operations.filter_map(|operation| Some((operation.id, find(operation)?))).collect()
});

fn find(operation: &'static Operation) -> Option<(Served, Verb)> {
    all().find_map(|served| Some((served, served.verb(operation)?)))
}

/// All that is described.
pub fn all() -> impl Iterator<Item = Served> {
    let collections = collections().map(Served::Collection);
    collections.chain(settings().map(Served::Setting))
}

/// The operations that are served from descriptions.
pub fn documents() -> impl Iterator<Item = (&'static str, Handler)> {
    OPERATIONS.keys().map(|id| (*id, serve as Handler))
}

/// Whether the resource of a described operation has rules of its own.
pub fn has_hooks(id: &str) -> bool {
    matches!(OPERATIONS.get(id), Some((Served::Collection(one), _)) if one.hooks.is_some())
}

/// The operations of one description, as far as it is the one that serves them.
pub fn operations_of(served: Served) -> Vec<&'static str> {
    let same = |other: &Served| match (served, *other) {
        (Served::Collection(one), Served::Collection(other)) => std::ptr::eq(one, other),
        (Served::Setting(one), Served::Setting(other)) => std::ptr::eq(one, other),
        _ => false,
    };
    let own = OPERATIONS.iter().filter(|(_, (other, _))| same(other)).map(|(id, _)| *id);
    let mut own: Vec<&str> = own.filter(|id| handlers().all(|(other, _)| other != *id)).collect();
    own.sort_unstable();
    own
}

fn serve(context: &mut Context<'_>) -> Result<Reply, Problem> {
    match OPERATIONS[context.request.operation.id] {
        (Served::Collection(collection), verb) => collection::serve(context, collection, verb),
        (Served::Setting(setting), verb) => setting::serve(context, setting, verb),
    }
}

/// The id of something that the path goes through, which must be there.
pub fn parent(context: &mut Context<'_>, step: &Step<'_>, id: String) -> Result<String, Problem> {
    match step.before {
        "users" => Ok(id_of(&context.user_named(&id)?).to_owned()),
        "apps" => Ok(id_of(&context.app_with(&id)?).to_owned()),
        "authorizationServers" => {
            authorization_server::find(context, &id)?;
            Ok(id)
        }
        "groups" => Ok(id_of(&context.group_with(&id)?).to_owned()),
        "roles" if role::standard(&id).is_none() => Ok(id_of(&custom_role::find(context, &id)?).to_owned()),
        // A pool that is not there has no updates, which is no error.
        "agentPools" if context.request.operation.id == op::LIST_AGENT_POOLS_UPDATES.id => Ok(id),
        "first-party-app-settings" if id != "admin-console" => Err(Problem::not_found(&id, "AppInstance")),
        _ => {
            if let Some(described) = described(step.shape) {
                collection::find(context, described, step.path, &id)?;
            }
            Ok(id)
        }
    }
}

/// The collection at a path, whatever its parameters are called.
fn described(path: &str) -> Option<&'static Collection> {
    all().find_map(|served| match served {
        Served::Collection(one) if nameless(one.path()) == nameless(path) => Some(one),
        _ => None,
    })
}

/// The collection whose documents are kept below this path, in which ids stand for parameters.
pub fn collection_at(path: &str) -> Option<&'static Collection> {
    all().find_map(|served| match served {
        Served::Collection(one) if is_of(one.path(), path) => Some(one),
        _ => None,
    })
}

fn is_of(template: &str, path: &str) -> bool {
    let is_id = |segment: &str| !segment.is_empty() && !segment.contains(['{', '\0']);
    let same = |(wanted, found): (&str, &str)| match wanted.starts_with('{') {
        true => is_id(found),
        false => wanted == found,
    };
    template.split('/').count() == path.split('/').count()
        && template.split('/').zip(path.split('/')).all(same)
}

/// The id of something that a path of documents goes through and that is not there.
pub fn missing_parent(tx: &Tx, collection: &Collection, path: &str) -> Result<Option<String>, StoreError> {
    let segments: Vec<&str> = path.split('/').collect();
    for (at, _) in collection.path().split('/').enumerate().filter(|(_, segment)| segment.starts_with('{')) {
        let above = segments[..at].join("/");
        let kind = match segments[at - 1] {
            "users" => Some(kind::USER),
            "apps" => Some(kind::APP),
            "groups" => Some(kind::GROUP),
            _ => collection_at(&above).map(|_| kind::at(&above)),
        };
        if let Some(kind) = kind
            && !tx.exists(kind, segments[at])?
        {
            return Ok(Some(segments[at].to_owned()));
        }
    }
    Ok(None)
}

//! Resources of which a client sees no more than that they are stored, listed and moved through states. Each
//! is described in its file under `resource/`, as data; this engine serves them all.

pub mod body;
pub mod collection;
pub mod description;
pub mod place;
pub mod rules;
pub mod setting;

use std::collections::HashMap;
use std::sync::LazyLock;

use oktars_catalog::{Method, Operation};

pub use crate::document::description::{Collection, Setting, Verb};
use crate::kernel::context::{Context, Handler, Reply};
use crate::kernel::problem::Problem;
use crate::resource;

/// Something that is described.
#[derive(Clone, Copy)]
pub enum Served {
    Collection(&'static Collection),
    Setting(&'static Setting),
}

/// What the described resources answer, by operation id.
static OPERATIONS: LazyLock<HashMap<&'static str, (Served, Verb)>> = LazyLock::new(|| {
    let operations = oktars_catalog::operations().iter().chain(oktars_catalog::unlisted());
    operations.filter_map(|operation| Some((operation.id, find(operation)?))).collect()
});

fn find(operation: &Operation) -> Option<(Served, Verb)> {
    all().find_map(|served| Some((served, served.verb(operation)?)))
}

/// All that is described.
pub fn all() -> impl Iterator<Item = Served> {
    let collections = resource::collections().map(Served::Collection);
    collections.chain(resource::settings().map(Served::Setting))
}

/// The operations that are served from descriptions.
pub fn handlers() -> impl Iterator<Item = (&'static str, Handler)> {
    OPERATIONS.keys().map(|id| (*id, serve as Handler))
}

/// The operations of one description, as far as it is the one that serves them.
pub fn operations_of(served: Served) -> Vec<&'static str> {
    let same = |other: &Served| match (served, *other) {
        (Served::Collection(one), Served::Collection(other)) => std::ptr::eq(one, other),
        (Served::Setting(one), Served::Setting(other)) => std::ptr::eq(one, other),
        _ => false,
    };
    let own = OPERATIONS.iter().filter(|(_, (other, _))| same(other)).map(|(id, _)| *id);
    let mut own: Vec<&str> = own.filter(|id| resource::handlers().all(|(other, _)| other != id)).collect();
    own.sort_unstable();
    own
}

fn serve(context: &mut Context<'_>) -> Result<Reply, Problem> {
    match OPERATIONS[context.request.operation.id] {
        (Served::Collection(collection), verb) => collection::serve(context, collection, verb),
        (Served::Setting(setting), verb) => setting::serve(context, setting, verb),
    }
}

impl Served {
    /// What an operation does with it, if anything.
    fn verb(self, operation: &Operation) -> Option<Verb> {
        let (path, method) = (place::nameless(operation.path), operation.method);
        let (own, all, actions, except) = match self {
            Served::Collection(one) => (one.item, Some(one.path()), one.actions, one.except),
            Served::Setting(one) => (one.path, None, one.actions, one.except),
        };
        if except.contains(&operation.id) {
            return None;
        }
        let own = place::nameless(own);
        if let Some(action) = path.strip_prefix(&format!("{own}/"))
            && method == Method::Post
        {
            return actions.iter().position(|known| known.path == action).map(Verb::Act);
        }
        let of_all = all.is_some_and(|all| place::nameless(all) == path);
        match method {
            Method::Get if of_all => Some(Verb::List),
            Method::Post if of_all => Some(Verb::Create),
            Method::Delete if of_all => Some(Verb::Clear),
            _ if own != path => None,
            Method::Get => Some(Verb::Get),
            Method::Put => Some(Verb::Replace),
            Method::Post | Method::Patch => Some(Verb::Update),
            Method::Delete => Some(Verb::Delete),
        }
    }
}

//! Resources of which a client sees no more than that they are stored, listed and moved through states. Each
//! is described in its file under `resource/`, as data; this engine serves them all.

pub mod body;
pub mod collection;
pub mod description;
pub mod form;
pub mod place;
pub mod rules;
pub mod setting;

use oktars_catalog::{Method, Operation};

pub use crate::document::description::{Collection, Setting, Verb};

/// Something that is described.
#[derive(Clone, Copy)]
pub enum Served {
    Collection(&'static Collection),
    Setting(&'static Setting),
}

impl Served {
    /// What an operation does with it, if anything.
    pub fn verb(self, operation: &'static Operation) -> Option<Verb> {
        let (path, method) = (place::nameless(operation.path), operation.method);
        let (own, all, actions, except) = match self {
            Served::Collection(one) => (one.item, Some(one.path()), one.actions, one.except),
            Served::Setting(one) => (one.path, None, one.actions, one.except),
        };
        if except.contains(&operation) {
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

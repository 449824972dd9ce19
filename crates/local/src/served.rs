//! What this org serves, told to those who count it and to tests.

use oktars_catalog::Method;
use serde_json::Value;

use crate::document::{self, Served};
use crate::resource::{self, registry};
use crate::sign_in;

/// How an operation is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serving {
    /// By code that does what Okta does.
    Behaviour,
    /// By the engine of documents: stored, listed, and moved through states.
    Documents,
}

/// The operations that the local org serves, by id; any other is answered 501 with its name.
///
/// ```
/// use oktars_local::{Serving, operations};
///
/// assert_eq!(operations().get("createUser"), Some(&Serving::Behaviour));
/// assert_eq!(operations().get("createBrand"), Some(&Serving::Documents));
/// ```
pub fn operations() -> std::collections::BTreeMap<&'static str, Serving> {
    let serving = |id| if registry::has_hooks(id) { Serving::Behaviour } else { Serving::Documents };
    let described = registry::documents().map(|(id, _)| (id, serving(id)));
    let own = resource::handlers().chain(sign_in::handlers()).map(|(id, _)| (id, Serving::Behaviour));
    described.chain(own).collect()
}

/// What the coverage says about documents that the local org keeps.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Described {
    /// The path of one document, or of a setting, which is always there.
    pub path: &'static str,
    /// Whether there are many, below one path.
    pub is_collection: bool,
    /// The type that a 404 names; empty for a setting that is there from the beginning.
    pub kind: &'static str,
    /// The member that names a document.
    pub id: &'static str,
    /// A body that is accepted.
    pub sample: Value,
    /// Places in a body that must not be left out.
    pub required: Vec<&'static str>,
    /// Places in a body that no two documents may share.
    pub unique: Vec<&'static str>,
    /// Places in a body that no answer shows.
    pub secret: Vec<&'static str>,
    /// Members that only the answer to a create shows.
    pub once: &'static [&'static str],
    /// The status of an answer to a create.
    pub created: u16,
    /// The operations, by id.
    pub operations: Vec<&'static str>,
}

impl Described {
    /// Whether there is an operation of this method, at the document's path with this added.
    pub fn has(&self, method: Method, added: &str) -> bool {
        let path = document::place::nameless(&format!("{}{added}", self.path));
        let mut operations = self.operations.iter().filter_map(|id| oktars_catalog::operation(id));
        operations.any(|known| known.method == method && document::place::nameless(known.path) == path)
    }
}

/// All that is described.
pub fn described() -> Vec<Described> {
    let is_plain = |served: &Served| !matches!(served, Served::Collection(one) if one.hooks.is_some());
    registry::all().filter(is_plain).map(describe).collect()
}

fn describe(served: Served) -> Described {
    let (path, kind, id, sample, fields, created) = match served {
        Served::Collection(one) => (one.item, one.kind, one.id.member(), one.sample, one.fields, one.created),
        Served::Setting(one) => {
            (one.path, one.kind.unwrap_or_default(), "", one.sample, one.fields, one.created)
        }
    };
    let places = |wanted: fn(&document::description::Field) -> bool| {
        fields.iter().filter(|field| wanted(field)).map(|field| field.path).collect()
    };
    Described {
        path,
        is_collection: matches!(served, Served::Collection(_)),
        kind,
        id,
        sample: sample(),
        required: places(|field| field.required && field.when.is_none()),
        unique: places(|field| field.unique.is_some()),
        secret: places(|field| field.secret),
        once: match served {
            Served::Collection(one) => one.once,
            Served::Setting(_) => &[],
        },
        created,
        operations: registry::operations_of(served),
    }
}

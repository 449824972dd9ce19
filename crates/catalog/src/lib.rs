//! Facts of the Okta API and nothing else: every operation of Okta's description, one a line, the error codes,
//! and which members are secrets. The client and the local org both read them; neither defines them.
#![deny(missing_docs)]

mod access;
mod bucket;
mod change;
mod cors;
mod effect;
mod error_codes;
pub mod format;
mod generated;
mod line;
mod newer;
mod operation;
mod permission;
mod resource;
mod resources;
mod scope;
pub mod secret;
mod sign_in;
mod unlisted;

pub use access::Access;
pub use bucket::{BUCKETS, Bucket, WHOLE_ORG, bucket_of};
pub use change::{Reread, Target, changing_events, rereads};
pub use cors::Cors;
pub use effect::Effect;
pub use error_codes::{ERROR_CODES, ErrorCodeFact, error_code};
pub use operation::{Body, Kind, Method, Operation, Paging, Query};
pub use permission::{PERMISSIONS, permits, role_permissions, scope_includes, standard_roles};
pub use resource::{Resource, Verb, resource, resources};
pub use scope::is_scope;

/// Every operation as a constant, named as its id in upper snake case: `op::LIST_USERS`.
pub mod op {
    pub use crate::generated::operations::*;
    pub use crate::newer::*;
    pub use crate::sign_in::*;
    pub use crate::unlisted::*;
}

/// All operations of Okta's description, in the order of their ids.
pub fn operations() -> &'static [&'static Operation] {
    generated::operations::ALL
}

/// Operations that real orgs serve and Okta's description leaves out: primary authentication, creating
/// a session, the retired Events call, the token endpoint.
pub fn unlisted() -> &'static [&'static Operation] {
    unlisted::ALL
}

/// Operations of newer descriptions, which Okta's own clients already send.
pub fn newer() -> &'static [&'static Operation] {
    newer::ALL
}

/// What a browser, an application and an OpenID Connect library ask of an org. These are no calls of the API, so
/// they are not among [`all_operations`].
pub fn sign_in() -> &'static [&'static Operation] {
    sign_in::ALL
}

/// All operations: those of the description, those that it leaves out, and those of newer descriptions.
pub fn all_operations() -> impl Iterator<Item = &'static Operation> + Clone {
    operations().iter().chain(unlisted()).chain(newer()).copied()
}

/// Finds an operation by its id, listed or not.
pub fn operation(id: &str) -> Option<&'static Operation> {
    all_operations().find(|operation| operation.id == id)
}

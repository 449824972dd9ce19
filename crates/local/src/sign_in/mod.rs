//! Sign-in: what a browser and an OpenID Connect library see. Authorization servers answer here, the org's own and
//! custom ones alike, and so do the pages on which people sign in.
//!
//! What the management API shows decides: assignments, policies and rules, factors, sessions, scopes and claims.

mod authorize;
mod browser;
mod claims;
mod client;
mod client_credentials;
mod code;
mod expiring;
mod logout;
mod metadata;
mod page;
mod policy;
mod request;
mod response;
mod server;
mod step;
mod token;
mod userinfo;

use oktars_catalog::{Operation, op};

use crate::kernel::context::{Handler, Handlers};

const ALL: &[Handlers] = &[
    authorize::HANDLERS,
    logout::HANDLERS,
    metadata::HANDLERS,
    step::HANDLERS,
    token::HANDLERS,
    userinfo::HANDLERS,
];

/// What this floor serves, by the id of the operation.
pub fn handlers() -> impl Iterator<Item = (&'static str, Handler)> {
    ALL.iter().copied().flatten().map(|(operation, handler)| (operation.id, *handler))
}

/// Whether a request that a browser sends as GET may write: it makes codes and ends sessions.
pub fn writes(operation: &Operation) -> bool {
    WRITING.iter().any(|writing| writing.id == operation.id)
}

const WRITING: [&Operation; 6] = [
    &op::AUTHORIZE,
    &op::AUTHORIZE_AT_SERVER,
    &op::RESUME_AUTHORIZE,
    &op::LOGOUT,
    &op::LOGOUT_AT_SERVER,
    &op::SIGN_OUT,
];

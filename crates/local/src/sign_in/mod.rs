//! Sign-in: what a browser and an OpenID Connect library see. Authorization servers answer here, the org's own and
//! custom ones alike, and so do the pages on which people sign in.
//!
//! What the management API shows decides: assignments, policies and rules, factors, sessions, scopes and claims.

mod admission;
mod app_policy;
mod authorize;
mod browser;
mod claims;
mod client;
mod client_credentials;
mod code;
mod consent;
mod device;
mod device_secret;
mod failures;
mod grant;
mod hook;
mod introspect;
mod issue;
mod logout;
mod metadata;
pub mod origin;
mod page;
mod par;
mod policy;
mod refusal;
mod registration;
mod request;
mod request_object;
mod response;
mod revoke;
mod saml;
mod server;
mod shown;
mod step;
mod target;
mod token;
mod trail;
mod userinfo;
mod web_sign_on;
pub mod without_browser;

use oktars_catalog::Operation;

use crate::kernel::context::{Handler, Handlers};

const ALL: &[Handlers] = &[
    authorize::HANDLERS,
    device::HANDLERS,
    introspect::HANDLERS,
    logout::HANDLERS,
    metadata::HANDLERS,
    par::HANDLERS,
    registration::HANDLERS,
    revoke::HANDLERS,
    saml::HANDLERS,
    step::HANDLERS,
    step::device::HANDLERS,
    step::landing::HANDLERS,
    step::link::HANDLERS,
    token::HANDLERS,
    userinfo::HANDLERS,
];

/// What this floor serves, by the id of the operation.
pub fn handlers() -> impl Iterator<Item = (&'static str, Handler)> {
    ALL.iter().copied().flatten().map(|(operation, handler)| (operation.id, *handler))
}

/// Whether a request that a browser sends as GET may write: where a browser goes as a whole, codes are made and
/// sessions end.
pub fn writes(operation: &Operation) -> bool {
    operation.cors(operation.path) == oktars_catalog::Cors::Navigation
}

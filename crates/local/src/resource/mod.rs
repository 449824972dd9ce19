//! One file, one Okta resource. Each gives its handlers by operation id.

use crate::context::Handler;

mod group;
mod group_member;
pub mod oauth;
mod schema;
mod schema_base;
mod user;
mod user_credential;
mod user_lifecycle;

const ALL: &[&[(&str, Handler)]] = &[
    group::HANDLERS,
    group_member::HANDLERS,
    oauth::HANDLERS,
    schema::HANDLERS,
    user::HANDLERS,
    user_credential::HANDLERS,
    user_lifecycle::HANDLERS,
];

pub fn handlers() -> impl Iterator<Item = &'static (&'static str, Handler)> {
    ALL.iter().copied().flatten()
}

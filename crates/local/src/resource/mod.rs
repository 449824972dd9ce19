//! One file, one Okta resource. Each gives its handlers by operation id.

use crate::context::Handler;

mod group;
mod group_member;
mod schema;
mod schema_base;
mod user;
mod user_credential;
mod user_lifecycle;

pub fn handlers() -> impl Iterator<Item = &'static (&'static str, Handler)> {
    user::HANDLERS
        .iter()
        .chain(user_lifecycle::HANDLERS)
        .chain(user_credential::HANDLERS)
        .chain(group::HANDLERS)
        .chain(group_member::HANDLERS)
        .chain(schema::HANDLERS)
}

//! One file, one Okta resource. Each gives its handlers by operation id.

use crate::context::Handler;

mod app;
mod app_group;
mod app_key;
mod app_link;
mod app_schema;
mod app_secret;
mod app_user;
mod group;
mod group_member;
pub mod oauth;
mod schema;
mod schema_base;
mod user;
mod user_credential;
mod user_lifecycle;

const ALL: &[&[(&str, Handler)]] = &[
    app::HANDLERS,
    app_group::HANDLERS,
    app_key::HANDLERS,
    app_link::HANDLERS,
    app_schema::HANDLERS,
    app_secret::HANDLERS,
    app_user::HANDLERS,
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

//! One file, one Okta resource. Each gives its handlers by operation id.

use crate::context::Handler;

mod app;
mod app_connection;
mod app_csr;
mod app_feature;
mod app_grant;
mod app_group;
mod app_jwk;
mod app_key;
mod app_link;
mod app_logo;
mod app_policy;
mod app_schema;
mod app_secret;
mod app_token;
mod app_user;
mod authn;
mod group;
mod group_member;
mod group_owner;
mod group_push_mapping;
mod group_rule;
mod legacy_event;
mod linked_object;
mod log;
pub mod oauth;
pub mod role;
mod schema;
pub mod session;
mod user;
mod user_credential;
pub mod user_factor;
pub(crate) mod user_lifecycle;
mod user_type;
mod well_known;

const ALL: &[&[(&str, Handler)]] = &[
    app::HANDLERS,
    app_connection::HANDLERS,
    app_csr::HANDLERS,
    app_feature::HANDLERS,
    app_grant::HANDLERS,
    app_group::HANDLERS,
    app_jwk::HANDLERS,
    app_key::HANDLERS,
    app_link::HANDLERS,
    app_logo::HANDLERS,
    app_policy::HANDLERS,
    app_schema::HANDLERS,
    app_secret::HANDLERS,
    app_token::HANDLERS,
    app_user::HANDLERS,
    authn::HANDLERS,
    group::HANDLERS,
    group_member::HANDLERS,
    group_owner::HANDLERS,
    group_rule::HANDLERS,
    group_push_mapping::HANDLERS,
    legacy_event::HANDLERS,
    linked_object::HANDLERS,
    log::HANDLERS,
    oauth::HANDLERS,
    role::HANDLERS,
    schema::HANDLERS,
    session::HANDLERS,
    user::HANDLERS,
    user_credential::HANDLERS,
    user_factor::HANDLERS,
    user_lifecycle::HANDLERS,
    user_type::HANDLERS,
    well_known::HANDLERS,
];

pub fn handlers() -> impl Iterator<Item = &'static (&'static str, Handler)> {
    ALL.iter().copied().flatten()
}

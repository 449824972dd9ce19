//! One file, one Okta resource. Each gives its handlers by operation id.

use crate::context::Handler;
use crate::document::{Collection, Setting};

mod aerial;
mod agent_pool;
mod api_service;
mod api_token;
mod app;
mod app_connection;
mod app_csr;
mod app_feature;
mod app_federated_claim;
mod app_grant;
pub mod app_group;
mod app_interclient;
mod app_jwk;
pub mod app_key;
mod app_link;
mod app_logo;
mod app_policy;
mod app_schema;
mod app_secret;
mod app_token;
pub mod app_user;
mod associated_domain;
mod authenticator;
mod authenticator_enrollment;
pub mod authn;
pub mod authorization_server;
mod authorization_server_claim;
mod authorization_server_policy;
mod authorization_server_resource_key;
mod authorization_server_rule;
mod authorization_server_scope;
mod authorization_server_token;
mod behavior;
mod brand;
mod brand_page;
mod captcha;
mod device;
mod device_assurance;
mod device_integration;
mod device_posture_check;
mod disaster_recovery;
mod domain;
mod email_bounce;
mod email_domain;
mod email_server;
mod email_template;
pub mod event_hook;
mod feature;
mod governance_bundle;
pub mod group;
pub mod group_member;
mod group_owner;
mod group_push_mapping;
mod group_rule;
mod hook_key;
pub mod iam_role;
mod identity_provider;
mod identity_provider_signing_key;
mod identity_provider_user;
mod identity_source;
mod identity_source_membership;
mod inline_hook;
mod legacy_event;
mod linked_object;
mod log;
mod log_stream;
mod network_zone;
pub mod oauth;
mod org_factor;
mod org_setting;
pub mod policy;
mod policy_mapping;
mod policy_rule;
mod policy_simulation;
mod principal_rate_limit;
mod profile_mapping;
mod push_provider;
mod realm;
pub mod resource_set;
mod resource_set_binding;
pub mod role;
mod role_governance;
pub mod role_target;
pub mod schema;
mod security_events_provider;
mod service_account;
pub mod session;
mod sms_template;
mod ssf_stream;
mod subscription;
mod telephony_provider;
mod theme;
mod trusted_origin;
mod ui_schema;
pub mod user;
mod user_credential;
pub mod user_factor;
mod user_grant;
pub(crate) mod user_lifecycle;
mod user_risk;
mod user_type;
mod well_known;
mod yubikey_token;

const ALL: &[&[(&str, Handler)]] = &[
    aerial::HANDLERS,
    api_token::HANDLERS,
    app::HANDLERS,
    app_connection::HANDLERS,
    app_csr::HANDLERS,
    app_feature::HANDLERS,
    app_grant::HANDLERS,
    app_group::HANDLERS,
    app_interclient::HANDLERS,
    app_jwk::HANDLERS,
    app_key::HANDLERS,
    app_link::HANDLERS,
    app_logo::HANDLERS,
    app_policy::HANDLERS,
    app_schema::HANDLERS,
    app_secret::HANDLERS,
    app_token::HANDLERS,
    app_user::HANDLERS,
    associated_domain::HANDLERS,
    authenticator::HANDLERS,
    authenticator_enrollment::HANDLERS,
    authn::HANDLERS,
    authorization_server::HANDLERS,
    authorization_server_claim::HANDLERS,
    authorization_server_policy::HANDLERS,
    authorization_server_resource_key::HANDLERS,
    authorization_server_rule::HANDLERS,
    authorization_server_scope::HANDLERS,
    authorization_server_token::HANDLERS,
    brand::HANDLERS,
    captcha::HANDLERS,
    disaster_recovery::HANDLERS,
    email_bounce::HANDLERS,
    email_template::HANDLERS,
    event_hook::HANDLERS,
    feature::HANDLERS,
    governance_bundle::HANDLERS,
    group::HANDLERS,
    group_member::HANDLERS,
    group_owner::HANDLERS,
    group_push_mapping::HANDLERS,
    group_rule::HANDLERS,
    hook_key::HANDLERS,
    iam_role::HANDLERS,
    identity_provider::HANDLERS,
    identity_provider_signing_key::HANDLERS,
    identity_provider_user::HANDLERS,
    identity_source_membership::HANDLERS,
    inline_hook::HANDLERS,
    legacy_event::HANDLERS,
    linked_object::HANDLERS,
    log::HANDLERS,
    log_stream::HANDLERS,
    network_zone::HANDLERS,
    oauth::HANDLERS,
    org_setting::HANDLERS,
    policy::HANDLERS,
    policy_mapping::HANDLERS,
    policy_rule::HANDLERS,
    policy_simulation::HANDLERS,
    profile_mapping::HANDLERS,
    realm::HANDLERS,
    resource_set::HANDLERS,
    resource_set_binding::HANDLERS,
    role::HANDLERS,
    role_governance::HANDLERS,
    role_target::HANDLERS,
    schema::HANDLERS,
    session::HANDLERS,
    sms_template::HANDLERS,
    ssf_stream::HANDLERS,
    telephony_provider::HANDLERS,
    theme::HANDLERS,
    trusted_origin::HANDLERS,
    user::HANDLERS,
    user_credential::HANDLERS,
    user_factor::HANDLERS,
    user_grant::HANDLERS,
    user_lifecycle::HANDLERS,
    user_type::HANDLERS,
    well_known::HANDLERS,
    yubikey_token::HANDLERS,
];

/// What is described, and served by the engine of documents.
const COLLECTIONS: &[&[Collection]] = &[
    agent_pool::COLLECTIONS,
    api_service::COLLECTIONS,
    app_federated_claim::COLLECTIONS,
    authenticator::COLLECTIONS,
    behavior::COLLECTIONS,
    brand::COLLECTIONS,
    brand_page::COLLECTIONS,
    captcha::COLLECTIONS,
    device::COLLECTIONS,
    device_assurance::COLLECTIONS,
    device_integration::COLLECTIONS,
    device_posture_check::COLLECTIONS,
    domain::COLLECTIONS,
    email_domain::COLLECTIONS,
    email_server::COLLECTIONS,
    email_template::COLLECTIONS,
    event_hook::COLLECTIONS,
    feature::COLLECTIONS,
    hook_key::COLLECTIONS,
    identity_provider::COLLECTIONS,
    identity_source::COLLECTIONS,
    inline_hook::COLLECTIONS,
    log_stream::COLLECTIONS,
    network_zone::COLLECTIONS,
    org_factor::COLLECTIONS,
    org_setting::COLLECTIONS,
    principal_rate_limit::COLLECTIONS,
    push_provider::COLLECTIONS,
    realm::COLLECTIONS,
    security_events_provider::COLLECTIONS,
    service_account::COLLECTIONS,
    sms_template::COLLECTIONS,
    subscription::COLLECTIONS,
    telephony_provider::COLLECTIONS,
    trusted_origin::COLLECTIONS,
    ui_schema::COLLECTIONS,
    yubikey_token::COLLECTIONS,
];

const SETTINGS: &[&[Setting]] = &[
    agent_pool::SETTINGS,
    brand_page::SETTINGS,
    captcha::SETTINGS,
    domain::SETTINGS,
    email_server::SETTINGS,
    email_template::SETTINGS,
    org_setting::SETTINGS,
    user_risk::SETTINGS,
];

pub fn collections() -> impl Iterator<Item = &'static Collection> {
    COLLECTIONS.iter().copied().flatten()
}

pub fn settings() -> impl Iterator<Item = &'static Setting> {
    SETTINGS.iter().copied().flatten()
}

/// What has code of its own.
pub fn handlers() -> impl Iterator<Item = &'static (&'static str, Handler)> {
    ALL.iter().copied().flatten()
}

//! One file, one Okta resource. Each gives its handlers by operation id.

pub mod factor;
pub mod hook;
pub mod org;

use crate::document::{Collection, Setting};
use crate::kernel::context::{Handler, Handlers};

mod agent_pool;
mod api_service;
mod api_token;
pub mod app;
mod attack_protection;
mod authenticator;
pub mod authn;
pub mod authorization_server;
mod behavior;
mod bot_protection;
mod brand;
mod captcha;
mod device;
mod disaster_recovery;
mod domain;
mod email_bounce;
mod email_domain;
mod email_server;
mod feature;
mod governance_bundle;
pub mod group;
mod identity_provider;
mod identity_source;
mod legacy_event;
pub mod linked_object;
mod log;
mod log_stream;
mod network_zone;
pub mod oauth;
pub mod policy;
mod principal_rate_limit;
mod profile_mapping;
mod push_provider;
mod rate_limit_setting;
pub mod reactions;
mod realm;
pub mod registry;
pub mod resource_set;
pub mod role;
pub mod schema;
mod security_events_provider;
mod service_account;
pub mod session;
mod sms_template;
mod ssf_stream;
mod subscription;
mod telephony_provider;
mod threat_insight;
pub mod trusted_origin;
mod ui_schema;
pub mod user;
mod user_type;

const ALL: &[Handlers] = &[
    org::aerial::HANDLERS,
    api_token::HANDLERS,
    app::HANDLERS,
    app::connection::HANDLERS,
    app::csr::HANDLERS,
    app::feature::HANDLERS,
    app::grant::HANDLERS,
    app::group::HANDLERS,
    app::interclient::HANDLERS,
    app::key::HANDLERS,
    app::link::HANDLERS,
    app::logo::HANDLERS,
    app::policy::HANDLERS,
    schema::app::HANDLERS,
    app::token::HANDLERS,
    app::user::HANDLERS,
    brand::associated_domain::HANDLERS,
    authenticator::HANDLERS,
    authenticator::aaguid::HANDLERS,
    authenticator::enrollment::HANDLERS,
    authn::HANDLERS,
    authn::factor::HANDLERS,
    authn::recovery::HANDLERS,
    authorization_server::HANDLERS,
    authorization_server::scope::HANDLERS,
    behavior::HANDLERS,
    brand::HANDLERS,
    captcha::HANDLERS,
    disaster_recovery::HANDLERS,
    email_bounce::HANDLERS,
    domain::HANDLERS,
    email_domain::HANDLERS,
    email_server::HANDLERS,
    brand::email_template::HANDLERS,
    hook::event_hook::HANDLERS,
    feature::HANDLERS,
    governance_bundle::HANDLERS,
    group::HANDLERS,
    group::member::HANDLERS,
    group::owner::HANDLERS,
    app::group_push_mapping::HANDLERS,
    group::rule::HANDLERS,
    hook::hook_key::HANDLERS,
    role::custom::HANDLERS,
    identity_provider::HANDLERS,
    identity_provider::csr::HANDLERS,
    identity_provider::key::HANDLERS,
    identity_provider::signing_key::HANDLERS,
    identity_provider::user::HANDLERS,
    identity_source::membership::HANDLERS,
    hook::inline_hook::HANDLERS,
    legacy_event::HANDLERS,
    linked_object::HANDLERS,
    log::HANDLERS,
    schema::log_stream::HANDLERS,
    network_zone::HANDLERS,
    org::HANDLERS,
    policy::HANDLERS,
    policy::mapping::HANDLERS,
    policy::rule::HANDLERS,
    policy::simulation::HANDLERS,
    profile_mapping::HANDLERS,
    realm::assignment::HANDLERS,
    resource_set::HANDLERS,
    resource_set::binding::HANDLERS,
    role::HANDLERS,
    role::governance::HANDLERS,
    role::target::HANDLERS,
    schema::HANDLERS,
    session::HANDLERS,
    sms_template::HANDLERS,
    ssf_stream::HANDLERS,
    telephony_provider::HANDLERS,
    brand::theme::HANDLERS,
    trusted_origin::HANDLERS,
    user::HANDLERS,
    user::credential::HANDLERS,
    factor::HANDLERS,
    user::client::HANDLERS,
    user::lifecycle::HANDLERS,
    user_type::HANDLERS,
    factor::yubikey_token::HANDLERS,
];

/// What is described, and served by the engine of documents.
const COLLECTIONS: &[&[Collection]] = &[
    agent_pool::COLLECTIONS,
    agent_pool::update::COLLECTIONS,
    api_service::COLLECTIONS,
    api_service::secret::COLLECTIONS,
    app::federated_claim::COLLECTIONS,
    app::cross_app_access::COLLECTIONS,
    app::jwk::COLLECTIONS,
    app::secret::COLLECTIONS,
    authenticator::COLLECTIONS,
    authenticator::method::COLLECTIONS,
    authenticator::aaguid::COLLECTIONS,
    authorization_server::claim::COLLECTIONS,
    authorization_server::policy::COLLECTIONS,
    authorization_server::resource_key::COLLECTIONS,
    authorization_server::rule::COLLECTIONS,
    authorization_server::scope::COLLECTIONS,
    behavior::COLLECTIONS,
    brand::COLLECTIONS,
    brand::theme::COLLECTIONS,
    brand::page::COLLECTIONS,
    captcha::COLLECTIONS,
    device::COLLECTIONS,
    device::assurance::COLLECTIONS,
    device::integration::COLLECTIONS,
    device::posture_check::COLLECTIONS,
    domain::COLLECTIONS,
    email_domain::COLLECTIONS,
    email_server::COLLECTIONS,
    brand::email_template::COLLECTIONS,
    hook::event_hook::COLLECTIONS,
    feature::COLLECTIONS,
    hook::hook_key::COLLECTIONS,
    // Before the providers, whose ids stand at the same place of the path.
    identity_provider::key::COLLECTIONS,
    identity_provider::COLLECTIONS,
    identity_provider::user::COLLECTIONS,
    identity_source::session::COLLECTIONS,
    identity_source::user::COLLECTIONS,
    identity_source::group::COLLECTIONS,
    hook::inline_hook::COLLECTIONS,
    log_stream::COLLECTIONS,
    network_zone::COLLECTIONS,
    factor::org_factor::COLLECTIONS,
    org::contact::COLLECTIONS,
    org::support::COLLECTIONS,
    principal_rate_limit::COLLECTIONS,
    push_provider::COLLECTIONS,
    realm::COLLECTIONS,
    realm::assignment::COLLECTIONS,
    security_events_provider::COLLECTIONS,
    service_account::COLLECTIONS,
    sms_template::COLLECTIONS,
    subscription::COLLECTIONS,
    telephony_provider::COLLECTIONS,
    trusted_origin::COLLECTIONS,
    ui_schema::COLLECTIONS,
    factor::yubikey_token::COLLECTIONS,
];

const SETTINGS: &[&[Setting]] = &[
    agent_pool::update::SETTINGS,
    brand::page::SETTINGS,
    captcha::SETTINGS,
    domain::SETTINGS,
    email_server::SETTINGS,
    brand::email_template::SETTINGS,
    org::contact::SETTINGS,
    org::preference::SETTINGS,
    org::communication::SETTINGS,
    org::support::SETTINGS,
    org::admin_setting::SETTINGS,
    threat_insight::SETTINGS,
    rate_limit_setting::SETTINGS,
    attack_protection::SETTINGS,
    bot_protection::SETTINGS,
    app::first_party_setting::SETTINGS,
    org::personal_setting::SETTINGS,
    user::risk::SETTINGS,
];

pub fn collections() -> impl Iterator<Item = &'static Collection> {
    COLLECTIONS.iter().copied().flatten()
}

pub fn settings() -> impl Iterator<Item = &'static Setting> {
    SETTINGS.iter().copied().flatten()
}

/// What has code of its own.
pub fn handlers() -> impl Iterator<Item = (&'static str, Handler)> {
    ALL.iter().copied().flatten().map(|(operation, handler)| (operation.id, *handler))
}

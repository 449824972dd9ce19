//! An Okta client that never loses a field and never ends a listing early.
#![deny(missing_docs)]

mod admission;
mod call;
mod client;
mod config;
mod credential;
mod decide;
mod error;
mod expression;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
#[allow(missing_docs)]
pub mod fuzzing;
mod handle;
mod link;
mod listing;
mod model;
mod observe;
mod org_url;
mod picture;
mod query;
mod resource;
mod send;
#[cfg(test)]
mod testing;
mod transport;
mod wire;

pub use admission::{BucketLimits, Limits, Priority, Wait, WaitReason};
pub use call::Call;
pub use client::{Builder, Okta};
pub use config::{Config, ConfigSetting};
pub use credential::{AccessToken, Algorithm, Credential, PrivateKey, ServiceApp};
pub use error::{Attempt, BoxError, Error, ErrorCode, Result};
pub use expression::{Attribute, Expression, Operand, attr};
pub use listing::{Listing, Page, Pages, Position};
pub use model::{Map, Secret, Timestamp};
pub use oktars_catalog::op;
pub use org_url::OrgUrl;
pub use query::{PageQuery, SortOrder};
pub use resource::api_token::*;
pub use resource::app::*;
pub use resource::app_body::*;
pub use resource::app_connection::*;
pub use resource::app_credentials::*;
pub use resource::app_csr::*;
pub use resource::app_feature::*;
pub use resource::app_federated_claim::*;
pub use resource::app_grant::*;
pub use resource::app_group::*;
pub use resource::app_jwk::*;
pub use resource::app_key::*;
pub use resource::app_oauth::*;
pub use resource::app_saml::*;
pub use resource::app_secret::*;
pub use resource::app_settings::*;
pub use resource::app_template::*;
pub use resource::app_token::*;
pub use resource::app_user::*;
pub use resource::authenticator::*;
pub use resource::authn::*;
pub use resource::authorization_server::*;
pub use resource::authorization_server_claim::*;
pub use resource::authorization_server_policy::*;
pub use resource::authorization_server_scope::*;
pub use resource::behavior::*;
pub use resource::brand::*;
pub use resource::captcha::*;
pub use resource::custom_role::*;
pub use resource::device::*;
pub use resource::device_assurance::*;
pub use resource::domain::*;
pub use resource::email_domain::*;
pub use resource::email_template::*;
pub use resource::event::*;
pub use resource::event_hook::*;
pub use resource::event_hook_delivery::*;
pub use resource::factor::*;
pub use resource::feature::*;
pub use resource::group::*;
pub use resource::group_owner::*;
pub use resource::group_push_mapping::*;
pub use resource::group_rule::*;
pub use resource::hook_key::*;
pub use resource::identity_provider::*;
pub use resource::inline_hook::*;
pub use resource::linked_object::*;
pub use resource::log::*;
pub use resource::log_stream::*;
pub use resource::network_zone::*;
pub use resource::org_setting::*;
pub use resource::policy::*;
pub use resource::principal_rate_limit::*;
pub use resource::profile_mapping::*;
pub use resource::push_provider::*;
pub use resource::realm::*;
pub use resource::resource_set::*;
pub use resource::role::*;
pub use resource::schema::*;
pub use resource::session::*;
pub use resource::sms_template::*;
pub use resource::subscription::*;
pub use resource::threat_insight::*;
pub use resource::trusted_origin::*;
pub use resource::ui_schema::*;
pub use resource::user::*;
pub use resource::user_body::*;
pub use resource::user_client::*;
pub use resource::user_credential::*;
pub use resource::user_lifecycle::*;
pub use resource::user_query::*;
pub use resource::user_risk::*;
pub use resource::user_type::*;
pub use send::Answer;

/// The guides' examples run as tests.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../../../README.md")]
    struct Readme;
    #[doc = include_str!("../../../docs/local-org.md")]
    struct LocalOrg;
    #[doc = include_str!("../../../docs/rate-limits.md")]
    struct RateLimits;
    #[doc = include_str!("../../../docs/testing-with-oktars.md")]
    struct Testing;
}

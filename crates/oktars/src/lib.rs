//! An Okta client that never loses a field and never ends a listing early.
//!
//! ```
//! use oktars::{ListUsers, NewUser, Okta, UserPatch, attr};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> oktars::Result<()> {
//! // `Okta::from_env()?` for your own org; this one lives in the same process.
//! let okta = Okta::over(oktars_local::Org::in_memory().service());
//!
//! let new = NewUser::new("tmcgee@example.gov").first_name("Timothy").last_name("McGee");
//! let user = okta.users().create(&new).await?;
//! okta.users().update(&user.id, &UserPatch::new().first_name("Tim")).await?;
//!
//! let mut users = okta.users().list(&ListUsers::new().search(attr("profile.lastName").eq("McGee")));
//! while let Some(user) = users.try_next().await? {
//!     assert_eq!(user.profile.first_name, "Tim");
//! }
//! # Ok(()) }
//! ```
//!
//! # Where to begin
//!
//! - [`Okta`] is the client of one org, [`Builder`] makes it, [`Config`] reads Okta's own files and variables.
//!   [`Credential`] is an API token, a [`ServiceApp`], or a function that yields access tokens.
//! - Resources hang off the client: [`Okta::users`], [`Okta::groups`], [`Okta::apps`], [`Okta::app_users`],
//!   [`Okta::sessions`], [`Okta::logs`] and some ninety more. Each method is one request and says which.
//! - A [`Listing`] is a stream that follows its pages; a [`Position`] is where it goes on in another process.
//! - [`attr`] builds what `search` and `filter` take, with values quoted.
//! - [`Okta::call`] calls any operation of Okta's description by its id ([`op`]), [`Okta::get`] and its neighbours
//!   any path.
//! - An [`Error`] has the operation, Okta's code, summary and causes, the request id, and every attempt.
//!
//! # What holds everywhere
//!
//! - Unknown members, custom attributes and unknown values are kept and written back.
//! - A call takes no longer than its [deadline](Builder::deadline), waits included. What may have been executed
//!   is not sent twice, and its error [says so](Error::is_maybe_executed).
//! - Rate limits are kept, not tripped: all requests of a client and its clones go through one scheduler;
//!   [`Okta::limits`] shows what it knows.
//! - The token goes to its own org and nowhere else, and shows in no error, log or `Debug`.
//!
//! Nothing runs in the background, and any Tokio runtime will do. The guides are in the repository's `docs/`.
#![deny(missing_docs)]

mod admission;
mod call;
mod client;
mod config;
mod credential;
mod curl;
mod decide;
mod draft;
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
pub mod redact;
mod resource;
mod secrets;
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
pub use curl::Curl;
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
pub use secrets::hide_secrets;
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
    #[doc = include_str!("../../../docs/sdk.md")]
    struct Sdk;
    #[doc = include_str!("../../../docs/testing-with-oktars.md")]
    struct Testing;
}

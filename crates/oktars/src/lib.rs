//! An Okta client that never loses a field and never ends a listing early.
//!
//! ```
//! use oktars::{Okta, attr};
//! use oktars::user::{ListUsers, NewUser, UserPatch};
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
//! - [`Okta`] is the client of one org, [`Builder`] makes it, [`Config`](config::Config) reads Okta's own files and
//!   variables. A [`Credential`](credential::Credential) is an API token, a [`ServiceApp`](credential::ServiceApp), or
//!   a function that gives access tokens.
//! - Resources hang off the client: [`Okta::users`], [`Okta::groups`], [`Okta::apps`], [`Okta::app_users`],
//!   [`Okta::sessions`], [`Okta::logs`] and some ninety more. What they take and give has a module for each family:
//!   [`user`], [`group`], [`app`], [`policy`] and so on.
//! - A method returns a [`Call`]: one request, which you can look at and tune before you await it.
//! - A [`Listing`] is a stream that follows its pages; a [`Position`] is where it continues in another process.
//! - [`attr`] builds what `search` and `filter` take, with values quoted.
//! - [`Okta::call`] calls any operation of Okta's description by its id ([`op`]), [`Okta::get`] and its neighbours
//!   any path.
//! - A [`Verifier`](verify::Verifier) checks the access and ID tokens that people show to your service.
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
// What several families share is unused if few of them are on.
#![cfg_attr(not(feature = "default"), allow(dead_code, unused_imports, unused_macros))]

mod admission;
mod answer;
mod call;
mod client;
pub mod config;
pub mod credential;
pub mod curl;
mod decide;
mod draft;
mod engine;
pub mod error;
pub mod expression;
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
mod reach;
pub mod redact;
mod resource;
mod secrets;
mod send;
#[cfg(test)]
mod testing;
mod transport;
#[cfg(feature = "verify")]
pub mod verify;
mod wire;

pub use admission::limits;
pub use answer::Answer;
pub use call::Call;
pub use client::{Builder, Okta};
pub use error::{Error, ErrorCode, Result};
pub use expression::{Expression, attr};
pub use listing::{Listing, Page, Pages, Position};
pub use model::{EnabledStatus, LifecycleStatus, Map, Secret, Timestamp};
pub use oktars_catalog::op;
pub use query::SortOrder;
pub use resource::*;

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
    #[doc = include_str!("../../../docs/sign-in.md")]
    struct SignIn;
    #[doc = include_str!("../../../docs/testing-with-oktars.md")]
    struct Testing;
}

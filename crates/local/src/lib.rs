//! A local org: a server that behaves as an Okta org does, in the same process or on a port.
//!
//! ```
//! use oktars_local::{Contents, Org, Seed};
//!
//! let contents = Contents::new().user("ann@acme.example", "Ann", "Lee");
//! let org = Org::builder().seed(Seed::Contents(contents)).build()?;
//!
//! let request = http::Request::get("http://localhost/api/v1/users/ann@acme.example")
//!     .header("authorization", format!("SSWS {}", org.token()))
//!     .body(bytes::Bytes::new())
//!     .expect("a request");
//! assert_eq!(org.handle(request).status(), 200);
//! # Ok::<(), oktars_local::OpenError>(())
//! ```
//!
//! - [`Org`] is the org, in memory or in one file. You can see what it was asked ([`Org::requests`]) and what it
//!   would have mailed ([`Org::outbox`]). You can make things go wrong ([`Org::inject`]), go back to what it was
//!   ([`Org::snapshot`], [`Org::restore`]), and move its time ([`Org::advance`]).
//! - [`Service`] is the org for whatever takes a `tower` service, such as the client's `Okta::over`.
//! - [`Server`] is the org on a port, with TLS if need be ([`Tls`]).
//! - [`operations`] says what is served. What is not answers 501 with the operation's name.
#![deny(missing_docs)]

mod document;
mod door;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
#[allow(missing_docs)]
pub mod fuzzing;
mod kernel;
mod language;
mod org;
mod outside;
mod play;
mod resource;
mod served;
mod sign_in;
mod wire;

pub use crate::door::rate::RateLimits;
pub use crate::kernel::event::event_types;
pub use crate::kernel::features::{Features, UniversalLogout};
pub use crate::kernel::outbox::Mail;
pub use crate::kernel::store::{Checked, OpenError, Snapshot, StoreError, StoreFile, check};
pub use crate::org::{Builder, Org};
pub use crate::play::answer::{Answer, Fate};
pub use crate::play::answers::Answers;
pub use crate::play::contents::Contents;
pub use crate::play::seed::{DEFAULT_TOKEN, Seed};
pub use crate::play::starter::{App, StartedApp};
pub use crate::play::{BadLinks, BadPage, Fault, Lost, SeenRequest, TooMany};
pub use crate::resource::group::rule::GroupRule;
pub use crate::served::{Described, Serving, described, operations};
pub use crate::wire::pace::Timeouts;
pub use crate::wire::server::Server;
pub use crate::wire::service::Service;
pub use crate::wire::tls::Tls;

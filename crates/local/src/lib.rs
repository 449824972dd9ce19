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
//! - [`Org`] is the org, in memory or in one file. It can be asked what it was asked ([`Org::requests`]) and what
//!   it would have mailed ([`Org::outbox`]), told what is to go wrong ([`Org::inject`]), put back to what it was
//!   ([`Org::snapshot`], [`Org::restore`]), and have time go by ([`Org::advance`]).
//! - [`Service`] is the org for whatever takes a `tower` service, such as the client's `Okta::over`.
//! - [`Server`] is the org on a port, with TLS if need be ([`Tls`]).
//! - [`operations`] says what is served. What is not answers 501 with the operation's name.
#![deny(missing_docs)]

mod access;
mod body;
mod bounds;
mod certificate;
mod clock;
mod connection;
mod contents;
mod context;
mod control;
mod demo;
mod document;
mod dpop;
mod event;
mod event_filter;
mod exchange;
mod expression;
mod features;
mod filter;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
#[allow(missing_docs)]
pub mod fuzzing;
mod hook;
mod id;
mod index;
mod jose;
mod json;
mod lock;
mod media;
mod org;
mod pace;
mod page;
mod password;
mod pattern;
mod privilege;
mod problem;
mod rate;
mod reach;
mod requirements;
mod resource;
mod route;
mod secrets;
mod seed;
mod served;
mod server;
mod service;
mod store;
mod tls;

pub use contents::Contents;
pub use control::{BadLinks, BadPage, Fault, Lost, Mail, SeenRequest, TooMany};
pub use features::{Features, UniversalLogout};
pub use org::{Answer, Builder, DEFAULT_TOKEN, Fate, Org};
pub use pace::Timeouts;
pub use rate::RateLimits;
pub use seed::Seed;
pub use served::{Described, Serving, described, operations};
pub use server::Server;
pub use service::Service;
pub use store::{Checked, OpenError, Snapshot, StoreError, check};
pub use tls::Tls;

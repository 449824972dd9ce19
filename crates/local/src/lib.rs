//! A local org: a server that behaves as an Okta org does, in the same process or on a port.
#![deny(missing_docs)]

mod access;
mod body;
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
mod media;
mod org;
mod page;
mod password;
mod privilege;
mod problem;
mod rate;
mod reach;
mod requirements;
mod resource;
mod route;
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
pub use rate::RateLimits;
pub use seed::Seed;
pub use served::{Described, Serving, described, operations};
pub use server::Server;
pub use service::Service;
pub use store::{OpenError, Snapshot, StoreError};
pub use tls::Tls;

//! Directories of your own, from which Okta imports users and groups.

pub mod group;
pub mod membership;
pub mod session;
pub mod user;

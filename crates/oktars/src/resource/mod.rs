//! One file for each resource of Okta.

pub(crate) mod group;
pub(crate) mod user;
pub(crate) mod user_body;

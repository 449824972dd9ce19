//! One file for each resource of Okta; a few for one that has much to say.

pub(crate) mod group;
pub(crate) mod user;
pub(crate) mod user_body;
pub(crate) mod user_credential;
pub(crate) mod user_lifecycle;
pub(crate) mod user_query;

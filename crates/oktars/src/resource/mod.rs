//! One file for each resource of Okta; a few for one that has much to say.

pub(crate) mod app;
pub(crate) mod app_body;
pub(crate) mod app_credentials;
pub(crate) mod app_group;
pub(crate) mod app_key;
pub(crate) mod app_oauth;
pub(crate) mod app_saml;
pub(crate) mod app_settings;
pub(crate) mod app_template;
pub(crate) mod app_user;
pub(crate) mod authn;
pub(crate) mod event;
pub(crate) mod group;
pub(crate) mod log;
pub(crate) mod schema;
pub(crate) mod session;
pub(crate) mod user;
pub(crate) mod user_body;
pub(crate) mod user_credential;
pub(crate) mod user_lifecycle;
pub(crate) mod user_query;
pub(crate) mod user_type;

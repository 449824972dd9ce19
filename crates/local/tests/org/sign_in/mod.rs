//! Sign-in as a browser and an OpenID Connect library see it.

mod attacks;
mod bad_input;
mod clients;
mod device;
mod flows;
mod log;
mod metadata;
mod openidconnect;
mod origins;
mod pages;
mod policies;
mod rows;
mod rows_authorize;
mod rows_session;
mod rows_token;
mod saml;
mod saml_attacks;
mod scene;
mod sessions;
mod start;
mod tokens;

//! What belongs to an app and has commands of its own.

pub mod connection;
pub mod cross_app_access;
pub mod csr;
pub mod feature;
pub mod federated_claim;
pub mod first_party_setting;
pub mod grant;
pub mod group_push_mapping;
pub mod interclient;
pub mod jwk;
pub mod key;
pub mod policy;
pub mod secret;
pub mod token;

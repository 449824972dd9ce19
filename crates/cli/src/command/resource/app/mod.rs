//! What apps have to do with each other.

pub mod cross_app_access;
pub mod first_party_setting;
pub mod interclient;

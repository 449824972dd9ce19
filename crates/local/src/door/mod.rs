//! Who comes in: routes, access, privileges, rate limits.

pub mod access;
pub mod cors;
pub mod media;
pub mod privilege;
pub mod rate;
pub mod reach;
pub mod route;

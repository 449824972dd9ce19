//! What belongs to a user and has commands of its own.

pub mod client;
pub mod risk;

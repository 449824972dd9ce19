//! What belongs to a group and has commands of its own.

pub mod owner;
pub mod rule;

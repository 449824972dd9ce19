//! Settings of the org that have commands of their own.

pub mod admin_setting;
pub mod aerial;
pub mod creator;
pub mod personal_setting;

//! Services that Okta calls, and the keys that sign what it sends.

pub mod event_hook;
pub mod hook_key;
pub mod inline_hook;

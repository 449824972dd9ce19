//! Hooks: programs outside that the org calls.

pub mod event_hook;
pub mod hook_key;
pub mod inline_hook;

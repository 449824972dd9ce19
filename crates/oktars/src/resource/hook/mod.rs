//! Hooks: the org tells others of events, and asks others before it does something.

pub(crate) mod event_hook;
pub(crate) mod hook_key;
pub(crate) mod inline_hook;

pub use self::event_hook::*;
pub use self::hook_key::*;
pub use self::inline_hook::*;

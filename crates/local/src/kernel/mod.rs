//! What every floor above stands on: the state of the org, its store, ids, clock, and a request on its way.

pub mod bounds;
pub mod certificate;
pub mod clock;
pub mod context;
pub mod dpop;
pub mod event;
pub mod facts;
pub mod features;
pub mod fingerprint;
pub mod hook;
pub mod id;
pub mod index;
pub mod jose;
pub mod json;
pub mod kind;
pub mod lock;
pub mod occasion;
pub mod outbox;
pub mod page;
pub mod password;
pub mod problem;
pub mod secrets;
pub mod state;
pub mod status;
pub mod store;
pub mod stored;

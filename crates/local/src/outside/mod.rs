//! What an org does outside of itself: it takes its work from the queue of the kernel.

pub mod hook;
pub mod scim;

mod loopback;

//! What the client tells through `tracing`, in a process in which every call has a listener: a place in the code that
//! is first passed without one may stay silent for all.

mod captured;
mod storm;
mod trace;

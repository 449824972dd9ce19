//! The client against the local org, in one binary: each binary of tests takes time to compile and to link.
//! What listens to `tracing` is in `told`, since others who call at the same time would change what it hears.

mod app;
mod depth;
mod examples;
mod from_oktajs;
mod group;
mod limits;
mod log;
mod lossless;
mod network;
mod program;
mod schema;
mod session;
mod user;
mod wire;

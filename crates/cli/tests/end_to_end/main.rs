//! The real binary against a local org: as a server for what goes over a wire, and as `--org local`.

mod commands;
mod failures;
mod help;
mod local;
mod output;
mod shell;

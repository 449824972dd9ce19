//! The real binary against a local org: as a server for what goes over a wire, and as `--org local`.

mod api;
mod around;
mod belongings;
mod bulk;
mod bulk_kills;
mod commands;
mod completion;
mod credentials;
mod exports;
mod failures;
mod files;
mod finding;
mod forms;
mod guide;
mod help;
mod links;
mod local;
mod logins;
mod mirror;
mod mirror_kills;
mod mirror_trust;
mod names_out;
mod network;
mod output;
mod profiles;
mod renames;
mod resources;
mod safety;
mod secrets;
mod shell;
mod tail;
#[cfg(target_os = "linux")]
mod terminal;
mod usage;
mod writes;

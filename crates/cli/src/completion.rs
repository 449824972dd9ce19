//! What the shell offers when it completes an argument.

use std::ffi::OsStr;

use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};

use crate::profile;

/// The names of orgs.
pub fn orgs() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| among(current, profile::names()))
}

/// The last of several fields, of those that resources of Okta have.
pub fn fields() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| {
        let current = current.to_string_lossy().into_owned();
        let at = current.rfind([',', '=']).map_or(0, |at| at + 1);
        let (before, last) = current.split_at(at);
        let fitting = FIELDS.iter().filter(|field| field.starts_with(last));
        fitting.map(|field| CompletionCandidate::new(format!("{before}{field}"))).collect()
    })
}

/// Fields of users, groups, apps, their assignments and events.
const FIELDS: [&str; 40] = [
    "activated",
    "actor.alternateId",
    "actor.displayName",
    "actor.id",
    "client.ipAddress",
    "created",
    "credentials.provider.type",
    "credentials.userName",
    "description",
    "displayMessage",
    "eventType",
    "externalId",
    "id",
    "label",
    "lastLogin",
    "lastMembershipUpdated",
    "lastUpdated",
    "name",
    "outcome.reason",
    "outcome.result",
    "passwordChanged",
    "profile.department",
    "profile.description",
    "profile.displayName",
    "profile.email",
    "profile.firstName",
    "profile.lastName",
    "profile.login",
    "profile.manager",
    "profile.mobilePhone",
    "profile.name",
    "profile.title",
    "published",
    "scope",
    "severity",
    "signOnMode",
    "status",
    "statusChanged",
    "target.alternateId",
    "type",
];

fn among(current: &OsStr, names: Vec<String>) -> Vec<CompletionCandidate> {
    let current = current.to_string_lossy().to_lowercase();
    let fitting = names.into_iter().filter(|name| name.to_lowercase().starts_with(&current));
    fitting.map(CompletionCandidate::new).collect()
}

/// The names of the groups that were seen last.
pub fn groups() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| among(current, Vec::new()))
}

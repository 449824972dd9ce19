//! Recorded answers of real orgs, into the models and back: nothing may be lost on the way.
//!
//! The recordings are no part of the repository; where they are not beside it, there is nothing to do.
#![allow(clippy::print_stderr, reason = "a check that was skipped says so")]

use std::collections::BTreeMap;
use std::path::Path;

use oktars::{
    Activation, App, AppGroup, AppKey, AppLink, AppUser, Group, PasswordReset, Session, TempPassword,
    Transaction, User, UserCredentials,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

const RECORDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/okta/recordings.ndjson");

#[derive(Deserialize)]
struct Exchange {
    cassette: String,
    n: u32,
    method: String,
    path: String,
    status: u16,
    response_body: Value,
}

/// What the model makes of an answer.
type RoundTrip = fn(&Value) -> Result<Value, serde_json::Error>;

fn one<T: DeserializeOwned + Serialize>(body: &Value) -> Result<Value, serde_json::Error> {
    serde_json::to_value(serde_json::from_str::<T>(&body.to_string())?)
}

fn many<T: DeserializeOwned + Serialize>(body: &Value) -> Result<Value, serde_json::Error> {
    one::<Vec<T>>(body)
}

/// The model of each operation's answer.
const MODELS: &[(&str, RoundTrip)] = &[
    ("listUsers", many::<User>),
    ("createUser", one::<User>),
    ("getUser", one::<User>),
    ("updateUser", one::<User>),
    ("replaceUser", one::<User>),
    ("listUserGroups", many::<Group>),
    ("listAppLinks", many::<AppLink>),
    ("activateUser", one::<Activation>),
    ("reactivateUser", one::<Activation>),
    ("resetPassword", one::<PasswordReset>),
    ("forgotPassword", one::<PasswordReset>),
    ("expirePassword", one::<User>),
    ("expirePasswordWithTempPassword", one::<TempPassword>),
    ("changePassword", one::<UserCredentials>),
    ("changeRecoveryQuestion", one::<UserCredentials>),
    ("forgotPasswordSetNewPassword", one::<UserCredentials>),
    ("listGroups", many::<Group>),
    ("addGroup", one::<Group>),
    ("getGroup", one::<Group>),
    ("replaceGroup", one::<Group>),
    ("listGroupUsers", many::<User>),
    ("listAssignedApplicationsForGroup", many::<App>),
    ("listApplications", many::<App>),
    ("createApplication", one::<App>),
    ("getApplication", one::<App>),
    ("replaceApplication", one::<App>),
    ("listApplicationUsers", many::<AppUser>),
    ("assignUserToApplication", one::<AppUser>),
    ("getApplicationUser", one::<AppUser>),
    ("updateApplicationUser", one::<AppUser>),
    ("listApplicationGroupAssignments", many::<AppGroup>),
    ("assignGroupToApplication", one::<AppGroup>),
    ("getApplicationGroupAssignment", one::<AppGroup>),
    ("updateGroupAssignmentToApplication", one::<AppGroup>),
    ("listApplicationKeys", many::<AppKey>),
    ("getApplicationKey", one::<AppKey>),
    ("generateApplicationKey", one::<AppKey>),
    ("createSession", one::<Session>),
    ("getSession", one::<Session>),
    ("refreshSession", one::<Session>),
    ("authenticate", one::<Transaction>),
];

/// Whether a path is one of a template's.
fn fits(template: &str, path: &str) -> bool {
    let segments = |path: &str| -> Vec<String> {
        path.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
    };
    let (template, path) = (segments(template), segments(path));
    template.len() == path.len()
        && template.iter().zip(&path).all(|(known, given)| known.starts_with('{') || known == given)
}

fn operation_of(exchange: &Exchange) -> Option<&'static str> {
    let candidates =
        oktars_catalog::operations().iter().chain(oktars_catalog::unlisted()).filter(|operation| {
            operation.method.as_str() == exchange.method && fits(operation.path, &exchange.path)
        });
    // A fixed path goes before one with braces: `/groups/rules` is no group.
    candidates.min_by_key(|operation| operation.path_parameters().count()).map(|operation| operation.id)
}

#[test]
fn every_recorded_success_comes_back_the_same() {
    if !Path::new(RECORDINGS).exists() {
        eprintln!("skipped: there are no recordings beside the repository");
        return;
    }
    let text = std::fs::read_to_string(RECORDINGS).unwrap();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for line in text.lines() {
        let exchange: Exchange = serde_json::from_str(line).unwrap();
        if !(200..300).contains(&exchange.status) || exchange.response_body.is_null() {
            continue;
        }
        let Some(operation) = operation_of(&exchange) else { continue };
        let Some((name, round_trip)) = MODELS.iter().find(|(name, _)| *name == operation) else { continue };
        let origin = format!("{name}, {}#{}", exchange.cassette, exchange.n);
        let back = round_trip(&exchange.response_body).unwrap_or_else(|error| panic!("{origin}: {error}"));
        assert_eq!(back, exchange.response_body, "{origin}");
        *seen.entry(name).or_default() += 1;
    }
    assert!(seen.values().sum::<usize>() > 2000, "the recordings hold more than was found");
}

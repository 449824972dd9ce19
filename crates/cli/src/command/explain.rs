//! What the org tells about a failure when it is asked once more. It may tell which word of a search is wrong, which
//! user was meant, or why a user or a group cannot be changed.

use http::Method;
use oktars::user::{ListUsers, User};
use oktars::{ErrorCode, attr, op};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::name::is_id;
use super::search::{self, Rules, closest};
use super::{call, resource};
use crate::failure::{Failure, Stop};
use crate::run::Run;

/// How many people a hint names.
const MOST: usize = 5;

/// The failure with a better hint, where there is one.
pub async fn explained(run: &mut Run, stop: Stop) -> Stop {
    let Stop::Failed(failure) = stop else { return stop };
    let Some((method, target)) = run.last_request().cloned() else { return failure.into_stop() };
    let request = Request::of(method, &target);
    match hint(run, &failure, &request).await {
        Some(hint) => failure.hint(hint).into(),
        None => failure.into_stop(),
    }
}

/// A request that failed.
struct Request {
    method: Method,
    /// Decoded, without `/api/v1/`.
    path: Vec<String>,
    query: Vec<(String, String)>,
}

impl Request {
    fn of(method: Method, target: &str) -> Self {
        let decoded =
            |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = path.strip_prefix("/api/v1/").unwrap_or_default();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Request {
            method,
            path: path
                .split('/')
                .map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned())
                .collect(),
            query: pairs.map(|(name, value)| (decoded(name), decoded(value))).collect(),
        }
    }

    /// Whether it is a request of this operation: a call by path has no operation of the catalogue.
    fn is_of(&self, operation: &str) -> bool {
        let Some(operation) = oktars_catalog::operation(operation) else { return true };
        let pattern = operation.path.strip_prefix("/api/v1/").unwrap_or_default().split('/');
        let fits = pattern.clone().count() == self.path.len()
            && pattern.zip(&self.path).all(|(known, part)| known.starts_with('{') || known == part);
        fits && operation.method.as_str() == self.method.as_str()
    }

    fn parts(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }
}

async fn hint(run: &mut Run, failure: &Failure, request: &Request) -> Option<String> {
    let error = failure.okta().filter(|error| request.is_of(error.operation()))?;
    match error.status()?.as_u16() {
        400 => match refused_expression(run, request).await {
            Some(fault) => Some(fault),
            None => undefined_attribute(run, error, request).await,
        },
        403 if error.is(ErrorCode::ACCESS_DENIED) => built_in_group(run, request).await,
        404 if error.is(ErrorCode::RESOURCE_NOT_FOUND) => missing(run, error, request).await,
        _ => None,
    }
}

// ---- searches ----

const SEARCH_USERS: &[&str] = &[
    "id",
    "status",
    "created",
    "activated",
    "statusChanged",
    "lastLogin",
    "lastUpdated",
    "passwordChanged",
    "type.id",
    "realmId",
];
const FILTER_USERS: &[&str] = &[
    "status",
    "lastUpdated",
    "id",
    "profile.login",
    "profile.email",
    "profile.firstName",
    "profile.lastName",
];
const SEARCH_GROUPS: &[&str] =
    &["id", "type", "created", "lastUpdated", "lastMembershipUpdated", "source.id"];
const FILTER_GROUPS: &[&str] = &["id", "type", "lastUpdated", "lastMembershipUpdated"];
const FILTER_APPS: &[&str] =
    &["id", "status", "name", "user.id", "group.id", "credentials.signing.kid", "settings.slo.enabled"];
const FILTER_LOGS: &[&str] = &[
    "actor",
    "authenticationContext",
    "client",
    "debugContext",
    "device",
    "displayMessage",
    "eventType",
    "legacyEventType",
    "outcome",
    "published",
    "request",
    "securityContext",
    "severity",
    "target",
    "transaction",
    "uuid",
    "version",
];
const BY_SEARCH: &[&str] = &["eq", "sw", "co", "gt", "ge", "lt", "le"];
const BY_FILTER: &[&str] = &["eq", "gt", "ge", "lt", "le"];
const ALL: &[&str] = &["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

/// Which word of an expression is wrong, and why.
async fn refused_expression(run: &mut Run, request: &Request) -> Option<String> {
    let (name, expression) =
        request.query.iter().find(|(name, _)| matches!(name.as_str(), "search" | "filter"))?;
    let is_search = name == "search";
    let option = if is_search { "--search" } else { "--filter" };
    let rules = |own, operators, not| Rules {
        option,
        own,
        nested: false,
        profile: &[],
        operators,
        with_co: &[],
        not,
    };
    let profile;
    let rules = match (&request.parts()[..], is_search) {
        (["users"], true) => {
            profile = attributes(run, "users").await;
            let with_co = &["profile.firstName", "profile.lastName", "profile.email", "profile.login"];
            Rules { profile: &profile, with_co, ..rules(SEARCH_USERS, BY_SEARCH, false) }
        }
        (["users"], false) => rules(FILTER_USERS, BY_FILTER, false),
        (["groups"], true) => {
            profile = attributes(run, "groups").await;
            let with_co = &["profile.name", "profile.description"];
            Rules { profile: &profile, with_co, ..rules(SEARCH_GROUPS, BY_SEARCH, false) }
        }
        (["groups"], false) => rules(FILTER_GROUPS, BY_FILTER, false),
        (["apps"], false) => rules(FILTER_APPS, &["eq"], false),
        (["logs"], false) => Rules { nested: true, ..rules(FILTER_LOGS, ALL, true) },
        (["groups", "rules"], _) => return None,
        _ => rules(&[], ALL, false),
    };
    search::fault(expression, &rules)
}

/// The names of the attributes that users, groups or an app's users have; none where they cannot be read.
pub async fn attributes(run: &mut Run, of: &str) -> Vec<String> {
    let Ok(okta) = run.okta() else { return Vec::new() };
    let read = match of {
        "users" => call(&okta, op::GET_USER_SCHEMA, &["default"]),
        "groups" => call(&okta, op::GET_GROUP_SCHEMA, &[]),
        app => call(&okta, op::GET_APPLICATION_USER_SCHEMA, &[app]),
    };
    let schema: Value = read.json().await.unwrap_or_default();
    let halves =
        ["base", "custom"].map(|half| schema["definitions"][half]["properties"].as_object().cloned());
    halves.into_iter().flatten().flat_map(|half| half.into_iter().map(|(name, _)| name)).collect()
}

// ---- attributes ----

/// An attribute that the schema lacks, and one that may be meant.
async fn undefined_attribute(run: &mut Run, error: &oktars::Error, request: &Request) -> Option<String> {
    let causes = error.causes().iter();
    let name = causes
        .filter_map(|cause| cause.split_once("Property name '")?.1.split_once('\''))
        .map(|(name, _)| name.to_owned())
        .next()?;
    let of = match &request.parts()[..] {
        ["apps", app, "users" | "groups", ..] => (*app).to_owned(),
        [first, ..] => (*first).to_owned(),
        [] => return None,
    };
    unknown_attribute(run, &of, &name).await
}

/// What to write instead of an attribute that the schema lacks.
async fn unknown_attribute(run: &mut Run, of: &str, name: &str) -> Option<String> {
    let known = attributes(run, of).await;
    if known.is_empty() || known.iter().any(|known| known == name) {
        return None;
    }
    let schema = match of {
        "users" => "get",
        "groups" => "get-group",
        _ => "get-app APP",
    };
    let all = format!("`oktars schemas {schema}` lists the attributes");
    Some(match closest(name, known.iter().map(String::as_str)) {
        Some(similar) => format!("did you mean {similar}? {all}"),
        None => all,
    })
}

/// Refuses attributes that the schema lacks, where Okta does not get to see them or would not say so.
pub async fn check_attributes(run: &mut Run, of: &str, names: &[&str]) -> Result<(), Stop> {
    for name in names {
        if let Some(hint) = unknown_attribute(run, of, name).await {
            return Err(Failure::usage(format!("there is no attribute {name:?}")).hint(hint).into());
        }
    }
    Ok(())
}

// ---- what is not there ----

async fn missing(run: &mut Run, error: &oktars::Error, request: &Request) -> Option<String> {
    if let Some(hint) = deactivated(run, error).await {
        return Some(hint);
    }
    match &request.parts()[..] {
        ["users", name, ..] if !is_id(name) && *name != "me" => Some(candidates(run, name).await),
        ["users", ..] => Some("`oktars users list --q START` looks for a user".to_owned()),
        path => {
            let resource = resource::of_path(path)?;
            Some(format!("`oktars {} list` shows each {} with its id", resource.name, resource.one))
        }
    }
}

/// Okta does not find a user who is deactivated, where an active one is needed.
async fn deactivated(run: &mut Run, error: &oktars::Error) -> Option<String> {
    let (before, _) = error.summary()?.split_once(" (User)")?;
    let id = before.rsplit(' ').next()?;
    let user = run.look("users", id).await.ok()??;
    let login = user["profile"]["login"].as_str()?;
    (user["status"] == "DEPROVISIONED").then(|| {
        format!("{login} is deactivated: `oktars users activate {login}` first, or leave the user out")
    })
}

/// People who may be meant by a name that is no login.
async fn candidates(run: &mut Run, name: &str) -> String {
    let mut found: Vec<String> = Vec::new();
    for query in searches(name) {
        for user in look_for(run, query).await {
            let profile = &user.profile;
            let shown = format!("{} ({} {})", profile.login, profile.first_name, profile.last_name);
            if !found.contains(&shown) {
                found.push(shown);
            }
        }
    }
    found.sort_by(|a, b| likeness(b, name).total_cmp(&likeness(a, name)));
    let more = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    match (found.len(), more) {
        (0, _) => "a user is named by login or id; `oktars users list --q START` looks for a user".to_owned(),
        (_, 0) => format!("did you mean {}?", found.join(" or ")),
        _ => {
            format!("did you mean {}, or one of {more} more? `oktars users list --q START`", found.join(", "))
        }
    }
}

fn likeness(shown: &str, name: &str) -> f64 {
    strsim::jaro_winkler(&shown.to_lowercase(), &name.to_lowercase())
}

/// The searches that may find somebody by a part of a name, a personnel number or a misspelt login.
fn searches(name: &str) -> Vec<ListUsers> {
    let by = |expression: oktars::Expression| ListUsers::new().search(expression).limit(20);
    let sw = |attribute: &str, text: &str| attr(format!("profile.{attribute}")).sw(text);
    match name.split_whitespace().collect::<Vec<_>>()[..] {
        [first, .., last] => {
            let in_order = sw("firstName", first).and(sw("lastName", last));
            vec![by(in_order.or(sw("lastName", first).and(sw("firstName", last))))]
        }
        _ => {
            let number = attr("profile.employeeNumber").eq(name);
            let start: String = name.split('@').next().unwrap_or(name).chars().take(4).collect();
            let names = [sw("firstName", name), sw("lastName", name), sw("email", name)];
            let names = names.into_iter().fold(sw("login", name), |all, one| all.or(one));
            vec![by(names.or(number)), by(sw("login", &start))]
        }
    }
}

async fn look_for(run: &mut Run, query: ListUsers) -> Vec<User> {
    let Ok(okta) = run.okta() else { return Vec::new() };
    okta.users().list(&query).page().await.map(|page| page.items).unwrap_or_default()
}

// ---- what Okta does not let anybody do ----

/// The rights of the token have nothing to do with a group that Okta or an app fills.
async fn built_in_group(run: &mut Run, request: &Request) -> Option<String> {
    let parts = request.parts();
    let ["groups", id, ..] = parts[..] else { return None };
    if request.method == Method::GET {
        return None;
    }
    let group = run.look("groups", id).await.ok()??;
    let name = group["profile"]["name"].as_str()?;
    match group["type"].as_str()? {
        "BUILT_IN" => Some(format!("{name} is a group that Okta fills itself: nobody can change it")),
        "APP_GROUP" => Some(format!("{name} comes from an app, and only the app decides who is in it")),
        _ => None,
    }
}

//! What the shell offers when it completes an argument.

use std::ffi::OsStr;
use std::time::Duration;

use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use oktars::{Call, Okta, op};
use serde_json::Value;

use crate::profile;
use crate::target::Choice;

/// The names of orgs.
pub fn orgs() -> ArgValueCompleter {
    among_names(profile::names)
}

/// Some of these names.
pub fn among_names(names: fn() -> Vec<String>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |current: &OsStr| among(current, names()))
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

/// What the script of bash sets, and those of other shells do not.
const OF_BASH: &str = "_CLAP_COMPLETE_COMP_TYPE";

fn among(current: &OsStr, names: Vec<String>) -> Vec<CompletionCandidate> {
    let current = current.to_string_lossy().to_lowercase();
    // Within quotes that are open, the shell takes a name as it is.
    let quoted = current.starts_with(['\'', '"']);
    let current = current.trim_start_matches(['\'', '"']);
    let in_bash = std::env::var_os(OF_BASH).is_some() && !quoted;
    let written = |name: String| if in_bash { escaped(&name) } else { name };
    let fitting = names.into_iter().map(written).filter(|name| name.to_lowercase().starts_with(current));
    fitting.map(CompletionCandidate::new).collect()
}

/// As bash reads it: what it completes stands on the line as it was given, where other shells quote it.
fn escaped(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./,:@+%".contains(c);
    name.chars().flat_map(|c| (!plain(c)).then_some('\\').into_iter().chain([c])).collect()
}

/// Words that are always the same.
pub fn words(words: impl Iterator<Item = &'static str>) -> ArgValueCompleter {
    let words: Vec<String> = words.map(str::to_owned).collect();
    ArgValueCompleter::new(move |current: &OsStr| among(current, words.clone()))
}

/// The names of groups.
pub fn groups() -> ArgValueCompleter {
    let list = |okta: &Okta, _: &str| vec![okta.call(op::LIST_GROUPS).query("limit", "1000")];
    objects("groups", list, |group| Some(group["profile"]["name"].as_str()?.to_owned()))
}

/// The labels of apps.
pub fn apps() -> ArgValueCompleter {
    let list = |okta: &Okta, _: &str| vec![okta.call(op::LIST_APPLICATIONS).query("limit", "200")];
    objects("apps", list, |app| Some(app["label"].as_str()?.to_owned()))
}

/// The calls that list all objects of a command.
type Calls = fn(&Okta, &str) -> Vec<Call>;
/// What an object is called.
type Name = fn(&Value) -> Option<String>;

/// The names of what a command lists.
pub fn objects(command: &'static str, calls: Calls, name: Name) -> ArgValueCompleter {
    ArgValueCompleter::new(move |current: &OsStr| {
        among(current, names_of(command, calls, name).unwrap_or_default())
    })
}

/// How long names that were asked for are good enough for a shell.
const FRESH: Duration = Duration::from_secs(300);
/// How long somebody who pressed a key waits.
const PATIENCE: Duration = Duration::from_secs(2);

/// The groups, apps or other objects that can come next on the command line. They were asked for a short while ago,
/// or are asked for now.
fn names_of(command: &str, calls: Calls, name: Name) -> Option<Vec<String>> {
    let arguments: Vec<String> = std::env::args().collect();
    let named = arguments.windows(2).find(|pair| pair[0] == "--org").map(|pair| pair[1].clone());
    let org = named.or_else(|| std::env::var("OKTARS_ORG").ok());
    let choice = Choice::named(org.as_deref()).ok()?;
    let path = profile::directory()?.join("cache").join(format!("{command}-{}.json", choice.name()?));
    let age =
        std::fs::metadata(&path).and_then(|found| found.modified()).ok().and_then(|time| time.elapsed().ok());
    if age.is_some_and(|age| age < FRESH) {
        return serde_json::from_slice(&std::fs::read(&path).ok()?).ok();
    }
    let okta = choice.open(None, 1.0).ok()?.okta;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
    let asked = asked(calls(&okta, command), name);
    let names = runtime.block_on(async { tokio::time::timeout(PATIENCE, asked).await.ok()? })?;
    let _ = crate::file::write_private(&path, &serde_json::to_vec(&names).ok()?);
    Some(names)
}

/// The names of one page of objects, which is many enough to choose from. What cannot be listed has none.
async fn asked(calls: Vec<Call>, name: Name) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for call in calls {
        let page = call.list::<Value>().page().await;
        names.extend(page.ok().into_iter().flat_map(|page| page.items).filter_map(|object| name(&object)));
    }
    (!names.is_empty()).then_some(names)
}

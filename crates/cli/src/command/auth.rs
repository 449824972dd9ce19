//! `oktars auth`: profiles, and where each value comes from.

use clap::Subcommand;
use oktars::config::Config;
use oktars::{Okta, op};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};

use super::auth_login::{Login, add_protected, protected_name};
use crate::failure::{Exit, Failure, Stop};
use crate::output::Columns;
use crate::profile::{self, LOCAL, Profile, Profiles};
use crate::run::Run;

const PROFILES: Columns =
    Columns { table: "current,name,org,credential,secret,readOnly,protected", csv: "clientId,scopes" };

#[derive(Debug, Subcommand)]
pub enum Auth {
    /// Add an org or renew its secret, and check that the org accepts it
    ///
    /// The command reads the secret from the terminal without showing it, or from stdin. It keeps the secret in the
    /// system's keyring unless you say otherwise. The secret is never an argument, since other people can see those.
    ///
    /// If the profile is there already, everything that you do not name stays as it is.
    #[command(after_help = "Examples:
  oktars auth login acme --org-url https://acme.okta.com
  oktars auth login acme
  oktars auth login prod --org-url https://acme.okta.com --read-only \\
      --protect break-glass@acme.example
  oktars auth login robot --org-url https://acme.okta.com \\
      --client-id 0oa1gjh63g214q0Hq0g4 \\
      --scopes okta.users.read,okta.groups.manage --private-key robot.pem --dpop
  oktars auth login vault --org-url https://acme.okta.com \\
      --token-command 'pass show okta/acme'")]
    Login(Box<Login>),
    /// Remove a profile and its secret
    #[command(after_help = "Example:\n  oktars auth logout acme")]
    Logout {
        /// The profile [default: the current one]
        name: Option<String>,
    },
    /// Choose the org for commands that name none
    #[command(after_help = "Example:\n  oktars auth switch acme")]
    Switch {
        /// The profile, or `local`
        #[arg(add = crate::completion::orgs())]
        name: String,
    },
    /// Change how a profile is used
    #[command(after_help = "Examples:
  oktars auth set prod --read-only true
  oktars auth set prod --protect break-glass@acme.example \\
      --unprotect 00g1emaKYZTWRYYRRTSK")]
    Set {
        /// The profile
        #[arg(add = crate::completion::orgs())]
        name: String,
        /// Whether oktars refuses every change
        #[arg(long, value_name = "true|false")]
        read_only: Option<bool>,
        /// Change this login, id or group only with --force; may be repeated
        #[arg(long, value_name = "NAME", value_parser = protected_name)]
        protect: Vec<String>,
        /// Stop protecting this login, id or group; may be repeated
        #[arg(long, value_name = "NAME")]
        unprotect: Vec<String>,
    },
    /// Show the org of your commands, where each value comes from, and whether the org accepts you
    #[command(after_help = "Examples:\n  oktars auth status\n  oktars auth status --org acme -o json")]
    Status {
        /// Do not ask the org
        #[arg(long)]
        offline: bool,
    },
    /// List the profiles
    #[command(after_help = "Example:\n  oktars auth list")]
    List,
}

impl Auth {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self {
            Auth::Login(login) => login.run(run).await,
            Auth::Logout { name } => logout(run, name),
            Auth::Switch { name } => switch(run, &name),
            Auth::Set { name, read_only, protect, unprotect } => {
                set(run, &name, read_only, protect, &unprotect)
            }
            Auth::Status { offline } => super::auth_status::status(run, offline).await,
            Auth::List => list(run),
        }
    }
}

/// Whom an org that is open takes the caller for; a service app is no user, and known by its client id, if it is
/// known.
pub async fn caller(okta: &Okta, client_id: Option<&str>) -> oktars::Result<String> {
    match okta.call(op::GET_USER).path("id", "me").json::<Value>().await {
        Ok(user) => Ok(user["profile"]["login"].as_str().unwrap_or("?").to_owned()),
        // The token is good, but belongs to no user, or is for something else.
        Err(error)
            if error.code().is_some() && matches!(error.status().map(|s| s.as_u16()), Some(403 | 404)) =>
        {
            Ok(client_id.map_or_else(|| "an app".to_owned(), |id| shown("clientId", id)))
        }
        Err(error) => Err(error),
    }
}

/// A value of a profile, where its form says that it is no secret at the wrong place.
pub fn shown(setting: &str, value: &str) -> String {
    Config::shown_value(setting, value).unwrap_or_else(|| "***".to_owned())
}

fn logout(run: &mut Run, name: Option<String>) -> Result<(), Stop> {
    let mut profiles = Profiles::load()?;
    let name = name.or_else(|| profiles.current().map(str::to_owned)).ok_or_else(|| {
        Failure::usage("no profile is the current one").hint("name the profile: `oktars auth logout NAME`")
    })?;
    if name == LOCAL {
        return Err(Failure::usage("`local` is always there; its file can be deleted").into());
    }
    let profile = profiles.named(&name)?.clone();
    profiles.remove(&name);
    profiles.save()?;
    if profile.read_only || !profile.protected.is_empty() {
        run.note(&format!(
            "this removes its guards too ({}); to renew a secret alone, `oktars auth login NAME` keeps them",
            guards(&profile)
        ));
    }
    match profile::forget_secret(&name, &profile) {
        Ok(true) => run.note(&format!(
            "removed {name} and its secret; if others may have the secret, revoke it in Okta"
        )),
        Ok(false) => run.note(&format!("forgot {name}")),
        Err(failure) => {
            let text =
                format!("removed {name}, but its secret may still be in the {}: {failure}", profile.secret);
            return Err(Failure::new(Exit::Failed, text).into());
        }
    }
    Ok(())
}

/// What a profile keeps its user from.
fn guards(profile: &Profile) -> String {
    let read_only = profile.read_only.then(|| "read-only".to_owned());
    let protected =
        (!profile.protected.is_empty()).then(|| format!("protected {}", profile.protected.join(", ")));
    read_only.into_iter().chain(protected).collect::<Vec<_>>().join(", ")
}

fn switch(run: &mut Run, name: &str) -> Result<(), Stop> {
    let mut profiles = Profiles::load()?;
    if name != LOCAL {
        profiles.named(name)?;
    }
    profiles.set_current(Some(name));
    profiles.save()?;
    run.note(&format!("{name} is now the current profile"));
    if let Some(why) = overruling(name) {
        run.note(&format!("{why} comes first: see `oktars auth status`"));
    }
    Ok(())
}

/// What of the environment names another org than the current profile does.
fn overruling(current: &str) -> Option<String> {
    match std::env::var("OKTARS_ORG") {
        Ok(named) if named == current => None,
        Ok(named) => Some(format!("OKTARS_ORG names {named}, which")),
        Err(_) => {
            let config = Config::from_env().ok()?;
            let is_set = config.settings().iter().any(|set| set.name == "orgUrl");
            is_set.then(|| "the environment names an org by its address, which".to_owned())
        }
    }
}

fn set(
    run: &mut Run,
    name: &str,
    read_only: Option<bool>,
    protect: Vec<String>,
    unprotect: &[String],
) -> Result<(), Stop> {
    let mut profiles = Profiles::load()?;
    let mut profile = profiles.named(name)?.clone();
    if read_only.is_none() && protect.is_empty() && unprotect.is_empty() {
        return Err(Failure::usage("there is nothing to change").hint("such as: --read-only true").into());
    }
    if unprotect.iter().any(|name| !profile.protected.contains(name)) {
        let failure = Failure::usage("--unprotect names what is not protected; nothing was changed");
        return Err(failure.hint(format!("`oktars auth status --org {name}` shows what is")).into());
    }
    profile.read_only = read_only.unwrap_or(profile.read_only);
    profile.protected.retain(|name| !unprotect.contains(name));
    add_protected(&mut profile.protected, &protect);
    profiles.set(name, profile);
    profiles.save()?;
    run.note(&format!("changed the profile {name}"));
    Ok(())
}

fn list(run: &mut Run) -> Result<(), Stop> {
    let profiles = Profiles::load()?;
    let current = profiles.current();
    let mark = |name: &str| if current == Some(name) { "*" } else { "" };
    let mut rows: Vec<Value> = profiles
        .iter()
        .map(|(name, profile)| {
            json!({
                "current": mark(name), "name": name, "org": shown("orgUrl", &profile.org_url),
                "credential": profile.credential.to_string(), "secret": profile.secret.to_string(),
                "readOnly": profile.read_only, "protected": profile.protected,
                "clientId": profile.client_id.as_deref().map(|id| shown("clientId", id)),
                "scopes": profile.scopes.iter().map(|scope| shown("scopes", scope)).collect::<Vec<_>>(),
            })
        })
        .collect();
    rows.push(json!({ "current": mark(LOCAL), "name": LOCAL, "org": "on this machine" }));
    let items: Vec<Box<RawValue>> = rows.iter().filter_map(|row| to_raw_value(row).ok()).collect();
    run.print_items(&items, &PROFILES)
}

//! `oktars auth`: profiles, and where each value comes from.

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

use clap::Subcommand;
use oktars::{Config, Okta, Secret, op};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};

use super::{named, read};
use crate::failure::{Exit, Failure, Stop};
use crate::output::Columns;
use crate::profile::{self, Keep, Kind, LOCAL, Profile, Profiles, check_name};
use crate::run::Run;
use crate::target::Choice;
use crate::wait::{Waited, interruptible};

const PROFILES: Columns =
    Columns { table: "current,name,org,credential,secret,readOnly,protected", csv: "clientId,scopes" };

#[derive(Debug, Subcommand)]
pub enum Auth {
    /// Make an org known, and check that it lets you in
    ///
    /// The secret is read from the terminal without showing it, or from stdin, and kept in the system's
    /// keyring unless told otherwise. It is never an argument: those can be seen by others.
    #[command(after_help = "Examples:
  oktars auth login acme --org-url https://acme.okta.com
  oktars auth login prod --org-url https://acme.okta.com --read-only --protect break-glass@acme.example
  oktars auth login robot --org-url https://acme.okta.com --client-id 0oa1gjh63g214q0Hq0g4 \\
      --scopes okta.users.read,okta.groups.manage --private-key robot.pem --dpop
  oktars auth login vault --org-url https://acme.okta.com --token-command 'pass show okta/acme'")]
    Login(Box<Login>),
    /// Forget an org and its secret
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
  oktars auth set prod --protect break-glass@acme.example --unprotect 00g1emaKYZTWRYYRRTSK")]
    Set {
        /// The profile
        #[arg(add = crate::completion::orgs())]
        name: String,
        /// Whether every change is refused
        #[arg(long, value_name = "true|false")]
        read_only: Option<bool>,
        /// Change this login, id or group only with --force; may be repeated
        #[arg(long, value_name = "NAME")]
        protect: Vec<String>,
        /// Protect this no longer; may be repeated
        #[arg(long, value_name = "NAME")]
        unprotect: Vec<String>,
    },
    /// Show the org that commands work on, where each value comes from, and whether it lets you in
    #[command(after_help = "Examples:\n  oktars auth status\n  oktars auth status --org acme -o json")]
    Status {
        /// Ask the org nothing
        #[arg(long)]
        offline: bool,
    },
    /// List the profiles
    #[command(after_help = "Example:\n  oktars auth list")]
    List,
}

#[derive(Debug, clap::Args)]
pub struct Login {
    /// What to call it [default: the first part of the org's address]
    #[arg(value_parser = check_name)]
    name: Option<String>,
    /// The org's address, such as `https://acme.okta.com`
    #[arg(long, value_name = "URL")]
    org_url: Option<String>,
    /// What lets you in [default: an API token; a private key with --private-key]
    #[arg(long, value_enum, value_name = "KIND")]
    credential: Option<Kind>,
    /// The client id of a service app
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// The scopes that a service app asks for, by commas
    #[arg(long, value_delimiter = ',', value_name = "SCOPES")]
    scopes: Vec<String>,
    /// The file with the app's private key, as PEM or JWK; `-` for stdin. It is copied
    #[arg(long, value_name = "FILE")]
    private_key: Option<PathBuf>,
    /// The `kid` of the private key, where the app has several
    #[arg(long, value_name = "ID")]
    key_id: Option<String>,
    /// Bind the app's tokens to a key (DPoP)
    #[arg(long)]
    dpop: bool,
    /// Have this command print the secret whenever it is needed, and store none
    #[arg(long, value_name = "COMMAND", conflicts_with_all = ["private_key", "insecure_storage"])]
    token_command: Option<String>,
    /// Keep the secret in a file that only you can read, instead of the keyring
    #[arg(long)]
    insecure_storage: bool,
    /// Refuse every change, as befits an org that is only looked at
    #[arg(long)]
    read_only: bool,
    /// Change this login, id or group only with --force; may be repeated
    #[arg(long, value_name = "NAME")]
    protect: Vec<String>,
    /// Store it without asking the org
    #[arg(long)]
    no_check: bool,
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

impl Login {
    async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let org_url = match &self.org_url {
            Some(url) => url.clone(),
            None => asked_for("The org's address, such as https://acme.okta.com: ", "--org-url")?,
        };
        let org_url: oktars::OrgUrl =
            org_url.parse().map_err(|error: oktars::Error| Failure::usage(error.to_string()))?;
        let org_url = org_url.to_string();
        let name = match &self.name {
            Some(name) => name.clone(),
            None => check_name(first_label(&org_url)).map_err(Failure::usage)?,
        };
        let profile = self.profile(org_url)?;
        profile::check_keep(profile.secret)?;
        let secret = match profile.secret {
            Keep::Command => None,
            _ => Some(self.secret(profile.credential)?),
        };
        // What is stored can be used; an org that refuses is left unknown.
        if let Some(secret) = &secret {
            profile::store_secret(&name, &profile, secret)?;
        }
        let caller = if self.no_check { None } else { Some(checked(run, &name, &profile).await) };
        let caller = match caller {
            Some(Err(stop)) => {
                let known = Profiles::load()?.get(&name).is_some();
                if !known {
                    let _ = profile::forget_secret(&name, &profile);
                }
                return Err(stop);
            }
            Some(Ok(caller)) => Some(caller),
            None => None,
        };
        let mut profiles = Profiles::load()?;
        let org = profile.org_url.clone();
        profiles.set(&name, profile);
        profiles.set_current(Some(&name));
        profiles.save()?;
        let by = caller.map(|caller| format!(" as {caller}")).unwrap_or_default();
        run.note(&format!("{org} lets you in{by}; it is now the current profile, {name}"));
        Ok(())
    }

    fn profile(&self, org_url: String) -> Result<Profile, Failure> {
        let credential = match (self.credential, &self.private_key) {
            (Some(kind), _) => kind,
            (None, Some(_)) => Kind::PrivateKey,
            (None, None) if self.client_id.is_some() => Kind::PrivateKey,
            (None, None) => Kind::ApiToken,
        };
        if credential.is_service_app() && (self.client_id.is_none() || self.scopes.is_empty()) {
            return Err(Failure::usage(format!(
                "{credential} is of a service app: --client-id and --scopes belong to it"
            )));
        }
        if !credential.is_service_app() && (self.client_id.is_some() || self.dpop) {
            return Err(Failure::usage(format!(
                "--client-id and --dpop are of a service app, and {credential} is none"
            )));
        }
        Ok(Profile {
            org_url,
            credential,
            client_id: self.client_id.clone(),
            scopes: self.scopes.clone(),
            key_id: self.key_id.clone(),
            dpop: self.dpop,
            secret: match (&self.token_command, self.insecure_storage) {
                (Some(_), _) => Keep::Command,
                (None, true) => Keep::File,
                (None, false) => Keep::Keyring,
            },
            token_command: self.token_command.clone(),
            read_only: self.read_only,
            protected: self.protect.clone(),
        })
    }

    fn secret(&self, kind: Kind) -> Result<Secret, Stop> {
        if let Some(path) = &self.private_key {
            let text = String::from_utf8(read(path)?);
            let text = text.map_err(|_| Failure::usage(format!("{} is no PEM and no JWK", named(path))))?;
            oktars::PrivateKey::parse(&text)
                .map_err(|error| Failure::usage(format!("{}: {error}", named(path))))?;
            return Ok(Secret::from(text));
        }
        if kind == Kind::PrivateKey {
            return Err(Failure::usage("the private key is missing")
                .hint("name its file: --private-key FILE")
                .into());
        }
        secret_from_reader(kind)
    }
}

/// What the reader types without seeing it, or what stands on stdin.
fn secret_from_reader(kind: Kind) -> Result<Secret, Stop> {
    let prompt = format!("The {}, which is not shown: ", spoken(kind));
    let terminal = std::io::stdin().is_terminal();
    let read = move || {
        if terminal {
            return rpassword::prompt_password(prompt);
        }
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map(|_| line)
    };
    let text = match interruptible(None, read) {
        Waited::Done(text) => text,
        Waited::Interrupted | Waited::TooLong => {
            // Whoever read without showing it did not get to switch that off again.
            let _ = std::process::Command::new("stty").arg("echo").status();
            return Err(Failure::new(Exit::Cancelled, "cancelled; nothing was stored").into());
        }
    };
    let text =
        text.map_err(|error| Failure::usage(format!("the {} cannot be read: {error}", spoken(kind))))?;
    let secret = Secret::from(text.trim());
    if secret.expose().is_empty() {
        return Err(Failure::usage(format!("the {} is missing", spoken(kind)))
            .hint("`pass show okta | oktars auth login ...`, or run it in a terminal")
            .into());
    }
    Ok(secret)
}

fn spoken(kind: Kind) -> String {
    match kind {
        Kind::ApiToken => "API token".to_owned(),
        other => other.to_string().replace('-', " "),
    }
}

fn asked_for(prompt: &str, option: &str) -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage(format!("{option} is missing")));
    }
    let _ = write!(anstream::stderr(), "{prompt}");
    let read = || {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).map(|_| line)
    };
    match interruptible(None, read) {
        Waited::Done(Ok(line)) => Ok(line.trim().to_owned()),
        Waited::Done(Err(error)) => Err(Failure::usage(error.to_string())),
        Waited::Interrupted | Waited::TooLong => {
            Err(Failure::new(Exit::Cancelled, "cancelled; nothing was stored"))
        }
    }
}

fn first_label(org_url: &str) -> &str {
    let host = org_url.rsplit("//").next().unwrap_or(org_url);
    host.split(['.', ':']).next().unwrap_or(host)
}

/// Whom the org takes the caller for; a service app is no user, and known by its client id, if it is known.
async fn checked(run: &mut Run, name: &str, profile: &Profile) -> Result<String, Stop> {
    let choice = Choice::Profile { name: name.to_owned(), profile: profile.clone(), why: "" };
    let okta = run.open(choice)?.okta;
    Ok(caller(&okta, profile.client_id.as_deref()).await?)
}

/// The same of an org that is open.
pub async fn caller(okta: &Okta, client_id: Option<&str>) -> oktars::Result<String> {
    match okta.call(op::GET_USER).path("id", "me").json::<Value>().await {
        Ok(user) => Ok(user["profile"]["login"].as_str().unwrap_or("?").to_owned()),
        // The token is good, and of no user or for something else.
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
    match profile::forget_secret(&name, &profile) {
        Ok(true) => {
            run.note(&format!("forgot {name} and its secret; to end its use by others, revoke it in Okta"))
        }
        Ok(false) => run.note(&format!("forgot {name}")),
        Err(failure) => {
            let text =
                format!("forgot {name}, but its secret may still be in the {}: {failure}", profile.secret);
            return Err(Failure::new(Exit::Failed, text).into());
        }
    }
    Ok(())
}

fn switch(run: &mut Run, name: &str) -> Result<(), Stop> {
    let mut profiles = Profiles::load()?;
    if name != LOCAL {
        profiles.named(name)?;
    }
    profiles.set_current(Some(name));
    profiles.save()?;
    run.note(&format!("{name} is now the current profile"));
    let overruled =
        Config::from_env().is_ok_and(|config| config.settings().iter().any(|set| set.name == "orgUrl"));
    if overruled || std::env::var_os("OKTARS_ORG").is_some() {
        run.note("the environment names another org, which comes first: see `oktars auth status`");
    }
    Ok(())
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
        return Err(Failure::usage("nothing is to be changed").hint("such as: --read-only true").into());
    }
    if unprotect.iter().any(|name| !profile.protected.contains(name)) {
        let failure = Failure::usage("--unprotect names what is not protected; nothing was changed");
        return Err(failure.hint(format!("`oktars auth status --org {name}` shows what is")).into());
    }
    profile.read_only = read_only.unwrap_or(profile.read_only);
    profile.protected.retain(|name| !unprotect.contains(name));
    for name in protect {
        if !profile.protected.contains(&name) {
            profile.protected.push(name);
        }
    }
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

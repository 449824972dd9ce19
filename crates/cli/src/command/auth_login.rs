//! `oktars auth login`: a profile made, or its secret renewed with everything else kept.

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

use oktars::Secret;
use oktars::config::OrgUrl;

use super::auth::caller;
use super::{named, read};
use crate::failure::{Exit, Failure, Stop};
use crate::profile::{self, Keep, Kind, Profile, Profiles, check_name};
use crate::run::Run;
use crate::safety;
use crate::target;
use crate::wait::{Waited, interruptible};

#[derive(Debug, clap::Args)]
pub struct Login {
    /// What to call it [default: the first part of the org's address]
    #[arg(value_parser = check_name)]
    name: Option<String>,
    /// The org's address, such as `https://acme.okta.com` [default: that of the profile]
    #[arg(long, value_name = "URL")]
    org_url: Option<String>,
    /// What you sign in with [default: an API token; a private key with --private-key]
    #[arg(long, value_enum, value_name = "KIND")]
    credential: Option<Kind>,
    /// The client id of a service app
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// The scopes that a service app asks for, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "SCOPES")]
    scopes: Vec<String>,
    /// The file with the app's private key, as PEM or JWK; `-` for stdin. The command copies it
    #[arg(long, value_name = "FILE")]
    private_key: Option<PathBuf>,
    /// The `kid` of the private key, if the app has several
    #[arg(long, value_name = "ID")]
    key_id: Option<String>,
    /// Bind the app's tokens to a key (DPoP)
    #[arg(long)]
    dpop: bool,
    /// Stop binding the tokens to a key
    #[arg(long, conflicts_with = "dpop")]
    no_dpop: bool,
    /// A command that prints the secret whenever oktars needs it; oktars stores no secret then
    #[arg(long, value_name = "COMMAND", conflicts_with_all = ["private_key", "insecure_storage"])]
    token_command: Option<String>,
    /// Keep the secret in a file that only you can read, instead of the keyring
    #[arg(long)]
    insecure_storage: bool,
    /// Keep the secret in the keyring again
    #[arg(long, conflicts_with_all = ["token_command", "insecure_storage"])]
    keyring: bool,
    /// Refuse every change of the org
    #[arg(long)]
    read_only: bool,
    /// Allow changes again
    #[arg(long, conflicts_with = "read_only")]
    no_read_only: bool,
    /// Also change this login, id or group only with --force; may be repeated
    #[arg(long, value_name = "NAME", value_parser = protected_name)]
    protect: Vec<String>,
    /// Remove all protections of the profile
    #[arg(long)]
    no_protect: bool,
    /// Make it the current profile; the first profile always is
    #[arg(long)]
    switch: bool,
    /// Do not ask before the profile gets another org
    #[arg(short, long)]
    yes: bool,
    /// Store the profile without a check with the org
    #[arg(long)]
    no_check: bool,
}

impl Login {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let profiles = Profiles::load()?;
        let named = self.name.as_deref().and_then(|name| profiles.get(name));
        let org_url = match (&self.org_url, named) {
            (Some(url), _) => url.clone(),
            (None, Some(profile)) => profile.org_url.clone(),
            (None, None) => asked_for("The org's address, such as https://acme.okta.com: ", "--org-url")?,
        };
        let org_url: OrgUrl =
            org_url.parse().map_err(|error: oktars::Error| Failure::usage(error.to_string()))?;
        let org_url = org_url.to_string();
        let name = match &self.name {
            Some(name) => name.clone(),
            None => check_name(first_label(&org_url)).map_err(Failure::usage)?,
        };
        let known = profiles.get(&name).cloned();
        let profile = self.profile(known.as_ref(), org_url)?;
        if let Some(known) = known.as_ref().filter(|known| !is_same_org(&known.org_url, &profile.org_url)) {
            self.may_take_name(&name, known, &profile)?;
        }
        profile::check_keep(profile.secret)?;
        let secret = match profile.secret {
            Keep::Command => None,
            _ => Some(self.secret(profile.credential)?),
        };
        // An org that refuses is left unknown, and takes no secret away that may still be good.
        let said = if self.no_check {
            format!("stored {name} without asking {}", profile.org_url)
        } else {
            let okta = target::of_secret(&name, &profile, secret.clone())?;
            let caller = caller(&okta, profile.client_id.as_deref()).await?;
            format!("{} lets you in as {caller}", profile.org_url)
        };
        let moved = known.filter(|known| known.secret != profile.secret);
        let current = self.store(&name, profile, secret.as_ref())?;
        if let Some(known) = moved
            && let Err(failure) = profile::forget_secret(&name, &known)
        {
            run.note(&format!("the old secret may still be in the {}: {failure}", known.secret));
        }
        run.note(&if current == name {
            format!("{said}; the current profile is {name}")
        } else {
            format!(
                "{said}; the current profile is {current} still: `oktars auth switch {name}` changes that"
            )
        });
        Ok(())
    }

    /// Stores the secret and the profile. Gives the profile that is the current one now.
    fn store(&self, name: &str, profile: Profile, secret: Option<&Secret>) -> Result<String, Stop> {
        let mut profiles = Profiles::load()?;
        profiles.check()?;
        if let Some(secret) = secret {
            profile::store_secret(name, &profile, secret)?;
        }
        let is_first = profiles.iter().all(|(other, _)| other == name);
        profiles.set(name, profile);
        if self.switch || is_first || profiles.current().is_none() {
            profiles.set_current(Some(name));
        }
        profiles.save()?;
        Ok(profiles.current().unwrap_or(name).to_owned())
    }

    /// Asks before a name that means one org gets another.
    fn may_take_name(&self, name: &str, known: &Profile, new: &Profile) -> Result<(), Stop> {
        if new.secret == Keep::Command && self.token_command.is_none() {
            // The token of one org must not go to another.
            return Err(Failure::usage(format!(
                "the token_command of {name} prints a secret of {}, not of {}",
                known.org_url, new.org_url
            ))
            .hint("name what prints the other one: --token-command COMMAND")
            .into());
        }
        if self.yes {
            return Ok(());
        }
        let asked = format!(
            "{name} is the profile of {}, and would become the profile of {}",
            known.org_url, new.org_url
        );
        if !std::io::stdin().is_terminal() {
            return Err(Failure::new(Exit::Cancelled, format!("{asked}: there is no terminal to ask on"))
                .hint("choose another name, or add --yes to give this one another org")
                .into());
        }
        safety::ask_to_go_on(&asked)
    }

    /// The profile that is known by the name, with what was named changed.
    fn profile(&self, known: Option<&Profile>, org_url: String) -> Result<Profile, Failure> {
        let credential = self.kind(known);
        let is_app = credential.is_service_app();
        if !is_app && (self.client_id.is_some() || self.dpop) {
            return Err(Failure::usage(format!(
                "--client-id and --dpop belong to a service app, but the credential is {credential}"
            )));
        }
        let kept = known.filter(|_| is_app);
        let client_id = self.client_id.clone().or_else(|| kept?.client_id.clone());
        let scopes = match kept {
            Some(kept) if self.scopes.is_empty() => kept.scopes.clone(),
            _ => self.scopes.clone(),
        };
        if is_app && (client_id.is_none() || scopes.is_empty()) {
            return Err(Failure::usage(format!(
                "{credential} is of a service app: --client-id and --scopes belong to it"
            )));
        }
        let secret = self.keep(known);
        let command = self.token_command.clone().or_else(|| known?.token_command.clone());
        // A mirror belongs to its org.
        let same = known.filter(|known| is_same_org(&known.org_url, &org_url));
        let mirror = same.and_then(|known| known.mirror.clone());
        Ok(Profile {
            org_url,
            credential,
            client_id,
            scopes,
            key_id: self.key_id.clone().or_else(|| kept?.key_id.clone()).filter(|id| !id.is_empty()),
            dpop: self.dpop || (!self.no_dpop && kept.is_some_and(|kept| kept.dpop)),
            secret,
            token_command: command.filter(|_| secret == Keep::Command),
            read_only: self.read_only || (!self.no_read_only && known.is_some_and(|known| known.read_only)),
            protected: self.protected(known),
            mirror,
        })
    }

    fn kind(&self, known: Option<&Profile>) -> Kind {
        match (self.credential, known.map(|known| known.credential)) {
            (Some(kind), _) => kind,
            _ if self.private_key.is_some() => Kind::PrivateKey,
            (None, Some(kind)) if self.client_id.is_none() || kind.is_service_app() => kind,
            _ if self.client_id.is_some() => Kind::PrivateKey,
            _ => Kind::ApiToken,
        }
    }

    /// Where to keep the secret.
    fn keep(&self, known: Option<&Profile>) -> Keep {
        match known.map(|known| known.secret) {
            _ if self.token_command.is_some() => Keep::Command,
            _ if self.insecure_storage => Keep::File,
            _ if self.keyring => Keep::Keyring,
            // A key that is copied from a file is printed by no command.
            Some(Keep::Command) if self.private_key.is_some() => Keep::Keyring,
            Some(kept) => kept,
            None => Keep::Keyring,
        }
    }

    /// A guard is taken away only by saying so.
    fn protected(&self, known: Option<&Profile>) -> Vec<String> {
        let kept = known.filter(|_| !self.no_protect);
        let mut protected = kept.map(|known| known.protected.clone()).unwrap_or_default();
        add_protected(&mut protected, &self.protect);
        protected
    }

    fn secret(&self, kind: Kind) -> Result<Secret, Stop> {
        if let Some(path) = &self.private_key {
            let text = String::from_utf8(read(path)?);
            let text =
                text.map_err(|_| Failure::usage(format!("{} is neither PEM nor a JWK", named(path))))?;
            oktars::credential::PrivateKey::parse(&text)
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
            // A program that ended while it read without showing could not switch that off again.
            let _ = std::process::Command::new("stty").arg("echo").status();
            return Err(Failure::interrupted("cancelled; nothing was stored").into());
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
        Waited::Interrupted | Waited::TooLong => Err(Failure::interrupted("cancelled; nothing was stored")),
    }
}

fn first_label(org_url: &str) -> &str {
    let host = org_url.rsplit("//").next().unwrap_or(org_url);
    host.split(['.', ':']).next().unwrap_or(host)
}

/// Adds names that are not there already; they are compared as they are when something is protected.
pub fn add_protected(protected: &mut Vec<String>, names: &[String]) {
    for name in names {
        let is_there = protected.iter().any(|other| other.to_lowercase() == name.to_lowercase());
        if !is_there {
            protected.push(name.clone());
        }
    }
}

pub fn protected_name(name: &str) -> Result<String, String> {
    let name = name.trim();
    if name.is_empty() { Err("no name has no letters".to_owned()) } else { Ok(name.to_owned()) }
}

/// Whether two addresses are those of one org, however they are written.
fn is_same_org(one: &str, other: &str) -> bool {
    let plain = |url: &str| url.parse::<OrgUrl>().map(|url| url.to_string());
    one == other || plain(one).ok().zip(plain(other).ok()).is_some_and(|(one, other)| one == other)
}

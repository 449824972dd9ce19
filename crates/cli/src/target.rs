//! Which org a command works on, and what opens it.

use std::path::Path;

use oktars::config::{Config, UnknownSetting};
use oktars::{Builder, Okta, Secret};

use crate::failure::{Exit, Failure};
use crate::local_store;
use crate::profile::{self, LOCAL, Profile, Profiles};

const USER_AGENT: &str = concat!("oktars-cli/", env!("CARGO_PKG_VERSION"));

/// What is known of the org before it is opened, and why it is this one.
pub enum Choice {
    Local,
    Profile {
        name: String,
        profile: Box<Profile>,
        why: &'static str,
    },
    /// Okta's own variables and files.
    Config,
}

/// An org that is open.
pub struct Target {
    pub okta: Okta,
    /// What the reader calls it: the profile's name, `local`, or the host.
    pub label: String,
    /// Why nothing may be changed, as a hint.
    pub read_only: Option<String>,
    pub protected: Vec<String>,
    pub note: Option<String>,
}

impl Choice {
    /// What `--org` names; else the org of the environment; else the current profile; else `okta.yaml`.
    ///
    /// The parts of these are never mixed: a token goes to the org that it was written down for.
    pub fn named(org: Option<&str>) -> Result<Self, Failure> {
        match org {
            Some(LOCAL) => return Ok(Choice::Local),
            Some(name) => {
                let profile = Profiles::load()?.named(name)?.clone();
                return Ok(Choice::Profile {
                    name: name.to_owned(),
                    profile: Box::new(profile),
                    why: "--org or OKTARS_ORG",
                });
            }
            None => {}
        }
        if names_org(&Config::from_env().map_err(wrong)?) {
            return Ok(Choice::Config);
        }
        let profiles = Profiles::load()?;
        match profiles.current() {
            Some(LOCAL) => Ok(Choice::Local),
            Some(name) => {
                let profile = profiles.named(name)?.clone();
                Ok(Choice::Profile {
                    name: name.to_owned(),
                    profile: Box::new(profile),
                    why: "the current profile",
                })
            }
            None => Ok(Choice::Config),
        }
    }

    /// Its name; `None` where there is no profile.
    pub fn name(&self) -> Option<&str> {
        match self {
            Choice::Local => Some(LOCAL),
            Choice::Profile { name, .. } => Some(name),
            Choice::Config => None,
        }
    }

    /// Opens it, to use this part of its rate limits; the org `local` is kept in this file, if one is named.
    pub fn open(self, local_store: Option<&Path>, share: f64) -> Result<Target, Failure> {
        let mut target = match self {
            Choice::Local => local(local_store)?,
            Choice::Profile { name, profile, .. } => of_profile(name, *profile, share)?,
            Choice::Config => of_config(share)?,
        };
        if is_read_only() && target.read_only.is_none() {
            target.read_only = Some(READ_ONLY.to_owned());
        }
        Ok(target)
    }
}

/// Why nothing is changed in any org.
pub const READ_ONLY: &str = "the variable OKTARS_READ_ONLY is set";

pub fn is_read_only() -> bool {
    std::env::var("OKTARS_READ_ONLY").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

/// A client of a profile's org with a secret that is not stored yet; without one, the profile says where it is.
pub fn of_secret(name: &str, profile: &Profile, secret: Option<Secret>) -> Result<Okta, Failure> {
    build(on_network(profile.builder_with(name, secret)?)?)
}

/// The network is that of this machine, whatever the profile: proxy, certificates and times come from the environment.
fn on_network(builder: Builder) -> Result<Builder, Failure> {
    let config = Config::from_env().and_then(|config| config.network(builder));
    config.map_err(|error| Failure::usage(error.to_string()))
}

fn names_org(config: &Config) -> bool {
    config.settings().iter().any(|setting| setting.name == "orgUrl")
}

fn local(store: Option<&Path>) -> Result<Target, Failure> {
    let opened = local_store::open(store)?;
    Ok(Target {
        okta: opened.okta,
        label: LOCAL.to_owned(),
        read_only: None,
        protected: Vec::new(),
        note: opened.note,
    })
}

fn of_profile(name: String, profile: Profile, share: f64) -> Result<Target, Failure> {
    let okta = build(on_network(profile.builder_with(&name, None)?)?.max_share(share))?;
    let read_only =
        profile.read_only.then(|| format!("`oktars auth set {name} --read-only false` allows changes again"));
    Ok(Target { okta, label: name, read_only, protected: profile.protected, note: None })
}

fn of_config(share: f64) -> Result<Target, Failure> {
    let unknown = Config::load().map_err(wrong)?.unknown_settings().iter().map(told).collect::<Vec<_>>();
    let misspelt =
        |failure: Failure| if unknown.is_empty() { failure } else { failure.hint(unknown.join("; ")) };
    let okta = build(Builder::from_config().map_err(|error| misspelt(wrong(error)))?.max_share(share))?;
    Ok(Target {
        label: okta.org_url().to_string().trim_start_matches("https://").to_owned(),
        okta,
        read_only: None,
        protected: Vec::new(),
        note: (!unknown.is_empty()).then(|| format!("note: {}", unknown.join("; "))),
    })
}

/// A key or a variable that is ignored.
fn told(unknown: &UnknownSetting) -> String {
    match unknown.similar {
        Some(similar) => format!("{}: this is not a setting; did you mean {similar}?", unknown.source),
        None => format!("{}: this is not a setting, and is ignored", unknown.source),
    }
}

fn build(builder: Builder) -> Result<Okta, Failure> {
    let builder = builder.on_wait(crate::waiting::note);
    builder.user_agent(USER_AGENT).build().map_err(|error| Failure::new(Exit::Usage, error.to_string()))
}

fn wrong(error: oktars::Error) -> Failure {
    let known: Vec<String> = profile::names().into_iter().filter(|name| name != LOCAL).collect();
    let is_named = Config::load().is_ok_and(|config| names_org(&config));
    match known.is_empty() {
        true => Failure::usage(error.to_string())
            .hint("`oktars auth login` adds an org; to try things out without one, add `--org local`"),
        false => {
            let text = if is_named {
                error.to_string()
            } else {
                "no org is chosen: no profile is the current one".to_owned()
            };
            let all = known.join(", ");
            Failure::usage(text)
                .hint(format!("`oktars auth switch NAME` chooses a profile; there are: {all}"))
        }
    }
}

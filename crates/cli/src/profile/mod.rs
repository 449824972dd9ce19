//! Profiles: the orgs that a user works with, by name, in `config.toml`.
//!
//! The file holds no secret. It may be edited by hand: comments and order survive what the commands write.

#[cfg_attr(not(feature = "keyring"), path = "no_keyring.rs")]
mod keyring;
mod secret;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use oktars::credential::{Credential, PrivateKey, ServiceApp};
use oktars::{Builder, Secret};
use serde::Deserialize;
use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value, value};

use crate::failure::Failure;
use crate::file::{self, write_private};

pub use secret::{Keep, check as check_keep, others_may_read};

/// The name of the org that is always there.
pub const LOCAL: &str = "local";

/// One org and how to be let in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub org_url: String,
    pub credential: Kind,
    pub client_id: Option<String>,
    #[serde(default)]
    pub scopes: Vec<String>,
    pub key_id: Option<String>,
    #[serde(default)]
    pub dpop: bool,
    /// Where the secret is.
    pub secret: Keep,
    /// What prints the secret, where it is kept elsewhere.
    pub token_command: Option<String>,
    /// Whether every change is refused.
    #[serde(default)]
    pub read_only: bool,
    /// Logins, ids and names of groups that are changed with `--force` alone.
    #[serde(default)]
    pub protected: Vec<String>,
    /// The file of its mirror, for commands that ask one in place of the org.
    pub mirror: Option<String>,
}

/// With what a profile is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An API token of the org (SSWS)
    ApiToken,
    /// An access token that something else renews
    AccessToken,
    /// The private key of a service app, as PEM or JWK
    PrivateKey,
    /// The client secret of a service app
    ClientSecret,
    /// An assertion of a service app that was signed elsewhere
    ClientAssertion,
}

impl Kind {
    pub fn is_service_app(self) -> bool {
        !matches!(self, Kind::ApiToken | Kind::AccessToken)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::ApiToken => "api-token",
            Kind::AccessToken => "access-token",
            Kind::PrivateKey => "private-key",
            Kind::ClientSecret => "client-secret",
            Kind::ClientAssertion => "client-assertion",
        })
    }
}

impl Profile {
    /// A client of the org in the making. Without a secret at hand, it is fetched from where it is kept.
    pub fn builder_with(&self, name: &str, secret: Option<Secret>) -> Result<Builder, Failure> {
        Ok(Builder::default().org_url(&self.org_url).credential(self.credential(name, secret)?))
    }

    fn credential(&self, name: &str, secret: Option<Secret>) -> Result<Credential, Failure> {
        if let (Kind::AccessToken, Some(command)) = (self.credential, self.token_command.clone()) {
            // Asked again when the token ends.
            return Ok(secret::renewed_by(name.to_owned(), command));
        }
        let secret = secret.map_or_else(|| secret::load(name, self), Ok)?;
        let app = |app: ServiceApp| Credential::from(app.scopes(self.scopes.iter().cloned()).dpop(self.dpop));
        let id = self.client_id.clone().unwrap_or_default();
        Ok(match self.credential {
            Kind::ApiToken => Credential::api_token(secret),
            Kind::AccessToken => Credential::bearer(secret),
            Kind::ClientSecret => app(ServiceApp::with_secret(id, secret)),
            Kind::ClientAssertion => app(ServiceApp::with_assertion(id, secret)),
            Kind::PrivateKey => {
                let wrong = |error: oktars::Error| {
                    Failure::usage(format!("the private key of the profile {name} cannot be used: {error}"))
                };
                let key = PrivateKey::parse(secret.expose()).map_err(wrong)?;
                let key = match &self.key_id {
                    Some(id) => key.with_kid(id),
                    None => key,
                };
                app(ServiceApp::new(id, key))
            }
        })
    }

    fn to_table(&self) -> Table {
        let mut table = Table::new();
        let mut set = |name: &str, item: Item| {
            table.insert(name, item);
        };
        let list = |texts: &[String]| value(texts.iter().collect::<Array>());
        set("org_url", value(&self.org_url));
        set("credential", value(self.credential.to_string()));
        for (name, text) in [("client_id", &self.client_id), ("key_id", &self.key_id)] {
            text.iter().for_each(|text| set(name, value(text)));
        }
        if !self.scopes.is_empty() {
            set("scopes", list(&self.scopes));
        }
        if self.dpop {
            set("dpop", value(true));
        }
        set("secret", value(self.secret.to_string()));
        self.token_command.iter().for_each(|command| set("token_command", value(command)));
        if self.read_only {
            set("read_only", value(true));
        }
        if !self.protected.is_empty() {
            set("protected", list(&self.protected));
        }
        self.mirror.iter().for_each(|path| set("mirror", value(path)));
        table
    }
}

/// The profiles, and the file that they are in.
pub struct Profiles {
    path: PathBuf,
    document: DocumentMut,
    known: Known,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    current: Option<String>,
    #[serde(default)]
    profile: BTreeMap<String, Profile>,
}

impl Profiles {
    /// Reads the file; one that is not there holds no profile.
    pub fn load() -> Result<Self, Failure> {
        let Some(directory) = directory() else {
            return Ok(Profiles {
                path: PathBuf::new(),
                document: DocumentMut::new(),
                known: Known::default(),
            });
        };
        Profiles::read(&directory.join("config.toml"))
    }

    fn read(path: &Path) -> Result<Self, Failure> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Failure::usage(format!("{} cannot be read: {error}", path.display()))),
        };
        let wrong = |at: Option<Range<usize>>, what: String| {
            let line = text[..at.map_or(0, |at| at.start).min(text.len())].matches('\n').count() + 1;
            Failure::usage(format!("{}, line {line}: {what}", path.display()))
                .hint("`oktars help profiles` shows what a list of profiles looks like")
        };
        let document: DocumentMut = text
            .parse()
            .map_err(|error: toml_edit::TomlError| wrong(error.span(), "this is not TOML".to_owned()))?;
        let known: Known = toml_edit::de::from_str(&text).map_err(|error: toml_edit::de::Error| {
            wrong(error.span(), misfit(&text, error.span(), error.message()))
        })?;
        Ok(Profiles { path: path.to_owned(), document, known })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The profile that commands use where none is named.
    pub fn current(&self) -> Option<&str> {
        self.known.current.as_deref()
    }

    pub fn get(&self, name: &str) -> Option<&Profile> {
        self.known.profile.get(name)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Profile)> {
        self.known.profile.iter().map(|(name, profile)| (name.as_str(), profile))
    }

    /// The profile of a name, or what to do instead.
    pub fn named(&self, name: &str) -> Result<&Profile, Failure> {
        self.get(name).ok_or_else(|| unknown(name, self.iter().map(|(name, _)| name)))
    }

    pub fn set(&mut self, name: &str, profile: Profile) {
        let profiles = self.document.entry("profile").or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        });
        let new = profile.to_table();
        match profiles.get_mut(name).and_then(Item::as_table_like_mut) {
            Some(old) => update(old, new),
            None => {
                if let Some(profiles) = profiles.as_table_like_mut() {
                    profiles.insert(name, Item::Table(new));
                }
            }
        }
        self.known.profile.insert(name.to_owned(), profile);
    }

    pub fn remove(&mut self, name: &str) {
        if let Some(profiles) = self.document.get_mut("profile").and_then(Item::as_table_like_mut) {
            profiles.remove(name);
        }
        self.known.profile.remove(name);
        if self.current() == Some(name) {
            self.set_current(None);
        }
    }

    pub fn set_current(&mut self, name: Option<&str>) {
        match name {
            Some(name) => match self.document.get_mut("current") {
                Some(place) => replace(place, value(name)),
                None => self.document["current"] = value(name),
            },
            None => {
                self.document.remove("current");
            }
        }
        self.known.current = name.map(str::to_owned);
    }

    /// Refuses a file that cannot be written, before a secret is stored for what it would say.
    pub fn check(&self) -> Result<(), Failure> {
        file::check(&self.path)
    }

    /// Writes the file, whole or not at all.
    pub fn save(&self) -> Result<(), Failure> {
        if self.path.as_os_str().is_empty() {
            return Err(no_directory());
        }
        write_private(&self.path, self.document.to_string().as_bytes())
    }
}

/// What the keys of the file take.
const KEYS: [(&str, &str); 13] = [
    ("current", "the name of a profile"),
    ("org_url", "the address of an org, in quotes"),
    ("credential", "api-token, access-token, private-key, client-secret or client-assertion"),
    ("client_id", "a client id, in quotes"),
    ("scopes", "a list of texts"),
    ("key_id", "the kid of a key, in quotes"),
    ("dpop", "true or false"),
    ("secret", "keyring, file or command"),
    ("token_command", "a command, in quotes"),
    ("read_only", "true or false"),
    ("protected", "a list of texts"),
    ("mirror", "the path of a file, in quotes"),
    ("profile", "tables, such as [profile.acme]"),
];

/// What is wrong at a place of the file, in our own words: a secret may stand at any key, and be the key.
fn misfit(text: &str, at: Option<Range<usize>>, message: &str) -> String {
    if let Some((_, lacks)) = message.split_once("missing field ") {
        let known = KEYS.iter().find(|(name, _)| lacks.trim_matches('`') == *name);
        return known
            .map_or("a key is missing here".to_owned(), |(name, _)| format!("{name} is missing here"));
    }
    let start = at.map_or(0, |at| at.start).min(text.len());
    let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let key = text[line..].split(['=', '\n']).next().unwrap_or_default().trim();
    if let Some((name, takes)) = KEYS.iter().find(|(name, _)| *name == key) {
        return format!("{name} takes {takes}");
    }
    let alike = |name: &str| strsim::jaro(name, key);
    let similar = KEYS.iter().map(|(name, _)| *name).max_by(|a, b| alike(a).total_cmp(&alike(b)));
    match similar.filter(|name| alike(name) > 0.8) {
        Some(name) => format!("there is no such key; did you mean {name}?"),
        None => "there is no such key".to_owned(),
    }
}

/// Makes a table say the same as another. Comments beside what stays the same stay too.
fn update(old: &mut dyn TableLike, new: Table) {
    let names: Vec<String> = old.iter().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        // What is written out although it is the default anyway may stay.
        let says_nothing =
            |item: &Item| item.as_bool() == Some(false) || item.as_array().is_some_and(Array::is_empty);
        if !new.contains_key(&name) && !old.get(&name).is_some_and(says_nothing) {
            old.remove(&name);
        }
    }
    for (name, item) in new {
        match old.get_mut(&name) {
            Some(place) if bare(place) == bare(&item) => {}
            Some(place) => replace(place, item),
            None => drop(old.insert(&name, item)),
        }
    }
}

/// Replaces a value with another, and keeps the comments around it. Of a list, what is in both stays as it is
/// written.
fn replace(place: &mut Item, mut item: Item) {
    if let (Some(old), Some(new)) = (place.as_array_mut(), item.as_array()) {
        return replace_texts(old, &texts(new));
    }
    if let (Some(old), Some(new)) = (place.as_value(), item.as_value_mut()) {
        *new.decor_mut() = old.decor().clone();
    }
    *place = item;
}

fn replace_texts(list: &mut Array, wanted: &[String]) {
    let before = texts(list);
    list.retain(|text| text.as_str().is_some_and(|text| wanted.iter().any(|other| other == text)));
    for text in wanted.iter().filter(|text| !before.contains(text)) {
        list.push(text);
    }
}

fn texts(list: &Array) -> Vec<String> {
    list.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

/// A value without the comments and the line breaks around it and in it.
fn bare(item: &Item) -> String {
    match item.as_value().cloned() {
        Some(Value::Array(list)) => {
            let texts: Vec<String> =
                list.iter().map(|text| text.clone().decorated("", "").to_string()).collect();
            format!("[{}]", texts.join(", "))
        }
        Some(value) => value.decorated("", "").to_string(),
        None => String::new(),
    }
}

/// Stores a secret where its profile says, which is not asked for where a command yields it.
pub fn store_secret(name: &str, profile: &Profile, secret: &Secret) -> Result<(), Failure> {
    secret::store(name, profile.secret, secret)
}

/// Forgets the secret of a profile. Whether there was one.
pub fn forget_secret(name: &str, profile: &Profile) -> Result<bool, Failure> {
    secret::forget(name, profile.secret)
}

/// The names that `--org` takes.
pub fn names() -> Vec<String> {
    let profiles = Profiles::load().ok();
    let names = profiles.iter().flat_map(Profiles::iter).map(|(name, _)| name.to_owned());
    names.chain([LOCAL.to_owned()]).collect()
}

pub fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let mut known: Vec<&str> = known.chain([LOCAL]).collect();
    known.sort_by(|a, b| strsim::jaro(b, name).total_cmp(&strsim::jaro(a, name)));
    let best = known.first().filter(|best| strsim::jaro(best, name) > 0.7);
    let hint = match best {
        Some(best) => format!("did you mean {best}? `oktars auth status` shows all"),
        None => format!("there is: {}; `oktars auth login` makes a profile", known.join(", ")),
    };
    Failure::usage("there is no org with this name").hint(hint)
}

/// A name that can stand in a file's name and in a shell without quotes.
pub fn check_name(name: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name == LOCAL {
        return Err("`local` is the local org; choose another name".to_owned());
    }
    if name.is_empty() || name.starts_with('.') || !name.chars().all(fits) {
        return Err("a name has letters, digits, dots, - and _".to_owned());
    }
    Ok(name.to_owned())
}

/// Where the profiles are: `oktars` where this system keeps a user's configuration.
pub fn directory() -> Option<PathBuf> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if let Some(directory) = absolute("OKTARS_CONFIG_DIR") {
        return Some(directory);
    }
    let config = if cfg!(windows) { absolute("APPDATA") } else { absolute("XDG_CONFIG_HOME") };
    let config = config.or_else(|| Some(std::env::home_dir()?.join(".config")))?;
    Some(config.join("oktars"))
}

fn no_directory() -> Failure {
    Failure::usage("it is not known where your configuration directory is")
        .hint("name one with OKTARS_CONFIG_DIR")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> Profile {
        Profile {
            org_url: "https://acme.okta.com".to_owned(),
            credential: Kind::PrivateKey,
            client_id: Some("0oa1".to_owned()),
            scopes: vec!["okta.users.read".to_owned()],
            key_id: None,
            dpop: true,
            secret: Keep::Command,
            token_command: Some("pass show okta".to_owned()),
            read_only: true,
            protected: vec!["break@acme.example".to_owned()],
            mirror: Some("/srv/okta/acme.db".to_owned()),
        }
    }

    #[test]
    fn what_is_written_is_read_and_the_readers_own_notes_stay() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("deep/config.toml");
        let mut profiles = Profiles::read(&path).unwrap();
        profiles.set("acme", profile());
        profiles.set_current(Some("acme"));
        profiles.save().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(
            &path,
            format!("# mine\n{}", text.replace("read_only = true", "read_only = true # prod!")),
        )
        .unwrap();

        let mut profiles = Profiles::read(&path).unwrap();
        assert_eq!((profiles.current(), profiles.get("acme")), (Some("acme"), Some(&profile())));
        profiles.set("acme", Profile { dpop: false, ..profile() });
        profiles.set("test", Profile { read_only: false, ..profile() });
        profiles.save().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("# mine") && text.contains("# prod!"), "{text}");

        let mut profiles = Profiles::read(&path).unwrap();
        assert!(!profiles.get("acme").unwrap().dpop);
        profiles.remove("acme");
        assert_eq!((profiles.current(), profiles.iter().count()), (None, 1));
    }

    #[test]
    fn a_file_that_says_something_else_is_told_with_its_line() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("config.toml");
        let profile = "[profile.a]\norg_url = \"x\"\ncredential = \"api-token\"\nsecret = \"file\"\n";
        let cases = [
            ("current = 1".to_owned(), "line 1: current takes the name of a profile"),
            (format!("{profile}read_onyl = true\n"), "line 5: there is no such key; did you mean read_only?"),
            ("[[[".to_owned(), "line 1: this is not TOML"),
            (format!("{profile}token = \"s3cret\"\n"), "line 5: there is no such key"),
            (format!("{profile}dpop = \"s3cret\"\n"), "line 5: dpop takes true or false"),
            (format!("{profile}scopes = \"s3cret\"\n"), "line 5: scopes takes a list of texts"),
            (format!("{profile}client_id = s3cret\n"), "line 5: this is not TOML"),
            (format!("{profile}s3cret\n"), "line 5: this is not TOML"),
            (profile.replace("\"api-token\"", "\"s3cret\""), "line 3: credential takes api-token"),
            (profile.replace("secret = \"file\"\n", ""), "secret is missing"),
            ("profile = \"s3cret\"".to_owned(), "line 1: profile takes tables"),
            ("[profile.a]\norg_url = \"s3cret\ncredential".to_owned(), "line 3: this is not TOML"),
        ];
        for (text, said) in cases {
            std::fs::write(&path, &text).unwrap();
            let shown = Profiles::read(&path).err().unwrap().text(None);
            assert!(shown.contains("config.toml") && shown.contains(said), "{text}: {shown}");
            assert!(!shown.contains("s3cret"), "no value is shown: {shown}");
        }
    }

    #[test]
    fn names_can_be_typed() {
        for name in ["acme", "acme-prod", "a.b_c"] {
            assert!(check_name(name).is_ok());
        }
        for name in ["", "local", "a b", "../x", ".x", "ä"] {
            assert!(check_name(name).is_err(), "{name:?}");
        }
    }
}

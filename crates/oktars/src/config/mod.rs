//! Configuration from files and from the environment, as Okta's own SDKs read it.

mod credential;
mod setting;
#[cfg(test)]
mod tests;
mod yaml;

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use self::setting::{SETTINGS, Setting, Takes, flag, number, plain, seconds};
use crate::client::Builder;
use crate::error::{Error, Result};
use crate::model::Secret;
pub use crate::org_url::OrgUrl;

/// What is configured, and where.
///
/// Four places are looked at, each of which overrules those before it: `~/.okta/okta.yaml`; `okta.yaml` or
/// `.okta.yaml` in the current directory; the environment; and what the program says to the [`Builder`].
/// The keys and variables are those of Okta's own SDKs, in all their spellings.
///
/// `Debug` shows each setting with the place that it came from, and `***` for whatever may be a secret. No error
/// shows a value.
///
/// ```
/// use oktars::config::Config;
///
/// let variables = [("OKTA_CLIENT_ORGURL", "https://acme.okta.com"), ("OKTA_CLIENT_TOKEN", "00abc")];
/// let config = Config::from_variables(variables)?;
/// assert_eq!(
///     format!("{config:?}"),
///     "Config { orgUrl: \"https://acme.okta.com\" (OKTA_CLIENT_ORGURL), token: *** (OKTA_CLIENT_TOKEN) }"
/// );
/// let okta = config.builder()?.build()?;
/// # Ok::<(), oktars::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Config {
    entries: Vec<Entry>,
    unknown: Vec<UnknownSetting>,
}

/// A key of a file, or a variable, that is no setting: it is ignored, and may be misspelt.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownSetting {
    /// The known setting that is written most like it, if one is much like it. What was written is not told: a secret
    /// may stand in the place of a key.
    pub similar: Option<&'static str>,
    /// Where it stands: a variable, or a file and its line.
    pub source: String,
}

/// A setting of a [`Config`] that has a value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigSetting {
    /// Its name in `okta.yaml`, such as `orgUrl`.
    pub name: &'static str,
    /// Its value. `None` where the value is secret, or may be a secret that stands at the wrong key. Nobody can tell
    /// for a text without a form of its own, such as `userAgent`.
    pub value: Option<String>,
    /// Where it came from: a variable, or a file and its line.
    pub source: String,
}

/// The value of a setting.
#[derive(Clone)]
struct Entry {
    setting: &'static Setting,
    text: Secret,
    source: Source,
}

/// Where a value came from, from the lowest to the highest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    /// The file's place among the files, the file, the line.
    File(usize, PathBuf, usize),
    /// A variable of another tool.
    Foreign(String),
    Variable(String),
}

impl Entry {
    /// The error of a value that cannot be used. The reason is our own words, so none holds a value.
    fn refused(&self, why: &'static str) -> Error {
        Error::config(format!("{}: {}: {why}", self.source, self.setting.name))
    }

    /// The error of whatever was made from the value, with the place of the value before it.
    fn explained(&self, error: &Error) -> Error {
        Error::config(format!("{}: {}: {error}", self.source, self.setting.name))
    }

    fn shown(&self) -> Option<String> {
        self.setting.shown(self.text.expose())
    }
}

impl Source {
    /// Sources of one rank do not overrule each other.
    fn rank(&self) -> (u8, usize) {
        match self {
            Source::File(number, ..) => (0, *number),
            Source::Foreign(_) => (1, 0),
            Source::Variable(_) => (2, 0),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::File(_, path, line) => write!(f, "{}, line {line}", path.display()),
            Source::Foreign(name) | Source::Variable(name) => f.write_str(name),
        }
    }
}

impl Config {
    /// What the files and the environment say.
    ///
    /// # Errors
    /// A file cannot be read or is no YAML, or a value is none that its setting takes. The error names the
    /// file and the line, or the variable, and shows no value.
    pub fn load() -> Result<Self> {
        let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
        let mut files: Vec<_> =
            home.map(|home| PathBuf::from(home).join(".okta/okta.yaml")).into_iter().collect();
        files.extend([PathBuf::from(".okta.yaml"), PathBuf::from("okta.yaml")]);
        let mut config = Config::default();
        for (number, path) in files.iter().enumerate() {
            config.read_file_if_there(number, path)?;
        }
        config.read_variables(environment())?;
        Ok(config)
    }

    /// What the environment says.
    ///
    /// # Errors
    /// See [`load`](Config::load).
    pub fn from_env() -> Result<Self> {
        Config::from_variables(environment())
    }

    /// What these variables say, in place of the environment.
    ///
    /// # Errors
    /// See [`load`](Config::load).
    pub fn from_variables<K, V>(variables: impl IntoIterator<Item = (K, V)>) -> Result<Self>
    where
        K: Into<String>,
        V: Into<String>,
    {
        let mut config = Config::default();
        config.read_variables(variables.into_iter().map(|(name, value)| (name.into(), value.into())))?;
        Ok(config)
    }

    /// Adds what a file says; it overrules what was read before.
    ///
    /// # Errors
    /// See [`load`](Config::load).
    pub fn read_file(&mut self, path: impl AsRef<Path>) -> Result<()> {
        let next = self.entries.iter().map(|entry| entry.source.rank().1 + 1).max().unwrap_or_default();
        self.read_text(next, path.as_ref(), &read(path.as_ref())?)
    }

    fn read_file_if_there(&mut self, number: usize, path: &Path) -> Result<()> {
        if path.is_file() { self.read_text(number, path, &read(path)?) } else { Ok(()) }
    }

    pub(crate) fn read_text(&mut self, number: usize, path: &Path, text: &Secret) -> Result<()> {
        let found = yaml::read(text.expose()).map_err(|wrong| {
            Error::config(format!("{}, line {}: {}", path.display(), wrong.line, wrong.why))
        })?;
        for found in found {
            let source = Source::File(number, path.to_owned(), found.line);
            match named_in_file(&found.path) {
                Some(setting) => self.set(setting, found.text, source)?,
                None => {
                    tracing::warn!(%source, "no such setting");
                    let key = found.path.last().map(String::as_str).unwrap_or_default();
                    self.unknown
                        .push(UnknownSetting { similar: setting::similar(key), source: source.to_string() });
                }
            }
        }
        Ok(())
    }

    fn read_variables(&mut self, variables: impl Iterator<Item = (String, String)>) -> Result<()> {
        let variables: Vec<_> = variables.collect();
        self.read_foreign_address(&variables)?;
        let unknown = variables.iter().filter(|(name, _)| named_variable(name).is_none());
        self.unknown.extend(unknown.filter_map(|(name, _)| {
            let similar = setting::similar(name.strip_prefix("OKTA_CLIENT_")?);
            Some(UnknownSetting { similar, source: name.clone() })
        }));
        let known = variables.into_iter().filter_map(|(name, value)| Some((named_variable(&name)?, value)));
        let mut known: Vec<_> = known.collect();
        // Foreign ones first, so that Okta's own overrule them.
        known.sort_by(|((a, _), _), ((b, _), _)| a.cmp(b));
        for ((source, setting), value) in known {
            self.set(setting, value, source)?;
        }
        Ok(())
    }

    /// The address of the org in two parts, as other tools have it.
    fn read_foreign_address(&mut self, variables: &[(String, String)]) -> Result<()> {
        let value = |name: &str| {
            let found = variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
            found.filter(|value| !value.is_empty())
        };
        let (Some(name), Some(setting)) = (value("OKTA_ORG_NAME"), setting::named("orgurl")) else {
            return Ok(());
        };
        let address = format!("https://{name}.{}", value("OKTA_BASE_URL").unwrap_or("okta.com"));
        self.set(setting, address, Source::Foreign("OKTA_ORG_NAME".to_owned()))
    }

    fn set(&mut self, setting: &'static Setting, text: String, source: Source) -> Result<()> {
        let text = Secret::from(text.trim());
        // What is there and empty is a place to fill in.
        if text.expose().is_empty() {
            return Ok(());
        }
        if !setting.fits(text.expose()) {
            return Err(Error::config(format!("{source}: {} takes {}", setting.name, setting.accepts)));
        }
        let same =
            |entry: &&Entry| entry.setting.name == setting.name && entry.source.rank() == source.rank();
        if let Some(other) = self.entries.iter().find(same).filter(|other| other.text != text) {
            let other = &other.source;
            return Err(Error::config(format!("{source}: {}: {other} says something else", setting.name)));
        }
        self.entries.retain(|entry| entry.setting.name != setting.name);
        self.entries.push(Entry { setting, text, source });
        Ok(())
    }

    /// The settings that have a value, in the order of the documentation.
    ///
    /// ```
    /// use oktars::config::Config;
    ///
    /// let config = Config::from_variables([("OKTA_CLIENT_TOKEN", "00abc")])?;
    /// let token = &config.settings()[0];
    /// assert_eq!((token.name, token.value.as_deref()), ("token", None));
    /// assert_eq!(token.source, "OKTA_CLIENT_TOKEN");
    /// # Ok::<(), oktars::Error>(())
    /// ```
    pub fn settings(&self) -> Vec<ConfigSetting> {
        let entries = SETTINGS.iter().filter_map(|setting| self.entry(setting.name));
        let told = entries.map(|entry| ConfigSetting {
            name: entry.setting.name,
            value: entry.shown(),
            source: entry.source.to_string(),
        });
        told.collect()
    }

    /// What stands in the files and in variables of `OKTA_CLIENT_`, and is no setting.
    ///
    /// ```
    /// use oktars::config::Config;
    ///
    /// let config = Config::from_variables([("OKTA_CLIENT_TOKN", "00abc")])?;
    /// let unknown = &config.unknown_settings()[0];
    /// assert_eq!((unknown.source.as_str(), unknown.similar), ("OKTA_CLIENT_TOKN", Some("token")));
    /// # Ok::<(), oktars::Error>(())
    /// ```
    pub fn unknown_settings(&self) -> &[UnknownSetting] {
        &self.unknown
    }

    /// What may be shown of a value of a setting, as [`settings`](Config::settings) tells it.
    #[doc(hidden)]
    pub fn shown_value(name: &str, value: &str) -> Option<String> {
        setting::named(&plain(name))?.shown(value)
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.setting.name == name)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.entry(name).map(|entry| entry.text.expose())
    }

    /// A builder with all of it, which the program may go on to change.
    ///
    /// # Errors
    /// The credential lacks a part, or a file that is named cannot be used.
    pub fn builder(&self) -> Result<Builder> {
        let mut builder = Builder::default();
        if let Some(entry) = self.entry("orgUrl") {
            let org = entry.text.expose().parse::<OrgUrl>().map_err(|error| entry.explained(&error))?;
            builder = builder.org_url(org.as_str());
        }
        if let Some(credential) = credential::of(self)? {
            builder = builder.credential(credential);
        }
        self.network(builder)
    }

    /// A builder with what is said of the network and of the client, and with another org and credential than those
    /// of this configuration: proxy, certificates, times, attempts.
    ///
    /// # Errors
    /// A file that is named cannot be used.
    pub fn network(&self, mut builder: Builder) -> Result<Builder> {
        if let Some(proxy) = self.proxy()? {
            builder = builder.proxy(proxy);
        }
        if let Some(entry) = self.entry("caCertificates") {
            let pem = std::fs::read_to_string(expanded(entry.text.expose()));
            builder =
                builder.ca_certificates(pem.map_err(|_| entry.refused("it names no file that can be read"))?);
        }
        Ok(self.entries.iter().fold(builder, apply))
    }

    /// What must be there for a client to be built.
    pub(crate) fn complete_builder(&self) -> Result<Builder> {
        let missing = |name: &str, example: &str| {
            Error::config(format!(
                "{name} is not set: set it to {example}; okta.yaml and {name} are where it is looked for"
            ))
        };
        if self.entry("orgUrl").is_none() {
            return Err(missing(
                "OKTA_CLIENT_ORGURL",
                "the address of your org, such as https://acme.okta.com",
            ));
        }
        if credential::of(self)?.is_none() {
            let example = "an API token of that org, or OKTA_CLIENT_CLIENTID, OKTA_CLIENT_SCOPES and \
                           OKTA_CLIENT_PRIVATEKEY to those of a service app";
            return Err(missing("OKTA_CLIENT_TOKEN", example));
        }
        self.builder()
    }

    /// The proxy, put together from its parts where it is not given as an address.
    fn proxy(&self) -> Result<Option<String>> {
        if let Some(address) = self.text("proxy") {
            return Ok(Some(address.to_owned()));
        }
        let Some(host) = self.text("proxy.host") else { return Ok(None) };
        let address = if host.contains("://") { host.to_owned() } else { format!("http://{host}") };
        let wrong = || match self.entry("proxy.host") {
            Some(entry) => entry.refused("it is not a host"),
            None => Error::config("the proxy has no host"),
        };
        let mut url = url::Url::parse(&address).map_err(|_| wrong())?;
        if let Some(port) = self.text("proxy.port").and_then(|port| port.parse().ok()) {
            url.set_port(Some(port)).map_err(|()| wrong())?;
        }
        if let Some(name) = self.text("proxy.username") {
            url.set_username(name).map_err(|()| wrong())?;
            url.set_password(self.text("proxy.password")).map_err(|()| wrong())?;
        }
        Ok(Some(url.into()))
    }
}

fn apply(builder: Builder, entry: &Entry) -> Builder {
    let text = entry.text.expose();
    match entry.setting.takes {
        // Zero is what Okta's SDKs write for "none"; there is a default here, and it stays.
        Takes::Seconds(set) => match seconds(text).filter(|time| *time > Duration::ZERO) {
            Some(time) => set(builder, time),
            None => builder,
        },
        Takes::Number(set) | Takes::Count(set) | Takes::Percent(set) => match number(text) {
            Some(number) => set(builder, number),
            None => builder,
        },
        Takes::Text(set) => set(builder, text),
        Takes::Part | Takes::Flag | Takes::Nothing => builder,
    }
}

impl Config {
    fn flag(&self, name: &str) -> bool {
        self.text(name).and_then(flag).unwrap_or_default()
    }
}

/// Bytes of a configuration file. The longest setting is a private key, of some thousand.
const LARGEST_FILE: u64 = 1 << 20;

fn read(path: &Path) -> Result<Secret> {
    let told = |why: String| Error::config(format!("{} cannot be read: {why}", path.display()));
    let file = File::open(path).map_err(|error| told(error.to_string()))?;
    // Room for all of it at once: a text that grows leaves copies of its secrets behind.
    let length = file.metadata().map_or(0, |metadata| metadata.len()).min(LARGEST_FILE);
    let mut text = String::with_capacity(length as usize + 1);
    file.take(LARGEST_FILE + 1).read_to_string(&mut text).map_err(|error| told(error.to_string()))?;
    if text.len() as u64 > LARGEST_FILE {
        return Err(told("it is larger than 1 MiB".to_owned()));
    }
    Ok(text.into())
}

/// A path whose `~` stands for the home directory.
fn expanded(path: &str) -> PathBuf {
    let home =
        path.strip_prefix("~/").and_then(|rest| Some(PathBuf::from(std::env::var_os("HOME")?).join(rest)));
    home.unwrap_or_else(|| path.into())
}

fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

/// The setting of a path in a file: `okta.client.rateLimit.maxRetries`, also with dots in its keys.
fn named_in_file(path: &[String]) -> Option<&'static Setting> {
    let path = path.join(".");
    let below = path.strip_prefix("okta.").unwrap_or(&path);
    setting::named(&plain(below.strip_prefix("client.").unwrap_or(below)))
}

fn named_variable(name: &str) -> Option<(Source, &'static Setting)> {
    if let Some(rest) = name.strip_prefix("OKTA_CLIENT_") {
        return Some((Source::Variable(name.to_owned()), setting::named(&plain(rest))?));
    }
    if let Some(rest) = name.strip_prefix("OKTA_TESTING_") {
        return Some((
            Source::Variable(name.to_owned()),
            setting::named(&format!("testing{}", plain(rest)))?,
        ));
    }
    let setting = SETTINGS.iter().find(|setting| setting.foreign == Some(name))?;
    Some((Source::Foreign(name.to_owned()), setting))
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Config");
        for setting in SETTINGS {
            if let Some(entry) = self.entry(setting.name) {
                let text = entry.shown().map_or_else(|| "***".to_owned(), |text| format!("{text:?}"));
                shown.field(setting.name, &format_args!("{text} ({})", entry.source));
            }
        }
        shown.finish()
    }
}

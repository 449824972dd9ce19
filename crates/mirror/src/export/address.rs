//! Which database, who asks, and how: read as libpq reads it, from an address, a service file and the environment.
//!
//! A password is not taken from the address, since other people of the machine see the arguments of a command.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use oktars::Secret;
use url::Url;

use crate::error::{Error, Result};

/// What may stand in an address or a service file, with the variable that says it otherwise.
const SETTINGS: [(&str, &str); 10] = [
    ("host", "PGHOST"),
    ("port", "PGPORT"),
    ("user", "PGUSER"),
    ("dbname", "PGDATABASE"),
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("service", "PGSERVICE"),
    ("passfile", "PGPASSFILE"),
    ("connect_timeout", "PGCONNECT_TIMEOUT"),
    ("application_name", "PGAPPNAME"),
];

/// How sure a connection is, as libpq names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SslMode {
    /// Without TLS.
    Disable,
    /// Without TLS; with it, if the server insists.
    Allow,
    /// With TLS, if the server has it.
    Prefer,
    /// With TLS, whoever answers.
    Require,
    /// With a server whose certificate a trusted authority signed.
    VerifyCa,
    /// With the server of this name.
    VerifyFull,
}

const MODES: [(&str, SslMode); 6] = [
    ("disable", SslMode::Disable),
    ("allow", SslMode::Allow),
    ("prefer", SslMode::Prefer),
    ("require", SslMode::Require),
    ("verify-ca", SslMode::VerifyCa),
    ("verify-full", SslMode::VerifyFull),
];

/// A database, and how it is reached.
#[derive(Clone)]
pub struct Address {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) user: String,
    pub(super) database: String,
    pub(super) password: Option<Secret>,
    pub(super) ssl: SslMode,
    /// The file with the authorities that are trusted; without one, those of the system are.
    pub(super) authorities: Option<PathBuf>,
    pub(super) patience: Option<Duration>,
    pub(super) application: String,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address")
    }
}

impl Address {
    /// Reads an address such as `postgres://analyst@db.example/okta`. What it does not say comes from a service file
    /// and from the environment, as libpq has it.
    ///
    /// # Errors
    /// It is not one, it holds a password, or a file that it needs cannot be used.
    pub fn parse(text: &str) -> Result<Self> {
        Address::read(text, &|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    }

    /// Whether somebody else than the server that is meant could answer on another machine.
    pub fn is_unchecked(&self) -> bool {
        self.ssl < SslMode::VerifyFull && !is_loopback(&self.host)
    }

    fn read(text: &str, environment: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let mut settings = of_address(text)?;
        let mut password = None;
        let service = settings.get("service").cloned().or_else(|| environment("PGSERVICE"));
        if let Some(service) = service {
            for (name, value) in of_service(&service, environment)? {
                if name == "password" {
                    password = Some(value);
                } else {
                    settings.entry(name).or_insert(value);
                }
            }
        }
        for (name, variable) in SETTINGS {
            if let Some(value) = environment(variable) {
                settings.entry(name.to_owned()).or_insert(value);
            }
        }
        let mut setting = |name: &str| settings.remove(name).filter(|value| !value.is_empty());
        let host = setting("host").unwrap_or_else(|| "localhost".to_owned());
        if host.contains(',') {
            return Err(wrong("it names several hosts, but an export goes to one"));
        }
        let port = match setting("port") {
            None => 5432,
            Some(port) => port.parse().map_err(|_| wrong("the port is not a number up to 65535"))?,
        };
        let user = setting("user").or_else(|| environment("USER")).or_else(|| environment("LOGNAME"));
        let user = user.ok_or_else(|| wrong("it names no user, and neither does PGUSER"))?;
        let database = setting("dbname").unwrap_or_else(|| user.clone());
        let ssl = ssl_mode(setting("sslmode").as_deref(), &host)?;
        let authorities = authorities(setting("sslrootcert"), environment);
        let patience = match setting("connect_timeout") {
            None => None,
            Some(seconds) => Some(
                seconds.parse::<u64>().map_err(|_| wrong("connect_timeout is not a number of seconds"))?,
            ),
        };
        let application = setting("application_name").unwrap_or_else(|| "oktars".to_owned());
        let passfile = setting("passfile");
        let password = match password.or_else(|| environment("PGPASSWORD")) {
            Some(password) => Some(password),
            None => from_passfile(passfile, environment, [&host, &port.to_string(), &database, &user])?,
        };
        Ok(Address {
            host,
            port,
            user,
            database,
            password: password.map(Secret::from),
            ssl,
            authorities,
            patience: patience.filter(|seconds| *seconds > 0).map(Duration::from_secs),
            application,
        })
    }
}

fn wrong(why: &str) -> Error {
    Error::Address(why.to_owned())
}

/// What an address says by itself.
fn of_address(text: &str) -> Result<BTreeMap<String, String>> {
    // The message of the parser names no part of the address.
    let url = Url::parse(text).map_err(|error| Error::Address(error.to_string()))?;
    let mut settings = BTreeMap::new();
    let mut add = |name: &str, value: &str| -> Result<()> {
        let value = decoded(value).ok_or_else(|| wrong("it holds a percent sign that stands for nothing"))?;
        settings.insert(name.to_owned(), value);
        Ok(())
    };
    let names_password = |name: &str| matches!(name, "password" | "sslpassword");
    if url.password().is_some() || url.query_pairs().any(|(name, _)| names_password(&name)) {
        return Err(wrong(
            "it holds a password, which other people of this machine can see; use PGPASSWORD, a passfile or a service file",
        ));
    }
    let path = url.path().trim_start_matches('/');
    // A password with one of these characters would lie behind the host.
    if url.fragment().is_some() || path.contains(['@', '/', ':']) {
        return Err(wrong(
            "write it as postgres://USER@HOST:PORT/DATABASE, with %40 for @ and %2F for / in a name",
        ));
    }
    if !url.username().is_empty() {
        add("user", url.username())?;
    }
    if let Some(host) = url.host_str().filter(|host| !host.is_empty()) {
        add("host", host.trim_start_matches('[').trim_end_matches(']'))?;
    }
    if let Some(port) = url.port() {
        add("port", &port.to_string())?;
    }
    if !path.is_empty() {
        add("dbname", path)?;
    }
    for (name, value) in url.query_pairs() {
        if !SETTINGS.iter().any(|(known, _)| *known == name) {
            let known: Vec<&str> = SETTINGS.iter().map(|(known, _)| *known).collect();
            return Err(Error::Address(format!(
                "it has a parameter that oktars does not know; there are {}",
                known.join(", ")
            )));
        }
        settings.insert(name.into_owned(), value.into_owned());
    }
    Ok(settings)
}

/// A text of an address, with what stands behind percent signs in its place.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// What a service file says of a service.
fn of_service(service: &str, environment: &dyn Fn(&str) -> Option<String>) -> Result<Vec<(String, String)>> {
    let own = environment("PGSERVICEFILE").map(PathBuf::from);
    let own = own.or_else(|| Some(home(environment)?.join(".pg_service.conf")));
    let common = environment("PGSYSCONFDIR").map(|folder| Path::new(&folder).join("pg_service.conf"));
    for path in own.into_iter().chain(common) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        if let Some(found) = section(&text, service) {
            return Ok(found);
        }
    }
    Err(Error::Address(format!("no service file has the service {service:?}; PGSERVICEFILE names one")))
}

/// The settings of a section of a service file.
fn section(text: &str, name: &str) -> Option<Vec<(String, String)>> {
    let mut lines = text.lines().map(str::trim);
    lines.find(|line| line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) == Some(name))?;
    let own = lines.take_while(|line| !line.starts_with('['));
    let settings = own.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('='));
    Some(settings.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect())
}

fn home(environment: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
    environment("HOME").map(PathBuf::from)
}

fn ssl_mode(named: Option<&str>, host: &str) -> Result<SslMode> {
    let Some(named) = named else {
        return Ok(if is_loopback(host) { SslMode::Prefer } else { SslMode::VerifyFull });
    };
    let found = MODES.iter().find(|(name, _)| *name == named).map(|(_, mode)| *mode);
    found.ok_or_else(|| {
        let names: Vec<&str> = MODES.iter().map(|(name, _)| *name).collect();
        Error::Address(format!("sslmode is one of {}", names.join(", ")))
    })
}

/// Whether a host is this machine: by its name, its address, or a socket in a folder.
fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.starts_with('/')
        || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

/// The file with the authorities: the one that is named, or the one that libpq looks for.
fn authorities(named: Option<String>, environment: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
    match named {
        Some(name) if name == "system" => None,
        Some(name) => Some(PathBuf::from(name)),
        None => home(environment).map(|home| home.join(".postgresql/root.crt")).filter(|path| path.exists()),
    }
}

/// The password that a passfile has for a host, a port, a database and a user.
fn from_passfile(
    named: Option<String>,
    environment: &dyn Fn(&str) -> Option<String>,
    wanted: [&str; 4],
) -> Result<Option<String>> {
    let path = named.map(PathBuf::from).or_else(|| Some(home(environment)?.join(".pgpass")));
    let Some(path) = path.filter(|path| path.is_file()) else { return Ok(None) };
    refuse_readable(&path)?;
    let text = std::fs::read_to_string(&path).map_err(|error| Error::Io { path, error })?;
    // A socket is that of this machine.
    let host = if wanted[0].starts_with('/') { "localhost" } else { wanted[0] };
    let wanted = [host, wanted[1], wanted[2], wanted[3]];
    Ok(text.lines().filter(|line| !line.starts_with('#')).find_map(|line| password_of(line, wanted)))
}

#[cfg(unix)]
fn refuse_readable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = path.metadata().map_or(0, |found| found.permissions().mode());
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(Error::Address(format!("other people may read the passfile {}; `chmod 600` it", path.display())))
}

#[cfg(not(unix))]
fn refuse_readable(_: &Path) -> Result<()> {
    Ok(())
}

/// The password of a line of a passfile, if the line is about what is wanted.
fn password_of(line: &str, wanted: [&str; 4]) -> Option<String> {
    let mut fields = vec![String::new()];
    let mut rest = line.chars();
    while let Some(char) = rest.next() {
        let last = fields.len() - 1;
        match char {
            '\\' => fields[last].extend(rest.next()),
            // The password itself may hold the sign.
            ':' if fields.len() < 5 => fields.push(String::new()),
            char => fields[last].push(char),
        }
    }
    let [of @ .., password] = fields.as_slice() else { return None };
    let is_about =
        of.len() == 4 && of.iter().zip(wanted).all(|(field, wanted)| field == "*" || field == wanted);
    is_about.then(|| password.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, variables: &[(&str, &str)]) -> Result<Address> {
        let variables: BTreeMap<String, String> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Address::read(text, &|name| variables.get(name).cloned())
    }

    #[test]
    fn an_address_says_where_and_the_environment_the_rest() {
        type Settings = &'static [(&'static str, &'static str)];
        let cases: [(&str, Settings, &str); 6] = [
            ("postgres://ann@db.example/okta", &[], "db.example 5432 ann okta VerifyFull"),
            ("postgresql://ann@127.0.0.1:6000/okta", &[], "127.0.0.1 6000 ann okta Prefer"),
            ("postgres://ann@[::1]/okta", &[], "::1 5432 ann okta Prefer"),
            ("postgres:///okta?host=/run/pg&user=ann", &[], "/run/pg 5432 ann okta Prefer"),
            ("postgres://a%40b@db.example/x?sslmode=verify-ca", &[], "db.example 5432 a@b x VerifyCa"),
            (
                "postgres://",
                &[("PGHOST", "h.example"), ("PGUSER", "bob"), ("PGPORT", "1"), ("PGSSLMODE", "require")],
                "h.example 1 bob bob Require",
            ),
        ];
        for (text, variables, expected) in cases {
            let found = read(text, variables).unwrap();
            let told =
                format!("{} {} {} {} {:?}", found.host, found.port, found.user, found.database, found.ssl);
            assert_eq!(told, expected, "{text}");
        }
    }

    /// What somebody types by mistake must not end in a log.
    #[test]
    fn a_password_in_an_address_is_refused_and_not_shown() {
        let cases = [
            "postgres://ann:s3cret@db.example/okta",
            "postgres://ann@db.example/okta?password=s3cret",
            "postgres://ann:1/s3cret@db.example/okta",
            "postgres://ann:1#s3cret@db.example/okta",
            "postgres://ann:s3cret/more@db.example/okta",
            "postgres://ann@db.example/okta?passwort=s3cret",
            "postgres://ann@db.example/okta?s3cret=1",
        ];
        for text in cases {
            let error = read(text, &[]).unwrap_err();
            assert!(matches!(error, Error::Address(_)), "{text}: {error}");
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{text}: {error}");
        }
        let found = read("postgres://ann@db.example/okta", &[("PGPASSWORD", "s3cret")]).unwrap();
        assert!(!format!("{found:?}").contains("s3cret"));
        assert_eq!(found.password.unwrap().expose(), "s3cret");
    }

    #[test]
    fn a_service_file_and_a_passfile_say_what_they_say_to_libpq() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        let services = "# ours\n[other]\nhost=no\n\n[acme]\nhost = db.example\nuser=ann\n# port=1\npassword=of-service\n[z]\n";
        std::fs::write(at("services"), services).unwrap();
        let variables = [("PGSERVICEFILE", at("services")), ("PGPASSFILE", at("passes"))];
        let variables = variables.each_ref().map(|(name, value)| (*name, value.as_str()));
        let found = read("postgres:///okta?service=acme", &variables).unwrap();
        assert_eq!((found.host.as_str(), found.user.as_str(), found.port), ("db.example", "ann", 5432));
        assert_eq!(found.password.unwrap().expose(), "of-service");
        assert!(read("postgres:///okta?service=none", &variables).is_err());

        std::fs::write(
            at("passes"),
            "#c\nno:*:*:*:wrong\ndb.example:*:ok\\:ta:ann:p:a\\\\ss\n*:*:*:bob:of-bob\n",
        )
        .unwrap();
        let passfile = || read("postgres://ann@db.example/ok%3Ata", &variables);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(at("passes"), PermissionsExt::from_mode(0o644)).unwrap();
            assert!(passfile().unwrap_err().to_string().contains("chmod 600"));
            std::fs::set_permissions(at("passes"), PermissionsExt::from_mode(0o600)).unwrap();
        }
        assert_eq!(passfile().unwrap().password.unwrap().expose(), "p:a\\ss");
        assert!(read("postgres://eve@db.example/okta", &variables).unwrap().password.is_none());
    }
}

//! `oktars org`: a local org as a server.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Subcommand;
use jiff::Timestamp;
use oktars::Secret;
use oktars_local::{App, Contents, Features, RateLimits, Seed, Server, StartedApp, StoreFile, Tls};
use serde_json::json;

use crate::command::mirror::twin;
use crate::command::time::instant;
use crate::failure::{Exit, Failure, Stop, outlive_bugs};
use crate::file::{self, Readers};
use crate::run::Run;
use crate::wait::stop_signal;
use crate::{safety, target, trace};

/// How long a request that does not end may hold up the end of the server, after its time for answers.
const LEFT_BEHIND: Duration = Duration::from_millis(500);

#[derive(Debug, Subcommand)]
pub enum Org {
    /// Serve a local org until it is interrupted
    #[command(
        after_help = "When it is ready, it prints one line of JSON with its url and its token. With --app, the line \
                      also has what an app needs, and the person who signs in to it: issuer, client id, client \
                      secret, login and \
                      password.\n\nExample:\n  oktars org serve --port 0 --seed demo\n  \
                      oktars org serve --port 8080 --app spa=http://localhost:3000/callback"
    )]
    Serve(Box<Serve>),
    /// Check the file of a local org for damage
    #[command(
        after_help = "It reads the file that --local-store names, and says what is damaged. A server also checks \
                      its file at every start, if it is no larger than 32 MiB.\n\nExample:\n  oktars org check \
                      --local-store org.redb"
    )]
    Check,
    /// Remove the file of the local org, so that the next command makes a new one
    #[command(
        after_help = "It removes the file of `--org local`, or the one that --local-store names, with all that the org \
                      holds. It refuses while another process uses the file. To reset an org that a server has \
                      open, send \
                      POST /_local/reset.\n\nExample:\n  oktars org reset --yes"
    )]
    Reset {
        /// Do not ask before
        #[arg(short, long)]
        yes: bool,
    },
}

#[derive(Debug, clap::Args)]
pub struct Serve {
    /// Keep the org in this file [default: in memory]
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    /// The port; 0 takes any free port
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The address to listen on; 0.0.0.0 lets other machines in
    #[arg(long, value_name = "IP", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// One more name under which the server answers; may be repeated
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// Serve https, with a certificate that the server makes
    #[arg(long)]
    tls: bool,
    /// The file for the certificate that clients must trust [default: a temporary file]
    #[arg(long, value_name = "FILE", requires = "tls")]
    ca: Option<PathBuf>,
    /// Build links from X-Forwarded-Proto and X-Forwarded-Host, as a proxy sets them
    #[arg(long)]
    trust_forwarded: bool,
    /// What a new org holds: `empty`, `demo`, a number of users, or a JSON file with users, groups and apps
    #[arg(long, default_value = "empty", value_parser = seed)]
    seed: Seed,
    /// Begin as a copy of this mirror, with the same ids: see `oktars mirror sync`; or with what an org answered, as
    /// NDJSON
    #[arg(long, value_name = "FILE", conflicts_with = "seed")]
    from: Option<PathBuf>,
    /// As the mirror was at this time: 2026-01-31, or 7d for seven days ago
    #[arg(long, value_name = "TIME", requires = "from", value_parser = instant)]
    at: Option<Timestamp>,
    /// The password of everybody, since a mirror has none
    #[arg(long, value_name = "TEXT", requires = "from")]
    password: Option<Secret>,
    /// Replace the people in the mirror by invented ones: names, logins, mails, phones and other texts become values
    /// of the same shape, in the log too
    #[arg(long, requires = "from")]
    anonymise: bool,
    /// Keep the values of these attributes, such as those that group rules use
    #[arg(long, value_name = "ATTRIBUTES", value_delimiter = ',', requires = "anonymise")]
    keep: Vec<String>,
    /// The API token to accept; if it is secret, set OKTARS_LOCAL_TOKEN instead [default: the token of the
    /// documentation, or a random one if other machines can reach the server]
    #[arg(long, env = "OKTARS_LOCAL_TOKEN", hide_env_values = true)]
    token: Option<Secret>,
    /// `off`, `default` for those that Okta documents, or a factor such as 0.1
    #[arg(long, default_value = "off", value_parser = limits)]
    rate_limits: RateLimits,
    /// Begin with an app to sign in to: spa=URL, web=URL, native=URL or service, with the URL to which people return;
    /// may be repeated
    #[arg(long = "app", value_name = "KIND=URL")]
    apps: Vec<App>,
    /// Sign every browser in as this user, without asking for a password; on loopback addresses only
    #[arg(long, value_name = "LOGIN")]
    sign_in_as: Option<String>,
    /// Answer as some clients of Okta expect it, where sources about Okta disagree; may be repeated
    #[arg(long = "feature", value_name = "NAME", value_parser = Features::SWITCHES)]
    features: Vec<String>,
    /// End when the program that started the server has ended, even if it was killed
    #[cfg(unix)]
    #[arg(long)]
    exit_with_parent: bool,
}

fn seed(text: &str) -> Result<Seed, String> {
    match text {
        "empty" => Ok(Seed::Empty),
        "demo" => Ok(Seed::Demo),
        other => match other.parse() {
            Ok(count) => Ok(Seed::Users(count)),
            Err(_) if other.contains(['.', '/', '\\']) => match Path::new(other).exists() {
                true => Contents::read(Path::new(other)).map(Seed::Contents),
                false => Err("there is no such file".to_owned()),
            },
            Err(_) => Err("write `empty`, `demo`, a number of users, or the path of a JSON file".to_owned()),
        },
    }
}

fn limits(text: &str) -> Result<RateLimits, String> {
    match text {
        "off" => Ok(RateLimits::off()),
        "default" => Ok(RateLimits::documented()),
        factor => match factor.parse::<f64>() {
            Ok(factor) if factor > 0.0 && factor.is_finite() => Ok(RateLimits::scaled(factor)),
            _ => Err("write `off`, `default` or a factor such as 0.1".to_owned()),
        },
    }
}

impl Org {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self {
            Org::Serve(serve) => serve.run(run).await,
            Org::Check => check(run),
            Org::Reset { yes } => reset(run, yes),
        }
    }
}

/// Tells whether the file of a local org is whole.
fn check(run: &mut Run) -> Result<(), Stop> {
    let path = run.local_store()?;
    let failed = |text: String| Failure::new(Exit::Failed, text);
    let found = oktars_local::check(&path).map_err(|error| failed(error.to_string()))?;
    let name = path.display();
    if found.damaged > 0 {
        let text = format!("{name} has {} damaged places: {}", found.damaged, found.damage.join("; "));
        return Err(failed(text).hint("put a copy of it there, or remove it to start with a new org").into());
    }
    if run.wants_json() {
        let told = json!({ "store": path, "documents": found.documents, "damaged": found.damaged });
        writeln!(run.printer.out(), "{told}")?;
    } else {
        writeln!(run.printer.out(), "ok: {name} holds {} documents, and none is damaged", found.documents)?;
    }
    Ok(())
}

/// Removes the file of a local org.
fn reset(run: &mut Run, yes: bool) -> Result<(), Stop> {
    let failed = |text: String| Failure::new(Exit::Failed, text);
    let path = run.local_store()?;
    if target::is_read_only() {
        return Err(Failure::new(Exit::Cancelled, "nothing was removed").hint(target::READ_ONLY).into());
    }
    if path.is_symlink() {
        let text = format!("{} is a link; nothing was removed", path.display());
        return Err(failed(text).hint("name the file that it leads to with --local-store").into());
    }
    if !path.exists() {
        return told_of_reset(run, &path, false);
    }
    let file = StoreFile::take(&path).map_err(|error| failed(error.to_string()))?;
    let what = format!("Remove the local org in {} with all that it holds", path.display());
    if !yes && !io::stdin().is_terminal() {
        return Err(safety::nobody_to_ask(&what).hint("add --yes to do it without a question").into());
    }
    if !yes {
        safety::ask_to_go_on(&what)?;
    }
    file.remove().map_err(|error| failed(format!("{} cannot be removed: {error}", path.display())))?;
    told_of_reset(run, &path, true)
}

fn told_of_reset(run: &mut Run, path: &Path, removed: bool) -> Result<(), Stop> {
    if run.wants_json() {
        writeln!(run.printer.out(), "{}", json!({ "store": path, "removed": removed }))?;
        return Ok(());
    }
    let done =
        if removed { format!("removed {}", path.display()) } else { "there was no local org".to_owned() };
    writeln!(run.printer.out(), "{done}; the next command with --org local makes a new one")?;
    Ok(())
}

impl Serve {
    async fn run(self, run: &mut Run) -> Result<(), Stop> {
        outlive_bugs(run.wants_json());
        // The server's stderr tells what goes wrong in the org.
        trace::listen(false);
        let serve = self;
        // Before the org is made: the parent may end meanwhile.
        let parent = serve.watched_parent();
        let failed = |error: String| Failure::new(Exit::Failed, error);
        let seed = match &serve.from {
            Some(file) => {
                let anonymous = serve.anonymise.then_some(serve.keep.as_slice());
                twin::seed(run, file, serve.at, serve.password.as_ref(), anonymous)?
            }
            None => serve.seed,
        };
        let mut features = Features::default();
        serve.features.iter().for_each(|name| _ = features.switch_on(name));
        let mut builder =
            oktars_local::Org::builder().seed(seed).rate_limits(serve.rate_limits).features(features);
        if let Some(path) = &serve.store {
            file::check_store(path)?;
            builder = builder.file(path);
        }
        builder = serve.apps.iter().cloned().fold(builder, oktars_local::Builder::app);
        if let Some(login) = &serve.sign_in_as {
            if lets_others_in(serve.address) {
                let text =
                    format!("--sign-in-as works on loopback addresses, but {} is not one", serve.address);
                let hint = "leave --address out, or let people sign in with their passwords";
                return Err(Failure::new(Exit::Usage, text).hint(hint).into());
            }
            builder = builder.sign_in_as(login);
        }
        let given = serve.token.filter(|token| !token.expose().is_empty());
        let random = given.is_none() && lets_others_in(serve.address);
        match given {
            Some(token) => builder = builder.token(token.expose()),
            None if random => builder = builder.random_token(),
            None => {}
        }
        if lets_others_in(serve.address) {
            builder = builder.random_app_password();
        }
        let org = builder.build().map_err(|error| failed(error.to_string()))?;
        let address = SocketAddr::new(serve.address, serve.port);
        let mut server = Server::bind(org.clone(), address)
            .map_err(|error| failed(format!("{address} cannot be served: {error}")))?;
        let authority = if serve.tls {
            let tls = Tls::new(&serve.hosts).map_err(|error| failed(format!("no certificate: {error}")))?;
            let authority = Authority::write(&tls, serve.ca.as_deref())?;
            server = server.tls(tls);
            Some(authority)
        } else {
            None
        };
        server = serve.hosts.iter().fold(server, Server::host);
        if serve.trust_forwarded {
            server = server.trust_forwarded();
        }
        let apps = org.apps();
        // From the first word on: who reads it may end the server at once.
        let told_to_stop = stop_signal()?;
        let stop = async move {
            tokio::select! {
                () = told_to_stop => {}
                () = parent => {}
            }
        };
        let mut ready = json!({
            "url": server.url(),
            "token": org.token(),
            "ui": format!("{}/_local/ui", server.url()),
            "store": serve.store,
            "ca": authority.as_ref().map(|authority| &authority.path),
            "version": env!("CARGO_PKG_VERSION"),
        });
        if !apps.is_empty() {
            ready["apps"] = apps.iter().map(|app| told_of_app(app, &server.url())).collect();
        }
        writeln!(run.printer.out(), "{ready}")?;
        run.printer.flush()?;
        if run.printer.terminal {
            tell_how_to_use(run, &server.url(), org.token(), authority.as_ref());
            apps.iter().for_each(|app| tell_how_to_sign_in(run, app, &server.url()));
        }
        if random {
            run.note(
                "note: other machines reach this address, so the API token is a random one; it is in the line \
                 on stdout. OKTARS_LOCAL_TOKEN or --token gives one that stays the same",
            );
        }
        // A server has use for all processors; the other commands have not.
        let serving = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            let served = runtime.block_on(server.serve(stop));
            runtime.shutdown_timeout(LEFT_BEHIND);
            served
        });
        let served = tokio::task::spawn_blocking(move || serving.join()).await;
        match served {
            Ok(Ok(Ok(()))) => Ok(()),
            Ok(Ok(Err(error))) => Err(failed(error.to_string()).into()),
            _ => Err(failed("the server ended unexpectedly".to_owned()).into()),
        }
    }

    /// Done when the parent ended, if the server ends with it.
    fn watched_parent(&self) -> impl Future<Output = ()> + Send + use<> {
        #[cfg(unix)]
        let watched = self.exit_with_parent.then(crate::wait::parent_end);
        #[cfg(not(unix))]
        let watched = None::<std::future::Ready<()>>;
        async move {
            match watched {
                Some(ended) => ended.await,
                None => std::future::pending().await,
            }
        }
    }
}

/// What somebody types in another terminal to use the org.
fn tell_how_to_use(run: &mut Run, url: &str, token: &str, authority: Option<&Authority>) {
    run.note("the org is ready; Ctrl-C stops it. In another terminal:");
    run.note(&format!("  export OKTA_CLIENT_ORGURL={url}"));
    run.note(&format!("  export OKTA_CLIENT_TOKEN={token}"));
    if let Some(authority) = authority {
        run.note(&format!("  export OKTA_CLIENT_CACERTIFICATES={}", authority.path.display()));
    }
    run.note("  oktars users list");
    run.note(&format!("In a browser, {url}/_local/ui shows what the org holds and does"));
}

/// The address under which an app reaches the org. An app on `localhost` and an org on `127.0.0.1` are different
/// sites for a browser, which then keeps the cookies of the org to itself.
fn issuer(app: &StartedApp, url: &str) -> String {
    app.issuer(&url.replacen("://127.0.0.1:", "://localhost:", 1).replacen("://[::1]:", "://localhost:", 1))
}

/// What an app and who signs in to it need.
fn told_of_app(app: &StartedApp, url: &str) -> serde_json::Value {
    json!({
        "kind": app.kind,
        "issuer": issuer(app, url),
        "clientId": app.client_id,
        "clientSecret": app.client_secret,
        "redirectUri": app.redirect_uri,
        "login": app.login,
        "password": app.password,
        "scope": app.scope,
    })
}

/// The same as lines to copy.
fn tell_how_to_sign_in(run: &mut Run, app: &StartedApp, url: &str) {
    run.note(&format!("the {} app has these settings:", app.kind));
    let told = told_of_app(app, url);
    let names = [
        ("issuer", "ISSUER"),
        ("clientId", "CLIENT_ID"),
        ("clientSecret", "CLIENT_SECRET"),
        ("redirectUri", "REDIRECT_URI"),
        ("scope", "SCOPE"),
        ("login", "USERNAME"),
        ("password", "PASSWORD"),
    ];
    for (member, name) in names {
        if let Some(value) = told[member].as_str() {
            run.note(&format!("  {name}={value}"));
        }
    }
}

/// Whether other machines reach what listens on an address.
fn lets_others_in(address: IpAddr) -> bool {
    !address.to_canonical().is_loopback()
}

/// The file with the certificate that clients have to trust. It is gone with the server, unless it was asked for.
struct Authority {
    path: PathBuf,
    is_temporary: bool,
}

impl Authority {
    fn write(tls: &Tls, path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Authority::temporary(tls).map_err(|error| {
                Failure::new(Exit::Failed, format!("the certificate cannot be written: {error}"))
            });
        };
        file::write(path, tls.authority().as_bytes(), Readers::Anybody)?;
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Ok(Authority { path, is_temporary: false })
    }

    fn temporary(tls: &Tls) -> io::Result<Self> {
        let names = (0..).map(|number| format!("oktars-{}-{number}-ca.pem", std::process::id()));
        for name in names {
            let path = std::env::temp_dir().join(name);
            // What stands there already may be somebody's trap, and is left alone.
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(mut file) => {
                    file.write_all(tls.authority().as_bytes())?;
                    return Ok(Authority { path, is_temporary: true });
                }
            }
        }
        unreachable!("the numbers never end")
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        if self.is_temporary {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_for_this_machine_alone() {
        for address in ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"] {
            assert!(!lets_others_in(address.parse().unwrap()), "{address}");
        }
        for address in ["0.0.0.0", "::", "::ffff:0.0.0.0", "192.168.0.1", "10.0.0.1", "fe80::1", "8.8.8.8"] {
            assert!(lets_others_in(address.parse().unwrap()), "{address}");
        }
    }
}

//! `oktars org`: a local org as a server.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use oktars_local::{Contents, RateLimits, Seed, Server};
use serde_json::json;

use crate::failure::{Exit, Failure, Stop};
use crate::run::Run;

#[derive(Debug, Subcommand)]
pub enum Org {
    /// Serve a local org until it is interrupted
    #[command(
        after_help = "When it is ready, it prints one line of JSON with its url and its token.\n\nExample:\n  oktars org serve --port 0 --seed demo"
    )]
    Serve(Serve),
}

#[derive(Debug, clap::Args)]
pub struct Serve {
    /// Keep the org in this file [default: in memory]
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// What a new org holds: `empty`, `demo`, a number of users, or a JSON file with users, groups and apps
    #[arg(long, default_value = "empty", value_parser = seed)]
    seed: Seed,
    /// The API token to accept, where it is no secret; better in the environment
    #[arg(long, env = "OKTARS_LOCAL_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// `off`, `default` for those that Okta documents, or a factor such as 0.1
    #[arg(long, default_value = "off", value_parser = limits)]
    rate_limits: RateLimits,
}

fn seed(text: &str) -> Result<Seed, String> {
    match text {
        "empty" => Ok(Seed::Empty),
        "demo" => Ok(Seed::Demo),
        other => match other.parse() {
            Ok(count) => Ok(Seed::Users(count)),
            Err(_) if other.contains(['.', '/', '\\']) => {
                Contents::read(Path::new(other)).map(Seed::Contents)
            }
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
        let Org::Serve(serve) = self;
        let failed = |error: String| Failure::new(Exit::Failed, error);
        let mut builder = oktars_local::Org::builder().seed(serve.seed).rate_limits(serve.rate_limits);
        if let Some(path) = &serve.store {
            builder = builder.file(path);
        }
        if let Some(token) = serve.token {
            builder = builder.token(token);
        }
        let org = builder.build().map_err(|error| failed(error.to_string()))?;
        let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), serve.port);
        let server = Server::bind(org.clone(), address)
            .map_err(|error| failed(format!("{address} cannot be served: {error}")))?;
        let ready = json!({ "url": server.url(), "token": org.token(), "store": serve.store });
        writeln!(run.printer.out(), "{ready}")?;
        run.printer.flush()?;
        // A server has use for all processors; the other commands have not.
        let serving = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(server.serve(stop_signal()))
        });
        let served = tokio::task::spawn_blocking(move || serving.join()).await;
        match served {
            Ok(Ok(Ok(()))) => Ok(()),
            Ok(Ok(Err(error))) => Err(failed(error.to_string()).into()),
            _ => Err(failed("the server ended unexpectedly".to_owned()).into()),
        }
    }
}

/// Done at SIGINT or SIGTERM.
pub async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

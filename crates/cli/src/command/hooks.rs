//! `oktars hooks listen`: a service that an event hook calls, for trials and for small jobs on one machine.
//!
//! It listens on loopback. A reverse proxy or a tunnel with TLS brings Okta's calls to it.

use std::convert::Infallible;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use clap::Subcommand;
use http::{HeaderMap, HeaderName, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use oktars::Secret;
use oktars::hook::EventHookDelivery;
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};

use super::logs::COLUMNS;
use super::named;
use crate::failure::{Exit, Failure, Stop};
use crate::file::read_small;
use crate::run::Run;
use crate::wait::stop_signal;

/// The largest body that is read. Okta puts a few events into one.
const LARGEST: usize = 4 << 20;
/// How many connections there may be, and how many events may wait.
const CONNECTIONS: usize = 64;
const WAITING: usize = 1_000;
/// How long a caller may take over the head of a request, and over the rest.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a command is asked whether it has ended.
const LOOK: Duration = Duration::from_millis(10);

#[derive(Debug, Subcommand)]
pub enum Hooks {
    /// Receive what an event hook sends: answer the verification, check the secret, print the events
    #[command(
        after_help = "It listens on this machine only. Register the address of a tunnel or a proxy with TLS that \
leads to it. The secret is the value that the event hook sends in its header.

Examples:
  OKTARS_HOOK_SECRET=s3cret oktars hooks listen --port 4711
  oktars hooks listen --secret-file hook.secret --exec 'jq -r .eventType'"
    )]
    Listen(Listen),
}

#[derive(Debug, clap::Args)]
pub struct Listen {
    /// The port [default: any that is free]
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// The header in which the event hook sends its secret
    #[arg(long, value_name = "NAME", default_value = "Authorization", value_parser = header)]
    header: HeaderName,
    /// The file with the secret [default: OKTARS_HOOK_SECRET]
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
    /// Accept calls of anybody, without a secret
    #[arg(long, conflicts_with = "secret_file")]
    without_secret: bool,
    /// Run this command for each event, with the event on its stdin
    #[arg(long, value_name = "COMMAND")]
    exec: Option<String>,
    /// Stop after this many events
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
}

fn header(text: &str) -> Result<HeaderName, String> {
    text.parse().map_err(|_| "it is not the name of a header".to_owned())
}

/// What a call has to show.
struct Door {
    header: HeaderName,
    secret: Option<Secret>,
    events: mpsc::Sender<Box<RawValue>>,
}

impl Hooks {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self {
            Hooks::Listen(command) => command.run(run).await,
        }
    }
}

impl Listen {
    async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let secret = self.secret()?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let unusable = |error: std::io::Error| {
            Failure::new(Exit::Failed, format!("cannot listen at {address}: {error}"))
                .hint("name another --port")
        };
        let listener = TcpListener::bind(address).await.map_err(unusable)?;
        let address = listener.local_addr().map_err(unusable)?;
        // Caught before the address is told, since who reads it may end the command at once.
        let stop = stop_signal()?;
        tokio::pin!(stop);
        let (events, mut received) = mpsc::channel(WAITING);
        let door = Arc::new(Door { header: self.header.clone(), secret, events });
        tokio::spawn(accept(listener, door));
        run.note(&format!("listening at http://{address}; Ctrl-C ends it"));
        let mut sink = run.sink(&COLUMNS)?;
        let mut left = self.count;
        while left != Some(0) {
            let event: Box<RawValue> = tokio::select! {
                event = received.recv() => match event {
                    Some(event) => event,
                    None => break,
                },
                () = &mut stop => break,
            };
            sink.page(std::slice::from_ref(&event), &mut run.out())?;
            run.printer.flush()?;
            if let Some(command) = &self.exec {
                tokio::select! {
                    told = execute(command, &event) => if let Err(why) = told {
                        run.note(&format!("note: the command {why}"));
                    },
                    () = &mut stop => break,
                }
            }
            left = left.map(|left| left - 1);
        }
        sink.finish(&mut run.out())?;
        Ok(())
    }

    /// The secret that calls must show. Without one, it must be said that anybody may call.
    fn secret(&self) -> Result<Option<Secret>, Stop> {
        if self.without_secret {
            return Ok(None);
        }
        let text = match &self.secret_file {
            Some(path) => read(path)?,
            None => std::env::var("OKTARS_HOOK_SECRET").unwrap_or_default(),
        };
        let text = text.trim();
        if text.is_empty() {
            return Err(Failure::usage("the secret that the event hook sends is missing")
                .hint("set OKTARS_HOOK_SECRET, name --secret-file FILE, or take calls of anybody with --without-secret")
                .into());
        }
        Ok(Some(Secret::from(text)))
    }
}

fn read(path: &Path) -> Result<String, Stop> {
    read_small(path).map_err(|error| Failure::usage(format!("{}: {error}", named(path))).into())
}

/// Takes connections for as long as somebody receives the events.
async fn accept(listener: TcpListener, door: Arc<Door>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(permit) = room.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Too many files are open, for instance.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let door = door.clone();
        tokio::spawn(async move {
            serve(stream, door).await;
            drop(permit);
        });
    }
}

async fn serve(stream: TcpStream, door: Arc<Door>) {
    let answer = service_fn(move |request| {
        let door = door.clone();
        async move { Ok::<_, Infallible>(answer(request, &door).await) }
    });
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    // A caller that goes away is no failure of ours.
    let _ = server.serve_connection(TokioIo::new(stream), answer).await;
}

async fn answer(request: Request<Incoming>, door: &Door) -> Response<Full<Bytes>> {
    let status = |status| {
        let mut response = Response::new(Full::default());
        *response.status_mut() = status;
        response
    };
    match *request.method() {
        Method::GET => match EventHookDelivery::verification(texts(request.headers())) {
            Some(body) => {
                let mut response = Response::new(Full::from(body));
                let json = http::HeaderValue::from_static("application/json");
                response.headers_mut().insert(http::header::CONTENT_TYPE, json);
                response
            }
            None => status(StatusCode::BAD_REQUEST),
        },
        Method::POST if !door.opens_for(&request) => status(StatusCode::UNAUTHORIZED),
        Method::POST => {
            let body = Limited::new(request.into_body(), LARGEST).collect();
            let Ok(Ok(body)) = tokio::time::timeout(PATIENCE, body).await else {
                return status(StatusCode::BAD_REQUEST);
            };
            let Ok(told) = serde_json::from_slice::<Told>(&body.to_bytes()) else {
                return status(StatusCode::BAD_REQUEST);
            };
            for event in told.data.events {
                // Without room, Okta sends it again.
                if door.events.try_send(event).is_err() {
                    return status(StatusCode::SERVICE_UNAVAILABLE);
                }
            }
            status(StatusCode::NO_CONTENT)
        }
        _ => status(StatusCode::METHOD_NOT_ALLOWED),
    }
}

/// What an event hook sends.
#[derive(Deserialize)]
struct Told {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    events: Vec<Box<RawValue>>,
}

impl Door {
    fn opens_for(&self, request: &Request<Incoming>) -> bool {
        let Some(secret) = &self.secret else { return true };
        EventHookDelivery::is_authentic(texts(request.headers()), self.header.as_str(), secret.expose())
    }
}

/// The headers whose values are texts.
fn texts(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), std::str::from_utf8(value.as_bytes()).ok()?)))
}

/// A command that runs, and ends with us.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs a command with an event on its stdin, and waits for its end.
async fn execute(command: &str, event: &RawValue) -> Result<(), String> {
    let (shell, option) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let started = Command::new(shell).arg(option).arg(command).stdin(Stdio::piped()).spawn();
    let mut running = Running(started.map_err(|error| format!("does not start: {error}"))?);
    let line = format!("{}\n", event.get());
    if let Some(mut stdin) = running.0.stdin.take() {
        // A command need not read what it gets, so nobody waits for that.
        std::thread::spawn(move || stdin.write_all(line.as_bytes()));
    }
    loop {
        match running.0.try_wait() {
            Ok(None) => tokio::time::sleep(LOOK).await,
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("failed: {status}")),
            Err(error) => return Err(format!("cannot be waited for: {error}")),
        }
    }
}

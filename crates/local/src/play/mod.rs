//! `/_local/`: what a test may do to an org that no client of Okta may.

pub mod answer;
pub mod answers;
pub mod contents;
pub mod demo;
pub mod exchange;
pub mod scim;
pub mod seed;
pub mod sign_in;
pub mod stage;
pub mod starter;
pub mod ui;

use crate::kernel::fingerprint::fingerprint;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::MutexGuard;

use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header, request};
use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

mod effect;
mod fault;
mod import;
mod record;
mod strike;

pub use crate::play::effect::unmarked;
pub use crate::play::fault::{BadLinks, BadPage, Fault, Lost, TooMany};
use crate::play::record::Requests;
pub use crate::play::record::SeenRequest;
pub use crate::play::strike::Faults;

use crate::door::access;
use crate::door::rate::RateLimits;
use crate::door::reach;
use crate::kernel::bounds::json::VALUES_OF_DOCUMENTS;
use crate::kernel::clock;
use crate::kernel::json;
use crate::kernel::lock::Lock;
use crate::kernel::store::{Snapshot, StoreError};
use crate::play::stage::Stage;
use crate::resource::factor::push;

/// The snapshot of a caller who gives no name.
const UNNAMED: &str = "default";
/// The longest reason for a refusal, in characters.
const MAX_REASON: usize = 1000;
/// The longest name of a snapshot, in bytes, and how many there may be: each is a whole org in memory.
const MAX_NAME: usize = 200;
const MAX_SNAPSHOTS: usize = 100;
/// How many faults there may be: each request is compared with all of them.
const MAX_FAULTS: usize = 10_000;

/// Faults to play, requests seen, snapshots taken.
#[derive(Default)]
pub struct Control {
    pub(crate) faults: Faults,
    pub(crate) requests: Requests,
    snapshots: Lock<BTreeMap<String, Snapshot>>,
}

impl Control {
    /// Forgets everything but the snapshots, which are there to come back to.
    pub fn reset(&self) {
        self.faults.clear();
        self.requests.clear();
    }

    fn snapshots(&self) -> MutexGuard<'_, BTreeMap<String, Snapshot>> {
        self.snapshots.lock()
    }
}

/// Whether a path is under `/_local/`, however many slashes it has.
pub fn is_control(path: &str) -> bool {
    path.split('/').find(|segment| !segment.is_empty()) == Some("_local")
}

/// `/_local/` asks programs of this machine for no token. Who comes from elsewhere, as from outside of a
/// container, shows the org's API token; a web page that a browser here happens to show cannot.
#[allow(clippy::result_large_err, reason = "the error is the answer")]
pub fn refuse_strangers(peer: IpAddr, request: &request::Parts, token: &str) -> Result<(), Response<Bytes>> {
    let shown = reach::text(&request.headers, header::AUTHORIZATION).and_then(access::scheme_and_token);
    if shown.is_some_and(|(_, shown)| fingerprint(shown) == fingerprint(token)) {
        return Ok(());
    }
    let forbidden = |reason: &str| Err(answer(StatusCode::FORBIDDEN, &json!({ "error": reason })));
    if !peer.to_canonical().is_loopback() {
        return forbidden("/_local/ answers programs of its own machine, and others who show the API token");
    }
    let host = reach::host(request);
    if !host.is_some_and(reach::is_loopback) {
        return forbidden("/_local/ answers under a loopback address or localhost only");
    }
    if ["x-forwarded-for", "x-forwarded-host"].iter().any(|name| request.headers.contains_key(*name)) {
        return forbidden("/_local/ does not answer through a proxy");
    }
    let origin = reach::text(&request.headers, header::ORIGIN);
    let own = |origin: &str| origin.split_once("://").map(|(_, authority)| authority) == host;
    let cross_site = reach::text(&request.headers, "sec-fetch-site").is_some_and(|site| site == "cross-site");
    if cross_site || origin.is_some_and(|origin| !own(origin)) {
        return Err(refused_page());
    }
    Ok(())
}

/// The answer to a page that is not the org's own.
pub fn refused_page() -> Response<Bytes> {
    answer(StatusCode::FORBIDDEN, &json!({ "error": "/_local/ does not answer web pages of other sites" }))
}

/// Why a request under `/_local/` is not answered.
pub struct Refusal(StatusCode, String);

impl From<String> for Refusal {
    fn from(reason: String) -> Self {
        Refusal(StatusCode::BAD_REQUEST, reason)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Refusal(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

/// Answers a request under `/_local/`.
pub fn handle(
    stage: &Stage,
    method: &Method,
    path: &str,
    (base, query): (&str, &str),
    body: &Bytes,
) -> Response<Bytes> {
    if let Some(shown) = ui::respond(stage, method, path, (base, query), body) {
        return shown;
    }
    if method == Method::POST && path == "/_local/sign-in" {
        return sign_in::handle(stage, base, body);
    }
    match respond(stage, method, path, body) {
        Ok(value) => answer(StatusCode::OK, &value),
        Err(Refusal(status, reason)) => answer(status, &json!({ "error": shortened(reason) })),
    }
}

/// A reason may quote what was sent, of any length.
fn shortened(reason: String) -> String {
    match reason.char_indices().nth(MAX_REASON) {
        Some((end, _)) => format!("{}…", &reason[..end]),
        None => reason,
    }
}

fn answer(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(format!("{body}\n")));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// What there is, for somebody who asks.
const PATHS: &[(&str, &[&str])] = &[
    ("/_local", &["GET"]),
    ("/_local/clock", &["GET", "POST"]),
    ("/_local/documents", &["POST"]),
    ("/_local/faults", &["GET", "POST", "DELETE"]),
    ("/_local/outbox", &["GET", "DELETE"]),
    ("/_local/push", &["POST"]),
    ("/_local/rate-limits", &["GET", "POST"]),
    ("/_local/requests", &["GET", "POST", "DELETE"]),
    ("/_local/reset", &["POST"]),
    ("/_local/restore", &["POST"]),
    ("/_local/saml", &["GET", "DELETE"]),
    ("/_local/scim", &["GET", "DELETE"]),
    ("/_local/scim/connections", &["POST"]),
    ("/_local/scim/imports", &["POST"]),
    ("/_local/scim/imports/decisions", &["POST"]),
    ("/_local/scim/retries", &["POST"]),
    ("/_local/sign-in", &["POST"]),
    ("/_local/snapshot", &["POST"]),
    ("/_local/tokens", &["POST"]),
    ("/_local/ui", &["GET"]),
];

fn respond(stage: &Stage, method: &Method, path: &str, body: &Bytes) -> Result<Value, Refusal> {
    let control = &stage.control;
    if let Some(answered) = scim::respond(stage, method, path, body) {
        return answered;
    }
    match (method.as_str(), path) {
        ("GET", "/_local") => Ok(PATHS.iter().map(|(path, methods)| json!([path, methods])).collect()),
        ("GET", "/_local/clock") => Ok(show_clock(stage)),
        ("POST", "/_local/clock") => set_clock(stage, &read(body)?),
        ("POST", "/_local/documents") => Ok(json!({ "written": import::write(&stage.state, &read(body)?)? })),
        ("GET", "/_local/faults") => Ok(control.faults.report()),
        ("POST", "/_local/faults") => inject(stage, body),
        ("DELETE", "/_local/faults") => Ok(json!({ "deleted": control.faults.clear() })),
        ("GET", "/_local/outbox") => Ok(json!(stage.state.outbox.list())),
        ("DELETE", "/_local/outbox") => Ok(json!({ "deleted": stage.state.outbox.clear() })),
        ("POST", "/_local/push") => answer_push(stage, &read(body)?),
        ("GET", "/_local/rate-limits") => {
            let mut limits = stage.rate.limits().to_json();
            limits["refused"] = json!(stage.rate.refused());
            Ok(limits)
        }
        ("POST", "/_local/rate-limits") => {
            stage.rate.set(RateLimits::from_json(&read(body)?)?);
            Ok(stage.rate.limits().to_json())
        }
        ("GET", "/_local/requests") => Ok(json!(control.requests.list())),
        ("POST", "/_local/requests") => {
            control.requests.switch(read::<Recording>(body)?.record);
            Ok(json!({ "record": control.requests.is_on() }))
        }
        ("DELETE", "/_local/requests") => Ok(json!({ "deleted": control.requests.clear() })),
        ("POST", "/_local/reset") => {
            stage.reset()?;
            Ok(json!({}))
        }
        ("GET", "/_local/saml") => Ok(json!(stage.state.saml_messages.list_after(0, usize::MAX))),
        ("DELETE", "/_local/saml") => Ok(json!({ "deleted": stage.state.saml_messages.clear() })),
        ("POST", "/_local/snapshot") => {
            let name = name(body)?;
            keep_snapshot(stage, &name)?;
            Ok(json!({ "name": name }))
        }
        ("POST", "/_local/tokens") => {
            let user = read::<TokenOwner>(body)?.user;
            match stage.token_of(&user)? {
                Some(token) => Ok(json!({ "token": token })),
                None => Err(Refusal(StatusCode::NOT_FOUND, format!("there is no user {user:?}"))),
            }
        }
        ("POST", "/_local/restore") => restore(stage, &name(body)?),
        _ => Err(unknown(path)),
    }
}

fn unknown(path: &str) -> Refusal {
    match PATHS.iter().find(|(known, _)| *known == path) {
        Some((_, methods)) => {
            let reason = format!("{path} takes {}", methods.join(", "));
            Refusal(StatusCode::METHOD_NOT_ALLOWED, reason)
        }
        None => {
            Refusal(StatusCode::NOT_FOUND, format!("there is no {path}; GET /_local lists what there is"))
        }
    }
}

/// Reads an object; no body at all counts as `{}`.
fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    match body.trim_ascii_start() {
        [] => parsed(b"{}"),
        [b'{', ..] if json::fits(body, VALUES_OF_DOCUMENTS) => parsed(body),
        [b'{', ..] => {
            Err(format!("the body has more than {VALUES_OF_DOCUMENTS} values; send it in parts").into())
        }
        _ => Err("a JSON object is needed".to_owned().into()),
    }
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body)
        .map_err(|error| Refusal(StatusCode::BAD_REQUEST, format!("the body cannot be read: {error}")))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recording {
    record: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Name {
    name: Option<String>,
}

fn name(body: &Bytes) -> Result<String, Refusal> {
    let name = read::<Name>(body)?.name.unwrap_or_else(|| UNNAMED.to_owned());
    if name.is_empty() || name.len() > MAX_NAME {
        return Err(format!("a name has 1 to {MAX_NAME} bytes").into());
    }
    Ok(name)
}

fn keep_snapshot(stage: &Stage, name: &str) -> Result<(), Refusal> {
    let control = &stage.control;
    let is_one_more = |snapshots: &BTreeMap<String, Snapshot>| {
        snapshots.len() >= MAX_SNAPSHOTS && !snapshots.contains_key(name)
    };
    if is_one_more(&control.snapshots()) {
        return Err(format!("there are {MAX_SNAPSHOTS} snapshots already: take one of their names").into());
    }
    let snapshot = stage.snapshot()?;
    control.snapshots().insert(name.to_owned(), snapshot);
    Ok(())
}

/// Whose token is wanted: an id or a login.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenOwner {
    user: String,
}

/// What a device says to a push.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PushAnswer {
    factor_id: String,
    approve: bool,
}

fn answer_push(stage: &Stage, answer: &PushAnswer) -> Result<Value, Refusal> {
    let tx = stage.state.store.write()?;
    let PushAnswer { factor_id, approve } = answer;
    if !push::play(&tx, &stage.state.ids, stage.state.clock.now(), factor_id, *approve)? {
        let reason = format!("the factor {factor_id:?} waits for no answer");
        return Err(Refusal(StatusCode::NOT_FOUND, reason));
    }
    tx.commit()?;
    Ok(json!({ "factorId": factor_id }))
}

fn restore(stage: &Stage, name: &str) -> Result<Value, Refusal> {
    let snapshot = stage.control.snapshots().get(name).cloned();
    let Some(snapshot) = snapshot else {
        return Err(Refusal(StatusCode::NOT_FOUND, format!("there is no snapshot {name:?}")));
    };
    stage.restore(&snapshot)?;
    Ok(json!({ "name": name }))
}

/// One fault, or a list of them; all or none.
fn inject(stage: &Stage, body: &Bytes) -> Result<Value, Refusal> {
    let value: Value = parsed(body)?;
    let faults: Vec<Fault> = match value {
        Value::Array(_) => serde_json::from_value(value),
        one => serde_json::from_value(one).map(|fault| vec![fault]),
    }
    .map_err(|error| format!("this is not a fault: {error}"))?;
    for fault in &faults {
        fault.check()?;
    }
    if stage.control.faults.count() + faults.len() > MAX_FAULTS {
        return Err(format!("there may be {MAX_FAULTS} faults: DELETE /_local/faults removes them").into());
    }
    for fault in faults {
        stage.control.faults.add(fault);
    }
    Ok(stage.control.faults.report())
}

/// Exactly one of these, but `stop`, which goes with `set`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockChange {
    set: Option<String>,
    #[serde(default)]
    stop: bool,
    /// In seconds.
    advance: Option<i64>,
    #[serde(default)]
    reset: bool,
}

fn show_clock(stage: &Stage) -> Value {
    json!({ "now": clock::millis(stage.state.clock.now()), "stopped": stage.state.clock.is_stopped() })
}

fn set_clock(stage: &Stage, change: &ClockChange) -> Result<Value, Refusal> {
    let clock = &stage.state.clock;
    match change {
        ClockChange { set: Some(date), stop, advance: None, reset: false } => {
            let date = clock::parse(date).ok_or_else(|| format!("{date:?} is not a date"))?;
            clock.set(date, *stop)?;
        }
        ClockChange { set: None, stop: true, advance: None, reset: false } => {
            clock.set(clock.now(), true)?;
        }
        ClockChange { set: None, stop: false, advance: Some(seconds), reset: false } => {
            clock.advance(SignedDuration::from_secs(*seconds))?;
        }
        ClockChange { set: None, stop: false, advance: None, reset: true } => clock.reset(),
        _ => {
            let choice =
                "give one of `set` (a date, with `stop` or without), `stop`, `advance` (seconds), `reset`";
            return Err(choice.to_owned().into());
        }
    }
    Ok(show_clock(stage))
}

//! `/_local/scim`: which server an app has, where Okta's API has no way to say it. It shows what was said to the server, and
//! what went wrong. Imports and second attempts begin here, as in Okta's console.

use std::ops::ControlFlow::{Break, Continue};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::provisioning::{Host, Instead, Trouble};
use crate::kernel::state::State;
use crate::kernel::status;
use crate::kernel::store::{Tx, decode};
use crate::outside::scim::import;
use crate::play::answer::Fate;
use crate::play::fault::Fault;
use crate::play::stage::Stage;
use crate::play::{Refusal, read, sign_in};
use crate::resource::app::{connection as app_connection, feature as app_feature, provisioning};
use crate::resource::hook::event_hook;

/// Under this stand, for faults, the requests to the servers of apps.
const REQUESTS: &str = "/_local/scim";
/// How many failures are listed.
const MAX_FAILURES: usize = 100;
const MAX_TIMEOUT: u64 = 60_000;
const MAX_TEXT: usize = 4096;

/// The server of an app.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Connection {
    /// The id of the app.
    app: String,
    base_url: String,
    #[serde(default)]
    authentication: Authentication,
    /// Sent as `Bearer`, or as it is.
    token: Option<String>,
    username: Option<String>,
    password: Option<String>,
    /// Whether the server takes PATCH, as those of catalogue apps do.
    patch: Option<bool>,
    /// Whether the server is asked first.
    #[serde(default = "yes")]
    test: bool,
    /// How long a request may take.
    timeout_ms: Option<u64>,
    #[serde(default = "yes")]
    create: bool,
    #[serde(default = "yes")]
    update: bool,
    #[serde(default = "yes")]
    deactivate: bool,
    #[serde(default)]
    sync_password: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Authentication {
    #[default]
    Bearer,
    /// The token as it is.
    Header,
    Basic,
    None,
}

impl Connection {
    fn server(&self, patches: bool) -> Result<Value, Refusal> {
        let base_url = self.base_url.trim_end_matches('/');
        let is_plain = !base_url.contains(['?', '#', '@']) && base_url.len() <= MAX_TEXT;
        if !app_connection::is_local(base_url) || !is_plain {
            let reason = "baseUrl must be an http address of this machine: http://127.0.0.1, http://[::1] or http://localhost";
            return Err(reason.to_owned().into());
        }
        if self.timeout_ms.is_some_and(|time| !(1..=MAX_TIMEOUT).contains(&time)) {
            return Err(format!("timeoutMs is from 1 to {MAX_TIMEOUT}").into());
        }
        let mut server = json!({ "baseUrl": base_url, "patch": self.patch.unwrap_or(patches) });
        if let Some(authorization) = self.authorization()? {
            server["authorization"] = json!(authorization);
        }
        if let Some(time) = self.timeout_ms {
            server["timeoutMs"] = json!(time);
        }
        Ok(server)
    }

    fn authorization(&self) -> Result<Option<String>, Refusal> {
        let token = || self.token.as_deref().filter(|token| is_header(token));
        let authorization = match self.authentication {
            Authentication::None => return Ok(None),
            Authentication::Bearer => token().map(|token| format!("Bearer {token}")),
            Authentication::Header => token().map(str::to_owned),
            Authentication::Basic => {
                self.username.as_ref().zip(self.password.as_ref()).map(|(name, password)| {
                    format!("Basic {}", STANDARD.encode(format!("{name}:{password}")))
                })
            }
        };
        let needed = match self.authentication {
            Authentication::Basic => "basic authentication needs username and password",
            _ => "give a token without blanks, or \"authentication\": \"none\"",
        };
        authorization.map(Some).ok_or_else(|| Refusal(StatusCode::BAD_REQUEST, needed.to_owned()))
    }

    fn capabilities(&self) -> Value {
        let word = |on: bool| if on { status::ENABLED } else { status::DISABLED };
        json!({
            "create": { "lifecycleCreate": { "status": word(self.create) } },
            "update": {
                "profile": { "status": word(self.update) },
                "lifecycleDeactivate": { "status": word(self.deactivate) },
                "password": {
                    "status": word(self.sync_password),
                    "seed": if self.sync_password { "OKTA" } else { "RANDOM" },
                    "change": if self.sync_password { "CHANGE" } else { "KEEP_EXISTING" },
                },
            },
        })
    }
}

fn is_header(token: &str) -> bool {
    !token.is_empty() && token.len() <= MAX_TEXT && token.bytes().all(|byte| byte.is_ascii_graphic())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfApp {
    app: String,
}

/// What somebody decides about a user whom an import lists.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Decision {
    app: String,
    /// The id at the server.
    external_id: String,
    confirm: bool,
}

/// A user or a pushed group, to which something is done again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Again {
    app: String,
    /// An id or a login.
    user: Option<String>,
    /// The id of a group push mapping.
    mapping: Option<String>,
}

pub fn respond(stage: &Stage, method: &Method, path: &str, body: &Bytes) -> Option<Result<Value, Refusal>> {
    let answer = match (method.as_str(), path) {
        ("GET", "/_local/scim") => report(stage, 0, usize::MAX),
        ("DELETE", "/_local/scim") => Ok(json!({ "deleted": stage.state.provisioning.exchanges.clear() })),
        ("POST", "/_local/scim/connections") => read(body).and_then(|asked| connect(stage, &asked)),
        ("POST", "/_local/scim/imports") => read(body).and_then(|asked| begin_import(stage, &asked)),
        ("POST", "/_local/scim/imports/decisions") => read(body).and_then(|asked| decide(stage, &asked)),
        ("POST", "/_local/scim/retries") => read(body).and_then(|asked| retry(stage, &asked)),
        _ => return None,
    };
    Some(answer)
}

/// Does something as a request of the API would.
fn with<T>(stage: &Stage, act: impl FnOnce(&mut Context<'_>) -> Result<T, Problem>) -> Result<T, Refusal> {
    let done = || {
        let mut context = sign_in::context(stage, "http://localhost", "")?;
        let value = act(&mut context)?;
        event_hook::tell(&mut context)?;
        context.commit()?;
        Ok(value)
    };
    done().map_err(|problem: Problem| {
        let body = problem.body();
        let cause = body["errorCauses"][0]["errorSummary"].as_str().or(body["errorSummary"].as_str());
        Refusal(problem.status, cause.unwrap_or_default().to_owned())
    })
}

fn connect(stage: &Stage, asked: &Connection) -> Result<Value, Refusal> {
    // Apps that the org made a definition for are told as a whole, those of the network with PATCH.
    let is_custom = with(stage, |context| {
        let app = context.app_with(&asked.app)?;
        Ok(!crate::resource::app::provisions(&app))
    })?;
    let server = asked.server(!is_custom)?;
    if asked.test {
        stage.state.provisioning.test(&asked.app, &server).map_err(|why| {
            let reason = format!("the server does not list its users, so nothing was changed: {why}");
            Refusal(StatusCode::BAD_REQUEST, reason)
        })?;
    }
    with(stage, |context| {
        let app = context.app_with(&asked.app)?;
        app_connection::connect(context, &app, &server)?;
        app_connection::set(context, &asked.app, &asked.base_url)?;
        app_feature::set(context, &asked.app, "USER_PROVISIONING", &asked.capabilities())
    })?;
    Ok(
        json!({ "app": asked.app, "baseUrl": server["baseUrl"], "patch": server["patch"], "tested": asked.test }),
    )
}

fn begin_import(stage: &Stage, asked: &OfApp) -> Result<Value, Refusal> {
    with(stage, |context| {
        context.app_with(&asked.app)?;
        if !context.tx.exists(kind::SCIM_SERVER, &asked.app)? {
            return Err(Problem::validation(
                "app",
                "the app has no server: POST /_local/scim/connections gives it one",
            ));
        }
        context.tx.delete(kind::SCIM_IMPORT, &asked.app)?;
        provisioning::enqueue(context, &asked.app, json!({ "import": true }))
    })?;
    Ok(json!({ "app": asked.app }))
}

/// As in Okta's console, where somebody looks through the results of an import.
fn decide(stage: &Stage, asked: &Decision) -> Result<Value, Refusal> {
    let decided = with(stage, |context| {
        let app = context.app_with(&asked.app)?;
        import::decide(context, &app, &asked.external_id, asked.confirm)
    })?;
    match decided {
        Some(name) => Ok(json!({ "app": asked.app, "userName": name, "confirmed": asked.confirm })),
        None => Err(Refusal(StatusCode::NOT_FOUND, "nobody with this externalId waits".to_owned())),
    }
}

fn retry(stage: &Stage, asked: &Again) -> Result<Value, Refusal> {
    let done = with(stage, |context| {
        let app = context.app_with(&asked.app)?;
        match (&asked.user, &asked.mapping) {
            (Some(user), None) => {
                let id = context.tx.find(kind::USER, "profile.login", user)?;
                provisioning::retry(context, &app, id.as_deref().unwrap_or(user))
            }
            (None, Some(mapping)) => {
                let is_known = context.tx.exists(kind::GROUP_PUSH_MAPPING.of(&asked.app), mapping)?;
                if is_known {
                    provisioning::push(context, &asked.app, mapping, true)?;
                }
                Ok(is_known)
            }
            _ => Err(Problem::validation("user", "give one of user and mapping")),
        }
    })?;
    match done {
        true => Ok(json!({ "app": asked.app })),
        false => Err(Refusal(StatusCode::NOT_FOUND, "nothing of this failed".to_owned())),
    }
}

/// What there is, with the last exchanges after this number.
pub fn report(stage: &Stage, after: u64, most: usize) -> Result<Value, Refusal> {
    let tx = stage.state.store.read()?;
    let (mut apps, mut failures, mut waiting) = (Vec::new(), Vec::new(), 0);
    for (app, server) in tx.all(kind::SCIM_SERVER)? {
        waiting += count(&tx, &app)?;
        failed_users(&tx, &app, &mut failures)?;
        apps.push(json!({
            "app": app,
            "label": tx.get(kind::APP, &app)?.unwrap_or_default()["label"],
            "baseUrl": server["baseUrl"],
            "patch": server["patch"],
            "import": tx.get(kind::SCIM_IMPORT, &app)?,
        }));
    }
    let exchanges = stage.state.provisioning.exchanges.list();
    let skipped = exchanges.len().saturating_sub(most);
    let exchanges = exchanges.iter().skip(skipped).filter(|one| one.number > after);
    let exchanges: Vec<Value> = exchanges.map(|one| json!(**one)).collect();
    Ok(json!({ "apps": apps, "waiting": waiting, "failures": failures, "exchanges": exchanges }))
}

fn count(tx: &Tx, app: &str) -> Result<usize, Refusal> {
    let mut count = 0;
    tx.scan(kind::SCIM_TASK.of(app), None, &mut |_, _| {
        count += 1;
        Ok(Continue(()))
    })?;
    Ok(count)
}

fn failed_users(tx: &Tx, app: &str, failures: &mut Vec<Value>) -> Result<(), Refusal> {
    tx.scan(kind::SCIM_USER.of(app), None, &mut |user, record| {
        let record: Value = decode(record);
        if record["error"].is_string() {
            failures.push(json!({ "app": app, "user": user, "error": record["error"] }));
        }
        Ok(if failures.len() < MAX_FAILURES { Continue(()) } else { Break(()) })
    })?;
    for (mapping, known) in tx.all(kind::GROUP_PUSH_MAPPING.of(app))? {
        if known["errorSummary"].is_string() && failures.len() < MAX_FAILURES {
            failures.push(json!({ "app": app, "mapping": mapping, "error": known["errorSummary"] }));
        }
    }
    Ok(())
}

/// Has the tasks done that an org was given before it was opened, or put back.
pub fn wake_all(state: &State) {
    let apps = state.store.read().and_then(|tx| tx.all(kind::SCIM_SERVER));
    for (app, _) in apps.unwrap_or_default() {
        state.provisioning.wake(&app);
    }
}

impl Host for Stage {
    fn state(&self) -> &State {
        &self.state
    }

    fn trouble(&self, method: &Method, path: &str) -> Option<Trouble> {
        let fault = self.control.faults.strike_under(REQUESTS, method, path)?;
        let delay = fault.durations().iter().sum();
        Some(Trouble { delay, instead: instead(&fault) })
    }
}

fn instead(fault: &Fault) -> Instead {
    match (fault.fate(), fault.reply()) {
        (Fate::Arrives | Fate::ClosedAfter, Some(reply)) => {
            Instead::Answer(reply.status, reply.headers.into_iter().collect(), reply.body)
        }
        (Fate::Arrives | Fate::ClosedAfter, None) => Instead::Nothing,
        (_, Some(_)) | (Fate::Refused, _) => Instead::NoRequest,
        _ => Instead::NoAnswer,
    }
}

/// The org to which its provisioning belongs.
pub fn belong(stage: &Arc<Stage>) {
    let weak = Arc::downgrade(stage);
    stage.state.provisioning.belongs_to(weak);
    wake_all(&stage.state);
}

//! `device/authorize`: a device without a browser asks for a code that somebody types elsewhere.

use jiff::SignedDuration;
use oktars_catalog::op;
use rand::RngExt;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::expiring;
use crate::kernel::id;
use crate::kernel::problem::Problem;
use crate::resource::oauth::{Answered, form, form_fault};
use crate::sign_in::client::{self, client_id, may_grant};
use crate::sign_in::grant::device::{GRANT, INTERVAL};
use crate::sign_in::refusal::{bad, words};
use crate::sign_in::server::{self, Server};

pub const HANDLERS: Handlers =
    &[(&op::AUTHORIZE_DEVICE, authorize), (&op::AUTHORIZE_DEVICE_AT_SERVER, authorize)];

const LIFETIME: SignedDuration = SignedDuration::from_mins(10);
/// Letters that nobody takes for others.
const LETTERS: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ";
const CODE_LENGTH: usize = 8;

fn authorize(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    let form = form(context);
    Ok(match begun(context, &server, &form)? {
        Ok(answer) => Reply::ok(&answer),
        Err(refused) => refused.reply(),
    })
}

fn begun(context: &mut Context<'_>, server: &Server, form: &[(String, String)]) -> Answered<Value> {
    if let Some(refused) = form_fault(form) {
        return Ok(Err(refused));
    }
    let app = match client::authenticated(context, form)? {
        Ok(app) => app,
        Err(refused) => return Ok(Err(refused)),
    };
    if !may_grant(&app, GRANT) {
        let text = "The client is not authorized to use the provided grant type.";
        return Ok(Err(bad("unauthorized_client", text)));
    }
    let scopes = match server::scopes_for(context, server, &words(form, "scope"))? {
        Ok(scopes) => scopes,
        Err(refused) => return Ok(Err(refused)),
    };
    let device_code = id::uuid();
    let user_code = new_user_code();
    let about =
        json!({ "server": server.id(), "client": client_id(&app), "scopes": scopes, "state": "waiting" });
    expiring::put(context, &expiring::DEVICES, &device_code, LIFETIME, about)?;
    let digest = crate::kernel::fingerprint::fingerprint(&device_code);
    expiring::put(context, &expiring::USER_CODES, &user_code, LIFETIME, json!({ "device": digest }))?;
    let page = format!("{}/activate", context.request.base);
    Ok(Ok(json!({
        "device_code": device_code,
        "user_code": user_code,
        "verification_uri": page,
        "verification_uri_complete": format!("{page}?user_code={user_code}"),
        "expires_in": LIFETIME.as_secs(),
        "interval": INTERVAL,
    })))
}

fn new_user_code() -> String {
    let mut rng = rand::rng();
    (0..CODE_LENGTH).map(|_| LETTERS[rng.random_range(0..LETTERS.len())] as char).collect()
}

/// What a device waits for, by the code that somebody typed. Case and separators do not matter.
pub fn waiting(context: &Context<'_>, typed: &str) -> Result<Option<(String, Value)>, Problem> {
    let code: String =
        typed.chars().filter(char::is_ascii_alphanumeric).map(|one| one.to_ascii_uppercase()).collect();
    let Some(found) = expiring::get(context, &expiring::USER_CODES, &code)? else { return Ok(None) };
    let digest = found["device"].as_str().unwrap_or_default().to_owned();
    let kept = context.tx.get(expiring::DEVICES.kind, &digest)?;
    let is_waiting = |kept: &Value| {
        kept["state"] == "waiting" && kept["ends"].as_i64().is_some_and(|ends| ends > context.now.as_second())
    };
    Ok(kept.filter(is_waiting).map(|kept| (digest, kept)))
}

/// Tells the device what became of it.
pub fn settle(context: &Context<'_>, digest: &str, kept: &Value) -> Result<(), Problem> {
    Ok(context.tx.put(expiring::DEVICES.kind, digest, kept)?)
}

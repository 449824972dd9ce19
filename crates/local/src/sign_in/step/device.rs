//! Somebody lets a device in: they type its code, sign in, and the device gets its tokens.

use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::expiring;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::authn;
use crate::resource::oauth::active_client;
use crate::sign_in::admission::{self, Admission, Wish};
use crate::sign_in::browser::{self, current, expired, with_cookies};
use crate::sign_in::claims::SignIn;
use crate::sign_in::code;
use crate::sign_in::consent;
use crate::sign_in::device;
use crate::sign_in::grant::device::GRANT;
use crate::sign_in::page;
use crate::sign_in::server::Server;
use crate::sign_in::step::filled::Filled;
use crate::sign_in::step::{identify, next};

pub const HANDLERS: Handlers = &[(&op::SHOW_DEVICE_PAGE, show)];

const PATIENCE: SignedDuration = SignedDuration::from_mins(10);
const WRONG: &str = "Invalid code. Try again.";
/// Wrong codes that one page takes.
const MAX_TRIES: u64 = 10;

fn show(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let code = context.query("user_code").unwrap_or_default().to_owned();
    let (key, cookies) = browser::wait(context, PATIENCE, json!({ "device": null }))?;
    Ok(with_cookies(page::device::ask(&key, &code, None), cookies))
}

pub fn take(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let key = &filled.key;
    let Some(kept) = browser::pending(context, key)?.filter(|kept| kept["form"].is_null()) else {
        return Ok(expired());
    };
    let typed = filled.text("userCode");
    if device::waiting(context, &typed)?.is_none() {
        let tries = kept["tries"].as_u64().unwrap_or_default() + 1;
        if tries >= MAX_TRIES {
            expiring::remove(context, &expiring::WAITING, key)?;
            return Ok(page::error("too_many_user_codes", "Too many codes were tried. Please start over."));
        }
        browser::note(context, key, "tries", json!(tries))?;
        return Ok(page::device::ask(key, &typed, Some(WRONG)));
    }
    browser::note(context, key, "device", json!(typed))?;
    match current(context)? {
        Some(session) => {
            browser::note(context, key, "session", session["id"].clone())?;
            finish(context, key)
        }
        None => Ok(identify::first(context, key, &browser::remembered(context))),
    }
}

/// Lets the device in, once somebody has signed in for it.
pub fn finish(context: &mut Context<'_>, key: &str) -> Result<Reply, Problem> {
    let (Some(kept), Some(session)) = (browser::pending(context, key)?, current(context)?) else {
        return Ok(expired());
    };
    let typed = kept["device"].as_str().unwrap_or_default().to_owned();
    let Some((digest, mut waiting)) = device::waiting(context, &typed)? else { return Ok(expired()) };
    if session["id"] != kept["session"] {
        return Ok(identify::first(context, key, ""));
    }
    if kept["denied"] == true {
        return refused(context, key, &digest, waiting, "You did not allow access.");
    }
    let server = Server::named(context, waiting["server"].as_str().unwrap_or_default())?;
    let Some(app) = active_client(&context.tx, waiting["client"].as_str().unwrap_or_default())? else {
        return Ok(expired());
    };
    let scopes = waiting["scopes"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let scopes: Vec<String> = scopes.map(str::to_owned).collect();
    let wish = Wish { app: &app, scopes: &scopes, grant: GRANT, session: &session, is_new: true };
    let sign_in = match admission::admit(context, &server, &wish)? {
        Admission::Admitted(sign_in, _) => *sign_in,
        Admission::NeedsFactor { user, typed_at } => {
            let answer = authn::step_up(context, user, typed_at)?;
            return next::show(context, key, &answer);
        }
        Admission::NeedsPassword => return Ok(identify::first(context, key, "")),
        Admission::NoPolicy => {
            let text = "Policy evaluation failed for this request, please check the policy configurations.";
            return refused(context, key, &digest, waiting, text);
        }
        _ => {
            let text = "User is not assigned to the client application.";
            return refused(context, key, &digest, waiting, text);
        }
    };
    if let Some(page) = consent_page(context, key, &server, &app, &sign_in, &kept)? {
        return Ok(page);
    }
    waiting["state"] = json!("granted");
    waiting["signIn"] = code::kept(&server, &sign_in);
    device::settle(context, &digest, &waiting)?;
    expiring::remove(context, &expiring::WAITING, key)?;
    expiring::remove(context, &expiring::USER_CODES, &typed)?;
    Ok(page::device::activated())
}

fn consent_page(
    context: &mut Context<'_>,
    key: &str,
    server: &Server,
    app: &Value,
    sign_in: &SignIn,
    kept: &Value,
) -> Result<Option<Reply>, Problem> {
    if kept["consented"] == true {
        return Ok(None);
    }
    let missing = consent::missing(context, server, app, &sign_in.user, &sign_in.scopes, false)?;
    if missing.is_empty() {
        return Ok(None);
    }
    for (name, value) in
        [("consent", json!(missing)), ("server", json!(server.id())), ("app", json!(id_of(app)))]
    {
        browser::note(context, key, name, value)?;
    }
    Ok(Some(page::consent::show(key, app, &missing)))
}

fn refused(
    context: &mut Context<'_>,
    key: &str,
    digest: &str,
    mut waiting: Value,
    why: &str,
) -> Result<Reply, Problem> {
    waiting["state"] = json!("denied");
    device::settle(context, digest, &waiting)?;
    expiring::remove(context, &expiring::WAITING, key)?;
    Ok(page::device::refused(why))
}

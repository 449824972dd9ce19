//! Native single sign-on: a secret that the apps of one device share. With it, one app's ID token becomes another
//! app's tokens.

use jiff::SignedDuration;
use serde_json::json;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::kernel::context::Context;
use crate::kernel::expiring;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::sign_in::claims::SignIn;
use crate::sign_in::code;
use crate::sign_in::server::Server;

const LIFETIME: SignedDuration = SignedDuration::from_hours(90 * 24);

/// A new secret for the device on which somebody signed in.
pub fn issue(context: &Context<'_>, server: &Server, sign_in: &SignIn) -> Result<String, Problem> {
    let bytes: [u8; 32] = rand::random();
    let secret = STANDARD.encode(bytes);
    let about = code::kept(server, sign_in);
    expiring::put(context, &expiring::DEVICE_SECRETS, &secret, LIFETIME, about)?;
    Ok(secret)
}

/// The sign-in of a device, for the user that an ID token names.
pub fn sign_in(
    context: &Context<'_>,
    server: &Server,
    secret: &str,
    user: &str,
) -> Result<Option<SignIn>, Problem> {
    let Some(kept) = expiring::get(context, &expiring::DEVICE_SECRETS, secret)? else { return Ok(None) };
    if kept["server"] != server.id() || kept["user"] != user {
        return Ok(None);
    }
    code::sign_in(context, &kept)
}

/// Signs a device out.
pub fn end(context: &Context<'_>, secret: &str) -> Result<(), Problem> {
    expiring::remove(context, &expiring::DEVICE_SECRETS, secret)
}

/// What introspection tells of a secret.
pub fn shown(
    context: &Context<'_>,
    server: &Server,
    secret: &str,
) -> Result<Option<serde_json::Value>, Problem> {
    let Some(kept) = expiring::get(context, &expiring::DEVICE_SECRETS, secret)? else { return Ok(None) };
    let Some(sign_in) = code::sign_in(context, &kept)?.filter(|_| kept["server"] == server.id()) else {
        return Ok(None);
    };
    Ok(Some(json!({
        "active": true,
        "sid": kept["session"],
        "token_type": "device_secret",
        "exp": kept["ends"],
        "sub": id_of(&sign_in.user),
    })))
}

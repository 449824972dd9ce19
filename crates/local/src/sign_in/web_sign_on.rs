//! A token with which a tool of the command line opens an app for somebody: the tool has no browser that is signed in,
//! but tokens of that person.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::Context;
use crate::kernel::expiring;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;

pub const LIFETIME: SignedDuration = SignedDuration::from_mins(5);

/// What a token opens, for whom, and how they proved who they are.
pub struct Opening {
    pub app: Value,
    pub user: Value,
    pub proven: Value,
}

/// A token for this app. The claims are those of an ID token of the person.
pub fn issue(context: &Context<'_>, app: &str, claims: &Value) -> Result<String, Problem> {
    let token = crate::kernel::id::random(43);
    let about = json!({
        "app": app, "user": claims["sub"], "amr": claims["amr"], "authTime": claims["auth_time"],
    });
    expiring::put(context, &expiring::WEB_SIGN_ON_TOKENS, &token, LIFETIME, about)?;
    Ok(token)
}

/// Uses a token up. Nothing where it was used, has ended, or where its user can no longer sign in.
pub fn redeem(context: &Context<'_>, token: &str) -> Result<Option<Opening>, Problem> {
    let Some(kept) = expiring::get(context, &expiring::WEB_SIGN_ON_TOKENS, token)? else { return Ok(None) };
    expiring::remove(context, &expiring::WEB_SIGN_ON_TOKENS, token)?;
    let text = |name: &str| kept[name].as_str().unwrap_or_default();
    let app = context.tx.get(kind::APP, text("app"))?;
    let user = context.tx.get(kind::USER, text("user"))?;
    let user = user.filter(|user| user["status"] == status::ACTIVE);
    let proven = proven(&kept);
    Ok(app.zip(user).map(|(app, user)| Opening { app, user, proven }))
}

/// The session that a token begins is as old and as good as the sign-in from which it came.
fn proven(kept: &Value) -> Value {
    let at = kept["authTime"].as_i64().and_then(|seconds| Timestamp::from_second(seconds).ok());
    let at = at.map(clock::millis);
    let has_factor = kept["amr"].as_array().is_some_and(|amr| amr.iter().any(|method| method == "mfa"));
    json!({
        "amr": kept["amr"],
        "passwordVerified": at,
        "factorVerified": at.filter(|_| has_factor),
    })
}

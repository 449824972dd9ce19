//! What ties a sign-in to a browser: the request that waits in it, and the cookies of its session.

use serde_json::Value;

use crate::kernel::context::{Context, Reply};
use crate::kernel::cookie;
use crate::kernel::fingerprint::fingerprint;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::resource::session;
use crate::sign_in::{expiring, page};

/// The cookie that ties a request to the browser that made it.
pub const BROWSER: &str = "JSESSIONID";

/// A request that waits for a sign-in, where this browser made it.
pub fn pending(context: &Context<'_>, key: &str) -> Result<Option<Value>, Problem> {
    let browser = cookie::read(&context.request.headers, BROWSER).unwrap_or_default();
    let found = expiring::get(context, kind::AUTHORIZE_REQUEST, key)?;
    Ok(found.filter(|kept| kept["browser"] == fingerprint(browser)))
}

/// The page for a request that is too old, was used, or is of another browser.
pub fn expired() -> Reply {
    page::error("request_expired", "Request expired, please start over and try again.")
}

pub fn with_cookies(reply: Reply, cookies: Vec<String>) -> Reply {
    cookies.iter().fold(reply, |reply, value| reply.header(http::header::SET_COOKIE, value))
}

/// The session that the browser's cookies name.
pub fn current(context: &Context<'_>) -> Result<Option<Value>, Problem> {
    for name in ["idx", "sid"] {
        if let Some(id) = cookie::read(&context.request.headers, name)
            && let Some(session) = session::find(&context.tx, context.now, id)?
        {
            return Ok(Some(session));
        }
    }
    Ok(None)
}

/// Both names that Okta's session has.
pub fn session_cookies(context: &Context<'_>, session: &Value) -> Vec<String> {
    let text = |name: &str| session[name].as_str().unwrap_or_default();
    let base = &context.request.base;
    vec![cookie::kept("sid", text("id"), base), cookie::kept("idx", text("alias"), base)]
}

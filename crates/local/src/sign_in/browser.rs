//! What ties a sign-in to a browser: what waits in it, and the cookies of its session.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Reply};
use crate::kernel::cookie;
use crate::kernel::expiring;
use crate::kernel::fingerprint::fingerprint;
use crate::kernel::id;
use crate::kernel::problem::Problem;
use crate::resource::session;
use crate::sign_in::page;

/// The cookie that ties a request to the browser that made it.
pub const BROWSER: &str = "JSESSIONID";
/// The cookie that knows a device again.
const DEVICE: &str = "DT";
/// The cookie with the name that somebody wants to be remembered.
const LAST_LOGIN: &str = "ln";
const TWO_YEARS: i64 = 63_072_000;
const ONE_YEAR: i64 = 31_536_000;

/// Keeps what waits for somebody to sign in, for this browser alone. Gives the key to it, and the cookies to send.
pub fn wait(
    context: &mut Context<'_>,
    patience: SignedDuration,
    mut about: Value,
) -> Result<(String, Vec<String>), Problem> {
    let key = id::random(43);
    let headers = &context.request.headers;
    let base = &context.request.base;
    let known = cookie::read(headers, BROWSER).map(str::to_owned);
    let mut cookies = Vec::new();
    // An app on the same host may have set a cookie of this name, as Java's servers do. Setting it again would take
    // the app's session away.
    let browser = known.unwrap_or_else(|| {
        let new = id::random(32);
        cookies.push(cookie::kept(BROWSER, &new, base));
        new
    });
    cookies.extend(device(context));
    about["browser"] = json!(fingerprint(&browser));
    if cookie::read(headers, BROWSER).is_none()
        && let Ok(value) = format!("{BROWSER}={browser}").parse()
    {
        // The rest of this request is the browser's as well.
        context.request.headers.append(http::header::COOKIE, value);
    }
    expiring::put(context, &expiring::WAITING, &key, patience, about)?;
    Ok((key, cookies))
}

/// The cookie that knows this device again, where it has none yet.
pub fn device(context: &Context<'_>) -> Option<String> {
    let is_new = cookie::read(&context.request.headers, DEVICE).is_none();
    let base = &context.request.base;
    is_new.then(|| cookie::lasting(DEVICE, &format!("DI1{}", id::random(22)), base, TWO_YEARS))
}

/// What waits for a sign-in, where this browser asked for it.
pub fn pending(context: &Context<'_>, key: &str) -> Result<Option<Value>, Problem> {
    let browser = cookie::read(&context.request.headers, BROWSER).unwrap_or_default();
    let found = expiring::get(context, &expiring::WAITING, key)?;
    Ok(found.filter(|kept| kept["browser"] == fingerprint(browser)))
}

/// Notes something about what waits.
pub fn note(context: &Context<'_>, key: &str, name: &str, value: Value) -> Result<(), Problem> {
    let Some(mut kept) = pending(context, key)? else { return Ok(()) };
    kept[name] = value;
    expiring::replace(context, &expiring::WAITING, key, &kept)
}

/// The page for a request that is too old, was used, or comes from another browser.
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

/// Both names that Okta's session has. A browser keeps them when it is closed, where the policy and the person want
/// it.
pub fn session_cookies(context: &Context<'_>, session: &Value, is_remembered: bool) -> Vec<String> {
    let text = |name: &str| session[name].as_str().unwrap_or_default();
    let base = &context.request.base;
    let left =
        text("expiresAt").parse::<Timestamp>().map_or(0, |ends| ends.as_second() - context.now.as_second());
    let cookie = |name: &str, value: &str| match is_remembered && session["isPersistent"] == true {
        true => {
            let ends = clock::http_date(context.now + SignedDuration::from_secs(left));
            let ends = ends.to_str().unwrap_or_default().to_owned();
            format!("{}; Expires={ends}", cookie::kept(name, value, base))
        }
        false => cookie::kept(name, value, base),
    };
    vec![cookie("sid", text("id")), cookie("idx", text("alias"))]
}

/// The name that somebody wanted to be remembered in this browser.
pub fn remembered(context: &Context<'_>) -> String {
    let found = cookie::read(&context.request.headers, LAST_LOGIN).unwrap_or_default();
    percent_encoding::percent_decode_str(found).decode_utf8_lossy().into_owned()
}

/// The cookie that remembers a name.
pub fn remembering(context: &Context<'_>, login: &str) -> String {
    let login = percent_encoding::utf8_percent_encode(login, percent_encoding::NON_ALPHANUMERIC).to_string();
    cookie::lasting(LAST_LOGIN, &login, &context.request.base, ONE_YEAR)
}

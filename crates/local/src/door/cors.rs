//! Web pages of other origins: what of the org they may call from a browser, and what the org tells their browser.
//!
//! A browser says where a page comes from, and sends the cookies of the org along. So most of the org refuses pages
//! that are not its own: another page could do in somebody's name what it likes.

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use oktars_catalog::Cors;

use crate::door::reach::text;
use crate::door::route::{self, Route};
use crate::kernel::context::Reply;
use crate::kernel::origin::is_same;
use crate::kernel::problem::Problem;
use crate::kernel::store::{StoreError, Tx};
use crate::resource::trusted_origin;
use crate::sign_in::origin as client_origin;

/// Whether a browser sends a request for a page: it says where the page comes from, or how far away that is.
pub fn is_of_page(headers: &HeaderMap) -> bool {
    headers.contains_key(header::ORIGIN) || headers.contains_key("sec-fetch-site")
}

/// A request, as far as it matters here.
pub struct Asked<'a> {
    pub method: &'a Method,
    pub path: &'a str,
    pub query: &'a str,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
    /// `scheme://host` as the caller sees it.
    pub base: &'a str,
}

/// What becomes of a request.
pub enum Passage {
    /// It continues, and its answer gets these headers.
    Open(Headers),
    /// This is the answer.
    Answered(Reply),
}

pub type Headers = Vec<(HeaderName, HeaderValue)>;

impl Asked<'_> {
    /// The origin of the page that asks, where it is not one of the org's own.
    pub fn foreign_origin(&self) -> Option<&str> {
        text(self.headers, header::ORIGIN).filter(|origin| !is_same(origin, self.base))
    }

    /// Whether a page of another site asks, and its browser does not say which.
    fn is_cross_site(&self) -> bool {
        !self.headers.contains_key(header::ORIGIN)
            && text(self.headers, "sec-fetch-site").is_some_and(|site| site == "cross-site")
    }

    /// The method of the request; of a preflight, the method of the request that follows.
    fn meant(&self) -> Option<Method> {
        if self.method != Method::OPTIONS {
            return Some(self.method.clone());
        }
        text(self.headers, header::ACCESS_CONTROL_REQUEST_METHOD)?.parse().ok()
    }
}

/// Lets a request through, or not. The store is looked at only for pages of other origins.
pub fn check(asked: &Asked<'_>, read: impl FnOnce() -> Result<Tx, StoreError>) -> Result<Passage, Problem> {
    if asked.foreign_origin().is_none() && !asked.is_cross_site() {
        return Ok(Passage::Open(own(asked)));
    }
    let Some(method) = asked.meant() else { return Ok(Passage::Answered(refused(asked))) };
    let (cors, methods) = match route::find(&method, asked.path) {
        Route::Operation { operation, .. } => (operation.cors(asked.path), methods_at(asked.path)),
        Route::WrongMethod | Route::Unknown => (Cors::Own, String::new()),
    };
    let Some(origin) = asked.foreign_origin() else {
        return Ok(match cors {
            Cors::Own | Cors::Trusted => Passage::Answered(refused(asked)),
            _ => Passage::Open(Headers::new()),
        });
    };
    let is_preflight = asked.method == Method::OPTIONS;
    let may = match cors {
        Cors::Own => return Ok(Passage::Answered(refused(asked))),
        Cors::Navigation => return Ok(Passage::Open(Headers::new())),
        Cors::Everybody => true,
        Cors::Trusted => trusted_origin::is_trusted(&read()?, origin, "CORS")?,
        Cors::Client => {
            let tx = read()?;
            trusted_origin::is_trusted(&tx, origin, "CORS")?
                || match is_preflight {
                    true => client_origin::of_any(&tx, origin)?,
                    false => client_origin::of_request(&tx, origin, asked.headers, asked.query, asked.body)?,
                }
        }
    };
    Ok(match (may, is_preflight) {
        (true, true) => Passage::Answered(preflight(asked, origin, &methods)),
        (true, false) => Passage::Open(granted(origin)),
        // A browser keeps the answer from the page.
        (false, _) if cors == Cors::Client && is_preflight => Passage::Answered(plain(StatusCode::OK)),
        (false, _) if cors == Cors::Client => Passage::Open(Headers::new()),
        (false, _) => Passage::Answered(refused(asked)),
    })
}

/// Pages of the org itself need no leave. What everybody may read says so to them as well: a browser may have kept
/// the answer that another page got.
fn own(asked: &Asked<'_>) -> Headers {
    let Some(origin) = text(asked.headers, header::ORIGIN) else { return Headers::new() };
    match route::find(asked.method, asked.path) {
        Route::Operation { operation, .. } if operation.cors(asked.path) == Cors::Everybody => {
            granted(origin)
        }
        _ => Headers::new(),
    }
}

fn methods_at(path: &str) -> String {
    let known = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    let there = known.iter().filter(|method| matches!(route::find(method, path), Route::Operation { .. }));
    there.map(Method::as_str).chain(["OPTIONS"]).collect::<Vec<_>>().join(", ")
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}

/// Headers that a page may read beside the usual ones.
const EXPOSED: &str = "DPoP-Nonce, WWW-Authenticate, X-Okta-Request-Id";

fn granted(origin: &str) -> Headers {
    vec![
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, value(origin)),
        (header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true")),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("Content-Type")),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED)),
        (header::VARY, HeaderValue::from_static("Origin")),
    ]
}

fn plain(status: StatusCode) -> Reply {
    Reply { status, ..Reply::no_content() }
}

fn preflight(asked: &Asked<'_>, origin: &str, methods: &str) -> Reply {
    let wanted = text(asked.headers, header::ACCESS_CONTROL_REQUEST_HEADERS).unwrap_or_default();
    let allowed =
        if wanted.is_empty() { "Content-Type".to_owned() } else { format!("{wanted},Content-Type") };
    let mut reply = plain(StatusCode::OK);
    reply.headers = vec![
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, value(origin)),
        (header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true")),
        (header::ACCESS_CONTROL_ALLOW_METHODS, value(methods)),
        (header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3600")),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, value(&allowed)),
        (header::VARY, HeaderValue::from_static("Origin")),
    ];
    reply
}

fn refused(asked: &Asked<'_>) -> Reply {
    let cause = format!(
        "This org does not answer pages of other sites at {}. Okta opens a few paths to the origins that an org trusts.",
        asked.path
    );
    Reply::problem(&Problem::forbidden().cause(cause))
}

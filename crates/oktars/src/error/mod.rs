//! What can go wrong, and what is known about it.

mod code;
mod refusal;

use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};

pub use self::code::ErrorCode;
use self::refusal::{Refusal, Scopes};
use crate::reach::Unreached;

/// Any error source, as a transport gives it.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// The result of everything that can fail here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failed call: what was tried, what Okta said, and how often it was tried.
///
/// The predicates answer the questions that programs ask; [`Display`](fmt::Display) answers a reader's.
/// Neither it nor `Debug` shows a token, or the body of the request or of the answer; [`Error::body`]
/// has the latter, for those who ask for it.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let okta = oktars::Okta::over(oktars_local::Org::in_memory().service());
/// use oktars::ErrorCode;
///
/// match okta.users().get("nobody@example.com").await {
///     Ok(user) => println!("{}", user.status),
///     Err(e) if e.is(ErrorCode::RESOURCE_NOT_FOUND) => println!("no such user"),
///     Err(e) => return Err(e),
/// }
/// # Ok(()) }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    operation: String,
    attempts: u32,
    kind: Kind,
    history: Vec<Attempt>,
    maybe_executed: bool,
    /// How long another attempt would have had to wait, where the deadline did not allow it.
    no_time: Option<Duration>,
}

/// One attempt of a call that failed in the end; see [`Error::history`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The status of the answer, if one came.
    pub status: Option<StatusCode>,
    /// Why it was no success. It shows neither tokens nor bodies.
    pub cause: String,
    /// The id of the request, which Okta's support asks for.
    pub request_id: Option<String>,
    /// How long it took, from when it was sent.
    pub took: Duration,
    /// How long was waited after it; zero after the last one.
    pub waited: Duration,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Kind {
    /// The client cannot be built this way.
    #[error("{0}")]
    Config(String),
    /// The request cannot be built from what was given.
    #[error("the request cannot be made: {0}")]
    Input(String),
    /// Okta answered, and it was no success.
    #[error("{0}")]
    Refused(Refusal),
    /// No whole answer came back.
    #[error("no answer came back: {}", chain(.0.as_ref()))]
    Connection(BoxError),
    /// The answer is larger than what is taken.
    #[error("{0}")]
    TooLarge(BoxError),
    /// There is no access token to send with, since asking for one failed.
    #[error("oktars got no access token, and sent nothing without one: {0}")]
    NoToken(Arc<Error>),
    /// The program's own function gave no token.
    #[error("the callback returned none: {}", chain(.0.as_ref()))]
    Callback(BoxError),
    /// The deadline passed.
    #[error(
        "no answer within {limit:?}, including the waits between attempts; a longer deadline is set on the builder"
    )]
    Deadline { limit: Duration, last: Option<Refusal> },
    /// The deadline would pass before the rate limit lets the request go.
    #[error(
        "not sent: the rate limit of {bucket} lets it go in {wait:.1?} at the earliest, which is after the \
         deadline of {limit:?}; set a longer deadline, or send less at once"
    )]
    NoTurn { bucket: &'static str, wait: Duration, limit: Duration, last: Option<Refusal> },
    /// The answer is a success whose body is not what was asked for.
    #[error("the answer of status {status} cannot be read: {reason}")]
    Decode { status: StatusCode, reason: String, headers: HeaderMap, body: Bytes },
    /// A link or an address leads away from the org, where the token must not go.
    #[error(
        "{found} does not belong to {org}: the token is sent to its own org only, so this was not followed"
    )]
    ForeignOrigin { found: String, org: String },
    /// The pages lead nowhere.
    #[error("the next link leads back to a page that was read already, so the listing would never end")]
    EndlessPages,
    /// A page that came before comes again.
    #[error("the same page came twice, although the link led on: continue at the listing's position later")]
    SamePage,
    /// There are links to other pages, and they cannot be read.
    #[error(
        "the links of the page cannot be read, so it is not known whether another page follows ({0}): continue \
         at the listing's position later"
    )]
    Links(&'static str),
}

impl Error {
    fn new(kind: Kind) -> Self {
        Error(Box::new(Inner {
            operation: String::new(),
            attempts: 0,
            kind,
            history: Vec::new(),
            maybe_executed: false,
            no_time: None,
        }))
    }

    pub(crate) fn config(text: impl Into<String>) -> Self {
        Error::new(Kind::Config(text.into()))
    }

    pub(crate) fn input(text: impl Into<String>) -> Self {
        Error::new(Kind::Input(text.into()))
    }

    pub(crate) fn connection(source: BoxError) -> Self {
        Error::new(Kind::Connection(source))
    }

    pub(crate) fn too_large(source: BoxError) -> Self {
        Error::new(Kind::TooLarge(source))
    }

    pub(crate) fn no_token(cause: Arc<Error>) -> Self {
        Error::new(Kind::NoToken(cause))
    }

    pub(crate) fn callback(source: BoxError) -> Self {
        Error::new(Kind::Callback(source))
    }

    pub(crate) fn deadline(limit: Duration) -> Self {
        Error::new(Kind::Deadline { limit, last: None })
    }

    pub(crate) fn no_turn(bucket: &'static str, wait: Duration, limit: Duration) -> Self {
        Error::new(Kind::NoTurn { bucket, wait, limit, last: None })
    }

    /// Adds the attempts that were made, and the last answer that one of them got.
    pub(crate) fn after(mut self, history: Vec<Attempt>, last: Option<Response<Bytes>>) -> Self {
        self.0.history = history;
        if let (Kind::Deadline { last: place, .. } | Kind::NoTurn { last: place, .. }, Some(answer)) =
            (&mut self.0.kind, last)
        {
            let (parts, body) = answer.into_parts();
            *place = Some(Refusal::read(parts.status, parts.headers, body));
        }
        self
    }

    /// Says that the org may have done what was asked, although no attempt says so.
    pub(crate) fn maybe_executed(mut self, maybe: bool) -> Self {
        self.0.maybe_executed = maybe;
        self
    }

    /// Says that another attempt would have had to wait beyond the deadline.
    pub(crate) fn no_time(mut self, wait: Option<Duration>) -> Self {
        self.0.no_time = wait;
        self
    }

    pub(crate) fn foreign_origin(found: impl Into<String>, org: impl Into<String>) -> Self {
        Error::new(Kind::ForeignOrigin { found: found.into(), org: org.into() })
    }

    pub(crate) fn endless_pages() -> Self {
        Error::new(Kind::EndlessPages)
    }

    pub(crate) fn same_page() -> Self {
        Error::new(Kind::SamePage)
    }

    pub(crate) fn unreadable_links(fault: &'static str) -> Self {
        Error::new(Kind::Links(fault))
    }

    pub(crate) fn decode(answer: &crate::Answer, error: &serde_json::Error) -> Self {
        Error::new(Kind::Decode {
            status: answer.status(),
            reason: without_values(&error.to_string()),
            headers: answer.headers().clone(),
            body: answer.body().clone(),
        })
    }

    pub(crate) fn refused(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Error::new(Kind::Refused(Refusal::read(status, headers, body)))
    }

    /// The same mistake of the caller once more, for a call that is shown and then sent.
    pub(crate) fn again(&self) -> Self {
        match &self.0.kind {
            Kind::ForeignOrigin { found, org } => Error::foreign_origin(found, org),
            Kind::Input(text) => Error::input(text),
            other => Error::input(other.to_string()),
        }
    }

    /// Whether Okta answered that what was asked for does not exist.
    pub(crate) fn tells_of_nothing(response: &Response<Bytes>) -> bool {
        response.status() == StatusCode::NOT_FOUND
            && Refusal::read(response.status(), HeaderMap::new(), response.body().clone()).code
                == Some(ErrorCode::RESOURCE_NOT_FOUND)
    }

    /// What an answer that is no success says, in a line.
    pub(crate) fn cause_of(response: &Response<Bytes>) -> String {
        Refusal::read(response.status(), response.headers().clone(), response.body().clone()).to_string()
    }

    /// Says which call it was, and how often it was tried.
    pub(crate) fn of(mut self, operation: &str, attempts: u32) -> Self {
        operation.clone_into(&mut self.0.operation);
        self.0.attempts = attempts;
        self
    }

    /// Where Okta refused an access token for what it may do, adds what it would have to be good for.
    pub(crate) fn explain_scopes(mut self, needed: &[&str], held: Option<BTreeSet<String>>) -> Self {
        if let Kind::Refused(refusal) = &mut self.0.kind
            && refusal.is_about_scopes()
        {
            let challenged = refusal.challenged_scopes();
            let needed =
                if needed.is_empty() { challenged } else { needed.iter().map(|s| (*s).into()).collect() };
            refusal.scopes = Some(Scopes { needed, held });
        }
        self
    }

    /// What went wrong in the end: if there was no token, why not.
    fn kind(&self) -> &Kind {
        match &self.0.kind {
            Kind::NoToken(cause) => cause.kind(),
            kind => kind,
        }
    }

    fn refusal(&self) -> Option<&Refusal> {
        match self.kind() {
            Kind::Refused(refusal) => Some(refusal),
            Kind::Deadline { last, .. } | Kind::NoTurn { last, .. } => last.as_ref(),
            _ => None,
        }
    }

    /// The operation id, or method and path where the call was made by path.
    pub fn operation(&self) -> &str {
        &self.0.operation
    }

    /// How often the request was sent; 0 when it never was.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The attempts, in their order: what came of each, and how long was waited after it.
    pub fn history(&self) -> &[Attempt] {
        &self.0.history
    }

    /// The status of Okta's answer; where the deadline passed, that of the last answer before it.
    pub fn status(&self) -> Option<StatusCode> {
        match self.kind() {
            Kind::Decode { status, .. } => Some(*status),
            _ => Some(self.refusal()?.status),
        }
    }

    /// Okta's error code, for example `E0000007`; or that of an OAuth endpoint, for example `invalid_client`.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.refusal()?.code.as_ref()
    }

    /// Okta's summary of the error. Its wording changes; decide by the [code](Error::code).
    pub fn summary(&self) -> Option<&str> {
        self.refusal()?.summary.as_deref()
    }

    /// The causes that Okta names, for example which fields are wrong and why.
    pub fn causes(&self) -> &[String] {
        self.refusal().map_or(&[], |refusal| &refusal.causes)
    }

    /// The id that Okta gave this very error.
    pub fn error_id(&self) -> Option<&str> {
        self.refusal()?.error_id.as_deref()
    }

    /// The id of the request, which Okta's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.headers()?.get("x-okta-request-id")?.to_str().ok()
    }

    /// The headers of Okta's answer.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self.kind() {
            Kind::Decode { headers, .. } => Some(headers),
            _ => Some(&self.refusal()?.headers),
        }
    }

    /// The body of Okta's answer, as it came. It may hold what should not be logged.
    pub fn body(&self) -> Option<&Bytes> {
        match self.kind() {
            Kind::Decode { body, .. } => Some(body),
            _ => Some(&self.refusal()?.body),
        }
    }

    /// Whether Okta answered with this code.
    pub fn is(&self, code: ErrorCode) -> bool {
        self.code() == Some(&code)
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.refusal().is_some_and(|refusal| refusal.status == status)
    }

    /// Okta does not know what was asked for (404).
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// The token is missing, unknown, expired or revoked, or a password is wrong (401).
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// The token may not do this, or the state of the object does not allow it (403).
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// Something of the kind exists already (409).
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// The object changed since it was read (412).
    pub fn is_precondition_failed(&self) -> bool {
        self.has_status(StatusCode::PRECONDITION_FAILED)
    }

    /// The rate limit still held when the last attempt was made (429), or does not let the call go before its
    /// deadline.
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS) || matches!(self.kind(), Kind::NoTurn { .. })
    }

    /// The org may have done what was asked, and nobody knows: the connection broke, the time ran out, or an
    /// answer such as 502 says nothing about it. Only of requests that change something.
    ///
    /// Look before you send it again. After [`create`](crate::user::Users::create), [`find`](crate::user::Users::find) tells
    /// whether the user exists.
    pub fn is_maybe_executed(&self) -> bool {
        self.0.maybe_executed
    }

    /// What was sent did not pass Okta's validation; [`Error::causes`] says why.
    pub fn is_validation(&self) -> bool {
        self.is(ErrorCode::VALIDATION_FAILED)
    }

    /// The connection failed, or broke before the whole answer was there.
    pub fn is_connection(&self) -> bool {
        matches!(self.kind(), Kind::Connection(_))
    }

    /// The time ran out: the deadline passed, or would pass before the call's turn, or the last attempt took too
    /// long.
    pub fn is_timeout(&self) -> bool {
        match self.kind() {
            Kind::Deadline { .. } | Kind::NoTurn { .. } => true,
            Kind::Connection(source) => source.is::<TimedOut>(),
            _ => false,
        }
    }

    /// Okta answered with success, and the body is not what was asked for.
    pub fn is_decode(&self) -> bool {
        matches!(self.kind(), Kind::Decode { .. })
    }

    /// The answer was larger than the builder's `max_body`.
    pub fn is_too_large(&self) -> bool {
        matches!(self.kind(), Kind::TooLarge(_))
    }

    /// No access token could be had, and the call was not sent; the other questions are answered about the
    /// token request then.
    pub fn is_no_token(&self) -> bool {
        matches!(self.0.kind, Kind::NoToken(_))
    }

    /// The OAuth scopes that the operation needs, any of them, where Okta refused an access token (403).
    pub fn needed_scopes(&self) -> &[String] {
        self.refusal().and_then(|refusal| refusal.scopes.as_ref()).map_or(&[], |scopes| &scopes.needed)
    }

    /// The OAuth scopes of the access token that Okta refused (403), where they are known.
    pub fn token_scopes(&self) -> Option<&BTreeSet<String>> {
        self.refusal()?.scopes.as_ref()?.held.as_ref()
    }

    /// The request could not be made from what was given, and nothing was sent.
    pub fn is_input(&self) -> bool {
        matches!(self.kind(), Kind::Input(_))
    }

    /// The client could not be built.
    pub fn is_config(&self) -> bool {
        matches!(self.kind(), Kind::Config(_))
    }

    /// A link or an address of another origin was refused.
    pub fn is_foreign_origin(&self) -> bool {
        matches!(self.kind(), Kind::ForeignOrigin { .. })
    }

    /// The network settings are wrong: the certificate of the org is not trusted, or a proxy does not accept the user
    /// name and the password. Another attempt ends in the same way, so there was one.
    pub fn is_network_setting(&self) -> bool {
        self.unreached().is_some_and(Unreached::is_lasting)
    }

    fn unreached(&self) -> Option<&Unreached> {
        match self.kind() {
            Kind::Connection(source) => source.downcast_ref(),
            _ => None,
        }
    }

    /// What the reader can do about it, where that is known.
    pub fn hint(&self) -> Option<&'static str> {
        if let Some(unreached) = self.unreached() {
            return Some(unreached.hint());
        }
        let code = self.code()?;
        HINTS.iter().find(|(known, _)| known == code).map(|(_, hint)| *hint)
    }
}

/// An attempt that was given up.
#[derive(Debug, thiserror::Error)]
#[error("nothing within {0:?}; a longer time for each attempt is set on the builder")]
pub(crate) struct TimedOut(pub Duration);

const HINTS: &[(ErrorCode, &str)] = &[
    (
        ErrorCode::INVALID_TOKEN,
        "check the token, and that it belongs to this org; a token ends after 30 days without use, and with its creator",
    ),
    (ErrorCode::ACCESS_DENIED, "the token has the rights of the admin who made it, and these are not enough"),
    (ErrorCode::TOO_MANY_REQUESTS, "wait for the reset time, ask for less, or set a longer deadline"),
    (ErrorCode::FEATURE_NOT_AVAILABLE, "the token is right, but the org does not have this feature"),
];

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.operation.is_empty() {
            write!(f, "{}: ", self.0.operation)?;
        }
        self.0.kind.fmt(f)?;
        if let Some(wait) = self.0.no_time {
            write!(f, "; the next attempt would have had to wait {wait:.1?}, beyond the deadline")?;
        }
        if self.0.maybe_executed {
            f.write_str("; it may have been executed, so look before you send it again")?;
        }
        match self.0.attempts {
            0 | 1 => Ok(()),
            many => write!(f, " ({many} attempts)"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("message", &self.to_string())
            .field("status", &self.status())
            .field("code", &self.code())
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.kind {
            Kind::Connection(source) | Kind::Callback(source) => Some(source.as_ref()),
            Kind::NoToken(cause) => Some(cause.as_ref()),
            _ => None,
        }
    }
}

/// An error with what lies under it: the first line of a transport error rarely says what happened.
pub(crate) fn chain(error: &(dyn StdError + 'static)) -> String {
    if let Some(unreached) = error.downcast_ref::<Unreached>() {
        return unreached.to_string();
    }
    let causes = std::iter::successors(Some(error), |error| <dyn StdError>::source(*error));
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// Takes the values out of a decoder's message, where a secret could stand.
fn without_values(message: &str) -> String {
    match (message.find('"'), message.rfind('"')) {
        (Some(first), Some(last)) if first < last => {
            format!("{}\"…\"{}", &message[..first], &message[last + 1..])
        }
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, body: &'static str) -> Error {
        let mut headers = HeaderMap::new();
        headers.insert("x-okta-request-id", "req1".parse().unwrap());
        headers.insert("content-type", "text/html".parse().unwrap());
        Error::refused(StatusCode::from_u16(status).unwrap(), headers, Bytes::from_static(body.as_bytes()))
            .of("getUser", 2)
    }

    #[test]
    fn an_okta_error_keeps_everything_okta_said() {
        let error = refused(
            400,
            r#"{"errorCode":"E0000001","errorSummary":"Api validation failed: login","errorLink":"E0000001",
               "errorId":"oae1","errorCauses":[{"errorSummary":"login: taken"},{"reason":"why"}]}"#,
        );
        assert!(error.is(ErrorCode::VALIDATION_FAILED) && error.is_validation() && !error.is_not_found());
        assert_eq!(error.causes(), ["login: taken", "why"]);
        assert_eq!((error.error_id(), error.request_id()), (Some("oae1"), Some("req1")));
        assert_eq!(
            error.to_string(),
            "getUser: status 400, E0000001: Api validation failed: login: login: taken; why \
             [request req1] [error oae1] (2 attempts)"
        );
    }

    #[test]
    fn other_bodies_become_errors_too() {
        let cases = [
            (r#"{"error":"invalid_client","error_description":"no"}"#, Some("invalid_client"), Some("no")),
            (r#"{"status":404,"message":"Resource not found"}"#, None, Some("Resource not found")),
            ("<html>secret</html>", None, None),
            ("", None, None),
            ("[1]", None, None),
            (r#"{"errorCode":7,"errorCauses":"x"}"#, None, None),
        ];
        for (body, code, summary) in cases {
            let error = refused(502, body);
            assert_eq!(error.code().map(ErrorCode::as_str), code, "{body}");
            assert_eq!(error.summary(), summary, "{body}");
            assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_decoders_message_shows_no_value() {
        assert_eq!(
            without_values(r#"invalid type: string "s3cr\"et", expected u8 at line 1"#),
            r#"invalid type: string "…", expected u8 at line 1"#
        );
        assert_eq!(without_values("missing field `id`"), "missing field `id`");
    }
}

//! What ends a command before its work is done, and the exit code that says so.

use std::fmt;
use std::io;
use std::panic::PanicHookInfo;
use std::process;

use oktars_catalog::scope_includes;
use serde_json::{Value, json};

use crate::output::Unfit;
use crate::printer;

/// The exit codes. Scripts rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// It failed for a reason that has no code of its own.
    Failed = 1,
    /// The command line, the configuration or the input is wrong; nothing was sent.
    Usage = 2,
    /// What was named does not exist.
    NotFound = 3,
    /// The token is not accepted, or may not do this.
    NotAllowed = 4,
    /// Rate limited, Okta failing, or no answer: the same command may work later.
    TryLater = 5,
    /// A question was answered with no, or something dangerous was refused.
    Cancelled = 6,
    /// Of many changes, some were made and some were not.
    Partial = 7,
    /// A check fails.
    ChecksFailed = 10,
    /// A bug of ours.
    Bug = 70,
    /// Ctrl-C, as shells number it.
    Interrupted = 130,
}

/// Why a command ends early.
#[derive(Debug)]
pub enum Stop {
    /// Nobody reads the output any more. This is not a failure.
    PipeClosed,
    Failed(Box<Failure>),
}

/// A failure, told to the reader in [`Failure::text`] and to programs in [`Failure::json`].
#[derive(Debug)]
pub struct Failure {
    pub exit: Exit,
    message: String,
    hint: Option<String>,
    okta: Option<oktars::Error>,
}

impl Failure {
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Failure { exit, message: message.into(), hint: None, okta: None }
    }

    pub fn usage(message: impl Into<String>) -> Self {
        Failure::new(Exit::Usage, message)
    }

    /// Ctrl-C.
    pub fn interrupted(message: &str) -> Self {
        Failure::new(Exit::Interrupted, message)
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same as what ends a command.
    pub fn into_stop(self) -> Stop {
        self.into()
    }

    /// Whether a name was refused because something else has it.
    pub fn is_taken(&self) -> bool {
        let taken =
            |error: &oktars::Error| error.causes().iter().any(|cause| cause.contains("already exists"));
        self.okta.as_ref().is_some_and(taken)
    }

    fn of(error: oktars::Error) -> Self {
        let message = match error.summary() {
            Some(summary) if error.is_no_token() => format!("the org gave no access token: {summary}"),
            Some(summary) => summary.to_owned(),
            // The operation stands in a line of its own.
            None => error.to_string().trim_start_matches(&format!("{}: ", error.operation())).to_owned(),
        };
        let hint =
            scope_hint(&error).or_else(|| token_hint(&error)).or_else(|| hint(&error).map(str::to_owned));
        Failure { exit: exit(&error), message, hint, okta: Some(error) }
    }

    /// What Okta said, if it was Okta.
    pub fn okta(&self) -> Option<&oktars::Error> {
        self.okta.as_ref()
    }

    /// One line: what is wrong and why.
    pub fn line(&self) -> String {
        let causes = self.okta.as_ref().map(oktars::Error::causes).unwrap_or_default();
        if causes.is_empty() {
            self.message.clone()
        } else {
            format!("{} ({})", self.message, causes.join("; "))
        }
    }

    /// Several lines: what is wrong, what was tried, what Okta said, what to do.
    pub fn text(&self, tried: Option<&str>) -> String {
        // Breaks in what Okta says would let it write lines of ours.
        let message = self.okta.as_ref().map_or_else(|| self.message.clone(), |_| one_line(&self.message));
        let mut lines = vec![message];
        let mut add = |label: &str, text: &str| lines.push(format!("  {label:<8} {text}"));
        let told = self.okta.as_ref().map(|error| (error, token_request(error)));
        if let Some((error, request)) =
            told.filter(|(error, request)| error.attempts() > 0 || request.is_some())
        {
            let attempts = request.unwrap_or(error).attempts();
            let tried = if request.is_some() { Some(TOKEN_REQUEST) } else { tried };
            if let Some(tried) = tried {
                let operation = request.unwrap_or(error).operation().to_owned();
                let operation = Some(operation).filter(|operation| operation != tried);
                let times = (attempts > 1).then(|| format!("{attempts} times"));
                let both = operation.into_iter().chain(times).collect::<Vec<_>>().join(", ");
                let both = if both.is_empty() { both } else { format!(" ({both})") };
                add("tried:", &format!("{tried}{both}"));
            }
            error.causes().iter().for_each(|cause| add("cause:", &one_line(cause)));
            let code = error.code().map_or("", |code| code.as_str());
            if let Some(status) = error.status() {
                add("status:", format!("{} {code}", status.as_u16()).trim_end());
            }
            if let Some(id) = error.request_id() {
                add("request:", id);
            }
        }
        if let Some(hint) = &self.hint {
            add("hint:", hint);
        }
        lines.join("\n")
    }

    /// The same for programs, as one JSON object.
    pub fn json(&self, tried: Option<&str>) -> Value {
        let mut error = json!({ "message": self.message, "exitCode": self.exit as u8, "hint": self.hint });
        let told = self.okta.as_ref().map(|error| (error, token_request(error)));
        if let Some((okta, request)) =
            told.filter(|(error, request)| error.attempts() > 0 || request.is_some())
        {
            error["tried"] = json!(if request.is_some() { Some(TOKEN_REQUEST) } else { tried });
            error["operation"] = json!(request.unwrap_or(okta).operation());
            error["attempts"] = json!(request.unwrap_or(okta).attempts());
            error["status"] = json!(okta.status().map(|status| status.as_u16()));
            error["errorCode"] = json!(okta.code().map(|code| code.as_str()));
            error["errorSummary"] = json!(okta.summary());
            error["errorCauses"] = json!(okta.causes());
            error["errorId"] = json!(okta.error_id());
            error["requestId"] = json!(okta.request_id());
        }
        json!({ "error": error })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// How a service app asks for an access token.
const TOKEN_REQUEST: &str = "POST /oauth2/v1/token";

/// The request for an access token that failed, where that is why another one was not sent.
fn token_request(error: &oktars::Error) -> Option<&oktars::Error> {
    let source = std::error::Error::source(error).filter(|_| error.is_no_token())?;
    source.downcast_ref::<oktars::Error>().filter(|request| request.attempts() > 0)
}

/// What helps where the org gives no access token. Okta's words differ from org to org, so a part of them has to do.
fn token_hint(error: &oktars::Error) -> Option<String> {
    token_request(error)?;
    let code = error.code()?.as_str();
    let summary = error.summary().unwrap_or_default().to_lowercase();
    let known = TOKEN_HINTS.iter().find(|(of, part, _)| *of == code && summary.contains(part));
    known.map(|(_, _, hint)| (*hint).to_owned())
}

/// The code of an OAuth error, a part of its description, and what helps. What is said of a code alone stands behind.
const TOKEN_HINTS: [(&str, &str, &str); 10] = [
    (
        "invalid_client",
        "kid",
        "the app has no key of this id: OKTA_CLIENT_PRIVATEKEYID, or --key-id of `auth login`, names the right one",
    ),
    (
        "invalid_client",
        "name its key",
        "the app has several keys: OKTA_CLIENT_PRIVATEKEYID, or --key-id of `auth login`, names the one that you have",
    ),
    ("invalid_client", "expired", "check the clock of this machine"),
    (
        "invalid_client",
        "signature",
        "the private key does not belong to the app, or OKTA_CLIENT_PRIVATEKEYID (--key-id of `auth login`) names another key",
    ),
    (
        "invalid_client",
        "",
        "check the client id, and that its key or secret belongs to the app; `oktars auth status` shows them",
    ),
    (
        "invalid_scope",
        "",
        "grant the app the scopes that you ask for; `oktars app-grants list APP` shows what it has",
    ),
    ("unauthorized_client", "", "allow the app the grant type client_credentials"),
    ("invalid_dpop_proof", "", "check the clock of this machine"),
    ("access_denied", "", "give the app an administrator role"),
    ("invalid_request", "", "check the client id and the scopes; `oktars auth status` shows them"),
];

/// A 403 may be about rights, or about the state of a user or an app. Only the first is
/// "not allowed": for the second, no other token would help.
fn exit(error: &oktars::Error) -> Exit {
    use oktars::ErrorCode;
    let about_rights = error.code().is_none() || error.is(ErrorCode::ACCESS_DENIED);
    match error.status().map(|status| status.as_u16()) {
        _ if error.is_input() || error.is_config() => Exit::Usage,
        _ if error.is_foreign_origin() => Exit::Cancelled,
        // It will not be better later.
        _ if error.is_network_setting() => Exit::Usage,
        _ if error.is_connection() || error.is_timeout() => Exit::TryLater,
        Some(404 | 410) => Exit::NotFound,
        Some(401) => Exit::NotAllowed,
        None if error.is_no_token() => Exit::NotAllowed,
        Some(403) if about_rights => Exit::NotAllowed,
        // What a local org does not serve, it will not serve later either.
        Some(501) => Exit::Failed,
        Some(429 | 500..) => Exit::TryLater,
        _ => Exit::Failed,
    }
}

/// Which scope an access token lacks.
fn scope_hint(error: &oktars::Error) -> Option<String> {
    if !error.is_forbidden() {
        return None;
    }
    let held: Vec<&str> = error.token_scopes()?.iter().map(String::as_str).collect();
    missing_scope(error.needed_scopes(), &held)
}

/// Nothing where the token has a scope that is enough: its app lacks a role then.
fn missing_scope(needed: &[String], held: &[&str]) -> Option<String> {
    let is_enough = |needed: &String| held.iter().any(|scope| scope_includes(scope, needed));
    if needed.is_empty() || needed.iter().any(is_enough) {
        return None;
    }
    Some(format!(
        "this needs the scope {} and the token has {}: grant it to the app, and ask for it when you log in",
        needed.join(" or "),
        if held.is_empty() { "none".to_owned() } else { held.join(", ") }
    ))
}

/// What the reader can do, for what is common at a shell.
fn hint(error: &oktars::Error) -> Option<&'static str> {
    use oktars::ErrorCode;
    let taken = || error.causes().iter().any(|cause| cause.contains("already exists"));
    if error.is_not_found() {
        return match error.operation() {
            "getUser" => {
                Some("a user is named by id or login; `oktars users list --q START` looks for a user")
            }
            _ => None,
        };
    }
    if error.is(ErrorCode::STATUS_NOT_ALLOWED) {
        return Some("`oktars users get ID --fields status` shows the user's status");
    }
    if error.is_validation() && taken() {
        return Some(if error.operation().contains("User") {
            "the name is in use; a deactivated user keeps the login until it is deleted"
        } else {
            "the name is in use"
        });
    }
    error.hint()
}

impl Stop {
    /// Whether the same may work a while later.
    pub fn may_pass(&self) -> bool {
        matches!(self, Stop::Failed(failure) if failure.exit == Exit::TryLater)
    }

    /// Whether Okta said that what was asked about is not there.
    pub fn is_gone(&self) -> bool {
        let Stop::Failed(failure) = self else { return false };
        failure.okta().is_some_and(|error| error.is(oktars::ErrorCode::RESOURCE_NOT_FOUND))
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::PipeClosed => f.write_str("nobody reads the output any more"),
            Stop::Failed(failure) => failure.fmt(f),
        }
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Stop::Failed(Box::new(failure))
    }
}

impl From<oktars::Error> for Stop {
    fn from(error: oktars::Error) -> Self {
        Failure::of(error).into()
    }
}

impl From<io::Error> for Stop {
    /// All I/O that is not the org's is writing the output.
    fn from(error: io::Error) -> Self {
        let unfit = error.get_ref().and_then(|inner| inner.downcast_ref::<Unfit>());
        match (error.kind(), unfit) {
            (io::ErrorKind::BrokenPipe, _) => Stop::PipeClosed,
            (_, Some(Unfit { what, hint })) => {
                Failure { hint: hint.clone(), ..Failure::new(Exit::Failed, what) }.into()
            }
            _ => Failure::new(Exit::Failed, format!("the output cannot be written: {error}")).into(),
        }
    }
}

/// Makes a panic tell that it is a bug, to programs as JSON, and exit with its code.
pub fn report_bugs(json: bool) {
    std::panic::set_hook(Box::new(move |panic| {
        tell_bug(json, panic);
        process::exit(Exit::Bug as i32);
    }));
}

/// Makes a panic say only that it is a bug: a server answers 500 and continues for its other clients.
pub fn outlive_bugs(json: bool) {
    std::panic::set_hook(Box::new(move |panic| tell_bug(json, panic)));
}

fn tell_bug(json: bool, panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let text = format!("this is a bug in oktars, at {place}: {}", panic.payload_as_str().unwrap_or("?"));
    let failure = Failure::new(Exit::Bug, text);
    if json {
        printer::last_json(&failure.json(None));
    } else {
        printer::last_words(&failure.text(None));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    const ROLE: &str = "OKTARS_TEST_PANICS";

    /// Nobody is sent to ask for a scope that the token has by a wider one.
    #[test]
    fn a_scope_is_asked_for_only_where_the_token_lacks_it() {
        let cases: [(&str, &[&str], bool); 5] = [
            ("okta.users.read", &["okta.groups.read"], true),
            ("okta.users.read", &[], true),
            ("okta.users.read", &["okta.users.read"], false),
            ("okta.users.read", &["okta.users.manage"], false),
            ("okta.users.manage", &["okta.users.read"], true),
        ];
        for (needed, held, lacks) in cases {
            let hint = missing_scope(&[needed.to_owned()], held);
            assert_eq!(hint.is_some_and(|hint| hint.contains(needed)), lacks, "{needed} of {held:?}");
        }
        assert_eq!(missing_scope(&[], &[]), None, "a call by path names no scope");
    }

    /// A test that is a process of its own: what panics ends it.
    #[test]
    fn a_bug_has_a_code_and_words_of_its_own() {
        if let Ok(role) = std::env::var(ROLE) {
            report_bugs(role == "json");
            panic!("two and two are five");
        }
        for role in ["text", "json"] {
            let mut again = Command::new(std::env::current_exe().unwrap());
            again.args(["--exact", "failure::tests::a_bug_has_a_code_and_words_of_its_own", "--nocapture"]);
            let output = again.env(ROLE, role).output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(70), "{said}");
            assert!(said.contains("a bug in oktars") && said.contains("two and two are five"), "{said}");
            let last: Option<Value> = said.lines().last().and_then(|line| serde_json::from_str(line).ok());
            let code = last.map(|error| error["error"]["exitCode"].clone());
            assert_eq!(code, (role == "json").then(|| 70.into()), "{said}");
        }
    }
}

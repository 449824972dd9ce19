//! Answers that are no success.

use std::collections::BTreeSet;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use oktars_catalog::scope_includes;
use serde_json::Value;

use super::ErrorCode;

/// An answer that is not a success.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) code: Option<ErrorCode>,
    pub(super) summary: Option<String>,
    pub(super) causes: Vec<String>,
    pub(super) error_id: Option<String>,
    pub(super) scopes: Option<Scopes>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// What a refused access token would have had to be good for.
#[derive(Debug)]
pub(super) struct Scopes {
    pub(super) needed: Vec<String>,
    /// None where the token does not tell.
    pub(super) held: Option<BTreeSet<String>>,
}

impl Refusal {
    pub(super) fn read(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        let json: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
        let text = |name: &str| json.get(name).and_then(Value::as_str).map(str::to_owned);
        let causes = json.get("errorCauses").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        Refusal {
            status,
            code: text("errorCode").or_else(|| text("error")).map(ErrorCode::from),
            summary: text("errorSummary").or_else(|| text("error_description")).or_else(|| text("message")),
            causes: causes.iter().filter_map(cause).collect(),
            error_id: text("errorId"),
            scopes: None,
            headers,
            body,
        }
    }
}

fn cause(value: &Value) -> Option<String> {
    ["errorSummary", "reason"].iter().find_map(|name| value.get(name)?.as_str()).map(str::to_owned)
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "status {}", self.status.as_u16())?;
        match (&self.code, &self.summary) {
            (None, None) => write!(f, ", with {}", self.shape())?,
            (code, summary) => {
                code.iter().try_for_each(|code| write!(f, ", {code}"))?;
                summary.iter().try_for_each(|summary| write!(f, ": {summary}"))?;
            }
        }
        for (n, cause) in self.causes.iter().enumerate() {
            write!(f, "{}{cause}", if n == 0 { ": " } else { "; " })?;
        }
        let request = self.headers.get("x-okta-request-id").and_then(|id| id.to_str().ok());
        request.iter().try_for_each(|id| write!(f, " [request {id}]"))?;
        self.error_id.iter().try_for_each(|id| write!(f, " [error {id}]"))?;
        self.scopes.iter().try_for_each(|scopes| write!(f, "; {scopes}"))
    }
}

impl Refusal {
    fn challenge(&self) -> Option<&str> {
        self.headers.get(http::header::WWW_AUTHENTICATE)?.to_str().ok()
    }

    pub(super) fn is_about_scopes(&self) -> bool {
        let challenged = self.challenge().is_some_and(|challenge| challenge.contains("insufficient_scope"));
        self.status == StatusCode::FORBIDDEN && (challenged || self.code == Some(ErrorCode::ACCESS_DENIED))
    }

    /// The scopes that the answer itself asks for.
    pub(super) fn challenged_scopes(&self) -> Vec<String> {
        let quoted =
            self.challenge().and_then(|challenge| challenge.split_once(" scope=\"")).map(|(_, rest)| rest);
        let scopes = quoted.and_then(|rest| rest.split('"').next()).unwrap_or_default();
        scopes.split_whitespace().map(str::to_owned).collect()
    }

    /// What an answer is that Okta's API did not write: a proxy's page, or nothing.
    fn shape(&self) -> String {
        if self.status.is_redirection() {
            return "a redirect, which is not followed; is this the address of the org?".to_owned();
        }
        if self.body.is_empty() {
            return "no body".to_owned();
        }
        let media = self.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        format!("a body that is not Okta's ({}, {} bytes)", media.unwrap_or("no media type"), self.body.len())
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(held) = &self.held else {
            return write!(f, "the operation needs the scope {}", self.needed.join(" or "));
        };
        let list = held.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        if self.needed.iter().any(|needed| includes(held, needed)) {
            return write!(
                f,
                "the token has the scope that the operation needs ({list}), so the app lacks an admin role that \
                 allows it"
            );
        }
        let needed = if self.needed.is_empty() { "another scope".into() } else { self.needed.join(" or ") };
        write!(
            f,
            "the operation needs {needed} and the token has {list}: grant the scope to the app and ask for it"
        )
    }
}

/// Whether one of the scopes is enough.
fn includes(held: &BTreeSet<String>, needed: &str) -> bool {
    held.iter().any(|scope| scope_includes(scope, needed))
}

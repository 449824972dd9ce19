//! Who may ask: the API token or the session of a request.

use http::{HeaderMap, header};
use jiff::Timestamp;
use oktars_catalog::Operation;
use sha2::{Digest, Sha256};

use crate::context::Caller;
use crate::org::Inner;
use crate::problem::Problem;
use crate::store::Tx;

/// Operations that ask for no token.
const PUBLIC: &[&str] = &[
    "getWellknownOrgMetadata",
    "authenticate",
    "cancelAuthentication",
    "changeExpiredPassword",
    "createSession",
    "createToken",
    "listOrgKeys",
];

pub fn check(
    org: &Inner,
    tx: &Tx,
    operation: &Operation,
    headers: &HeaderMap,
    now: Timestamp,
) -> Result<Caller, Problem> {
    let _ = (org, now);
    match token(headers) {
        Some(token) => token_owner(tx, token),
        None if PUBLIC.contains(&operation.id) => Ok(Caller::default()),
        None => Err(Problem::invalid_token()),
    }
}

/// The token of `Authorization: SSWS token`; the scheme's case does not matter.
fn token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("SSWS").then_some(token.trim())
}

fn token_owner(tx: &Tx, token: &str) -> Result<Caller, Problem> {
    let found = tx.get("token", &fingerprint(token))?.ok_or_else(Problem::invalid_token)?;
    Ok(Caller {
        user_id: found["userId"].as_str().unwrap_or_default().to_owned(),
        token_id: found["id"].as_str().map(str::to_owned),
        session_id: None,
    })
}

/// Tokens are kept as their digest: they are random and long, so a plain digest is enough.
pub fn fingerprint(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

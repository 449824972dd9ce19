//! Signed tokens in compact form: three parts of base64. That is all that is needed of JOSE here, and ES512,
//! which Okta takes and JWT libraries leave out, comes with the library that signs.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::private_key::PrivateKey;
use crate::error::BoxError;

/// Signs claims. The header says with which algorithm, and more where more is given.
pub(super) fn sign(key: &PrivateKey, mut header: Value, claims: &Value) -> Result<String, BoxError> {
    header["alg"] = key.algorithm().as_str().into();
    let signed = format!("{}.{}", encode(header.to_string()), encode(claims.to_string()));
    let signature = key.sign(signed.as_bytes())?;
    Ok(format!("{signed}.{}", encode(signature)))
}

pub(super) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The claims of a token, unchecked: good enough to tell somebody about, and for nothing else.
pub(super) fn claims(token: &str) -> Option<Value> {
    let part = token.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

/// An id that nobody guesses, and that no other token has.
pub(super) fn random_id() -> Result<String, BoxError> {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| "the system gives no random numbers")?;
    Ok(encode(bytes))
}

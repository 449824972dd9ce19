//! DPoP: a proof with each request that who shows a token also holds the key that it was given to.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use http::{HeaderValue, Uri};
use serde_json::json;

use super::jwt;
use super::private_key::PrivateKey;
use crate::error::BoxError;
use crate::model::Secret;

/// The key of a client's proofs, and what its token endpoint asks for in them.
#[derive(Default)]
pub(super) struct Dpop {
    wanted: AtomicBool,
    key: OnceLock<PrivateKey>,
    nonce: Mutex<Option<String>>,
}

/// What a proof is for.
pub(super) struct Purpose<'a> {
    pub method: &'a str,
    pub uri: &'a Uri,
    /// Seconds since the epoch.
    pub now: i64,
    /// The access token that it is shown with; without one, it is for the token endpoint.
    pub token: Option<&'a Secret>,
}

impl Dpop {
    pub(super) fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::Relaxed)
    }

    pub(super) fn want(&self) {
        self.wanted.store(true, Ordering::Relaxed);
    }

    /// Remembers a nonce of the token endpoint. Whether it is a new one.
    pub(super) fn remember_nonce(&self, nonce: &str) -> bool {
        let mut known = self.nonce.lock().unwrap_or_else(PoisonError::into_inner);
        let new = known.as_deref() != Some(nonce);
        *known = Some(nonce.to_owned());
        new
    }

    /// A proof, good for one attempt: it has its own id and time.
    pub(super) fn proof(&self, purpose: &Purpose<'_>) -> Result<HeaderValue, BoxError> {
        let key = self.key()?;
        let mut claims = json!({
            "htm": purpose.method,
            "htu": without_query(purpose.uri),
            "iat": purpose.now,
            "jti": jwt::random_id()?,
        });
        match purpose.token {
            Some(token) => claims["ath"] = digest(token.expose()).into(),
            None => {
                let nonce = self.nonce.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(nonce) = &*nonce {
                    claims["nonce"] = nonce.as_str().into();
                }
            }
        }
        let header = json!({ "typ": "dpop+jwt", "jwk": key.public_jwk() });
        let mut value = HeaderValue::try_from(jwt::sign(key, header, &claims)?)?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// Made when it is first needed: most clients never do.
    fn key(&self) -> Result<&PrivateKey, BoxError> {
        if self.key.get().is_none() {
            let _ = self.key.set(PrivateKey::generate()?);
        }
        self.key.get().ok_or_else(|| "no key can be generated".into())
    }
}

fn without_query(uri: &Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or("https");
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    format!("{scheme}://{authority}{}", uri.path())
}

fn digest(text: &str) -> String {
    jwt::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes()))
}

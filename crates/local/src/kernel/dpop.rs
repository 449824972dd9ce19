//! DPoP proofs: that who shows a token also holds the key that it was given to.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::kernel::id;
use crate::kernel::jose::{self, Jwt};
use crate::kernel::lock::Lock;

/// How far a proof's time may be off.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);
/// How long a nonce is given out, and how long it is still taken afterwards.
const NONCE_LIFE: SignedDuration = SignedDuration::from_hours(24);
const NONCE_GRACE: SignedDuration = SignedDuration::from_hours(3 * 24);

/// What only a private key has, or a symmetric one.
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// What a proof must be for.
pub struct Expected<'a> {
    pub method: &'a str,
    /// The URL without query and fragment.
    pub url: &'a str,
    /// The access token, at a resource.
    pub token: Option<&'a str>,
}

/// A proof that holds: the thumbprint of its key, and its nonce where it has one.
#[derive(Debug)]
pub struct Proof {
    pub thumbprint: String,
    pub nonce: Option<String>,
}

/// Checks a proof; the error says what is wrong with it.
pub fn check(
    text: &str,
    expected: &Expected<'_>,
    now: Timestamp,
    seen: &Seen,
) -> Result<Proof, &'static str> {
    let proof = Jwt::parse(text).ok_or("The DPoP proof JWT is malformed.")?;
    let key = &proof.header["jwk"];
    if proof.header["typ"] != "dpop+jwt" {
        return Err("The DPoP proof JWT header must contain the 'dpop+jwt' type.");
    }
    if PRIVATE.iter().any(|member| !key[*member].is_null()) {
        return Err("The DPoP proof JWT must not contain a private key.");
    }
    if !proof.is_signed_by(key) {
        return Err("The DPoP proof JWT signature is invalid.");
    }
    if proof.claim("htm") != Some(expected.method) {
        return Err("The DPoP proof JWT's 'htm' claim does not match the HTTP method.");
    }
    if proof.claim("htu") != Some(expected.url) {
        return Err("The DPoP proof JWT's 'htu' claim does not match the URL.");
    }
    let issued = proof.claims["iat"].as_i64().and_then(|seconds| Timestamp::from_second(seconds).ok());
    if issued.is_none_or(|issued| now.duration_since(issued).abs() > TOLERANCE) {
        return Err("The DPoP proof JWT's 'iat' claim is missing or too far from now.");
    }
    if let Some(token) = expected.token
        && proof.claim("ath") != Some(jose::digest(token).as_str())
    {
        return Err("The DPoP proof JWT's 'ath' claim does not match the access token.");
    }
    let jti = proof.claim("jti").ok_or("The DPoP proof JWT's 'jti' claim is missing.")?;
    let thumbprint = jose::thumbprint(key).ok_or("The DPoP proof JWT's key is of an unknown kind.")?;
    if !seen.first_time(&format!("{thumbprint} {jti}"), now, now + TOLERANCE + TOLERANCE) {
        return Err("The DPoP proof JWT has already been used.");
    }
    Ok(Proof { thumbprint, nonce: proof.claim("nonce").map(str::to_owned) })
}

/// What may be used only once, until it would have expired anyway.
#[derive(Debug, Default)]
pub struct Seen(Lock<HashMap<String, Timestamp>>);

impl Seen {
    /// Whether it was never seen before; it is from now on.
    pub fn first_time(&self, what: &str, now: Timestamp, until: Timestamp) -> bool {
        let mut seen = self.0.lock();
        seen.retain(|_, until| *until > now);
        seen.insert(what.to_owned(), until).is_none()
    }
}

/// The nonces of the token endpoint, shared by all clients of the org.
#[derive(Debug, Default)]
pub struct Nonces(Lock<Vec<(String, Timestamp)>>);

impl Nonces {
    /// The nonce of the day.
    pub fn current(&self, now: Timestamp) -> String {
        let mut nonces = self.0.lock();
        nonces.retain(|(_, made)| now.duration_since(*made) < NONCE_LIFE + NONCE_GRACE);
        match nonces.last() {
            Some((nonce, made)) if now.duration_since(*made) < NONCE_LIFE => nonce.clone(),
            _ => {
                let nonce = id::random(32);
                nonces.push((nonce.clone(), now));
                nonce
            }
        }
    }

    pub fn accepts(&self, nonce: &str, now: Timestamp) -> bool {
        let nonces = self.0.lock();
        nonces
            .iter()
            .any(|(known, made)| known == nonce && now.duration_since(*made) < NONCE_LIFE + NONCE_GRACE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_lives_a_day_and_is_taken_three_more() {
        let nonces = Nonces::default();
        let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let first = nonces.current(start);
        let hours = |hours| start + SignedDuration::from_hours(hours);
        assert_eq!(nonces.current(hours(23)), first);
        assert_ne!(nonces.current(hours(25)), first);
        assert!(nonces.accepts(&first, hours(95)));
        assert!(!nonces.accepts(&first, hours(97)));
        assert!(!nonces.accepts("made up", start));
    }
}

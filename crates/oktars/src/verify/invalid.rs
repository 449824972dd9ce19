//! Why a token is not trusted.

use std::sync::Arc;

use jsonwebtoken::errors::ErrorKind;

use crate::error::Error;

/// Why a token was refused, in words for a log. It shows neither the token nor who it is about.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Invalid {
    /// What came is not a signed token.
    #[error("the token cannot be read: {0}")]
    Malformed(&'static str),
    /// It is not signed with RS256.
    #[error("the token is not signed with RS256, as all of Okta's are")]
    Algorithm,
    /// It is an access token of the org authorization server, which publishes no key for them.
    #[error(
        "access tokens of the org authorization server can only be checked by Okta itself: \
         let your application ask for tokens at a custom authorization server, such as {instead}"
    )]
    OrgServer {
        /// The issuer of the server that every org begins with.
        instead: String,
    },
    /// The authorization server has no such key.
    #[error("there is no key with the id that the token names at {keys}")]
    UnknownKey {
        /// Where the keys were read.
        keys: String,
    },
    /// The token was changed, or somebody else signed it.
    #[error("the signature does not match the token")]
    Signature,
    /// Another authorization server made the token.
    #[error("the token is from {found}, but tokens of {expected} are expected")]
    Issuer {
        /// What the token says, cut where it is long.
        found: String,
        /// The issuer of the verifier.
        expected: String,
    },
    /// The token is for somebody else.
    #[error("the token is for {found}, not for {expected}")]
    Audience {
        /// What the token says, cut where it is long.
        found: String,
        /// What was asked for.
        expected: String,
    },
    /// The nonce is not the one that was sent, or there is one although none was sent.
    #[error("the nonce of the ID token is not the one that was sent")]
    Nonce,
    /// It ended.
    #[error("the token has expired")]
    Expired,
    /// It is not good yet.
    #[error("the token is from the future: compare the clock of this machine with Okta's")]
    NotYet,
    /// A claim that every token of Okta's has is absent.
    #[error("the token has no {0}")]
    Missing(&'static str),
    /// An ID token came where an access token is needed.
    #[error("the token is not an access token: send the access_token, not the id_token")]
    NotAccessToken,
    /// An access token came where an ID token is needed.
    #[error("the token is not an ID token: send the id_token, not the access_token")]
    NotIdToken,
    /// The keys could not be read. The token may be good.
    #[error("the keys of the authorization server could not be read: {0}")]
    Keys(#[source] Arc<Error>),
}

impl Invalid {
    /// Whether the fault is the token's: then answer 401. Otherwise nothing is known of the token, and the answer
    /// is 503.
    pub fn is_of_token(&self) -> bool {
        !matches!(self, Invalid::Keys(_))
    }

    pub(super) fn from_jwt(error: &jsonwebtoken::errors::Error) -> Self {
        match error.kind() {
            ErrorKind::ExpiredSignature => Invalid::Expired,
            ErrorKind::ImmatureSignature => Invalid::NotYet,
            ErrorKind::InvalidSignature => Invalid::Signature,
            ErrorKind::MissingRequiredClaim(_) => Invalid::Missing("exp"),
            ErrorKind::InvalidAlgorithm
            | ErrorKind::InvalidAlgorithmName
            | ErrorKind::UnsupportedAlgorithm => Invalid::Algorithm,
            _ => Invalid::Malformed("it is not a JWT that Okta could have made"),
        }
    }
}

/// A text of a token that nobody has checked, made fit for a log.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut shown: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    match shown.is_empty() {
        true => "nobody".to_owned(),
        false => shown,
    }
}

//! What a token says.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::model::{Map, Timestamp};

/// The claims of a token that was checked. Those of your own are kept too.
#[derive(Clone, PartialEq)]
pub struct Claims(Map);

impl Claims {
    pub(super) fn new(claims: Map) -> Self {
        Claims(claims)
    }

    /// `sub`: the login of the person in an access token, their id in an ID token. For a service it is its client id.
    pub fn subject(&self) -> &str {
        self.text("sub").unwrap_or_default()
    }

    /// `uid`: the id of the person, in an access token. A service has none.
    pub fn user_id(&self) -> Option<&str> {
        self.text("uid")
    }

    /// `cid`: the client that the access token was given to. An ID token has none.
    pub fn client_id(&self) -> Option<&str> {
        self.text("cid")
    }

    /// `aud`: who the token is for.
    pub fn audience(&self) -> Vec<&str> {
        self.texts("aud")
    }

    /// `scp`: the scopes of an access token.
    pub fn scopes(&self) -> Vec<&str> {
        self.texts("scp")
    }

    /// Whether the access token has a scope.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes().contains(&scope)
    }

    /// `exp`: when the token ends.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.time("exp")
    }

    /// `iat`: when the token was made.
    pub fn issued_at(&self) -> Option<Timestamp> {
        self.time("iat")
    }

    /// `auth_time`: when the person signed in.
    pub fn authenticated_at(&self) -> Option<Timestamp> {
        self.time("auth_time")
    }

    /// Any claim, for example `groups`, read as what you need.
    ///
    /// # Errors
    /// The claim has another type. A claim that is absent is `None`.
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, serde_json::Error> {
        self.0.get(name).cloned().map(serde_json::from_value).transpose()
    }

    /// All claims, as they came.
    pub fn all(&self) -> &Map {
        &self.0
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    pub(super) fn seconds(&self, name: &str) -> Option<i64> {
        let value = self.0.get(name)?;
        value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64))
    }

    fn time(&self, name: &str) -> Option<Timestamp> {
        Some(jiff::Timestamp::from_second(self.seconds(name)?).ok()?.into())
    }

    /// A claim that is a text or a list of texts.
    fn texts(&self, name: &str) -> Vec<&str> {
        match self.0.get(name) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one],
            _ => Vec::new(),
        }
    }
}

/// Claims are personal data: the names show, the values do not.
impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Claims").field(&self.0.keys().collect::<Vec<_>>()).finish()
    }
}

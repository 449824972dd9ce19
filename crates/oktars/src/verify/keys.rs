//! The keys of an authorization server, read when they are needed and kept.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::Invalid;
use crate::client::Okta;
use crate::error::{Error, Result};

/// How long keys are used without being read again.
const FRESH: Duration = Duration::from_secs(60 * 60);
/// How long known keys are used while Okta does not answer.
const USABLE: Duration = Duration::from_secs(24 * 60 * 60);
/// How long an unknown key, or a failure, does not have them read again.
const PAUSE: Duration = Duration::from_secs(30);

/// The keys of an authorization server, by their ids.
pub(super) struct Keys {
    okta: Okta,
    path: String,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    keys: HashMap<String, DecodingKey>,
    read: Option<Instant>,
    asked: Option<Instant>,
    failure: Option<Arc<Error>>,
}

/// What the authorization server publishes. A key of a kind that is not known must not hide the others.
#[derive(Deserialize)]
struct Published {
    keys: Vec<Value>,
}

impl Keys {
    pub(super) fn new(okta: Okta, path: String) -> Self {
        Keys { okta, path, known: Mutex::default() }
    }

    /// The key of an id. Those who ask meanwhile wait, so that one request serves them all.
    pub(super) async fn find(&self, id: &str) -> Result<DecodingKey, Invalid> {
        let mut known = self.known.lock().await;
        if known.should_read(id) {
            known.asked = Some(Instant::now());
            match self.read().await {
                Ok(keys) => *known = Known { keys, read: known.asked, asked: known.asked, failure: None },
                Err(error) => known.failure = Some(Arc::new(error)),
            }
        }
        if let Some(failure) = known.failure.as_ref().filter(|_| !known.is_usable(id)) {
            return Err(Invalid::Keys(failure.clone()));
        }
        let unknown = || Invalid::UnknownKey { keys: format!("{}{}", self.okta.org_url(), self.path) };
        known.keys.get(id).cloned().ok_or_else(unknown)
    }

    async fn read(&self) -> Result<HashMap<String, DecodingKey>> {
        let published: Published = self.okta.get(&self.path).json().await?;
        Ok(published.keys.into_iter().filter_map(signing_key).collect())
    }
}

impl Known {
    fn should_read(&self, id: &str) -> bool {
        let long_ago = |time: Option<Instant>, limit| time.is_none_or(|time| time.elapsed() >= limit);
        let wanted = long_ago(self.read, FRESH) || !self.keys.contains_key(id);
        wanted && long_ago(self.asked, PAUSE)
    }

    fn is_usable(&self, id: &str) -> bool {
        self.keys.contains_key(id) && self.read.is_some_and(|read| read.elapsed() < USABLE)
    }
}

/// A key for signatures, with its id.
fn signing_key(published: Value) -> Option<(String, DecodingKey)> {
    let key: Jwk = serde_json::from_value(published).ok()?;
    let signs = matches!(key.common.public_key_use, None | Some(PublicKeyUse::Signature));
    let id = key.common.key_id.clone().filter(|_| signs)?;
    Some((id, DecodingKey::from_jwk(&key).ok()?))
}

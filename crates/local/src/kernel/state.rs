//! What an org is made of: its store, clock and ids, and what requests need to know at once.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use serde_json::Value;

use crate::kernel::clock::Clock;
use crate::kernel::dpop::{Nonces, Seen};
use crate::kernel::facts::Facts;
use crate::kernel::features::Features;
use crate::kernel::id::Ids;
use crate::kernel::jose::SigningKey;
use crate::kernel::lock::Lock;
use crate::kernel::outbox::Outbox;
use crate::kernel::provisioning::{self, Provisioning};
use crate::kernel::queue::{Begin, Queue};
use crate::kernel::saml_messages::SamlMessages;
use crate::kernel::store::{self, Store, StoreError};

/// How many keys are kept ready: those of the org, and of as many servers as most orgs have.
const MAX_KEYS: usize = 32;
/// How many schemas are kept ready: an org has one for each type of user, and one for groups.
const MAX_SCHEMAS: usize = 16;

/// The state of an org.
pub struct State {
    pub store: Store,
    /// Work for outside. What a request leaves to be done waits in its context for the commit.
    pub queue: Queue,
    /// Work for the servers of apps, and what was said to them.
    pub provisioning: Provisioning,
    /// What apps said by SAML, and what they were told.
    pub saml_messages: SamlMessages,
    pub clock: Clock,
    pub ids: Ids,
    facts: Lock<Arc<Facts>>,
    /// Mails that were sent. A handler sends last: what fails after it takes nothing back.
    pub outbox: Outbox,
    /// The API token that is always accepted.
    pub token: String,
    /// Assertions and proofs that were used already.
    pub seen: Seen,
    pub nonces: Nonces,
    /// Keys that were read, by their stored texts: reading a key costs more than using it.
    keys: Lock<HashMap<String, Arc<SigningKey>>>,
    /// Schemas that were decoded, by their stored bytes: decoding one costs more than checking a profile by it.
    schemas: Lock<HashMap<Vec<u8>, Arc<Value>>>,
    pub features: Features,
    /// Events from before this second are not logged. Only while an org is made with a past that nobody can read.
    pub log_begins: AtomicI64,
    /// Whom a browser is signed in as at once, by login.
    pub sign_in_as: Option<String>,
}

impl State {
    pub fn new(
        store: Store,
        token: String,
        features: Features,
        begin: Begin,
        provision: provisioning::Begin,
    ) -> Self {
        State {
            store,
            queue: Queue::new(begin),
            provisioning: Provisioning::new(provision),
            saml_messages: SamlMessages::default(),
            clock: Clock::default(),
            ids: Ids::default(),
            facts: Lock::default(),
            outbox: Outbox::default(),
            token,
            seen: Seen::default(),
            nonces: Nonces::default(),
            keys: Lock::default(),
            schemas: Lock::default(),
            features,
            log_begins: AtomicI64::new(i64::MIN),
            sign_in_as: None,
        }
    }

    pub fn facts(&self) -> Arc<Facts> {
        self.facts.lock().clone()
    }

    pub fn set_facts(&self, facts: Facts) {
        *self.facts.lock() = Arc::new(facts);
    }

    /// Reads the facts again after the store was changed outside any request.
    pub fn facts_reloaded(&self) -> Result<(), StoreError> {
        self.set_facts(Facts::load(&self.store.read()?)?.unwrap_or_default());
        Ok(())
    }

    /// The schema that is stored as these bytes.
    pub fn schema(&self, stored: Vec<u8>) -> Arc<Value> {
        let mut known = self.schemas.lock();
        if let Some(schema) = known.get(&stored) {
            return schema.clone();
        }
        if known.len() >= MAX_SCHEMAS {
            known.clear();
        }
        let schema = Arc::new(store::decode(&stored));
        known.insert(stored, schema.clone());
        schema
    }

    /// The key that is stored as this text. It has an id of its own, or this one.
    pub fn signing_key(&self, text: &str, kid: Option<&str>) -> Option<Arc<SigningKey>> {
        let mut known = self.keys.lock();
        if let Some(key) = known.get(text) {
            return Some(key.clone());
        }
        let key = SigningKey::read(text)?;
        let key = Arc::new(match kid {
            Some(kid) => key.named(kid),
            None => key,
        });
        if known.len() >= MAX_KEYS {
            known.clear();
        }
        known.insert(text.to_owned(), key.clone());
        Some(key)
    }
}

//! An org with all that a test may do to it.

use bytes::Bytes;
use http::{Request, Response};

use crate::door::rate::Meter;
use crate::kernel::id;
use crate::kernel::kind;
use crate::kernel::lock::Lock;
use crate::kernel::state::State;
use crate::kernel::store::{Snapshot, StoreError};
use crate::play::Control;
use crate::play::contents::Filler;
use crate::play::scim;
use crate::play::seed::{self, Seed};
use crate::play::starter::{self, App, StartedApp};

/// What a seed makes by asking an org, which this floor does not know.
pub type Model = fn(&Seed, &str) -> Result<Option<Snapshot>, String>;

/// What all clones of an org share.
pub struct Stage {
    pub state: State,
    pub control: Control,
    pub rate: Meter,
    pub seed: Seed,
    pub model: Model,
    pub starter: Starter,
}

/// What an org begins with for those who sign in.
pub struct Starter {
    pub apps: Vec<App>,
    pub password: String,
    /// Asks the org itself, which this floor does not know.
    pub ask: fn(&Stage, Request<Bytes>) -> Response<Bytes>,
    /// The same for one who only looks: it is no request, and counts nowhere.
    pub look: fn(&Stage, Request<Bytes>) -> Response<Bytes>,
    pub started: Lock<Vec<StartedApp>>,
}

impl Stage {
    /// A new API token of a user, who is named by id or login.
    pub fn token_of(&self, user: &str) -> Result<Option<String>, StoreError> {
        let tx = self.state.store.write()?;
        let id = match tx.exists(kind::USER, user)? {
            true => Some(user.to_owned()),
            false => tx.find(kind::USER, "profile.login", user)?,
        };
        let Some(id) = id else { return Ok(None) };
        let token = format!("00{}", id::random(40));
        seed::keep_token(&tx, &self.state.ids, self.state.clock.now(), &id, &token)?;
        tx.commit()?;
        Ok(Some(token))
    }

    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        self.state.store.snapshot()
    }

    pub fn restore(&self, snapshot: &Snapshot) -> Result<(), StoreError> {
        self.state.store.restore(snapshot)?;
        scim::wake_all(&self.state);
        self.state.facts_reloaded()
    }

    /// Makes the apps that the org begins with. That they were made is not among what it was asked.
    pub fn begin_apps(&self) -> Result<(), String> {
        if self.starter.apps.is_empty() {
            return Ok(());
        }
        let ask = |request| (self.starter.ask)(self, request);
        let filler = Filler { state: &self.state, ask: &ask };
        let started = starter::begin(&filler, &self.starter.apps, &self.starter.password)?;
        *self.starter.started.lock() = started;
        self.control.requests.clear();
        self.state.outbox.clear();
        Ok(())
    }

    /// Makes the org again, as it was seeded.
    pub fn reset(&self) -> Result<(), StoreError> {
        let Stage { state, control, rate, seed, model, .. } = self;
        control.reset();
        state.outbox.clear();
        state.provisioning.exchanges.clear();
        state.saml_messages.clear();
        state.clock.reset();
        rate.set(rate.limits());
        if let Some(model) = model(seed, &state.token).map_err(StoreError::new)? {
            self.restore(&model)?;
        } else {
            state.set_facts(seed::renew(state, seed)?);
        }
        self.begin_apps().map_err(StoreError::new)
    }
}

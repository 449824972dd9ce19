//! Who may send now.

use tokio::sync::{Semaphore, SemaphorePermit};

/// How many requests run at once unless the builder says otherwise. Small orgs take 35.
pub(crate) const DEFAULT_CONCURRENCY: usize = 20;

/// The gate before the network: so many requests at once, however many are asked for in parallel.
///
/// Okta answers 429 to what goes beyond an org's limit of simultaneous requests.
pub(crate) struct Admission {
    gate: Semaphore,
}

impl Admission {
    pub(crate) fn new(concurrency: usize) -> Self {
        Admission { gate: Semaphore::new(concurrency.clamp(1, Semaphore::MAX_PERMITS)) }
    }

    /// Waits for a place, which is free again when what this returns is dropped.
    pub(crate) async fn enter(&self) -> Option<SemaphorePermit<'_>> {
        // The gate is never closed, so there always is a permit in the end.
        self.gate.acquire().await.ok()
    }
}

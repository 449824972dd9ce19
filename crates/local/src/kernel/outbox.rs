//! The mails that the org would send, kept for tests to look at.

use std::collections::VecDeque;
use std::sync::MutexGuard;

use serde::Serialize;

use crate::kernel::lock::Lock;

/// Older mails are forgotten.
const MAX_MAILS: usize = 1000;

/// A mail that a real org would have sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// What it is for: `activation`, `password_reset` and so on.
    pub kind: String,
    /// The address.
    pub to: String,
    /// Whom it concerns.
    pub user_id: String,
    /// The one-time token in it.
    pub token: String,
    /// The link in it.
    pub url: String,
    /// When it was sent, on the org's clock.
    pub sent: String,
}

/// The last mails.
#[derive(Default)]
pub struct Outbox(Lock<VecDeque<Mail>>);

impl Outbox {
    pub fn send(&self, mail: Mail) {
        let mut mails = self.mails();
        mails.push_back(mail);
        while mails.len() > MAX_MAILS {
            mails.pop_front();
        }
    }

    pub fn list(&self) -> Vec<Mail> {
        self.mails().iter().cloned().collect()
    }

    pub fn clear(&self) -> usize {
        std::mem::take(&mut *self.mails()).len()
    }

    fn mails(&self) -> MutexGuard<'_, VecDeque<Mail>> {
        self.0.lock()
    }
}

//! What proves a factor and is never shown again: the answer, the shared secret, the code that was sent.

use crate::kernel::fingerprint::fingerprint;
use crate::kernel::kind::FACTOR_SECRET;
use jiff::{SignedDuration, Timestamp};
use rand::RngExt;
use serde::{Deserialize, Serialize};
use totp_rs::{Algorithm, Builder, Secret};

use crate::kernel::clock;
use crate::kernel::password::{Hash, OneTime, normal_answer};
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::webauthn::Credential;
use crate::resource::factor::kind::Kind;

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// The characters of a shared secret.
pub const KEY_LENGTH: usize = 16;

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct FactorSecret {
    pub answer: Option<Hash>,
    /// In Base32.
    pub shared_secret: Option<String>,
    /// The time step of the last code that was taken: none is taken twice.
    pub last_step: Option<u64>,
    pub code: Option<OneTime>,
    /// When a code was sent last.
    pub sent_at: Option<String>,
    pub push: Option<Push>,
    /// What a security key or a page of another company must sign.
    pub challenge: Option<String>,
    /// What a security key is known by.
    pub credential: Option<Credential>,
    /// The secret of a token that its user brought, in hexadecimal.
    pub hotp_secret: Option<String>,
    /// The last code of a maker's token: none is taken twice.
    pub last_code: Option<String>,
}

/// A question put to a device, and what became of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Push {
    pub transaction: String,
    pub expires_at: String,
    /// `WAITING`, `SUCCESS` or `REJECTED`.
    pub result: String,
}

/// How a code compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    Wrong,
    UsedAlready,
    TooLate,
}

impl FactorSecret {
    pub fn load(tx: &Tx, factor_id: &str) -> Result<Self, StoreError> {
        let stored = tx.get(FACTOR_SECRET, factor_id)?;
        Ok(stored
            .map(|secret| serde_json::from_value(secret).expect("a secret was written as one"))
            .unwrap_or_default())
    }

    pub fn save(&self, tx: &Tx, factor_id: &str) -> Result<(), StoreError> {
        let secret = serde_json::to_value(self).expect("a secret is JSON");
        tx.put(FACTOR_SECRET, factor_id, &secret)
    }

    pub fn remove(tx: &Tx, factor_id: &str) -> Result<(), StoreError> {
        tx.delete(FACTOR_SECRET, factor_id)?;
        Ok(())
    }

    pub fn set_answer(&mut self, answer: &str) {
        self.answer = Some(Hash::of(&normal_answer(answer)));
    }

    pub fn check_answer(&self, answer: &str) -> Verdict {
        let right = self.answer.as_ref().is_some_and(|hash| hash.verify(&normal_answer(answer)));
        if right { Verdict::Right } else { Verdict::Wrong }
    }

    /// Makes the secret that a device will share, and returns it.
    pub fn share(&mut self) -> String {
        let mut rng = rand::rng();
        let secret: String = (0..KEY_LENGTH).map(|_| BASE32[rng.random_range(0..32)] as char).collect();
        self.shared_secret = Some(secret.clone());
        secret
    }

    /// Checks a code of the device; the steps before and after the present one count as well.
    pub fn check_totp(&mut self, now: Timestamp, code: &str) -> Verdict {
        let shared = self.shared_secret.as_deref().unwrap_or_default();
        let Ok(secret) = Secret::try_from_base32(shared) else { return Verdict::Wrong };
        let totp = Builder::new().with_secret(secret).build_noncompliant();
        match totp.check(code, now.as_second().unsigned_abs()) {
            None => Verdict::Wrong,
            Some(step) if self.last_step.is_some_and(|last| step <= last) => Verdict::UsedAlready,
            Some(step) => {
                self.last_step = Some(step);
                Verdict::Right
            }
        }
    }

    /// Checks a code of a token whose secret its user brought: six digits over SHA-256, a new one each half minute.
    pub fn check_hotp(&mut self, now: Timestamp, code: &str) -> Verdict {
        let hex = self.hotp_secret.as_deref().unwrap_or_default();
        let bytes =
            (0..hex.len()).step_by(2).filter_map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok());
        let secret = Secret::from(bytes.collect::<Vec<u8>>());
        let totp = Builder::new().with_algorithm(Algorithm::SHA256).with_secret(secret).build_noncompliant();
        match totp.check(code, now.as_second().unsigned_abs()) {
            None => Verdict::Wrong,
            Some(step) if self.last_step.is_some_and(|last| step <= last) => Verdict::UsedAlready,
            Some(step) => {
                self.last_step = Some(step);
                Verdict::Right
            }
        }
    }

    /// Looks at the code of a token that only its maker could check: whether it has the form of one.
    pub fn check_token(&mut self, kind: &Kind, code: &str) -> Verdict {
        let modhex = |c: char| "cbdefghijklnrtuv".contains(c);
        let right = match kind.provider {
            "YUBICO" => code.len() == 44 && code.chars().all(modhex),
            _ => (6..=16).contains(&code.len()) && code.chars().all(|c| c.is_ascii_digit()),
        };
        let code = fingerprint(code);
        if !right {
            return Verdict::Wrong;
        }
        if self.last_code.as_ref() == Some(&code) {
            return Verdict::UsedAlready;
        }
        self.last_code = Some(code);
        Verdict::Right
    }

    /// Makes a code of six digits that is good for a while, and returns it.
    pub fn new_code(&mut self, now: Timestamp, lifetime: SignedDuration) -> String {
        let code = format!("{:06}", rand::rng().random_range(0..1_000_000));
        self.code =
            Some(OneTime { fingerprint: fingerprint(&code), expires_at: clock::seconds(now + lifetime) });
        self.sent_at = Some(clock::seconds(now));
        code
    }

    /// Whether a code went out less than this long ago.
    pub fn sent_within(&self, now: Timestamp, interval: SignedDuration) -> bool {
        let sent = self.sent_at.as_deref().and_then(clock::parse);
        sent.is_some_and(|sent| now.duration_since(sent) < interval)
    }

    /// Checks a code that was sent. The right one works once.
    pub fn check_code(&mut self, now: Timestamp, code: &str) -> Verdict {
        let Some(sent) = &self.code else { return Verdict::Wrong };
        if sent.fingerprint != fingerprint(code) {
            return Verdict::Wrong;
        }
        let expired = clock::parse(&sent.expires_at).is_none_or(|expires| expires <= now);
        self.code = None;
        if expired { Verdict::TooLate } else { Verdict::Right }
    }
}

//! Ids as Okta makes them: 20 characters, a prefix that tells the kind, an end that tells the org. They grow
//! with time, which keeps the store's pages full, and no two are the same however fast they are made.

use std::sync::atomic::{AtomicU64, Ordering};

use rand::RngExt;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// The end of every id of this org.
const ORG_SUFFIX: &str = "5d7";
/// Room for this many ids a millisecond before they run ahead of the clock.
const PER_MILLISECOND: u64 = 1 << 12;

#[derive(Debug, Default)]
pub struct Ids(AtomicU64);

impl Ids {
    /// A new id with this prefix, greater than all before it.
    pub fn next(&self, prefix: &str) -> String {
        self.shaped(prefix, ORG_SUFFIX)
    }

    fn shaped(&self, prefix: &str, suffix: &str) -> String {
        let length = 20 - prefix.len() - suffix.len();
        format!("{prefix}{}{suffix}", base62(self.tick(), length))
    }

    /// A number greater than all before it, also over restarts: it follows the machine's clock.
    pub fn tick(&self) -> u64 {
        let floor = jiff::Timestamp::now().as_millisecond().unsigned_abs() * PER_MILLISECOND;
        let last = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(floor.max(last + 1)))
            .expect("the update always yields a number");
        floor.max(last + 1)
    }
}

fn base62(mut number: u64, length: usize) -> String {
    let mut digits = vec![b'0'; length];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(number % 62) as usize];
        number /= 62;
    }
    String::from_utf8(digits).expect("digits are ASCII")
}

/// Random letters and digits: secrets, request ids, error ids.
pub fn random(length: usize) -> String {
    let mut rng = rand::rng();
    (0..length).map(|_| DIGITS[rng.random_range(0..62)] as char).collect()
}

/// A version 4 UUID.
pub fn uuid() -> String {
    let mut bytes: [u8; 16] = rand::random();
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

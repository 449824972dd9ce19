//! What is kept of a secret.

use sha2::{Digest, Sha256};

/// Tokens are kept as their digest: they are random and long, so a plain digest is enough.
pub fn fingerprint(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

//! Passwords and recovery answers: hashing, imported hashes. Nothing is kept in the clear. What a password
//! must be like is in [`crate::resource::policy::requirements`].

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use crate::kernel::problem::Problem;

/// How many former passwords are remembered: a policy cannot ask for more.
const MAX_HISTORY: usize = 30;

/// What is kept of a user's credentials: hashes only.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Secrets {
    pub password: Option<Hash>,
    /// Former passwords, newest first.
    pub history: Vec<Hash>,
    pub answer: Option<Hash>,
    /// Wrong passwords since the last right one.
    pub failures: u64,
    /// Wrong codes and answers of factors since the last right one.
    pub factor_failures: u64,
    pub activation: Option<OneTime>,
    pub recovery: Option<OneTime>,
}

/// A one-time token, by its digest.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OneTime {
    pub fingerprint: String,
    pub expires_at: String,
}

/// A hashed secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Hash {
    /// Ours: a PHC string.
    Own(String),
    /// Brought along by an import, in the form that Okta takes.
    Imported(Value),
}

impl Secrets {
    pub fn verify(&self, password: &str) -> bool {
        self.password.as_ref().is_some_and(|hash| hash.verify(password))
    }

    /// Answers are compared without regard to case.
    pub fn verify_answer(&self, answer: &str) -> bool {
        self.answer.as_ref().is_some_and(|hash| hash.verify(&normal_answer(answer)))
    }

    pub fn set_password(&mut self, password: &str) {
        if let Some(old) = self.password.take() {
            self.history.insert(0, old);
            self.history.truncate(MAX_HISTORY);
        }
        self.password = Some(Hash::of(password));
        self.failures = 0;
    }

    pub fn set_answer(&mut self, answer: &str) {
        self.answer = Some(Hash::of(&normal_answer(answer)));
    }

    /// Whether this is the present password or one of so many before it. Without a password, nothing is.
    pub fn used_recently(&self, password: &str, history: usize) -> bool {
        history > 0
            && (self.verify(password) || self.history.iter().take(history).any(|old| old.verify(password)))
    }
}

/// Answers are compared without blanks around them and regardless of case.
pub fn normal_answer(answer: &str) -> String {
    answer.trim().to_lowercase()
}

impl Hash {
    pub fn of(secret: &str) -> Self {
        let hash = argon2().hash_password(secret.as_bytes()).expect("a secret can be hashed");
        Hash::Own(hash.to_string())
    }

    pub fn verify(&self, secret: &str) -> bool {
        match self {
            Hash::Own(phc) => PasswordHash::new(phc)
                .is_ok_and(|hash| argon2().verify_password(secret.as_bytes(), &hash).is_ok()),
            Hash::Imported(hash) => verify_imported(hash, secret),
        }
    }
}

/// The least memory and one pass: the passwords of a test org are not worth 30 ms each.
fn argon2() -> Argon2<'static> {
    let params = Params::new(Params::MIN_M_COST, 1, 1, None).expect("the least cost is allowed");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Checks that an imported hash has what its algorithm needs.
pub fn check_import(hash: &Value) -> Result<(), Problem> {
    let refused = |cause: &str| Problem::validation("password", format!("hash: {cause}"));
    let need = |members: &[&str]| match members.iter().find(|name| hash[**name].is_null()) {
        Some(name) => Err(refused(&format!("{name} is required"))),
        None => Ok(()),
    };
    let number = |name: &str| hash[name].as_u64().unwrap_or_default();
    let base64 = |name: &str| match hash[name].as_str().map(|text| STANDARD.decode(text)) {
        Some(Ok(_)) => Ok(()),
        _ => Err(refused(&format!("{name} must be Base64"))),
    };
    match hash["algorithm"].as_str().unwrap_or_default() {
        "BCRYPT" => {
            need(&["salt", "workFactor", "value"])?;
            let length = |name: &str| hash[name].as_str().map_or(0, str::len);
            if !(1..=20).contains(&number("workFactor")) {
                return Err(refused("workFactor must be from 1 to 20"));
            }
            if length("salt") != 22 || length("value") != 31 {
                return Err(refused("a BCRYPT salt has 22 characters and a value 31"));
            }
        }
        "SHA-512" | "SHA-256" | "SHA-1" | "MD5" => {
            need(&["value"])?;
            base64("value")?;
            if !hash["salt"].is_null() {
                need(&["saltOrder"])?;
                base64("salt")?;
                if !matches!(hash["saltOrder"].as_str(), Some("PREFIX" | "POSTFIX")) {
                    return Err(refused("saltOrder must be PREFIX or POSTFIX"));
                }
            }
        }
        "PBKDF2" => {
            need(&["salt", "iterationCount", "keySize", "digestAlgorithm", "value"])?;
            base64("value")?;
            base64("salt")?;
            if number("keySize") == 0 {
                return Err(refused("keySize must be a number of bytes"));
            }
            if number("iterationCount") < 4096 {
                return Err(refused("iterationCount must be at least 4096"));
            }
            if !matches!(hash["digestAlgorithm"].as_str(), Some("SHA256_HMAC" | "SHA512_HMAC")) {
                return Err(refused("digestAlgorithm must be SHA256_HMAC or SHA512_HMAC"));
            }
        }
        _ => return Err(refused("algorithm must be BCRYPT, SHA-512, SHA-256, SHA-1, MD5 or PBKDF2")),
    }
    Ok(())
}

fn verify_imported(hash: &Value, password: &str) -> bool {
    let text = |name: &str| hash[name].as_str().unwrap_or_default();
    let bytes = |name: &str| STANDARD.decode(text(name)).unwrap_or_default();
    let salted = || match text("saltOrder") {
        "POSTFIX" => [password.as_bytes(), &bytes("salt")].concat(),
        _ => [&bytes("salt"), password.as_bytes()].concat(),
    };
    match text("algorithm") {
        "BCRYPT" => {
            let cost = hash["workFactor"].as_u64().unwrap_or_default();
            let whole = format!("$2b${cost:02}${}{}", text("salt"), text("value"));
            bcrypt::verify(password, &whole).unwrap_or(false)
        }
        "SHA-512" => Sha512::digest(salted()).as_slice() == bytes("value"),
        "SHA-256" => Sha256::digest(salted()).as_slice() == bytes("value"),
        "SHA-1" => Sha1::digest(salted()).as_slice() == bytes("value"),
        "MD5" => Md5::digest(salted()).as_slice() == bytes("value"),
        "PBKDF2" => derive_pbkdf2(hash, password, &bytes("salt")) == bytes("value"),
        _ => false,
    }
}

fn derive_pbkdf2(hash: &Value, password: &str, salt: &[u8]) -> Vec<u8> {
    let rounds = hash["iterationCount"].as_u64().and_then(|count| u32::try_from(count).ok()).unwrap_or(1);
    let size = hash["keySize"].as_u64().unwrap_or_default().min(1024) as usize;
    let mut key = vec![0; size];
    if hash["digestAlgorithm"] == "SHA512_HMAC" {
        pbkdf2::pbkdf2_hmac::<Sha512>(password.as_bytes(), salt, rounds, &mut key);
    } else {
        pbkdf2::pbkdf2_hmac::<Sha256>(password.as_bytes(), salt, rounds, &mut key);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_secret_is_hashed_and_found_again() {
        let mut secrets = Secrets::default();
        for password in ["superPass1", "superPass2", "superPass3", "superPass4", "superPass5", "superPass6"] {
            secrets.set_password(password);
        }
        assert!(secrets.verify("superPass6"));
        assert!(!secrets.verify("superPass5"));
        assert!(secrets.used_recently("superPass2", 4));
        assert!(!secrets.used_recently("superPass1", 4), "four before the present one");
        assert!(!secrets.used_recently("superPass6", 0), "without a history nothing is remembered");
        secrets.set_answer("Annie Oakley");
        assert!(secrets.verify_answer("  annie OAKLEY"));
        assert!(!serde_json::to_string(&secrets).unwrap().contains("superPass"));
    }

    #[test]
    fn imported_hashes_of_every_algorithm() {
        let encode = |bytes: &[u8]| STANDARD.encode(bytes);
        let salted = |order: &str| match order {
            "PREFIX" => b"saltPassw0rd".to_vec(),
            _ => b"Passw0rdsalt".to_vec(),
        };
        let bcrypt = bcrypt::hash("Passw0rd", 4).unwrap();
        let mut pbkdf2_key = [0; 32];
        pbkdf2::pbkdf2_hmac::<Sha256>(b"Passw0rd", b"salt", 4096, &mut pbkdf2_key);
        let salt = encode(b"salt");
        let cases = [
            json!({"algorithm": "SHA-512", "salt": salt, "saltOrder": "PREFIX", "value": encode(&Sha512::digest(salted("PREFIX")))}),
            json!({"algorithm": "SHA-256", "salt": salt, "saltOrder": "POSTFIX", "value": encode(&Sha256::digest(salted("POSTFIX")))}),
            json!({"algorithm": "SHA-1", "value": encode(&Sha1::digest(b"Passw0rd"))}),
            json!({"algorithm": "MD5", "salt": salt, "saltOrder": "PREFIX", "value": encode(&Md5::digest(salted("PREFIX")))}),
            json!({"algorithm": "BCRYPT", "workFactor": 4, "salt": &bcrypt[7..29], "value": &bcrypt[29..]}),
            json!({"algorithm": "PBKDF2", "salt": salt, "iterationCount": 4096, "keySize": 32, "digestAlgorithm": "SHA256_HMAC", "value": encode(&pbkdf2_key)}),
        ];
        for hash in cases {
            check_import(&hash).unwrap_or_else(|problem| panic!("{hash}: {problem:?}"));
            let imported = Hash::Imported(hash.clone());
            assert!(imported.verify("Passw0rd"), "{hash}");
            assert!(!imported.verify("passw0rd"), "{hash}");
        }
    }
}

//! Certificates that clients bring: DER as it is or in Base64, or PEM.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::public_key::PublicKey;

use crate::kernel::clock;

pub struct Certificate {
    der: Vec<u8>,
    /// As it stands in the certificate.
    pub public_key: Vec<u8>,
    pub expires: Timestamp,
    /// The name of who signed it.
    issuer: String,
    /// Modulus and exponent of an RSA key.
    rsa: Option<(Vec<u8>, Vec<u8>)>,
}

impl Certificate {
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        let lines = text.lines().filter(|line| !line.starts_with("-----"));
        let base64: String = lines.flat_map(|line| line.chars()).filter(|c| !c.is_whitespace()).collect();
        let der = match STANDARD.decode(base64) {
            Ok(der) if !der.is_empty() => der,
            _ => bytes.to_vec(),
        };
        let (_, parsed) = X509Certificate::from_der(&der).ok()?;
        let expires = Timestamp::from_second(parsed.validity().not_after.timestamp()).ok()?;
        let rsa = match parsed.public_key().parsed() {
            Ok(PublicKey::RSA(key)) => Some((without_zeros(key.modulus), key.exponent.to_vec())),
            _ => None,
        };
        let public_key = parsed.public_key().raw.to_vec();
        let issuer = parsed.issuer().iter_common_name().next().and_then(|name| name.as_str().ok());
        let issuer = issuer.unwrap_or_default().to_owned();
        Some(Certificate { der, public_key, expires, issuer, rsa })
    }

    /// Modulus and exponent, where it is of an RSA key.
    pub fn rsa(&self) -> Option<(&[u8], &[u8])> {
        self.rsa.as_ref().map(|(modulus, exponent)| (modulus.as_slice(), exponent.as_slice()))
    }

    pub fn der(&self) -> &[u8] {
        &self.der
    }

    fn fingerprint(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.der))
    }

    /// Puts what tells one certificate from others beside it.
    pub fn describe(&self, beside: &mut Value) {
        beside["x5t#S256"] = json!(self.fingerprint());
        beside["iss"] = json!(self.issuer);
        beside["exp"] = json!(clock::seconds(self.expires));
    }

    /// The certificate as a key that verifies signatures.
    pub fn key(&self, kid: &str, now: &str) -> Value {
        let mut key = json!({
            "kty": if self.rsa.is_some() { "RSA" } else { "EC" },
            "created": now,
            "lastUpdated": now,
            "expiresAt": clock::seconds(self.expires),
            "kid": kid,
            "use": "sig",
            "x5c": [STANDARD.encode(&self.der)],
            "x5t#S256": self.fingerprint(),
        });
        if let Some((modulus, exponent)) = &self.rsa {
            key["e"] = json!(URL_SAFE_NO_PAD.encode(exponent));
            key["n"] = json!(URL_SAFE_NO_PAD.encode(modulus));
        }
        key
    }
}

/// A number without the zero that tells that it is positive.
fn without_zeros(number: &[u8]) -> Vec<u8> {
    number.iter().copied().skip_while(|byte| *byte == 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::app::key::{CERTIFICATE, FINGERPRINT, MODULUS};

    #[test]
    fn a_certificate_is_read_in_each_form() {
        let der = STANDARD.decode(CERTIFICATE).unwrap();
        let pem = format!("-----BEGIN CERTIFICATE-----\n{CERTIFICATE}\n-----END CERTIFICATE-----\n");
        for form in [der.as_slice(), CERTIFICATE.as_bytes(), pem.as_bytes()] {
            let key = Certificate::read(form).expect("a certificate").key("k", "now");
            assert_eq!((&key["x5t#S256"], &key["n"]), (&json!(FINGERPRINT), &json!(MODULUS)));
            assert_eq!((&key["e"], &key["expiresAt"]), (&json!("AQAB"), &json!("2120-01-01T00:00:00.000Z")));
        }
        for form in ["", "no certificate", "MIIDCzCCAfOg"] {
            assert!(Certificate::read(form.as_bytes()).is_none(), "{form}");
        }
    }
}

//! Signed tokens: reading and checking what clients sign, and signing the org's own access tokens.
//!
//! The library signs and checks; only the three parts of the compact form are taken apart here. It is used
//! directly because ES512 is among the algorithms that Okta takes, which JWT libraries leave out.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{
    self, KeyPair, RsaKeyPair, RsaParameters, UnparsedPublicKey, VerificationAlgorithm,
};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::kernel::{bounds, json};

/// A token in compact form, taken apart and not yet trusted.
pub struct Jwt {
    pub header: Value,
    pub claims: Value,
    signed: String,
    signature: Vec<u8>,
}

impl Jwt {
    pub fn parse(text: &str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let json = |part: &str| {
            let part = URL_SAFE_NO_PAD.decode(part).ok()?;
            if json::fits(&part, bounds::json::VALUES) { serde_json::from_slice(&part).ok() } else { None }
        };
        Some(Jwt {
            header: json(header)?,
            claims: json(claims)?,
            signed: signed.to_owned(),
            signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
        })
    }

    pub fn claim(&self, name: &str) -> Option<&str> {
        self.claims[name].as_str()
    }

    /// Whether the public key signed it, by an algorithm that Okta takes and that fits the key.
    pub fn is_signed_by(&self, key: &Value) -> bool {
        match (self.header["alg"].as_str().unwrap_or_default(), key["kty"].as_str().unwrap_or_default()) {
            ("RS256", "RSA") => self.is_signed_by_rsa(key, &signature::RSA_PKCS1_2048_8192_SHA256),
            ("RS384", "RSA") => self.is_signed_by_rsa(key, &signature::RSA_PKCS1_2048_8192_SHA384),
            ("RS512", "RSA") => self.is_signed_by_rsa(key, &signature::RSA_PKCS1_2048_8192_SHA512),
            ("ES256", "EC") => self.is_signed_by_ec(key, "P-256", &signature::ECDSA_P256_SHA256_FIXED),
            ("ES384", "EC") => self.is_signed_by_ec(key, "P-384", &signature::ECDSA_P384_SHA384_FIXED),
            ("ES512", "EC") => self.is_signed_by_ec(key, "P-521", &signature::ECDSA_P521_SHA512_FIXED),
            _ => false,
        }
    }

    /// Whether somebody signed it who knows this secret.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let algorithm = match self.header["alg"].as_str() {
            Some("HS256") => hmac::HMAC_SHA256,
            Some("HS384") => hmac::HMAC_SHA384,
            Some("HS512") => hmac::HMAC_SHA512,
            _ => return false,
        };
        let key = hmac::Key::new(algorithm, secret.as_bytes());
        hmac::verify(&key, self.signed.as_bytes(), &self.signature).is_ok()
    }

    fn is_signed_by_rsa(&self, key: &Value, algorithm: &'static RsaParameters) -> bool {
        let (Some(n), Some(e)) = (octets(key, "n"), octets(key, "e")) else { return false };
        PublicKeyComponents { n, e }.verify(algorithm, self.signed.as_bytes(), &self.signature).is_ok()
    }

    fn is_signed_by_ec(
        &self,
        key: &Value,
        curve: &str,
        algorithm: &'static dyn VerificationAlgorithm,
    ) -> bool {
        let (Some(x), Some(y)) = (octets(key, "x"), octets(key, "y")) else { return false };
        let point = [&[4], x.as_slice(), y.as_slice()].concat();
        key["crv"] == curve
            && UnparsedPublicKey::new(algorithm, point)
                .verify(self.signed.as_bytes(), &self.signature)
                .is_ok()
    }
}

fn octets(key: &Value, member: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(key[member].as_str()?.trim_end_matches('=')).ok()
}

/// The RFC 7638 thumbprint of a public key.
pub fn thumbprint(key: &Value) -> Option<String> {
    let members = match key["kty"].as_str()? {
        "RSA" => ["e", "kty", "n"].as_slice(),
        "EC" => ["crv", "kty", "x", "y"].as_slice(),
        _ => return None,
    };
    let mut required = serde_json::Map::new();
    for member in members {
        required.insert((*member).to_owned(), key[*member].as_str()?.into());
    }
    Some(digest(&Value::Object(required).to_string()))
}

/// base64url(SHA-256(text)), as thumbprints and `ath` are written.
pub fn digest(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}

/// The left half of the digest, as `at_hash` and `c_hash` are written.
pub fn digest_half(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(text.as_bytes())[..16])
}

/// The key that signs an org's access tokens.
pub struct SigningKey {
    pair: RsaKeyPair,
    kid: String,
}

impl SigningKey {
    /// Makes a key; it is kept as text.
    pub fn generate() -> String {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).expect("the system has random numbers");
        STANDARD.encode(pair.as_der().expect("a new key can be written").as_ref())
    }

    pub fn read(text: &str) -> Option<Self> {
        let pair = RsaKeyPair::from_pkcs8(&STANDARD.decode(text).ok()?).ok()?;
        let kid =
            digest(&URL_SAFE_NO_PAD.encode(pair.public_key().modulus().big_endian_without_leading_zero()));
        Some(SigningKey { pair, kid })
    }

    /// The same key under another id.
    pub fn named(self, kid: &str) -> Self {
        SigningKey { kid: kid.to_owned(), ..self }
    }

    /// A token. Those for users have no `typ`.
    pub fn sign(&self, typ: Option<&str>, claims: &Value) -> String {
        let header = match typ {
            Some(typ) => json!({ "kid": self.kid, "typ": typ, "alg": "RS256" }),
            None => json!({ "kid": self.kid, "alg": "RS256" }),
        };
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&header), encode(claims));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&signature::RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
            .expect("the buffer has the length of the key");
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    pub fn jwk(&self) -> Value {
        let public = self.pair.public_key();
        json!({
            "kty": "RSA",
            "alg": "RS256",
            "kid": self.kid,
            "use": "sig",
            "e": URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
            "n": URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_key_and_by_no_other() {
        let key = SigningKey::read(&SigningKey::generate()).expect("a key that was written can be read");
        let other = SigningKey::read(&SigningKey::generate()).expect("a key that was written can be read");
        let token = key.sign(Some("JWT"), &json!({ "sub": "me" }));
        let jwt = Jwt::parse(&token).expect("three parts");
        assert_eq!(jwt.claim("sub"), Some("me"));
        assert!(jwt.is_signed_by(&key.jwk()));
        assert!(!jwt.is_signed_by(&other.jwk()));
        let none =
            format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), URL_SAFE_NO_PAD.encode("{}"));
        assert!(
            !Jwt::parse(&none).expect("three parts").is_signed_by(&key.jwk()),
            "unsigned tokens are not trusted"
        );
    }

    /// The example of RFC 7638, section 3.1.
    #[test]
    fn the_thumbprint_of_the_standard() {
        let key = json!({
            "kty": "RSA",
            "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
            "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
        });
        assert_eq!(thumbprint(&key).as_deref(), Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
    }
}

//! An RSA key of the org with a certificate that it signs itself: what Okta has for each SAML app.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{self, KeyPair as _, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};

use crate::kernel::der;
use crate::kernel::modular;

/// What a signature is made over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    Sha1,
    Sha256,
}

impl Hash {
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        use sha2::Digest;
        match self {
            Hash::Sha1 => sha1::Sha1::digest(bytes).to_vec(),
            Hash::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
        }
    }
}

pub struct KeyPair {
    pair: RsaKeyPair,
    pkcs8: Vec<u8>,
}

impl KeyPair {
    pub fn generate() -> Self {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).expect("the system has random numbers");
        let pkcs8 = pair.as_der().expect("a new key can be written").as_ref().to_vec();
        KeyPair { pair, pkcs8 }
    }

    /// A key that was written as a text.
    pub fn read(text: &str) -> Option<Self> {
        let pkcs8 = STANDARD.decode(text).ok()?;
        Some(KeyPair { pair: RsaKeyPair::from_pkcs8(&pkcs8).ok()?, pkcs8 })
    }

    pub fn text(&self) -> String {
        STANDARD.encode(&self.pkcs8)
    }

    /// The public half, as it stands in certificates.
    pub fn public_key(&self) -> Vec<u8> {
        self.pair.public_key().as_der().expect("a public key can be written").as_ref().to_vec()
    }

    /// A signature with the padding of PKCS #1 version 1.5.
    pub fn sign(&self, hash: Hash, message: &[u8]) -> Vec<u8> {
        match hash {
            // The library makes none of these any more, and service providers still ask for them.
            Hash::Sha1 => {
                let (modulus, exponent) =
                    der::private_numbers(&self.pkcs8).expect("the key was read, so it has its numbers");
                modular::sign_sha1(&modulus, &exponent, &hash.of(message))
            }
            Hash::Sha256 => {
                let mut signature = vec![0; self.pair.public_modulus_len()];
                self.pair
                    .sign(&signature::RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
                    .expect("the buffer has the length of the key");
                signature
            }
        }
    }

    /// A certificate as Okta makes them: signed by its own key, without extensions, its number the time of its making.
    pub fn certificate(&self, org: &str, made: Timestamp, ends: Timestamp) -> Vec<u8> {
        let parts =
            [(6, "US"), (8, "California"), (7, "San Francisco"), (10, "Okta"), (11, "SSOProvider"), (3, org)];
        let mut parts: Vec<Vec<u8>> = parts.iter().map(|(step, text)| der::name_part(*step, text)).collect();
        parts.push(der::email_part("info@okta.com"));
        let name = der::sequence(&parts);
        let validity = der::sequence(&[der::time(made - SignedDuration::from_mins(1)), der::time(ends)]);
        let info = der::sequence(&[
            der::element(0xa0, &der::integer(&[2])),
            der::integer(&made.as_millisecond().to_be_bytes()),
            der::sha256_with_rsa(),
            name.clone(),
            validity,
            name,
            self.public_key(),
        ]);
        let signature = self.sign(Hash::Sha256, &info);
        der::sequence(&[info, der::sha256_with_rsa(), der::bits(&signature)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::certificate::Certificate;

    fn modulus_and_exponent(pair: &KeyPair) -> (Vec<u8>, Vec<u8>) {
        let public = pair.pair.public_key();
        let bytes = |number: &[u8]| number.to_vec();
        (
            bytes(public.modulus().big_endian_without_leading_zero()),
            bytes(public.exponent().big_endian_without_leading_zero()),
        )
    }

    /// The older signature is our own arithmetic: the library checks it.
    #[test]
    fn both_signatures_are_right_and_fit_nothing_else() {
        let pair = KeyPair::read(&KeyPair::generate().text()).expect("a key that was written can be read");
        let (n, e) = modulus_and_exponent(&pair);
        let cases = [
            (Hash::Sha1, &signature::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY),
            (Hash::Sha256, &signature::RSA_PKCS1_2048_8192_SHA256),
        ];
        for (hash, algorithm) in cases {
            for message in ["", "a", &"long ".repeat(500)] {
                let signed = pair.sign(hash, message.as_bytes());
                let key = signature::RsaPublicKeyComponents { n: &n, e: &e };
                assert!(key.verify(algorithm, message.as_bytes(), &signed).is_ok(), "{hash:?} {message}");
                assert!(key.verify(algorithm, b"other", &signed).is_err(), "{hash:?} {message}");
            }
        }
    }

    #[test]
    fn the_certificate_is_of_the_key_and_signed_by_it() {
        let pair = KeyPair::generate();
        let made: Timestamp = "2026-01-02T03:04:05.678Z".parse().unwrap();
        let der = pair.certificate("acme", made, "2036-01-02T03:04:05Z".parse().unwrap());
        let (_, parsed) = x509_parser::parse_x509_certificate(&der).expect("a certificate");
        assert_eq!(parsed.extensions().len(), 0);
        assert_eq!(parsed.subject(), parsed.issuer());
        assert_eq!(parsed.validity().not_before.timestamp(), made.as_second() - 60);
        let name = parsed.subject().to_string();
        assert_eq!(
            name,
            "C=US, ST=California, L=San Francisco, O=Okta, OU=SSOProvider, CN=acme, Email=info@okta.com"
        );
        let read = Certificate::read(&der).expect("a certificate");
        let (n, e) = modulus_and_exponent(&pair);
        assert_eq!(read.rsa(), Some((n.as_slice(), e.as_slice())));
        let (_, whole, _) = der::first(&der).unwrap();
        let (_, content, rest) = der::first(whole).unwrap();
        let info = der::element(der::SEQUENCE, content);
        let (_, _, rest) = der::first(rest).unwrap();
        let (_, bits, _) = der::first(rest).unwrap();
        let key = signature::RsaPublicKeyComponents { n, e };
        key.verify(&signature::RSA_PKCS1_2048_8192_SHA256, &info, &bits[1..]).expect("its own signature");
    }
}

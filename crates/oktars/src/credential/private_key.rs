//! The private key by which a service app proves who it is.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPairComponents, PublicKeyComponents};
use aws_lc_rs::signature::{self, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair, RsaEncoding, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::jwt::encode;
use crate::error::{BoxError, Error, Result};

/// A private key: RSA of 2048 bits and more, or EC on P-256, P-384 or P-521.
///
/// It is read from PEM (PKCS#8, PKCS#1 or SEC 1), a JWK, a JWKS with one key, or Base64 of these. No `Debug` and no
/// error shows it.
///
/// ```
/// use oktars::credential::PrivateKey;
///
/// let error = PrivateKey::parse("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----").unwrap_err();
/// assert!(error.to_string().contains("no private key"));
/// ```
#[derive(Clone)]
pub struct PrivateKey {
    pair: Arc<Pair>,
    algorithm: Algorithm,
    kid: Option<String>,
}

enum Pair {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

/// How a private key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithm {
    /// RSA with SHA-256, the default of RSA keys.
    Rs256,
    /// RSA with SHA-384.
    Rs384,
    /// RSA with SHA-512.
    Rs512,
    /// ECDSA on P-256.
    Es256,
    /// ECDSA on P-384.
    Es384,
    /// ECDSA on P-521.
    Es512,
}

impl Algorithm {
    const ALL: [Algorithm; 6] = [
        Algorithm::Rs256,
        Algorithm::Rs384,
        Algorithm::Rs512,
        Algorithm::Es256,
        Algorithm::Es384,
        Algorithm::Es512,
    ];

    /// The name that a token's header gives it.
    pub fn as_str(self) -> &'static str {
        match self {
            Algorithm::Rs256 => "RS256",
            Algorithm::Rs384 => "RS384",
            Algorithm::Rs512 => "RS512",
            Algorithm::Es256 => "ES256",
            Algorithm::Es384 => "ES384",
            Algorithm::Es512 => "ES512",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Algorithm::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }

    fn rsa(self) -> Option<&'static dyn RsaEncoding> {
        match self {
            Algorithm::Rs256 => Some(&signature::RSA_PKCS1_SHA256),
            Algorithm::Rs384 => Some(&signature::RSA_PKCS1_SHA384),
            Algorithm::Rs512 => Some(&signature::RSA_PKCS1_SHA512),
            _ => None,
        }
    }
}

/// A curve: its name, its algorithm, and how many bytes a coordinate has.
struct Curve {
    name: &'static str,
    algorithm: Algorithm,
    signing: &'static EcdsaSigningAlgorithm,
    bytes: usize,
}

static CURVES: [Curve; 3] = [
    Curve {
        name: "P-256",
        algorithm: Algorithm::Es256,
        signing: &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
        bytes: 32,
    },
    Curve {
        name: "P-384",
        algorithm: Algorithm::Es384,
        signing: &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
        bytes: 48,
    },
    Curve {
        name: "P-521",
        algorithm: Algorithm::Es512,
        signing: &signature::ECDSA_P521_SHA512_FIXED_SIGNING,
        bytes: 66,
    },
];

impl PrivateKey {
    /// Reads PEM, a JWK, a JWKS with one key, or Base64 of one of them, whichever the text is.
    ///
    /// # Errors
    /// The text is in no such form, is encrypted, or holds a key that Okta does not take. No error shows the text.
    pub fn parse(text: &str) -> Result<Self> {
        PrivateKey::read(text).unwrap_or_else(|| {
            Err(refused("it is neither PEM (-----BEGIN PRIVATE KEY-----) nor a JWK ({\"kty\": ...})"))
        })
    }

    /// The key that a text is meant to be; `None` where it does not look like a key.
    fn read(text: &str) -> Option<Result<Self>> {
        PrivateKey::read_plain(text).or_else(|| PrivateKey::read_plain(&without_base64(text)?))
    }

    fn read_plain(text: &str) -> Option<Result<Self>> {
        let text = text.trim();
        if text.starts_with('{') {
            return Some(PrivateKey::from_jwk(text));
        }
        text.contains(BEGIN).then(|| PrivateKey::from_pem(text))
    }

    /// Reads what [`parse`](PrivateKey::parse) takes, from the text itself or from the file that it names.
    pub(crate) fn from_text_or_file(text: &str, path: &Path) -> Result<Self> {
        match PrivateKey::read(text) {
            Some(key) => key,
            None if path.exists() => PrivateKey::from_file(path),
            None => Err(refused("it is neither a key nor a file that exists")),
        }
    }

    /// Reads a file that holds what [`parse`](PrivateKey::parse) takes.
    ///
    /// # Errors
    /// The file cannot be read, or is nothing that [`parse`](PrivateKey::parse) takes. The error shows no path,
    /// since the key itself is often given where its path belongs.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let text = std::fs::read_to_string(path).map(Zeroizing::new);
        let text = text
            .map_err(|error| Error::config(format!("the file of the private key cannot be read: {error}")))?;
        PrivateKey::parse(&text)
    }

    /// Reads PEM: PKCS#8, PKCS#1 or SEC 1. Line breaks may be written as `\n`, be blanks, or be lost, as happens
    /// in environment variables.
    ///
    /// # Errors
    /// See [`parse`](PrivateKey::parse).
    pub fn from_pem(pem: &str) -> Result<Self> {
        if pem.contains("ENCRYPTED") {
            return Err(refused("it is encrypted: decrypt it, for example with `openssl pkcs8 -in KEY`"));
        }
        let pem = with_line_breaks(pem);
        let key = PrivateKeyDer::from_pem_slice(pem.as_bytes())
            .map_err(|_| refused("its PEM holds no private key, or is cut off"))?;
        let pair = match &key {
            PrivateKeyDer::Pkcs1(der) => rsa(RsaKeyPair::from_der(der.secret_pkcs1_der())),
            PrivateKeyDer::Sec1(der) => ec(der.secret_sec1_der()),
            PrivateKeyDer::Pkcs8(der) => {
                let der = der.secret_pkcs8_der();
                rsa(RsaKeyPair::from_pkcs8(der)).or_else(|| ec(der))
            }
            _ => None,
        };
        let (pair, algorithm) = pair.ok_or_else(unfit)?;
        Ok(PrivateKey { pair: Arc::new(pair), algorithm, kid: None })
    }

    /// Reads a JWK, or a JWKS with one key. Its `kid` and its `alg` are taken over.
    ///
    /// # Errors
    /// See [`parse`](PrivateKey::parse).
    pub fn from_jwk(text: &str) -> Result<Self> {
        let jwk = only_key(text)?;
        let (pair, algorithm) = match jwk.kty.as_str() {
            "RSA" => rsa_of(&jwk)?,
            "EC" => ec_of(&jwk)?,
            _ => return Err(refused("a JWK must have the kty RSA or EC")),
        };
        let key = PrivateKey { pair: Arc::new(pair), algorithm, kid: jwk.kid.clone() };
        match &jwk.alg {
            Some(name) => {
                let algorithm = Algorithm::named(name).ok_or_else(|| refused("its alg is not one of Okta's"));
                key.with_algorithm(algorithm?)
            }
            None => Ok(key),
        }
    }

    /// The id that the key has in the app; needed where the app has several keys.
    #[must_use]
    pub fn with_kid(mut self, kid: impl Into<String>) -> Self {
        self.kid = Some(kid.into());
        self
    }

    /// Signs by another algorithm than the default, which is RS256 for RSA and that of the curve for EC.
    ///
    /// # Errors
    /// The algorithm is not for this kind of key.
    pub fn with_algorithm(mut self, algorithm: Algorithm) -> Result<Self> {
        let fits = match &*self.pair {
            Pair::Rsa(_) => algorithm.rsa().is_some(),
            Pair::Ec(_) => algorithm == self.algorithm,
        };
        if !fits {
            return Err(refused("this algorithm is not for this kind of key"));
        }
        self.algorithm = algorithm;
        Ok(self)
    }

    /// Makes a key for proofs; on P-256, since one is signed for each request.
    pub(super) fn generate() -> Result<Self, BoxError> {
        let curve = &CURVES[0];
        let pair = EcdsaKeyPair::generate(curve.signing).map_err(|_| "no key can be generated")?;
        Ok(PrivateKey { pair: Arc::new(Pair::Ec(pair)), algorithm: curve.algorithm, kid: None })
    }

    /// How it signs.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The id that the key has in the app.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The public half, as a JWK: what an app is registered with.
    pub fn public_jwk(&self) -> Value {
        let mut jwk = match &*self.pair {
            Pair::Rsa(pair) => {
                let public = pair.public_key();
                json!({
                    "kty": "RSA",
                    "e": encode(public.exponent().big_endian_without_leading_zero()),
                    "n": encode(public.modulus().big_endian_without_leading_zero()),
                })
            }
            Pair::Ec(pair) => {
                // The point in its long form: a 4, then both coordinates.
                let (x, y) = pair.public_key().as_ref()[1..].split_at(self.curve().bytes);
                json!({ "kty": "EC", "crv": self.curve().name, "x": encode(x), "y": encode(y) })
            }
        };
        if let Some(kid) = &self.kid {
            jwk["kid"] = kid.as_str().into();
        }
        jwk
    }

    fn curve(&self) -> &'static Curve {
        let own = CURVES.iter().find(|curve| curve.algorithm == self.algorithm);
        own.unwrap_or(&CURVES[0])
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, BoxError> {
        let random = SystemRandom::new();
        match &*self.pair {
            Pair::Rsa(pair) => {
                let encoding = self.algorithm.rsa().ok_or("the algorithm is not for RSA keys")?;
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(encoding, &random, message, &mut signature).map_err(|_| "the key cannot sign")?;
                Ok(signature)
            }
            Pair::Ec(pair) => {
                let signature = pair.sign(&random, message).map_err(|_| "the key cannot sign")?;
                Ok(signature.as_ref().to_vec())
            }
        }
    }
}

fn rsa<E>(pair: std::result::Result<RsaKeyPair, E>) -> Option<(Pair, Algorithm)> {
    Some((Pair::Rsa(pair.ok()?), Algorithm::Rs256))
}

fn ec(der: &[u8]) -> Option<(Pair, Algorithm)> {
    CURVES.iter().find_map(|curve| {
        let pair = EcdsaKeyPair::from_private_key_der(curve.signing, der).ok()?;
        Some((Pair::Ec(pair), curve.algorithm))
    })
}

/// What PEM begins with.
const BEGIN: &str = "-----BEGIN ";

/// PEM with the line breaks that it must have.
fn with_line_breaks(pem: &str) -> Zeroizing<String> {
    let text = Zeroizing::new(pem.replace("\\r", "").replace("\\n", "\n"));
    let mut whole = Zeroizing::new(String::with_capacity(text.len() + 8));
    for block in text.split(BEGIN).skip(1) {
        let Some((label, rest)) = block.split_once("-----") else { continue };
        let Some((body, _)) = rest.split_once("-----END") else { continue };
        whole.push_str(&format!("{BEGIN}{label}-----\n"));
        whole.extend(body.chars().filter(|letter| !letter.is_whitespace()));
        whole.push_str(&format!("\n-----END {label}-----\n"));
    }
    whole
}

/// The text of which another one is the Base64, in either alphabet, with line breaks or without.
fn without_base64(text: &str) -> Option<Zeroizing<String>> {
    let letters = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '=');
    let standard = letters.map(|letter| match letter {
        '-' => '+',
        '_' => '/',
        other => other,
    });
    let standard = Zeroizing::new(standard.collect::<String>());
    let bytes = STANDARD_NO_PAD.decode(standard.as_bytes()).ok()?;
    String::from_utf8(bytes).ok().map(Zeroizing::new)
}

#[derive(serde::Deserialize)]
struct Jwks {
    keys: Vec<Jwk>,
}

/// The JWK that a text is, or the only one of the JWKS that it is.
fn only_key(text: &str) -> Result<Jwk> {
    let Ok(mut set) = serde_json::from_str::<Jwks>(text) else {
        return serde_json::from_str(text).map_err(|_| refused("its JWK is malformed"));
    };
    match (set.keys.pop(), set.keys.is_empty()) {
        (Some(jwk), true) => Ok(jwk),
        _ => Err(refused("a JWKS must hold one key, the private one")),
    }
}

/// The members of a JWK that matter. Those of the private half are wiped when dropped.
#[derive(serde::Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
    d: Option<Zeroizing<String>>,
    p: Option<Zeroizing<String>>,
    q: Option<Zeroizing<String>>,
    dp: Option<Zeroizing<String>>,
    dq: Option<Zeroizing<String>>,
    qi: Option<Zeroizing<String>>,
}

fn rsa_of(jwk: &Jwk) -> Result<(Pair, Algorithm)> {
    let public = |member: &Option<String>| member.as_deref().and_then(|text| octets(text).ok());
    let private = |member: &Option<Zeroizing<String>>| member.as_ref().and_then(|text| octets(text).ok());
    let members = || {
        Some(KeyPairComponents {
            public_key: PublicKeyComponents { n: public(&jwk.n)?, e: public(&jwk.e)? },
            d: private(&jwk.d)?,
            p: private(&jwk.p)?,
            q: private(&jwk.q)?,
            dP: private(&jwk.dp)?,
            dQ: private(&jwk.dq)?,
            qInv: private(&jwk.qi)?,
        })
    };
    let components = members()
        .ok_or_else(|| refused("an RSA JWK must have n, e, d, p, q, dp, dq and qi, in base64url"))?;
    rsa(RsaKeyPair::from_components(&components)).ok_or_else(unfit)
}

fn ec_of(jwk: &Jwk) -> Result<(Pair, Algorithm)> {
    let curve = CURVES.iter().find(|curve| jwk.crv.as_deref() == Some(curve.name));
    let curve = curve.ok_or_else(|| refused("its crv must be P-256, P-384 or P-521"))?;
    let padded = |text: Option<&str>| {
        let bytes = octets(text?).ok()?;
        let missing = curve.bytes.checked_sub(bytes.len())?;
        Some(Zeroizing::new([&vec![0; missing], bytes.as_slice()].concat()))
    };
    let members = || {
        let (x, y) = (padded(jwk.x.as_deref())?, padded(jwk.y.as_deref())?);
        Some((padded(jwk.d.as_ref().map(|d| d.as_str()))?, [&[4], x.as_slice(), y.as_slice()].concat()))
    };
    let (d, point) = members().ok_or_else(|| refused("an EC JWK must have x, y and d, in base64url"))?;
    let pair =
        EcdsaKeyPair::from_private_key_and_public_key(curve.signing, &d, &point).map_err(|_| unfit())?;
    Ok((Pair::Ec(pair), curve.algorithm))
}

fn octets(text: &str) -> Result<Zeroizing<Vec<u8>>, base64::DecodeError> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map(Zeroizing::new)
}

/// The reasons are our own words: none holds a part of the key.
fn refused(why: &'static str) -> Error {
    Error::config(format!("the private key cannot be used: {why}"))
}

fn unfit() -> Error {
    refused("it must be RSA of 2048 to 8192 bits, or EC on P-256, P-384 or P-521, and whole")
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({}, kid {:?})", self.algorithm.as_str(), self.kid)
    }
}

//! Security keys and passkeys, as WebAuthn has them: what an authenticator says is checked as the standard asks.
//!
//! Attestation is taken in two forms: none, and packed. Who made an authenticator is not looked up.

mod cbor;

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::kernel::bounds::webauthn::LONGEST;
use crate::kernel::webauthn::cbor::Cbor;

/// Somebody was there.
const PRESENT: u8 = 0x01;
/// The authenticator knew who it was.
const VERIFIED: u8 = 0x04;
const HAS_CREDENTIAL: u8 = 0x40;
const HAS_EXTENSIONS: u8 = 0x80;
const ES256: i64 = -7;
const RS256: i64 = -257;

/// What an answer must fit.
pub struct Expected<'a> {
    /// In Base64, as it was sent to the browser.
    pub challenge: &'a str,
    /// The host that keys are for.
    pub rp_id: &'a str,
    /// Whether pages of this origin may ask for keys.
    pub is_own: &'a dyn Fn(&str) -> bool,
    pub must_verify: bool,
}

/// What is kept of a key.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Credential {
    /// In Base64 for addresses.
    pub id: String,
    pub public_key: PublicKey,
    pub counter: u32,
    pub aaguid: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub enum PublicKey {
    /// The point, with the mark of an uncompressed one.
    Es256(Vec<u8>),
    Rs256 {
        n: Vec<u8>,
        e: Vec<u8>,
    },
}

impl PublicKey {
    fn algorithm(&self) -> i64 {
        match self {
            PublicKey::Es256(_) => ES256,
            PublicKey::Rs256 { .. } => RS256,
        }
    }

    fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            PublicKey::Es256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature).is_ok()
            }
            PublicKey::Rs256 { n, e } => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
        }
    }
}

/// Why an answer of an authenticator is refused. It goes to a log, and not to the browser.
pub type Refusal = &'static str;

/// Base64 of either alphabet, with or without its end.
pub fn decoded(text: &str) -> Option<Vec<u8>> {
    if text.len() > LONGEST {
        return None;
    }
    let plain: String = text
        .chars()
        .map(|one| match one {
            '+' => '-',
            '/' => '_',
            one => one,
        })
        .collect();
    URL_SAFE_NO_PAD.decode(plain.trim_end_matches('=')).ok()
}

/// A challenge that nobody can guess.
pub fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 20]>())
}

/// Takes a new key. `client_data` and `attestation` are what the browser gave.
pub fn register(
    expected: &Expected<'_>,
    client_data: &[u8],
    attestation: &[u8],
) -> Result<Credential, Refusal> {
    check_client(expected, client_data, "webauthn.create")?;
    let attestation = Cbor::whole(attestation).ok_or("the attestation is not CBOR")?;
    let data = attestation.named("authData").and_then(Cbor::bytes).ok_or("there is no authenticator data")?;
    let (flags, counter) = check_data(expected, data)?;
    if flags & HAS_CREDENTIAL == 0 {
        return Err("there is no credential");
    }
    let (aaguid, rest) = data[37..].split_at_checked(16).ok_or("the authenticator data is cut off")?;
    let (length, rest) = rest.split_at_checked(2).ok_or("the authenticator data is cut off")?;
    let length = usize::from(length[0]) << 8 | usize::from(length[1]);
    let (id, rest) = rest.split_at_checked(length).ok_or("the authenticator data is cut off")?;
    if id.is_empty() || id.len() > 1_023 {
        return Err("the id of the credential has no length that there may be");
    }
    let (key, rest) = Cbor::first(rest).ok_or("the public key is not CBOR")?;
    check_end(flags, rest)?;
    let public_key = public_key(&key).ok_or("the public key is neither ES256 nor RS256")?;
    let message = [data, &Sha256::digest(client_data)].concat();
    check_attestation(&attestation, &public_key, aaguid, &message)?;
    let aaguid = aaguid.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Credential { id: URL_SAFE_NO_PAD.encode(id), public_key, counter, aaguid })
}

/// Checks a signature of a known key. Gives its counter, which must have grown.
pub fn verify(
    expected: &Expected<'_>,
    credential: &Credential,
    client_data: &[u8],
    data: &[u8],
    signature: &[u8],
) -> Result<u32, Refusal> {
    check_client(expected, client_data, "webauthn.get")?;
    let (flags, counter) = check_data(expected, data)?;
    if flags & HAS_CREDENTIAL != 0 {
        return Err("there is a credential in an assertion");
    }
    check_end(flags, &data[37..])?;
    let message = [data, &Sha256::digest(client_data)].concat();
    if !credential.public_key.signed(&message, signature) {
        return Err("the signature is wrong");
    }
    // An authenticator that does not count says 0 each time.
    if (counter != 0 || credential.counter != 0) && counter <= credential.counter {
        return Err("the counter did not grow: there may be a copy of the key");
    }
    Ok(counter)
}

fn check_client(expected: &Expected<'_>, client_data: &[u8], kind: &str) -> Result<(), Refusal> {
    let said: Value = serde_json::from_slice(client_data).map_err(|_| "the client data is not JSON")?;
    let text = |name: &str| said[name].as_str().unwrap_or_default();
    if text("type") != kind {
        return Err("the client data is for something else");
    }
    let challenge = decoded(expected.challenge).filter(|challenge| !challenge.is_empty());
    if challenge.is_none() || decoded(text("challenge")) != challenge {
        return Err("the challenge is another one");
    }
    if !(expected.is_own)(text("origin")) {
        return Err("the origin is a foreign one");
    }
    if said["crossOrigin"] == true {
        return Err("a page of another origin asked");
    }
    Ok(())
}

/// The flags and the counter of authenticator data for this host.
fn check_data(expected: &Expected<'_>, data: &[u8]) -> Result<(u8, u32), Refusal> {
    let head = data.get(..37).ok_or("the authenticator data is cut off")?;
    if head[..32] != Sha256::digest(expected.rp_id)[..] {
        return Err("the key is for another host");
    }
    let flags = head[32];
    if flags & PRESENT == 0 {
        return Err("nobody was present");
    }
    if expected.must_verify && flags & VERIFIED == 0 {
        return Err("the authenticator did not verify the user");
    }
    Ok((flags, u32::from_be_bytes([head[33], head[34], head[35], head[36]])))
}

/// What follows is only what the flags announce.
fn check_end(flags: u8, rest: &[u8]) -> Result<(), Refusal> {
    let fits = match flags & HAS_EXTENSIONS {
        0 => rest.is_empty(),
        _ => matches!(Cbor::whole(rest), Some(Cbor::Map(_))),
    };
    if fits { Ok(()) } else { Err("there is something after the authenticator data") }
}

fn public_key(key: &Cbor) -> Option<PublicKey> {
    let number = |place: i64| key.numbered(place).and_then(Cbor::number);
    let bytes = |place: i64| key.numbered(place).and_then(Cbor::bytes);
    match (number(1)?, number(3)?) {
        (2, ES256) if number(-1) == Some(1) => {
            let (x, y) = (bytes(-2)?, bytes(-3)?);
            (x.len() == 32 && y.len() == 32).then(|| PublicKey::Es256([&[4], x, y].concat()))
        }
        (3, RS256) => Some(PublicKey::Rs256 { n: bytes(-1)?.to_vec(), e: bytes(-2)?.to_vec() }),
        _ => None,
    }
}

fn check_attestation(
    attestation: &Cbor,
    own: &PublicKey,
    aaguid: &[u8],
    message: &[u8],
) -> Result<(), Refusal> {
    let statement = attestation.named("attStmt").ok_or("there is no attestation statement")?;
    match attestation.named("fmt").and_then(Cbor::text) {
        Some("none") if statement.is_empty_map() => Ok(()),
        Some("none") => Err("an attestation of nobody says something"),
        Some("packed") => check_packed(statement, own, aaguid, message),
        _ => Err("the attestation is neither none nor packed"),
    }
}

fn check_packed(statement: &Cbor, own: &PublicKey, aaguid: &[u8], message: &[u8]) -> Result<(), Refusal> {
    let algorithm =
        statement.named("alg").and_then(Cbor::number).ok_or("the attestation has no algorithm")?;
    let signature = statement.named("sig").and_then(Cbor::bytes).ok_or("the attestation has no signature")?;
    let Some(chain) = statement.named("x5c") else {
        let is_right = algorithm == own.algorithm() && own.signed(message, signature);
        return if is_right { Ok(()) } else { Err("the attestation is not signed by the key itself") };
    };
    let leaf = chain.list().and_then(<[Cbor]>::first).and_then(Cbor::bytes);
    let leaf = leaf.ok_or("the attestation has no certificate")?;
    let (_, leaf) = X509Certificate::from_der(leaf).map_err(|_| "the certificate cannot be read")?;
    check_certificate(&leaf, aaguid)?;
    let key = certified(&leaf, algorithm).ok_or("the certificate is not for the algorithm")?;
    if key.signed(message, signature) {
        Ok(())
    } else {
        Err("the attestation is not signed by its certificate")
    }
}

/// The id of the extension that names the model of an authenticator.
const MODEL: &str = "1.3.6.1.4.1.45724.1.1.4";

fn check_certificate(leaf: &X509Certificate<'_>, aaguid: &[u8]) -> Result<(), Refusal> {
    let unit = leaf.subject().iter_organizational_unit().next().and_then(|unit| unit.as_str().ok());
    if leaf.version().0 != 2 || unit != Some("Authenticator Attestation") {
        return Err("the certificate is not one of an authenticator");
    }
    if leaf.is_ca() {
        return Err("the certificate is one of an authority");
    }
    let model = leaf.extensions().iter().find(|extension| extension.oid.to_id_string() == MODEL);
    match model {
        Some(extension) if extension.value.get(2..) != Some(aaguid) => {
            Err("the certificate is of another model")
        }
        _ => Ok(()),
    }
}

fn certified(leaf: &X509Certificate<'_>, algorithm: i64) -> Option<PublicKey> {
    use x509_parser::public_key::PublicKey as Parsed;
    match (leaf.public_key().parsed().ok()?, algorithm) {
        (Parsed::EC(point), ES256) => Some(PublicKey::Es256(point.data().to_vec())),
        (Parsed::RSA(key), RS256) => {
            let start = key.modulus.iter().position(|byte| *byte != 0)?;
            Some(PublicKey::Rs256 { n: key.modulus[start..].to_vec(), e: key.exponent.to_vec() })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;

//! An authenticator in software, which also says what no honest one says.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use serde_json::json;

use super::*;

const HOST: &str = "org.example.com";
const ORIGIN: &str = "https://org.example.com";
const CHALLENGE: &str = "AAECAwQFBgcICQoLDA0ODw";
const MODEL_ID: [u8; 16] = [7; 16];

enum Key {
    Ec(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

impl Key {
    fn ec() -> Self {
        Key::Ec(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key"))
    }

    fn rsa() -> Self {
        Key::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).expect("a key"))
    }

    fn algorithm(&self) -> i64 {
        if let Key::Ec(_) = self { ES256 } else { RS256 }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Key::Ec(pair) => pair.sign(&random, message).expect("a signature").as_ref().to_vec(),
            Key::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).expect("a signature");
                signature
            }
        }
    }

    fn cose(&self) -> Vec<u8> {
        match self {
            Key::Ec(pair) => {
                let point = pair.public_key().as_ref();
                map(&[
                    (number(1), number(2)),
                    (number(3), number(ES256)),
                    (number(-1), number(1)),
                    (number(-2), bytes(&point[1..33])),
                    (number(-3), bytes(&point[33..])),
                ])
            }
            Key::Rsa(pair) => map(&[
                (number(1), number(3)),
                (number(3), number(RS256)),
                (number(-1), bytes(pair.public_key().modulus().big_endian_without_leading_zero())),
                (number(-2), bytes(pair.public_key().exponent().big_endian_without_leading_zero())),
            ]),
        }
    }
}

fn head(kind: u8, value: u64) -> Vec<u8> {
    match value {
        0..=23 => vec![kind << 5 | value as u8],
        24..=255 => vec![kind << 5 | 24, value as u8],
        _ => [vec![kind << 5 | 25], (value as u16).to_be_bytes().to_vec()].concat(),
    }
}

fn number(value: i64) -> Vec<u8> {
    if value < 0 { head(1, (-1 - value) as u64) } else { head(0, value as u64) }
}

fn bytes(value: &[u8]) -> Vec<u8> {
    [head(2, value.len() as u64), value.to_vec()].concat()
}

fn text(value: &str) -> Vec<u8> {
    [head(3, value.len() as u64), value.as_bytes().to_vec()].concat()
}

fn map(members: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let inner: Vec<u8> =
        members.iter().flat_map(|(key, value)| [key.clone(), value.clone()].concat()).collect();
    [head(5, members.len() as u64), inner].concat()
}

fn client_data(kind: &str, challenge: &str, origin: &str) -> Vec<u8> {
    json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false })
        .to_string()
        .into_bytes()
}

fn data(host: &str, flags: u8, counter: u32) -> Vec<u8> {
    [Sha256::digest(host).as_slice(), &[flags], &counter.to_be_bytes()].concat()
}

fn with_credential(host: &str, flags: u8, key: &Key) -> Vec<u8> {
    [data(host, flags, 0), MODEL_ID.to_vec(), vec![0, 4], b"cred".to_vec(), key.cose()].concat()
}

fn attested(format: &str, statement: Vec<u8>, data: &[u8]) -> Vec<u8> {
    map(&[(text("fmt"), text(format)), (text("attStmt"), statement), (text("authData"), bytes(data))])
}

fn packed(key: &Key, data: &[u8], client: &[u8]) -> Vec<u8> {
    let signature = key.sign(&[data, &Sha256::digest(client)].concat());
    let statement = map(&[(text("alg"), number(key.algorithm())), (text("sig"), bytes(&signature))]);
    attested("packed", statement, data)
}

fn is_own(origin: &str) -> bool {
    origin == ORIGIN
}

fn expected() -> Expected<'static> {
    Expected { challenge: CHALLENGE, rp_id: HOST, is_own: &is_own, must_verify: false }
}

const CREATE: &str = "webauthn.create";
const GET: &str = "webauthn.get";

#[test]
fn keys_of_both_kinds_are_taken_with_and_without_attestation() {
    for key in [Key::ec(), Key::rsa()] {
        let client = client_data(CREATE, CHALLENGE, ORIGIN);
        let whole = with_credential(HOST, PRESENT | HAS_CREDENTIAL, &key);
        for attestation in [attested("none", map(&[]), &whole), packed(&key, &whole, &client)] {
            let credential = register(&expected(), &client, &attestation).expect("a key");
            assert_eq!(credential.id, URL_SAFE_NO_PAD.encode("cred"));
            let client = client_data(GET, CHALLENGE, ORIGIN);
            let said = data(HOST, PRESENT, 5);
            let signature = key.sign(&[said.as_slice(), &Sha256::digest(&client)].concat());
            assert_eq!(verify(&expected(), &credential, &client, &said, &signature), Ok(5));
        }
    }
}

#[test]
fn the_certificate_of_an_authenticator_is_looked_at() {
    let (key, client) = (Key::ec(), client_data(CREATE, CHALLENGE, ORIGIN));
    let whole = with_credential(HOST, PRESENT | HAS_CREDENTIAL, &key);
    let message = [whole.as_slice(), &Sha256::digest(&client)].concat();
    let made = |unit: &str, is_ca: bool, model: Option<[u8; 16]>| {
        let own = rcgen::KeyPair::generate().expect("a key");
        let mut params = rcgen::CertificateParams::default();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(rcgen::DnType::OrganizationalUnitName, unit);
        if is_ca {
            params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        }
        if let Some(model) = model {
            let value = [vec![4, 16], model.to_vec()].concat();
            let id = [1, 3, 6, 1, 4, 1, 45724, 1, 1, 4];
            params.custom_extensions.push(rcgen::CustomExtension::from_oid_content(&id, value));
        }
        let certificate = params.self_signed(&own).expect("a certificate").der().to_vec();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, own.serialized_der()).expect("a key");
        (certificate, Key::Ec(pair))
    };
    let unit = "Authenticator Attestation";
    let cases = [
        ("right", made(unit, false, Some(MODEL_ID)), true),
        ("without a model", made(unit, false, None), true),
        ("another model", made(unit, false, Some([8; 16])), false),
        ("another unit", made("Web server", false, None), false),
        ("an authority", made(unit, true, None), false),
        ("signed by another key", (made(unit, false, None).0, Key::ec()), false),
    ];
    for (what, (certificate, signer), is_taken) in cases {
        let chain = [head(4, 1), bytes(&certificate)].concat();
        let statement = map(&[
            (text("alg"), number(ES256)),
            (text("sig"), bytes(&signer.sign(&message))),
            (text("x5c"), chain),
        ]);
        let taken = register(&expected(), &client, &attested("packed", statement, &whole));
        assert_eq!(taken.is_ok(), is_taken, "{what}: {taken:?}");
    }
}

#[test]
fn a_new_key_is_refused_where_anything_is_wrong() {
    let key = Key::ec();
    let right = client_data(CREATE, CHALLENGE, ORIGIN);
    let flags = PRESENT | HAS_CREDENTIAL;
    let whole = with_credential(HOST, flags, &key);
    let none = |data: &[u8]| attested("none", map(&[]), data);
    let mut framed: Value = serde_json::from_slice(&right).expect("JSON");
    framed["crossOrigin"] = json!(true);
    let other_key = packed(&Key::ec(), &whole, &right);
    let mut other_data = whole.clone();
    other_data[36] ^= 1;
    let lying = {
        let signature = key.sign(&[whole.as_slice(), &Sha256::digest(&right)].concat());
        attested("packed", map(&[(text("alg"), number(RS256)), (text("sig"), bytes(&signature))]), &whole)
    };
    let cases = [
        ("another kind", client_data(GET, CHALLENGE, ORIGIN), none(&whole)),
        ("another challenge", client_data(CREATE, "AAAAAAAAAAAAAAAAAAAAAA", ORIGIN), none(&whole)),
        ("no challenge", client_data(CREATE, "", ORIGIN), none(&whole)),
        ("a foreign origin", client_data(CREATE, CHALLENGE, "https://evil.example.com"), none(&whole)),
        (
            "an origin below",
            client_data(CREATE, CHALLENGE, "https://org.example.com.evil.example"),
            none(&whole),
        ),
        ("a frame", framed.to_string().into_bytes(), none(&whole)),
        ("no JSON", b"hello".to_vec(), none(&whole)),
        ("another host", right.clone(), none(&with_credential("other.example.com", flags, &key))),
        ("nobody present", right.clone(), none(&with_credential(HOST, HAS_CREDENTIAL, &key))),
        ("no credential", right.clone(), none(&data(HOST, PRESENT, 0))),
        ("cut off", right.clone(), none(&whole[..whole.len() - 1])),
        ("more behind", right.clone(), none(&[whole.as_slice(), &[0]].concat())),
        (
            "extensions that are none",
            right.clone(),
            none(&with_credential(HOST, flags | HAS_EXTENSIONS, &key)),
        ),
        ("another format", right.clone(), attested("fido-u2f", map(&[]), &whole)),
        ("none with a statement", right.clone(), attested("none", map(&[(text("a"), number(1))]), &whole)),
        ("packed without a signature", right.clone(), attested("packed", map(&[]), &whole)),
        ("packed by another key", right.clone(), other_key),
        ("packed with another algorithm", right.clone(), lying),
        ("packed over other data", right.clone(), {
            let signature = key.sign(&[whole.as_slice(), &Sha256::digest(&right)].concat());
            attested(
                "packed",
                map(&[(text("alg"), number(ES256)), (text("sig"), bytes(&signature))]),
                &other_data,
            )
        }),
        ("no CBOR", right.clone(), b"hello".to_vec()),
        ("nothing", right.clone(), Vec::new()),
    ];
    assert!(register(&expected(), &right, &none(&whole)).is_ok());
    for (what, client, attestation) in cases {
        assert!(register(&expected(), &client, &attestation).is_err(), "{what}");
    }
    let strict = Expected { must_verify: true, ..expected() };
    assert!(register(&strict, &right, &none(&whole)).is_err());
    assert!(register(&strict, &right, &none(&with_credential(HOST, flags | VERIFIED, &key))).is_ok());
    assert!(
        register(&Expected { challenge: "", ..expected() }, &client_data(CREATE, "", ORIGIN), &none(&whole))
            .is_err()
    );
}

#[test]
fn a_signature_is_refused_where_anything_is_wrong() {
    let (key, other) = (Key::ec(), Key::ec());
    let client = client_data(CREATE, CHALLENGE, ORIGIN);
    let whole = with_credential(HOST, PRESENT | HAS_CREDENTIAL, &key);
    let mut credential = register(&expected(), &client, &attested("none", map(&[]), &whole)).expect("a key");
    credential.counter = 7;
    let signed = |key: &Key, client: &[u8], said: &[u8]| key.sign(&[said, &Sha256::digest(client)].concat());
    let right = client_data(GET, CHALLENGE, ORIGIN);
    let cases = [
        ("right", &key, right.clone(), data(HOST, PRESENT, 8), true),
        ("another kind", &key, client_data(CREATE, CHALLENGE, ORIGIN), data(HOST, PRESENT, 8), false),
        (
            "another challenge",
            &key,
            client_data(GET, "AAAAAAAAAAAAAAAAAAAAAA", ORIGIN),
            data(HOST, PRESENT, 8),
            false,
        ),
        (
            "a foreign origin",
            &key,
            client_data(GET, CHALLENGE, "http://org.example.com"),
            data(HOST, PRESENT, 8),
            false,
        ),
        ("another host", &key, right.clone(), data("other.example.com", PRESENT, 8), false),
        ("nobody present", &key, right.clone(), data(HOST, 0, 8), false),
        ("the same counter", &key, right.clone(), data(HOST, PRESENT, 7), false),
        ("a counter that goes back", &key, right.clone(), data(HOST, PRESENT, 6), false),
        ("a counter that is gone", &key, right.clone(), data(HOST, PRESENT, 0), false),
        ("another key", &other, right.clone(), data(HOST, PRESENT, 8), false),
        ("a credential in it", &key, right.clone(), data(HOST, PRESENT | HAS_CREDENTIAL, 8), false),
        ("more behind", &key, right.clone(), [data(HOST, PRESENT, 8), vec![1]].concat(), false),
        ("cut off", &key, right.clone(), data(HOST, PRESENT, 8)[..36].to_vec(), false),
    ];
    for (what, key, client, said, is_taken) in cases {
        let signature = signed(key, &client, &said);
        let taken = verify(&expected(), &credential, &client, &said, &signature);
        assert_eq!(taken.is_ok(), is_taken, "{what}: {taken:?}");
    }
    let said = data(HOST, PRESENT, 8);
    assert!(
        verify(&expected(), &credential, &right, &said, &signed(&key, &client, &said)).is_err(),
        "of another text"
    );
    assert!(verify(&expected(), &credential, &right, &said, &[]).is_err(), "no signature");
    credential.counter = 0;
    let said = data(HOST, PRESENT, 0);
    assert_eq!(
        verify(&expected(), &credential, &right, &said, &signed(&key, &right, &said)),
        Ok(0),
        "it does not count"
    );
}

//! Encrypted assertions, in the form that Okta sends: the wrapped key stands beside the data, and not in it.

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, RandomizedNonceKey};
use aws_lc_rs::cipher::{
    AES_128, AES_256, Algorithm, DecryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OaepPublicEncryptingKey, Pkcs1PublicEncryptingKey, PublicEncryptingKey,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::kernel::certificate::Certificate;
use crate::resource::app::key::lines;
use crate::sign_in::saml::message::ASSERTION;
use crate::sign_in::saml::signature::DS;

const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";

/// An assertion that only the app can read; nothing where the settings have no certificate for it.
pub fn encrypted(assertion: &str, settings: &Value) -> Option<String> {
    let certificate = Certificate::read(settings["x5c"][0].as_str()?.as_bytes())?;
    let wanted = settings["encryptionAlgorithm"].as_str().unwrap_or("AES256_CBC");
    let (algorithm, key, data) = sealed(wanted, assertion.as_bytes())?;
    let is_old = settings["keyTransportAlgorithm"] == "RSA_15";
    let wrapped = if is_old { wrapped_old(&certificate, &key)? } else { wrapped(&certificate, &key)? };
    let transport = match is_old {
        true => format!("<xenc:EncryptionMethod Algorithm=\"{XENC}rsa-1_5\"></xenc:EncryptionMethod>"),
        false => format!(
            "<xenc:EncryptionMethod Algorithm=\"{XENC}rsa-oaep-mgf1p\">\
             <ds:DigestMethod xmlns:ds=\"{DS}\" Algorithm=\"{DS}sha1\"></ds:DigestMethod></xenc:EncryptionMethod>"
        ),
    };
    let (data_id, key_id) = (format!("_{}", hex()), format!("_{}", hex()));
    let value = |bytes: &[u8]| {
        let text = STANDARD.encode(bytes);
        format!("<xenc:CipherData><xenc:CipherValue>{text}</xenc:CipherValue></xenc:CipherData>")
    };
    Some(format!(
        "<saml2:EncryptedAssertion xmlns:saml2=\"{ASSERTION}\">\
         <xenc:EncryptedData xmlns:xenc=\"{XENC}\" Id=\"{data_id}\" Type=\"{XENC}Element\">\
         <xenc:EncryptionMethod Algorithm=\"{algorithm}\"></xenc:EncryptionMethod>\
         <ds:KeyInfo xmlns:ds=\"{DS}\">\
         <ds:RetrievalMethod Type=\"{XENC}EncryptedKey\" URI=\"#{key_id}\"></ds:RetrievalMethod></ds:KeyInfo>{}\
         </xenc:EncryptedData><xenc:EncryptedKey xmlns:xenc=\"{XENC}\" Id=\"{key_id}\">{transport}\
         <ds:KeyInfo xmlns:ds=\"{DS}\"><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data>\
         </ds:KeyInfo>{}<xenc:ReferenceList><xenc:DataReference URI=\"#{data_id}\"></xenc:DataReference>\
         </xenc:ReferenceList></xenc:EncryptedKey></saml2:EncryptedAssertion>",
        value(&data),
        lines(&STANDARD.encode(certificate.der())),
        value(&wrapped),
    ))
}

fn hex() -> String {
    rand::random::<[u8; 16]>().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name of the algorithm, the key, and what was encrypted with it.
fn sealed(wanted: &str, plain: &[u8]) -> Option<(String, Vec<u8>, Vec<u8>)> {
    let key: [u8; 32] = rand::random();
    Some(match wanted {
        "AES128_CBC" => {
            (format!("{XENC}aes128-cbc"), key[..16].to_vec(), chained(&AES_128, &key[..16], plain)?)
        }
        "AES256_CBC" => (format!("{XENC}aes256-cbc"), key.to_vec(), chained(&AES_256, &key, plain)?),
        "AES128_GCM" => {
            let name = "http://www.w3.org/2009/xmlenc11#aes128-gcm".to_owned();
            (name, key[..16].to_vec(), with_tag(&AES_128_GCM, &key[..16], plain)?)
        }
        _ => {
            let name = "http://www.w3.org/2009/xmlenc11#aes256-gcm".to_owned();
            (name, key.to_vec(), with_tag(&AES_256_GCM, &key, plain)?)
        }
    })
}

/// The first block stands before the data. How the last one is filled up fits XML: its last byte says how far.
fn chained(algorithm: &'static Algorithm, key: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let key = PaddedBlockEncryptingKey::cbc_pkcs7(UnboundCipherKey::new(algorithm, key).ok()?).ok()?;
    let mut data = plain.to_vec();
    let DecryptionContext::Iv128(first) = key.encrypt(&mut data).ok()? else { return None };
    let first: &[u8; 16] = FixedLength::as_ref(&first);
    Some([first.as_slice(), &data].concat())
}

fn with_tag(algorithm: &'static aws_lc_rs::aead::Algorithm, key: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let key = RandomizedNonceKey::new(algorithm, key).ok()?;
    let mut data = plain.to_vec();
    let nonce = key.seal_in_place_append_tag(Aad::empty(), &mut data).ok()?;
    Some([nonce.as_ref().as_slice(), &data].concat())
}

fn wrapped(certificate: &Certificate, key: &[u8]) -> Option<Vec<u8>> {
    let public =
        OaepPublicEncryptingKey::new(PublicEncryptingKey::from_der(&certificate.public_key).ok()?).ok()?;
    let mut wrapped = vec![0; public.ciphertext_size()];
    let length = public.encrypt(&OAEP_SHA1_MGF1SHA1, key, &mut wrapped, None).ok()?.len();
    wrapped.truncate(length);
    Some(wrapped)
}

fn wrapped_old(certificate: &Certificate, key: &[u8]) -> Option<Vec<u8>> {
    let public =
        Pkcs1PublicEncryptingKey::new(PublicEncryptingKey::from_der(&certificate.public_key).ok()?).ok()?;
    let mut wrapped = vec![0; public.ciphertext_size()];
    let length = public.encrypt(key, &mut wrapped).ok()?.len();
    wrapped.truncate(length);
    Some(wrapped)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Okta's description names one of the four twice, and this one never; it is probably what was meant.
    #[test]
    fn each_algorithm_has_a_name_and_a_length() {
        let plain = [b'x'; 40];
        let cases = [
            ("AES128_CBC", "http://www.w3.org/2001/04/xmlenc#aes128-cbc", 16, 16 + 48),
            ("AES256_CBC", "http://www.w3.org/2001/04/xmlenc#aes256-cbc", 32, 16 + 48),
            ("AES128_GCM", "http://www.w3.org/2009/xmlenc11#aes128-gcm", 16, 12 + 40 + 16),
            ("AES256_GCM", "http://www.w3.org/2009/xmlenc11#aes256-gcm", 32, 12 + 40 + 16),
        ];
        for (wanted, name, key_length, length) in cases {
            let (algorithm, key, data) = sealed(wanted, &plain).expect(wanted);
            assert_eq!((algorithm.as_str(), key.len(), data.len()), (name, key_length, length), "{wanted}");
        }
    }
}

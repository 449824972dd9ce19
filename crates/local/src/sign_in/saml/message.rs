//! Messages of service providers as they come: unpacked, bounded, read, and their signatures checked.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use roxmltree::Node;

use crate::kernel::bounds::saml::LARGEST;
use crate::kernel::certificate::Certificate;
use crate::kernel::context::Context;
use crate::sign_in::saml::{signature, xml};

pub const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
pub const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";

/// A message, unpacked and not yet trusted.
pub struct Message {
    pub text: String,
    /// What was signed in the address, with the algorithm and the signature.
    in_address: Option<(String, String, Vec<u8>)>,
}

/// The message of a request. Okta takes a packed one by either way, and so does the org.
pub fn unpacked(context: &Context<'_>, name: &str, value: &str) -> Option<Message> {
    let bytes = signature::decoded(value)?;
    let plain = match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'<') | Some(0xef) => bytes,
        _ => inflated(&bytes)?,
    };
    let text = String::from_utf8(plain).ok()?;
    let text = text.trim_start_matches('\u{feff}').to_owned();
    Some(Message { text, in_address: signed_address(&context.request.raw_query, name) })
}

/// What was packed, where it is no larger than a message may be. Nothing larger is ever held.
fn inflated(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let most = u64::try_from(LARGEST).ok()? + 1;
    flate2::read::DeflateDecoder::new(bytes).take(most).read_to_end(&mut plain).ok()?;
    (plain.len() <= LARGEST).then_some(plain)
}

/// Packs a message for an address.
pub fn deflated(text: &str) -> String {
    use std::io::Write;
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(text.as_bytes()).expect("memory takes what is written");
    STANDARD.encode(packer.finish().expect("memory takes what is written"))
}

/// What a signature in an address is made over: parts of the address as they came.
fn signed_address(query: &str, name: &str) -> Option<(String, String, Vec<u8>)> {
    let part = |wanted: &str| {
        query.split('&').find(|part| part.split_once('=').is_some_and(|(known, _)| known == wanted))
    };
    let value = |wanted: &str| {
        let (_, value) = part(wanted)?.split_once('=')?;
        // In a form, a plus is a blank; in Base64, a blank can only have been a plus.
        percent_decode_str(value).decode_utf8().ok().map(|value| value.replace(' ', "+"))
    };
    let (algorithm, signed) = (value("SigAlg")?, value("Signature")?);
    let parts: Vec<&str> =
        [Some(part(name)?), part("RelayState"), part("SigAlg")].into_iter().flatten().collect();
    Some((parts.join("&"), algorithm, signature::decoded(&signed)?))
}

impl Message {
    /// Whether one of the certificates signed it, in the address or in itself.
    pub fn is_signed(&self, root: Node<'_, '_>, certificates: &[Certificate]) -> bool {
        match &self.in_address {
            Some((text, algorithm, value)) => {
                signature::is_by(certificates, algorithm, text.as_bytes(), value)
            }
            None => signature::is_signed(root, certificates),
        }
    }
}

/// What an app asks for when it sends somebody to sign in.
pub struct AuthnRequest {
    pub id: String,
    pub acs: Option<String>,
    pub index: Option<u64>,
    pub is_forced: bool,
    /// The format of the name, where the request asks for one.
    pub format: Option<String>,
    pub has_policy: bool,
    pub is_signed: bool,
}

/// What an app asks for when somebody signs out there.
pub struct LogoutRequest {
    pub id: String,
    pub issuer: Option<String>,
    pub name_id: String,
    pub is_signed: bool,
}

/// The root of a message, if it is one of SAML 2.0 with this name.
fn root<'a, 'i>(document: &'a roxmltree::Document<'i>, name: &str) -> Option<(Node<'a, 'i>, String)> {
    let root = document.root_element();
    let id = root.attribute("ID").filter(|id| is_name(id))?;
    let fits = root.has_tag_name((PROTOCOL, name)) && root.attribute("Version") == Some("2.0");
    fits.then(|| (root, id.to_owned()))
}

/// An id can be a name of XML, and is not endless.
fn is_name(id: &str) -> bool {
    let is_part = |one: char| one.is_alphanumeric() || matches!(one, '_' | '-' | '.' | ':');
    !id.is_empty() && id.len() <= 512 && id.chars().all(is_part)
}

fn is_true(text: Option<&str>) -> bool {
    matches!(text, Some("true" | "1"))
}

impl AuthnRequest {
    pub fn read(message: &Message, certificates: &[Certificate]) -> Option<Self> {
        let document = xml::read(&message.text)?;
        let (root, id) = root(&document, "AuthnRequest")?;
        let policy = xml::children(root, PROTOCOL, "NameIDPolicy").next();
        let index = match root.attribute("AssertionConsumerServiceIndex") {
            Some(text) => Some(text.parse().ok()?),
            None => None,
        };
        Some(AuthnRequest {
            id,
            acs: root.attribute("AssertionConsumerServiceURL").map(str::to_owned),
            index,
            is_forced: is_true(root.attribute("ForceAuthn")),
            format: policy.and_then(|policy| policy.attribute("Format")).map(str::to_owned),
            has_policy: policy.is_some(),
            is_signed: message.is_signed(root, certificates),
        })
    }
}

impl LogoutRequest {
    pub fn read(message: &Message, certificates: &[Certificate]) -> Option<Self> {
        let document = xml::read(&message.text)?;
        let (root, id) = root(&document, "LogoutRequest")?;
        let ids = ["NameID", "BaseID", "EncryptedID"];
        let named = ids.iter().map(|name| xml::children(root, ASSERTION, name).count()).sum::<usize>();
        let name_id = xml::only(root, ASSERTION, "NameID").filter(|_| named == 1)?;
        Some(LogoutRequest {
            id,
            issuer: xml::only(root, ASSERTION, "Issuer").and_then(xml::text).map(str::to_owned),
            name_id: xml::text(name_id)?.to_owned(),
            is_signed: message.is_signed(root, certificates),
        })
    }
}

/// The status of a logout response, if it is one.
pub fn logout_status(text: &str) -> Option<String> {
    let document = xml::read(text)?;
    let (root, _) = root(&document, "LogoutResponse")?;
    let status = xml::only(root, PROTOCOL, "Status")?;
    xml::only(status, PROTOCOL, "StatusCode")?.attribute("Value").map(str::to_owned)
}

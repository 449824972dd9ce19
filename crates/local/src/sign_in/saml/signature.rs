//! XML signatures: those that the org makes, and those of service providers that it checks.

use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RsaParameters, RsaPublicKeyComponents,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Node;
use sha2::Digest;

use crate::kernel::certificate::Certificate;
use crate::kernel::key_pair::Hash;
use crate::resource::app::key::{Signing, lines};
use crate::sign_in::saml::xml;

pub const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// With what an app signs.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    pub signature: Hash,
    pub digest: Hash,
}

impl Method {
    pub fn algorithm(self) -> &'static str {
        match self.signature {
            Hash::Sha1 => "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
            Hash::Sha256 => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        }
    }

    fn digest_algorithm(self) -> &'static str {
        match self.digest {
            Hash::Sha1 => "http://www.w3.org/2000/09/xmldsig#sha1",
            Hash::Sha256 => "http://www.w3.org/2001/04/xmlenc#sha256",
        }
    }
}

/// An element that has a signature between its head, which ends with the issuer, and its tail. Both are written in
/// their canonical form. `types` says whether the element has types of XML Schema in it.
pub fn signed(head: &str, tail: &str, id: &str, types: bool, method: Method, signing: &Signing) -> String {
    let digest = STANDARD.encode(method.digest.of(format!("{head}{tail}").as_bytes()));
    let prefixes = match types {
        true => format!(
            "<ec:InclusiveNamespaces xmlns:ec=\"{EXCLUSIVE}\" PrefixList=\"xs\"></ec:InclusiveNamespaces>"
        ),
        false => String::new(),
    };
    let info = format!(
        "<ds:CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\"></ds:CanonicalizationMethod>\
         <ds:SignatureMethod Algorithm=\"{}\"></ds:SignatureMethod><ds:Reference URI=\"#{id}\"><ds:Transforms>\
         <ds:Transform Algorithm=\"{ENVELOPED}\"></ds:Transform>\
         <ds:Transform Algorithm=\"{EXCLUSIVE}\">{prefixes}</ds:Transform></ds:Transforms>\
         <ds:DigestMethod Algorithm=\"{}\"></ds:DigestMethod><ds:DigestValue>{digest}</ds:DigestValue>\
         </ds:Reference></ds:SignedInfo>",
        method.algorithm(),
        method.digest_algorithm(),
    );
    // Alone it needs the name of its space; within the signature the signature has it.
    let alone = format!("<ds:SignedInfo xmlns:ds=\"{DS}\">{info}");
    let value = STANDARD.encode(signing.pair.sign(method.signature, alone.as_bytes()));
    let certificate = lines(&signing.certificate);
    format!(
        "{head}<ds:Signature xmlns:ds=\"{DS}\"><ds:SignedInfo>{info}<ds:SignatureValue>{value}</ds:SignatureValue>\
         <ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>\
         </ds:Signature>{tail}"
    )
}

fn parameters(algorithm: &str) -> Option<&'static RsaParameters> {
    match algorithm {
        "http://www.w3.org/2000/09/xmldsig#rsa-sha1" => Some(&RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY),
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256" => Some(&RSA_PKCS1_2048_8192_SHA256),
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384" => Some(&RSA_PKCS1_2048_8192_SHA384),
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512" => Some(&RSA_PKCS1_2048_8192_SHA512),
        _ => None,
    }
}

fn digest(algorithm: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    Some(match algorithm {
        "http://www.w3.org/2000/09/xmldsig#sha1" => sha1::Sha1::digest(bytes).to_vec(),
        "http://www.w3.org/2001/04/xmlenc#sha256" => sha2::Sha256::digest(bytes).to_vec(),
        "http://www.w3.org/2001/04/xmldsig-more#sha384" => sha2::Sha384::digest(bytes).to_vec(),
        "http://www.w3.org/2001/04/xmlenc#sha512" => sha2::Sha512::digest(bytes).to_vec(),
        _ => return None,
    })
}

/// Whether one of the certificates signed a message in this way.
pub fn is_by(certificates: &[Certificate], algorithm: &str, message: &[u8], signature: &[u8]) -> bool {
    let Some(parameters) = parameters(algorithm) else { return false };
    certificates
        .iter()
        .filter_map(Certificate::rsa)
        .any(|(n, e)| RsaPublicKeyComponents { n, e }.verify(parameters, message, signature).is_ok())
}

/// Whether one of the certificates signed the whole of this element. What the signature says of its own key does not
/// count, and it may leave nothing out.
pub fn is_signed(message: Node<'_, '_>, certificates: &[Certificate]) -> bool {
    check(message, certificates).unwrap_or_default()
}

fn check(message: Node<'_, '_>, certificates: &[Certificate]) -> Option<bool> {
    let id = message.attribute("ID").filter(|id| !id.is_empty())?;
    let same = message.document().descendants().filter(|node| {
        node.attributes().any(|one| one.name().eq_ignore_ascii_case("id") && one.value() == id)
    });
    if same.count() != 1 {
        return None;
    }
    let signature = xml::only(message, DS, "Signature")?;
    let info = xml::only(signature, DS, "SignedInfo")?;
    let algorithm = |node: Node<'_, '_>, name: &'static str| {
        xml::only(node, DS, name).and_then(|found| found.attribute("Algorithm").map(str::to_owned))
    };
    if algorithm(info, "CanonicalizationMethod")? != EXCLUSIVE {
        return None;
    }
    let reference = xml::only(info, DS, "Reference")?;
    if reference.attribute("URI")?.strip_prefix('#')? != id {
        return None;
    }
    let prefixes = transformed(xml::only(reference, DS, "Transforms")?)?;
    let prefixes: Vec<&str> = prefixes.split_whitespace().collect();
    let content = xml::canonical(message, Some(signature), &prefixes);
    let value = decoded(xml::text(xml::only(reference, DS, "DigestValue")?)?)?;
    if digest(&algorithm(reference, "DigestMethod")?, content.as_bytes())? != value {
        return None;
    }
    let listed = xml::only(info, DS, "CanonicalizationMethod").and_then(listed).unwrap_or_default();
    let listed: Vec<&str> = listed.split_whitespace().collect();
    let signed = xml::canonical(info, None, &listed);
    let value = decoded(xml::text(xml::only(signature, DS, "SignatureValue")?)?)?;
    Some(is_by(certificates, &algorithm(info, "SignatureMethod")?, signed.as_bytes(), &value))
}

/// The prefixes that a canonical form is asked to keep.
fn listed(node: Node<'_, '_>) -> Option<String> {
    xml::only(node, EXCLUSIVE, "InclusiveNamespaces")?.attribute("PrefixList").map(str::to_owned)
}

/// The two transforms that there may be. Gives the prefixes that the second one is asked to keep.
fn transformed(transforms: Node<'_, '_>) -> Option<String> {
    let mut prefixes = String::new();
    let mut enveloped = false;
    let steps: Vec<Node<'_, '_>> = transforms.children().filter(Node::is_element).collect();
    for step in &steps {
        match step.attribute("Algorithm")? {
            ENVELOPED => enveloped = true,
            EXCLUSIVE => prefixes = listed(*step).unwrap_or_default(),
            _ => return None,
        }
    }
    (enveloped && steps.len() <= 2).then_some(prefixes)
}

/// Base64, with or without line ends.
pub fn decoded(text: &str) -> Option<Vec<u8>> {
    let text: String = text.chars().filter(|one| !one.is_ascii_whitespace()).collect();
    STANDARD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::key_pair::KeyPair;
    use crate::sign_in::saml::xml::read;

    fn signing() -> Signing {
        let pair = KeyPair::generate();
        let made: jiff::Timestamp = "2026-01-02T03:04:05Z".parse().expect("a time");
        let der = pair.certificate("local", made, made + jiff::SignedDuration::from_hours(24));
        Signing { certificate: STANDARD.encode(der), pair }
    }

    fn certificates(signing: &Signing) -> Vec<Certificate> {
        vec![Certificate::read(signing.certificate.as_bytes()).expect("a certificate")]
    }

    fn message(signing: &Signing, method: Method, types: bool) -> String {
        let head = "<p:M xmlns:p=\"urn:m\" xmlns:xs=\"urn:x\" ID=\"a1\"><p:I>me</p:I>";
        signed(head, "<p:B xmlns:p=\"urn:n\">text</p:B></p:M>", "a1", types, method, signing)
    }

    const METHOD: Method = Method { signature: Hash::Sha256, digest: Hash::Sha256 };

    #[test]
    fn what_the_org_signs_it_accepts() {
        let (own, other) = (signing(), signing());
        for signature in [Hash::Sha1, Hash::Sha256] {
            for digest in [Hash::Sha1, Hash::Sha256] {
                let text = message(&own, Method { signature, digest }, true);
                let document = read(&text).expect("XML");
                assert!(is_signed(document.root_element(), &certificates(&own)), "{signature:?} {digest:?}");
                assert!(!is_signed(document.root_element(), &certificates(&other)), "of another key");
                assert!(!is_signed(document.root_element(), &[]), "of nobody");
            }
        }
    }

    /// Each of them says something else than what was signed, or hides it.
    #[test]
    fn what_was_altered_is_not_signed() {
        let own = signing();
        let text = message(&own, METHOD, true);
        let enveloped = format!("<ds:Transform Algorithm=\"{ENVELOPED}\"></ds:Transform>");
        let start = text.find("<ds:Reference").expect("a reference");
        let end = text.find("</ds:SignedInfo>").expect("its end");
        let reference = &text[start..end];
        let signature =
            &text[text.find("<ds:Signature ").expect("it is there")..text.find("<p:B").expect("it is there")];
        let cases = [
            ("a text", text.replace("text<", "test<")),
            ("an attribute", text.replace("ID=\"a1\"", "ID=\"a1\" x=\"y\"")),
            ("another id", text.replace("ID=\"a1\"", "ID=\"a2\"")),
            ("the id twice", text.replace("<p:B ", "<p:B ID=\"a1\" ")),
            ("the id twice in small letters", text.replace("<p:B ", "<p:B id=\"a1\" ")),
            ("no id", text.replace(" ID=\"a1\"", "")),
            ("another reference", text.replace("URI=\"#a1\"", "URI=\"\"")),
            ("two references", text.replace(reference, &format!("{reference}{reference}"))),
            ("no transform", text.replace(&enveloped, "")),
            ("a foreign transform", text.replace(ENVELOPED, "http://www.w3.org/TR/1999/REC-xslt-19991116")),
            ("two signatures", text.replace(signature, &format!("{signature}{signature}"))),
            ("no signature", text.replace(signature, "")),
            ("within another element", format!("<p:M xmlns:p=\"urn:m\" ID=\"b1\">{text}</p:M>")),
            ("the digest", text.replace("<ds:DigestValue>", "<ds:DigestValue>AAAA")),
            ("a weak algorithm", text.replace("xmldsig-more#rsa-sha256", "xmldsig#hmac-sha1")),
            (
                "another canonical form",
                text.replace(
                    "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#",
                    "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
                ),
            ),
        ];
        for (what, altered) in cases {
            assert_ne!(altered, text, "{what}");
            let document = read(&altered).expect(what);
            assert!(!is_signed(document.root_element(), &certificates(&own)), "{what}");
        }
        let same =
            text.replace("<p:I>", "<!-- a comment is no part of it --><p:I>").replace("ID=\"a1\"", "ID='a1'");
        assert!(
            is_signed(read(&same).expect("XML").root_element(), &certificates(&own)),
            "written otherwise"
        );
    }
}

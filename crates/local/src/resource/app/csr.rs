//! Certificate signing requests of an application and of an identity provider.
//!
//! Each is real: made and signed by an RSA key of its own, which is dropped afterwards, since the local org
//! signs no assertions.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{StatusCode, header};
use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::certificate::Certificate;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::id;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::path;
use crate::resource::identity_provider;

pub const HANDLERS: Handlers = &[
    (&op::LIST_CSRS_FOR_APPLICATION, list),
    (&op::GENERATE_CSR_FOR_APPLICATION, generate),
    (&op::GET_CSR_FOR_APPLICATION, get),
    (&op::REVOKE_CSR_FROM_APPLICATION, revoke),
    (&op::PUBLISH_CSR_FROM_APPLICATION, publish),
    (&op::LIST_CSRS_FOR_IDENTITY_PROVIDER, list),
    (&op::GENERATE_CSR_FOR_IDENTITY_PROVIDER, generate),
    (&op::GET_CSR_FOR_IDENTITY_PROVIDER, get),
    (&op::REVOKE_CSR_FOR_IDENTITY_PROVIDER, revoke),
    (&op::PUBLISH_CSR_FOR_IDENTITY_PROVIDER, publish),
];

/// A certificate for a request must be good for longer than this.
const SHORTEST: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Whose requests they are: an application's or an identity provider's.
struct Owner {
    id: String,
    /// The path of all requests.
    path: String,
    is_provider: bool,
}

fn owner(context: &Context<'_>) -> Result<Owner, Problem> {
    let is_provider = context.request.params.iter().any(|(name, _)| *name == "idpId");
    if is_provider {
        let provider = identity_provider::of_path(context)?;
        let path = context.url(&format!("/idps/{}/credentials/csrs", id_of(&provider)));
        return Ok(Owner { id: id_of(&provider).to_owned(), path, is_provider });
    }
    let app = context.app()?;
    let path = path(context, id_of(&app), "/credentials/csrs");
    Ok(Owner { id: id_of(&app).to_owned(), path, is_provider })
}

fn render(owner: &Owner, csr: &Value) -> Value {
    let own = format!("{}/{}", owner.path, id_of(csr));
    let mut shown = csr.clone();
    shown["_links"] = json!({
        "publish": { "href": format!("{own}/lifecycle/publish"), "hints": { "allow": ["POST"] } },
        "self": { "href": own, "hints": { "allow": ["GET", "DELETE"] } },
    });
    shown
}

/// JSON, or the request alone where PKCS #10 is asked for.
fn answer(context: &Context<'_>, status: StatusCode, owner: &Owner, csr: &Value) -> Reply {
    if context.header("accept").is_some_and(|accept| accept.contains("application/pkcs10")) {
        let mut reply = Reply::no_content();
        reply.status = status;
        reply.body = csr["csr"].as_str().unwrap_or_default().to_owned().into();
        return reply.header(header::CONTENT_TYPE, "application/pkcs10");
    }
    Reply::json(status, &render(owner, csr))
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let owner = owner(context)?;
    let csrs = context.tx.all(kind::APP_CSR.of(&owner.id))?;
    let csrs: Vec<Value> = csrs.iter().map(|(_, csr)| render(&owner, csr)).collect();
    Ok(Reply::ok(&csrs))
}

fn generate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let owner = owner(context)?;
    let request = context.object()?;
    if request["subject"]["commonName"].as_str().unwrap_or_default().is_empty() {
        return Err(Problem::blank("subject.commonName"));
    }
    let der = signed_request(&request).map_err(|_| Problem::internal())?;
    let csr = json!({
        "id": id::random(43),
        "created": context.now_text(),
        "csr": STANDARD.encode(der),
        "kty": "RSA",
    });
    context.tx.put(kind::APP_CSR.of(&owner.id), id_of(&csr), &csr)?;
    let location = format!("{}/{}", owner.path, id_of(&csr));
    Ok(answer(context, StatusCode::CREATED, &owner, &csr).header(header::LOCATION, &location))
}

fn find(context: &Context<'_>) -> Result<(Owner, Value), Problem> {
    let owner = owner(context)?;
    let id = context.param(if owner.is_provider { "idpCsrId" } else { "csrId" });
    let csr = context.tx.get(kind::APP_CSR.of(&owner.id), id)?;
    Ok((owner, csr.ok_or_else(|| Problem::not_found(id, "CertificateSigningRequest"))?))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (owner, csr) = find(context)?;
    Ok(answer(context, StatusCode::OK, &owner, &csr))
}

fn revoke(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (owner, csr) = find(context)?;
    context.tx.delete(kind::APP_CSR.of(&owner.id), id_of(&csr))?;
    Ok(Reply::no_content())
}

/// The certificate that an authority issued for the request: it must be of the request's key. It becomes a key
/// of the owner, and the request is done.
fn publish(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (owner, csr) = find(context)?;
    let refused = |cause: &str| Problem::validation("certificate", cause);
    let sent = Certificate::read(&context.request.body);
    let certificate = sent.ok_or_else(|| refused("The certificate is malformed."))?;
    let request = STANDARD.decode(csr["csr"].as_str().unwrap_or_default()).unwrap_or_default();
    let is_same_key =
        request.windows(certificate.public_key.len()).any(|part| part == certificate.public_key);
    if !is_same_key {
        return Err(refused("The certificate doesn't match the CSR."));
    }
    if certificate.expires <= context.now + SHORTEST {
        return Err(refused("The certificate must be valid for more than 90 days."));
    }
    let key = certificate.key(&id::random(43), &context.now_text());
    let kid = key["kid"].as_str().unwrap_or_default();
    let kind = if owner.is_provider { kind::IDENTITY_PROVIDER_SIGNING_KEY } else { kind::APP_KEY };
    context.tx.put(kind.of(&owner.id), kid, &key)?;
    context.tx.delete(kind::APP_CSR.of(&owner.id), id_of(&csr))?;
    let location = format!("{}/{kid}", owner.path.replace("/csrs", "/keys"));
    Ok(Reply::created(&key).header(header::LOCATION, &location))
}

// ---- PKCS #10 ----

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OID: u8 = 0x06;
const UTF8: u8 = 0x0c;
const SHA256_WITH_RSA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
const EXTENSION_REQUEST: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x0e];
const SUBJECT_ALT_NAME: [u8; 3] = [0x55, 0x1d, 0x11];

/// The members of a subject with the last step of their object ids, which all begin with 2.5.4.
const SUBJECT: [(&str, u8); 6] = [
    ("countryName", 6),
    ("stateOrProvinceName", 8),
    ("localityName", 7),
    ("organizationName", 10),
    ("organizationalUnitName", 11),
    ("commonName", 3),
];

/// A DER element.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let length = &length[length.iter().position(|byte| *byte != 0).unwrap_or(length.len() - 1)..];
    let mut der = vec![tag];
    if content.len() < 0x80 {
        der.push(content.len() as u8);
    } else {
        der.push(0x80 | length.len() as u8);
        der.extend_from_slice(length);
    }
    der.extend_from_slice(content);
    der
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(SEQUENCE, &parts.concat())
}

fn subject(request: &Value) -> Vec<u8> {
    let named = SUBJECT.iter().filter_map(|(name, step)| Some((request["subject"][*name].as_str()?, *step)));
    let parts = named.map(|(text, step)| {
        let attribute = [element(OID, &[0x55, 0x04, step]), element(UTF8, text.as_bytes())];
        element(SET, &sequence(&attribute))
    });
    sequence(&parts.collect::<Vec<_>>())
}

/// The attributes of the request: the other names of its subject, where it has any.
fn attributes(request: &Value) -> Vec<u8> {
    let names = request["subjectAltNames"]["dnsNames"].as_array().into_iter().flatten();
    let names: Vec<Vec<u8>> =
        names.filter_map(Value::as_str).map(|name| element(0x82, name.as_bytes())).collect();
    if names.is_empty() {
        return element(0xa0, &[]);
    }
    let extension = [element(OID, &SUBJECT_ALT_NAME), element(0x04, &sequence(&names))];
    let extensions = sequence(&[sequence(&extension)]);
    element(0xa0, &sequence(&[element(OID, &EXTENSION_REQUEST), element(SET, &extensions)]))
}

fn signed_request(request: &Value) -> Result<Vec<u8>, aws_lc_rs::error::Unspecified> {
    let pair = KeyPair::generate(KeySize::Rsa2048)?;
    let public = pair.public_key().as_der()?;
    let version = element(0x02, &[0]);
    let info = sequence(&[version, subject(request), public.as_ref().to_vec(), attributes(request)]);
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), &info, &mut signature)?;
    let algorithm = sequence(&[element(OID, &SHA256_WITH_RSA), element(0x05, &[])]);
    // A bit string tells first how many bits of its last byte are not used: none.
    let signature = element(0x03, &[&[0], signature.as_slice()].concat());
    Ok(sequence(&[info, algorithm, signature]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

    /// Splits the first element off.
    fn split(der: &[u8]) -> (&[u8], &[u8], &[u8]) {
        let (header, length) = match der[1] {
            short if short < 0x80 => (2, usize::from(short)),
            long => {
                let bytes = usize::from(long & 0x7f);
                let length = der[2..2 + bytes].iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
                (2 + bytes, length)
            }
        };
        (&der[..header + length], &der[header..header + length], &der[header + length..])
    }

    #[test]
    fn a_request_is_signed_by_the_key_that_it_names() {
        let names = json!({
            "subject": { "countryName": "US", "organizationName": "Okta", "commonName": "SP Issuer" },
            "subjectAltNames": { "dnsNames": ["dev.example.com"] },
        });
        let der = signed_request(&names).expect("a request");
        let (whole, body, rest) = split(&der);
        assert!(rest.is_empty());
        assert_eq!(whole, der);
        let (info, content, rest) = split(body);
        let (_, _, signature) = split(rest);
        let signature = &split(signature).1[1..];
        let (_, _, after_version) = split(content);
        let (_, _, after_subject) = split(after_version);
        let (public, _, attributes) = split(after_subject);
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public)
            .verify(info, signature)
            .expect("the signature is right");
        let has = |der: &[u8], text: &str| der.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(has(content, "SP Issuer") && has(attributes, "dev.example.com"));
    }

    #[test]
    fn lengths_are_written_as_der_asks() {
        for (length, header) in [(0, vec![4, 0]), (127, vec![4, 127]), (128, vec![4, 0x81, 128])] {
            assert_eq!(element(4, &vec![7; length])[..header.len()], header);
        }
        assert_eq!(element(4, &[7; 256])[..4], [4, 0x82, 1, 0]);
    }
}

//! Certificate signing requests of an application, and what identity providers share of them.
//!
//! Each is real: made and signed by an RSA key of its own. With the certificate that comes back, an application signs
//! its assertions.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{StatusCode, header};
use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::certificate::Certificate;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::der::{OID, SET, UTF8, bits, element, integer, sequence, sha256_with_rsa};
use crate::kernel::id;
use crate::kernel::key_pair::{Hash, KeyPair};
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::{key, path};

pub const HANDLERS: Handlers = &[
    (&op::LIST_CSRS_FOR_APPLICATION, |context| list(context, &owner(context)?)),
    (&op::GENERATE_CSR_FOR_APPLICATION, |context| generate(context, &owner(context)?)),
    (&op::GET_CSR_FOR_APPLICATION, |context| get(context, &owner(context)?)),
    (&op::REVOKE_CSR_FROM_APPLICATION, |context| revoke(context, &owner(context)?)),
    (&op::PUBLISH_CSR_FROM_APPLICATION, |context| publish(context, &owner(context)?)),
];

/// A certificate for a request must be good for longer than this.
const SHORTEST: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Whose requests they are: an application's or an identity provider's.
pub struct Owner {
    pub id: String,
    /// The path of all requests.
    pub path: String,
    /// The parameter of a path that names a request.
    pub named_by: &'static str,
    /// Where the keys of all such owners are kept.
    pub keys: Kind<'static>,
}

fn owner(context: &Context<'_>) -> Result<Owner, Problem> {
    let app = context.app()?;
    let path = path(context, id_of(&app), "/credentials/csrs");
    Ok(Owner { id: id_of(&app).to_owned(), path, named_by: "csrId", keys: kind::APP_KEY })
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

/// JSON, or the request alone where PKCS #10 is asked for. SDKs that take both mean JSON.
fn answer(context: &Context<'_>, status: StatusCode, owner: &Owner, csr: &Value) -> Reply {
    let accept = context.header("accept").unwrap_or_default();
    if accept.contains("application/pkcs10") && !accept.contains("application/json") {
        let mut reply = Reply::no_content();
        reply.status = status;
        reply.body = csr["csr"].as_str().unwrap_or_default().to_owned().into();
        return reply.header(header::CONTENT_TYPE, "application/pkcs10");
    }
    Reply::json(status, &render(owner, csr))
}

/// All requests of an owner.
pub fn list(context: &mut Context<'_>, owner: &Owner) -> Result<Reply, Problem> {
    let csrs = context.tx.all(kind::APP_CSR.of(&owner.id))?;
    let csrs: Vec<Value> = csrs.iter().map(|(_, csr)| render(owner, csr)).collect();
    Ok(Reply::ok(&csrs))
}

/// Makes a key and a request for it.
pub fn generate(context: &mut Context<'_>, owner: &Owner) -> Result<Reply, Problem> {
    let request = context.object()?;
    if request["subject"]["commonName"].as_str().unwrap_or_default().is_empty() {
        return Err(Problem::blank("subject.commonName"));
    }
    let pair = KeyPair::generate();
    let der = signed_request(&request, &pair);
    let csr = json!({
        "id": id::random(43),
        "created": context.now_text(),
        "csr": STANDARD.encode(der),
        "kty": "RSA",
    });
    context.tx.put(kind::APP_CSR.of(&owner.id), id_of(&csr), &csr)?;
    key::keep_pair(context, id_of(&csr), &pair)?;
    let location = format!("{}/{}", owner.path, id_of(&csr));
    Ok(answer(context, StatusCode::CREATED, owner, &csr).header(header::LOCATION, &location))
}

fn find(context: &Context<'_>, owner: &Owner) -> Result<Value, Problem> {
    let id = context.param(owner.named_by);
    let csr = context.tx.get(kind::APP_CSR.of(&owner.id), id)?;
    csr.ok_or_else(|| Problem::not_found(id, "CertificateSigningRequest"))
}

/// One request.
pub fn get(context: &mut Context<'_>, owner: &Owner) -> Result<Reply, Problem> {
    let csr = find(context, owner)?;
    Ok(answer(context, StatusCode::OK, owner, &csr))
}

/// Forgets a request, with its key.
pub fn revoke(context: &mut Context<'_>, owner: &Owner) -> Result<Reply, Problem> {
    let csr = find(context, owner)?;
    context.tx.delete(kind::APP_CSR.of(&owner.id), id_of(&csr))?;
    key::forget_pair(context, id_of(&csr))?;
    Ok(Reply::no_content())
}

/// The certificate that an authority issued for the request: it must be of the request's key. It becomes a key
/// of the owner, and the request is done.
pub fn publish(context: &mut Context<'_>, owner: &Owner) -> Result<Reply, Problem> {
    let csr = find(context, owner)?;
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
    context.tx.put(owner.keys.of(&owner.id), kid, &key)?;
    key::rename_pair(context, id_of(&csr), kid)?;
    context.tx.delete(kind::APP_CSR.of(&owner.id), id_of(&csr))?;
    let location = format!("{}/{kid}", owner.path.replace("/csrs", "/keys"));
    Ok(Reply::created(&key).header(header::LOCATION, &location))
}

// ---- PKCS #10 ----

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

fn signed_request(request: &Value, pair: &KeyPair) -> Vec<u8> {
    let info = sequence(&[integer(&[0]), subject(request), pair.public_key(), attributes(request)]);
    let signature = pair.sign(Hash::Sha256, &info);
    sequence(&[info, sha256_with_rsa(), bits(&signature)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::der::first;
    use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

    /// Splits the first element off.
    fn split(der: &[u8]) -> (&[u8], &[u8], &[u8]) {
        let (_, content, rest) = first(der).expect("an element");
        (&der[..der.len() - rest.len()], content, rest)
    }

    #[test]
    fn a_request_is_signed_by_the_key_that_it_names() {
        let names = json!({
            "subject": { "countryName": "US", "organizationName": "Okta", "commonName": "SP Issuer" },
            "subjectAltNames": { "dnsNames": ["dev.example.com"] },
        });
        let der = signed_request(&names, &KeyPair::generate());
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
}

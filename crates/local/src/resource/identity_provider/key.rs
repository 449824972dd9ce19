//! The store of the certificates by which identity providers are trusted.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{Id, Listing, list};
use crate::document::{Collection, Verb, collection};
use crate::kernel::certificate::Certificate;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::id;
use crate::kernel::kind;
use crate::kernel::page::Limits;
use crate::kernel::problem::Problem;
use crate::resource::app::key as app_key;

pub const HANDLERS: Handlers =
    &[(&op::CREATE_IDENTITY_PROVIDER_KEY, create), (&op::DELETE_IDENTITY_PROVIDER_KEY, delete)];

pub const COLLECTIONS: &[Collection] = &[CERTIFICATES];

const CERTIFICATES: Collection = Collection {
    fields: &[list("x5c").required()],
    shows: || json!({ "kty": "RSA", "use": "sig", "e": "AQAB", "expiresAt": "{now}", "x5t#S256": "{hex}" }),
    listing: Listing::Paged(Limits::strict(20, 200)),
    sample: || json!({ "x5c": [app_key::CERTIFICATE] }),
    ..Collection::new("/api/v1/idps/credentials/keys/{kid}", "IdpTrustCredential", Id::Uuid("kid"))
};

/// A certificate that is trusted; what a key shows of it is read from it.
fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let Some(sent) = body["x5c"][0].as_str().filter(|sent| !sent.is_empty()) else {
        return Err(Problem::blank("x5c"));
    };
    let malformed = || Problem::validation("x5c", "x5c: The certificate is malformed.");
    let certificate = Certificate::read(sent.as_bytes()).ok_or_else(malformed)?;
    let mut key = certificate.key(&id::uuid(), &context.now_text());
    key["x5c"] = body["x5c"].clone();
    let taken = |(_, other): &(String, Value)| other["x5t#S256"] == key["x5t#S256"];
    if context.tx.all(kind::IDENTITY_PROVIDER_KEY)?.iter().any(taken) {
        return Err(Problem::new("E0000096", "The certificate is uploaded already."));
    }
    context.tx.put(kind::IDENTITY_PROVIDER_KEY, key["kid"].as_str().unwrap_or_default(), &key)?;
    Ok(Reply::ok(&key))
}

/// One that a provider is known by stays.
fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let kid = context.param("kid");
    let uses = |(_, provider): &(String, Value)| {
        let trust = &provider["protocol"]["credentials"]["trust"];
        let others = trust["additionalKids"].as_array().into_iter().flatten();
        trust["kid"] == kid || others.into_iter().any(|other| other == kid)
    };
    if context.tx.all(kind::IDENTITY_PROVIDER)?.iter().any(uses) {
        let cause = "The key is used by an identity provider, and cannot be deleted.";
        return Err(Problem::validation("kid", cause));
    }
    collection::serve(context, &CERTIFICATES, Verb::Delete)
}

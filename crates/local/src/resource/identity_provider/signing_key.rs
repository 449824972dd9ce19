//! Signing keys of an identity provider: with what the org signs its requests to it.
//!
//! As with applications, nothing is signed, and all keys show one public certificate.

use http::header;
use oktars_catalog::op;
use serde_json::Value;

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::key::{new_key, validity_years};
use crate::resource::identity_provider;

pub const HANDLERS: Handlers = &[
    (&op::LIST_IDENTITY_PROVIDER_SIGNING_KEYS, list),
    (&op::LIST_ACTIVE_IDENTITY_PROVIDER_SIGNING_KEY, list_active),
    (&op::GET_IDENTITY_PROVIDER_SIGNING_KEY, get),
    (&op::GENERATE_IDENTITY_PROVIDER_SIGNING_KEY, generate_one),
    (&op::CLONE_IDENTITY_PROVIDER_KEY, clone),
];

/// Makes a key for a provider, and gives its id.
pub fn generate(context: &Context<'_>, provider: &str, years: i64) -> Result<String, Problem> {
    let key = new_key(context, years);
    let kid = key["kid"].as_str().unwrap_or_default();
    context.tx.put(kind::IDENTITY_PROVIDER_SIGNING_KEY.of(provider), kid, &key)?;
    Ok(kid.to_owned())
}

fn all(context: &Context<'_>, provider: &Value) -> Result<Vec<Value>, Problem> {
    Ok(context
        .tx
        .all(kind::IDENTITY_PROVIDER_SIGNING_KEY.of(id_of(provider)))?
        .into_iter()
        .map(|(_, key)| key)
        .collect())
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let provider = identity_provider::of_path(context)?;
    Ok(Reply::ok(&all(context, &provider)?))
}

/// The one that signs, in a list.
fn list_active(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let provider = identity_provider::of_path(context)?;
    let signs = &provider["protocol"]["credentials"]["signing"]["kid"];
    let active: Vec<Value> =
        all(context, &provider)?.into_iter().filter(|key| key["kid"] == *signs).collect();
    Ok(Reply::ok(&active))
}

fn find(context: &Context<'_>, provider: &Value) -> Result<Value, Problem> {
    let kid = context.param("kid");
    let found = context.tx.get(kind::IDENTITY_PROVIDER_SIGNING_KEY.of(id_of(provider)), kid)?;
    found.ok_or_else(|| Problem::not_found(kid, "JsonWebKey"))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let provider = identity_provider::of_path(context)?;
    Ok(Reply::ok(&find(context, &provider)?))
}

fn generate_one(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let provider = identity_provider::of_path(context)?;
    let kid = generate(context, id_of(&provider), validity_years(context)?)?;
    created(context, &provider, &kid)
}

fn created(context: &Context<'_>, provider: &Value, kid: &str) -> Result<Reply, Problem> {
    let key = context
        .tx
        .get(kind::IDENTITY_PROVIDER_SIGNING_KEY.of(id_of(provider)), kid)?
        .expect("the key was just written");
    let location = context.url(&format!("/idps/{}/credentials/keys/{kid}", id_of(provider)));
    Ok(Reply::created(&key).header(header::LOCATION, &location))
}

fn clone(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let provider = identity_provider::of_path(context)?;
    let key = find(context, &provider)?;
    let target = context.query("targetIdpId").ok_or_else(|| Problem::blank("targetIdpId"))?;
    let target = identity_provider::find(context, target)?;
    let kid = context.param("kid");
    if context.tx.exists(kind::IDENTITY_PROVIDER_SIGNING_KEY.of(id_of(&target)), kid)? {
        let cause = "Key already exists in the list of key credentials for the target app.";
        return Err(Problem::validation("cloneKey", cause));
    }
    context.tx.put(kind::IDENTITY_PROVIDER_SIGNING_KEY.of(id_of(&target)), kid, &key)?;
    created(context, &target, kid)
}

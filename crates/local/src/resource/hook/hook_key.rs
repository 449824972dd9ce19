//! Keys with which hooks can be encrypted. Of each, only the public half is ever shown.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{Id, Use, text};
use crate::document::{Collection, Verb, collection, rules};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::authorization_server::public_key;

pub const HANDLERS: Handlers = &[
    (&op::LIST_HOOK_KEYS, list),
    (&op::CREATE_HOOK_KEY, create),
    (&op::GET_HOOK_KEY, get),
    (&op::GET_PUBLIC_KEY, get_public),
    (&op::REPLACE_HOOK_KEY, replace),
];

const KEYS: Collection = Collection {
    fields: &[text("name").required().at_most(255).unique()],
    shows: || json!({ "keyId": "{uuid}", "isUsed": "false" }),
    except: &[&op::GET_PUBLIC_KEY],
    uses: &[Use {
        operations: &[&op::DELETE_HOOK_KEY],
        is_used: |context, key| rules::is_mentioned(context, kind::INLINE_HOOK, id_of(key)),
        code: "E0000001",
        summary: "Api validation failed: hookKey",
        cause: "A key that an inline hook uses cannot be deleted.",
    }],
    sample: || json!({ "name": "Key" }),
    ..Collection::new("/api/v1/hook-keys/{id}", "HookKey", Id::Made("HKY"))
};

pub const COLLECTIONS: &[Collection] = &[KEYS];

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let made = collection::serve(context, &KEYS, Verb::Create)?;
    with_key(context, &made)
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let replaced = collection::serve(context, &KEYS, Verb::Replace)?;
    with_key(context, &replaced)
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let keys = collection::all(context, &KEYS, KEYS.path())?.into_iter();
    let shown: Result<Vec<Value>, Problem> = keys.map(|key| with_use(context, key)).collect();
    Ok(Reply::ok(&shown?))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let reply = collection::serve(context, &KEYS, Verb::Get)?;
    let key = serde_json::from_slice(&reply.body).map_err(|_| Problem::internal())?;
    Ok(Reply::ok(&with_use(context, key)?))
}

/// Whether an inline hook uses the key: a text that says so, or true and false where the org has it like that.
fn with_use(context: &Context<'_>, mut key: Value) -> Result<Value, Problem> {
    let is_used = rules::is_mentioned(context, kind::INLINE_HOOK, id_of(&key))?;
    key["isUsed"] = match context.org.features.boolean_is_used {
        true => json!(is_used),
        false => json!(is_used.to_string()),
    };
    Ok(key)
}

fn with_key(context: &mut Context<'_>, reply: &Reply) -> Result<Reply, Problem> {
    let key: Value = serde_json::from_slice(&reply.body).map_err(|_| Problem::internal())?;
    let mut key = with_use(context, key)?;
    key["_embedded"] = public(context, key["keyId"].as_str().unwrap_or_default())?;
    Ok(Reply::ok(&key))
}

fn public(context: &mut Context<'_>, key_id: &str) -> Result<Value, Problem> {
    let key = public_key(context, key_id)?;
    Ok(json!({ "kty": "RSA", "alg": "RSA", "kid": key_id, "use": null, "e": key["e"], "n": key["n"] }))
}

fn get_public(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let key_id = context.param("keyId").to_owned();
    let known = context.tx.all(KEYS.kept())?.iter().any(|(_, key)| key["keyId"] == key_id.as_str());
    if !known {
        return Err(Problem::not_found(&key_id, "HookKey"));
    }
    Ok(Reply::ok(&public(context, &key_id)?))
}

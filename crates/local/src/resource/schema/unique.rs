//! Who holds the values of attributes that are unique: an index that is made when it is first asked for.
//!
//! An entry names the object that had the value when it was written. The object decides whether it still has it.

use std::ops::ControlFlow;

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::resource::schema::{Owner, all_properties, attributes_of};

/// The kind of the entries of one attribute.
fn entries(owner: Owner, name: &str) -> Kind<'_> {
    kind::UNIQUE.of(owner.objects().name()).of(name)
}

fn ready_id(owner: Owner, name: &str) -> String {
    format!("{} {name}", owner.objects().name())
}

/// Whether another object has this value of the attribute.
pub(super) fn is_taken(
    context: &Context<'_>,
    owner: Owner,
    name: &str,
    value: &Value,
    own: Option<&str>,
) -> Result<bool, Problem> {
    if !context.tx.exists(kind::UNIQUE_READY, &ready_id(owner, name))? {
        make(context, owner, name)?;
    }
    let Some(holder) = context.tx.get(entries(owner, name), &value.to_string())? else { return Ok(false) };
    let holder = holder.as_str().unwrap_or_default();
    if own == Some(holder) {
        return Ok(false);
    }
    let object = context.tx.get(owner.objects(), holder)?;
    Ok(object.is_some_and(|object| object["profile"][name] == *value))
}

fn make(context: &Context<'_>, owner: Owner, name: &str) -> Result<(), Problem> {
    let mut held = Vec::new();
    context.tx.scan(owner.objects(), None, &mut |id, stored| {
        let object: Value = crate::kernel::store::decode(stored);
        let value = &object["profile"][name];
        if !value.is_null() {
            held.push((value.to_string(), json!(id)));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    for (value, id) in held {
        context.tx.put(entries(owner, name), &value, &id)?;
    }
    Ok(context.tx.put(kind::UNIQUE_READY, &ready_id(owner, name), &json!(true))?)
}

/// Notes the unique values of a user whose profile was written.
pub fn keep_user(context: &Context<'_>, user: &Value) -> Result<(), Problem> {
    let type_id = user["type"]["id"].as_str().unwrap_or_default();
    keep(context, Owner::User, &type_id.replacen("oty", "osc", 1), user)
}

/// Notes the unique values of a group whose profile was written.
pub fn keep_group(context: &Context<'_>, group: &Value) -> Result<(), Problem> {
    keep(context, Owner::Group, "default", group)
}

fn keep(context: &Context<'_>, owner: Owner, schema_id: &str, object: &Value) -> Result<(), Problem> {
    let schema = attributes_of(context, owner, schema_id)?;
    for (name, property) in all_properties(&schema) {
        let value = &object["profile"][name];
        if property["unique"] == "UNIQUE_VALIDATED" && !value.is_null() {
            context.tx.put(entries(owner, name), &value.to_string(), &object["id"])?;
        }
    }
    Ok(())
}

/// An attribute was defined again: its index may lack values.
pub(super) fn forget(context: &Context<'_>, owner: Owner, name: &str) -> Result<(), Problem> {
    context.tx.delete(kind::UNIQUE_READY, &ready_id(owner, name))?;
    Ok(())
}

/// Objects were written past their schemas.
pub fn forget_all(tx: &crate::kernel::store::Tx) -> Result<(), crate::kernel::store::StoreError> {
    for (id, _) in tx.all(kind::UNIQUE_READY)? {
        tx.delete(kind::UNIQUE_READY, &id)?;
    }
    Ok(())
}

//! Linked objects: relations between users, such as manager and subordinate. A user has one primary in a
//! relation and may be the primary of many.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind::{self, Relation};
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::schema;

pub const HANDLERS: Handlers = &[
    (&op::LIST_LINKED_OBJECT_DEFINITIONS, list),
    (&op::CREATE_LINKED_OBJECT_DEFINITION, create),
    (&op::GET_LINKED_OBJECT_DEFINITION, get),
    (&op::DELETE_LINKED_OBJECT_DEFINITION, delete),
    (&op::ASSIGN_LINKED_OBJECT_VALUE_FOR_PRIMARY, assign),
    (&op::LIST_LINKED_OBJECTS_FOR_USER, list_of_user),
    (&op::DELETE_LINKED_OBJECT_FOR_USER, delete_of_user),
];

const LIMITS: Limits = Limits::clamping(1000, 1000);

/// From the associated user to the primary one.
fn relation(primary: &str) -> Relation<'_> {
    kind::LINKED_VALUE.of(primary)
}

fn primary_name(definition: &Value) -> &str {
    definition["primary"]["name"].as_str().unwrap_or_default()
}

/// The definition in which a relation has this name, from either side.
fn find(context: &Context<'_>, name: &str) -> Result<Option<Value>, Problem> {
    let has_name =
        |definition: &Value| ["primary", "associated"].iter().any(|side| definition[side]["name"] == name);
    let definitions = context.tx.all(kind::LINKED_OBJECT)?;
    Ok(definitions.into_iter().map(|(_, definition)| definition).find(has_name))
}

fn named(context: &Context<'_>) -> Result<Value, Problem> {
    let name = context.param("linkedObjectName");
    find(context, name)?.ok_or_else(|| Problem::not_found(name, "LinkedObjectProperty"))
}

fn answer(context: &Context<'_>, mut definition: Value) -> Value {
    let href = context.url(&format!("/meta/schemas/user/linkedObjects/{}", primary_name(&definition)));
    definition["_links"] = json!({ "self": { "href": href } });
    definition
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let page = Page::of(context, LIMITS)?;
    let definitions = context.tx.all(kind::LINKED_OBJECT)?.into_iter();
    let shown =
        definitions.map(|(id, definition)| (id, answer(context, definition).to_string().into_bytes()));
    let shown = shown.collect();
    Ok(page.slice(context, shown))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let definition = named(context)?;
    Ok(Reply::ok(&answer(context, definition)))
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let definition = json!({ "primary": side(&body, "primary")?, "associated": side(&body, "associated")? });
    refuse_taken_names(context, &definition)?;
    context.tx.put(kind::LINKED_OBJECT, primary_name(&definition), &definition)?;
    Ok(Reply::created(&answer(context, definition)))
}

/// One side of a definition.
fn side(body: &Value, side: &str) -> Result<Value, Problem> {
    let sent = &body[side];
    let name = sent["name"].as_str().unwrap_or_default();
    for member in ["name", "title"] {
        if sent[member].as_str().unwrap_or_default().trim().is_empty() {
            return Err(Problem::blank(&format!("{side}.{member}")));
        }
    }
    let proper = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !proper {
        let cause = format!("{side}.name: must begin with a letter and have letters, digits and _");
        return Err(Problem::validation(&format!("{side}.name"), cause));
    }
    if sent["type"].as_str().unwrap_or("USER") != "USER" {
        return Err(Problem::validation(&format!("{side}.type"), format!("{side}.type: must be USER")));
    }
    Ok(json!({ "name": name, "title": sent["title"], "description": sent["description"], "type": "USER" }))
}

/// The names must be neither those of another relation nor those of a custom attribute.
fn refuse_taken_names(context: &Context<'_>, definition: &Value) -> Result<(), Problem> {
    let summary = "Invalid linked objection definition. Linked object identifier is already in use.";
    let mut problem = Problem::new("E0000127", summary);
    let same = definition["primary"]["name"] == definition["associated"]["name"];
    for side in ["primary", "associated"] {
        let name = definition[side]["name"].as_str().unwrap_or_default();
        let doubled = same && side == "associated";
        if doubled || schema::has_custom_user_attribute(context, name)? || find(context, name)?.is_some() {
            problem = problem.cause_with(json!({
                "errorSummary": format!("Linked object identifier for {side} is already in use."),
                "reason": "UNIQUE_CONSTRAINT",
                "locationType": "body",
                "domain": "linkedObjects",
            }));
        }
    }
    if problem.causes.is_empty() { Ok(()) } else { Err(problem) }
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let definition = named(context)?;
    let relation = relation(primary_name(&definition));
    for (from, to) in context.tx.pairs(relation)? {
        context.tx.unlink(relation, &from, &to)?;
    }
    context.tx.delete(kind::LINKED_OBJECT, primary_name(&definition))?;
    Ok(Reply::no_content())
}

// ---- values ----

/// The relation that a user's path names by its primary side.
fn relation_named<'a>(context: &Context<'_>, name: &'a str) -> Result<Relation<'a>, Problem> {
    match find(context, name)? {
        Some(definition) if primary_name(&definition) == name => Ok(relation(name)),
        _ => Err(Problem::not_found(name, "LinkedObject")),
    }
}

fn assign(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let associated = context.user("userIdOrLogin")?;
    let primary = context.user("primaryUserId")?;
    let relation = relation_named(context, context.param("primaryRelationshipName"))?;
    clear(context, relation, id_of(&associated))?;
    context.tx.link(relation, id_of(&associated), id_of(&primary), &json!({}))?;
    Ok(Reply::no_content())
}

fn clear(context: &Context<'_>, relation: Relation<'_>, associated: &str) -> Result<(), Problem> {
    for primary in context.tx.link_ids(relation, associated)? {
        context.tx.unlink(relation, associated, &primary)?;
    }
    Ok(())
}

fn list_of_user(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userIdOrLogin")?;
    let name = context.param("relationshipName");
    let definition = find(context, name)?.ok_or_else(|| Problem::not_found(name, "LinkedObject"))?;
    let relation = relation(primary_name(&definition));
    let others = if primary_name(&definition) == name {
        context.tx.link_ids(relation, id_of(&user))?
    } else {
        context.tx.link_ids_to(relation, id_of(&user))?
    };
    let link =
        |id: &String| json!({ "_links": { "self": { "href": context.url(&format!("/users/{id}")) } } });
    Ok(Reply::ok(&others.iter().map(link).collect::<Vec<_>>()))
}

fn delete_of_user(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userIdOrLogin")?;
    let relation = relation_named(context, context.param("relationshipName"))?;
    clear(context, relation, id_of(&user))?;
    Ok(Reply::no_content())
}

// ---- what another org answered ----

/// Keeps a definition as an org showed it.
pub fn keep(tx: &Tx, definition: &Value) -> Result<(), StoreError> {
    match primary_name(definition) {
        "" => Ok(()),
        name => tx.put(kind::LINKED_OBJECT, name, definition),
    }
}

/// Relates two users by a name of either side, if the users and the definition are there.
pub fn keep_value(tx: &Tx, user: &str, name: &str, other: &str) -> Result<(), StoreError> {
    if !tx.exists(kind::USER, user)? || !tx.exists(kind::USER, other)? {
        return Ok(());
    }
    let definitions = tx.all(kind::LINKED_OBJECT)?.into_iter().map(|(_, definition)| definition);
    for definition in definitions {
        let primary = primary_name(&definition);
        if primary == name {
            tx.link(relation(primary), user, other, &json!({}))?;
        } else if definition["associated"]["name"] == name {
            tx.link(relation(primary), other, user, &json!({}))?;
        }
    }
    Ok(())
}

/// A user who is deleted is related to nobody.
pub fn forget_user(context: &Context<'_>, user: &str) -> Result<(), Problem> {
    for (name, _) in context.tx.all(kind::LINKED_OBJECT)? {
        let relation = relation(&name);
        clear(context, relation, user)?;
        for associated in context.tx.link_ids_to(relation, user)? {
            context.tx.unlink(relation, &associated, user)?;
        }
    }
    Ok(())
}

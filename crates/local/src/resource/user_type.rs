//! User types: each has its own schema, under the same id with another prefix.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::page::Page;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::language::filter::{self, Matcher};
use crate::resource::schema;

pub const HANDLERS: Handlers = &[
    (&op::LIST_USER_TYPES, list),
    (&op::CREATE_USER_TYPE, create),
    (&op::GET_USER_TYPE, get),
    (&op::UPDATE_USER_TYPE, update),
    (&op::REPLACE_USER_TYPE, replace),
    (&op::DELETE_USER_TYPE, delete),
];

const MAX_TYPES: usize = 10;

fn find(context: &Context<'_>) -> Result<Value, Problem> {
    let id = context.param("typeId");
    let default = context.org.facts().user_type();
    let own_id = if id == "default" { default.as_str() } else { id };
    match context.tx.get(kind::USER_TYPE, own_id)? {
        Some(user_type) => Ok(user_type),
        None if own_id == default => default_type(context),
        None => Err(Problem::not_found(id, "CVDType")),
    }
}

/// The type that every org has; it is kept only once it was changed.
fn default_type(context: &Context<'_>) -> Result<Value, Problem> {
    let facts = context.org.facts();
    let admin = context.tx.get(kind::USER, &facts.admin)?;
    let created = admin.map_or_else(|| json!(context.now_text()), |admin| admin["created"].clone());
    Ok(json!({
        "id": facts.user_type(),
        "displayName": "User",
        "name": "user",
        "description": schema::DEFAULT_USER_DESCRIPTION,
        "createdBy": facts.admin,
        "lastUpdatedBy": facts.admin,
        "created": created,
        "lastUpdated": created,
        "default": true,
    }))
}

/// All types, the default one last.
fn all(context: &Context<'_>) -> Result<Vec<Value>, Problem> {
    let mut types: Vec<Value> =
        context.tx.all(kind::USER_TYPE)?.into_iter().map(|(_, user_type)| user_type).collect();
    if !types.iter().any(|user_type| user_type["default"] == true) {
        types.push(default_type(context)?);
    }
    types.sort_by_key(|user_type| user_type["default"] == true);
    Ok(types)
}

fn answer(context: &Context<'_>, mut user_type: Value) -> Value {
    let id = id_of(&user_type);
    let link = |rel: &str, path: String| json!({ "rel": rel, "href": context.url(&path), "method": "GET" });
    user_type["_links"] = json!({
        "schema": link("schema", format!("/meta/schemas/user/{}", schema_id(id))),
        "self": link("self", format!("/meta/types/user/{id}")),
    });
    user_type
}

fn schema_id(type_id: &str) -> String {
    type_id.replacen("oty", "osc", 1)
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let types: Vec<Value> = all(context)?.into_iter().map(|user_type| answer(context, user_type)).collect();
    Ok(Reply::ok(&types))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user_type = find(context)?;
    Ok(Reply::ok(&answer(context, user_type)))
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let (name, shown) = (required(&body, "name")?, required(&body, "displayName")?);
    let proper = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !proper {
        return Err(Problem::validation(
            "name",
            "name: must begin with a letter and have letters, digits and _",
        ));
    }
    let present = all(context)?;
    if present.iter().any(|user_type| user_type["name"] == name) {
        return Err(Problem::duplicate("name"));
    }
    if present.len() >= MAX_TYPES {
        let cause = format!("An org has at most {MAX_TYPES} user types");
        return Err(Problem::validation("userType", cause));
    }
    let now = context.now_text();
    let id = context.new_id("oty");
    let user_type = json!({
        "id": id,
        "displayName": shown,
        "name": name,
        "description": body["description"],
        "createdBy": context.caller.user_id,
        "lastUpdatedBy": context.caller.user_id,
        "created": now,
        "lastUpdated": now,
        "default": false,
    });
    context.tx.put(kind::USER_TYPE, &id, &user_type)?;
    let description = body["description"].as_str().unwrap_or_default();
    schema::create_for_type(context, &schema_id(&id), &name, &shown, description)?;
    Ok(Reply::ok(&answer(context, user_type)))
}

fn required(body: &Value, name: &str) -> Result<String, Problem> {
    let text = body[name].as_str().unwrap_or_default();
    if text.trim().is_empty() { Err(Problem::blank(name)) } else { Ok(text.to_owned()) }
}

fn update(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user_type = find(context)?;
    let body = context.object()?;
    save(context, user_type, &body)
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user_type = find(context)?;
    let body = context.object()?;
    for name in ["name", "displayName", "description"] {
        required(&body, name)?;
    }
    save(context, user_type, &body)
}

fn save(context: &mut Context<'_>, mut user_type: Value, body: &Value) -> Result<Reply, Problem> {
    if !body["name"].is_null() && body["name"] != user_type["name"] {
        return Err(Problem::validation("name", "name: The name of a user type cannot be changed"));
    }
    for name in ["displayName", "description"] {
        if body[name].is_string() {
            user_type[name] = body[name].clone();
        }
    }
    user_type["lastUpdated"] = json!(context.now_text());
    user_type["lastUpdatedBy"] = json!(context.caller.user_id);
    context.tx.put(kind::USER_TYPE, id_of(&user_type), &user_type)?;
    Ok(Reply::ok(&answer(context, user_type)))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user_type = find(context)?;
    let id = id_of(&user_type);
    if user_type["default"] == true || is_in_use(context, id)? {
        return Err(Problem::new(
            "E0000142",
            "The user type cannot be deleted: it is the default one or has users.",
        ));
    }
    context.tx.delete(kind::USER_TYPE, id)?;
    schema::delete_of_type(context, &schema_id(id))?;
    Ok(Reply::no_content())
}

fn is_in_use(context: &Context<'_>, id: &str) -> Result<bool, Problem> {
    let filter = filter::parse(&format!("type.id eq \"{id}\"")).expect("an id needs no escaping");
    let matcher = Matcher::sensitive(&filter);
    let query = filter::Query { kind: kind::USER, filter: Some((&filter, &matcher)), keep: None, sort: None };
    let page = Page { limit: 1, after: None };
    Ok(!filter::select(&context.tx, &query, &page)?.documents.is_empty())
}

//! The user and group schemas: which attributes a profile may have.
//!
//! The stored document is the answer without what depends on the host (`id`, `_links`).

pub mod app;
pub mod log_stream;
mod scim;

use std::ops::ControlFlow;
use std::sync::{Arc, LazyLock};

use oktars_catalog::op;
use serde_json::{Map, Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::language::filter::Kind;
use crate::language::pattern::{Pattern, PatternError};

mod base;
mod profile;
pub mod unique;

pub use crate::resource::schema::profile::{
    fault, is_own_change, refuse_fixed, validate_group, validate_profile,
};

pub const HANDLERS: Handlers = &[
    (&op::GET_USER_SCHEMA, get_user),
    (&op::UPDATE_USER_PROFILE, update_user),
    (&op::GET_GROUP_SCHEMA, get_group),
    (&op::UPDATE_GROUP_SCHEMA, update_group),
];

/// Members that a custom attribute may have, in the order in which they are shown.
const MEMBERS: [&str; 20] = [
    "title",
    "description",
    "type",
    "required",
    "format",
    "pattern",
    "unique",
    "mutability",
    "scope",
    "items",
    "enum",
    "oneOf",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "externalName",
    "externalNamespace",
    "permissions",
    "master",
];
/// What may be changed of an attribute that every org has.
const BASE_MEMBERS: [&str; 4] = ["pattern", "required", "permissions", "master"];
const MAX_NAME: usize = 50;

/// A kind of object that has schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    User,
    Group,
}

impl Owner {
    /// The kind of the stored schema documents.
    fn schemas(self) -> kind::Kind<'static> {
        match self {
            Owner::User => kind::USER_SCHEMA,
            Owner::Group => kind::GROUP_SCHEMA,
        }
    }

    /// The kind of the objects whose profile they describe.
    fn objects(self) -> kind::Kind<'static> {
        match self {
            Owner::User => kind::USER,
            Owner::Group => kind::GROUP,
        }
    }

    fn update_problem(self, cause: impl Into<String>) -> Problem {
        match self {
            Owner::User => Problem::validation("updateUserSchemas", cause),
            Owner::Group => Problem::validation("updateGroupSchema", cause),
        }
    }
}

// ---- read and change ----

fn get_user(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let id = user_schema_id(context, context.param("schemaId"));
    let schema = find(context, Owner::User, &id)?;
    Ok(Reply::ok(&answer_user(context, &id, schema)))
}

fn update_user(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let id = user_schema_id(context, context.param("schemaId"));
    let schema = update(context, Owner::User, &id)?;
    Ok(Reply::ok(&answer_user(context, &id, schema)))
}

fn get_group(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let schema = find(context, Owner::Group, "default")?;
    Ok(Reply::ok(&answer_group(context, schema)))
}

fn update_group(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let schema = update(context, Owner::Group, "default")?;
    Ok(Reply::ok(&answer_group(context, schema)))
}

fn user_schema_id(context: &Context<'_>, given: &str) -> String {
    if given == "default" { context.org.facts().user_schema() } else { given.to_owned() }
}

/// A schema as it is stored. A store that was made before schemas were kept has the default ones.
fn find(context: &Context<'_>, owner: Owner, id: &str) -> Result<Value, Problem> {
    if let Some(schema) = context.tx.get(owner.schemas(), id)? {
        return Ok(schema);
    }
    let mut schema = Value::clone(&*default(context, owner, id)?);
    let created = match context.tx.get(kind::GROUP, &context.org.facts().everyone)? {
        Some(everyone) => everyone["created"].as_str().unwrap_or_default().to_owned(),
        None => context.now_text(),
    };
    schema["created"] = json!(created);
    schema["lastUpdated"] = json!(created);
    Ok(schema)
}

/// A schema for those who look only at its attributes: it is not made or decoded each time.
fn attributes_of(context: &Context<'_>, owner: Owner, id: &str) -> Result<Arc<Value>, Problem> {
    match context.tx.get_bytes(owner.schemas(), id)? {
        Some(stored) => Ok(context.org.schema(stored)),
        None => default(context, owner, id),
    }
}

static DEFAULT_USER: LazyLock<Arc<Value>> =
    LazyLock::new(|| Arc::new(new_user_schema("user", "User", DEFAULT_USER_DESCRIPTION, "")));
static DEFAULT_GROUP: LazyLock<Arc<Value>> = LazyLock::new(|| {
    let base = base::group_properties();
    Arc::new(new_schema("group", "Okta group", "Okta group profile template", base, &["name"], ""))
});

/// The schema of every org, without its dates.
fn default(context: &Context<'_>, owner: Owner, id: &str) -> Result<Arc<Value>, Problem> {
    match owner {
        Owner::User if id == context.org.facts().user_schema() => Ok(DEFAULT_USER.clone()),
        Owner::User => Err(Problem::not_found(id, "UDSchema")),
        Owner::Group => Ok(DEFAULT_GROUP.clone()),
    }
}

pub const DEFAULT_USER_DESCRIPTION: &str = "Okta user profile template with default permission settings";

/// Gives a new user type its schema.
pub fn create_for_type(
    context: &Context<'_>,
    id: &str,
    name: &str,
    title: &str,
    description: &str,
) -> Result<(), Problem> {
    let schema = new_user_schema(name, title, description, &context.now_text());
    Ok(context.tx.put(Owner::User.schemas(), id, &schema)?)
}

/// The schema of a user type goes with it.
pub fn delete_of_type(context: &Context<'_>, id: &str) -> Result<(), Problem> {
    context.tx.delete(Owner::User.schemas(), id)?;
    Ok(())
}

fn new_user_schema(name: &str, title: &str, description: &str, now: &str) -> Value {
    let required = ["login", "firstName", "lastName", "email"];
    new_schema(name, title, description, base::user_properties(), &required, now)
}

fn new_schema(
    name: &str,
    title: &str,
    description: &str,
    base: Value,
    required: &[&str],
    now: &str,
) -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-04/schema#",
        "name": name,
        "title": title,
        "description": description,
        "lastUpdated": now,
        "created": now,
        "definitions": {
            "custom": { "id": "#custom", "type": "object", "properties": {} },
            "base": { "id": "#base", "type": "object", "properties": base, "required": required },
        },
        "type": "object",
        "properties": {
            "profile": { "allOf": [{ "$ref": "#/definitions/custom" }, { "$ref": "#/definitions/base" }] },
        },
    })
}

fn answer_user(context: &Context<'_>, id: &str, schema: Value) -> Value {
    let shown = if id == context.org.facts().user_schema() { "default" } else { id };
    let links = json!({
        "self": link(context, "self", &format!("/meta/schemas/user/{id}")),
        "type": link(context, "type", &format!("/meta/types/user/{}", id.replacen("osc", "oty", 1))),
    });
    answer(context, &format!("user/{shown}"), schema, links)
}

fn answer_group(context: &Context<'_>, schema: Value) -> Value {
    let links = json!({ "self": link(context, "self", "/meta/schemas/group/default") });
    answer(context, "group/default", schema, links)
}

fn link(context: &Context<'_>, rel: &str, path: &str) -> Value {
    json!({ "rel": rel, "href": context.url(path), "method": "GET" })
}

/// The `id` is a URL without `/api/v1`, unlike the links.
fn answer(context: &Context<'_>, path: &str, schema: Value, links: Value) -> Value {
    let mut shown = Map::new();
    shown.insert("id".into(), json!(format!("{}/meta/schemas/{path}", context.request.base)));
    if let Value::Object(members) = schema {
        shown.extend(members);
    }
    shown.insert("_links".into(), links);
    Value::Object(shown)
}

fn update(context: &mut Context<'_>, owner: Owner, id: &str) -> Result<Value, Problem> {
    let mut schema = find(context, owner, id)?;
    let body = context.object()?;
    let mut removed = Vec::new();
    if let Some(sent) = body["definitions"]["custom"]["properties"].as_object() {
        for (name, property) in sent {
            if property.is_null() {
                properties(&mut schema, "custom").shift_remove(name);
                removed.push(name.clone());
            } else {
                let property = custom_property(owner, &schema, name, property)?;
                properties(&mut schema, "custom").insert(name.clone(), property);
                unique::forget(context, owner, name)?;
            }
        }
    }
    if let Some(sent) = body["definitions"]["base"]["properties"].as_object() {
        for (name, property) in sent {
            change_base(owner, properties(&mut schema, "base"), name, property)?;
        }
    }
    restate_required(&mut schema);
    for member in ["title", "description"] {
        if let Some(text) = body[member].as_str() {
            schema[member] = json!(text);
        }
    }
    schema["lastUpdated"] = json!(context.now_text());
    context.tx.put(owner.schemas(), id, &schema)?;
    forget_values(context, owner, id, &removed)?;
    let target = Target {
        id: id.to_owned(),
        kind: "UserProfile",
        alternate_id: "unknown".into(),
        display_name: schema["title"].as_str().unwrap_or_default().to_owned(),
    };
    context.log("directory.user_profile.update", &[target])?;
    Ok(schema)
}

fn properties<'a>(schema: &'a mut Value, part: &str) -> &'a mut Map<String, Value> {
    schema["definitions"][part]["properties"].as_object_mut().expect("a schema has its properties")
}

/// `required` repeats what the properties say; without custom properties it is absent.
fn restate_required(schema: &mut Value) {
    for part in ["custom", "base"] {
        let properties = properties(schema, part);
        let is_required = |property: &Value| property["required"] == true;
        let names: Vec<String> =
            properties.iter().filter(|(_, p)| is_required(p)).map(|(name, _)| name.clone()).collect();
        let none = properties.is_empty();
        let definition = schema["definitions"][part].as_object_mut().expect("a schema has its definitions");
        if none {
            definition.shift_remove("required");
        } else {
            definition.insert("required".into(), json!(names));
        }
    }
}

/// A custom attribute as it is kept: what was sent and, where nothing was said, Okta's defaults.
fn custom_property(owner: Owner, schema: &Value, name: &str, sent: &Value) -> Result<Value, Problem> {
    let refused = |cause: String| owner.update_problem(cause);
    let proper = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name.len() <= MAX_NAME;
    if !proper {
        return Err(refused(format!("{name}: Invalid variable name")));
    }
    if !schema["definitions"]["base"]["properties"][name].is_null() {
        return Err(refused(format!("{name}: A base attribute has this variable name")));
    }
    if sent["title"].as_str().unwrap_or_default().is_empty() {
        return Err(refused(format!("{name}.title: The field cannot be left blank")));
    }
    let kind = sent["type"].as_str().unwrap_or_default();
    if !matches!(kind, "string" | "boolean" | "number" | "integer" | "array") {
        return Err(refused(format!("{name}.type: must be string, boolean, number, integer or array")));
    }
    if kind == "array" && !matches!(sent["items"]["type"].as_str(), Some("string" | "number" | "integer")) {
        return Err(refused(format!("{name}.items: The type of an array's elements must be given")));
    }
    if let Some(fault) = member_fault(sent) {
        return Err(refused(format!("{name}.{fault}")));
    }
    if let Some(fault) = choices_fault(sent) {
        return Err(refused(format!("{name}.{fault}")));
    }
    check_choices(sent)?;
    check_choices(&sent["items"])?;
    let default = |member: &str| match member {
        "mutability" => Some(json!("READ_WRITE")),
        "scope" => Some(json!("NONE")),
        "permissions" => Some(json!([{ "principal": "SELF", "action": "READ_ONLY" }])),
        "master" => Some(json!({ "type": "PROFILE_MASTER" })),
        _ => None,
    };
    let mut property = Map::new();
    for member in MEMBERS {
        let given = Some(sent[member].clone()).filter(|value| !value.is_null());
        if let Some(value) = given.or_else(|| default(member))
            && !(member == "required" && value == false)
        {
            property.insert(member.to_owned(), value);
        }
    }
    // Okta checks that present values are unique in the background; here there is nothing to wait for.
    if property.get("unique").is_some_and(|unique| unique != "NOT_UNIQUE") {
        property.insert("unique".into(), json!("UNIQUE_VALIDATED"));
    } else {
        property.shift_remove("unique");
    }
    Ok(Value::Object(property))
}

/// Members that take few values.
const CHOICES: [(&str, &[&str]); 3] = [
    ("scope", &["NONE", "SELF"]),
    ("mutability", &["READ_WRITE", "READ_ONLY", "IMMUTABLE", "WRITE_ONLY"]),
    (
        "format",
        &[
            "country-code",
            "date-time",
            "email",
            "encrypted",
            "hashed",
            "language-code",
            "locale",
            "ref-id",
            "timezone",
            "uri",
        ],
    ),
];

/// What is wrong with the members of an attribute, in words that begin with the member's name.
fn member_fault(sent: &Value) -> Option<String> {
    let among = |value: &Value, known: &[&str]| value.is_null() || known.iter().any(|known| value == *known);
    for (member, known) in CHOICES {
        if !among(&sent[member], known) {
            return Some(format!("{member}: must be one of {}", known.join(", ")));
        }
    }
    if !among(&sent["master"]["type"], &["PROFILE_MASTER", "OKTA", "OVERRIDE"]) {
        return Some("master: the type must be PROFILE_MASTER, OKTA or OVERRIDE".into());
    }
    for permission in sent["permissions"].as_array().into_iter().flatten() {
        if permission["principal"] != "SELF"
            || !among(&permission["action"], &["HIDE", "READ_ONLY", "READ_WRITE"])
        {
            return Some("permissions: SELF may be given HIDE, READ_ONLY or READ_WRITE".into());
        }
    }
    for (least, most) in [("minLength", "maxLength"), ("minimum", "maximum")] {
        let (low, high) = (sent[least].as_f64(), sent[most].as_f64());
        if low.zip(high).is_some_and(|(low, high)| low > high) {
            return Some(format!("{least}: must not be greater than {most}"));
        }
    }
    pattern_fault(&sent["pattern"]).or_else(|| pattern_fault(&sent["items"]["pattern"]))
}

/// What is wrong with a pattern. One that only Okta understands is kept, and each value matches it here.
fn pattern_fault(pattern: &Value) -> Option<String> {
    match (pattern, pattern.as_str().map(Pattern::new)) {
        (_, Some(Err(PatternError::Refused(why)))) => Some(format!("pattern: Invalid pattern: {why}")),
        (Value::Null, _) | (_, Some(_)) => None,
        _ => Some("pattern: must be a text".into()),
    }
}

/// Why the choices of an attribute, or of the elements of an array, cannot be values of it.
pub fn choices_fault(sent: &Value) -> Option<String> {
    let of = |part: &Value, place: &str| {
        let kind = part["type"].as_str().unwrap_or_default();
        let listed = part["enum"].as_array().into_iter().flatten();
        let titled = part["oneOf"].as_array().into_iter().flatten().map(|choice| &choice["const"]);
        let wrong = listed.chain(titled).find(|value| !is_of_type(value, kind));
        wrong
            .map(|value| format!("{place}enum: The enum constraint {value} is not valid for the type {kind}"))
    };
    of(sent, "").or_else(|| of(&sent["items"], "items."))
}

fn is_of_type(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

/// `oneOf` gives each value of `enum` its title: both must name the same values.
fn check_choices(sent: &Value) -> Result<(), Problem> {
    let (Some(values), Some(titled)) = (sent["enum"].as_array(), sent["oneOf"].as_array()) else {
        return Ok(());
    };
    let same = values.len() == titled.len()
        && titled.iter().all(|choice| values.iter().any(|value| *value == choice["const"]));
    if same {
        return Ok(());
    }
    Err(Problem::new("E0000123", "The enum and oneOf constraints of the property do not match."))
}

fn change_base(owner: Owner, base: &mut Map<String, Value>, name: &str, sent: &Value) -> Result<(), Problem> {
    let Some(property) = base.get_mut(name).and_then(Value::as_object_mut) else {
        return Err(owner.update_problem(format!("{name}: This is not a base attribute")));
    };
    for member in BASE_MEMBERS {
        let allowed = match member {
            "pattern" => name == "login",
            "required" => matches!(name, "firstName" | "lastName"),
            _ => true,
        };
        match (member, sent.get(member)) {
            _ if !allowed => {}
            // Without a pattern of its own a login has the form of an e-mail address again.
            ("pattern", Some(Value::Null)) | ("required", Some(Value::Bool(false))) => {
                property.shift_remove(member);
            }
            (_, None | Some(Value::Null)) => {}
            ("pattern", Some(pattern)) if let Some(fault) = pattern_fault(pattern) => {
                return Err(owner.update_problem(format!("{name}.{fault}")));
            }
            (_, Some(value)) => {
                property.insert(member.to_owned(), value.clone());
            }
        }
    }
    Ok(())
}

/// The values of attributes that are gone go too.
fn forget_values(
    context: &Context<'_>,
    owner: Owner,
    schema_id: &str,
    names: &[String],
) -> Result<(), Problem> {
    if names.is_empty() {
        return Ok(());
    }
    let type_id = schema_id.replacen("osc", "oty", 1);
    let mut affected = Vec::new();
    context.tx.scan(owner.objects(), None, &mut |_, bytes| {
        let mut object: Value = crate::kernel::store::decode(bytes);
        let of_schema = owner == Owner::Group || object["type"]["id"] == type_id.as_str();
        if of_schema
            && let Some(profile) = object["profile"].as_object_mut()
            && names.iter().filter(|name| profile.shift_remove(name.as_str()).is_some()).count() > 0
        {
            affected.push(object);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    for object in affected {
        context.tx.put(owner.objects(), id_of(&object), &object)?;
    }
    Ok(())
}

// ---- attributes ----

/// The attributes of the group schema with their types, for search expressions.
pub fn group_attributes(context: &Context<'_>) -> Result<Vec<(String, Kind)>, Problem> {
    Ok(attributes(&*attributes_of(context, Owner::Group, "default")?))
}

/// The attributes of the default user type with their types.
pub fn user_attributes(context: &Context<'_>) -> Result<Vec<(String, Kind)>, Problem> {
    Ok(attributes(&*attributes_of(context, Owner::User, &context.org.facts().user_schema())?))
}

/// The attributes of users of all types with their types, for search expressions.
pub fn searched_attributes(context: &Context<'_>) -> Result<Vec<(String, Kind)>, Problem> {
    let mut known = user_attributes(context)?;
    for (_, schema) in context.tx.all(Owner::User.schemas())? {
        known.extend(attributes(&schema));
    }
    Ok(known)
}

/// Whether users of the default type have this attribute.
pub fn has_user_attribute(context: &Context<'_>, name: &str) -> Result<bool, Problem> {
    Ok(user_attributes(context)?.iter().any(|(known, _)| known == name))
}

pub fn has_custom_user_attribute(context: &Context<'_>, name: &str) -> Result<bool, Problem> {
    let schema = attributes_of(context, Owner::User, &context.org.facts().user_schema())?;
    Ok(!schema["definitions"]["custom"]["properties"][name].is_null())
}

fn attributes(schema: &Value) -> Vec<(String, Kind)> {
    all_properties(schema)
        .map(|(name, property)| {
            let of_items = property["items"]["type"].as_str();
            let kind = match of_items.or(property["type"].as_str()).unwrap_or_default() {
                "boolean" => Kind::Boolean,
                "number" | "integer" => Kind::Number,
                _ => Kind::Text,
            };
            (name.clone(), kind)
        })
        .collect()
}

fn all_properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let part = |part: &str| schema["definitions"][part]["properties"].as_object().into_iter().flatten();
    part("base").chain(part("custom"))
}

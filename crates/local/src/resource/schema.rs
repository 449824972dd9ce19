//! The user and group schemas: which attributes a profile may have, and whether a profile is right.
//!
//! The stored document is the answer without what depends on the host (`id`, `_links`).

use std::ops::ControlFlow;

use serde_json::{Map, Value, json};

use super::schema_base;
use super::user::id_of;
use crate::clock;
use crate::context::{Context, Handler, Reply};
use crate::event::Target;
use crate::filter::Kind;
use crate::problem::Problem;

pub const HANDLERS: &[(&str, Handler)] = &[
    ("getUserSchema", get_user),
    ("updateUserProfile", update_user),
    ("getGroupSchema", get_group),
    ("updateGroupSchema", update_group),
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
    fn schemas(self) -> &'static str {
        match self {
            Owner::User => "user_schema",
            Owner::Group => "group_schema",
        }
    }

    /// The kind of the objects whose profile they describe.
    fn objects(self) -> &'static str {
        match self {
            Owner::User => "user",
            Owner::Group => "group",
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
    let is_default = match owner {
        Owner::User => id == context.org.facts().user_schema(),
        Owner::Group => true,
    };
    if !is_default {
        return Err(Problem::not_found(id, "UDSchema"));
    }
    let created = match context.tx.get("group", &context.org.facts().everyone)? {
        Some(everyone) => everyone["created"].as_str().unwrap_or_default().to_owned(),
        None => context.now_text(),
    };
    Ok(match owner {
        Owner::User => new_user_schema("user", "User", DEFAULT_USER_DESCRIPTION, &created),
        Owner::Group => {
            let base = schema_base::group_properties();
            new_schema("group", "Okta group", "Okta group profile template", base, &["name"], &created)
        }
    })
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
    new_schema(name, title, description, schema_base::user_properties(), &required, now)
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

/// `required` repeats what the properties say; without custom properties there is none.
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
        let value = &sent[member];
        if !allowed || value.is_null() {
            continue;
        }
        if member == "required" && value == false {
            property.shift_remove(member);
        } else {
            property.insert(member.to_owned(), value.clone());
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
        let mut object: Value = crate::store::decode(bytes);
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

// ---- profiles ----

/// Checks a user's profile against the schema of his type. `own` is the id of the user who has it already.
pub fn validate_profile(
    context: &Context<'_>,
    type_id: &str,
    profile: &Value,
    own: Option<&str>,
) -> Result<(), Problem> {
    let schema = find(context, Owner::User, &type_id.replacen("oty", "osc", 1))?;
    let subject = if own.is_none() { "newUser" } else { "user" };
    check_login(&schema, profile)?;
    validate(context, Owner::User, &schema, profile, subject, own)
}

/// Where the schema gives no pattern of its own, a login has the form of an e-mail address.
fn check_login(schema: &Value, profile: &Value) -> Result<(), Problem> {
    let own_pattern = !schema["definitions"]["base"]["properties"]["login"]["pattern"].is_null();
    let login = profile["login"].as_str().unwrap_or_default();
    if own_pattern || login.is_empty() || is_email(login) {
        return Ok(());
    }
    let problem = Problem::validation("login", "login: Username must be in the form of an email address");
    let bad_email = !is_email(profile["email"].as_str().unwrap_or_default());
    Err(if bad_email { problem.cause("email: Does not match required pattern") } else { problem })
}

/// Checks a group's profile.
pub fn validate_group(context: &Context<'_>, profile: &Value, own: Option<&str>) -> Result<(), Problem> {
    let schema = find(context, Owner::Group, "default")?;
    validate(context, Owner::Group, &schema, profile, "profile", own)
}

/// The attributes of the group schema with their types, for search expressions.
pub fn group_attributes(context: &Context<'_>) -> Result<Vec<(String, Kind)>, Problem> {
    Ok(attributes(&find(context, Owner::Group, "default")?))
}

/// The attributes of the default user type with their types.
#[allow(dead_code, reason = "search will refuse attributes that no schema has by it")]
pub fn user_attributes(context: &Context<'_>) -> Result<Vec<(String, Kind)>, Problem> {
    Ok(attributes(&find(context, Owner::User, &context.org.facts().user_schema())?))
}

pub fn has_custom_user_attribute(context: &Context<'_>, name: &str) -> Result<bool, Problem> {
    let schema = find(context, Owner::User, &context.org.facts().user_schema())?;
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

fn validate(
    context: &Context<'_>,
    owner: Owner,
    schema: &Value,
    profile: &Value,
    subject: &str,
    own: Option<&str>,
) -> Result<(), Problem> {
    let Some(members) = profile.as_object() else { return Err(Problem::malformed_body()) };
    let property = |name: &str| all_properties(schema).find(|(known, _)| *known == name).map(|(_, p)| p);
    for name in members.keys() {
        if property(name).is_none() {
            let cause = format!("Property name '{name}' is not defined in profile");
            return Err(Problem::validation(subject, cause));
        }
    }
    for (name, property) in all_properties(schema) {
        let value = &profile[name];
        if is_unset(value) {
            if property["required"] == true {
                return Err(Problem::blank(name));
            }
            continue;
        }
        if let Some(fault) = fault(name, property, value) {
            return Err(Problem::validation(name, format!("{name}: {fault}")));
        }
        if property["unique"] == "UNIQUE_VALIDATED" && is_taken(context, owner, name, value, own)? {
            return Err(Problem::duplicate(name));
        }
    }
    Ok(())
}

fn is_unset(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// What is wrong with a value, in the words that follow the attribute's name.
fn fault(name: &str, property: &Value, value: &Value) -> Option<String> {
    let kind = property["type"].as_str().unwrap_or_default();
    let fits = match kind {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        _ => true,
    };
    if !fits {
        return Some(format!("Value type mismatch exception: the value must be of the type {kind}"));
    }
    if let Some(elements) = value.as_array() {
        return elements.iter().find_map(|element| fault(name, &property["items"], element));
    }
    if let Some(choices) = property["enum"].as_array()
        && !choices.iter().any(|choice| same(choice, value))
    {
        return Some("is not one of the allowed values".into());
    }
    match value {
        Value::String(text) => text_fault(name, property, text),
        Value::Number(number) => number_fault(property, number.as_f64().unwrap_or_default()),
        _ => None,
    }
}

/// `1` and `1.0` are the same number.
fn same(left: &Value, right: &Value) -> bool {
    left == right || (left.is_number() && left.as_f64() == right.as_f64())
}

fn text_fault(name: &str, property: &Value, text: &str) -> Option<String> {
    let length = text.chars().count() as u64;
    if let Some(least) = property["minLength"].as_u64().filter(|least| length < *least) {
        return Some(format!("String is too short ({length} chars), minimum {least}"));
    }
    let most = property["maxLength"].as_u64().or_else(|| schema_base::silent_limit(name));
    if let Some(most) = most.filter(|most| length > *most) {
        return Some(format!("String is too long ({length} chars), maximum {most}"));
    }
    let of_format = match property["format"].as_str().unwrap_or_default() {
        "email" => is_email(text),
        "uri" => text.contains(':') && !text.contains(char::is_whitespace),
        "country-code" => text.len() == 2 && text.chars().all(|c| c.is_ascii_alphabetic()),
        "date-time" => clock::parse(text).is_some(),
        _ => true,
    };
    let of_pattern = match property["pattern"].as_str() {
        Some(pattern) => {
            regex_lite::Regex::new(&format!("^(?:{pattern})$")).map_or(true, |regex| regex.is_match(text))
        }
        None => true,
    };
    (!of_format || !of_pattern).then(|| "Does not match required pattern".to_owned())
}

fn number_fault(property: &Value, number: f64) -> Option<String> {
    if let Some(least) = property["minimum"].as_f64().filter(|least| number < *least) {
        return Some(format!("The value is too small, minimum {least}"));
    }
    property["maximum"]
        .as_f64()
        .filter(|most| number > *most)
        .map(|most| format!("The value is too great, maximum {most}"))
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let plain = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    let labels = domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-'));
    plain && !local.is_empty() && labels && (domain.contains('.') || domain == "localhost")
}

fn is_taken(
    context: &Context<'_>,
    owner: Owner,
    name: &str,
    value: &Value,
    own: Option<&str>,
) -> Result<bool, Problem> {
    let mut taken = false;
    context.tx.scan(owner.objects(), None, &mut |id, bytes| {
        let object: Value = crate::store::decode(bytes);
        taken = own != Some(id) && object["profile"][name] == *value;
        Ok(if taken { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    Ok(taken)
}

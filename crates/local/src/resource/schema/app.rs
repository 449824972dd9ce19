//! The schema of an application's users: which attributes their profiles may have.

use crate::kernel::fingerprint::fingerprint;
use crate::kernel::kind;
use oktars_catalog::op;
use serde_json::{Map, Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::{INTERNAL, OIDC};
use crate::resource::schema;
use crate::resource::schema::scim;

pub const HANDLERS: Handlers =
    &[(&op::GET_APPLICATION_USER_SCHEMA, get), (&op::UPDATE_APPLICATION_USER_PROFILE, update)];

/// An attribute of an OIDC app's users.
struct Claim {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    /// The attribute of the Okta profile that fills it.
    source: Option<&'static str>,
    external: Option<&'static str>,
}

const fn claim(
    name: &'static str,
    title: &'static str,
    description: &'static str,
    source: &'static str,
) -> Claim {
    Claim { name, title, description, source: Some(source), external: None }
}

const fn unmapped(name: &'static str, title: &'static str, description: &'static str) -> Claim {
    Claim { name, title, description, source: None, external: None }
}

const fn address(
    name: &'static str,
    external: &'static str,
    title: &'static str,
    description: &'static str,
    source: &'static str,
) -> Claim {
    Claim { name, title, description, source: Some(source), external: Some(external) }
}

#[rustfmt::skip]
static CLAIMS: &[Claim] = &[
    claim("name", "Name", "Full name, ready to be shown", "displayName"),
    claim("nickname", "Nickname", "What the user is called among friends", "nickName"),
    claim("given_name", "Given Name", "First name", "firstName"),
    claim("middle_name", "Middle Name", "Middle name", "middleName"),
    claim("family_name", "Family Name", "Last name", "lastName"),
    claim("email", "Email", "Preferred email address", "email"),
    claim("profile", "Profile URL", "Address of the profile page", "profileUrl"),
    unmapped("picture", "Picture URL", "Address of a picture"),
    unmapped("website", "Website", "Address of a page or blog"),
    unmapped("gender", "Gender", "Gender"),
    unmapped("birthdate", "Birthdate", "Birthday as YYYY-MM-DD"),
    claim("zoneinfo", "Time Zone", "Name of the time zone", "timezone"),
    claim("locale", "Locale Name", "Language and country", "locale"),
    claim("phone_number", "Phone Number", "Preferred telephone number", "primaryPhone"),
    address("street_address", "address.street_address", "Street Address", "Street and number", "streetAddress"),
    address("locality", "address.locality", "Locality", "City", "city"),
    address("region", "address.region", "Region", "State, province or region", "state"),
    address("postal_code", "address.postal_code", "Postal Code", "Postal code", "zipCode"),
    address("country", "address.country", "Country", "Country", "countryCode"),
    address("formatted", "address.formatted", "Formatted", "The whole address, ready to be printed", "postalAddress"),
];

/// Members that an attribute may have, in Okta's order. Only arrays have `union`.
const MEMBERS: [&str; 16] = [
    "title",
    "description",
    "type",
    "required",
    "externalName",
    "externalNamespace",
    "format",
    "scope",
    "items",
    "enum",
    "oneOf",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "union",
];

/// The attributes that every user of the app shows, filled with nothing.
pub fn blank_profile(app: &Value) -> Value {
    let mut profile = json!({});
    for claim in CLAIMS.iter().filter(|_| app["name"] == OIDC) {
        profile[claim.name] = Value::Null;
    }
    profile
}

/// Which attribute of the Okta profile fills which of the app's, unless the mapping was changed.
pub fn preset_sources(app: &Value) -> Vec<(&'static str, String)> {
    let claims = CLAIMS.iter().filter(|_| app["name"] == OIDC);
    let claims = claims.filter_map(|claim| Some((claim.name, format!("user.{}", claim.source?))));
    claims.chain(scim::sources().filter(|_| speaks_scim(app))).collect()
}

/// Whether users of the app are those of a server that speaks SCIM.
fn speaks_scim(app: &Value) -> bool {
    app[INTERNAL]["scim"] == true
}

/// An attribute of an app's users that has a place at the app's server.
pub struct External {
    pub name: String,
    /// The way to it, such as `emails.^[primary==true].value`.
    pub path: String,
    pub namespace: String,
}

/// The attributes that have a place at the app's server, in the order of the schema.
pub fn external_names(context: &Context<'_>, app: &Value) -> Result<Vec<External>, Problem> {
    let definitions = &stored(context, app)?["definitions"];
    let all = ["base", "custom"].into_iter().filter_map(|part| definitions[part]["properties"].as_object());
    let external = all.flatten().filter_map(|(name, property)| {
        Some(External {
            name: name.clone(),
            path: property["externalName"].as_str()?.to_owned(),
            namespace: property["externalNamespace"].as_str()?.to_owned(),
        })
    });
    Ok(external.collect())
}

/// Whether the app's users have this attribute.
pub fn has_attribute(context: &Context<'_>, app: &Value, name: &str) -> Result<bool, Problem> {
    let definitions = &stored(context, app)?["definitions"];
    Ok(["base", "custom"].iter().any(|part| !definitions[*part]["properties"][name].is_null()))
}

/// A profile may have the attributes of the schema and no others.
pub fn check_profile(context: &Context<'_>, app: &Value, profile: &Value) -> Result<(), Problem> {
    let Some(profile) = profile.as_object().filter(|profile| !profile.is_empty()) else { return Ok(()) };
    let definitions = &stored(context, app)?["definitions"];
    for (name, value) in profile {
        let of = |part: &str| Some(&definitions[part]["properties"][name]).filter(|found| !found.is_null());
        let Some(property) = of("custom").or(of("base")) else {
            let cause = format!("Property name '{name}' is not defined in profile");
            return Err(Problem::validation("profile", cause));
        };
        if let Some(fault) = schema::fault(name, property, value).filter(|_| !value.is_null()) {
            return Err(Problem::validation(name, format!("{name}: {fault}")));
        }
    }
    Ok(())
}

fn stored(context: &Context<'_>, app: &Value) -> Result<Value, Problem> {
    Ok(context.tx.get(kind::APP_SCHEMA, id_of(app))?.unwrap_or_else(|| preset(app)))
}

fn preset(app: &Value) -> Value {
    let client = app["name"] == OIDC;
    let app_name = app["name"].as_str().unwrap_or_default();
    let name =
        if client { format!("{app_name}_{}", &fingerprint(id_of(app))[..7]) } else { app_name.to_owned() };
    let mut user_name = json!({ "title": "Username", "type": "string", "required": true });
    if client {
        user_name["externalName"] = json!("preferred_username");
    }
    user_name["scope"] = json!("SELF");
    let mut base = json!({ "userName": user_name });
    for claim in CLAIMS.iter().filter(|_| client) {
        base[claim.name] =
            json!({ "title": claim.title, "description": claim.description, "type": "string" });
        if let Some(external) = claim.external {
            base[claim.name]["externalName"] = json!(external);
        }
        base[claim.name]["scope"] = json!("SELF");
    }
    if speaks_scim(app)
        && let Some(base) = base.as_object_mut()
    {
        base.extend(scim::properties());
    }
    json!({
        "$schema": "http://json-schema.org/draft-04/schema#",
        "name": name,
        "title": format!("{} User", app["label"].as_str().unwrap_or_default()),
        "lastUpdated": app["created"],
        "created": app["created"],
        "definitions": {
            "custom": { "id": "#custom", "type": "object", "properties": {} },
            "base": { "id": "#base", "type": "object", "properties": base, "required": ["userName"] },
        },
        "type": "object",
        "properties": {
            "profile": { "allOf": [{ "$ref": "#/definitions/custom" }, { "$ref": "#/definitions/base" }] },
        },
    })
}

/// The `id` is a URL without `/api/v1`.
fn answer(context: &Context<'_>, app: &Value, schema: Value) -> Reply {
    let id = format!("{}/meta/schemas/apps/{}/default", context.request.base, id_of(app));
    let mut shown = Map::from_iter([("id".to_owned(), json!(id))]);
    if let Value::Object(members) = schema {
        shown.extend(members);
    }
    Reply::ok(&shown)
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let schema = stored(context, &app)?;
    Ok(answer(context, &app, schema))
}

fn update(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.active_app()?;
    let request = context.object_or_empty()?;
    let mut schema = stored(context, &app)?;
    for (name, asked) in request["definitions"]["custom"]["properties"].as_object().into_iter().flatten() {
        change_custom(&mut schema, name, asked)?;
    }
    for (name, asked) in request["definitions"]["base"]["properties"].as_object().into_iter().flatten() {
        change_base(&mut schema, name, asked)?;
    }
    for part in ["custom", "base"] {
        restate_required(&mut schema["definitions"][part]);
    }
    schema["lastUpdated"] = json!(context.now_text());
    context.tx.put(kind::APP_SCHEMA, id_of(&app), &schema)?;
    context.log("directory.user_profile.update", &[Target::app(&app)])?;
    Ok(answer(context, &app, schema))
}

fn refused(cause: String) -> Problem {
    Problem::validation("updateUserSchemas", cause)
}

fn change_custom(schema: &mut Value, name: &str, asked: &Value) -> Result<(), Problem> {
    if !schema["definitions"]["base"]["properties"][name].is_null() {
        return Err(refused(format!("{name}: A base attribute has this variable name")));
    }
    let custom = &mut schema["definitions"]["custom"]["properties"];
    if asked.is_null() {
        if let Some(custom) = custom.as_object_mut() {
            custom.shift_remove(name);
        }
        return Ok(());
    }
    for needed in ["title", "type"] {
        if asked[needed].as_str().unwrap_or_default().is_empty() {
            return Err(refused(format!("{name}.{needed}: The field cannot be left blank")));
        }
    }
    if let Some(fault) = schema::choices_fault(asked) {
        return Err(refused(format!("{name}.{fault}")));
    }
    let array = asked["type"] == "array";
    let mut property = Map::new();
    for member in MEMBERS {
        let value = match (member, &asked[member]) {
            ("scope", Value::Null) => json!("NONE"),
            ("required", Value::Bool(false)) | (_, Value::Null) => continue,
            ("union", _) if !array => continue,
            (_, value) => value.clone(),
        };
        property.insert(member.to_owned(), value);
    }
    custom[name] = Value::Object(property);
    Ok(())
}

/// Of an attribute that every app has, only whether it is required can be changed.
fn change_base(schema: &mut Value, name: &str, asked: &Value) -> Result<(), Problem> {
    let base = &mut schema["definitions"]["base"]["properties"];
    let Some(property) = base.get_mut(name).and_then(Value::as_object_mut) else {
        return Err(refused(format!("{name}: This is not a base attribute")));
    };
    match asked["required"].as_bool() {
        Some(true) => drop(property.insert("required".into(), json!(true))),
        Some(false) if name != "userName" => drop(property.shift_remove("required")),
        _ => {}
    }
    Ok(())
}

/// `required` repeats what the attributes say; where there are none, neither is it.
fn restate_required(definition: &mut Value) {
    let Some(properties) = definition["properties"].as_object() else { return };
    let names = properties.iter().filter(|(_, property)| property["required"] == true);
    let names: Vec<String> = names.map(|(name, _)| name.clone()).collect();
    let none = properties.is_empty();
    if let Some(definition) = definition.as_object_mut() {
        if none {
            definition.shift_remove("required");
        } else {
            definition.insert("required".into(), json!(names));
        }
    }
}

//! Profile mappings: which attribute of a profile fills which of another. Each app has one from the users of
//! the default type, and one to them.

use oktars_catalog::op;
use serde_json::{Map, Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::stored::{id_of, status_of};
use crate::language::expression::{self, Subject};
use crate::resource::schema;
use crate::resource::schema::app as app_schema;

pub const HANDLERS: Handlers = &[
    (&op::LIST_PROFILE_MAPPINGS, list),
    (&op::GET_PROFILE_MAPPING, get),
    (&op::UPDATE_PROFILE_MAPPING, update),
];

const LIMITS: Limits = Limits::strict(20, 200);

/// Which way a mapping goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    ToApp,
    FromApp,
}

/// The id of a mapping follows from that of its app.
fn mapping_id(app_id: &str, direction: Direction) -> String {
    let rest = app_id.strip_prefix("0oa").unwrap_or(app_id);
    match direction {
        Direction::ToApp => format!("prm{rest}"),
        Direction::FromApp => format!("prm1{}", rest.get(1..).unwrap_or_default()),
    }
}

/// The app and the direction of a mapping.
fn find(context: &Context<'_>, id: &str) -> Result<(Value, Direction), Problem> {
    let rest = id.strip_prefix("prm").unwrap_or_default();
    for direction in [Direction::ToApp, Direction::FromApp] {
        let app_id = match direction {
            Direction::ToApp => format!("0oa{rest}"),
            Direction::FromApp => format!("0oa0{}", rest.get(1..).unwrap_or_default()),
        };
        if let Some(app) =
            context.tx.get(kind::APP, &app_id)?.filter(|_| mapping_id(&app_id, direction) == id)
        {
            return Ok((app, direction));
        }
    }
    Err(Problem::not_found(id, "ProfileMapping"))
}

/// What fills the attributes of the target, by the target's names.
fn properties(
    context: &Context<'_>,
    app: &Value,
    direction: Direction,
) -> Result<Map<String, Value>, Problem> {
    let stored = context.tx.get(kind::PROFILE_MAPPING, &mapping_id(id_of(app), direction))?;
    if let Some(Value::Object(properties)) = stored {
        return Ok(properties);
    }
    let preset = match direction {
        Direction::ToApp => app_schema::preset_sources(app),
        Direction::FromApp => Vec::new(),
    };
    let preset = preset
        .into_iter()
        .map(|(target, source)| (target.to_owned(), json!({ "expression": source, "pushStatus": "PUSH" })));
    Ok(preset.collect())
}

/// The profile of a new assignment: what the mapping to the app makes of the user's profile.
pub fn apply(context: &Context<'_>, app: &Value, user: &Value) -> Result<Value, Problem> {
    let subject =
        Subject { id: id_of(user), status: status_of(user), profile: &user["profile"], groups: Vec::new() };
    let mut profile = app_schema::blank_profile(app);
    for (target, property) in properties(context, app, Direction::ToApp)? {
        let text = property["expression"].as_str().unwrap_or_default();
        let wrong = |why: String| refused(format!("The expression for {target} cannot be evaluated: {why}"));
        let expression = expression::parse(text).map_err(|error| wrong(error.to_string()))?;
        profile[&target] = expression.evaluate(&subject).map_err(|excess| wrong(excess.to_string()))?;
    }
    Ok(profile)
}

/// The attributes that a changed profile of a user is carried on to.
pub fn pushed_to(context: &Context<'_>, app: &Value) -> Result<Vec<String>, Problem> {
    let properties = properties(context, app, Direction::ToApp)?.into_iter();
    Ok(properties.filter(|(_, property)| property["pushStatus"] == "PUSH").map(|(name, _)| name).collect())
}

/// The mappings of an app that is deleted go with it.
pub fn forget_app(context: &Context<'_>, app_id: &str) -> Result<(), Problem> {
    for direction in [Direction::ToApp, Direction::FromApp] {
        context.tx.delete(kind::PROFILE_MAPPING, &mapping_id(app_id, direction))?;
    }
    Ok(())
}

// ---- answers ----

fn users(context: &Context<'_>) -> Value {
    let facts = context.org.facts();
    json!({
        "id": facts.user_type(),
        "name": "user",
        "type": "user",
        "_links": {
            "self": { "href": context.url(&format!("/meta/types/user/{}", facts.user_type())) },
            "schema": { "href": context.url(&format!("/meta/schemas/user/{}", facts.user_schema())) },
        },
    })
}

fn app_users(context: &Context<'_>, app: &Value) -> Value {
    let path = format!("/apps/{}", id_of(app));
    json!({
        "id": app["id"],
        "name": app["name"],
        "type": "appuser",
        "_links": {
            "self": { "href": context.url(&path) },
            "schema": { "href": context.url(&format!("/meta/schemas{path}/default")) },
        },
    })
}

fn summary(context: &Context<'_>, app: &Value, direction: Direction) -> Value {
    let id = mapping_id(id_of(app), direction);
    let (source, target) = match direction {
        Direction::ToApp => (users(context), app_users(context, app)),
        Direction::FromApp => (app_users(context, app), users(context)),
    };
    json!({
        "id": id,
        "source": source,
        "target": target,
        "_links": { "self": { "href": context.url(&format!("/mappings/{id}")) } },
    })
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let page = Page::of(context, LIMITS)?;
    let wanted = |name: &str, end: &Value| context.query(name).is_none_or(|id| end["id"] == id);
    let mut found = Vec::new();
    for (_, app) in context.tx.all(kind::APP)? {
        for direction in [Direction::ToApp, Direction::FromApp] {
            let mapping = summary(context, &app, direction);
            if wanted("sourceId", &mapping["source"]) && wanted("targetId", &mapping["target"]) {
                found.push((id_of(&mapping).to_owned(), mapping.to_string().into_bytes()));
            }
        }
    }
    found.sort_unstable();
    Ok(page.slice(context, found))
}

fn answer(context: &Context<'_>, app: &Value, direction: Direction) -> Result<Value, Problem> {
    let mut shown = summary(context, app, direction);
    let links = shown["_links"].take();
    shown.as_object_mut().expect("a mapping is an object").shift_remove("_links");
    shown["properties"] = Value::Object(properties(context, app, direction)?);
    shown["_links"] = links;
    Ok(shown)
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, direction) = find(context, context.param("mappingId"))?;
    Ok(Reply::ok(&answer(context, &app, direction)?))
}

// ---- changes ----

/// Properties that are sent are added or changed, and those that are null are taken out.
fn update(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, direction) = find(context, context.param("mappingId"))?;
    let body = context.object()?;
    let Some(sent) = body["properties"].as_object() else {
        return Err(Problem::blank("properties"));
    };
    let mut properties = properties(context, &app, direction)?;
    for (target, property) in sent {
        check_target(context, &app, direction, target)?;
        if property.is_null() || property["expression"].is_null() {
            properties.shift_remove(target);
            continue;
        }
        let property = checked(property, direction)?;
        check_sources(context, &app, direction, &property)?;
        properties.insert(target.clone(), property);
    }
    let id = mapping_id(id_of(&app), direction);
    context.tx.put(kind::PROFILE_MAPPING, &id, &Value::Object(properties))?;
    Ok(Reply::ok(&answer(context, &app, direction)?))
}

fn refused(cause: String) -> Problem {
    Problem::validation("updateMapping", cause)
}

fn check_target(
    context: &Context<'_>,
    app: &Value,
    direction: Direction,
    target: &str,
) -> Result<(), Problem> {
    let is_known = match direction {
        Direction::ToApp => app_schema::has_attribute(context, app, target)?,
        Direction::FromApp => schema::has_user_attribute(context, target)?,
    };
    if is_known { Ok(()) } else { Err(refused(format!("Invalid target field {target}"))) }
}

/// The attributes that an expression reads must be there.
fn check_sources(
    context: &Context<'_>,
    app: &Value,
    direction: Direction,
    property: &Value,
) -> Result<(), Problem> {
    let text = property["expression"].as_str().unwrap_or_default();
    let readable = readable(text, direction);
    let Ok(expression) = expression::parse(&readable) else { return Ok(()) };
    for name in expression.attributes() {
        let is_known = match direction {
            Direction::ToApp => schema::has_user_attribute(context, &name)?,
            Direction::FromApp => app_schema::has_attribute(context, app, &name)?,
        };
        if !is_known {
            return Err(refused(format!("Invalid property {name} in expression {text}")));
        }
    }
    Ok(())
}

/// From an app, the expression speaks of the app's user.
fn readable(text: &str, direction: Direction) -> String {
    match direction {
        Direction::ToApp => text.to_owned(),
        Direction::FromApp => text.replace("appuser.", "user."),
    }
}

fn checked(property: &Value, direction: Direction) -> Result<Value, Problem> {
    let text = property["expression"].as_str().unwrap_or_default();
    let readable = readable(text, direction);
    if let Some(why) = expression::excess(&readable) {
        return Err(refused(format!("Invalid expression: {why}")));
    }
    if expression::parse(&readable).is_err() {
        return Err(refused(format!("Invalid expression {text}")));
    }
    let push = property["pushStatus"].as_str().unwrap_or("DONT_PUSH");
    if !matches!(push, "PUSH" | "DONT_PUSH") {
        return Err(refused(format!("Invalid push status {push}")));
    }
    Ok(json!({ "expression": text, "pushStatus": push }))
}

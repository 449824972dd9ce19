//! Groups of an application: all their members become users of it.

use oktars_catalog::op;
use serde_json::{Map, Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::kind;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::user as app_user;
use crate::resource::group::member::{group_ids_of, is_everyone, user_ids};
use crate::resource::schema::app as app_schema;
use crate::resource::{app, group};

pub const HANDLERS: Handlers = &[
    (&op::LIST_APPLICATION_GROUP_ASSIGNMENTS, list),
    (&op::GET_APPLICATION_GROUP_ASSIGNMENT, get),
    (&op::ASSIGN_GROUP_TO_APPLICATION, assign),
    (&op::UPDATE_GROUP_ASSIGNMENT_TO_APPLICATION, patch),
    (&op::UNASSIGN_APPLICATION_FROM_GROUP, unassign),
];

const LIMITS: Limits = Limits::strict(20, 200);
const MAX_PRIORITY: i64 = 100;

// ---- what other resources tell ----

/// A user is new, or comes back from being deactivated, and has what the groups give.
pub fn user_came(context: &mut Context<'_>, user: &Value) -> Result<(), Problem> {
    for group in group_ids_of(context, user)? {
        member_added(context, &group, id_of(user))?;
    }
    Ok(())
}

/// A user came into a group.
pub fn member_added(context: &mut Context<'_>, group_id: &str, user_id: &str) -> Result<(), Problem> {
    for app_id in context.tx.link_ids_to(kind::APP_GROUP, group_id)? {
        if let Some(app) = context.tx.get(kind::APP, &app_id)? {
            app_user::assign_by_group(context, &app, user_id)?;
        }
    }
    Ok(())
}

/// A user left a group.
pub fn member_removed(context: &mut Context<'_>, group_id: &str, user_id: &str) -> Result<(), Problem> {
    for app_id in context.tx.link_ids_to(kind::APP_GROUP, group_id)? {
        app_user::lose_group(context, &app_id, user_id)?;
    }
    Ok(())
}

/// A group goes away.
pub fn forget_group(context: &mut Context<'_>, group_id: &str) -> Result<(), Problem> {
    for app_id in context.tx.link_ids_to(kind::APP_GROUP, group_id)? {
        take(context, &app_id, group_id)?;
    }
    Ok(())
}

/// An application goes away.
pub fn forget_app(context: &Context<'_>, app_id: &str) -> Result<(), Problem> {
    for group_id in context.tx.link_ids(kind::APP_GROUP, app_id)? {
        context.tx.unlink(kind::APP_GROUP, app_id, &group_id)?;
    }
    Ok(())
}

/// Whether a group gives the app to this user.
pub fn covers(context: &Context<'_>, app_id: &str, user_id: &str) -> Result<bool, Problem> {
    for group_id in context.tx.link_ids(kind::APP_GROUP, app_id)? {
        if is_everyone(context, &group_id) || context.tx.linked(kind::MEMBER, &group_id, user_id)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The group that gives the app to this user: of several, the one with the lowest priority number.
pub fn giving(context: &Context<'_>, app_id: &str, user_id: &str) -> Result<Option<Value>, Problem> {
    let mut first: Option<(i64, String)> = None;
    for group_id in context.tx.link_ids(kind::APP_GROUP, app_id)? {
        let member =
            is_everyone(context, &group_id) || context.tx.linked(kind::MEMBER, &group_id, user_id)?.is_some();
        let Some(assigned) = context.tx.linked(kind::APP_GROUP, app_id, &group_id)?.filter(|_| member) else {
            continue;
        };
        let priority = assigned["priority"].as_i64().unwrap_or(MAX_PRIORITY);
        if first.as_ref().is_none_or(|(least, _)| priority < *least) {
            first = Some((priority, group_id));
        }
    }
    let Some((_, group_id)) = first else { return Ok(None) };
    Ok(context.tx.get(kind::GROUP, &group_id)?)
}

/// What the groups of a user give of the profile: of each attribute the value of the group with the lowest
/// priority number that has it.
pub fn profile_of(context: &Context<'_>, app_id: &str, user_id: &str) -> Result<Map<String, Value>, Problem> {
    let mut given = Vec::new();
    for group_id in context.tx.link_ids(kind::APP_GROUP, app_id)? {
        let member =
            is_everyone(context, &group_id) || context.tx.linked(kind::MEMBER, &group_id, user_id)?.is_some();
        if let Some(assigned) = context.tx.linked(kind::APP_GROUP, app_id, &group_id)?.filter(|_| member) {
            given.push(assigned);
        }
    }
    given.sort_by_key(|assigned| assigned["priority"].as_i64());
    let mut profile = Map::new();
    for assigned in given {
        for (name, value) in assigned["profile"].as_object().into_iter().flatten() {
            if !value.is_null() {
                profile.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
    }
    Ok(profile)
}

fn take(context: &mut Context<'_>, app_id: &str, group_id: &str) -> Result<(), Problem> {
    context.tx.unlink(kind::APP_GROUP, app_id, group_id)?;
    for user_id in context.tx.link_ids(kind::APP_USER, app_id)? {
        app_user::lose_group(context, app_id, &user_id)?;
    }
    Ok(())
}

// ---- operations ----

fn render(context: &Context<'_>, app_id: &str, assigned: &Value) -> Result<Value, Problem> {
    let group_id = id_of(assigned);
    let mut shown = assigned.clone();
    shown["_links"] = json!({
        "app": { "href": app::path(context, app_id, "") },
        "self": { "href": app::path(context, app_id, &format!("/groups/{group_id}")) },
        "group": { "href": context.url(&format!("/groups/{group_id}")) },
    });
    if context.query("expand") == Some("group")
        && let Some(group) = context.tx.get(kind::GROUP, group_id)?
    {
        shown["_embedded"] = json!({ "group": group::answer(context, group) });
    }
    Ok(shown)
}

fn find(context: &Context<'_>) -> Result<(Value, Value), Problem> {
    let app = context.app()?;
    let group_id = context.param("groupId");
    let found = context.tx.linked(kind::APP_GROUP, id_of(&app), group_id)?;
    let assigned = found.ok_or_else(|| Problem::not_found(group_id, "ApplicationGroupAssignment"))?;
    Ok((app, assigned))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, assigned) = find(context)?;
    Ok(Reply::ok(&render(context, id_of(&app), &assigned)?))
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let page = Page::of(context, LIMITS)?;
    let prefix = context.query("q").map(str::to_lowercase);
    let mut items = Vec::new();
    for group_id in context.tx.link_ids(kind::APP_GROUP, id_of(&app))? {
        let Some(assigned) = context.tx.linked(kind::APP_GROUP, id_of(&app), &group_id)? else { continue };
        if let Some(prefix) = &prefix {
            let group = context.tx.get(kind::GROUP, &group_id)?.unwrap_or_default();
            let name = group["profile"]["name"].as_str().unwrap_or_default().to_lowercase();
            if !name.starts_with(prefix) {
                continue;
            }
        }
        let shown = render(context, id_of(&app), &assigned)?;
        items.push((group_id, shown.to_string().into_bytes()));
    }
    Ok(page.slice(context, items))
}

fn assign(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.active_app()?;
    let group = context.group()?;
    let request = context.object_or_empty()?;
    let (app_id, group_id) = (id_of(&app).to_owned(), id_of(&group).to_owned());
    let old = context.tx.linked(kind::APP_GROUP, &app_id, &group_id)?;
    let priority = match (&request["priority"], &old) {
        (Value::Null, Some(old)) => old["priority"].clone(),
        (Value::Null, None) => json!(next_priority(context, &app_id)?),
        (priority, _) => checked_priority(priority)?,
    };
    let profile = match (&request["profile"], &old) {
        (Value::Null, Some(old)) => old["profile"].clone(),
        (Value::Null, None) => json!({}),
        (profile, _) => profile.clone(),
    };
    app_schema::check_profile(context, &app, &profile)?;
    let mut assigned = json!({
        "id": group_id,
        "lastUpdated": context.now_text(),
        "priority": priority,
        "profile": profile,
    });
    let event = match &old {
        None => "group.application_assignment.add",
        Some(old) if old["priority"] == assigned["priority"] && old["profile"] == assigned["profile"] => {
            assigned["lastUpdated"] = old["lastUpdated"].clone();
            ""
        }
        Some(_) => "group.application_assignment.update",
    };
    context.tx.link(kind::APP_GROUP, &app_id, &group_id, &assigned)?;
    if !event.is_empty() {
        context.log(event, &[Target::group(&group), Target::app(&app)])?;
    }
    for user_id in user_ids(context, &group_id)? {
        app_user::assign_by_group(context, &app, &user_id)?;
    }
    Ok(Reply::ok(&render(context, &app_id, &assigned)?))
}

fn next_priority(context: &Context<'_>, app_id: &str) -> Result<i64, Problem> {
    let mut next = 0;
    for group_id in context.tx.link_ids(kind::APP_GROUP, app_id)? {
        if let Some(assigned) = context.tx.linked(kind::APP_GROUP, app_id, &group_id)? {
            next = next.max(assigned["priority"].as_i64().unwrap_or_default() + 1);
        }
    }
    Ok(next.min(MAX_PRIORITY))
}

fn checked_priority(priority: &Value) -> Result<Value, Problem> {
    match priority.as_i64() {
        Some(number) if (0..=MAX_PRIORITY).contains(&number) => Ok(json!(number)),
        _ => Err(Problem::validation(
            "priority",
            format!("priority: must be a number from 0 to {MAX_PRIORITY}"),
        )),
    }
}

/// A JSON Patch of the priority and the profile.
fn patch(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, mut assigned) = find(context)?;
    let Ok(Value::Array(steps)) = serde_json::from_slice(&context.request.body) else {
        return Err(Problem::malformed_body());
    };
    for step in &steps {
        apply(&mut assigned, step)?;
    }
    app_schema::check_profile(context, &app, &assigned["profile"])?;
    assigned["lastUpdated"] = json!(context.now_text());
    let group_id = id_of(&assigned).to_owned();
    context.tx.link(kind::APP_GROUP, id_of(&app), &group_id, &assigned)?;
    let group = context.tx.get(kind::GROUP, &group_id)?.unwrap_or_default();
    context.log("group.application_assignment.update", &[Target::group(&group), Target::app(&app)])?;
    for user_id in user_ids(context, &group_id)? {
        app_user::assign_by_group(context, &app, &user_id)?;
    }
    Ok(Reply::ok(&render(context, id_of(&app), &assigned)?))
}

fn apply(assigned: &mut Value, step: &Value) -> Result<(), Problem> {
    let removes = match step["op"].as_str() {
        Some("add" | "replace") => false,
        Some("remove") => true,
        _ => return Err(Problem::validation("op", "op: must be add, replace or remove")),
    };
    let place = step["path"].as_str().unwrap_or_default();
    match place.strip_prefix("/profile/") {
        Some(name) if removes => {
            if let Some(profile) = assigned["profile"].as_object_mut() {
                profile.shift_remove(name);
            }
        }
        Some(name) => assigned["profile"][name] = step["value"].clone(),
        None if place == "/priority" && !removes => assigned["priority"] = checked_priority(&step["value"])?,
        None if place == "/profile" && !removes && step["value"].is_object() => {
            assigned["profile"] = step["value"].clone();
        }
        None => return Err(Problem::validation("path", format!("path: {place} cannot be changed"))),
    }
    Ok(())
}

fn unassign(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let group = context.group()?;
    if context.tx.linked(kind::APP_GROUP, id_of(&app), id_of(&group))?.is_none() {
        return Err(Problem::not_found(id_of(&group), "ApplicationGroupAssignment"));
    }
    take(context, id_of(&app), id_of(&group))?;
    context.log("group.application_assignment.remove", &[Target::group(&group), Target::app(&app)])?;
    Ok(Reply::no_content())
}

//! Group push: which groups an application receives. A target group that is asked for by name is made. The groups are
//! told to the server of the app, where it has one on this machine.

use std::ops::ControlFlow::Continue;

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::app::{path, provisioning};

pub const HANDLERS: Handlers = &[
    (&op::LIST_GROUP_PUSH_MAPPINGS, list),
    (&op::CREATE_GROUP_PUSH_MAPPING, create),
    (&op::GET_GROUP_PUSH_MAPPING, get),
    (&op::UPDATE_GROUP_PUSH_MAPPING, update),
    (&op::DELETE_GROUP_PUSH_MAPPING, delete),
];

/// Unlike all others, these dates have no fraction.
fn now(context: &Context<'_>) -> String {
    context.now_text().replace(".000Z", "Z")
}

fn render(context: &Context<'_>, app_id: &str, mapping: &Value) -> Value {
    let group = |member: &str| {
        let id = mapping[member].as_str().unwrap_or_default();
        json!({ "href": context.url(&format!("/groups/{id}")) })
    };
    let mut shown = mapping.clone();
    shown["_links"] = json!({
        "app": { "href": path(context, app_id, "") },
        "sourceGroup": group("sourceGroupId"),
        "targetGroup": group("targetGroupId"),
    });
    shown
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let page = Page::of(context, Limits::strict(100, 1000))?;
    let wanted = |mapping: &Value| {
        ["sourceGroupId", "status"]
            .iter()
            .all(|name| context.query(name).is_none_or(|value| mapping[*name] == value))
    };
    let mut items = Vec::new();
    for (id, mapping) in context.tx.all(kind::GROUP_PUSH_MAPPING.of(id_of(&app)))? {
        if wanted(&mapping) {
            items.push((id, render(context, id_of(&app), &mapping).to_string().into_bytes()));
        }
    }
    Ok(page.slice(context, items))
}

/// How many applications a group is pushed to.
pub fn count_of(context: &Context<'_>, group_id: &str) -> Result<usize, Problem> {
    let mappings = all(context)?;
    Ok(mappings.iter().filter(|mapping| mapping["sourceGroupId"] == group_id).count())
}

/// Whether a group is pushed, or is what another is pushed to.
pub fn uses(context: &Context<'_>, group_id: &str) -> Result<bool, Problem> {
    let names =
        |mapping: &Value| mapping["sourceGroupId"] == group_id || mapping["targetGroupId"] == group_id;
    Ok(all(context)?.iter().any(names))
}

fn all(context: &Context<'_>) -> Result<Vec<Value>, Problem> {
    let (mut apps, mut mappings) = (Vec::new(), Vec::new());
    context.tx.scan(kind::APP, None, &mut |app_id, _| {
        apps.push(app_id.to_owned());
        Ok(Continue(()))
    })?;
    for app_id in apps {
        mappings.extend(
            context.tx.all(kind::GROUP_PUSH_MAPPING.of(&app_id))?.into_iter().map(|(_, mapping)| mapping),
        );
    }
    Ok(mappings)
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let request = context.object()?;
    let source = request["sourceGroupId"].as_str().ok_or_else(|| Problem::blank("sourceGroupId"))?;
    let source = context.group_with(source)?;
    let kind = kind::GROUP_PUSH_MAPPING.of(id_of(&app));
    if context.tx.all(kind)?.iter().any(|(_, known)| known["sourceGroupId"] == id_of(&source)) {
        let cause = "sourceGroupId: this group is pushed to the application already";
        return Err(Problem::validation("sourceGroupId", cause));
    }
    let target = match (request["targetGroupId"].as_str(), request["targetGroupName"].as_str()) {
        (Some(id), None) => id_of(&context.group_with(id)?).to_owned(),
        (None, Some(name)) if !name.is_empty() => new_target(context, &app, name)?,
        _ => {
            let cause = "targetGroupId: exactly one of targetGroupId and targetGroupName must be given";
            return Err(Problem::validation("targetGroupId", cause));
        }
    };
    let id = context.new_id("gPm");
    let mapping = json!({
        "created": now(context),
        "id": id,
        "lastUpdated": now(context),
        "sourceGroupId": id_of(&source),
        "status": status(&request["status"], status::ACTIVE)?,
        "targetGroupId": target,
    });
    context.tx.put(kind, &id, &mapping)?;
    if mapping["status"] == status::ACTIVE {
        provisioning::push(context, id_of(&app), &id, false)?;
    }
    Ok(Reply::ok(&render(context, id_of(&app), &mapping)))
}

pub fn new_target(context: &Context<'_>, app: &Value, name: &str) -> Result<String, Problem> {
    let id = context.new_id("00g");
    let now = context.now_text();
    let group = json!({
        "id": id,
        "created": now,
        "lastUpdated": now,
        "lastMembershipUpdated": now,
        "objectClass": [format!("{}:group", app["name"].as_str().unwrap_or_default())],
        "type": "APP_GROUP",
        "profile": { "name": name, "description": null },
        "source": { "id": id_of(app) },
    });
    context.tx.put(kind::GROUP, &id, &group)?;
    Ok(id)
}

fn status<'a>(asked: &'a Value, preset: &'a str) -> Result<&'a str, Problem> {
    match asked.as_str() {
        None => Ok(preset),
        Some(status @ (status::ACTIVE | status::INACTIVE)) => Ok(status),
        Some(_) => Err(Problem::validation("status", "status: must be ACTIVE or INACTIVE")),
    }
}

fn find(context: &Context<'_>) -> Result<(Value, Value), Problem> {
    let app = context.app()?;
    let id = context.param("mappingId");
    let mapping = context.tx.get(kind::GROUP_PUSH_MAPPING.of(id_of(&app)), id)?;
    Ok((app, mapping.ok_or_else(|| Problem::not_found(id, "GroupPushMapping"))?))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, mapping) = find(context)?;
    Ok(Reply::ok(&render(context, id_of(&app), &mapping)))
}

fn update(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, mut mapping) = find(context)?;
    let request = context.object()?;
    let before = mapping["status"].clone();
    mapping["status"] = json!(status(&request["status"], status::ACTIVE)?);
    mapping["lastUpdated"] = json!(now(context));
    context.tx.put(kind::GROUP_PUSH_MAPPING.of(id_of(&app)), id_of(&mapping), &mapping)?;
    if mapping["status"] == status::ACTIVE && before != status::ACTIVE {
        provisioning::push(context, id_of(&app), id_of(&mapping), true)?;
    }
    Ok(Reply::ok(&render(context, id_of(&app), &mapping)))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, mapping) = find(context)?;
    if mapping["status"] == status::ACTIVE {
        let cause = "status: a mapping must be inactive before it can be deleted";
        return Err(Problem::validation("status", cause));
    }
    context.tx.delete(kind::GROUP_PUSH_MAPPING.of(id_of(&app)), id_of(&mapping))?;
    let and_delete = context.flag("deleteTargetGroup", false);
    provisioning::unlink(context, id_of(&app), id_of(&mapping), and_delete)?;
    let target = mapping["targetGroupId"].as_str().unwrap_or_default();
    if and_delete && context.tx.get(kind::GROUP, target)?.is_some_and(|group| group["type"] == "APP_GROUP") {
        context.tx.delete(kind::GROUP, target)?;
    }
    let mut reply = Reply::no_content();
    reply.status = http::StatusCode::OK;
    Ok(reply)
}

//! What fills the profile of an assignment: the mapping from the user's profile, and the groups that give the
//! application, the one with the lowest priority number before all others. What was set by hand stays.

use serde_json::{Map, Value, json};

use crate::kernel::context::Context;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::group as app_group;
use crate::resource::app::provisioning;
use crate::resource::app::user::{targets, user_name};
use crate::resource::profile_mapping;

/// What the groups gave of an assignment's profile; never shown.
pub const FROM_GROUPS: &str = "fromGroups";

/// Replaces what the groups of the user gave before with what they give now.
pub fn take_from_groups(
    context: &Context<'_>,
    app: &Value,
    user: &Value,
    assigned: &mut Value,
) -> Result<(), Problem> {
    let now = app_group::profile_of(context, id_of(app), id_of(user))?;
    let before = assigned[FROM_GROUPS].as_object().cloned().unwrap_or_default();
    if now == before {
        return Ok(());
    }
    let mapped = profile_mapping::apply(context, app, user)?;
    let names: Vec<&String> =
        before.keys().chain(now.keys().filter(|name| !before.contains_key(*name))).collect();
    for name in names {
        let by_hand = before.get(name).is_some_and(|given| assigned["profile"][name] != *given);
        if by_hand {
            continue;
        }
        match now.get(name).or(mapped.get(name)) {
            Some(value) => assigned["profile"][name] = value.clone(),
            None => {
                assigned["profile"].as_object_mut().map(|profile| profile.shift_remove(name));
            }
        }
    }
    assigned[FROM_GROUPS] = Value::Object(now);
    Ok(())
}

/// From now on nothing of the profile is the groups' any more: the user has the app by himself.
pub fn keep_from_groups(assigned: &mut Value) {
    if let Some(members) = assigned.as_object_mut() {
        members.shift_remove(FROM_GROUPS);
    }
}

/// A user's profile was changed: mappings that push carry it on to the user's applications, and names that the
/// apps' templates made follow.
pub fn user_changed(context: &mut Context<'_>, old: &Value, user: &Value) -> Result<(), Problem> {
    for app_id in context.tx.link_ids_to(kind::APP_USER, id_of(user))? {
        let Some(app) = context.tx.get(kind::APP, &app_id)? else { continue };
        let Some(before) = context.tx.linked(kind::APP_USER, &app_id, id_of(user))? else { continue };
        let mut assigned = before.clone();
        for (name, value) in pushed(context, &app, user)? {
            if assigned[FROM_GROUPS][&name].is_null() {
                assigned["profile"][&name] = value;
            }
        }
        if assigned["credentials"]["userName"] == user_name(&app, old) {
            assigned["credentials"]["userName"] = user_name(&app, user);
        }
        if assigned == before {
            continue;
        }
        assigned["lastUpdated"] = json!(context.now_text());
        provisioning::changed(context, &app, &mut assigned)?;
        context.tx.link(kind::APP_USER, &app_id, id_of(user), &assigned)?;
        let targets = targets(&app, user, &assigned);
        if assigned["credentials"] != before["credentials"] {
            context.log("application.user_membership.change_username", &targets)?;
        }
        if assigned["profile"] != before["profile"] {
            context.log("application.user_membership.update", &targets)?;
        }
    }
    Ok(())
}

fn pushed(context: &Context<'_>, app: &Value, user: &Value) -> Result<Map<String, Value>, Problem> {
    let pushed = profile_mapping::pushed_to(context, app)?;
    if pushed.is_empty() {
        return Ok(Map::new());
    }
    let mapped = profile_mapping::apply(context, app, user)?;
    Ok(pushed.into_iter().filter_map(|name| mapped.get(&name).cloned().map(|value| (name, value))).collect())
}

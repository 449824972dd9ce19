//! Users of an application: assigned directly, or through a group.

mod profile;

use std::ops::ControlFlow::{Break, Continue};

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::kind;
use crate::kernel::page::{Cursor, Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::decode;
use crate::kernel::stored::{id_of, status_of};
use crate::resource::app::{feature as app_feature, group as app_group};
use crate::resource::app::{has_scheme, path, provisioning};
use crate::resource::profile_mapping;
use crate::resource::schema::app as app_schema;
use crate::resource::user;

pub use crate::resource::app::user::profile::user_changed;

pub const HANDLERS: Handlers = &[
    (&op::LIST_APPLICATION_USERS, list),
    (&op::ASSIGN_USER_TO_APPLICATION, assign),
    (&op::GET_APPLICATION_USER, get),
    (&op::UPDATE_APPLICATION_USER, update),
    (&op::UNASSIGN_USER_FROM_APPLICATION, unassign),
];

const LIMITS: Limits = Limits::clamping(50, 500);
const SHARED_SCHEME: &str = "SHARED_USERNAME_AND_PASSWORD";

// ---- answers ----

pub fn render(context: &Context<'_>, app_id: &str, assigned: &Value) -> Result<Value, Problem> {
    let user_id = id_of(assigned);
    let mut shown = assigned.clone();
    profile::keep_from_groups(&mut shown);
    // Who is assigned before being activated becomes an active user of the app with the activation.
    if shown["status"] == status::STAGED
        && shown["syncState"] == status::DISABLED
        && let Some(user) = context.tx.get(kind::USER, user_id)?
        && status_of(&user) != status::STAGED
    {
        shown["status"] = json!(status::ACTIVE);
        shown["statusChanged"] = user["statusChanged"].clone();
    }
    shown["_links"] = json!({
        "app": { "href": path(context, app_id, "") },
        "user": { "href": context.url(&format!("/users/{user_id}")) },
    });
    if shown["scope"] == "GROUP"
        && let Some(group) = app_group::giving(context, app_id, user_id)?
    {
        let href = context.url(&format!("/groups/{}", id_of(&group)));
        shown["_links"]["group"] = json!({ "name": group["profile"]["name"], "href": href });
    }
    if context.query("expand") == Some("user")
        && let Some(user) = context.tx.get(kind::USER, user_id)?
    {
        shown["_embedded"] = json!({ "user": user::render(context, &user) });
    }
    Ok(shown)
}

/// The targets of an event about an assignment.
pub fn targets(app: &Value, user: &Value, assigned: &Value) -> [Target; 3] {
    let of_user = Target::user(user);
    let user_name = assigned["credentials"]["userName"].as_str().unwrap_or_default();
    let app_user = Target {
        kind: "AppUser",
        alternate_id: user_name.to_owned(),
        id: of_user.id.clone(),
        display_name: of_user.display_name.clone(),
    };
    [app_user, Target::app(app), of_user]
}

// ---- assignments ----

pub fn new_assignment(
    context: &Context<'_>,
    app: &Value,
    user: &Value,
    scope: &str,
) -> Result<Value, Problem> {
    let now = context.now_text();
    let status = if status_of(user) == status::STAGED { status::STAGED } else { status::ACTIVE };
    Ok(json!({
        "id": id_of(user),
        "externalId": null,
        "created": now,
        "lastUpdated": now,
        "scope": scope,
        "status": status,
        "statusChanged": now,
        "passwordChanged": null,
        "syncState": status::DISABLED,
        "credentials": { "userName": user_name(app, user) },
        "profile": profile_mapping::apply(context, app, user)?,
    }))
}

/// The user's name at the application, as the app's template makes it.
fn user_name(app: &Value, user: &Value) -> Value {
    let template = &app["credentials"]["userNameTemplate"];
    if template["type"] == "NONE" {
        return Value::Null;
    }
    let expression = template["template"].as_str().unwrap_or_default();
    let expression = expression.strip_suffix("${instance.userSuffix}").unwrap_or(expression);
    let expression =
        expression.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).unwrap_or(expression);
    let name = evaluate(expression, &user["profile"]);
    let suffix = template["userSuffix"].as_str().unwrap_or_default();
    json!(format!("{name}{suffix}"))
}

/// The few expressions that templates come with; any other stands for the login.
fn evaluate(expression: &str, profile: &Value) -> String {
    let argument = |function: &str, end: &str| expression.strip_prefix(function)?.strip_suffix(end);
    if let Some(inner) = argument("fn:toLowerCase(", ")") {
        return evaluate(inner, profile).to_lowercase();
    }
    if let Some(inner) = argument("fn:substringBefore(", r#", "@")"#) {
        return evaluate(inner, profile).split('@').next().unwrap_or_default().to_owned();
    }
    let text = |name: &str| profile[name].as_str().unwrap_or_default().to_owned();
    match expression.strip_prefix("user.").or(expression.strip_prefix("source.")) {
        Some("employeeID") => text("employeeNumber"),
        Some("samAccountName") => text("samAccountName"),
        Some(name) if profile[name].is_string() => text(name),
        _ => text("login"),
    }
}

/// Assigns the user through a group. Who has the app through groups already gets what they give now.
pub fn assign_by_group(context: &mut Context<'_>, app: &Value, user_id: &str) -> Result<(), Problem> {
    if let Some(assigned) = context.tx.linked(kind::APP_USER, id_of(app), user_id)? {
        return follow_groups(context, app, assigned);
    }
    let Some(user) = context.tx.get(kind::USER, user_id)? else { return Ok(()) };
    if status_of(&user) == status::DEPROVISIONED {
        return Ok(());
    }
    let mut assigned = new_assignment(context, app, &user, "GROUP")?;
    profile::take_from_groups(context, app, &user, &mut assigned)?;
    provisioning::assigned(context, app, &user, &mut assigned)?;
    context.tx.link(kind::APP_USER, id_of(app), user_id, &assigned)?;
    context.log("application.user_membership.add", &targets(app, &user, &assigned))
}

/// The profile of an assignment through groups is what the groups make it.
fn follow_groups(context: &mut Context<'_>, app: &Value, mut assigned: Value) -> Result<(), Problem> {
    let Some(user) = context.tx.get(kind::USER, id_of(&assigned))?.filter(|_| assigned["scope"] == "GROUP")
    else {
        return Ok(());
    };
    let before = assigned["profile"].clone();
    profile::take_from_groups(context, app, &user, &mut assigned)?;
    if assigned["profile"] == before {
        return Ok(context.tx.link(kind::APP_USER, id_of(app), id_of(&user), &assigned)?);
    }
    let mut assigned = touched(context, assigned);
    provisioning::changed(context, app, &mut assigned)?;
    context.tx.link(kind::APP_USER, id_of(app), id_of(&user), &assigned)?;
    context.log("application.user_membership.update", &targets(app, &user, &assigned))
}

/// A group gives the app no longer: it is taken from a user who has it through groups alone, once none is left.
pub fn lose_group(context: &mut Context<'_>, app_id: &str, user_id: &str) -> Result<(), Problem> {
    let Some(assigned) = context.tx.linked(kind::APP_USER, app_id, user_id)? else { return Ok(()) };
    if assigned["scope"] != "GROUP" {
        return Ok(());
    }
    if !app_group::covers(context, app_id, user_id)? {
        return remove(context, app_id, &assigned);
    }
    match context.tx.get(kind::APP, app_id)? {
        Some(app) => follow_groups(context, &app, assigned),
        None => Ok(()),
    }
}

pub fn remove(context: &mut Context<'_>, app_id: &str, assigned: &Value) -> Result<(), Problem> {
    context.tx.unlink(kind::APP_USER, app_id, id_of(assigned))?;
    provisioning::removed(context, app_id, assigned)?;
    let app = context.tx.get(kind::APP, app_id)?;
    let user = context.tx.get(kind::USER, id_of(assigned))?;
    match (app, user) {
        (Some(app), Some(user)) => {
            context.log("application.user_membership.remove", &targets(&app, &user, assigned))
        }
        _ => Ok(()),
    }
}

/// Takes all apps from a user: for deactivation and deletion.
pub fn forget_user(context: &mut Context<'_>, user_id: &str) -> Result<(), Problem> {
    for app_id in context.tx.link_ids_to(kind::APP_USER, user_id)? {
        if let Some(assigned) = context.tx.linked(kind::APP_USER, &app_id, user_id)? {
            remove(context, &app_id, &assigned)?;
        }
    }
    Ok(())
}

/// Takes an app from all its users: for its deletion.
pub fn forget_app(context: &Context<'_>, app_id: &str) -> Result<(), Problem> {
    for user_id in context.tx.link_ids(kind::APP_USER, app_id)? {
        context.tx.unlink(kind::APP_USER, app_id, &user_id)?;
    }
    Ok(())
}

fn merge(into: &mut Value, from: &Value) {
    for (name, value) in from.as_object().into_iter().flatten() {
        into[name] = value.clone();
    }
}

/// Writes what the request says of credentials and profile into the assignment.
fn apply(context: &Context<'_>, app: &Value, assigned: &mut Value, request: &Value) -> Result<(), Problem> {
    let credentials = &request["credentials"];
    let password = &credentials["password"]["value"];
    if app["credentials"]["scheme"] == SHARED_SCHEME
        && (credentials["userName"].is_string() || password.is_string())
    {
        let summary = "Credentials should not be set on this resource based on the scheme.";
        let cause = "User level credentials should not be provided for this scheme.";
        return Err(Problem::new("E0000041", summary).cause(cause));
    }
    if credentials["userName"].is_string() {
        assigned["credentials"]["userName"] = credentials["userName"].clone();
    }
    // Apps that sign on by other means have no place for a password: it is dropped without a word.
    if password.is_string() && has_scheme(&app["signOnMode"]) {
        assigned["credentials"]["password"] = json!({});
        assigned["passwordChanged"] = json!(context.now_text());
    }
    app_schema::check_profile(context, app, &request["profile"])?;
    merge(&mut assigned["profile"], &request["profile"]);
    Ok(())
}

// ---- operations ----

fn assign(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.active_app()?;
    let request = context.object()?;
    let user_id = request["id"].as_str().ok_or_else(|| Problem::blank("id"))?;
    let user = context.tx.get(kind::USER, user_id)?.ok_or_else(|| Problem::not_found(user_id, "User"))?;
    if status_of(&user) == status::DEPROVISIONED {
        let summary = "Cannot assign apps or update app profiles for an inactive user.";
        return Err(Problem::new("E0000117", summary));
    }
    let scope = request["scope"].as_str().unwrap_or("USER");
    if scope != "USER" && !app_group::covers(context, id_of(&app), user_id)? {
        let cause = "scope: only users of a group that is assigned can have this scope";
        return Err(Problem::validation("scope", cause));
    }
    let known = context.tx.linked(kind::APP_USER, id_of(&app), user_id)?;
    let is_new = known.is_none();
    let mut assigned = match known {
        Some(assigned) => touched(context, assigned),
        None => new_assignment(context, &app, &user, scope)?,
    };
    assigned["scope"] = json!(scope);
    if scope == "USER" {
        profile::keep_from_groups(&mut assigned);
    }
    apply(context, &app, &mut assigned, &request)?;
    if is_new {
        provisioning::assigned(context, &app, &user, &mut assigned)?;
    } else {
        provisioning::changed(context, &app, &mut assigned)?;
    }
    context.tx.link(kind::APP_USER, id_of(&app), user_id, &assigned)?;
    context.log("application.user_membership.add", &targets(&app, &user, &assigned))?;
    Ok(Reply::ok(&render(context, id_of(&app), &assigned)?))
}

fn touched(context: &Context<'_>, mut assigned: Value) -> Value {
    assigned["lastUpdated"] = json!(context.now_text());
    assigned
}

fn find(context: &Context<'_>) -> Result<(Value, Value), Problem> {
    let app = context.app()?;
    let user_id = context.param("userId");
    let found = context.tx.linked(kind::APP_USER, id_of(&app), user_id)?;
    let assigned = found.ok_or_else(|| Problem::not_found(user_id, "AppUser"))?;
    Ok((app, assigned))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, assigned) = find(context)?;
    Ok(Reply::ok(&render(context, id_of(&app), &assigned)?))
}

fn update(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, old) = find(context)?;
    let request = context.object()?;
    let mut assigned = touched(context, old.clone());
    if request["scope"] == "USER" {
        assigned["scope"] = json!("USER");
        profile::keep_from_groups(&mut assigned);
    }
    refuse_pushed(context, &app, &old, &request["profile"])?;
    apply(context, &app, &mut assigned, &request)?;
    let user_id = id_of(&assigned).to_owned();
    if assigned["credentials"] != old["credentials"] || assigned["profile"] != old["profile"] {
        provisioning::changed(context, &app, &mut assigned)?;
    }
    context.tx.link(kind::APP_USER, id_of(&app), &user_id, &assigned)?;
    if let Some(user) = context.tx.get(kind::USER, &user_id)? {
        let targets = targets(&app, &user, &assigned);
        if assigned["credentials"]["userName"] != old["credentials"]["userName"] {
            context.log("application.user_membership.change_username", &targets)?;
        }
        if request["credentials"]["password"]["value"].is_string() {
            context.log("application.user_membership.change_password", &targets)?;
        }
        if assigned["profile"] != old["profile"] {
            context.log("application.user_membership.update", &targets)?;
        }
    }
    Ok(Reply::ok(&render(context, id_of(&app), &assigned)?))
}

/// Where profiles are pushed to the application, what a mapping fills is changed at its source.
fn refuse_pushed(context: &Context<'_>, app: &Value, old: &Value, profile: &Value) -> Result<(), Problem> {
    let Some(sent) = profile.as_object().filter(|sent| !sent.is_empty()) else { return Ok(()) };
    if !app_feature::pushes_profiles(context, app)? {
        return Ok(());
    }
    let pushed = profile_mapping::pushed_to(context, app)?;
    let changed = |name: &&String| sent.get(*name).is_some_and(|value| *value != old["profile"][*name]);
    match pushed.iter().find(changed) {
        Some(name) => {
            let because = "because it has a field mapping and profile push is enabled.";
            Err(Problem::new("E0000075", format!("Cannot modify the {name} attribute {because}")))
        }
        None => Ok(()),
    }
}

/// What a group gives cannot be taken from a user, be there an own assignment beside it or not.
fn unassign(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app, assigned) = find(context)?;
    if app_group::covers(context, id_of(&app), id_of(&assigned))? {
        let cause = "The application cannot be unassigned from the user while their group memberships grant them access to the application.";
        return Err(Problem::new("E0000046", "Deactivate application for user forbidden.").cause(cause));
    }
    remove(context, id_of(&app), &assigned)?;
    Ok(Reply::no_content())
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let page = Page::of(context, LIMITS)?;
    let prefix = context.query("q").map(str::to_lowercase);
    let mut found: Vec<Value> = Vec::new();
    let mut more = false;
    context.tx.links(kind::APP_USER, id_of(&app), page.after_id(), &mut |user_id, stored| {
        let assigned = decode(stored);
        let matches = match &prefix {
            None => true,
            Some(prefix) => starts_with(&assigned, context.tx.get(kind::USER, user_id)?.as_ref(), prefix),
        };
        if !matches {
            return Ok(Continue(()));
        }
        more = found.len() == page.limit;
        if more {
            return Ok(Break(()));
        }
        found.push(assigned);
        Ok(Continue(()))
    })?;
    let next = found.last().filter(|_| more).map(|last| Cursor::at(id_of(last)));
    let mut items = Vec::new();
    for assigned in &found {
        items.push(render(context, id_of(&app), assigned)?.to_string().into_bytes());
    }
    Ok(page.reply(context, &items, next))
}

/// `q` matches the start of the name at the app, or of a name or the email of the user.
fn starts_with(assigned: &Value, user: Option<&Value>, prefix: &str) -> bool {
    let starts = |value: &Value| value.as_str().is_some_and(|text| text.to_lowercase().starts_with(prefix));
    let profile = user.map_or(&Value::Null, |user| &user["profile"]);
    starts(&assigned["credentials"]["userName"])
        || ["firstName", "lastName", "email"].iter().any(|name| starts(&profile[*name]))
}

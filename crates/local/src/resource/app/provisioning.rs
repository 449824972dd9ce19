//! Provisioning: what the server of an app must be told, and the result. A task is kept in the transaction of the
//! change that causes it, so none is lost, and none tells of a change that failed. A task names a user or a group;
//! the state when its turn comes decides what to do. `outside/scim` does it after the commit.

use std::ops::ControlFlow::Continue;

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::{id_of, status_of};
use crate::resource::app::{connection as app_connection, feature as app_feature};
use crate::resource::group::member as group_member;
use crate::resource::schema::app as app_schema;

pub use crate::resource::schema::app::External;

/// Passwords that wait for their task.
const MAX_PASSWORDS: usize = 1000;
/// Kinds of which an app has documents of its own.
pub const PARTS: [Kind<'static>; 4] =
    [kind::SCIM_TASK, kind::SCIM_USER, kind::SCIM_GROUP, kind::SCIM_APP_GROUP];

/// What the org does at the server of an app.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    pub create: bool,
    pub update: bool,
    pub deactivate: bool,
    pub password: bool,
    /// A new user gets the password of the Okta user, where it is known.
    pub seeds_own: bool,
}

impl Settings {
    fn of(context: &Context<'_>, app: &Value) -> Result<Self, Problem> {
        let capabilities = app_feature::capabilities(context, app)?;
        let on = |path: &str| capabilities.pointer(path).is_some_and(|value| value == status::ENABLED);
        Ok(Settings {
            create: on("/create/lifecycleCreate/status"),
            update: on("/update/profile/status"),
            deactivate: on("/update/lifecycleDeactivate/status"),
            password: on("/update/password/status"),
            seeds_own: capabilities["update"]["password"]["seed"] == "OKTA",
        })
    }
}

/// What to do for a user of an app.
pub struct UserJob {
    pub app: Value,
    pub user: Value,
    /// Null where the app was taken from the user.
    pub assigned: Value,
    /// The id at the server, where the user is known to be there.
    pub external_id: Option<String>,
    pub settings: Settings,
    pub attributes: Vec<External>,
}

/// Somebody in a pushed group, as the server knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub id: String,
    pub name: String,
}

/// What to do for a pushed group.
pub struct GroupJob {
    pub app: Value,
    pub mapping: Value,
    pub source: Value,
    /// What the server was told last.
    pub record: Value,
    pub name: String,
    pub members: Vec<Member>,
    /// All that the server has is overwritten.
    pub overwrite: bool,
}

/// Whether the org tells the server of this app anything.
fn acts(context: &Context<'_>, app: &Value) -> Result<bool, Problem> {
    Ok(app["status"] == status::ACTIVE
        && context.tx.exists(kind::SCIM_SERVER, id_of(app))?
        && app_connection::is_enabled(context, app)?)
}

/// The apps that have a server.
pub fn apps(context: &Context<'_>) -> Result<Vec<String>, Problem> {
    let mut apps = Vec::new();
    context.tx.scan(kind::SCIM_SERVER, None, &mut |id, _| {
        apps.push(id.to_owned());
        Ok(Continue(()))
    })?;
    Ok(apps)
}

/// Keeps a task for after the commit.
pub fn enqueue(context: &mut Context<'_>, app_id: &str, mut task: Value) -> Result<(), Problem> {
    task["base"] = json!(context.request.base);
    let key = format!("{:016x}", context.org.ids.tick());
    context.tx.put(kind::SCIM_TASK.of(app_id), &key, &task)?;
    if !context.provisioned.iter().any(|known| known == app_id) {
        context.provisioned.push(app_id.to_owned());
    }
    Ok(())
}

// ---- users ----

/// A user has the app from now on. Somebody who is not active yet is announced with the activation.
pub fn assigned(
    context: &mut Context<'_>,
    app: &Value,
    user: &Value,
    assigned: &mut Value,
) -> Result<(), Problem> {
    if status_of(user) == status::STAGED || !acts(context, app)? {
        return Ok(());
    }
    let settings = Settings::of(context, app)?;
    if !settings.create && !settings.update {
        return Ok(());
    }
    assigned["status"] = json!(status::STAGED);
    wait(context, app, assigned)
}

/// The assignment is another one than before. Who was never provisioned stays so.
pub fn changed(context: &mut Context<'_>, app: &Value, assigned: &mut Value) -> Result<(), Problem> {
    let state = assigned["syncState"].as_str().unwrap_or(status::DISABLED);
    let under_way = matches!(state, status::OUT_OF_SYNC | status::SYNCING);
    if !under_way && assigned["externalId"].is_null() {
        return Ok(());
    }
    if !acts(context, app)? || !(under_way || Settings::of(context, app)?.update) {
        return Ok(());
    }
    wait(context, app, assigned)
}

/// What failed is tried again.
pub fn retry(context: &mut Context<'_>, app: &Value, user_id: &str) -> Result<bool, Problem> {
    let Some(mut assigned) = context.tx.linked(kind::APP_USER, id_of(app), user_id)? else {
        let is_known = context.tx.exists(kind::SCIM_USER.of(id_of(app)), user_id)?;
        if is_known {
            enqueue(context, id_of(app), json!({ "user": user_id }))?;
        }
        return Ok(is_known);
    };
    if assigned["syncState"] != status::ERROR || !acts(context, app)? {
        return Ok(false);
    }
    wait(context, app, &mut assigned)?;
    context.tx.link(kind::APP_USER, id_of(app), user_id, &assigned)?;
    Ok(true)
}

fn wait(context: &mut Context<'_>, app: &Value, assigned: &mut Value) -> Result<(), Problem> {
    if assigned["syncState"] != status::OUT_OF_SYNC {
        assigned["syncState"] = json!(status::OUT_OF_SYNC);
        enqueue(context, id_of(app), json!({ "user": id_of(assigned) }))?;
    }
    Ok(())
}

/// A user is active from now on, and so are the assignments that waited for it.
pub fn user_activated(context: &mut Context<'_>, user: &Value) -> Result<(), Problem> {
    for app_id in context.tx.link_ids_to(kind::APP_USER, id_of(user))? {
        let Some(app) = context.tx.get(kind::APP, &app_id)? else { continue };
        let Some(mut known) = context.tx.linked(kind::APP_USER, &app_id, id_of(user))? else { continue };
        if known["syncState"] == status::DISABLED && known["status"] == status::STAGED {
            assigned(context, &app, user, &mut known)?;
            context.tx.link(kind::APP_USER, &app_id, id_of(user), &known)?;
        }
    }
    Ok(())
}

/// The app was taken from a user.
pub fn removed(context: &mut Context<'_>, app_id: &str, assigned: &Value) -> Result<(), Problem> {
    let records = kind::SCIM_USER.of(app_id);
    let (user_id, state) = (id_of(assigned).to_owned(), assigned["syncState"].as_str().unwrap_or_default());
    if state == status::DISABLED || state.is_empty() {
        return Ok(());
    }
    let app = context.tx.get(kind::APP, app_id)?.unwrap_or_default();
    if acts(context, &app)? && Settings::of(context, &app)?.deactivate {
        enqueue(context, app_id, json!({ "user": user_id }))?;
    } else {
        context.tx.delete(records, &user_id)?;
    }
    groups_of_user_changed(context, app_id, &user_id)
}

/// A user has another password. It is kept until the servers that need it have it.
pub fn password_chosen(context: &mut Context<'_>, user_id: &str, password: &str) -> Result<(), Problem> {
    let apps = apps(context)?;
    let mut wanted = false;
    for app_id in apps {
        let Some(app) = context.tx.get(kind::APP, &app_id)? else { continue };
        let is_known = context.tx.linked(kind::APP_USER, &app_id, user_id)?.is_some();
        if is_known && acts(context, &app)? && Settings::of(context, &app)?.password {
            enqueue(context, &app_id, json!({ "password": user_id }))?;
            wanted = true;
        }
    }
    if wanted {
        let mut passwords = context.org.provisioning.passwords.lock();
        passwords.retain(|(known, _)| known != user_id);
        passwords.push_back((user_id.to_owned(), password.to_owned()));
        while passwords.len() > MAX_PASSWORDS {
            passwords.pop_front();
        }
    }
    Ok(())
}

/// What to do for a user, if there is still something.
pub fn begin_user(
    context: &mut Context<'_>,
    app_id: &str,
    user_id: &str,
) -> Result<Option<UserJob>, Problem> {
    let Some(app) = context.tx.get(kind::APP, app_id)? else { return Ok(None) };
    let mut assigned = context.tx.linked(kind::APP_USER, app_id, user_id)?.unwrap_or_default();
    let record = context.tx.get(kind::SCIM_USER.of(app_id), user_id)?.unwrap_or_default();
    let waits = match assigned["syncState"].as_str() {
        Some(state) => matches!(state, status::OUT_OF_SYNC | status::SYNCING),
        None => record["externalId"].is_string(),
    };
    if !waits || !acts(context, &app)? {
        return Ok(None);
    }
    if !assigned.is_null() {
        assigned["syncState"] = json!(status::SYNCING);
        context.tx.link(kind::APP_USER, app_id, user_id, &assigned)?;
    }
    Ok(Some(UserJob {
        user: context.tx.get(kind::USER, user_id)?.unwrap_or_else(|| json!({ "id": user_id })),
        assigned,
        external_id: record["externalId"].as_str().map(str::to_owned),
        settings: Settings::of(context, &app)?,
        attributes: app_schema::external_names(context, &app)?,
        app,
    }))
}

/// What to do for a user whose password was changed.
pub fn begin_password(
    context: &Context<'_>,
    app_id: &str,
    user_id: &str,
) -> Result<Option<UserJob>, Problem> {
    let Some(app) = context.tx.get(kind::APP, app_id)? else { return Ok(None) };
    let assigned = context.tx.linked(kind::APP_USER, app_id, user_id)?.unwrap_or_default();
    let (Some(external_id), true) = (assigned["externalId"].as_str(), acts(context, &app)?) else {
        return Ok(None);
    };
    Ok(Some(UserJob {
        user: context.tx.get(kind::USER, user_id)?.unwrap_or_else(|| json!({ "id": user_id })),
        external_id: Some(external_id.to_owned()),
        settings: Settings::of(context, &app)?,
        attributes: Vec::new(),
        assigned,
        app,
    }))
}

/// The server has the user as the org has it now, under this id.
pub fn user_done(context: &mut Context<'_>, job: &UserJob, external_id: &str) -> Result<(), Problem> {
    let (app_id, user_id) = (id_of(&job.app), id_of(&job.user));
    let records = kind::SCIM_USER.of(app_id);
    if job.assigned.is_null() {
        context.tx.delete(records, user_id)?;
        return Ok(());
    }
    let record = json!({ "externalId": external_id, "userName": job.assigned["credentials"]["userName"] });
    context.tx.put(records, user_id, &record)?;
    // The app may have been taken away meanwhile: the task for that comes next.
    let Some(mut assigned) = context.tx.linked(kind::APP_USER, app_id, user_id)? else { return Ok(()) };
    let is_new = assigned["externalId"] != external_id;
    let now = json!(context.now_text());
    assigned["externalId"] = json!(external_id);
    assigned["lastSync"] = now.clone();
    if assigned["status"] != status::PROVISIONED {
        assigned["status"] = json!(status::PROVISIONED);
        assigned["statusChanged"] = now;
    }
    if assigned["syncState"] == status::SYNCING {
        assigned["syncState"] = json!(status::SYNCHRONIZED);
    }
    context.tx.link(kind::APP_USER, app_id, user_id, &assigned)?;
    if is_new { groups_of_user_changed(context, app_id, user_id) } else { Ok(()) }
}

/// The server did not do it.
pub fn user_failed(context: &mut Context<'_>, job: &UserJob, error: &str) -> Result<(), Problem> {
    let (app_id, user_id) = (id_of(&job.app), id_of(&job.user));
    let records = kind::SCIM_USER.of(app_id);
    let mut record = context.tx.get(records, user_id)?.unwrap_or_else(|| json!({}));
    record["error"] = json!(error);
    context.tx.put(records, user_id, &record)?;
    let Some(mut assigned) = context.tx.linked(kind::APP_USER, app_id, user_id)? else { return Ok(()) };
    if assigned["syncState"] == status::SYNCING {
        assigned["syncState"] = json!(status::ERROR);
        context.tx.link(kind::APP_USER, app_id, user_id, &assigned)?;
    }
    Ok(())
}

// ---- groups ----

/// The members or the name of a group changed: it is pushed where it is pushed to.
pub fn group_changed(context: &mut Context<'_>, group_id: &str) -> Result<(), Problem> {
    for app_id in apps(context)? {
        for (id, mapping) in context.tx.all(kind::GROUP_PUSH_MAPPING.of(&app_id))? {
            if mapping["sourceGroupId"] == group_id {
                push(context, &app_id, &id, false)?;
            }
        }
    }
    Ok(())
}

/// A user came to the server, or leaves it: so the groups there have another member, or one less.
fn groups_of_user_changed(context: &mut Context<'_>, app_id: &str, user_id: &str) -> Result<(), Problem> {
    for (id, mapping) in context.tx.all(kind::GROUP_PUSH_MAPPING.of(app_id))? {
        let group_id = mapping["sourceGroupId"].as_str().unwrap_or_default();
        if group_member::has(context, group_id, user_id)? {
            push(context, app_id, &id, false)?;
        }
    }
    Ok(())
}

/// Has a group pushed; several changes before its turn comes are one task.
pub fn push(
    context: &mut Context<'_>,
    app_id: &str,
    mapping_id: &str,
    overwrite: bool,
) -> Result<(), Problem> {
    let app = context.tx.get(kind::APP, app_id)?.unwrap_or_default();
    if !acts(context, &app)? {
        return Ok(());
    }
    let records = kind::SCIM_GROUP.of(app_id);
    let mut record = context.tx.get(records, mapping_id)?.unwrap_or_else(|| json!({}));
    let waits = record["waits"] == true;
    record["waits"] = json!(true);
    record["overwrite"] = json!(overwrite || record["overwrite"] == true);
    context.tx.put(records, mapping_id, &record)?;
    if waits { Ok(()) } else { enqueue(context, app_id, json!({ "group": mapping_id })) }
}

/// A mapping is gone; the group goes from the server with it, or stays there.
pub fn unlink(
    context: &mut Context<'_>,
    app_id: &str,
    mapping_id: &str,
    and_delete: bool,
) -> Result<(), Problem> {
    let records = kind::SCIM_GROUP.of(app_id);
    let record = context.tx.get(records, mapping_id)?.unwrap_or_default();
    context.tx.delete(records, mapping_id)?;
    let app = context.tx.get(kind::APP, app_id)?.unwrap_or_default();
    match record["externalId"].as_str() {
        Some(id) if and_delete && acts(context, &app)? => {
            enqueue(context, app_id, json!({ "unlink": id, "name": record["displayName"] }))
        }
        _ => Ok(()),
    }
}

/// What to do for a pushed group, if there is still something.
pub fn begin_group(
    context: &mut Context<'_>,
    app_id: &str,
    mapping_id: &str,
) -> Result<Option<GroupJob>, Problem> {
    let records = kind::SCIM_GROUP.of(app_id);
    let app = context.tx.get(kind::APP, app_id)?.unwrap_or_default();
    let mapping = context.tx.get(kind::GROUP_PUSH_MAPPING.of(app_id), mapping_id)?.unwrap_or_default();
    let source = mapping["sourceGroupId"].as_str().map(|id| context.tx.get(kind::GROUP, id));
    let Some(source) = source.transpose()?.flatten() else { return Ok(None) };
    let mut record = context.tx.get(records, mapping_id)?.unwrap_or_else(|| json!({}));
    let overwrite = record["overwrite"] == true;
    record["waits"] = json!(false);
    record["overwrite"] = json!(false);
    context.tx.put(records, mapping_id, &record)?;
    if mapping["status"] == status::INACTIVE || !acts(context, &app)? {
        return Ok(None);
    }
    let name = pushed_name(context, &mapping, &source, &record)?;
    let members = members(context, app_id, id_of(&source))?;
    Ok(Some(GroupJob { app, mapping, source, record, name, members, overwrite }))
}

/// A group keeps the name that it was given for the server until its own name changes.
fn pushed_name(
    context: &Context<'_>,
    mapping: &Value,
    source: &Value,
    record: &Value,
) -> Result<String, Problem> {
    let own = &source["profile"]["name"];
    let text = |name: &Value| name.as_str().unwrap_or_default().to_owned();
    if record["sourceName"].is_string() {
        let same = record["sourceName"] == *own;
        return Ok(text(if same { &record["displayName"] } else { own }));
    }
    let target = mapping["targetGroupId"].as_str().unwrap_or_default();
    let target = context.tx.get(kind::GROUP, target)?.unwrap_or_default();
    Ok(text(if target.is_null() { own } else { &target["profile"]["name"] }))
}

/// The members of a group that the server knows.
fn members(context: &Context<'_>, app_id: &str, group_id: &str) -> Result<Vec<Member>, Problem> {
    let mut members = Vec::new();
    for user_id in group_member::user_ids(context, group_id)? {
        let Some(assigned) = context.tx.linked(kind::APP_USER, app_id, &user_id)? else { continue };
        let Some(id) = assigned["externalId"].as_str() else { continue };
        let name = assigned["credentials"]["userName"].as_str().unwrap_or_default().to_owned();
        members.push(Member { id: id.to_owned(), name });
    }
    Ok(members)
}

/// The server has the group as it is now.
pub fn group_done(context: &mut Context<'_>, job: &GroupJob, external_id: &str) -> Result<(), Problem> {
    let (app_id, mapping_id) = (id_of(&job.app), id_of(&job.mapping));
    let records = kind::SCIM_GROUP.of(app_id);
    let Some(mut mapping) = context.tx.get(kind::GROUP_PUSH_MAPPING.of(app_id), mapping_id)? else {
        return Ok(());
    };
    let mut record = context.tx.get(records, mapping_id)?.unwrap_or_else(|| json!({}));
    record["externalId"] = json!(external_id);
    record["displayName"] = json!(job.name);
    record["sourceName"] = job.source["profile"]["name"].clone();
    record["members"] = job.members.iter().map(|member| member.id.as_str()).collect();
    context.tx.put(records, mapping_id, &record)?;
    mapping["lastPush"] = json!(short(&context.now_text()));
    if mapping["status"] == status::ERROR {
        mapping["status"] = json!(status::ACTIVE);
    }
    if let Some(members) = mapping.as_object_mut() {
        members.shift_remove("errorSummary");
    }
    context.tx.put(kind::GROUP_PUSH_MAPPING.of(app_id), mapping_id, &mapping)?;
    rename_target(context, &mapping, &job.name)
}

fn rename_target(context: &Context<'_>, mapping: &Value, name: &str) -> Result<(), Problem> {
    let target = mapping["targetGroupId"].as_str().unwrap_or_default();
    let Some(mut target) = context.tx.get(kind::GROUP, target)? else { return Ok(()) };
    if target["type"] == "APP_GROUP" && target["profile"]["name"] != name {
        target["profile"]["name"] = json!(name);
        target["lastUpdated"] = json!(context.now_text());
        context.tx.put(kind::GROUP, id_of(&target), &target)?;
    }
    Ok(())
}

/// The server did not take the group.
pub fn group_failed(context: &mut Context<'_>, job: &GroupJob, error: &str) -> Result<(), Problem> {
    let mappings = kind::GROUP_PUSH_MAPPING.of(id_of(&job.app));
    let Some(mut mapping) = context.tx.get(mappings, id_of(&job.mapping))? else { return Ok(()) };
    mapping["status"] = json!(status::ERROR);
    mapping["errorSummary"] = json!(error);
    Ok(context.tx.put(mappings, id_of(&mapping), &mapping)?)
}

/// Dates of mappings have no fraction.
fn short(date: &str) -> String {
    date.replace(".000Z", "Z")
}

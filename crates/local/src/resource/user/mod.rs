//! Users: create, read, list, update, delete.

pub mod client;
pub mod credential;
pub mod lifecycle;
pub mod risk;

mod answer;
mod body;
mod credentials;
mod list;

use http::{HeaderName, header};
use oktars_catalog::op;
use serde_json::{Map, Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::index;
use crate::kernel::kind;
use crate::kernel::occasion::Occasion;
use crate::kernel::password::Secrets;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::{id_of, status_of};
use crate::resource::role::assignment;
use crate::resource::user::lifecycle as user_lifecycle;
use crate::resource::{policy, schema};

use crate::resource::user::answer::{Omit, etag};
pub use crate::resource::user::answer::{list_item, render};
use crate::resource::user::body::{requested_groups, requested_realm, requested_type, well_formed};
use crate::resource::user::credentials::Credentials;
pub use crate::resource::user::credentials::{show_password, show_question};
pub use crate::resource::user::list::{is_descending, is_not_deprovisioned};

pub const HANDLERS: Handlers = &[
    (&op::CREATE_USER, create),
    (&op::LIST_USERS, list::list),
    (&op::GET_USER, get),
    (&op::UPDATE_USER, update),
    (&op::REPLACE_USER, replace),
    (&op::DELETE_USER, delete),
    (&op::LIST_USER_BLOCKS, blocks),
];

// ---- finding ----

impl Context<'_> {
    /// The user that a path parameter names: `me`, an id, a login, or a login's part before the `@` where
    /// only one user has it.
    pub fn user(&self, param: &str) -> Result<Value, Problem> {
        self.user_named(self.param(param))
    }

    /// The user that the path names first: the parameter's name differs between Okta's operations.
    pub fn user_of_path(&self) -> Result<Value, Problem> {
        let name = self.request.params.first().map(|(_, value)| value.as_str()).unwrap_or_default();
        self.user_named(name)
    }

    pub fn user_named(&self, name: &str) -> Result<Value, Problem> {
        let missing = || Problem::not_found(name, "User");
        let id = if name == "me" { self.caller.user_id.as_str() } else { name };
        if let Some(user) = self.tx.get(kind::USER, id)? {
            return Ok(user);
        }
        let mut found = self.tx.find_all(kind::USER, "profile.login", name, 2)?;
        if found.is_empty() {
            found = self.tx.find_all(kind::USER, index::SHORT_LOGIN, name, 2)?;
        }
        match &found[..] {
            [id] => self.tx.get(kind::USER, id)?.ok_or_else(missing),
            _ => Err(missing()),
        }
    }

    pub fn secrets(&self, user_id: &str) -> Result<Secrets, Problem> {
        let secrets = self.tx.get(kind::USER_SECRET, user_id)?;
        Ok(secrets
            .map(|secrets| serde_json::from_value(secrets).expect("secrets were written as secrets"))
            .unwrap_or_default())
    }

    pub fn put_secrets(&self, user_id: &str, secrets: &Secrets) -> Result<(), Problem> {
        let secrets = serde_json::to_value(secrets).expect("secrets are JSON");
        Ok(self.tx.put(kind::USER_SECRET, user_id, &secrets)?)
    }

    /// Writes a changed user; `lastUpdated` becomes now.
    pub fn put_user(&self, user: &mut Value) -> Result<(), Problem> {
        user["lastUpdated"] = json!(self.now_text());
        Ok(self.tx.put(kind::USER, id_of(user), user)?)
    }
}

// ---- read ----

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("id")?;
    let mut shown = render(context, &user);
    Omit::of(context).apply(&mut shown);
    if context.query("expand") == Some("blocks") {
        shown["_embedded"] = json!({ "blocks": [] });
    }
    Ok(Reply::ok(&shown).header(header::ETAG, &etag(&user)))
}

fn blocks(context: &mut Context<'_>) -> Result<Reply, Problem> {
    context.user("id")?;
    Ok(Reply::ok(&json!([])))
}

// ---- create ----

pub fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = well_formed(context)?;
    let activate = context.flag("activate", true);
    let expire = context.query("nextLogin") == Some("changePassword");
    let user_type = requested_type(context, &body)?;
    let profile = new_profile(context, &user_type, &body)?;
    let required = policy::effect::requirements(context, &newcomer(context, &body))?;
    let credentials = Credentials::of(&body, context.flag("provider", false), &profile, &required)?;
    if expire && credentials.password.is_none() {
        let summary = "Could not create user. To create a user and expire their password immediately, a password must be specified";
        return Err(Problem::new("E0000124", summary));
    }
    if expire && !activate {
        let summary = "Could not create user. To create a user and expire their password immediately, \"activate\" must be true";
        return Err(Problem::new("E0000125", summary));
    }
    schema::refuse_fixed(context, &user_type, &credentials.provider, &Value::Null, &profile)?;
    let groups = requested_groups(context, &body)?;
    let realm = requested_realm(context, &body)?;

    let id = context.new_id("00u");
    let now = context.now_text();
    let ready = credentials.password.is_some() || credentials.is_federated();
    let status = match (activate, ready, expire) {
        (false, _, _) => status::STAGED,
        (true, true, true) => status::PASSWORD_EXPIRED,
        (true, true, false) => status::ACTIVE,
        (true, false, _) => status::PROVISIONED,
    };
    let mut user = json!({
        "id": id,
        "status": status,
        "created": now,
        "activated": if activate { json!(now) } else { Value::Null },
        // A user who is merely put in store has no status to speak of until something happens to it.
        "statusChanged": if activate || credentials.password.is_some() { json!(now) } else { Value::Null },
        "lastLogin": null,
        "lastUpdated": now,
        "passwordChanged": if credentials.password.is_some() { json!(now) } else { Value::Null },
        "type": { "id": user_type },
        "profile": profile,
        "credentials": credentials.shown(),
    });
    if let Some(realm) = realm {
        user["realmId"] = json!(realm);
    }
    context.tx.put(kind::USER, &id, &user)?;
    schema::unique::keep_user(context, &user)?;
    context.put_secrets(&id, &credentials.secrets())?;
    context.log("user.lifecycle.create", &[Target::user(&user)])?;
    if activate {
        context.log("user.lifecycle.activate", &[Target::user(&user)])?;
    }
    if status == status::PROVISIONED {
        user_lifecycle::send_activation(context, &user)?;
    }
    context.announce(Occasion::UserCreated { user: &user, groups: &groups })?;
    Ok(Reply::ok(&render(context, &user)))
}

/// A new user as policies see them: by the groups in which they will be.
fn newcomer(context: &Context<'_>, body: &Value) -> policy::effect::Subject {
    let asked = body["groupIds"].as_array().into_iter().flatten();
    let mut group_ids: Vec<String> = asked.filter_map(|id| id.as_str().map(str::to_owned)).collect();
    group_ids.push(context.org.facts().everyone.clone());
    policy::effect::Subject { user_id: String::new(), group_ids }
}

/// The profile of a new user: what was sent, checked, with the two attributes that always show.
fn new_profile(context: &Context<'_>, type_id: &str, body: &Value) -> Result<Value, Problem> {
    let Some(sent) = body["profile"].as_object() else {
        return Err(Problem::malformed_body());
    };
    let profile = stored_profile(sent);
    check_profile(context, type_id, &profile, None)?;
    Ok(profile)
}

/// Attributes that are null are not kept, except the two that Okta always shows. They stand in its order.
fn stored_profile(sent: &Map<String, Value>) -> Value {
    let first = ["firstName", "lastName", "mobilePhone"];
    let last = ["secondEmail", "login", "email"];
    let others = sent.keys().map(String::as_str).filter(|name| !first.contains(name) && !last.contains(name));
    let mut profile = Map::new();
    for name in first.into_iter().chain(others).chain(last) {
        let value = sent.get(name).cloned().unwrap_or(Value::Null);
        if !value.is_null() || matches!(name, "mobilePhone" | "secondEmail") {
            profile.insert(name.to_owned(), value);
        }
    }
    Value::Object(profile)
}

/// The profile must follow the schema of the user's type, and no other user may have the login.
fn check_profile(
    context: &Context<'_>,
    type_id: &str,
    profile: &Value,
    own_id: Option<&str>,
) -> Result<(), Problem> {
    schema::validate_profile(context, type_id, profile, own_id)?;
    let key = index::unaccented(profile["login"].as_str().unwrap_or_default());
    let holders = context.tx.find_all(kind::USER, index::LOGIN_KEY, &key, 2)?;
    if holders.iter().any(|holder| Some(holder.as_str()) != own_id) {
        return Err(Problem::duplicate("login"));
    }
    Ok(())
}

// ---- update ----

fn update(context: &mut Context<'_>) -> Result<Reply, Problem> {
    change(context, merge_profile)
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    change(context, |_, sent| stored_profile(sent))
}

fn merge_profile(old: &Value, sent: &Map<String, Value>) -> Value {
    let mut merged = old.as_object().cloned().unwrap_or_default();
    for (name, value) in sent {
        merged.insert(name.clone(), value.clone());
    }
    stored_profile(&merged)
}

fn change(
    context: &mut Context<'_>,
    profile_of: fn(&Value, &Map<String, Value>) -> Value,
) -> Result<Reply, Problem> {
    let mut user = context.user("id")?;
    let old = user.clone();
    check_if_match(context, &user)?;
    let body = well_formed(context)?;
    if status_of(&user) == status::DEPROVISIONED {
        return Err(Problem::wrong_status());
    }
    if body["profile"].is_null() {
        check_own_change(context, &user, &body, &user["profile"])?;
    }
    change_type(context, &mut user, &body)?;
    // A change often repeats all that a user showed elsewhere: a realm that is not here is passed over.
    if let Ok(Some(realm)) = requested_realm(context, &body) {
        user["realmId"] = json!(realm);
    }
    if let Some(sent) = body["profile"].as_object() {
        let profile = profile_of(&user["profile"], sent);
        let type_id = user["type"]["id"].as_str().unwrap_or_default();
        check_profile(context, type_id, &profile, Some(id_of(&user)))?;
        check_own_change(context, &user, &body, &profile)?;
        let provider = &user["credentials"]["provider"];
        schema::refuse_fixed(context, type_id, provider, &user["profile"], &profile)?;
        if profile != user["profile"] {
            user["profile"] = profile;
            context.log("user.account.update_profile", &[Target::user(&user)])?;
        }
    }
    credentials::change(context, &mut user, &body["credentials"])?;
    context.put_user(&mut user)?;
    if user["profile"] != old["profile"] {
        schema::unique::keep_user(context, &user)?;
        context.announce(Occasion::ProfileChanged { old: &old, user: &user })?;
    }
    context.announce(Occasion::UserChanged(&user))?;
    Ok(Reply::ok(&render(context, &user)))
}

/// Who is no administrator and changes himself may change what the schema lets him write, and nothing else.
fn check_own_change(
    context: &Context<'_>,
    user: &Value,
    body: &Value,
    profile: &Value,
) -> Result<(), Problem> {
    if context.caller.session_id.is_none() || assignment::has_any(&context.tx, &context.caller.user_id)? {
        return Ok(());
    }
    let type_id = user["type"]["id"].as_str().unwrap_or_default();
    let only_profile = ["credentials", "type"].iter().all(|member| body[member].is_null());
    if only_profile && schema::is_own_change(context, type_id, &user["profile"], profile)? {
        return Ok(());
    }
    Err(Problem::forbidden())
}

fn check_if_match(context: &Context<'_>, user: &Value) -> Result<(), Problem> {
    let Some(wanted) = context.header("if-match") else { return Ok(()) };
    let wanted = wanted.trim();
    let opaque = wanted.strip_prefix("W/").unwrap_or(wanted);
    if wanted == "*" {
        return Ok(());
    }
    if !(opaque.len() >= 2 && opaque.starts_with('"') && opaque.ends_with('"')) {
        return Err(Problem::new("E0000242", "The If-Match header is not a valid ETag."));
    }
    if etag(user).trim_start_matches("W/") != opaque {
        return Err(Problem::new(
            "E0000231",
            "The ETag does not match: the resource was changed in between.",
        ));
    }
    Ok(())
}

fn change_type(context: &mut Context<'_>, user: &mut Value, body: &Value) -> Result<(), Problem> {
    if body["type"]["id"].is_null() {
        return Ok(());
    }
    let wanted = requested_type(context, body)?;
    if user["type"]["id"] == wanted.as_str() {
        return Ok(());
    }
    if *context.request.operation == op::UPDATE_USER {
        return Err(Problem::validation(
            "type",
            "type: The type of a user can be changed only by replacing the user",
        ));
    }
    user["type"]["id"] = json!(wanted);
    context.log("user.account.update_user_type", &[Target::user(user)])
}

// ---- delete ----

/// The first call deactivates, the second removes.
fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = context.user("id")?;
    if status_of(&user) != status::DEPROVISIONED {
        user_lifecycle::deactivate_user(context, &mut user)?;
        return Ok(applied_preference(context, Reply::no_content()));
    }
    let id = id_of(&user).to_owned();
    context.log("user.lifecycle.delete.initiated", &[Target::user(&user)])?;
    context.announce(Occasion::UserDeleted(&user))?;
    context.tx.delete(kind::USER, &id)?;
    context.tx.delete(kind::USER_SECRET, &id)?;
    context.log("user.lifecycle.delete.completed", &[Target::user(&user)])?;
    Ok(applied_preference(context, Reply::no_content()))
}

/// `Prefer: respond-async` is honoured by saying so: everything is done at once here.
pub fn applied_preference(context: &Context<'_>, reply: Reply) -> Reply {
    match context.header("prefer") {
        Some(wanted) if wanted.contains("respond-async") => {
            reply.header(HeaderName::from_static("preference-applied"), "respond-async")
        }
        _ => reply,
    }
}

//! Policies: create, read, list, replace, clone and their lifecycle.

pub mod mapping;
pub mod requirements;
pub mod rule;
pub mod simulation;

use oktars_catalog::{Operation, op};
use serde_json::{Value, json};

use crate::document::description::{Guard, keeps};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::facts::Facts;
use crate::kernel::id::Ids;
use crate::kernel::kind::{GROUP, POLICY};
use crate::kernel::occasion::Occasion;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::app::policy as app_policy;
use crate::resource::policy::rule as policy_rule;
use crate::resource::{app, authenticator};

pub mod effect;
pub mod kind;
pub mod order;

use crate::resource::policy::kind::{KINDS, Kind, Shape};

pub const HANDLERS: Handlers = &[
    (&op::LIST_POLICIES, list),
    (&op::CREATE_POLICY, create),
    (&op::GET_POLICY, get),
    (&op::REPLACE_POLICY, replace),
    (&op::DELETE_POLICY, delete),
    (&op::ACTIVATE_POLICY, activate),
    (&op::DEACTIVATE_POLICY, deactivate),
    (&op::CLONE_POLICY, clone),
    (&op::LIST_POLICY_APPS, list_apps),
];

const LIMITS: Limits = Limits::strict(20, 200);
const MAX_NAME: usize = 255;

/// Puts the policies into an org that every org has.
pub fn seed(tx: &Tx, ids: &Ids, facts: &Facts, now: &str) -> Result<(), StoreError> {
    for kind in &KINDS {
        let id = kind::default_id(&facts.org, kind).unwrap_or_else(|| ids.next(kind.prefix));
        let policy = kind::default_policy(kind, id, &facts.everyone, now);
        tx.put(POLICY, id_of(&policy), &policy)?;
        let rule = kind::last_rule(kind, ids.next(kind.rule_prefix), true, now);
        policy_rule::put(tx, id_of(&policy), &rule)?;
    }
    Ok(())
}

/// Whether the org has its policies: one that was made by an earlier version has none.
pub fn is_seeded(tx: &Tx) -> Result<bool, StoreError> {
    Ok(tx.last_id(POLICY)?.is_some())
}

// ---- finding and keeping ----

impl Context<'_> {
    /// The policy that the path names.
    pub fn policy(&self) -> Result<Value, Problem> {
        self.policy_with(self.param("policyId"))
    }

    pub fn policy_with(&self, id: &str) -> Result<Value, Problem> {
        self.tx.get(POLICY, id)?.ok_or_else(|| Problem::not_found(id, "Policy"))
    }
}

fn put(context: &Context<'_>, policy: &Value) -> Result<(), Problem> {
    Ok(context.tx.put(POLICY, id_of(policy), policy)?)
}

/// All policies of a type in the order of their priority, the default one last.
pub fn all_of(tx: &Tx, kind: &str) -> Result<Vec<Value>, StoreError> {
    let mut policies: Vec<Value> = tx.all(POLICY)?.into_iter().map(|(_, policy)| policy).collect();
    policies.retain(|policy| policy["type"] == kind);
    policies.sort_by_key(|policy| (policy["system"] == true, policy["priority"].as_i64()));
    Ok(policies)
}

/// What is built in is kept from these operations.
pub const fn read_only(operations: &'static [&'static Operation]) -> Guard {
    keeps(operations, "system", "E0000111", "Modification of a read-only object is not allowed.")
}

/// What is built in can be neither deleted nor switched off.
pub fn refuse_system(document: &Value) -> Result<(), Problem> {
    if document["system"] == true {
        return Err(Problem::new("E0000111", "Modification of a read-only object is not allowed."));
    }
    Ok(())
}

// ---- answers ----

fn answer(context: &Context<'_>, policy: &Value) -> Result<Value, Problem> {
    let id = id_of(policy);
    let is_system = policy["system"] == true;
    let link = |rest: &str, allow: &[&str]| json!({ "href": context.url(&format!("/policies/{id}{rest}")), "hints": { "allow": allow } });
    let mut links = serde_json::Map::new();
    let allow: &[&str] = if is_system { &["GET", "PUT"] } else { &["GET", "PUT", "DELETE"] };
    links.insert("self".into(), link("", allow));
    if !is_system {
        let (action, path) = switch(policy);
        links.insert(action.into(), link(path, &["POST"]));
    }
    links.insert("rules".into(), link("/rules", &["GET", "POST"]));
    if context.org.features.identity_engine && !matches!(kind::of(policy).name, "PASSWORD" | "IDP_DISCOVERY")
    {
        links.insert("mappings".into(), link("/mappings", &["GET", "POST"]));
    }
    let mut shown = policy.clone();
    shown["_links"] = Value::Object(links);
    if context.query("expand") == Some("rules") {
        shown["_embedded"] = json!({ "rules": policy_rule::shown(context, policy)? });
    }
    Ok(shown)
}

/// The action that changes the status, and its path.
pub fn switch(document: &Value) -> (&'static str, &'static str) {
    if document["status"] == status::ACTIVE {
        ("deactivate", "/lifecycle/deactivate")
    } else {
        ("activate", "/lifecycle/activate")
    }
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let policy = context.policy()?;
    Ok(Reply::ok(&answer(context, &policy)?))
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let Some(name) = context.query("type") else {
        return Err(Problem::new("E0000028", "The request is missing a required parameter.")
            .cause("type: The type of the policies is required"));
    };
    if kind::find(name).is_none() && !kind::OTHERS.contains(&name) {
        return Err(Problem::validation("type", format!("type: {name} is not a type of policy")));
    }
    let page = Page::of(context, LIMITS)?;
    let prefix = context.query("q").unwrap_or_default().to_lowercase();
    let status = context.query("status");
    let mut policies = all_of(&context.tx, name)?;
    policies.retain(|policy| {
        policy["name"].as_str().unwrap_or_default().to_lowercase().starts_with(&prefix)
            && status.is_none_or(|status| policy["status"] == status)
    });
    if context.query("sortBy") == Some("name") {
        policies.sort_by_key(|policy| policy["name"].as_str().map(str::to_lowercase));
    }
    let found: Result<Vec<(String, Vec<u8>)>, Problem> = policies
        .iter()
        .enumerate()
        .map(|(place, policy)| Ok((format!("{place:04}"), answer(context, policy)?.to_string().into_bytes())))
        .collect();
    Ok(page.slice(context, found?))
}

// ---- create and change ----

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let name = body["type"].as_str().unwrap_or_default();
    if name.is_empty() {
        return Err(Problem::blank("type"));
    }
    let Some(kind) = kind::find(name) else { return Err(refused_type(name)) };
    if kind.shape == Shape::Single {
        let cause = format!("type: An org has one policy of type {name}, to which rules can be added");
        return Err(Problem::validation("type", cause));
    }
    check_name(context, kind, &body, None)?;
    check_groups(context, &body)?;
    authenticator::refuse_inactive(context, &body["settings"])?;
    let priority = order::asked(&body)?;
    let policy = new_policy(context, kind, &body);
    save_in_order(context, kind, policy.clone(), priority)?;
    if kind.shape == Shape::OfApps {
        let rule = kind::last_rule(kind, context.new_id(kind.rule_prefix), false, &context.now_text());
        policy_rule::put(&context.tx, id_of(&policy), &rule)?;
    }
    log(context, "create", &policy)?;
    let policy = context.policy_with(id_of(&policy))?;
    Ok(Reply::ok(&answer(context, &policy)?))
}

fn refused_type(name: &str) -> Problem {
    if kind::OTHERS.contains(&name) {
        let summary = "You do not have permission to access the feature you are requesting";
        return Problem::new("E0000015", summary);
    }
    Problem::validation("type", format!("type: {name} is not a type of policy"))
}

fn check_name(context: &Context<'_>, kind: &Kind, body: &Value, own_id: Option<&str>) -> Result<(), Problem> {
    let name = body["name"].as_str().unwrap_or_default();
    if name.trim().is_empty() {
        return Err(Problem::blank("name"));
    }
    if name.chars().count() > MAX_NAME {
        return Err(Problem::validation("name", format!("name: must be at most {MAX_NAME} characters long")));
    }
    let taken = |policy: &Value| policy["name"] == name && Some(id_of(policy)) != own_id;
    if all_of(&context.tx, kind.name)?.iter().any(taken) {
        return Err(Problem::validation("name", "name: Policy name already in use"));
    }
    Ok(())
}

fn check_groups(context: &Context<'_>, body: &Value) -> Result<(), Problem> {
    for list in ["include", "exclude"] {
        for id in body["conditions"]["people"]["groups"][list].as_array().into_iter().flatten() {
            let id = id.as_str().unwrap_or_default();
            if !context.tx.exists(GROUP, id)? {
                let cause = format!("conditions: The group {id} does not exist");
                return Err(Problem::validation("conditions", cause));
            }
        }
    }
    Ok(())
}

fn new_policy(context: &Context<'_>, kind: &Kind, body: &Value) -> Value {
    let now = context.now_text();
    let inactive = body["status"] == status::INACTIVE || !context.flag("activate", true);
    let mut policy = json!({
        "id": context.new_id(kind.prefix),
        "status": if inactive { status::INACTIVE } else { status::ACTIVE },
        "name": body["name"],
        "description": body["description"],
        "priority": 1,
        "system": false,
        "conditions": conditions(kind, body),
        "created": now,
        "lastUpdated": now,
        "type": kind.name,
    });
    if policy["description"].is_null() {
        policy.as_object_mut().expect("a policy is an object").shift_remove("description");
    }
    if let Some(initial) = kind::initial_settings(kind) {
        policy["settings"] = settings(&body["settings"], initial);
    }
    policy
}

fn conditions(kind: &Kind, body: &Value) -> Value {
    let mut conditions = body["conditions"].clone();
    if kind.name == "PASSWORD" && conditions["authProvider"].is_null() && conditions.is_object() {
        conditions["authProvider"] = json!({ "provider": "OKTA" });
    }
    conditions
}

/// Settings by factor are the form of Classic Engine, and stand for themselves.
fn settings(sent: &Value, initial: Value) -> Value {
    if sent["factors"].is_object() { sent.clone() } else { kind::filled(sent, initial) }
}

/// Keeps a policy at its place among those of its type. Without one it comes last, before the default one.
/// Policies that govern apps have no order, and keep the number that was sent.
fn save_in_order(
    context: &Context<'_>,
    kind: &Kind,
    mut policy: Value,
    priority: Option<i64>,
) -> Result<(), Problem> {
    if kind.shape != Shape::Ordered {
        policy["priority"] = json!(priority.unwrap_or(1));
        return put(context, &policy);
    }
    for policy in order::placed(all_of(&context.tx, kind.name)?, policy, priority) {
        put(context, &policy)?;
    }
    Ok(())
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let old = context.policy()?;
    let body = context.object()?;
    let kind = kind::of(&old);
    if !body["type"].is_null() && body["type"] != kind.name {
        return Err(Problem::validation("type", "type: The type of a policy cannot be changed"));
    }
    check_name(context, kind, &body, Some(id_of(&old)))?;
    check_groups(context, &body)?;
    authenticator::refuse_inactive(context, &body["settings"])?;
    let priority = order::asked(&body)?.or(old["priority"].as_i64());
    let mut policy = old.clone();
    policy["lastUpdated"] = json!(context.now_text());
    let is_default = old["system"] == true;
    let initial = if is_default { kind::default_settings(kind) } else { kind::initial_settings(kind) };
    if let Some(initial) = initial {
        policy["settings"] = settings(&body["settings"], initial);
    }
    if is_default {
        // What makes a default policy the default one stays.
        put(context, &policy)?;
    } else {
        policy["name"] = body["name"].clone();
        policy["conditions"] = conditions(kind, &body);
        match &body["description"] {
            Value::Null => {
                drop(policy.as_object_mut().and_then(|members| members.shift_remove("description")))
            }
            description => policy["description"] = description.clone(),
        }
        if matches!(body["status"].as_str(), Some(status::ACTIVE | status::INACTIVE)) {
            refuse_in_use(context, &old, &body["status"])?;
            policy["status"] = body["status"].clone();
        }
        save_in_order(context, kind, policy.clone(), priority)?;
    }
    log(context, "update", &policy)?;
    let policy = context.policy()?;
    Ok(Reply::ok(&answer(context, &policy)?))
}

/// A copy under a new name, with its rules; no app is assigned to it.
fn clone(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let original = context.policy()?;
    let kind = kind::of(&original);
    if kind.name != "ACCESS_POLICY" {
        return Err(Problem::validation("type", "type: Only policies of type ACCESS_POLICY can be cloned"));
    }
    let mut copy = original.clone();
    copy["id"] = json!(context.new_id(kind.prefix));
    copy["name"] = json!(free_name(context, kind, &original)?);
    copy["system"] = json!(false);
    copy["created"] = json!(context.now_text());
    copy["lastUpdated"] = json!(context.now_text());
    put(context, &copy)?;
    for mut rule in policy_rule::all(&context.tx, id_of(&original))? {
        rule["id"] = json!(context.new_id(kind.rule_prefix));
        policy_rule::put(&context.tx, id_of(&copy), &rule)?;
    }
    log(context, "create", &copy)?;
    Ok(Reply::ok(&answer(context, &copy)?))
}

fn free_name(context: &Context<'_>, kind: &Kind, original: &Value) -> Result<String, Problem> {
    let taken: Vec<Value> =
        all_of(&context.tx, kind.name)?.into_iter().map(|policy| policy["name"].clone()).collect();
    let base = format!("[cloned] {}", original["name"].as_str().unwrap_or_default());
    let mut names = std::iter::once(base.clone()).chain((2..).map(|number| format!("{base} ({number})")));
    Ok(names.find(|name| !taken.contains(&json!(name))).unwrap_or(base))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let policy = context.policy()?;
    refuse_system(&policy)?;
    context.announce(Occasion::PolicyDeleted(&policy))?;
    policy_rule::remove_all(&context.tx, id_of(&policy))?;
    context.tx.delete(POLICY, id_of(&policy))?;
    let kind = kind::of(&policy);
    if kind.shape == Shape::Ordered {
        for policy in order::numbered(all_of(&context.tx, kind.name)?) {
            put(context, &policy)?;
        }
    }
    log(context, "delete", &policy)?;
    Ok(Reply::no_content())
}

fn activate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::ACTIVE, "activate")
}

fn deactivate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::INACTIVE, "deactivate")
}

fn set_status(context: &mut Context<'_>, status: &str, event: &str) -> Result<Reply, Problem> {
    let mut policy = context.policy()?;
    refuse_system(&policy)?;
    refuse_in_use(context, &policy, &json!(status))?;
    policy["status"] = json!(status);
    policy["lastUpdated"] = json!(context.now_text());
    put(context, &policy)?;
    log(context, event, &policy)?;
    Ok(Reply::no_content())
}

/// A policy that governs apps cannot be switched off.
fn refuse_in_use(context: &Context<'_>, policy: &Value, status: &Value) -> Result<(), Problem> {
    if *status == status::ACTIVE || app_policy::governed_by(context, policy)?.is_empty() {
        return Ok(());
    }
    let cause = "The policy is assigned to apps: assign them another one first.";
    Err(Problem::validation("policy", cause))
}

fn log(context: &mut Context<'_>, what: &str, policy: &Value) -> Result<(), Problem> {
    context.log(&format!("policy.lifecycle.{what}"), &[target(policy, "PolicyEntity")])
}

pub fn target(document: &Value, kind: &'static str) -> Target {
    Target {
        id: id_of(document).to_owned(),
        kind,
        alternate_id: "unknown".to_owned(),
        display_name: document["name"].as_str().unwrap_or_default().to_owned(),
    }
}

/// The apps that a policy governs.
fn list_apps(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let policy = context.policy()?;
    let apps = app_policy::governed_by(context, &policy)?;
    let shown: Vec<Value> = apps.iter().map(|app| app::render(context, app)).collect();
    let count = shown.len().to_string();
    Ok(Reply::ok(&shown).header(http::HeaderName::from_static("okta-collection-count"), &count))
}

//! The rules of a policy: the first that fits decides.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::rules;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind::{self as stored, POLICY, POLICY_RULE};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::policy::kind::{self, Kind, Shape};
use crate::resource::policy::{order, refuse_system, switch, target};

pub const HANDLERS: Handlers = &[
    (&op::LIST_POLICY_RULES, list),
    (&op::CREATE_POLICY_RULE, create),
    (&op::GET_POLICY_RULE, get),
    (&op::REPLACE_POLICY_RULE, replace),
    (&op::DELETE_POLICY_RULE, delete),
    (&op::ACTIVATE_POLICY_RULE, activate),
    (&op::DEACTIVATE_POLICY_RULE, deactivate),
];

/// The kind of the stored rules of one policy.
fn rules(policy: &str) -> stored::Kind<'_> {
    POLICY_RULE.of(policy)
}

pub fn put(tx: &Tx, policy: &str, rule: &Value) -> Result<(), StoreError> {
    tx.put(rules(policy), id_of(rule), rule)
}

/// All rules of a policy in the order of their priority, the one that is built in last.
pub fn all(tx: &Tx, policy: &str) -> Result<Vec<Value>, StoreError> {
    let mut found: Vec<Value> = tx.all(rules(policy))?.into_iter().map(|(_, rule)| rule).collect();
    found.sort_by_key(|rule| (rule["system"] == true, rule["priority"].as_i64()));
    Ok(found)
}

/// Whether a rule of any policy names this id.
pub fn is_mentioned(context: &Context<'_>, id: &str) -> Result<bool, Problem> {
    for (policy, _) in context.tx.all(POLICY)? {
        if rules::is_mentioned(context, rules(&policy), id)? {
            return Ok(true);
        }
    }
    Ok(false)
}

pub fn remove_all(tx: &Tx, policy: &str) -> Result<(), StoreError> {
    for rule in all(tx, policy)? {
        tx.delete(rules(policy), id_of(&rule))?;
    }
    Ok(())
}

fn find(context: &Context<'_>, policy: &Value) -> Result<Value, Problem> {
    let id = context.param("ruleId");
    context.tx.get(rules(id_of(policy)), id)?.ok_or_else(|| Problem::not_found(id, "PolicyRule"))
}

// ---- answers ----

fn answer(context: &Context<'_>, policy: &Value, rule: &Value) -> Value {
    let path = format!("/policies/{}/rules/{}", id_of(policy), id_of(rule));
    let link = |rest: &str, allow: &[&str]| json!({ "href": context.url(&format!("{path}{rest}")), "hints": { "allow": allow } });
    let is_system = rule["system"] == true;
    let allow: &[&str] = if is_system { &["GET", "PUT"] } else { &["GET", "PUT", "DELETE"] };
    let mut links = json!({ "self": link("", allow) });
    if !is_system {
        let (action, path) = switch(rule);
        links[action] = link(path, &["POST"]);
    }
    let mut shown = rule.clone();
    shown["_links"] = links;
    shown
}

/// The rules of a policy as they are listed.
pub fn shown(context: &Context<'_>, policy: &Value) -> Result<Vec<Value>, Problem> {
    let rules = all(&context.tx, id_of(policy))?;
    Ok(rules.iter().map(|rule| answer(context, policy, rule)).collect())
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let policy = context.policy()?;
    Ok(Reply::ok(&shown(context, &policy)?))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let policy = context.policy()?;
    let rule = find(context, &policy)?;
    Ok(Reply::ok(&answer(context, &policy, &rule)))
}

// ---- create and change ----

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let policy = context.policy()?;
    let body = context.object()?;
    let kind = kind::of(&policy);
    if kind.name == "PROFILE_ENROLLMENT" {
        let cause = "A policy of type PROFILE_ENROLLMENT has one rule, which can be replaced";
        return Err(Problem::validation("policyRule", cause));
    }
    check(context, &policy, kind, &body, None)?;
    let priority = order::asked(&body)?;
    let now = context.now_text();
    let inactive = body["status"] == status::INACTIVE || !context.flag("activate", true);
    let rule = json!({
        "id": context.new_id(kind.rule_prefix),
        "status": if inactive { status::INACTIVE } else { status::ACTIVE },
        "name": body["name"],
        "priority": 1,
        "created": now,
        "lastUpdated": now,
        "system": false,
        "conditions": kind::filled(&body["conditions"], kind::initial_conditions(kind)),
        "actions": actions(kind, &body),
        "type": kind.rule_type,
    });
    save_in_order(context, &policy, kind, rule.clone(), priority)?;
    log(context, "add", &rule)?;
    reply(context, &policy, id_of(&rule))
}

fn actions(kind: &Kind, body: &Value) -> Value {
    match (kind.name, &body["actions"]) {
        // What an access or a routing rule does is said as a whole.
        ("ACCESS_POLICY" | "IDP_DISCOVERY", sent) if !sent.is_null() => sent.clone(),
        (_, sent) => kind::filled(sent, kind::initial_actions(kind)),
    }
}

fn reply(context: &Context<'_>, policy: &Value, id: &str) -> Result<Reply, Problem> {
    let rule = context.tx.get(rules(id_of(policy)), id)?.unwrap_or_default();
    Ok(Reply::ok(&answer(context, policy, &rule)))
}

fn check(
    context: &Context<'_>,
    policy: &Value,
    kind: &Kind,
    body: &Value,
    own_id: Option<&str>,
) -> Result<(), Problem> {
    let name = body["name"].as_str().unwrap_or_default();
    if name.trim().is_empty() {
        return Err(Problem::blank("name"));
    }
    if !body["type"].is_null() && body["type"] != kind.rule_type {
        let cause = format!("type: A rule of this policy has the type {}", kind.rule_type);
        return Err(Problem::validation("type", cause));
    }
    let taken = |rule: &Value| rule["name"] == name && Some(id_of(rule)) != own_id;
    if all(&context.tx, id_of(policy))?.iter().any(taken) {
        return Err(Problem::validation("name", "name: Policy rule name already in use"));
    }
    check_access(body)
}

fn check_access(body: &Value) -> Result<(), Problem> {
    for action in ["signon", "appSignOn", "passwordChange", "selfServicePasswordReset", "selfServiceUnlock"] {
        match body["actions"][action]["access"].as_str() {
            None | Some("ALLOW" | "DENY") => {}
            Some(other) => {
                let cause = format!("access: {other} is neither ALLOW nor DENY");
                return Err(Problem::validation("actions", cause));
            }
        }
    }
    Ok(())
}

fn save_in_order(
    context: &Context<'_>,
    policy: &Value,
    kind: &Kind,
    rule: Value,
    priority: Option<i64>,
) -> Result<(), Problem> {
    let present = all(&context.tx, id_of(policy))?;
    let ordered = match kind.shape {
        Shape::OfApps => order::kept(present, rule, priority),
        _ => order::placed(present, rule, priority),
    };
    put_all(context, policy, ordered)
}

fn put_all(context: &Context<'_>, policy: &Value, rules: Vec<Value>) -> Result<(), Problem> {
    for rule in rules {
        put(&context.tx, id_of(policy), &rule)?;
    }
    Ok(())
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let policy = context.policy()?;
    let old = find(context, &policy)?;
    let body = context.object()?;
    let kind = kind::of(&policy);
    check(context, &policy, kind, &body, Some(id_of(&old)))?;
    let priority = order::asked(&body)?.or(old["priority"].as_i64());
    let mut rule = old.clone();
    rule["lastUpdated"] = json!(context.now_text());
    rule["actions"] = actions(kind, &body);
    if old["system"] == true {
        put(&context.tx, id_of(&policy), &rule)?;
    } else {
        rule["name"] = body["name"].clone();
        rule["conditions"] = kind::filled(&body["conditions"], kind::initial_conditions(kind));
        if matches!(body["status"].as_str(), Some(status::ACTIVE | status::INACTIVE)) {
            rule["status"] = body["status"].clone();
        }
        save_in_order(context, &policy, kind, rule.clone(), priority)?;
    }
    log(context, "update", &rule)?;
    reply(context, &policy, id_of(&rule))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let policy = context.policy()?;
    let rule = find(context, &policy)?;
    refuse_system(&rule)?;
    context.tx.delete(rules(id_of(&policy)), id_of(&rule))?;
    if kind::of(&policy).shape != Shape::OfApps {
        put_all(context, &policy, order::numbered(all(&context.tx, id_of(&policy))?))?;
    }
    log(context, "delete", &rule)?;
    Ok(Reply::no_content())
}

fn activate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::ACTIVE, "activate")
}

fn deactivate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::INACTIVE, "deactivate")
}

fn set_status(context: &mut Context<'_>, status: &str, event: &str) -> Result<Reply, Problem> {
    let policy = context.policy()?;
    let mut rule = find(context, &policy)?;
    refuse_system(&rule)?;
    rule["status"] = json!(status);
    rule["lastUpdated"] = json!(context.now_text());
    put(&context.tx, id_of(&policy), &rule)?;
    log(context, event, &rule)?;
    Ok(Reply::no_content())
}

fn log(context: &mut Context<'_>, what: &str, rule: &Value) -> Result<(), Problem> {
    context.log(&format!("policy.rule.{what}"), &[target(rule, "PolicyRule")])
}

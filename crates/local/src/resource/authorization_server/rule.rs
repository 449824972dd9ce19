//! The rules of an authorization server's policy: who gets which scopes by which grant, and for how long.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::body;
use crate::document::description as field;
use crate::document::description::Field;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::facts::Facts;
use crate::kernel::id::Ids;
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::authorization_server::of_path;
use crate::resource::authorization_server::policy;
use crate::resource::policy::kind::filled;
use crate::resource::policy::{order, refuse_system, switch};

pub const HANDLERS: Handlers = &[
    (&op::LIST_AUTHORIZATION_SERVER_POLICY_RULES, list),
    (&op::CREATE_AUTHORIZATION_SERVER_POLICY_RULE, create),
    (&op::GET_AUTHORIZATION_SERVER_POLICY_RULE, get),
    (&op::REPLACE_AUTHORIZATION_SERVER_POLICY_RULE, replace),
    (&op::DELETE_AUTHORIZATION_SERVER_POLICY_RULE, delete),
    (&op::ACTIVATE_AUTHORIZATION_SERVER_POLICY_RULE, activate),
    (&op::DEACTIVATE_AUTHORIZATION_SERVER_POLICY_RULE, deactivate),
];

/// How long an access token lasts unless a rule says so, and the longest time in which a refresh token can be used.
const ACCESS_TOKEN_MINUTES: i64 = 60;
const FIVE_YEARS: i64 = 2_628_000;

const FIELDS: &[Field] = &[
    field::text("name"),
    field::one_of("status", &[status::ACTIVE, status::INACTIVE]),
    field::object("conditions"),
    field::object("conditions.people"),
    field::object("conditions.people.users"),
    field::object("conditions.people.groups"),
    field::list("conditions.people.users.include"),
    field::list("conditions.people.users.exclude"),
    field::list("conditions.people.groups.include"),
    field::list("conditions.people.groups.exclude"),
    field::object("conditions.grantTypes"),
    field::list("conditions.grantTypes.include"),
    field::object("conditions.scopes"),
    field::list("conditions.scopes.include"),
    field::object("actions"),
    field::object("actions.token"),
    field::whole("actions.token.accessTokenLifetimeMinutes").between(5, 1440),
    field::whole("actions.token.refreshTokenLifetimeMinutes"),
    field::whole("actions.token.refreshTokenWindowMinutes").between(10, FIVE_YEARS),
];

/// By which grants a rule can give tokens.
const GRANTS: [&str; 15] = [
    "authorization_code",
    "client_credentials",
    "implicit",
    "interaction_code",
    "password",
    "refresh_token",
    "http://auth0.com/oauth/grant-type/mfa-oob",
    "http://auth0.com/oauth/grant-type/mfa-otp",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:saml2-bearer",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "urn:okta:params:oauth:grant-type:oob",
    "urn:okta:params:oauth:grant-type:otp",
    "urn:openid:params:grant-type:ciba",
];
/// The grant in which no user takes part.
const WITHOUT_USERS: &str = "client_credentials";

/// The kind of the stored rules of one policy.
fn rules(policy: &str) -> Kind<'_> {
    kind::AUTHORIZATION_SERVER_RULE.of(policy)
}

/// The rule of the default policy: everybody, everything.
pub fn seed(tx: &Tx, ids: &Ids, facts: &Facts, policy: &str, now: &str) -> Result<(), StoreError> {
    let grants = ["authorization_code", "implicit", "client_credentials", "password"];
    let body = json!({
        "name": "Default Policy Rule",
        "conditions": {
            "people": { "groups": { "include": [facts.everyone] } },
            "grantTypes": { "include": grants },
            "scopes": { "include": ["*"] },
        },
    });
    let rule = rule(ids.next("0pr"), &body, now);
    tx.put(rules(policy), id_of(&rule), &rule)
}

pub fn all(tx: &Tx, policy: &str) -> Result<Vec<Value>, StoreError> {
    let mut found: Vec<Value> = tx.all(rules(policy))?.into_iter().map(|(_, rule)| rule).collect();
    found.sort_by_key(|rule| rule["priority"].as_i64());
    Ok(found)
}

pub fn remove_all(tx: &Tx, policy: &str) -> Result<(), StoreError> {
    for rule in all(tx, policy)? {
        tx.delete(rules(policy), id_of(&rule))?;
    }
    Ok(())
}

/// Server, policy and rule of the path.
fn found(context: &Context<'_>) -> Result<(Value, Value, Value), Problem> {
    let server = of_path(context)?;
    let policy = policy::find(context, &server)?;
    let id = context.param("ruleId");
    match context.tx.get(rules(id_of(&policy)), id)? {
        Some(rule) => Ok((server, policy, rule)),
        None => Err(Problem::not_found(id, "PolicyRule")),
    }
}

fn answer(context: &Context<'_>, server: &Value, policy: &Value, rule: &Value) -> Value {
    let path =
        format!("/authorizationServers/{}/policies/{}/rules/{}", id_of(server), id_of(policy), id_of(rule));
    let link = |rest: &str, allow: &[&str]| json!({ "href": context.url(&format!("{path}{rest}")), "hints": { "allow": allow } });
    let mut links = json!({ "self": link("", &["GET", "PUT", "DELETE"]) });
    let (action, action_path) = switch(rule);
    links[action] = link(action_path, &["POST"]);
    let mut shown = rule.clone();
    shown["_links"] = links;
    shown
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let policy = policy::find(context, &server)?;
    let all = all(&context.tx, id_of(&policy))?;
    let shown: Vec<Value> = all.iter().map(|rule| answer(context, &server, &policy, rule)).collect();
    Ok(Reply::ok(&shown))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (server, policy, rule) = found(context)?;
    Ok(Reply::ok(&answer(context, &server, &policy, &rule)))
}

fn check(context: &Context<'_>, policy: &Value, body: &Value, own_id: Option<&str>) -> Result<(), Problem> {
    if body["name"].as_str().unwrap_or_default().trim().is_empty() {
        return Err(Problem::blank("name"));
    }
    if !body["type"].is_null() && body["type"] != "RESOURCE_ACCESS" {
        let cause = "type: A rule of an authorization server has the type RESOURCE_ACCESS";
        return Err(Problem::validation("type", cause));
    }
    body::fit(FIELDS, body)?;
    check_grants(&body["conditions"])?;
    check_lifetimes(&body["actions"]["token"])?;
    let taken = |rule: &Value| rule["name"] == body["name"] && Some(id_of(rule)) != own_id;
    if all(&context.tx, id_of(policy))?.iter().any(taken) {
        return Err(Problem::validation("name", "name: Policy rule name already in use"));
    }
    Ok(())
}

/// For which grants and which people: only clients that act for themselves need no people.
fn check_grants(conditions: &Value) -> Result<(), Problem> {
    let grants = conditions["grantTypes"]["include"].as_array().map(Vec::as_slice).unwrap_or_default();
    if grants.is_empty() {
        return Err(Problem::blank("grantTypes"));
    }
    if conditions["people"].is_null() && grants.iter().any(|grant| grant != WITHOUT_USERS) {
        return Err(Problem::blank("conditions.people"));
    }
    match grants.iter().find(|grant| !GRANTS.iter().any(|known| *grant == known)) {
        Some(grant) => {
            let cause = format!("grantTypes: {grant} is no grant type that a rule can allow");
            Err(Problem::validation("conditions.grantTypes", cause))
        }
        None => Ok(()),
    }
}

/// A refresh token lasts as long as an access token at least, or for ever (0).
fn check_lifetimes(token: &Value) -> Result<(), Problem> {
    let member = "refreshTokenLifetimeMinutes";
    let access = token["accessTokenLifetimeMinutes"].as_i64().unwrap_or(ACCESS_TOKEN_MINUTES);
    match token[member].as_i64() {
        Some(refresh) if refresh != 0 && refresh < access => {
            let cause =
                format!("{member}: must be 0, or at least {access}, the lifetime of the access token");
            Err(Problem::validation(member, cause))
        }
        _ => Ok(()),
    }
}

fn rule(id: String, body: &Value, now: &str) -> Value {
    let nobody_named = json!({
        "people": {
            "users": { "include": [], "exclude": [] },
            "groups": { "include": [], "exclude": [] },
        },
        "grantTypes": { "include": [] },
        "scopes": { "include": ["*"] },
    });
    let lifetimes = json!({
        "token": {
            "accessTokenLifetimeMinutes": ACCESS_TOKEN_MINUTES,
            "refreshTokenLifetimeMinutes": 0,
            "refreshTokenWindowMinutes": 10080,
        },
    });
    json!({
        "id": id,
        "status": if body["status"] == status::INACTIVE { status::INACTIVE } else { status::ACTIVE },
        "name": body["name"],
        "priority": 1,
        "created": now,
        "lastUpdated": now,
        "system": false,
        "conditions": filled(&body["conditions"], nobody_named),
        "actions": filled(&body["actions"], lifetimes),
        "type": "RESOURCE_ACCESS",
    })
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = of_path(context)?;
    let policy = policy::find(context, &server)?;
    let body = context.object()?;
    check(context, &policy, &body, None)?;
    let priority = order::asked(&body)?;
    let made = rule(context.new_id("0pr"), &body, &context.now_text());
    save_in_order(context, &policy, made.clone(), priority)?;
    let made = context.tx.get(rules(id_of(&policy)), id_of(&made))?.unwrap_or_default();
    Ok(Reply::created(&answer(context, &server, &policy, &made)))
}

fn save_in_order(
    context: &Context<'_>,
    policy: &Value,
    rule: Value,
    priority: Option<i64>,
) -> Result<(), Problem> {
    let present = all(&context.tx, id_of(policy))?;
    put_all(context, policy, order::placed(present, rule, priority))
}

fn put_all(context: &Context<'_>, policy: &Value, all: Vec<Value>) -> Result<(), Problem> {
    for rule in all {
        context.tx.put(rules(id_of(policy)), id_of(&rule), &rule)?;
    }
    Ok(())
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (server, policy, old) = found(context)?;
    let body = context.object()?;
    check(context, &policy, &body, Some(id_of(&old)))?;
    let mut changed = rule(id_of(&old).to_owned(), &body, &context.now_text());
    changed["created"] = old["created"].clone();
    if body["status"].is_null() {
        changed["status"] = old["status"].clone();
    }
    save_in_order(context, &policy, changed, order::asked(&body)?.or(old["priority"].as_i64()))?;
    let changed = context.tx.get(rules(id_of(&policy)), id_of(&old))?.unwrap_or_default();
    Ok(Reply::ok(&answer(context, &server, &policy, &changed)))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (_, policy, rule) = found(context)?;
    refuse_system(&rule)?;
    context.tx.delete(rules(id_of(&policy)), id_of(&rule))?;
    let rest = all(&context.tx, id_of(&policy))?;
    put_all(context, &policy, order::numbered(rest))?;
    Ok(Reply::no_content())
}

fn activate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::ACTIVE)
}

fn deactivate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::INACTIVE)
}

fn set_status(context: &mut Context<'_>, status: &str) -> Result<Reply, Problem> {
    let (_, policy, mut rule) = found(context)?;
    rule["status"] = json!(status);
    rule["lastUpdated"] = json!(context.now_text());
    context.tx.put(rules(id_of(&policy)), id_of(&rule), &rule)?;
    Ok(Reply::no_content())
}

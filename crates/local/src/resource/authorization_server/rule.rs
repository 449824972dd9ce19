//! The rules of an authorization server's policy: who gets which scopes by which grant, and for how long.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::Collection;
use crate::document::body;
use crate::document::description as field;
use crate::document::description::{
    ACTIVATE, Answer, Change, DEACTIVATE, Field, Hooks, Id, activate, deactivate, own,
};
use crate::kernel::context::Context;
use crate::kernel::facts::Facts;
use crate::kernel::id::Ids;
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::resource::policy::kind::filled;
use crate::resource::policy::{order, read_only};

/// How long an access token lasts unless a rule says so, and the longest time in which a refresh token can be used.
const ACCESS_TOKEN_MINUTES: i64 = 60;
const FIVE_YEARS: i64 = 2_628_000;

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: FIELDS,
    links: &[own(&["GET", "PUT", "DELETE"]), ACTIVATE, DEACTIVATE],
    created: 201,
    actions: &[activate(Answer::NoContent), deactivate(Answer::NoContent)],
    guards: &[read_only(&[&op::DELETE_AUTHORIZATION_SERVER_POLICY_RULE])],
    sorted: Some("priority"),
    hooks: Some(Hooks {
        after: |context, policy, rule| order::place(context, rules(policy), rule),
        gone: |context, policy, _| order::close_gap(context, rules(policy)),
        ..Hooks::new(kind::AUTHORIZATION_SERVER_RULE, make)
    }),
    ..Collection::new(
        "/api/v1/authorizationServers/{authServerId}/policies/{policyId}/rules/{ruleId}",
        "PolicyRule",
        Id::Made("0pr"),
    )
}];

const FIELDS: &[Field] = &[
    field::text("name"),
    field::one_of("status", &[status::ACTIVE, status::INACTIVE]),
    field::object("conditions"),
    field::object("conditions.people"),
    field::object("conditions.people.users"),
    field::object("conditions.people.groups"),
    field::texts("conditions.people.users.include"),
    field::texts("conditions.people.users.exclude"),
    field::texts("conditions.people.groups.include"),
    field::texts("conditions.people.groups.exclude"),
    field::object("conditions.grantTypes"),
    field::texts("conditions.grantTypes.include"),
    field::object("conditions.scopes"),
    field::texts("conditions.scopes.include"),
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
    order::all(tx, rules(policy))
}

pub fn remove_all(tx: &Tx, policy: &str) -> Result<(), StoreError> {
    for rule in all(tx, policy)? {
        tx.delete(rules(policy), id_of(&rule))?;
    }
    Ok(())
}

fn check(context: &Context<'_>, change: &Change<'_>) -> Result<(), Problem> {
    let body = change.body;
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
    let taken = |rule: &Value| rule["name"] == body["name"] && change.is_other(rule);
    if all(&context.tx, change.parent)?.iter().any(taken) {
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
            let cause = format!("grantTypes: {grant} is not a grant type that a rule can allow");
            Err(Problem::validation("conditions.grantTypes", cause))
        }
        None => Ok(()),
    }
}

/// A refresh token lasts as long as an access token at least, or forever (0).
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

/// Without a priority it keeps its own, or comes last.
fn make(context: &Context<'_>, change: &Change<'_>) -> Result<Value, Problem> {
    check(context, change)?;
    let rule = rule(change.id(context, "0pr"), change.body, &context.now_text());
    order::changed(rule, change)
}

//! What the policies of an authorization server say: whether a client gets a token for a user, and for how long.

use jiff::SignedDuration;
use serde_json::Value;

use crate::kernel::clock;
use crate::kernel::context::Context;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::authorization_server::{policy, rule};
use crate::resource::oauth::may;
use crate::resource::policy::effect::Subject;
use crate::sign_in::client::client_id;
use crate::sign_in::server::Server;

/// How long tokens live.
#[derive(Debug, Clone)]
pub struct Lifetimes {
    pub access: SignedDuration,
    /// `None` for no end.
    pub refresh: Option<SignedDuration>,
    /// How long a refresh token may lie unused.
    pub idle: SignedDuration,
    /// The id of the hook that is asked before tokens are made.
    pub hook: Option<String>,
}

/// Fixed by Okta for the org's own server.
const OF_ORG: Lifetimes = Lifetimes {
    access: SignedDuration::from_hours(1),
    refresh: Some(SignedDuration::from_hours(90 * 24)),
    idle: SignedDuration::from_hours(90 * 24),
    hook: None,
};

/// What a client asks for.
pub struct Asked<'a> {
    pub app: &'a Value,
    pub grant: &'a str,
    pub scopes: &'a [String],
    /// Nobody, where a client acts for itself.
    pub user: Option<&'a Subject>,
}

/// The lifetimes of the first rule that fits; `None` where no rule does.
pub fn lifetimes(
    context: &Context<'_>,
    server: &Server,
    asked: &Asked<'_>,
) -> Result<Option<Lifetimes>, Problem> {
    let Some(custom) = &server.custom else { return Ok(Some(OF_ORG)) };
    let rules = rules(context, custom, asked)?;
    Ok(rules.iter().find(|rule| denied_by(rule, asked).is_empty()).map(of_rule))
}

/// The scopes for whose sake alone no rule fits.
pub fn denied_scopes(
    context: &Context<'_>,
    server: &Server,
    asked: &Asked<'_>,
) -> Result<Vec<String>, Problem> {
    let Some(custom) = &server.custom else { return Ok(Vec::new()) };
    let rules = rules(context, custom, asked)?;
    Ok(rules.first().map(|rule| denied_by(rule, asked)).unwrap_or_default())
}

/// The rules that match except for the scopes, in order.
fn rules(context: &Context<'_>, custom: &Value, asked: &Asked<'_>) -> Result<Vec<Value>, Problem> {
    let mut fitting = Vec::new();
    for policy in policy::all(&context.tx, id_of(custom))? {
        let clients = &policy["conditions"]["clients"]["include"];
        let is_for_client = may(clients, "ALL_CLIENTS") || may(clients, client_id(asked.app));
        if policy["status"] == status::ACTIVE && is_for_client {
            let rules = rule::all(&context.tx, id_of(&policy))?;
            fitting.extend(rules.into_iter().filter(|rule| fits(rule, asked)));
        }
    }
    Ok(fitting)
}

/// The people of a rule count where a client asks for a user.
fn fits(rule: &Value, asked: &Asked<'_>) -> bool {
    let conditions = &rule["conditions"];
    rule["status"] == status::ACTIVE
        && may(&conditions["grantTypes"]["include"], asked.grant)
        && asked.user.is_none_or(|user| user.is_among(&conditions["people"]))
}

/// The scopes that a rule does not give.
fn denied_by(rule: &Value, asked: &Asked<'_>) -> Vec<String> {
    let allowed = &rule["conditions"]["scopes"]["include"];
    if may(allowed, "*") {
        return Vec::new();
    }
    asked.scopes.iter().filter(|scope| !may(allowed, scope)).cloned().collect()
}

fn of_rule(rule: &Value) -> Lifetimes {
    let minutes = |name: &str| rule["actions"]["token"][name].as_i64();
    Lifetimes {
        access: clock::minutes(minutes("accessTokenLifetimeMinutes").unwrap_or(60)),
        refresh: minutes("refreshTokenLifetimeMinutes").filter(|minutes| *minutes > 0).map(clock::minutes),
        idle: clock::minutes(minutes("refreshTokenWindowMinutes").unwrap_or(7 * 24 * 60)),
        hook: rule["actions"]["token"]["inlineHook"]["id"].as_str().map(str::to_owned),
    }
}

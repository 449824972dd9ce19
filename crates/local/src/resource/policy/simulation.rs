//! What policies would decide about somebody who signs in to an app: nothing is stored, and nobody signs in.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::app::policy as app_policy;
use crate::resource::policy::effect::Subject;
use crate::resource::policy::rule as policy_rule;
use crate::resource::policy::{self, kind};

pub const HANDLERS: Handlers = &[(&op::CREATE_POLICY_SIMULATION, simulate)];

const TYPES: [&str; 4] = ["OKTA_SIGN_ON", "MFA_ENROLL", "ACCESS_POLICY", "PROFILE_ENROLLMENT"];

fn refused(field: &str, text: &str) -> Problem {
    Problem::validation(field, format!("{field}: {text}"))
}

/// Several questions in a list, or one.
fn simulate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body: Value = serde_json::from_slice(&context.request.body).unwrap_or_default();
    let questions = match body {
        Value::Array(questions) => questions,
        question => vec![question],
    };
    let mut evaluations = Vec::new();
    for question in &questions {
        if !question.is_object() {
            return Err(Problem::malformed_body());
        }
        evaluations.extend(answers(context, question)?);
    }
    Ok(Reply::ok(&evaluations))
}

fn answers(context: &Context<'_>, body: &Value) -> Result<Vec<Value>, Problem> {
    let app = match body["appInstance"].as_str() {
        Some(id) if !id.is_empty() => context.app_with(id)?,
        _ => return Err(Problem::blank("appInstance")),
    };
    let about = &body["policyContext"];
    let subject = subject(context, about)?;
    let asked = body["policyTypes"].as_array().cloned().unwrap_or_else(|| TYPES.map(Value::from).to_vec());
    let mut evaluations = Vec::new();
    for name in &asked {
        let name = name.as_str().unwrap_or_default();
        if !TYPES.contains(&name) {
            return Err(refused("policyTypes", &format!("{name} is not one of {}", TYPES.join(", "))));
        }
        evaluations.push(evaluate(context, name, &app, about, &subject)?);
    }
    Ok(evaluations)
}

/// The subject: a user, or anybody in these groups.
fn subject(context: &Context<'_>, about: &Value) -> Result<Subject, Problem> {
    let groups = about["groups"]["ids"].as_array();
    match (about["user"]["id"].as_str(), groups) {
        (Some(_), Some(groups)) if !groups.is_empty() => {
            Err(refused("policyContext", "Only a user or groups can be named, not both"))
        }
        (Some(id), _) => Subject::of(context, &context.user_named(id)?),
        (None, groups) => {
            let ids = groups.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
            let everyone = context.org.facts().everyone.clone();
            Ok(Subject { user_id: String::new(), group_ids: ids.chain([everyone]).collect() })
        }
    }
}

/// The policies of a type that come into question, the most important first.
fn candidates(context: &Context<'_>, name: &str, app: &Value) -> Result<Vec<Value>, Problem> {
    let mut policies = policy::all_of(&context.tx, name)?;
    if kind::find(name).is_some_and(|kind| kind.shape == kind::Shape::OfApps) {
        let own = app_policy::id_for(context, app, name);
        policies.retain(|policy| id_of(policy) == own);
    }
    policies.retain(|policy| policy["status"] == status::ACTIVE);
    Ok(policies)
}

fn evaluate(
    context: &Context<'_>,
    name: &str,
    app: &Value,
    about: &Value,
    subject: &Subject,
) -> Result<Value, Problem> {
    let expand = context.query("expand").unwrap_or_default();
    let (mut matching, mut undefined, mut evaluated) = (Vec::new(), Vec::new(), Vec::new());
    for policy in candidates(context, name, app)? {
        let (outcome, rules) = decide(context, &policy, about, subject)?;
        let shown = shown(&policy, outcome, &conditions(&policy["conditions"], about, subject), rules);
        match outcome {
            "MATCH" => {
                matching.push(shown);
                break;
            }
            "UNDEFINED" => undefined.push(shown),
            _ => evaluated.push(shown),
        }
    }
    let expanded = |policies: Vec<Value>| if expand.contains("EVALUATED") { policies } else { Vec::new() };
    Ok(json!({
        "status": if matching.is_empty() { Value::Null } else { json!("MATCH") },
        "policyType": [name],
        "result": { "policies": matching },
        "undefined": { "policies": expanded(undefined) },
        "evaluated": { "policies": expanded(evaluated) },
    }))
}

fn shown(document: &Value, outcome: &str, conditions: &[(&str, &str)], rules: Option<Vec<Value>>) -> Value {
    let conditions: Vec<Value> =
        conditions.iter().map(|(kind, status)| json!({ "type": kind, "status": status })).collect();
    let mut shown = json!({
        "id": document["id"],
        "name": document["name"],
        "status": outcome,
        "conditions": conditions,
    });
    if let Some(rules) = rules {
        shown["rules"] = json!(rules);
    }
    shown
}

/// The outcome of a policy, with the rules that were looked at: the first that fits is the last.
fn decide(
    context: &Context<'_>,
    policy: &Value,
    about: &Value,
    subject: &Subject,
) -> Result<(&'static str, Option<Vec<Value>>), Problem> {
    let own = outcome(&conditions(&policy["conditions"], about, subject));
    if own != "MATCH" {
        return Ok((own, Some(Vec::new())));
    }
    let (mut rules, mut unsure) = (Vec::new(), false);
    for rule in policy_rule::all(&context.tx, id_of(policy))? {
        if rule["status"] != status::ACTIVE {
            continue;
        }
        let conditions = conditions(&rule["conditions"], about, subject);
        let outcome = outcome(&conditions);
        let shown = shown(&rule, outcome, &conditions, None);
        if outcome == "MATCH" {
            return Ok((outcome, Some(vec![shown])));
        }
        unsure |= outcome == "UNDEFINED";
        rules.push(shown);
    }
    Ok((if unsure { "UNDEFINED" } else { "NOT_MATCH" }, Some(rules)))
}

fn outcome(conditions: &[(&str, &'static str)]) -> &'static str {
    let has = |wanted: &str| conditions.iter().any(|(_, status)| *status == wanted);
    match (has("NOT_MATCH"), has("UNDEFINED")) {
        (true, _) => "NOT_MATCH",
        (_, true) => "UNDEFINED",
        _ => "MATCH",
    }
}

/// The conditions that ask for something, with what is known of each.
fn conditions(asked: &Value, about: &Value, subject: &Subject) -> Vec<(&'static str, &'static str)> {
    let people = &asked["people"];
    let among = if subject.is_among(people) { "MATCH" } else { "NOT_MATCH" };
    let names = |list: &Value| list.as_array().is_some_and(|list| !list.is_empty());
    let lists = [
        ("people.groups.include", &people["groups"]["include"]),
        ("people.groups.exclude", &people["groups"]["exclude"]),
        ("people.users.include", &people["users"]["include"]),
        ("people.users.exclude", &people["users"]["exclude"]),
    ];
    let mut all: Vec<(&str, &str)> =
        lists.iter().filter(|(_, list)| names(list)).map(|(kind, _)| (*kind, among)).collect();
    if asked["network"]["connection"] == "ZONE" {
        all.push(("network.connection", in_zone(&asked["network"], &about["zones"]["ids"])));
    }
    match asked["riskScore"]["level"].as_str() {
        None | Some("" | "ANY") => {}
        Some(level) => all.push(("riskScore.level", known(&about["risk"]["level"], &json!(level)))),
    }
    for member in ["registered", "managed"] {
        if !asked["device"][member].is_null() {
            all.push(("device", known(&about["device"][member], &asked["device"][member])));
        }
    }
    let unknown =
        [("risk.behaviors", &asked["risk"]["behaviors"]), ("userType", &asked["userType"]["include"])];
    all.extend(unknown.iter().filter(|(_, list)| names(list)).map(|(kind, _)| (*kind, "UNDEFINED")));
    all
}

fn known(said: &Value, wanted: &Value) -> &'static str {
    match said {
        Value::Null => "UNDEFINED",
        said if said == wanted => "MATCH",
        _ => "NOT_MATCH",
    }
}

fn in_zone(network: &Value, zones: &Value) -> &'static str {
    let Some(zones) = zones.as_array() else { return "UNDEFINED" };
    let names = |list: &Value| {
        list.as_array()
            .is_some_and(|list| list.iter().any(|zone| *zone == "ALL_ZONES" || zones.contains(zone)))
    };
    let included = network["include"].is_null() || names(&network["include"]);
    if included && !names(&network["exclude"]) { "MATCH" } else { "NOT_MATCH" }
}

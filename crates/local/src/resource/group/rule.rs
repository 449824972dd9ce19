//! Group rules: users for whom an expression is true are put into groups, and taken out when it is no longer true.

use std::fmt::Display;
use std::ops::ControlFlow;

use http::StatusCode;
use oktars_catalog::op;
use serde_json::{Map, Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::kind;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::{id_of, status_of};
use crate::language::expression::{self, Expression, Subject, SyntaxError, TooMuch};
use crate::language::filter::Kind;
use crate::resource::group::member as group_member;
use crate::resource::role::assignment;
use crate::resource::schema;

pub const HANDLERS: Handlers = &[
    (&op::LIST_GROUP_RULES, list),
    (&op::CREATE_GROUP_RULE, create),
    (&op::GET_GROUP_RULE, get),
    (&op::REPLACE_GROUP_RULE, replace),
    (&op::DELETE_GROUP_RULE, delete),
    (&op::ACTIVATE_GROUP_RULE, activate),
    (&op::DEACTIVATE_GROUP_RULE, deactivate),
];

const LIMITS: Limits = Limits::strict(50, 200);
const MAX_NAME: usize = 50;

// ---- the resource ----

fn find(context: &Context<'_>) -> Result<Value, Problem> {
    let id = context.param("groupRuleId");
    context.tx.get(kind::GROUP_RULE, id)?.ok_or_else(|| Problem::not_found(id, "PolicyRule"))
}

fn put(context: &Context<'_>, rule: &Value) -> Result<(), Problem> {
    Ok(context.tx.put(kind::GROUP_RULE, id_of(rule), rule)?)
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let rule = find(context)?;
    Ok(Reply::ok(&answer(context, rule)?))
}

fn answer(context: &Context<'_>, mut rule: Value) -> Result<Value, Problem> {
    if context.query("expand") == Some("groupIdToGroupNameMap") {
        let names: Map<String, Value> =
            group_names(context, &rule)?.into_iter().map(|(id, name)| (id, json!(name))).collect();
        rule["_embedded"] = json!({ "groupIdToGroupNameMap": names });
    }
    Ok(rule)
}

fn group_names(context: &Context<'_>, rule: &Value) -> Result<Vec<(String, String)>, Problem> {
    let mut names = Vec::new();
    for id in group_ids(rule) {
        if let Some(group) = context.tx.get(kind::GROUP, &id)? {
            names.push((id, group["profile"]["name"].as_str().unwrap_or_default().to_owned()));
        }
    }
    Ok(names)
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let page = Page::of(context, LIMITS)?;
    let keyword = context.query("search").unwrap_or_default().to_lowercase();
    let mut found = Vec::new();
    for (id, rule) in context.tx.all(kind::GROUP_RULE)? {
        if mentions(context, &rule, &keyword)? {
            found.push((id, answer(context, rule)?.to_string().into_bytes()));
        }
    }
    Ok(page.slice(context, found))
}

/// Whether the keyword stands in the rule's name, its expression or the name of one of its groups.
fn mentions(context: &Context<'_>, rule: &Value, keyword: &str) -> Result<bool, Problem> {
    let has = |text: &str| text.to_lowercase().contains(keyword);
    Ok(has(rule["name"].as_str().unwrap_or_default())
        || has(expression_text(rule))
        || group_names(context, rule)?.iter().any(|(_, name)| has(name)))
}

fn expression_text(rule: &Value) -> &str {
    rule["conditions"]["expression"]["value"].as_str().unwrap_or_default()
}

fn group_ids(rule: &Value) -> Vec<String> {
    texts(&rule["actions"]["assignUserToGroups"]["groupIds"])
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    check(context, &body, None)?;
    let now = context.now_text();
    let rule = json!({
        "type": "group_rule",
        "id": context.new_id("0pr"),
        "status": status::INACTIVE,
        "name": body["name"],
        "created": now,
        "lastUpdated": now,
        "conditions": conditions(&body),
        "actions": { "assignUserToGroups": { "groupIds": group_ids(&body) } },
        "allGroupsValid": true,
    });
    put(context, &rule)?;
    Ok(Reply::ok(&answer(context, rule)?))
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut rule = find(context)?;
    let body = context.object()?;
    if rule["status"] == status::ACTIVE {
        let cause = "Cannot update a Group Rule with the status ACTIVE.";
        return Err(Problem::validation("updateRule", cause));
    }
    check(context, &body, Some(id_of(&rule)))?;
    if group_ids(&body) != group_ids(&rule) {
        return Err(Problem::validation("updateRule", "actions: The groups of a rule cannot be changed"));
    }
    rule["name"] = body["name"].clone();
    rule["conditions"] = conditions(&body);
    rule["lastUpdated"] = json!(context.now_text());
    put(context, &rule)?;
    Ok(Reply::ok(&answer(context, rule)?))
}

/// The conditions as they are kept: `people`, where it was sent, with both of its lists.
fn conditions(body: &Value) -> Value {
    let sent = &body["conditions"];
    let mut kept = Map::new();
    if sent["people"].is_object() {
        let excluded = |whom: &str| json!({ "exclude": texts(&sent["people"][whom]["exclude"]) });
        kept.insert("people".into(), json!({ "users": excluded("users"), "groups": excluded("groups") }));
    }
    kept.insert(
        "expression".into(),
        json!({ "value": expression_text(body), "type": "urn:okta:expression:1.0" }),
    );
    Value::Object(kept)
}

fn check(context: &Context<'_>, body: &Value, own: Option<&str>) -> Result<(), Problem> {
    let name = body["name"].as_str().unwrap_or_default();
    if name.trim().is_empty() {
        return Err(Problem::blank("name"));
    }
    if name.chars().count() > MAX_NAME {
        return Err(Problem::validation("name", format!("name: String is too long, maximum {MAX_NAME}")));
    }
    if body["type"] != "group_rule" {
        return Err(Problem::validation("type", "type: must be group_rule"));
    }
    let taken = |(id, rule): &(String, Value)| rule["name"] == name && own != Some(id.as_str());
    if context.tx.all(kind::GROUP_RULE)?.iter().any(taken) {
        return Err(Problem::duplicate("name"));
    }
    check_expression(context, expression_text(body))?;
    check_groups(context, &group_ids(body))
}

fn check_expression(context: &Context<'_>, text: &str) -> Result<(), Problem> {
    let refused =
        |cause: String| Problem::validation("validateRule", cause).cause("conditions: Invalid expression");
    let expression = expression::parse(text).map_err(|error| refused(error.told(text)))?;
    let known = schema::user_attributes(context)?;
    let unknown = |name: &String| !known.iter().any(|(known, _)| known == name);
    if let Some(name) = expression.attributes().into_iter().find(unknown) {
        return Err(refused(format!("Invalid property {name} in expression {text}")));
    }
    let of_text = |name: &str| known.iter().any(|(known, kind)| known == name && *kind != Kind::Boolean);
    let says_no = matches!(&expression, Expression::Attribute(name) if of_text(name));
    if says_no || !expression.is_boolean() {
        return Err(refused(format!("The expression must be true or false of a user: {text}")));
    }
    expression.holds(&Subject::NOBODY).map_err(|excess| refused(format!("Invalid expression: {excess}")))?;
    Ok(())
}

fn check_groups(context: &Context<'_>, ids: &[String]) -> Result<(), Problem> {
    if ids.is_empty() {
        return Err(Problem::blank("groupIds"));
    }
    for id in ids {
        let group = context.tx.get(kind::GROUP, id)?;
        if group.is_none_or(|group| group["type"] != "OKTA_GROUP") {
            let cause = format!("groupIds: {id} is not a group that a rule can assign users to");
            return Err(Problem::validation("validateRule", cause));
        }
    }
    refuse_administrators(context, ids)
}

/// With such a rule, people who change an attribute would become administrators.
fn refuse_administrators(context: &Context<'_>, groups: &[String]) -> Result<(), Problem> {
    for id in groups {
        if assignment::has_any(&context.tx, id)? {
            let cause =
                format!("groupIds: A rule cannot assign users to {id}: the group has administrator roles");
            return Err(Problem::validation("validateRule", cause));
        }
    }
    Ok(())
}

/// Whether a rule fills the group, or will once it is active. An invalid rule never will be.
pub fn fills(context: &Context<'_>, group: &str) -> Result<bool, Problem> {
    let fills =
        |rule: &Value| rule["status"] != status::INVALID && group_ids(rule).iter().any(|id| id == group);
    Ok(context.tx.all(kind::GROUP_RULE)?.iter().any(|(_, rule)| fills(rule)))
}

// ---- the life of a rule ----

fn activate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut rule = find(context)?;
    refuse_invalid(&rule)?;
    if rule["status"] != status::ACTIVE {
        refuse_administrators(context, &group_ids(&rule))?;
        let users = users_of(context, &Active::of(&rule).map_err(not_evaluated)?)?;
        set_status(context, &mut rule, status::ACTIVE, "group.user_membership.rule.trigger")?;
        for user in users {
            reevaluate(context, &user)?;
        }
    }
    Ok(Reply::no_content())
}

fn deactivate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut rule = find(context)?;
    refuse_invalid(&rule)?;
    if rule["status"] == status::ACTIVE {
        set_status(context, &mut rule, status::INACTIVE, "group.user_membership.rule.deactivated")?;
        take_back(context, &rule)?;
    }
    Ok(Reply::no_content())
}

/// Why a rule cannot become active.
fn not_evaluated(why: impl Display) -> Problem {
    Problem::validation("updateRuleStatus", format!("The expression of the rule cannot be evaluated: {why}"))
}

fn refuse_invalid(rule: &Value) -> Result<(), Problem> {
    if rule["status"] != status::INVALID {
        return Ok(());
    }
    let cause = "Cannot activate or deactivate a Group Rule with the status INVALID.";
    Err(Problem::validation("updateRuleStatus", cause))
}

fn set_status(context: &mut Context<'_>, rule: &mut Value, status: &str, event: &str) -> Result<(), Problem> {
    rule["status"] = json!(status);
    rule["lastUpdated"] = json!(context.now_text());
    put(context, rule)?;
    let mut targets = vec![target(rule)];
    for id in group_ids(rule) {
        targets.extend(context.tx.get(kind::GROUP, &id)?.as_ref().map(Target::group));
    }
    context.log(event, &targets)
}

fn target(rule: &Value) -> Target {
    Target {
        id: id_of(rule).to_owned(),
        kind: "Rule",
        alternate_id: "unknown".into(),
        display_name: rule["name"].as_str().unwrap_or_default().to_owned(),
    }
}

/// With `removeUsers` the rule's members go with it; otherwise they stay as if they had been added by hand.
fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let rule = find(context)?;
    context.tx.delete(kind::GROUP_RULE, id_of(&rule))?;
    if context.flag("removeUsers", false) {
        take_back(context, &rule)?;
    } else {
        for (group, user) in memberships(context, &rule)? {
            context.tx.link(kind::MEMBER, &group, &user, &json!({}))?;
        }
    }
    Ok(Reply::bytes(StatusCode::ACCEPTED, "{}"))
}

/// The memberships that a rule gave, as group and user.
fn memberships(context: &Context<'_>, rule: &Value) -> Result<Vec<(String, String)>, Problem> {
    let mut found = Vec::new();
    for group in group_ids(rule) {
        context.tx.links(kind::MEMBER, &group, None, &mut |user, value| {
            let value: Value = crate::kernel::store::decode(value);
            if texts(&value["rules"]).iter().any(|known| known == id_of(rule)) {
                found.push((group.clone(), user.to_owned()));
            }
            Ok(ControlFlow::Continue(()))
        })?;
    }
    Ok(found)
}

fn take_back(context: &mut Context<'_>, rule: &Value) -> Result<(), Problem> {
    for (group, user) in memberships(context, rule)? {
        let (group, user) = (context.tx.get(kind::GROUP, &group)?, context.tx.get(kind::USER, &user)?);
        if let (Some(group), Some(user)) = (group, user) {
            group_member::remove_by_rule(context, &group, &user, id_of(rule))?;
            reevaluate(context, id_of(&user))?;
        }
    }
    Ok(())
}

/// An administrator takes a user out of a group: the rules that want him there leave him alone from now on.
pub fn removed_by_hand(context: &mut Context<'_>, group: &str, user: &Value) -> Result<(), Problem> {
    for active in active_rules(context)? {
        let groups = groups_asked_for(context, &active, user)?;
        if active.groups.iter().any(|id| id == group) && active.wants(user, groups) {
            exclude(context, &active.id, user)?;
        }
    }
    Ok(())
}

fn exclude(context: &mut Context<'_>, rule: &str, user: &Value) -> Result<(), Problem> {
    let Some(mut rule) = context.tx.get(kind::GROUP_RULE, rule)? else { return Ok(()) };
    let mut excluded = texts(&rule["conditions"]["people"]["users"]["exclude"]);
    excluded.push(id_of(user).to_owned());
    let groups = texts(&rule["conditions"]["people"]["groups"]["exclude"]);
    rule["conditions"] = json!({
        "people": { "users": { "exclude": excluded }, "groups": { "exclude": groups } },
        "expression": rule["conditions"]["expression"],
    });
    put(context, &rule)?;
    context.log("group.user_membership.rule.add_exclusion", &[target(&rule), Target::user(user)])
}

/// Rules that speak of a group that is deleted do nothing any more.
pub fn group_deleted(context: &mut Context<'_>, group: &str) -> Result<(), Problem> {
    for (_, mut rule) in context.tx.all(kind::GROUP_RULE)? {
        let assigns = group_ids(&rule).iter().any(|id| id == group);
        if assigns || expression_text(&rule).contains(group) {
            rule["allGroupsValid"] = json!(false);
            set_status(context, &mut rule, status::INVALID, "group.user_membership.rule.invalidate")?;
        }
    }
    Ok(())
}

// ---- applying rules ----

/// A rule that is ready for users.
#[derive(Debug)]
struct Active {
    id: String,
    expression: Expression,
    excluded: Vec<String>,
    groups: Vec<String>,
}

impl Active {
    fn of(rule: &Value) -> Result<Self, SyntaxError> {
        Ok(Active {
            id: id_of(rule).to_owned(),
            expression: expression::parse(expression_text(rule))?,
            excluded: texts(&rule["conditions"]["people"]["users"]["exclude"]),
            groups: group_ids(rule),
        })
    }

    fn evaluate(&self, user: &Value, groups: Vec<(String, String)>) -> Result<bool, TooMuch> {
        let subject = Subject { id: id_of(user), status: status_of(user), profile: &user["profile"], groups };
        Ok(subject.status != status::DEPROVISIONED
            && !self.excluded.iter().any(|id| id == subject.id)
            && self.expression.holds(&subject)?)
    }

    /// An active rule that became too much for a changed profile does not speak of that user.
    fn wants(&self, user: &Value, groups: Vec<(String, String)>) -> bool {
        self.evaluate(user, groups).unwrap_or(false)
    }
}

/// A group rule that is evaluated without an org: which users does it put into its groups?
#[derive(Debug)]
pub struct GroupRule(Active);

impl GroupRule {
    /// A rule as Okta shows it, unless its expression cannot be read.
    pub fn of(rule: &Value) -> Option<Self> {
        Active::of(rule).ok().map(GroupRule)
    }

    /// Whether the expression asks for the groups of a user.
    pub fn asks_for_groups(&self) -> bool {
        self.0.expression.asks_for_groups()
    }

    /// Whether the rule puts a user, given as Okta shows one, into its groups. `groups` are the ids and names of the
    /// user's groups; they are needed only if the expression asks for them.
    pub fn wants(&self, user: &Value, groups: Vec<(String, String)>) -> bool {
        self.0.wants(user, groups)
    }
}

/// A rule of an earlier version that goes beyond today's bounds speaks of nobody.
fn active_rules(context: &Context<'_>) -> Result<Vec<Active>, Problem> {
    let rules = context.tx.all(kind::GROUP_RULE)?.into_iter().map(|(_, rule)| rule);
    Ok(rules
        .filter(|rule| rule["status"] == status::ACTIVE)
        .filter_map(|rule| Active::of(&rule).ok())
        .collect())
}

/// Whom a rule that becomes active may concern. Where it asks for groups, that is everybody.
fn users_of(context: &Context<'_>, rule: &Active) -> Result<Vec<String>, Problem> {
    let mut found = Vec::new();
    let everybody = rule.expression.asks_for_groups();
    let mut excess = None;
    context.tx.scan(kind::USER, None, &mut |id, stored| {
        match rule.evaluate(&crate::kernel::store::decode(stored), Vec::new()) {
            Ok(wanted) if wanted || everybody => found.push(id.to_owned()),
            Ok(_) => {}
            Err(TooMuch) => excess = Some(TooMuch),
        }
        Ok(if excess.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    excess.map_or(Ok(found), |excess| Err(not_evaluated(excess)))
}

/// Applies the rules to a user who has changed. One rule's group may be what another rule asks for, so it goes
/// on until nothing changes; the number of rounds is bounded, because rules may contradict each other.
pub fn reevaluate(context: &mut Context<'_>, user: &str) -> Result<(), Problem> {
    let rules = active_rules(context)?;
    if rules.is_empty() {
        return Ok(());
    }
    // A deactivated user stays in all groups, and comes into no new one.
    let user = context.tx.get(kind::USER, user)?.filter(|user| status_of(user) != status::DEPROVISIONED);
    let Some(user) = user else { return Ok(()) };
    for _ in 0..=rules.len() {
        let mut changed = false;
        for rule in &rules {
            changed |= apply(context, rule, &user)?;
        }
        if !changed {
            break;
        }
    }
    Ok(())
}

fn apply(context: &mut Context<'_>, rule: &Active, user: &Value) -> Result<bool, Problem> {
    let groups = groups_asked_for(context, rule, user)?;
    let wanted = rule.wants(user, groups);
    let mut changed = false;
    for id in &rule.groups {
        let Some(group) = context.tx.get(kind::GROUP, id)? else { continue };
        changed |= match wanted {
            // Stores of earlier versions may hold a rule and a role of one group.
            true if assignment::has_any(&context.tx, id)? => false,
            true => group_member::add_by_rule(context, &group, user, &rule.id)?,
            false => group_member::remove_by_rule(context, &group, user, &rule.id)?,
        };
    }
    Ok(changed)
}

/// The ids and names of the user's groups, where the rule asks for them.
fn groups_asked_for(
    context: &Context<'_>,
    rule: &Active,
    user: &Value,
) -> Result<Vec<(String, String)>, Problem> {
    let mut groups = Vec::new();
    if !rule.expression.asks_for_groups() {
        return Ok(groups);
    }
    for id in group_member::group_ids_of(context, user)? {
        if let Some(group) = context.tx.get(kind::GROUP, &id)? {
            groups.push((id, group["profile"]["name"].as_str().unwrap_or_default().to_owned()));
        }
    }
    Ok(groups)
}

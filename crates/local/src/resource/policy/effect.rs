//! What policies decide: which one governs a user, and which of its rules fits.

use serde_json::Value;

use crate::kernel::context::Context;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::group::member as group_member;
use crate::resource::policy::all_of;
use crate::resource::policy::requirements::Requirements;
use crate::resource::policy::rule as policy_rule;

/// Who is looked at.
#[derive(Debug)]
pub struct Subject {
    pub user_id: String,
    pub group_ids: Vec<String>,
}

impl Subject {
    pub fn of(context: &Context<'_>, user: &Value) -> Result<Self, Problem> {
        let group_ids = group_member::group_ids_of(context, user)?;
        Ok(Subject { user_id: id_of(user).to_owned(), group_ids })
    }

    /// Whether this is one of the people of a policy or a rule. Nobody named means everybody.
    pub fn is_among(&self, people: &Value) -> bool {
        let groups = &people["groups"];
        let users = &people["users"];
        let excluded = names(&users["exclude"], &self.user_id)
            || self.group_ids.iter().any(|id| names(&groups["exclude"], id));
        let included = names(&users["include"], &self.user_id)
            || self.group_ids.iter().any(|id| names(&groups["include"], id));
        let names_anybody = !is_empty(&users["include"]) || !is_empty(&groups["include"]);
        !excluded && (included || !names_anybody)
    }
}

fn names(list: &Value, id: &str) -> bool {
    list.as_array().is_some_and(|list| list.iter().any(|named| named == id))
}

fn is_empty(list: &Value) -> bool {
    list.as_array().is_none_or(Vec::is_empty)
}

/// The policies of a type that concern somebody, the most important first.
fn concerning(context: &Context<'_>, kind: &str, subject: &Subject) -> Result<Vec<Value>, Problem> {
    let mut policies = all_of(&context.tx, kind)?;
    policies.retain(|policy| {
        policy["status"] == status::ACTIVE && subject.is_among(&policy["conditions"]["people"])
    });
    Ok(policies)
}

/// The policy that governs somebody.
pub fn governing(context: &Context<'_>, kind: &str, subject: &Subject) -> Result<Option<Value>, Problem> {
    Ok(concerning(context, kind, subject)?.into_iter().next())
}

/// What the password of somebody must be like. The default policy applies to users that no other policy names.
pub fn requirements(context: &Context<'_>, subject: &Subject) -> Result<Requirements, Problem> {
    let policy = governing(context, "PASSWORD", subject)?.unwrap_or_default();
    Ok(Requirements::of(&policy["settings"]))
}

/// What the password of a user must be like.
pub fn requirements_for(context: &Context<'_>, user: &Value) -> Result<Requirements, Problem> {
    requirements(context, &Subject::of(context, user)?)
}

/// Whether any policy ends the locks of users by itself.
pub fn locks_end(context: &Context<'_>) -> Result<bool, Problem> {
    let policies = all_of(&context.tx, "PASSWORD")?;
    let minutes = |policy: &Value| policy["settings"]["password"]["lockout"]["autoUnlockMinutes"].as_i64();
    Ok(policies.iter().any(|policy| minutes(policy).is_some_and(|minutes| minutes > 0)))
}

/// Whether the rules of the password policy forbid an action. What no rule speaks of is allowed.
pub fn is_denied(context: &Context<'_>, user: &Value, action: &str) -> Result<bool, Problem> {
    let subject = Subject::of(context, user)?;
    let Some(policy) = governing(context, "PASSWORD", &subject)? else { return Ok(false) };
    let rule = rule_of(context, &policy, &subject)?.unwrap_or_default();
    Ok(rule["actions"][action]["access"] == "DENY")
}

/// Whether people may recover by a phone: the settings of the password policy say so, or the methods of its rule.
pub fn recovers_by(
    context: &Context<'_>,
    user: &Value,
    setting: &str,
    method: &str,
) -> Result<bool, Problem> {
    let subject = Subject::of(context, user)?;
    let Some(policy) = governing(context, "PASSWORD", &subject)? else { return Ok(false) };
    let rule = rule_of(context, &policy, &subject)?.unwrap_or_default();
    let requirement = &rule["actions"]["selfServicePasswordReset"]["requirement"];
    let methods = requirement["primary"]["methods"].as_array().into_iter().flatten();
    Ok(policy["settings"]["recovery"]["factors"][setting]["status"] == status::ACTIVE
        || methods.into_iter().any(|known| known == method))
}

/// The first rule that fits, of the first policy that has one.
pub fn deciding(context: &Context<'_>, kind: &str, subject: &Subject) -> Result<Option<Value>, Problem> {
    for policy in concerning(context, kind, subject)? {
        if let Some(rule) = rule_of(context, &policy, subject)? {
            return Ok(Some(rule));
        }
    }
    Ok(None)
}

/// The first rule of a policy that fits.
pub fn rule_of(context: &Context<'_>, policy: &Value, subject: &Subject) -> Result<Option<Value>, Problem> {
    let rules = policy_rule::all(&context.tx, id_of(policy))?;
    Ok(rules.into_iter().find(|rule| rule["status"] == status::ACTIVE && fits(&rule["conditions"], subject)))
}

/// Whether the conditions hold. Requests come from nowhere in particular, with a password of Okta's own:
/// what asks for a zone, for RADIUS, for a risk or for another provider does not fit.
fn fits(conditions: &Value, subject: &Subject) -> bool {
    let is = |value: &Value, usual: &[&str]| value.as_str().is_none_or(|value| usual.contains(&value));
    subject.is_among(&conditions["people"])
        && is(&conditions["network"]["connection"], &["ANYWHERE"])
        && is(&conditions["authContext"]["authType"], &["ANY"])
        && is(&conditions["riskScore"]["level"], &["ANY", "LOW"])
        && is(&conditions["identityProvider"]["provider"], &["ANY", "OKTA"])
        && is_empty(&conditions["risk"]["behaviors"])
}

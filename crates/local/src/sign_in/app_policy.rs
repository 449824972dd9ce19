//! The sign-on policy of an app: whether a sign-in is enough for it.

use jiff::SignedDuration;
use serde_json::Value;

use crate::kernel::context::Context;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::policy as app_policy;
use crate::resource::factor;
use crate::resource::policy::effect::{self, Subject};
use crate::resource::policy::rule;

const KIND: &str = "ACCESS_POLICY";
/// Methods that show that somebody has a thing, and does not only know something.
const POSSESSION: [&str; 6] = ["otp", "sms", "tel", "swk", "hwk", "pop"];

/// How somebody signed in.
pub struct Proof {
    /// Okta's names of what was proven.
    pub methods: Vec<String>,
    /// When the password was typed, in seconds.
    pub password_at: i64,
    /// Whether all of it was done for this very request.
    pub is_new: bool,
}

impl Proof {
    /// What a session tells.
    pub fn of(session: &Value, password_at: i64, is_new: bool) -> Self {
        let methods = session["amr"].as_array().into_iter().flatten().filter_map(Value::as_str);
        Proof { methods: methods.map(str::to_owned).collect(), password_at, is_new }
    }

    fn has(&self, method: &str) -> bool {
        self.methods.iter().any(|known| known == method)
    }
}

/// What a policy says of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Allowed,
    Denied,
    /// One more factor is needed.
    NeedsFactor,
    /// The sign-in is too old.
    NeedsPassword,
}

/// What was decided, and by which policy and rule.
pub struct Evaluation {
    pub verdict: Verdict,
    pub policy: Value,
    pub rule: Value,
}

/// Evaluates the policy that governs an app.
pub fn evaluate(
    context: &Context<'_>,
    app: &Value,
    user: &Value,
    proof: &Proof,
) -> Result<Evaluation, Problem> {
    let open = |verdict| Evaluation { verdict, policy: Value::Null, rule: Value::Null };
    if !context.org.features.identity_engine {
        return Ok(open(Verdict::Allowed));
    }
    let id = app_policy::id_for(context, app, KIND);
    let Some(policy) = context.tx.get(kind::POLICY, &id)? else { return Ok(open(Verdict::Allowed)) };
    if is_untouched(context, &policy)? {
        let has_factor = !factor::active(&context.tx, id_of(user))?.is_empty();
        let needs = has_factor && !proof.has("mfa");
        let verdict = if needs { Verdict::NeedsFactor } else { Verdict::Allowed };
        let rule = effect::rule_of(context, &policy, &Subject::of(context, user)?)?.unwrap_or_default();
        return Ok(Evaluation { verdict, policy, rule });
    }
    let rule = effect::rule_of(context, &policy, &Subject::of(context, user)?)?;
    let verdict = rule.as_ref().map_or(Verdict::Denied, |rule| of_rule(context, rule, proof));
    Ok(Evaluation { verdict, policy, rule: rule.unwrap_or_default() })
}

/// The policy that every org comes with asks for two factors of everybody. Nobody could sign in to a new org without
/// enrolling one, so it asks those who have one, until somebody changes it.
fn is_untouched(context: &Context<'_>, policy: &Value) -> Result<bool, Problem> {
    if policy["system"] != true || policy["created"] != policy["lastUpdated"] {
        return Ok(false);
    }
    let rules = rule::all(&context.tx, id_of(policy))?;
    Ok(rules.len() <= 1 && rules.iter().all(|rule| rule["created"] == rule["lastUpdated"]))
}

fn of_rule(context: &Context<'_>, rule: &Value, proof: &Proof) -> Verdict {
    let sign_on = &rule["actions"]["appSignOn"];
    if sign_on["access"] == "DENY" {
        return Verdict::Denied;
    }
    let method = &sign_on["verificationMethod"];
    let wants_two = method["factorMode"] == "2FA" && !proof.has("mfa");
    let wants_thing = wants_possession(method) && !POSSESSION.iter().any(|known| proof.has(known));
    if wants_two || wants_thing {
        return Verdict::NeedsFactor;
    }
    let age = context.now.as_second() - proof.password_at;
    let most = method["reauthenticateIn"].as_str().and_then(|text| text.parse::<SignedDuration>().ok());
    if !proof.is_new && most.is_some_and(|most| age > most.as_secs() || most.is_zero()) {
        return Verdict::NeedsPassword;
    }
    Verdict::Allowed
}

/// Whether each of the ways that a rule allows asks for a thing that somebody has.
fn wants_possession(method: &Value) -> bool {
    let ways = method["constraints"].as_array().map(Vec::as_slice).unwrap_or_default();
    !ways.is_empty()
        && ways.iter().all(|way| way["possession"].is_object() && way["possession"]["required"] != false)
}

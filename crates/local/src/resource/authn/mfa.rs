//! Which factors primary authentication asks for, and how its answers show them.

use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use crate::kernel::clock;
use crate::kernel::context::Context;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::authn::state::{State, link, named};
use crate::resource::factor as user_factor;
use crate::resource::factor::ceremony;
use crate::resource::factor::kind::{self, KINDS, Kind, Proof};
use crate::resource::policy::effect::{self, Subject};
use crate::resource::role::assignment;

// ---- what policies ask for ----

/// Whether the sign-on policy asks for a second factor; the error where it lets nobody in.
pub fn is_required(context: &Context<'_>, user: &Value) -> Result<bool, Problem> {
    let rule = effect::deciding(context, "OKTA_SIGN_ON", &Subject::of(context, user)?)?.unwrap_or_default();
    let signon = &rule["actions"]["signon"];
    if signon["access"] == "DENY" {
        let summary = "You do not have permission to access your account at this time.";
        return Err(Problem::new("E0000085", summary));
    }
    Ok(signon["requireFactor"] == true)
}

/// How long a session lasts.
pub struct SessionLimits {
    /// How long it may be idle.
    pub idle: SignedDuration,
    /// How long it may last in all; `None` for no end.
    pub life: Option<SignedDuration>,
    /// Whether a browser keeps it when it is closed. That of an administrator never does.
    pub is_persistent: bool,
}

/// How long a session of a user lasts, as the sign-on policy has it.
pub fn session_limits(context: &Context<'_>, user: &Value) -> Result<SessionLimits, Problem> {
    let rule = effect::deciding(context, "OKTA_SIGN_ON", &Subject::of(context, user)?)?.unwrap_or_default();
    let session = &rule["actions"]["signon"]["session"];
    let minutes = |name: &str| session[name].as_i64().filter(|minutes| *minutes > 0).map(clock::minutes);
    Ok(SessionLimits {
        idle: minutes("maxSessionIdleMinutes").unwrap_or(clock::minutes(120)),
        life: minutes("maxSessionLifetimeMinutes"),
        is_persistent: session["usePersistentCookie"] == true
            && !assignment::is_administrator(&context.tx, id_of(user))?,
    })
}

/// What the enrollment policy says of a kind: `REQUIRED`, `OPTIONAL` or `NOT_ALLOWED`.
pub fn enrollment(settings: &Value, kind: &Kind) -> String {
    let said = match settings["factors"].as_object() {
        Some(factors) => factors.get(kind.key).map(|factor| &factor["enroll"]["self"]),
        None => {
            let authenticators = settings["authenticators"].as_array().into_iter().flatten();
            authenticators
                .filter(|known| known["key"] == kind.authenticator)
                .map(|known| &known["enroll"]["self"])
                .next()
        }
    };
    said.and_then(Value::as_str).unwrap_or("NOT_ALLOWED").to_owned()
}

/// The settings of the enrollment policy that governs a user.
pub fn enrollment_settings(context: &Context<'_>, user: &Value) -> Result<Value, Problem> {
    let policy = effect::governing(context, "MFA_ENROLL", &Subject::of(context, user)?)?;
    Ok(policy.map(|policy| policy["settings"].clone()).unwrap_or_default())
}

/// Whether the policy requires a factor that the user has not got, and wants it at sign-in.
pub fn lacks_required(context: &Context<'_>, user: &Value) -> Result<bool, Problem> {
    let subject = Subject::of(context, user)?;
    let Some(policy) = effect::governing(context, "MFA_ENROLL", &subject)? else { return Ok(false) };
    let rule = effect::rule_of(context, &policy, &subject)?.unwrap_or_default();
    if !matches!(rule["actions"]["enroll"]["self"].as_str(), Some("LOGIN" | "CHALLENGE")) {
        return Ok(false);
    }
    let active = user_factor::active(&context.tx, id_of(user))?;
    let has = |wanted: &Kind| {
        let by_key = policy["settings"]["factors"].is_object();
        active.iter().map(kind::of).any(|kind| match by_key {
            true => kind.key == wanted.key,
            false => kind.authenticator == wanted.authenticator,
        })
    };
    let offered = KINDS.iter().filter(|kind| kind.is_set_up_on_pages());
    let mut required = offered.filter(|kind| enrollment(&policy["settings"], kind) == "REQUIRED");
    Ok(required.any(|kind| !has(kind)))
}

/// The state that comes before success, if any.
pub fn next(context: &Context<'_>, state: &State) -> Result<Option<&'static str>, Problem> {
    let user = &state.user;
    let required = is_required(context, user)?;
    let has_any = !user_factor::active(&context.tx, id_of(user))?.is_empty();
    if required && has_any && state.about["amr"].is_null() {
        return Ok(Some(status::MFA_REQUIRED));
    }
    if (required && !has_any) || lacks_required(context, user)? {
        return Ok(Some(status::MFA_ENROLL));
    }
    Ok(None)
}

// ---- answers ----

pub fn add_step(
    context: &Context<'_>,
    state: &State,
    embedded: &mut Value,
    links: &mut Map<String, Value>,
) -> Result<(), Problem> {
    let user_id = id_of(&state.user);
    match state.status() {
        status::MFA_REQUIRED => {
            let active = user_factor::active(&context.tx, user_id)?;
            embedded["factors"] = active.iter().map(|factor| challengeable(context, factor)).collect();
            embedded["policy"] = remembering();
        }
        status::MFA_ENROLL => {
            embedded["factors"] = json!(enrollable(context, &state.user)?);
            if state.about["isStepUp"] != true && can_skip(context, &state.user)? {
                links.insert("skip".into(), named(context, "skip", "/authn/skip"));
            }
        }
        status::MFA_CHALLENGE => {
            let factor = chosen(context, state)?;
            let path = format!("/authn/factors/{}/verify", id_of(&factor));
            let is_push = kind::of(&factor).proof == Proof::Push;
            embedded["factor"] = shown(&factor);
            if kind::of(&factor).is_webauthn() {
                let asked = ceremony::asked(context, &factor)?;
                embedded["factor"]["_embedded"] = json!({ "challenge": asked });
                embedded["challenge"] = asked;
            }
            embedded["policy"] = remembering();
            links.insert("next".into(), named(context, if is_push { "poll" } else { "verify" }, &path));
            links.insert("prev".into(), link(context, "/authn/previous"));
            add_resend(context, &factor, &format!("{path}/resend"), links);
        }
        _ => {
            let factor = chosen(context, state)?;
            let path = format!("/authn/factors/{}/lifecycle", id_of(&factor));
            let is_push = kind::of(&factor).proof == Proof::Push;
            let (name, action) = if is_push { ("poll", "activate/poll") } else { ("activate", "activate") };
            embedded["factor"] = shown(&factor);
            if let Some(activation) = user_factor::activation(context, &factor)? {
                embedded["factor"]["_embedded"] = json!({ "activation": activation });
            }
            links.insert("next".into(), named(context, name, &format!("{path}/{action}")));
            links.insert("prev".into(), link(context, "/authn/previous"));
            add_resend(context, &factor, &format!("{path}/resend"), links);
        }
    }
    Ok(())
}

fn add_resend(context: &Context<'_>, factor: &Value, path: &str, links: &mut Map<String, Value>) {
    let kind = kind::of(factor);
    if kind.proof == Proof::SentCode || kind.proof == Proof::Push {
        links.insert("resend".into(), json!([named(context, kind.factor_type, path)]));
    }
}

fn remembering() -> Value {
    json!({
        "allowRememberDevice": false,
        "rememberDeviceLifetimeInMinutes": 0,
        "rememberDeviceByDefault": false,
        "factorsPolicyInfo": {},
    })
}

/// A factor as somebody sees it who has not signed in yet.
fn shown(factor: &Value) -> Value {
    let mut profile = factor["profile"].clone();
    if let Some(number) = profile["phoneNumber"].as_str() {
        profile["phoneNumber"] = json!(masked_phone(number));
    }
    if let Some(email) = profile["email"].as_str() {
        profile["email"] = json!(masked_email(email));
    }
    json!({
        "id": factor["id"],
        "factorType": factor["factorType"],
        "provider": factor["provider"],
        "vendorName": factor["vendorName"],
        "profile": profile,
    })
}

fn masked_phone(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let end = &digits[digits.len().saturating_sub(4)..];
    if number.starts_with('+') {
        let country = &digits[..digits.len().saturating_sub(10)];
        format!("+{country} XXX-XXX-{end}")
    } else {
        format!("XXX-XXX-{end}")
    }
}

fn masked_email(email: &str) -> String {
    let (name, domain) = email.split_once('@').unwrap_or((email, ""));
    let mut letters = name.chars();
    let first = letters.next().map(String::from).unwrap_or_default();
    let last = letters.next_back().map(String::from).unwrap_or_default();
    format!("{first}...{last}@{domain}")
}

fn challengeable(context: &Context<'_>, factor: &Value) -> Value {
    let mut shown = shown(factor);
    let path = format!("/authn/factors/{}/verify", id_of(factor));
    shown["_links"] = json!({ "verify": link(context, &path) });
    shown
}

fn enrollable(context: &Context<'_>, user: &Value) -> Result<Vec<Value>, Problem> {
    let settings = enrollment_settings(context, user)?;
    let active = user_factor::active(&context.tx, id_of(user))?;
    let offered = KINDS.iter().filter(|kind| kind.is_set_up_on_pages());
    let allowed = offered.filter(|kind| enrollment(&settings, kind) != "NOT_ALLOWED");
    Ok(allowed
        .map(|kind| {
            let is_active = active.iter().any(|factor| std::ptr::eq(kind::of(factor), kind));
            let mut links = Map::new();
            if kind.proof == Proof::Answer {
                let href = context.url(&format!("/users/{}/factors/questions", id_of(user)));
                links.insert("questions".into(), json!({ "href": href, "hints": { "allow": ["GET"] } }));
            }
            links.insert("enroll".into(), link(context, "/authn/factors"));
            json!({
                "factorType": kind.factor_type,
                "provider": kind.provider,
                "vendorName": kind.provider,
                "_links": links,
                "status": if is_active { status::ACTIVE } else { status::NOT_SETUP },
                "enrollment": enrollment(&settings, kind),
            })
        })
        .collect())
}

/// What is required cannot be skipped.
pub fn can_skip(context: &Context<'_>, user: &Value) -> Result<bool, Problem> {
    let has_any = !user_factor::active(&context.tx, id_of(user))?.is_empty();
    Ok(!lacks_required(context, user)? && (has_any || !is_required(context, user)?))
}

/// The factor that the transaction is about at present.
fn chosen(context: &Context<'_>, state: &State) -> Result<Value, Problem> {
    user_factor::find(context, &state.user, state.about["factorId"].as_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::masked_email;
    use super::masked_phone;

    #[test]
    fn numbers_and_addresses_are_masked() {
        let cases = [("+1-555-415-1337", "+1 XXX-XXX-1337"), ("5554151337", "XXX-XXX-1337")];
        for (number, masked) in cases {
            assert_eq!(masked_phone(number), masked);
        }
        assert_eq!(masked_email("ann.lee@example.com"), "a...e@example.com");
    }
}

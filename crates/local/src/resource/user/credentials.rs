//! The credentials that an administrator gives a user: password, recovery question, provider.

use serde_json::{Map, Value, json};

use crate::kernel::context::Context;
use crate::kernel::event::Target;
use crate::kernel::occasion::Occasion;
use crate::kernel::password::{self, Hash, Secrets};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::{id_of, set_status, status_of};
use crate::resource::policy;
use crate::resource::policy::requirements::Requirements;

/// The credentials of a request, checked.
pub struct Credentials {
    pub password: Option<Hash>,
    question: Option<(String, String)>,
    pub provider: Value,
}

impl Credentials {
    pub fn of(
        body: &Value,
        with_provider: bool,
        profile: &Value,
        required: &Requirements,
    ) -> Result<Self, Problem> {
        let sent = &body["credentials"];
        let mut credentials = Credentials {
            password: new_password(&sent["password"], required, profile)?,
            question: new_question(&sent["recovery_question"], &Value::Null, required)?,
            provider: json!({ "type": "OKTA", "name": "OKTA" }),
        };
        if is_import(&sent["password"]) {
            credentials.provider = json!({ "type": "IMPORT", "name": "IMPORT" });
        }
        let kind = sent["provider"]["type"].as_str().unwrap_or("OKTA");
        if kind != "OKTA" {
            credentials.provider = requested_provider(&sent["provider"], kind, with_provider)?;
            if credentials.password.is_some() || credentials.question.is_some() {
                let cause = format!(
                    "password: A user whose provider is {kind} cannot have a password or a recovery question"
                );
                return Err(Problem::validation("credentials", cause));
            }
        }
        Ok(credentials)
    }

    pub fn is_federated(&self) -> bool {
        matches!(self.provider["type"].as_str(), Some("FEDERATION" | "SOCIAL"))
    }

    pub fn shown(&self) -> Value {
        let mut shown = Map::new();
        if self.password.is_some() {
            shown.insert("password".into(), json!({}));
        }
        if let Some((question, _)) = &self.question {
            shown.insert("recovery_question".into(), json!({ "question": question }));
        }
        shown.insert("provider".into(), self.provider.clone());
        Value::Object(shown)
    }

    pub fn secrets(&self) -> Secrets {
        let mut secrets = Secrets { password: self.password.clone(), ..Secrets::default() };
        if let Some((_, answer)) = &self.question {
            secrets.set_answer(answer);
        }
        secrets
    }
}

fn is_import(password: &Value) -> bool {
    !password["hash"].is_null() || !password["hook"].is_null()
}

/// A password given by value, hash or hook. An empty object is not a password.
fn new_password(password: &Value, required: &Requirements, profile: &Value) -> Result<Option<Hash>, Problem> {
    if let Some(value) = password["value"].as_str() {
        return match required.violation(value, profile) {
            Some(violation) => Err(Problem::validation("password", format!("password: {violation}"))),
            None => Ok(Some(Hash::of(value))),
        };
    }
    if !password["hash"].is_null() {
        password::check_import(&password["hash"])?;
        return Ok(Some(Hash::Imported(password["hash"].clone())));
    }
    if password["hook"].is_null() {
        return Ok(None);
    }
    if password["hook"]["type"] != "default" {
        return Err(Problem::validation("password", "hook: type must be default"));
    }
    // Whom a hook would have to ask cannot be asked here: the user exists, and no password is right.
    Ok(Some(Hash::Imported(json!({ "hook": password["hook"] }))))
}

/// A question with its answer. A question alone is one that was read and is sent back: it stays as it is.
fn new_question(
    sent: &Value,
    present: &Value,
    required: &Requirements,
) -> Result<Option<(String, String)>, Problem> {
    let text = |name: &str| sent[name].as_str().unwrap_or_default().to_owned();
    let (question, answer) = (text("question"), text("answer"));
    match (question.is_empty(), answer.is_empty()) {
        (true, true) => Ok(None),
        (true, false) => Err(Problem::blank("recovery_question.question")),
        (false, true) if present["question"] == question.as_str() => Ok(None),
        (false, true) => Err(Problem::blank("recovery_question.answer")),
        (false, false) => match required.question_fault(&question, &answer) {
            Some(fault) => Err(Problem::validation("recovery_question", fault)),
            None => Ok(Some((question, answer))),
        },
    }
}

fn requested_provider(sent: &Value, kind: &str, with_provider: bool) -> Result<Value, Problem> {
    let refused = |cause: &str| Err(Problem::validation("provider", cause));
    if !matches!(kind, "ACTIVE_DIRECTORY" | "LDAP" | "FEDERATION" | "SOCIAL" | "IMPORT") {
        return refused("provider: type is not a known provider type");
    }
    if !with_provider {
        return refused("provider: a provider can be set only with provider=true");
    }
    let name = sent["name"].as_str().unwrap_or(kind);
    if kind == "FEDERATION" && name != "FEDERATION" {
        return refused("provider: the name of a FEDERATION provider must be FEDERATION");
    }
    Ok(json!({ "type": kind, "name": name }))
}

// ---- change ----

/// An administrator sets a password or a recovery question. What is not sent stays.
pub fn change(context: &mut Context<'_>, user: &mut Value, sent: &Value) -> Result<(), Problem> {
    let id = id_of(user).to_owned();
    let mut secrets = context.secrets(&id)?;
    let required = policy::effect::requirements_for(context, user)?;
    let mut changed = false;
    if is_import(&sent["password"]) {
        if status_of(user) != status::STAGED {
            let cause = "password: a hash or hook can be set only when the user is created or staged";
            return Err(Problem::validation("password", cause));
        }
        secrets.password = new_password(&sent["password"], &required, &user["profile"])?;
        user["credentials"]["provider"] = json!({ "type": "IMPORT", "name": "IMPORT" });
        changed = true;
    } else if let Some(password) = sent["password"]["value"].as_str() {
        check_new_password(context, user, &secrets, password, &required)?;
        secrets.set_password(password);
        changed = true;
    }
    if changed {
        show_password(user, &context.now_text());
        if matches!(
            status_of(user),
            status::PROVISIONED | status::RECOVERY | status::PASSWORD_EXPIRED | status::LOCKED_OUT
        ) {
            set_status(user, status::ACTIVE, &context.now_text());
        }
        context.log("user.account.update_password", &[Target::user(user)])?;
        if let Some(password) = sent["password"]["value"].as_str() {
            context.announce(Occasion::PasswordChosen { user: &id, password })?;
        }
    }
    if let Some((question, answer)) =
        new_question(&sent["recovery_question"], &user["credentials"]["recovery_question"], &required)?
    {
        show_question(user, &question);
        secrets.set_answer(&answer);
        changed = true;
    }
    if changed {
        context.put_secrets(&id, &secrets)?;
    }
    Ok(())
}

fn check_new_password(
    context: &Context<'_>,
    user: &Value,
    secrets: &Secrets,
    password: &str,
    required: &Requirements,
) -> Result<(), Problem> {
    let refused = |cause: &str| Err(Problem::validation("password", format!("password: {cause}")));
    if !matches!(user["credentials"]["provider"]["type"].as_str(), Some("OKTA" | "IMPORT")) {
        return refused("Password");
    }
    if let Some(violation) = required.violation(password, &user["profile"]) {
        return refused(&violation);
    }
    if !context.flag("strict", false) {
        return Ok(());
    }
    if let Some(violation) = required.too_young(user, context.now) {
        return refused(&violation);
    }
    if secrets.used_recently(password, required.history) {
        return refused("Password has been used too recently");
    }
    Ok(())
}

/// Marks that the user has a password from now on.
pub fn show_password(user: &mut Value, now: &str) {
    let mut shown = Map::new();
    shown.insert("password".into(), json!({}));
    if let Some(old) = user["credentials"].as_object() {
        shown.extend(
            old.iter()
                .filter(|(name, _)| *name != "password")
                .map(|(name, value)| (name.clone(), value.clone())),
        );
    }
    user["credentials"] = Value::Object(shown);
    user["passwordChanged"] = json!(now);
}

pub fn show_question(user: &mut Value, question: &str) {
    let provider = user["credentials"]["provider"].take();
    let mut shown = user["credentials"].as_object().cloned().unwrap_or_default();
    shown.shift_remove("provider");
    shown.insert("recovery_question".into(), json!({ "question": question }));
    shown.insert("provider".into(), provider);
    user["credentials"] = Value::Object(shown);
}

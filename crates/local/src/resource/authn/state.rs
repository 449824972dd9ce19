//! A transaction of primary authentication while it is under way, and what each of its states looks like.

use crate::kernel::expiring;
use crate::kernel::fingerprint::fingerprint;
use crate::kernel::kind;
use crate::kernel::status;
use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Reply};
use crate::kernel::id;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::authn::mfa;

pub const LIFETIME: SignedDuration = SignedDuration::from_hours(1);

/// A transaction: its user, how far it is, and what has been proven.
#[derive(Debug)]
pub struct State {
    token: String,
    pub about: Value,
    pub user: Value,
}

pub fn new_token() -> String {
    format!("00{}", id::random(40))
}

impl State {
    /// A new transaction of this user, whose password was right unless `about` says otherwise.
    pub fn begin(context: &Context<'_>, user: Value, relay_state: &Value) -> Self {
        let about = json!({
            "userId": id_of(&user),
            "relayState": relay_state,
            "expiresAt": clock::seconds(context.now + LIFETIME),
        });
        State { token: new_token(), about, user }
    }

    /// The transaction that the body's `stateToken` names.
    pub fn of(context: &Context<'_>, body: &Value) -> Result<Self, Problem> {
        let invalid = Problem::invalid_token;
        let token = body["stateToken"].as_str().ok_or_else(invalid)?;
        let about = context.tx.get(kind::AUTHN_STATE, &fingerprint(token))?.ok_or_else(invalid)?;
        if !crate::resource::authn::is_fresh(context, about["expiresAt"].as_str().unwrap_or_default()) {
            return Err(invalid());
        }
        let user = context.tx.get(kind::USER, about["userId"].as_str().unwrap_or_default())?;
        Ok(State { token: token.to_owned(), about, user: user.ok_or_else(invalid)? })
    }

    pub fn status(&self) -> &str {
        self.about["status"].as_str().unwrap_or_default()
    }

    /// Goes on only where the transaction has one of these states.
    pub fn expect(self, states: &[&str]) -> Result<Self, Problem> {
        if states.contains(&self.status()) {
            return Ok(self);
        }
        Err(wrong_state())
    }

    pub fn note(&mut self, name: &str, value: Value) {
        self.about[name] = value;
    }

    /// Keeps the transaction in a state.
    pub fn enter(&mut self, context: &Context<'_>, status: &str) -> Result<(), Problem> {
        self.note("status", json!(status));
        if self.about["ends"].is_null() {
            let ends = (context.now + LIFETIME).as_second();
            expiring::note(context, &expiring::TRANSACTIONS, ends, &fingerprint(&self.token))?;
            self.note("ends", json!(ends));
        }
        Ok(context.tx.put(kind::AUTHN_STATE, &fingerprint(&self.token), &self.about)?)
    }

    /// The token works no longer.
    pub fn end(&self, context: &Context<'_>) -> Result<(), Problem> {
        context.tx.delete(kind::AUTHN_STATE, &fingerprint(&self.token))?;
        Ok(())
    }

    /// Keeps the transaction in a state, and answers with it.
    pub fn reply(&mut self, context: &Context<'_>, status: &str) -> Result<Reply, Problem> {
        self.enter(context, status)?;
        Ok(Reply::ok(&self.shown(context)?))
    }

    /// The transaction as it stands.
    pub fn shown(&self, context: &Context<'_>) -> Result<Value, Problem> {
        if self.status() == status::RECOVERY_CHALLENGE {
            return Ok(code_challenge(context, &self.token, &self.about));
        }
        let mut answer = json!({
            "stateToken": self.token,
            "expiresAt": self.about["expiresAt"],
            "status": self.status(),
        });
        for member in ["relayState", "recoveryType", "factorResult"] {
            if !self.about[member].is_null() {
                answer[member] = self.about[member].clone();
            }
        }
        let mut embedded = json!({ "user": embedded_user(&self.user) });
        let mut links = Map::new();
        self.add_step(context, &mut embedded, &mut links)?;
        links.insert("cancel".into(), link(context, "/authn/cancel"));
        answer["_embedded"] = embedded;
        answer["_links"] = Value::Object(links);
        Ok(answer)
    }

    /// What the present state asks for.
    fn add_step(
        &self,
        context: &Context<'_>,
        embedded: &mut Value,
        links: &mut Map<String, Value>,
    ) -> Result<(), Problem> {
        match self.status() {
            status::PASSWORD_WARN => {
                let days = self.about["passwordExpireDays"].clone();
                embedded["policy"] = json!({ "expiration": { "passwordExpireDays": days } });
                let path = "/authn/credentials/change_password";
                links.insert("next".into(), named(context, "changePassword", path));
                links.insert("skip".into(), named(context, "skip", "/authn/skip"));
            }
            status::PASSWORD_EXPIRED | status::PASSWORD_RESET => {
                embedded["policy"] = crate::resource::authn::complexity(context, &self.user)?;
                let next = match self.status() {
                    status::PASSWORD_EXPIRED => {
                        named(context, "changePassword", "/authn/credentials/change_password")
                    }
                    _ => named(context, "resetPassword", "/authn/credentials/reset_password"),
                };
                links.insert("next".into(), next);
            }
            status::RECOVERY => {
                let question = &self.user["credentials"]["recovery_question"]["question"];
                embedded["user"]["recovery_question"] = json!({ "question": question });
                links.insert("next".into(), named(context, "answer", "/authn/recovery/answer"));
            }
            status::LOCKED_OUT => {
                links.insert("next".into(), named(context, "unlock", "/authn/recovery/unlock"));
            }
            _ => mfa::add_step(context, self, embedded, links)?,
        }
        Ok(())
    }
}

/// A code is on its way. Nothing in the answer says whether there is such a user.
pub fn code_challenge(context: &Context<'_>, token: &str, about: &Value) -> Value {
    let factor = about["factorType"].as_str().unwrap_or_default();
    let path = format!("/authn/recovery/factors/{factor}");
    let mut answer = json!({
        "stateToken": token,
        "expiresAt": about["expiresAt"],
        "status": status::RECOVERY_CHALLENGE,
        "factorType": factor,
        "recoveryType": about["recoveryType"],
        "_links": {
            "next": named(context, "verify", &format!("{path}/verify")),
            "cancel": link(context, "/authn/cancel"),
            "resend": named(context, factor, &format!("{path}/resend")),
        },
    });
    if !about["relayState"].is_null() {
        answer["relayState"] = about["relayState"].clone();
    }
    answer
}

/// The step does not belong here.
pub fn wrong_state() -> Problem {
    Problem::new("E0000079", "This operation is not allowed in the current authentication state.")
}

pub fn embedded_user(user: &Value) -> Value {
    let profile = &user["profile"];
    let or = |name: &str, default: &str| match profile[name].as_str() {
        Some(text) => text.to_owned(),
        None => default.to_owned(),
    };
    json!({
        "id": user["id"],
        "passwordChanged": user["passwordChanged"],
        "profile": {
            "login": profile["login"],
            "firstName": profile["firstName"],
            "lastName": profile["lastName"],
            "locale": or("locale", "en_US"),
            "timeZone": or("timezone", "America/Los_Angeles"),
        },
    })
}

pub fn link(context: &Context<'_>, path: &str) -> Value {
    json!({ "href": context.url(path), "hints": { "allow": ["POST"] } })
}

pub fn named(context: &Context<'_>, name: &str, path: &str) -> Value {
    json!({ "name": name, "href": context.url(path), "hints": { "allow": ["POST"] } })
}

//! What a client says of its writes, and whether it is so.

use oktars::{Error, Result};
use serde_json::Value;

use super::world::{World, ask};

/// What the outcome of a write says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Done,
    Maybe,
    NotDone,
}

impl Said {
    pub fn by<T>(outcome: &Result<T>) -> Self {
        match outcome {
            Ok(_) => Said::Done,
            Err(error) if error.is_maybe_executed() => Said::Maybe,
            Err(_) => Said::NotDone,
        }
    }
}

/// What a write was to bring about.
#[derive(Debug, Clone)]
pub enum Effect {
    /// There is a user of this login.
    User(String),
    /// There is a group of this name.
    Group(String),
    /// There is one app of this label; nothing keeps an org from having two.
    App(String),
    /// The user has this nickname.
    Nickname(String, String),
    /// The user has this status.
    Status(String, &'static str),
    /// The user is in this group.
    Member(String, String),
}

/// A write, what was said of it, and the error if there was one.
pub struct Claim {
    pub effect: Effect,
    pub said: Said,
    pub error: Option<Error>,
}

impl Claim {
    pub fn of<T>(effect: Effect, outcome: Option<Result<T>>) -> Self {
        match outcome {
            Some(outcome) => Claim { effect, said: Said::by(&outcome), error: outcome.err() },
            // It was dropped before it was done.
            None => Claim { effect, said: Said::Maybe, error: None },
        }
    }

    /// What is wrong about it.
    pub fn lie(&self, world: &World) -> Option<String> {
        let times = self.effect.times(world);
        let right = match self.said {
            Said::Done => times == 1,
            Said::Maybe => times <= 1,
            Said::NotDone => times == 0,
        };
        let told = self.error.as_ref().map(|error| format!(", {error}")).unwrap_or_default();
        (!right).then(|| format!("{:?}: said {:?}, happened {times} times{told}", self.effect, self.said))
    }
}

impl Effect {
    /// How often it happened.
    fn times(&self, world: &World) -> usize {
        let get = |path: &str| ask(&world.org, "GET", path, Value::Null);
        let user = |id: &str| get(&format!("/api/v1/users/{id}"));
        match self {
            Effect::User(login) => usize::from(user(login).0 == 200),
            Effect::Group(name) => {
                let (_, groups) = get(&format!("/api/v1/groups?search=profile.name+eq+%22{name}%22"));
                groups.as_array().unwrap().len()
            }
            Effect::App(label) => {
                let (_, apps) = get(&format!("/api/v1/apps?q={label}&limit=200"));
                apps.as_array().unwrap().iter().filter(|app| app["label"] == label.as_str()).count()
            }
            Effect::Nickname(id, name) => usize::from(user(id).1["profile"]["nickName"] == name.as_str()),
            Effect::Status(id, status) => match user(id) {
                // Deleted twice: it is gone.
                (404, _) => 2,
                (_, user) => usize::from(user["status"] == *status),
            },
            Effect::Member(group, id) => {
                let (_, groups) = get(&format!("/api/v1/users/{id}/groups"));
                groups.as_array().unwrap().iter().filter(|found| found["id"] == group.as_str()).count()
            }
        }
    }
}

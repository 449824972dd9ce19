//! Which operations take something away.

use crate::Operation;

/// What an operation does to what it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It reads.
    Reads,
    /// It creates or changes.
    Changes,
    /// It leaves the thing where it is, but out of use: a user cannot sign in, a rule is not applied.
    LocksOut,
    /// It removes.
    Deletes,
}

/// The steps of a lifecycle that lock out.
const LOCKING: [&str; 6] = [
    "deactivate",
    "suspend",
    "expire_password",
    "expire_password_with_temp_password",
    "reset_password",
    "reset_factors",
];

impl Effect {
    /// The effect of a request, whether the catalogue has its operation or not.
    pub fn of(method: &str, path: &str) -> Effect {
        let step = path.rsplit('/').next().unwrap_or_default();
        let locks = path.contains("/lifecycle/") && LOCKING.contains(&step);
        match method {
            "GET" | "HEAD" | "OPTIONS" => Effect::Reads,
            "DELETE" => Effect::Deletes,
            "POST" if locks => Effect::LocksOut,
            _ => Effect::Changes,
        }
    }

    /// Whether something is gone or out of use afterwards.
    pub fn takes_away(self) -> bool {
        matches!(self, Effect::LocksOut | Effect::Deletes)
    }
}

impl Operation {
    /// What it does to what it names.
    pub fn effect(&self) -> Effect {
        Effect::of(self.method.as_str(), self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Method, all_operations, op};

    #[test]
    fn requests_take_away_by_method_and_by_step() {
        let cases = [
            ("GET", "/api/v1/users/x", Effect::Reads),
            ("DELETE", "/api/v1/users/x", Effect::Deletes),
            ("DELETE", "/api/v1/not/known", Effect::Deletes),
            ("POST", "/api/v1/users/x/lifecycle/suspend", Effect::LocksOut),
            ("POST", "/api/v1/users/x/lifecycle/reset_factors", Effect::LocksOut),
            ("POST", "/api/v1/not/known/lifecycle/deactivate", Effect::LocksOut),
            ("POST", "/api/v1/users/x/lifecycle/unsuspend", Effect::Changes),
            ("POST", "/api/v1/users/suspend", Effect::Changes),
            ("PUT", "/api/v1/groups/x", Effect::Changes),
        ];
        for (method, path, expected) in cases {
            assert_eq!(Effect::of(method, path), expected, "{method} {path}");
        }
    }

    /// The list of steps that ask first must hold every step that makes a user or a thing unusable.
    #[test]
    fn everything_that_is_called_deactivate_locks_out() {
        /// Updates of an agent are held back, and go on later.
        const HELD_BACK: [&str; 1] = [op::DEACTIVATE_AGENT_POOLS_UPDATE.id];
        let named = |id: &str| id.starts_with("deactivate") || id.starts_with("suspend");
        for operation in all_operations().filter(|operation| named(operation.id)) {
            let locks = operation.effect() == Effect::LocksOut;
            assert_eq!(locks, !HELD_BACK.contains(&operation.id), "{}", operation.id);
        }
    }

    #[test]
    fn reading_takes_nothing_away() {
        for operation in all_operations() {
            let reads = operation.method == Method::Get;
            assert_eq!(reads, operation.effect() == Effect::Reads, "{}", operation.id);
        }
    }
}

//! Which steps of a user's life lead to the status that a file asks for.
//!
//! No status can be written; each is the end of some steps, and some statuses are the user's own doing. What
//! cannot be reached is brought as near as is safe:
//!
//! | In the file | A new user becomes | A user who exists |
//! |---|---|---|
//! | `STAGED` | the same | stays as it is |
//! | `ACTIVE` | the same with a password; without, `PROVISIONED` until the user chooses one | is activated, unsuspended or unlocked |
//! | `PROVISIONED`, `RECOVERY`, `LOCKED_OUT` | as with `ACTIVE` | is activated or unsuspended where needed |
//! | `PASSWORD_EXPIRED` | the same with a password; without, `PROVISIONED` | is activated or unsuspended where needed |
//! | `SUSPENDED` | the same with a password; without, `STAGED`, with which nobody signs in | is suspended |
//! | `DEPROVISIONED` | the same | is deactivated |

use oktars::user::{ActivateUser, ClearSessions, DeactivateUser, ResetPassword};
use oktars::{Call, Okta, op};
use oktars_catalog::Operation;

use super::plan::Verb;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Staged,
    Provisioned,
    Active,
    Recovery,
    LockedOut,
    PasswordExpired,
    Suspended,
    Deprovisioned,
}

impl Status {
    const ALL: [(Status, &str); 8] = [
        (Status::Staged, "STAGED"),
        (Status::Provisioned, "PROVISIONED"),
        (Status::Active, "ACTIVE"),
        (Status::Recovery, "RECOVERY"),
        (Status::LockedOut, "LOCKED_OUT"),
        (Status::PasswordExpired, "PASSWORD_EXPIRED"),
        (Status::Suspended, "SUSPENDED"),
        (Status::Deprovisioned, "DEPROVISIONED"),
    ];

    pub fn parse(text: &str) -> Result<Self, String> {
        let known = Status::ALL.iter().find(|(_, name)| name.eq_ignore_ascii_case(text.trim()));
        known.map(|(status, _)| *status).ok_or_else(|| {
            let names: Vec<&str> = Status::ALL.iter().map(|(_, name)| *name).collect();
            format!("status: {text:?} is not one of {}", names.join(", "))
        })
    }

    pub fn name(self) -> &'static str {
        Status::ALL[self as usize].1
    }
}

/// One step of a user's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Activate,
    Unsuspend,
    Unlock,
    Suspend,
    Deactivate,
    Delete,
    Reactivate,
    ResetFactors,
    ResetPassword,
    ExpirePassword,
    ClearSessions,
}

/// How steps are taken.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manner {
    /// Whether Okta mails an activation link.
    pub activation_mail: bool,
    /// Whether Okta mails the administrators of a deactivation.
    pub deactivation_mail: bool,
    /// Whether a reset of the password ends all sessions.
    pub revoke_sessions: bool,
    /// Whether OAuth tokens end with the sessions.
    pub oauth_tokens: bool,
}

impl Manner {
    pub fn with_activation_mail(send: bool) -> Self {
        Manner { activation_mail: send, ..Manner::default() }
    }
}

impl Step {
    fn operation(self) -> Operation {
        match self {
            Step::Activate => op::ACTIVATE_USER,
            Step::Unsuspend => op::UNSUSPEND_USER,
            Step::Unlock => op::UNLOCK_USER,
            Step::Suspend => op::SUSPEND_USER,
            Step::Deactivate => op::DEACTIVATE_USER,
            Step::Delete => op::DELETE_USER,
            Step::Reactivate => op::REACTIVATE_USER,
            Step::ResetFactors => op::RESET_FACTORS,
            Step::ResetPassword => op::RESET_PASSWORD,
            Step::ExpirePassword => op::EXPIRE_PASSWORD,
            Step::ClearSessions => op::REVOKE_USER_SESSIONS,
        }
    }

    /// The request that takes a user this step.
    pub fn call(self, okta: &Okta, id: &str, manner: Manner) -> Call {
        let users = okta.users();
        match self {
            Step::Activate => {
                users.activate_with(id, &ActivateUser::new().send_email(manner.activation_mail)).raw()
            }
            Step::Reactivate => users.reactivate_with(id, &ActivateUser::new().send_email(true)).raw(),
            Step::Deactivate if manner.deactivation_mail => {
                users.deactivate_with(id, &DeactivateUser::new().send_email(true)).raw()
            }
            Step::ResetFactors => users.reset_factors(id).raw(),
            Step::ResetPassword => {
                let options = ResetPassword::new().revoke_sessions(manner.revoke_sessions);
                users.reset_password_with(id, &options).raw()
            }
            Step::ExpirePassword => users.expire_password(id).raw(),
            Step::ClearSessions => {
                users.clear_sessions_with(id, &ClearSessions::new().oauth_tokens(manner.oauth_tokens)).raw()
            }
            Step::Unsuspend => users.unsuspend(id).raw(),
            Step::Unlock => users.unlock(id).raw(),
            Step::Suspend => users.suspend(id).raw(),
            Step::Deactivate => users.deactivate(id).raw(),
            Step::Delete => users.delete(id).raw(),
        }
    }

    /// What a row is counted under of which this is the step that matters most.
    pub fn verb(self) -> Verb {
        match self {
            Step::Activate => Verb::Activate,
            Step::Unsuspend => Verb::Unsuspend,
            Step::Unlock => Verb::Unlock,
            Step::Suspend => Verb::Suspend,
            Step::Deactivate => Verb::Deactivate,
            Step::Delete => Verb::Delete,
            Step::Reactivate => Verb::Reactivate,
            Step::ResetFactors => Verb::ResetFactors,
            Step::ResetPassword => Verb::ResetPassword,
            Step::ExpirePassword => Verb::ExpirePassword,
            Step::ClearSessions => Verb::ClearSessions,
        }
    }
}

/// Whether some steps take from people what they have.
pub fn takes_away(steps: &[Step]) -> bool {
    steps.iter().any(|step| step.operation().effect().takes_away())
}

/// How a user is made who is to have a status.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Creation {
    pub activate: bool,
    /// Whether the user must change the password at the first sign-in.
    pub expire: bool,
    pub then: Vec<Step>,
    /// Whether Okta sends an activation mail.
    pub mail: bool,
}

/// The creation of a user. `ready` is a user who needs no activation: with a password, or one who signs in
/// elsewhere.
pub fn creation(wanted: Status, ready: bool, send_email: bool) -> Creation {
    let activated = match (ready, send_email) {
        (true, _) => Creation { activate: true, ..Creation::default() },
        (false, true) => Creation { activate: true, mail: true, ..Creation::default() },
        (false, false) => Creation { then: vec![Step::Activate], ..Creation::default() },
    };
    match wanted {
        Status::Staged => Creation::default(),
        Status::Deprovisioned => Creation { then: vec![Step::Deactivate], ..Creation::default() },
        Status::PasswordExpired if ready => Creation { expire: true, ..activated },
        Status::Suspended if ready => Creation { then: vec![Step::Suspend], ..activated },
        Status::Suspended => Creation::default(),
        _ => activated,
    }
}

/// The steps from one status to another, or why there are none.
pub fn steps(from: Status, to: Status) -> Result<Vec<Step>, String> {
    use Status::{
        Active, Deprovisioned, LockedOut, PasswordExpired, Provisioned, Recovery, Staged, Suspended,
    };
    let steps: &[Step] = match (from, to) {
        (from, to) if from == to => &[],
        (_, Staged) => &[],
        (_, Deprovisioned) => &[Step::Deactivate],
        (Staged | Deprovisioned, Suspended) => &[],
        (Active | PasswordExpired, Suspended) => &[Step::Suspend],
        (LockedOut, Suspended) => &[Step::Unlock, Step::Suspend],
        (Provisioned | Recovery, Suspended) => {
            return Err(format!("the user is {}, and only an active user can be suspended", from.name()));
        }
        (Staged | Deprovisioned, _) => &[Step::Activate],
        (Suspended, _) => &[Step::Unsuspend],
        (LockedOut, Active) => &[Step::Unlock],
        _ => &[],
    };
    Ok(steps.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_oktas() {
        for (status, name) in Status::ALL {
            assert_eq!(Status::parse(&name.to_lowercase()), Ok(status));
            assert_eq!(status.name(), name);
        }
        assert!(Status::parse("full-time").unwrap_err().contains("PASSWORD_EXPIRED"));
    }

    /// Where steps lead, as Okta documents it.
    fn after(from: Status, step: Step) -> Status {
        match step {
            Step::Activate if from == Status::Staged => Status::Active,
            Step::Activate => Status::Provisioned,
            Step::Unsuspend | Step::Unlock => Status::Active,
            Step::Suspend => Status::Suspended,
            Step::Deactivate | Step::Delete => Status::Deprovisioned,
            Step::ResetPassword => Status::Recovery,
            Step::ExpirePassword => Status::PasswordExpired,
            Step::Reactivate | Step::ResetFactors | Step::ClearSessions => from,
        }
    }

    #[test]
    fn a_second_run_has_nothing_to_do() {
        let all = Status::ALL.map(|(status, _)| status);
        for (from, to) in all.into_iter().flat_map(|from| all.map(|to| (from, to))) {
            let Ok(first) = steps(from, to) else { continue };
            let reached = first.iter().fold(from, |status, step| after(status, *step));
            assert_eq!(steps(reached, to), Ok(Vec::new()), "{from:?} to {to:?}, which gives {reached:?}");
        }
    }

    #[test]
    fn what_was_made_is_not_made_again() {
        for (wanted, _) in Status::ALL {
            for (ready, mail) in [(true, true), (false, true), (false, false)] {
                let made = creation(wanted, ready, mail);
                let start = match (made.activate, ready, made.expire) {
                    (false, ..) => Status::Staged,
                    (true, true, true) => Status::PasswordExpired,
                    (true, true, false) => Status::Active,
                    (true, false, _) => Status::Provisioned,
                };
                let step = |status, step: &Step| match step {
                    Step::Activate if !ready => Status::Provisioned,
                    step => after(status, *step),
                };
                let reached = made.then.iter().fold(start, step);
                assert_eq!(steps(reached, wanted), Ok(Vec::new()), "{wanted:?} {ready} gives {reached:?}");
                assert!(!made.mail || mail);
            }
        }
    }
}

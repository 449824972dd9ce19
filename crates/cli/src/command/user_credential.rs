//! `oktars users`: passwords, and the question that lets a user choose a new one.

use std::io::IsTerminal;
use std::path::Path;

use clap::Subcommand;
use oktars::{Okta, Secret, op};
use serde_json::{Value, json};

use super::users::{COLUMNS, User, change};
use super::{call, read};
use crate::args::WriteArgs;
use crate::failure::{Failure, Stop};
use crate::run::Run;

#[derive(Debug, Subcommand)]
pub enum UserCredential {
    /// Let a user choose a new password; the old one holds no longer
    #[command(after_help = "Example:\n  oktars users reset-password ann@acme.example --no-email")]
    ResetPassword {
        #[command(flatten)]
        user: User,
        /// Send no mail; the link is printed instead
        #[arg(long)]
        no_email: bool,
        /// End all sessions of the user as well
        #[arg(long)]
        revoke_sessions: bool,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Send a user the link with which a forgotten password is replaced; the old one holds until then
    #[command(after_help = "Example:\n  oktars users forgot-password ann@acme.example --no-email")]
    ForgotPassword {
        #[command(flatten)]
        user: User,
        /// Send no mail; the link is printed instead
        #[arg(long)]
        no_email: bool,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Make a user change the password at the next sign-in
    #[command(after_help = "Example:\n  oktars users expire-password ann@acme.example --temp-password")]
    ExpirePassword {
        #[command(flatten)]
        user: User,
        /// Set a temporary password and print it
        #[arg(long)]
        temp_password: bool,
        /// End all sessions of the user as well
        #[arg(long, requires = "temp_password")]
        revoke_sessions: bool,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Change a password as its owner does: the old and the new one stand on stdin, one a line
    ///
    /// An administrator who does not know the old one uses `users update --password-stdin`.
    #[command(
        after_help = "Example:\n  printf '%s\\n' \"$OLD\" \"$NEW\" | oktars users change-password ann@acme.example"
    )]
    ChangePassword {
        #[command(flatten)]
        user: User,
        /// Hold the new password to the rules on age and history too
        #[arg(long)]
        strict: bool,
        /// End all sessions of the user as well
        #[arg(long)]
        revoke_sessions: bool,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Change the recovery question as its owner does: password and answer stand on stdin, one a line
    #[command(
        after_help = "Example:\n  printf '%s\\n' \"$PASSWORD\" \"$ANSWER\" | oktars users change-recovery-question ann@acme.example \\\n      --question 'Who was your first teacher?'"
    )]
    ChangeRecoveryQuestion {
        #[command(flatten)]
        user: User,
        /// The new question
        #[arg(long, value_name = "TEXT")]
        question: String,
        #[command(flatten)]
        write: WriteArgs,
    },
}

impl UserCredential {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self {
            UserCredential::ResetPassword { user, no_email, revoke_sessions, write } => {
                let query = [("sendEmail", !no_email), ("revokeSessions", revoke_sessions)];
                change(run, write, op::RESET_PASSWORD, &user, &query, "reset the password of").await
            }
            UserCredential::ForgotPassword { user, no_email, write } => {
                let query = [("sendEmail", !no_email)];
                change(run, write, op::FORGOT_PASSWORD, &user, &query, "made a recovery link for").await
            }
            UserCredential::ExpirePassword { user, temp_password: false, write, .. } => {
                change(run, write, op::EXPIRE_PASSWORD, &user, &[], "expired the password of").await
            }
            UserCredential::ExpirePassword { user, revoke_sessions, write, .. } => {
                let operation = op::EXPIRE_PASSWORD_WITH_TEMP_PASSWORD;
                let query = [("revokeSessions", revoke_sessions)];
                change(run, write, operation, &user, &query, "set a temporary password for").await
            }
            UserCredential::ChangePassword { user, strict, revoke_sessions, write } => {
                let [old, new] = lines_of_stdin(["old password", "new password"])?;
                let body = json!({
                    "oldPassword": { "value": old.expose() }, "newPassword": { "value": new.expose() },
                    "revokeSessions": revoke_sessions,
                });
                let strict = strict.then_some(true);
                let request = |okta: &Okta| {
                    call(okta, op::CHANGE_PASSWORD, &[&user.id]).query_opt("strict", strict).body(&body)
                };
                run.change(write, &COLUMNS, &format!("changed the password of {}", user.id), request).await
            }
            UserCredential::ChangeRecoveryQuestion { user, question, write } => {
                let [password, answer] = lines_of_stdin(["password", "answer"])?;
                let body: Value = json!({
                    "password": { "value": password.expose() },
                    "recovery_question": { "question": question, "answer": answer.expose() },
                });
                let request = |okta: &Okta| call(okta, op::CHANGE_RECOVERY_QUESTION, &[&user.id]).body(&body);
                run.change(write, &COLUMNS, &format!("changed the recovery question of {}", user.id), request)
                    .await
            }
        }
    }
}

/// Secrets that stand on stdin one a line, where no list of processes and no history shows them.
fn lines_of_stdin<const N: usize>(names: [&str; N]) -> Result<[Secret; N], Stop> {
    let wanted = format!("stdin must hold the {}, one a line", names.join(" and the "));
    if std::io::stdin().is_terminal() {
        return Err(Failure::usage(format!("{wanted}, and it is a terminal")).into());
    }
    let text = String::from_utf8(read(Path::new("-"))?).map_err(|_| Failure::usage("stdin is not UTF-8"))?;
    let lines: Vec<Secret> = text.lines().filter(|line| !line.is_empty()).map(Secret::from).collect();
    lines.try_into().map_err(|_| Failure::usage(wanted).into())
}

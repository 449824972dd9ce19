//! `oktars users`: passwords, and the question that lets a user choose a new one.

use std::io::IsTerminal;
use std::path::Path;

use clap::Subcommand;
use oktars::Secret;
use oktars::user::{
    ChangePassword, ChangeRecoveryQuestion, ExpirePassword, ForgotPassword, RecoverPassword, ResetPassword,
};

use super::read;
use super::users::{Several, User, change, only_by_mail};
use crate::args::WriteArgs;
use crate::bulk::lifecycle::{Action, several};
use crate::bulk::status::Manner;
use crate::failure::{Failure, Stop};
use crate::run::Run;

#[derive(Debug, Subcommand)]
pub enum UserCredential {
    /// Let a user, or several, choose a new password; the old one no longer works
    #[command(after_help = "Example:\n  oktars users reset-password ann@acme.example --no-email")]
    ResetPassword {
        #[command(flatten)]
        users: Several,
        /// Send no mail; the link is printed instead
        #[arg(long)]
        no_email: bool,
        /// End all sessions of the user as well
        #[arg(long)]
        revoke_sessions: bool,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Send a user the link with which a forgotten password is replaced; the old one works until then
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
    /// Make a user, or several, change the password at the next sign-in
    #[command(after_help = "Example:\n  oktars users expire-password ann@acme.example --temp-password")]
    ExpirePassword {
        #[command(flatten)]
        users: Several,
        /// Set a temporary password and print it
        #[arg(long)]
        temp_password: bool,
        /// End all sessions of the user as well
        #[arg(long, requires = "temp_password")]
        revoke_sessions: bool,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Change a password as its owner does: the old and the new one come from stdin, one a line
    ///
    /// An administrator who does not know the old one uses `users update --password-stdin`.
    #[command(
        after_help = "Example:\n  printf '%s\\n' \"$OLD\" \"$NEW\" | oktars users change-password ann@acme.example"
    )]
    ChangePassword {
        #[command(flatten)]
        user: User,
        /// Apply the rules on age and history to the new password too
        #[arg(long)]
        strict: bool,
        /// End all sessions of the user as well
        #[arg(long)]
        revoke_sessions: bool,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Set a new password for a user who knows the answer to the recovery question: both come from stdin, one a line
    #[command(
        after_help = "Example:\n  printf '%s\\n' \"$ANSWER\" \"$NEW\" | \\\n      oktars users recover-password ann@acme.example"
    )]
    RecoverPassword {
        #[command(flatten)]
        user: User,
        #[command(flatten)]
        write: WriteArgs,
    },
    /// Change the recovery question as its owner does: password and answer come from stdin, one a line
    #[command(
        after_help = "Example:\n  oktars users change-recovery-question ann@acme.example \\\n      --question 'Who was your first teacher?' < password-and-answer.txt"
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

async fn set_temporary(run: &mut Run, user: &User, revoke: bool, write: WriteArgs) -> Result<(), Stop> {
    let options = ExpirePassword::new().revoke_sessions(revoke);
    let call = run.okta()?.users().expire_password_with_temp_password(&user.id, &options).raw();
    change(run, write, call, user, "set a temporary password for").await
}

impl UserCredential {
    /// The users of a step that may be for several.
    pub fn users(&self) -> Option<&Several> {
        match self {
            UserCredential::ResetPassword { users, .. } | UserCredential::ExpirePassword { users, .. } => {
                Some(users)
            }
            _ => None,
        }
    }

    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        match self {
            UserCredential::ResetPassword { users, no_email, revoke_sessions, write } => {
                let Some(user) = users.only() else {
                    only_by_mail(!no_email, "without --no-email, Okta mails the links to several users")?;
                    let manner = Manner { revoke_sessions, ..Manner::default() };
                    return several(run, Action::ResetPassword, manner, &users.ids, write).await;
                };
                let options = ResetPassword::new().send_email(!no_email).revoke_sessions(revoke_sessions);
                let call = run.okta()?.users().reset_password_with(&user.id, &options).raw();
                change(run, write, call, &user, "reset the password of").await
            }
            UserCredential::ForgotPassword { user, no_email, write } => {
                let options = ForgotPassword::new().send_email(!no_email);
                let call = run.okta()?.users().forgot_password_with(&user.id, &options).raw();
                change(run, write, call, &user, "made a recovery link for").await
            }
            UserCredential::ExpirePassword { users, temp_password, revoke_sessions, write } => {
                let Some(user) = users.only() else {
                    only_by_mail(!temp_password, "without --temp-password several users change their own")?;
                    return several(run, Action::ExpirePassword, Manner::default(), &users.ids, write).await;
                };
                if temp_password {
                    return set_temporary(run, &user, revoke_sessions, write).await;
                }
                let call = run.okta()?.users().expire_password(&user.id).raw();
                change(run, write, call, &user, "expired the password of").await
            }
            UserCredential::ChangePassword { user, strict, revoke_sessions, write } => {
                let [old, new] = lines_of_stdin(["old password", "new password"])?;
                let passwords = ChangePassword::new(old, new).revoke_sessions(revoke_sessions);
                let passwords = if strict { passwords.strict(true) } else { passwords };
                let call = run.okta()?.users().change_password(&user.id, &passwords).raw();
                change(run, write, call, &user, "changed the password of").await
            }
            UserCredential::RecoverPassword { user, write } => {
                let [answer, password] = lines_of_stdin(["answer", "new password"])?;
                let recovery = RecoverPassword::new(password, answer);
                let call = run.okta()?.users().forgot_password_recovery(&user.id, &recovery).raw();
                change(run, write, call, &user, "set a new password for").await
            }
            UserCredential::ChangeRecoveryQuestion { user, question, write } => {
                let [password, answer] = lines_of_stdin(["password", "answer"])?;
                let new = ChangeRecoveryQuestion::new(password, question, answer);
                let call = run.okta()?.users().change_recovery_question(&user.id, &new).raw();
                change(run, write, call, &user, "changed the recovery question of").await
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

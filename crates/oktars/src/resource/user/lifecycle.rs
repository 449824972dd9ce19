//! The life of a user: activation, suspension, passwords that expire, the end.

use oktars_catalog::op;

use crate::call::Call;
use crate::model::{Secret, model};
use crate::query::query;
use crate::resource::user::{User, Users};

impl Users<'_> {
    /// Activates a user, by mail unless a password is set: `POST .../lifecycle/activate`.
    ///
    /// Okta refuses it for one that is active already
    /// ([`ErrorCode::ALREADY_ACTIVE`](crate::ErrorCode::ALREADY_ACTIVE)).
    pub fn activate(self, id: impl AsRef<str>) -> Call<Activation> {
        self.activate_with(id, &ActivateUser::default())
    }

    /// Activates a user; without mail, the answer has the link: `POST .../lifecycle/activate`.
    pub fn activate_with(self, id: impl AsRef<str>, options: &ActivateUser) -> Call<Activation> {
        options.apply(self.call(op::ACTIVATE_USER, id)).json_or_default()
    }

    /// Makes a new activation link for a user who did not use the first: `POST .../lifecycle/reactivate`.
    ///
    /// By default Okta sends no mail, and the answer has the link.
    pub fn reactivate(self, id: impl AsRef<str>) -> Call<Activation> {
        self.reactivate_with(id, &ActivateUser::default())
    }

    /// [`reactivate`](Users::reactivate) with options.
    pub fn reactivate_with(self, id: impl AsRef<str>, options: &ActivateUser) -> Call<Activation> {
        options.apply(self.call(op::REACTIVATE_USER, id)).json_or_default()
    }

    /// Deactivates a user, who loses all apps: `POST .../lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<()> {
        self.deactivate_with(id, &DeactivateUser::default())
    }

    /// [`deactivate`](Users::deactivate) with options.
    pub fn deactivate_with(self, id: impl AsRef<str>, options: &DeactivateUser) -> Call<()> {
        options.apply(self.call(op::DEACTIVATE_USER, id)).empty()
    }

    /// Suspends an active user: `POST .../lifecycle/suspend`.
    pub fn suspend(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::SUSPEND_USER, id).empty()
    }

    /// Ends a suspension: `POST .../lifecycle/unsuspend`.
    pub fn unsuspend(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::UNSUSPEND_USER, id).empty()
    }

    /// Unlocks a user who is locked out: `POST .../lifecycle/unlock`.
    pub fn unlock(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::UNLOCK_USER, id).empty()
    }

    /// Removes all factors of the user: `POST .../lifecycle/reset_factors`.
    pub fn reset_factors(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::RESET_FACTORS, id).empty()
    }

    /// Sends the user a mail to choose a new password: `POST .../lifecycle/reset_password`.
    pub fn reset_password(self, id: impl AsRef<str>) -> Call<PasswordReset> {
        self.reset_password_with(id, &ResetPassword::default())
    }

    /// Lets the user choose a new password; without mail, the answer has the link.
    pub fn reset_password_with(self, id: impl AsRef<str>, options: &ResetPassword) -> Call<PasswordReset> {
        options.apply(self.call(op::RESET_PASSWORD, id)).json_or_default()
    }

    /// Makes the user change the password at the next sign-in: `POST .../lifecycle/expire_password`.
    pub fn expire_password(self, id: impl AsRef<str>) -> Call<User> {
        self.call(op::EXPIRE_PASSWORD, id).json()
    }

    /// Expires the password and sets a temporary one, which the answer has:
    /// `POST .../lifecycle/expire_password_with_temp_password`.
    pub fn expire_password_with_temp_password(
        self,
        id: impl AsRef<str>,
        options: &ExpirePassword,
    ) -> Call<TempPassword> {
        options.apply(self.call(op::EXPIRE_PASSWORD_WITH_TEMP_PASSWORD, id)).json()
    }
}

query! {
    /// How to set a temporary password.
    pub struct ExpirePassword {
        /// Whether the user's sessions end.
        revoke_sessions: bool = "revokeSessions",
    }
}

/// How to activate or reactivate a user.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ActivateUser {
    /// Whether Okta sends a mail. Its default is yes to activate, and no to reactivate.
    pub send_email: Option<bool>,
}

impl ActivateUser {
    /// Okta's defaults.
    pub fn new() -> Self {
        ActivateUser::default()
    }

    /// Has Okta send a mail, or give the link in its answer.
    #[must_use]
    pub fn send_email(mut self, send: bool) -> Self {
        self.send_email = Some(send);
        self
    }

    pub(crate) fn apply(&self, call: Call) -> Call {
        call.query_opt("sendEmail", self.send_email)
    }
}

/// How to deactivate or delete a user.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct DeactivateUser {
    /// Whether Okta sends a mail to the admins; its default is no.
    pub send_email: Option<bool>,
    /// Whether Okta answers at once and works on afterwards.
    pub respond_async: bool,
}

impl DeactivateUser {
    /// Okta's defaults.
    pub fn new() -> Self {
        DeactivateUser::default()
    }

    /// Has Okta send a mail to the admins.
    #[must_use]
    pub fn send_email(mut self, send: bool) -> Self {
        self.send_email = Some(send);
        self
    }

    /// Has Okta answer at once and work on afterwards, for users with many assignments.
    #[must_use]
    pub fn respond_async(mut self) -> Self {
        self.respond_async = true;
        self
    }

    pub(crate) fn apply(&self, call: Call) -> Call {
        let call = call.query_opt("sendEmail", self.send_email);
        if self.respond_async { call.header("prefer", "respond-async") } else { call }
    }
}

/// How to reset a password.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ResetPassword {
    /// Whether Okta sends a mail. It has no default there; here it is yes.
    pub send_email: bool,
    /// Whether the user's sessions end; Okta's default is no.
    pub revoke_sessions: Option<bool>,
}

impl Default for ResetPassword {
    fn default() -> Self {
        ResetPassword { send_email: true, revoke_sessions: None }
    }
}

impl ResetPassword {
    /// By mail.
    pub fn new() -> Self {
        ResetPassword::default()
    }

    /// Has Okta send a mail, or give the link in its answer.
    #[must_use]
    pub fn send_email(mut self, send: bool) -> Self {
        self.send_email = send;
        self
    }

    /// Ends the user's sessions, or not.
    #[must_use]
    pub fn revoke_sessions(mut self, revoke: bool) -> Self {
        self.revoke_sessions = Some(revoke);
        self
    }

    pub(crate) fn apply(&self, call: Call) -> Call {
        call.query("sendEmail", self.send_email).query_opt("revokeSessions", self.revoke_sessions)
    }
}

model! {
    /// The result of an activation without mail: where the user continues. Empty when a mail was sent.
    pub struct Activation {
        /// The link for the user.
        activation_url: Option<Secret> = "activationUrl",
        /// The token in it.
        activation_token: Option<Secret> = "activationToken",
        ..extra
    }
}

model! {
    /// The result of a password reset without mail: where the user continues. Empty when a mail was sent.
    pub struct PasswordReset {
        /// The link for the user.
        reset_password_url: Option<Secret> = "resetPasswordUrl",
        ..extra
    }
}

model! {
    /// A temporary password.
    pub struct TempPassword {
        /// The password.
        temp_password: Option<Secret> = "tempPassword",
        ..extra
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Result;
    use crate::testing::Scripted;

    #[tokio::test]
    async fn requests() -> Result<()> {
        let org = Scripted::new();
        let okta = org.okta();
        let users = okta.users();
        users.activate("1").await?;
        users.activate_with("1", &ActivateUser::new().send_email(false)).await?;
        users.reactivate("1").await?;
        users.reactivate_with("1", &ActivateUser::new().send_email(true)).await?;
        users.deactivate("1").await?;
        users.deactivate_with("1", &DeactivateUser::new().send_email(true)).await?;
        users.suspend("1").await?;
        users.unsuspend("1").await?;
        users.unlock("1").await?;
        users.reset_factors("1").await?;
        users.reset_password("1").await?;
        let quiet = ResetPassword::new().send_email(false).revoke_sessions(true);
        users.reset_password_with("1", &quiet).await?;
        users.expire_password("1").await?;
        users.expire_password_with_temp_password("1", &ExpirePassword::new().revoke_sessions(true)).await?;
        users.delete("1").await?;
        users.delete_with("1", &DeactivateUser::new().send_email(true).respond_async()).await?;
        let expected = [
            "POST /api/v1/users/1/lifecycle/activate",
            "POST /api/v1/users/1/lifecycle/activate?sendEmail=false",
            "POST /api/v1/users/1/lifecycle/reactivate",
            "POST /api/v1/users/1/lifecycle/reactivate?sendEmail=true",
            "POST /api/v1/users/1/lifecycle/deactivate",
            "POST /api/v1/users/1/lifecycle/deactivate?sendEmail=true",
            "POST /api/v1/users/1/lifecycle/suspend",
            "POST /api/v1/users/1/lifecycle/unsuspend",
            "POST /api/v1/users/1/lifecycle/unlock",
            "POST /api/v1/users/1/lifecycle/reset_factors",
            "POST /api/v1/users/1/lifecycle/reset_password?sendEmail=true",
            "POST /api/v1/users/1/lifecycle/reset_password?sendEmail=false&revokeSessions=true",
            "POST /api/v1/users/1/lifecycle/expire_password",
            "POST /api/v1/users/1/lifecycle/expire_password_with_temp_password?revokeSessions=true",
            "DELETE /api/v1/users/1",
            "DELETE /api/v1/users/1?sendEmail=true",
        ];
        assert_eq!(org.lines(), expected);
        assert_eq!(org.seen()[15].headers()["prefer"], "respond-async");
        Ok(())
    }

    #[tokio::test]
    async fn actions_take_every_answer_that_okta_gives_to_them() {
        // `{}` today, 204 in older orgs, and 200 with nothing at all.
        for (status, body) in [(200, "{}"), (204, ""), (200, "")] {
            let org = (0..2).fold(Scripted::new(), |org, _| org.then(status, &[], body));
            org.okta().users().deactivate("1").await.unwrap();
            org.okta().users().activate("1").await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_user_is_deleted_for_good_in_as_many_steps_as_it_takes() {
        let org = Scripted::new().then(200, &[], r#"{"id":"00u1","status":"ACTIVE"}"#);
        org.okta().users().delete_for_good("a@b.test").await.unwrap();
        let steps = ["POST /api/v1/users/00u1/lifecycle/deactivate", "DELETE /api/v1/users/00u1"];
        assert_eq!(org.lines()[1..], steps);

        let org = Scripted::new().then(200, &[], r#"{"id":"00u1","status":"DEPROVISIONED"}"#);
        org.okta().users().delete_for_good("00u1").await.unwrap();
        assert_eq!(org.lines()[1..], steps[1..]);
    }

    #[test]
    fn links_and_temporary_passwords_are_there_and_not_shown() {
        let activation: Activation =
            serde_json::from_str(r#"{"activationUrl":"https://x/s3cret","activationToken":"s3cret"}"#)
                .unwrap();
        assert_eq!(activation.activation_token.as_ref().unwrap().expose(), "s3cret");
        let temporary: TempPassword = serde_json::from_str(r#"{"tempPassword":"s3cret"}"#).unwrap();
        let reset: PasswordReset =
            serde_json::from_str(r#"{"resetPasswordUrl":"https://x/s3cret"}"#).unwrap();
        assert!(!format!("{activation:?} {temporary:?} {reset:?}").contains("s3cret"));
        assert_eq!(serde_json::to_string(&temporary).unwrap(), r#"{"tempPassword":"s3cret"}"#);
    }
}

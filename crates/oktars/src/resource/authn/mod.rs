//! Primary authentication: from a user's password to a session token, step by step.

pub(crate) mod factor;
pub(crate) mod recovery;

pub use self::factor::*;

use oktars_catalog::{Operation, op};
use serde::Serialize;

use crate::call::Call;
use crate::client::Okta;
use crate::error::{Error, Result};
use crate::model::{Map, Secret, Timestamp, model, open_enum};

/// Primary authentication; made by [`Okta::authn`].
///
/// Each answer is a [`Transaction`] whose status says what comes next. With
/// [`SUCCESS`](TransactionStatus::SUCCESS) it has a session token; before that, a state token that the
/// next step takes.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// # let new = oktars::user::NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee").password("superPass1");
/// # let user = okta.users().create(&new).await?;
/// # okta.users().expire_password(&user.id).await?;
/// use oktars::authn::TransactionStatus;
///
/// let mut transaction = okta.authn().sign_in("tim@example.gov", "superPass1").await?;
/// if transaction.status == TransactionStatus::PASSWORD_EXPIRED {
///     let state = transaction.state_token.expect("there is a next step");
///     transaction = okta.authn().change_password(state, "superPass1", "superPass2").await?;
/// }
/// assert_eq!(transaction.status, TransactionStatus::SUCCESS);
/// assert!(transaction.session_token.is_some());
///
/// let refused = okta.authn().sign_in("tim@example.gov", "a guess").await.unwrap_err();
/// assert!(refused.is_unauthorized());
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Authn<'a> {
    okta: &'a Okta,
}

impl Okta {
    /// Primary authentication of the org's users.
    pub fn authn(&self) -> Authn<'_> {
        Authn { okta: self }
    }
}

impl Authn<'_> {
    fn step(self, operation: Operation, body: &impl Serialize) -> Call<Transaction> {
        self.okta.call(operation).body(body).json()
    }

    /// Signs a user in: `POST /api/v1/authn`.
    ///
    /// A wrong name or password is refused with status 401, and so is a user who is locked out, unless
    /// the org's policy shows that.
    pub fn sign_in(self, username: impl Into<String>, password: impl Into<Secret>) -> Call<Transaction> {
        self.sign_in_with(&SignIn::new(username, password))
    }

    /// Signs a user in, with options: `POST /api/v1/authn`.
    pub fn sign_in_with(self, sign_in: &SignIn) -> Call<Transaction> {
        self.step(op::AUTHENTICATE, sign_in)
    }

    /// Signs a user in by the token of an activation or recovery: `POST /api/v1/authn`.
    pub fn sign_in_by_token(self, token: impl Into<Secret>) -> Call<Transaction> {
        self.step(op::AUTHENTICATE, &Token { token: token.into() })
    }

    /// Changes a password that is expired or soon will be: `POST /api/v1/authn/credentials/change_password`.
    pub fn change_password(
        self,
        state_token: impl Into<Secret>,
        old: impl Into<Secret>,
        new: impl Into<Secret>,
    ) -> Call<Transaction> {
        let body = NewPassword {
            state_token: state_token.into(),
            old_password: Some(old.into()),
            new_password: new.into(),
        };
        self.step(op::CHANGE_EXPIRED_PASSWORD, &body)
    }

    /// Sets a new password in a recovery: `POST /api/v1/authn/credentials/reset_password`.
    pub fn reset_password(self, state_token: impl Into<Secret>, new: impl Into<Secret>) -> Call<Transaction> {
        let body =
            NewPassword { state_token: state_token.into(), old_password: None, new_password: new.into() };
        self.step(op::RESET_PASSWORD_WITH_STATE, &body)
    }

    /// Leaves out a step that may be left out, such as a password that expires soon:
    /// `POST /api/v1/authn/skip`.
    pub fn skip(self, state_token: impl Into<Secret>) -> Call<Transaction> {
        self.step(op::SKIP_AUTHENTICATION_STEP, &State { state_token: state_token.into() })
    }

    /// Reads where the authentication stands: `POST /api/v1/authn/introspect`.
    pub fn introspect(self, state_token: impl Into<Secret>) -> Call<Transaction> {
        self.step(op::INTROSPECT_AUTHENTICATION, &State { state_token: state_token.into() })
    }

    /// Goes back to the choice of a factor: `POST /api/v1/authn/previous`.
    pub fn previous(self, state_token: impl Into<Secret>) -> Call<Transaction> {
        self.step(op::PREVIOUS_AUTHENTICATION_STEP, &State { state_token: state_token.into() })
    }

    /// Gives up: `POST /api/v1/authn/cancel`. The state token no longer works then.
    pub fn cancel(self, state_token: impl Into<Secret>) -> Call<()> {
        let body = State { state_token: state_token.into() };
        self.okta.call(op::CANCEL_AUTHENTICATION).body(&body).empty()
    }
}

/// Who signs in, and how.
///
/// ```
/// use oktars::authn::SignIn;
///
/// let sign_in = SignIn::new("tim@example.gov", "superPass1").warn_before_password_expired(true);
/// assert!(!format!("{sign_in:?}").contains("superPass1"));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SignIn {
    username: String,
    password: Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    relay_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<SignInOptions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<SignInContext>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct SignInOptions {
    #[serde(skip_serializing_if = "Option::is_none")]
    multi_optional_factor_enroll: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warn_before_password_expired: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct SignInContext {
    device_token: String,
}

impl SignIn {
    /// By name and password.
    pub fn new(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        SignIn {
            username: username.into(),
            password: password.into(),
            relay_state: None,
            options: None,
            context: None,
        }
    }

    /// Gets this text back with each answer.
    #[must_use]
    pub fn relay_state(mut self, text: impl Into<String>) -> Self {
        self.relay_state = Some(text.into());
        self
    }

    /// Is told when the password expires soon.
    #[must_use]
    pub fn warn_before_password_expired(mut self, warn: bool) -> Self {
        self.options.get_or_insert_default().warn_before_password_expired = Some(warn);
        self
    }

    /// May enroll further factors that are not required.
    #[must_use]
    pub fn multi_optional_factor_enroll(mut self, enroll: bool) -> Self {
        self.options.get_or_insert_default().multi_optional_factor_enroll = Some(enroll);
        self
    }

    /// Signs in on this device.
    #[must_use]
    pub fn device_token(mut self, token: impl Into<String>) -> Self {
        self.context = Some(SignInContext { device_token: token.into() });
        self
    }
}

#[derive(Serialize)]
struct Token {
    token: Secret,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct State {
    state_token: Secret,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewPassword {
    state_token: Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    old_password: Option<Secret>,
    new_password: Secret,
}

model! {
    /// Where an authentication stands.
    pub struct Transaction {
        /// What comes next.
        status: TransactionStatus = "status",
        /// When the token ends.
        expires_at: Option<Timestamp> = "expiresAt",
        /// The token for the next step.
        state_token: Option<Secret> = "stateToken",
        /// The token that begins a [session](crate::session::Sessions); it works once.
        session_token: Option<Secret> = "sessionToken",
        /// The token of a recovery, where the caller may have it.
        recovery_token: Option<Secret> = "recoveryToken",
        /// What is recovered: `PASSWORD` or `UNLOCK`.
        recovery_type: Option<String> = "recoveryType",
        /// How a factor answered, for example `WAITING`.
        factor_result: Option<String> = "factorResult",
        /// The text that was given at the start.
        relay_state: Option<String> = "relayState",
        /// User, policy or factors.
        embedded: Map = "_embedded",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

impl Transaction {
    /// The session token, which [`Sessions::create`](crate::session::Sessions::create) takes.
    ///
    /// If another step is needed, this is an [error of input](crate::Error::is_input) that names the step.
    pub fn into_session_token(self) -> Result<Secret> {
        let status = self.status;
        self.session_token.ok_or_else(|| {
            Error::input(format!(
                "the user is not signed in yet, the authentication has the status {status}: take the next step \
                 with its state token, for example a change of the expired password"
            ))
        })
    }
}

open_enum! {
    /// What comes next in an authentication.
    pub enum TransactionStatus {
        /// Nothing: there is a session token.
        SUCCESS = "SUCCESS",
        /// The password expires soon; the step can be skipped.
        PASSWORD_WARN = "PASSWORD_WARN",
        /// The password must be changed.
        PASSWORD_EXPIRED = "PASSWORD_EXPIRED",
        /// A new password must be set.
        PASSWORD_RESET = "PASSWORD_RESET",
        /// The recovery question must be answered.
        RECOVERY = "RECOVERY",
        /// A mail or message was sent; its content is the next step.
        RECOVERY_CHALLENGE = "RECOVERY_CHALLENGE",
        /// The user is locked out.
        LOCKED_OUT = "LOCKED_OUT",
        /// A further factor must be enrolled.
        MFA_ENROLL = "MFA_ENROLL",
        /// A further factor was enrolled and must be activated.
        MFA_ENROLL_ACTIVATE = "MFA_ENROLL_ACTIVATE",
        /// A further factor is required.
        MFA_REQUIRED = "MFA_REQUIRED",
        /// A further factor was asked.
        MFA_CHALLENGE = "MFA_CHALLENGE",
    }
}

//! Sessions of users.

use std::fmt;

use oktars_catalog::{Operation, op};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::call::Call;
use crate::client::Okta;
use crate::error::Result;
use crate::model::{Map, Member, Read, Secret, Timestamp, model, open_enum};
use crate::resource::user::{ClearSessions, Users};

/// The sessions of an org; made by [`Okta::sessions`].
///
/// A session begins with a session token, which [primary authentication](crate::authn::Authn) gives.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// # let new = oktars::user::NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee").password("superPass1");
/// # okta.users().create(&new).await?;
/// use oktars::session::NewSession;
///
/// let transaction = okta.authn().sign_in("tim@example.gov", "superPass1").await?;
/// let session = okta.sessions().create(&NewSession::new(transaction.into_session_token()?)).await?;
/// assert_eq!(session.login, "tim@example.gov");
/// let refreshed = okta.sessions().refresh(&session.id).await?;
/// assert_eq!(refreshed.user_id, session.user_id);
/// okta.sessions().close(&session.id).await?;
/// assert!(okta.sessions().get(&session.id).await.unwrap_err().is_not_found());
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Sessions<'a> {
    okta: &'a Okta,
}

impl Okta {
    /// The sessions of the org's users.
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions { okta: self }
    }
}

impl Sessions<'_> {
    fn call(self, operation: Operation, id: impl AsRef<str>) -> Call {
        self.okta.call(operation).path("sessionId", id)
    }

    /// Begins a session: `POST /api/v1/sessions`.
    ///
    /// A session token works once and for five minutes; one that does not is refused with status 401
    /// ([`is_unauthorized`](crate::Error::is_unauthorized)).
    pub fn create(self, session: &NewSession) -> Call<Session> {
        self.okta.call(op::CREATE_SESSION).body(session).json()
    }

    /// Begins a session by name and password: `POST /api/v1/authn`, then `POST /api/v1/sessions`.
    ///
    /// Where authentication asks for a further step, this is an error that names it; take it with
    /// [`Okta::authn`].
    pub async fn sign_in(self, username: impl Into<String>, password: impl Into<Secret>) -> Result<Session> {
        let transaction = self.okta.authn().sign_in(username, password).await?;
        self.create(&NewSession::new(transaction.into_session_token()?)).await
    }

    /// Reads a session: `GET /api/v1/sessions/{id}`.
    ///
    /// One that is over is [not found](crate::Error::is_not_found). Okta may give a session other ids
    /// later on, so two ids that differ can mean the same session.
    pub fn get(self, id: impl AsRef<str>) -> Call<Session> {
        self.call(op::GET_SESSION, id).json()
    }

    /// Lets a session last longer: `POST /api/v1/sessions/{id}/lifecycle/refresh`.
    pub fn refresh(self, id: impl AsRef<str>) -> Call<Session> {
        self.call(op::REFRESH_SESSION, id).json()
    }

    /// Ends a session: `DELETE /api/v1/sessions/{id}`.
    pub fn close(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::REVOKE_SESSION, id).empty()
    }

    /// Reads the session of the cookie that the request has: `GET /api/v1/sessions/me`. Give it with
    /// [`Call::header`](crate::Call::header).
    pub fn current(self) -> Call<Session> {
        self.okta.call(op::GET_CURRENT_SESSION).json()
    }

    /// Lets the session of the cookie last longer: `POST /api/v1/sessions/me/lifecycle/refresh`.
    pub fn refresh_current(self) -> Call<Session> {
        self.okta.call(op::REFRESH_CURRENT_SESSION).json()
    }

    /// Ends the session of the cookie: `DELETE /api/v1/sessions/me`.
    pub fn close_current(self) -> Call<()> {
        self.okta.call(op::CLOSE_CURRENT_SESSION).empty()
    }

    /// Ends all sessions of a user: `DELETE /api/v1/users/{userId}/sessions`. With options, it is
    /// [`Users::clear_sessions_with`](crate::user::Users::clear_sessions_with).
    pub fn clear_user(self, user_id: impl AsRef<str>) -> Call<()> {
        self.okta.users().clear_sessions(user_id)
    }
}

impl Users<'_> {
    /// Ends all sessions of the user: `DELETE /api/v1/users/{id}/sessions`.
    pub fn clear_sessions(self, id: impl AsRef<str>) -> Call<()> {
        self.clear_sessions_with(id, &ClearSessions::default())
    }

    /// Ends all sessions of the user, and tokens as well if so chosen: `DELETE /api/v1/users/{id}/sessions`.
    pub fn clear_sessions_with(self, id: impl AsRef<str>, options: &ClearSessions) -> Call<()> {
        options.apply(self.call(op::REVOKE_USER_SESSIONS, id)).empty()
    }
}

/// A session to be made.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewSession {
    session_token: Secret,
}

impl NewSession {
    /// The session of the user to whom the session token belongs.
    pub fn new(session_token: impl Into<Secret>) -> Self {
        NewSession { session_token: session_token.into() }
    }
}

model! {
    /// A session.
    pub struct Session {
        /// The id, with which a browser acts as the user.
        id: SessionId = "id",
        /// The user's id.
        user_id: String = "userId",
        /// The user's login.
        login: String = "login",
        /// When it began.
        created_at: Option<Timestamp> = "createdAt",
        /// When it ends unless it is refreshed.
        expires_at: Option<Timestamp> = "expiresAt",
        /// Whether it is in use, or waits for a further factor.
        status: SessionStatus = "status",
        /// When the password was checked last.
        last_password_verification: Option<Timestamp> = "lastPasswordVerification",
        /// When a further factor was checked last.
        last_factor_verification: Option<Timestamp> = "lastFactorVerification",
        /// How the user was authenticated, for example `pwd`.
        amr: Vec<AuthenticationReference> = "amr",
        /// Who authenticated the user.
        idp: Option<SessionIdp> = "idp",
        /// Whether the user has to use a further factor.
        mfa_active: Option<bool> = "mfaActive",
        /// Links to what can be done with it.
        links: Map = "_links",
        ..extra
    }
}

/// The id of a session. The id opens the session, so `Debug` does not show it.
///
/// ```
/// let session: oktars::session::Session = serde_json::from_str(r#"{"id":"102abc"}"#).unwrap();
/// assert_eq!(session.id.as_str(), "102abc");
/// assert!(!format!("{session:?}").contains("102abc"));
/// ```
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(String);

impl SessionId {
    /// The id itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for SessionId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Read for SessionId {
    fn from_json(value: Value) -> std::result::Result<Self, Value> {
        String::from_json(value).map(SessionId)
    }

    fn to_json(&self) -> Value {
        self.0.as_str().into()
    }
}

impl Member for SessionId {
    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
}

model! {
    /// Who authenticated a session's user.
    pub struct SessionIdp {
        /// The id; the org's, where it was Okta itself.
        id: String = "id",
        /// The kind, for example `OKTA`.
        kind: SessionIdpType = "type",
        ..extra
    }
}

open_enum! {
    /// The state of a session.
    pub enum SessionStatus {
        /// In use.
        ACTIVE = "ACTIVE",
        /// Waiting for a further factor.
        MFA_REQUIRED = "MFA_REQUIRED",
        /// Waiting for the user to enroll a further factor.
        MFA_ENROLL = "MFA_ENROLL",
    }
}

open_enum! {
    /// How a user proved who they are, by the values of RFC 8176.
    pub enum AuthenticationReference {
        FPT = "fpt",
        GEO = "geo",
        HWK = "hwk",
        KBA = "kba",
        MCA = "mca",
        MFA = "mfa",
        OTP = "otp",
        PWD = "pwd",
        SC = "sc",
        SMS = "sms",
        SWK = "swk",
        TEL = "tel",
    }
}

open_enum! {
    /// Who signed a user in.
    pub enum SessionIdpType {
        ACTIVE_DIRECTORY,
        FEDERATION,
        LDAP,
        OKTA,
        SOCIAL,
    }
}

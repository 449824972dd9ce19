//! Enrollments: the authenticators that a user has.

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::model::{LifecycleStatus, Map, Secret, Timestamp, model, parts};
use crate::query::query;
use crate::resource::authenticator::{AuthenticatorKey, AuthenticatorType};

handle! {
    /// The authenticators that one user has enrolled; made by
    /// [`Okta::authenticator_enrollments`](crate::Okta::authenticator_enrollments). Okta's page is "User Authenticator
    /// Enrollments".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let new = oktars::user::NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
    /// # let user = okta.users().create(&new.password("superPass1")).await?;
    /// use oktars::authenticator::{AuthenticatorKey, ListAuthenticatorEnrollments};
    ///
    /// let enrollments = okta.authenticator_enrollments(&user.id);
    /// let all = enrollments.list(&ListAuthenticatorEnrollments::new()).await?;
    /// assert!(all.iter().any(|one| one.key == AuthenticatorKey::OKTA_PASSWORD));
    /// # Ok(()) }
    /// ```
    pub struct AuthenticatorEnrollments;
    /// The authenticators that a user has enrolled.
    okta.authenticator_enrollments(user_id)
}

impl AuthenticatorEnrollments<'_> {
    /// Reads all enrollments: `GET /api/v1/users/{userId}/authenticator-enrollments`.
    pub fn list(self, query: &ListAuthenticatorEnrollments) -> Call<Vec<AuthenticatorEnrollment>> {
        query.apply(self.call(op::LIST_AUTHENTICATOR_ENROLLMENTS, [])).json()
    }

    /// Enrolls a phone that you vouch for: `POST /api/v1/users/{userId}/authenticator-enrollments/phone`.
    pub fn create(self, phone: &NewPhoneEnrollment) -> Call<AuthenticatorEnrollment> {
        self.call(op::CREATE_AUTHENTICATOR_ENROLLMENT, []).body(phone).json()
    }

    /// Gives the user a code with which to sign in for a while:
    /// `POST /api/v1/users/{userId}/authenticator-enrollments/tac`. The answer has it, and no later one shows it.
    pub fn create_temporary_code(self, code: &NewTemporaryCode) -> Call<TemporaryCodeEnrollment> {
        self.call(op::CREATE_TAC_AUTHENTICATOR_ENROLLMENT, []).body(code).json()
    }

    /// Reads an enrollment: `GET /api/v1/users/{userId}/authenticator-enrollments/{enrollmentId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<AuthenticatorEnrollment> {
        self.get_with(id, &GetAuthenticatorEnrollment::default())
    }

    /// Reads an enrollment with more of it: `GET /api/v1/users/{userId}/authenticator-enrollments/{enrollmentId}`.
    pub fn get_with(
        self,
        id: impl AsRef<str>,
        options: &GetAuthenticatorEnrollment,
    ) -> Call<AuthenticatorEnrollment> {
        options.apply(self.call(op::GET_AUTHENTICATOR_ENROLLMENT, [id.as_ref()])).json()
    }

    /// Ends an enrollment: `DELETE /api/v1/users/{userId}/authenticator-enrollments/{enrollmentId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_AUTHENTICATOR_ENROLLMENT, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list the authenticators of a user.
    pub struct ListAuthenticatorEnrollments {
        /// What to show whole: `phone` for numbers, of which only the ends are shown otherwise.
        disclose_identifiers: String = "discloseIdentifiers",
    }
}

query! {
    /// How to read an enrollment.
    pub struct GetAuthenticatorEnrollment {
        /// What to show whole: `phone` for numbers, of which only the ends are shown otherwise.
        disclose_identifiers: String = "discloseIdentifiers",
    }
}

/// A phone to be enrolled.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewPhoneEnrollment {
    authenticator_id: String,
    profile: PhoneProfile,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhoneProfile {
    phone_number: String,
}

impl NewPhoneEnrollment {
    /// The phone of this number, at the org's authenticator for phones.
    pub fn new(authenticator_id: impl Into<String>, phone_number: impl Into<String>) -> Self {
        let profile = PhoneProfile { phone_number: phone_number.into() };
        NewPhoneEnrollment { authenticator_id: authenticator_id.into(), profile }
    }
}

/// A code to be made. What is not said is left to the authenticator.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewTemporaryCode {
    authenticator_id: String,
    profile: TemporaryCodeChoice,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct TemporaryCodeChoice {
    #[serde(skip_serializing_if = "Option::is_none")]
    multi_use: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl: Option<String>,
}

impl NewTemporaryCode {
    /// A code of the org's authenticator for such codes.
    pub fn new(authenticator_id: impl Into<String>) -> Self {
        NewTemporaryCode { authenticator_id: authenticator_id.into(), ..NewTemporaryCode::default() }
    }

    /// Works more than once, or not.
    #[must_use]
    pub fn multi_use(mut self, multi_use: bool) -> Self {
        self.profile.multi_use = Some(multi_use);
        self
    }

    /// Works for so many minutes.
    #[must_use]
    pub fn minutes(mut self, minutes: u32) -> Self {
        self.profile.ttl = Some(minutes.to_string());
        self
    }
}

model! {
    /// An authenticator that a user has enrolled.
    pub struct AuthenticatorEnrollment {
        /// Its id.
        id: String = "id",
        /// Which authenticator it is.
        key: AuthenticatorKey = "key",
        /// The kind of authenticator.
        kind: AuthenticatorType = "type",
        /// The name of the authenticator.
        name: Option<String> = "name",
        /// The name that the user gave it.
        nickname: Option<String> = "nickname",
        /// Whether it can be used.
        status: LifecycleStatus = "status",
        /// What tells it from others.
        profile: AuthenticatorEnrollmentProfile = "profile",
        /// When it was enrolled.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links to itself, the user and the authenticator.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// A code with which a user signs in for a while.
    pub struct TemporaryCodeEnrollment {
        /// Its id.
        id: String = "id",
        /// Which authenticator it is.
        key: AuthenticatorKey = "key",
        /// The kind of authenticator.
        kind: AuthenticatorType = "type",
        /// The name of the authenticator.
        name: Option<String> = "name",
        /// The name that the user gave it.
        nickname: Option<String> = "nickname",
        /// Whether it can be used.
        status: LifecycleStatus = "status",
        /// The code, and how long it works.
        profile: TemporaryCodeProfile = "profile",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links to itself, the user and the authenticator.
        links: Map = "_links",
        ..extra
    }
}

parts! {
    /// What tells an enrollment from others.
    pub struct AuthenticatorEnrollmentProfile {
        /// The number of a phone.
        phone_number: Option<String> = "phoneNumber",
        /// A mail address.
        email: Option<String> = "email",
    }

    /// A code, and how long it works.
    pub struct TemporaryCodeProfile {
        /// The code.
        tac: Option<Secret> = "tac",
        /// Whether it works more than once.
        multi_use: Option<bool> = "multiUse",
        /// When it ends.
        expires_at: Option<Timestamp> = "expiresAt",
    }
}

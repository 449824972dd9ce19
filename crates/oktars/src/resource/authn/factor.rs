//! Factors in primary authentication: enrolling one, and proving oneself with it.

use oktars_catalog::{Operation, op};
use serde::Serialize;
use serde_json::Value;

use crate::call::Call;
use crate::model::{Map, Secret};
use crate::query::query;
use crate::resource::authn::{Authn, Transaction};

impl Authn<'_> {
    /// Enrolls a factor that the org asks for: `POST /api/v1/authn/factors`.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::authn::NewAuthnFactor;
    ///
    /// let phone = NewAuthnFactor::new("007ucI7x", "sms", "OKTA").profile("phoneNumber", "+12025550143");
    /// let request = okta.authn().enroll_factor(&phone).request()?;
    /// assert_eq!(request.uri().path(), "/api/v1/authn/factors");
    /// # Ok(()) }
    /// ```
    pub fn enroll_factor(self, factor: &NewAuthnFactor) -> Call<Transaction> {
        self.enroll_factor_with(factor, &EnrollAuthnFactor::new())
    }

    /// Enrolls a factor that the org asks for, with choices.
    pub fn enroll_factor_with(
        self,
        factor: &NewAuthnFactor,
        options: &EnrollAuthnFactor,
    ) -> Call<Transaction> {
        options.apply(self.okta.call(op::ENROLL_FACTOR_WITH_STATE)).body(factor).json()
    }

    /// Activates a factor with the code that reached the user:
    /// `POST /api/v1/authn/factors/{factorId}/lifecycle/activate`.
    pub fn activate_factor(self, factor_id: impl AsRef<str>, proof: &AuthnProof) -> Call<Transaction> {
        self.factor_step(op::ACTIVATE_FACTOR_WITH_STATE, factor_id, proof)
    }

    /// Asks whether the device of a push factor is set up:
    /// `POST /api/v1/authn/factors/{factorId}/lifecycle/activate/poll`.
    pub fn poll_factor_activation(
        self,
        factor_id: impl AsRef<str>,
        state_token: impl Into<Secret>,
    ) -> Call<Transaction> {
        self.factor_step(op::POLL_FACTOR_ACTIVATION_WITH_STATE, factor_id, &AuthnProof::none(state_token))
    }

    /// Sends the code of a factor that is being enrolled again:
    /// `POST /api/v1/authn/factors/{factorId}/lifecycle/resend`.
    pub fn resend_factor_activation(
        self,
        factor_id: impl AsRef<str>,
        state_token: impl Into<Secret>,
    ) -> Call<Transaction> {
        self.factor_step(op::RESEND_FACTOR_ACTIVATION_WITH_STATE, factor_id, &AuthnProof::none(state_token))
    }

    /// Proves a factor: `POST /api/v1/authn/factors/{factorId}/verify`. With [`AuthnProof::none`], Okta sends the user a
    /// code, or a push.
    pub fn verify_factor(self, factor_id: impl AsRef<str>, proof: &AuthnProof) -> Call<Transaction> {
        self.verify_factor_with(factor_id, proof, &VerifyAuthnFactor::new())
    }

    /// Proves a factor, with choices.
    pub fn verify_factor_with(
        self,
        factor_id: impl AsRef<str>,
        proof: &AuthnProof,
        options: &VerifyAuthnFactor,
    ) -> Call<Transaction> {
        let call = self.okta.call(op::VERIFY_FACTOR_WITH_STATE).path("factorId", factor_id);
        options.apply(call).body(proof).json()
    }

    /// Sends the code of a factor again: `POST /api/v1/authn/factors/{factorId}/verify/resend`.
    pub fn resend_factor_challenge(
        self,
        factor_id: impl AsRef<str>,
        state_token: impl Into<Secret>,
    ) -> Call<Transaction> {
        self.factor_step(op::RESEND_FACTOR_CHALLENGE_WITH_STATE, factor_id, &AuthnProof::none(state_token))
    }

    fn factor_step(
        self,
        operation: Operation,
        factor_id: impl AsRef<str>,
        proof: &AuthnProof,
    ) -> Call<Transaction> {
        self.okta.call(operation).path("factorId", factor_id).body(proof).json()
    }
}

query! {
    /// How to enroll a factor.
    pub struct EnrollAuthnFactor {
        /// Whether the phone number of the factor may be replaced.
        update_phone: bool = "updatePhone",
    }
}

query! {
    /// How to prove a factor.
    pub struct VerifyAuthnFactor {
        /// Whether the device is not asked again for a while.
        remember_device: bool = "rememberDevice",
    }
}

/// A factor to be enrolled.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewAuthnFactor {
    state_token: Secret,
    factor_type: String,
    provider: String,
    #[serde(skip_serializing_if = "Profile::is_empty")]
    profile: Profile,
}

/// What is peculiar to a factor. Answers are among it, so no `Debug` shows it.
#[derive(Clone, PartialEq, Default, Serialize)]
#[serde(transparent)]
struct Profile(Map);

impl Profile {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl NewAuthnFactor {
    /// A factor by its type and provider, such as `sms` and `OKTA`.
    pub fn new(
        state_token: impl Into<Secret>,
        factor_type: impl Into<String>,
        provider: impl Into<String>,
    ) -> Self {
        NewAuthnFactor {
            state_token: state_token.into(),
            factor_type: factor_type.into(),
            provider: provider.into(),
            profile: Profile::default(),
        }
    }

    /// Has this in its profile, such as `phoneNumber`.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.profile.0.insert(name.into(), value.into());
        self
    }
}

/// What a user gives to prove a factor.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AuthnProof {
    state_token: Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    pass_code: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Secret>,
}

impl AuthnProof {
    /// Nothing: Okta sends a code or a push, or says how a push went.
    pub fn none(state_token: impl Into<Secret>) -> Self {
        AuthnProof { state_token: state_token.into(), pass_code: None, answer: None }
    }

    /// A code.
    pub fn pass_code(state_token: impl Into<Secret>, code: impl Into<Secret>) -> Self {
        AuthnProof { pass_code: Some(code.into()), ..AuthnProof::none(state_token) }
    }

    /// The answer to the security question.
    pub fn answer(state_token: impl Into<Secret>, answer: impl Into<Secret>) -> Self {
        AuthnProof { answer: Some(answer.into()), ..AuthnProof::none(state_token) }
    }
}

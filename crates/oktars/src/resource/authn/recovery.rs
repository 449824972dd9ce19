//! Recovery: a way back in for who forgot the password or is locked out.

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::model::Secret;
use crate::resource::authn::{Authn, AuthnProof, Transaction};

impl Authn<'_> {
    /// Begins to recover a forgotten password, by mail: `POST /api/v1/authn/recovery/password`.
    pub fn recover_password(self, username: impl Into<String>) -> Call<Transaction> {
        self.step(op::RECOVER_PASSWORD, &Recovery { username: username.into(), factor_type: "EMAIL" })
    }

    /// Begins to unlock a user, by mail: `POST /api/v1/authn/recovery/unlock`.
    pub fn recover_unlock(self, username: impl Into<String>) -> Call<Transaction> {
        self.step(op::RECOVER_UNLOCK, &Recovery { username: username.into(), factor_type: "EMAIL" })
    }

    /// Goes on with a recovery by the token in its mail: `POST /api/v1/authn/recovery/token`.
    pub fn verify_recovery_token(self, recovery_token: impl Into<Secret>) -> Call<Transaction> {
        let body = RecoveryToken { recovery_token: recovery_token.into() };
        self.step(op::VERIFY_RECOVERY_TOKEN, &body)
    }

    /// Answers the recovery question: `POST /api/v1/authn/recovery/answer`.
    pub fn answer_recovery_question(
        self,
        state_token: impl Into<Secret>,
        answer: impl Into<Secret>,
    ) -> Call<Transaction> {
        let body = Answer { state_token: state_token.into(), answer: answer.into() };
        self.step(op::ANSWER_RECOVERY_QUESTION, &body)
    }

    /// Goes on with a recovery by the code that reached the user over a factor, such as `sms`:
    /// `POST /api/v1/authn/recovery/factors/{factorType}/verify`.
    pub fn verify_recovery_factor(
        self,
        factor_type: impl AsRef<str>,
        proof: &AuthnProof,
    ) -> Call<Transaction> {
        let call = self.okta.call(op::VERIFY_RECOVERY_FACTOR).path("factorType", factor_type);
        call.body(proof).json()
    }

    /// Sends the code of a recovery again: `POST /api/v1/authn/recovery/factors/{factorType}/resend`.
    pub fn resend_recovery_factor(
        self,
        factor_type: impl AsRef<str>,
        state_token: impl Into<Secret>,
    ) -> Call<Transaction> {
        let call = self.okta.call(op::RESEND_RECOVERY_FACTOR).path("factorType", factor_type);
        call.body(&AuthnProof::none(state_token)).json()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Recovery {
    username: String,
    factor_type: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RecoveryToken {
    recovery_token: Secret,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    state_token: Secret,
    answer: Secret,
}

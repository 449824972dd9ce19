//! Methods of authenticators: the ways in which one can be used.

use oktars_catalog::op;
use serde_json::Value;

use crate::call::Call;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, model, open_enum};
use crate::query::query;
use crate::resource::authenticator::Authenticators;

impl Authenticators<'_> {
    /// Lists the methods of an authenticator: `GET /api/v1/authenticators/{authenticatorId}/methods`.
    pub fn methods(
        self,
        id: impl AsRef<str>,
        query: &ListAuthenticatorMethods,
    ) -> Listing<AuthenticatorMethod> {
        query.apply(self.call(op::LIST_AUTHENTICATOR_METHODS, [id.as_ref()])).list()
    }

    /// Reads a method: `GET /api/v1/authenticators/{authenticatorId}/methods/{methodType}`.
    pub fn method(self, id: impl AsRef<str>, method: impl AsRef<str>) -> Call<AuthenticatorMethod> {
        self.call(op::GET_AUTHENTICATOR_METHOD, [id.as_ref(), method.as_ref()]).json()
    }

    /// Replaces a method: `PUT /api/v1/authenticators/{authenticatorId}/methods/{methodType}`.
    pub fn replace_method(
        self,
        id: impl AsRef<str>,
        method: impl AsRef<str>,
        new: &Value,
    ) -> Call<AuthenticatorMethod> {
        let call = self.call(op::REPLACE_AUTHENTICATOR_METHOD, [id.as_ref(), method.as_ref()]);
        call.body(new).json()
    }

    /// Activates a method:
    /// `POST /api/v1/authenticators/{authenticatorId}/methods/{methodType}/lifecycle/activate`.
    pub fn activate_method(self, id: impl AsRef<str>, method: impl AsRef<str>) -> Call<AuthenticatorMethod> {
        self.call(op::ACTIVATE_AUTHENTICATOR_METHOD, [id.as_ref(), method.as_ref()]).json()
    }

    /// Deactivates a method:
    /// `POST /api/v1/authenticators/{authenticatorId}/methods/{methodType}/lifecycle/deactivate`.
    pub fn deactivate_method(
        self,
        id: impl AsRef<str>,
        method: impl AsRef<str>,
    ) -> Call<AuthenticatorMethod> {
        self.call(op::DEACTIVATE_AUTHENTICATOR_METHOD, [id.as_ref(), method.as_ref()]).json()
    }

    /// Checks that the domain for which passkeys are made is yours; the method is `webauthn`:
    /// `POST /api/v1/authenticators/{authenticatorId}/methods/{webAuthnMethodType}/verify-rp-id-domain`.
    pub fn verify_rp_id_domain(self, id: impl AsRef<str>, method: impl AsRef<str>) -> Call<()> {
        self.call(op::VERIFY_RP_ID_DOMAIN, [id.as_ref(), method.as_ref()]).empty()
    }
}

query! {
    /// How to list the methods of an authenticator. Okta has nothing to choose here yet.
    pub struct ListAuthenticatorMethods {}
}

model! {
    /// A method of an authenticator, such as `push` of Okta Verify.
    pub struct AuthenticatorMethod {
        /// Which method it is.
        kind: AuthenticatorMethodType = "type",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// What is peculiar to it.
        settings: Map = "settings",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// A method of an authenticator.
    pub enum AuthenticatorMethodType {
        CERT = "cert",
        DUO = "duo",
        EMAIL = "email",
        IDP = "idp",
        OTP = "otp",
        PASSWORD = "password",
        PUSH = "push",
        SECURITY_QUESTION = "security_question",
        SIGNED_NONCE = "signed_nonce",
        SMS = "sms",
        TOTP = "totp",
        VOICE = "voice",
        WEBAUTHN = "webauthn",
        TAC = "tac",
    }
}

//! Operations that real orgs serve and Okta's description leaves out.
use crate::Operation;
use crate::line::{delete, flag, get, integer, post, put, text};

#[rustfmt::skip]
#[allow(missing_docs, reason = "one operation a line, as in the generated table")]
mod table {
    use super::*;

    // Primary authentication. No token is asked for.
    pub const AUTHENTICATE: Operation = post("authenticate", "/api/v1/authn", "Authentication").json();
    pub const CANCEL_AUTHENTICATION: Operation = post("cancelAuthentication", "/api/v1/authn/cancel", "Authentication").json();
    pub const CHANGE_EXPIRED_PASSWORD: Operation = post("changeExpiredPassword", "/api/v1/authn/credentials/change_password", "Authentication").json();
    pub const RESET_PASSWORD_WITH_STATE: Operation = post("resetPasswordWithState", "/api/v1/authn/credentials/reset_password", "Authentication").json();
    pub const SKIP_AUTHENTICATION_STEP: Operation = post("skipAuthenticationStep", "/api/v1/authn/skip", "Authentication").json();
    pub const INTROSPECT_AUTHENTICATION: Operation = post("introspectAuthentication", "/api/v1/authn/introspect", "Authentication").json().repeatable();
    pub const VERIFY_RECOVERY_FACTOR: Operation = post("verifyRecoveryFactor", "/api/v1/authn/recovery/factors/{factorType}/verify", "Authentication").json();
    pub const RESEND_RECOVERY_FACTOR: Operation = post("resendRecoveryFactor", "/api/v1/authn/recovery/factors/{factorType}/resend", "Authentication").json();
    pub const RECOVER_PASSWORD: Operation = post("recoverPassword", "/api/v1/authn/recovery/password", "Authentication").json();
    pub const RECOVER_UNLOCK: Operation = post("recoverUnlock", "/api/v1/authn/recovery/unlock", "Authentication").json();
    pub const VERIFY_RECOVERY_TOKEN: Operation = post("verifyRecoveryToken", "/api/v1/authn/recovery/token", "Authentication").json();
    pub const ANSWER_RECOVERY_QUESTION: Operation = post("answerRecoveryQuestion", "/api/v1/authn/recovery/answer", "Authentication").json();
    pub const PREVIOUS_AUTHENTICATION_STEP: Operation = post("previousAuthenticationStep", "/api/v1/authn/previous", "Authentication").json();
    pub const ENROLL_FACTOR_WITH_STATE: Operation = post("enrollFactorWithState", "/api/v1/authn/factors", "Authentication").query(&[flag("updatePhone")]).json();
    pub const ACTIVATE_FACTOR_WITH_STATE: Operation = post("activateFactorWithState", "/api/v1/authn/factors/{factorId}/lifecycle/activate", "Authentication").json();
    pub const POLL_FACTOR_ACTIVATION_WITH_STATE: Operation = post("pollFactorActivationWithState", "/api/v1/authn/factors/{factorId}/lifecycle/activate/poll", "Authentication").json();
    pub const RESEND_FACTOR_ACTIVATION_WITH_STATE: Operation = post("resendFactorActivationWithState", "/api/v1/authn/factors/{factorId}/lifecycle/resend", "Authentication").json();
    pub const VERIFY_FACTOR_WITH_STATE: Operation = post("verifyFactorWithState", "/api/v1/authn/factors/{factorId}/verify", "Authentication").query(&[flag("rememberDevice")]).json();
    pub const RESEND_FACTOR_CHALLENGE_WITH_STATE: Operation = post("resendFactorChallengeWithState", "/api/v1/authn/factors/{factorId}/verify/resend", "Authentication").json();

    // Sessions: those of the caller's cookie, the exchange of a session token, and the old way to extend one.
    pub const CREATE_SESSION: Operation = post("createSession", "/api/v1/sessions", "Session").query(&[text("additionalFields")]).json();
    pub const EXTEND_SESSION: Operation = put("extendSession", "/api/v1/sessions/{sessionId}", "Session").scopes(&["okta.sessions.manage"]).deprecated();
    pub const GET_CURRENT_SESSION: Operation = get("getCurrentSession", "/api/v1/sessions/me", "Session");
    pub const REFRESH_CURRENT_SESSION: Operation = post("refreshCurrentSession", "/api/v1/sessions/me/lifecycle/refresh", "Session");
    pub const CLOSE_CURRENT_SESSION: Operation = delete("closeCurrentSession", "/api/v1/sessions/me", "Session");
    pub const END_USER_SESSIONS: Operation = post("endUserSessions", "/api/v1/users/me/lifecycle/delete_sessions", "UserSessions").json_optional();

    // The forms of today's operations that older clients send.
    pub const FORGOT_PASSWORD_LEGACY: Operation = post("forgotPasswordLegacy", "/api/v1/users/{id}/lifecycle/forgot_password", "UserCred").query(&[text("sendEmail")]).json_optional().scopes(&["okta.users.manage"]).deprecated();
    pub const LIST_EVENTS: Operation = get("listEvents", "/api/v1/events", "Event").query(&[text("startDate"), text("filter"), text("after"), integer("limit")]).pages(Some(1000), Some(1000)).scopes(&["okta.logs.read"]).deprecated();

    // Factors: what is described elsewhere of the flow that a push takes.
    pub const CANCEL_FACTOR_TRANSACTION: Operation = delete("cancelFactorTransaction", "/api/v1/users/{userId}/factors/{factorId}/transactions/{transactionId}", "UserFactor").scopes(&["okta.users.manage"]);
    pub const GET_FACTOR_QR_CODE: Operation = get("getFactorQrCode", "/api/v1/users/{userId}/factors/{factorId}/qr/{token}", "UserFactor");
    pub const POLL_FACTOR_ACTIVATION: Operation = post("pollFactorActivation", "/api/v1/users/{userId}/factors/{factorId}/lifecycle/activate/poll", "UserFactor").scopes(&["okta.users.manage"]);

    // The org's logo, which the description no longer has.
    pub const UPLOAD_ORG_LOGO: Operation = post("uploadOrgLogo", "/api/v1/org/logo", "OrgSettingGeneral").other_body().scopes(&["okta.orgs.manage"]);

    // Factors: which of them the org has switched on, as Classic Engine asks.
    pub const LIST_ORG_FACTORS: Operation = get("listOrgFactors", "/api/v1/org/factors", "UserFactor").whole().scopes(&["okta.factors.read"]);
    pub const GET_ORG_FACTOR: Operation = get("getOrgFactor", "/api/v1/org/factors/{factorKey}", "UserFactor").scopes(&["okta.factors.read"]);
    pub const ACTIVATE_ORG_FACTOR: Operation = post("activateOrgFactor", "/api/v1/org/factors/{factorKey}/lifecycle/activate", "UserFactor").scopes(&["okta.factors.manage"]);
    pub const DEACTIVATE_ORG_FACTOR: Operation = post("deactivateOrgFactor", "/api/v1/org/factors/{factorKey}/lifecycle/deactivate", "UserFactor").scopes(&["okta.factors.manage"]);

    // The org's own authorization server. Each request for a token shows an assertion of its own, so that a second
    // one only yields a second token.
    pub const CREATE_TOKEN: Operation = post("createToken", "/oauth2/v1/token", "OAuth").other_body().repeatable();
    pub const LIST_ORG_KEYS: Operation = get("listOrgKeys", "/oauth2/v1/keys", "OAuth");

    // What custom authorization servers tell everybody of themselves, and their tokens.
    pub const GET_AUTHORIZATION_SERVER_METADATA: Operation = get("getAuthorizationServerMetadata", "/oauth2/{authServerId}/.well-known/oauth-authorization-server", "OAuth");
    pub const GET_AUTHORIZATION_SERVER_OPEN_ID_METADATA: Operation = get("getAuthorizationServerOpenIdMetadata", "/oauth2/{authServerId}/.well-known/openid-configuration", "OAuth");
    pub const CREATE_AUTHORIZATION_SERVER_TOKEN: Operation = post("createAuthorizationServerToken", "/oauth2/{authServerId}/v1/token", "OAuth").other_body();
    pub const INTROSPECT_AUTHORIZATION_SERVER_TOKEN: Operation = post("introspectAuthorizationServerToken", "/oauth2/{authServerId}/v1/introspect", "OAuth").other_body();
    pub const REVOKE_AUTHORIZATION_SERVER_TOKEN: Operation = post("revokeAuthorizationServerToken", "/oauth2/{authServerId}/v1/revoke", "OAuth").other_body();
    pub const LIST_AUTHORIZATION_SERVER_PUBLIC_KEYS: Operation = get("listAuthorizationServerPublicKeys", "/oauth2/{authServerId}/v1/keys", "OAuth");

    // What connectors ask orgs for beside the described API.
    pub const GET_IDENTITY_PROVIDER_METADATA: Operation = get("getIdentityProviderMetadata", "/api/v1/idps/{idpId}/metadata.xml", "IdentityProvider").scopes(&["okta.idps.read"]);

    pub(crate) const ALL: &[&Operation] = &[
        &ACTIVATE_FACTOR_WITH_STATE,
        &ACTIVATE_ORG_FACTOR,
        &ANSWER_RECOVERY_QUESTION,
        &AUTHENTICATE,
        &CANCEL_AUTHENTICATION,
        &CANCEL_FACTOR_TRANSACTION,
        &CHANGE_EXPIRED_PASSWORD,
        &CLOSE_CURRENT_SESSION,
        &CREATE_AUTHORIZATION_SERVER_TOKEN,
        &CREATE_SESSION,
        &CREATE_TOKEN,
        &DEACTIVATE_ORG_FACTOR,
        &END_USER_SESSIONS,
        &ENROLL_FACTOR_WITH_STATE,
        &EXTEND_SESSION,
        &FORGOT_PASSWORD_LEGACY,
        &GET_AUTHORIZATION_SERVER_METADATA,
        &GET_AUTHORIZATION_SERVER_OPEN_ID_METADATA,
        &GET_CURRENT_SESSION,
        &GET_FACTOR_QR_CODE,
        &GET_IDENTITY_PROVIDER_METADATA,
        &GET_ORG_FACTOR,
        &INTROSPECT_AUTHENTICATION,
        &INTROSPECT_AUTHORIZATION_SERVER_TOKEN,
        &LIST_AUTHORIZATION_SERVER_PUBLIC_KEYS,
        &LIST_EVENTS,
        &LIST_ORG_FACTORS,
        &LIST_ORG_KEYS,
        &POLL_FACTOR_ACTIVATION,
        &POLL_FACTOR_ACTIVATION_WITH_STATE,
        &PREVIOUS_AUTHENTICATION_STEP,
        &RECOVER_PASSWORD,
        &RECOVER_UNLOCK,
        &REFRESH_CURRENT_SESSION,
        &RESEND_FACTOR_ACTIVATION_WITH_STATE,
        &RESEND_FACTOR_CHALLENGE_WITH_STATE,
        &RESEND_RECOVERY_FACTOR,
        &RESET_PASSWORD_WITH_STATE,
        &REVOKE_AUTHORIZATION_SERVER_TOKEN,
        &SKIP_AUTHENTICATION_STEP,
        &UPLOAD_ORG_LOGO,
        &VERIFY_FACTOR_WITH_STATE,
        &VERIFY_RECOVERY_FACTOR,
        &VERIFY_RECOVERY_TOKEN,
    ];
}

pub use table::*;

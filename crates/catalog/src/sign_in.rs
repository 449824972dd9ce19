//! What a browser, an application and an OpenID Connect library ask of an org. The description of the management
//! API has nothing of it.
use crate::Operation;
use crate::line::{delete, get, post, put, text};

#[rustfmt::skip]
#[allow(missing_docs, reason = "one operation a line, as in the generated table")]
mod table {
    use super::*;

    // What servers say of themselves.
    pub const GET_ORG_OPEN_ID_METADATA: Operation = get("getOrgOpenIdMetadata", "/.well-known/openid-configuration", "OAuth");
    pub const GET_ORG_OAUTH_METADATA: Operation = get("getOrgOAuthMetadata", "/.well-known/oauth-authorization-server", "OAuth");
    pub const GET_OAUTH_METADATA_BY_ISSUER: Operation = get("getOAuthMetadataByIssuer", "/.well-known/oauth-authorization-server/oauth2/{authServerId}", "OAuth");
    pub const GET_WEB_FINGER: Operation = get("getWebFinger", "/.well-known/webfinger", "OAuth");

    // The org's own authorization server.
    pub const AUTHORIZE: Operation = get("authorize", "/oauth2/v1/authorize", "OAuth");
    pub const AUTHORIZE_WITH_FORM: Operation = post("authorizeWithForm", "/oauth2/v1/authorize", "OAuth").other_body();
    pub const RESUME_AUTHORIZE: Operation = get("resumeAuthorize", "/oauth2/v1/authorize/redirect", "OAuth");
    pub const PUSH_AUTHORIZATION_REQUEST: Operation = post("pushAuthorizationRequest", "/oauth2/v1/par", "OAuth").other_body();
    pub const AUTHORIZE_DEVICE: Operation = post("authorizeDevice", "/oauth2/v1/device/authorize", "OAuth").other_body();
    pub const GET_USER_INFO: Operation = get("getUserInfo", "/oauth2/v1/userinfo", "OAuth");
    pub const GET_USER_INFO_WITH_FORM: Operation = post("getUserInfoWithForm", "/oauth2/v1/userinfo", "OAuth").other_body();
    pub const INTROSPECT_TOKEN: Operation = post("introspectToken", "/oauth2/v1/introspect", "OAuth").other_body();
    pub const REVOKE_TOKEN: Operation = post("revokeToken", "/oauth2/v1/revoke", "OAuth").other_body();
    pub const LOGOUT: Operation = get("logout", "/oauth2/v1/logout", "OAuth");
    pub const LOGOUT_WITH_FORM: Operation = post("logoutWithForm", "/oauth2/v1/logout", "OAuth").other_body();

    // The same of a custom authorization server.
    pub const AUTHORIZE_AT_SERVER: Operation = get("authorizeAtServer", "/oauth2/{authServerId}/v1/authorize", "OAuth");
    pub const AUTHORIZE_AT_SERVER_WITH_FORM: Operation = post("authorizeAtServerWithForm", "/oauth2/{authServerId}/v1/authorize", "OAuth").other_body();
    pub const PUSH_AUTHORIZATION_REQUEST_TO_SERVER: Operation = post("pushAuthorizationRequestToServer", "/oauth2/{authServerId}/v1/par", "OAuth").other_body();
    pub const AUTHORIZE_DEVICE_AT_SERVER: Operation = post("authorizeDeviceAtServer", "/oauth2/{authServerId}/v1/device/authorize", "OAuth").other_body();
    pub const GET_USER_INFO_OF_SERVER: Operation = get("getUserInfoOfServer", "/oauth2/{authServerId}/v1/userinfo", "OAuth");
    pub const GET_USER_INFO_OF_SERVER_WITH_FORM: Operation = post("getUserInfoOfServerWithForm", "/oauth2/{authServerId}/v1/userinfo", "OAuth").other_body();
    pub const LOGOUT_AT_SERVER: Operation = get("logoutAtServer", "/oauth2/{authServerId}/v1/logout", "OAuth");
    pub const LOGOUT_AT_SERVER_WITH_FORM: Operation = post("logoutAtServerWithForm", "/oauth2/{authServerId}/v1/logout", "OAuth").other_body();

    // Clients that register themselves. They are apps, and have the same ids.
    pub const LIST_CLIENTS: Operation = get("listClients", "/oauth2/v1/clients", "OAuth").query(&[text("q"), text("after"), text("limit")]).pages(Some(20), Some(200)).scopes(&["okta.clients.read", "okta.clients.manage"]);
    pub const REGISTER_CLIENT: Operation = post("registerClient", "/oauth2/v1/clients", "OAuth").json().scopes(&["okta.clients.register", "okta.clients.manage"]);
    pub const GET_CLIENT: Operation = get("getClient", "/oauth2/v1/clients/{clientId}", "OAuth").scopes(&["okta.clients.read", "okta.clients.manage"]);
    pub const REPLACE_CLIENT: Operation = put("replaceClient", "/oauth2/v1/clients/{clientId}", "OAuth").json().scopes(&["okta.clients.manage"]);
    pub const DELETE_CLIENT: Operation = delete("deleteClient", "/oauth2/v1/clients/{clientId}", "OAuth").scopes(&["okta.clients.manage"]);
    pub const RENEW_CLIENT_SECRET: Operation = post("renewClientSecret", "/oauth2/v1/clients/{clientId}/lifecycle/newSecret", "OAuth").scopes(&["okta.clients.manage"]);

    // The pages.
    pub const SHOW_START_PAGE: Operation = get("showStartPage", "/", "SignIn");
    pub const SHOW_HOME_PAGE: Operation = get("showHomePage", "/app/UserHome", "SignIn");
    pub const FINISH_HOME_SIGN_IN: Operation = get("finishHomeSignIn", "/enduser/callback", "SignIn");
    pub const SHOW_SIGN_IN_PAGE: Operation = get("showSignInPage", "/login/login.htm", "SignIn");
    pub const SHOW_DEFAULT_SIGN_IN_PAGE: Operation = get("showDefaultSignInPage", "/login/default", "SignIn");
    pub const SHOW_WIDGET_PAGE: Operation = get("showWidgetPage", "/signin", "SignIn");
    pub const TAKE_SIGN_IN_STEP: Operation = post("takeSignInStep", "/login/step", "SignIn").other_body();
    pub const SIGN_OUT: Operation = get("signOut", "/login/signout", "SignIn");
    pub const REDIRECT_WITH_SESSION_COOKIE: Operation = get("redirectWithSessionCookie", "/login/sessionCookieRedirect", "SignIn");
    pub const REDIRECT_WITH_SESSION_COOKIE_FORM: Operation = post("redirectWithSessionCookieForm", "/login/sessionCookieRedirect", "SignIn").other_body();
    pub const FINISH_SIGN_IN: Operation = get("finishSignIn", "/login/token/redirect", "SignIn");
    pub const SHOW_DEVICE_PAGE: Operation = get("showDevicePage", "/activate", "SignIn");
    pub const SHOW_FORGOT_PASSWORD_PAGE: Operation = get("showForgotPasswordPage", "/signin/forgot-password", "SignIn");
    pub const SHOW_UNLOCK_PAGE: Operation = get("showUnlockPage", "/signin/unlock", "SignIn");

    // SAML: what apps of service providers send people to.
    pub const SIGN_ON_WITH_SAML: Operation = get("signOnWithSaml", "/app/{appName}/{externalKey}/sso/saml", "SignIn");
    pub const SIGN_ON_WITH_SAML_FORM: Operation = post("signOnWithSamlForm", "/app/{appName}/{externalKey}/sso/saml", "SignIn").other_body();
    pub const SHOW_SAML_METADATA: Operation = get("showSamlMetadata", "/app/{externalKey}/sso/saml/metadata", "SignIn");
    pub const SHOW_SAML_METADATA_OF_APP: Operation = get("showSamlMetadataOfApp", "/app/{appName}/{externalKey}/sso/saml/metadata", "SignIn");
    pub const LOG_OUT_WITH_SAML: Operation = get("logOutWithSaml", "/app/{appName}/{externalKey}/slo/saml", "SignIn");
    pub const LOG_OUT_WITH_SAML_FORM: Operation = post("logOutWithSamlForm", "/app/{appName}/{externalKey}/slo/saml", "SignIn").other_body();
    pub const FINISH_SAML_LOGOUT: Operation = get("finishSamlLogout", "/app/{appName}/{externalKey}/slo/saml/callback", "SignIn");
    pub const FINISH_SAML_LOGOUT_FORM: Operation = post("finishSamlLogoutForm", "/app/{appName}/{externalKey}/slo/saml/callback", "SignIn").other_body();
    pub const OPEN_APP_LINK: Operation = get("openAppLink", "/home/{appName}/{appId}/{link}", "SignIn");
    pub const START_WEB_SIGN_ON: Operation = get("startWebSignOn", "/login/token/sso", "SignIn");
    pub const START_WEB_SIGN_ON_FORM: Operation = post("startWebSignOnForm", "/login/token/sso", "SignIn").other_body();

    // The links of mails.
    pub const OPEN_ACTIVATION_LINK: Operation = get("openActivationLink", "/tokens/{token}/verify", "SignIn");
    pub const OPEN_WELCOME_LINK: Operation = get("openWelcomeLink", "/welcome/{token}", "SignIn");
    pub const OPEN_RESET_LINK: Operation = get("openResetLink", "/reset_password/{token}", "SignIn");
    pub const OPEN_RECOVERY_LINK: Operation = get("openRecoveryLink", "/signin/reset-password/{token}", "SignIn");
    pub const OPEN_UNLOCK_LINK: Operation = get("openUnlockLink", "/signin/unlock/{token}", "SignIn");

    // Not served: other identity providers, and the protocol of Okta's widget.
    pub const START_IDENTITY_PROVIDER_SIGN_IN: Operation = get("startIdentityProviderSignIn", "/sso/idps/{idpId}", "SignIn");
    pub const TAKE_IDX_STEP: Operation = post("takeIdxStep", "/idp/idx/{step}", "SignIn").other_body();
    pub const TAKE_IDX_CHALLENGE_STEP: Operation = post("takeIdxChallengeStep", "/idp/idx/{step}/{part}", "SignIn").other_body();
    pub const START_INTERACTION: Operation = post("startInteraction", "/oauth2/v1/interact", "SignIn").other_body();
    pub const START_INTERACTION_AT_SERVER: Operation = post("startInteractionAtServer", "/oauth2/{authServerId}/v1/interact", "SignIn").other_body();
    pub const STEP_UP: Operation = get("stepUp", "/login/step-up/redirect", "SignIn");
    pub const AUTHORIZE_IN_BACK_CHANNEL: Operation = post("authorizeInBackChannel", "/oauth2/v1/bc/authorize", "OAuth").other_body();
    pub const AUTHORIZE_IN_BACK_CHANNEL_AT_SERVER: Operation = post("authorizeInBackChannelAtServer", "/oauth2/{authServerId}/v1/bc/authorize", "OAuth").other_body();
    pub const AUTHENTICATE_DIRECTLY: Operation = post("authenticateDirectly", "/oauth2/v1/primary-authenticate", "OAuth").other_body();
    pub const AUTHENTICATE_DIRECTLY_AT_SERVER: Operation = post("authenticateDirectlyAtServer", "/oauth2/{authServerId}/v1/primary-authenticate", "OAuth").other_body();
    pub const CHALLENGE_DIRECTLY: Operation = post("challengeDirectly", "/oauth2/v1/challenge", "OAuth").other_body();
    pub const CHALLENGE_DIRECTLY_AT_SERVER: Operation = post("challengeDirectlyAtServer", "/oauth2/{authServerId}/v1/challenge", "OAuth").other_body();

    pub static ALL: &[&Operation] = &[
        &GET_ORG_OPEN_ID_METADATA, &GET_ORG_OAUTH_METADATA, &GET_OAUTH_METADATA_BY_ISSUER, &GET_WEB_FINGER,
        &AUTHORIZE, &AUTHORIZE_WITH_FORM, &RESUME_AUTHORIZE, &PUSH_AUTHORIZATION_REQUEST, &AUTHORIZE_DEVICE,
        &GET_USER_INFO, &GET_USER_INFO_WITH_FORM, &INTROSPECT_TOKEN, &REVOKE_TOKEN, &LOGOUT, &LOGOUT_WITH_FORM,
        &AUTHORIZE_AT_SERVER, &AUTHORIZE_AT_SERVER_WITH_FORM, &PUSH_AUTHORIZATION_REQUEST_TO_SERVER,
        &AUTHORIZE_DEVICE_AT_SERVER, &GET_USER_INFO_OF_SERVER, &GET_USER_INFO_OF_SERVER_WITH_FORM,
        &LOGOUT_AT_SERVER, &LOGOUT_AT_SERVER_WITH_FORM,
        &LIST_CLIENTS, &REGISTER_CLIENT, &GET_CLIENT, &REPLACE_CLIENT, &DELETE_CLIENT, &RENEW_CLIENT_SECRET,
        &SIGN_ON_WITH_SAML, &SIGN_ON_WITH_SAML_FORM, &SHOW_SAML_METADATA, &SHOW_SAML_METADATA_OF_APP,
        &LOG_OUT_WITH_SAML, &LOG_OUT_WITH_SAML_FORM, &FINISH_SAML_LOGOUT, &FINISH_SAML_LOGOUT_FORM, &OPEN_APP_LINK,
        &START_WEB_SIGN_ON, &START_WEB_SIGN_ON_FORM,
        &SHOW_START_PAGE, &SHOW_HOME_PAGE, &FINISH_HOME_SIGN_IN, &SHOW_SIGN_IN_PAGE, &SHOW_DEFAULT_SIGN_IN_PAGE, &SHOW_WIDGET_PAGE,
        &TAKE_SIGN_IN_STEP, &SIGN_OUT, &REDIRECT_WITH_SESSION_COOKIE, &REDIRECT_WITH_SESSION_COOKIE_FORM,
        &FINISH_SIGN_IN, &SHOW_DEVICE_PAGE, &SHOW_FORGOT_PASSWORD_PAGE, &SHOW_UNLOCK_PAGE,
        &OPEN_ACTIVATION_LINK, &OPEN_WELCOME_LINK, &OPEN_RESET_LINK, &OPEN_RECOVERY_LINK, &OPEN_UNLOCK_LINK,
        &START_IDENTITY_PROVIDER_SIGN_IN, &TAKE_IDX_STEP, &TAKE_IDX_CHALLENGE_STEP, &START_INTERACTION,
        &START_INTERACTION_AT_SERVER, &STEP_UP,
        &AUTHORIZE_IN_BACK_CHANNEL, &AUTHORIZE_IN_BACK_CHANNEL_AT_SERVER,
        &AUTHENTICATE_DIRECTLY, &AUTHENTICATE_DIRECTLY_AT_SERVER, &CHALLENGE_DIRECTLY, &CHALLENGE_DIRECTLY_AT_SERVER,
    ];
}

pub use table::*;

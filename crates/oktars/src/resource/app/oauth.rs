//! The OAuth client of an OpenID Connect app.

use crate::model::{Map, model, open_enum};
use crate::resource::app::credentials::JsonWebKeySet;

model! {
    /// The settings of an OAuth client.
    ///
    /// ```
    /// use oktars::app::{NewApp, OauthClientSettings};
    ///
    /// let web = OauthClientSettings::web(["https://app.example.gov/callback"]);
    /// let app = NewApp::oidc("Portal", web);
    /// assert_eq!(serde_json::to_value(&app).unwrap()["settings"]["oauthClient"]["response_types"][0], "code");
    /// ```
    pub struct OauthClientSettings {
        /// What kind of program it is; not to be changed later.
        application_type: OauthApplicationType = "application_type",
        /// Where users may be sent back to after signing in.
        redirect_uris: Vec<String> = "redirect_uris",
        /// Where users may be sent back to after signing out.
        post_logout_redirect_uris: Vec<String> = "post_logout_redirect_uris",
        /// What the client may ask for; it follows from the grants.
        response_types: Vec<ResponseType> = "response_types",
        /// How the client gets tokens.
        grant_types: Vec<GrantType> = "grant_types",
        /// The client's home page.
        client_uri: Option<String> = "client_uri",
        /// The client's picture.
        logo_uri: Option<String> = "logo_uri",
        /// The client's terms.
        tos_uri: Option<String> = "tos_uri",
        /// The client's privacy policy.
        policy_uri: Option<String> = "policy_uri",
        /// Where signing in begins when it begins at Okta.
        initiate_login_uri: Option<String> = "initiate_login_uri",
        /// Whether users are asked: `TRUSTED` or `REQUIRED`.
        consent_method: ConsentMethod = "consent_method",
        /// Which address tokens name as their issuer: `ORG_URL`, `CUSTOM_URL` or `DYNAMIC`.
        issuer_mode: AppIssuerMode = "issuer_mode",
        /// Whether a `*` in a redirect URI stands for any name: `DISABLED` or `SUBDOMAIN`.
        wildcard_redirect: WildcardRedirect = "wildcard_redirect",
        /// How refresh tokens are changed.
        refresh_token: Option<RefreshTokenSettings> = "refresh_token",
        /// Whether signing in can begin at Okta.
        idp_initiated_login: Option<IdpInitiatedLogin> = "idp_initiated_login",
        /// The client's public keys.
        jwks: Option<JsonWebKeySet> = "jwks",
        /// Where the client's public keys are.
        jwks_uri: Option<String> = "jwks_uri",
        /// Whether tokens are bound to a key of the client.
        dpop_bound_access_tokens: Option<bool> = "dpop_bound_access_tokens",
        /// How request objects are signed.
        request_object_signing_alg: RequestObjectAlgorithm = "request_object_signing_alg",
        /// Whether the client takes part when the user signs out elsewhere.
        participate_slo: Option<bool> = "participate_slo",
        /// Where the client is told that the user signed out.
        frontchannel_logout_uri: Option<String> = "frontchannel_logout_uri",
        /// Whether it is told which session that was.
        frontchannel_logout_session_required: Option<bool> = "frontchannel_logout_session_required",
        /// From where it may be used.
        network: Option<Map> = "network",
        ..extra
    }
}

model! {
    /// How refresh tokens are changed.
    pub struct RefreshTokenSettings {
        /// `ROTATE` or `STATIC`.
        rotation_type: RefreshTokenRotation = "rotation_type",
        /// For how many seconds the old one still works.
        leeway: Option<i64> = "leeway",
        ..extra
    }
}

model! {
    /// Whether signing in can begin at Okta.
    pub struct IdpInitiatedLogin {
        /// `DISABLED`, `SPEC` or `OKTA`.
        mode: IdpInitiatedLoginMode = "mode",
        /// The scopes that are asked for then.
        default_scope: Vec<String> = "default_scope",
        ..extra
    }
}

open_enum! {
    /// What kind of program an OAuth client is.
    pub enum OauthApplicationType {
        /// A program on a server that users sign in to.
        WEB = "web",
        /// A program on a phone or a desktop.
        NATIVE = "native",
        /// A program in the browser.
        BROWSER = "browser",
        /// A program that acts for itself.
        SERVICE = "service",
    }
}

open_enum! {
    /// How an OAuth client gets tokens.
    pub enum GrantType {
        /// With a code, after the user signed in.
        AUTHORIZATION_CODE = "authorization_code",
        /// From the browser at once.
        IMPLICIT = "implicit",
        /// With the user's password.
        PASSWORD = "password",
        /// With a refresh token.
        REFRESH_TOKEN = "refresh_token",
        /// For itself.
        CLIENT_CREDENTIALS = "client_credentials",
        /// With a code, from Okta's embedded sign-in.
        INTERACTION_CODE = "interaction_code",
        /// On a device without a keyboard.
        DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code",
        /// With a SAML assertion.
        SAML2_BEARER = "urn:ietf:params:oauth:grant-type:saml2-bearer",
        /// With another token.
        TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange",
        /// With a signed assertion.
        JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer",
        /// On another device of the user.
        CIBA = "urn:openid:params:grant-type:ciba",
        /// With a one-time code.
        OTP = "urn:okta:params:oauth:grant-type:otp",
        /// By another channel, such as a push.
        OOB = "urn:okta:params:oauth:grant-type:oob",
        /// With a one-time code as the second factor.
        MFA_OTP = "http://auth0.com/oauth/grant-type/mfa-otp",
        /// By another channel as the second factor.
        MFA_OOB = "http://auth0.com/oauth/grant-type/mfa-oob",
    }
}

impl OauthClientSettings {
    /// A program on a server that users sign in to, with a code.
    pub fn web<U: Into<String>>(redirect_uris: impl IntoIterator<Item = U>) -> Self {
        OauthClientSettings::with_code(OauthApplicationType::WEB, redirect_uris)
    }

    /// A program in the browser, with a code and no secret.
    pub fn browser<U: Into<String>>(redirect_uris: impl IntoIterator<Item = U>) -> Self {
        OauthClientSettings::with_code(OauthApplicationType::BROWSER, redirect_uris)
    }

    /// A program on a phone or a desktop, with a code and no secret.
    pub fn native<U: Into<String>>(redirect_uris: impl IntoIterator<Item = U>) -> Self {
        OauthClientSettings::with_code(OauthApplicationType::NATIVE, redirect_uris)
    }

    /// A program that acts for itself. It proves who it is by a secret, unless
    /// [`NewApp::token_endpoint_auth_method`](crate::app::NewApp::token_endpoint_auth_method) says otherwise.
    pub fn service() -> Self {
        OauthClientSettings {
            application_type: OauthApplicationType::SERVICE,
            grant_types: vec![GrantType::CLIENT_CREDENTIALS],
            response_types: vec!["token".into()],
            ..OauthClientSettings::default()
        }
    }

    fn with_code<U: Into<String>>(
        application_type: OauthApplicationType,
        redirect_uris: impl IntoIterator<Item = U>,
    ) -> Self {
        OauthClientSettings {
            application_type,
            redirect_uris: redirect_uris.into_iter().map(Into::into).collect(),
            grant_types: vec![GrantType::AUTHORIZATION_CODE],
            response_types: vec!["code".into()],
            ..OauthClientSettings::default()
        }
    }
}

open_enum! {
    /// What an authorization endpoint answers with.
    pub enum ResponseType {
        CODE = "code",
        ID_TOKEN = "id_token",
        TOKEN = "token",
    }
}

open_enum! {
    /// Whether users are asked for their consent.
    pub enum ConsentMethod {
        REQUIRED,
        TRUSTED,
    }
}

open_enum! {
    /// Which of the org's addresses an app knows.
    pub enum AppIssuerMode {
        CUSTOM_URL,
        DYNAMIC,
        ORG_URL,
    }
}

open_enum! {
    /// Whether a redirect address may have a wildcard.
    pub enum WildcardRedirect {
        DISABLED,
        SUBDOMAIN,
    }
}

open_enum! {
    /// An algorithm that request objects are signed with.
    pub enum RequestObjectAlgorithm {
        HS256,
        HS384,
        HS512,
        RS256,
        RS384,
        RS512,
        ES256,
        ES384,
        ES512,
    }
}

open_enum! {
    /// Whether a refresh token changes each time.
    pub enum RefreshTokenRotation {
        ROTATE,
        STATIC,
    }
}

open_enum! {
    /// How an app is opened from the dashboard.
    pub enum IdpInitiatedLoginMode {
        DISABLED,
        SPEC,
        OKTA,
    }
}

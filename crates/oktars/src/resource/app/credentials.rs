//! The credentials of an app: user names, the signing key, the OAuth client.

use serde_json::Value;

use crate::model::{Map, Secret, Timestamp, model, open_enum};
use crate::resource::app::user::AppPassword;

model! {
    /// User names, keys and client secrets of an app.
    pub struct AppCredentials {
        /// Who sets the users' names and passwords for the app, where it has such.
        scheme: CredentialsScheme = "scheme",
        /// How a user's name for the app is made.
        user_name_template: UserNameTemplate = "userNameTemplate",
        /// Whether users may see their passwords for the app.
        reveal_password: Option<bool> = "revealPassword",
        /// The key that signs what Okta sends to the app.
        signing: AppSigning = "signing",
        /// The name that all users share, where the scheme says so.
        user_name: Option<String> = "userName",
        /// The password that all users share; it can be set and never comes back.
        password: Option<AppPassword> = "password",
        /// The OAuth client, of OpenID Connect apps.
        oauth_client: Option<OauthClientCredentials> = "oauthClient",
        ..extra
    }
}

model! {
    /// How a user's name for an app is made.
    pub struct UserNameTemplate {
        /// The template, for example `${source.login}`, or an expression where the kind is `CUSTOM`.
        template: String = "template",
        /// Whether it is one of Okta's own: `BUILT_IN`, `CUSTOM` or `NONE`.
        kind: UserNameTemplateType = "type",
        /// What is put behind the name.
        suffix: Option<String> = "suffix",
        /// Whether the app learns of changes: `PUSH`, `DONT_PUSH` or `NOT_CONFIGURED`.
        push_status: PushStatus = "pushStatus",
        ..extra
    }
}

impl UserNameTemplate {
    /// One of Okta's own templates, for example `${source.email}`.
    pub fn built_in(template: impl Into<String>) -> Self {
        UserNameTemplate { template: template.into(), kind: "BUILT_IN".into(), ..UserNameTemplate::default() }
    }

    /// An expression, for example `user.firstName`.
    pub fn custom(expression: impl Into<String>) -> Self {
        UserNameTemplate { template: expression.into(), kind: "CUSTOM".into(), ..UserNameTemplate::default() }
    }
}

model! {
    /// The key that signs what Okta sends to an app.
    pub struct AppSigning {
        /// The id of the key.
        kid: Option<String> = "kid",
        /// How the key is changed.
        rotation_mode: Option<String> = "rotationMode",
        /// When the key was changed last.
        last_rotated: Option<Timestamp> = "lastRotated",
        /// When the key will be changed.
        next_rotation: Option<Timestamp> = "nextRotation",
        /// What the key is for.
        key_use: KeyUse = "use",
        ..extra
    }
}

model! {
    /// Id and secret of an OAuth client.
    pub struct OauthClientCredentials {
        /// The client's id; the app's, unless chosen when the app was made.
        client_id: Option<String> = "client_id",
        /// The client's secret. Okta shows it when the app is made or changed.
        client_secret: Option<Secret> = "client_secret",
        /// How the client proves who it is.
        token_endpoint_auth_method: TokenEndpointAuthMethod = "token_endpoint_auth_method",
        /// Whether Okta changes its signing key from time to time.
        auto_key_rotation: Option<bool> = "autoKeyRotation",
        /// Whether the client must use PKCE.
        pkce_required: Option<bool> = "pkce_required",
        ..extra
    }
}

model! {
    /// Public keys.
    pub struct JsonWebKeySet {
        /// The keys.
        keys: Vec<Map> = "keys",
        ..extra
    }
}

impl JsonWebKeySet {
    /// The keys of these JSON Web Keys, such as [`PrivateKey::public_jwk`](crate::credential::PrivateKey::public_jwk)
    /// gives. What is no object is no key.
    pub fn of(keys: impl IntoIterator<Item = Value>) -> Self {
        let keys = keys.into_iter().filter_map(|key| key.as_object().cloned()).collect();
        JsonWebKeySet { keys, ..JsonWebKeySet::default() }
    }
}

open_enum! {
    /// Who sets the users' names and passwords for an app.
    pub enum CredentialsScheme {
        /// The user sets both; the default.
        EDIT_USERNAME_AND_PASSWORD = "EDIT_USERNAME_AND_PASSWORD",
        /// An admin sets both.
        ADMIN_SETS_CREDENTIALS = "ADMIN_SETS_CREDENTIALS",
        /// An admin sets the name, the user the password.
        EDIT_PASSWORD_ONLY = "EDIT_PASSWORD_ONLY",
        /// An admin sets the name, the password is that of Okta.
        EXTERNAL_PASSWORD_SYNC = "EXTERNAL_PASSWORD_SYNC",
        /// All users share one name and one password.
        SHARED_USERNAME_AND_PASSWORD = "SHARED_USERNAME_AND_PASSWORD",
    }
}

open_enum! {
    /// How an OAuth client proves who it is.
    pub enum TokenEndpointAuthMethod {
        /// Not at all: a client that can keep no secret.
        NONE = "none",
        /// By its secret, in a header.
        CLIENT_SECRET_BASIC = "client_secret_basic",
        /// By its secret, in the body.
        CLIENT_SECRET_POST = "client_secret_post",
        /// By a statement signed with its secret.
        CLIENT_SECRET_JWT = "client_secret_jwt",
        /// By a statement signed with its private key.
        PRIVATE_KEY_JWT = "private_key_jwt",
    }
}

open_enum! {
    /// Where the template of user names comes from.
    pub enum UserNameTemplateType {
        NONE,
        BUILT_IN,
        CUSTOM,
    }
}

open_enum! {
    /// Whether a changed user name goes to the app.
    pub enum PushStatus {
        PUSH,
        DONT_PUSH,
        NOT_CONFIGURED,
    }
}

open_enum! {
    /// What a key is for.
    pub enum KeyUse {
        SIG = "sig",
        ENC = "enc",
    }
}

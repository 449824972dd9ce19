//! Apps: the integrations of an org.
//!
//! What is sent stands in `body.rs`, the parts of an app in `credentials.rs`, `settings.rs`,
//! `app_saml.rs` and `app_oauth.rs`.

pub(crate) mod body;
pub(crate) mod connection;
pub(crate) mod credentials;
pub(crate) mod cross_app_access;
pub(crate) mod csr;
pub(crate) mod feature;
pub(crate) mod federated_claim;
pub(crate) mod first_party_setting;
pub(crate) mod grant;
pub(crate) mod group;
pub(crate) mod group_push_mapping;
pub(crate) mod interclient;
pub(crate) mod jwk;
pub(crate) mod key;
#[cfg(feature = "user")]
pub(crate) mod link;
pub(crate) mod logo;
pub(crate) mod oauth;
pub(crate) mod policy;
pub(crate) mod saml;
pub(crate) mod secret;
pub(crate) mod settings;
pub(crate) mod template;
pub(crate) mod token;
pub(crate) mod user;

pub use self::body::*;
pub use self::connection::*;
pub use self::credentials::*;
pub use self::cross_app_access::*;
pub use self::csr::*;
pub use self::feature::*;
pub use self::federated_claim::*;
pub use self::first_party_setting::*;
pub use self::grant::*;
pub use self::group::*;
pub use self::group_push_mapping::*;
pub use self::interclient::*;
pub use self::jwk::*;
pub use self::key::*;
pub use self::oauth::*;
pub use self::saml::*;
pub use self::secret::*;
pub use self::settings::*;
pub use self::template::*;
pub use self::token::*;
pub use self::user::*;

use oktars_catalog::{Operation, op};

use crate::call::Call;
use crate::client::Okta;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model, open_enum};

/// The apps of an org; made by [`Okta::apps`].
///
/// Who is assigned to an app is a matter of [`Okta::app_users`] and [`Okta::app_groups`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// use oktars::app::{AppStatus, ListApps, NewApp};
///
/// let app = okta.apps().create(&NewApp::bookmark("Wiki", "https://wiki.example.gov")).await?;
/// assert_eq!(app.status, AppStatus::ACTIVE);
///
/// let mut changed = NewApp::from(&app);
/// changed.label = "The wiki".into();
/// okta.apps().replace(&app.id, &changed).await?;
///
/// let mut apps = okta.apps().list(&ListApps::new().q("The"));
/// while let Some(app) = apps.try_next().await? {
///     assert_eq!(app.settings.app["url"], "https://wiki.example.gov");
/// }
///
/// okta.apps().deactivate(&app.id).await?;
/// okta.apps().delete(&app.id).await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Apps<'a> {
    okta: &'a Okta,
}

impl Okta {
    /// The apps of the org.
    pub fn apps(&self) -> Apps<'_> {
        Apps { okta: self }
    }
}

impl Apps<'_> {
    /// A call about one app.
    pub(crate) fn call(self, operation: Operation, id: impl AsRef<str>) -> Call {
        self.okta.call(operation).path("appId", id)
    }

    /// Lists apps, the inactive ones too: `GET /api/v1/apps`. Pages hold 200 apps.
    pub fn list(self, query: &ListApps) -> Listing<App> {
        query.apply(self.okta.call(op::LIST_APPLICATIONS)).list()
    }

    /// Creates an app, active, which is Okta's default: `POST /api/v1/apps`.
    ///
    /// A setting that the sign-on mode needs and the app lacks is a [validation
    /// error](crate::Error::is_validation) whose causes name it.
    pub fn create(self, app: &NewApp) -> Call<App> {
        self.create_with(app, &CreateApp::default())
    }

    /// Creates an app, active or not: `POST /api/v1/apps`.
    pub fn create_with(self, app: &NewApp, options: &CreateApp) -> Call<App> {
        options.apply(self.okta.call(op::CREATE_APPLICATION)).body(app).json()
    }

    /// Reads an app: `GET /api/v1/apps/{id}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<App> {
        self.call(op::GET_APPLICATION, id).json()
    }

    /// Reads an app with its assignment to a user, in `embedded`: `GET /api/v1/apps/{id}?expand=user/...`.
    pub fn get_for_user(self, id: impl AsRef<str>, user_id: impl AsRef<str>) -> Call<App> {
        let expand = format!("user/{}", user_id.as_ref());
        self.call(op::GET_APPLICATION, id).query("expand", expand).json()
    }

    /// Replaces all of an app that can be written: `PUT /api/v1/apps/{id}`.
    ///
    /// What the new version lacks is lost, so begin with [`NewApp::from`] the app that was read.
    pub fn replace(self, id: impl AsRef<str>, app: &NewApp) -> Call<App> {
        self.call(op::REPLACE_APPLICATION, id).body(app).json()
    }

    /// Deletes an app: `DELETE /api/v1/apps/{id}`.
    ///
    /// Okta refuses it while the app is active ([`is_forbidden`](crate::Error::is_forbidden)).
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_APPLICATION, id).empty()
    }

    /// Activates an app: `POST /api/v1/apps/{id}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::ACTIVATE_APPLICATION, id).empty()
    }

    /// Deactivates an app: `POST /api/v1/apps/{id}/lifecycle/deactivate`. Its assignments stay.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DEACTIVATE_APPLICATION, id).empty()
    }
}

model! {
    /// An app.
    pub struct App {
        /// The id.
        id: String = "id",
        /// The name that Okta uses across its services.
        orn: Option<String> = "orn",
        /// The kind of app, such as `bookmark` or `oidc_client`; Okta makes one for custom apps.
        name: String = "name",
        /// What people read.
        label: String = "label",
        /// The status.
        status: AppStatus = "status",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// Who can reach it, and where errors lead.
        accessibility: AppAccessibility = "accessibility",
        /// Where and how users see it.
        visibility: AppVisibility = "visibility",
        /// What provisioning does, for example `PUSH_NEW_USERS`; not to be changed here.
        features: Vec<AppFeatureName> = "features",
        /// How users sign in to it.
        sign_on_mode: SignOnMode = "signOnMode",
        /// User names, keys and client secrets.
        credentials: AppCredentials = "credentials",
        /// Whether it takes part when a user is signed out everywhere.
        universal_logout: Option<Map> = "universalLogout",
        /// The settings, which differ by sign-on mode.
        settings: AppSettings = "settings",
        /// Attributes of one's own; OpenID Connect apps alone have them.
        profile: Option<Map> = "profile",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links to what belongs to it.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// Who can reach an app, and where errors lead.
    pub struct AppAccessibility {
        /// Whether users can ask for it.
        self_service: Option<bool> = "selfService",
        /// A page of one's own for errors.
        error_redirect_url: Option<String> = "errorRedirectUrl",
        /// A page of one's own for signing in.
        login_redirect_url: Option<String> = "loginRedirectUrl",
        ..extra
    }
}

model! {
    /// Where and how users see an app.
    pub struct AppVisibility {
        /// Whether it starts when a user signs in to Okta.
        auto_launch: Option<bool> = "autoLaunch",
        /// Whether the browser plugin signs in by itself.
        auto_submit_toolbar: Option<bool> = "autoSubmitToolbar",
        /// Where it is hidden.
        hide: AppHide = "hide",
        /// Which of its links are shown, by their names.
        app_links: Map = "appLinks",
        ..extra
    }
}

model! {
    /// Where an app is hidden.
    pub struct AppHide {
        /// On phones.
        ios: Option<bool> = "iOS",
        /// On the dashboard.
        web: Option<bool> = "web",
        ..extra
    }
}

open_enum! {
    /// The status of an app.
    pub enum AppStatus {
        /// In use.
        ACTIVE = "ACTIVE",
        /// Made, and not in use.
        INACTIVE = "INACTIVE",
        /// Deleted.
        DELETED = "DELETED",
    }
}

open_enum! {
    /// How users sign in to an app.
    pub enum SignOnMode {
        /// A link, without signing in.
        BOOKMARK = "BOOKMARK",
        /// HTTP basic authentication.
        BASIC_AUTH = "BASIC_AUTH",
        /// The browser plugin fills in a form.
        BROWSER_PLUGIN = "BROWSER_PLUGIN",
        /// Okta posts the password, without the plugin.
        SECURE_PASSWORD_STORE = "SECURE_PASSWORD_STORE",
        /// A form at an address of choice.
        AUTO_LOGIN = "AUTO_LOGIN",
        /// SAML 2.0.
        SAML_2_0 = "SAML_2_0",
        /// SAML 1.1.
        SAML_1_1 = "SAML_1_1",
        /// WS-Federation.
        WS_FEDERATION = "WS_FEDERATION",
        /// OpenID Connect.
        OPENID_CONNECT = "OPENID_CONNECT",
        /// Okta checks a further factor for another service.
        MFA_AS_SERVICE = "MFA_AS_SERVICE",
    }
}

open_enum! {
    /// What an app can do with users and groups.
    pub enum AppFeatureName {
        GROUP_PUSH,
        IMPORT_NEW_USERS,
        IMPORT_PROFILE_UPDATES,
        IMPORT_USER_SCHEMA,
        PROFILE_MASTERING,
        PUSH_NEW_USERS,
        PUSH_PASSWORD_UPDATES,
        PUSH_PROFILE_UPDATES,
        PUSH_USER_DEACTIVATION,
        REACTIVATE_USERS,
        OUTBOUND_DEL_AUTH,
        DESKTOP_SSO,
        FEDERATED_PROFILE,
        SUPPRESS_ACTIVATION_EMAIL,
        PUSH_PENDING_USERS,
        MFA,
        UPDATE_EXISTING_USERNAME,
        EXCLUDE_USERNAME_UPDATE_ON_PROFILE_PUSH,
        EXCHANGE_ACTIVE_SYNC,
        IMPORT_SYNC,
        IMPORT_SYNC_CONTACTS,
        DEVICE_COMPLIANCE,
        VPN_CONFIG,
        IMPORT_SCHEMA_ENUM_VALUES,
        SCIM_PROVISIONING,
        DEVICE_FILTER_IN_SIGN_ON_RULES,
        PROFILE_TEMPLATE_UPGRADE,
        DEFAULT_PUSH_STATUS_TO_PUSH,
        REAL_TIME_SYNC,
        SSO,
        AUTHN_CONTEXT,
        JIT_PROVISIONING,
        GROUP_SYNC,
        OPP_SCIM_INCREMENTAL_IMPORTS,
        IN_MEMORY_APP_USER,
        LOG_STREAMING,
        OAUTH_INTEGRATION,
        IDP,
        PUSH_NEW_USERS_WITHOUT_PASSWORD,
        SKYHOOK_SERVICE,
        ENTITLEMENT_MANAGEMENT,
        PUSH_NEW_USERS_WITH_HASHED_PASSWORD,
    }
}

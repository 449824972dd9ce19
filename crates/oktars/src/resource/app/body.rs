//! What is sent about apps: queries, options and bodies.

use serde_json::Value;

use crate::call::Call;
use crate::expression::Expression;
use crate::model::{Map, Secret, model};
use crate::query::query;
use crate::resource::app::AppFeatureName;
use crate::resource::app::credentials::{
    AppCredentials, CredentialsScheme, OauthClientCredentials, TokenEndpointAuthMethod, UserNameTemplate,
};
use crate::resource::app::oauth::OauthClientSettings;
use crate::resource::app::saml::SignOnSettings;
use crate::resource::app::settings::{AppNotes, AppSettings};
use crate::resource::app::template::{FormFields, TemplateSaml, ThreeFields, WsFederation};
use crate::resource::app::user::AppPassword;
use crate::resource::app::{App, AppAccessibility, AppVisibility, SignOnMode};

/// Members of an app that Okta alone writes and that are no part of [`NewApp`].
const READ_ONLY: [&str; 8] =
    ["id", "orn", "status", "created", "lastUpdated", "universalLogout", "_embedded", "_links"];

query! {
    /// Which apps to list, and how.
    ///
    /// ```
    /// use oktars::attr;
    /// use oktars::app::ListApps;
    ///
    /// let of_a_group = ListApps::new().filter(attr("group.id").eq("00g1"));
    /// let by_name = ListApps::new().q("Wik").limit(50);
    /// # let _ = (of_a_group, by_name);
    /// ```
    pub struct ListApps {
        /// The start of a name or label.
        q: String = "q",
        /// An expression over `id`, `name`, `status`, `user.id`, `group.id` or the id of the signing key.
        filter: Expression = "filter",
        /// The size of a page; the greatest, 200, unless set. The list still covers all pages.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
        /// What to send along: `user/` and an id, together with a filter for the same user.
        expand: String = "expand",
        /// Whether apps that are neither active nor deleted are listed as well.
        include_non_deleted: bool = "includeNonDeleted",
        /// Whether Okta answers faster, with fewer members of each app.
        use_optimization: bool = "useOptimization",
        /// Whether the VPN settings come along, also where the app has none.
        always_include_vpn_settings: bool = "alwaysIncludeVpnSettings",
    }
}

/// How to create an app. What is not said is left to Okta.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct CreateApp {
    /// Whether to activate the app at once; Okta's default is yes.
    pub activate: Option<bool>,
}

impl CreateApp {
    /// Okta's defaults.
    pub fn new() -> Self {
        CreateApp::default()
    }

    /// Activates the app at once, or leaves it `INACTIVE`.
    #[must_use]
    pub fn activate(mut self, activate: bool) -> Self {
        self.activate = Some(activate);
        self
    }

    pub(crate) fn apply(&self, call: Call) -> Call {
        call.query_opt("activate", self.activate)
    }
}

model! {
    /// An app to create, or the new state of an app.
    ///
    /// There is a constructor for each kind of app that Okta makes without knowing the app;
    /// [`known`](NewApp::known) is for those of Okta's catalogue.
    ///
    /// ```
    /// use oktars::app::{CredentialsScheme, FormFields, NewApp, OauthClientSettings, SignOnSettings};
    ///
    /// let fields = FormFields { username: "#user", password: "#pass", button: "#sign-in" };
    /// let apps = [
    ///     NewApp::bookmark("Wiki", "https://wiki.example.gov"),
    ///     NewApp::swa_plugin("Forum", "https://forum.example.gov/login", fields)
    ///         .scheme(CredentialsScheme::ADMIN_SETS_CREDENTIALS),
    ///     NewApp::saml("Payroll", SignOnSettings::saml("https://pay.example.gov/acs", "https://pay.example.gov")),
    ///     NewApp::oidc("Portal", OauthClientSettings::web(["https://portal.example.gov/callback"])),
    ///     NewApp::known("pagerduty", "Pager").setting("subdomain", "example"),
    /// ];
    /// # assert_eq!(apps.len(), 5);
    /// ```
    pub struct NewApp {
        /// The kind of app; empty for custom SAML and custom forms.
        name: String = "name",
        /// What people read.
        label: String = "label",
        /// How users sign in to it; may be empty where the kind leaves no choice.
        sign_on_mode: SignOnMode = "signOnMode",
        /// Who can reach it, and where errors lead.
        accessibility: AppAccessibility = "accessibility",
        /// Where and how users see it.
        visibility: AppVisibility = "visibility",
        /// What provisioning does.
        features: Vec<AppFeatureName> = "features",
        /// User names, keys and client secrets.
        credentials: AppCredentials = "credentials",
        /// The settings, which differ by sign-on mode.
        settings: AppSettings = "settings",
        /// Attributes of one's own; OpenID Connect apps alone have them.
        profile: Option<Map> = "profile",
        ..extra
    }
}

/// The kinds of app.
impl NewApp {
    fn new(name: &str, label: impl Into<String>, sign_on_mode: SignOnMode) -> Self {
        NewApp { name: name.to_owned(), label: label.into(), sign_on_mode, ..NewApp::default() }
    }

    /// A link on the dashboard: `bookmark`.
    pub fn bookmark(label: impl Into<String>, url: impl Into<String>) -> Self {
        NewApp::new("bookmark", label, SignOnMode::BOOKMARK)
            .setting("requestIntegration", false)
            .setting("url", url.into())
    }

    /// A page behind HTTP basic authentication: `template_basic_auth`.
    pub fn basic_auth(label: impl Into<String>, auth_url: impl Into<String>, url: impl Into<String>) -> Self {
        NewApp::new("template_basic_auth", label, SignOnMode::BASIC_AUTH)
            .setting("authURL", auth_url.into())
            .setting("url", url.into())
    }

    /// A sign-in form that the browser plugin fills in: `template_swa`.
    ///
    /// `checkbox`, `redirectUrl` and `loginUrlRegex` are further [settings](NewApp::setting).
    pub fn swa_plugin(label: impl Into<String>, url: impl Into<String>, fields: FormFields<'_>) -> Self {
        NewApp::new("template_swa", label, SignOnMode::BROWSER_PLUGIN)
            .setting("url", url.into())
            .setting("usernameField", fields.username)
            .setting("passwordField", fields.password)
            .setting("buttonField", fields.button)
    }

    /// A sign-in form with a third field: `template_swa3field`.
    pub fn swa_three_fields(
        label: impl Into<String>,
        url: impl Into<String>,
        fields: ThreeFields<'_>,
    ) -> Self {
        NewApp::new("template_swa3field", label, SignOnMode::BROWSER_PLUGIN)
            .setting("targetURL", url.into())
            .setting("userNameSelector", fields.username)
            .setting("passwordSelector", fields.password)
            .setting("buttonSelector", fields.button)
            .setting("extraFieldSelector", fields.extra)
            .setting("extraFieldValue", fields.extra_value)
    }

    /// A sign-in form that Okta posts without the plugin: `template_sps`. It has no use for a button.
    ///
    /// Up to three further fields are [settings](NewApp::setting): `optionalField1` and its
    /// `optionalField1Value`.
    pub fn secure_password_store(
        label: impl Into<String>,
        url: impl Into<String>,
        fields: FormFields<'_>,
    ) -> Self {
        NewApp::new("template_sps", label, SignOnMode::SECURE_PASSWORD_STORE)
            .setting("url", url.into())
            .setting("usernameField", fields.username)
            .setting("passwordField", fields.password)
    }

    /// A sign-in form at an address of choice, of which Okta finds out the fields.
    pub fn auto_login(label: impl Into<String>, login_url: impl Into<String>) -> Self {
        NewApp::new("", label, SignOnMode::AUTO_LOGIN).sign_on(SignOnSettings::form(login_url))
    }

    /// SAML 2.0.
    pub fn saml(label: impl Into<String>, sign_on: SignOnSettings) -> Self {
        NewApp::new("", label, SignOnMode::SAML_2_0).sign_on(sign_on)
    }

    /// SAML 2.0 by the old template, `template_saml_2_0`.
    pub fn template_saml(label: impl Into<String>, settings: &TemplateSaml) -> Self {
        NewApp::new("template_saml_2_0", label, SignOnMode::SAML_2_0).app_settings(settings.settings())
    }

    /// WS-Federation: `template_wsfed`.
    pub fn ws_federation(label: impl Into<String>, settings: &WsFederation) -> Self {
        NewApp::new("template_wsfed", label, SignOnMode::WS_FEDERATION).app_settings(settings.settings())
    }

    /// OpenID Connect, or an OAuth client without users: `oidc_client`.
    ///
    /// A client in the browser or on a device keeps no secret, so it has no other way to
    /// [authenticate](NewApp::token_endpoint_auth_method) than `none`, which is set.
    pub fn oidc(label: impl Into<String>, client: OauthClientSettings) -> Self {
        use crate::resource::app::oauth::OauthApplicationType;
        let public = [OauthApplicationType::BROWSER, OauthApplicationType::NATIVE];
        let without_secret = public.contains(&client.application_type);
        let mut app = NewApp::new("oidc_client", label, SignOnMode::OPENID_CONNECT);
        app.settings.oauth_client = Some(client);
        if without_secret { app.token_endpoint_auth_method(TokenEndpointAuthMethod::NONE) } else { app }
    }

    /// Another Okta org, to which users and groups are pushed: `okta_org2org`.
    ///
    /// Address and audience are those of the identity provider that the other org has for this one.
    pub fn org2org(
        label: impl Into<String>,
        base_url: impl Into<String>,
        acs_url: impl Into<String>,
        audience: impl Into<String>,
    ) -> Self {
        NewApp::new("okta_org2org", label, SignOnMode::SAML_2_0)
            .setting("baseUrl", base_url.into())
            .setting("acsUrl", acs_url.into())
            .setting("audRestriction", audience.into())
    }

    /// An app that Okta's catalogue knows, by its key there. Its [settings](NewApp::setting) are its own.
    pub fn known(name: impl AsRef<str>, label: impl Into<String>) -> Self {
        NewApp::new(name.as_ref(), label, SignOnMode::default())
    }
}

/// What apps of all kinds have.
impl NewApp {
    /// Has this setting among those of its kind.
    #[must_use]
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.settings.app.insert(name.into(), value.into());
        self
    }

    fn app_settings(mut self, settings: Value) -> Self {
        if let Value::Object(settings) = settings {
            self.settings.app.extend(settings);
        }
        self
    }

    /// Signs users in like this.
    #[must_use]
    pub fn sign_on(mut self, settings: SignOnSettings) -> Self {
        self.settings.sign_on = Some(settings);
        self
    }

    /// Has users sign in in this way, of those that its kind knows.
    #[must_use]
    pub fn sign_on_mode(mut self, mode: SignOnMode) -> Self {
        self.sign_on_mode = mode;
        self
    }

    /// Says who sets users' names and passwords.
    #[must_use]
    pub fn scheme(mut self, scheme: CredentialsScheme) -> Self {
        self.credentials.scheme = scheme;
        self
    }

    /// Has all users share one name and one password.
    #[must_use]
    pub fn shared_credentials(mut self, user_name: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.credentials.scheme = CredentialsScheme::SHARED_USERNAME_AND_PASSWORD;
        self.credentials.user_name = Some(user_name.into());
        self.credentials.password = Some(AppPassword::new(password));
        self
    }

    /// Makes users' names for it like this.
    #[must_use]
    pub fn user_name_template(mut self, template: UserNameTemplate) -> Self {
        self.credentials.user_name_template = template;
        self
    }

    /// Has this client id instead of one that Okta makes; OpenID Connect apps alone.
    #[must_use]
    pub fn client_id(mut self, id: impl Into<String>) -> Self {
        self.oauth_client().client_id = Some(id.into());
        self
    }

    /// Has this client secret instead of one that Okta makes; OpenID Connect apps alone.
    #[must_use]
    pub fn client_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.oauth_client().client_secret = Some(secret.into());
        self
    }

    /// Has the client prove who it is like this; OpenID Connect apps alone.
    #[must_use]
    pub fn token_endpoint_auth_method(mut self, method: TokenEndpointAuthMethod) -> Self {
        self.oauth_client().token_endpoint_auth_method = method;
        self
    }

    fn oauth_client(&mut self) -> &mut OauthClientCredentials {
        self.credentials.oauth_client.get_or_insert_default()
    }

    /// Can be asked for by users, or not.
    #[must_use]
    pub fn self_service(mut self, allowed: bool) -> Self {
        self.accessibility.self_service = Some(allowed);
        self
    }

    /// Is hidden on the dashboard and on phones, or shown.
    #[must_use]
    pub fn hidden(mut self, hidden: bool) -> Self {
        self.visibility.hide.web = Some(hidden);
        self.visibility.hide.ios = Some(hidden);
        self
    }

    /// Has this note for admins.
    #[must_use]
    pub fn admin_note(mut self, text: impl Into<String>) -> Self {
        self.settings.notes.get_or_insert_with(AppNotes::default).admin = Some(text.into());
        self
    }

    /// Has this attribute of one's own; OpenID Connect apps alone.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.profile.get_or_insert_default().insert(name.into(), value.into());
        self
    }
}

impl From<&App> for NewApp {
    /// All of an app that can be written, as it was read: what Okta sent and has no field is kept.
    fn from(app: &App) -> Self {
        let mut extra = app.extra.clone();
        extra.retain(|name, _| !READ_ONLY.contains(&name.as_str()));
        NewApp {
            name: app.name.clone(),
            label: app.label.clone(),
            sign_on_mode: app.sign_on_mode.clone(),
            accessibility: app.accessibility.clone(),
            visibility: app.visibility.clone(),
            features: app.features.clone(),
            credentials: app.credentials.clone(),
            settings: app.settings.clone(),
            profile: app.profile.clone(),
            extra,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(app: &NewApp) -> Value {
        serde_json::to_value(app).unwrap()
    }

    #[test]
    fn what_was_read_is_what_is_written_but_for_what_okta_alone_writes() {
        let read = json!({
            "id": "0oa1", "orn": "orn:okta:x", "name": "bookmark", "label": "Wiki", "status": "ACTIVE",
            "created": null, "lastUpdated": "2026-02-02T11:15:32.000Z", "universalLogout": null,
            "accessibility": {"selfService": false, "errorRedirectUrl": null, "loginRedirectUrl": null},
            "visibility": {"autoLaunch": false, "hide": {"iOS": false, "web": true}, "appLinks": {"login": true}},
            "features": [], "signOnMode": null, "licensing": {"seatCount": 3},
            "credentials": {"userNameTemplate": {"template": "${source.login}", "type": "BUILT_IN"}, "signing": {}},
            "settings": {"app": {"url": "https://x", "new": [1]}, "later": {"a": null}},
            "_links": {"users": {"href": "x"}}, "_embedded": {},
        });
        let app: App = serde_json::from_value(read.clone()).unwrap();
        assert_eq!(serde_json::to_value(&app).unwrap(), read);

        let mut expected = read;
        expected.as_object_mut().unwrap().retain(|name, _| !READ_ONLY.contains(&name.as_str()));
        assert_eq!(written(&NewApp::from(&app)), expected);
    }

    #[test]
    fn a_public_client_has_no_secret() {
        let uris = ["https://x/callback"];
        for (client, method) in [
            (OauthClientSettings::browser(uris), json!("none")),
            (OauthClientSettings::native(uris), json!("none")),
            (OauthClientSettings::web(uris), Value::Null),
            (OauthClientSettings::service(), Value::Null),
        ] {
            let app = written(&NewApp::oidc("x", client));
            assert_eq!(app["credentials"]["oauthClient"]["token_endpoint_auth_method"], method);
        }
    }

    #[test]
    fn secrets_are_sent_and_not_shown() {
        let app = NewApp::oidc("x", OauthClientSettings::web(["https://x"])).client_secret("cl13nt-s3cret");
        let app = app.shared_credentials("all", "p4ssw0rd");
        assert_eq!(written(&app)["credentials"]["password"], json!({"value": "p4ssw0rd"}));
        assert_eq!(written(&app)["credentials"]["oauthClient"]["client_secret"], "cl13nt-s3cret");
        let shown = format!("{app:?}");
        assert!(!shown.contains("p4ssw0rd") && !shown.contains("cl13nt-s3cret"), "{shown}");
    }
}

//! The settings of the templates that Okta has for apps it does not know.

use serde_json::{Value, json};

use crate::resource::app::saml::{AuthnContextClass, NameIdFormat};

/// The fields of a sign-in form that the browser plugin fills in, by CSS selector or name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FormFields<'a> {
    /// The field for the name.
    pub username: &'a str,
    /// The field for the password.
    pub password: &'a str,
    /// The button.
    pub button: &'a str,
}

/// A sign-in form with a third field, all by CSS selector.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ThreeFields<'a> {
    /// The field for the name.
    pub username: &'a str,
    /// The field for the password.
    pub password: &'a str,
    /// The button.
    pub button: &'a str,
    /// The third field.
    pub extra: &'a str,
    /// What is written into the third field.
    pub extra_value: &'a str,
}

/// The addresses of an app that speaks WS-Federation, and what it is told about users.
///
/// ```
/// use oktars::app::{NewApp, WsFederation};
///
/// let mut settings = WsFederation::new("urn:example:app", "https://app.example.gov", "https://app.example.gov/wsfed");
/// settings.realm = Some("urn:example:realm".into());
/// let app = NewApp::ws_federation("Intranet", &settings);
/// assert_eq!(app.settings.app["siteURL"], "https://app.example.gov");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct WsFederation {
    /// Who the tokens are for.
    pub audience: String,
    /// Where the app is.
    pub site_url: String,
    /// Where tokens are sent.
    pub reply_url: String,
    /// Whether the app may name another address for the tokens.
    pub reply_override: bool,
    /// The realm; Okta makes one where you give none.
    pub realm: Option<String>,
    /// The format of the name.
    pub name_id_format: String,
    /// How the user must have been authenticated.
    pub authn_context_class_ref: String,
    /// The attribute that has the user's name.
    pub username_attribute: String,
    /// What is said about the user, in Okta's own notation.
    pub attribute_statements: Option<String>,
    /// The attribute that has the groups.
    pub group_name: Option<String>,
    /// Which groups are named, as a regular expression.
    pub group_filter: Option<String>,
    /// How groups are named.
    pub group_value_format: String,
}

impl WsFederation {
    /// The user called by the name for the app, groups named as in Windows.
    pub fn new(
        audience: impl Into<String>,
        site_url: impl Into<String>,
        reply_url: impl Into<String>,
    ) -> Self {
        WsFederation {
            audience: audience.into(),
            site_url: site_url.into(),
            reply_url: reply_url.into(),
            reply_override: false,
            realm: None,
            name_id_format: NameIdFormat::UNSPECIFIED.to_string(),
            authn_context_class_ref: AuthnContextClass::PASSWORD_PROTECTED_TRANSPORT.to_string(),
            username_attribute: "username".to_owned(),
            attribute_statements: None,
            group_name: None,
            group_filter: None,
            group_value_format: "windowsDomainQualifiedName".to_owned(),
        }
    }

    /// As Okta names them.
    pub(crate) fn settings(&self) -> Value {
        json!({
            "audienceRestriction": self.audience,
            "realm": self.realm,
            "siteURL": self.site_url,
            "wReplyURL": self.reply_url,
            "wReplyOverride": self.reply_override,
            "nameIDFormat": self.name_id_format,
            "authnContextClassRef": self.authn_context_class_ref,
            "usernameAttribute": self.username_attribute,
            "attributeStatements": self.attribute_statements,
            "groupName": self.group_name,
            "groupFilter": self.group_filter,
            "groupValueFormat": self.group_value_format,
        })
    }
}

/// The settings of the old template for SAML 2.0, `template_saml_2_0`, which oktajs knew. New apps had
/// better be made by [`SignOnSettings::saml`](crate::app::SignOnSettings::saml).
///
/// ```
/// use oktars::app::{NewApp, TemplateSaml};
///
/// let mut settings = TemplateSaml::new("https://app.example.gov/saml/acs", "https://app.example.gov");
/// settings.default_relay_state = Some("/home".into());
/// let app = NewApp::template_saml("Payroll", &settings);
/// assert_eq!(app.settings.app["postBackURL"], "https://app.example.gov/saml/acs");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TemplateSaml {
    /// Where assertions are sent.
    pub post_back_url: String,
    /// Whom assertions are for.
    pub audience: String,
    /// Where assertions may be presented.
    pub recipient: String,
    /// Where assertions say they are sent.
    pub destination: String,
    /// Whether the user is asked again each time.
    pub force_authn: bool,
    /// How the user must have been authenticated.
    pub authn_context_class_ref: String,
    /// Whether requests come compressed.
    pub request_compressed: bool,
    /// Whether the assertion is signed.
    pub sign_assertion: bool,
    /// Whether the whole response is signed.
    pub sign_response: bool,
    /// The format of what the user is called.
    pub name_id_format: String,
    /// The attribute that has the groups.
    pub group_name: Option<String>,
    /// Which groups are named.
    pub group_filter: Option<String>,
    /// Where users come to when signing in begins at Okta.
    pub default_relay_state: Option<String>,
    /// Whom assertions name as their issuer.
    pub configured_issuer: Option<String>,
    /// What is said about the user, in Okta's own notation.
    pub attribute_statements: Option<String>,
}

impl TemplateSaml {
    /// Both signed, the user called by the name for the app.
    pub fn new(post_back_url: impl Into<String>, audience: impl Into<String>) -> Self {
        let post_back_url = post_back_url.into();
        TemplateSaml {
            recipient: post_back_url.clone(),
            destination: post_back_url.clone(),
            post_back_url,
            audience: audience.into(),
            force_authn: false,
            authn_context_class_ref: AuthnContextClass::PASSWORD_PROTECTED_TRANSPORT.to_string(),
            request_compressed: false,
            sign_assertion: true,
            sign_response: true,
            name_id_format: NameIdFormat::UNSPECIFIED.to_string(),
            group_name: None,
            group_filter: None,
            default_relay_state: None,
            configured_issuer: None,
            attribute_statements: None,
        }
    }

    /// As Okta names them. It asks for all of them, and takes flags as words.
    pub(crate) fn settings(&self) -> Value {
        let word = |yes: bool, on: &str, off: &str| if yes { on.to_owned() } else { off.to_owned() };
        json!({
            "audienceRestriction": self.audience,
            "forceAuthn": self.force_authn,
            "postBackURL": self.post_back_url,
            "authnContextClassRef": self.authn_context_class_ref,
            "requestCompressed": word(self.request_compressed, "COMPRESSED", "UNCOMPRESSED"),
            "recipient": self.recipient,
            "signAssertion": word(self.sign_assertion, "SIGNED", "UNSIGNED"),
            "destination": self.destination,
            "signResponse": word(self.sign_response, "SIGNED", "UNSIGNED"),
            "nameIDFormat": self.name_id_format,
            "groupName": self.group_name,
            "groupFilter": self.group_filter,
            "defaultRelayState": self.default_relay_state,
            "configuredIssuer": self.configured_issuer,
            "attributeStatements": self.attribute_statements,
        })
    }
}

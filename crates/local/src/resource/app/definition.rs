//! The kinds of apps: what each is called, how it signs in, which settings it takes.

/// A kind of app, as the integration network calls it.
pub struct Definition {
    pub name: &'static str,
    pub mode: Mode,
    /// The names of its links on the dashboard; empty where the link has the app's own name.
    pub links: &'static [&'static str],
    /// The members of `settings.app`, in the order in which Okta answers them.
    pub settings: &'static [Setting],
    pub logout: Logout,
    /// The org keeps a count of licences for it.
    pub licensed: bool,
}

/// How an app signs its users in.
pub enum Mode {
    /// One way only.
    Fixed(&'static str),
    /// The way that the request names.
    Requested,
    /// It signs nobody in.
    None,
}

/// What an app supports of Universal Logout.
#[derive(Clone, Copy)]
pub enum Logout {
    Unsupported,
    Partial,
    Full,
}

pub struct Setting {
    pub name: &'static str,
    pub preset: Preset,
}

/// What stands in a setting that the request leaves out.
#[derive(Clone, Copy)]
pub enum Preset {
    Required,
    /// Yes or no, and one of both must be said.
    RequiredFlag,
    Null,
    Is(bool),
    Text(&'static str),
}

const fn required(name: &'static str) -> Setting {
    Setting { name, preset: Preset::Required }
}

const fn optional(name: &'static str) -> Setting {
    Setting { name, preset: Preset::Null }
}

const fn flag(name: &'static str) -> Setting {
    Setting { name, preset: Preset::Is(false) }
}

const fn text(name: &'static str, preset: &'static str) -> Setting {
    Setting { name, preset: Preset::Text(preset) }
}

const fn template(name: &'static str, mode: &'static str, settings: &'static [Setting]) -> Definition {
    Definition {
        name,
        mode: Mode::Fixed(mode),
        links: &["login"],
        settings,
        logout: Logout::Unsupported,
        licensed: false,
    }
}

/// An app of the integration network.
const fn integration(
    name: &'static str,
    links: &'static [&'static str],
    settings: &'static [Setting],
) -> Definition {
    Definition { name, mode: Mode::Requested, links, settings, logout: Logout::Unsupported, licensed: false }
}

/// Apps without a name in the request: a definition is made for each.
pub static CUSTOM: Definition = Definition {
    name: "",
    mode: Mode::Requested,
    links: &[],
    settings: &[],
    logout: Logout::Full,
    licensed: false,
};

/// The integration network holds thousands; what is not known here takes its settings as they are sent.
pub static UNKNOWN: Definition = integration("", &["login"], &[]);

pub const OIDC: &str = "oidc_client";

const TODAY: &str = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";

#[rustfmt::skip]
static KNOWN: &[Definition] = &[
    template("bookmark", "BOOKMARK", &[flag("requestIntegration"), required("url")]),
    template("template_basic_auth", "BASIC_AUTH", &[
        optional("loginUrlRegex"), required("authURL"), required("url"),
    ]),
    template("template_swa", "BROWSER_PLUGIN", &[
        optional("loginUrlRegex"), required("usernameField"), optional("redirectUrl"), required("buttonField"),
        optional("checkbox"), required("passwordField"), required("url"),
    ]),
    template("template_swa3field", "BROWSER_PLUGIN", &[
        optional("loginUrlRegex"), required("extraFieldSelector"), required("extraFieldValue"),
        optional("redirectUrl"), required("userNameSelector"), required("passwordSelector"),
        required("buttonSelector"), required("targetURL"),
    ]),
    template("template_sps", "SECURE_PASSWORD_STORE", &[
        required("usernameField"), optional("optionalField1"), optional("optionalField2Value"),
        optional("optionalField3Value"), required("passwordField"), required("url"),
        optional("optionalField1Value"), optional("optionalField2"), optional("optionalField3"),
    ]),
    template("template_saml_2_0", "SAML_2_0", &[
        required("audienceRestriction"), optional("groupName"), flag("forceAuthn"), optional("defaultRelayState"),
        required("postBackURL"), text("authnContextClassRef", TODAY), optional("configuredIssuer"),
        text("requestCompressed", "COMPRESSED"), optional("groupFilter"), required("recipient"),
        text("signAssertion", "SIGNED"), required("destination"), text("signResponse", "SIGNED"),
        text("nameIDFormat", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"),
        optional("attributeStatements"),
    ]),
    template("template_wsfed", "WS_FEDERATION", &[
        optional("groupFilter"), required("siteURL"), required("authnContextClassRef"), flag("wReplyOverride"),
        text("digestAlgorithm", "SHA1"), required("usernameAttribute"), text("signatureAlgorithm", "RSA_SHA1"),
        required("audienceRestriction"), required("wReplyURL"), optional("groupName"),
        optional("attributeStatements"), required("nameIDFormat"), optional("realm"), required("groupValueFormat"),
    ]),
    Definition {
        name: OIDC,
        mode: Mode::Fixed("OPENID_CONNECT"),
        links: &[],
        settings: &[],
        logout: Logout::Full,
        licensed: false,
    },
    integration("okta_org2org", &["login"], &[
        optional("acsUrl"), optional("audRestriction"), optional("baseUrl"),
    ]),
    integration("pagerduty", &["login"], &[optional("adminUserId"), optional("baseUrl"), required("subdomain")]),
    integration("strongdm", &[], &[optional("base_url")]),
    integration("deel", &[], &[]),
    integration("applauz", &[], &[]),
    Definition { mode: Mode::None, ..integration("deelhr", &[], &[]) },
    Definition {
        logout: Logout::Partial,
        licensed: true,
        ..integration("office365", &[
            "calendar", "mail", "teams", "sites", "delve", "sway", "login", "powerbi", "people", "excel", "yammer",
            "newsfeed", "onedrive", "word", "planner", "powerpoint", "tasks", "forms", "crm",
        ], &[
            optional("tenantType"), optional("wsFedConfigureType"), optional("occSettings"),
            flag("windowsTransportEnabled"), required("domain"), required("msftTenant"), optional("domains"),
            optional("office365ProvisioningType"), flag("requireAdminConsent"),
            optional("office365FlexibleProvisioningMode"),
        ])
    },
];

/// The definition that a request names; names are compared without case.
pub fn named(name: &str) -> &'static Definition {
    KNOWN.iter().find(|known| known.name.eq_ignore_ascii_case(name)).unwrap_or(&UNKNOWN)
}

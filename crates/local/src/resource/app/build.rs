//! From a request to an app: what is asked for, completed with what Okta adds.

use serde_json::{Map, Value, json};

use crate::document::form;
use crate::kernel::context::Context;
use crate::kernel::features::UniversalLogout;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::resource::app::definition::{self, CUSTOM, Definition, Logout, Mode, Preset, Setting};
use crate::resource::app::key as app_key;
use crate::resource::app::{oauth, sign_on};

const MAX_LABEL: usize = 100;
/// How apps of the integration network sign their users in.
const MODES: [&str; 9] = [
    "BASIC_AUTH",
    "BOOKMARK",
    "BROWSER_PLUGIN",
    "MFA_AS_SERVICE",
    "OPENID_CONNECT",
    "SAML_1_1",
    "SAML_2_0",
    "SECURE_PASSWORD_STORE",
    "WS_FEDERATION",
];
/// What the org knows of an app and never shows as it is.
pub const INTERNAL: &str = "internal";

/// What is settled of an app before its request is read in full.
pub struct Base {
    pub id: String,
    pub name: String,
    pub mode: Value,
    pub status: String,
    pub created: String,
    pub definition: &'static Definition,
    /// The org made the definition for this app alone.
    pub custom: bool,
}

impl Base {
    /// Of a new app.
    pub fn new(context: &Context<'_>, request: &Value, status: &str) -> Result<Self, Problem> {
        let mode = request["signOnMode"].as_str().unwrap_or_default();
        let id = context.new_id("0oa");
        let created = context.now_text();
        let status = status.to_owned();
        match request["name"].as_str().filter(|name| !name.is_empty()) {
            None if matches!(mode, "SAML_2_0" | "AUTO_LOGIN") => {
                let name = custom_name(context, &label(request)?)?;
                let mode = json!(mode);
                Ok(Base { id, name, mode, status, created, definition: &CUSTOM, custom: true })
            }
            None if mode == "OPENID_CONNECT" => Base::named(id, definition::OIDC, mode, status, created),
            None => Err(Problem::blank("name")),
            Some(name) if is_custom_saml(request) && definition::named(name).name.is_empty() => {
                Err(Problem::validation(
                    "name",
                    format!("name: {name} is not a known app, and the org itself names custom apps"),
                ))
            }
            Some(name) => Base::named(id, name, mode, status, created),
        }
    }

    fn named(id: String, name: &str, mode: &str, status: String, created: String) -> Result<Self, Problem> {
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c)) {
            return Err(Problem::validation("name", format!("name: {name} is not a name of an application")));
        }
        let definition = definition::named(name);
        let name = if definition.name.is_empty() { name } else { definition.name };
        let mode = mode_of(definition, mode)?;
        Ok(Base { id, name: name.to_owned(), mode, status, created, definition, custom: false })
    }

    /// Of an app that is there.
    pub fn of(app: &Value) -> Self {
        let text = |name: &str| app[name].as_str().unwrap_or_default().to_owned();
        let custom = app[INTERNAL]["custom"] == json!(true);
        let definition =
            if custom { &CUSTOM } else { definition::named(app["name"].as_str().unwrap_or_default()) };
        Base {
            id: text("id"),
            name: text("name"),
            mode: app["signOnMode"].clone(),
            status: text("status"),
            created: text("created"),
            definition,
            custom,
        }
    }

    /// An app signs on as it did when it was made.
    pub fn keeps_mode(&self, request: &Value) -> bool {
        let asked = &request["signOnMode"];
        let as_network_says = !self.custom && asked == "AUTO_LOGIN" && self.mode == "BROWSER_PLUGIN";
        asked.is_null() || self.mode.is_null() || *asked == self.mode || as_network_says
    }

    pub fn signs_on_by(&self, mode: &str) -> bool {
        self.mode == mode
    }

    /// Whether it is an OAuth client whose settings its administrator chooses.
    pub fn is_client(&self) -> bool {
        self.name == definition::OIDC
    }
}

fn is_custom_saml(request: &Value) -> bool {
    request["signOnMode"] == "SAML_2_0" && request["settings"]["signOn"]["ssoAcsUrl"].is_string()
}

fn mode_of(definition: &Definition, asked: &str) -> Result<Value, Problem> {
    match definition.mode {
        Mode::None => Ok(Value::Null),
        Mode::Fixed(mode) if asked.is_empty() || asked == mode => Ok(json!(mode)),
        Mode::Fixed(mode) => Err(Problem::validation(
            "signOnMode",
            format!("signOnMode: {} signs on by {mode}", definition.name),
        )),
        Mode::Requested => match asked {
            "" => Err(Problem::blank("signOnMode")),
            "AUTO_LOGIN" => Ok(json!("BROWSER_PLUGIN")),
            _ if MODES.contains(&asked) => Ok(json!(asked)),
            _ => {
                Err(Problem::validation("signOnMode", format!("signOnMode: {asked} is not a way to sign on")))
            }
        },
    }
}

/// `{org}_{label}_{number}`: the first number that is free.
fn custom_name(context: &Context<'_>, label: &str) -> Result<String, Problem> {
    let label: String =
        label.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let mut number = 1;
    loop {
        let name = format!("local_{label}_{number}");
        if context.tx.find(kind::APP, "name", &name)?.is_none() {
            return Ok(name);
        }
        number += 1;
    }
}

fn label(request: &Value) -> Result<String, Problem> {
    let label = request["label"].as_str().map(str::trim).unwrap_or_default();
    if label.is_empty() {
        return Err(Problem::blank("label"));
    }
    if label.chars().count() > MAX_LABEL {
        return Err(Problem::validation("label", format!("label: must be 1 to {MAX_LABEL} characters long")));
    }
    Ok(label.to_owned())
}

/// The app as it is stored. `old` is what it replaces.
pub fn document(
    context: &Context<'_>,
    base: &Base,
    request: &Value,
    old: Option<&Value>,
) -> Result<Value, Problem> {
    let org = &context.org.facts().org;
    let mut app = json!({
        "id": base.id,
        "orn": format!("orn:okta:idp:{org}:apps:{}:{}", base.name, base.id),
        "name": base.name,
        "label": label(request)?,
        "status": base.status,
        "lastUpdated": context.now_text(),
        "created": base.created,
        "accessibility": accessibility(context, &request["accessibility"])?,
    });
    if base.definition.licensed {
        app["licensing"] = json!({ "seatCount": 0 });
    }
    app["visibility"] = visibility(base, &request["visibility"])?;
    app["features"] = old.map_or_else(|| json!([]), |old| old["features"].clone());
    app["signOnMode"] = base.mode.clone();
    app["credentials"] = credentials(context, base, request, old)?;
    match context.org.features.universal_logout {
        UniversalLogout::Absent => {}
        UniversalLogout::Unlicensed => app["universalLogout"] = Value::Null,
        UniversalLogout::Licensed => app["universalLogout"] = logout(base.definition.logout),
    }
    app["settings"] = settings(context, base, request, old)?;
    if base.is_client() && request["profile"].is_object() {
        app["profile"] = request["profile"].clone();
    }
    app[INTERNAL] = old.map_or_else(|| json!({ "custom": base.custom }), |old| old[INTERNAL].clone());
    Ok(app)
}

/// What the request says, unless it says nothing.
pub fn given(value: &Value, preset: Value) -> Value {
    if value.is_null() { preset } else { value.clone() }
}

/// Yes or no; anything else is no body that Okta can read. Scripts that make an app of `name=value` pairs send
/// flags as texts.
pub fn flag(value: &Value, preset: bool) -> Result<Value, Problem> {
    match value {
        Value::Null => Ok(json!(preset)),
        Value::Bool(said) => Ok(json!(said)),
        Value::String(said) if said == "true" || said == "false" => Ok(json!(said == "true")),
        _ => Err(Problem::malformed_body()),
    }
}

/// A text that should be an address and is not one is refused.
pub fn check_address(part: &str, name: &str, value: &Value) -> Result<(), Problem> {
    match value.as_str() {
        Some(text) if !text.is_empty() && !form::is_url(text) => {
            Err(Problem::validation(part, format!("{name}: '{text}' is not a valid URL")))
        }
        _ => Ok(()),
    }
}

fn accessibility(context: &Context<'_>, request: &Value) -> Result<Value, Problem> {
    if request["selfService"] == true && !context.org.features.self_service {
        let cause = "Self service application assignment for organization managed apps must be enabled.";
        let summary = "Self service application assignment is not enabled.";
        return Err(Problem::new("E0000043", summary).cause(cause));
    }
    for name in ["errorRedirectUrl", "loginRedirectUrl"] {
        check_address("accessibility", name, &request[name])?;
    }
    Ok(json!({
        "selfService": flag(&request["selfService"], false)?,
        "errorRedirectUrl": given(&request["errorRedirectUrl"], Value::Null),
        "loginRedirectUrl": given(&request["loginRedirectUrl"], Value::Null),
    }))
}

fn visibility(base: &Base, request: &Value) -> Result<Value, Problem> {
    // OIDC apps are not on the dashboard unless they ask for it.
    let hidden = base.signs_on_by("OPENID_CONNECT");
    let mut links = Map::new();
    for name in link_names(base) {
        let shown = flag(&request["appLinks"][&name], true)?;
        links.insert(name, shown);
    }
    Ok(json!({
        "autoLaunch": flag(&request["autoLaunch"], false)?,
        "autoSubmitToolbar": flag(&request["autoSubmitToolbar"], false)?,
        "hide": {
            "iOS": flag(&request["hide"]["iOS"], hidden)?,
            "web": flag(&request["hide"]["web"], hidden)?,
        },
        "appLinks": links,
    }))
}

/// The names of the app's links on the dashboard.
pub fn link_names(base: &Base) -> Vec<String> {
    if base.definition.links.is_empty() {
        vec![format!("{}_link", base.name)]
    } else {
        base.definition.links.iter().map(|name| (*name).to_owned()).collect()
    }
}

fn logout(logout: Logout) -> Value {
    match logout {
        Logout::Unsupported => json!({ "status": "UNSUPPORTED" }),
        Logout::Partial => json!({
            "status": status::DISABLED,
            "supportType": "PARTIAL",
            "identityStack": "SHARED",
            "protocol": "PROPRIETARY",
        }),
        Logout::Full => json!({
            "status": status::DISABLED,
            "supportType": "FULL",
            "identityStack": "NOT_SHARED",
            "protocol": "GLOBAL_TOKEN_REVOCATION",
        }),
    }
}

/// Apps of these modes know the user's name and password at the application.
pub fn has_scheme(mode: &Value) -> bool {
    matches!(mode.as_str(), Some("BASIC_AUTH" | "BROWSER_PLUGIN" | "SECURE_PASSWORD_STORE" | "AUTO_LOGIN"))
}

const SCHEMES: [&str; 5] = [
    "EDIT_USERNAME_AND_PASSWORD",
    "ADMIN_SETS_CREDENTIALS",
    "EDIT_PASSWORD_ONLY",
    "EXTERNAL_PASSWORD_SYNC",
    SHARED,
];
pub const SHARED: &str = "SHARED_USERNAME_AND_PASSWORD";

fn credentials(
    context: &Context<'_>,
    base: &Base,
    request: &Value,
    old: Option<&Value>,
) -> Result<Value, Problem> {
    let asked = &request["credentials"];
    let mut credentials = json!({});
    let mut shared = false;
    if has_scheme(&base.mode) {
        let scheme = given(&asked["scheme"], json!(SCHEMES[0]));
        if !SCHEMES.iter().any(|known| scheme == *known) {
            return Err(Problem::validation(
                "credentials.scheme",
                "credentials.scheme: is not a known scheme",
            ));
        }
        shared = scheme == SHARED;
        credentials["scheme"] = scheme;
    }
    credentials["userNameTemplate"] = user_name_template(&asked["userNameTemplate"]);
    if shared {
        credentials["userName"] = given(&asked["userName"], Value::Null);
        credentials["password"] = json!({});
    }
    if has_scheme(&base.mode) {
        credentials["revealPassword"] = given(&asked["revealPassword"], json!(false));
    }
    credentials["signing"] = signing(context, base, asked, old)?;
    if base.is_client() {
        credentials["oauthClient"] = oauth::credentials(context, base, request, old)?;
    }
    Ok(credentials)
}

fn user_name_template(request: &Value) -> Value {
    let kind = given(&request["type"], json!("BUILT_IN"));
    let custom = kind == "CUSTOM";
    let mut template =
        json!({ "template": given(&request["template"], json!("${source.login}")), "type": kind });
    for name in ["suffix", "userSuffix"] {
        if !request[name].is_null() {
            template[name] = request[name].clone();
        }
    }
    if custom {
        template["pushStatus"] = given(&request["pushStatus"], json!("DONT_PUSH"));
    }
    template
}

/// SAML and WS-Federation apps have keys of their own, OIDC apps share the org's.
fn signing(context: &Context<'_>, base: &Base, asked: &Value, old: Option<&Value>) -> Result<Value, Problem> {
    match base.mode.as_str() {
        Some("OPENID_CONNECT") => Ok(json!({ "kid": app_key::of_org(context) })),
        Some("SAML_2_0" | "SAML_1_1" | "WS_FEDERATION") => {
            let current = old.and_then(|old| old["credentials"]["signing"]["kid"].as_str());
            let kid = match (asked["signing"]["kid"].as_str(), current) {
                (Some(kid), Some(_)) if app_key::exists(context, &base.id, kid)? => kid.to_owned(),
                (Some(_), Some(_)) => {
                    let cause = "credentials.signing.kid: the application has no key with this id";
                    return Err(Problem::validation("credentials.signing.kid", cause));
                }
                (None, Some(kid)) => kid.to_owned(),
                (_, None) => app_key::generate(context, &base.id, app_key::DEFAULT_YEARS)?,
            };
            Ok(json!({ "kid": kid }))
        }
        _ => Ok(json!({})),
    }
}

fn settings(
    context: &Context<'_>,
    base: &Base,
    request: &Value,
    old: Option<&Value>,
) -> Result<Value, Problem> {
    let asked = &request["settings"];
    let vpn = &asked["notifications"]["vpn"];
    let mut settings = json!({
        "app": app_settings(base, &asked["app"])?,
        "notifications": {
            "vpn": {
                "network": given(&vpn["network"], json!({ "connection": "DISABLED" })),
                "message": given(&vpn["message"], Value::Null),
                "helpUrl": given(&vpn["helpUrl"], Value::Null),
            },
        },
        "manualProvisioning": given(&asked["manualProvisioning"], json!(false)),
        "implicitAssignment": given(&asked["implicitAssignment"], json!(false)),
    });
    if context.org.features.opt_in_status {
        settings["emOptInStatus"] = json!("NONE");
    }
    settings["notes"] = json!({
        "admin": given(&asked["notes"]["admin"], Value::Null),
        "enduser": given(&asked["notes"]["enduser"], Value::Null),
    });
    let kept = old.map_or(&Value::Null, |old| &old["settings"]["signOn"]["spCertificate"]);
    if let Some(sign_on) = sign_on::settings(context, base, &asked["signOn"], kept)? {
        settings["signOn"] = sign_on;
    }
    if base.is_client() {
        settings["oauthClient"] = oauth::settings(context, &asked["oauthClient"], old)?;
    }
    Ok(settings)
}

/// Known apps answer with all their settings and with no others; unknown ones with what was sent.
fn app_settings(base: &Base, asked: &Value) -> Result<Value, Problem> {
    if base.custom || base.is_client() {
        return Ok(json!({}));
    }
    if base.definition.name.is_empty() {
        return Ok(if asked.is_object() { asked.clone() } else { json!({}) });
    }
    let mut settings = json!({});
    for setting in base.definition.settings {
        settings[setting.name] = fill(setting, asked, "generalSettings")?;
    }
    let federated = matches!(base.mode.as_str(), Some("SAML_1_1" | "WS_FEDERATION"));
    if federated && settings["wsFedConfigureType"] == "AUTO" && settings["requireAdminConsent"] != true {
        let cause = "In order to continue using WS-FED Auto for SSO, you must grant admin consent.";
        return Err(Problem::validation("settings", cause));
    }
    Ok(settings)
}

/// Settings that are addresses.
const ADDRESSES: [&str; 11] = [
    "authURL",
    "destination",
    "loginUrl",
    "postBackURL",
    "recipient",
    "redirectUrl",
    "siteURL",
    "ssoAcsUrl",
    "targetURL",
    "url",
    "wReplyURL",
];

/// The value of a setting; the empty text counts as no value.
pub fn fill(setting: &Setting, asked: &Value, part: &str) -> Result<Value, Problem> {
    let value = &asked[setting.name];
    let value = if value == "" { &Value::Null } else { value };
    if ADDRESSES.contains(&setting.name) {
        check_address(part, setting.name, value)?;
    }
    match setting.preset {
        Preset::Required | Preset::RequiredFlag if value.is_null() => {
            Err(Problem::validation(part, format!("{}: The field cannot be left blank", setting.name)))
        }
        Preset::Required | Preset::Null => Ok(value.clone()),
        Preset::RequiredFlag => flag(value, false),
        Preset::Is(preset) => flag(value, preset),
        Preset::Text(preset) => Ok(given(value, json!(preset))),
    }
}

//! Apps that an org begins with, so that somebody can sign in to them at once. Everybody may use the app, the org trusts
//! its origin, and there is a person with a password.

use std::str::FromStr;

use serde_json::{Value, json};

use crate::kernel::id;
use crate::kernel::kind;
use crate::kernel::origin::origin;
use crate::kernel::status;
use crate::kernel::store::StoreError;
use crate::play::contents::Filler;

/// Who signs in.
const LOGIN: &str = "user@localhost.example";
/// A scope of the server `default`, for clients that act for themselves.
const SCOPE: &str = "api";
/// The server whose tokens everybody can check.
const SERVER: &str = "default";

/// How an app runs, and so how its client proves itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Spa,
    Web,
    Native,
    Service,
}

impl Kind {
    const ALL: [(&'static str, Kind); 4] =
        [("spa", Kind::Spa), ("web", Kind::Web), ("native", Kind::Native), ("service", Kind::Service)];

    fn name(self) -> &'static str {
        Kind::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    fn application_type(self) -> &'static str {
        match self {
            Kind::Spa => "browser",
            other => other.name(),
        }
    }

    fn has_secret(self) -> bool {
        matches!(self, Kind::Web | Kind::Service)
    }

    fn grants(self) -> &'static [&'static str] {
        match self {
            Kind::Spa | Kind::Web => &["authorization_code", "refresh_token"],
            Kind::Native => {
                &["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"]
            }
            Kind::Service => &["client_credentials"],
        }
    }
}

/// An app to begin with. See [`Builder::app`](crate::Builder::app).
///
/// ```
/// use oktars_local::{App, Org};
///
/// let org = Org::builder().app(App::spa("http://localhost:3000/callback")).build()?;
/// let app = &org.apps()[0];
/// assert_eq!(app.issuer("http://localhost:8080"), "http://localhost:8080/oauth2/default");
/// assert!(app.client_secret.is_none() && app.login.is_some());
/// # Ok::<(), oktars_local::OpenError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct App {
    kind: Kind,
    redirect_uri: Option<String>,
    client_id: String,
    client_secret: Option<String>,
}

/// The secret stays out of it.
impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("text", &self.text()).finish_non_exhaustive()
    }
}

impl App {
    /// An app that runs in a browser, and gets its codes here.
    pub fn spa(redirect_uri: &str) -> Self {
        App::new(Kind::Spa, Some(redirect_uri))
    }

    /// An app that runs on a server, and has a secret.
    pub fn web(redirect_uri: &str) -> Self {
        App::new(Kind::Web, Some(redirect_uri))
    }

    /// An app that runs on a phone or a desk.
    pub fn native(redirect_uri: &str) -> Self {
        App::new(Kind::Native, Some(redirect_uri))
    }

    /// A program that acts for itself.
    pub fn service() -> Self {
        App::new(Kind::Service, None)
    }

    fn new(kind: Kind, redirect_uri: Option<&str>) -> Self {
        App {
            kind,
            redirect_uri: redirect_uri.map(str::to_owned),
            client_id: format!("0oa{}", id::random(17)),
            client_secret: kind.has_secret().then(|| id::random(64)),
        }
    }

    /// The app as it is written on a command line. In a store it tells which app is which.
    fn text(&self) -> String {
        match &self.redirect_uri {
            Some(uri) => format!("{}={uri}", self.kind.name()),
            None => self.kind.name().to_owned(),
        }
    }

    fn origin(&self) -> Option<String> {
        let uri = self.redirect_uri.as_deref().filter(|uri| uri.starts_with("http"))?;
        Some(origin(uri))
    }

    fn body(&self) -> Value {
        let origin = self.origin();
        let label = format!("{} {}", self.kind.name(), origin.as_deref().unwrap_or("app"));
        let method = if self.kind.has_secret() { "client_secret_basic" } else { "none" };
        let mut client = json!({ "client_id": self.client_id, "token_endpoint_auth_method": method });
        if let Some(secret) = &self.client_secret {
            client["client_secret"] = json!(secret);
        }
        let mut settings = json!({
            "application_type": self.kind.application_type(),
            "grant_types": self.kind.grants(),
            "response_types": [if self.kind == Kind::Service { "token" } else { "code" }],
        });
        if let Some(uri) = &self.redirect_uri {
            settings["redirect_uris"] = json!([uri]);
        }
        if let Some(origin) = origin {
            settings["post_logout_redirect_uris"] = json!([origin, format!("{origin}/")]);
        }
        json!({
            "name": "oidc_client",
            "label": label.chars().take(100).collect::<String>(),
            "signOnMode": "OPENID_CONNECT",
            "profile": { "startedAs": self.text() },
            "credentials": { "oauthClient": client },
            "settings": { "oauthClient": settings },
        })
    }
}

impl FromStr for App {
    type Err = String;

    /// Reads `spa=URL`, `web=URL`, `native=URL` or `service`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, uri) = text.split_once('=').map_or((text, None), |(name, uri)| (name, Some(uri)));
        let found = Kind::ALL.iter().find(|(known, _)| *known == name);
        let usage =
            "write `spa=URL`, `web=URL`, `native=URL` or `service`, with the URL to which people return";
        let Some((_, kind)) = found else { return Err(usage.to_owned()) };
        match (kind, uri) {
            (Kind::Service, None) => Ok(App::service()),
            (Kind::Service, Some(_)) => Err("a `service` has no URL: write `service` alone".to_owned()),
            (_, None | Some("")) => {
                Err(format!("say where people return: {name}=http://localhost:3000/callback"))
            }
            (kind, Some(uri)) => {
                check_uri(*kind, uri)?;
                Ok(App::new(*kind, Some(uri)))
            }
        }
    }
}

fn check_uri(kind: Kind, uri: &str) -> Result<(), String> {
    let (scheme, rest) = uri.split_once(':').unwrap_or_default();
    let is_web = matches!(scheme, "http" | "https") && rest.starts_with("//") && rest.len() > 2;
    let is_legal = !uri.contains(['#', '*']) && !uri.contains(char::is_whitespace) && !scheme.is_empty();
    match is_legal && (is_web || kind == Kind::Native && !matches!(scheme, "http" | "https")) {
        true => Ok(()),
        false => Err(format!(
            "{uri:?} is not an address that people can return to: http://localhost:3000/callback"
        )),
    }
}

/// An app that an org began with, and who can sign in to it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StartedApp {
    /// `spa`, `web`, `native` or `service`.
    pub kind: &'static str,
    /// The id of its client.
    pub client_id: String,
    /// The secret of its client, where it has one.
    pub client_secret: Option<String>,
    /// Where people return.
    pub redirect_uri: Option<String>,
    /// Who signs in to it; nobody to a service.
    pub login: Option<String>,
    /// Their password.
    pub password: Option<String>,
    /// What a service may ask for.
    pub scope: Option<String>,
    /// Whether the org has a server whose tokens everybody can check.
    has_custom_server: bool,
}

/// Secret and password stay out of it.
impl std::fmt::Debug for StartedApp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("StartedApp");
        shown.field("kind", &self.kind).field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

impl StartedApp {
    /// The issuer of its tokens, for an org that is called under this address.
    pub fn issuer(&self, base: &str) -> String {
        let base = base.trim_end_matches('/');
        if self.has_custom_server { format!("{base}/oauth2/{SERVER}") } else { base.to_owned() }
    }
}

/// Makes the apps, or finds them in a store that has them.
pub fn begin(filler: &Filler<'_>, apps: &[App], password: &str) -> Result<Vec<StartedApp>, String> {
    if apps.iter().any(|app| app.kind != Kind::Service) {
        person(filler, password)?;
    }
    apps.iter()
        .map(|app| start(filler, app, password).map_err(|why| format!("{}: {why}", app.text())))
        .collect()
}

fn start(filler: &Filler<'_>, app: &App, password: &str) -> Result<StartedApp, String> {
    let (client_id, client_secret) = match known(filler, app).map_err(|error| error.to_string())? {
        Some(found) => found,
        None => {
            make(filler, app)?;
            (app.client_id.clone(), app.client_secret.clone())
        }
    };
    let is_service = app.kind == Kind::Service;
    Ok(StartedApp {
        kind: app.kind.name(),
        client_id,
        client_secret,
        redirect_uri: app.redirect_uri.clone(),
        login: (!is_service).then(|| LOGIN.to_owned()),
        password: (!is_service).then(|| password.to_owned()),
        scope: is_service.then(|| SCOPE.to_owned()),
        has_custom_server: !filler.state.features.lacks_api_access_management,
    })
}

/// The client id and the secret of an app that was made at an earlier start.
fn known(filler: &Filler<'_>, app: &App) -> Result<Option<(String, Option<String>)>, StoreError> {
    let tx = filler.state.store.read()?;
    let text = app.text();
    let found = tx.all(kind::APP)?.into_iter().find(|(_, known)| {
        known["profile"]["startedAs"] == text.as_str() && known["status"] == status::ACTIVE
    });
    let Some((id, found)) = found else { return Ok(None) };
    let secrets = tx.all(kind::APP_SECRET.of(&id))?.into_iter();
    let active = secrets.map(|(_, secret)| secret).find(|secret| secret["status"] == status::ACTIVE);
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let client_id = text(&found["credentials"]["oauthClient"]["client_id"]).unwrap_or(id);
    Ok(Some((client_id, active.and_then(|secret| text(&secret["client_secret"])))))
}

fn make(filler: &Filler<'_>, app: &App) -> Result<(), String> {
    let made = filler.send("POST", "/apps", &app.body())?;
    let id = made["id"].as_str().unwrap_or_default();
    let everyone = filler.state.facts().everyone.clone();
    filler.send("PUT", &format!("/apps/{id}/groups/{everyone}"), &json!({}))?;
    if app.kind == Kind::Service {
        return scope(filler);
    }
    match app.origin() {
        Some(origin) => trust(filler, &origin),
        None => Ok(()),
    }
}

fn trust(filler: &Filler<'_>, origin: &str) -> Result<(), String> {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("q", origin).finish();
    let known = filler.send("GET", &format!("/trustedOrigins?{query}"), &Value::Null)?;
    if known.as_array().into_iter().flatten().any(|known| known["origin"] == origin) {
        return Ok(());
    }
    let scopes = json!([{ "type": "CORS" }, { "type": "REDIRECT" }]);
    let body = json!({ "name": origin, "origin": origin, "scopes": scopes });
    filler.send("POST", "/trustedOrigins", &body).map(drop)
}

/// No server has scopes of its own at first, and a client that acts for itself gets no others.
fn scope(filler: &Filler<'_>) -> Result<(), String> {
    let path = format!("/authorizationServers/{SERVER}/scopes");
    let known = filler.send("GET", &path, &Value::Null)?;
    if known.as_array().into_iter().flatten().any(|known| known["name"] == SCOPE) {
        return Ok(());
    }
    let body = json!({ "name": SCOPE, "description": "What services may ask for" });
    filler.send("POST", &path, &body).map(drop)
}

/// The person who signs in. Their password is what is told, also if a store has another one.
fn person(filler: &Filler<'_>, password: &str) -> Result<(), String> {
    let credentials = json!({ "password": { "value": password } });
    let found = filler.send("GET", &format!("/users/{LOGIN}"), &Value::Null);
    let Ok(user) = found else {
        let profile = json!({ "login": LOGIN, "email": LOGIN, "firstName": "Test", "lastName": "User" });
        let body = json!({ "profile": profile, "credentials": credentials });
        return filler.send("POST", "/users", &body).map(drop);
    };
    let id = user["id"].as_str().unwrap_or_default();
    let stored = filler.state.store.read().and_then(|tx| tx.get(kind::USER_SECRET, id));
    let secrets = stored.map_err(|error| error.to_string())?.unwrap_or_default();
    let secrets: crate::kernel::password::Secrets = serde_json::from_value(secrets).unwrap_or_default();
    if secrets.verify(password) {
        return Ok(());
    }
    filler.send("POST", &format!("/users/{id}"), &json!({ "credentials": credentials })).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_is_written_on_one_line() {
        for text in [
            "spa=http://localhost:3000/callback",
            "web=https://app.test/cb",
            "native=com.acme.app:/callback",
            "native=http://localhost:3000/callback",
            "service",
        ] {
            assert_eq!(text.parse::<App>().map(|app| app.text()).as_deref(), Ok(text));
        }
        for text in [
            "",
            "spa",
            "spa=",
            "spa=localhost:3000",
            "spa=/callback",
            "web=http://",
            "web=http://a/#b",
            "spa=com.acme.app:/callback",
            "service=http://localhost",
            "desktop=http://localhost",
            "web=http://a b",
        ] {
            assert!(text.parse::<App>().is_err(), "{text}");
        }
    }
}

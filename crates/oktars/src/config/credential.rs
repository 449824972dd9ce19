//! Which credential a configuration means.

use super::setting::Mode;
use super::{Config, Entry, expanded};
use crate::credential::{Credential, PrivateKey, ServiceApp};
use crate::error::{Error, Result};

/// The settings that each mode is known by where no mode is given. Among those of one place, the first counts,
/// as with Okta's SDKs.
const KNOWN_BY: [(&str, Mode); 5] = [
    ("token", Mode::ApiToken),
    ("accessToken", Mode::Bearer),
    ("privateKey", Mode::PrivateKey),
    ("clientAssertion", Mode::Assertion),
    ("clientSecret", Mode::PrivateKey),
];

pub(super) fn of(config: &Config) -> Result<Option<Credential>> {
    let Some(mode) = mode(config) else { return Ok(None) };
    Ok(Some(match mode {
        Mode::ApiToken => Credential::api_token(needed(config, "token", mode)?.text.clone()),
        Mode::Bearer => {
            let token = config.entry("accessToken").map_or_else(|| needed(config, "token", mode), Ok);
            Credential::bearer(token?.text.clone())
        }
        Mode::PrivateKey | Mode::Assertion => service_app(config, mode)?.into(),
    }))
}

fn mode(config: &Config) -> Option<Mode> {
    if let Some(mode) = config.text("authorizationMode") {
        return Mode::named(mode);
    }
    let rank = |name: &str| config.entry(name).map(|entry| entry.source.rank());
    let highest = KNOWN_BY.iter().filter_map(|(name, _)| rank(name)).max()?;
    KNOWN_BY.iter().find(|(name, _)| rank(name) == Some(highest)).map(|(_, mode)| *mode)
}

fn needed<'a>(config: &'a Config, name: &str, mode: Mode) -> Result<&'a Entry> {
    config.entry(name).ok_or_else(|| {
        let from = config.entry("authorizationMode").map(|entry| format!("{}: ", entry.source));
        let mode = match mode {
            Mode::ApiToken => "SSWS",
            Mode::Bearer => "Bearer",
            Mode::PrivateKey => "PrivateKey",
            Mode::Assertion => "JWT",
        };
        Error::config(format!(
            "{}authorization by {mode} needs the setting {name}, for example as OKTA_CLIENT_{}",
            from.unwrap_or_default(),
            name.to_ascii_uppercase()
        ))
    })
}

fn service_app(config: &Config, mode: Mode) -> Result<ServiceApp> {
    let id = &needed(config, "clientId", mode)?.text;
    let scopes = needed(config, "scopes", mode)?.text.expose();
    let scopes = scopes.split([',', ' ', '\n', '\t']).filter(|scope| !scope.is_empty());
    let app = match (mode, config.entry("clientSecret"), config.entry("privateKey")) {
        (Mode::Assertion, ..) => {
            ServiceApp::with_assertion(id.expose(), needed(config, "clientAssertion", mode)?.text.clone())
        }
        (_, Some(secret), None) => ServiceApp::with_secret(id.expose(), secret.text.clone()),
        _ => ServiceApp::new(id.expose(), private_key(config, needed(config, "privateKey", mode)?)?),
    };
    Ok(app.scopes(scopes).dpop(config.flag("dpop")))
}

fn private_key(config: &Config, entry: &Entry) -> Result<PrivateKey> {
    let text = entry.text.expose();
    let key =
        PrivateKey::from_text_or_file(text, &expanded(text)).map_err(|error| entry.explained(&error))?;
    Ok(match config.text("privateKeyId") {
        Some(kid) => key.with_kid(kid),
        None => key,
    })
}

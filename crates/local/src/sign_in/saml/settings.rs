//! How an app wants its assertions: the settings of custom apps, of the old template and of catalogue apps, in one
//! form.

use serde_json::{Value, json};

use crate::kernel::certificate::Certificate;
use crate::kernel::key_pair::Hash;
use crate::resource::app::key;
use crate::sign_in::saml::aws;
use crate::sign_in::saml::signature::Method;

const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
const BY_PASSWORD: &str = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";
/// Seconds before and after an assertion is made in which it counts.
const LIFETIME: i64 = 300;

pub struct Settings {
    pub issuer: String,
    /// Where responses go, if a request names no other place.
    pub acs: String,
    /// Further places, with their numbers.
    pub endpoints: Vec<(String, Option<u64>)>,
    pub audience: String,
    pub recipient: String,
    pub destination: String,
    pub name_template: String,
    pub name_format: String,
    pub is_response_signed: bool,
    pub is_assertion_signed: bool,
    pub method: Method,
    pub honors_force: bool,
    pub context_class: String,
    pub relay_state: Option<String>,
    pub statements: Vec<Value>,
    pub wants_signed: bool,
    pub certificates: Vec<Certificate>,
    /// How assertions are encrypted, where they are.
    pub encryption: Option<Value>,
    pub lifetime: i64,
    pub hook: Option<String>,
    pub logout: Logout,
}

/// What an app has to do with signing out.
#[derive(Default)]
pub struct Logout {
    pub is_enabled: bool,
    pub issuer: String,
    /// Where answers go.
    pub url: String,
    /// Where the org asks the app to sign somebody out, and how.
    pub request_url: Option<String>,
    pub by_redirect: bool,
    pub wants_index: bool,
}

impl Settings {
    /// The settings of an app; nothing where it is not known where its responses go.
    pub fn of(app: &Value) -> Option<Self> {
        let sign_on = &app["settings"]["signOn"];
        let settings = if sign_on["ssoAcsUrl"].is_string() {
            custom(app, sign_on)
        } else if app["name"] == "template_saml_2_0" {
            template(app, &app["settings"]["app"])
        } else {
            of_catalogue(app, sign_on)
        };
        if settings.acs.is_empty() { None } else { Some(settings) }
    }

    /// Where the response to a request goes; nothing for a place that the app does not have.
    pub fn place(&self, acs: Option<&str>, index: Option<u64>) -> Option<String> {
        match (acs, index) {
            (Some(asked), _) => {
                let is_known = asked == self.acs || self.endpoints.iter().any(|(url, _)| url == asked);
                is_known.then(|| asked.to_owned())
            }
            (None, Some(index)) => {
                let found = self.endpoints.iter().find(|(_, known)| *known == Some(index));
                found.map(|(url, _)| url.clone())
            }
            (None, None) => Some(self.acs.clone()),
        }
    }

    /// Recipient and destination of a response that goes to this place.
    pub fn addressed(&self, acs: &str) -> (String, String) {
        match acs == self.acs {
            true => (self.recipient.clone(), self.destination.clone()),
            false => (acs.to_owned(), acs.to_owned()),
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The first of the values that says something.
fn first(values: &[&Value], otherwise: &str) -> String {
    let found = values.iter().find_map(|value| value.as_str().filter(|text| !text.is_empty()));
    found.unwrap_or(otherwise).to_owned()
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn usual(app: &Value) -> Settings {
    Settings {
        issuer: key::issuer(app),
        acs: String::new(),
        endpoints: Vec::new(),
        audience: String::new(),
        recipient: String::new(),
        destination: String::new(),
        name_template: "${user.userName}".to_owned(),
        name_format: UNSPECIFIED.to_owned(),
        is_response_signed: true,
        is_assertion_signed: true,
        method: Method { signature: Hash::Sha256, digest: Hash::Sha256 },
        honors_force: true,
        context_class: BY_PASSWORD.to_owned(),
        relay_state: None,
        statements: Vec::new(),
        wants_signed: false,
        certificates: Vec::new(),
        encryption: None,
        lifetime: LIFETIME,
        hook: None,
        logout: Logout::default(),
    }
}

fn custom(app: &Value, sign_on: &Value) -> Settings {
    let acs = text(&sign_on["ssoAcsUrl"]);
    let endpoints = match sign_on["allowMultipleAcsEndpoints"] == true {
        true => list(&sign_on["acsEndpoints"])
            .iter()
            .map(|endpoint| (text(&endpoint["url"]), endpoint["index"].as_u64()))
            .collect(),
        false => Vec::new(),
    };
    let signature = if sign_on["signatureAlgorithm"] == "RSA_SHA1" { Hash::Sha1 } else { Hash::Sha256 };
    let digest = if sign_on["digestAlgorithm"] == "SHA1" { Hash::Sha1 } else { Hash::Sha256 };
    let encryption = &sign_on["assertionEncryption"];
    let certificates = list(&sign_on["spCertificate"]["x5c"]);
    let certificates = certificates.iter().filter_map(|one| Certificate::read(one.as_str()?.as_bytes()));
    Settings {
        recipient: first(&[&sign_on["recipient"]], &acs),
        destination: first(&[&sign_on["destination"]], &acs),
        audience: text(&sign_on["audience"]),
        name_template: text(&sign_on["subjectNameIdTemplate"]),
        name_format: text(&sign_on["subjectNameIdFormat"]),
        is_response_signed: sign_on["responseSigned"] == true,
        is_assertion_signed: sign_on["assertionSigned"] == true,
        method: Method { signature, digest },
        honors_force: sign_on["honorForceAuthn"] == true,
        context_class: text(&sign_on["authnContextClassRef"]),
        relay_state: sign_on["defaultRelayState"].as_str().map(str::to_owned),
        statements: list(&sign_on["attributeStatements"]),
        wants_signed: sign_on["samlSignedRequestEnabled"] == true,
        certificates: certificates.collect(),
        encryption: Some(encryption.clone()).filter(|encryption| encryption["enabled"] == true),
        lifetime: sign_on["samlAssertionLifetimeSeconds"].as_i64().unwrap_or(LIFETIME).clamp(1, 86_400),
        hook: sign_on["inlineHooks"][0]["id"].as_str().map(str::to_owned),
        logout: logout(sign_on),
        acs,
        endpoints,
        ..usual(app)
    }
}

fn logout(sign_on: &Value) -> Logout {
    let (slo, takes_part) = (&sign_on["slo"], &sign_on["participateSlo"]);
    let request_url = takes_part["logoutRequestUrl"].as_str().filter(|_| takes_part["enabled"] == true);
    Logout {
        is_enabled: slo["enabled"] == true,
        issuer: text(&slo["issuer"]),
        url: text(&slo["logoutUrl"]),
        request_url: request_url.map(str::to_owned),
        by_redirect: takes_part["bindingType"] == "REDIRECT",
        wants_index: takes_part["sessionIndexRequired"] == true,
    }
}

/// The old template has its settings flat, and its attributes in one text.
fn template(app: &Value, set: &Value) -> Settings {
    let mut statements = Vec::new();
    if let (Some(name), Some(filter)) = (set["groupName"].as_str(), set["groupFilter"].as_str())
        && !name.is_empty()
    {
        statements.push(json!({
            "type": "GROUP", "name": name, "namespace": SPACE, "filterType": "REGEX", "filterValue": filter,
        }));
    }
    for pair in text(&set["attributeStatements"]).split(',') {
        if let Some((name, value)) = pair.split_once('|') {
            let (name, value) = (name.trim(), value.trim());
            statements
                .push(json!({ "type": "EXPRESSION", "name": name, "namespace": SPACE, "values": [value] }));
        }
    }
    let acs = text(&set["postBackURL"]);
    Settings {
        recipient: first(&[&set["recipient"]], &acs),
        destination: first(&[&set["destination"]], &acs),
        audience: text(&set["audienceRestriction"]),
        name_format: first(&[&set["nameIDFormat"]], UNSPECIFIED),
        is_response_signed: set["signResponse"] != "UNSIGNED",
        is_assertion_signed: set["signAssertion"] != "UNSIGNED",
        honors_force: set["forceAuthn"] == true,
        context_class: first(&[&set["authnContextClassRef"]], BY_PASSWORD),
        relay_state: set["defaultRelayState"].as_str().map(str::to_owned),
        statements,
        acs,
        ..usual(app)
    }
}

const SPACE: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified";

/// A catalogue app has its own facts, which Okta's catalogue does not have; the org knows its overrides.
fn of_catalogue(app: &Value, sign_on: &Value) -> Settings {
    let set = &app["settings"]["app"];
    let (acs, audience) = if aws::is(app) { (aws::ACS, aws::AUDIENCE) } else { ("", "") };
    let acs =
        first(&[&sign_on["ssoAcsUrlOverride"], &set["acsUrl"], &set["acsURL"], &set["postBackURL"]], acs);
    let mut statements = list(&sign_on["attributeStatements"]);
    statements.extend(aws::statements(app));
    Settings {
        recipient: first(&[&sign_on["recipientOverride"]], &acs),
        destination: first(&[&sign_on["destinationOverride"]], &acs),
        audience: first(
            &[&sign_on["audienceOverride"], &set["audRestriction"], &set["audienceRestriction"]],
            audience,
        ),
        relay_state: sign_on["defaultRelayState"].as_str().map(str::to_owned),
        statements,
        acs,
        ..usual(app)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(sign_on: Value) -> Value {
        json!({ "id": "0oa1", "name": "local_x_1", "settings": { "signOn": sign_on } })
    }

    #[test]
    fn a_response_goes_where_the_app_says_and_nowhere_else() {
        let sign_on = json!({
            "ssoAcsUrl": "https://a.test/acs", "recipient": "https://a.test/r", "destination": "https://a.test/d",
            "allowMultipleAcsEndpoints": true,
            "acsEndpoints": [{ "url": "https://a.test/1", "index": 1 }, { "url": "https://a.test/2" }],
        });
        let mut single = sign_on.clone();
        single["allowMultipleAcsEndpoints"] = json!(false);
        let (many, one) = (Settings::of(&app(sign_on)).unwrap(), Settings::of(&app(single)).unwrap());
        let cases = [
            (None, None, Some("https://a.test/acs"), Some("https://a.test/acs")),
            (Some("https://a.test/acs"), None, Some("https://a.test/acs"), Some("https://a.test/acs")),
            (Some("https://a.test/2"), None, Some("https://a.test/2"), None),
            (Some("https://a.test/2"), Some(1), Some("https://a.test/2"), None),
            (None, Some(1), Some("https://a.test/1"), None),
            (None, Some(2), None, None),
            (Some("https://a.test/acs/"), None, None, None),
            (Some("https://A.test/acs"), None, None, None),
            (Some("https://evil.test/acs"), Some(1), None, None),
            (Some(""), None, None, None),
        ];
        for (acs, index, of_many, of_one) in cases {
            assert_eq!(many.place(acs, index).as_deref(), of_many, "{acs:?} {index:?}");
            assert_eq!(one.place(acs, index).as_deref(), of_one, "{acs:?} {index:?}");
        }
        let addressed = |acs: &str| many.addressed(acs);
        assert_eq!(addressed("https://a.test/acs"), ("https://a.test/r".into(), "https://a.test/d".into()));
        assert_eq!(addressed("https://a.test/1"), ("https://a.test/1".into(), "https://a.test/1".into()));
    }
}

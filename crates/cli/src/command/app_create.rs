//! `oktars apps create`: apps of the usual kinds with a few options, and any app from a body.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use oktars::app::{CreateApp, NewApp};
use oktars::op;
use serde_json::{Value, json};

use super::apps::{Body, COLUMNS};
use super::operation::assigned;
use super::{Assignment, json_from, request_body};
use crate::args::WriteArgs;
use crate::failure::{Failure, Stop};
use crate::run::Run;

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Create {
    #[command(flatten)]
    body: Option<Body>,
    #[command(flatten)]
    creation: Creation,
    #[command(subcommand)]
    kind: Option<Kind>,
}

/// What all kinds of apps have
#[derive(Debug, clap::Args)]
struct Creation {
    /// Do not activate the app
    #[arg(long)]
    no_activate: bool,
    #[command(flatten)]
    write: WriteArgs,
}

/// What all kinds of apps have that are made with options
#[derive(Debug, clap::Args)]
struct Named {
    /// The name that people see
    #[arg(long, value_name = "TEXT")]
    label: String,
    /// Another member of the body: NAME=TEXT, or NAME:=JSON for numbers, booleans and lists; may be repeated
    #[arg(long, value_name = "NAME=TEXT", value_parser = Assignment::parse)]
    set: Vec<Assignment>,
    #[command(flatten)]
    creation: Creation,
}

#[derive(Debug, Subcommand)]
enum Kind {
    /// Create an app that signs people in with OpenID Connect, or calls APIs with tokens of its own
    #[command(after_help = "Examples:
  oktars apps create oidc --label Portal \\
      --redirect-uri https://portal.acme.example/cb \\
      --grant authorization_code --grant refresh_token
  oktars apps create oidc --label Robot --type service --public-key robot.jwk")]
    Oidc(Oidc),
    /// Create an app that signs people in with SAML 2.0
    #[command(after_help = "Example:
  oktars apps create saml --label CRM --audience crm \\
      --acs https://crm.acme.example/acs --attribute mail=user.email")]
    Saml(Saml),
    /// Create a bookmark: a link on the dashboard
    #[command(
        after_help = "Example:\n  oktars apps create bookmark --label Wiki --url https://wiki.acme.example"
    )]
    Bookmark(Bookmark),
}

#[derive(Debug, clap::Args)]
struct Oidc {
    #[command(flatten)]
    named: Named,
    /// Where the app runs [default: web]
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<OidcType>,
    /// Where people come back to after they signed in; may be repeated; every type but service needs one
    #[arg(
        long,
        value_name = "URL",
        required_unless_present = "kind",
        required_if_eq_any = [("kind", "web"), ("kind", "browser"), ("kind", "native")]
    )]
    redirect_uri: Vec<String>,
    /// Where people come to after they signed out; may be repeated
    #[arg(long, value_name = "URL")]
    post_logout_uri: Vec<String>,
    /// How the app gets tokens; may be repeated [default: authorization_code; client_credentials for a service]
    #[arg(long, value_name = "GRANT")]
    grant: Vec<String>,
    /// How the app proves who it is [default: by its type]
    #[arg(long, value_name = "METHOD", value_parser = METHODS)]
    auth_method: Option<String>,
    /// The public keys of the app, as JWK or JWKS, with which it proves who it is
    #[arg(long, value_name = "FILE")]
    public_key: Option<PathBuf>,
}

const METHODS: [&str; 5] =
    ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OidcType {
    /// On a server, which keeps a secret
    Web,
    /// In a browser; it has no secret
    Browser,
    /// On a phone or a desktop; it has no secret
    Native,
    /// Without people: it calls APIs
    Service,
}

#[derive(Debug, clap::Args)]
struct Saml {
    #[command(flatten)]
    named: Named,
    /// Where the answer goes (assertion consumer service)
    #[arg(long, value_name = "URL")]
    acs: String,
    /// For whom the answer is (entity id of the other side)
    #[arg(long, value_name = "TEXT")]
    audience: String,
    /// The recipient, if it is another than --acs
    #[arg(long, value_name = "URL")]
    recipient: Option<String>,
    /// The destination, if it is another than --acs
    #[arg(long, value_name = "URL")]
    destination: Option<String>,
    /// The form of the name of a person
    #[arg(long, value_name = "FORM", default_value = "unspecified")]
    name_id: NameId,
    /// The name of a person, as an expression
    #[arg(long, value_name = "TEMPLATE", default_value = "${user.userName}")]
    name_id_template: String,
    /// An attribute of a person: NAME=EXPRESSION, such as mail=user.email; may be repeated
    #[arg(long, value_name = "NAME=EXPRESSION", value_parser = Assignment::parse)]
    attribute: Vec<Assignment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum NameId {
    Unspecified,
    #[value(name = "email")]
    EmailAddress,
    Persistent,
    Transient,
}

impl NameId {
    fn urn(self) -> &'static str {
        match self {
            NameId::Unspecified => "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
            NameId::EmailAddress => "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
            NameId::Persistent => "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
            NameId::Transient => "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
        }
    }
}

#[derive(Debug, clap::Args)]
struct Bookmark {
    #[command(flatten)]
    named: Named,
    /// Where the link leads
    #[arg(long, value_name = "URL")]
    url: String,
}

impl Create {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let (body, set, creation) = match (self.kind, self.body) {
            (Some(Kind::Oidc(app)), _) => (app.body()?, app.named.set, app.named.creation),
            (Some(Kind::Saml(app)), _) => (app.body(), app.named.set, app.named.creation),
            (Some(Kind::Bookmark(app)), _) => (app.body(), app.named.set, app.named.creation),
            (None, Some(body)) => (body.new_app()?, Vec::new(), self.creation),
            (None, None) => return Err(Failure::usage("there is no body").into()),
        };
        let body = assigned(body, &set)?;
        let options = CreateApp::new().activate(!creation.no_activate);
        let call = run.okta()?.apps().create_with(&NewApp::default(), &options).raw().body(&body);
        let outcome = run.change(creation.write, &COLUMNS, "created the app", call).await;
        request_body::with_missing(outcome, &op::CREATE_APPLICATION, Some(body.to_string().as_bytes()))
    }
}

impl Oidc {
    fn body(&self) -> Result<Value, Stop> {
        let grants = self.grants();
        let mut client = json!({
            "application_type": self.application_type(),
            "grant_types": grants,
            "response_types": response_types(&grants),
        });
        for (name, uris) in
            [("redirect_uris", &self.redirect_uri), ("post_logout_redirect_uris", &self.post_logout_uri)]
        {
            if !uris.is_empty() {
                client[name] = json!(uris);
            }
        }
        if let Some(path) = &self.public_key {
            client["jwks"] = json!({ "keys": public_keys(json_from(path)?)? });
        }
        Ok(json!({
            "name": "oidc_client",
            "label": self.named.label,
            "signOnMode": "OPENID_CONNECT",
            "credentials": { "oauthClient": self.credentials()? },
            "settings": { "oauthClient": client },
        }))
    }

    fn application_type(&self) -> &'static str {
        match self.kind {
            None | Some(OidcType::Web) => "web",
            Some(OidcType::Browser) => "browser",
            Some(OidcType::Native) => "native",
            Some(OidcType::Service) => "service",
        }
    }

    fn grants(&self) -> Vec<String> {
        match (&self.grant[..], self.kind) {
            ([], Some(OidcType::Service)) => vec!["client_credentials".to_owned()],
            ([], _) => vec!["authorization_code".to_owned()],
            (grants, _) => grants.to_vec(),
        }
    }

    fn credentials(&self) -> Result<Value, Failure> {
        let usual = match self.kind {
            Some(OidcType::Browser | OidcType::Native) => "none",
            _ if self.public_key.is_some() => "private_key_jwt",
            _ => "client_secret_basic",
        };
        let method = self.auth_method.as_deref().unwrap_or(usual);
        if method == "private_key_jwt" && self.public_key.is_none() {
            return Err(Failure::usage("--auth-method private_key_jwt needs --public-key FILE")
                .hint("the file holds the public key of the app as JWK or JWKS"));
        }
        let mut credentials = json!({ "token_endpoint_auth_method": method });
        // A client without a secret has to prove in this way that the code belongs to it.
        if method == "none" {
            credentials["pkce_required"] = json!(true);
        }
        Ok(credentials)
    }
}

/// What an app gets from the page where people sign in, by how it gets tokens.
fn response_types(grants: &[String]) -> Vec<&'static str> {
    let has = |grant: &str| grants.iter().any(|given| given == grant);
    let mut types = Vec::new();
    if has("authorization_code") {
        types.push("code");
    }
    if has("implicit") {
        types.extend(["id_token", "token"]);
    }
    if types.is_empty() {
        types.push("token");
    }
    types
}

/// The keys of a JWK or a JWKS, without what is private.
fn public_keys(keys: Value) -> Result<Vec<Value>, Failure> {
    const PUBLIC: [&str; 10] = ["kty", "kid", "use", "alg", "n", "e", "crv", "x", "y", "x5c"];
    let keys = match keys {
        Value::Object(mut set) if set.contains_key("keys") => set.remove("keys").unwrap_or_default(),
        key => json!([key]),
    };
    let mut public = Vec::new();
    for key in keys.as_array().into_iter().flatten() {
        let members = key.as_object().filter(|members| members.contains_key("kty"));
        let members = members.ok_or_else(|| {
            Failure::usage("--public-key: the file holds no key as JWK")
                .hint("such a file begins with {\"kty\":")
        })?;
        let shown = members.iter().filter(|(name, _)| PUBLIC.contains(&name.as_str()));
        public.push(Value::Object(shown.map(|(name, value)| (name.clone(), value.clone())).collect()));
    }
    Ok(public)
}

impl Saml {
    fn body(&self) -> Value {
        let attribute = |set: &Assignment| {
            json!({
                "type": "EXPRESSION",
                "name": set.name,
                "namespace": "urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified",
                "values": [set.value],
            })
        };
        json!({
            "label": self.named.label,
            "signOnMode": "SAML_2_0",
            "settings": { "signOn": {
                "ssoAcsUrl": self.acs,
                "audience": self.audience,
                "recipient": self.recipient.as_ref().unwrap_or(&self.acs),
                "destination": self.destination.as_ref().unwrap_or(&self.acs),
                "subjectNameIdTemplate": self.name_id_template,
                "subjectNameIdFormat": self.name_id.urn(),
                "responseSigned": true,
                "assertionSigned": true,
                "signatureAlgorithm": "RSA_SHA256",
                "digestAlgorithm": "SHA256",
                "honorForceAuthn": true,
                "authnContextClassRef": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
                "attributeStatements": self.attribute.iter().map(attribute).collect::<Vec<_>>(),
            } },
        })
    }
}

impl Bookmark {
    fn body(&self) -> Value {
        json!({
            "name": "bookmark",
            "label": self.named.label,
            "signOnMode": "BOOKMARK",
            "settings": { "app": { "requestIntegration": false, "url": self.url } },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A private key that was named by mistake does not leave the machine.
    #[test]
    fn only_the_public_half_of_a_key_is_sent() {
        let key =
            json!({"kty": "RSA", "kid": "k", "n": "1", "e": "2", "d": "3", "p": "4", "q": "5", "qi": "6"});
        let public = json!({"kty": "RSA", "kid": "k", "n": "1", "e": "2"});
        assert_eq!(public_keys(key.clone()).unwrap(), std::slice::from_ref(&public));
        assert_eq!(public_keys(json!({"keys": [key]})).unwrap(), [public]);
        assert!(public_keys(json!({"x": 1})).is_err());
    }

    #[test]
    fn what_comes_back_follows_from_the_grants() {
        for (grants, types) in [
            (&["authorization_code", "refresh_token"][..], &["code"][..]),
            (&["client_credentials"], &["token"]),
            (&["implicit", "authorization_code"], &["code", "id_token", "token"]),
        ] {
            let grants: Vec<String> = grants.iter().map(|grant| (*grant).to_owned()).collect();
            assert_eq!(response_types(&grants), types);
        }
    }
}

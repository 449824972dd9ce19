//! The authorization server that a request is about: the org's own, or a custom one.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::jose::SigningKey;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::authorization_server as custom;
use crate::resource::authorization_server::scope;
use crate::resource::oauth::{self, Answered, refused};

/// Scopes that the org's own server knows beside those of the management API, in the order in which it names them.
const ORG_SCOPES: [&str; 8] =
    ["openid", "email", "profile", "address", "phone", "offline_access", "device_sso", "groups"];

/// A tool of the command line asks for it, to open apps for whoever signs in there. Metadata does not name it.
pub const OPENS_APPS: &str = "okta.apps.sso";

/// An authorization server.
pub struct Server {
    /// The document of a custom server; nothing for the org's own.
    pub custom: Option<Value>,
    /// `iss` of its tokens.
    pub issuer: String,
}

impl Server {
    /// The server that the path names.
    pub fn of_path(context: &Context<'_>) -> Result<Self, Problem> {
        match context.request.operation.path.contains("{authServerId}") {
            true => Server::named(context, context.param("authServerId")),
            false => Server::named(context, ""),
        }
    }

    /// The server with this id; the org's own has an empty one.
    pub fn named(context: &Context<'_>, id: &str) -> Result<Self, Problem> {
        if id.is_empty() {
            return Ok(Server { custom: None, issuer: context.request.base.clone() });
        }
        let server = custom::active(context, id)?;
        Ok(Server { issuer: custom::issuer(context, &server), custom: Some(server) })
    }

    /// Its id; empty for the org's own.
    pub fn id(&self) -> &str {
        self.custom.as_ref().map_or("", id_of)
    }

    /// The address of one of its endpoints.
    pub fn endpoint(&self, name: &str) -> String {
        match self.custom {
            Some(_) => format!("{}/v1/{name}", self.issuer),
            None => format!("{}/oauth2/v1/{name}", self.issuer),
        }
    }

    /// The name of an event of this kind of server.
    pub fn event(&self, rest: &str) -> String {
        match self.custom {
            Some(_) => format!("app.oauth2.as.{rest}"),
            None => format!("app.oauth2.{rest}"),
        }
    }

    /// `aud` of its access tokens.
    pub fn audience(&self) -> Value {
        self.custom.as_ref().map_or_else(|| json!(self.issuer), |server| server["audiences"][0].clone())
    }

    /// The scopes that it knows, in its own order, as documents with at least `name` and `consent`.
    pub fn scopes(&self, context: &Context<'_>) -> Result<Vec<Value>, Problem> {
        match &self.custom {
            Some(server) => scope::all(context, server),
            None => Ok(ORG_SCOPES.map(|name| json!({ "name": name, "consent": "IMPLICIT" })).to_vec()),
        }
    }

    /// The key that signs its access tokens. The org's own server does not publish that one.
    pub fn access_token_key(&self, context: &mut Context<'_>) -> Result<Arc<SigningKey>, Problem> {
        match &self.custom {
            Some(server) => custom::signing_key(context, server),
            None => oauth::own_signing_key(context),
        }
    }

    /// The key that signs its ID tokens, which everybody can check.
    pub fn id_token_key(&self, context: &mut Context<'_>) -> Result<Arc<SigningKey>, Problem> {
        match &self.custom {
            Some(server) => custom::signing_key(context, server),
            None => oauth::id_token_key(context),
        }
    }

    /// The public keys with which its ID tokens can be checked.
    pub fn public_keys(&self, context: &mut Context<'_>) -> Result<Vec<Value>, Problem> {
        match &self.custom {
            Some(server) => custom::verifying_keys(context, server),
            None => Ok(vec![oauth::id_token_key(context)?.jwk()]),
        }
    }

    /// When its key changes next, in seconds. The org's own changes by itself, some day.
    pub fn next_rotation(&self, context: &Context<'_>) -> i64 {
        match &self.custom {
            Some(server) => custom::next_rotation(server, context.now),
            None => context.now.as_second() + 45 * 24 * 3600,
        }
    }

    /// The public keys with which its access tokens can be checked.
    pub fn access_token_keys(&self, context: &mut Context<'_>) -> Result<Vec<Value>, Problem> {
        match &self.custom {
            Some(server) => custom::verifying_keys(context, server),
            None => Ok(vec![oauth::own_signing_key(context)?.jwk()]),
        }
    }
}

/// The scopes that are asked for, in the server's own order, or those that it gives unasked.
pub fn scopes_for(context: &Context<'_>, server: &Server, asked: &[String]) -> Answered<Vec<String>> {
    let mut known = server.scopes(context)?;
    if server.custom.is_none() {
        known.push(json!({ "name": OPENS_APPS, "consent": "IMPLICIT" }));
    }
    let bad = |text: &str| Ok(Err(refused(400, "invalid_scope", text)));
    if !asked.iter().all(|name| known.iter().any(|scope| scope["name"] == name.as_str())) {
        return bad(match server.custom {
            Some(_) => "One or more scopes are not configured for the authorization server resource.",
            None => "Custom scopes are not allowed for this request.",
        });
    }
    let wanted = known.iter().filter(|scope| match asked.is_empty() {
        true => scope["default"] == true,
        false => asked.iter().any(|name| scope["name"] == name.as_str()),
    });
    let names: Vec<String> = wanted.filter_map(|scope| scope["name"].as_str().map(str::to_owned)).collect();
    if names.is_empty() {
        let text = "The authorization server resource does not have any configured default scopes, 'scope' must be provided.";
        return bad(text);
    }
    Ok(Ok(names))
}

//! With what a request shows who sends it.

mod dpop;
mod jwt;
mod private_key;
mod service_app;
#[cfg(test)]
mod tests;
mod token;

use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{HeaderValue, Request, Response, StatusCode};
use serde::Deserialize;

pub use self::private_key::{Algorithm, PrivateKey};
use self::service_app::Grant;
pub use self::service_app::ServiceApp;
pub use self::token::AccessToken;
use self::token::{Callback, Source, Token, Tokens};
use crate::engine::Client;
use crate::error::{BoxError, Error, Result};
use crate::model::Secret;
use crate::org_url::OrgUrl;
use crate::transport::Failure;

/// With what a client shows who it is. No `Debug` shows what is secret in it.
///
/// A [`ServiceApp`] is one too.
///
/// ```
/// use oktars::credential::Credential;
/// use oktars::Okta;
///
/// let org = Okta::builder().org_url("https://acme.okta.com");
/// let okta = org.credential(Credential::api_token("00abc")).build()?;
/// assert!(!format!("{okta:?}").contains("00abc"));
/// # Ok::<(), oktars::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Credential(Kind);

#[derive(Clone)]
enum Kind {
    ApiToken(Secret),
    Bearer(Secret),
    ServiceApp(ServiceApp),
    Callback(Callback),
}

impl Credential {
    /// An API token of the org (`SSWS`).
    pub fn api_token(token: impl Into<Secret>) -> Self {
        Credential(Kind::ApiToken(token.into()))
    }

    /// An access token that somebody else renews.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Credential(Kind::Bearer(token.into()))
    }

    /// Access tokens that a function yields. It is called when a token is needed and again before that ends
    /// or when Okta refuses it; once, however many calls wait for it.
    ///
    /// ```
    /// use std::time::Duration;
    /// use oktars::credential::{AccessToken, Credential};
    /// use oktars::Okta;
    ///
    /// async fn from_vault() -> std::io::Result<AccessToken> {
    ///     Ok(AccessToken::new("eyJ...").expires_in(Duration::from_secs(3600)))
    /// }
    ///
    /// let credential = Credential::callback(from_vault);
    /// let okta = Okta::builder().org_url("https://acme.okta.com").credential(credential).build()?;
    /// # Ok::<(), oktars::Error>(())
    /// ```
    pub fn callback<F, Fut, E>(function: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<AccessToken, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Credential(Kind::Callback(Arc::new(move || {
            let yielded = function();
            Box::pin(async move { yielded.await.map_err(Into::into) })
        })))
    }

    /// Begins to work for one org. Tokens are kept there, so that none goes to another org.
    pub(crate) fn start(&self, org: &OrgUrl) -> Result<Authority> {
        Ok(match &self.0 {
            Kind::ApiToken(token) => Authority::ApiToken(api_token(token)?),
            Kind::Bearer(token) => {
                refuse_placeholder(token)?;
                let token = Token::new(AccessToken::new(token.clone()), tokio::time::Instant::now())?;
                Authority::Bearer(Arc::new(token))
            }
            Kind::ServiceApp(app) => Authority::tokens(Source::ServiceApp(Arc::new(app.start(org)?))),
            Kind::Callback(callback) => Authority::tokens(Source::Callback(callback.clone())),
        })
    }
}

impl From<ServiceApp> for Credential {
    fn from(app: ServiceApp) -> Self {
        Credential(Kind::ServiceApp(app))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::ApiToken(_) => f.write_str("Credential(API token)"),
            Kind::Bearer(_) => f.write_str("Credential(access token)"),
            Kind::ServiceApp(app) => write!(f, "Credential({app:?})"),
            Kind::Callback(_) => f.write_str("Credential(callback)"),
        }
    }
}

fn refuse_placeholder(token: &Secret) -> Result<()> {
    let token = token.expose().trim();
    if token.is_empty() || token.contains(['{', '}']) {
        return Err(Error::config("the token is empty or a placeholder: put your org's own token in"));
    }
    Ok(())
}

fn api_token(token: &Secret) -> Result<HeaderValue> {
    refuse_placeholder(token)?;
    let mut value = HeaderValue::try_from(format!("SSWS {}", token.expose().trim()))
        .map_err(|_| Error::config("the API token holds characters that no token has"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// A credential at work for one org.
pub(crate) enum Authority {
    /// Nothing: for the few operations that are public.
    None,
    ApiToken(HeaderValue),
    Bearer(Arc<Token>),
    Tokens(Arc<Tokens>),
    /// The request for a token, which carries its own proof.
    TokenRequest(Arc<Grant>),
}

/// What one attempt shows.
pub(crate) enum Access {
    None,
    ApiToken(HeaderValue),
    Bearer(Arc<Token>),
    /// A token that can be renewed, and where it came from.
    Token(Arc<Token>, Arc<Tokens>),
    TokenRequest(Arc<Grant>),
}

impl Authority {
    fn tokens(source: Source) -> Self {
        Authority::Tokens(Arc::new(Tokens::new(source)))
    }

    /// What the next attempt shows; without a token that is still good, it asks for one first.
    pub(crate) async fn access(&self, client: &Client) -> Result<Access> {
        Ok(match self {
            Authority::None => Access::None,
            Authority::ApiToken(header) => Access::ApiToken(header.clone()),
            Authority::Bearer(token) => Access::Bearer(token.clone()),
            Authority::Tokens(tokens) => Access::Token(tokens.get(client).await?, tokens.clone()),
            Authority::TokenRequest(grant) => Access::TokenRequest(grant.clone()),
        })
    }

    /// What stands in its place where a request is shown.
    pub(crate) fn shown(&self) -> Option<&'static str> {
        match self {
            Authority::None => None,
            Authority::ApiToken(_) => Some("SSWS $OKTA_CLIENT_TOKEN"),
            Authority::Bearer(_) | Authority::Tokens(_) | Authority::TokenRequest(_) => {
                Some("Bearer $OKTA_CLIENT_ACCESSTOKEN")
            }
        }
    }

    /// How often an attempt may be repeated at once, because what was learned from it makes the next one
    /// another one. For a token request: to be told to prove, of the nonce, and of the time.
    pub(crate) fn renewals(&self) -> u32 {
        match self {
            Authority::None | Authority::ApiToken(_) | Authority::Bearer(_) => 0,
            Authority::Tokens(_) => 1,
            Authority::TokenRequest(_) => 3,
        }
    }
}

impl Access {
    /// Puts it on a request that is about to be sent: once for each attempt.
    pub(crate) fn sign(&self, request: &mut Request<Bytes>) -> Result<(), BoxError> {
        let header = match self {
            Access::None => return Ok(()),
            Access::TokenRequest(grant) => return grant.sign_token_request(request),
            Access::ApiToken(header) => header,
            Access::Bearer(token) => &token.header,
            Access::Token(token, tokens) => {
                if let (true, Source::ServiceApp(grant)) = (token.bound, &tokens.source) {
                    grant.prove(request, Some(&token.secret))?;
                }
                &token.header
            }
        };
        request.headers_mut().insert(AUTHORIZATION, header.clone());
        Ok(())
    }

    /// Learns from how an attempt ended. Whether the next one would show something else and may succeed:
    /// what Okta refused is forgotten then.
    pub(crate) fn learn(&self, outcome: &Result<Response<Bytes>, Failure>) -> bool {
        let Ok(response) = outcome else { return false };
        match self {
            Access::TokenRequest(grant) => grant.learn(response),
            Access::Token(token, tokens) if refuses_token(response) => {
                if let (true, Source::ServiceApp(grant)) = (token.bound, &tokens.source) {
                    grant.learn_clock(response);
                }
                tokens.discard(token);
                true
            }
            _ => false,
        }
    }

    /// The scopes of the token that is shown, where one is and they are known.
    pub(crate) fn scopes(&self) -> Option<BTreeSet<String>> {
        match self {
            Access::Bearer(token) | Access::Token(token, _) => token.scopes(),
            _ => None,
        }
    }

    /// Whether an access token is shown, whose scopes matter.
    pub(crate) fn is_token(&self) -> bool {
        matches!(self, Access::Bearer(_) | Access::Token(..))
    }
}

/// Whether Okta says of an access token that it is not, or no longer, good. It answers 401 to other things
/// too: to features that the org does not have, and to wrong passwords.
fn refuses_token(response: &Response<Bytes>) -> bool {
    #[derive(Deserialize)]
    struct Refusal {
        #[serde(rename = "errorCode")]
        code: Option<String>,
    }
    let challenge = response.headers().get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
    let refused_proof = challenge.is_some_and(|challenge| challenge.contains("invalid_dpop_proof"));
    match response.status() {
        StatusCode::UNAUTHORIZED => {
            let refusal = serde_json::from_slice::<Refusal>(response.body()).ok();
            refusal.and_then(|refusal| refusal.code).is_none_or(|code| code == "E0000011")
        }
        StatusCode::BAD_REQUEST => refused_proof,
        _ => false,
    }
}

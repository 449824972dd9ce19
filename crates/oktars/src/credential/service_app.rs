//! OAuth 2.0 client credentials: a service app that asks Okta for access tokens.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, DATE};
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri};
use oktars_catalog::op;
use serde::Deserialize;
use serde_json::json;
use url::form_urlencoded;

use super::dpop::{Dpop, Purpose};
use super::token::AccessToken;
use super::{jwt, private_key::PrivateKey};
use crate::answer::Answer;
use crate::engine::Client;
use crate::error::{BoxError, Error, Result};
use crate::model::Secret;
use crate::org_url::OrgUrl;
use crate::send::{Outgoing, send_as};

pub(super) const DPOP: HeaderName = HeaderName::from_static("dpop");
const DPOP_NONCE: HeaderName = HeaderName::from_static("dpop-nonce");
const USER_AGENT_EXTENDED: HeaderName = HeaderName::from_static("x-okta-user-agent-extended");

const TOKEN_PATH: &str = "/oauth2/v1/token";
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// Okta takes an hour at most. A new assertion is signed for each request, so minutes are plenty.
const ASSERTION_SECONDS: i64 = 300;
/// By how much Okta's clock must differ from ours before ours is taken to be wrong.
const NOTABLE_SKEW: i64 = 30;

/// A service app: an OAuth 2.0 client that asks the org for access tokens and is nobody's deputy.
///
/// Tokens are asked for when they are needed, once for all calls that wait, and renewed before they expire.
/// The scopes that are asked for must have been granted to the app, and an admin role been given to it.
///
/// ```
/// use oktars::credential::{PrivateKey, ServiceApp};
/// use oktars::Okta;
///
/// # // Examples are compiled together, in a folder elsewhere: a relative path would have each compiled alone.
/// # const KEY: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys/ec256.jwk"));
/// # fn key() -> oktars::Result<PrivateKey> { PrivateKey::from_jwk(KEY) }
/// let app = ServiceApp::new("0oa1example", key()?).scopes(["okta.users.read", "okta.groups.manage"]);
/// let okta = Okta::builder().org_url("https://acme.okta.com").credential(app).build()?;
/// # Ok::<(), oktars::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct ServiceApp {
    client_id: String,
    proof: Proof,
    scopes: BTreeSet<String>,
    dpop: bool,
    token_path: String,
}

/// How the app proves to be itself.
#[derive(Clone)]
enum Proof {
    Key(PrivateKey),
    Secret(Secret),
    Assertion(Secret),
}

impl ServiceApp {
    /// An app that proves itself by signing (`private_key_jwt`): the only way to Okta's own API.
    pub fn new(client_id: impl Into<String>, key: PrivateKey) -> Self {
        ServiceApp::with_proof(client_id, Proof::Key(key))
    }

    /// An app that proves itself by a client secret. The org's own authorization server gives it no token
    /// for Okta's API; a custom authorization server does for yours: see [`token_path`](Self::token_path).
    pub fn with_secret(client_id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        ServiceApp::with_proof(client_id, Proof::Secret(secret.into()))
    }

    /// An app whose assertion was signed elsewhere. It is good for as long as it says, an hour at most, and
    /// where it has a `jti`, for one token.
    pub fn with_assertion(client_id: impl Into<String>, assertion: impl Into<Secret>) -> Self {
        ServiceApp::with_proof(client_id, Proof::Assertion(assertion.into()))
    }

    fn with_proof(client_id: impl Into<String>, proof: Proof) -> Self {
        ServiceApp {
            client_id: client_id.into(),
            proof,
            scopes: BTreeSet::new(),
            dpop: false,
            token_path: TOKEN_PATH.to_owned(),
        }
    }

    /// The scopes to ask for, for example `okta.users.read`. Okta gives no token without any.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes.extend(scopes.into_iter().map(Into::into));
        self
    }

    /// Asks for tokens that are bound to a key of this client (DPoP) from the first request on. Where an app
    /// demands it, this is found out by itself, at the price of one request.
    pub fn dpop(mut self, dpop: bool) -> Self {
        self.dpop = dpop;
        self
    }

    /// The path of the token endpoint: that of a custom authorization server, if not the org's own.
    pub fn token_path(mut self, path: impl Into<String>) -> Self {
        self.token_path = path.into();
        self
    }

    pub(super) fn start(&self, org: &OrgUrl) -> Result<Grant> {
        let id = self.client_id.trim();
        if id.is_empty() || id.contains(['{', '}']) {
            return Err(Error::config(
                "the client id is empty or a placeholder: put that of your service app in",
            ));
        }
        if self.scopes.is_empty() {
            return Err(Error::config(
                "the service app asks for no scopes, and Okta gives no token without any: name them, for \
                 example okta.users.read",
            ));
        }
        let endpoint = format!("{org}{}", org.local_part(&self.token_path)?);
        let uri = Uri::try_from(&endpoint)
            .map_err(|error| Error::config(format!("the token path is malformed: {error}")))?;
        let dpop = Dpop::default();
        if self.dpop {
            dpop.want();
        }
        Ok(Grant { app: self.clone(), endpoint, uri, dpop, skew: AtomicI64::new(0) })
    }
}

impl fmt::Debug for ServiceApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proof = match &self.proof {
            Proof::Key(key) => format!("{key:?}"),
            Proof::Secret(_) => "client secret".to_owned(),
            Proof::Assertion(_) => "assertion".to_owned(),
        };
        f.debug_struct("ServiceApp")
            .field("client_id", &self.client_id)
            .field("proof", &proof)
            .field("scopes", &self.scopes)
            .field("dpop", &self.dpop)
            .finish_non_exhaustive()
    }
}

/// A service app at work for one org.
pub(crate) struct Grant {
    app: ServiceApp,
    endpoint: String,
    uri: Uri,
    dpop: Dpop,
    /// Okta's clock minus ours, in seconds.
    skew: AtomicI64,
}

/// The answer of the token endpoint.
#[derive(Deserialize)]
struct Granted {
    token_type: Option<String>,
    expires_in: Option<u64>,
    access_token: Secret,
    scope: Option<String>,
}

impl Grant {
    /// Asks for a token.
    pub(super) async fn request(self: &std::sync::Arc<Self>, client: &Client) -> Result<AccessToken> {
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri.clone();
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        let own = super::Authority::TokenRequest(self.clone());
        let outgoing = Outgoing {
            operation: op::CREATE_TOKEN.id.into(),
            request,
            repeatable: op::CREATE_TOKEN.is_repeatable(),
            may_be_missing: false,
            policy: client.policy,
        };
        let answer = send_as(client, &own, outgoing).await?;
        read(&answer)
    }

    /// Writes the token request's body and proof: again for each attempt, since an assertion works once.
    pub(super) fn sign_token_request(&self, request: &mut Request<Bytes>) -> Result<(), BoxError> {
        let scopes = self.app.scopes.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials").append_pair("scope", &scopes);
        match &self.app.proof {
            Proof::Key(key) => {
                form.append_pair("client_assertion_type", ASSERTION_TYPE);
                form.append_pair("client_assertion", &self.assertion(key)?);
            }
            Proof::Assertion(assertion) => {
                form.append_pair("client_assertion_type", ASSERTION_TYPE);
                form.append_pair("client_assertion", assertion.expose().trim());
            }
            Proof::Secret(secret) => {
                request.headers_mut().insert(AUTHORIZATION, basic(&self.app.client_id, secret)?);
            }
        }
        *request.body_mut() = form.finish().into();
        request.headers_mut().remove(CONTENT_LENGTH);
        if self.dpop.is_wanted() {
            self.prove(request, None)?;
        }
        Ok(())
    }

    fn assertion(&self, key: &PrivateKey) -> Result<String, BoxError> {
        let mut header = json!({ "typ": "JWT" });
        if let Some(kid) = key.kid() {
            header["kid"] = kid.into();
        }
        let now = self.now();
        let claims = json!({
            "iss": self.app.client_id,
            "sub": self.app.client_id,
            "aud": self.endpoint,
            "iat": now,
            "exp": now + ASSERTION_SECONDS,
            "jti": jwt::random_id()?,
        });
        jwt::sign(key, header, &claims)
    }

    /// Puts a DPoP proof on a request.
    pub(super) fn prove(&self, request: &mut Request<Bytes>, token: Option<&Secret>) -> Result<(), BoxError> {
        let purpose =
            Purpose { method: request.method().as_str(), uri: request.uri(), now: self.now(), token };
        let proof = self.dpop.proof(&purpose)?;
        request.headers_mut().insert(DPOP, proof);
        request.headers_mut().insert(USER_AGENT_EXTENDED, HeaderValue::from_static("isDPoP:true"));
        Ok(())
    }

    /// Okta's time, as well as it is known.
    fn now(&self) -> i64 {
        jiff::Timestamp::now().as_second() + self.skew.load(Ordering::Relaxed)
    }

    /// Learns from an answer of the token endpoint. Whether another attempt may fare better.
    pub(super) fn learn(&self, response: &Response<Bytes>) -> bool {
        let nonce = response.headers().get(DPOP_NONCE).and_then(|nonce| nonce.to_str().ok());
        let new_nonce = nonce.is_some_and(|nonce| self.dpop.remember_nonce(nonce));
        if !matches!(response.status(), StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED) {
            return false;
        }
        #[derive(Deserialize)]
        struct Refusal {
            error: String,
        }
        let Ok(refusal) = serde_json::from_slice::<Refusal>(response.body()) else { return false };
        match refusal.error.as_str() {
            "use_dpop_nonce" => new_nonce,
            "invalid_dpop_proof" if !self.dpop.is_wanted() => {
                self.dpop.want();
                true
            }
            "invalid_dpop_proof" | "invalid_client" => self.learn_clock(response),
            _ => false,
        }
    }

    /// Takes Okta's clock over where ours is wrong: assertions and proofs are good for minutes only. Whether
    /// it was.
    pub(super) fn learn_clock(&self, response: &Response<Bytes>) -> bool {
        let date = response.headers().get(DATE).and_then(|date| date.to_str().ok());
        let Some(date) = date.and_then(|date| jiff::fmt::rfc2822::parse(date).ok()) else { return false };
        let ahead = date.timestamp().as_second() - self.now();
        if ahead.abs() < NOTABLE_SKEW {
            return false;
        }
        tracing::warn!(
            seconds = ahead,
            "the clock of this machine differs from Okta's, and oktars uses Okta's"
        );
        self.skew.fetch_add(ahead, Ordering::Relaxed);
        true
    }
}

fn read(answer: &Answer) -> Result<AccessToken> {
    let granted: Granted = answer.json()?;
    let mut token = AccessToken::new(granted.access_token);
    token.expires_in = granted.expires_in.map(Duration::from_secs);
    token.bound = granted.token_type.is_some_and(|kind| kind.eq_ignore_ascii_case("DPoP"));
    if let Some(scope) = granted.scope {
        token = token.scopes(scope.split_whitespace());
    }
    Ok(token)
}

fn basic(id: &str, secret: &Secret) -> Result<HeaderValue, BoxError> {
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encode(id), encode(secret.expose().trim()));
    let mut value = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(pair)))?;
    value.set_sensitive(true);
    Ok(value)
}

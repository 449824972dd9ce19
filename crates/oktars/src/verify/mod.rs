//! Tokens that people show to your service: whether Okta made them, for you, and whether they are still good.
//!
//! A [`Verifier`] reads the keys of one authorization server, keeps them, and checks tokens without asking Okta for
//! each. That works for every ID token, and for access tokens of custom authorization servers such as `default`.
//! Access tokens of the org authorization server can be checked by Okta alone; the error says so.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use oktars::verify::{Invalid, Verifier};
//!
//! // `Verifier::new("https://acme.okta.com/oauth2/default")?` for your own org; this one lives in the same process.
//! let okta = oktars::Okta::over(oktars_local::Org::in_memory().service());
//! let verifier = Verifier::with_client(okta, "http://localhost/oauth2/default")?;
//!
//! match verifier.access_token("eyJhbGciOiJub25lIn0.e30.", "api://default").await {
//!     Ok(claims) => println!("{} may {:?}", claims.subject(), claims.scopes()),
//!     Err(error) if error.is_of_token() => println!("answer 401: {error}"),
//!     Err(error) => println!("answer 503: {error}"),
//! }
//! # Ok(()) }
//! ```

mod claims;
mod invalid;
mod keys;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jsonwebtoken::{Algorithm, Header, Validation};
use url::Url;

pub use self::claims::Claims;
pub use self::invalid::Invalid;
use self::invalid::shown;
use self::keys::Keys;
use crate::client::Okta;
use crate::error::{Error, Result};

/// By how much the clocks of Okta and of this machine may differ.
const LEEWAY: Duration = Duration::from_secs(120);
/// The longest token that is looked at. Okta's have some kilobytes.
const LONGEST: usize = 64 * 1024;
/// How long a request for keys may take: somebody waits for an answer.
const DEADLINE: Duration = Duration::from_secs(10);

/// Checks tokens of one authorization server. It is cheap to clone, and clones share the keys.
///
/// Nothing is sent before the first token is checked. Then the keys are read, `GET {issuer}/v1/keys`, and kept for an
/// hour. A token with a key that is not known has them read again, at most once in 30 seconds. So a new key is found
/// when Okta rotates them, and invented tokens do not make you ask Okta each time. Where Okta does not answer, known
/// keys are used for a day.
#[derive(Clone)]
pub struct Verifier {
    issuer: Arc<str>,
    keys: Arc<Keys>,
    leeway: Duration,
}

impl Verifier {
    /// A verifier of the tokens of an authorization server, named as in `iss`: `https://acme.okta.com/oauth2/default`,
    /// or `https://acme.okta.com` for the org authorization server.
    ///
    /// It needs no credential. Build a client and use [`with_client`](Verifier::with_client) for a proxy, a certificate
    /// authority of your own, or another time limit than 10 seconds.
    ///
    /// # Errors
    /// The issuer is not an address of an authorization server.
    pub fn new(issuer: &str) -> Result<Self> {
        let okta = Okta::builder().org_url(origin(issuer)?).deadline(DEADLINE).build()?;
        Self::with_client(okta, issuer)
    }

    /// A verifier that reads the keys with a client of the same org.
    ///
    /// # Errors
    /// The issuer is not an address of an authorization server of the client's org.
    pub fn with_client(okta: Okta, issuer: &str) -> Result<Self> {
        let issuer = issuer.strip_suffix('/').unwrap_or(issuer);
        origin(issuer)?;
        let path = okta.org_url().local_part(issuer)?;
        let keys = match path.as_str() {
            "/" => "/oauth2/v1/keys".to_owned(),
            server => format!("{server}/v1/keys"),
        };
        Ok(Verifier { issuer: issuer.into(), keys: Arc::new(Keys::new(okta, keys)), leeway: LEEWAY })
    }

    /// By how much the clocks of Okta and of this machine may differ. Default: two minutes.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// The issuer whose tokens are taken.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Checks an access token: signature, issuer, audience, times. `audience` is what the authorization server has
    /// as its audience, `api://default` for the one that every org begins with.
    ///
    /// Whether its scopes are enough for what is asked is for you to decide: see [`Claims::has_scope`].
    ///
    /// # Errors
    /// The token must not be trusted, or the keys cannot be read.
    pub async fn access_token(&self, token: &str, audience: &str) -> Result<Claims, Invalid> {
        if self.is_org_server() {
            return Err(self.of_org_server());
        }
        let claims = self.signed(token).await?;
        if claims.client_id().is_none() {
            return Err(Invalid::NotAccessToken);
        }
        self.hold(&claims, audience)?;
        Ok(claims)
    }

    /// Checks an ID token: signature, issuer, the client that it is for, times, nonce.
    ///
    /// `nonce` is what your application sent to `authorize`. A token that has one that you did not send is refused.
    ///
    /// # Errors
    /// The token must not be trusted, or the keys cannot be read.
    pub async fn id_token(
        &self,
        token: &str,
        client_id: &str,
        nonce: Option<&str>,
    ) -> Result<Claims, Invalid> {
        let claims = self.signed(token).await?;
        if claims.client_id().is_some() {
            return Err(Invalid::NotIdToken);
        }
        self.hold(&claims, client_id)?;
        match claims.text("nonce") == nonce {
            true => Ok(claims),
            false => Err(Invalid::Nonce),
        }
    }

    /// The claims of a token whose signature is right and whose time has come and not passed.
    async fn signed(&self, token: &str) -> Result<Claims, Invalid> {
        let key_id = key_id(token)?;
        let key = match self.keys.find(&key_id).await {
            Err(Invalid::UnknownKey { .. }) if self.names_org_server(token) => {
                return Err(self.of_org_server());
            }
            found => found?,
        };
        let mut validation = Validation::new(Algorithm::RS256);
        validation.leeway = self.leeway.as_secs();
        validation.validate_nbf = true;
        // Issuer and audience are held against what is expected in words that name both.
        validation.validate_aud = false;
        let read = jsonwebtoken::decode(token, &key, &validation);
        Ok(Claims::new(read.map_err(|error| Invalid::from_jwt(&error))?.claims))
    }

    fn hold(&self, claims: &Claims, audience: &str) -> Result<(), Invalid> {
        let issuer = claims.text("iss").unwrap_or_default();
        if issuer != &*self.issuer {
            return Err(Invalid::Issuer { found: shown(issuer), expected: self.issuer.to_string() });
        }
        if !claims.audience().contains(&audience) {
            let found = shown(&claims.audience().join(", "));
            return Err(Invalid::Audience { found, expected: audience.to_owned() });
        }
        let now = jiff::Timestamp::now().as_second();
        let latest = now.saturating_add(i64::try_from(self.leeway.as_secs()).unwrap_or(i64::MAX));
        match claims.seconds("iat") {
            Some(issued) if issued > latest => Err(Invalid::NotYet),
            Some(_) => Ok(()),
            None => Err(Invalid::Missing("iat")),
        }
    }

    fn is_org_server(&self) -> bool {
        !self.issuer.contains("/oauth2/")
    }

    /// Whether the token says that it comes from the org authorization server of this org. Only for a better error.
    fn names_org_server(&self, token: &str) -> bool {
        let claims = jsonwebtoken::dangerous::insecure_decode_claims::<serde_json::Value>(token);
        let issuer = claims.ok().and_then(|claims| claims["iss"].as_str().map(str::to_owned));
        issuer.is_some_and(|issuer| {
            !self.is_org_server() && self.issuer.starts_with(&format!("{issuer}/oauth2/"))
        })
    }

    fn of_org_server(&self) -> Invalid {
        let org = self.issuer.split("/oauth2/").next().unwrap_or_default();
        Invalid::OrgServer { instead: format!("{org}/oauth2/default") }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("issuer", &self.issuer)
            .field("leeway", &self.leeway)
            .finish_non_exhaustive()
    }
}

/// The org of an issuer: `https://acme.okta.com` or `https://acme.okta.com/oauth2/{id}`.
fn origin(issuer: &str) -> Result<String> {
    let refused = || {
        Error::config(
            "the issuer cannot be used: write it as https://acme.okta.com/oauth2/default, with the id of your \
             authorization server, or as https://acme.okta.com for the org authorization server",
        )
    };
    let url = Url::parse(issuer).map_err(|_| refused())?;
    let server = match url.path().trim_end_matches('/') {
        "" => Some(""),
        path => path.strip_prefix("/oauth2/").filter(|id| !id.is_empty() && *id != "v1" && !id.contains('/')),
    };
    let is_whole = server.is_some() && url.query().is_none() && url.fragment().is_none();
    match is_whole && url.username().is_empty() && url.password().is_none() {
        true => Ok(url.origin().ascii_serialization()),
        false => Err(refused()),
    }
}

/// The id of the key that a token says it is signed with, if it is a token that Okta could have made.
fn key_id(token: &str) -> Result<String, Invalid> {
    if token.len() > LONGEST {
        return Err(Invalid::Malformed("it is longer than any that Okta makes"));
    }
    // An algorithm that the library does not know, such as `none`, is an error of this step.
    let header: Header = jsonwebtoken::decode_header(token).map_err(|error| Invalid::from_jwt(&error))?;
    if header.alg != Algorithm::RS256 {
        return Err(Invalid::Algorithm);
    }
    if header.crit.is_some() {
        return Err(Invalid::Malformed("its header demands what no token of Okta's does"));
    }
    header.kid.ok_or(Invalid::Malformed("its header has no kid, so no key can be found for it"))
}

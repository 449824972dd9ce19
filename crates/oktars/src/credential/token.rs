//! Access tokens: what they are, and one that is good, shared by all calls of a client.

use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::HeaderValue;
use tokio::time::Instant;

use super::jwt;
use super::service_app::Grant;
use crate::engine::Client;
use crate::error::{BoxError, Error, Result};
use crate::model::Secret;

/// How long before its end a token is renewed: long enough for a call to be sent and to arrive.
const LEEWAY: Duration = Duration::from_secs(60);

/// An access token, as a [callback](super::Credential::callback) yields it.
#[derive(Clone)]
#[must_use]
pub struct AccessToken {
    pub(super) secret: Secret,
    pub(super) expires_in: Option<Duration>,
    pub(super) scopes: Option<BTreeSet<String>>,
    pub(super) bound: bool,
}

impl AccessToken {
    /// A token that is shown until Okta refuses it.
    pub fn new(token: impl Into<Secret>) -> Self {
        AccessToken { secret: token.into(), expires_in: None, scopes: None, bound: false }
    }

    /// For how long the token is good. Another one is asked for a minute before.
    pub fn expires_in(mut self, life: Duration) -> Self {
        self.expires_in = Some(life);
        self
    }

    /// The scopes of the token, for the error that tells which one is missing.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }
}

impl From<Secret> for AccessToken {
    fn from(token: Secret) -> Self {
        AccessToken::new(token)
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("expires_in", &self.expires_in)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// A token in use.
pub(crate) struct Token {
    pub(super) header: HeaderValue,
    pub(super) secret: Secret,
    pub(super) bound: bool,
    scopes: Option<BTreeSet<String>>,
    renew_at: Option<Instant>,
}

impl Token {
    /// `since` is when it was asked for, so that its end is never taken to be later than it is.
    pub(super) fn new(token: AccessToken, since: Instant) -> Result<Self> {
        let text = token.secret.expose().trim();
        if text.is_empty() {
            return Err(Error::config("the access token is empty"));
        }
        let scheme = if token.bound { "DPoP" } else { "Bearer" };
        let mut header = HeaderValue::try_from(format!("{scheme} {text}"))
            .map_err(|_| Error::config("the access token holds characters that no token has"))?;
        header.set_sensitive(true);
        // A short life is not used up by the leeway.
        let renew_at = token.expires_in.map(|life| since + (life - LEEWAY.min(life / 4)));
        let secret = Secret::from(text);
        Ok(Token { header, secret, bound: token.bound, scopes: token.scopes, renew_at })
    }

    fn is_good(&self) -> bool {
        self.renew_at.is_none_or(|at| Instant::now() < at)
    }

    /// The scopes, as far as they are known: a token that is a JWT tells them.
    pub(super) fn scopes(&self) -> Option<BTreeSet<String>> {
        self.scopes.clone().or_else(|| {
            let claims = jwt::claims(self.secret.expose())?;
            let scopes = claims["scp"].as_array()?;
            Some(scopes.iter().filter_map(|scope| scope.as_str().map(str::to_owned)).collect())
        })
    }
}

type Yielded = Pin<Box<dyn Future<Output = Result<AccessToken, BoxError>> + Send>>;
pub(super) type Callback = Arc<dyn Fn() -> Yielded + Send + Sync>;

/// Where tokens come from.
pub(super) enum Source {
    ServiceApp(Arc<Grant>),
    Callback(Callback),
}

/// The token of a client, renewed when it is about to end or was refused.
///
/// One call asks for it, while the others that need it wait for their turn and then find it there. Nothing
/// is spawned: when the call that asks is cancelled, the next in line asks.
pub(crate) struct Tokens {
    pub(super) source: Source,
    current: Mutex<Option<Arc<Token>>>,
    /// How often an answer came.
    rounds: AtomicU64,
    /// Held by the call that asks; what is in it is why the last one failed.
    turn: tokio::sync::Mutex<Option<Arc<Error>>>,
}

impl Tokens {
    pub(super) fn new(source: Source) -> Self {
        Tokens {
            source,
            current: Mutex::default(),
            rounds: AtomicU64::new(0),
            turn: tokio::sync::Mutex::default(),
        }
    }

    pub(super) async fn get(&self, client: &Client) -> Result<Arc<Token>> {
        if let Some(token) = self.good() {
            return Ok(token);
        }
        let round = self.rounds.load(Ordering::Acquire);
        let mut failure = self.turn.lock().await;
        if let Some(token) = self.good() {
            return Ok(token);
        }
        // Who waited while another call was told no is told the same, instead of asking again one by one.
        if let (Some(error), true) = (&*failure, self.rounds.load(Ordering::Acquire) != round) {
            return Err(Error::no_token(error.clone()));
        }
        let since = Instant::now();
        let outcome = self.ask(client).await.and_then(|token| Token::new(token, since));
        self.rounds.fetch_add(1, Ordering::AcqRel);
        match outcome {
            Ok(token) => {
                let token = Arc::new(token);
                *failure = None;
                *self.lock() = Some(token.clone());
                Ok(token)
            }
            Err(error) => {
                let error = Arc::new(error);
                *failure = Some(error.clone());
                Err(Error::no_token(error))
            }
        }
    }

    /// Boxed, since to ask is to send, and to send is to need a credential.
    fn ask<'a>(
        &'a self,
        client: &'a Client,
    ) -> Pin<Box<dyn Future<Output = Result<AccessToken>> + Send + 'a>> {
        match &self.source {
            Source::ServiceApp(grant) => Box::pin(grant.request(client)),
            Source::Callback(callback) => {
                let yielded = callback();
                Box::pin(async { yielded.await.map_err(Error::callback) })
            }
        }
    }

    fn good(&self) -> Option<Arc<Token>> {
        self.lock().clone().filter(|token| token.is_good())
    }

    /// Forgets a token that Okta refused, unless another one has taken its place already.
    pub(super) fn discard(&self, refused: &Arc<Token>) {
        let mut current = self.lock();
        if current.as_ref().is_some_and(|token| Arc::ptr_eq(token, refused)) {
            *current = None;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Arc<Token>>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

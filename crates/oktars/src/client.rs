//! The client, and how it is built.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response};
use oktars_catalog::Operation;
use serde::de::DeserializeOwned;
use tower::Service;

use crate::admission::{Admission, DEFAULT_CONCURRENCY, Limits, OnWait, Priority, Wait};
use crate::call::Call;
use crate::config::Config;
use crate::credential::{Authority, Credential};
use crate::engine::{Client, Engine, Policy};
use crate::error::{BoxError, Error, Result};
use crate::listing::{Listing, Position};
use crate::model::Secret;
use crate::org_url::OrgUrl;
use crate::transport::Transport;
use crate::wire::{Proxy, Wire};

/// Where an org in the same process is taken to be, unless the builder says otherwise.
const IN_PROCESS: &str = "http://localhost";

/// The token that a local org accepts unless it was given another one. It opens nothing else.
pub(crate) const LOCAL_TOKEN: &str = "00oktars-local-org-token-for-tests-only-42";

/// A client of one org. It is cheap to clone, and to build: nothing runs before a call is sent.
///
/// ```
/// use oktars::Okta;
///
/// let okta = Okta::builder().org_url("https://acme.okta.com").token("00abc").build()?;
/// assert!(!format!("{okta:?}").contains("00abc"));
/// # Ok::<(), oktars::Error>(())
/// ```
#[derive(Clone)]
pub struct Okta {
    pub(crate) engine: Engine,
}

impl Okta {
    /// Starts to build a client.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// A client of the org that the environment names: `OKTA_CLIENT_ORGURL`, and `OKTA_CLIENT_TOKEN` or the
    /// variables of a service app; see [`Config`].
    ///
    /// # Errors
    /// A variable is missing, or has a value that it does not take.
    pub fn from_env() -> Result<Self> {
        Builder::from_env()?.build()
    }

    /// A client of the org that `okta.yaml` and the environment name; see [`Config::load`].
    ///
    /// # Errors
    /// A setting is missing, or has a value that it does not take; the error names file and line, or variable.
    pub fn from_config() -> Result<Self> {
        Builder::from_config()?.build()
    }

    /// A client whose requests go to a [`tower::Service`] instead of the network: a local org in the same
    /// process, or a stand-in of your own.
    ///
    /// It has the token that a local org accepts; [`Builder::over`] takes any other, and another address.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// use bytes::Bytes;
    /// use oktars::Okta;
    ///
    /// let okta = Okta::over(tower::service_fn(|request: http::Request<Bytes>| async move {
    ///     Ok::<_, std::io::Error>(http::Response::new(format!("{:?}", request.uri().path())))
    /// }));
    /// let path: String = okta.get("users/me").json().await?;
    /// assert_eq!(path, "/api/v1/users/me");
    /// # Ok(()) }
    /// ```
    pub fn over<S, B>(service: S) -> Self
    where
        S: Service<Request<Bytes>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: Into<Bytes>,
    {
        let local = Builder::default().token(LOCAL_TOKEN).over(service);
        local.expect("address and token are constants that a test checks")
    }

    /// Where the org is.
    pub fn org_url(&self) -> &OrgUrl {
        &self.engine.client.org
    }

    /// What is known of the org's rate limits, and what waits for them.
    ///
    /// It is learned from the headers of each answer, so a client that has sent nothing knows nothing. All
    /// clones of a client share it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// okta.users().get("me").await?;
    /// for bucket in okta.limits().buckets {
    ///     println!("{}: {:?} of {:?} left until {:?}", bucket.name, bucket.remaining, bucket.limit, bucket.reset);
    /// }
    /// # assert_eq!(okta.limits().buckets[0].name, "GET /api/v1/users/{id}");
    /// # Ok(()) }
    /// ```
    pub fn limits(&self) -> Limits {
        self.engine.client.admission.limits()
    }

    /// The same client with another deadline for its calls; see [`Builder::deadline`].
    ///
    /// Connections, credential and limits are shared. One call alone is given a deadline with
    /// [`Call::deadline`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let okta = oktars::Okta::over(oktars_local::Org::in_memory().service());
    /// use std::time::Duration;
    ///
    /// let me = okta.with_deadline(Duration::from_secs(5)).users().get("me").await?;
    /// # Ok(()) }
    /// ```
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        self.with_policy(Policy { deadline, ..self.engine.policy })
    }

    /// The same client with another number of attempts for its calls; see [`Builder::attempts`].
    pub fn with_attempts(&self, attempts: u32) -> Self {
        self.with_policy(Policy { attempts, ..self.engine.policy })
    }

    /// The same client with another time for each attempt; see [`Builder::attempt_timeout`].
    pub fn with_attempt_timeout(&self, time: Duration) -> Self {
        self.with_policy(Policy { attempt_timeout: time, ..self.engine.policy })
    }

    /// The same client with another priority for its calls: [`Priority::Bulk`] for an import, so that it
    /// lets others of the same client go first.
    pub fn with_priority(&self, priority: Priority) -> Self {
        self.with_policy(Policy { priority, ..self.engine.policy })
    }

    fn with_policy(&self, policy: Policy) -> Self {
        Okta { engine: Engine { client: self.engine.client.clone(), policy } }
    }

    /// A call of any operation of the catalogue.
    pub fn call(&self, operation: Operation) -> Call {
        Call::operation(self.engine.clone(), operation)
    }

    /// A call of any path, for example `/api/v1/users/me`, `users/me`, or a link that Okta sent.
    ///
    /// What does not begin with a slash is taken below `/api/v1/`. The path is taken as encoded. An
    /// address of another origin is refused when the call is sent.
    pub fn request(&self, method: Method, path: &str) -> Call {
        Call::address(self.engine.clone(), method, path)
    }

    /// GET of any path; see [`request`](Okta::request).
    pub fn get(&self, path: &str) -> Call {
        self.request(Method::GET, path)
    }

    /// POST to any path; see [`request`](Okta::request).
    pub fn post(&self, path: &str) -> Call {
        self.request(Method::POST, path)
    }

    /// PUT to any path; see [`request`](Okta::request).
    pub fn put(&self, path: &str) -> Call {
        self.request(Method::PUT, path)
    }

    /// PATCH of any path; see [`request`](Okta::request).
    pub fn patch(&self, path: &str) -> Call {
        self.request(Method::PATCH, path)
    }

    /// DELETE of any path; see [`request`](Okta::request).
    pub fn delete(&self, path: &str) -> Call {
        self.request(Method::DELETE, path)
    }
}

impl<T: DeserializeOwned + Send + 'static> Listing<T> {
    /// Goes on where another listing was left, perhaps in another process.
    ///
    /// `T` is what the items are read as; it must fit what was listed.
    pub fn resume(okta: &Okta, position: &Position) -> Self {
        Listing::resumed(okta.engine.clone(), position)
    }
}

impl fmt::Debug for Okta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Okta").field("org", &self.engine.client.org).finish_non_exhaustive()
    }
}

/// Builds an [`Okta`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    /// Not shown: what was given may be no address, and hold a password.
    org_url: Option<Secret>,
    credential: Option<Credential>,
    user_agent: Option<Secret>,
    pub(crate) policy: Policy,
    pub(crate) concurrency: usize,
    pub(crate) max_share: f64,
    on_wait: Option<OnWait>,
    pub(crate) wire: Wire,
}

impl Default for Builder {
    fn default() -> Self {
        Builder {
            org_url: None,
            credential: None,
            user_agent: None,
            policy: Policy::default(),
            concurrency: DEFAULT_CONCURRENCY,
            max_share: 1.0,
            on_wait: None,
            wire: Wire::default(),
        }
    }
}

impl Builder {
    /// What the environment says; see [`Okta::from_env`].
    pub fn from_env() -> Result<Self> {
        Config::from_env()?.complete_builder()
    }

    /// What `okta.yaml` and the environment say; see [`Okta::from_config`].
    pub fn from_config() -> Result<Self> {
        Config::load()?.complete_builder()
    }

    /// Where the org is, for example `https://acme.okta.com`.
    pub fn org_url(mut self, url: impl Into<String>) -> Self {
        self.org_url = Some(Secret::from(url.into()));
        self
    }

    /// The API token. Without one, only the few public operations work.
    pub fn token(self, token: impl Into<Secret>) -> Self {
        self.credential(Credential::api_token(token))
    }

    /// What the client shows itself with, if it is no API token: a [`ServiceApp`](crate::credential::ServiceApp), an
    /// access token, or a function that yields access tokens.
    pub fn credential(mut self, credential: impl Into<Credential>) -> Self {
        self.credential = Some(credential.into());
        self
    }

    /// The name of your program, for example `acme-sync/1.2`, which Okta writes into its System Log.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(Secret::from(name.into()));
        self
    }

    /// The longest that one call may take, all attempts and the waits between them included. Default: three
    /// minutes. A list takes so long for each page.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.policy.deadline = deadline;
        self
    }

    /// The most attempts of one call. Default: 6. With 1, nothing is tried again.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.policy.attempts = attempts;
        self
    }

    /// The longest that one attempt may take, from when it is sent until its answer is whole. Default: a
    /// minute. What is given up so is sent again only where this does no harm.
    pub fn attempt_timeout(mut self, time: Duration) -> Self {
        self.policy.attempt_timeout = time;
        self
    }

    /// Who goes first where calls have to wait. Default: [`Priority::Interactive`].
    pub fn priority(mut self, priority: Priority) -> Self {
        self.policy.priority = priority;
        self
    }

    /// The part of each rate limit that this client uses, from 0 to 1; the rest is left to others that use the
    /// same token or org. Default: 1, all of what Okta reports as the limit of the token.
    pub fn max_share(mut self, share: f64) -> Self {
        self.max_share = share;
        self
    }

    /// Calls a function whenever a call begins to wait for a while: for the rate limit, or before it is tried
    /// again. It is for progress bars and must not block.
    ///
    /// ```
    /// use oktars::Okta;
    ///
    /// let org = Okta::builder().org_url("https://acme.okta.com").token("00abc");
    /// let okta = org.on_wait(|wait| eprintln!("waiting {:?} for {}", wait.time, wait.bucket)).build()?;
    /// # Ok::<(), oktars::Error>(())
    /// ```
    pub fn on_wait(mut self, told: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        self.on_wait = Some(OnWait(Arc::new(told)));
        self
    }

    /// The most requests of this client at once. Default: 20. Okta allows an org 35 to 75. Where the org
    /// finds it too many, it becomes fewer by itself, and more again later.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests;
        self
    }

    /// The proxy that all requests go through, for example `http://name:password@proxy.example:3128`. Without
    /// it, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` apply. An org on loopback, over plain HTTP, is always
    /// reached directly.
    pub fn proxy(mut self, address: impl Into<Secret>) -> Self {
        self.wire.proxy = Proxy::Address(address.into());
        self
    }

    /// Goes through no proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.wire.proxy = Proxy::None;
        self
    }

    /// Trusts these certificates in addition to those of the system: PEM, one or more of them.
    pub fn ca_certificates(mut self, pem: impl Into<String>) -> Self {
        self.wire.certificates.push(pem.into());
        self
    }

    /// The longest that it may take to connect. Default: 30 seconds.
    pub fn connect_timeout(mut self, time: Duration) -> Self {
        self.wire.connect_timeout = time;
        self
    }

    /// How many connections are kept for later when nothing uses them. Default: 32.
    pub fn idle_connections(mut self, connections: usize) -> Self {
        self.wire.idle_connections = connections;
        self
    }

    /// The greatest body of an answer that is taken, in bytes, once unpacked. A greater one is an error.
    /// Default: 100 MiB.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.wire.max_body = bytes;
        self
    }

    /// A client that speaks to the org over the network.
    pub fn build(self) -> Result<Okta> {
        let missing = || Error::config("no org URL is given: write it as https://acme.okta.com");
        let org: OrgUrl = self.org_url.as_ref().ok_or_else(missing)?.expose().parse()?;
        let transport = Transport::network(&org, &self.wire)?;
        self.assemble(org, transport)
    }

    /// A client that speaks to a [`tower::Service`]; see [`Okta::over`].
    ///
    /// Without an org URL it is `http://localhost`. Without a token, none is sent.
    pub fn over<S, B>(self, service: S) -> Result<Okta>
    where
        S: Service<Request<Bytes>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: Into<Bytes>,
    {
        let org: OrgUrl = self.org_url.as_ref().map_or(IN_PROCESS, Secret::expose).parse()?;
        self.assemble(org, Transport::service(service))
    }

    fn user_agent_header(&self) -> Result<HeaderValue> {
        let own = concat!("oktars/", env!("CARGO_PKG_VERSION"));
        let text = match &self.user_agent {
            Some(name) => format!("{} {own}", name.expose()),
            None => own.to_owned(),
        };
        HeaderValue::try_from(text)
            .map_err(|_| Error::config("the user agent has characters that a header cannot have"))
    }

    fn assemble(self, org: OrgUrl, transport: Transport) -> Result<Okta> {
        let authority = match &self.credential {
            Some(credential) => credential.start(&org)?,
            None => Authority::None,
        };
        if !(self.max_share > 0.0 && self.max_share <= 1.0) {
            let share = self.max_share;
            return Err(Error::config(format!("max_share is {share}: it must be above 0 and at most 1")));
        }
        let client = Client {
            org,
            transport,
            authority,
            user_agent: self.user_agent_header()?,
            policy: self.policy,
            admission: Admission::new(self.concurrency, self.max_share),
            on_wait: self.on_wait,
            max_body: self.wire.max_body,
        };
        Ok(Okta { engine: Engine { client: Arc::new(client), policy: self.policy } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_of_a_local_org_is_the_one_that_it_accepts() {
        assert_eq!(LOCAL_TOKEN, oktars_local::DEFAULT_TOKEN);
    }

    #[test]
    fn what_cannot_be_a_client_is_told_without_the_token() {
        let good = || Okta::builder().org_url("https://acme.okta.com").token("00abc");
        let cases = [
            (Okta::builder().token("00abc"), "no org URL"),
            (good().org_url("https://acme-admin.okta.com"), "write https://acme.okta.com"),
            (good().token(""), "empty or a placeholder"),
            (good().token("{apiToken}"), "empty or a placeholder"),
            (good().token("00s3cret\nx"), "no token has"),
            (good().user_agent("a\nb"), "user agent"),
            (good().max_share(0.0), "max_share is 0"),
            (good().max_share(1.5), "max_share is 1.5"),
            (good().max_share(f64::NAN), "max_share is NaN"),
        ];
        for (builder, message) in cases {
            let shown = format!("{builder:?}");
            assert!(!shown.contains("00abc") && !shown.contains("s3cret"), "{shown}");
            let error = builder.build().unwrap_err();
            assert!(error.is_config() && error.to_string().contains(message), "{error}");
            assert!(!error.to_string().contains("s3cret"), "{error}");
        }
        good().token(" 00abc\n").build().unwrap();
    }
}

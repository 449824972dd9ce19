//! What carries a request to the org and its answer back.

use bytes::Bytes;
use http::{Request, Response};
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};

use crate::error::{BoxError, Error, Result};
use crate::org_url::OrgUrl;

/// The network, or a service in the same process.
#[derive(Clone)]
pub(crate) enum Transport {
    Network(reqwest::Client),
    Service(BoxCloneSyncService<Request<Bytes>, Response<Bytes>, BoxError>),
}

/// An attempt that brought no whole answer.
pub(crate) struct Failure {
    pub source: BoxError,
    /// Whether the request may have reached the org.
    pub sent: bool,
}

impl Transport {
    pub(crate) fn network(org: &OrgUrl) -> Result<Self> {
        let client = configured(org)
            .build()
            // With no certificate store on the system, take the one that comes with the client.
            .or_else(|_| configured(org).tls_certs_only(bundled_certificates()).build())
            .map_err(|error| Error::config(format!("the HTTP client cannot be built: {error}")))?;
        Ok(Transport::Network(client))
    }

    pub(crate) fn service<S, B>(service: S) -> Self
    where
        S: Service<Request<Bytes>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: Into<Bytes>,
    {
        let service = service.map_response(|response| response.map(Into::into)).map_err(Into::into);
        Transport::Service(BoxCloneSyncService::new(service))
    }

    /// Sends a request and reads the whole answer. Redirects are not followed.
    pub(crate) async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Failure> {
        match self {
            Transport::Network(client) => over_network(client, request).await,
            Transport::Service(service) => over_service(service.clone(), request).await,
        }
    }
}

fn configured(org: &OrgUrl) -> reqwest::ClientBuilder {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(std::time::Duration::from_secs(30));
    // Plain HTTP is for loopback alone: through a proxy, the token would leave the machine in the clear.
    if org.as_str().starts_with("https:") { client.https_only(true) } else { client.no_proxy() }
}

fn bundled_certificates() -> Vec<reqwest::Certificate> {
    let certificates = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
    certificates.filter_map(|der| reqwest::Certificate::from_der(der).ok()).collect()
}

async fn over_network(client: &reqwest::Client, request: Request<Bytes>) -> Result<Response<Bytes>, Failure> {
    let failed = |error: reqwest::Error| {
        let sent = !(error.is_connect() || error.is_builder());
        Failure { source: error.without_url().into(), sent }
    };
    let request = reqwest::Request::try_from(request).map_err(failed)?;
    let mut answer = client.execute(request).await.map_err(failed)?;
    let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
    let mut response = Response::new(answer.bytes().await.map_err(failed)?);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

async fn over_service(
    service: BoxCloneSyncService<Request<Bytes>, Response<Bytes>, BoxError>,
    mut request: Request<Bytes>,
) -> Result<Response<Bytes>, Failure> {
    // On the network the HTTP library writes this header.
    if let Some(host) = request.uri().authority().and_then(|authority| authority.as_str().parse().ok()) {
        request.headers_mut().entry(http::header::HOST).or_insert(host);
    }
    service.oneshot(request).await.map_err(|source| Failure { source, sent: true })
}

//! What carries a request to the org and its answer back.

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};

use crate::error::{BoxError, Error, Result};
use crate::org_url::OrgUrl;
use crate::reach::Route;
use crate::wire::Wire;

/// The network, or a service in the same process.
#[derive(Clone)]
pub(crate) enum Transport {
    Network(reqwest::Client, Route),
    Service(BoxCloneSyncService<Request<Bytes>, Response<Bytes>, BoxError>),
}

/// An attempt that brought no whole answer.
pub(crate) struct Failure {
    pub source: BoxError,
    /// Whether the request may have reached the org.
    pub sent: bool,
    /// Whether it would fail again in the same way.
    pub lasting: bool,
}

/// An answer whose body goes beyond what is taken.
#[derive(Debug, thiserror::Error)]
#[error("the body of the answer is larger than {0} bytes: ask for less, or raise max_body on the builder")]
pub(crate) struct TooLarge(usize);

impl Failure {
    fn too_large(limit: usize) -> Self {
        Failure { source: TooLarge(limit).into(), sent: true, lasting: true }
    }

    /// A failure that another attempt may not meet again.
    pub(crate) fn passing(source: impl Into<BoxError>, sent: bool) -> Self {
        Failure { source: source.into(), sent, lasting: false }
    }
}

impl Transport {
    pub(crate) fn network(org: &OrgUrl, wire: &Wire) -> Result<Self> {
        let configured = || {
            let client = reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .referer(false);
            wire.put_on(client, org.as_str().starts_with("https:"))
        };
        let bundled = || -> Result<_> { Ok([bundled_certificates(), wire.certificates()?].concat()) };
        let client = match configured()?.build() {
            Ok(client) => Ok(client),
            // With no certificate store on the system, take the one that comes with the client.
            Err(_) => configured()?.tls_certs_only(bundled()?).build(),
        };
        let client =
            client.map_err(|error| Error::config(format!("the HTTP client cannot be built: {error}")))?;
        Ok(Transport::Network(client, Route::of(org, &wire.proxy)))
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

    /// Sends a request and reads the whole answer, up to a size. Redirects are not followed.
    pub(crate) async fn send(
        &self,
        request: Request<Bytes>,
        max_body: usize,
    ) -> Result<Response<Bytes>, Failure> {
        match self {
            Transport::Network(client, route) => over_network(client, route, request, max_body).await,
            Transport::Service(service) => {
                let response = service.clone().oneshot(with_host(request)).await.map_err(not_answered)?;
                if response.body().len() > max_body {
                    Err(Failure::too_large(max_body))
                } else {
                    Ok(response)
                }
            }
        }
    }
}

fn bundled_certificates() -> Vec<reqwest::Certificate> {
    let certificates = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
    certificates.filter_map(|der| reqwest::Certificate::from_der(der).ok()).collect()
}

fn failed(route: &Route, error: reqwest::Error) -> Failure {
    let sent = !(error.is_connect() || error.is_builder());
    let unreached = route.explain(error, sent);
    Failure { lasting: unreached.is_lasting(), source: unreached.into(), sent }
}

async fn over_network(
    client: &reqwest::Client,
    route: &Route,
    request: Request<Bytes>,
    max_body: usize,
) -> Result<Response<Bytes>, Failure> {
    let request = reqwest::Request::try_from(request).map_err(|error| failed(route, error))?;
    let mut answer = client.execute(request).await.map_err(|error| failed(route, error))?;
    let (status, version) = (answer.status(), answer.version());
    let headers = std::mem::take(answer.headers_mut());
    let mut response = Response::new(body(answer, route, max_body).await?);
    (*response.status_mut(), *response.version_mut()) = (status, version);
    *response.headers_mut() = headers;
    Ok(response)
}

/// Reads a body piece by piece, so that one that is packed small cannot unpack to anything.
async fn body(mut answer: reqwest::Response, route: &Route, max_body: usize) -> Result<Bytes, Failure> {
    let failed = |error| failed(route, error);
    let Some(first) = answer.chunk().await.map_err(failed)? else { return Ok(Bytes::new()) };
    if first.len() > max_body {
        return Err(Failure::too_large(max_body));
    }
    let Some(second) = answer.chunk().await.map_err(failed)? else { return Ok(first) };
    let announced = answer.content_length().map_or(0, |length| usize::try_from(length).unwrap_or(max_body));
    let mut whole = BytesMut::with_capacity(announced.min(max_body));
    whole.extend_from_slice(&first);
    let mut next = Some(second);
    while let Some(piece) = next {
        if whole.len() + piece.len() > max_body {
            return Err(Failure::too_large(max_body));
        }
        whole.extend_from_slice(&piece);
        next = answer.chunk().await.map_err(failed)?;
    }
    Ok(whole.freeze())
}

/// On the network the HTTP library writes this header.
fn with_host(mut request: Request<Bytes>) -> Request<Bytes> {
    if let Some(host) = request.uri().authority().and_then(|authority| authority.as_str().parse().ok()) {
        request.headers_mut().entry(http::header::HOST).or_insert(host);
    }
    request
}

/// A service is refused as a network is: nothing was sent then.
fn not_answered(source: BoxError) -> Failure {
    let refused = source
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == std::io::ErrorKind::ConnectionRefused);
    Failure::passing(source, !refused)
}

//! The org on a TCP port: HTTP/1.1 and HTTP/2, with or without TLS, and the faults that only a wire can have.

use std::convert::Infallible;
use std::future::{Future, pending};
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Method, Request, Response, StatusCode, Version, header};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use crate::door::reach::Reach;
use crate::kernel::context::Reply;
use crate::kernel::problem::Problem;
use crate::org::Org;
use crate::play as control;
use crate::play::Faults;
use crate::play::answer::{Answer, Fate};
use crate::wire::body::{Wire, played, whole};
use crate::wire::connection::{Connection, Manner};
use crate::wire::pace::{Connections, MAX_CONNECTIONS, PARTING, Pace, Place, Timeouts};
use crate::wire::tls::Tls;

/// Greater bodies are refused with 413. No operation of Okta's takes as much.
const MAX_BODY: usize = 16 << 20;
/// `/_local/` takes whole orgs.
const MAX_CONTROL_BODY: usize = 1 << 30;
/// How much of a body that is too large is taken from a client, so that it reads why nobody wants it.
const MAX_DRAINED: usize = 64 << 20;
/// A client that pauses this long within such a body is no longer at sending it.
const DRAIN_PAUSE: Duration = Duration::from_millis(500);
/// The longest pause after a connection could not be accepted, which is for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// An org on a port.
///
/// ```
/// use oktars_local::{Org, Server};
/// use tokio::io::{AsyncReadExt, AsyncWriteExt};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let server = Server::bind(Org::in_memory(), ([127, 0, 0, 1], 0).into())?;
/// let addr = server.addr();
/// tokio::spawn(server.serve(std::future::pending()));
///
/// let mut connection = tokio::net::TcpStream::connect(addr).await?;
/// let request = b"GET /.well-known/none HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
/// connection.write_all(request).await?;
/// let mut answer = String::new();
/// connection.read_to_string(&mut answer).await?;
/// assert!(answer.starts_with("HTTP/1.1 404"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Server {
    org: Org,
    listener: TcpListener,
    addr: SocketAddr,
    tls: Option<Tls>,
    reach: Reach,
    timeouts: Timeouts,
    max_connections: usize,
}

impl Server {
    /// Takes the port, 0 for any that is free. Connections wait until [`Server::serve`] runs.
    ///
    /// # Errors
    ///
    /// The address is taken, or not one of this machine.
    pub fn bind(org: Org, addr: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(addr)?;
        listener.set_nonblocking(true)?;
        let addr = listener.local_addr()?;
        Ok(Server {
            org,
            listener,
            addr,
            tls: None,
            reach: Reach::default(),
            timeouts: Timeouts::default(),
            max_connections: MAX_CONNECTIONS,
        })
    }

    /// Serves TLS alone; without it, the server speaks plain HTTP.
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Answers under this name too, in addition to `localhost` and addresses. Requests under other names are refused
    /// (403): so would a foreign page call that has its name resolve to this machine.
    #[must_use]
    pub fn host(mut self, name: impl Into<String>) -> Self {
        self.reach.hosts.push(name.into().to_ascii_lowercase());
        self
    }

    /// Builds links from `X-Forwarded-Proto` and `X-Forwarded-Host`, where a proxy in front of the server
    /// sets them. The name has to be one of [`Server::host`].
    #[must_use]
    pub fn trust_forwarded(mut self) -> Self {
        self.reach.trusts_forwarded = true;
        self
    }

    /// Waits this long for its clients.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Holds so many connections at a time; 1000 unless this is called. For one more, the one that waits for
    /// its client longest is closed; where all are busy, the new one waits.
    #[must_use]
    pub fn max_connections(mut self, most: usize) -> Self {
        self.max_connections = most;
        self
    }

    /// The address in use.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The org's URL, such as `http://127.0.0.1:40123`.
    pub fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.addr)
    }

    /// Serves until `shutdown` is done; requests in progress are then answered within four seconds, and whoever
    /// still waits for something else is left alone.
    ///
    /// # Errors
    ///
    /// The listening socket cannot be handed to the runtime. A broken connection is no error.
    pub async fn serve(self, shutdown: impl Future<Output = ()>) -> io::Result<()> {
        let mut listener = tokio::net::TcpListener::from_std(self.listener)?;
        let connections = Connections::new(self.max_connections);
        let faults = &self.org.0.control.faults;
        let (mut down, mut up) = watch::channel(());
        let (stop, going_on) = watch::channel(());
        let (reach, timeouts) = (Arc::new(self.reach), self.timeouts);
        let mut shutdown = std::pin::pin!(shutdown);
        loop {
            tokio::select! {
                (stream, peer, place) = next(&listener, &connections) => {
                    let caller = Caller { org: self.org.clone(), peer: peer.ip(), scheme: "http", reach: reach.clone(), timeouts };
                    let ends = Ends { place, down: up.clone(), stop: going_on.clone() };
                    tokio::spawn(accept(caller, stream, self.tls.clone(), ends));
                }
                () = faults.is_down() => {
                    drop((listener, down));
                    tokio::select! {
                        again = come_up(faults, self.addr) => listener = again,
                        () = &mut shutdown => return Ok(()),
                    }
                    (down, up) = watch::channel(());
                }
                () = &mut shutdown => break,
            }
        }
        drop((listener, stop));
        if timeout(timeouts.grace, connections.are_over()).await.is_err() {
            self.org.0.state.queue.give_up();
        }
        self.org.0.state.provisioning.give_up();
        drop(down);
        Ok(())
    }
}

/// The next connection that there is room for. Where it cannot be accepted for want of file descriptors, an
/// older one that waits for its client makes room.
async fn next(
    listener: &tokio::net::TcpListener,
    connections: &Arc<Connections>,
) -> (TcpStream, SocketAddr, Place) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, connections.room().await),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                connections.make_room(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// Takes the port again, when connections are no longer to be refused.
async fn come_up(faults: &Faults, addr: SocketAddr) -> tokio::net::TcpListener {
    faults.is_up().await;
    loop {
        match tokio::net::TcpListener::bind(addr).await {
            Ok(listener) => return listener,
            Err(error) => {
                tracing::warn!(%error, "the port could not be taken again");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// What is the same for all requests of a connection.
#[derive(Clone)]
struct Caller {
    org: Org,
    peer: IpAddr,
    scheme: &'static str,
    reach: Arc<Reach>,
    timeouts: Timeouts,
}

/// What ends a connection from this side.
struct Ends {
    place: Place,
    /// All connections must be dropped.
    down: watch::Receiver<()>,
    /// The server stops once it has answered what was begun.
    stop: watch::Receiver<()>,
}

async fn accept(caller: Caller, stream: TcpStream, tls: Option<Tls>, mut ends: Ends) {
    let _ = stream.set_nodelay(true);
    let Some(tls) = tls else { return connection(caller, stream, ends).await };
    let handshake = timeout(caller.timeouts.handshake, tls.acceptor().accept(stream));
    let done = tokio::select! {
        done = handshake => done,
        () = ends.place.pace.is_unwanted() => return,
        _ = ends.down.changed() => return,
        _ = ends.stop.changed() => return,
    };
    match done {
        Ok(Ok(stream)) => connection(Caller { scheme: "https", ..caller }, stream, ends).await,
        Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
        Err(_) => tracing::debug!("a TLS handshake took too long"),
    }
}

/// Serves a connection until it ends, must be dropped, or takes too long.
async fn connection(
    caller: Caller,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    mut ends: Ends,
) {
    let (drop_it, manner, timeouts) = (Arc::new(Notify::new()), Manner::default(), caller.timeouts);
    let pace = ends.place.pace.clone();
    let stream = Connection::new(stream, manner.clone(), pace.clone());
    let service = service_fn(|request| {
        let (caller, drop_it, manner, pace) = (caller.clone(), drop_it.clone(), manner.clone(), pace.clone());
        async move { Ok::<_, Infallible>(respond(caller, request, &drop_it, &manner, &pace).await) }
    });
    let builder = auto::Builder::new(TokioExecutor::new());
    let mut serving = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        result = &mut serving => return told(result),
        () = drop_it.notified() => return,
        () = pace.is_unwanted() => return,
        _ = ends.down.changed() => return,
        () = pace.is_late(timeouts.head, timeouts.idle) => {}
        _ = ends.stop.changed() => {}
    }
    // A client of HTTP/2 is told which of its requests were heard.
    serving.as_mut().graceful_shutdown();
    tokio::select! {
        result = &mut serving => told(result),
        () = drop_it.notified() => {}
        _ = ends.down.changed() => {}
        () = pace.is_late(PARTING, PARTING) => {}
    }
}

fn told(result: Result<(), Box<dyn std::error::Error + Send + Sync>>) {
    if let Err(error) = result {
        tracing::debug!(%error, "a connection ended early");
    }
}

async fn respond(
    caller: Caller,
    request: Request<Incoming>,
    drop_it: &Notify,
    manner: &Manner,
    pace: &Arc<Pace>,
) -> Response<Wire> {
    let busy = pace.begin();
    let answer = match read(&caller, request).await {
        Ok(request) => answer(caller.org, request).await,
        Err(refusal) => return whole(refusal),
    };
    if !answer.delay.is_zero() {
        tokio::time::sleep(answer.delay).await;
    }
    if !answer.slow_head.is_zero() {
        manner.slow(answer.slow_head);
    }
    match answer.fate {
        Fate::Arrives if answer.slow_body.is_zero() => whole(answer.response),
        Fate::Arrives => played(answer.response, answer.slow_body, None, busy),
        Fate::Cut(at) => played(answer.response, answer.slow_body, Some(at), busy),
        Fate::CutHead => {
            manner.break_off();
            whole(answer.response)
        }
        Fate::ClosedAfter => {
            manner.hang_up();
            whole(answer.response)
        }
        Fate::Dropped | Fate::Refused => {
            drop_it.notify_one();
            pending().await
        }
    }
}

/// Reads the body, or says why the request goes no further.
async fn read(caller: &Caller, request: Request<Incoming>) -> Result<Request<Bytes>, Response<Bytes>> {
    let (mut parts, body) = request.into_parts();
    if !says_its_host_once(&parts) {
        let text = "400 Bad Request: a request of HTTP/1.1 has one Host header.\n";
        return Err(plain(StatusCode::BAD_REQUEST, text));
    }
    let url = caller.reach.url(caller.scheme, &parts).map_err(|(status, text)| plain(status, &text))?;
    let is_control = control::is_control(parts.uri.path());
    if is_control {
        control::refuse_strangers(caller.peer, &parts, caller.org.token())?;
    }
    parts.uri = url;
    let needs_length = parts.method == Method::POST || parts.method == Method::PUT;
    if needs_length && parts.version <= Version::HTTP_11 && !has_length(&parts.headers) {
        let text = "411 Length Required: send Content-Length: 0 where there is no body.\n";
        return Err(plain(StatusCode::LENGTH_REQUIRED, text));
    }
    let limit = if is_control { MAX_CONTROL_BODY } else { MAX_BODY };
    // Who asks first does not send.
    let sends = parts.version <= Version::HTTP_11 && !parts.headers.contains_key(header::EXPECT);
    match take(body, limit, caller.timeouts).await {
        Ok(body) => Ok(Request::from_parts(parts, body)),
        Err(Untaken::TooLarge(rest)) => {
            if sends {
                tokio::spawn(drain(rest));
            }
            let text = format!("413 Content Too Large: at most {limit} bytes are taken.\n");
            Err(plain(StatusCode::PAYLOAD_TOO_LARGE, &text))
        }
        Err(Untaken::BrokenOff) => {
            Err(plain(StatusCode::BAD_REQUEST, "400 Bad Request: the body broke off.\n"))
        }
        Err(Untaken::Late) => {
            let text = "408 Request Timeout: the body took too long.\n";
            Err(plain(StatusCode::REQUEST_TIMEOUT, text))
        }
    }
}

/// Why a body was not taken.
enum Untaken {
    /// With what is left of it.
    TooLarge(Incoming),
    BrokenOff,
    Late,
}

async fn take(mut body: Incoming, limit: usize, timeouts: Timeouts) -> Result<Bytes, Untaken> {
    // What announces itself as too large is not waited for.
    if body.size_hint().lower() > limit as u64 {
        return Err(Untaken::TooLarge(body));
    }
    let mut taken = BytesMut::new();
    let late = tokio::time::sleep(timeouts.body);
    let mut late = std::pin::pin!(late);
    loop {
        let frame = tokio::select! {
            frame = timeout(timeouts.body_pause, body.frame()) => frame.map_err(|_| Untaken::Late)?,
            () = &mut late => return Err(Untaken::Late),
        };
        let Some(frame) = frame else { return Ok(taken.freeze()) };
        let frame = frame.map_err(|_| Untaken::BrokenOff)?;
        let data = frame.into_data().unwrap_or_default();
        if taken.len() + data.len() > limit {
            return Err(Untaken::TooLarge(body));
        }
        taken.extend_from_slice(&data);
    }
}

/// Takes what a client still sends that nobody wants: it would see a broken connection in the place of its
/// answer otherwise.
async fn drain(mut body: Incoming) {
    let mut drained = 0;
    while let Ok(Some(Ok(frame))) = timeout(DRAIN_PAUSE, body.frame()).await
        && drained < MAX_DRAINED
    {
        drained += frame.into_data().map_or(0, |data| data.len());
    }
}

/// Two servers in a row could take a request with two hosts for one of different orgs.
fn says_its_host_once(request: &http::request::Parts) -> bool {
    let hosts = request.headers.get_all(header::HOST).iter().count();
    match request.version {
        Version::HTTP_11 => hosts == 1,
        _ => hosts <= 1,
    }
}

fn has_length(headers: &http::HeaderMap) -> bool {
    headers.contains_key(header::CONTENT_LENGTH) || headers.contains_key(header::TRANSFER_ENCODING)
}

/// What a proxy in front of the org says, not the org.
fn plain(status: StatusCode, text: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::copy_from_slice(text.as_bytes()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}

/// Writes wait for one another and for the disk, and a search may read everything: they leave the threads
/// that serve connections alone. Anything else is done before another thread would have woken up.
async fn answer(org: Org, request: Request<Bytes>) -> Answer {
    let searches = |query: &str| ["search=", "filter=", "q="].iter().any(|name| query.contains(name));
    let writes = request.uri().path().contains("/v1/authorize");
    if request.method() == Method::GET && !writes && !request.uri().query().is_some_and(searches) {
        return org.answer(request);
    }
    tokio::task::spawn_blocking(move || org.answer(request)).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a request could not be answered");
        let reply = Reply::problem(&Problem::internal());
        let mut response = Response::new(reply.body);
        *response.status_mut() = reply.status;
        Answer::arrives(response)
    })
}

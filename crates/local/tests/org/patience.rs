//! How long the server waits for its clients, and how many it holds. The times are short here; what is waited
//! for is that a connection is closed, or an answer.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use oktars_local::{Org, Server, Timeouts, Tls};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// Whatever takes this long hangs.
const WATCHDOG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(100);

struct Running {
    org: Org,
    addr: SocketAddr,
    stop: oneshot::Sender<()>,
    served: tokio::task::JoinHandle<std::io::Result<()>>,
}

fn start(configure: impl FnOnce(Server) -> Server) -> Running {
    let org = Org::in_memory();
    let server = configure(Server::bind(org.clone(), ([127, 0, 0, 1], 0).into()).unwrap());
    let addr = server.addr();
    let (stop, stopped) = oneshot::channel::<()>();
    let served = tokio::spawn(server.serve(async { drop(stopped.await) }));
    Running { org, addr, stop, served }
}

fn patient() -> Timeouts {
    let mut timeouts = Timeouts::default();
    for time in [
        &mut timeouts.handshake,
        &mut timeouts.head,
        &mut timeouts.body_pause,
        &mut timeouts.body,
        &mut timeouts.idle,
    ] {
        *time = WATCHDOG * 10;
    }
    timeouts
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.addr).await.unwrap()
    }

    async fn send(&self, bytes: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(bytes.as_bytes()).await.unwrap();
        stream
    }

    fn get(&self, path: &str) -> String {
        let token = self.org.token();
        format!("GET {path} HTTP/1.1\r\nhost: {}\r\nauthorization: SSWS {token}\r\n\r\n", self.addr)
    }

    fn post(&self, path: &str, length: usize) -> String {
        let token = self.org.token();
        let addr = self.addr;
        format!(
            "POST {path} HTTP/1.1\r\nhost: {addr}\r\nauthorization: SSWS {token}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        )
    }
}

async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(WATCHDOG, future).await.unwrap_or_else(|_| panic!("{what} hangs"))
}

/// What comes until the connection is closed. A reset closes it as well.
async fn rest(what: &str, stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = within(what, stream.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// The head of an answer and what of its body came with it.
async fn head(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    while !answer.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = within("an answer", stream.read_buf(&mut answer)).await.unwrap();
        assert!(read > 0, "it ends within its head: {answer:?}");
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// Clients that send nothing, or half of something, do not stay for ever.
#[tokio::test]
async fn half_a_head_is_not_waited_for() {
    let server = start(|server| {
        let mut timeouts = patient();
        timeouts.head = SHORT;
        server.timeouts(timeouts)
    });
    let halves = [
        "",
        "G",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nhost: localhost\r\nx-more: ",
        "POST /api/v1/users HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n",
        "PRI * HTTP/2.0\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ];
    for half in halves {
        rest(half, &mut server.send(half).await).await;
    }
    // Bytes that trickle in are no request either.
    let mut slow = server.connect().await;
    for byte in "GET / HTTP/1.1\r\nx-long: ".bytes().chain(std::iter::repeat(b'x')) {
        if slow.write_all(&[byte]).await.is_err() {
            break;
        }
        tokio::time::sleep(SHORT / 10).await;
    }
    // The second request of a connection is no better than the first.
    let mut second = server.send(&server.get("/api/v1/users/me")).await;
    assert!(head(&mut second).await.starts_with("HTTP/1.1 200 "));
    second.write_all(b"GET / HT").await.unwrap();
    rest("the second request", &mut second).await;
}

#[tokio::test]
async fn half_a_body_is_not_waited_for() {
    let pause = |server: Server| {
        let mut timeouts = patient();
        timeouts.body_pause = SHORT;
        server.timeouts(timeouts)
    };
    let whole = |server: Server| {
        let mut timeouts = patient();
        timeouts.body = SHORT;
        server.timeouts(timeouts)
    };
    for server in [start(pause), start(whole)] {
        for sent in ["", "{", "{\"profile\":"] {
            let request = server.post("/api/v1/users", 1000) + sent;
            let answer = rest("half a body", &mut server.send(&request).await).await;
            assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        }
    }
    // Pieces that come often enough do not make a body endless.
    let server = start(whole);
    let mut slow = server.send(&server.post("/api/v1/users", 1 << 20)).await;
    while slow.write_all(b" ").await.is_ok() {
        tokio::time::sleep(SHORT / 10).await;
    }
}

#[tokio::test]
async fn an_idle_connection_is_closed_and_a_busy_one_is_not() {
    let server = start(|server| {
        let mut timeouts = patient();
        timeouts.idle = SHORT;
        timeouts.head = SHORT;
        server.timeouts(timeouts)
    });
    let mut idle = server.send(&server.get("/api/v1/users/me")).await;
    let answer = rest("an idle connection", &mut idle).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    for fault in [
        oktars_local::Fault::delay(SHORT * 5),
        oktars_local::Fault::slow_head(SHORT * 20),
        oktars_local::Fault::slow_body(SHORT * 20),
    ] {
        server.org.clear_faults();
        server.org.inject(fault.clone());
        let mut busy = server.send(&server.get("/api/v1/users/me")).await;
        let answer = rest("a slow answer", &mut busy).await;
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with('}'), "{fault:?}: {answer}");
    }
}

#[tokio::test]
async fn a_handshake_that_does_not_end_is_not_waited_for() {
    let tls = Tls::new(&[]).unwrap();
    let server = start(|server| {
        let mut timeouts = patient();
        timeouts.handshake = SHORT;
        server.tls(tls).timeouts(timeouts)
    });
    for half in ["", "\u{16}\u{3}\u{1}", "GET / HTTP/1.1\r\n\r\n"] {
        rest("a handshake", &mut server.send(half).await).await;
    }
}

/// Others are served however many clients sit there with half a request.
#[tokio::test]
async fn the_one_who_waits_longest_makes_room() {
    let server = start(|server| server.timeouts(patient()).max_connections(4));
    let mut halves = Vec::new();
    for _ in 0..20 {
        halves.push(server.send("GET / HTTP/1.1\r\n").await);
        let mut other = server.send(&server.get("/api/v1/users/me")).await;
        assert!(head(&mut other).await.starts_with("HTTP/1.1 200 "));
    }
    for half in &mut halves[..16] {
        rest("an old half request", half).await;
    }
}

/// Where all are busy, one more waits, and nobody's request is broken off.
#[tokio::test]
async fn nobody_who_is_served_makes_room() {
    let server = start(|server| server.timeouts(patient()).max_connections(2));
    server.org.inject(oktars_local::Fault::delay(SHORT * 3).on("GET", "/api/v1/users/me"));
    let ask = || async {
        let mut stream = server.send(&server.get("/api/v1/users/me")).await;
        head(&mut stream).await
    };
    let answers = tokio::join!(ask(), ask(), ask(), ask(), ask());
    for answer in [answers.0, answers.1, answers.2, answers.3, answers.4] {
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
}

/// A stop waits neither for clients that do not come to an end nor for others whom the org asked.
#[tokio::test(flavor = "multi_thread")]
async fn a_stop_waits_for_nobody_who_hangs() {
    let server = start(|server| {
        let mut timeouts = patient();
        timeouts.grace = SHORT;
        server.timeouts(timeouts)
    });
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("http://{}/hook", silent.local_addr().unwrap());
    let mut asked = Vec::new();
    for number in 0..4 {
        let hook = serde_json::json!({
            "name": format!("hook {number}"),
            "events": { "type": "EVENT_TYPE", "items": ["group.user_membership.add"] },
            "channel": { "type": "HTTP", "version": "1.0.0", "config": { "uri": uri } },
        });
        let body = hook.to_string();
        let mut made = server.send(&(server.post("/api/v1/eventHooks", body.len()) + &body)).await;
        let answer = head(&mut made).await;
        let (_, id) = answer.split_once("\"id\":\"").unwrap_or_else(|| panic!("{answer}"));
        let verify = format!("/api/v1/eventHooks/{}/lifecycle/verify", &id[..20]);
        asked.push(server.send(&server.post(&verify, 0)).await);
    }
    // The first of them is being called, the others wait behind it.
    let _held = within("the call of a hook", silent.accept()).await.unwrap();
    let mut half = server.send("GET / HTTP/1.1\r\n").await;
    let mut body = server.send(&server.post("/api/v1/users", 1000)).await;
    server.stop.send(()).unwrap();
    within("the stop", server.served).await.unwrap().unwrap();
    rest("half a request", &mut half).await;
    rest("half a body", &mut body).await;
}

#[tokio::test]
async fn a_request_of_http_1_1_names_one_host() {
    let server = start(|server| server);
    let host = format!("host: {}\r\n", server.addr);
    for (version, hosts, status) in [
        ("1.1", String::new(), 400),
        ("1.1", format!("{host}{host}"), 400),
        ("1.1", format!("{host}host: evil.example\r\n"), 400),
        ("1.1", host.clone(), 404),
        ("1.0", String::new(), 404),
        ("1.0", format!("{host}{host}"), 400),
    ] {
        let request = format!("GET /.well-known/none HTTP/{version}\r\n{hosts}connection: close\r\n\r\n");
        let answer = rest("an answer", &mut server.send(&request).await).await;
        assert!(answer.starts_with(&format!("HTTP/{version} {status} ")), "{request} {answer}");
    }
}

/// A client that writes all of its body before it reads sees why it is not taken.
#[tokio::test]
async fn who_sends_too_much_reads_that_it_is_too_much() {
    let server = start(|server| server);
    let length = 40 << 20;
    let body = vec![b' '; length];
    let token = server.org.token();
    let head =
        format!("POST /api/v1/users HTTP/1.1\r\nhost: {}\r\nauthorization: SSWS {token}\r\n", server.addr);
    let plain = [format!("{head}content-length: {length}\r\n\r\n").as_bytes(), &body].concat();
    let chunk = format!("{head}transfer-encoding: chunked\r\n\r\n{length:x}\r\n");
    let chunked = [chunk.as_bytes(), &body, b"\r\n0\r\n\r\n"].concat();
    for request in [plain, chunked] {
        let mut stream = server.connect().await;
        within("a body", stream.write_all(&request)).await.expect("all of it is taken");
        let answer = self::head(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    }
}

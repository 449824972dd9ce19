//! The org on a port: what only a wire can show.

use std::net::SocketAddr;

use oktars_local::{Fault, Org, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

struct Running {
    org: Org,
    addr: SocketAddr,
    stop: oneshot::Sender<()>,
    served: tokio::task::JoinHandle<std::io::Result<()>>,
}

fn start() -> Running {
    start_with(|server| server)
}

fn start_with(configure: impl FnOnce(Server) -> Server) -> Running {
    let org = Org::in_memory();
    let server = configure(Server::bind(org.clone(), ([127, 0, 0, 1], 0).into()).unwrap());
    let addr = server.addr();
    let (stop, stopped) = oneshot::channel::<()>();
    let served = tokio::spawn(server.serve(async { drop(stopped.await) }));
    Running { org, addr, stop, served }
}

impl Running {
    /// Everything that comes back until the server closes the connection.
    async fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.addr).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        // A connection that is dropped on purpose may end with a reset.
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    }

    fn get(&self, path: &str) -> String {
        self.request("GET", path, "")
    }

    fn request(&self, method: &str, path: &str, more: &str) -> String {
        let token = self.org.token();
        format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nauthorization: SSWS {token}\r\nconnection: close\r\n{more}\r\n",
            self.addr
        )
    }
}

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    answer.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

#[tokio::test]
async fn an_answer_tells_its_length_and_links_to_the_host_that_was_called() {
    let server = start();
    let answer = server.raw(&server.get("/api/v1/users/me")).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert_eq!(header(&answer, "content-length"), Some(body(&answer).len().to_string().as_str()));
    assert!(body(&answer).contains(&format!("http://{}/api/v1/users/", server.addr)), "{answer}");
}

#[tokio::test]
async fn links_follow_a_trusted_proxy_and_no_foreign_page_is_answered() {
    let server = start_with(|server| server.host("okta.test").trust_forwarded());
    let proxied = "x-forwarded-proto: https\r\nx-forwarded-host: okta.test\r\n";
    let answer = server.raw(&server.request("GET", "/api/v1/users/me", proxied)).await;
    assert!(body(&answer).contains("\"https://okta.test/api/v1/users/"), "{answer}");
    let with_token = server.request("GET", "/_local/outbox", proxied);
    assert!(server.raw(&with_token).await.starts_with("HTTP/1.1 200 "));
    let without = with_token.replace(server.org.token(), "another");
    let control = server.raw(&without).await;
    assert!(control.starts_with("HTTP/1.1 403 "), "who comes through a proxy shows the token: {control}");

    let page = "origin: https://evil.example\r\ncontent-length: 2\r\n";
    let answer = server.raw(&format!("{}{{}}", server.request("POST", "/api/v1/authn", page))).await;
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    let rebound = server.get("/api/v1/users/me").replace(&server.addr.to_string(), "evil.example");
    assert!(server.raw(&rebound).await.starts_with("HTTP/1.1 403 "));
    // No issuer, no page and no redirect bears a foreign name.
    for path in
        ["/oauth2/default/.well-known/openid-configuration", "/login/login.htm", "/oauth2/v1/authorize"]
    {
        let rebound = server.get(path).replace(&server.addr.to_string(), "evil.example");
        assert!(server.raw(&rebound).await.starts_with("HTTP/1.1 403 "), "{path}");
    }

    let plain = start();
    let answer = plain.raw(&plain.request("GET", "/api/v1/users/me", proxied)).await;
    assert!(body(&answer).contains(&format!("http://{}/api/v1/users/", plain.addr)), "{answer}");
}

#[tokio::test]
async fn http_2_is_spoken_without_tls() {
    let server = start();
    let stream = TcpStream::connect(server.addr).await.unwrap();
    let io = hyper_util::rt::TokioIo::new(stream);
    let executor = hyper_util::rt::TokioExecutor::new();
    let (mut sender, connection) = hyper::client::conn::http2::handshake(executor, io).await.unwrap();
    tokio::spawn(connection);
    let request = http::Request::get(format!("http://{}/api/v1/users/me", server.addr))
        .header("authorization", format!("SSWS {}", server.org.token()))
        .body(http_body_util::Empty::<bytes::Bytes>::new())
        .unwrap();
    let response = sender.send_request(request).await.unwrap();
    assert_eq!((response.status(), response.version()), (http::StatusCode::OK, http::Version::HTTP_2));
    assert!(response.headers().contains_key("content-length"));
}

#[tokio::test]
async fn a_post_without_body_and_length_is_refused() {
    let server = start();
    let path = "/api/v1/users/me/lifecycle/unsuspend";
    let refused = server.raw(&server.request("POST", path, "")).await;
    assert!(refused.starts_with("HTTP/1.1 411 "), "{refused}");
    let taken = server.raw(&server.request("POST", path, "content-length: 0\r\n")).await;
    assert!(taken.starts_with("HTTP/1.1 400 "), "{taken}");
    assert!(body(&taken).contains("E0000001"), "{taken}");
    let chunked = format!("{}0\r\n\r\n", server.request("PUT", path, "transfer-encoding: chunked\r\n"));
    assert!(server.raw(&chunked).await.starts_with("HTTP/1.1 405 "), "a chunked body has its length");
}

#[tokio::test]
async fn a_body_without_end_is_refused() {
    let server = start();
    let more = format!("content-length: {}\r\n", 17 << 20);
    let answer = server.raw(&server.request("POST", "/api/v1/users", &more)).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(body(&answer).contains("16777216 bytes"), "{answer}");
}

#[tokio::test]
async fn a_dropped_connection_gives_no_byte() {
    let server = start();
    server.org.inject(Fault::lost_request().times(1));
    assert_eq!(server.raw(&server.get("/api/v1/users/me")).await, "");
    assert!(server.raw(&server.get("/api/v1/users/me")).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_cut_body_is_shorter_than_promised() {
    let server = start();
    server.org.inject(Fault::cut_after(10));
    let answer = server.raw(&server.get("/api/v1/users/me")).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    let promised: usize = header(&answer, "content-length").unwrap().parse().unwrap();
    assert!(promised > 10, "{answer}");
    assert_eq!(body(&answer).len(), 10, "{answer}");
}

#[tokio::test]
async fn a_lost_answer_is_still_the_answer_to_work_that_was_done() {
    let server = start();
    server.org.inject(Fault::lost_answer().on("POST", "/api/v1/users"));
    let user = r#"{"profile":{"firstName":"A","lastName":"B","email":"a@b.example","login":"a@b.example"}}"#;
    let more = format!("content-length: {}\r\ncontent-type: application/json\r\n", user.len());
    let request = server.request("POST", "/api/v1/users", &more) + user;
    assert_eq!(server.raw(&request).await, "");
    assert!(server.raw(&server.get("/api/v1/users/a@b.example")).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_stopped_server_answers_what_it_began() {
    let server = start();
    server.org.inject(Fault::delay(std::time::Duration::from_millis(300)));
    let mut stream = TcpStream::connect(server.addr).await.unwrap();
    stream.write_all(server.get("/api/v1/users/me").as_bytes()).await.unwrap();
    while server.org.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    server.stop.send(()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    server.served.await.unwrap().unwrap();
    assert!(TcpStream::connect(server.addr).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn a_stop_does_not_wait_for_idle_connections() {
    let server = start();
    let _silent = TcpStream::connect(server.addr).await.unwrap();
    let mut idle = TcpStream::connect(server.addr).await.unwrap();
    let request = server.get("/api/v1/users/me").replace("connection: close\r\n", "");
    idle.write_all(request.as_bytes()).await.unwrap();
    idle.read_exact(&mut [0; 100]).await.unwrap();
    server.stop.send(()).unwrap();
    server.served.await.unwrap().unwrap();
}

#[tokio::test]
async fn control_refuses_web_pages_and_other_names() {
    let server = start();
    let ask = |host: String, more: &'static str| {
        let request =
            format!("GET /_local/clock HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{more}\r\n");
        server.raw_owned(request)
    };
    let own = server.addr.to_string();
    let port = server.addr.port();
    let cases = [
        (own.clone(), "", 200),
        (format!("localhost:{port}"), "", 200),
        (format!("acme.localhost:{port}"), "", 200),
        (format!("[::1]:{port}"), "", 200),
        ("org.example.com".to_owned(), "", 403),
        ("localhost.example.com".to_owned(), "", 403),
        (own.clone(), "origin: https://example.com\r\n", 403),
        (own.clone(), "origin: null\r\n", 403),
        (own, "sec-fetch-site: cross-site\r\n", 403),
        (format!("localhost:{port}"), "origin: http://localhost:1\r\n", 403),
    ];
    for (host, more, status) in cases {
        let answer = ask(host.clone(), more).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{host} {more}: {answer}");
    }
}

impl Running {
    async fn raw_owned(&self, request: String) -> String {
        self.raw(&request).await
    }
}

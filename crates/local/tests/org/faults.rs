//! Every fault that can be asked for, in process and on a socket.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use oktars_local::{BadLinks, BadPage, Fault, Org, Server};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tower::ServiceExt;

const MOMENT: Duration = Duration::from_millis(80);

/// An org with five users, the administrator among them.
fn org() -> Org {
    let org = Org::in_memory();
    for n in 1..5 {
        let login = format!("u{n}@b.example");
        let profile = json!({ "firstName": "A", "lastName": "B", "email": login, "login": login });
        let body = Bytes::from(json!({ "profile": profile }).to_string());
        assert_eq!(org.handle(request(&org, "POST", "/api/v1/users", body)).status(), 200);
    }
    org
}

fn request(org: &Org, method: &str, path: &str, body: Bytes) -> Request<Bytes> {
    let request = Request::builder().method(method).uri(format!("http://localhost{path}"));
    request.header("authorization", format!("SSWS {}", org.token())).body(body).unwrap()
}

fn get(org: &Org, path: &str) -> Response<Bytes> {
    org.handle(request(org, "GET", path, Bytes::new()))
}

fn ids(response: &Response<Bytes>) -> Vec<String> {
    let items: Vec<Value> = serde_json::from_slice(response.body()).unwrap();
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

fn links(headers: &HeaderMap) -> Vec<&str> {
    headers.get_all("link").iter().map(|link| link.to_str().unwrap()).collect()
}

/// The path and query of the next page.
fn next(response: &Response<Bytes>) -> Option<String> {
    let links = links(response.headers());
    let next = links.iter().find_map(|link| link.strip_suffix(r#">; rel="next""#))?;
    Some(next.trim_start_matches("<http://localhost").to_owned())
}

#[test]
fn links_are_folded_doubled_missing_or_lead_elsewhere() {
    let org = org();
    let plain = get(&org, "/api/v1/users?limit=2");
    let [own, next] = links(plain.headers())[..] else { panic!("two links") };
    let local = next.trim_start_matches("<http://localhost");
    let cases = [
        (BadLinks::Folded, vec![format!("{own}, {next}")]),
        (BadLinks::Doubled, vec![own.to_owned(), next.to_owned(), own.to_owned(), next.to_owned()]),
        (BadLinks::Missing, vec![]),
        (BadLinks::Foreign, vec![own.to_owned(), format!("<https://elsewhere.example{local}")]),
        (BadLinks::Circle, vec![own.to_owned(), own.replace("self", "next")]),
    ];
    for (fault, expected) in cases {
        org.inject(Fault::links(fault).times(1));
        let distorted = get(&org, "/api/v1/users?limit=2");
        assert_eq!(links(distorted.headers()), expected, "{fault:?}");
        assert_eq!(distorted.body(), plain.body(), "{fault:?}");
    }
    org.inject(Fault::links(BadLinks::Foreign));
    let last = get(&org, "/api/v1/users?limit=200");
    assert!(
        next_of(&last).starts_with("https://elsewhere.example/api/v1/users?"),
        "on the last page as well"
    );
    assert!(links(get(&org, "/api/v1/users/me").headers()).is_empty(), "what is no list gets no link");
}

fn next_of(response: &Response<Bytes>) -> String {
    let links = links(response.headers());
    let next = links.iter().find_map(|link| link.strip_suffix(r#">; rel="next""#)).unwrap();
    next.trim_start_matches('<').to_owned()
}

/// Follows every page, and gives the ids of each.
fn follow(org: &Org, first: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut path = Some(first.to_owned());
    while let Some(asked) = path {
        let page = get(org, &asked);
        assert_eq!(page.status(), 200, "{asked}");
        pages.push(ids(&page));
        path = next(&page);
        assert_ne!(path.as_ref(), Some(&asked), "the address is another one");
    }
    pages
}

#[test]
fn an_empty_page_leads_to_the_page_that_was_asked_for() {
    for query in [
        "?limit=2",
        "?limit=2&search=status+pr&sortBy=created",
        "?limit=2&filter=status+eq+%22PROVISIONED%22",
    ] {
        let org = org();
        let path = format!("/api/v1/users{query}");
        let plain = follow(&org, &path);
        org.inject(Fault::page(BadPage::Empty).times(2));
        org.inject(Fault::page(BadPage::Empty).after(1).times(1));
        let pages = follow(&org, &path);
        assert_eq!((pages.len(), &pages[..2]), (plain.len() + 3, &[vec![], vec![]][..]), "{query}");
        assert_eq!(pages.concat(), plain.concat(), "{query}: nothing is lost");
    }
}

#[test]
fn the_same_page_comes_again_under_another_address() {
    let org = org();
    let plain = follow(&org, "/api/v1/users?limit=2");
    org.inject(Fault::page(BadPage::Again).after(1).times(1));
    let pages = follow(&org, "/api/v1/users?limit=2");
    assert_eq!(pages, [&plain[..2], &plain[1..]].concat());
}

#[test]
fn what_is_no_page_has_none_before_it() {
    let org = org();
    org.inject(Fault::page(BadPage::Empty));
    assert!(get(&org, "/api/v1/users/me").body().starts_with(b"{"));
    assert_eq!(get(&org, "/api/v1/users/nobody").status(), 404);
}

#[test]
fn a_skewed_date_is_off_and_nothing_else_is() {
    let org = org();
    let date = |response: &Response<Bytes>| {
        let text = response.headers()["date"].to_str().unwrap().to_owned();
        jiff::fmt::rfc2822::parse(&text).unwrap().timestamp().as_second()
    };
    for skew in [-7200, 7200] {
        org.clear_faults();
        org.inject(Fault::skewed(skew));
        let answer = get(&org, "/api/v1/users/me");
        assert!((date(&answer) - org.now().as_second() - skew).abs() <= 2, "{skew}");
        let reset: i64 = answer.headers()["x-rate-limit-reset"].to_str().unwrap().parse().unwrap();
        assert!((0..=60).contains(&(reset - org.now().as_second())), "{skew}");
    }
}

#[test]
fn errors_come_with_and_without_the_headers_of_an_org() {
    let org = org();
    let cases = [
        (Fault::status(503), "application/json", true),
        (Fault::status(503).bare(), "application/json", false),
        (Fault::html(502), "text/html", false),
        (Fault::html(504).with_header("x-rate-limit-limit", "5"), "text/html", true),
        (Fault::too_many_requests().bare(), "application/json", false),
    ];
    for (fault, media, told) in cases {
        org.clear_faults();
        org.inject(fault.clone());
        let answer = get(&org, "/api/v1/users");
        assert_eq!(answer.headers()["content-type"], media, "{fault:?}");
        assert_eq!(answer.headers().contains_key("x-rate-limit-limit"), told, "{fault:?}");
        assert!(answer.headers().contains_key("date"));
    }
}

#[test]
fn the_token_endpoint_fails_in_every_way() {
    let org = org();
    let oauth = json!({ "error": "invalid_client", "error_description": "The client is unknown." });
    for (fault, status, body) in [
        (Fault::status(500), 500, "E0000009"),
        (Fault::too_many_requests(), 429, "E0000047"),
        (Fault::status(401).with_body(oauth), 401, "invalid_client"),
        (Fault::html(503), 503, "<html>"),
        (Fault::status(200).with_body(json!({ "token_type": "Bearer" })), 200, "token_type"),
    ] {
        org.clear_faults();
        org.inject(fault.on("POST", "/oauth2/v1/token"));
        let answer = org.handle(request(&org, "POST", "/oauth2/v1/token", Bytes::from_static(b"a=b")));
        assert_eq!(answer.status(), status);
        assert!(String::from_utf8_lossy(answer.body()).contains(body), "{body}");
        assert_eq!(get(&org, "/api/v1/users/me").status(), 200);
    }
}

#[tokio::test(start_paused = true)]
async fn in_process_each_loss_is_an_error_of_its_kind() {
    use std::io::ErrorKind;
    let org = org();
    let cases = [
        (Fault::refused(Duration::ZERO), Some(ErrorKind::ConnectionRefused), false),
        (Fault::lost_request(), Some(ErrorKind::ConnectionReset), false),
        (Fault::lost_answer(), Some(ErrorKind::ConnectionReset), true),
        (Fault::cut_head(), Some(ErrorKind::UnexpectedEof), true),
        (Fault::cut_after(3), Some(ErrorKind::UnexpectedEof), true),
        (Fault::closed_after(), None, true),
    ];
    for (n, (fault, kind, done)) in cases.into_iter().enumerate() {
        org.inject(fault.clone().times(1));
        let body = json!({ "profile": { "name": format!("group {n}") } }).to_string();
        let outcome = org.service().oneshot(request(&org, "POST", "/api/v1/groups", body.into())).await;
        assert_eq!(outcome.err().map(|error| error.kind()), kind, "{fault:?}");
        let groups = get(&org, &format!("/api/v1/groups?q=group+{n}"));
        assert_eq!(ids(&groups).len(), usize::from(done), "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn in_process_a_slow_answer_takes_its_time() {
    let org = org();
    for fault in [Fault::delay(MOMENT), Fault::slow_head(MOMENT), Fault::slow_body(MOMENT)] {
        org.clear_faults();
        org.inject(fault);
        let start = tokio::time::Instant::now();
        org.service().oneshot(request(&org, "GET", "/api/v1/users/me", Bytes::new())).await.unwrap();
        assert_eq!(start.elapsed(), MOMENT);
    }
}

#[tokio::test(start_paused = true)]
async fn in_process_an_org_that_is_down_comes_up_again() {
    let org = org();
    let ask = || org.service().oneshot(request(&org, "GET", "/api/v1/users/me", Bytes::new()));
    org.inject(Fault::refused(Duration::from_secs(3)).times(1));
    let seen = org.requests().len();
    assert!(ask().await.is_err() && ask().await.is_err());
    assert_eq!(org.requests().len(), seen, "the org never hears of what was refused");
    tokio::time::advance(Duration::from_secs(3)).await;
    assert!(ask().await.is_ok());
}

struct Running {
    org: Org,
    addr: SocketAddr,
}

fn start() -> Running {
    let org = org();
    let server = Server::bind(org.clone(), ([127, 0, 0, 1], 0).into()).unwrap();
    let addr = server.addr();
    tokio::spawn(server.serve(std::future::pending()));
    Running { org, addr }
}

impl Running {
    fn head(&self) -> String {
        let token = self.org.token();
        format!("GET /api/v1/users/me HTTP/1.1\r\nhost: {}\r\nauthorization: SSWS {token}\r\n\r\n", self.addr)
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.addr).await.unwrap()
    }

    /// Asks, and gives what comes until the connection ends.
    async fn until_the_end(&self) -> String {
        let mut stream = self.connect().await;
        stream.write_all(self.head().as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        // A connection that breaks may end with a reset.
        let _ = stream.read_to_end(&mut bytes).await;
        String::from_utf8(bytes).unwrap()
    }
}

#[tokio::test]
async fn on_a_socket_the_head_breaks_off_in_its_middle() {
    let server = start();
    server.org.inject(Fault::cut_head().times(1));
    let answer = server.until_the_end().await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(!answer.contains("\r\n\r\n"), "{answer}");
}

#[tokio::test]
async fn on_a_socket_the_connection_ends_behind_a_whole_answer_without_notice() {
    let server = start();
    server.org.inject(Fault::closed_after().times(1));
    let answer = server.until_the_end().await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(serde_json::from_str::<Value>(body).is_ok(), "{answer}");
    assert!(!head.to_lowercase().contains("connection:"), "{head}");
}

/// What comes at once, and all that comes after it.
async fn in_two_parts(server: &Running, end: &str) -> (String, String) {
    let mut stream = server.connect().await;
    stream.write_all(server.head().as_bytes()).await.unwrap();
    let (mut first, mut all) = (String::new(), String::new());
    while !all.contains(end) {
        let mut bytes = [0; 4096];
        let read = stream.read(&mut bytes).await.unwrap();
        assert!(read > 0, "{all}");
        all.push_str(std::str::from_utf8(&bytes[..read]).unwrap());
        if first.is_empty() {
            first.clone_from(&all);
        }
    }
    (first, all)
}

#[tokio::test]
async fn on_a_socket_slow_headers_and_slow_bodies_come_in_pieces() {
    let server = start();
    server.org.inject(Fault::slow_head(MOMENT).times(1));
    let (first, all) = in_two_parts(&server, "\"_links\"").await;
    assert!(!first.contains("\r\n\r\n"), "the headers come in pieces: {first}");
    assert!(all.starts_with("HTTP/1.1 200 OK\r\n"), "{all}");

    server.org.inject(Fault::slow_body(MOMENT).times(1));
    let (first, all) = in_two_parts(&server, "\"_links\"").await;
    assert!(first.contains("\r\n\r\n") && !first.contains("\"_links\""), "the body comes later: {first}");
    assert!(all.contains("content-length: "), "{all}");
}

#[tokio::test]
async fn on_a_socket_a_server_that_is_down_refuses_and_comes_up_again() {
    let server = start();
    let mut idle = server.connect().await;
    server.org.inject(Fault::refused(Duration::from_secs(3600)).times(1));
    assert_eq!(server.until_the_end().await, "", "the request that met it is lost");
    assert_eq!(idle.read(&mut [0; 1]).await.unwrap_or(0), 0, "other connections are closed");
    let refused = TcpStream::connect(server.addr).await.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
    server.org.clear_faults();
    while TcpStream::connect(server.addr).await.is_err() {
        tokio::task::yield_now().await;
    }
    let mut stream = server.connect().await;
    stream.write_all(server.head().as_bytes()).await.unwrap();
    let mut start = [0; 12];
    stream.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 200");
}

#[tokio::test]
async fn faults_of_the_wire_are_played_over_http_2_as_well() {
    use hyper_util::rt::{TokioExecutor, TokioIo};
    let server = start();
    for (fault, arrives) in [
        (Fault::slow_head(MOMENT), true),
        (Fault::slow_body(MOMENT), true),
        (Fault::cut_head(), false),
        (Fault::cut_after(3), false),
        (Fault::lost_answer(), false),
        (Fault::closed_after(), true),
    ] {
        server.org.inject(fault.clone().times(1));
        let io = TokioIo::new(server.connect().await);
        let (mut sender, connection) =
            hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await.unwrap();
        tokio::spawn(connection);
        let request = Request::get(format!("http://{}/api/v1/users/me", server.addr))
            .header("authorization", format!("SSWS {}", server.org.token()))
            .body(http_body_util::Empty::<Bytes>::new())
            .unwrap();
        let arrived = match sender.send_request(request).await {
            Ok(response) => http_body_util::BodyExt::collect(response.into_body()).await.is_ok(),
            Err(_) => false,
        };
        assert_eq!(arrived, arrives, "{fault:?}");
    }
}

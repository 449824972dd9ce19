//! The client over a real connection: what only shows on the wire.

use std::time::Duration;

use oktars::user::{ListUsers, NewUser};
use oktars::{Builder, Okta};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Answers one connection after the other with these bytes, and gives what each of them asked.
async fn serve(answers: Vec<String>) -> (u16, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let mut requests = Vec::new();
        for answer in answers {
            let (mut connection, _) = listener.accept().await.unwrap();
            requests.push(read(&mut connection).await);
            connection.write_all(answer.replace("PORT", &port.to_string()).as_bytes()).await.unwrap();
        }
        requests
    });
    (port, server)
}

/// Reads a request with the body that its `Content-Length` announces.
async fn read(connection: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return text;
            }
        }
        assert!(connection.read_buf(&mut bytes).await.unwrap() > 0, "the request ended early: {text}");
    }
}

fn answer(head: &str, body: &str) -> String {
    format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

fn client(port: u16) -> Builder {
    Okta::builder().org_url(format!("http://127.0.0.1:{port}")).token("00abc").attempts(1)
}

#[tokio::test]
async fn a_post_without_a_body_says_so_and_carries_the_token() {
    let (port, server) = serve(vec![answer("200 OK", "{}")]).await;
    client(port).build().unwrap().users().suspend("00u1").await.unwrap();
    let request = &server.await.unwrap()[0];
    assert!(request.starts_with("post /api/v1/users/00u1/lifecycle/suspend http/1.1"), "{request}");
    assert!(request.contains("\r\ncontent-length: 0\r\n"), "{request}");
    assert!(request.contains("\r\nauthorization: ssws 00abc\r\n"), "{request}");
    assert!(request.contains(&format!("\r\nhost: 127.0.0.1:{port}\r\n")), "{request}");
    assert!(request.contains("\r\naccept: application/json\r\n"), "{request}");
}

#[tokio::test]
async fn a_body_that_is_not_ascii_arrives_whole() {
    let (port, server) = serve(vec![answer("200 OK", "{}")]).await;
    let new = NewUser::new("z@b.test").first_name("Zoë").last_name("Müller");
    client(port).build().unwrap().users().create(&new).await.unwrap();
    let request = &server.await.unwrap()[0];
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(body.contains("zoë") && body.ends_with("}}"), "{body}");
    assert!(head.contains(&format!("content-length: {}", body.len())), "{head}");
}

/// The trap: a port lost from the address of the org.
#[tokio::test]
async fn pages_keep_the_port() {
    let link = "200 OK\r\nlink: <http://127.0.0.1:PORT/api/v1/users?limit=1>; rel=\"self\"\r\n\
                link: <http://127.0.0.1:PORT/api/v1/users?after=x>; rel=\"next\"";
    let pages = vec![answer(link, r#"[{"id":"1"}]"#), answer("200 OK", r#"[{"id":"2"}]"#)];
    let (port, server) = serve(pages).await;
    let users = client(port).build().unwrap().users().list(&ListUsers::new().limit(1)).all().await.unwrap();
    assert_eq!(users.len(), 2);
    assert!(server.await.unwrap()[1].starts_with("get /api/v1/users?after=x "));
}

#[tokio::test]
async fn a_redirect_does_not_take_the_token_along() {
    let (elsewhere, other) = serve(vec![answer("200 OK", "{}")]).await;
    let redirect = format!("302 Found\r\nlocation: http://127.0.0.1:{elsewhere}/api/v1/users/me");
    let (port, _server) = serve(vec![answer(&redirect, "")]).await;
    let error = client(port).build().unwrap().users().get("me").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
    assert!(!other.is_finished(), "nobody asked the other server");
}

#[tokio::test]
async fn a_body_that_is_cut_off_is_a_broken_connection() {
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[{\"id\":\"1\"}".to_owned();
    let (port, _server) = serve(vec![cut.clone()]).await;
    let error = client(port).build().unwrap().users().list(&ListUsers::new()).all().await.unwrap_err();
    assert!(error.is_connection(), "{error}");
    let (port, _server) = serve(vec![cut, answer("200 OK", "[]")]).await;
    let okta = client(port).attempts(2).build().unwrap();
    assert!(okta.users().list(&ListUsers::new()).all().await.unwrap().is_empty(), "the page is read again");
}

#[tokio::test]
async fn what_was_never_sent_is_tried_again_whatever_it_is() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let okta = client(port).attempts(2).deadline(Duration::from_secs(30)).build().unwrap();
    let error = okta.users().create(&NewUser::new("a@b.test").password("s3cret")).await.unwrap_err();
    assert!(error.is_connection() && error.attempts() == 2, "{error}");
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("00abc") && !shown.contains("s3cret"), "{shown}");
}

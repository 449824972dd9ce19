//! The way to the org: proxies, certificates, both versions of HTTP, packed and great bodies. On real sockets.

use std::collections::HashSet;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Version;
use oktars::group::{ListGroups, NewGroup};
use oktars::{Builder, Okta};
use oktars_local::{Org, Server, Tls};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

const CA: &str = include_str!("../keys/ca.cert.pem");
const CERTIFICATE: &[u8] = include_bytes!("../keys/server.cert.pem");
const KEY: &[u8] = include_bytes!("../keys/server.key.pem");

/// `{"id":"packed"}`, packed by gzip.
const PACKED: &str = "H4sIAAAAAAACA6tWykxRslIqSEzOTk1RqgUAxghWpw8AAAA=";

async fn head(connection: &mut (impl AsyncRead + Unpin)) -> String {
    let mut text = String::new();
    while !text.contains("\r\n\r\n") {
        let mut bytes = [0; 4096];
        let read = connection.read(&mut bytes).await.unwrap();
        assert!(read > 0, "the request ended early: {text}");
        text.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
    text
}

async fn answer(
    connection: &mut (impl AsyncRead + AsyncWrite + Unpin),
    headers: &str,
    body: &[u8],
) -> String {
    let asked = head(connection).await;
    let length = body.len();
    let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n");
    connection.write_all(head.as_bytes()).await.unwrap();
    // A client that has enough may hang up.
    let _ = connection.write_all(body).await;
    let _ = connection.flush().await;
    asked
}

/// Answers one request in the clear, and gives what was asked.
async fn plain(headers: &'static str, body: Vec<u8>) -> (u16, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        answer(&mut connection, headers, &body).await
    });
    (port, server)
}

/// A server with a certificate that a CA of its own signed, and HTTP/1.1 alone.
async fn secure() -> u16 {
    let certificates = CertificateDer::pem_slice_iter(CERTIFICATE).collect::<Result<Vec<_>, _>>().unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let mut config =
        ServerConfig::builder().with_no_client_auth().with_single_cert(certificates, key).unwrap();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (connection, _) = listener.accept().await.unwrap();
            let Ok(mut connection) = acceptor.accept(connection).await else { continue };
            answer(&mut connection, "", b"{}").await;
            let _ = connection.shutdown().await;
        }
    });
    port
}

fn client(port: u16) -> Builder {
    Okta::builder().org_url(format!("http://127.0.0.1:{port}")).token("00secret").attempts(1)
}

#[tokio::test]
async fn a_certificate_of_a_ca_is_taken_where_the_ca_is_named_and_nowhere_else() {
    let port = secure().await;
    let org = || {
        let url = format!("https://localhost:{port}");
        Okta::builder().org_url(url).token("00secret").attempts(1).no_proxy()
    };
    let answer = org().ca_certificates(CA).build().unwrap().get("users").send().await.unwrap();
    assert_eq!(answer.version(), Version::HTTP_11);

    let error = org().build().unwrap().get("users").empty().await.unwrap_err();
    assert!(error.is_connection() && error.to_string().to_lowercase().contains("certificate"), "{error}");
    for pem in ["", "not a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"] {
        let error = org().ca_certificates(pem).build().unwrap_err();
        assert!(error.is_config(), "{error}");
    }
}

#[tokio::test]
async fn one_connection_carries_many_calls() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        for _ in 0..3 {
            head(&mut connection).await;
            connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
        }
    });
    let okta = client(port).deadline(std::time::Duration::from_secs(20)).build().unwrap();
    for _ in 0..3 {
        okta.get("users/me").empty().await.unwrap();
    }
    server.await.unwrap();
}

/// Listings, bodies, errors and many calls at once, over the one connection that HTTP/2 needs.
#[tokio::test]
async fn all_goes_over_http_2_where_the_org_speaks_it() {
    let org = Org::in_memory();
    let tls = Tls::new(&[]).unwrap();
    let server = Server::bind(org.clone(), ([127, 0, 0, 1], 0).into()).unwrap().tls(tls.clone());
    let builder = Okta::builder().org_url(server.url()).token(org.token()).no_proxy();
    let okta = builder.ca_certificates(tls.authority()).build().unwrap();
    let server = tokio::spawn(server.serve(std::future::pending()));
    let answer = okta.get("users/me").send().await.unwrap();
    assert_eq!(answer.version(), Version::HTTP_2);

    let groups = (0..50).map(|n| NewGroup::new(format!("Group {n}")));
    let created = futures_util::future::join_all(groups.map(|group| okta.groups().create(&group).send()));
    for group in created.await {
        let group = group.unwrap();
        assert_eq!(okta.groups().get(&group.id).await.unwrap().profile.name, group.profile.name);
    }
    let pages = okta.groups().list(&ListGroups::new().limit(7));
    let names: HashSet<_> = pages.all().await.unwrap().into_iter().map(|group| group.profile.name).collect();
    assert!((0..50).all(|n| names.contains(&format!("Group {n}"))), "{names:?}");
    assert!(okta.groups().get("nobody").await.unwrap_err().is_not_found());
    server.abort();
}

#[tokio::test]
async fn a_proxy_is_asked_for_the_way_and_sees_no_token() {
    let (port, proxy) = plain("", Vec::new()).await;
    let org = Okta::builder().org_url("https://acme.okta.com").token("00secret").attempts(1);
    let okta = org.proxy(format!("http://robot:s3cret@127.0.0.1:{port}")).build().unwrap();
    let error = okta.get("users").empty().await.unwrap_err();
    assert!(error.is_connection() && !format!("{error} {error:?} {okta:?}").contains("s3cret"), "{error}");
    let asked = proxy.await.unwrap();
    assert!(asked.starts_with("CONNECT acme.okta.com:443 HTTP/1.1\r\n"), "{asked}");
    let basic = STANDARD.encode("robot:s3cret");
    assert!(
        asked.to_lowercase().contains("proxy-authorization: basic ") && asked.contains(&basic),
        "{asked}"
    );
    assert!(!asked.contains("00secret"), "{asked}");
}

#[tokio::test]
async fn an_org_on_loopback_is_reached_without_the_proxy() {
    let (port, server) = plain("", b"{}".to_vec()).await;
    client(port).proxy("http://127.0.0.1:1").build().unwrap().get("users").empty().await.unwrap();
    assert!(server.await.unwrap().starts_with("GET /api/v1/users "));
}

#[test]
fn what_is_no_proxy_is_told_without_its_password() {
    for address in ["", "ftp://u:s3cret@h", "u:s3cret@h", "http://", "socks5://u:s3cret@h:1"] {
        let org = Okta::builder().org_url("https://acme.okta.com").proxy(address);
        let error = org.build().unwrap_err();
        assert!(error.is_config() && !format!("{error} {error:?}").contains("s3cret"), "{address}: {error}");
    }
}

/// The variables are read when a client is built, so this runs itself again with them.
#[test]
fn the_usual_variables_name_a_proxy() {
    const CHILD: &str = "OKTARS_TEST_CHILD";
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    if std::env::var_os(CHILD).is_some() {
        let org = Okta::builder().org_url("https://acme.okta.com").token("00secret").attempts(1);
        let error = runtime.block_on(org.build().unwrap().get("users").empty().send()).unwrap_err();
        assert!(error.is_connection(), "{error}");
        return;
    }
    for (variable, reached) in
        [("HTTPS_PROXY", true), ("https_proxy", true), ("ALL_PROXY", true), ("NO_PROXY", false)]
    {
        let (port, proxy) = runtime.block_on(plain("", Vec::new()));
        let address = format!("http://127.0.0.1:{port}");
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "wire::the_usual_variables_name_a_proxy"]).env(CHILD, "1");
        for name in [
            "HTTPS_PROXY",
            "https_proxy",
            "ALL_PROXY",
            "all_proxy",
            "NO_PROXY",
            "no_proxy",
            "HTTP_PROXY",
            "http_proxy",
        ] {
            child.env_remove(name);
        }
        match reached {
            true => child.env(variable, &address),
            false => child.env("HTTPS_PROXY", &address).env("NO_PROXY", "okta.com"),
        };
        if reached {
            assert!(child.output().unwrap().status.success(), "{variable}");
            assert!(runtime.block_on(proxy).unwrap().starts_with("CONNECT acme.okta.com:443"), "{variable}");
        } else {
            child.output().unwrap();
            assert!(!proxy.is_finished(), "{variable}: the proxy was asked");
        }
    }
}

#[tokio::test]
async fn packed_answers_are_asked_for_and_unpacked() {
    let (port, server) = plain("content-encoding: gzip\r\n", STANDARD.decode(PACKED).unwrap()).await;
    let user: serde_json::Value = client(port).build().unwrap().get("users/me").json().await.unwrap();
    assert_eq!(user["id"], "packed");
    assert!(server.await.unwrap().to_lowercase().contains("accept-encoding: gzip"));
}

/// A megabyte of blanks, packed into a thousand bytes, and the same unpacked.
#[tokio::test]
async fn a_body_that_is_too_great_is_an_error_packed_or_not() {
    let bomb = STANDARD.decode(include_str!("../keys/blanks.gz.base64").trim()).unwrap();
    let cases = [("content-encoding: gzip\r\n", bomb), ("", vec![b' '; 1 << 20])];
    for (headers, body) in cases {
        let (port, _server) = plain(headers, body.clone()).await;
        let okta = client(port).attempts(5).max_body(100_000).build().unwrap();
        let error = okta.get("users").empty().await.unwrap_err();
        assert!(error.is_too_large() && error.attempts() == 1, "{error}");
        assert!(error.to_string().contains("100000 bytes"), "{error}");

        let (port, _server) = plain(headers, body).await;
        let answer = client(port).max_body(1 << 20).build().unwrap().get("users").send().await.unwrap();
        assert_eq!(answer.body().len(), 1 << 20);
    }
}

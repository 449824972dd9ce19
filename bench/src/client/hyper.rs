//! The floor: one connection, hyper, and nothing that a client of Okta has to do.

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::on_one_thread;
use crate::Outcome;

pub fn run(arguments: &[String]) -> Outcome {
    match arguments.first().map(String::as_str) {
        Some("bytes") => on_one_thread(list(|page| Ok(page.len() as u64))),
        Some("list") => on_one_thread(list(|page| {
            let users: Vec<oktars::user::User> =
                serde_json::from_slice(page).map_err(|error| error.to_string())?;
            Ok(users.iter().filter(|user| !user.id.is_empty()).count() as u64)
        })),
        Some("first") => on_one_thread(first()),
        _ => Err("name a task: bytes, list or first".to_owned()),
    }
}

struct Connection {
    sender: SendRequest<Empty<Bytes>>,
    host: String,
    token: String,
}

impl Connection {
    async fn open() -> Result<Self, String> {
        let variable = |name| std::env::var(name).map_err(|_| format!("{name} is not set"));
        let url = variable("OKTA_CLIENT_ORGURL")?;
        let host = url.strip_prefix("http://").ok_or("the floor is measured without TLS")?.to_owned();
        let stream = TcpStream::connect(&host).await.map_err(|error| error.to_string())?;
        let (sender, connection) =
            handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
        tokio::spawn(connection);
        Ok(Connection { sender, host, token: variable("OKTA_CLIENT_TOKEN")? })
    }

    async fn get(&mut self, path: &str) -> Result<Response<Incoming>, String> {
        let request = Request::get(path)
            .header("host", &self.host)
            .header("authorization", format!("SSWS {}", self.token))
            .header("accept", "application/json")
            .body(Empty::new())
            .map_err(|error| error.to_string())?;
        self.sender.ready().await.map_err(|error| error.to_string())?;
        let response = self.sender.send_request(request).await.map_err(|error| error.to_string())?;
        if response.status().is_success() { Ok(response) } else { Err(response.status().to_string()) }
    }
}

/// Follows the pages of all users; `use_page` does with a body what is to be measured.
async fn list(use_page: impl Fn(&[u8]) -> Result<u64, String>) -> Result<u64, String> {
    let mut connection = Connection::open().await?;
    let mut path = "/api/v1/users?limit=200".to_owned();
    let mut count = 0;
    loop {
        let response = connection.get(&path).await?;
        let next = next_path(&response, &connection.host);
        let body = response.into_body().collect().await.map_err(|error| error.to_string())?;
        count += use_page(&body.to_bytes())?;
        let Some(next) = next else { return Ok(count) };
        path = next;
    }
}

async fn first() -> Result<u64, String> {
    let response = Connection::open().await?.get("/api/v1/users/me").await?;
    let body = response.into_body().collect().await.map_err(|error| error.to_string())?;
    Ok(u64::from(!body.to_bytes().is_empty()))
}

fn next_path(response: &Response<Incoming>, host: &str) -> Option<String> {
    let mut links = response.headers().get_all("link").iter().filter_map(|link| link.to_str().ok());
    let next = links.find(|link| link.ends_with("rel=\"next\""))?;
    let (_, rest) = next.split_once(host)?;
    rest.split_once('>').map(|(path, _)| path.to_owned())
}

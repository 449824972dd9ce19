//! What was asked and answered, written to a file: one JSON object a line, in the form of recorded traffic.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Response, Uri, header};
use serde_json::{Value, json};

/// Names the file. All orgs of all processes may share one: a line is written at once.
const VARIABLE: &str = "OKTARS_LOCAL_EXCHANGES";

static LOG: LazyLock<Option<File>> = LazyLock::new(|| {
    let path = std::env::var_os(VARIABLE).filter(|path| !path.is_empty())?;
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let name = path.to_string_lossy().into_owned();
    Some(options.open(path).unwrap_or_else(|error| panic!("{VARIABLE}: cannot write {name}: {error}")))
});
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// Headers that say how a body is to be read; no other is written, and so no credential.
const SHOWN: [HeaderName; 3] = [header::ACCEPT, header::CONTENT_TYPE, header::LINK];

/// A request whose answer will be written.
pub struct Asked {
    method: String,
    uri: Uri,
    headers: Value,
    body: Bytes,
}

/// Takes down a request, where somebody wants the exchanges.
pub fn asked(request: &http::request::Parts, body: &Bytes) -> Option<Asked> {
    LOG.as_ref()?;
    Some(Asked {
        method: request.method.to_string(),
        uri: request.uri.clone(),
        headers: shown(&request.headers),
        body: body.clone(),
    })
}

/// Writes what was asked and answered. That it cannot be written is no reason not to answer.
pub fn answered(asked: &Asked, response: &Response<Bytes>) {
    let Some(mut log) = LOG.as_ref() else { return };
    let mut line = asked.exchange(response).to_string();
    line.push('\n');
    if let Err(error) = log.write_all(line.as_bytes()) {
        tracing::warn!(%error, "an exchange could not be written");
    }
}

impl Asked {
    fn exchange(&self, response: &Response<Bytes>) -> Value {
        let program = std::env::current_exe().ok();
        let program = program.as_deref().and_then(std::path::Path::file_name);
        let query = form_urlencoded::parse(self.uri.query().unwrap_or_default().as_bytes());
        json!({
            "source": program.unwrap_or_default().to_string_lossy(),
            // Of a test it is its name.
            "cassette": std::thread::current().name().unwrap_or_default(),
            "n": NUMBER.fetch_add(1, Ordering::Relaxed),
            "method": self.method,
            "path": self.uri.path(),
            "query": query.into_owned().collect::<Vec<(String, String)>>(),
            "request_headers": self.headers,
            "request_body": value(&self.body),
            "status": response.status().as_u16(),
            "response_headers": shown(response.headers()),
            "response_body": value(response.body()),
        })
    }
}

fn shown(headers: &HeaderMap) -> Value {
    let text = |name: &HeaderName| {
        let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        let joined = values.collect::<Vec<_>>().join(", ");
        (!joined.is_empty()).then(|| (name.to_string(), json!(joined)))
    };
    SHOWN.iter().filter_map(text).collect::<serde_json::Map<_, _>>().into()
}

fn value(body: &Bytes) -> Value {
    match body.is_empty() {
        true => Value::Null,
        false => serde_json::from_slice(body).unwrap_or_else(|_| json!(String::from_utf8_lossy(body))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_shows_both_bodies_and_no_credential() {
        let request = http::Request::post("http://localhost/api/v1/users?activate=false")
            .header("authorization", "SSWS 00secret")
            .header("content-type", "application/json");
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let asked = Asked {
            method: parts.method.to_string(),
            uri: parts.uri.clone(),
            headers: shown(&parts.headers),
            body: Bytes::from_static(b"{\"profile\":{}}"),
        };
        let answer = Response::builder().status(400).header("set-cookie", "sid=secret");
        let exchange = asked.exchange(&answer.body(Bytes::from_static(b"no json")).expect("a response"));
        assert_eq!(exchange["query"], json!([["activate", "false"]]));
        assert_eq!(exchange["request_body"], json!({"profile": {}}));
        assert_eq!(exchange["response_body"], "no json");
        assert!(!exchange.to_string().contains("secret"), "{exchange}");
    }
}

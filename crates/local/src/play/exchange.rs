//! What was asked and answered, written to a file: one JSON object a line, in the form of recorded traffic. What
//! is secret is replaced by something harmless of the same type.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Response, Uri, header};
use oktars_catalog::secret;
use serde_json::{Value, json};

use crate::kernel::secrets;

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

/// Headers that say how to read a body; no other is written, and so no credential.
const SHOWN: [HeaderName; 3] = [header::ACCEPT, header::CONTENT_TYPE, header::LINK];

/// A request whose answer will be written.
pub struct Asked {
    method: String,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

/// Opens the file if there should be one: when a request comes, the process may have no file left to open.
pub fn open() {
    LazyLock::force(&LOG);
}

/// Takes down a request, where somebody wants the exchanges.
pub fn asked(request: &http::request::Parts, body: &Bytes) -> Option<Asked> {
    LOG.as_ref()?;
    Some(Asked {
        method: request.method.to_string(),
        uri: request.uri.clone(),
        headers: request.headers.clone(),
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
        json!({
            "source": program.unwrap_or_default().to_string_lossy(),
            // Of a test it is its name.
            "cassette": std::thread::current().name().unwrap_or_default(),
            "n": NUMBER.fetch_add(1, Ordering::Relaxed),
            "method": self.method,
            "path": secret::address(self.uri.path()),
            "query": secrets::query(self.uri.query().unwrap_or_default()),
            "request_headers": shown(&self.headers),
            "request_body": secrets::json(&self.headers, &self.body),
            "status": response.status().as_u16(),
            "response_headers": shown(response.headers()),
            "response_body": secrets::json(response.headers(), response.body()),
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A password, a token and a session are in each part of it.
    #[test]
    fn an_exchange_shows_both_bodies_and_no_secret() {
        let request =
            http::Request::post("http://localhost/api/v1/sessions/102s3cret?activate=false&token=s3cret")
                .header("authorization", "SSWS 00s3cret")
                .header("content-type", "application/json");
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let asked = Asked {
            method: parts.method.to_string(),
            uri: parts.uri.clone(),
            headers: parts.headers,
            body: Bytes::from_static(
                b"{\"profile\":{},\"credentials\":{\"password\":{\"value\":\"s3cret\"}}}",
            ),
        };
        let answer = Response::builder().status(400).header("set-cookie", "sid=s3cret");
        let exchange =
            asked.exchange(&answer.body(Bytes::from_static(b"no json: s3cret")).expect("a response"));
        assert_eq!(exchange["query"], json!([["activate", "false"], ["token", "[redacted]"]]));
        let credentials = json!({"password": {"value": "[redacted]"}});
        assert_eq!(exchange["request_body"], json!({"profile": {}, "credentials": credentials}));
        assert_eq!(exchange["response_body"], "(15 bytes that are not JSON)");
        assert!(!exchange.to_string().contains("s3cret"), "{exchange}");
    }
}

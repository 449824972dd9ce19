//! What the org was asked: requests, kept for tests to look at.

use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::{HeaderMap, Method, header};
use oktars_catalog::secret;
use serde::Serialize;

use crate::door::access;
use crate::kernel::lock::Lock;
use crate::kernel::ring::{Ring, Room};
use crate::kernel::secrets;

/// Older requests are forgotten.
const MAX_REQUESTS: usize = 1000;
/// Requests are forgotten sooner where their bodies take more room than this.
const MAX_BODIES: usize = 16 << 20;
const ROOM: Room = Room { items: MAX_REQUESTS, bytes: MAX_BODIES };

/// A request as the org saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SeenRequest {
    /// Its place among all requests, from 1.
    pub number: u64,
    /// The method.
    pub method: String,
    /// Path and query as they were sent. Here and below, `[redacted]` replaces secrets.
    pub target: String,
    /// The path as it was sent.
    pub path: String,
    /// The query, percent-decoded.
    pub query: Vec<(String, String)>,
    /// The headers; of `authorization` and `cookie` nothing but their presence.
    pub headers: Vec<(String, String)>,
    /// The body: JSON as it was sent, apart from passwords, codes, tokens and other secrets; or a form. Of anything
    /// else its size alone.
    pub body: String,
    /// The status of the answer, where one was sent.
    pub status: Option<u16>,
}

impl SeenRequest {
    /// The first header of this name, in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A request that is being answered.
pub struct Noted {
    method: Method,
    target: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Noted {
    fn seen(&self, number: u64, status: Option<u16>) -> SeenRequest {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        SeenRequest {
            number,
            method: self.method.to_string(),
            target: secret::address(&self.target),
            path: secret::address(path),
            query: secrets::query(query),
            headers: self
                .headers
                .iter()
                .map(|(name, value)| (name.to_string(), shown(name, value)))
                .collect(),
            body: secrets::body(&self.headers, &self.body),
            status,
        }
    }
}

const NOT_SHOWN: &str = "(not shown)";

/// What may stand before a token.
const SCHEMES: [&str; 4] = ["SSWS", "Bearer", "DPoP", "Basic"];

fn shown(name: &header::HeaderName, value: &header::HeaderValue) -> String {
    let text = String::from_utf8_lossy(value.as_bytes());
    if name == header::COOKIE {
        return NOT_SHOWN.to_owned();
    }
    if name != header::AUTHORIZATION {
        return secrets::header(name.as_str(), &text);
    }
    let scheme = access::scheme_and_token(&text).map_or("", |(scheme, _)| scheme);
    match SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
        true => format!("{scheme} {NOT_SHOWN}"),
        false => NOT_SHOWN.to_owned(),
    }
}

/// The last requests. They are kept as they came, and made readable and rid of secrets when somebody looks.
#[derive(Default)]
pub struct Requests {
    off: AtomicBool,
    ring: Lock<Ring<(Noted, Option<u16>)>>,
}

impl Requests {
    pub fn note(&self, method: &Method, uri: &http::Uri, headers: &HeaderMap, body: &Bytes) -> Option<Noted> {
        if self.off.load(Ordering::Relaxed) {
            return None;
        }
        let target = uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string);
        Some(Noted { method: method.clone(), target, headers: headers.clone(), body: body.clone() })
    }

    pub fn keep(&self, noted: Noted, status: Option<u16>) {
        self.ring.lock().keep(ROOM, noted.body.len(), |_| (noted, status));
    }

    pub fn list(&self) -> Vec<SeenRequest> {
        self.list_after(0, usize::MAX)
    }

    /// The last of those that came after this number, so many at most.
    pub fn list_after(&self, number: u64, most: usize) -> Vec<SeenRequest> {
        let ring = self.ring.lock();
        let last = ring.list_after(number, most);
        last.map(|(seen, (noted, status))| noted.seen(seen, *status)).collect()
    }

    /// Forgets all. The numbers begin at 1 again.
    pub fn clear(&self) -> usize {
        std::mem::take(&mut *self.ring.lock()).clear()
    }

    pub fn switch(&self, on: bool) {
        self.off.store(!on, Ordering::Relaxed);
    }

    pub fn is_on(&self) -> bool {
        !self.off.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keep(requests: &Requests, body: &Bytes) {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", "SSWS secret".parse().unwrap());
        headers.insert("cookie", "sid=secret".parse().unwrap());
        let uri = "http://localhost/api/v1//users/a%20b?q=%C3%A9&limit=".parse().unwrap();
        let noted = requests.note(&Method::GET, &uri, &headers, body).unwrap();
        requests.keep(noted, Some(200));
    }

    #[test]
    fn no_way_of_writing_a_token_shows_it() {
        for (value, shown_as) in [
            ("SSWS 00secret", "SSWS (not shown)"),
            ("SSWS00secret", "SSWS (not shown)"),
            ("00secret", "(not shown)"),
            ("secret", "(not shown)"),
            ("secret secret", "(not shown)"),
        ] {
            let value = header::HeaderValue::from_static(value);
            assert_eq!(shown(&header::AUTHORIZATION, &value), shown_as, "{value:?}");
        }
    }

    #[test]
    fn a_request_is_kept_as_sent_and_without_its_secrets() {
        let requests = Requests::default();
        keep(&requests, &Bytes::from_static(b"{}"));
        let seen = &requests.list()[0];
        assert_eq!(seen.target, "/api/v1//users/a%20b?q=%C3%A9&limit=");
        assert_eq!(seen.query, [("q".to_owned(), "é".to_owned()), ("limit".to_owned(), String::new())]);
        assert_eq!(seen.header("authorization"), Some("SSWS (not shown)"));
        assert!(!serde_json::to_string(seen).unwrap().contains("secret"));
    }

    #[test]
    fn the_secrets_of_bodies_and_addresses_are_not_shown() {
        let requests = Requests::default();
        for (kind, body) in [
            ("application/json", r#"{"username":"ann","password":"secret"}"#),
            ("application/x-www-form-urlencoded", "grant_type=password&password=secret&client_secret=secret"),
            ("application/json", r#"{"password":"secret"#),
        ] {
            let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, kind.parse().unwrap())]);
            let uri = "http://localhost/api/v1/sessions/secret?code=secret&redirectUrl=%2Fx".parse().unwrap();
            let noted =
                requests.note(&Method::POST, &uri, &headers, &Bytes::from_static(body.as_bytes())).unwrap();
            requests.keep(noted, Some(200));
        }
        let seen = serde_json::to_string(&requests.list()).unwrap().replace("client_secret=", "");
        assert!(!seen.contains("secret"), "{seen}");
        assert!(seen.contains("ann") && seen.contains("grant_type=password"), "{seen}");
    }

    #[test]
    fn the_oldest_are_forgotten_by_number_and_by_size() {
        let requests = Requests::default();
        for _ in 0..MAX_REQUESTS + 5 {
            keep(&requests, &Bytes::new());
        }
        let list = requests.list();
        assert_eq!((list.len(), list[0].number), (MAX_REQUESTS, 6));
        keep(&requests, &Bytes::from(vec![b' '; MAX_BODIES]));
        keep(&requests, &Bytes::from_static(b"x"));
        let list = requests.list();
        assert_eq!(list.len(), 1);
        assert_eq!(list[0].number, MAX_REQUESTS as u64 + 7);
    }
}

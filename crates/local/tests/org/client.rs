//! A client for these tests: it speaks JSON and knows the token, and nothing else.

use crate::links;
use bytes::Bytes;
use oktars_local::Org;
use serde_json::Value;

pub struct Client {
    pub org: Org,
}

pub struct Answer {
    pub status: u16,
    pub headers: http::HeaderMap,
    pub body: Bytes,
}

impl Client {
    pub fn new() -> Self {
        Client::of(Org::in_memory())
    }

    pub fn of(org: Org) -> Self {
        Client { org }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &Value::Null)
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, body)
    }

    pub fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.send_with(method, path, body, &[])
    }

    pub fn send_with(&self, method: &str, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let body = if body.is_null() { Bytes::new() } else { body.to_string().into() };
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("http://localhost{path}"))
            .header("authorization", format!("SSWS {}", self.org.token()));
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = links::handle(&self.org, request.body(body).expect("a request"));
        let (parts, body) = response.into_parts();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The answer, if it has this status.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// The URL of the `Link` header of this relation.
    pub fn link(&self, rel: &str) -> Option<String> {
        let wanted = format!("; rel=\"{rel}\"");
        let mut links = self.headers.get_all("link").iter().filter_map(|value| value.to_str().ok());
        let link = links.find_map(|value| value.strip_suffix(&wanted))?;
        Some(link.trim_start_matches('<').trim_end_matches('>').to_owned())
    }
}

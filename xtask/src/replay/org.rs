//! Asks a local org, as the client of a recording asked a real one.
use bytes::Bytes;
use http::{HeaderMap, Request};
use oktars_local::Org;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// The host that recordings name in their links.
const HOST: &str = "https://org.okta.test";

/// What to ask.
pub struct Question<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub query: &'a [(String, String)],
    pub token: Option<&'a str>,
    pub headers: &'a [(&'a str, &'a str)],
    pub body: Bytes,
}

/// What the local org answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn succeeded(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub fn error_code(&self) -> Option<&str> {
        self.body.get("errorCode").and_then(Value::as_str)
    }
}

pub fn ask(org: &Org, question: &Question<'_>) -> Answer {
    let mut request = Request::builder().method(question.method).uri(address(question));
    if let Some(token) = question.token {
        request = request.header("authorization", format!("SSWS {token}"));
    }
    for (name, value) in question.headers {
        request = request.header(*name, *value);
    }
    let request = request.body(question.body.clone()).expect("a recorded request is a request");
    let (head, body) = org.handle(request).into_parts();
    let text = || Value::String(String::from_utf8_lossy(&body).into_owned());
    let body =
        if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap_or_else(|_| text()) };
    Answer { status: head.status.as_u16(), headers: head.headers, body }
}

fn address(question: &Question<'_>) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs: Vec<String> =
        question.query.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    // Recorded paths are decoded in places; what may not stand in an address is encoded again.
    let path: String = question.path.split('/').map(encode_segment).collect::<Vec<_>>().join("/");
    let mark = if pairs.is_empty() { "" } else { "?" };
    format!("{HOST}{path}{mark}{}", pairs.join("&"))
}

fn encode_segment(segment: &str) -> String {
    const KEEP: &percent_encoding::AsciiSet =
        &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>');
    utf8_percent_encode(segment, KEEP).to_string()
}

/// Asks with the administrator's token and a JSON body.
pub fn ask_json(org: &Org, method: &str, path: &str, query: &[(&str, &str)], body: Option<&Value>) -> Answer {
    let query: Vec<(String, String)> =
        query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let question = Question {
        method,
        path,
        query: &query,
        token: Some(org.token()),
        headers: &[("accept", "application/json"), ("content-type", "application/json")],
        body: body.map_or_else(Bytes::new, |body| body.to_string().into()),
    };
    ask(org, &question)
}

//! How an answer to authorize reaches the client: by a redirect, by a form, or by a message between windows.

use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Map, Value};

use crate::kernel::context::Reply;
use crate::kernel::origin::origin;
use crate::resource::oauth::{Refused, refused};
use crate::sign_in::page::{self, escaped};

/// How an answer is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Query,
    Fragment,
    FormPost,
    PostMessage,
}

impl Mode {
    /// The mode that is asked for, or the usual one; `None` for one that nobody knows.
    pub fn of(asked: Option<&str>, wanted: &[String]) -> Option<Self> {
        match asked {
            None => Some(Mode::usual(wanted)),
            Some("query") => Some(Mode::Query),
            Some("fragment") => Some(Mode::Fragment),
            Some("form_post") => Some(Mode::FormPost),
            Some("okta_post_message") => Some(Mode::PostMessage),
            Some(_) => None,
        }
    }

    pub fn usual(wanted: &[String]) -> Self {
        if wanted.iter().any(|word| word == "id_token" || word == "token") {
            Mode::Fragment
        } else {
            Mode::Query
        }
    }
}

/// Why authorize gives nothing.
pub struct Refusal {
    /// Where to say so; nothing where no redirect is safe.
    back: Option<(String, Mode, String)>,
    pub error: &'static str,
    pub text: String,
}

impl Refusal {
    pub fn page(error: &'static str, text: impl Into<String>) -> Self {
        Refusal { back: None, error, text: text.into() }
    }

    pub fn redirect(uri: &str, mode: Mode, state: &str, error: &'static str, text: &str) -> Self {
        Refusal { back: Some((uri.to_owned(), mode, state.to_owned())), error, text: text.to_owned() }
    }

    /// The same for a program that asks.
    pub fn told(&self) -> Refused {
        refused(400, self.error, self.text.clone())
    }

    /// The state comes first, as Okta has it.
    pub fn reply(&self) -> Reply {
        let Some((uri, mode, state)) = &self.back else { return page::error(self.error, &self.text) };
        let mut members = Map::new();
        if !state.is_empty() {
            members.insert("state".into(), state.as_str().into());
        }
        members.insert("error".into(), self.error.into());
        members.insert("error_description".into(), self.text.as_str().into());
        deliver(uri, *mode, &members)
    }
}

/// Delivers members to a redirect URI.
pub fn deliver(uri: &str, mode: Mode, members: &Map<String, Value>) -> Reply {
    match mode {
        Mode::Query => redirect(&with_query(uri, '?', members)),
        Mode::Fragment => redirect(&format!("{uri}#{}", form(members))),
        Mode::FormPost => page::html(StatusCode::OK, &form_post(uri, members)),
        Mode::PostMessage => framed_by(uri, page::html(StatusCode::OK, &post_message(uri, members))),
    }
}

/// Lets a page of the app show the answer in a frame, as a library does to get tokens without asking.
fn framed_by(uri: &str, mut reply: Reply) -> Reply {
    reply.headers.retain(|(name, _)| name != header::X_FRAME_OPTIONS);
    reply.header(header::CONTENT_SECURITY_POLICY, &format!("frame-ancestors {}", origin(uri)))
}

/// A redirect of a browser that tells the next page nothing of this one.
pub fn redirect(location: &str) -> Reply {
    let reply = Reply { status: StatusCode::FOUND, headers: Vec::new(), body: bytes::Bytes::new() };
    let mut reply = reply.header(header::LOCATION, location);
    let name = HeaderName::from_static("referrer-policy");
    reply.headers.push((name, HeaderValue::from_static("no-referrer")));
    reply
}

fn with_query(uri: &str, mark: char, members: &Map<String, Value>) -> String {
    let mark = if uri.contains('?') { '&' } else { mark };
    format!("{uri}{mark}{}", form(members))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn form(members: &Map<String, Value>) -> String {
    let pairs = members.iter().map(|(name, value)| (name, text(value)));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn form_post(uri: &str, members: &Map<String, Value>) -> String {
    let fields: String = members
        .iter()
        .map(|(name, value)| {
            format!("<input type=\"hidden\" name=\"{}\" value=\"{}\"/>", escaped(name), escaped(&text(value)))
        })
        .collect();
    let uri = escaped(uri);
    format!(
        "<form id=\"appForm\" method=\"post\" action=\"{uri}\">{fields}<noscript><button>Continue</button></noscript></form>\
         <script>document.getElementById('appForm').submit()</script>"
    )
}

/// The message goes to the origin of the redirect URI alone.
fn post_message(uri: &str, members: &Map<String, Value>) -> String {
    let data = page::in_script(&Value::Object(members.clone()));
    let origin = page::in_script(&Value::from(origin(uri)));
    format!("<script>(window.opener||window.parent).postMessage({data},{origin})</script>")
}

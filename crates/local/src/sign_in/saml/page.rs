//! The pages of SAML: the form that carries a message on, and what people see if there is none.

use http::StatusCode;

use crate::kernel::context::Reply;
use crate::sign_in::page::{self, escaped};

/// An address in an attribute, as Okta writes it: programs that read its pages undo it.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            one if one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | '_') => encoded.push(one),
            one if one.is_ascii() => encoded.push_str(&format!("&#x{:x};", u32::from(one))),
            one => encoded.push(one),
        }
    }
    encoded
}

fn form(url: &str, name: &str, message: &str, relay_state: &str) -> String {
    format!(
        "<form id=\"appForm\" action=\"{}\" method=\"POST\">\
         <input name=\"{name}\" type=\"hidden\" value=\"{}\"/>\
         <input name=\"RelayState\" type=\"hidden\" value=\"{}\"/></form>",
        encoded(url),
        encoded(message),
        encoded(relay_state),
    )
}

/// A page that sends a message on by itself: `name` is `SAMLResponse` or `SAMLRequest`.
pub fn posting(org: &str, url: &str, name: &str, message: &str, relay_state: &str) -> Reply {
    after(org, url, name, message, relay_state, "")
}

/// The same, once the frames of other apps had a moment.
pub fn after(org: &str, url: &str, name: &str, message: &str, relay_state: &str, frames: &str) -> Reply {
    let title = escaped(&format!("{org} - Signing in..."));
    let form = form(url, name, message, relay_state);
    let wait = if frames.is_empty() { 0 } else { FRAMES };
    page::html(
        StatusCode::OK,
        &format!(
            "<head><meta charset=\"utf-8\"><meta name=\"robots\" content=\"none\"><title>{title}</title></head>\
             <body id=\"app\" class=\"enduser-app\">\
             <noscript><p>Scripts are switched off, so please continue yourself.</p>\
             <p><button form=\"appForm\">Continue</button></p></noscript>\
             {frames}{form}\
             <script>setTimeout(function () {{ document.getElementById('appForm').submit() }}, {wait})</script></body>"
        ),
    )
}

/// How long the frames of other apps have, in milliseconds.
const FRAMES: u32 = 1_500;

/// A page that signs somebody out of other apps in frames, and then continues.
pub fn leaving(frames: &str, target: &str) -> Reply {
    let (shown, script) = (escaped(target), page::in_script(&serde_json::Value::from(target)));
    page::whole(
        StatusCode::OK,
        "Signing out",
        &format!(
            "<p>You are being signed out of your apps.</p><p><a href=\"{shown}\">Continue</a></p>{frames}\
             <script>setTimeout(function () {{ location.replace({script}) }}, {FRAMES})</script>"
        ),
    )
}

/// A frame in which an app is asked to sign somebody out, by a form or by an address.
pub fn frame_with_form(url: &str, message: &str, relay_state: &str) -> String {
    let form = form(url, "SAMLRequest", message, relay_state);
    let inner = format!("{form}<script>document.getElementById('appForm').submit()</script>");
    format!("<iframe title=\"Sign-out of an app\" hidden srcdoc=\"{}\"></iframe>", escaped(&inner))
}

pub fn frame_with_address(url: &str) -> String {
    format!("<iframe title=\"Sign-out of an app\" hidden src=\"{}\"></iframe>", escaped(url))
}

/// What somebody is told who gets no response. Tools look for these classes.
pub fn refused(status: StatusCode, title: &str, text: &str) -> Reply {
    let (heading, text) = (escaped(title), escaped(text));
    page::whole(
        status,
        title,
        &format!(
            "<div class=\"error-wrap\"><div class=\"error\"><p class=\"error-title\">{heading}</p>\
             <div class=\"error-content\"><h1>Your request resulted in an error.</h1>\
             <h2 id=\"error-description\">Description:&nbsp;{text}</h2>\
             <p><a href=\"/\">Go to Homepage</a></p></div></div></div>"
        ),
    )
}

pub fn bad_request() -> Reply {
    refused(StatusCode::BAD_REQUEST, "Bad Request", "Bad SAML request")
}

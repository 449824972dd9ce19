//! The pages that people see: plain HTML that works without a script. This file has their frame.

pub mod code;
pub mod consent;
pub mod device;
pub mod enroll;
pub mod factor;
pub mod home;
pub mod identifier;
pub mod password;
pub mod push;
pub mod recovery;
pub mod webauthn;

use http::{HeaderValue, StatusCode, header};
use serde_json::Value;

use crate::kernel::context::Reply;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f4f6;color:#1d1d21}\
main{max-width:24rem;margin:3rem auto;background:#fff;padding:2rem;border:1px solid #d0d0d8;border-radius:.5rem;overflow-wrap:anywhere}\
h1{font-size:1.25rem;margin:0 0 1rem}label{display:block;margin:.75rem 0 .25rem}\
input[type=text],input[type=password]{width:100%;box-sizing:border-box;padding:.5rem;font:inherit;border:1px solid #6e6e78;border-radius:.25rem}\
input[type=submit],button{margin-top:1rem;padding:.5rem 1rem;font:inherit;color:#fff;background:#00297a;border:0;border-radius:.25rem}\
:focus-visible{outline:3px solid #5b8def;outline-offset:2px}.infobox-error{color:#b3001b}\
button.link{background:none;color:#00297a;padding:0;margin-right:1rem;text-decoration:underline}a{color:#00297a}\
ul{padding:0;list-style:none}li{display:flex;justify-content:space-between;align-items:center;gap:1rem;border-top:1px solid #d0d0d8;padding:.5rem 0}\
li button{margin:0;white-space:nowrap}select{width:100%;padding:.5rem;font:inherit}.check{display:flex;gap:.5rem;align-items:center}\
@media (prefers-color-scheme:dark){body{background:#1d1d21;color:#f4f4f6}main{background:#2b2b31;border-color:#5a5a64}\
input[type=text],input[type=password],select{background:#1d1d21;color:inherit;border:1px solid #8f8f9b}.infobox-error{color:#ff8a8a}\
a,button.link{color:#9db8ff}input[type=submit],button{background:#3f66c9}button.link{background:none}}";

/// A text as it may stand in HTML, in an attribute too.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            one => escaped.push(one),
        }
    }
    escaped
}

/// JSON as it may stand in a script: nothing in it ends the script.
pub fn in_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// An answer that is a page.
pub fn html(status: StatusCode, body: &str) -> Reply {
    let text = format!("<!DOCTYPE html><html lang=\"en\">{body}</html>");
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/html;charset=utf-8"));
    let reply = Reply { status, headers: vec![kind], body: text.into() };
    reply
        .header(header::CONTENT_LANGUAGE, "en")
        .header(header::X_FRAME_OPTIONS, "SAMEORIGIN")
        .header(header::HeaderName::from_static("x-ua-compatible"), "IE=edge")
}

/// A whole page.
pub fn whole(status: StatusCode, title: &str, main: &str) -> Reply {
    let title = escaped(title);
    html(
        status,
        &format!(
            "<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"robots\" content=\"none\"><title>{title}</title><style>{STYLE}</style></head>\
         <body id=\"okta-login-container\"><main id=\"okta-sign-in\"><h1 class=\"okta-form-title o-form-head\">{title}</h1>{main}</main></body>"
        ),
    )
}

/// The page for what no redirect can tell.
pub fn error(code: &str, text: &str) -> Reply {
    let (code, text) = (escaped(code), escaped(text));
    whole(
        StatusCode::BAD_REQUEST,
        "400 Bad Request",
        &format!(
            "<div class=\"content\"><p>Your request resulted in an error. {text}</p><p><a href=\"/\">Go to Homepage</a></p>\
         <p>Identity Provider: Unknown</p><p>Error Code: {code}</p><p>Description: {text}</p></div>"
        ),
    )
}

/// A form of one page of the sign-in.
#[derive(Default)]
pub struct Form<'a> {
    pub title: &'a str,
    /// Fields that go along and nobody sees.
    pub hidden: &'a [(&'a str, &'a str)],
    /// What people fill in, as HTML.
    pub fields: String,
    /// What stands on the button; no button where it is empty.
    pub submit: &'a str,
    /// What was wrong with the last try.
    pub wrong: Option<&'a str>,
    /// What people are told otherwise.
    pub note: Option<&'a str>,
    /// What stands below the button, within the form, as HTML.
    pub below: String,
}

impl Form<'_> {
    pub fn reply(self) -> Reply {
        let hidden: String = self
            .hidden
            .iter()
            .map(|(name, value)| {
                format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escaped(value))
            })
            .collect();
        let wrong = self.wrong.map(told).unwrap_or_default();
        let note = self.note.map(noted).unwrap_or_default();
        let submit = match self.submit {
            "" => String::new(),
            text => format!(
                "<input type=\"submit\" class=\"button button-primary\" id=\"okta-signin-submit\" data-type=\"save\" value=\"{}\">",
                escaped(text)
            ),
        };
        whole(
            StatusCode::OK,
            self.title,
            &format!(
                "<form method=\"post\" action=\"/login/step\" data-se=\"o-form\">{wrong}{note}{hidden}{}{submit}{}</form>",
                self.fields, self.below
            ),
        )
    }
}

fn told(text: &str) -> String {
    format!(
        "<div class=\"okta-form-infobox-error infobox-error\" role=\"alert\" data-se=\"callout\"><p>{}</p></div>",
        escaped(text)
    )
}

fn noted(text: &str) -> String {
    format!("<p role=\"status\" data-se=\"note\">{}</p>", escaped(text))
}

/// A field with its label. The first of a page has the focus.
pub fn field(label: &str, kind: &str, name: &str, id: &str, autocomplete: &str, value: &str) -> String {
    format!(
        "<label for=\"{id}\">{}</label><input type=\"{kind}\" id=\"{id}\" name=\"{name}\" autocomplete=\"{autocomplete}\" value=\"{}\" required>",
        escaped(label),
        escaped(value)
    )
}

/// The same, where people begin to type.
pub fn first_field(label: &str, kind: &str, name: &str, id: &str, autocomplete: &str, value: &str) -> String {
    field(label, kind, name, id, autocomplete, value).replace(" required>", " required autofocus>")
}

/// A box to tick.
pub fn check_box(label: &str, name: &str) -> String {
    format!(
        "<p class=\"check\"><input type=\"checkbox\" id=\"{name}\" name=\"{name}\" value=\"true\"><label for=\"{name}\">{}</label></p>",
        escaped(label)
    )
}

/// A button that looks like a link, and needs no field to be filled in.
pub fn link_button(label: &str, name: &str, value: &str) -> String {
    format!(
        "<button type=\"submit\" class=\"link\" name=\"{name}\" value=\"{}\" formnovalidate>{}</button>",
        escaped(value),
        escaped(label)
    )
}

/// A page that tells something.
pub fn message(title: &str, text: &str, below: &str) -> Reply {
    let main = format!("<p>{}</p>{below}", escaped(text));
    whole(StatusCode::OK, title, &main)
}

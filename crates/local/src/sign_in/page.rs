//! The pages that people see: plain HTML that works without a script.

use http::{HeaderValue, StatusCode, header};
use serde_json::Value;

use crate::kernel::context::Reply;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f4f6;color:#1d1d21}\
main{max-width:24rem;margin:3rem auto;background:#fff;padding:2rem;border:1px solid #d0d0d8;border-radius:.5rem}\
h1{font-size:1.25rem;margin:0 0 1rem}label{display:block;margin:.75rem 0 .25rem}\
input[type=text],input[type=password]{width:100%;box-sizing:border-box;padding:.5rem;font:inherit;border:1px solid #6e6e78;border-radius:.25rem}\
input[type=submit],button{margin-top:1rem;padding:.5rem 1rem;font:inherit;color:#fff;background:#00297a;border:0;border-radius:.25rem}\
:focus-visible{outline:3px solid #5b8def;outline-offset:2px}.o-form-error,.infobox-error{color:#b3001b}\
@media (prefers-color-scheme:dark){body{background:#1d1d21;color:#f4f4f6}main{background:#2b2b31;border-color:#5a5a64}\
input[type=text],input[type=password]{background:#1d1d21;color:inherit}.o-form-error,.infobox-error{color:#ff8a8a}}";

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
    reply.header(header::CONTENT_LANGUAGE, "en").header(header::X_FRAME_OPTIONS, "SAMEORIGIN")
}

/// A whole page.
pub fn whole(status: StatusCode, title: &str, main: &str) -> Reply {
    let title = escaped(title);
    html(
        status,
        &format!(
            "<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"robots\" content=\"none\"><title>{title}</title><style>{STYLE}</style></head>\
         <body><main id=\"okta-sign-in\"><h1 class=\"okta-form-title o-form-head\">{title}</h1>{main}</main></body>"
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

/// A form of one page of the sign-in. `hidden` fields go along; `fields` are HTML.
pub fn form(title: &str, hidden: &[(&str, &str)], fields: &str, submit: &str, wrong: Option<&str>) -> Reply {
    let hidden: String = hidden
        .iter()
        .map(|(name, value)| format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escaped(value)))
        .collect();
    let wrong = wrong.map_or(String::new(), |text| {
        format!(
            "<div class=\"okta-form-infobox-error infobox-error\" role=\"alert\" data-se=\"callout\"><p>{}</p></div>",
            escaped(text)
        )
    });
    whole(
        StatusCode::OK,
        title,
        &format!(
            "<form method=\"post\" action=\"/login/step\" data-se=\"o-form\">{wrong}{hidden}{fields}\
         <input type=\"submit\" class=\"button button-primary\" id=\"okta-signin-submit\" data-type=\"save\" value=\"{}\"></form>",
            escaped(submit)
        ),
    )
}

/// A field with its label.
pub fn field(label: &str, kind: &str, name: &str, id: &str, autocomplete: &str, value: &str) -> String {
    format!(
        "<label for=\"{id}\">{}</label><input type=\"{kind}\" id=\"{id}\" name=\"{name}\" autocomplete=\"{autocomplete}\" value=\"{}\" required autofocus>",
        escaped(label),
        escaped(value)
    )
}

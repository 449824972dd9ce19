//! The page on which people let an app have something.

use serde_json::Value;

use crate::kernel::context::Reply;
use crate::sign_in::page::{Form, escaped, link_button};

pub fn show(key: &str, app: &Value, scopes: &[Value]) -> Reply {
    let text = |value: &Value| value.as_str().map(escaped);
    let rows: String = scopes
        .iter()
        .map(|scope| {
            let name = text(&scope["displayName"]).or_else(|| text(&scope["name"])).unwrap_or_default();
            let what = text(&scope["description"]).unwrap_or_default();
            format!("<li><span>{name}</span><span>{what}</span></li>")
        })
        .collect();
    let label = app["label"].as_str().unwrap_or_default();
    Form {
        title: &format!("{label} would like to"),
        hidden: &[("key", key), ("step", "consent")],
        fields: format!("<ul>{rows}</ul>"),
        submit: "Allow Access",
        below: format!("<p>{}</p>", link_button("Don't Allow", "deny", "true")),
        ..Form::default()
    }
    .reply()
}

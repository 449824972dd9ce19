//! The page of somebody who is signed in.

use serde_json::Value;

use crate::kernel::context::Reply;
use crate::sign_in::page::{self, escaped};
use http::StatusCode;

pub fn show(user: &Value, labels: &[String]) -> Reply {
    let name = user["profile"]["login"].as_str().unwrap_or_default();
    let apps: String = labels.iter().map(|label| format!("<li>{}</li>", escaped(label))).collect();
    let main = format!(
        "<div id=\"main-content\"><p>Signed in as <span data-se=\"user-menu\">{}</span></p><ul>{apps}</ul>\
         <p><a data-se=\"topbar--sign-out logout-link\" href=\"/login/signout\">Sign out</a></p></div>",
        escaped(name)
    );
    page::whole(StatusCode::OK, "My Apps", &main)
}

//! The origins of clients that run in a browser: those to which they have people redirected.

use std::ops::ControlFlow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, header};
use serde_json::Value;

use crate::kernel::jose::Jwt;
use crate::kernel::kind;
use crate::kernel::origin::origin;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx, decode};
use crate::resource::oauth::active_client;

/// Whether a client has people redirected to an origin.
pub fn is_of(app: &Value, asked: &str) -> bool {
    let uris = app["settings"]["oauthClient"]["redirect_uris"].as_array().into_iter().flatten();
    uris.filter_map(Value::as_str).any(|uri| origin(uri).eq_ignore_ascii_case(asked))
}

/// Whether any client does. A browser asks so before a request that names the client.
pub fn of_any(tx: &Tx, asked: &str) -> Result<bool, StoreError> {
    let mut found = false;
    tx.scan(kind::APP, None, &mut |_, stored| {
        if stored.windows(asked.len()).any(|window| window.eq_ignore_ascii_case(asked.as_bytes())) {
            let app: Value = decode(stored);
            found = app["status"] == status::ACTIVE && is_of(&app, asked);
        }
        Ok(if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    Ok(found)
}

/// Whether the client that a request names does. Nobody has proven anything yet: this decides only which pages may
/// read the answer.
pub fn of_request(
    tx: &Tx,
    asked: &str,
    headers: &HeaderMap,
    query: &str,
    body: &[u8],
) -> Result<bool, Problem> {
    let Some(id) = client_of(headers, query, body) else { return Ok(false) };
    Ok(active_client(tx, &id)?.is_some_and(|app| is_of(&app, asked)))
}

fn client_of(headers: &HeaderMap, query: &str, body: &[u8]) -> Option<String> {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if let Some(encoded) = shown.and_then(|value| value.strip_prefix("Basic ")) {
        let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
        return text.split_once(':').map(|(id, _)| id.to_owned());
    }
    if let Some((_, token)) = shown.and_then(|value| value.split_once(' ')) {
        return Jwt::parse(token.trim())?.claim("cid").map(str::to_owned);
    }
    let form = || form_urlencoded::parse(body).chain(form_urlencoded::parse(query.as_bytes()));
    let field = |name: &str| form().find(|(known, _)| known == name).map(|(_, value)| value.into_owned());
    let of_assertion = || Jwt::parse(&field("client_assertion")?)?.claim("sub").map(str::to_owned);
    let of_token = || Jwt::parse(&field("access_token")?)?.claim("cid").map(str::to_owned);
    field("client_id").or_else(of_assertion).or_else(of_token)
}

//! `revoke`: a client gives a token back.

use http::StatusCode;
use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::{Entry, Outcome, Target};
use crate::kernel::expiring;
use crate::kernel::problem::Problem;
use crate::sign_in::client::{self, client_id};
use crate::sign_in::code;
use crate::sign_in::server::Server;
use crate::sign_in::{shown, trail};

pub const HANDLERS: Handlers =
    &[(&op::REVOKE_TOKEN, revoke), (&op::REVOKE_AUTHORIZATION_SERVER_TOKEN, revoke)];

/// A token of another client stays, and so does a text that is not a token. Both are answered as if it were done.
fn revoke(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    let (app, token) = match client::with_token(context)? {
        Ok(shown) => shown,
        Err(refused) => return Ok(refused.reply()),
    };
    let token = token.as_str();
    let is_own = |claims: &Value| claims["cid"] == client_id(&app);
    if let Some(claims) = shown::access_token(context, &server, token)?.filter(is_own) {
        let left = claims["exp"].as_i64().unwrap_or_default() - context.now.as_second();
        let jti = claims["jti"].as_str().unwrap_or_default();
        expiring::put(context, &expiring::REVOKED, jti, SignedDuration::from_secs(left), json!({}))?;
        tell(context, &server, &app, "access_token")?;
    } else if let Some((kept, _)) = shown::refresh_token(context, &server, &app, token)? {
        code::revoke(context, kept["grant"].as_str().unwrap_or_default())?;
        tell(context, &server, &app, "refresh_token")?;
    }
    Ok(Reply { status: StatusCode::OK, ..Reply::no_content() })
}

fn tell(context: &mut Context<'_>, server: &Server, app: &Value, kind: &str) -> Result<(), Problem> {
    context.log_entry(Entry {
        event_type: &server.event("token.revoke"),
        outcome: Outcome::success(),
        actor: Some(trail::client(app)),
        targets: &[Target::app(app)],
        debug: json!({ "tokenType": kind }),
        client: Some(client_id(app).to_owned()),
        session: None,
    })
}

//! What people let a client have: which scopes need their consent, and what they gave already.

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::event::Target;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::sign_in::client::client_id;
use crate::sign_in::server::Server;

/// The scopes for which somebody has to be asked. `is_wanted` says that the client wants them to be asked.
pub fn missing(
    context: &Context<'_>,
    server: &Server,
    app: &Value,
    user: &Value,
    scopes: &[String],
    is_wanted: bool,
) -> Result<Vec<Value>, Problem> {
    let is_required = app["settings"]["oauthClient"]["consent_method"] == "REQUIRED";
    if server.custom.is_none() || !(is_required || is_wanted) {
        return Ok(Vec::new());
    }
    let given = given(context, server, app, user)?;
    let asks = |scope: &Value| {
        let name = scope["name"].as_str().unwrap_or_default();
        let is_open = scope["consent"] != "IMPLICIT" && scopes.iter().any(|asked| asked == name);
        is_open && (is_wanted || !given.iter().any(|known| known == name))
    };
    Ok(server.scopes(context)?.into_iter().filter(asks).collect())
}

fn given(context: &Context<'_>, server: &Server, app: &Value, user: &Value) -> Result<Vec<String>, Problem> {
    let mut scopes = Vec::new();
    for id in context.tx.link_ids(kind::USER_CONSENT, id_of(user))? {
        let Some(grant) = context.tx.linked(kind::USER_CONSENT, id_of(user), &id)? else { continue };
        if grant["clientId"] == client_id(app) && grant["server"] == server.id() {
            scopes.extend(grant["scopeId"].as_str().map(str::to_owned));
        }
    }
    Ok(scopes)
}

/// Keeps what somebody consented to.
pub fn keep(
    context: &mut Context<'_>,
    server: &Server,
    app: &Value,
    user: &Value,
    scopes: &[Value],
) -> Result<(), Problem> {
    let known = given(context, server, app, user)?;
    let now = context.now_text();
    let new = scopes.iter().filter(|scope| !known.iter().any(|known| scope["name"] == known.as_str()));
    for scope in new {
        let grant = json!({
            "id": context.new_id("oag"),
            "status": status::ACTIVE,
            "created": now,
            "lastUpdated": now,
            "issuer": server.issuer,
            "server": server.id(),
            "clientId": client_id(app),
            "userId": id_of(user),
            "scopeId": scope["name"],
            "source": "END_USER",
        });
        context.tx.link(kind::USER_CONSENT, id_of(user), id_of(&grant), &grant)?;
    }
    context.log("app.oauth2.as.consent.grant", &[Target::user(user), Target::app(app)])
}

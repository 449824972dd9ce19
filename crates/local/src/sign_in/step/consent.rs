//! What people answer when an app wants something of them.

use serde_json::{Value, json};

use crate::kernel::context::{Context, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::sign_in::browser::{self, current, expired};
use crate::sign_in::consent;
use crate::sign_in::response::redirect;
use crate::sign_in::server::Server;
use crate::sign_in::step::filled::Filled;
use crate::sign_in::step::transaction;

pub fn take(context: &mut Context<'_>, filled: &Filled) -> Result<Reply, Problem> {
    let key = &filled.key;
    let (Some(kept), Some(session)) = (browser::pending(context, key)?, current(context)?) else {
        return Ok(expired());
    };
    let scopes: Vec<Value> = kept["consent"].as_array().cloned().unwrap_or_default();
    if scopes.is_empty() {
        return Ok(expired());
    }
    if filled.has("deny") {
        browser::note(context, key, "denied", json!(true))?;
        return Ok(redirect(&transaction::on(context, key, &kept)));
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let server = Server::named(context, &text(&kept["server"]))?;
    let app = context.tx.get(kind::APP, &text(&kept["app"]))?;
    let user = context.tx.get(kind::USER, &text(&session["userId"]))?;
    let (Some(app), Some(user)) = (app, user) else { return Ok(expired()) };
    consent::keep(context, &server, &app, &user, &scopes)?;
    browser::note(context, key, "consented", json!(true))?;
    Ok(redirect(&transaction::on(context, key, &kept)))
}

//! `par`: a client sends a request to authorize beforehand, and the browser brings nothing but its address.

use http::StatusCode;
use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::json;

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::expiring;
use crate::kernel::id;
use crate::kernel::problem::Problem;
use crate::resource::oauth::{Answered, form, form_fault};
use crate::sign_in::client::{self, client_id, field};
use crate::sign_in::refusal::bad;
use crate::sign_in::request;
use crate::sign_in::request_object;
use crate::sign_in::server::Server;
use crate::sign_in::trail::{self, About};

pub const HANDLERS: Handlers =
    &[(&op::PUSH_AUTHORIZATION_REQUEST, push), (&op::PUSH_AUTHORIZATION_REQUEST_TO_SERVER, push)];

const LIFETIME: SignedDuration = SignedDuration::from_hours(1);
/// What proves the client is no part of the request.
const OF_CLIENT: [&str; 3] = ["client_secret", "client_assertion", "client_assertion_type"];

fn push(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    let form = form(context);
    match kept(context, &server, &form)? {
        Ok(uri) => {
            let answer = json!({ "request_uri": uri, "expires_in": LIFETIME.as_secs() });
            Ok(Reply::json(StatusCode::CREATED, &answer))
        }
        Err(refused) => {
            let about = About { grant: "unknown", redirect_uri: None, response_type: None, asked: &[] };
            let event = server.event("authorize");
            trail::refused(context, &event, None, refused.error, &refused.description, &about)?;
            Ok(refused.reply())
        }
    }
}

fn kept(context: &mut Context<'_>, server: &Server, form: &[(String, String)]) -> Answered<String> {
    if let Some(refused) = form_fault(form) {
        return Ok(Err(refused));
    }
    let app = match client::authenticated(context, form)? {
        Ok(app) => app,
        Err(refused) => return Ok(Err(refused)),
    };
    if field(form, "request_uri").is_some() {
        let text = "The 'request_uri' parameter must not be present in the request.";
        return Ok(Err(bad("invalid_request", text)));
    }
    let mut own: Vec<(String, String)> = form
        .iter()
        .filter(|(name, _)| !OF_CLIENT.contains(&name.as_str()) && name != "client_id")
        .cloned()
        .collect();
    own.push(("client_id".to_owned(), client_id(&app).to_owned()));
    let meant = match request_object::meant(context, server, &own)? {
        Ok(meant) => meant,
        Err(refusal) => return Ok(Err(refusal.told())),
    };
    if let Err(refusal) = request::check(context, server, &meant)? {
        return Ok(Err(refusal.told()));
    }
    let uri = format!("urn:okta:{}", id::random(43));
    let about = json!({ "server": server.id(), "client": client_id(&app), "form": meant });
    expiring::put(context, &expiring::PUSHED, &uri, LIFETIME, about)?;
    Ok(Ok(uri))
}

//! The token endpoint: which grant it is, and whether the client may use it.

use oktars_catalog::op;
use serde_json::Value;

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;
use crate::resource::oauth::{self, Answered, Refused, active_client, form, form_fault};
use crate::sign_in::client::{self, field, may_grant};
use crate::sign_in::client_credentials;
use crate::sign_in::failures;
use crate::sign_in::grant::{code, device, exchange, password, refresh};
use crate::sign_in::refusal::{bad, words};
use crate::sign_in::server::Server;
use crate::sign_in::trail::{self, About};

pub const HANDLERS: Handlers =
    &[(&op::CREATE_TOKEN, create), (&op::CREATE_AUTHORIZATION_SERVER_TOKEN, create)];

/// The grants that are served.
pub const GRANTS: [&str; 6] =
    ["authorization_code", "refresh_token", "password", "client_credentials", device::GRANT, exchange::GRANT];

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    let form = form(context);
    let answered = match form_fault(&form) {
        Some(refused) => Err(refused),
        None => grant(context, &server, &form)?,
    };
    match answered {
        Ok(answer) => {
            let robots = http::HeaderName::from_static("x-robots-tag");
            Ok(Reply::ok(&answer).header(robots, "noindex,nofollow"))
        }
        Err(refused) => {
            tell(context, &server, &form, &refused)?;
            Ok(refused.reply())
        }
    }
}

/// Puts a refusal into the log, with the client that the request names.
fn tell(
    context: &mut Context<'_>,
    server: &Server,
    form: &[(String, String)],
    refused: &Refused,
) -> Result<(), Problem> {
    let named =
        field(form, "client_id").map(str::to_owned).or_else(|| oauth::basic(context).map(|(id, _)| id));
    let app = match named {
        Some(id) => active_client(&context.tx, &id)?,
        None => None,
    };
    if let Some(app) = app.as_ref().filter(|_| refused.error == "invalid_client") {
        failures::count(context, app)?;
    }
    let asked: Vec<String> = words(form, "scope");
    let grant = field(form, "grant_type").filter(|grant| GRANTS.contains(grant)).unwrap_or("unknown");
    let about =
        About { grant, redirect_uri: field(form, "redirect_uri"), response_type: None, asked: &asked };
    let event = server.event("token.grant");
    trail::refused(context, &event, app.as_ref(), refused.error, &refused.description, &about)
}

fn grant(context: &mut Context<'_>, server: &Server, form: &[(String, String)]) -> Answered<Value> {
    let grant = match field(form, "grant_type") {
        None => {
            let text = format!(
                "The token request must specify a 'grant_type'. Valid values: [{}].",
                GRANTS.join(", ")
            );
            return Ok(Err(bad("invalid_request", &text)));
        }
        Some("client_credentials") => {
            return match &server.custom {
                Some(custom) => client_credentials::grant(context, server, custom, form),
                None => oauth::client_credentials(context, form),
            };
        }
        Some(grant) => grant.to_owned(),
    };
    let app = match client::authenticated(context, form)? {
        Ok(app) => app,
        Err(refused) => return Ok(Err(refused)),
    };
    if !GRANTS.contains(&grant.as_str()) {
        let text = format!(
            "The authorization grant type is not supported by the authorization server. Configured grant types: [{}].",
            GRANTS.join(", ")
        );
        return Ok(Err(bad("unsupported_grant_type", &text)));
    }
    if !may_grant(&app, &grant) {
        let allowed = app["settings"]["oauthClient"]["grant_types"].as_array().into_iter().flatten();
        let allowed: Vec<&str> = allowed.filter_map(Value::as_str).collect();
        let text = format!(
            "The client is not authorized to use the provided grant type. Configured grant types: [{}].",
            allowed.join(", ")
        );
        return Ok(Err(bad("unauthorized_client", &text)));
    }
    if let Err(refused) = client::check_page(context, &app, form)? {
        return Ok(Err(refused));
    }
    let bound_to = match oauth::bound_key(context, &app) {
        Ok(thumbprint) => thumbprint,
        Err(refused) => return Ok(Err(refused)),
    };
    of_client(context, server, &app, form, bound_to)
}

/// The tokens for a client that has proved to be it, and the key to which they are bound.
pub fn of_client(
    context: &mut Context<'_>,
    server: &Server,
    app: &Value,
    form: &[(String, String)],
    bound_to: Option<String>,
) -> Answered<Value> {
    match field(form, "grant_type").unwrap_or_default() {
        "refresh_token" => refresh::grant(context, server, app, form, bound_to),
        "password" => password::grant(context, server, app, form, bound_to),
        device::GRANT => device::grant(context, server, app, form, bound_to),
        exchange::GRANT => exchange::grant(context, server, app, form, bound_to),
        _ => code::grant(context, server, app, form, bound_to),
    }
}

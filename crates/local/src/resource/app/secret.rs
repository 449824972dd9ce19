//! Client secrets of an OIDC application.

use crate::kernel::fingerprint::fingerprint;
use crate::kernel::kind;
use crate::kernel::status;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::id;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::path;

pub const HANDLERS: Handlers = &[
    (&op::LIST_OAUTH2_CLIENT_SECRETS, list),
    (&op::CREATE_OAUTH2_CLIENT_SECRET, create),
    (&op::GET_OAUTH2_CLIENT_SECRET, get),
    (&op::DELETE_OAUTH2_CLIENT_SECRET, delete),
    (&op::ACTIVATE_OAUTH2_CLIENT_SECRET, activate),
    (&op::DEACTIVATE_OAUTH2_CLIENT_SECRET, deactivate),
];

const MAX_SECRETS: usize = 2;
const GENERATED_LENGTH: usize = 64;
const MIN_LENGTH: usize = 14;
const MAX_LENGTH: usize = 100;
/// A secret that signs is longer than one that is shown.
const MIN_LENGTH_OF_KEY: usize = 32;
/// What errors call a secret.
const SUBJECT: &str = "OAuth2ClientSecretMediated";

/// The secret that a new answer of the app shows: the first one that is active.
pub fn current(context: &Context<'_>, app: &Value) -> Result<Option<String>, Problem> {
    if !crate::resource::app::uses_secret(app) {
        return Ok(None);
    }
    let secrets = context.tx.all(kind::APP_SECRET.of(id_of(app)))?;
    let active = secrets.into_iter().find(|(_, secret)| secret["status"] == status::ACTIVE);
    Ok(active.and_then(|(_, secret)| secret["client_secret"].as_str().map(str::to_owned)))
}

/// Sets the app's secret: the one given, or a new one.
pub fn set(context: &Context<'_>, app: &Value, given: &Value) -> Result<(), Problem> {
    let value = checked(app, given)?;
    let kind = kind::APP_SECRET.of(id_of(app));
    let active = context.tx.all(kind)?.into_iter().find(|(_, secret)| secret["status"] == status::ACTIVE);
    match active {
        Some((_, secret)) if secret["client_secret"] == value => Ok(()),
        Some((id, mut secret)) => {
            secret["secret_hash"] = json!(hash(&value));
            secret["client_secret"] = json!(value);
            Ok(context.tx.put(kind, &id, &secret)?)
        }
        None => add(context, id_of(app), value, status::ACTIVE).map(drop),
    }
}

/// Whether a client shows one of its secrets that are active.
pub fn is_known(context: &Context<'_>, app: &Value, secret: &str) -> Result<bool, Problem> {
    let secrets = context.tx.all(kind::APP_SECRET.of(id_of(app)))?;
    let shown = fingerprint(secret);
    let same = |known: &Value| {
        known["status"] == status::ACTIVE
            && known["client_secret"].as_str().is_some_and(|known| fingerprint(known) == shown)
    };
    Ok(secrets.iter().any(|(_, known)| same(known)))
}

/// The secret that was sent, where a client that authenticates as this one does may have it; or a new one.
fn checked(app: &Value, given: &Value) -> Result<String, Problem> {
    let Some(secret) = given.as_str() else { return Ok(id::random(GENERATED_LENGTH)) };
    let method = app["credentials"]["oauthClient"]["token_endpoint_auth_method"].as_str().unwrap_or_default();
    let printable = secret.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    let cause = if method == "private_key_jwt" {
        "'client_secret' can't be used when 'token_endpoint_auth_method' is 'private_key_jwt'."
    } else if !printable {
        "client_secret: ''client_secret'' must only contain printable ASCII: [x20-x7E]+"
    } else if secret.len() < MIN_LENGTH {
        "client_secret: 'client_secret' must be at least '14' characters long."
    } else if secret.len() > MAX_LENGTH {
        "client_secret: 'client_secret' can't be more than '100' characters long."
    } else if method == "client_secret_jwt" && secret.len() < MIN_LENGTH_OF_KEY {
        "client_secret: 'client_secret' must be at least '32' characters long when 'token_endpoint_auth_method' is 'client_secret_jwt'."
    } else {
        return Ok(secret.to_owned());
    };
    Err(Problem::validation("client_secret", cause))
}

/// Okta shows a short digest by which administrators tell secrets apart.
fn hash(secret: &str) -> String {
    fingerprint(secret)[..22].to_owned()
}

fn add(context: &Context<'_>, app_id: &str, value: String, status: &str) -> Result<Value, Problem> {
    let id = context.new_id("ocs");
    let now = context.now_text();
    let secret = json!({
        "id": id,
        "created": now,
        "lastUpdated": now,
        "status": status,
        "client_secret": value,
        "secret_hash": hash(&value),
    });
    context.tx.put(kind::APP_SECRET.of(app_id), &id, &secret)?;
    Ok(secret)
}

fn render(context: &Context<'_>, app_id: &str, secret: &Value) -> Value {
    let own = path(context, app_id, &format!("/credentials/secrets/{}", id_of(secret)));
    let mut shown = secret.clone();
    let lifecycle =
        |action: &str| json!({ "href": format!("{own}/lifecycle/{action}"), "hints": { "allow": ["POST"] } });
    shown["_links"] = if secret["status"] == status::ACTIVE {
        json!({ "deactivate": lifecycle("deactivate") })
    } else {
        let delete = json!({ "href": own, "hints": { "allow": ["DELETE"] } });
        json!({ "activate": lifecycle("activate"), "delete": delete })
    };
    shown
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let secrets = context.tx.all(kind::APP_SECRET.of(id_of(&app)))?;
    let secrets: Vec<Value> =
        secrets.iter().map(|(_, secret)| render(context, id_of(&app), secret)).collect();
    Ok(Reply::ok(&secrets))
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let request = context.object_or_empty()?;
    if context.tx.all(kind::APP_SECRET.of(id_of(&app)))?.len() >= MAX_SECRETS {
        let cause = "You've reached the maximum number of client secrets per client.";
        return Err(Problem::validation(SUBJECT, cause));
    }
    let status = if request["status"] == status::INACTIVE { status::INACTIVE } else { status::ACTIVE };
    let secret = add(context, id_of(&app), checked(&app, &request["client_secret"])?, status)?;
    Ok(Reply::created(&render(context, id_of(&app), &secret)))
}

fn find(context: &Context<'_>) -> Result<(String, Value), Problem> {
    let app = context.app()?;
    let id = context.param("secretId");
    let found = context.tx.get(kind::APP_SECRET.of(id_of(&app)), id)?;
    let secret = found.ok_or_else(|| Problem::not_found(id, "OAuth2ClientSecret"))?;
    Ok((id_of(&app).to_owned(), secret))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app_id, secret) = find(context)?;
    Ok(Reply::ok(&render(context, &app_id, &secret)))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (app_id, secret) = find(context)?;
    if secret["status"] == status::ACTIVE {
        let cause = "You can't delete an active client secret. Deactivate the secret before deleting it.";
        return Err(Problem::validation(SUBJECT, cause));
    }
    context.tx.delete(kind::APP_SECRET.of(&app_id), id_of(&secret))?;
    Ok(Reply::no_content())
}

fn activate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::ACTIVE)
}

fn deactivate(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set_status(context, status::INACTIVE)
}

fn set_status(context: &mut Context<'_>, status: &str) -> Result<Reply, Problem> {
    let (app_id, mut secret) = find(context)?;
    let kind = kind::APP_SECRET.of(&app_id);
    let active =
        context.tx.all(kind)?.iter().filter(|(_, secret)| secret["status"] == status::ACTIVE).count();
    if status == status::INACTIVE && secret["status"] == status::ACTIVE && active == 1 {
        let cause = "You can't deactivate the only active client secret.";
        return Err(Problem::validation(SUBJECT, cause));
    }
    secret["status"] = json!(status);
    secret["lastUpdated"] = json!(context.now_text());
    context.tx.put(kind, id_of(&secret), &secret)?;
    Ok(Reply::ok(&render(context, &app_id, &secret)))
}

//! Client secrets of an OIDC application.

use crate::kernel::fingerprint::fingerprint;
use crate::kernel::kind;
use crate::kernel::status;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Answer, Change, DEACTIVATE, Hooks, Id, Use, activate, deactivate, link, only_inactive,
};
use crate::kernel::context::Context;
use crate::kernel::id;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;

pub const COLLECTIONS: &[Collection] = &[Collection {
    links: &[DEACTIVATE, ACTIVATE, link("delete", "", &["DELETE"]).when("status", &[status::INACTIVE])],
    created: 201,
    actions: &[activate(Answer::Document), deactivate(Answer::Document)],
    guards: &[only_inactive(
        &[&op::DELETE_OAUTH2_CLIENT_SECRET],
        "E0000001",
        REFUSED,
        "You can't delete an active client secret. Deactivate the secret before deleting it.",
    )],
    uses: &[Use {
        operations: &[&op::DEACTIVATE_OAUTH2_CLIENT_SECRET],
        is_used: is_only_active,
        code: "E0000001",
        summary: REFUSED,
        cause: "You can't deactivate the only active client secret.",
    }],
    hooks: Some(Hooks::new(kind::APP_SECRET, make)),
    ..Collection::new(
        "/api/v1/apps/{appId}/credentials/secrets/{secretId}",
        "OAuth2ClientSecret",
        Id::Made("ocs"),
    )
}];

const REFUSED: &str = "Api validation failed: OAuth2ClientSecretMediated";
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
        None => {
            let secret = new(context, &value, status::ACTIVE);
            Ok(context.tx.put(kind, id_of(&secret), &secret)?)
        }
    }
}

/// The secrets of a client that are active.
pub fn active(context: &Context<'_>, app: &Value) -> Result<Vec<String>, Problem> {
    let secrets = context.tx.all(kind::APP_SECRET.of(id_of(app)))?.into_iter().map(|(_, secret)| secret);
    let active = secrets.filter(|secret| secret["status"] == status::ACTIVE);
    Ok(active.filter_map(|secret| secret["client_secret"].as_str().map(str::to_owned)).collect())
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

fn new(context: &Context<'_>, value: &str, status: &str) -> Value {
    let now = context.now_text();
    json!({
        "id": context.new_id("ocs"),
        "created": now,
        "lastUpdated": now,
        "status": status,
        "client_secret": value,
        "secret_hash": hash(value),
    })
}

fn make(context: &Context<'_>, change: &Change<'_>) -> Result<Value, Problem> {
    if context.tx.all(kind::APP_SECRET.of(change.parent))?.len() >= MAX_SECRETS {
        let cause = "You've reached the maximum number of client secrets per client.";
        return Err(Problem::validation(SUBJECT, cause));
    }
    let inactive = change.body["status"] == status::INACTIVE;
    let value = checked(&context.app()?, &change.body["client_secret"])?;
    Ok(new(context, &value, if inactive { status::INACTIVE } else { status::ACTIVE }))
}

fn is_only_active(context: &Context<'_>, secret: &Value) -> Result<bool, Problem> {
    let all = context.tx.all(kind::APP_SECRET.of(context.param("appId")))?;
    let active = all.iter().filter(|(_, secret)| secret["status"] == status::ACTIVE).count();
    Ok(secret["status"] == status::ACTIVE && active == 1)
}

//! What provisioning leaves in the System Log. Okta itself acts there.

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::event::{Entry, Outcome, Target};
use crate::kernel::problem::Problem;
use crate::outside::scim::client::Failure;
use crate::resource::app::user as app_user;

fn okta() -> Target {
    Target {
        id: "SYSTEM".into(),
        kind: "SystemPrincipal",
        alternate_id: "system@okta.com".into(),
        display_name: "Okta System".into(),
    }
}

pub fn write(
    context: &mut Context<'_>,
    event_type: &str,
    outcome: Outcome,
    app: &Value,
    targets: &[Target],
) -> Result<(), Problem> {
    context.log_entry(Entry {
        event_type,
        outcome,
        actor: Some(okta()),
        targets,
        debug: json!({ "appname": app["name"] }),
        client: None,
        session: None,
    })
}

/// About a user of an app.
pub fn user(
    context: &mut Context<'_>,
    event_type: &str,
    outcome: Outcome,
    app: &Value,
    about: (&Value, &Value),
) -> Result<(), Problem> {
    let (user, assigned) = about;
    let targets = app_user::targets(app, user, assigned);
    write(context, event_type, outcome, app, &targets)
}

/// A server that refuses the org, or wants it to slow down, is an event of its own.
pub fn trouble(context: &mut Context<'_>, app: &Value, failure: &Failure) -> Result<(), Problem> {
    let event_type = match failure.status {
        Some(401 | 403) => "application.integration.authentication_failure",
        Some(429) => "application.integration.rate_limit_exceeded",
        Some(_) => return Ok(()),
        None => "application.integration.general_failure",
    };
    write(context, event_type, Outcome::failure(failure.reason.clone()), app, &[Target::app(app)])
}

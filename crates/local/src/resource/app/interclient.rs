//! Which applications may ask for single sign-on to another one with an interclient token.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;

pub const HANDLERS: Handlers = &[
    (&op::CREATE_INTERCLIENT_TRUST_MAPPING, allow),
    (&op::DELETE_INTERCLIENT_TRUST_MAPPING, forbid),
    (&op::LIST_INTERCLIENT_ALLOWED_APPLICATIONS, list_allowed),
    (&op::LIST_INTERCLIENT_TARGET_APPLICATIONS, list_targets),
];

const MAX_ALLOWED: usize = 5;

fn refused(cause: &str) -> Problem {
    Problem::validation("Interclient Trust Mappings", cause)
}

fn allow(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let target = context.app()?;
    let request = context.object()?;
    if !matches!(target["signOnMode"].as_str(), Some("OPENID_CONNECT" | "SAML_2_0" | "SAML_1_1")) {
        return Err(refused("The target application must be an OIDC or SAML app."));
    }
    let allowed = request["id"].as_str().ok_or_else(|| Problem::blank("id"))?;
    let allowed = context.app_with(allowed)?;
    if let Some(known) = context.tx.linked(kind::APP_INTERCLIENT, id_of(&target), id_of(&allowed))? {
        return Ok(Reply::created(&known));
    }
    if context.tx.link_ids(kind::APP_INTERCLIENT, id_of(&target))?.len() >= MAX_ALLOWED {
        return Err(refused("The target application cannot have more than 5 trusted apps."));
    }
    let now = context.now_text();
    let mapping = json!({
        "id": context.new_id("itm"),
        "orgId": context.org.facts().org,
        "appInstanceId": target["id"],
        "trustedAppInstanceId": allowed["id"],
        "created": now,
        "lastUpdated": now,
        "lastUpdatedBy": context.caller.user_id,
    });
    context.tx.link(kind::APP_INTERCLIENT, id_of(&target), id_of(&allowed), &mapping)?;
    Ok(Reply::created(&mapping))
}

fn forbid(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let target = context.app()?;
    let allowed = context.param("allowedAppId");
    if !context.tx.unlink(kind::APP_INTERCLIENT, id_of(&target), allowed)? {
        return Err(Problem::not_found(allowed, "InterclientTrustMapping"));
    }
    Ok(Reply::no_content())
}

fn list_allowed(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let target: Value = context.app()?;
    Ok(Reply::ok(&context.tx.link_ids(kind::APP_INTERCLIENT, id_of(&target))?))
}

fn list_targets(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let allowed = context.app()?;
    Ok(Reply::ok(&context.tx.link_ids_to(kind::APP_INTERCLIENT, id_of(&allowed))?))
}

/// An application goes away: nobody may sign on to it, and it may to nobody's.
pub fn forget_app(context: &Context<'_>, app_id: &str) -> Result<(), Problem> {
    for allowed in context.tx.link_ids(kind::APP_INTERCLIENT, app_id)? {
        context.tx.unlink(kind::APP_INTERCLIENT, app_id, &allowed)?;
    }
    for target in context.tx.link_ids_to(kind::APP_INTERCLIENT, app_id)? {
        context.tx.unlink(kind::APP_INTERCLIENT, &target, app_id)?;
    }
    Ok(())
}

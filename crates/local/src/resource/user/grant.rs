//! What users have consented to, the clients that they use and the tokens of those. Consent is given in a
//! browser at endpoints that the local org does not serve, so no grant exists yet.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;

pub const HANDLERS: Handlers = &[
    (&op::LIST_USER_GRANTS, list),
    (&op::REVOKE_USER_GRANTS, revoke_all),
    (&op::GET_USER_GRANT, no_grant),
    (&op::REVOKE_USER_GRANT, no_grant),
    (&op::LIST_USER_CLIENTS, list_clients),
    (&op::LIST_GRANTS_FOR_USER_AND_CLIENT, list_of_client),
    (&op::REVOKE_GRANTS_FOR_USER_AND_CLIENT, revoke_of_client),
    (&op::LIST_REFRESH_TOKENS_FOR_USER_AND_CLIENT, list_of_client),
    (&op::REVOKE_TOKENS_FOR_USER_AND_CLIENT, revoke_of_client),
    (&op::GET_REFRESH_TOKEN_FOR_USER_AND_CLIENT, no_token),
    (&op::REVOKE_TOKEN_FOR_USER_AND_CLIENT, no_token),
];

const LIMITS: Limits = Limits::strict(20, 200);

fn client(context: &Context<'_>) -> Result<(), Problem> {
    context.user("userId")?;
    let id = context.param("clientId");
    match context.tx.find(kind::APP, "credentials.oauthClient.client_id", id)? {
        Some(_) => Ok(()),
        None => Err(Problem::not_found(id, "PublicClientApp")),
    }
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    context.user("userId")?;
    Ok(Page::of(context, LIMITS)?.slice(context, Vec::new()))
}

fn revoke_all(context: &mut Context<'_>) -> Result<Reply, Problem> {
    context.user("userId")?;
    Ok(Reply::no_content())
}

fn no_grant(context: &mut Context<'_>) -> Result<Reply, Problem> {
    context.user("userId")?;
    Err(Problem::not_found(context.param("grantId"), "OAuth2ScopeConsentGrant"))
}

fn list_clients(context: &mut Context<'_>) -> Result<Reply, Problem> {
    context.user("userId")?;
    Ok(Reply::ok(&json!([] as [Value; 0])))
}

fn list_of_client(context: &mut Context<'_>) -> Result<Reply, Problem> {
    client(context)?;
    Ok(Page::of(context, LIMITS)?.slice(context, Vec::new()))
}

fn revoke_of_client(context: &mut Context<'_>) -> Result<Reply, Problem> {
    client(context)?;
    Ok(Reply::no_content())
}

fn no_token(context: &mut Context<'_>) -> Result<Reply, Problem> {
    client(context)?;
    Err(Problem::not_found(context.param("tokenId"), "OAuth2RefreshTokenTx"))
}

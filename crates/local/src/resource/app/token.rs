//! Refresh tokens of an application. The org gives none, so there are none to be found.

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use oktars_catalog::op;

pub const HANDLERS: Handlers = &[
    (&op::LIST_OAUTH2_TOKENS_FOR_APPLICATION, list),
    (&op::REVOKE_OAUTH2_TOKENS_FOR_APPLICATION, revoke_all),
    (&op::GET_OAUTH2_TOKEN_FOR_APPLICATION, missing),
    (&op::REVOKE_OAUTH2_TOKEN_FOR_APPLICATION, missing),
];

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    context.app()?;
    let page = Page::of(context, Limits::strict(20, 200))?;
    Ok(page.reply(context, &[], None))
}

fn revoke_all(context: &mut Context<'_>) -> Result<Reply, Problem> {
    context.app()?;
    Ok(Reply::no_content())
}

fn missing(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let app = context.app()?;
    let id = format!("{}.{}", id_of(&app), context.param("tokenId"));
    Err(Problem::not_found(&id, "OAuth2RefreshTokenTx"))
}

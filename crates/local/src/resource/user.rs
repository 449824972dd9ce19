//! Users.

use crate::context::{Context, Handler, Reply};
use crate::problem::Problem;

pub const HANDLERS: &[(&str, Handler)] = &[("getUser", get)];

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let id = context.param("id").to_owned();
    let id = if id == "me" { context.caller.user_id.clone() } else { id };
    let user = context.tx.get("user", &id)?.ok_or_else(|| Problem::not_found(&id, "User"))?;
    Ok(Reply::ok(&user))
}

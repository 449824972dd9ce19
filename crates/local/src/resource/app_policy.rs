//! The access policy of an application.
//!
//! The org keeps no policies, so it cannot tell whether one is there: what is assigned is remembered and
//! shown in the application's links.

use serde_json::json;

use crate::context::{Context, Handler, Reply};
use crate::problem::Problem;
use crate::resource::app::INTERNAL;

pub const HANDLERS: &[(&str, Handler)] = &[("assignApplicationPolicy", assign)];

fn assign(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut app = context.app()?;
    let policy = context.param("policyId");
    if !policy.starts_with("rst") && !policy.starts_with("00p") {
        return Err(Problem::not_found(policy, "Policy"));
    }
    app[INTERNAL]["accessPolicy"] = json!(policy);
    context.put_app(&mut app)?;
    Ok(Reply::no_content())
}

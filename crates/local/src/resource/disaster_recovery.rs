//! Which of an org's domains were failed over to another region: none, since there is no other region here.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;

pub const HANDLERS: Handlers = &[(&op::GET_DR_STATUS, list), (&op::GET_DR_STATUS_FOR_DOMAIN, get)];

/// The domain that was called, and the org's own other domains.
fn domains(context: &Context<'_>) -> Result<Vec<String>, Problem> {
    let called = context.request.base.split("://").nth(1).unwrap_or_default();
    let own = context.tx.all(kind::DOMAIN)?.into_iter();
    let own = own.filter_map(|(_, domain)| domain["domain"].as_str().map(str::to_owned));
    let own = own.filter(|domain| domain != called).collect::<Vec<_>>();
    Ok([vec![called.to_owned()], own].concat())
}

fn answer(domains: &[String]) -> Reply {
    let status = |domain: &String| json!({ "domain": domain, "isFailedOver": false });
    Reply::ok(&json!({ "status": domains.iter().map(status).collect::<Vec<Value>>() }))
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    Ok(answer(&domains(context)?))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let asked = context.param("domain").to_owned();
    if !domains(context)?.contains(&asked) {
        return Err(Problem::validation("domain", format!("domain: {asked} is not a domain of this org")));
    }
    Ok(answer(&[asked]))
}

//! The list of addresses to which mail could not be delivered. No mail leaves the local org, so nobody is on it.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::index::fold;
use crate::kernel::kind;
use crate::kernel::problem::Problem;

pub const HANDLERS: Handlers = &[(&op::BULK_REMOVE_EMAIL_ADDRESS_BOUNCES, remove)];

fn remove(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let asked = body["emailAddresses"].as_array().filter(|asked| !asked.is_empty());
    let asked = asked.ok_or_else(|| Problem::blank("emailAddresses"))?;
    let users = context.tx.all(kind::USER)?;
    let is_used = |address: &str| {
        users
            .iter()
            .any(|(_, user)| user["profile"]["email"].as_str().is_some_and(|own| fold(own) == fold(address)))
    };
    let wrong = |address: &Value| {
        let text = address.as_str().unwrap_or_default();
        let reason = match text.split('@').collect::<Vec<_>>()[..] {
            [name, domain] if !name.is_empty() && domain.contains('.') && is_used(text) => return None,
            [name, domain] if !name.is_empty() && domain.contains('.') => {
                "This email address does not belong to any user in your organization."
            }
            _ => "Invalid email address. The provided email address failed validation against RFC 3696.",
        };
        Some(json!({ "emailAddress": address, "reason": reason }))
    };
    Ok(Reply::ok(&json!({ "errors": asked.iter().filter_map(wrong).collect::<Vec<_>>() })))
}

//! Addresses to which a browser continues: only those that the org trusts.

use crate::kernel::context::{Context, Reply};
use crate::kernel::origin::{is_same, origin};
use crate::kernel::problem::Problem;
use crate::resource::trusted_origin;
use crate::sign_in::page;

/// Where somebody may be sent: within the org, or to an origin that it trusts with that.
pub fn is_safe(context: &Context<'_>, target: &str) -> Result<bool, Problem> {
    let has_scheme = target.starts_with("http://") || target.starts_with("https://");
    if !has_scheme {
        let is_path =
            target.starts_with('/') && !target.starts_with("//") && !target.contains(['\\', '\r', '\n']);
        return Ok(is_path);
    }
    // What stands before an @ is a name, and not the host.
    let host = origin(target);
    if host.contains('@') || target.contains('\\') {
        return Ok(false);
    }
    Ok(is_same(&host, &context.request.base) || trusted_origin::is_trusted(&context.tx, &host, "REDIRECT")?)
}

/// The page for any other.
pub fn refused() -> Reply {
    let text = "The address of the next page belongs neither to this org nor to an origin that it trusts.";
    page::error("invalid_request", text)
}

/// The whole address.
pub fn absolute(context: &Context<'_>, target: &str) -> String {
    match target.starts_with('/') {
        true => format!("{}{target}", context.request.base),
        false => target.to_owned(),
    }
}

//! Whether a role was given by access governance. Roles are given by administrators alone here, so that each has
//! no such source.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::role::assignment;

pub const HANDLERS: Handlers = &[
    (&op::GET_USER_ASSIGNED_ROLE_GOVERNANCE, list),
    (&op::GET_ROLE_ASSIGNMENT_GOVERNANCE_GRANT, no_grant),
    (&op::GET_ROLE_ASSIGNMENT_GOVERNANCE_GRANT_RESOURCES, no_grant),
];

/// The user of the path, who has the role of the path, and that role's id.
fn assignment(context: &Context<'_>) -> Result<(Value, String), Problem> {
    let user = context.user("userId")?;
    let id = context.param("roleAssignmentId").to_owned();
    match assignment::find(&context.tx, id_of(&user), &id)? {
        Some(_) => Ok((user, id)),
        None => Err(Problem::not_found(&id, "RoleAssignment")),
    }
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (user, role) = assignment(context)?;
    let assignee = context.url(&format!("/users/{}", id_of(&user)));
    let own = format!("{assignee}/roles/{role}/governance");
    let links = json!({ "self": { "href": own }, "assignee": { "href": assignee } });
    Ok(Reply::ok(&json!({ "grants": [], "_links": links })))
}

fn no_grant(context: &mut Context<'_>) -> Result<Reply, Problem> {
    assignment(context)?;
    Err(Problem::not_found(context.param("grantId"), "Grant"))
}

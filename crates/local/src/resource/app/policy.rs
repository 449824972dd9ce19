//! The policies of an application: who may sign in to it, and who may enroll in it. An app that has none of
//! its own is governed by the default one.

use oktars_catalog::op;
use serde_json::Value;

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind::APP;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::app::INTERNAL;
use crate::resource::policy::kind;

pub const HANDLERS: Handlers = &[(&op::ASSIGN_APPLICATION_POLICY, assign)];

/// The types of policy that govern apps, and where an app keeps its own.
const TYPES: [(&str, &str); 2] =
    [("ACCESS_POLICY", "accessPolicy"), ("PROFILE_ENROLLMENT", "profileEnrollment")];

/// The id of the policy of this type that governs an app.
pub fn id_for(context: &Context<'_>, app: &Value, kind: &str) -> String {
    let own = TYPES
        .iter()
        .find(|(known, _)| *known == kind)
        .and_then(|(_, member)| app[INTERNAL][*member].as_str());
    match own {
        Some(id) => id.to_owned(),
        None => default_id(context, kind).unwrap_or_default(),
    }
}

/// Remembers which policies govern an app, as its links said.
pub fn keep_links(app: &mut Value, links: &Value) {
    for (_, member) in TYPES {
        let id = links[member]["href"].as_str().and_then(|href| href.rsplit('/').next());
        if let Some(id) = id {
            app[INTERNAL][member] = id.into();
        }
    }
}

fn default_id(context: &Context<'_>, kind: &str) -> Option<String> {
    kind::find(kind).and_then(|kind| kind::default_id(&context.org.facts().org, kind))
}

fn assign(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut app = context.app()?;
    let policy = context.policy()?;
    let Some((_, member)) = TYPES.iter().find(|(kind, _)| policy["type"] == *kind) else {
        let cause = "type: Only policies of type ACCESS_POLICY and PROFILE_ENROLLMENT govern apps";
        return Err(Problem::validation("type", cause));
    };
    app[INTERNAL][*member] = policy["id"].clone();
    context.put_app(&mut app)?;
    Ok(Reply::no_content())
}

/// The apps that a policy governs, in the order of their ids.
pub fn governed_by(context: &Context<'_>, policy: &Value) -> Result<Vec<Value>, Problem> {
    let kind = policy["type"].as_str().unwrap_or_default();
    if !TYPES.iter().any(|(known, _)| *known == kind) {
        return Ok(Vec::new());
    }
    let apps = context.tx.all(APP)?.into_iter().map(|(_, app)| app);
    Ok(apps.filter(|app| id_for(context, app, kind) == id_of(policy)).collect())
}

/// Leaves the apps of a policy to the default one.
pub fn policy_deleted(context: &Context<'_>, policy: &Value) -> Result<(), Problem> {
    for mut app in governed_by(context, policy)? {
        forget(context, &mut app, policy)?;
    }
    Ok(())
}

/// Leaves an app to the default policy.
pub fn forget(context: &Context<'_>, app: &mut Value, policy: &Value) -> Result<(), Problem> {
    for (_, member) in TYPES {
        if app[INTERNAL][member] == policy["id"]
            && let Some(internal) = app[INTERNAL].as_object_mut()
        {
            internal.shift_remove(member);
        }
    }
    context.put_app(app)
}

//! What an org tells everybody of itself.

use oktars_catalog::op;
use serde_json::json;

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;

pub const HANDLERS: Handlers = &[(&op::GET_WELLKNOWN_ORG_METADATA, get)];

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let pipeline = if context.org.features.identity_engine { "idx" } else { "v1" };
    Ok(Reply::ok(&json!({
        "id": context.org.facts().org,
        "cell": "op3",
        "_links": { "organization": { "href": context.request.base } },
        "pipeline": pipeline,
        "settings": {
            "analyticsCollectionEnabled": false,
            "bugReportingEnabled": true,
            "omEnabled": false,
            "pssoEnabled": true,
            "desktopMFAEnabled": true,
            "itpEnabled": true,
        },
    })))
}

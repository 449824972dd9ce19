//! Further claims of an app.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Id, text};

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[text("name").required().unique(), text("expression").required()],
    created: 201,
    sample: || json!({ "name": "role", "expression": "appuser.entitlements.role" }),
    ..Collection::new("/api/v1/apps/{appId}/federated-claims/{claimId}", "FederatedClaim", Id::Made("ofc"))
}];

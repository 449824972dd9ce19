//! The apps that an app may call for its users.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Id, Listing, one_of, text};
use crate::kernel::page::Limits;
use crate::kernel::status;

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        text("resourceAppInstanceId"),
        one_of("status", &[status::ACTIVE, status::INACTIVE]).or(|| json!(status::ACTIVE)),
    ],
    shows: || json!({ "requestingAppInstanceId": "{appId}" }),
    created: 201,
    listing: Listing::Paged(Limits::strict(20, 200).with_minus_one()),
    sample: || json!({ "resourceAppInstanceId": "0oa00000000000000000" }),
    ..Collection::new("/api/v1/apps/{appId}/cwo/connections/{connectionId}", "Connection", Id::Made("con"))
}];

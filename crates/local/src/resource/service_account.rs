//! Accounts whose passwords Okta Privileged Access keeps.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Id, Listing, list, text};
use crate::kernel::page::Limits;
use crate::kernel::status;

pub const COLLECTIONS: &[Collection] = &[
    Collection {
        fields: &[
            text("name").required().at_most(50).unique(),
            text("description").at_most(255),
            text("containerOrn").required().fixed(),
            text("username").required().at_most(100).fixed(),
            text("password").secret(),
            list("ownerUserIds").or(|| json!([])),
            list("ownerGroupIds").or(|| json!([])),
        ],
        shows: || json!({ "status": "UNSECURED", "statusDetail": status::STAGED }),
        listing: Listing::Paged(Limits::strict(20, 200)),
        sample: || {
            json!({
                "name": "Deploy",
                "containerOrn": "orn:okta:idp:00o1:apps:salesforce:0oa1",
                "username": "deploy@example.com",
                "password": "a secret",
            })
        },
        ..Collection::new("/privileged-access/api/v1/service-accounts/{id}", "ServiceAccount", Id::Uuid("id"))
    },
    Collection {
        fields: &[
            text("name").required().at_most(50).unique(),
            text("description").at_most(255),
            text("oktaUserId").required().fixed(),
            list("ownerUserIds").or(|| json!([])),
            list("ownerGroupIds").or(|| json!([])),
        ],
        shows: || {
            json!({
                "status": "UNSECURED",
                "statusDetail": status::STAGED,
                "username": "{login of oktaUserId}",
                "email": "{email of oktaUserId}",
            })
        },
        created: 201,
        listing: Listing::Paged(Limits::strict(20, 200)),
        sample: || json!({ "name": "Shared admin", "oktaUserId": "00u00000000000000000" }),
        ..Collection::new(
            "/privileged-access/api/v1/okta-service-accounts/{id}",
            "OktaServiceAccount",
            Id::Uuid("id"),
        )
    },
];

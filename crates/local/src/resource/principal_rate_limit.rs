//! How much of each rate limit one token or app may take.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Id, Listing, Stamps, number, one_of, text};
use crate::kernel::page::Limits;

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        text("principalId").required().fixed().unique(),
        one_of("principalType", &["SSWS_TOKEN", "OAUTH_CLIENT"]).required().fixed(),
        number("defaultPercentage").or(|| json!(50)),
        number("defaultConcurrencyPercentage").or(|| json!(50)),
    ],
    shows: || json!({ "orgId": "{org}" }),
    stamps: Stamps::DATES,
    created: 201,
    listing: Listing::Paged(Limits::strict(20, 50)),
    filter: &["principalType", "principalId"],
    needs_filter: Some("Filter query must contain the principalType attrbute."),
    sample: || {
        json!({
            "principalId": "00T00000000000000000",
            "principalType": "SSWS_TOKEN",
            "defaultPercentage": 40,
            "defaultConcurrencyPercentage": 75,
        })
    },
    ..Collection::new(
        "/api/v1/principal-rate-limits/{principalRateLimitId}",
        "PrincipalRateLimit",
        Id::Made("prl"),
    )
}];

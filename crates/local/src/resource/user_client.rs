//! What users have consented to. Nobody signs in to an app of this org, so there is nothing yet.

use crate::document::Collection;
use crate::document::description::{Id, Listing, Stamps, own};
use crate::page::Limits;

const PAGES: Listing = Listing::Paged(Limits::strict(20, 200));

pub const COLLECTIONS: &[Collection] = &[
    Collection {
        listing: PAGES,
        links: &[own(&["GET", "DELETE"])],
        ..Collection::new(
            "/api/v1/users/{userId}/grants/{grantId}",
            "OAuth2ScopeConsentGrant",
            Id::Made("oag"),
        )
    },
    Collection {
        stamps: Stamps::NONE,
        ..Collection::new("/api/v1/users/{userId}/clients/{clientId}", "OAuth2Client", Id::Given("client_id"))
    },
    Collection {
        listing: PAGES,
        ..Collection::new(
            "/api/v1/users/{userId}/clients/{clientId}/grants/{grantId}",
            "OAuth2ScopeConsentGrant",
            Id::Made("oag"),
        )
    },
    Collection {
        listing: PAGES,
        ..Collection::new(
            "/api/v1/users/{userId}/clients/{clientId}/tokens/{tokenId}",
            "OAuth2RefreshTokenTx",
            Id::Made("oar"),
        )
    },
    Collection {
        stamps: Stamps::NONE,
        ..Collection::new("/api/v1/users/{userId}/devices/{deviceId}", "Device", Id::Made("guo"))
    },
];

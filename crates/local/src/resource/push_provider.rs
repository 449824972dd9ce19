//! Push providers of custom authenticators.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Id, Stamps, object, one_of, own, text};

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        text("name").required().unique(),
        one_of("providerType", &["APNS", "FCM"]).required().fixed(),
        object("configuration").required(),
        text("configuration.tokenSigningKey").secret(),
        object("configuration.serviceAccountJson").secret(),
    ],
    stamps: Stamps { changed: "lastUpdatedDate", ..Stamps::NONE },
    links: &[own(&["DELETE", "GET", "PUT"])],
    sample: || {
        json!({
            "name": "Apple",
            "providerType": "APNS",
            "configuration": { "keyId": "K", "teamId": "T", "tokenSigningKey": "secret", "fileName": "f.p8" },
        })
    },
    ..Collection::new("/api/v1/push-providers/{pushProviderId}", "PushProviderConfigEntity", Id::Made("ppc"))
}];

//! Features that an administrator switches on and off. None of them changes what this org does.

use oktars_catalog::op;
use serde_json::json;

use crate::document::description::{Id, Stamps, link, own};
use crate::document::{Collection, collection, place};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;
use crate::kernel::status;

pub const HANDLERS: Handlers = &[(&op::UPDATE_FEATURE_LIFECYCLE, switch)];

pub const COLLECTIONS: &[Collection] = &[
    FEATURES,
    Collection {
        stamps: Stamps::NONE,
        ..Collection::new("/api/v1/features/{featureId}/dependencies/{id}", "Feature", Id::Made("ftr"))
    },
    Collection {
        stamps: Stamps::NONE,
        ..Collection::new("/api/v1/features/{featureId}/dependents/{id}", "Feature", Id::Made("ftr"))
    },
];

const FEATURES: Collection = Collection {
    stamps: Stamps::NONE,
    links: &[
        own(&["POST"]),
        link("dependents", "/dependents", &[]),
        link("dependencies", "/dependencies", &[]),
    ],
    seeds: || {
        let feature = |name: &str, description: &str| {
            json!({
                "type": "self-service",
                "name": name,
                "description": description,
                "stage": { "state": "OPEN", "value": "EA" },
                "status": status::DISABLED,
            })
        };
        json!([
            feature("Android Device Trust", "Checks the state of Android devices when their users sign in."),
            feature("Recent Activity", "Shows end users what was done with their accounts."),
        ])
    },
    ..Collection::new("/api/v1/features/{featureId}", "Feature", Id::Made("ftr"))
};

/// `POST /api/v1/features/{featureId}/enable` or `/disable`.
fn switch(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let place = place::of(context, FEATURES.path())?;
    let mut feature = collection::find(context, &FEATURES, &place.path, &place.id)?;
    feature["status"] = match context.param("lifecycle").to_ascii_lowercase().as_str() {
        "enable" => json!(status::ENABLED),
        "disable" => json!(status::DISABLED),
        _ => return Err(Problem::validation("lifecycle", "lifecycle: must be enable or disable")),
    };
    collection::save(context, &FEATURES, &place.path, &feature, "update")?;
    Ok(Reply::ok(&collection::answer(context, &FEATURES, &place.path, feature)))
}

//! How the form of an enrollment is laid out.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Id, object, own};

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[object("uiSchema").required()],
    deletes_anything: true,
    links: &[own(&["GET", "PUT", "DELETE"])],
    sample: || {
        json!({
            "uiSchema": {
                "type": "Group",
                "label": "Sign in",
                "buttonLabel": "submit",
                "elements": [{
                    "type": "Control",
                    "scope": "#/properties/lastName",
                    "label": "Last Name",
                    "options": { "format": "text" },
                }],
            },
        })
    },
    ..Collection::new("/api/v1/meta/uischemas/{id}", "UISchemaEntity", Id::Made("uis"))
}];

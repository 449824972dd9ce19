//! Keys with which hooks can be encrypted.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Id, text};

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[text("name").required().at_most(255).unique()],
    shows: || json!({ "keyId": "{uuid}", "isUsed": "false" }),
    except: &["getPublicKey"],
    sample: || json!({ "name": "Key" }),
    ..Collection::new("/api/v1/hook-keys/{id}", "HookKey", Id::Made("HKY"))
}];

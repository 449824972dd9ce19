//! Templates of text messages.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{Id, object, one_of, text};

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        text("name").required().at_most(50),
        one_of("type", &["SMS_VERIFY_CODE"])
            .required()
            .unique_or("E0000228", "A custom template of this type exists already."),
        text("template").required().at_most(161),
        object("translations").or(|| json!({})),
    ],
    sample: || {
        json!({
            "name": "Custom",
            "type": "SMS_VERIFY_CODE",
            "template": "${org.name}: your verification code is ${code}",
            "translations": { "fr": "${org.name}: votre code est ${code}" },
        })
    },
    ..Collection::new("/api/v1/templates/sms/{templateId}", "SmsTemplate", Id::Made("cst"))
}];

//! Templates of text messages.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{Id, object, text};
use crate::document::{Collection, Verb, collection};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;

pub const HANDLERS: Handlers = &[(&op::LIST_SMS_TEMPLATES, list), (&op::UPDATE_SMS_TEMPLATE, update)];

pub const COLLECTIONS: &[Collection] = &[TEMPLATES];

const TEMPLATES: Collection = Collection {
    fields: &[
        text("name").required().at_most(50),
        text("type")
            .required()
            .at_most(50)
            .unique_or("E0000228", "A custom template of this type exists already."),
        text("template").required().at_most(161),
        object("translations"),
    ],
    sample: || {
        json!({
            "name": "Custom",
            "type": "SMS_VERIFY_CODE",
            "template": "${org.name}: your verification code is ${code}",
            "translations": { "fr": "${org.name}: votre code est ${code}" },
        })
    },
    deletes_anything: true,
    ..Collection::new("/api/v1/templates/sms/{templateId}", "SmsTemplate", Id::Made("cst"))
};

/// All templates, or those of the type that the query names.
fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut templates = collection::all(context, &TEMPLATES, TEMPLATES.path())?;
    if let Some(wanted) = context.query("templateType") {
        templates.retain(|template| template["type"] == wanted);
    }
    Ok(Reply::ok(&templates))
}

/// A translation that is null or empty is taken out.
fn update(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let reply = collection::serve(context, &TEMPLATES, Verb::Update)?;
    let mut template: Value = serde_json::from_slice(&reply.body).map_err(|_| Problem::internal())?;
    if let Some(translations) = template.get_mut("translations").and_then(Value::as_object_mut) {
        translations.retain(|_, text| text.as_str().is_some_and(|text| !text.is_empty()));
    }
    context.tx.put(TEMPLATES.kept(), context.param("templateId"), &template)?;
    Ok(Reply::ok(&template))
}

//! CAPTCHA instances, and where the org asks for one.

use oktars_catalog::op;
use serde_json::json;

use crate::document::description::{Id, Most, Stamps, list, one_of, own, text};
use crate::document::{Collection, Setting, Verb, collection, setting};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;

pub const HANDLERS: Handlers =
    &[(&op::DELETE_CAPTCHA_INSTANCE, delete), (&op::REPLACES_ORG_CAPTCHA_SETTINGS, replace_settings)];

pub const COLLECTIONS: &[Collection] = &[CAPTCHAS];

const CAPTCHAS: Collection = Collection {
    fields: &[
        text("name").required().at_most(255),
        text("siteKey").required(),
        text("secretKey").required().secret(),
        one_of("type", &["HCAPTCHA", "RECAPTCHA_V2"]).required(),
    ],
    stamps: Stamps::NONE,
    created: 201,
    links: &[own(&["GET", "POST", "PUT", "DELETE"])],
    most: Some(Most {
        count: 1,
        code: "E0000166",
        summary: "CAPTCHA count limit reached. At most one CAPTCHA instance is allowed per Org.",
    }),
    sample: || json!({ "name": "Bots", "siteKey": "a-site-key", "secretKey": "a-secret-key", "type": "HCAPTCHA" }),
    ..Collection::new("/api/v1/captchas/{captchaId}", "Captcha", Id::Made("cap"))
};

pub const SETTINGS: &[Setting] = &[ORG];

const ORG: Setting = Setting {
    fields: &[text("captchaId").or_null(), list("enabledPages").or(|| json!([]))],
    links: &[own(&["GET", "PUT", "DELETE"])],
    sample: || json!({ "captchaId": "cap0000000000000000", "enabledPages": ["SIGN_IN"] }),
    ..Setting::new("/api/v1/org/captcha", || json!({ "captchaId": null, "enabledPages": [] }))
};

/// The one that the org asks for cannot go.
fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let used = context.tx.get(kind::SETTING, ORG.path)?.unwrap_or_default();
    if used["captchaId"] == context.param("captchaId") {
        let summary = "Current CAPTCHA is associated with org-wide settings, cannot be removed.";
        return Err(Problem::new("E0000168", summary));
    }
    collection::serve(context, &CAPTCHAS, Verb::Delete)
}

fn replace_settings(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let id = body["captchaId"].as_str();
    let pages = body["enabledPages"].as_array().is_some_and(|pages| !pages.is_empty());
    let known = match id {
        Some(id) => context.tx.exists(CAPTCHAS.kept(), id)?,
        None => !pages,
    };
    if !known {
        return Err(Problem::validation("captchaId", "captchaId: There is no such CAPTCHA instance"));
    }
    setting::serve(context, &ORG, Verb::Replace)
}

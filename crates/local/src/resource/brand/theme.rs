//! The themes of brands. Their pictures are checked and dropped: only their addresses matter to a client.

use http::StatusCode;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{Id, Stamps, link, one_of, own, text};
use crate::document::{Collection, place};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::id;
use crate::kernel::kind;
use crate::kernel::problem::Problem;

pub const HANDLERS: Handlers = &[
    (&op::UPLOAD_BRAND_THEME_LOGO, upload_logo),
    (&op::UPLOAD_BRAND_THEME_FAVICON, upload_favicon),
    (&op::UPLOAD_BRAND_THEME_BACKGROUND_IMAGE, upload_background),
    (&op::DELETE_BRAND_THEME_LOGO, delete_logo),
    (&op::DELETE_BRAND_THEME_FAVICON, delete_favicon),
    (&op::DELETE_BRAND_THEME_BACKGROUND_IMAGE, delete_background),
];

const LOGO: &str = "https://static.okta.test/assets/img/logos/okta-logo.png";
const FAVICON: &str = "https://static.okta.test/favicon.ico";

pub const COLLECTIONS: &[Collection] = &[THEMES];

pub const THEMES: Collection = Collection {
    fields: &[
        text("primaryColorHex").required(),
        text("primaryColorContrastHex").or(|| json!("#ffffff")),
        text("secondaryColorHex").required(),
        text("secondaryColorContrastHex").or(|| json!("#000000")),
        one_of("signInPageTouchPointVariant", VARIANTS).required(),
        one_of("endUserDashboardTouchPointVariant", DASHBOARD_VARIANTS).required(),
        one_of("errorPageTouchPointVariant", VARIANTS).required(),
        one_of("emailTemplateTouchPointVariant", &["FULL_THEME", "OKTA_DEFAULT"]).required(),
        one_of("loadingPageTouchPointVariant", &["NONE", "OKTA_DEFAULT"]).or(|| json!("OKTA_DEFAULT")),
    ],
    stamps: Stamps::NONE,
    links: &[
        own(&["GET", "PUT"]),
        link("favicon", "/favicon", &["POST", "DELETE"]),
        link("logo", "/logo", &["POST", "DELETE"]),
        link("background-image", "/background-image", &["POST", "DELETE"]),
    ],
    seeds: || {
        json!([{
            "logo": LOGO,
            "favicon": FAVICON,
            "backgroundImage": null,
            "primaryColorHex": "#1662dd",
            "primaryColorContrastHex": "#ffffff",
            "secondaryColorHex": "#ebebed",
            "secondaryColorContrastHex": "#000000",
            "signInPageTouchPointVariant": "OKTA_DEFAULT",
            "endUserDashboardTouchPointVariant": "OKTA_DEFAULT",
            "errorPageTouchPointVariant": "OKTA_DEFAULT",
            "emailTemplateTouchPointVariant": "OKTA_DEFAULT",
            "loadingPageTouchPointVariant": "OKTA_DEFAULT",
        }])
    },
    ..Collection::new("/api/v1/brands/{brandId}/themes/{themeId}", "Theme", Id::Made("the"))
};

const VARIANTS: &[&str] = &["BACKGROUND_IMAGE", "BACKGROUND_SECONDARY_COLOR", "OKTA_DEFAULT"];

const DASHBOARD_VARIANTS: &[&str] =
    &["FULL_THEME", "LOGO_ON_FULL_WHITE_BACKGROUND", "OKTA_DEFAULT", "WHITE_LOGO_BACKGROUND"];

fn upload_logo(context: &mut Context<'_>) -> Result<Reply, Problem> {
    upload(context, "logo", 100 * 1024, StatusCode::OK)
}

fn upload_favicon(context: &mut Context<'_>) -> Result<Reply, Problem> {
    upload(context, "favicon", 100 * 1024, StatusCode::CREATED)
}

fn upload_background(context: &mut Context<'_>) -> Result<Reply, Problem> {
    upload(context, "backgroundImage", 2 * 1024 * 1024, StatusCode::CREATED)
}

fn delete_logo(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set(context, "logo", json!(LOGO))?;
    Ok(Reply::no_content())
}

fn delete_favicon(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set(context, "favicon", json!(FAVICON))?;
    Ok(Reply::no_content())
}

fn delete_background(context: &mut Context<'_>) -> Result<Reply, Problem> {
    set(context, "backgroundImage", Value::Null)?;
    Ok(Reply::no_content())
}

fn upload(
    context: &mut Context<'_>,
    member: &str,
    most: usize,
    status: StatusCode,
) -> Result<Reply, Problem> {
    let multipart =
        context.header("content-type").is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if !multipart || context.request.body.is_empty() {
        return Err(Problem::validation("file", "file: The field cannot be left blank"));
    }
    // The form around the picture is small against the limit.
    if context.request.body.len() > most + 1024 {
        return Err(Problem::validation("file", format!("file: must not be larger than {most} bytes")));
    }
    let url = format!("{}/bc/image/fileStoreRecord?id=fs0{}", context.request.base, id::random(17));
    set(context, member, json!(url))?;
    Ok(Reply::json(status, &json!({ "url": url })))
}

fn set(context: &mut Context<'_>, member: &str, value: Value) -> Result<(), Problem> {
    // Every brand has one theme, which is made when somebody looks at it.
    let place = place::of(context, &format!("{}/picture", THEMES.item))?;
    let (path, theme_id) = place.path.trim_end_matches("/picture").rsplit_once('/').unwrap_or_default();
    let missing = || Problem::not_found(theme_id, "Theme");
    let mut theme = context.tx.get(kind::at(path), theme_id)?.ok_or_else(missing)?;
    theme[member] = value;
    Ok(context.tx.put(kind::at(path), theme_id, &theme)?)
}

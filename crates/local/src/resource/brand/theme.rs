//! The pictures of a theme. They are checked and dropped: only their addresses matter to a client.

use http::StatusCode;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::place;
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

const THEMES: &str = "/api/v1/brands/{brandId}/themes";
pub const LOGO: &str = "https://static.okta.test/assets/img/logos/okta-logo.png";
pub const FAVICON: &str = "https://static.okta.test/favicon.ico";

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
    let place = place::of(context, &format!("{THEMES}/{{themeId}}/picture"))?;
    let (path, theme_id) = place.path.trim_end_matches("/picture").rsplit_once('/').unwrap_or_default();
    let missing = || Problem::not_found(theme_id, "Theme");
    let mut theme = context.tx.get(kind::at(path), theme_id)?.ok_or_else(missing)?;
    theme[member] = value;
    Ok(context.tx.put(kind::at(path), theme_id, &theme)?)
}

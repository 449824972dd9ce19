//! The logo of an application. The picture is checked and dropped: only its address matters to a client.

use http::{StatusCode, header};
use oktars_catalog::op;
use serde_json::json;

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::id;
use crate::kernel::problem::Problem;
use crate::resource::app::INTERNAL;

pub const HANDLERS: Handlers = &[(&op::UPLOAD_APPLICATION_LOGO, upload)];

const MAX_BYTES: usize = 1024 * 1024;

fn upload(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut app = context.app()?;
    let multipart =
        context.header("content-type").is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if !multipart || context.request.body.is_empty() {
        return Err(Problem::validation("file", "file: The field cannot be left blank"));
    }
    // The form around the picture is small against the limit.
    if context.request.body.len() > MAX_BYTES + 1024 {
        return Err(Problem::validation("file", "file: must not be larger than 1 MB"));
    }
    let name = format!("fs{}", id::random(18));
    let location = format!("{}/assets/img/logos/{name}", context.request.base);
    app[INTERNAL]["logo"] = json!(name);
    context.put_app(&mut app)?;
    let mut reply = Reply::no_content();
    reply.status = StatusCode::CREATED;
    Ok(reply.header(header::LOCATION, &location))
}

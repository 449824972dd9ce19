//! The links on a user's dashboard: the apps that are assigned and not hidden.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::app::dashboard;

pub const HANDLERS: Handlers = &[(&op::LIST_APP_LINKS, list)];

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("id")?;
    let mut links: Vec<Value> = Vec::new();
    for app_id in context.tx.link_ids_to(kind::APP_USER, id_of(&user))? {
        let Some(app) = context.tx.get(kind::APP, &app_id)? else { continue };
        let hidden = app["visibility"]["hide"]["web"] == true;
        if app["status"] != status::ACTIVE || hidden {
            continue;
        }
        for (name, shown) in app["visibility"]["appLinks"].as_object().into_iter().flatten() {
            if *shown == true {
                links.push(link(context, &app, id_of(&user), name, links.len()));
            }
        }
    }
    Ok(Reply::ok(&links))
}

fn link(context: &Context<'_>, app: &Value, user_id: &str, name: &str, order: usize) -> Value {
    let app_id = id_of(app);
    let app_name = app["name"].as_str().unwrap_or_default();
    json!({
        "id": user_id,
        "label": app["label"],
        "linkUrl": dashboard(context, app_name, app_id, name),
        "logoUrl": format!("{}/assets/img/logos/default.png", context.request.base),
        "appName": app_name,
        "appInstanceId": app_id,
        "appAssignmentId": format!("0ua{}", &app_id[3..]),
        "credentialsSetup": false,
        "hidden": false,
        "sortOrder": order,
    })
}

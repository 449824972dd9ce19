//! Serving a setting: one document that is always there, as Okta made it until somebody changes it.

use http::StatusCode;
use serde_json::{Value, json};

use crate::document::collection::{self, filled, links};
use crate::document::description::{Setting, Verb};
use crate::document::{body, place};
use crate::kernel::context::{Context, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;

pub fn serve(context: &mut Context<'_>, setting: &'static Setting, verb: Verb) -> Result<Reply, Problem> {
    let path = place::of(context, setting.path)?.path;
    let stored = context.tx.get(kind::SETTING, &path)?;
    if let Some(kind) = setting.kind
        && stored.is_none()
        && matches!(verb, Verb::Get | Verb::Update)
    {
        return Err(Problem::not_found(path.rsplit('/').next().unwrap_or_default(), kind));
    }
    let status = if stored.is_none() { setting.created } else { setting.replaced };
    let document = stored.unwrap_or_else(|| filled(context, (setting.initial)(), &json!({})));
    match verb {
        Verb::Replace => {
            let sent = body::complete(setting.fields, &context.object()?)?;
            let mut kept = document;
            for field in setting.fields.iter().filter(|field| sent.get(field.top()).is_none()) {
                body::take(&mut kept, field.top());
            }
            save(context, setting, &path, body::over(kept, &sent), status)
        }
        Verb::Update => {
            let sent = body::known(setting.fields, &context.object_or_empty()?)?;
            let mut document = document;
            body::merge(&mut document, &sent);
            body::complete(setting.fields, &sent)?;
            save(context, setting, &path, document, setting.replaced)
        }
        Verb::Delete => {
            context.tx.delete(kind::SETTING, &path)?;
            Ok(Reply::no_content())
        }
        Verb::Act(at) => {
            let action = &setting.actions[at];
            let sets = filled(context, (action.sets)(), &document);
            let changed = body::over(document, &sets);
            context.tx.put(kind::SETTING, &path, &changed)?;
            Ok(collection::reply(action.answer, || answer(context, setting, &path, changed)))
        }
        _ => {
            let embedded = collection::embedded(context, setting.embeds, &document)?;
            let mut shown = answer(context, setting, &path, document);
            if let Some(embedded) = embedded {
                shown["_embedded"] = embedded;
            }
            Ok(Reply::ok(&shown))
        }
    }
}

fn save(
    context: &mut Context<'_>,
    setting: &Setting,
    path: &str,
    document: Value,
    status: u16,
) -> Result<Reply, Problem> {
    context.tx.put(kind::SETTING, path, &document)?;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    if status == StatusCode::NO_CONTENT {
        return Ok(Reply::no_content());
    }
    Ok(Reply::json(status, &answer(context, setting, path, document)))
}

fn answer(context: &Context<'_>, setting: &Setting, path: &str, mut document: Value) -> Value {
    body::hide(setting.fields, &mut document);
    let own = format!("{}{path}", context.request.base);
    if let Some(links) = links(context, setting.links, &own, &document) {
        document["_links"] = links;
    }
    document
}

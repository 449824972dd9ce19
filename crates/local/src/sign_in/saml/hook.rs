//! The hook that may change an assertion before it is signed.

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::id;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::hook::event_hook;
use crate::sign_in::saml::settings::Settings;

const TYPE: &str = "com.okta.saml.tokens.transform";
const FAILED: &str = "The callback service returned an error";

/// Has the hook change a draft. One that does not answer changes nothing; one that answers with an error keeps the
/// assertion back, and its text is the inner error.
pub fn change(
    context: &mut Context<'_>,
    app: &Value,
    settings: &Settings,
    user: &Value,
    draft: Value,
) -> Result<Result<Value, String>, Problem> {
    let hook = match &settings.hook {
        Some(id) => context.tx.get(kind::INLINE_HOOK, id)?,
        None => None,
    };
    let Some(hook) = hook.filter(|hook| hook["status"] == status::ACTIVE && hook["type"] == TYPE) else {
        return Ok(Ok(draft));
    };
    let body = message(context, app, settings, user, &draft);
    let answered = context.ask_between(event_hook::call(&hook).body(&body))?;
    let said =
        answered.and_then(|text| serde_json::from_str::<Value>(&text).map_err(|error| error.to_string()));
    let said = match said {
        Ok(said) => said,
        Err(why) => {
            tracing::warn!(why, "an assertion inline hook did not answer");
            return Ok(Ok(draft));
        }
    };
    if said["error"].is_object() {
        return Ok(Err(said["error"]["errorSummary"].as_str().unwrap_or(FAILED).to_owned()));
    }
    Ok(Ok(changed(draft, &said)))
}

fn message(context: &Context<'_>, app: &Value, settings: &Settings, user: &Value, draft: &Value) -> Value {
    let url = format!("{}{}", context.request.base, context.request.path);
    json!({
        "eventId": id::random(22),
        "eventTime": context.now_text(),
        "eventType": TYPE,
        "eventTypeVersion": "1.0",
        "cloudEventVersion": "0.1",
        "contentType": "application/json",
        "source": url,
        "data": {
            "context": {
                "request": {
                    "id": context.request.request_id,
                    "method": context.request.operation.method.as_str(),
                    "url": { "value": url },
                    "ipAddress": "127.0.0.1",
                },
                "protocol": {
                    "type": "SAML2.0",
                    "issuer": { "id": id_of(app), "name": app["label"], "uri": settings.issuer },
                },
                "session": { "userId": id_of(user), "login": user["profile"]["login"] },
                "user": {
                    "id": id_of(user),
                    "passwordChanged": user["passwordChanged"],
                    "profile": user["profile"],
                    "_links": {
                        "groups": { "href": context.url(&format!("/users/{}/groups", id_of(user))) },
                        "factors": { "href": context.url(&format!("/users/{}/factors", id_of(user))) },
                    },
                },
            },
            "assertion": draft,
        },
    })
}

fn changed(mut draft: Value, said: &Value) -> Value {
    for command in said["commands"].as_array().into_iter().flatten() {
        if command["type"] == "com.okta.assertion.patch" {
            command["value"].as_array().into_iter().flatten().for_each(|step| patch(&mut draft, step));
        }
    }
    draft
}

/// One step of a JSON patch. Okta knows two, and adds no member to anything but claims and the authentication.
fn patch(draft: &mut Value, step: &Value) {
    let path = step["path"].as_str().unwrap_or_default();
    let is_known = draft.pointer(path).is_some();
    let may_add = path.starts_with("/claims/") || path == "/authentication/sessionLifetime";
    let Some((parent, name)) = path.rsplit_once('/') else { return };
    let fits = match step["op"].as_str() {
        Some("add") => is_known || may_add,
        Some("replace") => is_known,
        _ => false,
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    match draft.pointer_mut(parent) {
        Some(Value::Object(members)) if fits && !parent.is_empty() => {
            drop(members.insert(name, step["value"].clone()));
        }
        Some(Value::Array(items)) if fits => put(items, &name, step),
        _ => {}
    }
}

fn put(items: &mut Vec<Value>, place: &str, step: &Value) {
    let at = if place == "-" { Some(items.len()) } else { place.parse::<usize>().ok() };
    let is_new = step["op"] == "add";
    match at.filter(|at| *at < items.len() || (is_new && *at == items.len())) {
        Some(at) if is_new => items.insert(at, step["value"].clone()),
        Some(at) => items[at] = step["value"].clone(),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_adds_and_replaces_and_does_nothing_else() {
        let value = |text: &str| json!({ "attributes": { "xsi:type": "xs:string" }, "value": text });
        let before = json!({
            "subject": { "nameId": "a" },
            "authentication": { "sessionIndex": "i" },
            "claims": { "a/b": { "attributeValues": [value("1")] } },
        });
        let cases = [
            ("replace", "/subject/nameId", json!("b"), "/subject/nameId", json!("b")),
            ("replace", "/subject/other", json!("b"), "/subject/other", Value::Null),
            ("add", "/subject/other", json!("b"), "/subject/other", Value::Null),
            (
                "add",
                "/claims/x",
                json!({ "attributeValues": [] }),
                "/claims/x",
                json!({ "attributeValues": [] }),
            ),
            (
                "replace",
                "/claims/a~1b/attributeValues/0/value",
                json!("2"),
                "/claims/a~1b/attributeValues/0/value",
                json!("2"),
            ),
            (
                "add",
                "/claims/a~1b/attributeValues/1",
                value("2"),
                "/claims/a~1b/attributeValues/1",
                value("2"),
            ),
            (
                "add",
                "/claims/a~1b/attributeValues/-",
                value("2"),
                "/claims/a~1b/attributeValues/1",
                value("2"),
            ),
            (
                "add",
                "/claims/a~1b/attributeValues/7",
                value("2"),
                "/claims/a~1b/attributeValues/7",
                Value::Null,
            ),
            (
                "add",
                "/authentication/sessionLifetime",
                json!(60),
                "/authentication/sessionLifetime",
                json!(60),
            ),
            ("remove", "/subject/nameId", Value::Null, "/subject/nameId", json!("a")),
            ("replace", "", json!({}), "/subject/nameId", json!("a")),
            ("replace", "/claims", json!({}), "/claims/a~1b/attributeValues/0", value("1")),
        ];
        for (op, path, new, looked_at, expected) in cases {
            let mut draft = before.clone();
            patch(&mut draft, &json!({ "op": op, "path": path, "value": new }));
            assert_eq!(draft.pointer(looked_at).cloned().unwrap_or_default(), expected, "{op} {path}");
        }
    }
}

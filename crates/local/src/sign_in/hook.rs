//! The hook that may change tokens before they are signed. A rule of an authorization server names it.

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::kind;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::hook::event_hook;
use crate::resource::oauth::{Answered, refused};
use crate::sign_in::claims::SignIn;
use crate::sign_in::client::client_id;
use crate::sign_in::server::Server;

const TYPE: &str = "com.okta.oauth2.tokens.transform";
/// Claims that no hook changes.
const FIXED: [&str; 10] = ["iss", "aud", "iat", "exp", "jti", "ver", "cid", "uid", "cnf", "at_hash"];

/// The claims of tokens that are about to be signed.
pub struct Drafts {
    pub access: Value,
    pub id: Option<Value>,
}

/// What the tokens are made for.
pub struct Purpose<'a> {
    pub app: &'a Value,
    pub scopes: &'a [String],
    pub grant: &'a str,
    /// Nobody's, where a client acts for itself.
    pub sign_in: Option<&'a SignIn>,
}

impl<'a> Purpose<'a> {
    pub fn of(sign_in: &'a SignIn, grant: &'a str) -> Self {
        Purpose { app: &sign_in.app, scopes: &sign_in.scopes, grant, sign_in: Some(sign_in) }
    }
}

/// Has the hook change the claims. A hook that does not answer changes nothing, as at Okta; one that answers with an
/// error keeps the tokens back.
pub fn change(
    context: &mut Context<'_>,
    hook: Option<&str>,
    server: &Server,
    purpose: &Purpose<'_>,
    drafts: Drafts,
) -> Answered<Drafts> {
    let hook = match hook {
        Some(id) => context.tx.get(kind::INLINE_HOOK, id)?,
        None => None,
    };
    let Some(hook) = hook.filter(|hook| hook["status"] == status::ACTIVE && hook["type"] == TYPE) else {
        return Ok(Ok(drafts));
    };
    let body = message(context, server, purpose, &drafts);
    let answered = context.ask_between(event_hook::call(&hook).body(&body))?;
    let said: Value = match answered.map(|text| serde_json::from_str(&text)) {
        Ok(Ok(said)) => said,
        Ok(Err(error)) => return Ok(Ok(unanswered(drafts, &error.to_string()))),
        Err(why) => return Ok(Ok(unanswered(drafts, &why))),
    };
    if let Some(text) = said["error"]["errorSummary"].as_str() {
        return Ok(Err(refused(400, "server_error", text)));
    }
    Ok(Ok(changed(drafts, &said)))
}

fn unanswered(drafts: Drafts, why: &str) -> Drafts {
    tracing::warn!(why, "a token inline hook did not answer");
    drafts
}

fn message(context: &Context<'_>, server: &Server, purpose: &Purpose<'_>, drafts: &Drafts) -> Value {
    let token = |claims: &Value| json!({ "claims": claims, "lifetime": { "expiration": lifetime(claims) } });
    let mut access = token(&drafts.access);
    let scopes =
        purpose.scopes.iter().map(|scope| (scope.clone(), json!({ "id": scope, "action": "GRANT" })));
    access["scopes"] = Value::Object(scopes.collect());
    let mut about = json!({
        "request": { "id": context.request.request_id, "method": context.request.operation.method.as_str() },
        "protocol": {
            "type": "OAUTH2.0",
            "request": { "scope": purpose.scopes.join(" "), "grant_type": purpose.grant },
            "issuer": { "uri": server.issuer },
            "client": { "id": client_id(purpose.app), "name": purpose.app["label"], "type": "PUBLIC" },
        },
    });
    if let Some(SignIn { user, amr, .. }) = purpose.sign_in {
        let profile = &user["profile"];
        about["session"] = json!({ "userId": id_of(user), "login": profile["login"], "amr": amr });
        about["user"] = json!({ "id": id_of(user), "profile": profile });
    }
    let mut data = json!({ "context": about, "access": access });
    if let Some(claims) = &drafts.id {
        data["identity"] = token(claims);
    }
    json!({
        "source": format!("{}{}", context.request.base, context.request.path),
        "eventId": crate::kernel::id::random(22),
        "eventTime": context.now_text(),
        "eventTypeVersion": "1.0",
        "cloudEventVersion": "0.1",
        "contentType": "application/json",
        "eventType": TYPE,
        "data": data,
    })
}

/// How many seconds a token lives.
pub fn lifetime(claims: &Value) -> i64 {
    let time = |name: &str| claims[name].as_i64().unwrap_or_default();
    time("exp") - time("iat")
}

fn changed(mut drafts: Drafts, said: &Value) -> Drafts {
    for command in said["commands"].as_array().into_iter().flatten() {
        let target = match command["type"].as_str() {
            Some("com.okta.access.patch") => Some(&mut drafts.access),
            Some("com.okta.identity.patch") => drafts.id.as_mut(),
            _ => None,
        };
        let Some(claims) = target else { continue };
        command["value"].as_array().into_iter().flatten().for_each(|operation| patch(claims, operation));
    }
    drafts
}

/// One step of a JSON patch: it names a claim, or how long the token lives.
fn patch(claims: &mut Value, operation: &Value) {
    let path = operation["path"].as_str().unwrap_or_default();
    if path == "/token/lifetime/expiration" {
        if let (Some(issued), Some(seconds)) = (claims["iat"].as_i64(), operation["value"].as_i64()) {
            claims["exp"] = json!(issued + seconds.clamp(300, 86_400));
        }
        return;
    }
    let Some(pointer) = path.strip_prefix("/claims/").filter(|pointer| !pointer.is_empty()) else { return };
    let first = pointer.split('/').next().unwrap_or_default();
    if FIXED.contains(&first) {
        return;
    }
    let (parent, name) = match pointer.rsplit_once('/') {
        Some((parent, name)) => (claims.pointer_mut(&format!("/{parent}")), name),
        None => (Some(claims), pointer),
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    let Some(members) = parent.and_then(Value::as_object_mut) else { return };
    match operation["op"].as_str() {
        Some("add" | "replace") => drop(members.insert(name, operation["value"].clone())),
        Some("remove") => drop(members.shift_remove(&name)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_changes_claims_and_none_that_is_fixed() {
        let cases = [
            (
                json!({ "op": "add", "path": "/claims/a", "value": 1 }),
                json!({ "sub": "x", "iss": "i", "a": 1 }),
            ),
            (
                json!({ "op": "replace", "path": "/claims/sub", "value": "y" }),
                json!({ "sub": "y", "iss": "i" }),
            ),
            (json!({ "op": "remove", "path": "/claims/sub" }), json!({ "iss": "i" })),
            (
                json!({ "op": "replace", "path": "/claims/iss", "value": "e" }),
                json!({ "sub": "x", "iss": "i" }),
            ),
            (
                json!({ "op": "add", "path": "/claims/no/where", "value": 1 }),
                json!({ "sub": "x", "iss": "i" }),
            ),
            (json!({ "op": "add", "path": "/other", "value": 1 }), json!({ "sub": "x", "iss": "i" })),
        ];
        for (operation, expected) in cases {
            let mut claims = json!({ "sub": "x", "iss": "i" });
            patch(&mut claims, &operation);
            assert_eq!(claims, expected, "{operation}");
        }
    }
}

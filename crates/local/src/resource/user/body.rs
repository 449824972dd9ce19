//! What a request says of a user beyond the profile and the credentials.

use serde_json::Value;

use crate::kernel::context::Context;
use crate::kernel::kind;
use crate::kernel::problem::Problem;

const MAX_GROUPS_ON_CREATE: usize = 20;

/// The body, whose members have the JSON types that those of a user have.
pub fn well_formed(context: &Context<'_>) -> Result<Value, Problem> {
    const OBJECTS: [&str; 8] = [
        "/profile",
        "/type",
        "/credentials",
        "/credentials/provider",
        "/credentials/recovery_question",
        "/credentials/password",
        "/credentials/password/hash",
        "/credentials/password/hook",
    ];
    const TEXTS: [&str; 5] = [
        "/type/id",
        "/realmId",
        "/credentials/recovery_question/question",
        "/credentials/recovery_question/answer",
        "/credentials/password/value",
    ];
    let body = context.object()?;
    let sent = |path: &&str| body.pointer(path).filter(|value| !value.is_null());
    let groups = sent(&"/groupIds");
    let fits = OBJECTS.iter().filter_map(sent).all(Value::is_object)
        && TEXTS.iter().filter_map(sent).all(Value::is_string)
        && groups.is_none_or(|ids| ids.as_array().is_some_and(|ids| ids.iter().all(Value::is_string)));
    if fits { Ok(body) } else { Err(Problem::malformed_body()) }
}

pub fn requested_type(context: &Context<'_>, body: &Value) -> Result<String, Problem> {
    let default = context.org.facts().user_type();
    match body["type"]["id"].as_str() {
        None | Some("default") => Ok(default),
        Some(id) if id == default || context.tx.exists(kind::USER_TYPE, id)? => Ok(id.to_owned()),
        Some(id) => Err(Problem::not_found(id, "CVDType")),
    }
}

/// The realm that the request names, which must be there. Users that nobody put into one show none.
pub fn requested_realm(context: &Context<'_>, body: &Value) -> Result<Option<String>, Problem> {
    match body["realmId"].as_str() {
        Some(id) if !context.tx.exists(kind::REALM, id)? => Err(Problem::not_found(id, "Realm")),
        id => Ok(id.map(str::to_owned)),
    }
}

pub fn requested_groups(context: &Context<'_>, body: &Value) -> Result<Vec<Value>, Problem> {
    let ids = body["groupIds"].as_array().map(Vec::as_slice).unwrap_or_default();
    if ids.len() > MAX_GROUPS_ON_CREATE {
        let problem = Problem::new("E0000093", "Target count limit exceeded");
        return Err(problem.cause("The number of group targets is too large"));
    }
    let find = |id: &Value| {
        let id = id.as_str().unwrap_or_default();
        let group = context.tx.get(kind::GROUP, id)?.ok_or_else(|| Problem::not_found(id, "UserGroup"))?;
        if group["type"] == "OKTA_GROUP" { Ok(group) } else { Err(Problem::forbidden()) }
    };
    ids.iter().map(find).collect()
}

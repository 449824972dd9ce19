//! What must be in the org before a story begins: objects that it uses and does not create.
use std::collections::HashSet;

use oktars_local::Org;
use serde_json::{Map, Value, json};

use super::ids::{Names, is_app_name, is_id};
use super::org::{Answer, ask_json};
use crate::recording::Exchange;

/// Items of a listing that are made beforehand. Real orgs list hundreds; a few show what they look like.
pub const OF_A_LISTING: usize = 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    UserType,
    Group,
    User,
    App,
    Rule,
}

/// An object to make.
#[derive(Debug)]
struct Need {
    id: String,
    kind: Kind,
    document: Value,
    /// The recording shows no document: any object of this kind stands in.
    guessed: bool,
}

/// Makes all that the story needs, as far as the org's own API allows, and remembers what it is called.
pub fn prepare(org: &Org, story: &[Exchange], names: &mut Names) {
    let needs = needs(story);
    name_what_every_org_has(org, story, &needs, names);
    define_attributes(org, story, &needs);
    define_relations(org, story);
    for need in &needs {
        if names.get(&need.id).is_none()
            && let Some(id) = make(org, need, names)
        {
            names.insert(&need.id, &id);
            if need.guessed {
                names.guess(&need.id);
            }
        }
    }
    super::document::prepare(org, story, names);
    super::relation::prepare(org, story, names);
}

fn needs(story: &[Exchange]) -> Vec<Need> {
    let mut seen = HashSet::new();
    let mut needs = Vec::new();
    for exchange in story.iter().filter(|exchange| exchange.status != 404 && !exchange.suspect) {
        if let Some(id) = created(exchange).filter(|_| super::cannot_be_asked(exchange).is_none()) {
            seen.insert(id.to_owned());
        }
        for id in mentioned(exchange) {
            let Some(kind) = kind_of(&id) else { continue };
            if !seen.insert(id.clone()) {
                continue;
            }
            let shown = document(story, &id, kind);
            let guessed = shown.is_none();
            let document = shown.or_else(|| found_it(exchange).then(|| unknown(&id, kind)).flatten());
            if let Some(document) = document {
                let document = before(story, &id, document);
                needs.push(Need { id, kind, document, guessed });
            }
        }
    }
    needs.sort_by_key(|need| need.kind);
    needs
}

/// Whether the org knew the objects of the request: it answered, or it objected to something else.
fn found_it(exchange: &Exchange) -> bool {
    exchange.succeeded() || matches!(exchange.status, 400 | 403 | 409)
}

/// The id of what an exchange created.
pub fn created(exchange: &Exchange) -> Option<&str> {
    const CREATE: [&str; 5] =
        ["createUser", "addGroup", "createApplication", "createGroupRule", "createUserType"];
    let operation = exchange.operation()?;
    let creates = CREATE.contains(&operation.id) || super::document::creates(operation);
    exchange.response_body["id"].as_str().filter(|_| creates && exchange.succeeded())
}

/// Ids that an exchange names: in its path, its body, and as the objects of its answer.
fn mentioned(exchange: &Exchange) -> Vec<String> {
    let mut ids: Vec<String> =
        exchange.path.split('/').filter(|part| is_id(part)).map(str::to_owned).collect();
    ids_inside(&exchange.request_body, &mut ids);
    exchange.query.iter().for_each(|(_, value)| ids_inside(&Value::String(value.clone()), &mut ids));
    let items = exchange
        .response_body
        .as_array()
        .map_or(std::slice::from_ref(&exchange.response_body), Vec::as_slice);
    let objects = items.iter().take(OF_A_LISTING).filter_map(|item| item["id"].as_str());
    ids.extend(objects.filter(|id| is_id(id)).map(str::to_owned));
    ids
}

pub fn ids_inside(value: &Value, ids: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
            ids.extend(words.filter(|word| is_id(word)).map(str::to_owned));
        }
        Value::Array(items) => items.iter().for_each(|item| ids_inside(item, ids)),
        Value::Object(members) => members.values().for_each(|value| ids_inside(value, ids)),
        _ => {}
    }
}

fn kind_of(id: &str) -> Option<Kind> {
    match &id[..3] {
        "00u" => Some(Kind::User),
        "00g" => Some(Kind::Group),
        "0oa" => Some(Kind::App),
        "0pr" => Some(Kind::Rule),
        "oty" => Some(Kind::UserType),
        _ => None,
    }
}

/// The first full document of an object anywhere in the story.
fn document(story: &[Exchange], id: &str, kind: Kind) -> Option<Value> {
    story
        .iter()
        .filter(|exchange| exchange.succeeded())
        .find_map(|exchange| inside(&exchange.response_body, id, kind))
        .cloned()
}

fn inside<'a>(value: &'a Value, id: &str, kind: Kind) -> Option<&'a Value> {
    if value["id"] == id && is_document(value, kind) {
        return Some(value);
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| inside(item, id, kind)),
        Value::Object(members) => members.values().find_map(|value| inside(value, id, kind)),
        _ => None,
    }
}

fn is_document(value: &Value, kind: Kind) -> bool {
    match kind {
        // An app user has its user's id and is not a user.
        Kind::User => {
            value["profile"]["login"].is_string() && value["status"].is_string() && value["scope"].is_null()
        }
        Kind::Group => value["profile"]["name"].is_string() && value["type"].is_string(),
        Kind::App => value["label"].is_string() && value["signOnMode"].is_string(),
        Kind::Rule => value["conditions"].is_object() && value["actions"].is_object(),
        Kind::UserType => value["displayName"].is_string() && value["default"].is_boolean(),
    }
}

/// An object of which a recording shows no more than that it is there.
fn unknown(id: &str, kind: Kind) -> Option<Value> {
    match kind {
        Kind::User => Some(json!({
            "status": "ACTIVE",
            "profile": {"firstName": "Some", "lastName": "User", "login": format!("{id}@example.com"), "email": format!("{id}@example.com")},
            "credentials": {"password": {}},
        })),
        Kind::Group => {
            Some(json!({"type": "OKTA_GROUP", "profile": {"name": id, "description": "Some group"}}))
        }
        Kind::App => Some(json!({
            "name": "bookmark",
            "label": id,
            "status": "ACTIVE",
            "signOnMode": "BOOKMARK",
            "settings": {"app": {"requestIntegration": false, "url": "https://example.com/bookmark.htm"}},
        })),
        Kind::Rule | Kind::UserType => None,
    }
}

/// A document as it was before the story: the first thing done to the object tells the status that it had.
fn before(story: &[Exchange], id: &str, mut document: Value) -> Value {
    let on_it =
        |exchange: &&Exchange| exchange.succeeded() && exchange.path.split('/').any(|part| part == id);
    let first = story.iter().find(on_it).and_then(Exchange::operation).map(|operation| operation.id);
    if let Some(status) = first.and_then(status_before) {
        document["status"] = status.into();
    }
    // What the story takes for the password is the password.
    let password = |exchange: &Exchange| {
        let places = ["/oldPassword/value", "/password/value"];
        places.iter().find_map(|place| exchange.request_body.pointer(place)).cloned()
    };
    if let Some(password) = story.iter().filter(on_it).find_map(password) {
        document["credentials"]["password"]["value"] = password;
    }
    document
}

/// The status in which an object must be for an operation to succeed.
fn status_before(operation: &str) -> Option<&'static str> {
    match operation {
        "deactivateUser"
        | "deleteUser"
        | "suspendUser"
        | "expirePassword"
        | "expirePasswordWithTempPassword"
        | "resetPassword"
        | "changePassword"
        | "changeRecoveryQuestion"
        | "forgotPassword"
        | "deactivateApplication"
        | "deactivateGroupRule" => Some("ACTIVE"),
        "activateUser" => Some("STAGED"),
        "unsuspendUser" => Some("SUSPENDED"),
        "reactivateUser" => Some("PROVISIONED"),
        "unlockUser" => Some("LOCKED_OUT"),
        "activateApplication" | "deleteApplication" | "activateGroupRule" => Some("INACTIVE"),
        _ => None,
    }
}

/// The org's own user type, its built-in groups: every org has them, under ids of its own.
fn name_what_every_org_has(org: &Org, story: &[Exchange], needs: &[Need], names: &mut Names) {
    let me = ask_json(org, "GET", "/api/v1/users/me", &[], None);
    if let Some(default_type) = me.body.pointer("/type/id").and_then(Value::as_str) {
        for id in user_types(story, needs) {
            names.insert(&id, default_type);
        }
    }
    let groups = ask_json(org, "GET", "/api/v1/groups", &[], None);
    let built_in = groups.body.as_array().into_iter().flatten().filter(|group| group["type"] == "BUILT_IN");
    for group in built_in {
        let same =
            needs.iter().filter(|need| need.kind == Kind::Group && need.document["type"] == "BUILT_IN");
        let same = same.filter(|need| need.document["profile"]["name"] == group["profile"]["name"]);
        same.for_each(|need| names.insert(&need.id, group["id"].as_str().unwrap_or_default()));
    }
}

/// The types that users have and that the story did not create: the default one.
fn user_types(story: &[Exchange], needs: &[Need]) -> Vec<String> {
    let made: Vec<&str> = story.iter().filter_map(created).collect();
    let default = needs.iter().filter(|need| need.kind == Kind::UserType && need.document["default"] == true);
    let mut types: Vec<String> = default.map(|need| need.id.clone()).collect();
    let answers = story.iter().filter(|exchange| exchange.succeeded()).flat_map(|exchange| {
        exchange.response_body.as_array().map_or(std::slice::from_ref(&exchange.response_body), Vec::as_slice)
    });
    for id in answers.filter_map(|user| user.pointer("/type/id").and_then(Value::as_str)) {
        let named = needs.iter().any(|need| need.id == id && need.document["default"] == false);
        if id.starts_with("oty") && !made.contains(&id) && !named && !types.iter().any(|known| known == id) {
            types.push(id.to_owned());
        }
    }
    types
}

/// Custom attributes that the story's first look at a schema shows, or that its users bear.
fn define_attributes(org: &Org, story: &[Exchange], needs: &[Need]) {
    for schema in ["user", "group"] {
        let path = format!("/api/v1/meta/schemas/{schema}/default");
        let on_it = |exchange: &&Exchange| exchange.succeeded() && exchange.path == path;
        let mut custom = Map::new();
        if let Some(first) = story.iter().find(on_it) {
            custom = properties(&first.response_body);
            properties(&first.request_body).keys().for_each(|added| drop(custom.remove(added)));
        }
        let kind = if schema == "user" { Kind::User } else { Kind::Group };
        let own = ask_json(org, "GET", &path, &[], None).body;
        let base = own
            .pointer("/definitions/base/properties")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        let profiles = needs
            .iter()
            .filter(|need| need.kind == kind)
            .filter_map(|need| need.document["profile"].as_object());
        for (name, value) in profiles.flatten() {
            if !base.contains_key(name) && !custom.contains_key(name) && !value.is_null() {
                custom.insert(name.clone(), attribute(name, value));
            }
        }
        for (name, definition) in custom {
            let body = json!({"definitions": {"custom": {"id": "#custom", "type": "object", "properties": {name: definition}}}});
            ask_json(org, "POST", &path, &[], Some(&body));
        }
    }
}

/// Linked objects whose definition was sent in a body that was not recorded.
fn define_relations(org: &Org, story: &[Exchange]) {
    let defined = |exchange: &&Exchange| {
        let defines =
            exchange.operation().is_some_and(|operation| operation.id == "createLinkedObjectDefinition");
        defines && exchange.succeeded() && exchange.request_body.is_null()
    };
    for exchange in story.iter().filter(defined) {
        let body = pick(&exchange.response_body, &["primary", "associated"]);
        create(org, "/api/v1/meta/schemas/user/linkedObjects", body);
    }
}

fn properties(schema: &Value) -> Map<String, Value> {
    schema.pointer("/definitions/custom/properties").and_then(Value::as_object).cloned().unwrap_or_default()
}

fn attribute(name: &str, value: &Value) -> Value {
    match value {
        Value::Bool(_) => json!({"title": name, "type": "boolean"}),
        Value::Number(number) if number.is_f64() => json!({"title": name, "type": "number"}),
        Value::Number(_) => json!({"title": name, "type": "integer"}),
        Value::Array(_) => json!({"title": name, "type": "array", "items": {"type": "string"}}),
        _ => json!({"title": name, "type": "string"}),
    }
}

fn make(org: &Org, need: &Need, names: &Names) -> Option<String> {
    let document = names.translate_body(&need.document);
    let answer = match need.kind {
        Kind::UserType => {
            create(org, "/api/v1/meta/types/user", pick(&document, &["name", "displayName", "description"]))
        }
        Kind::Group if document["type"] != "OKTA_GROUP" => return None,
        Kind::Group => create(org, "/api/v1/groups", pick(&document, &["profile"])),
        Kind::User => make_user(org, &document),
        Kind::App if is_oktas_own(&document) => return None,
        Kind::App => make_app(org, &document),
        Kind::Rule => make_rule(org, &document),
    };
    answer.body["id"].as_str().filter(|_| answer.succeeded()).map(str::to_owned)
}

fn create(org: &Org, path: &str, body: Value) -> Answer {
    ask_json(org, "POST", path, &[], Some(&body))
}

fn pick(document: &Value, members: &[&str]) -> Value {
    let chosen = members.iter().filter(|member| !document[**member].is_null());
    chosen.map(|member| ((*member).to_owned(), document[*member].clone())).collect::<Map<_, _>>().into()
}

fn make_user(org: &Org, document: &Value) -> Answer {
    let mut body = pick(document, &["profile"]);
    if let Some(profile) = body["profile"].as_object_mut() {
        profile.retain(|_, value| !value.is_null());
    }
    let status = document["status"].as_str().unwrap_or_default();
    let provider = document["credentials"]["provider"]["type"].as_str().unwrap_or("OKTA");
    let federated = provider != "OKTA";
    if federated {
        body["credentials"] = pick(&document["credentials"], &["provider"]);
    } else if !["STAGED", "PROVISIONED"].contains(&status) || document["credentials"]["password"].is_object()
    {
        let password = document["credentials"]["password"]["value"].as_str().unwrap_or(PASSWORD);
        body["credentials"]["password"]["value"] = password.into();
    }
    if document["credentials"]["recovery_question"].is_object() {
        body["credentials"]["recovery_question"] =
            json!({"question": "What is my favorite book?", "answer": "Annie Oakley"});
    }
    let activate = if status == "STAGED" { "false" } else { "true" };
    let mut query = vec![("activate", activate)];
    if federated {
        query.push(("provider", "true"));
    }
    let answer = ask_json(org, "POST", "/api/v1/users", &query, Some(&body));
    let Some(id) = answer.body["id"].as_str() else { return answer };
    let step = match status {
        "SUSPENDED" => "suspend",
        "DEPROVISIONED" => "deactivate",
        "PASSWORD_EXPIRED" => "expire_password",
        "RECOVERY" => "reset_password",
        "LOCKED_OUT" => {
            lock_out(org, &document["profile"]["login"]);
            return answer;
        }
        _ => return answer,
    };
    ask_json(org, "POST", &format!("/api/v1/users/{id}/lifecycle/{step}"), &[("sendEmail", "false")], None);
    answer
}

fn lock_out(org: &Org, login: &Value) {
    /// More than the default policy allows.
    const ATTEMPTS: usize = 12;
    for _ in 0..ATTEMPTS {
        create(org, "/api/v1/authn", json!({"username": login, "password": "not the password"}));
    }
}

/// The password of users made beforehand.
const PASSWORD: &str = "Replay-Pw-2914!";

/// Apps that Okta itself puts into an org cannot be made by anyone else.
fn is_oktas_own(app: &Value) -> bool {
    let name = app["name"].as_str().unwrap_or_default();
    name.starts_with("okta_") || ["saasure", "flow", "ldap_interface", "partner_portal"].contains(&name)
}

fn make_app(org: &Org, document: &Value) -> Answer {
    let mut body = pick(
        document,
        &["name", "label", "signOnMode", "accessibility", "visibility", "credentials", "settings", "profile"],
    );
    let made_up = is_app_name(document["name"].as_str().unwrap_or_default());
    if made_up && let Some(members) = body.as_object_mut() {
        members.remove("name");
    }
    if let Some(credentials) = body["credentials"].as_object_mut() {
        credentials.remove("signing");
    }
    if let Some(client) = body.pointer_mut("/credentials/oauthClient").and_then(Value::as_object_mut) {
        client.remove("client_id");
        client.remove("client_secret");
    }
    let activate = if document["status"] == "INACTIVE" { "false" } else { "true" };
    ask_json(org, "POST", "/api/v1/apps", &[("activate", activate)], Some(&body))
}

fn make_rule(org: &Org, document: &Value) -> Answer {
    let answer =
        create(org, "/api/v1/groups/rules", pick(document, &["type", "name", "conditions", "actions"]));
    if let (Some(id), "ACTIVE") =
        (answer.body["id"].as_str(), document["status"].as_str().unwrap_or_default())
    {
        ask_json(org, "POST", &format!("/api/v1/groups/rules/{id}/lifecycle/activate"), &[], None);
    }
    answer
}

//! Who belonged to what before a story began: members of groups, users and groups of apps.
use oktars_local::Org;
use serde_json::{Value, json};

use super::ids::Names;
use super::org::ask_json;
use crate::recording::Exchange;

/// Joins what the story finds joined and did not join itself.
pub fn prepare(org: &Org, story: &[Exchange], names: &Names) {
    for exchange in story.iter().filter(|exchange| exchange.succeeded() && !exchange.suspect) {
        let Some(operation) = exchange.operation() else { continue };
        let path: Vec<&str> = exchange.path.split('/').filter(|part| !part.is_empty()).collect();
        let part = |index: usize| path.get(index).and_then(|part| names.get(part));
        let items = || exchange.response_body.as_array().into_iter().flatten();
        let ours = |item: &Value| item["id"].as_str().and_then(|id| names.get(id)).map(str::to_owned);
        match operation.id {
            "unassignUserFromGroup" => join(org, part(3), part(5)),
            "listGroupUsers" => items().for_each(|user| join(org, part(3), ours(user).as_deref())),
            "listUserGroups" => items().for_each(|group| join(org, ours(group).as_deref(), part(3))),
            "getApplicationUser" | "updateApplicationUser" | "unassignUserFromApplication" => {
                assign_user(org, part(3), part(5), &exchange.response_body);
            }
            "listApplicationUsers" => {
                items().for_each(|user| assign_user(org, part(3), ours(user).as_deref(), user))
            }
            "getApplicationGroupAssignment" | "unassignApplicationFromGroup" => {
                assign_group(org, part(3), part(5))
            }
            "listApplicationGroupAssignments" => {
                items().for_each(|group| assign_group(org, part(3), ours(group).as_deref()));
            }
            "listAssignedApplicationsForGroup" => {
                items().for_each(|app| assign_group(org, ours(app).as_deref(), part(3)));
            }
            _ => {}
        }
    }
}

fn join(org: &Org, group: Option<&str>, user: Option<&str>) {
    if let (Some(group), Some(user)) = (group, user) {
        ask_json(org, "PUT", &format!("/api/v1/groups/{group}/users/{user}"), &[], None);
    }
}

fn assign_group(org: &Org, app: Option<&str>, group: Option<&str>) {
    if let (Some(app), Some(group)) = (app, group) {
        ask_json(org, "PUT", &format!("/api/v1/apps/{app}/groups/{group}"), &[], Some(&json!({})));
    }
}

fn assign_user(org: &Org, app: Option<&str>, user: Option<&str>, document: &Value) {
    let (Some(app), Some(user)) = (app, user) else { return };
    let mut body = json!({"id": user, "scope": "USER"});
    if document["credentials"]["userName"].is_string() {
        body["credentials"]["userName"] = document["credentials"]["userName"].clone();
    }
    ask_json(org, "POST", &format!("/api/v1/apps/{app}/users"), &[], Some(&body));
}

//! Resources that the local org keeps as documents: what a story finds and did not make is made beforehand.
use std::collections::HashSet;

use oktars_catalog::Method;
use oktars_local::{Described, Org, described};
use serde_json::{Value, json};

use super::ids::Names;
use super::org::ask_json;
use super::precondition::OF_A_LISTING;
use crate::recording::Exchange;

/// The names by which an object of every org is known in any of them.
const KNOWN_BY: [&str; 6] = ["name", "key", "notificationType", "contactType", "type", "isDefault"];

/// Whether an operation makes a document whose id its answer tells.
pub fn creates(operation: &oktars_catalog::Operation) -> bool {
    let of_all = |one: &Described| one.is_collection && shape(all_of(one.path)) == shape(operation.path);
    operation.method == Method::Post
        && described().iter().any(|one| one.operations.contains(&operation.id) && of_all(one))
}

pub fn prepare(org: &Org, story: &[Exchange], names: &mut Names) {
    let described = described();
    let collections: Vec<&Described> = described.iter().filter(|one| one.is_collection).collect();
    let mut made = HashSet::new();
    for exchange in story.iter().filter(|exchange| !exchange.suspect && exchange.status != 404) {
        let path: Vec<&str> = exchange.path.split('/').filter(|part| !part.is_empty()).collect();
        for collection in &collections {
            let Some(at) = place(collection, &path) else { continue };
            let subject = Subject { org, story, collection, path: format!("/{}", path[..at].join("/")) };
            let named = path.get(at).map(|id| (*id).to_owned());
            let listed = named.is_none().then(|| items(&exchange.response_body, collection.id));
            for id in named.into_iter().chain(listed.into_iter().flatten()) {
                if made.insert(id.clone()) && names.get(&id).is_none() {
                    subject.make(&id, names);
                }
            }
        }
        if let Some(id) = super::precondition::created(exchange) {
            made.insert(id.to_owned());
        }
    }
}

/// How many parts of a path lead to the collection, if any do.
fn place(collection: &Described, path: &[&str]) -> Option<usize> {
    let template: Vec<&str> = all_of(collection.path).split('/').skip(1).collect();
    let fits = path.len() >= template.len()
        && template.iter().zip(path).all(|(part, given)| part.starts_with('{') || part == given);
    fits.then_some(template.len())
}

fn all_of(item: &str) -> &str {
    item.rsplit_once('/').map_or("", |(path, _)| path)
}

fn shape(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

/// The ids of a listing: an array, or one in a member.
fn items(body: &Value, id: &str) -> Vec<String> {
    let wrapped = body.as_object().into_iter().flatten().find_map(|(_, value)| value.as_array());
    let items = body.as_array().or(wrapped).into_iter().flatten().take(OF_A_LISTING);
    items.filter_map(|item| item[id].as_str().map(str::to_owned)).collect()
}

struct Subject<'a> {
    org: &'a Org,
    story: &'a [Exchange],
    collection: &'a Described,
    /// The recorded path of the collection.
    path: String,
}

impl Subject<'_> {
    /// Makes an object as the story shows it first, or finds the one that every org has.
    fn make(&self, id: &str, names: &mut Names) {
        let Some(document) = self.shown(id) else { return };
        let path = names.translate(&self.path);
        if let Some(ours) = self.of_every_org(&path, &document) {
            return names.insert(id, &ours);
        }
        let body = names.translate_body(&document);
        let made = ask_json(self.org, "POST", &path, &[], Some(&body));
        if let Some(ours) = made.body[self.collection.id].as_str().filter(|_| made.succeeded()) {
            names.insert(id, ours);
            self.move_to(&format!("{path}/{ours}"), &self.status_before(id, &document));
            return;
        }
        // What no client can make, or only with a secret that is not in the recording.
        let mut stored = body;
        if let Some(members) = stored.as_object_mut() {
            members.retain(|name, _| !matches!(name.as_str(), "_links" | "_link" | "_embedded"));
        }
        stored[self.collection.id] = json!(id);
        if document["status"].is_string() {
            stored["status"] = json!(self.status_before(id, &document));
        }
        let import = json!({ "documents": [{ "kind": path, "id": id, "json": stored }] });
        ask_json(self.org, "POST", "/_local/documents", &[], Some(&import));
        names.insert(id, id);
    }

    /// The first document of an object that an answer below its collection shows.
    fn shown(&self, id: &str) -> Option<Value> {
        let near =
            self.story.iter().filter(|exchange| exchange.succeeded() && exchange.path.contains(&self.path));
        near.filter_map(|exchange| inside(&exchange.response_body, self.collection.id, id)).next().cloned()
    }

    fn of_every_org(&self, path: &str, document: &Value) -> Option<String> {
        let listed = ask_json(self.org, "GET", path, &[("limit", "200")], None);
        let listed = if listed.succeeded() { listed } else { ask_json(self.org, "GET", path, &[], None) };
        let same = |ours: &&Value| {
            let known = KNOWN_BY.iter().find(|member| !document[**member].is_null());
            known.is_some_and(|member| ours[*member] == document[*member])
                || (document["isDefault"] == true && ours["isDefault"] == true)
        };
        let found = listed.body.as_array().into_iter().flatten().find(same);
        found.and_then(|ours| ours[self.collection.id].as_str().map(str::to_owned))
    }

    /// The status in which the story finds the object: it allowed the first thing that was done to it.
    fn status_before(&self, id: &str, document: &Value) -> String {
        let on_it = |exchange: &&Exchange| {
            exchange.succeeded() && exchange.method != "GET" && exchange.path.contains(id)
        };
        let first = self.story.iter().find(on_it);
        let shown = document["status"].as_str().unwrap_or_default();
        let status = match first {
            Some(exchange) if exchange.path.ends_with("/lifecycle/activate") => "INACTIVE",
            Some(exchange) if exchange.path.ends_with("/lifecycle/deactivate") => "ACTIVE",
            Some(exchange) if exchange.method == "DELETE" && shown == "ACTIVE" => "INACTIVE",
            _ => shown,
        };
        status.to_owned()
    }

    fn move_to(&self, item: &str, status: &str) {
        if status == "INACTIVE" {
            ask_json(self.org, "POST", &format!("{item}/lifecycle/deactivate"), &[], None);
        }
    }
}

fn inside<'a>(value: &'a Value, member: &str, id: &str) -> Option<&'a Value> {
    if value[member] == id {
        return Some(value);
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| inside(item, member, id)),
        Value::Object(members) => members.values().find_map(|value| inside(value, member, id)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(lines: &[Value]) -> String {
        let exchange = |(n, line): (usize, &Value)| {
            let mut exchange = json!({"source": "s", "cassette": "c", "n": n, "method": "GET", "auth": "SSWS", "status": 200});
            let members = line.as_object().into_iter().flatten();
            members.for_each(|(name, value)| exchange[name] = value.clone());
            serde_json::from_value(exchange).expect("it is an exchange")
        };
        super::super::replay(lines.iter().enumerate().map(exchange).collect(), false).line()
    }

    fn origin(status: &str) -> Value {
        let id = "tos1aaaaaaaaaaaaaaaa";
        let own = format!("https://org.okta.test/api/v1/trustedOrigins/{id}");
        let step = if status == "ACTIVE" { "deactivate" } else { "activate" };
        json!({
            "id": id,
            "name": "Portal",
            "origin": "https://portal.example.com",
            "status": status,
            "scopes": [{"type": "CORS"}],
            "created": "2020-01-01T00:00:00.000Z",
            "createdBy": "00u1aaaaaaaaaaaaaaaa",
            "lastUpdated": "2020-01-01T00:00:00.000Z",
            "lastUpdatedBy": "00u1aaaaaaaaaaaaaaaa",
            "_links": {
                "self": {"href": own, "hints": {"allow": ["GET", "PUT", "DELETE"]}},
                step: {"href": format!("{own}/lifecycle/{step}"), "hints": {"allow": ["POST"]}},
            },
        })
    }

    #[test]
    fn what_a_story_finds_is_there_in_the_state_that_it_needs() {
        let path = "/api/v1/trustedOrigins/tos1aaaaaaaaaaaaaaaa";
        let activate = format!("{path}/lifecycle/activate");
        let story = [
            json!({"path": activate, "method": "POST", "response_body": origin("ACTIVE")}),
            json!({"path": path, "response_body": origin("ACTIVE")}),
            json!({"path": path, "method": "DELETE", "status": 204}),
        ];
        assert_eq!(line(&story), "3 exchanges: 3 same, 0 different, 0 not covered");
        let read = json!({"path": path, "response_body": origin("INACTIVE")});
        assert_eq!(line(&[read]), "1 exchanges: 1 same, 0 different, 0 not covered");
    }

    #[test]
    fn what_every_org_has_is_recognized() {
        let id = "bnd1aaaaaaaaaaaaaaaa";
        let listed = json!({"path": "/api/v1/brands", "response_body": [{"id": id, "name": "Their Brand", "isDefault": true}]});
        let refused = json!({
            "path": format!("/api/v1/brands/{id}"), "method": "DELETE", "status": 409,
            "response_body": {"errorCode": "E0000200", "errorSummary": "", "errorLink": "", "errorId": "", "errorCauses": []},
        });
        assert!(line(&[listed, refused]).contains(" 1 same"), "the default brand is ours");
    }
}

//! How a user is answered: with the links that the status allows, alone or in a list, and without what the
//! caller leaves out.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::kernel::context::Context;
use crate::kernel::status;
use crate::kernel::stored::{id_of, status_of};

/// A single user as Okta shows it: with the links that its status allows.
pub fn render(context: &Context<'_>, user: &Value) -> Value {
    let mut shown = user.clone();
    shown["_links"] = links(context, user);
    shown
}

/// What can be done with an active user who has a password; the first only when the user is locked out.
const OF_THE_ACTIVE: [&str; 8] = [
    "unlock",
    "suspend",
    "resetPassword",
    "forgotPassword",
    "expirePassword",
    "changeRecoveryQuestion",
    "changePassword",
    "deactivate",
];

/// All links, in the order in which real orgs show them.
const ORDER: [&str; 16] = [
    "suspend",
    "schema",
    "activate",
    "unsuspend",
    "unlock",
    "resetPassword",
    "reactivate",
    "forgotPassword",
    "expirePassword",
    "changeRecoveryQuestion",
    "self",
    "resetFactors",
    "type",
    "changePassword",
    "deactivate",
    "delete",
];

fn links(context: &Context<'_>, user: &Value) -> Value {
    let base = context.url(&format!("/users/{}", id_of(user)));
    let has_password = !user["credentials"]["password"].is_null();
    let actions: &[&str] = match status_of(user) {
        status::STAGED => &["activate"],
        status::PROVISIONED => &["suspend", "resetPassword", "reactivate", "deactivate"],
        status::ACTIVE | status::PASSWORD_EXPIRED if has_password => &OF_THE_ACTIVE[1..],
        status::ACTIVE | status::PASSWORD_EXPIRED => {
            &["suspend", "resetPassword", "expirePassword", "deactivate"]
        }
        status::RECOVERY => &["suspend", "resetPassword", "reactivate", "changePassword", "deactivate"],
        status::LOCKED_OUT => &OF_THE_ACTIVE,
        status::SUSPENDED => &["unsuspend", "deactivate"],
        _ => &["activate", "delete"],
    };
    let facts = context.org.facts();
    let type_id = user["type"]["id"].as_str().unwrap_or_default();
    let schema = type_id.replacen("oty", "osc", 1);
    let mut links = Map::new();
    for action in actions {
        // Identity Engine has other ways to recover than the question.
        let recoverable =
            context.org.features.identity_engine || !user["credentials"]["recovery_question"].is_null();
        if *action == "forgotPassword" && !recoverable {
            continue;
        }
        let link = match action_path(action) {
            "" => json!({ "href": base, "method": "DELETE" }),
            path => json!({ "href": format!("{base}{path}"), "method": "POST" }),
        };
        links.insert((*action).to_owned(), link);
    }
    let href = format!("{base}/lifecycle/reset_factors");
    links.insert("resetFactors".into(), json!({ "href": href, "method": "POST" }));
    let schema = if schema.is_empty() { facts.user_schema() } else { schema };
    links.insert("schema".into(), json!({ "href": context.url(&format!("/meta/schemas/user/{schema}")) }));
    links.insert("self".into(), json!({ "href": base }));
    links.insert("type".into(), json!({ "href": context.url(&format!("/meta/types/user/{type_id}")) }));
    ORDER.iter().filter_map(|name| links.remove_entry(*name)).collect()
}

fn action_path(action: &str) -> &'static str {
    match action {
        "activate" => "/lifecycle/activate",
        "reactivate" => "/lifecycle/reactivate",
        "deactivate" => "/lifecycle/deactivate",
        "suspend" => "/lifecycle/suspend",
        "unsuspend" => "/lifecycle/unsuspend",
        "unlock" => "/lifecycle/unlock",
        "resetPassword" => "/lifecycle/reset_password",
        "expirePassword" => "/lifecycle/expire_password",
        "forgotPassword" => "/credentials/forgot_password",
        "changePassword" => "/credentials/change_password",
        "changeRecoveryQuestion" => "/credentials/change_recovery_question",
        _ => "",
    }
}

/// A user in a list: the stored text with `self` as its only link. Listings of a million users are made of
/// this, so nothing is decoded.
pub fn list_item(context: &Context<'_>, id: &str, stored: &[u8]) -> Vec<u8> {
    let open = &stored[..stored.len() - 1];
    let links = format!(r#","_links":{{"self":{{"href":"{}/api/v1/users/{id}"}}}}}}"#, context.request.base);
    [open, links.as_bytes()].concat()
}

pub fn etag(user: &Value) -> String {
    let digest = Sha256::digest(user.to_string().as_bytes());
    format!("W/\"{}\"", digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

/// What a caller may leave out by a parameter of the content type: `okta-response="omitCredentials,..."`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Omit {
    pub credentials: bool,
    pub credentials_links: bool,
    pub transitioning: bool,
}

impl Omit {
    pub fn of(context: &Context<'_>) -> Self {
        let text = context.header("content-type").unwrap_or_default();
        let wanted = text.split("okta-response=").nth(1).unwrap_or_default();
        let has =
            |word: &str| wanted.split(['"', ',', ' ', ';']).any(|found| found.eq_ignore_ascii_case(word));
        Omit {
            credentials: has("omitCredentials"),
            credentials_links: has("omitCredentialsLinks"),
            transitioning: has("omitTransitioningToStatus"),
        }
    }

    pub fn apply(self, user: &mut Value) {
        let Some(members) = user.as_object_mut() else { return };
        if self.credentials {
            members.shift_remove("credentials");
        }
        if self.transitioning {
            members.shift_remove("transitioningToStatus");
        }
        if self.credentials_links
            && let Some(links) = members.get_mut("_links").and_then(Value::as_object_mut)
        {
            let of_credentials = [
                "resetPassword",
                "expirePassword",
                "forgotPassword",
                "changePassword",
                "changeRecoveryQuestion",
            ];
            links.retain(|name, _| !of_credentials.contains(&name.as_str()));
        }
    }
}

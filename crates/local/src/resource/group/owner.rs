//! Who owns a group: users or other groups.

use jiff::Timestamp;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::kind;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::language::filter::{Filter, Kind, Matcher, Rules};

pub const HANDLERS: Handlers =
    &[(&op::LIST_GROUP_OWNERS, list), (&op::ASSIGN_GROUP_OWNER, assign), (&op::DELETE_GROUP_OWNER, delete)];

const LIMITS: Limits = Limits::clamping(1000, 1000);

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let group = context.group()?;
    let page = Page::of(context, LIMITS)?;
    let matcher = context.query("search").map(checked_search).transpose()?;
    let mut found = Vec::new();
    for id in context.tx.link_ids(kind::GROUP_OWNER, id_of(&group))? {
        let Some(mut owner) = context.tx.linked(kind::GROUP_OWNER, id_of(&group), &id)? else { continue };
        if matcher.as_ref().is_none_or(|matcher| matcher.matches(owner.to_string().as_bytes())) {
            owner["lastUpdated"] = json!(date_in_list(&owner));
            found.push((id, owner.to_string().into_bytes()));
        }
    }
    if page.after.is_none() && found.len() <= page.limit {
        // A list that is all there comes without links.
        let items: Vec<Vec<u8>> = found.into_iter().map(|(_, owner)| owner).collect();
        return Ok(Reply::bytes(http::StatusCode::OK, crate::kernel::page::array(&items)));
    }
    Ok(page.slice(context, found))
}

/// Okta writes the date of an owner unlike all others, and in a list unlike in the answer to the assignment.
fn date_in_list(owner: &Value) -> String {
    date(owner).strftime("%Y-%m-%d %H:%M:%S.0").to_string()
}

fn date_when_assigned(owner: &Value) -> String {
    date(owner).strftime("%a %b %d %H:%M:%S UTC %Y").to_string()
}

fn date(owner: &Value) -> Timestamp {
    owner["lastUpdated"].as_str().and_then(clock::parse).unwrap_or_default()
}

fn checked_search(text: &str) -> Result<Matcher, Problem> {
    let rules = Rules {
        attribute: &|name| match name {
            "id" | "type" | "displayName" | "originId" | "originType" => Some(Kind::Text),
            "resolved" => Some(Kind::Boolean),
            "lastUpdated" => Some(Kind::Date),
            _ => None,
        },
        operator: &|_, _, _| true,
        not: false,
        or: true,
        and: true,
        elements: false,
    };
    let filter = Filter::checked(text, &rules).map_err(|_| Problem::invalid_search())?;
    Ok(Matcher::insensitive(&filter))
}

fn assign(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let group = context.group()?;
    let body = context.object()?;
    let id = body["id"].as_str().unwrap_or_default();
    if id.is_empty() {
        return Err(Problem::blank("id"));
    }
    let (owner_id, name) = match body["type"].as_str() {
        Some("USER") => {
            let user = context.user_named(id)?;
            (id_of(&user).to_owned(), Target::user(&user).display_name)
        }
        Some("GROUP") => {
            let owner = context.group_with(id)?;
            (id_of(&owner).to_owned(), Target::group(&owner).display_name)
        }
        _ => return Err(Problem::validation("type", "type: must be USER or GROUP")),
    };
    if context.tx.linked(kind::GROUP_OWNER, id_of(&group), &owner_id)?.is_some() {
        return Err(Problem::validation("owner", "Provided owner is already assigned to this group"));
    }
    let mut owner = json!({
        "id": owner_id,
        "type": body["type"],
        "resolved": true,
        "originId": null,
        "originType": "OKTA_DIRECTORY",
        "displayName": name,
        "lastUpdated": context.now_text(),
    });
    context.tx.link(kind::GROUP_OWNER, id_of(&group), &owner_id, &owner)?;
    owner["lastUpdated"] = json!(date_when_assigned(&owner));
    Ok(Reply::created(&owner))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let group = context.group()?;
    let owner = context.param("ownerId");
    if !context.tx.unlink(kind::GROUP_OWNER, id_of(&group), owner)? {
        return Err(Problem::not_found(owner, "LinkedObject"));
    }
    Ok(Reply::no_content())
}

/// A user or group that is deleted owns nothing, and nobody owns it.
pub fn forget(context: &Context<'_>, id: &str) -> Result<(), Problem> {
    for owner in context.tx.link_ids(kind::GROUP_OWNER, id)? {
        context.tx.unlink(kind::GROUP_OWNER, id, &owner)?;
    }
    for group in context.tx.link_ids_to(kind::GROUP_OWNER, id)? {
        context.tx.unlink(kind::GROUP_OWNER, &group, id)?;
    }
    Ok(())
}

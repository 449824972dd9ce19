//! Who belongs to a group of an identity source, by the ids that the source gives.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::collection;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::page::Limits;
use crate::kernel::problem::Problem;
use crate::resource::identity_source::group::GROUPS;

pub const HANDLERS: Handlers = &[
    (&op::CREATE_IDENTITY_SOURCE_GROUPS_MEMBERSHIPS, create),
    (&op::GET_IDENTITY_SOURCE_GROUP_MEMBERSHIPS, list),
    (&op::DELETE_IDENTITY_SOURCE_GROUP_MEMBERSHIPS, delete),
];

const LONGEST: usize = 255;
const PAGE: Limits = Limits::strict(100, 1000);

/// Where the members of the group that the path names are kept. The group is named by its id or by the source's.
fn members(context: &mut Context<'_>) -> Result<String, Problem> {
    let (source, name) =
        (context.param("identitySourceId").to_owned(), context.param("groupOrExternalId").to_owned());
    let path = format!("/api/v1/identity-sources/{source}/groups");
    let by_id = context.tx.all(kind::at(&path))?.into_iter().find(|(_, group)| group["id"] == name.as_str());
    let external = by_id.map_or(name, |(external, _)| external);
    collection::find(context, &GROUPS, &path, &external)?;
    Ok(format!("{path}/{external}/membership"))
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let members = members(context)?;
    let body = context.object()?;
    let id = body["memberExternalId"].as_str().filter(|id| !id.trim().is_empty());
    let id = id.ok_or_else(|| Problem::blank("memberExternalId"))?;
    if id.chars().count() > LONGEST {
        let cause = format!("memberExternalId: String is too long, at most {LONGEST}");
        return Err(Problem::validation("memberExternalId", cause));
    }
    context.tx.put(kind::at(&members), id, &json!({}))?;
    Ok(Reply::no_content())
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let members = members(context)?;
    let page = crate::kernel::page::Page::of(context, PAGE)?;
    let all = context
        .tx
        .all(kind::at(&members))?
        .into_iter()
        .map(|(id, _)| (id.clone(), json!(id).to_string().into_bytes()));
    let reply = page.slice(context, all.collect());
    let shown: Value = serde_json::from_slice(&reply.body).map_err(|_| Problem::internal())?;
    let body = Reply::ok(&json!({ "memberExternalIds": shown })).body;
    Ok(Reply { body, ..reply })
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let members = members(context)?;
    let id = context.param("memberExternalId");
    if !context.tx.delete(kind::at(&members), id)? {
        return Err(Problem::not_found(id, "IdentitySourceGroupMembership"));
    }
    Ok(Reply::no_content())
}

//! Who is in a group. Every user that is not deactivated is in `Everyone`, which is never stored; all other
//! memberships are relations, whose value names the rules that gave them.

use std::ops::ControlFlow;

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::kind;
use crate::kernel::occasion::Occasion;
use crate::kernel::page::{Cursor, Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::{id_of, status_of};
use crate::language::filter;
use crate::resource::group;
use crate::resource::user;

pub const HANDLERS: Handlers = &[
    (&op::LIST_GROUP_USERS, list),
    (&op::ASSIGN_USER_TO_GROUP, assign),
    (&op::UNASSIGN_USER_FROM_GROUP, unassign),
    (&op::LIST_USER_GROUPS, list_of_user),
];

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let group = context.group()?;
    let page = Page::of(context, Limits::clamping(1000, 1000))?;
    let id = id_of(&group);
    let (documents, next) =
        if is_everyone(context, id) { everyone(context, &page)? } else { members(context, id, &page)? };
    let items: Vec<Vec<u8>> =
        documents.iter().map(|(id, stored)| user::list_item(context, id, stored)).collect();
    Ok(page.reply(context, &items, next))
}

type Documents = (Vec<(String, Vec<u8>)>, Option<Cursor>);

fn everyone(context: &Context<'_>, page: &Page) -> Result<Documents, Problem> {
    let query =
        filter::Query { kind: kind::USER, filter: None, keep: Some(&user::is_not_deprovisioned), sort: None };
    let selected = filter::select(&context.tx, &query, page)?;
    Ok((selected.documents, selected.next))
}

fn members(context: &Context<'_>, group: &str, page: &Page) -> Result<Documents, Problem> {
    let mut ids = Vec::new();
    context.tx.links(kind::MEMBER, group, page.after_id(), &mut |id, _| {
        ids.push(id.to_owned());
        Ok(if ids.len() > page.limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    let more = ids.len() > page.limit;
    ids.truncate(page.limit);
    let next = if more { ids.last().map(Cursor::at) } else { None };
    let mut documents = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(bytes) = context.tx.get_bytes(kind::USER, &id)? {
            documents.push((id, bytes));
        }
    }
    Ok((documents, next))
}

fn assign(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let group = context.group()?;
    let user = context.user("userId")?;
    if group["type"] != "OKTA_GROUP" {
        return Err(Problem::forbidden());
    }
    if status_of(&user) == status::DEPROVISIONED {
        return Err(Problem::not_found(context.param("userId"), "User"));
    }
    add(context, &group, &user)?;
    Ok(Reply::no_content())
}

fn unassign(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let group = context.group()?;
    let user = context.user("userId")?;
    if group["type"] != "OKTA_GROUP" {
        return Err(Problem::forbidden());
    }
    context.announce(Occasion::MemberTakenOut { group: &group, user: &user })?;
    if remove(context, &group, &user)? {
        context.announce(Occasion::UserChanged(&user))?;
    }
    Ok(Reply::no_content())
}

/// The groups that a user is in, in the order of their ids.
pub fn group_ids_of(context: &Context<'_>, user: &Value) -> Result<Vec<String>, Problem> {
    let mut ids = context.tx.link_ids_to(kind::MEMBER, id_of(user))?;
    if status_of(user) != status::DEPROVISIONED {
        ids.push(context.org.facts().everyone.clone());
    }
    ids.sort_unstable();
    Ok(ids)
}

fn list_of_user(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("id")?;
    let page = Page::of(context, Limits::clamping(200, 200))?;
    let mut groups = Vec::new();
    for id in group_ids_of(context, &user)? {
        if let Some(group) = context.tx.get(kind::GROUP, &id)? {
            let group = group::answer(context, group);
            groups.push((id, serde_json::to_vec(&group).expect("a JSON value can be written")));
        }
    }
    Ok(page.slice(context, groups))
}

/// Makes a user a member by hand, which also makes a membership that a rule gave permanent.
pub fn add(context: &mut Context<'_>, group: &Value, user: &Value) -> Result<(), Problem> {
    let (group_id, user_id) = (id_of(group), id_of(user));
    let was_member = rules_of(context, group_id, user_id)?.is_some();
    context.tx.link(kind::MEMBER, group_id, user_id, &json!({}))?;
    if !was_member {
        changed(context, "group.user_membership.add", group, user)?;
        context.announce(Occasion::MemberAdded { group, user })?;
    }
    Ok(())
}

/// Makes a user a member because a rule says so.
pub fn add_by_rule(
    context: &mut Context<'_>,
    group: &Value,
    user: &Value,
    rule: &str,
) -> Result<bool, Problem> {
    let (group_id, user_id) = (id_of(group), id_of(user));
    match rules_of(context, group_id, user_id)? {
        None => {
            context.tx.link(kind::MEMBER, group_id, user_id, &json!({ "rules": [rule] }))?;
            changed(context, "group.user_membership.add", group, user)?;
            context.announce(Occasion::MemberAddedByRule { group, user })?;
            Ok(true)
        }
        Some(mut rules) if !rules.is_empty() && !rules.iter().any(|known| known == rule) => {
            rules.push(rule.to_owned());
            context.tx.link(kind::MEMBER, group_id, user_id, &json!({ "rules": rules }))?;
            Ok(false)
        }
        Some(_) => Ok(false),
    }
}

/// Takes back what a rule gave; a membership by hand or by another rule stays.
pub fn remove_by_rule(
    context: &mut Context<'_>,
    group: &Value,
    user: &Value,
    rule: &str,
) -> Result<bool, Problem> {
    let (group_id, user_id) = (id_of(group), id_of(user));
    let Some(mut rules) = rules_of(context, group_id, user_id)? else { return Ok(false) };
    if !rules.iter().any(|known| known == rule) {
        return Ok(false);
    }
    rules.retain(|known| known != rule);
    if rules.is_empty() {
        return remove(context, group, user);
    }
    context.tx.link(kind::MEMBER, group_id, user_id, &json!({ "rules": rules }))?;
    Ok(false)
}

/// The rules that gave a membership, empty where it was made by hand; `None` where there is no membership.
fn rules_of(context: &Context<'_>, group: &str, user: &str) -> Result<Option<Vec<String>>, Problem> {
    let Some(value) = context.tx.linked(kind::MEMBER, group, user)? else { return Ok(None) };
    let rules = value["rules"].as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(Some(rules.iter().filter_map(Value::as_str).map(str::to_owned).collect()))
}

/// Ends a membership; says whether there was one.
pub fn remove(context: &mut Context<'_>, group: &Value, user: &Value) -> Result<bool, Problem> {
    if !context.tx.unlink(kind::MEMBER, id_of(group), id_of(user))? {
        return Ok(false);
    }
    changed(context, "group.user_membership.remove", group, user)?;
    context.announce(Occasion::MemberRemoved { group, user })?;
    Ok(true)
}

/// Ends all memberships of a user who is about to go. Who is only deactivated stays in the groups.
pub fn user_left(context: &mut Context<'_>, user: &Value) -> Result<(), Problem> {
    for id in context.tx.link_ids_to(kind::MEMBER, id_of(user))? {
        if let Some(group) = context.tx.get(kind::GROUP, &id)? {
            remove(context, &group, user)?;
        }
    }
    Ok(())
}

/// Ends all memberships of a group that is about to go.
pub fn remove_all(context: &mut Context<'_>, group: &Value) -> Result<(), Problem> {
    let id = id_of(group);
    for user in context.tx.link_ids(kind::MEMBER, id)? {
        context.tx.unlink(kind::MEMBER, id, &user)?;
    }
    Ok(())
}

fn changed(context: &mut Context<'_>, event: &str, group: &Value, user: &Value) -> Result<(), Problem> {
    let mut group = group.clone();
    group["lastMembershipUpdated"] = json!(context.now_text());
    group::save(context, &group)?;
    context.log(event, &[Target::user(user), Target::group(&group)])
}

pub fn is_everyone(context: &Context<'_>, group: &str) -> bool {
    context.org.facts().everyone == group
}

/// Whether a user is in a group, or in the one of everybody.
pub fn has(context: &Context<'_>, group_id: &str, user_id: &str) -> Result<bool, Problem> {
    Ok(is_everyone(context, group_id) || context.tx.linked(kind::MEMBER, group_id, user_id)?.is_some())
}

/// The ids of the users in a group.
pub fn user_ids(context: &Context<'_>, group_id: &str) -> Result<Vec<String>, Problem> {
    if !is_everyone(context, group_id) {
        return Ok(context.tx.link_ids(kind::MEMBER, group_id)?);
    }
    let mut all = Vec::new();
    context.tx.scan(kind::USER, None, &mut |id, _| {
        all.push(id.to_owned());
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(all)
}

pub fn count(context: &Context<'_>, group: &str) -> Result<usize, Problem> {
    let mut count = 0;
    if is_everyone(context, group) {
        let deactivated = context.tx.find_all(kind::USER, "status", status::DEPROVISIONED, usize::MAX)?.len();
        context.tx.scan(kind::USER, None, &mut |_, _| {
            count += 1;
            Ok(ControlFlow::Continue(()))
        })?;
        return Ok(count - deactivated);
    }
    context.tx.links(kind::MEMBER, group, None, &mut |_, _| {
        count += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(count)
}

/// Whether a rule gave the group any of its members.
pub fn has_members_by_rule(context: &Context<'_>, group: &str) -> Result<bool, Problem> {
    let mut found = false;
    context.tx.links(kind::MEMBER, group, None, &mut |_, value| {
        let value: Value = crate::kernel::store::decode(value);
        found = value["rules"].as_array().is_some_and(|rules| !rules.is_empty());
        Ok(if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    Ok(found)
}

//! Groups.

pub mod member;
pub mod owner;
pub mod rule;

use std::ops::ControlFlow;

use oktars_catalog::op;
use serde_json::{Map, Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::event::Target;
use crate::kernel::index;
use crate::kernel::kind;
use crate::kernel::occasion::Occasion;
use crate::kernel::page::{self, Limits, Page};
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::language::filter::{self, Filter, Kind, Matcher, Operator, Rules, Sort};
use crate::resource::app::{self, group_push_mapping};
use crate::resource::group::member as group_member;
use crate::resource::role::assignment;
use crate::resource::schema;
use crate::resource::user::is_descending;

pub const HANDLERS: Handlers = &[
    (&op::LIST_GROUPS, list),
    (&op::ADD_GROUP, create),
    (&op::GET_GROUP, get),
    (&op::REPLACE_GROUP, replace),
    (&op::DELETE_GROUP, delete),
    (&op::LIST_ASSIGNED_APPLICATIONS_FOR_GROUP, app::list_of_group),
];

const LIMITS: Limits = Limits::clamping(10_000, 10_000);
/// How many groups a `q` finds when it names no limit.
const FOUND_BY_NAME: usize = 300;

impl Context<'_> {
    /// The group that the path names, as it is stored.
    pub fn group(&self) -> Result<Value, Problem> {
        self.group_with(self.param("groupId"))
    }

    pub fn group_with(&self, id: &str) -> Result<Value, Problem> {
        self.tx.get(kind::GROUP, id)?.ok_or_else(|| Problem::not_found(id, "UserGroup"))
    }
}

/// A group whose profile and members the API may change: neither built in nor an application's.
fn find_managed(context: &Context<'_>) -> Result<Value, Problem> {
    let group = context.group()?;
    if group["type"] == "OKTA_GROUP" { Ok(group) } else { Err(Problem::forbidden()) }
}

/// A group as it is answered: with its links.
pub fn answer(context: &Context<'_>, mut group: Value) -> Value {
    let url = context.url(&format!("/groups/{}", id_of(&group)));
    let logo = |size: &str| {
        let href = format!("{}/assets/img/logos/groups/odyssey/okta-{size}.png", context.request.base);
        json!({ "name": size, "href": href, "type": "image/png" })
    };
    let mut links = json!({ "logo": [logo("medium"), logo("large")] });
    if context.org.features.group_owners {
        links["owners"] = json!({ "href": format!("{url}/owners") });
    }
    links["users"] = json!({ "href": format!("{url}/users") });
    links["apps"] = json!({ "href": format!("{url}/apps") });
    if let Some(app) = group["source"]["id"].as_str() {
        links["source"] = json!({ "href": context.url(&format!("/apps/{app}")) });
    }
    group["_links"] = links;
    group
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let group = context.group()?;
    Ok(Reply::ok(&expanded(context, group)?))
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let profile = profile(context, None)?;
    refuse_taken_name(context, &profile, None)?;
    let now = context.now_text();
    let group = json!({
        "id": context.new_id("00g"),
        "created": now,
        "lastUpdated": now,
        "lastMembershipUpdated": now,
        "objectClass": ["okta:user_group"],
        "type": "OKTA_GROUP",
        "profile": profile,
    });
    save(context, &group)?;
    schema::unique::keep_group(context, &group)?;
    context.log("group.lifecycle.create", &[Target::group(&group)])?;
    Ok(Reply::ok(&answer(context, group)))
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut group = find_managed(context)?;
    let profile = profile(context, Some(id_of(&group)))?;
    refuse_taken_name(context, &profile, Some(id_of(&group)))?;
    group["profile"] = profile;
    group["lastUpdated"] = json!(context.now_text());
    save(context, &group)?;
    schema::unique::keep_group(context, &group)?;
    context.log("group.profile.update", &[Target::group(&group)])?;
    context.announce(Occasion::GroupChanged(&group))?;
    Ok(Reply::ok(&answer(context, group)))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let group = context.group()?;
    if group["type"] == "BUILT_IN" {
        return Err(Problem::forbidden());
    }
    let id = id_of(&group).to_owned();
    if group_push_mapping::uses(context, &id)? {
        return Err(Problem::validation("group", "The group is used in a group push mapping."));
    }
    context.announce(Occasion::GroupDeleted(&group))?;
    context.tx.delete(kind::GROUP, &id)?;
    context.log("group.lifecycle.delete", &[Target::group(&group)])?;
    Ok(Reply::no_content())
}

pub fn save(context: &Context<'_>, group: &Value) -> Result<(), Problem> {
    Ok(context.tx.put(kind::GROUP, id_of(group), group)?)
}

/// The profile of the request: only what the group schema knows, with the description there even if unset.
fn profile(context: &Context<'_>, own: Option<&str>) -> Result<Value, Problem> {
    let body = context.object()?;
    let Some(given) = body["profile"].as_object() else { return Err(Problem::malformed_body()) };
    if text(&body["profile"]["name"]).trim().is_empty() {
        return Err(Problem::blank("name"));
    }
    let mut profile = Map::new();
    profile.insert("name".into(), given["name"].clone());
    profile.insert("description".into(), Value::Null);
    profile.extend(given.iter().map(|(name, value)| (name.clone(), value.clone())));
    let profile = Value::Object(profile);
    schema::validate_group(context, &profile, own)?;
    Ok(profile)
}

fn refuse_taken_name(context: &Context<'_>, profile: &Value, own: Option<&str>) -> Result<(), Problem> {
    let name = text(&profile["name"]).to_lowercase();
    for id in context.tx.find_all(kind::GROUP, "profile.name", &name, usize::MAX)? {
        let Some(other) = context.tx.get(kind::GROUP, &id)? else { continue };
        let same = other["type"] == "OKTA_GROUP" && text(&other["profile"]["name"]).to_lowercase() == name;
        if same && own != Some(id.as_str()) {
            return Err(Problem::duplicate("name"));
        }
    }
    Ok(())
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (search, q) = (context.query("search"), context.query("q"));
    if search.is_some() && (q.is_some() || context.query("filter").is_some()) {
        let both = "Bad request. Can't specify a search query and filter in the same request.";
        return Err(Problem::new("E0000033", both));
    }
    let expression = match (search, context.query("filter")) {
        (Some(text), _) => Some(checked_search(context, text)?),
        (None, Some(text)) => Some(checked_filter(text)?),
        (None, None) => None,
    };
    if let Some(q) = q {
        return list_by_name(context, &q.to_lowercase(), expression.as_ref());
    }
    let page = Page::of(context, LIMITS)?;
    let sort = match (search, context.query("sortBy")) {
        (Some(_), Some(attribute)) => Some(sort(context, attribute)?),
        _ => None,
    };
    let sight = context.sight(kind::GROUP)?;
    let keep = |stored: &[u8]| sight.holds(stored);
    let query = filter::Query {
        kind: kind::GROUP,
        filter: expression.as_ref().map(|(filter, matcher)| (filter, matcher)),
        keep: Some(&keep),
        sort,
    };
    let selected = filter::select(&context.tx, &query, &page)?;
    let mut items = Vec::with_capacity(selected.documents.len());
    for (_, document) in &selected.documents {
        items.push(write(&expanded(context, crate::kernel::store::decode(document))?));
    }
    Ok(page.reply(context, &items, selected.next))
}

/// `q` finds names by their beginning, exact ones first. It does not page and sends no `Link`.
fn list_by_name(
    context: &Context<'_>,
    q: &str,
    expression: Option<&(Filter, Matcher)>,
) -> Result<Reply, Problem> {
    let limit = Page::of(context, Limits::clamping(FOUND_BY_NAME, 10_000))?.limit;
    let sight = context.sight(kind::GROUP)?;
    let mut ids = Vec::new();
    let range = index::Range::starting_with(&index::fold(q));
    context.tx.scan_index(kind::GROUP, "profile.name", &range, false, &mut |_, id| {
        ids.push(id.to_owned());
        Ok(ControlFlow::Continue(()))
    })?;
    let mut found = Vec::new();
    for id in ids {
        let Some(bytes) = context.tx.get_bytes(kind::GROUP, &id)?.filter(|bytes| sight.holds(bytes)) else {
            continue;
        };
        let group: Value = crate::kernel::store::decode(&bytes);
        let name = text(&group["profile"]["name"]).to_lowercase();
        if name.starts_with(q) && expression.is_none_or(|(_, matcher)| matcher.matches(&bytes)) {
            found.push((name != q, group));
        }
    }
    found.sort_by_key(|(longer, _)| *longer);
    let mut items = Vec::new();
    for (_, group) in found.into_iter().take(limit) {
        items.push(write(&expanded(context, group)?));
    }
    Ok(Reply::bytes(http::StatusCode::OK, page::array(&items)))
}

fn sort<'a>(context: &'a Context<'_>, attribute: &'a str) -> Result<Sort<'a>, Problem> {
    let known = schema::group_attributes(context)?;
    search_kind(&known, attribute).ok_or_else(Problem::invalid_search)?;
    Ok(Sort { attribute, descending: is_descending(context) })
}

fn is_date(attribute: &str) -> bool {
    matches!(attribute, "created" | "lastUpdated" | "lastMembershipUpdated")
}

fn search_kind(custom: &[(String, Kind)], attribute: &str) -> Option<Kind> {
    match attribute {
        "id" | "type" | "source.id" => Some(Kind::Text),
        date if is_date(date) => Some(Kind::Date),
        other => {
            let name = other.strip_prefix("profile.")?;
            // Groups of applications have attributes of their directory.
            let of_app = ["samAccountName", "dn", "windowsDomainQualifiedName", "externalId"];
            let found = custom.iter().find(|(known, _)| known == name).map(|(_, kind)| *kind);
            found.or_else(|| of_app.contains(&name).then_some(Kind::Text))
        }
    }
}

fn checked_search(context: &Context<'_>, text: &str) -> Result<(Filter, Matcher), Problem> {
    let custom = schema::group_attributes(context)?;
    let rules = Rules {
        attribute: &|name| search_kind(&custom, name),
        operator: &|name, _, operator| match operator {
            Some(Operator::Co) => matches!(name, "profile.name" | "profile.description"),
            Some(Operator::Ne | Operator::Ew) => false,
            _ => true,
        },
        not: false,
        or: true,
        and: true,
        elements: false,
    };
    let filter = Filter::checked(text, &rules).map_err(|_| Problem::invalid_search())?;
    let matcher = Matcher::insensitive(&filter);
    Ok((filter, matcher))
}

fn checked_filter(text: &str) -> Result<(Filter, Matcher), Problem> {
    let rules = Rules {
        attribute: &|name| match name {
            "id" | "type" => Some(Kind::Text),
            "lastUpdated" | "lastMembershipUpdated" => Some(Kind::Date),
            _ => None,
        },
        operator: &|_, kind, operator| match operator {
            Some(Operator::Eq) => true,
            Some(operator) => kind == Kind::Date && operator.is_ordering(),
            None => false,
        },
        not: false,
        or: true,
        and: true,
        elements: false,
    };
    let filter = Filter::checked(text, &rules).map_err(|error| error.into_problem(text))?;
    let matcher = Matcher::sensitive(&filter);
    Ok((filter, matcher))
}

/// The group with its links and what `expand` asks for.
fn expanded(context: &Context<'_>, group: Value) -> Result<Value, Problem> {
    let expand = context.query("expand").unwrap_or_default();
    let mut embedded = Map::new();
    if expand.split(',').any(|word| word == "stats") {
        embedded.insert("stats".into(), stats(context, id_of(&group))?);
    }
    if let Some(app_id) = group["source"]["id"].as_str()
        && expand.split(',').any(|word| word == "app")
        && let Some(source) = context.tx.get(kind::APP, app_id)?
    {
        let shown =
            ["id", "name", "label", "signOnMode"].map(|member| (member.to_owned(), source[member].clone()));
        embedded.insert("app".into(), shown.into_iter().collect::<Map<_, _>>().into());
    }
    let mut answer = answer(context, group);
    if !embedded.is_empty() {
        answer["_embedded"] = Value::Object(embedded);
    }
    Ok(answer)
}

fn stats(context: &Context<'_>, id: &str) -> Result<Value, Problem> {
    let url = context.url(&format!("/groups/{id}"));
    Ok(json!({
        "usersCount": group_member::count(context, id)?,
        "appsCount": context.tx.link_ids_to(kind::APP_GROUP, id)?.len(),
        "groupPushMappingsCount": group_push_mapping::count_of(context, id)?,
        "hasAdminPrivilege": assignment::has_any(&context.tx, id)?,
        "_links": { "self": { "href": format!("{url}?expand=stats") }, "users": { "href": format!("{url}/users") } },
    }))
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn write(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).expect("a JSON value can be written")
}

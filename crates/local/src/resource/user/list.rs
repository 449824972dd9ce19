//! Users in lists: all of them, or those that `search`, `filter` or `q` finds.

use serde_json::{Map, Value};

use crate::kernel::context::{Context, Reply};
use crate::kernel::kind;
use crate::kernel::page::{Limits, Page};
use crate::kernel::problem::Problem;
use crate::language::filter::{Filter, Kind, Matcher, Operator, Query, Rules, Sort, select};
use crate::resource::schema;
use crate::resource::user::answer::{Omit, list_item};

const LIMITS: Limits = Limits::clamping(200, 200);
/// How many users a `q` finds unless it says otherwise.
const Q_LIMIT: usize = 10;

pub fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (search, filter, q) = (context.query("search"), context.query("filter"), context.query("q"));
    if search.is_some() && (filter.is_some() || q.is_some()) {
        let summary = "Bad request. Can't specify a search query and filter in the same request.";
        return Err(Problem::new("E0000033", summary));
    }
    let limits = if q.is_some() { Limits { default: Q_LIMIT, ..LIMITS } } else { LIMITS };
    let page = Page::of(context, limits)?;
    if let Some(text) = q {
        return find_by_prefix(context, &page, text);
    }
    let known = if search.is_some() { schema::searched_attributes(context)? } else { Vec::new() };
    let (filter, matcher) = match (search, filter) {
        (Some(text), _) => {
            let filter = check_search(&known, text)?;
            let matcher = Matcher::insensitive(&filter);
            (Some(filter), Some(matcher))
        }
        (None, Some(text)) => {
            let filter = check_filter(text)?;
            let matcher = Matcher::sensitive(&filter);
            (Some(filter), Some(matcher))
        }
        (None, None) => (None, None),
    };
    let sort = search.and_then(|_| context.query("sortBy"));
    if sort.is_some_and(|attribute| search_attribute(&known, attribute).is_none()) {
        return Err(Problem::invalid_search());
    }
    let sight = context.sight(kind::USER)?;
    let is_open = filter.is_some();
    let keep = |stored: &[u8]| (is_open || is_not_deprovisioned(stored)) && sight.holds(stored);
    let query = Query {
        kind: kind::USER,
        filter: filter.as_ref().zip(matcher.as_ref()),
        keep: Some(&keep),
        sort: sort.map(|attribute| Sort { attribute, descending: is_descending(context) }),
    };
    let selected = select(&context.tx, &query, &page)?;
    let items: Vec<Vec<u8>> =
        selected.documents.iter().map(|(id, stored)| shape_item(context, id, stored)).collect();
    Ok(page.reply(context, &items, selected.next))
}

pub fn is_descending(context: &Context<'_>) -> bool {
    context.query("sortOrder").is_some_and(|order| order.to_ascii_lowercase().starts_with("desc"))
}

/// The status stands right behind the id, at the start of the stored text.
pub fn is_not_deprovisioned(stored: &[u8]) -> bool {
    const MARK: &[u8] = br#""status":"DEPROVISIONED""#;
    let start = &stored[..stored.len().min(80)];
    !start.windows(MARK.len()).any(|window| window == MARK)
}

/// A list item, trimmed as the caller asked.
fn shape_item(context: &Context<'_>, id: &str, stored: &[u8]) -> Vec<u8> {
    let omit = Omit::of(context);
    let fields = context.query("fields");
    let item = list_item(context, id, stored);
    if fields.is_none() && !omit.credentials && !omit.transitioning {
        return item;
    }
    let mut user = crate::kernel::store::decode(&item);
    omit.apply(&mut user);
    if let Some(fields) = fields {
        user = only(&user, fields);
    }
    user.to_string().into_bytes()
}

/// `id,status,profile:(firstName,lastName)`; the id is always there.
fn only(user: &Value, fields: &str) -> Value {
    let mut kept = Map::new();
    kept.insert("id".into(), user["id"].clone());
    let (outer, inner) = match fields.split_once("profile:(") {
        Some((before, rest)) => {
            let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
            (format!("{before},{after}"), Some(inside))
        }
        None => (fields.to_owned(), None),
    };
    for name in outer.split(',').map(str::trim) {
        if let Some(value) = user.get(name) {
            kept.insert(name.to_owned(), value.clone());
        }
    }
    if let Some(inside) = inner {
        let wanted: Vec<&str> = inside.split(',').map(str::trim).collect();
        let profile = user["profile"].as_object().into_iter().flatten();
        let profile = profile.filter(|(name, _)| wanted.contains(&name.as_str()));
        kept.insert("profile".into(), profile.map(|(name, value)| (name.clone(), value.clone())).collect());
    }
    Value::Object(kept)
}

/// `q`: a prefix of first name, last name or e-mail; never a second page.
fn find_by_prefix(context: &Context<'_>, page: &Page, text: &str) -> Result<Reply, Problem> {
    let starts = |attribute: &str| Filter::Compare {
        attribute: attribute.into(),
        operator: Operator::Sw,
        value: crate::language::filter::Literal::Text(text.into()),
    };
    let filter =
        Filter::Or(vec![starts("profile.firstName"), starts("profile.lastName"), starts("profile.email")]);
    let matcher = Matcher::insensitive(&filter);
    let sight = context.sight(kind::USER)?;
    let keep = |stored: &[u8]| is_not_deprovisioned(stored) && sight.holds(stored);
    let query = Query { kind: kind::USER, filter: Some((&filter, &matcher)), keep: Some(&keep), sort: None };
    let selected = select(&context.tx, &query, page)?;
    let items: Vec<Vec<u8>> =
        selected.documents.iter().map(|(id, stored)| shape_item(context, id, stored)).collect();
    Ok(page.reply(context, &items, None))
}

/// The type of an attribute that a search may name: one of the user's own, or of a profile's.
fn search_attribute(known: &[(String, Kind)], attribute: &str) -> Option<Kind> {
    match attribute {
        "id" | "status" | "type.id" | "realmId" => Some(Kind::Text),
        "created" | "activated" | "statusChanged" | "lastUpdated" | "passwordChanged" | "lastLogin" => {
            Some(Kind::Date)
        }
        profile => {
            let name = profile.strip_prefix("profile.")?;
            known.iter().find(|(known, _)| known == name).map(|(_, kind)| *kind)
        }
    }
}

fn check_search(known: &[(String, Kind)], text: &str) -> Result<Filter, Problem> {
    let with_co = ["profile.firstName", "profile.lastName", "profile.email", "profile.login"];
    let rules = Rules {
        attribute: &|attribute| search_attribute(known, attribute),
        operator: &|attribute, _, operator| match operator {
            Some(Operator::Ne | Operator::Ew) => false,
            Some(Operator::Co) => with_co.contains(&attribute),
            _ => true,
        },
        not: false,
        or: true,
        and: true,
        elements: false,
    };
    Filter::checked(text, &rules).map_err(|_| Problem::invalid_search())
}

fn check_filter(text: &str) -> Result<Filter, Problem> {
    let rules = Rules {
        attribute: &|attribute| match attribute {
            "lastUpdated" => Some(Kind::Date),
            "status" | "id" | "profile.login" | "profile.email" | "profile.firstName"
            | "profile.lastName" => Some(Kind::Text),
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
    Filter::checked(text, &rules).map_err(|error| error.into_problem(text))
}

//! The System Log: polled for what arrives, or asked for a span of time.

use std::ops::ControlFlow;

use http::{StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use oktars_catalog::op;
use serde_json::Value;

use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::index;
use crate::kernel::kind;
use crate::kernel::page::{self, Cursor, Limits, Page};
use crate::kernel::problem::Problem;
use crate::language::filter::{
    Filter, Kind, Literal, Matcher, Operator, Query, Rules, Selected, Sort, select,
};

pub const HANDLERS: Handlers = &[(&op::LIST_LOG_EVENTS, list)];

/// Older events are not shown.
pub const RETENTION: SignedDuration = SignedDuration::from_hours(90 * 24);

const LIMITS: Limits = Limits::clamping(100, 1000).with_zero();
const DEFAULT_SPAN: SignedDuration = SignedDuration::from_hours(7 * 24);
const OLDEST_SINCE: SignedDuration = SignedDuration::from_hours(180 * 24);
const MAX_TERMS: usize = 10;
const MAX_TERM: usize = 40;

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let is_polling = context.query("until").is_none() && context.query("sortOrder") != Some("DESCENDING");
    if context.org.features.ignores_since_after_cursor && is_polling && context.query("after").is_some() {
        // The cursor of a poll was written without it.
        context.request.query.retain(|(name, _)| name != "since");
    }
    let page = Page::of(context, LIMITS)?;
    let (since, until) = (date(context, "since")?, date(context, "until")?);
    if since.is_some_and(|since| context.now.duration_since(since) > OLDEST_SINCE) {
        let cause = "Invalid parameter: The since parameter is over 180 days prior to the current day.";
        return Err(Problem::validation("since", cause));
    }
    let filter = context.query("filter").map(checked_filter).transpose()?;
    let terms = terms(context.query("q").unwrap_or_default())?;
    let descending = match context.query("sortOrder").unwrap_or("ASCENDING") {
        "ASCENDING" => false,
        "DESCENDING" => true,
        _ => {
            let cause = "sortOrder: must be ASCENDING or DESCENDING";
            return Err(Problem::validation("sortOrder", cause));
        }
    };
    let asked = Asked { page, since, until, filter, terms, descending };
    if until.is_some() || descending { bounded(context, &asked) } else { poll(context, &asked) }
}

struct Asked {
    page: Page,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    filter: Option<Filter>,
    terms: Vec<String>,
    descending: bool,
}

impl Asked {
    fn select(
        &self,
        context: &Context<'_>,
        since: Option<Timestamp>,
        page: &Page,
        sort: Option<Sort<'_>>,
    ) -> Result<Selected, Problem> {
        let oldest = context.now - RETENTION;
        let mut conditions = vec![published(Operator::Ge, since.unwrap_or(oldest).max(oldest))];
        conditions.extend(self.until.map(|until| published(Operator::Lt, until)));
        conditions.extend(self.filter.clone());
        let filter = Filter::And(conditions);
        let matcher = Matcher::sensitive(&filter);
        let has_terms = |stored: &[u8]| {
            let mut said = String::new();
            collect_values(&crate::kernel::store::decode(stored), &mut said);
            self.terms.iter().all(|term| said.contains(term))
        };
        let keep: Option<crate::language::filter::Keep<'_>> =
            if self.terms.is_empty() { None } else { Some(&has_terms) };
        let query = Query { kind: kind::LOG, filter: Some((&filter, &matcher)), keep, sort };
        Ok(select(&context.tx, &query, page)?)
    }
}

/// What an event says, without the names of its members, in lower case.
fn collect_values(value: &Value, into: &mut String) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_values(item, into)),
        Value::Object(members) => members.values().for_each(|member| collect_values(member, into)),
        Value::String(text) => into.extend(text.to_lowercase().chars().chain(['\n'])),
        Value::Null => {}
        other => into.push_str(&format!("{other}\n")),
    }
}

fn published(operator: Operator, time: Timestamp) -> Filter {
    Filter::Compare { attribute: "published".into(), operator, value: Literal::Text(clock::millis(time)) }
}

/// A span of time, in the order of the dates. It ends.
fn bounded(context: &Context<'_>, asked: &Asked) -> Result<Reply, Problem> {
    let since = asked.since.unwrap_or(asked.until.unwrap_or(context.now) - DEFAULT_SPAN);
    let mut page = asked.page.clone();
    if page.limit == 0 {
        return Ok(page.reply(context, &[], None));
    }
    if page.after.is_none() {
        // The walk begins at the edge of the span and not at the edge of the log.
        let edge = if asked.descending { asked.until } else { Some(since) };
        page.after = edge.map(|edge| Cursor { value: index::fold(&clock::millis(edge)), id: String::new() });
    }
    let sort = Sort { attribute: "published", descending: asked.descending };
    let selected = asked.select(context, Some(since), &page, Some(sort))?;
    let items: Vec<Vec<u8>> = selected.documents.into_iter().map(|(_, stored)| stored).collect();
    Ok(asked.page.reply(context, &items, selected.next))
}

/// Whatever arrives, in the order of arrival. There is always a next link, to continue polling with.
fn poll(context: &mut Context<'_>, asked: &Asked) -> Result<Reply, Problem> {
    if asked.since.is_some() && asked.page.after.is_some() {
        return Err(Problem::validation("after", "after: cannot be used together with since"));
    }
    let since = match asked.page.after {
        Some(_) => None,
        None => Some(asked.since.unwrap_or(context.now - DEFAULT_SPAN)),
    };
    let wanted = Page { limit: asked.page.limit.max(1), after: asked.page.after.clone() };
    let mut found = asked.select(context, since, &wanted, None)?.documents;
    let next = if asked.page.limit == 0 {
        let before_first = found.first().map(|(id, _)| just_before(id));
        found.clear();
        before_first
    } else if found.len() == asked.page.limit {
        found.last().map(|(id, _)| id.clone())
    } else {
        None
    };
    // Where everything up to the end was looked at, the next poll begins there.
    let next = match next {
        Some(next) => next,
        None => context.tx.last_id(kind::LOG)?.unwrap_or_else(|| "0".into()),
    };
    let items: Vec<Vec<u8>> = found.into_iter().map(|(_, stored)| stored).collect();
    let own = page::link(context, asked.page.limit, context.query("after").map(str::to_owned), "self");
    // The cursor says where to continue; `since` beside it would contradict it.
    context.request.query.retain(|(name, _)| name != "since");
    let cursor = page::write_cursor(context, &Cursor::at(next));
    let next = page::link(context, asked.page.limit, Some(cursor), "next");
    let reply = Reply::bytes(StatusCode::OK, page::array(&items));
    Ok(reply.header(header::LINK, &own).header(header::LINK, &next))
}

/// The place right before an event.
fn just_before(id: &str) -> String {
    let number = u64::from_str_radix(id, 16).expect("events have hexadecimal ids");
    format!("{:016x}", number - 1)
}

fn date(context: &Context<'_>, name: &str) -> Result<Option<Timestamp>, Problem> {
    let Some(text) = context.query(name) else { return Ok(None) };
    match clock::parse(text) {
        Some(time) => Ok(Some(time)),
        None => {
            let cause = format!("'{name}': must be a valid date-time or empty.");
            Err(Problem::validation(name, cause))
        }
    }
}

fn terms(q: &str) -> Result<Vec<String>, Problem> {
    let terms: Vec<String> = q.split_whitespace().map(str::to_lowercase).collect();
    if terms.len() > MAX_TERMS {
        return Err(Problem::validation("q", format!("q: at most {MAX_TERMS} terms can be searched for")));
    }
    if terms.iter().any(|term| term.chars().count() > MAX_TERM) {
        return Err(Problem::validation("q", format!("q: a term has at most {MAX_TERM} characters")));
    }
    Ok(terms)
}

#[rustfmt::skip]
static ATTRIBUTES: &[&str] = &[
    "actor.id", "actor.type", "actor.alternateId", "actor.displayName", "actor.detailEntry",
    "client.userAgent.rawUserAgent", "client.userAgent.os", "client.userAgent.browser", "client.zone",
    "client.device", "client.id", "client.ipAddress", "client.geographicalContext.city",
    "client.geographicalContext.state", "client.geographicalContext.country",
    "client.geographicalContext.postalCode", "client.geographicalContext.geolocation.lat",
    "client.geographicalContext.geolocation.lon", "device.id", "device.name", "device.os_platform",
    "device.os_version", "device.managed", "device.registered", "device.device_integrator",
    "device.disk_encryption_type", "device.screen_lock_type", "device.jailbreak",
    "device.secure_hardware_present", "authenticationContext.authenticationProvider",
    "authenticationContext.credentialProvider", "authenticationContext.credentialType",
    "authenticationContext.issuer.id", "authenticationContext.issuer.type",
    "authenticationContext.interface", "authenticationContext.authenticationStep",
    "authenticationContext.rootSessionId", "authenticationContext.externalSessionId", "displayMessage",
    "eventType", "legacyEventType", "outcome.result", "outcome.reason", "securityContext.asNumber",
    "securityContext.asOrg", "securityContext.isp", "securityContext.domain", "securityContext.isProxy",
    "severity", "transaction.type", "transaction.id", "transaction.detail", "uuid", "version",
    "request.ipChain.ip", "request.ipChain.version", "request.ipChain.source", "target.id", "target.type",
    "target.alternateId", "target.displayName", "target.detailEntry",
];
/// Below these there are members of any name.
const OPEN: [&str; 3] = ["debugContext.debugData.", "transaction.detail.", "target.detailEntry."];

fn attribute(name: &str) -> Option<Kind> {
    match name {
        "securityContext.isProxy" => Some(Kind::Boolean),
        "securityContext.asNumber"
        | "authenticationContext.authenticationStep"
        | "client.geographicalContext.geolocation.lat"
        | "client.geographicalContext.geolocation.lon" => Some(Kind::Number),
        other => {
            let known = ATTRIBUTES.contains(&other) || OPEN.iter().any(|open| other.starts_with(open));
            known.then_some(Kind::Text)
        }
    }
}

fn checked_filter(text: &str) -> Result<Filter, Problem> {
    let rules = Rules {
        attribute: &attribute,
        operator: &|_, kind, operator| match operator {
            Some(operator) if operator.is_ordering() => kind != Kind::Boolean,
            _ => true,
        },
        not: true,
        or: true,
        and: true,
        elements: false,
    };
    Filter::checked(text, &rules).map_err(|error| error.into_problem(text))
}

/// Visits events from `after` on, in the order of arrival.
pub fn walk(
    context: &Context<'_>,
    after: Option<&str>,
    visit: &mut dyn FnMut(&str, &[u8]) -> ControlFlow<()>,
) -> Result<(), Problem> {
    Ok(context.tx.scan(kind::LOG, after, &mut |id, stored| Ok(visit(id, stored)))?)
}

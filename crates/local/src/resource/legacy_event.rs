//! The retired Events call, answered from the System Log.
//!
//! Okta always sent a next link. Here a page that is not full has no next link: clients of the time follow
//! links until a page has no link.

use std::ops::ControlFlow;

use http::{StatusCode, header};
use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::page::{self, Limits, Page};
use crate::kernel::problem::Problem;
use crate::language::filter::{Filter, Kind, Matcher, Operator, Rules};
use crate::resource::log;

pub const HANDLERS: Handlers = &[(&op::LIST_EVENTS, list)];

const LIMITS: Limits = Limits::clamping(1000, 1000);
const DEFAULT_SPAN: SignedDuration = SignedDuration::from_hours(1);
/// `tev`, then where the event stands in the log.
const PREFIX: &str = "tev";
const KEY: usize = 16;

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (start, filter, after) =
        (context.query("startDate"), context.query("filter"), context.query("after"));
    if start.is_some() && (filter.is_some() || after.is_some()) {
        let cause = "startDate: cannot be used together with filter or after";
        return Err(Problem::validation("startDate", cause));
    }
    let oldest = context.now - log::RETENTION;
    let since = match start {
        Some(text) => clock::parse(text).ok_or_else(|| {
            Problem::new(
                "E0000030",
                "Bad request. Invalid date. Dates must be of the form yyyy-MM-dd'T'HH:mm:ss.SSSZZ",
            )
        })?,
        None if filter.is_none() && after.is_none() => context.now - DEFAULT_SPAN,
        None => oldest,
    };
    let since = clock::millis(since.max(oldest));
    let matcher = filter.map(checked_filter).transpose()?;
    let after = after.map(key_of).transpose()?;
    let limit = limit(context)?;

    let mut last = None;
    let mut items = Vec::new();
    log::walk(context, after.as_deref(), &mut |key, stored| {
        let event: Value = crate::kernel::store::decode(stored);
        if event["legacyEventType"].is_null() || event["published"].as_str() < Some(&since) {
            return ControlFlow::Continue(());
        }
        let legacy = legacy(key, &event);
        let text = legacy.to_string().into_bytes();
        if matcher.as_ref().is_none_or(|matcher| matcher.matches(&text)) {
            last = legacy["eventId"].as_str().map(str::to_owned);
            items.push(text);
        }
        if items.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;

    let own = page::link(context, limit, context.query("after").map(str::to_owned), "self");
    let reply = Reply::bytes(StatusCode::OK, page::array(&items)).header(header::LINK, &own);
    if items.len() < limit {
        return Ok(reply);
    }
    context.request.query.retain(|(name, _)| name != "startDate");
    Ok(reply.header(header::LINK, &page::link(context, limit, last, "next")))
}

/// The cursor is an event id and not one of ours, so it is left out of the check.
fn limit(context: &mut Context<'_>) -> Result<usize, Problem> {
    let query = context.request.query.clone();
    context.request.query.retain(|(name, _)| name != "after");
    let page = Page::of(context, LIMITS);
    context.request.query = query;
    Ok(page?.limit)
}

fn key_of(event_id: &str) -> Result<String, Problem> {
    let key = event_id.strip_prefix(PREFIX).and_then(|rest| rest.get(..KEY));
    key.map(str::to_owned).ok_or_else(Problem::invalid_cursor)
}

fn legacy(key: &str, event: &Value) -> Value {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let published = event["published"].as_str().and_then(clock::parse).unwrap_or_default();
    let uuid: String =
        text(&event["uuid"]).chars().filter(char::is_ascii_alphanumeric).take(22 - KEY).collect();
    let uri = event["debugContext"]["debugData"]["requestUri"].as_str().unwrap_or("Background");
    let targets = event["target"].as_array().into_iter().flatten();
    json!({
        "eventId": format!("{PREFIX}{key}{uuid}{}", published.as_millisecond()),
        "published": clock::seconds(published),
        "requestId": event["transaction"]["id"],
        "sessionId": event["authenticationContext"]["externalSessionId"],
        "action": {
            "message": event["displayMessage"],
            "categories": categories(&text(&event["legacyEventType"])),
            "objectType": event["legacyEventType"],
            "requestUri": uri,
        },
        "actors": [
            party(&event["actor"]),
            {
                "id": event["client"]["userAgent"]["rawUserAgent"],
                "displayName": event["client"]["userAgent"]["browser"],
                "ipAddress": event["client"]["ipAddress"],
                "objectType": "Client",
            },
        ],
        "targets": targets.map(party).collect::<Vec<_>>(),
    })
}

fn party(entity: &Value) -> Value {
    let mut party = json!({ "id": entity["id"], "displayName": entity["displayName"] });
    if entity["type"] == "User" {
        party["login"] = entity["alternateId"].clone();
    }
    party["objectType"] = entity["type"].clone();
    party
}

fn categories(legacy_type: &str) -> Vec<&'static str> {
    let category = match legacy_type {
        "core.user.config.user_creation.success" => "User Creation",
        "core.user.config.user_activated" => "User Activation",
        "core.user.config.user_deactivated" => "User Deactivation",
        "core.user_auth.account_locked" => "User Locked Out",
        "core.user_auth.login_failed" => "Sign-in Failure",
        "core.user_auth.login_success" => "Sign-in Success",
        "app.generic.provision.assign_user_to_app" | "app.generic.provision.deactivate_user_from_app" => {
            "Application Assignment"
        }
        _ => return Vec::new(),
    };
    vec![category]
}

/// The filter speaks of `target`, the event has `targets`.
fn checked_filter(text: &str) -> Result<Matcher, Problem> {
    let rules = Rules {
        attribute: &|name| match name {
            "action.objectType" | "target.objectType" | "target.id" => Some(Kind::Text),
            "published" => Some(Kind::Date),
            _ => None,
        },
        operator: &|_, kind, operator| match operator {
            Some(Operator::Eq) => true,
            Some(Operator::Lt | Operator::Gt) => kind == Kind::Date,
            _ => false,
        },
        not: false,
        or: false,
        and: true,
        elements: false,
    };
    let filter = Filter::checked(text, &rules).map_err(|error| error.into_problem(text))?;
    Ok(Matcher::sensitive(&of_targets(filter)))
}

fn of_targets(filter: Filter) -> Filter {
    match filter {
        Filter::And(terms) => Filter::And(terms.into_iter().map(of_targets).collect()),
        Filter::Compare { attribute, operator, value } => {
            let attribute = match attribute.strip_prefix("target.") {
                Some(member) => format!("targets.{member}"),
                None => attribute,
            };
            Filter::Compare { attribute, operator, value }
        }
        other => other,
    }
}

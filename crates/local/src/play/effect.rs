//! What a fault does to an answer.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::door::rate::Forced;
use crate::kernel::clock;
use crate::kernel::context::Reply;
use crate::kernel::problem::Problem;
use crate::play::answer::Fate;
use crate::play::fault::{BadLinks, BadPage, Fault, Lost, TooMany};

/// Where foreign links lead. Nobody is there.
const ELSEWHERE: &str = "https://elsewhere.example";
/// What makes a cursor another text without making it another cursor.
const MARK: char = '~';

impl Fault {
    /// What it wants answers to say about rate limits.
    pub(crate) fn forced(&self) -> Option<Forced> {
        self.too_many.map(|kind| match kind {
            TooMany::Requests => Forced::Empty,
            TooMany::AtOnce => Forced::AtOnce,
        })
    }

    /// What happens to the answer on its way.
    pub(crate) fn fate(&self) -> Fate {
        match (self.drop, self.cut) {
            (Some(Lost::Connection), _) => Fate::Refused,
            (Some(Lost::Request | Lost::Answer), _) => Fate::Dropped,
            (Some(Lost::Head), _) => Fate::CutHead,
            (Some(Lost::Nothing), _) => Fate::ClosedAfter,
            (None, Some(at)) => Fate::Cut(at),
            (None, None) => Fate::Arrives,
        }
    }

    /// How long the answer is held back, and how long its headers and its body take.
    pub(crate) fn durations(&self) -> [Duration; 3] {
        [self.delay_ms, self.slow_head_ms, self.slow_body_ms].map(Duration::from_millis)
    }

    /// The answer that stands in for the org's own.
    pub(crate) fn reply(&self) -> Option<Reply> {
        (self.answers() || self.drop == Some(Lost::Request)).then(|| self.own_reply())
    }

    fn own_reply(&self) -> Reply {
        let status = self.status.and_then(|status| StatusCode::from_u16(status).ok());
        let mut problem = match (&self.code, self.too_many) {
            (Some(code), _) => known_problem(code),
            (None, Some(_)) => Problem::too_many_requests(),
            (None, None) => Problem::internal(),
        };
        problem.status = status.unwrap_or(problem.status);
        let mut reply = match &self.body {
            _ if self.html => page(problem.status),
            Some(Value::String(text)) => Reply::bytes(problem.status, text.clone()),
            Some(body) => Reply::json(problem.status, body),
            None => Reply::problem(&problem),
        };
        for (name, value) in &self.headers {
            let name = HeaderName::try_from(name).expect("header names were checked");
            reply.headers.retain(|(known, _)| *known != name);
            reply = reply.header(name, value);
        }
        reply
    }

    /// Changes what the org answered. The query is the one that was sent.
    pub(crate) fn distort(&self, response: &mut Response<Bytes>, query: &str, now: Timestamp) {
        if let Some(page) = self.page {
            precede(page, response, query);
        }
        if let Some(links) = self.links {
            relink(links, response.headers_mut());
        }
        if self.skew_seconds != 0
            && let Ok(date) = now.checked_add(SignedDuration::from_secs(self.skew_seconds))
        {
            response.headers_mut().insert(header::DATE, clock::http_date(date));
        }
        if self.bare || self.html {
            self.strip(response.headers_mut());
        }
    }

    /// Takes the headers away that an org adds.
    fn strip(&self, headers: &mut HeaderMap) {
        let own = |name: &HeaderName| self.headers.keys().any(|own| own.eq_ignore_ascii_case(name.as_str()));
        let kept = [header::CONTENT_TYPE, header::DATE, header::LINK];
        *headers = std::mem::take(headers)
            .iter()
            .filter(|(name, _)| kept.contains(name) || own(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
    }
}

fn known_problem(code: &str) -> Problem {
    match oktars_catalog::error_code(code) {
        Some(fact) => Problem::new(fact.code, fact.meaning),
        None => Problem::internal(),
    }
}

fn page(status: StatusCode) -> Reply {
    let title = status.to_string();
    let text = format!("<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n");
    let mut reply = Reply::bytes(status, text);
    reply.headers = vec![(header::CONTENT_TYPE, HeaderValue::from_static("text/html"))];
    reply
}

/// The address of a relation.
fn target(headers: &HeaderMap, relation: &str) -> Option<String> {
    let end = format!(">; rel=\"{relation}\"");
    let mut links = headers.get_all(header::LINK).iter().filter_map(|link| link.to_str().ok());
    links.find_map(|link| link.strip_prefix('<')?.strip_suffix(&end).map(str::to_owned))
}

fn link(target: &str, relation: &str) -> HeaderValue {
    HeaderValue::try_from(format!("<{target}>; rel=\"{relation}\"")).expect("an address is a header value")
}

/// Makes the answer one that leads to the page that was asked for. What is no page stays as it is.
fn precede(page: BadPage, response: &mut Response<Bytes>, query: &str) {
    let Some(own) = target(response.headers(), "self") else { return };
    if !response.body().starts_with(b"[") {
        return;
    }
    let again = marked(&own, query);
    let headers = response.headers_mut();
    headers.insert(header::LINK, link(&own, "self"));
    headers.append(header::LINK, link(&again, "next"));
    if page == BadPage::Empty {
        *response.body_mut() = Bytes::from_static(b"[]");
    }
}

/// The address of the same page, with another text as its cursor.
fn marked(own: &str, asked: &str) -> String {
    let pairs = |query: &str| form_urlencoded::parse(query.as_bytes()).into_owned().collect::<Vec<_>>();
    let cursor = pairs(asked).into_iter().find(|(name, _)| name == "after").map(|(_, cursor)| cursor);
    let (path, query) = own.split_once('?').unwrap_or((own, ""));
    let mut again = form_urlencoded::Serializer::new(String::new());
    again.append_pair("after", &format!("{MARK}{}", cursor.unwrap_or_default()));
    again.extend_pairs(pairs(query).iter().filter(|(name, _)| name != "after"));
    format!("{path}?{}", again.finish())
}

/// The cursor that is meant; none where the first page is.
pub fn unmarked(cursor: &str) -> Option<&str> {
    Some(cursor.trim_start_matches(MARK)).filter(|meant| !meant.is_empty() || cursor.is_empty())
}

fn relink(links: BadLinks, headers: &mut HeaderMap) {
    let Some(own) = target(headers, "self") else { return };
    let next = target(headers, "next");
    match links {
        BadLinks::Missing => {
            headers.remove(header::LINK);
        }
        BadLinks::Folded => {
            let values: Vec<&[u8]> =
                headers.get_all(header::LINK).iter().map(HeaderValue::as_bytes).collect();
            let folded = HeaderValue::from_bytes(&values.join(&b", "[..]));
            headers.insert(header::LINK, folded.expect("links with commas are a header value"));
        }
        BadLinks::Doubled => {
            let values: Vec<HeaderValue> = headers.get_all(header::LINK).iter().cloned().collect();
            for value in values {
                headers.append(header::LINK, value);
            }
        }
        BadLinks::Foreign => lead(headers, &own, &elsewhere(next.as_deref().unwrap_or(&own))),
        BadLinks::Circle => lead(headers, &own, &own),
    }
}

fn lead(headers: &mut HeaderMap, own: &str, next: &str) {
    headers.insert(header::LINK, link(own, "self"));
    headers.append(header::LINK, link(next, "next"));
}

/// The same path and query at another origin.
fn elsewhere(address: &str) -> String {
    let local = address.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    format!("{ELSEWHERE}{}", local.unwrap_or("/"))
}

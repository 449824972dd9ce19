//! Pages: limits, cursors and the two `Link` headers.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{StatusCode, header};

use crate::kernel::context::{Context, Reply};
use crate::kernel::problem::Problem;

/// How an endpoint pages.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub default: usize,
    pub max: usize,
    /// The smallest limit: mostly 1, or 0 where an empty page may be asked for.
    pub min: usize,
    /// A greater limit is taken for the maximum; otherwise it is refused.
    pub clamps: bool,
    /// -1 stands for the default.
    pub takes_minus_one: bool,
}

impl Limits {
    pub const fn clamping(default: usize, max: usize) -> Self {
        Limits { default, max, min: 1, clamps: true, takes_minus_one: false }
    }

    pub const fn strict(default: usize, max: usize) -> Self {
        Limits { default, max, min: 1, clamps: false, takes_minus_one: false }
    }

    pub const fn with_zero(self) -> Self {
        Limits { min: 0, ..self }
    }

    pub const fn with_minus_one(self) -> Self {
        Limits { takes_minus_one: true, ..self }
    }
}

/// Where a page starts: after this sort value and id. Lists in the order of ids leave the value empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    pub value: String,
    pub id: String,
}

impl Cursor {
    pub fn at(id: impl Into<String>) -> Self {
        Cursor { value: String::new(), id: id.into() }
    }
}

/// Which page was asked for.
#[derive(Debug, Clone)]
pub struct Page {
    pub limit: usize,
    pub after: Option<Cursor>,
}

impl Page {
    /// Reads `limit` and `after`.
    pub fn of(context: &Context<'_>, limits: Limits) -> Result<Self, Problem> {
        // Where Okta describes no limit, it looks at none.
        let has_limit = context.request.operation.query_parameter("limit").is_some();
        let limit = match context.query("limit").filter(|_| has_limit) {
            None => limits.default,
            Some(text) => parse_limit(text, limits)?,
        };
        let after = context.query("after").map(|text| read_cursor(context, text)).transpose()?;
        Ok(Page { limit, after })
    }

    pub fn after_id(&self) -> Option<&str> {
        self.after.as_ref().map(|cursor| cursor.id.as_str())
    }

    /// The answer: an array of items that are written already, `Link: self`, and `next` where more follows.
    pub fn reply(&self, context: &Context<'_>, items: &[Vec<u8>], next: Option<Cursor>) -> Reply {
        let after = context.query("after").map(str::to_owned);
        let mut reply = Reply::bytes(StatusCode::OK, array(items))
            .header(header::LINK, &link(context, self.limit, after, "self"));
        if let Some(next) = next {
            let after = Some(write_cursor(context, &next));
            reply = reply.header(header::LINK, &link(context, self.limit, after, "next"));
        }
        reply
    }

    /// Cuts a list that is at hand in the order of its ids, and answers with this page of it.
    pub fn slice(&self, context: &Context<'_>, all: Vec<(String, Vec<u8>)>) -> Reply {
        let mut rest =
            all.into_iter().skip_while(|(id, _)| self.after_id().is_some_and(|after| id.as_str() <= after));
        let mut last = String::new();
        let mut items = Vec::new();
        for (id, item) in rest.by_ref().take(self.limit) {
            last = id;
            items.push(item);
        }
        let next = (rest.next().is_some() && !items.is_empty()).then(|| Cursor::at(last));
        self.reply(context, &items, next)
    }
}

fn parse_limit(text: &str, limits: Limits) -> Result<usize, Problem> {
    let refused = || {
        Problem::validation("limit", format!("limit: must be a number from {} to {}", limits.min, limits.max))
    };
    match text.parse::<i64>() {
        // The description gives -1 as the default of some lists.
        Ok(-1) if limits.takes_minus_one => Ok(limits.default),
        Ok(number) if number < limits.min as i64 => Err(refused()),
        Ok(number) if number as u64 > limits.max as u64 => {
            if limits.clamps {
                Ok(limits.max)
            } else {
                Err(refused())
            }
        }
        Ok(number) => Ok(number as usize),
        Err(_) => Err(refused()),
    }
}

pub fn array(items: &[Vec<u8>]) -> Vec<u8> {
    let mut body = Vec::with_capacity(items.iter().map(|item| item.len() + 1).sum::<usize>() + 2);
    body.push(b'[');
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            body.push(b',');
        }
        body.extend_from_slice(item);
    }
    body.push(b']');
    body
}

/// One `Link` value; `after` and `limit` stand first, then the caller's query.
pub fn link(context: &Context<'_>, limit: usize, after: Option<String>, rel: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(after) = &after {
        query.append_pair("after", after);
    }
    query.append_pair("limit", &limit.to_string());
    for (name, value) in rest_of_query(context) {
        query.append_pair(name, value);
    }
    format!("<{}{}?{}>; rel=\"{rel}\"", context.request.base, context.request.path, query.finish())
}

fn rest_of_query<'a>(context: &'a Context<'_>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let paging = |name: &str| name == "after" || name == "limit";
    let query = context.request.query.iter().filter(move |(name, _)| !paging(name));
    query.map(|(name, value)| (name.as_str(), value.as_str()))
}

/// A cursor belongs to the query that it came from: one with another filter is refused.
fn check(context: &Context<'_>) -> String {
    let mut hasher = DefaultHasher::new();
    context.request.path.hash(&mut hasher);
    let mut query: Vec<_> = rest_of_query(context).collect();
    query.sort_unstable();
    query.hash(&mut hasher);
    format!("{:08x}", hasher.finish() as u32)
}

pub fn write_cursor(context: &Context<'_>, cursor: &Cursor) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}\0{}\0{}", check(context), cursor.value, cursor.id))
}

fn read_cursor(context: &Context<'_>, text: &str) -> Result<Cursor, Problem> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Problem::invalid_cursor())?;
    let text = String::from_utf8(bytes).map_err(|_| Problem::invalid_cursor())?;
    match text.split('\0').collect::<Vec<_>>()[..] {
        [found, value, id] if found == check(context) => Ok(Cursor { value: value.into(), id: id.into() }),
        _ => Err(Problem::invalid_cursor()),
    }
}

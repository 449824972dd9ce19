//! A page of the documents of a kind: filtered, sorted, after a cursor.
//!
//! Three ways lead to a page: the few candidates that an index yields, a walk along the sort attribute's
//! index, and a walk along the ids. The cheapest that is right is taken. The last resort reads everything.

use std::collections::BTreeSet;
use std::ops::ControlFlow::{Break, Continue};

use serde_json::Value;

use crate::kernel::clock;
use crate::kernel::index::{self, Range};
use crate::kernel::kind::{self, Kind};
use crate::kernel::page::{Cursor, Page};
use crate::kernel::store::{StoreError, Tx};
use crate::language::filter::probe::Probe;
use crate::language::filter::{Filter, Literal, Matcher, Operator};

/// With more candidates than this, walking finds a page sooner than collecting and sorting them.
const FEW: usize = 5_000;

/// A condition on a stored document.
pub type Keep<'a> = &'a dyn Fn(&[u8]) -> bool;

pub struct Query<'a> {
    pub kind: Kind<'a>,
    /// The expression, for choosing an index, and the matcher made of it, which decides.
    pub filter: Option<(&'a Filter, &'a Matcher)>,
    /// A further condition that is cheap.
    pub keep: Option<Keep<'a>>,
    pub sort: Option<Sort<'a>>,
}

#[derive(Debug, Clone, Copy)]
pub struct Sort<'a> {
    pub attribute: &'a str,
    pub descending: bool,
}

/// Documents as they are stored, and where the next page starts.
#[derive(Debug, Default)]
pub struct Selected {
    pub documents: Vec<(String, Vec<u8>)>,
    pub next: Option<Cursor>,
}

pub fn select(tx: &Tx, query: &Query<'_>, page: &Page) -> Result<Selected, StoreError> {
    let candidates = match query.filter {
        Some((filter, _)) => candidates(tx, query.kind, filter)?,
        None => None,
    };
    match (candidates, query.sort) {
        (Some(ids), Some(sort)) => sorted_candidates(tx, query, page, sort, &ids),
        (Some(ids), None) => plain_candidates(tx, query, page, &ids),
        (None, Some(sort)) if index::is_indexed(query.kind, sort.attribute) => {
            walk_index(tx, query, page, sort)
        }
        (None, Some(sort)) => sort_everything(tx, query, page, sort),
        (None, None) => walk_ids(tx, query, page),
    }
}

impl Query<'_> {
    fn matches(&self, document: &[u8]) -> bool {
        self.keep.is_none_or(|keep| keep(document))
            && self.filter.is_none_or(|(_, matcher)| matcher.matches(document))
    }
}

/// Collects a page; one more than the page holds tells that there is a next one.
struct Collector {
    limit: usize,
    selected: Selected,
    last: Option<Cursor>,
}

impl Collector {
    fn new(page: &Page) -> Self {
        Collector { limit: page.limit, selected: Selected::default(), last: None }
    }

    /// Whether there is room for more.
    fn push(&mut self, value: &str, id: &str, document: &[u8]) -> bool {
        if self.selected.documents.len() == self.limit {
            self.selected.next = self.last.take();
            return false;
        }
        self.selected.documents.push((id.to_owned(), document.to_vec()));
        if self.selected.documents.len() == self.limit {
            self.last = Some(Cursor { value: value.to_owned(), id: id.to_owned() });
        }
        true
    }
}

fn walk_ids(tx: &Tx, query: &Query<'_>, page: &Page) -> Result<Selected, StoreError> {
    let mut collector = Collector::new(page);
    tx.scan(query.kind, page.after_id(), &mut |id, document| {
        let go_on = !query.matches(document) || collector.push("", id, document);
        Ok(if go_on { Continue(()) } else { Break(()) })
    })?;
    Ok(collector.selected)
}

fn walk_index(tx: &Tx, query: &Query<'_>, page: &Page, sort: Sort<'_>) -> Result<Selected, StoreError> {
    let mut collector = Collector::new(page);
    let range = match &page.after {
        Some(cursor) => Range::after(&cursor.value, &cursor.id, sort.descending),
        None => Range::all(),
    };
    tx.scan_index(query.kind, sort.attribute, &range, sort.descending, &mut |value, id| {
        let Some(document) = tx.get_bytes(query.kind, id)? else { return Ok(Continue(())) };
        let go_on = !query.matches(&document) || collector.push(value, id, &document);
        Ok(if go_on { Continue(()) } else { Break(()) })
    })?;
    Ok(collector.selected)
}

fn plain_candidates(
    tx: &Tx,
    query: &Query<'_>,
    page: &Page,
    ids: &BTreeSet<String>,
) -> Result<Selected, StoreError> {
    let mut collector = Collector::new(page);
    for id in ids.iter().filter(|id| page.after_id().is_none_or(|after| id.as_str() > after)) {
        let Some(document) = tx.get_bytes(query.kind, id)? else { continue };
        if query.matches(&document) && !collector.push("", id, &document) {
            break;
        }
    }
    Ok(collector.selected)
}

fn sorted_candidates(
    tx: &Tx,
    query: &Query<'_>,
    page: &Page,
    sort: Sort<'_>,
    ids: &BTreeSet<String>,
) -> Result<Selected, StoreError> {
    let mut probe = Probe::default();
    let slot = probe.add(sort.attribute);
    let mut found = Vec::new();
    for id in ids {
        if let Some(document) = tx.get_bytes(query.kind, id)?
            && query.matches(&document)
        {
            found.push((sort_value(&probe.read(&document)[slot]), id.clone()));
        }
    }
    page_of_sorted(tx, query, page, sort, found)
}

fn sort_everything(tx: &Tx, query: &Query<'_>, page: &Page, sort: Sort<'_>) -> Result<Selected, StoreError> {
    let mut probe = Probe::default();
    let slot = probe.add(sort.attribute);
    let mut found = Vec::new();
    tx.scan(query.kind, None, &mut |id, document| {
        if query.matches(document) {
            found.push((sort_value(&probe.read(document)[slot]), id.to_owned()));
        }
        Ok(Continue(()))
    })?;
    page_of_sorted(tx, query, page, sort, found)
}

/// The sort value as an index would hold it, so that both ways give the same order.
fn sort_value(values: &[Value]) -> String {
    match values.first() {
        Some(Value::String(text)) => index::fold(text),
        Some(value) => index::fold(&value.to_string()),
        None => String::new(),
    }
}

fn page_of_sorted(
    tx: &Tx,
    query: &Query<'_>,
    page: &Page,
    sort: Sort<'_>,
    mut found: Vec<(String, String)>,
) -> Result<Selected, StoreError> {
    found.sort_unstable();
    if sort.descending {
        found.reverse();
    }
    let mut collector = Collector::new(page);
    for (value, id) in found {
        if page.after.as_ref().is_some_and(|after| !comes_after(&value, &id, after, sort.descending)) {
            continue;
        }
        let Some(document) = tx.get_bytes(query.kind, &id)? else { continue };
        if !collector.push(&value, &id, &document) {
            break;
        }
    }
    Ok(collector.selected)
}

fn comes_after(value: &str, id: &str, after: &Cursor, descending: bool) -> bool {
    let (this, that) = ((value, id), (after.value.as_str(), after.id.as_str()));
    if descending { this < that } else { this > that }
}

/// The ids that an index yields for the filter, a superset of what matches; none where there is no index
/// for it, or where it yields too many.
fn candidates(tx: &Tx, kind: Kind<'_>, filter: &Filter) -> Result<Option<BTreeSet<String>>, StoreError> {
    match filter {
        Filter::And(terms) => {
            let mut fewest: Option<BTreeSet<String>> = None;
            for term in terms {
                if let Some(ids) = candidates(tx, kind, term)?
                    && fewest.as_ref().is_none_or(|fewest| ids.len() < fewest.len())
                {
                    fewest = Some(ids);
                }
            }
            Ok(fewest)
        }
        Filter::Or(terms) => {
            let mut union = BTreeSet::new();
            for term in terms {
                let Some(ids) = candidates(tx, kind, term)? else { return Ok(None) };
                union.extend(ids);
            }
            Ok((union.len() <= FEW).then_some(union))
        }
        Filter::Compare { attribute, operator: Operator::Eq, value: Literal::Text(id) }
            if attribute == "id" =>
        {
            Ok(Some(BTreeSet::from([id.clone()])))
        }
        Filter::Compare { attribute, operator, value: Literal::Text(text) }
            if index::is_indexed(kind, attribute) =>
        {
            indexed(tx, kind, attribute, *operator, text)
        }
        _ => Ok(None),
    }
}

fn indexed(
    tx: &Tx,
    kind: Kind<'_>,
    attribute: &str,
    operator: Operator,
    text: &str,
) -> Result<Option<BTreeSet<String>>, StoreError> {
    let folded = index::fold(&as_stored(kind, attribute, text));
    let range = match operator {
        Operator::Eq => Range::exactly(&folded),
        Operator::Sw => Range::starting_with(&folded),
        Operator::Gt | Operator::Ge => Range::from(&folded),
        Operator::Lt | Operator::Le => Range::up_to(&folded),
        Operator::Co => Range::all(),
        Operator::Ne | Operator::Ew => return Ok(None),
    };
    let mut ids = BTreeSet::new();
    let mut too_many = false;
    tx.scan_index(kind, attribute, &range, false, &mut |value, id| {
        if operator != Operator::Co || value.contains(&folded) {
            too_many = ids.len() == FEW;
            ids.insert(id.to_owned());
        }
        Ok(if too_many { Break(()) } else { Continue(()) })
    })?;
    Ok((!too_many).then_some(ids))
}

/// Dates stand in an index as they stand in the document: in UTC, with three digits.
fn as_stored(kind: Kind<'_>, attribute: &str, text: &str) -> String {
    let date = match kind {
        kind::USER => matches!(attribute, "created" | "activated" | "statusChanged" | "lastUpdated"),
        kind::GROUP => matches!(attribute, "created" | "lastUpdated" | "lastMembershipUpdated"),
        kind::LOG => attribute == "published",
        _ => false,
    };
    match clock::parse(text) {
        Some(time) if date => clock::millis(time),
        _ => text.to_owned(),
    }
}

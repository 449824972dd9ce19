//! Lists of a resource: one, or one after the other for each value of a parameter, with the names of what ids stand for.

use std::num::NonZeroU64;

use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::known_name::{Known, NamesOf};
use super::operation::Given;
use super::resource::Verb;
use crate::failure::{Exit, Failure, Stop};
use crate::output::Columns;
use crate::reading::Reading;
use crate::run::Run;

pub async fn list(run: &mut Run, verb: &Verb, given: &Given, columns: &Columns) -> Result<(), Stop> {
    let okta = run.okta()?;
    let over = verb.over.filter(|name| !given.has_query(name));
    let mut reading = Reading::new(run, given.list.limit.map(NonZeroU64::get), columns)?;
    let mut known = Known::default();
    let mut refused = Vec::new();
    let names = if run.is_tabular() || run.global().fields.is_some() { verb.names } else { &[] };
    let each = match over {
        Some(_) => verb.queries(),
        None => vec![Vec::new()],
    };
    for query in each {
        let call = given.call(&okta, verb.operation, None);
        let call = query.iter().fold(call, |call, (name, value)| call.query(name, value));
        let items = call.list();
        reading.begin(match given.list.limit {
            // If the caller wants fewer than a full page has, this asks for no more.
            Some(limit) => items.page_size(u32::try_from(limit.get()).unwrap_or(u32::MAX)),
            None => items,
        });
        loop {
            match reading.next(run).await {
                Ok(Some(items)) => {
                    let items = named(run, &mut known, items, names).await?;
                    reading.print(run, &items)?;
                }
                Ok(None) => break,
                // An org without a feature has no policies of its type.
                Err(Stop::Failed(failure)) if over.is_some() && is_about_type(&failure) => {
                    refused.extend(query.last().map(|(_, value)| *value));
                    break;
                }
                Err(stop) => return Err(stop),
            }
        }
    }
    if !refused.is_empty() {
        run.note(&format!("note: the org does not list {}", refused.join(", ")));
    }
    reading.finish(run).await.map(drop)
}

fn is_about_type(failure: &Failure) -> bool {
    let status = failure.okta().and_then(|error| error.status()).map(|status| status.as_u16());
    failure.exit == Exit::Failed && matches!(status, Some(400 | 403 | 404 | 501))
}

async fn named(
    run: &mut Run,
    known: &mut Known,
    items: Vec<Box<RawValue>>,
    names: &'static [NamesOf],
) -> Result<Vec<Box<RawValue>>, Stop> {
    if names.is_empty() {
        return Ok(items);
    }
    let mut shown = Vec::with_capacity(items.len());
    for item in items {
        let Ok(mut object) = serde_json::from_str::<Value>(item.get()) else {
            shown.push(item);
            continue;
        };
        known.add(run, &mut object, names).await?;
        shown.extend(to_raw_value(&object).ok());
    }
    Ok(shown)
}

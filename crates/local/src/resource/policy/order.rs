//! The order of policies and rules: each has a priority, and what is built in comes last.
//!
//! Okta knows two kinds of order. Most policies and rules are numbered from 1 without gaps. The rules of policies
//! that govern apps keep the numbers that they are given, from 0, with the gaps between them.

use serde_json::{Value, json};

use crate::document::description::Change;
use crate::kernel::context::Context;
use crate::kernel::kind::Kind;
use crate::kernel::problem::Problem;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;

/// The priority of the rule that catches what no other does.
pub const LAST: i64 = 99;

/// The priority that a body asks for.
pub fn asked(body: &Value) -> Result<Option<i64>, Problem> {
    match (&body["priority"], body["priority"].as_i64()) {
        (Value::Null, _) => Ok(None),
        (_, Some(number @ 0..)) => Ok(Some(number)),
        (_, Some(_)) => Err(Problem::validation("priority", "priority: must be 0 or greater")),
        _ => Err(Problem::malformed_body()),
    }
}

/// A changed one with the priority that it asks for, or else the one that it had. Where a body says nothing of the
/// status, it stays as well.
pub fn changed(mut one: Value, change: &Change<'_>) -> Result<Value, Problem> {
    let had = change.old.and_then(|old| old["priority"].as_i64());
    one["priority"] = json!(asked(change.body)?.or(had));
    if let Some(old) = change.old {
        one["created"] = old["created"].clone();
        if change.body["status"].is_null() {
            one["status"] = old["status"].clone();
        }
    }
    Ok(one)
}

/// All of a kind, in the order of their priority.
pub fn all(tx: &Tx, kind: Kind<'_>) -> Result<Vec<Value>, StoreError> {
    let mut found: Vec<Value> = tx.all(kind)?.into_iter().map(|(_, one)| one).collect();
    found.sort_by_key(|one| one["priority"].as_i64());
    Ok(found)
}

/// Puts one of a kind at the place that its priority names.
pub fn place(context: &Context<'_>, kind: Kind<'_>, one: &Value) -> Result<(), Problem> {
    let placed = placed(all(&context.tx, kind)?, one.clone(), one["priority"].as_i64());
    put_all(context, kind, &placed)
}

/// Gives each of a kind the number of its place, after one of them is gone.
pub fn close_gap(context: &Context<'_>, kind: Kind<'_>) -> Result<(), Problem> {
    put_all(context, kind, &numbered(all(&context.tx, kind)?))
}

fn put_all(context: &Context<'_>, kind: Kind<'_>, all: &[Value]) -> Result<(), Problem> {
    for one in all {
        context.tx.put(kind, id_of(one), one)?;
    }
    Ok(())
}

/// Puts one at the place that its priority names, counted from 1. Without a priority it comes last, before what
/// is built in.
pub fn placed(mut others: Vec<Value>, one: Value, priority: Option<i64>) -> Vec<Value> {
    others.retain(|other| id_of(other) != id_of(&one));
    let last = others.iter().filter(|other| other["system"] != true).count();
    let place = priority.map_or(last, |wanted| usize::try_from(wanted - 1).unwrap_or(0).min(last));
    others.insert(place, one);
    numbered(others)
}

/// Gives each the number of its place.
pub fn numbered(mut all: Vec<Value>) -> Vec<Value> {
    for (one, number) in all.iter_mut().zip(1..) {
        one["priority"] = json!(number);
    }
    all
}

/// Gives one the number that it asks for, or the first behind all others. Who has that number moves down, and so
/// does who stands in the way, until there is a gap.
pub fn kept(mut others: Vec<Value>, mut one: Value, priority: Option<i64>) -> Vec<Value> {
    others.retain(|other| id_of(other) != id_of(&one));
    let number_of = |other: &Value| other["priority"].as_i64().unwrap_or_default();
    let mut free = others.iter_mut().filter(|other| other["system"] != true).collect::<Vec<_>>();
    let behind_all = free.iter().map(|other| number_of(other) + 1).max().unwrap_or(0);
    let mut taken = priority.unwrap_or(behind_all);
    one["priority"] = json!(taken);
    free.sort_by_key(|other| number_of(other));
    for other in free {
        if number_of(other) == taken {
            taken += 1;
            other["priority"] = json!(taken);
        }
    }
    others.push(one);
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(id: &str, system: bool, priority: i64) -> Value {
        json!({ "id": id, "system": system, "priority": priority })
    }

    fn shown(all: &[Value]) -> Vec<(&str, i64)> {
        all.iter().map(|one| (id_of(one), one["priority"].as_i64().unwrap())).collect()
    }

    #[test]
    fn one_is_put_in_its_place() {
        let present = || vec![named("a", false, 1), named("b", false, 2), named("last", true, 3)];
        let new = |priority| placed(present(), named("new", false, 1), priority);
        assert_eq!(shown(&new(None)), [("a", 1), ("b", 2), ("new", 3), ("last", 4)]);
        assert_eq!(shown(&new(Some(1))), [("new", 1), ("a", 2), ("b", 3), ("last", 4)]);
        assert_eq!(shown(&new(Some(-5))), [("new", 1), ("a", 2), ("b", 3), ("last", 4)]);
        assert_eq!(shown(&new(Some(50))), [("a", 1), ("b", 2), ("new", 3), ("last", 4)]);
        let moved = placed(present(), named("a", false, 1), Some(2));
        assert_eq!(shown(&moved), [("b", 1), ("a", 2), ("last", 3)]);
    }

    /// Numbers and gaps stay; only what is in the way moves, and what catches all keeps its number.
    #[test]
    fn rules_of_apps_keep_their_numbers() {
        let present = || {
            let numbers = [("a", 1), ("b", 2), ("d", 4), ("e", 5)];
            let mut all: Vec<Value> = numbers.map(|(id, number)| named(id, false, number)).into();
            all.push(named("all", true, LAST));
            all
        };
        let cases = [
            ("new", None, [("a", 1), ("b", 2), ("d", 4), ("e", 5), ("new", 6)].as_slice()),
            ("new", Some(0), &[("new", 0), ("a", 1), ("b", 2), ("d", 4), ("e", 5)]),
            ("new", Some(1), &[("new", 1), ("a", 2), ("b", 3), ("d", 4), ("e", 5)]),
            ("new", Some(3), &[("a", 1), ("b", 2), ("new", 3), ("d", 4), ("e", 5)]),
            ("new", Some(4), &[("a", 1), ("b", 2), ("new", 4), ("d", 5), ("e", 6)]),
            ("new", Some(50), &[("a", 1), ("b", 2), ("d", 4), ("e", 5), ("new", 50)]),
            ("b", Some(1), &[("b", 1), ("a", 2), ("d", 4), ("e", 5)]),
            ("e", Some(5), &[("a", 1), ("b", 2), ("d", 4), ("e", 5)]),
            ("a", Some(4), &[("b", 2), ("a", 4), ("d", 5), ("e", 6)]),
        ];
        for (id, priority, expected) in cases {
            let mut all = kept(present(), named(id, false, 1), priority);
            all.sort_by_key(|one| one["priority"].as_i64());
            assert_eq!(shown(&all), [expected, &[("all", LAST)]].concat(), "{id} at {priority:?}");
        }
        let first = kept(vec![named("all", true, LAST)], named("first", false, 1), None);
        assert_eq!(shown(&first), [("all", LAST), ("first", 0)]);
    }

    #[test]
    fn a_priority_is_a_number_from_0() {
        let asked = |priority| asked(&json!({ "priority": priority })).map_err(|problem| problem.code);
        assert_eq!(asked(Value::Null), Ok(None));
        assert_eq!(asked(json!(0)), Ok(Some(0)));
        assert_eq!(asked(json!(-5)), Err("E0000001"));
        assert_eq!(asked(json!("1")), Err("E0000003"));
        assert_eq!(asked(json!(1.5)), Err("E0000003"));
    }
}

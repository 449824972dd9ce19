//! The order of policies and rules: each has a priority, and what is built in comes last.

use serde_json::{Value, json};

use crate::resource::user::id_of;

/// The priority of the rule that catches what no other does.
pub const LAST: i64 = 99;

/// Puts one at the place that its priority names, counted from `first`. Without a priority it comes last,
/// before what is built in.
pub fn placed(mut others: Vec<Value>, one: Value, priority: Option<i64>, first: i64) -> Vec<Value> {
    others.retain(|other| id_of(other) != id_of(&one));
    let last = others.iter().filter(|other| other["system"] != true).count();
    let place = priority.map_or(last, |wanted| usize::try_from(wanted - first).unwrap_or(0).min(last));
    others.insert(place, one);
    numbered(others, first)
}

/// Gives each the number of its place.
pub fn numbered(mut all: Vec<Value>, first: i64) -> Vec<Value> {
    for (one, number) in all.iter_mut().zip(first..) {
        let catches_all = one["system"] == true && one["priority"] == LAST;
        if !catches_all {
            one["priority"] = json!(number);
        }
    }
    all
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
        let new = |priority| placed(present(), named("new", false, 1), priority, 1);
        assert_eq!(shown(&new(None)), [("a", 1), ("b", 2), ("new", 3), ("last", 4)]);
        assert_eq!(shown(&new(Some(1))), [("new", 1), ("a", 2), ("b", 3), ("last", 4)]);
        assert_eq!(shown(&new(Some(-5))), [("new", 1), ("a", 2), ("b", 3), ("last", 4)]);
        assert_eq!(shown(&new(Some(50))), [("a", 1), ("b", 2), ("new", 3), ("last", 4)]);
        let moved = placed(present(), named("a", false, 1), Some(2), 1);
        assert_eq!(shown(&moved), [("b", 1), ("a", 2), ("last", 3)]);
    }

    #[test]
    fn what_catches_all_keeps_its_number() {
        let present = vec![named("all", true, LAST)];
        let rules = placed(present, named("first", false, 1), None, 0);
        assert_eq!(shown(&rules), [("first", 0), ("all", LAST)]);
    }
}

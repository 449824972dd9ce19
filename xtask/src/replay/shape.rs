//! Whether two answers have the same shape: members, types of values, and what the items of lists look like.
use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::ids::Names;

/// A place where two answers differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where, as a path with `[]` for any item of a list.
    pub path: String,
    pub expected: String,
    pub got: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} / {}", self.path, self.expected, self.got)
    }
}

/// Compares a body. `None`: there was nothing to compare with, so nothing is known.
pub fn compare(recorded: &Value, ours: &Value, names: &Names) -> Option<Vec<Difference>> {
    let mut found = Vec::new();
    match (recorded, ours) {
        (Value::Array(recorded), Value::Array(ours)) => compare_listing(recorded, ours, names, &mut found)?,
        _ => compare_at("", recorded, ours, names, &mut found),
    }
    Some(found)
}

/// A listing of a real org holds what others made, too: what both have is compared, the rest is theirs.
fn compare_listing(
    recorded: &[Value],
    ours: &[Value],
    names: &Names,
    found: &mut Vec<Difference>,
) -> Option<()> {
    match (recorded.is_empty(), ours.is_empty()) {
        (true, true) => return Some(()),
        (true, false) => found.push(difference("[]", "no item", "items")),
        (false, true) => return None,
        (false, false) => {
            let pairs = pairs(recorded, ours, names);
            if pairs.is_empty() {
                return None;
            }
            pairs
                .iter()
                .for_each(|(left, right)| compare_at("[]", &recorded[*left], &ours[*right], names, found));
        }
    }
    Some(())
}

fn compare_at(path: &str, recorded: &Value, ours: &Value, names: &Names, found: &mut Vec<Difference>) {
    match (recorded, ours) {
        (Value::Object(left), Value::Object(right)) => {
            for (member, value) in left {
                let path = format!("{path}/{member}");
                match right.get(&*names.member(member)) {
                    Some(our_value) => compare_at(&path, value, our_value, names, found),
                    None => push(found, difference(&path, kind(value), "missing")),
                }
            }
            let known: Vec<Cow<'_, str>> = left.keys().map(|member| names.member(member)).collect();
            for (member, value) in
                right.iter().filter(|(member, _)| known.iter().all(|known| known != *member))
            {
                push(found, difference(&format!("{path}/{member}"), "missing", kind(value)));
            }
        }
        (Value::Array(left), Value::Array(right)) => {
            compare_items(&format!("{path}[]"), left, right, names, found)
        }
        _ if kind(recorded) != kind(ours) => push(found, difference(path, kind(recorded), kind(ours))),
        _ => {}
    }
}

/// Items with names are compared with their likes; others by whether any of the other side looks the same.
fn compare_items(path: &str, recorded: &[Value], ours: &[Value], names: &Names, found: &mut Vec<Difference>) {
    if recorded.is_empty() != ours.is_empty() {
        let describe = |items: &[Value]| if items.is_empty() { "no item" } else { "items" };
        return push(found, difference(path, describe(recorded), describe(ours)));
    }
    let pairs = pairs(recorded, ours, names);
    if !pairs.is_empty() {
        return pairs
            .iter()
            .for_each(|(left, right)| compare_at(path, &recorded[*left], &ours[*right], names, found));
    }
    let differences = |left: &Value, right: &Value| {
        let mut found = Vec::new();
        compare_at(path, left, right, names, &mut found);
        found
    };
    for item in ours {
        let nearest = recorded.iter().map(|like| differences(like, item)).min_by_key(Vec::len);
        nearest.into_iter().flatten().for_each(|difference| push(found, difference));
    }
    for like in recorded {
        let nearest = ours.iter().map(|item| differences(like, item)).min_by_key(Vec::len);
        nearest.into_iter().flatten().for_each(|difference| push(found, difference));
    }
}

/// Which item of a recorded list is which of ours, by position.
pub fn pairs(recorded: &[Value], ours: &[Value], names: &Names) -> Vec<(usize, usize)> {
    let mut free: Vec<usize> = (0..ours.len()).collect();
    let mut pairs = Vec::new();
    let mut unnamed = Vec::new();
    for (left, item) in recorded.iter().enumerate() {
        match free.iter().position(|right| is_same(item, &ours[*right], names)) {
            Some(position) => pairs.push((left, free.remove(position))),
            None if natural_name(item).is_none() => unnamed.push(left),
            None => {}
        }
    }
    // Keys and the like have no name of their own: with as many on both sides, the order tells.
    let rest: Vec<usize> = free.into_iter().filter(|right| natural_name(&ours[*right]).is_none()).collect();
    let objects = |(left, right): &(usize, usize)| recorded[*left].is_object() && ours[*right].is_object();
    if unnamed.len() == rest.len() {
        pairs.extend(unnamed.into_iter().zip(rest).filter(objects));
    }
    pairs.sort_unstable();
    pairs
}

fn is_same(recorded: &Value, ours: &Value, names: &Names) -> bool {
    let known = recorded["id"].as_str().or(recorded["kid"].as_str()).and_then(|id| names.get(id));
    match known {
        Some(name) => ours["id"] == name || ours["kid"] == name,
        None => match (natural_name(recorded), natural_name(ours)) {
            (Some(left), Some(right)) => left == right,
            _ => false,
        },
    }
}

/// What people call an object.
fn natural_name(item: &Value) -> Option<&str> {
    let places = [
        "/profile/login",
        "/profile/name",
        "/label",
        "/name",
        "/displayName",
        "/title",
        "/domain",
        "/notificationType",
        "/contactType",
    ];
    places.iter().find_map(|place| item.pointer(place).and_then(Value::as_str))
}

/// The type of a value. Dates are their own type: they are texts of one form.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(text) if is_date(text) => "date",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn is_date(text: &str) -> bool {
    let form = b"dddd-dd-ddTdd:dd:dd";
    let fits = |(byte, form): (u8, &u8)| if *form == b'd' { byte.is_ascii_digit() } else { byte == *form };
    text.len() > form.len() && text.bytes().zip(form).all(fits) && text.ends_with('Z')
}

fn difference(path: &str, expected: &str, got: &str) -> Difference {
    Difference { path: path.to_owned(), expected: expected.to_owned(), got: got.to_owned() }
}

/// The same difference in many items is one.
fn push(found: &mut Vec<Difference>, difference: Difference) {
    if !found.contains(&difference) {
        found.push(difference);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn differences(recorded: Value, ours: Value) -> Vec<String> {
        let found = compare(&recorded, &ours, &Names::default()).expect("they can be compared");
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn members_and_types_are_compared_and_values_are_not() {
        let cases: [(Value, Value, &[&str]); 8] = [
            (json!({"a": "x", "b": 1}), json!({"b": 2, "a": "y"}), &[]),
            (json!({"a": 1}), json!({}), &["/a: number / missing"]),
            (json!({}), json!({"a": null}), &["/a: missing / null"]),
            (json!({"a": null}), json!({"a": "x"}), &["/a: null / string"]),
            (json!({"a": "2017-09-08T23:51:11.000Z"}), json!({"a": "today"}), &["/a: date / string"]),
            (json!({"a": {"b": true}}), json!({"a": {"b": "true"}}), &["/a/b: boolean / string"]),
            (json!({"a": {}}), json!({"a": []}), &["/a: object / array"]),
            (json!("x"), Value::Null, &[": string / null"]),
        ];
        for (recorded, ours, expected) in cases {
            assert_eq!(differences(recorded.clone(), ours.clone()), expected, "{recorded} {ours}");
        }
    }

    #[test]
    fn lists_inside_of_an_object_are_compared_by_what_their_items_look_like() {
        let cases: [(Value, Value, &[&str]); 6] = [
            (json!({"a": []}), json!({"a": ["x"]}), &["/a[]: no item / items"]),
            (json!({"a": ["x", "y"]}), json!({"a": ["z"]}), &[]),
            (json!({"a": ["x"]}), json!({"a": [1]}), &["/a[]: string / number"]),
            (json!({"a": [{"x": 1}, {"x": 2}]}), json!({"a": [{"x": 1}]}), &[]),
            (
                json!({"a": [{"x": 1}]}),
                json!({"a": [{"x": 1}, {"y": 1}]}),
                &["/a[]/x: number / missing", "/a[]/y: missing / number"],
            ),
            (
                json!({"a": [{"name": "b", "x": 1}]}),
                json!({"a": [{"name": "a"}, {"name": "b", "x": ""}]}),
                &["/a[]/x: number / string"],
            ),
        ];
        for (recorded, ours, expected) in cases {
            assert_eq!(differences(recorded.clone(), ours.clone()), expected, "{recorded} {ours}");
        }
    }

    #[test]
    fn a_listing_compares_what_both_orgs_have() {
        let names = Names::default();
        let theirs = json!([{"label": "mine", "x": 1}, {"label": "theirs", "y": 1}]);
        let compare = |ours: Value| compare(&theirs, &ours, &names);
        assert_eq!(compare(json!([{"label": "mine", "x": 2}])), Some(vec![]));
        assert_eq!(compare(json!([{"label": "mine"}])), Some(vec![difference("[]/x", "number", "missing")]));
        assert_eq!(compare(json!([])), None, "an empty list shows nothing");
        assert_eq!(compare(json!([{"label": "other"}])), None, "nothing in common");
        let none = super::compare(&json!([]), &json!([{"label": "x"}]), &names);
        assert_eq!(
            none,
            Some(vec![difference("[]", "no item", "items")]),
            "a filter that lets too much through"
        );
    }

    #[test]
    fn items_are_paired_by_id_then_by_name_then_by_order() {
        let mut names = Names::default();
        names.insert("r1", "o1");
        let recorded = [json!({"id": "r2", "label": "b"}), json!({"id": "r1", "label": "a"})];
        let ours = [json!({"id": "o1", "label": "renamed"}), json!({"id": "o2", "label": "b"})];
        assert_eq!(pairs(&recorded, &ours, &names), [(0, 1), (1, 0)]);
        let keys = [json!({"kid": "x"}), json!({"kid": "y"})];
        assert_eq!(pairs(&keys, &keys, &names), [(0, 0), (1, 1)]);
        assert_eq!(pairs(&keys, &keys[..1], &names), [], "which of the two it is cannot be told");
    }
}

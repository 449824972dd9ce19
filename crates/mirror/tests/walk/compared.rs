//! Two mirrors, compared object by object.

use std::collections::BTreeMap;
use std::path::Path;

use oktars_mirror::{KINDS, Reader};
use serde_json::Value;

/// What each kind holds: the documents by their keys, without what moves by itself.
fn contents(path: &Path) -> BTreeMap<(String, String), Value> {
    let mut reader = Reader::open(path).unwrap();
    let mut found = BTreeMap::new();
    for kind in KINDS {
        let sql = format!("select key, json from {}_history where valid_to is null", kind.name);
        reader
            .ask(&sql, std::time::Duration::from_secs(60), &mut |row| {
                let mut row: Value = serde_json::from_str(row.get()).unwrap();
                let mut json = row["json"].take();
                for member in kind.restless {
                    json[*member] = Value::Null;
                }
                // A group's new name shows in the link of each assignment that it gives, and no event names these.
                if kind.name == "app_users" && json["_links"]["group"].is_object() {
                    json["_links"]["group"]["name"] = Value::Null;
                }
                found.insert((kind.name.to_owned(), row["key"].as_str().unwrap().to_owned()), json);
                Ok(())
            })
            .unwrap()
            .unwrap();
    }
    found
}

/// Fails with what is different.
pub fn assert_equal(one: &Path, other: &Path) {
    let (one, other) = (contents(one), contents(other));
    let mut different = Vec::new();
    for key in one.keys().chain(other.keys().filter(|key| !one.contains_key(*key))) {
        match (one.get(key), other.get(key)) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => {
                let found = oktars_mirror::differences(a, b);
                let links = (&a["_links"], &b["_links"]);
                different.push(format!(
                    "{key:?}: {found:?} {}",
                    if found.is_empty() { format!("{links:?}") } else { String::new() }
                ));
            }
            (Some(_), None) => different.push(format!("{key:?} is too much")),
            _ => different.push(format!("{key:?} is missing")),
        }
    }
    assert!(
        different.is_empty(),
        "{} of {}:\n{}",
        different.len(),
        other.len(),
        different[..different.len().min(20)].join("\n")
    );
}

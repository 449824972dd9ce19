//! Two mirrors, compared object by object.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use oktars_mirror::{KINDS, Reader};
use serde_json::Value;
use serde_json::value::RawValue;

/// What each kind holds: the documents by their keys, without what moves by itself.
fn contents(path: &Path) -> BTreeMap<(String, String), Value> {
    let mut reader = Reader::open(path).unwrap();
    let mut found = BTreeMap::new();
    for kind in KINDS {
        let sql = format!("select key, json from {}_history where valid_to is null", kind.name);
        reader
            .ask(&sql, Duration::from_secs(60), &mut |row| {
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

/// The columns of rows that are not what their documents say.
fn wrong_columns(path: &Path) -> Vec<String> {
    let mut reader = Reader::open(path).unwrap();
    let mut asked = |sql: &str| {
        let mut rows: Vec<Value> = Vec::new();
        let mut keep = |row: Box<RawValue>| {
            rows.push(serde_json::from_str(row.get()).unwrap());
            Ok(())
        };
        reader.ask(sql, Duration::from_secs(60), &mut keep).unwrap().unwrap();
        rows
    };
    let mut wrong = Vec::new();
    for kind in KINDS.iter().filter(|kind| kind.keeps_documents) {
        let added = asked(&format!("select name, path from attribute where kind = '{}'", kind.name));
        let added = added.iter().map(|one| (one["name"].as_str().unwrap(), one["path"].as_str().unwrap()));
        for (name, place) in kind.columns.iter().copied().chain(added) {
            let place = place.replace('\'', "''");
            let sql = format!(
                "select r.key, r.\"{name}\" as held, d.json ->> '{place}' as said from {}_rows r
                 left join documents d on d.n = r.n where held is not said limit 3",
                kind.name
            );
            wrong.extend(asked(&sql).iter().map(|row| format!("{}.{name}: {row}", kind.name)));
        }
    }
    wrong
}

/// Fails with what is different.
pub fn assert_equal(one: &Path, other: &Path) {
    assert_eq!(wrong_columns(one), [] as [String; 0]);
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

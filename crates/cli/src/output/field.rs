//! Fields: which parts of a resource are printed, and under which names.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use super::DEEPEST;

/// The columns of a resource where nobody chose any, written as `--fields` takes them.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    /// For people: as few as name a row.
    pub table: &'static str,
    /// For programs: what else they ask for, behind those of the table.
    pub csv: &'static str,
}

impl Columns {
    /// For what is not known: the first item says which there are.
    pub const OF_FIRST_ITEM: Columns = Columns { table: "", csv: "" };

    pub fn table(&self) -> Option<Fields> {
        Fields::parse(self.table).ok()
    }

    pub fn csv(&self) -> Option<Fields> {
        Fields::parse(format!("{},{}", self.table, self.csv).trim_matches(',')).ok()
    }
}

/// Chosen fields: `status`, `login=profile.login`.
#[derive(Debug, Clone)]
pub struct Fields(Vec<Field>);

#[derive(Debug, Clone)]
struct Field {
    label: String,
    path: Vec<String>,
}

/// What stands at a field's path.
#[derive(Debug, Clone)]
pub enum Found<'a> {
    Nothing,
    One(&'a RawValue),
    /// The path leads through an array: one value for each of its items that has it.
    Many(Vec<&'a RawValue>),
}

impl Fields {
    /// Reads a list such as `status,login=profile.login`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let fields =
            text.split(',').map(|field| Field::parse(field.trim())).collect::<Result<Vec<_>, _>>()?;
        for (n, field) in fields.iter().enumerate() {
            if fields[..n].iter().any(|other| other.label == field.label) {
                return Err("two fields have one name; give one of them another: `NAME=PATH`".to_owned());
            }
        }
        Ok(Fields(fields))
    }

    /// The plain values at the top of an item, and those of its profile.
    pub fn of(item: &RawValue) -> Self {
        let mut fields = Vec::new();
        for (name, value) in members(item) {
            if is_plain(value) {
                fields.push(Field { label: name.clone(), path: vec![name] });
            } else if name == "profile" {
                let inner = members(value).into_iter().filter(|(_, value)| is_plain(value));
                fields.extend(
                    inner.map(|(inner, _)| Field { label: inner.clone(), path: vec![name.clone(), inner] }),
                );
            }
        }
        Fields(fields)
    }

    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|field| field.label.as_str())
    }

    /// A path that none of the items has, and one that the first has and that is written much alike.
    pub fn misspelt(&self, items: &[Box<RawValue>]) -> Option<(String, String)> {
        let known: Vec<String> = leaves(items.first()?).into_iter().map(|(path, _)| path).collect();
        let absent = |field: &&Field| {
            let only = Fields(vec![(*field).clone()]);
            items.iter().all(|item| match &only.pick(item)[0] {
                Found::Nothing => true,
                Found::Many(values) => values.is_empty(),
                Found::One(_) => false,
            })
        };
        let absent: Vec<String> = self.0.iter().filter(absent).map(|field| field.path.join(".")).collect();
        absent.into_iter().find_map(|path| {
            let similar = |known: &&String| strsim::jaro_winkler(known, &path);
            let best = known.iter().max_by(|a, b| similar(a).total_cmp(&similar(b)))?;
            (similar(&best) > 0.93).then(|| (path, best.clone()))
        })
    }

    /// The values of an item, one for each field.
    pub fn pick<'a>(&self, item: &'a RawValue) -> Vec<Found<'a>> {
        let top: HashMap<Cow<'a, str>, &'a RawValue> = serde_json::from_str(item.get()).unwrap_or_default();
        let mut below = HashMap::new();
        let picked = self.0.iter().map(|field| match &field.path[..] {
            [name] => top.get(name.as_str()).map_or(Found::Nothing, |value| Found::One(value)),
            // Most fields stand one level below: that level is read once for all of them.
            [first, name] if top.get(first.as_str()).is_some_and(|value| value.get().starts_with('{')) => {
                let inner: &HashMap<Cow<'a, str>, &'a RawValue> = below
                    .entry(first.as_str())
                    .or_insert_with(|| serde_json::from_str(top[first.as_str()].get()).unwrap_or_default());
                inner.get(name.as_str()).map_or(Found::Nothing, |value| Found::One(value))
            }
            [first, rest @ ..] => top.get(first.as_str()).map_or(Found::Nothing, |value| find(value, rest)),
            [] => Found::Nothing,
        });
        picked.collect()
    }
}

impl Field {
    fn parse(text: &str) -> Result<Self, String> {
        let (label, path) = text.split_once('=').unwrap_or((text, text));
        let path: Vec<String> = path.split('.').map(str::to_owned).collect();
        if label.is_empty() || path.iter().any(String::is_empty) {
            return Err(format!("{text:?} is no field: write it as `profile.login` or `NAME=profile.login`"));
        }
        Ok(Field { label: label.to_owned(), path })
    }
}

impl<'a> Found<'a> {
    /// As JSON, in Okta's own text where it is one value.
    pub fn json(&self) -> Cow<'a, str> {
        match self {
            Found::Nothing => "null".into(),
            Found::One(raw) => raw.get().into(),
            Found::Many(raws) => {
                let texts: Vec<&str> = raws.iter().map(|raw| raw.get()).collect();
                format!("[{}]", texts.join(",")).into()
            }
        }
    }

    /// As text: a string is what it says, nothing and null are empty, the rest is JSON.
    pub fn text(&self) -> Cow<'a, str> {
        match self {
            Found::One(raw) => plain(raw),
            Found::Nothing => "".into(),
            Found::Many(_) => self.json(),
        }
    }

    /// As text for a person, who reads `a, b` more easily than `["a","b"]`.
    pub fn short(&self) -> Cow<'a, str> {
        let raws = match self {
            Found::One(raw) if raw.get().starts_with('[') => {
                serde_json::from_str(raw.get()).unwrap_or_default()
            }
            Found::Many(raws) => raws.clone(),
            _ => return self.text(),
        };
        raws.iter().map(|raw| plain(raw)).collect::<Vec<_>>().join(", ").into()
    }
}

fn plain(raw: &RawValue) -> Cow<'_, str> {
    match raw.get().as_bytes().first() {
        // Half a surrogate pair is a string for JSON and none for us: it stays as it is written.
        Some(b'"') => serde_json::from_str(raw.get()).map_or(Cow::Borrowed(raw.get()), Cow::Owned),
        Some(b'n') => "".into(),
        _ => raw.get().into(),
    }
}

fn find<'a>(value: &'a RawValue, path: &[String]) -> Found<'a> {
    let Some((first, rest)) = path.split_first() else { return Found::One(value) };
    if !value.get().starts_with('[') {
        if first == "*" {
            return all(members(value).into_iter().map(|(_, member)| find(member, rest)));
        }
        let members: HashMap<Cow<'_, str>, &RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
        return members.get(first.as_str()).map_or(Found::Nothing, |value| find(value, rest));
    }
    let items: Vec<&RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
    if let Ok(place) = first.parse::<usize>() {
        return items.get(place).map_or(Found::Nothing, |item| find(item, rest));
    }
    all(items.into_iter().map(|item| find(item, path)))
}

/// What was found at several places.
fn all<'a>(found: impl Iterator<Item = Found<'a>>) -> Found<'a> {
    let each = found.flat_map(|found| match found {
        Found::Nothing => Vec::new(),
        Found::One(value) => vec![value],
        Found::Many(values) => values,
    });
    Found::Many(each.collect())
}

/// The elements of an array.
pub fn elements(array: &RawValue) -> Vec<&RawValue> {
    serde_json::from_str(array.get()).unwrap_or_default()
}

/// The members of an object in their order.
pub fn members(object: &RawValue) -> Vec<(String, &RawValue)> {
    struct InOrder;
    impl<'de> serde::de::Visitor<'de> for InOrder {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(members)
        }
    }
    let mut json = serde_json::Deserializer::from_str(object.get());
    serde::Deserializer::deserialize_map(&mut json, InOrder).unwrap_or_default()
}

/// The leaves of an item with their paths, for a person; links are left out.
pub fn leaves(item: &RawValue) -> Vec<(String, String)> {
    let mut leaves = Vec::new();
    collect_leaves("", item, DEEPEST, &mut leaves);
    leaves
}

fn collect_leaves(path: &str, value: &RawValue, levels: usize, leaves: &mut Vec<(String, String)>) {
    let inner = if levels > 0 { members(value) } else { Vec::new() };
    if inner.is_empty() {
        leaves.push((path.to_owned(), Found::One(value).short().into_owned()));
    }
    for (name, value) in inner.into_iter().filter(|(name, _)| name != "_links") {
        let path = if path.is_empty() { name } else { format!("{path}.{name}") };
        collect_leaves(&path, value, levels - 1, leaves);
    }
}

fn is_plain(value: &RawValue) -> bool {
    !value.get().starts_with(['{', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).unwrap()
    }

    #[test]
    fn paths_lead_through_objects_and_arrays() {
        let item = raw(
            r#"{"a":1,"b":{"c":"x","d":{"e":[1,2]}},"t":[{"n":"p","m":[{"k":1}]},{"n":"q"},7],"z":null,"a.b":0}"#,
        );
        let cases = [
            ("a", "1"),
            ("b.c", "\"x\""),
            ("b.d.e", "[1,2]"),
            ("b.d.e.1", "2"),
            ("b.d.e.9", "null"),
            ("t.n", "[\"p\",\"q\"]"),
            ("t.0.n", "\"p\""),
            ("b.d.*", "[[1,2]]"),
            ("b.*.e", "[[1,2]]"),
            ("t.m.k", "[1]"),
            ("z", "null"),
            ("z.y", "null"),
            ("a.b", "null"),
            ("a.b.c", "null"),
            ("gone", "null"),
        ];
        for (path, json) in cases {
            assert_eq!(Fields::parse(path).unwrap().pick(&item)[0].json(), json, "{path}");
        }
    }

    #[test]
    fn a_path_that_nothing_has_is_compared_with_those_that_are_there() {
        let items = [raw(r#"{"id":"1","profile":{"login":"a","title":null}}"#)];
        let misspelt = |text: &str| Fields::parse(text).unwrap().misspelt(&items);
        let found = Some(("profile.lgoin".to_owned(), "profile.login".to_owned()));
        assert_eq!(misspelt("id,profile.lgoin"), found);
        for good in ["id,profile.login", "profile.title", "profile.costCenter", "id,nothing"] {
            assert_eq!(misspelt(good), None, "{good}");
        }
    }

    #[test]
    fn what_is_no_list_of_fields_is_refused() {
        for text in ["", "a,", "=a", "a=", "a..b", ".a", "a,a", "x=a,x=b"] {
            assert!(Fields::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn what_is_nested_without_end_is_a_leaf_at_a_depth() {
        let deep = raw(&format!("{}1{}", "{\"a\":".repeat(20_000), "}".repeat(20_000)));
        let [(path, text)] = &leaves(&deep)[..] else { panic!("there is one leaf") };
        assert!(path.len() < 2 * DEEPEST && text.ends_with("}}"), "{path}");
    }

    #[test]
    fn leaves_are_in_order_and_without_links() {
        let item =
            raw(r#"{"id":"1","profile":{"b":null,"a":["x","y"]},"empty":{},"_links":{"self":{"href":"h"}}}"#);
        let pairs = |(path, text): &(String, String)| format!("{path}={text}");
        let leaves: Vec<String> = leaves(&item).iter().map(pairs).collect();
        assert_eq!(leaves, ["id=1", "profile.b=", "profile.a=x, y", "empty={}"]);
    }
}

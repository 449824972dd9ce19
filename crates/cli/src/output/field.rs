//! Fields: which parts of a resource are printed, and under which names.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
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

    /// Those of the table, and what else programs ask for.
    pub fn all(&self) -> Option<Fields> {
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
    /// What a heading of the usual output stands for, where an item has nothing at the path.
    heading: Option<Vec<String>>,
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
                fields.push(Field { label: name.clone(), path: vec![name], heading: None });
            } else if name == "profile" {
                let inner = members(value).into_iter().filter(|(_, value)| is_plain(value));
                fields.extend(inner.map(|(inner, _)| Field {
                    label: inner.clone(),
                    path: vec![name.clone(), inner],
                    heading: None,
                }));
            }
        }
        Fields(fields)
    }

    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|field| field.label.as_str())
    }

    /// The headings of tables: of a path, as much of its end as no other has.
    pub fn headings(&self) -> Vec<String> {
        let headings = self.0.iter().enumerate().map(|(n, field)| {
            let others = self.0.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, other)| &other.label);
            let others: Vec<&String> = others.collect();
            ends(&field.label).find(|end| !others.iter().any(|other| ends(other).any(|other| other == *end)))
        });
        let headings = headings.zip(&self.0).map(|(end, field)| end.unwrap_or(&field.label).to_uppercase());
        headings.collect()
    }

    /// The same fields where names may be headings of the usual columns: `login` is `profile.login`. A heading is
    /// meant in what has headings; in JSON an item's own member comes first.
    #[must_use]
    pub fn named_by(&self, columns: &Columns, has_headings: bool) -> Self {
        let known = columns.all().map_or(Vec::new(), |fields| fields.0);
        let meant = |field: &Field| {
            let [name] = &field.path[..] else { return None };
            let heading = known.iter().find(|heading| heading.label == *name)?;
            Some(heading.path.clone()).filter(|path| *path != field.path)
        };
        let named = self.0.iter().map(|field| match meant(field) {
            Some(path) if has_headings => Field { path, ..field.clone() },
            heading => Field { heading, ..field.clone() },
        });
        Fields(named.collect())
    }

    /// These fields, or those of an item that has none of them.
    #[must_use]
    pub fn or_those_of(self, item: &RawValue) -> Self {
        let is_empty = self.pick(item).iter().all(|found| matches!(found, Found::Nothing));
        if is_empty { Fields::of(item) } else { self }
    }

    /// The names that were given, with the paths that they stand for.
    pub fn paths(&self) -> impl Iterator<Item = &[String]> {
        self.0.iter().map(|field| &field.path[..])
    }

    /// Where values are looked for.
    fn all_paths(&self) -> impl Iterator<Item = &[String]> {
        self.0
            .iter()
            .flat_map(|field| [Some(&field.path), field.heading.as_ref()])
            .flatten()
            .map(Vec::as_slice)
    }

    /// Whether one of them is at a path or around it.
    pub fn show(&self, path: &str) -> bool {
        let steps: Vec<&str> = path.split('.').collect();
        self.0.iter().any(|field| {
            field.path.len() <= steps.len() && field.path.iter().zip(&steps).all(|(one, other)| one == other)
        })
    }

    /// The values of an item, one for each field.
    pub fn pick<'a>(&self, item: &'a RawValue) -> Vec<Found<'a>> {
        let mut read = Item::new(item, self);
        let picked = self.0.iter().map(|field| match (read.at(&field.path), &field.heading) {
            (Found::Nothing, Some(heading)) => read.at(heading),
            (found, _) => found,
        });
        picked.collect()
    }

    /// How far each field can be followed in an item.
    pub fn sights<'a>(&'a self, item: &'a RawValue) -> impl Iterator<Item = Sight> + 'a {
        self.0.iter().map(|field| {
            let by_heading = field.heading.as_ref().map(|heading| sight(item, heading));
            by_heading.into_iter().fold(sight(item, &field.path), Ord::max)
        })
    }
}

/// How far a path can be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// An object on the way has no such member.
    Absent,
    /// It ends at a null or an empty list, behind which there may be one in other items.
    Unknown,
    Seen,
}

fn sight(value: &RawValue, path: &[String]) -> Sight {
    let Some((first, rest)) = path.split_first() else { return Sight::Seen };
    match value.get().as_bytes().first() {
        Some(b'{') => member(value, first).map_or(Sight::Absent, |value| sight(value, rest)),
        Some(b'[') => match first.parse::<usize>() {
            Ok(place) => elements(value).get(place).map_or(Sight::Unknown, |item| sight(item, rest)),
            Err(_) => elements(value).iter().map(|item| sight(item, path)).max().unwrap_or(Sight::Unknown),
        },
        Some(b'n') => Sight::Unknown,
        _ => Sight::Absent,
    }
}

/// The ends of a path, the shortest first; one that is only a place in a list says nothing.
fn ends(path: &str) -> impl Iterator<Item = &str> {
    let starts = path.rmatch_indices('.').map(|(at, _)| at + 1).chain([0]);
    let ends = starts.map(|start| &path[start..]);
    ends.filter(|end| end.split('.').next().is_none_or(|first| first.parse::<usize>().is_err()))
}

/// An item of which each level is read once, and of it what the fields name.
struct Item<'f, 'a> {
    fields: &'f Fields,
    top: Level<'f, 'a>,
    below: Vec<(&'f str, Level<'f, 'a>)>,
}

impl<'f, 'a> Item<'f, 'a> {
    fn new(item: &'a RawValue, fields: &'f Fields) -> Self {
        let firsts = fields.all_paths().filter_map(|path| path.first());
        Item { fields, top: Level::of(item, firsts), below: Vec::new() }
    }

    fn at(&mut self, path: &'f [String]) -> Found<'a> {
        let Some((first, rest)) = path.split_first() else { return Found::Nothing };
        let Some(value) = self.top.get(first) else { return Found::Nothing };
        match rest {
            // Most fields stand one level below: that level is read once for all of them.
            [name] if name != "*" && value.get().starts_with('{') => {
                self.below(first, value).get(name).map_or(Found::Nothing, Found::One)
            }
            rest => find(value, rest),
        }
    }

    fn below(&mut self, first: &'f str, value: &'a RawValue) -> &Level<'f, 'a> {
        let known = self.below.iter().position(|(name, _)| *name == first);
        let at = known.unwrap_or_else(|| {
            let names = self.fields.all_paths().filter_map(|path| match path {
                [parent, name] if parent == first => Some(name),
                _ => None,
            });
            self.below.push((first, Level::of(value, names)));
            self.below.len() - 1
        });
        &self.below[at].1
    }
}

/// Members of an object: those of these names, as far as they are there. The last one of a name counts.
struct Level<'f, 'a>(Vec<(&'f str, Option<&'a RawValue>)>);

impl<'f, 'a> Level<'f, 'a> {
    fn of(object: &'a RawValue, names: impl Iterator<Item = &'f String>) -> Self {
        let mut members: Vec<(&str, Option<&RawValue>)> = Vec::new();
        for name in names {
            if !members.iter().any(|(known, _)| known == name) {
                members.push((name, None));
            }
        }
        let mut json = serde_json::Deserializer::from_str(object.get());
        // What is no object has no members.
        if json.deserialize_map(Fill(&mut members)).is_err() {
            members.clear();
        }
        Level(members)
    }

    fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(known, _)| *known == name)?.1
    }
}

/// Reads an object into the members that are wanted, and passes over the others without keeping them.
struct Fill<'m, 'f, 'a>(&'m mut [(&'f str, Option<&'a RawValue>)]);

impl<'a> Visitor<'a> for Fill<'_, '_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(place) = map.next_key_seed(Place(self.0))? {
            match place {
                Some(place) => self.0[place].1 = Some(map.next_value()?),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// Reads the name of a member as its place among those that are wanted.
struct Place<'m, 'f, 'a>(&'m [(&'f str, Option<&'a RawValue>)]);

impl<'de> DeserializeSeed<'de> for Place<'_, '_, '_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for Place<'_, '_, '_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().position(|(wanted, _)| *wanted == name))
    }
}

/// The member of an object that has this name.
fn member<'a>(object: &'a RawValue, name: &String) -> Option<&'a RawValue> {
    Level::of(object, [name].into_iter()).get(name)
}

impl Field {
    fn parse(text: &str) -> Result<Self, String> {
        let (label, path) = text.split_once('=').unwrap_or((text, text));
        let steps = path.split('.').map(steps).collect::<Option<Vec<_>>>();
        match steps.map(|steps| steps.concat()) {
            Some(path) if !label.is_empty() => Ok(Field { label: label.to_owned(), path, heading: None }),
            _ => Err(format!("{text:?} is not a field: write it as `profile.login` or `NAME=profile.login`")),
        }
    }
}

/// The steps of a part of a path: `target[0]` is two, as `target.0` is, and `target[]` is `target`.
fn steps(part: &str) -> Option<Vec<String>> {
    let (name, rest) = part.split_once('[').map_or((part, None), |(name, rest)| (name, Some(rest)));
    let mut steps = vec![name.to_owned()];
    let places = rest.map(|rest| rest.strip_suffix(']').map(|rest| rest.split("][")));
    for place in places.into_iter().flat_map(|places| places.map_or(vec!["["], Iterator::collect)) {
        match place.trim_matches(['"', '\'']) {
            "" | "*" => {}
            place if place.contains(['[', ']']) => return None,
            place => steps.push(place.to_owned()),
        }
    }
    (!name.is_empty() && !name.contains(']')).then_some(steps)
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

    /// As text for a spreadsheet: a string is what it says, nothing and null are empty, a list of texts is `a; b`,
    /// the rest is JSON.
    pub fn text(&self) -> Cow<'a, str> {
        match (self, self.list()) {
            (_, Some(items)) if items.iter().all(|item| is_plain(item)) => joined(&items, "; "),
            (Found::One(raw), _) => plain(raw),
            (Found::Nothing, _) => "".into(),
            (Found::Many(_), _) => self.json(),
        }
    }

    /// As text for a person, who reads `a, b` more easily than `["a","b"]`.
    pub fn short(&self) -> Cow<'a, str> {
        self.list().map_or_else(|| self.text(), |items| joined(&items, ", "))
    }

    fn list(&self) -> Option<Vec<&'a RawValue>> {
        match self {
            Found::One(raw) if raw.get().starts_with('[') => Some(elements(raw)),
            Found::Many(raws) => Some(raws.clone()),
            _ => None,
        }
    }
}

fn joined<'a>(items: &[&'a RawValue], between: &str) -> Cow<'a, str> {
    items.iter().map(|item| plain(item)).collect::<Vec<_>>().join(between).into()
}

fn plain(raw: &RawValue) -> Cow<'_, str> {
    match raw.get().as_bytes().first() {
        Some(b'"') if !raw.get().contains('\\') => raw.get().trim_matches('"').into(),
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
        return member(value, first).map_or(Found::Nothing, |value| find(value, rest));
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
    impl<'de> Visitor<'de> for InOrder {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(members)
        }
    }
    let mut json = serde_json::Deserializer::from_str(object.get());
    json.deserialize_map(InOrder).unwrap_or_default()
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
            ("b.*", "[\"x\",{\"e\":[1,2]}]"),
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
    fn names_are_compared_as_they_are_meant_and_the_last_of_a_name_counts() {
        let item = raw(r#"{"a":1,"\u00e9":2,"p":{"x\"y":3,"k":4},"a":5,"p":{"x\"y":6}}"#);
        let cases = [("a", "5"), ("é", "2"), ("p.x\"y", "6"), ("p.k", "null"), ("A", "null")];
        for (path, json) in cases {
            assert_eq!(Fields::parse(path).unwrap().pick(&item)[0].json(), json, "{path}");
        }
        let all = Fields::parse("a,é,p.x\"y,p.k,z=a").unwrap();
        let found: Vec<_> = all.pick(&item).iter().map(|found| found.json().into_owned()).collect();
        assert_eq!(found, ["5", "2", "6", "null", "5"]);
    }

    #[test]
    fn what_is_no_object_has_no_members() {
        for json in ["7", "null", r#""a""#, r#"["a"]"#] {
            let item = raw(json);
            let found = Fields::parse("a,a.b")
                .unwrap()
                .pick(&item)
                .iter()
                .map(|one| one.json().into_owned())
                .collect::<Vec<_>>();
            assert_eq!(found, ["null", "null"], "{json}");
        }
    }

    #[test]
    fn places_in_lists_are_written_in_both_ways() {
        let item = raw(r#"{"t":[{"n":"p","m":[[1],[2,3]]},{"n":"q"}]}"#);
        let cases = [
            ("t[0].n", "\"p\""),
            ("t[1].n", "\"q\""),
            ("t[].n", "[\"p\",\"q\"]"),
            ("t[*].n", "[\"p\",\"q\"]"),
            ("t[0].m[1][0]", "2"),
            ("t[0][n]", "\"p\""),
            ("t[\"0\"]['n']", "\"p\""),
        ];
        for (path, json) in cases {
            assert_eq!(Fields::parse(path).unwrap().pick(&item)[0].json(), json, "{path}");
        }
    }

    #[test]
    fn headings_are_as_short_as_they_can_be_told_apart() {
        let cases = [
            ("id,profile.login,n=profile.name", vec!["ID", "LOGIN", "N"]),
            ("actor.id,target.id", vec!["ACTOR.ID", "TARGET.ID"]),
            ("id,actor.id", vec!["ID", "ACTOR.ID"]),
            ("target.0,a.target.0.name,target[0].type", vec!["TARGET.0", "NAME", "TYPE"]),
        ];
        for (fields, headings) in cases {
            assert_eq!(Fields::parse(fields).unwrap().headings(), headings, "{fields}");
        }
    }

    #[test]
    fn headings_of_the_usual_columns_are_names() {
        const COLUMNS: Columns = Columns { table: "id,login=profile.login,actor=actor.name", csv: "x" };
        let item = raw(r#"{"id":"1","profile":{"login":"a"},"actor":{"name":"b"}}"#);
        for (fields, has_headings, values) in [
            ("login,who=login,id", true, vec!["\"a\"", "\"a\"", "\"1\""]),
            ("login", false, vec!["\"a\""]),
            ("actor", true, vec!["\"b\""]),
            ("actor", false, vec!["{\"name\":\"b\"}"]),
            ("nothing", true, vec!["null"]),
        ] {
            let fields = Fields::parse(fields).unwrap().named_by(&COLUMNS, has_headings);
            let found: Vec<_> = fields.pick(&item).iter().map(|found| found.json().into_owned()).collect();
            assert_eq!(found, values);
        }
    }

    #[test]
    fn what_cannot_be_judged_is_not_called_absent() {
        let item = raw(r#"{"a":{"b":null,"c":[],"d":[{"e":1},{}],"f":"x"}}"#);
        let cases = [
            ("a.b", Sight::Seen),
            ("a.b.x", Sight::Unknown),
            ("a.c.x", Sight::Unknown),
            ("a.d.e", Sight::Seen),
            ("a.d.7.e", Sight::Unknown),
            ("a.d.x", Sight::Absent),
            ("a.f.x", Sight::Absent),
            ("a.x", Sight::Absent),
            ("x.y", Sight::Absent),
        ];
        for (path, sight) in cases {
            let fields = Fields::parse(path).unwrap();
            assert_eq!(fields.sights(&item).collect::<Vec<_>>(), [sight], "{path}");
        }
    }

    #[test]
    fn what_is_no_list_of_fields_is_refused() {
        for text in
            ["", "a,", "=a", "a=", "a..b", ".a", "a,a", "x=a,x=b", "[0]", "a[0", "a]", "a[0]b", "a[[0]]"]
        {
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

//! What the columns of a file mean: found by their names, or said with `--map`.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::schema::Schema;
use super::source::Record;
use crate::failure::Failure;

/// `--map COLUMN=NAME`; without a name, the column is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    column: String,
    name: Option<String>,
}

impl Mapping {
    pub fn parse(text: &str) -> Result<Self, String> {
        let (column, name) = text.rsplit_once('=').ok_or("write it as COLUMN=ATTRIBUTE")?;
        let name = (!name.is_empty()).then(|| name.to_owned());
        Ok(Mapping { column: column.to_owned(), name })
    }
}

/// The names that a command knows beyond the attributes of a schema.
pub struct Known {
    /// Each with the other names under which people write it.
    pub names: &'static [(&'static str, &'static [&'static str])],
    /// What an export holds and no import can set.
    pub ignored: &'static [&'static str],
    /// Whether other columns are left out, instead of being an error.
    pub lenient: bool,
    /// Whether `profile.x` is taken without a schema.
    pub profiles: bool,
}

/// A value of a row: a text of which the kind is to be found out, or JSON.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    Text(String),
    Json(Value),
}

impl Given {
    /// As a text that is not looked into.
    pub fn text(&self) -> Option<String> {
        match self {
            Given::Text(text) => Some(text.clone()).filter(|text| !text.is_empty()),
            Given::Json(Value::String(text)) => Some(text.clone()),
            Given::Json(Value::Null) => None,
            Given::Json(other) => Some(other.to_string()),
        }
    }
}

/// The values of a row by their full names, such as `profile.title`.
pub type Values = Vec<(String, Given)>;

pub struct Columns<'a> {
    mappings: &'a [Mapping],
    known: &'a Known,
    schema: Option<&'a Schema>,
    /// For a table: what each column means.
    header: Vec<Option<String>>,
    by_folded: HashMap<String, String>,
}

impl<'a> Columns<'a> {
    pub fn new(
        header: &[String],
        mappings: &'a [Mapping],
        known: &'a Known,
        schema: Option<&'a Schema>,
    ) -> Result<Self, Failure> {
        let by_folded = by_folded(known, schema);
        let mut columns = Columns { mappings, known, schema, header: Vec::new(), by_folded };
        for mapping in mappings {
            if let Some(name) = mapping.name.as_deref().filter(|name| columns.full_name(name).is_none()) {
                return Err(Failure::usage(format!("--map: {}", columns.unknown(name))));
            }
            if !header.is_empty() && !header.contains(&mapping.column) {
                return Err(Failure::usage(format!("--map: there is no column {:?}", mapping.column)));
            }
        }
        let meanings: Result<Vec<_>, _> = header.iter().map(|column| columns.meaning(column)).collect();
        columns.header = meanings.map_err(|unknown| {
            Failure::usage(unknown).hint(
                "name it with --map COLUMN=ATTRIBUTE, or leave it out with --map COLUMN= (nothing behind the =)",
            )
        })?;
        columns.once_each(header)?;
        Ok(columns)
    }

    /// The full names that the columns of a table have.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.header.iter().filter_map(|name| name.as_deref())
    }

    /// The values of a row.
    pub fn values(&self, record: Record) -> Result<Values, String> {
        match record {
            Record::Broken(why) => Err(why),
            Record::Cells(cells) => {
                let named = self.header.iter().zip(cells);
                Ok(named.filter_map(|(name, cell)| Some((name.clone()?, Given::Text(cell)))).collect())
            }
            Record::Object(members) => self.members(members),
        }
    }

    fn members(&self, members: Map<String, Value>) -> Result<Values, String> {
        let mut flat = Vec::new();
        for (name, value) in members {
            flatten(name, value, &mut flat);
        }
        let mut values: Values = Vec::with_capacity(flat.len());
        let mut known = HashSet::new();
        for (name, value) in flat {
            let Some(name) = self.meaning(&name)? else { continue };
            if !known.insert(name.clone()) {
                return Err(format!("{name} is there twice"));
            }
            values.push((name, Given::Json(value)));
        }
        Ok(values)
    }

    /// The full name that a column has; `None` where it is left out.
    fn meaning(&self, column: &str) -> Result<Option<String>, String> {
        if let Some(mapping) = self.mappings.iter().find(|mapping| mapping.column == column) {
            return Ok(mapping.name.as_ref().and_then(|name| self.full_name(name)));
        }
        if column.is_empty() || self.is_ignored(column) {
            return Ok(None);
        }
        match self.full_name(column) {
            Some(name) => Ok(Some(name)),
            None if self.known.lenient => Ok(None),
            None => Err(self.unknown(column)),
        }
    }

    fn is_ignored(&self, column: &str) -> bool {
        let top = column.split('.').next().unwrap_or(column);
        self.known.ignored.iter().any(|ignored| *ignored == column || *ignored == top)
    }

    fn full_name(&self, name: &str) -> Option<String> {
        let open = self.known.profiles && name.starts_with("profile.");
        if open { Some(name.to_owned()) } else { self.by_folded.get(&fold(name)).cloned() }
    }

    fn unknown(&self, column: &str) -> String {
        let wanted = fold(column);
        let names = self.by_folded.iter().filter(|(folded, _)| similar(folded, &wanted));
        let mut names: Vec<&str> = names.map(|(_, name)| name.trim_start_matches("profile.")).collect();
        names.sort_unstable();
        names.dedup();
        let what = if self.schema.is_some() {
            "an attribute of the org's schema"
        } else {
            "a column of this command"
        };
        match names[..] {
            [] => format!("{column:?} is not {what}"),
            _ => format!("{column:?} is not {what}; is it {}?", names.join(" or ")),
        }
    }

    fn once_each(&self, header: &[String]) -> Result<(), Failure> {
        let mut known = HashMap::new();
        for (n, name) in self.header.iter().enumerate() {
            let Some(name) = name else { continue };
            if let Some(other) = known.insert(name, n) {
                return Err(Failure::usage(format!(
                    "the columns {:?} and {:?} are both {name}",
                    header[other], header[n]
                ))
                .hint("leave one out with --map COLUMN="));
            }
        }
        Ok(())
    }
}

/// Objects within a row are paths of their members; those of a profile are attributes.
fn flatten(name: String, value: Value, flat: &mut Vec<(String, Value)>) {
    let opens = matches!(
        name.as_str(),
        "profile"
            | "credentials"
            | "credentials.password"
            | "credentials.password.hash"
            | "credentials.recovery_question"
            | "credentials.provider"
    );
    match value {
        Value::Object(members) if opens => {
            for (member, value) in members {
                flatten(format!("{name}.{member}"), value, flat);
            }
        }
        value => flat.push((name, value)),
    }
}

/// All names and titles, as they are when case and separators do not count.
fn by_folded(known: &Known, schema: Option<&Schema>) -> HashMap<String, String> {
    let mut names = HashMap::new();
    let attributes = schema.map(Schema::attributes).unwrap_or_default();
    // What is put in later takes the place of the earlier: names count more than titles.
    for attribute in attributes {
        names.insert(fold(&attribute.title), format!("profile.{}", attribute.name));
    }
    for attribute in attributes {
        let full = format!("profile.{}", attribute.name);
        names.insert(fold(&full), full.clone());
        names.insert(fold(&attribute.name), full);
    }
    for (name, others) in known.names {
        for other in others.iter().chain([name]) {
            names.insert(fold(other), (*name).to_owned());
        }
    }
    names.remove("");
    names
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether one may be a misspelling of the other.
fn similar(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let most = other.len() / 4;
    one.len().abs_diff(other.len()) <= most && distance(&one, &other) <= most
}

/// How many characters have to be put in, left out or changed.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (n, left) in one.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], n + 1);
        for (m, right) in other.iter().enumerate() {
            let changed = diagonal + usize::from(left != right);
            diagonal = row[m + 1];
            row[m + 1] = changed.min(diagonal + 1).min(row[m] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const KNOWN: Known = Known {
        names: &[("id", &["user id"]), ("status", &[])],
        ignored: &["created", "_links"],
        lenient: false,
        profiles: false,
    };

    fn schema() -> Schema {
        Schema::of(&json!({"definitions": {"base": {"properties": {
            "login": {"title": "Username", "type": "string"},
            "firstName": {"title": "First name", "type": "string"},
            "email": {"title": "Primary email", "type": "string"},
        }}}}))
    }

    fn names(header: &[&str], maps: &[&str]) -> Result<Vec<String>, String> {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let maps: Vec<Mapping> = maps.iter().map(|map| Mapping::parse(map).unwrap()).collect();
        let schema = schema();
        let columns = Columns::new(&header, &maps, &KNOWN, Some(&schema));
        columns.map(|columns| columns.names().map(str::to_owned).collect()).map_err(|error| error.text(None))
    }

    #[test]
    fn columns_are_found_by_name_title_and_mapping() {
        let expected = ["profile.login", "profile.firstName", "profile.email", "id"];
        let spellings: [(&[&str], &[&str]); 5] = [
            (&["login", "firstName", "email", "id"], &[]),
            (&["profile.login", "profile.firstName", "profile.email", "id", "created"], &[]),
            (&["Username", "First name", "Primary email", "User ID"], &[]),
            (&["LOGIN", "first_name", "E-Mail", "Id", ""], &[]),
            (
                &["Mail address", "Given", "email", "id", "x"],
                &["Mail address=login", "Given=profile.firstName", "x="],
            ),
        ];
        for (header, maps) in spellings {
            assert_eq!(names(header, maps).unwrap(), expected, "{header:?}");
        }
    }

    #[test]
    fn what_a_column_means_must_be_clear() {
        let cases: [(&[&str], &[&str], &str); 5] = [
            (
                &["login", "frstName"],
                &[],
                "\"frstName\" is not an attribute of the org's schema; is it firstName?",
            ),
            (&["login", "Username"], &[], "are both profile.login"),
            (&["login"], &["login=shoeSize"], "--map: \"shoeSize\" is not an attribute"),
            (&["login"], &["logn=login"], "--map: there is no column \"logn\""),
            (&["login", "zzz"], &[], "hint:"),
        ];
        for (header, maps, message) in cases {
            let error = names(header, maps).unwrap_err();
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn rows_of_json_are_oktas_own_or_flat() {
        let schema = schema();
        let columns = Columns::new(&[], &[], &KNOWN, Some(&schema)).unwrap();
        let values = |row: Value| columns.values(Record::Object(row.as_object().unwrap().clone()));
        let expected = vec![
            ("id".to_owned(), Given::Json(json!("00u1"))),
            ("profile.login".to_owned(), Given::Json(json!("a@x"))),
            ("profile.firstName".to_owned(), Given::Json(json!(null))),
        ];
        let oktas = json!({"id": "00u1", "created": "x", "profile": {"login": "a@x", "firstName": null}, "_links": {}});
        assert_eq!(values(oktas), Ok(expected.clone()));
        assert_eq!(values(json!({"id": "00u1", "login": "a@x", "First name": null})), Ok(expected));
        assert!(values(json!({"profile": {"shoeSize": 5}})).unwrap_err().contains("profile.shoeSize"));
        assert!(values(json!({"login": "a", "profile": {"login": "b"}})).unwrap_err().contains("twice"));
    }
}

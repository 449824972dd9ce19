//! What the columns of a file mean: found by their names, or said with `--map`.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::cell::{self, Kind};
use super::schema::Schema;
use super::shell_word;
use super::source::{Record, Source, UNSTORED};
use crate::failure::{Failure, Stop};

/// How many rows of JSON are looked at to know which members there are.
const SAMPLES: usize = 1_000;
/// How many columns a message names.
const NAMED: usize = 20;

/// What people write over a column of email addresses.
pub const EMAIL_NAMES: &[&str] = &["profile.email", "mail", "email address", "mail address", "primary email"];

/// `--map COLUMN=NAME`; without a name, the column is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    column: String,
    name: Option<String>,
}

impl Mapping {
    pub fn parse(text: &str) -> Result<Self, String> {
        let (column, name) = text.rsplit_once('=').ok_or("write it as COLUMN=ATTRIBUTE")?;
        Ok(Mapping::new(column, name))
    }

    pub fn new(column: &str, name: &str) -> Self {
        let name = (!name.is_empty()).then(|| name.to_owned());
        Mapping { column: column.to_owned(), name }
    }
}

/// What the command line says about the columns.
#[derive(Debug, Clone, Copy, Default)]
pub struct Meaning<'a> {
    pub mappings: &'a [Mapping],
    /// What a saved file says of the columns of which the command line says nothing.
    pub saved: &'a [Mapping],
    /// Whether columns that mean nothing are left out, instead of being an error.
    pub ignore_unknown: bool,
    /// Another attribute by which rows name what they are about.
    pub key: Option<&'a str>,
}

impl<'a> Meaning<'a> {
    fn mappings(&self) -> impl Iterator<Item = &'a Mapping> + use<'a> {
        let own = self.mappings;
        let saved = self.saved.iter().filter(|saved| own.iter().all(|one| one.column != saved.column));
        own.iter().chain(saved)
    }
}

/// The names that a command knows in addition to the attributes of a schema.
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

/// A value of a row: a text whose kind is not known yet, or JSON.
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

impl Given {
    /// As a name: without what an export puts around a text, and without blanks at its ends.
    pub fn name(&self) -> Option<String> {
        let name = match self {
            Given::Text(text) => match cell::read(&Kind::Text, text) {
                Ok(Some(Value::String(text))) => text,
                _ => return None,
            },
            Given::Json(_) => self.text()?,
        };
        Some(name.trim().to_owned()).filter(|name| !name.is_empty())
    }
}

/// The values of a row by their full names, such as `profile.title`.
pub type Values = Vec<(String, Given)>;

pub struct Columns<'a> {
    given: Meaning<'a>,
    known: &'a Known,
    schema: Option<&'a Schema>,
    /// For a table: what each column means, which may be several things.
    header: Vec<Vec<String>>,
    /// For rows of JSON: what the members of the first of them mean.
    sampled: Vec<String>,
    by_folded: HashMap<String, String>,
}

impl<'a> Columns<'a> {
    pub fn new(
        source: &mut Source,
        given: Meaning<'a>,
        known: &'a Known,
        schema: Option<&'a Schema>,
    ) -> Result<Self, Stop> {
        let by_folded = by_folded(known, schema, given.key);
        let mut columns =
            Columns { given, known, schema, header: Vec::new(), sampled: Vec::new(), by_folded };
        columns.check_mappings(&source.header)?;
        let names = if source.header.is_empty() { sampled(source)? } else { source.header.clone() };
        let unknown: Vec<&String> = names.iter().filter(|name| columns.is_unknown(name)).collect();
        if !unknown.is_empty() {
            return Err(columns.unknown_columns(&unknown).into());
        }
        if source.header.is_empty() {
            columns.sampled = names.iter().flat_map(|name| columns.meaning(name)).collect();
        } else {
            columns.header = names.iter().map(|name| columns.meaning(name)).collect();
            columns.once_each(&names)?;
        }
        Ok(columns)
    }

    fn check_mappings(&self, header: &[String]) -> Result<(), Failure> {
        for Mapping { column, name } in self.given.mappings() {
            if let Some(name) = name.as_deref().filter(|name| self.full_name(name).is_none()) {
                let failure = Failure::usage(format!("--map: {}", self.unknown(&[name])));
                let is_key = self.schema.is_none() && self.given.key.is_none();
                return Err(match is_key {
                    true => failure.hint(format!("to find people by that attribute, add --key {name}")),
                    false => failure,
                });
            }
            if !header.is_empty() && !header.contains(column) {
                return Err(Failure::usage(format!("--map: there is no column {column:?}"))
                    .hint(format!("its columns are {}", listed(header))));
            }
        }
        Ok(())
    }

    /// Whether some column has this full name. Of a file without rows, each has.
    pub fn has(&self, name: &str) -> bool {
        let mut names = self.header.iter().flatten().chain(&self.sampled).peekable();
        names.peek().is_none() && self.header.is_empty() || names.any(|known| known == name)
    }

    /// The values of a row.
    pub fn values(&self, record: Record) -> Result<Values, String> {
        match record {
            Record::Broken(why) => Err(why),
            Record::Cells(cells) => Ok(self.cells(cells)),
            Record::Formulas(cells, unstored) => {
                let mut used = unstored.iter().filter_map(|column| self.header.get(*column)?.first());
                used.next().map_or_else(|| Ok(self.cells(cells)), |name| Err(format!("{name} is {UNSTORED}")))
            }
            Record::Object(members) => self.members(members),
        }
    }

    fn cells(&self, cells: Vec<String>) -> Values {
        let named = self.header.iter().zip(cells);
        let each = named.flat_map(|(names, cell)| {
            names.iter().map(move |name| (name.clone(), Given::Text(cell.clone())))
        });
        each.collect()
    }

    fn members(&self, members: Map<String, Value>) -> Result<Values, String> {
        let mut flat = Vec::new();
        for (name, value) in members {
            flatten(name, value, &mut flat);
        }
        let unknown: Vec<&str> =
            flat.iter().map(|(name, _)| name.as_str()).filter(|name| self.is_unknown(name)).collect();
        if !unknown.is_empty() {
            return Err(self.unknown(&unknown));
        }
        let mut values: Values = Vec::with_capacity(flat.len());
        let mut known = HashSet::new();
        for (name, value) in flat {
            for name in self.meaning(&name) {
                if !known.insert(name.clone()) {
                    return Err(format!("{name} is there twice"));
                }
                values.push((name, Given::Json(value.clone())));
            }
        }
        Ok(values)
    }

    /// The full names that a column has; none where it is left out.
    fn meaning(&self, column: &str) -> Vec<String> {
        let mut mapped = self.given.mappings().filter(|mapping| mapping.column == column).peekable();
        if mapped.peek().is_some() {
            let names = mapped.filter_map(|mapping| mapping.name.as_deref());
            return names.filter_map(|name| self.full_name(name)).collect();
        }
        if column.is_empty() || self.is_ignored(column) {
            return Vec::new();
        }
        self.full_name(column).into_iter().collect()
    }

    fn is_unknown(&self, column: &str) -> bool {
        let is_mapped = self.given.mappings().any(|mapping| mapping.column == column);
        let may_be_left_out = self.known.lenient || self.given.ignore_unknown || column.is_empty();
        !(is_mapped || may_be_left_out || self.is_ignored(column)) && self.full_name(column).is_none()
    }

    fn is_ignored(&self, column: &str) -> bool {
        let top = column.split('.').next().unwrap_or(column);
        self.known.ignored.iter().any(|ignored| *ignored == column || *ignored == top)
    }

    fn full_name(&self, name: &str) -> Option<String> {
        let open = self.known.profiles && name.starts_with("profile.");
        if open { Some(name.to_owned()) } else { self.by_folded.get(&fold(name)).cloned() }
    }

    /// What is written much like a name.
    fn similar(&self, column: &str) -> Vec<&str> {
        let wanted = fold(column);
        let names = self.by_folded.iter().filter(|(folded, _)| similar(folded, &wanted));
        let mut names: Vec<&str> = names.map(|(_, name)| name.trim_start_matches("profile.")).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn unknown(&self, columns: &[&str]) -> String {
        let (one, many) = match self.schema {
            Some(_) => ("an attribute of the org's schema", "attributes of the org's schema"),
            None => ("a column of this command", "columns of this command"),
        };
        match columns {
            [column] => match self.similar(column)[..] {
                [] => format!("{column:?} is not {one}"),
                ref names => format!("{column:?} is not {one}; is it {}?", names.join(" or ")),
            },
            _ => format!("{} are not {many}", listed(columns)),
        }
    }

    /// Names all that mean nothing, with what to add to the command, ready to be copied.
    fn unknown_columns(&self, columns: &[&String]) -> Failure {
        let names: Vec<&str> = columns.iter().map(|column| column.as_str()).collect();
        let maps = names.iter().map(|column| {
            let meant = match self.similar(column)[..] {
                [name] => name,
                _ => "",
            };
            format!("--map {}", shell_word(&format!("{column}={meant}")))
        });
        let maps = maps.collect::<Vec<_>>().join(" ");
        Failure::usage(self.unknown(&names)).hint(format!(
            "write the attribute after each =; with nothing after the =, the column is left out:\n           \
             {maps}\n           --ignore-unknown leaves out all of them"
        ))
    }

    /// That no column says which object a row is about.
    pub fn nobody_named(&self, header: &[String], wanted: &str, map: &str) -> Failure {
        let seen = match header {
            [] => String::new(),
            header => format!("; the columns are {}", listed(header)),
        };
        Failure::usage(format!("no column says which object a row is about: there is {wanted}{seen}")).hint(format!(
            "name the column with --map COLUMN={map}, or the row of the heading with --header-row N, or the attribute \
             that names people with --key"
        ))
    }

    /// That no column names what the rows must name.
    pub fn nothing_named(&self, header: &[String], what: &str) -> Failure {
        let map = what.split(' ').next().unwrap_or(what);
        Failure::usage(format!("no column names the {what}; the columns are {}", listed(header)))
            .hint(format!("name it with --map COLUMN={map}, or the row of the heading with --header-row N"))
    }

    fn once_each(&self, header: &[String]) -> Result<(), Failure> {
        let mut known = HashMap::new();
        let named =
            self.header.iter().enumerate().flat_map(|(n, names)| names.iter().map(move |name| (n, name)));
        for (n, name) in named {
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

/// Names in quotes, as a reader needs them to tell blanks.
fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let named = names.iter().take(NAMED).map(|name| format!("{:?}", name.as_ref()));
    let mut text = named.collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        text.push_str(&format!(" and {} more", names.len() - NAMED));
    }
    text
}

/// The names of the members that the first rows of JSON have.
fn sampled(source: &mut Source) -> Result<Vec<String>, Failure> {
    let mut names: Vec<String> = Vec::new();
    for row in 0..source.len().min(SAMPLES) {
        let Record::Object(members) = source.row(row)? else { continue };
        let mut flat = Vec::new();
        for (name, value) in members {
            flatten(name, value, &mut flat);
        }
        names.extend(flat.into_iter().map(|(name, _)| name));
        names.sort_unstable();
        names.dedup();
    }
    Ok(names)
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
fn by_folded(known: &Known, schema: Option<&Schema>, key: Option<&str>) -> HashMap<String, String> {
    let mut names = HashMap::new();
    if let Some(key) = key.filter(|_| schema.is_none()) {
        names.insert(fold(key), key.to_owned());
    }
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

/// Whether one may be a misspelling of the other. Words of two languages, such as Nachname and nickName, are not.
fn similar(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let most = ((other.len() + 3) / 6).min(other.len() / 4);
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
        let given = Meaning { mappings: &maps, ..Meaning::default() };
        let columns = Columns::new(&mut table(header), given, &KNOWN, Some(&schema));
        columns.map(|columns| columns.header.concat()).map_err(text)
    }

    fn text(stop: Stop) -> String {
        let Stop::Failed(failure) = stop else { panic!("it failed") };
        failure.text(None)
    }

    /// A table without rows.
    fn table(header: Vec<String>) -> Source {
        let mut source = file("x.csv", "");
        source.header = header;
        source
    }

    fn file(name: &str, text: &str) -> Source {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        Source::open(&path, &crate::bulk::source::Reading::default()).unwrap()
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
    fn a_column_may_mean_two_things() {
        let found = names(&["Mail", "x"], &["Mail=login", "Mail=email", "x="]).unwrap();
        assert_eq!(found, ["profile.login", "profile.email"]);
    }

    /// One run tells all that is to be said of the columns, and how.
    #[test]
    fn all_that_is_unknown_is_told_at_once_with_what_to_add() {
        let error = names(&["login", "Frist Name", "Abteilung's", "Eintritt"], &[]).unwrap_err();
        assert!(
            error.contains("\"Frist Name\", \"Abteilung's\", \"Eintritt\" are not attributes"),
            "{error}"
        );
        let maps = r"--map 'Frist Name=firstName' --map 'Abteilung'\''s=' --map Eintritt=";
        assert!(error.contains(maps) && error.contains("--ignore-unknown"), "{error}");
        let schema = schema();
        let mut rows = file("x.ndjson", "{\"login\":\"a\"}\n{\"login\":\"b\",\"shoe\":1}\n{\"hat\":2}\n");
        let error =
            Columns::new(&mut rows, Meaning::default(), &KNOWN, Some(&schema)).map(drop).map_err(text);
        assert!(error.is_err_and(|error| error.contains("\"hat\", \"shoe\" are not attributes")));
        let given = Meaning { ignore_unknown: true, ..Meaning::default() };
        let columns = Columns::new(&mut rows, given, &KNOWN, Some(&schema)).map_err(text).unwrap();
        assert!(columns.has("profile.login") && !columns.has("id"));
        assert_eq!(columns.values(rows.row(2).unwrap()), Ok(Vec::new()));
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
        let columns =
            Columns::new(&mut file("x.json", ""), Meaning::default(), &KNOWN, Some(&schema)).unwrap();
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

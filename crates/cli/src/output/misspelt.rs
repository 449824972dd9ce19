//! Fields that nothing has: an empty column is seldom what somebody asked for.

use serde_json::Value;
use serde_json::value::RawValue;

use super::field::{Sight, leaves, members};
use super::{Columns, Fields};
use crate::failure::Failure;

/// Objects whose members Okta does not list. They differ from one to the next, so a name is not misspelt because
/// none of them has it today.
const OPEN: [&str; 6] = ["_embedded", "_links", "credentials", "debugContext", "settings", "transaction"];
/// How much alike two names are of which one may be a misspelling of the other.
const SIMILAR: f64 = 0.8;
const VERY_SIMILAR: f64 = 0.9;
/// Of so many items the members are known.
const SAMPLES: usize = 20;

/// Watches which of the chosen fields were seen, item after item.
pub struct Watch {
    fields: Option<Fields>,
    best: Vec<Sight>,
    known: Vec<String>,
    samples: usize,
    /// The kind of what was seen, if it is one that has a schema.
    pub kind: Option<Schemed>,
}

/// What has a schema that says which attributes there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schemed {
    User,
    Group,
}

impl Watch {
    pub fn new(asked: Option<&Fields>, columns: &Columns) -> Self {
        let fields = asked.map(|fields| fields.named_by(columns, true));
        let best = fields.iter().flat_map(Fields::paths).map(|_| Sight::Absent).collect();
        let usual = columns.all();
        let known = usual.iter().flat_map(Fields::paths).map(|path| path.join(".")).collect();
        Watch { fields, best, known, samples: 0, kind: None }
    }

    /// Takes in what is printed.
    pub fn look(&mut self, items: &[Box<RawValue>]) {
        let Some(fields) = &self.fields else { return };
        for item in items {
            if self.best.iter().all(|sight| *sight == Sight::Seen) {
                return;
            }
            for (best, sight) in self.best.iter_mut().zip(fields.sights(item)) {
                *best = sight.max(*best);
            }
            if self.samples < SAMPLES {
                self.samples += 1;
                self.known.extend(leaves(item).into_iter().map(|(path, _)| path));
                self.kind = self.kind.or_else(|| schemed(item));
            }
        }
    }

    /// The fields that are no members of what was printed; none where nothing was.
    pub fn absent(&self) -> Vec<String> {
        let paths = self.fields.iter().flat_map(Fields::paths).zip(&self.best);
        let absent = paths.filter(|(_, sight)| self.samples > 0 && **sight == Sight::Absent);
        let absent = absent.map(|(path, _)| path.join("."));
        absent.filter(|path| !self.known.contains(path)).collect()
    }

    /// What to say about fields that nothing has, if the schema has these attributes too.
    pub fn verdict(&self, attributes: &[String]) -> Option<Failure> {
        let absent = self.absent().into_iter().filter(|path| !attributes.contains(path));
        let told = absent.map(|path| (self.similar(&path, attributes), path));
        let told: Vec<_> = told.filter(|(similar, path)| similar.is_some() || !is_open(path)).collect();
        let paths: Vec<String> = told.iter().map(|(_, path)| path.clone()).collect();
        let hints: Vec<&str> = told.iter().filter_map(|(similar, _)| similar.as_deref()).collect();
        let hint = match hints[..] {
            [] => "-o json without --fields shows what there is".to_owned(),
            _ => format!("did you mean {}?", hints.join(", ")),
        };
        let failure = || Failure::usage(format!("none of these has {}", paths.join(" or "))).hint(hint);
        (!paths.is_empty()).then(failure)
    }

    /// What is there and is written most alike.
    fn similar(&self, path: &str, attributes: &[String]) -> Option<String> {
        let known = self.known.iter().chain(attributes).filter(|known| *known != path);
        let alike = known.map(|known| (likeness(path, known), known)).filter(|(likeness, _)| *likeness > 0.0);
        alike.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, known)| known.clone())
    }
}

fn is_open(path: &str) -> bool {
    path.split_once('.').is_some_and(|(first, _)| OPEN.contains(&first))
}

fn schemed(item: &RawValue) -> Option<Schemed> {
    let members = members(item);
    let member = |name: &str| members.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
    let profile: Value = serde_json::from_str(member("profile")?.get()).ok()?;
    match (profile["login"].is_string(), member("objectClass")) {
        (true, _) => Some(Schemed::User),
        (_, Some(_)) => Some(Schemed::Group),
        _ => None,
    }
}

/// How much alike two paths are; 0 where nobody would take one for the other. What has the same name elsewhere is
/// more alike than what has another name in the same place.
fn likeness(path: &str, known: &str) -> f64 {
    let (path, known) = (path.to_lowercase(), known.to_lowercase());
    let split = |path: &str| {
        path.rsplit_once('.')
            .map_or((String::new(), path.to_owned()), |(parent, last)| (parent.to_owned(), last.to_owned()))
    };
    let ((parent, last), (known_parent, known_last)) = (split(&path), split(&known));
    let by_name = strsim::jaro_winkler(&last, &known_last);
    match by_name {
        1.0 => 3.0 - known.len() as f64 / 1000.0,
        by_name if parent == known_parent && by_name > SIMILAR => 1.0 + by_name,
        by_name if parent.is_empty() && by_name > VERY_SIMILAR => by_name,
        _ => Some(strsim::jaro_winkler(&path, &known))
            .filter(|whole| *whole > VERY_SIMILAR && by_name > SIMILAR)
            .unwrap_or(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: Columns = Columns { table: "id,login=profile.login", csv: "lastLogin" };

    fn verdict(fields: &str, attributes: &[&str]) -> Option<String> {
        let item = r#"{"id":"1","status":"ACTIVE","activated":null,"target":[],"debugContext":{"debugData":{}},
            "profile":{"login":"a","department":"b","title":null,"city":"x"}}"#;
        let item = RawValue::from_string(item.to_owned()).unwrap();
        let mut watch = Watch::new(Some(&Fields::parse(fields).unwrap()), &COLUMNS);
        watch.look(&[item]);
        let attributes: Vec<String> = attributes.iter().map(|name| (*name).to_owned()).collect();
        watch.verdict(&attributes).map(|failure| failure.text(None))
    }

    #[test]
    fn fields_that_nothing_has_are_told_with_what_is_written_alike() {
        let wrong = [
            ("profile.departmnt", "did you mean profile.department?"),
            ("Profile.Department", "did you mean profile.department?"),
            ("department", "did you mean profile.department?"),
            ("id,stats", "did you mean status?"),
            ("profile.status", "did you mean status?"),
            ("d=departmnt", "did you mean profile.department?"),
            ("profile.costCentre", "did you mean profile.costCenter?"),
            ("lastlogin", "did you mean lastLogin?"),
            ("nonsense", "none of these has nonsense"),
            ("profile.shoe", "none of these has profile.shoe"),
            ("login.x", "none of these has login.x"),
        ];
        for (fields, message) in wrong {
            let told = verdict(fields, &["profile.costCenter"]).unwrap_or_default();
            assert!(told.contains(message), "{fields}: {told}");
        }
        let right = [
            "id,login,profile.title",
            "lastLogin",
            "activated.x",
            "target.displayName",
            "target[0].displayName",
            "profile.costCenter",
            "debugContext.debugData.risk",
            "_embedded.user.status2",
        ];
        for fields in right {
            assert_eq!(verdict(fields, &["profile.costCenter"]), None, "{fields}");
        }
    }

    #[test]
    fn what_one_item_has_is_no_misspelling_for_the_others() {
        let items = ["{\"a\":1}", "{\"b\":1}"].map(|item| RawValue::from_string(item.to_owned()).unwrap());
        let mut watch = Watch::new(Some(&Fields::parse("a,b").unwrap()), &Columns::OF_FIRST_ITEM);
        watch.look(&items[..1]);
        assert_eq!(watch.absent(), ["b"]);
        watch.look(&items[1..]);
        assert!(watch.absent().is_empty());
    }
}

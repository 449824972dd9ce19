//! A mirror as the answers of its org: by operation, so that an org can be made of them.

use serde_json::{Value, json};

use crate::anonymise::Anonymiser;
use crate::ask::Reader;
use crate::error::{Error, Result};
use crate::feed;
use crate::kind::{Kind, Lists, own_id};
use crate::kinds::KINDS;

use oktars_catalog::op;

/// A kind of which there are answers.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Answered {
    /// The kind.
    pub kind: &'static str,
    /// The operation that lists it.
    pub operation: &'static str,
    /// How many objects there are.
    pub objects: u64,
}

impl Reader {
    /// Gives each object as a line of JSON: the `operation`, the `values` of its path, and the object as `body`.
    /// What others belong to comes before them.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn answers(&self, give: &mut dyn FnMut(&str)) -> Result<Vec<Answered>> {
        let mut answered = Vec::new();
        for kind in KINDS {
            let objects = self.answers_of(kind, give)?;
            if objects > 0 {
                answered.push(Answered { kind: kind.name, operation: kind.operation.id, objects });
            }
        }
        let objects = self.events(give)?;
        if objects > 0 {
            answered.push(Answered { kind: feed::KIND, operation: op::LIST_LOG_EVENTS.id, objects });
        }
        Ok(answered)
    }

    /// The same without the people in it: each text of a person becomes another one of the same shape, apart from
    /// the attributes that are kept.
    ///
    /// # Errors
    /// The file cannot be read, or no attribute has one of the names.
    pub fn answers_of_others(&self, keep: &[String], give: &mut dyn FnMut(&str)) -> Result<Vec<Answered>> {
        self.check_attributes(keep)?;
        let mut people = Anonymiser::new(keep);
        self.answers(&mut |line| {
            if let Some((operation, _, body)) = parsed(line) {
                people.learn(&operation, &body);
            }
        })?;
        self.answers(&mut |given| {
            if let Some((operation, values, mut body)) = parsed(given) {
                people.change(&operation, &mut body);
                let values: Vec<&str> = values.iter().map(String::as_str).collect();
                give(&line(&operation, &values, &body.to_string()));
            }
        })
    }

    /// Says that nobody has an attribute of this name.
    fn check_attributes(&self, names: &[String]) -> Result<()> {
        let sql = "select exists (select 1 from users_rows r join documents d on d.n = r.n,
            json_each(d.json, '$.profile') a where a.key = ?1)
            or exists (select 1 from attribute where kind = 'users' and name = ?1)";
        for name in names {
            let is_known: bool = self.db.prepare_cached(sql)?.query_row([name], |row| row.get(0))?;
            if !is_known {
                return Err(Error::NoAttribute(name.clone()));
            }
        }
        Ok(())
    }

    fn answers_of(&self, kind: &Kind, give: &mut dyn FnMut(&str)) -> Result<u64> {
        let sql = format!("select key, list, json from {}_documents order by key", kind.name);
        let mut found = self.db.prepare(&sql)?;
        let mut rows = found.query([])?;
        let mut objects = 0;
        while let Some(row) = rows.next()? {
            let (key, list, json): (String, String, Option<String>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let values: Vec<&str> = match kind.lists {
                Lists::Of(..) => list.split('/').collect(),
                // What there is one of for each value of the path is named by that.
                Lists::Each(..) if !kind.parents.is_empty() => vec![&key],
                Lists::One | Lists::Each(..) => Vec::new(),
            };
            // Who belongs to whom has no document of its own.
            let body = json.unwrap_or_else(|| json!({ "id": own_id(&key) }).to_string());
            give(&line(kind.operation.id, &values, &body));
            objects += 1;
        }
        Ok(objects)
    }

    fn events(&self, give: &mut dyn FnMut(&str)) -> Result<u64> {
        let mut found = self.db.prepare("select json from log order by published")?;
        let mut rows = found.query([])?;
        let mut events = 0;
        while let Some(row) = rows.next()? {
            let json: String = row.get(0)?;
            give(&line(op::LIST_LOG_EVENTS.id, &[], &json));
            events += 1;
        }
        Ok(events)
    }
}

/// The operation, the values of its path, and the body of a line.
fn parsed(line: &str) -> Option<(String, Vec<String>, Value)> {
    let mut line: Value = serde_json::from_str(line).ok()?;
    let values = serde_json::from_value(line["values"].take()).ok()?;
    Some((line["operation"].as_str()?.to_owned(), values, line["body"].take()))
}

/// A body is JSON already.
fn line(operation: &str, values: &[&str], body: &str) -> String {
    let values = Value::from(values.to_vec());
    format!("{{\"operation\":\"{operation}\",\"values\":{values},\"body\":{body}}}")
}

//! A mirror as the answers of its org: by operation, for whoever makes an org of them.

use serde_json::{Value, json};

use crate::ask::Reader;
use crate::error::Result;
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

    fn answers_of(&self, kind: &Kind, give: &mut dyn FnMut(&str)) -> Result<u64> {
        let sql = format!("select key, list, json from {}_documents order by key", kind.name);
        let mut found = self.db.prepare(&sql)?;
        let mut rows = found.query([])?;
        let mut objects = 0;
        while let Some(row) = rows.next()? {
            let (key, list, json): (String, String, Option<String>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let values: Vec<&str> = match kind.lists {
                Lists::Of(..) => list.split('/').collect(),
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

/// A body is JSON already.
fn line(operation: &str, values: &[&str], body: &str) -> String {
    let values = Value::from(values.to_vec());
    format!("{{\"operation\":\"{operation}\",\"values\":{values},\"body\":{body}}}")
}

//! Names on the way out: what the ids in an answer stand for.

use std::collections::HashMap;

use serde_json::Value;

use crate::failure::Stop;
use crate::run::Run;
use crate::safety;

/// A member that tables and CSV have in addition to Okta's: the names for the ids of another member.
#[derive(Clone, Copy)]
pub struct NamesOf {
    pub member: &'static str,
    /// Where the id stands, or a list of ids: `actions.assignUserToGroups.groupIds`.
    pub ids: &'static str,
    pub kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    User,
    Group,
    App,
}

/// Names that were looked up already.
#[derive(Default)]
pub struct Known(HashMap<(Kind, String), String>);

impl Known {
    /// The name of an id; the id itself where it cannot be read.
    pub async fn name(&mut self, run: &mut Run, kind: Kind, id: &str) -> Result<String, Stop> {
        let key = (kind, id.to_owned());
        if let Some(known) = self.0.get(&key) {
            return Ok(known.clone());
        }
        let object = match kind {
            Kind::User => run.look("users", id).await?,
            Kind::Group => run.look("groups", id).await?,
            Kind::App => run.look("apps", id).await?,
        };
        let name = object.as_ref().map_or(id, safety::name).to_owned();
        self.0.insert(key, name.clone());
        Ok(name)
    }

    /// Adds the names to an object.
    pub async fn add(&mut self, run: &mut Run, object: &mut Value, lookups: &[NamesOf]) -> Result<(), Stop> {
        for NamesOf { member, ids, kind } in lookups {
            let found = ids.split('.').fold(&*object, |value, name| &value[name]).clone();
            object[*member] = match found {
                Value::String(id) => self.name(run, *kind, &id).await?.into(),
                Value::Array(ids) => {
                    let mut names = Vec::new();
                    for id in ids.iter().filter_map(Value::as_str) {
                        names.push(Value::from(self.name(run, *kind, id).await?));
                    }
                    names.into()
                }
                _ => Value::Null,
            };
        }
        Ok(())
    }
}

use oktars_catalog::secret::Place;
use serde_json::Value;

use super::Map;
use crate::secrets;

/// Changes to the members of an object, in three states: what is not named stays, what is named with
/// null is cleared, what is named with a value is set.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Patch(Map);

impl Patch {
    pub(crate) fn set(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.0.insert(name.into(), value.into());
    }

    pub(crate) fn clear(&mut self, name: impl Into<String>) {
        self.0.insert(name.into(), Value::Null);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Patch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        secrets::debug(Value::Object(self.0.clone()), Place::default(), f)
    }
}

impl serde::Serialize for Patch {
    fn serialize<S: serde::Serializer>(&self, encoder: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(encoder)
    }
}

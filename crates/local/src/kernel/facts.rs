//! The ids that an org is made of.

use serde::{Deserialize, Serialize};

use crate::kernel::kind;
use crate::kernel::store::{StoreError, Tx};

/// Ids that the org's behaviour needs to know.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Facts {
    pub org: String,
    pub admin: String,
    pub everyone: String,
    pub administrators: String,
    /// The default user type, without its prefix: its schema has the same id with another prefix.
    pub default_type: String,
}

impl Facts {
    pub fn load(tx: &Tx) -> Result<Option<Self>, StoreError> {
        Ok(tx
            .get(kind::ORG, "facts")?
            .map(|facts| serde_json::from_value(facts).expect("facts were written as facts")))
    }

    pub fn user_type(&self) -> String {
        format!("oty{}", self.default_type)
    }

    pub fn user_schema(&self) -> String {
        format!("osc{}", self.default_type)
    }
}

//! How Okta rates users: their risk, what keeps them out, and what kind of account they have.

use oktars_catalog::op;
use serde_json::json;

use crate::call::Call;
use crate::model::{Map, Timestamp, model, open_enum};
use crate::query::query;
use crate::resource::user::Users;

impl Users<'_> {
    /// Reads the risk of a user: `GET /api/v1/users/{userId}/risk`. Okta's page is "User Risk".
    pub fn risk(self, id: impl AsRef<str>) -> Call<UserRisk> {
        self.call(op::GET_USER_RISK, id).json()
    }

    /// Sets the risk of a user, over what Okta found: `PUT /api/v1/users/{userId}/risk`.
    pub fn set_risk(self, id: impl AsRef<str>, level: RiskLevel) -> Call<UserRisk> {
        self.call(op::UPSERT_USER_RISK, id).body(&json!({ "riskLevel": level })).json()
    }

    /// Reads what kind of account a user has: `GET /api/v1/users/{userId}/classification`. Okta's page is
    /// "User Classification".
    pub fn classification(self, id: impl AsRef<str>) -> Call<UserClassification> {
        self.call(op::GET_USER_CLASSIFICATION, id).json()
    }

    /// Sets what kind of account a user has, `STANDARD` or `LITE`:
    /// `PUT /api/v1/users/{userId}/classification`.
    pub fn set_classification(self, id: impl AsRef<str>, kind: impl AsRef<str>) -> Call<UserClassification> {
        let body = json!({ "type": kind.as_ref() });
        self.call(op::REPLACE_USER_CLASSIFICATION, id).body(&body).json()
    }
}

query! {
    /// How to list what keeps a user out. Okta has nothing to choose here yet.
    pub struct ListUserBlocks {}
}

model! {
    /// The risk of a user.
    pub struct UserRisk {
        /// How great it is.
        level: RiskLevel = "riskLevel",
        /// Why.
        reason: Option<String> = "reason",
        /// Links to itself and to the user.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// How great the risk of a user is.
    pub enum RiskLevel {
        /// It is great.
        HIGH = "HIGH",
        /// It is there.
        MEDIUM = "MEDIUM",
        /// It is small.
        LOW = "LOW",
        /// Nothing is known of it.
        NONE = "NONE",
    }
}

model! {
    /// What keeps a user out.
    pub struct UserBlock {
        /// What kind it is: `DEVICE_BASED`.
        kind: UserBlockType = "type",
        /// Where it holds: `ANY_DEVICES` or `UNKNOWN_DEVICES`.
        applies_to: BlockedDevices = "appliesTo",
        ..extra
    }
}

model! {
    /// What kind of account a user has.
    pub struct UserClassification {
        /// `STANDARD` or `LITE`.
        kind: UserClassificationType = "type",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        ..extra
    }
}

open_enum! {
    /// What a user is blocked by.
    pub enum UserBlockType {
        DEVICE_BASED,
    }
}

open_enum! {
    /// Which devices a user is blocked on.
    pub enum BlockedDevices {
        ANY_DEVICES,
        UNKNOWN_DEVICES,
    }
}

open_enum! {
    /// What a user counts as.
    pub enum UserClassificationType {
        LITE,
        STANDARD,
    }
}

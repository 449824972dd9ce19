//! Groups.

use crate::model::{Map, Timestamp, model, open_enum};

model! {
    /// A group.
    pub struct Group {
        /// Its id.
        id: String = "id",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When its profile changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// When its members changed last.
        last_membership_updated: Option<Timestamp> = "lastMembershipUpdated",
        /// What kinds of object it is, for example `okta:user_group`.
        object_class: Vec<String> = "objectClass",
        /// Where its members come from.
        group_type: GroupType = "type",
        /// Name, description, and attributes of the org's own.
        profile: GroupProfile = "profile",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links to what belongs to it.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// The profile of a group.
    pub struct GroupProfile {
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        ..custom
    }
}

open_enum! {
    /// Where the members of a group come from.
    pub enum GroupType {
        /// From Okta itself: its members can be changed.
        OKTA_GROUP = "OKTA_GROUP",
        /// From an app, such as a directory.
        APP_GROUP = "APP_GROUP",
        /// Okta's own, such as `Everyone`.
        BUILT_IN = "BUILT_IN",
    }
}

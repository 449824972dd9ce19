//! Realms: parts of an org whose users are kept apart, and which users come into which.

pub(crate) mod assignment;

pub use self::assignment::*;

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::expression::Expression;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model, open_enum};
use crate::query::{SortOrder, query};

handle! {
    /// The realms of an org; made by [`Okta::realms`](crate::Okta::realms). Okta's page is "Realms".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::realm::RealmProfile;
    ///
    /// let realm = okta.realms().create(&RealmProfile::new("Partners")).await?;
    /// let realm = okta.realms().replace(&realm.id, &RealmProfile::new("Suppliers")).await?;
    /// assert_eq!(realm.profile.name, "Suppliers");
    /// okta.realms().delete(&realm.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct Realms;
    /// The realms of the org.
    okta.realms()
}

impl Realms<'_> {
    /// Lists the realms: `GET /api/v1/realms`.
    pub fn list(self, query: &ListRealms) -> Listing<Realm> {
        query.apply(self.call(op::LIST_REALMS, [])).list()
    }

    /// Creates a realm: `POST /api/v1/realms`.
    pub fn create(self, profile: &RealmProfile) -> Call<Realm> {
        self.call(op::CREATE_REALM, []).body(&Profile { profile }).json()
    }

    /// Reads a realm: `GET /api/v1/realms/{realmId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Realm> {
        self.call(op::GET_REALM, [id.as_ref()]).json()
    }

    /// Replaces the profile of a realm: `PUT /api/v1/realms/{realmId}`.
    pub fn replace(self, id: impl AsRef<str>, profile: &RealmProfile) -> Call<Realm> {
        self.call(op::REPLACE_REALM, [id.as_ref()]).body(&Profile { profile }).json()
    }

    /// Deletes an empty realm: `DELETE /api/v1/realms/{realmId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_REALM, [id.as_ref()]).empty()
    }
}

#[derive(Serialize)]
struct Profile<'a> {
    profile: &'a RealmProfile,
}

query! {
    /// Which realms to list, and how.
    pub struct ListRealms {
        /// An expression over the profile, for example `profile.name eq "Partners"`.
        search: Expression = "search",
        /// What to sort by.
        sort_by: String = "sortBy",
        /// The order to sort in.
        sort_order: SortOrder = "sortOrder",
        /// The size of a page.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

model! {
    /// A realm.
    pub struct Realm {
        /// Its id.
        id: String = "id",
        /// Its name, and more.
        profile: RealmProfile = "profile",
        /// Whether it is the one of users who are in no other.
        is_default: Option<bool> = "isDefault",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// The profile of a realm.
    pub struct RealmProfile {
        /// Its name.
        name: String = "name",
        /// `PARTNER` or `DEFAULT`.
        realm_type: RealmType = "realmType",
        /// The domains of its users' mail addresses.
        domains: Vec<String> = "domains",
        ..extra
    }
}

impl RealmProfile {
    /// A realm by its name.
    pub fn new(name: impl Into<String>) -> Self {
        RealmProfile { name: name.into(), ..RealmProfile::default() }
    }
}

open_enum! {
    /// Who is in a realm.
    pub enum RealmType {
        PARTNER,
        DEFAULT,
    }
}

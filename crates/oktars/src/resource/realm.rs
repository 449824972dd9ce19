//! Realms: parts of an org whose users are kept apart, and which users come into which.

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
        realm_type: Option<String> = "realmType",
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

handle! {
    /// What brings users into realms; made by [`Okta::realm_assignments`](crate::Okta::realm_assignments).
    /// Okta's page is "Realm Assignments".
    pub struct RealmAssignments;
    /// What brings users into realms.
    okta.realm_assignments()
}

impl RealmAssignments<'_> {
    /// Lists the assignments: `GET /api/v1/realm-assignments`.
    pub fn list(self, query: &ListRealmAssignments) -> Listing<RealmAssignment> {
        query.apply(self.call(op::LIST_REALM_ASSIGNMENTS, [])).list()
    }

    /// Creates an assignment: `POST /api/v1/realm-assignments`.
    pub fn create(self, assignment: &RealmAssignment) -> Call<RealmAssignment> {
        self.call(op::CREATE_REALM_ASSIGNMENT, []).body(assignment).json()
    }

    /// Lists what has been applied to users: `GET /api/v1/realm-assignments/operations`.
    pub fn operations(self, query: &ListRealmAssignmentOperations) -> Listing<RealmAssignmentOperation> {
        query.apply(self.call(op::LIST_REALM_ASSIGNMENT_OPERATIONS, [])).list()
    }

    /// Applies an assignment to the users that there are: `POST /api/v1/realm-assignments/operations`.
    pub fn execute(self, assignment_id: impl AsRef<str>) -> Call<RealmAssignmentOperation> {
        let body = serde_json::json!({ "assignmentId": assignment_id.as_ref() });
        self.call(op::EXECUTE_REALM_ASSIGNMENT, []).body(&body).json()
    }

    /// Reads an assignment: `GET /api/v1/realm-assignments/{assignmentId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<RealmAssignment> {
        self.call(op::GET_REALM_ASSIGNMENT, [id.as_ref()]).json()
    }

    /// Replaces an assignment: `PUT /api/v1/realm-assignments/{assignmentId}`.
    pub fn replace(self, id: impl AsRef<str>, assignment: &RealmAssignment) -> Call<RealmAssignment> {
        self.call(op::REPLACE_REALM_ASSIGNMENT, [id.as_ref()]).body(assignment).json()
    }

    /// Deletes an inactive assignment: `DELETE /api/v1/realm-assignments/{assignmentId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_REALM_ASSIGNMENT, [id.as_ref()]).empty()
    }

    /// Activates an assignment: `POST /api/v1/realm-assignments/{assignmentId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::ACTIVATE_REALM_ASSIGNMENT, [id.as_ref()]).empty()
    }

    /// Deactivates an assignment: `POST /api/v1/realm-assignments/{assignmentId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DEACTIVATE_REALM_ASSIGNMENT, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list the assignments of realms.
    pub struct ListRealmAssignments {
        ..pages
    }
}

query! {
    /// How to list what has been applied to users.
    pub struct ListRealmAssignmentOperations {
        ..pages
    }
}

model! {
    /// What an assignment has done, or does, to the users that there are.
    pub struct RealmAssignmentOperation {
        /// Its id.
        id: String = "id",
        /// What it does: `realm:assignment`.
        kind: String = "type",
        /// How far it is.
        status: RealmAssignmentOperationStatus = "status",
        /// The id of the realm into which users come.
        realm_id: Option<String> = "realmId",
        /// The name of that realm.
        realm_name: Option<String> = "realmName",
        /// The assignment that it carries out, as it was then.
        assignment_operation: Map = "assignmentOperation",
        /// How many users it has moved.
        num_user_moved: Option<i64> = "numUserMoved",
        /// When it was asked for.
        created: Option<Timestamp> = "created",
        /// When it began.
        started: Option<Timestamp> = "started",
        /// When it ended.
        completed: Option<Timestamp> = "completed",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// How far an operation is.
    pub enum RealmAssignmentOperationStatus {
        /// It waits for its turn.
        SCHEDULED = "SCHEDULED",
        /// It runs.
        IN_PROGRESS = "IN_PROGRESS",
        /// It is done.
        COMPLETED = "COMPLETED",
        /// It ended with an error.
        FAILED = "FAILED",
    }
}

model! {
    /// What brings users into a realm, read or to be made.
    pub struct RealmAssignment {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// `ACTIVE` or `INACTIVE`.
        status: Option<String> = "status",
        /// Its place; the least number is taken first.
        priority: Option<i64> = "priority",
        /// Whether it is the one of users whom no other fits.
        is_default: Option<bool> = "isDefault",
        /// The domains that it is for.
        domains: Vec<String> = "domains",
        /// Whom it fits: a `profileSourceId` and an `expression`.
        conditions: Map = "conditions",
        /// Where it brings them: `assignUserToRealm`.
        actions: Map = "actions",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

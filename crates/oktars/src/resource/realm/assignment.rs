//! Realm assignments: which users come into which realm.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum, parts};
use crate::query::query;

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
    /// What brings users into a realm, read or to be made.
    pub struct RealmAssignment {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// Its place; the least number is taken first.
        priority: Option<i64> = "priority",
        /// Whether it is the realm of users that no other realm fits.
        is_default: Option<bool> = "isDefault",
        /// The domains that it is for.
        domains: Vec<String> = "domains",
        /// Which users it is for.
        conditions: RealmAssignmentConditions = "conditions",
        /// Where it brings them.
        actions: RealmAssignmentActions = "actions",
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
    /// How an assignment is applied to the users that there are.
    pub struct RealmAssignmentOperation {
        /// Its id.
        id: String = "id",
        /// What it is.
        kind: Option<String> = "type",
        /// How far it is.
        status: OperationStatus = "status",
        /// When it was asked for.
        created: Option<Timestamp> = "created",
        /// When it began.
        started: Option<Timestamp> = "started",
        /// When it ended.
        completed: Option<Timestamp> = "completed",
        /// The id of the realm that users move to.
        realm_id: Option<String> = "realmId",
        /// The name of the realm.
        realm_name: Option<String> = "realmName",
        /// How many users moved.
        num_user_moved: Option<i64> = "numUserMoved",
        /// The assignment that is applied.
        assignment_operation: AppliedRealmAssignment = "assignmentOperation",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

parts! {
    /// An assignment that is applied.
    pub struct AppliedRealmAssignment {
        /// The assignment as it was.
        configuration: RealmAssignmentConfiguration = "configuration",
    }

    /// An assignment as it was when it was applied.
    pub struct RealmAssignmentConfiguration {
        /// Its id.
        id: Option<String> = "id",
        /// Its name.
        name: Option<String> = "name",
        /// Which users it is for.
        conditions: RealmAssignmentConditions = "conditions",
        /// Where it brings them.
        actions: RealmAssignmentActions = "actions",
    }

    /// Which users an assignment is for.
    pub struct RealmAssignmentConditions {
        /// The id of the app or directory that users come from.
        profile_source_id: Option<String> = "profileSourceId",
        /// What holds for them.
        expression: RealmExpression = "expression",
    }

    /// An expression over users.
    pub struct RealmExpression {
        /// The expression.
        value: Option<String> = "value",
    }

    /// Where an assignment brings users.
    pub struct RealmAssignmentActions {
        /// Into a realm.
        assign_user_to_realm: RealmTarget = "assignUserToRealm",
    }

    /// A realm that users are brought into.
    pub struct RealmTarget {
        /// Its id.
        realm_id: Option<String> = "realmId",
    }
}

open_enum! {
    /// How far an operation is.
    pub enum OperationStatus {
        SCHEDULED,
        IN_PROGRESS,
        COMPLETED,
        FAILED,
    }
}

//! Administrator roles of users, groups and client apps, and what the roles are limited to.

pub(crate) mod custom;
pub(crate) mod governance;
pub(crate) mod target;

pub use self::custom::*;
pub use self::governance::*;
pub use self::target::*;

use oktars_catalog::{Operation, op};
use serde::Serialize;

use crate::call::Call;
use crate::client::Okta;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum};
use crate::query::query;
use crate::resource::role::target::TargetOperations;

/// The administrator roles of one user, group or client app; made by [`Okta::user_roles`],
/// [`Okta::group_roles`] and [`Okta::client_roles`]. Okta's pages are "User Role Assignments", "Group Role
/// Assignments", "Client Role Assignments", and those of their targets.
///
/// The paths below are those of a user; they stand below `/api/v1/groups/{groupId}` for a group, and below
/// `/oauth2/v1/clients/{clientId}` for an app. A role without targets covers everything; Okta refuses to take
/// the last target away, so that no role widens by accident: end the role instead.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// use oktars::group::NewGroup;
/// use oktars::role::{ListGroupTargets, ListRoles, NewRole, RoleType};
/// use oktars::user::NewUser;
///
/// # let new = NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
/// let user = okta.users().create(&new).await?;
/// let group = okta.groups().create(&NewGroup::new("Engineers")).await?;
///
/// let roles = okta.user_roles(&user.id);
/// let role = roles.assign(&NewRole::standard(RoleType::HELP_DESK_ADMIN)).await?;
/// roles.add_group_target(&role.id, &group.id).await?;
/// assert_eq!(roles.group_targets(&role.id, &ListGroupTargets::new()).all().await?[0].id, group.id);
///
/// roles.remove(&role.id).await?;
/// assert!(roles.list(&ListRoles::new()).all().await?.is_empty());
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Roles<'a> {
    okta: &'a Okta,
    holder: &'a str,
    operations: &'static Operations,
}

/// What the same call is for each kind of holder.
#[derive(Debug)]
struct Operations {
    list: Operation,
    assign: Operation,
    get: Operation,
    remove: Operation,
    targets: &'static TargetOperations,
}

static OF_USER: Operations = Operations {
    list: op::LIST_ASSIGNED_ROLES_FOR_USER,
    assign: op::ASSIGN_ROLE_TO_USER,
    get: op::GET_USER_ASSIGNED_ROLE,
    remove: op::UNASSIGN_ROLE_FROM_USER,
    targets: &target::OF_USER,
};

static OF_GROUP: Operations = Operations {
    list: op::LIST_GROUP_ASSIGNED_ROLES,
    assign: op::ASSIGN_ROLE_TO_GROUP,
    get: op::GET_GROUP_ASSIGNED_ROLE,
    remove: op::UNASSIGN_ROLE_FROM_GROUP,
    targets: &target::OF_GROUP,
};

static OF_CLIENT: Operations = Operations {
    list: op::LIST_ROLES_FOR_CLIENT,
    assign: op::ASSIGN_ROLE_TO_CLIENT,
    get: op::RETRIEVE_CLIENT_ROLE,
    remove: op::DELETE_ROLE_FROM_CLIENT,
    targets: &target::OF_CLIENT,
};

impl Okta {
    /// The roles of a user.
    pub fn user_roles<'a>(&'a self, user_id: &'a str) -> Roles<'a> {
        Roles { okta: self, holder: user_id, operations: &OF_USER }
    }

    /// The roles of a group, which its members have.
    pub fn group_roles<'a>(&'a self, group_id: &'a str) -> Roles<'a> {
        Roles { okta: self, holder: group_id, operations: &OF_GROUP }
    }

    /// The roles of a client app, which limit what its access tokens may do.
    pub fn client_roles<'a>(&'a self, client_id: &'a str) -> Roles<'a> {
        Roles { okta: self, holder: client_id, operations: &OF_CLIENT }
    }

    /// Lists the users who have a role: `GET /api/v1/iam/assignees/users`.
    pub fn users_with_roles(&self, query: &ListRoleHolders) -> Listing<RoleHolder> {
        query.apply(self.call(op::LIST_USERS_WITH_ROLE_ASSIGNMENTS)).list()
    }
}

impl Roles<'_> {
    fn call<const N: usize>(self, operation: Operation, ids: [&str; N]) -> Call {
        self.okta.call(operation).at([self.holder].into_iter().chain(ids))
    }

    /// Lists the roles: `GET /api/v1/users/{userId}/roles`. Those of a user's groups are among them.
    pub fn list(self, query: &ListRoles) -> Listing<Role> {
        query.apply(self.call(self.operations.list, [])).list()
    }

    /// Gives a role: `POST /api/v1/users/{userId}/roles`.
    pub fn assign(self, role: &NewRole) -> Call<Role> {
        self.assign_with(role, &AssignRole::default())
    }

    /// Gives a role, and says whether the administrators are told.
    pub fn assign_with(self, role: &NewRole, options: &AssignRole) -> Call<Role> {
        options.apply(self.call(self.operations.assign, [])).body(role).json()
    }

    /// Reads a role: `GET /api/v1/users/{userId}/roles/{roleAssignmentId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Role> {
        self.call(self.operations.get, [id.as_ref()]).json()
    }

    /// Takes a role away: `DELETE /api/v1/users/{userId}/roles/{roleAssignmentId}`. One that a user has
    /// through a group is taken away from the group.
    pub fn remove(self, id: impl AsRef<str>) -> Call<()> {
        self.call(self.operations.remove, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list the users who have a role.
    pub struct ListRoleHolders {
        ..pages
    }
}

query! {
    /// How to list roles.
    pub struct ListRoles {
        /// What to send along: `targets/groups` or `targets/catalog/apps`.
        expand: String = "expand",
    }
}

/// A role to be given.
///
/// ```
/// use oktars::role::{NewRole, RoleType};
///
/// let one_of_ours = NewRole::custom("cr0Yq6IJxGIr0ouum0g3", "iamoJDFKaJxGIr0oamd9g");
/// let of_oktas = NewRole::standard(RoleType::READ_ONLY_ADMIN);
/// # let _ = (one_of_ours, of_oktas);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewRole {
    #[serde(rename = "type")]
    kind: RoleType,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(rename = "resource-set", skip_serializing_if = "Option::is_none")]
    resource_set: Option<String>,
}

impl NewRole {
    /// One of Okta's own roles.
    pub fn standard(kind: RoleType) -> Self {
        NewRole { kind, role: None, resource_set: None }
    }

    /// A custom role over a resource set, both by their ids.
    pub fn custom(role_id: impl Into<String>, resource_set_id: impl Into<String>) -> Self {
        NewRole {
            kind: RoleType::CUSTOM,
            role: Some(role_id.into()),
            resource_set: Some(resource_set_id.into()),
        }
    }
}

query! {
    /// How to give a role.
    pub struct AssignRole {
        /// Whether the new administrators are spared Okta's mails; by default they are not.
        disable_notifications: bool = "disableNotifications",
    }
}

model! {
    /// A role that a user, a group or an app has.
    pub struct Role {
        /// The id of the assignment.
        id: String = "id",
        /// What people read.
        label: String = "label",
        /// Which role it is.
        kind: RoleType = "type",
        /// Whether it holds.
        status: LifecycleStatus = "status",
        /// When it was given.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Who has it. A user has the roles of groups too.
        assignment_type: RoleAssignmentType = "assignmentType",
        /// The id of a custom role.
        role: Option<String> = "role",
        /// The id of the resource set of a custom role.
        resource_set: Option<String> = "resource-set",
        /// What Okta sends along.
        embedded: Map = "_embedded",
        /// Links, to the holder among others.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// A role of administrators.
    pub enum RoleType {
        /// May do everything.
        SUPER_ADMIN = "SUPER_ADMIN",
        /// May do most things.
        ORG_ADMIN = "ORG_ADMIN",
        /// Manages apps.
        APP_ADMIN = "APP_ADMIN",
        /// Manages groups and their members.
        USER_ADMIN = "USER_ADMIN",
        /// Manages the members of groups.
        GROUP_MEMBERSHIP_ADMIN = "GROUP_MEMBERSHIP_ADMIN",
        /// Helps users with their credentials.
        HELP_DESK_ADMIN = "HELP_DESK_ADMIN",
        /// Sees everything and changes nothing.
        READ_ONLY_ADMIN = "READ_ONLY_ADMIN",
        /// Manages mobile devices.
        MOBILE_ADMIN = "MOBILE_ADMIN",
        /// Reads reports.
        REPORT_ADMIN = "REPORT_ADMIN",
        /// Manages authorization servers.
        API_ACCESS_MANAGEMENT_ADMIN = "API_ACCESS_MANAGEMENT_ADMIN",
        /// Manages access certifications.
        ACCESS_CERTIFICATIONS_ADMIN = "ACCESS_CERTIFICATIONS_ADMIN",
        /// Manages access requests.
        ACCESS_REQUESTS_ADMIN = "ACCESS_REQUESTS_ADMIN",
        /// Manages workflows.
        WORKFLOWS_ADMIN = "WORKFLOWS_ADMIN",
        /// One of the org's own.
        CUSTOM = "CUSTOM",
    }
}

model! {
    /// A user who has a role.
    pub struct RoleHolder {
        /// The id of the user.
        id: String = "id",
        /// The id of the org.
        org_id: Option<String> = "orgId",
        /// Links to user and roles.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// Who has a role.
    pub enum RoleAssignmentType {
        USER,
        GROUP,
        CLIENT,
    }
}

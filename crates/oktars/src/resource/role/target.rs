//! The targets of a role: the groups and apps that it is limited to.

use oktars_catalog::{Operation, op};

use crate::call::Call;
use crate::error::Error;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum, parts};
use crate::query::query;
use crate::resource::group::Group;
use crate::resource::role::Roles;

/// What the same call is for each kind of holder.
#[derive(Debug)]
pub(crate) struct TargetOperations {
    group_targets: Operation,
    add_group_target: Operation,
    remove_group_target: Operation,
    app_targets: Operation,
    add_app_target: Operation,
    remove_app_target: Operation,
    add_app_instance_target: Operation,
    remove_app_instance_target: Operation,
    /// Whether the holder is a user. Okta has more calls for users.
    is_of_user: bool,
}

pub(super) static OF_USER: TargetOperations = TargetOperations {
    group_targets: op::LIST_GROUP_TARGETS_FOR_ROLE,
    add_group_target: op::ASSIGN_GROUP_TARGET_TO_USER_ROLE,
    remove_group_target: op::UNASSIGN_GROUP_TARGET_FROM_USER_ADMIN_ROLE,
    app_targets: op::LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_USER,
    add_app_target: op::ASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_USER,
    remove_app_target: op::UNASSIGN_APP_TARGET_FROM_APP_ADMIN_ROLE_FOR_USER,
    add_app_instance_target: op::ASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_USER,
    remove_app_instance_target: op::UNASSIGN_APP_INSTANCE_TARGET_FROM_ADMIN_ROLE_FOR_USER,
    is_of_user: true,
};

pub(super) static OF_GROUP: TargetOperations = TargetOperations {
    group_targets: op::LIST_GROUP_TARGETS_FOR_GROUP_ROLE,
    add_group_target: op::ASSIGN_GROUP_TARGET_TO_GROUP_ADMIN_ROLE,
    remove_group_target: op::UNASSIGN_GROUP_TARGET_FROM_GROUP_ADMIN_ROLE,
    app_targets: op::LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_GROUP,
    add_app_target: op::ASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_GROUP,
    remove_app_target: op::UNASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_GROUP,
    add_app_instance_target: op::ASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_GROUP,
    remove_app_instance_target: op::UNASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_GROUP,
    is_of_user: false,
};

pub(super) static OF_CLIENT: TargetOperations = TargetOperations {
    group_targets: op::LIST_GROUP_TARGET_ROLE_FOR_CLIENT,
    add_group_target: op::ASSIGN_GROUP_TARGET_ROLE_FOR_CLIENT,
    remove_group_target: op::REMOVE_GROUP_TARGET_ROLE_FROM_CLIENT,
    app_targets: op::LIST_APP_TARGET_ROLE_TO_CLIENT,
    add_app_target: op::ASSIGN_APP_TARGET_ROLE_TO_CLIENT,
    remove_app_target: op::REMOVE_APP_TARGET_ROLE_FROM_CLIENT,
    add_app_instance_target: op::ASSIGN_APP_TARGET_INSTANCE_ROLE_FOR_CLIENT,
    remove_app_instance_target: op::REMOVE_APP_TARGET_INSTANCE_ROLE_FOR_CLIENT,
    is_of_user: false,
};

impl Roles<'_> {
    /// All that the role of a user is limited to, whether the role is the user's own or comes from a group:
    /// `GET /api/v1/users/{userId}/roles/{roleIdOrEncodedRoleId}/targets`.
    ///
    /// # Errors
    /// Okta has no such call for the roles of groups and apps; nothing is sent then.
    pub fn targets(self, id: impl AsRef<str>, query: &ListRoleTargets) -> Listing<RoleTarget> {
        const OF_USERS: &str =
            "only the targets of a user's role can be listed together; list groups and apps";
        let call = query.apply(self.call(op::GET_ROLE_TARGETS_BY_USER_ID_AND_ROLE_ID, [id.as_ref()]));
        let call =
            if self.operations.targets.is_of_user { call } else { call.mistaken(Error::input(OF_USERS)) };
        call.list()
    }

    /// The groups that a role is limited to:
    /// `GET /api/v1/users/{userId}/roles/{roleAssignmentId}/targets/groups`.
    pub fn group_targets(self, id: impl AsRef<str>, query: &ListGroupTargets) -> Listing<Group> {
        query.apply(self.call(self.operations.targets.group_targets, [id.as_ref()])).list()
    }

    /// Limits a role to one more group:
    /// `PUT /api/v1/users/{userId}/roles/{roleAssignmentId}/targets/groups/{groupId}`.
    pub fn add_group_target(self, id: impl AsRef<str>, group_id: impl AsRef<str>) -> Call<()> {
        let ids = [id.as_ref(), group_id.as_ref()];
        self.call(self.operations.targets.add_group_target, ids).empty()
    }

    /// Takes a group from those that a role is limited to:
    /// `DELETE /api/v1/users/{userId}/roles/{roleAssignmentId}/targets/groups/{groupId}`.
    pub fn remove_group_target(self, id: impl AsRef<str>, group_id: impl AsRef<str>) -> Call<()> {
        let ids = [id.as_ref(), group_id.as_ref()];
        self.call(self.operations.targets.remove_group_target, ids).empty()
    }

    /// The apps that a role is limited to:
    /// `GET /api/v1/users/{userId}/roles/{roleAssignmentId}/targets/catalog/apps`.
    pub fn app_targets(self, id: impl AsRef<str>, query: &ListAppTargets) -> Listing<CatalogApp> {
        query.apply(self.call(self.operations.targets.app_targets, [id.as_ref()])).list()
    }

    /// Lets the role of a user cover all apps again:
    /// `PUT /api/v1/users/{userId}/roles/{roleAssignmentId}/targets/catalog/apps`.
    ///
    /// # Errors
    /// Okta has no such call for the roles of groups and apps; nothing is sent then.
    pub fn target_all_apps(self, id: impl AsRef<str>) -> Call<()> {
        const OF_USERS: &str =
            "only the role of a user can be set back to all apps; remove it and assign it again";
        let call = self.call(op::ASSIGN_ALL_APPS_AS_TARGET_TO_ROLE_FOR_USER, [id.as_ref()]).empty();
        if self.operations.targets.is_of_user { call } else { call.mistaken(Error::input(OF_USERS)) }
    }

    /// Limits a role to all apps of a kind, such as `salesforce`:
    /// `PUT /api/v1/users/{userId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}`.
    pub fn add_app_target(self, id: impl AsRef<str>, app_name: impl AsRef<str>) -> Call<()> {
        let ids = [id.as_ref(), app_name.as_ref()];
        self.call(self.operations.targets.add_app_target, ids).empty()
    }

    /// Takes a kind of app from those that a role is limited to:
    /// `DELETE /api/v1/users/{userId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}`.
    pub fn remove_app_target(self, id: impl AsRef<str>, app_name: impl AsRef<str>) -> Call<()> {
        let ids = [id.as_ref(), app_name.as_ref()];
        self.call(self.operations.targets.remove_app_target, ids).empty()
    }

    /// Limits a role to one app:
    /// `PUT /api/v1/users/{userId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}/{appId}`.
    pub fn add_app_instance_target(
        self,
        id: impl AsRef<str>,
        app_name: impl AsRef<str>,
        app_id: impl AsRef<str>,
    ) -> Call<()> {
        let ids = [id.as_ref(), app_name.as_ref(), app_id.as_ref()];
        self.call(self.operations.targets.add_app_instance_target, ids).empty()
    }

    /// Takes one app from those that a role is limited to:
    /// `DELETE /api/v1/users/{userId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}/{appId}`.
    pub fn remove_app_instance_target(
        self,
        id: impl AsRef<str>,
        app_name: impl AsRef<str>,
        app_id: impl AsRef<str>,
    ) -> Call<()> {
        let ids = [id.as_ref(), app_name.as_ref(), app_id.as_ref()];
        self.call(self.operations.targets.remove_app_instance_target, ids).empty()
    }
}

query! {
    /// Which targets of a user's role to list.
    pub struct ListRoleTargets {
        ..pages
        /// Only those of the user's own role, `USER`, or of one that comes from a group, `GROUP`.
        assignment_type: String = "assignmentType",
    }
}

query! {
    /// How to list the groups that a role is limited to.
    pub struct ListGroupTargets {
        ..pages
    }
}

query! {
    /// How to list the apps that a role is limited to.
    pub struct ListAppTargets {
        ..pages
    }
}

model! {
    /// An app of Okta's catalogue, or one app of the org, that a role is limited to.
    pub struct CatalogApp {
        /// The id, of one app of the org.
        id: Option<String> = "id",
        /// The name of the kind.
        name: String = "name",
        /// What people read.
        display_name: Option<String> = "displayName",
        /// What it is for.
        description: Option<String> = "description",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// What it is filed under.
        category: Option<String> = "category",
        /// Whether Okta has verified it.
        verification_status: Option<String> = "verificationStatus",
        /// The website.
        website: Option<String> = "website",
        /// How users can sign in.
        sign_on_modes: Vec<String> = "signOnModes",
        /// What it can do, such as `PUSH_NEW_USERS`.
        features: Vec<String> = "features",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

parts! {
    /// Something that the role of a user is limited to.
    pub struct RoleTarget {
        /// Whether the role is the user's own or comes from a group.
        assignment_type: RoleTargetAssignment = "assignmentType",
        /// Until when the role covers it.
        expiration: Option<Timestamp> = "expiration",
        /// Its name among Okta's resources.
        orn: String = "orn",
        /// Links to what it is.
        links: Map = "_links",
    }
}

open_enum! {
    /// Whether a role is a user's own or comes from a group.
    pub enum RoleTargetAssignment {
        GROUP,
        USER,
    }
}

//! Which permission an operation needs, and what the standard roles of administrators allow.

use crate::{Method, Operation, op};

/// Operations on users, groups and apps whose permission is finer than their scope.
const FINER: &[(&str, &[&str])] = &[
    ("okta.users.create", &[op::CREATE_USER.id]),
    ("okta.users.userprofile.manage", &[op::UPDATE_USER.id, op::REPLACE_USER.id]),
    ("okta.users.lifecycle.delete", &[op::DELETE_USER.id]),
    ("okta.users.lifecycle.activate", &[op::ACTIVATE_USER.id, op::REACTIVATE_USER.id]),
    ("okta.users.lifecycle.deactivate", &[op::DEACTIVATE_USER.id]),
    ("okta.users.lifecycle.suspend", &[op::SUSPEND_USER.id]),
    ("okta.users.lifecycle.unsuspend", &[op::UNSUSPEND_USER.id]),
    ("okta.users.lifecycle.unlock", &[op::UNLOCK_USER.id]),
    ("okta.users.lifecycle.clearSessions", &[op::REVOKE_USER_SESSIONS.id]),
    ("okta.users.credentials.resetFactors", &[op::RESET_FACTORS.id, op::UNENROLL_FACTOR.id]),
    ("okta.users.credentials.resetPassword", &[op::RESET_PASSWORD.id]),
    (
        "okta.users.credentials.expirePassword",
        &[op::EXPIRE_PASSWORD.id, op::EXPIRE_PASSWORD_WITH_TEMP_PASSWORD.id],
    ),
    (
        "okta.users.credentials.manage",
        &[
            op::ENROLL_FACTOR.id,
            op::ACTIVATE_FACTOR.id,
            op::VERIFY_FACTOR.id,
            op::RESEND_ENROLL_FACTOR.id,
            op::CHANGE_PASSWORD.id,
            op::CHANGE_RECOVERY_QUESTION.id,
            op::FORGOT_PASSWORD.id,
            op::FORGOT_PASSWORD_LEGACY.id,
            op::FORGOT_PASSWORD_SET_NEW_PASSWORD.id,
        ],
    ),
    (
        "okta.users.read",
        &[
            op::LIST_FACTORS.id,
            op::GET_FACTOR.id,
            op::LIST_SUPPORTED_FACTORS.id,
            op::LIST_SUPPORTED_SECURITY_QUESTIONS.id,
        ],
    ),
    ("okta.groups.create", &[op::ADD_GROUP.id]),
    ("okta.groups.members.manage", &[op::ASSIGN_USER_TO_GROUP.id, op::UNASSIGN_USER_FROM_GROUP.id]),
    (
        "okta.apps.assignment.manage",
        &[
            op::ASSIGN_USER_TO_APPLICATION.id,
            op::UNASSIGN_USER_FROM_APPLICATION.id,
            op::UPDATE_APPLICATION_USER.id,
            op::ASSIGN_GROUP_TO_APPLICATION.id,
            op::UNASSIGN_APPLICATION_FROM_GROUP.id,
            op::UPDATE_GROUP_ASSIGNMENT_TO_APPLICATION.id,
        ],
    ),
    ("okta.logs.read", &[op::LIST_EVENTS.id]),
];

/// Begin the tags of all that is about the roles of administrators.
const ROLE_TAGS: [&str; 5] = ["RoleAssignment", "RoleB", "RoleC", "RoleD", "RoleE"];

/// Permissions that have another name than the scope of the same.
const ALIASES: [(&str, &str); 5] = [
    ("okta.authzServers.manage", "okta.authorizationServers.manage"),
    ("okta.authzServers.read", "okta.authorizationServers.read"),
    ("okta.identityProviders.manage", "okta.idps.manage"),
    ("okta.identityProviders.read", "okta.idps.read"),
    ("okta.iam.read", "okta.roles.read"),
];

/// What the standard roles allow. `*` stands for anything, `*.read` for all reading.
const ROLES: [(&str, &[&str]); 10] = [
    ("SUPER_ADMIN", &["*"]),
    ("ORG_ADMIN", &["* but okta.roles.manage"]),
    ("READ_ONLY_ADMIN", &["*.read"]),
    (
        "APP_ADMIN",
        &[
            "okta.apps.manage",
            "okta.groups.read",
            "okta.policies.read",
            "okta.profileMappings.manage",
            "okta.schemas.manage",
            "okta.users.appAssignment.manage",
            "okta.users.read",
        ],
    ),
    (
        "USER_ADMIN",
        &[
            "okta.factors.manage",
            "okta.groups.manage",
            "okta.linkedObjects.read",
            "okta.schemas.read",
            "okta.sessions.manage",
            "okta.userTypes.read",
            "okta.users.manage",
        ],
    ),
    (
        "GROUP_MEMBERSHIP_ADMIN",
        &[
            "okta.groups.members.manage",
            "okta.groups.read",
            "okta.users.groupMembership.manage",
            "okta.users.read",
        ],
    ),
    (
        "HELP_DESK_ADMIN",
        &[
            "okta.groups.read",
            "okta.users.credentials.expirePassword",
            "okta.users.credentials.resetFactors",
            "okta.users.credentials.resetPassword",
            "okta.users.lifecycle.clearSessions",
            "okta.users.lifecycle.unlock",
            "okta.users.read",
        ],
    ),
    ("MOBILE_ADMIN", &["okta.devices.manage", "okta.groups.read", "okta.users.read"]),
    ("REPORT_ADMIN", &["okta.logs.read"]),
    (
        "API_ACCESS_MANAGEMENT_ADMIN",
        &["okta.apps.manage", "okta.authorizationServers.manage", "okta.groups.read", "okta.users.read"],
    ),
];

/// The permissions on users, groups and apps that a custom role may have. Those on other resources are their
/// scopes.
#[rustfmt::skip]
pub const PERMISSIONS: [&str; 37] = [
    "okta.apps.assignment.manage", "okta.apps.clientCredentials.read", "okta.apps.manage",
    "okta.apps.manageFirstPartyApps", "okta.apps.read", "okta.groups.appAssignment.manage", "okta.groups.create",
    "okta.groups.manage", "okta.groups.members.manage", "okta.groups.read", "okta.users.apitokens.clear",
    "okta.users.apitokens.manage", "okta.users.apitokens.read", "okta.users.appAssignment.manage",
    "okta.users.create", "okta.users.credentials.expirePassword", "okta.users.credentials.manage",
    "okta.users.credentials.manageTemporaryAccessCode", "okta.users.credentials.resetFactors",
    "okta.users.credentials.resetPassword", "okta.users.groupMembership.manage", "okta.users.lifecycle.activate",
    "okta.users.lifecycle.clearSessions", "okta.users.lifecycle.deactivate", "okta.users.lifecycle.delete",
    "okta.users.lifecycle.manage", "okta.users.lifecycle.suspend", "okta.users.lifecycle.unlock",
    "okta.users.lifecycle.unsuspend", "okta.users.manage", "okta.users.read", "okta.users.risk.manage",
    "okta.users.risk.read", "okta.users.userprofile.create", "okta.users.userprofile.manage",
    "okta.users.userprofile.read", "okta.users.userprofile.update",
];

impl Operation {
    /// The permission that an administrator needs for it; empty where none is asked for.
    ///
    /// It is the operation's scope, except that users, groups and apps have finer ones.
    pub fn permission(&self) -> &'static str {
        let finer = FINER.iter().find(|(_, ids)| ids.contains(&self.id));
        match (finer, self.method) {
            (Some((permission, _)), _) => permission,
            (None, Method::Get) if self.is_about_roles() => "okta.roles.read",
            (None, _) if self.is_about_roles() => "okta.roles.manage",
            (None, _) => self.scopes.first().copied().unwrap_or_default(),
        }
    }

    fn is_about_roles(&self) -> bool {
        ROLE_TAGS.iter().any(|tag| self.tag.starts_with(tag))
    }
}

/// The standard roles of administrators, as Okta's API calls them.
pub fn standard_roles() -> impl Iterator<Item = &'static str> {
    ROLES.iter().map(|(role, _)| *role)
}

/// What a standard role allows: permissions, and the three wider ones that [`permits`] knows. Nothing, where
/// the role is made of permissions as custom ones are.
pub fn role_permissions(role: &str) -> &'static [&'static str] {
    ROLES.iter().find(|(known, _)| *known == role).map_or(&[], |(_, permissions)| permissions)
}

/// Whether having one permission is enough where another is needed.
///
/// `okta.users.manage` includes everything on users, `okta.users.credentials.manage` all on their credentials.
pub fn permits(permission: &str, needed: &str) -> bool {
    match permission {
        "*" => true,
        "*.read" => needed.ends_with(".read"),
        "* but okta.roles.manage" => needed != "okta.roles.manage",
        permission => covers(permission, needed),
    }
}

/// Whether a token that has one scope may do what needs another: `manage` includes `read`.
pub fn scope_includes(scope: &str, needed: &str) -> bool {
    let family = needed.strip_suffix(".read");
    scope == needed || family.is_some_and(|family| scope.strip_suffix(".manage") == Some(family))
}

fn covers(permission: &str, needed: &str) -> bool {
    let alias = ALIASES.iter().find(|(alias, _)| *alias == permission);
    let permission = alias.map_or(permission, |(_, scope)| scope);
    let family = permission.strip_suffix("manage").filter(|family| family.ends_with('.'));
    permission == needed || family.is_some_and(|family| needed.starts_with(family))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Access, all_operations, newer, operation};

    #[test]
    fn permissions_cover_what_is_below_them() {
        let cases = [
            ("okta.users.manage", "okta.users.read", true),
            ("okta.users.manage", "okta.users.credentials.resetPassword", true),
            ("okta.users.credentials.manage", "okta.users.credentials.resetPassword", true),
            ("okta.users.credentials.manage", "okta.users.read", false),
            ("okta.users.read", "okta.users.manage", false),
            ("okta.authzServers.manage", "okta.authorizationServers.read", true),
            ("okta.groups.manage", "okta.users.read", false),
            ("*", "okta.roles.manage", true),
            ("*.read", "okta.users.read", true),
            ("*.read", "okta.users.manage", false),
            ("* but okta.roles.manage", "okta.users.manage", true),
            ("* but okta.roles.manage", "okta.roles.manage", false),
        ];
        for (permission, needed, expected) in cases {
            assert_eq!(permits(permission, needed), expected, "{permission} {needed}");
        }
    }

    #[test]
    fn manage_includes_read_of_the_same_family() {
        let cases = [
            ("okta.users.read", "okta.users.read", true),
            ("okta.users.manage", "okta.users.read", true),
            ("okta.users.read", "okta.users.manage", false),
            ("okta.groups.manage", "okta.users.read", false),
            ("okta.users.manage", "okta.users.manage.self", false),
            ("", "okta.users.read", false),
        ];
        for (scope, needed, expected) in cases {
            assert_eq!(scope_includes(scope, needed), expected, "{scope} {needed}");
        }
    }

    /// Without a permission, only super administrators could call an operation, and nobody would notice. That is so
    /// for those of newer descriptions whose scope is not known.
    #[test]
    fn every_operation_that_takes_a_token_needs_a_permission() {
        /// They take a session, or an API token alone.
        const WITHOUT: [&str; 2] = ["endUserSessions", "revokeCurrentApiToken"];
        for operation in all_operations() {
            let needs = operation.access() == Access::Token && !operation.permission().is_empty();
            let free = operation.access() != Access::Token || WITHOUT.contains(&operation.id);
            let unknown = newer().contains(&operation) && operation.scopes.is_empty();
            assert!(needs != (free || unknown), "{}", operation.id);
        }
    }

    #[test]
    fn an_operation_has_one_finer_permission_and_that_is_one_of_its_family() {
        let rows: Vec<(&str, &str)> =
            FINER.iter().flat_map(|(permission, ids)| ids.iter().map(|id| (*permission, *id))).collect();
        for (index, (permission, id)) in rows.iter().enumerate() {
            assert!(rows[..index].iter().all(|(_, other)| other != id), "{id} stands in two rows");
            assert!(operation(id).is_some(), "{id}");
            let known = PERMISSIONS.contains(permission) || *permission == "okta.logs.read";
            assert!(known, "{permission} is no permission of a custom role");
        }
    }

    #[test]
    fn what_roles_and_aliases_name_is_needed_by_an_operation() {
        /// Okta has two names for one permission here, and operations ask for the other.
        const OTHER_NAME: [&str; 2] =
            ["okta.users.appAssignment.manage", "okta.users.groupMembership.manage"];
        let needed: Vec<&str> = all_operations().map(|one| one.permission()).collect();
        let named = ROLES.iter().flat_map(|(_, permissions)| permissions.iter());
        let aliased = ALIASES.iter().map(|(alias, _)| alias);
        for permission in named.filter(|name| !name.starts_with('*')).chain(aliased) {
            let allows = needed.iter().any(|needed| permits(permission, needed));
            assert_eq!(allows, !OTHER_NAME.contains(permission), "{permission}");
        }
    }
}

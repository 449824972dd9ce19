//! Administrator roles and what belongs to them.

use oktars::role::{
    AssignRole, ListAppTargets, ListGroupTargets, ListRoleHolders, ListRoles, NewRole, RoleType, Roles,
};
use oktars::subscription::ListSubscriptions;
use oktars::{Okta, Result};
use serde_json::Value;

use super::{nothing, page, value};
use crate::recordings::asked::{Asked, pages};

pub async fn role(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    match asked.operation.id {
        "listUsersWithRoleAssignments" => {
            return Some(page(okta.users_with_roles(&pages!(asked, ListRoleHolders))).await);
        }
        "assignAllAppsAsTargetToRoleForUser" => {
            return Some(nothing(okta.user_roles(asked.path(0)).target_all_apps(asked.path(1)).await));
        }
        "listSubscriptionsRole" => {
            return Some(page(okta.role_subscriptions(asked.path(0)).list(&ListSubscriptions::new())).await);
        }
        "getSubscriptionsNotificationTypeRole" => {
            return Some(value(okta.role_subscriptions(asked.path(0)).get(asked.path(1)).await));
        }
        "subscribeByNotificationTypeRole" => {
            return Some(nothing(okta.role_subscriptions(asked.path(0)).subscribe(asked.path(1)).await));
        }
        "unsubscribeByNotificationTypeRole" => {
            return Some(nothing(okta.role_subscriptions(asked.path(0)).unsubscribe(asked.path(1)).await));
        }
        _ => {}
    }
    let path = asked.operation.path;
    if path.starts_with("/api/v1/users/{userId}/roles") {
        held(okta.user_roles(asked.path(0)), asked).await
    } else if path.starts_with("/api/v1/groups/{groupId}/roles") {
        held(okta.group_roles(asked.path(0)), asked).await
    } else if path.starts_with("/oauth2/v1/clients/{clientId}/roles") {
        held(okta.client_roles(asked.path(0)), asked).await
    } else {
        None
    }
}

async fn held(roles: Roles<'_>, asked: &Asked) -> Option<Result<Value>> {
    let after_holder = asked.operation.path.split_once("/roles").map_or("", |(_, rest)| rest);
    // Group targets are named in two ways.
    let place = after_holder.replace("{targetGroupId}", "{groupId}");
    Some(match (asked.operation.method.as_str(), place.as_str()) {
        ("GET", "") => page(roles.list(&ListRoles::new())).await,
        ("POST", "") => {
            let mut options = AssignRole::new();
            options.disable_notifications = asked.flag("disableNotifications");
            value(roles.assign_with(&NewRole::standard(RoleType::APP_ADMIN), &options).await)
        }
        ("GET", "/{roleAssignmentId}") => value(roles.get(asked.path(1)).await),
        ("DELETE", "/{roleAssignmentId}") => nothing(roles.remove(asked.path(1)).await),
        ("GET", "/{roleAssignmentId}/targets/groups") => {
            page(roles.group_targets(asked.path(1), &pages!(asked, ListGroupTargets))).await
        }
        ("PUT", "/{roleAssignmentId}/targets/groups/{groupId}") => {
            nothing(roles.add_group_target(asked.path(1), asked.path(2)).await)
        }
        ("DELETE", "/{roleAssignmentId}/targets/groups/{groupId}") => {
            nothing(roles.remove_group_target(asked.path(1), asked.path(2)).await)
        }
        ("GET", "/{roleAssignmentId}/targets/catalog/apps") => {
            page(roles.app_targets(asked.path(1), &pages!(asked, ListAppTargets))).await
        }
        ("PUT", "/{roleAssignmentId}/targets/catalog/apps/{appName}") => {
            nothing(roles.add_app_target(asked.path(1), asked.path(2)).await)
        }
        ("DELETE", "/{roleAssignmentId}/targets/catalog/apps/{appName}") => {
            nothing(roles.remove_app_target(asked.path(1), asked.path(2)).await)
        }
        ("PUT", "/{roleAssignmentId}/targets/catalog/apps/{appName}/{appId}") => {
            nothing(roles.add_app_instance_target(asked.path(1), asked.path(2), asked.path(3)).await)
        }
        ("DELETE", "/{roleAssignmentId}/targets/catalog/apps/{appName}/{appId}") => {
            nothing(roles.remove_app_instance_target(asked.path(1), asked.path(2), asked.path(3)).await)
        }
        _ => return None,
    })
}

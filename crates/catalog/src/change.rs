//! What an event of the System Log says is to be read again.

use crate::op;
use crate::operation::Operation;

/// The type of a target of an event, whose id is a part of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target(pub &'static str);

/// An operation whose answer may be another one since an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reread {
    /// The operation; for a member of a group, the one that the event tells of.
    pub operation: Operation,
    /// The targets that its path is filled from, in order. Where there are none and the path has parameters, each
    /// of them may be another one.
    pub targets: &'static [Target],
}

const fn read(operation: Operation, targets: &'static [Target]) -> Reread {
    Reread { operation, targets }
}

const USER: Target = Target("User");
const GROUP: Target = Target("UserGroup");
const APP: Target = Target("AppInstance");

const USERS: &[Reread] = &[read(op::GET_USER, &[USER])];
const USER_AND_ADMINS: &[Reread] =
    &[read(op::GET_USER, &[USER]), read(op::LIST_USERS_WITH_ROLE_ASSIGNMENTS, &[])];
const ROLES: &[Reread] =
    &[read(op::LIST_USERS_WITH_ROLE_ASSIGNMENTS, &[]), read(op::LIST_ASSIGNED_ROLES_FOR_USER, &[USER])];
const FACTORS: &[Reread] = &[read(op::LIST_FACTORS, &[USER])];
const GROUPS: &[Reread] = &[read(op::GET_GROUP, &[GROUP])];
/// What maps policies to apps shows the apps, and no event tells of all that changes in it.
const APPS: &[Reread] = &[read(op::GET_APPLICATION, &[APP]), read(op::LIST_POLICY_MAPPINGS, &[])];
/// The event names the client by another target than the app.
const CLIENTS: &[Reread] = &[
    read(op::GET_APPLICATION, &[APP]),
    read(op::LIST_POLICY_MAPPINGS, &[]),
    read(op::LIST_OAUTH2_CLIENT_SECRETS, &[]),
];
const APP_USERS: &[Reread] = &[read(op::GET_APPLICATION_USER, &[APP, USER])];
const APP_GROUPS: &[Reread] =
    &[read(op::LIST_APPLICATION_GROUP_ASSIGNMENTS, &[APP]), read(op::GET_GROUP, &[GROUP])];
const IMPORTED: &[Reread] =
    &[read(op::LIST_APPLICATION_USERS, &[APP]), read(op::LIST_APPLICATION_GROUP_ASSIGNMENTS, &[APP])];
const POLICIES: &[Reread] = &[read(op::LIST_POLICIES, &[]), read(op::LIST_AUTHORIZATION_SERVERS, &[])];
const SERVERS: &[Reread] = &[read(op::LIST_AUTHORIZATION_SERVERS, &[])];
/// What is sent, tried, evaluated or signed in to changes nothing that the management API shows.
const NOTHING: &[Reread] = &[];

/// Beginnings of event types, the longest first where one begins another, and what they change.
const CHANGES: &[(&str, &[Reread])] = &[
    ("user.lifecycle.deactivate", USER_AND_ADMINS),
    ("user.lifecycle.delete.", USER_AND_ADMINS),
    ("user.lifecycle.", USERS),
    ("user.account.privilege.", ROLES),
    ("user.account.", USERS),
    ("user.import.", USERS),
    ("user.session.start", USERS),
    ("user.session.", NOTHING),
    ("user.authentication.", NOTHING),
    ("user.mfa.factor.", FACTORS),
    ("user.mfa.promote_enrollment", FACTORS),
    ("user.mfa.", NOTHING),
    ("user.credential.", NOTHING),
    ("user.registration.", NOTHING),
    ("user.behavior.", NOTHING),
    ("user.risk.", USERS),
    ("user.realm.", USERS),
    ("group.lifecycle.", GROUPS),
    ("group.profile.", GROUPS),
    (
        "group.user_membership.add",
        &[read(op::ASSIGN_USER_TO_GROUP, &[GROUP, USER]), read(op::GET_GROUP, &[GROUP])],
    ),
    (
        "group.user_membership.remove",
        &[read(op::UNASSIGN_USER_FROM_GROUP, &[GROUP, USER]), read(op::GET_GROUP, &[GROUP])],
    ),
    ("group.user_membership.rule.", &[read(op::LIST_GROUP_RULES, &[])]),
    ("group.application_assignment.", APP_GROUPS),
    ("group.privilege.", &[read(op::LIST_GROUP_ASSIGNED_ROLES, &[GROUP]), read(op::GET_GROUP, &[GROUP])]),
    ("application.user_membership.", APP_USERS),
    ("master_application.user_membership.", APP_USERS),
    ("application.provision.user.", APP_USERS),
    ("application.policy.", POLICIES),
    ("application.registration_policy.", POLICIES),
    ("application.account.", NOTHING),
    ("application.", APPS),
    ("app.oauth2.client.privilege.", &[read(op::LIST_ROLES_FOR_CLIENT, &[Target("PublicClientApp")])]),
    ("app.oauth2.client.lifecycle.", CLIENTS),
    ("app.oauth2.as.key.", SERVERS),
    ("app.oauth2.", NOTHING),
    ("app.keys.", &[read(op::GET_APPLICATION, &[APP]), read(op::LIST_APPLICATION_KEYS, &[APP])]),
    ("app.access_request.", NOTHING),
    ("app.generic.", NOTHING),
    ("system.import.", IMPORTED),
    ("policy.lifecycle.", POLICIES),
    ("policy.rule.", POLICIES),
    ("policy.mapping.", POLICIES),
    ("policy.", NOTHING),
    ("oauth2.", SERVERS),
    ("system.idp.", &[read(op::LIST_IDENTITY_PROVIDERS, &[])]),
    ("zone.", &[read(op::LIST_NETWORK_ZONES, &[])]),
    ("security.zone.", &[read(op::LIST_NETWORK_ZONES, &[])]),
    ("network_zone.", &[read(op::LIST_NETWORK_ZONES, &[])]),
    ("security.trusted_origin.", &[read(op::LIST_TRUSTED_ORIGINS, &[])]),
    ("security.authenticator.", &[read(op::LIST_AUTHENTICATORS, &[])]),
    ("system.mfa.factor.", &[read(op::LIST_AUTHENTICATORS, &[])]),
    ("security.behavior.", &[read(op::LIST_BEHAVIOR_DETECTION_RULES, &[])]),
    ("security.request.", NOTHING),
    ("security.threat.", NOTHING),
    ("security.session.", NOTHING),
    ("iam.role.permission", &[read(op::LIST_ROLE_PERMISSIONS, &[])]),
    ("iam.role.", &[read(op::LIST_ROLES, &[])]),
    ("iam.resourceset.bindings.", &[read(op::LIST_BINDINGS, &[]), read(op::LIST_MEMBERS_OF_BINDING, &[])]),
    ("iam.resourceset.resources.", &[read(op::LIST_RESOURCE_SET_RESOURCES, &[])]),
    ("iam.resourceset.", &[read(op::LIST_RESOURCE_SETS, &[])]),
    ("system.api_token.", &[read(op::LIST_API_TOKENS, &[])]),
    ("event_hook.", &[read(op::LIST_EVENT_HOOKS, &[])]),
    ("inline_hook.", &[read(op::LIST_INLINE_HOOKS, &[])]),
    ("system.log_stream.", &[read(op::LIST_LOG_STREAMS, &[])]),
    ("system.feature.", &[read(op::LIST_FEATURES, &[])]),
    ("system.brand.", &[read(op::LIST_BRANDS, &[])]),
    ("system.email.", NOTHING),
    ("system.sms.", NOTHING),
    ("system.voice.", NOTHING),
    ("system.push.", NOTHING),
    ("system.org.rate_limit.", NOTHING),
    ("system.client.", NOTHING),
    ("system.operation.", NOTHING),
    ("device.", &[read(op::LIST_DEVICES, &[])]),
    ("directory.user_profile.", &[read(op::LIST_USER_TYPES, &[])]),
    ("directory.non_default_user_profile.", &[read(op::LIST_USER_TYPES, &[])]),
    ("directory.app_user_profile.", &[read(op::GET_APPLICATION_USER_SCHEMA, &[APP])]),
    ("directory.mapping.", &[read(op::LIST_PROFILE_MAPPINGS, &[])]),
    ("directory.linked_object.", &[read(op::LIST_LINKED_OBJECT_DEFINITIONS, &[])]),
    ("directory.realm.", &[read(op::LIST_REALMS, &[]), read(op::LIST_REALM_ASSIGNMENTS, &[])]),
];

/// What is to be read again after an event of this type; `None` where that is not known.
///
/// ```
/// let again = oktars_catalog::rereads("user.lifecycle.suspend").unwrap();
/// assert_eq!(again[0].operation.id, "getUser");
/// assert!(oktars_catalog::rereads("user.authentication.sso").unwrap().is_empty());
/// assert!(oktars_catalog::rereads("pam.session.start").is_none());
/// ```
pub fn rereads(event_type: &str) -> Option<&'static [Reread]> {
    CHANGES.iter().find(|(start, _)| event_type.starts_with(start)).map(|(_, rereads)| *rereads)
}

/// The beginnings of the types of events that change something.
pub fn changing_events() -> impl Iterator<Item = &'static str> {
    CHANGES.iter().filter(|(_, rereads)| !rereads.is_empty()).map(|(start, _)| *start)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each sign-in and each token writes one of these: they must not make a mirror read anything again.
    #[test]
    fn what_happens_all_day_changes_nothing() {
        for name in [
            "policy.evaluate_sign_on",
            "app.oauth2.as.token.grant.access_token",
            "app.oauth2.token.grant.refresh_token",
            "app.oauth2.signon",
            "user.authentication.sso",
            "user.mfa.okta_verify.deny_push",
            "system.email.send_factor_verify_message",
            "security.threat.detected",
        ] {
            assert_eq!(rereads(name), Some(NOTHING), "{name}");
        }
    }

    /// A row behind one that begins it would never be found.
    #[test]
    fn every_row_is_found_and_its_targets_fill_the_path() {
        for (index, (start, rereads)) in CHANGES.iter().enumerate() {
            let first = CHANGES.iter().position(|(other, _)| start.starts_with(other));
            assert_eq!(first, Some(index), "{start}");
            for reread in *rereads {
                let parameters = reread.operation.path_parameters().count();
                let filled = reread.targets.len();
                assert!(filled == 0 || filled == parameters, "{start}: {}", reread.operation.id);
            }
        }
    }
}

//! The table of kinds. Parents stand before their children.

use oktars_catalog::op;
use serde_json::Value;

use crate::kind::{Again, Kind};

/// All kinds that a mirror has a table for, except the System Log.
pub const KINDS: &[Kind] = &[
    Kind::new("user_types", op::LIST_USER_TYPES).columns(&[
        ("name", "$.name"),
        ("displayName", "$.displayName"),
        ("default", "$.default"),
        ("lastUpdated", "$.lastUpdated"),
    ]),
    Kind::new("user_schemas", op::GET_USER_SCHEMA)
        .of("user_types", schema_of_type, &["schema_id"])
        .id(&[])
        .columns(&[("title", "$.title"), ("lastUpdated", "$.lastUpdated")]),
    Kind::new("group_schemas", op::GET_GROUP_SCHEMA).id(&[]).columns(&[("lastUpdated", "$.lastUpdated")]),
    Kind::new("users", op::LIST_USERS)
        .query(&[("search", "status pr")])
        .again(Again::ByExpression("search", &["lastUpdated"], op::GET_USER))
        .schema("user_schemas")
        .indexed(&["status", "login", "email"])
        .columns(&[
            ("status", "$.status"),
            ("login", "$.profile.login"),
            ("email", "$.profile.email"),
            ("firstName", "$.profile.firstName"),
            ("lastName", "$.profile.lastName"),
            ("created", "$.created"),
            ("activated", "$.activated"),
            ("statusChanged", "$.statusChanged"),
            ("lastLogin", "$.lastLogin"),
            ("lastUpdated", "$.lastUpdated"),
            ("passwordChanged", "$.passwordChanged"),
            ("type_id", "$.type.id"),
            ("realmId", "$.realmId"),
            ("provider", "$.credentials.provider.type"),
        ]),
    Kind::new("groups", op::LIST_GROUPS)
        .query(&[("expand", "stats"), ("limit", "200")])
        .again(Again::ByExpression("search", &["lastUpdated", "lastMembershipUpdated"], op::GET_GROUP))
        .schema("group_schemas")
        .indexed(&["name"])
        .columns(&[
            ("type", "$.type"),
            ("name", "$.profile.name"),
            ("description", "$.profile.description"),
            ("created", "$.created"),
            ("lastUpdated", "$.lastUpdated"),
            ("lastMembershipUpdated", "$.lastMembershipUpdated"),
            ("usersCount", "$._embedded.stats.usersCount"),
            ("appsCount", "$._embedded.stats.appsCount"),
            ("hasAdminPrivilege", "$._embedded.stats.hasAdminPrivilege"),
        ]),
    Kind::new("memberships", op::LIST_GROUP_USERS)
        .of("groups", members_of, &["group_id"])
        .own("user_id")
        .without_documents()
        .indexed(&["user_id"]),
    Kind::new("group_owners", op::LIST_GROUP_OWNERS).of("groups", all, &["group_id"]).last().columns(&[
        ("type", "$.type"),
        ("displayName", "$.displayName"),
        ("resolved", "$.resolved"),
        ("lastUpdated", "$.lastUpdated"),
    ]),
    Kind::new("group_rules", op::LIST_GROUP_RULES).columns(&[
        ("name", "$.name"),
        ("status", "$.status"),
        ("type", "$.type"),
        ("expression", "$.conditions.expression.value"),
        ("groups", "$.actions.assignUserToGroups.groupIds"),
        ("created", "$.created"),
        ("lastUpdated", "$.lastUpdated"),
    ]),
    Kind::new("apps", op::LIST_APPLICATIONS)
        .query(&[("includeNonDeleted", "true")])
        .again(Again::ByExpression("filter", &[], op::GET_APPLICATION))
        .indexed(&["label"])
        .columns(&[
            ("name", "$.name"),
            ("label", "$.label"),
            ("status", "$.status"),
            ("signOnMode", "$.signOnMode"),
            ("features", "$.features"),
            ("client_id", "$.credentials.oauthClient.client_id"),
            ("created", "$.created"),
            ("lastUpdated", "$.lastUpdated"),
        ]),
    Kind::new("app_users", op::LIST_APPLICATION_USERS)
        .of("apps", all, &["app_id"])
        .own("user_id")
        .again(Again::One(op::GET_APPLICATION_USER))
        .indexed(&["user_id"])
        .columns(&[
            ("scope", "$.scope"),
            ("status", "$.status"),
            ("userName", "$.credentials.userName"),
            ("externalId", "$.externalId"),
            ("syncState", "$.syncState"),
            ("created", "$.created"),
            ("lastUpdated", "$.lastUpdated"),
            ("statusChanged", "$.statusChanged"),
            ("lastSync", "$.lastSync"),
        ]),
    Kind::new("app_groups", op::LIST_APPLICATION_GROUP_ASSIGNMENTS)
        .of("apps", all, &["app_id"])
        .own("group_id")
        .indexed(&["group_id"])
        .columns(&[("priority", "$.priority"), ("lastUpdated", "$.lastUpdated")]),
    Kind::new("app_schemas", op::GET_APPLICATION_USER_SCHEMA)
        .of("apps", all, &["app_id"])
        .id(&[])
        .columns(&[("title", "$.title"), ("lastUpdated", "$.lastUpdated")]),
    Kind::new("app_secrets", op::LIST_OAUTH2_CLIENT_SECRETS).of("apps", with_secret, &["app_id"]).columns(&[
        ("status", "$.status"),
        ("created", "$.created"),
        ("lastUpdated", "$.lastUpdated"),
    ]),
    Kind::new("app_keys", op::LIST_APPLICATION_KEYS)
        .of("apps", with_certificate, &["app_id"])
        .id(&["kid"])
        .columns(&[("created", "$.created"), ("lastUpdated", "$.lastUpdated"), ("expiresAt", "$.expiresAt")]),
    Kind::new("policies", op::LIST_POLICIES)
        .each(
            "type",
            &[
                "OKTA_SIGN_ON",
                "PASSWORD",
                "MFA_ENROLL",
                "IDP_DISCOVERY",
                "ACCESS_POLICY",
                "PROFILE_ENROLLMENT",
                "POST_AUTH_SESSION",
                "ENTITY_RISK",
                "SESSION_VIOLATION_DETECTION",
                "DEVICE_SIGNAL_COLLECTION",
                "CLIENT_UPDATE",
                "IDENTITY_CLAIM_SOURCING",
                "USER_LIFECYCLE",
            ],
        )
        .columns(&[
            ("name", "$.name"),
            ("type", "$.type"),
            ("status", "$.status"),
            ("priority", "$.priority"),
            ("system", "$.system"),
            ("created", "$.created"),
            ("lastUpdated", "$.lastUpdated"),
        ]),
    Kind::new("policy_rules", op::LIST_POLICY_RULES)
        .query(&[("limit", "100")])
        .of("policies", all, &["policy_id"])
        .columns(&[
            ("name", "$.name"),
            ("type", "$.type"),
            ("status", "$.status"),
            ("priority", "$.priority"),
            ("system", "$.system"),
            ("lastUpdated", "$.lastUpdated"),
        ]),
    Kind::new("policy_mappings", op::LIST_POLICY_MAPPINGS)
        .of("policies", mapped, &["policy_id"])
        .columns(&[("app", "$._links.application.href")]),
    Kind::new("authorization_servers", op::LIST_AUTHORIZATION_SERVERS).columns(&[
        ("name", "$.name"),
        ("status", "$.status"),
        ("issuer", "$.issuer"),
        ("lastUpdated", "$.lastUpdated"),
    ]),
    Kind::new("authorization_server_scopes", op::LIST_OAUTH2_SCOPES)
        .of("authorization_servers", all, &["server_id"])
        .columns(&[("name", "$.name"), ("consent", "$.consent"), ("system", "$.system")]),
    Kind::new("authorization_server_claims", op::LIST_OAUTH2_CLAIMS)
        .of("authorization_servers", all, &["server_id"])
        .columns(&[
            ("name", "$.name"),
            ("status", "$.status"),
            ("claimType", "$.claimType"),
            ("valueType", "$.valueType"),
            ("value", "$.value"),
        ]),
    Kind::new("authorization_server_policies", op::LIST_AUTHORIZATION_SERVER_POLICIES)
        .of("authorization_servers", all, &["server_id"])
        .columns(&[("name", "$.name"), ("status", "$.status"), ("priority", "$.priority")]),
    Kind::new("authorization_server_rules", op::LIST_AUTHORIZATION_SERVER_POLICY_RULES)
        .of("authorization_server_policies", all, &["server_id", "policy_id"])
        .columns(&[("name", "$.name"), ("status", "$.status"), ("priority", "$.priority")]),
    Kind::new("identity_providers", op::LIST_IDENTITY_PROVIDERS).columns(&[
        ("name", "$.name"),
        ("type", "$.type"),
        ("status", "$.status"),
        ("lastUpdated", "$.lastUpdated"),
    ]),
    Kind::new("zones", op::LIST_NETWORK_ZONES).columns(&[
        ("name", "$.name"),
        ("type", "$.type"),
        ("status", "$.status"),
        ("usage", "$.usage"),
        ("system", "$.system"),
        ("lastUpdated", "$.lastUpdated"),
    ]),
    Kind::new("trusted_origins", op::LIST_TRUSTED_ORIGINS).columns(&[
        ("name", "$.name"),
        ("origin", "$.origin"),
        ("status", "$.status"),
        ("lastUpdated", "$.lastUpdated"),
    ]),
    Kind::new("authenticators", op::LIST_AUTHENTICATORS).columns(&[
        ("authenticatorKey", "$.key"),
        ("name", "$.name"),
        ("type", "$.type"),
        ("status", "$.status"),
        ("lastUpdated", "$.lastUpdated"),
    ]),
    Kind::new("admin_users", op::LIST_USERS_WITH_ROLE_ASSIGNMENTS),
    Kind::new("user_roles", op::LIST_ASSIGNED_ROLES_FOR_USER).of("admin_users", all, &["user_id"]).columns(
        &[
            ("type", "$.type"),
            ("label", "$.label"),
            ("status", "$.status"),
            ("assignmentType", "$.assignmentType"),
            ("created", "$.created"),
            ("lastUpdated", "$.lastUpdated"),
        ],
    ),
    Kind::new("user_role_groups", op::LIST_GROUP_TARGETS_FOR_ROLE)
        .of("user_roles", role_with_groups, &["user_id", "role_id"])
        .columns(&[("name", "$.profile.name")]),
    Kind::new("user_role_apps", op::LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_USER)
        .of("user_roles", role_with_apps, &["user_id", "role_id"])
        .id(&["id", "name"])
        .columns(&[("name", "$.name"), ("displayName", "$.displayName")]),
    Kind::new("group_roles", op::LIST_GROUP_ASSIGNED_ROLES).of("groups", privileged, &["group_id"]).columns(
        &[
            ("type", "$.type"),
            ("label", "$.label"),
            ("status", "$.status"),
            ("created", "$.created"),
            ("lastUpdated", "$.lastUpdated"),
        ],
    ),
    Kind::new("group_role_groups", op::LIST_GROUP_TARGETS_FOR_GROUP_ROLE)
        .of("group_roles", role_with_groups, &["group_id", "role_id"])
        .columns(&[("name", "$.profile.name")]),
    Kind::new("group_role_apps", op::LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_GROUP)
        .of("group_roles", role_with_apps, &["group_id", "role_id"])
        .id(&["id", "name"])
        .columns(&[("name", "$.name"), ("displayName", "$.displayName")]),
    Kind::new("client_roles", op::LIST_ROLES_FOR_CLIENT).of("apps", service, &["client_id"]).columns(&[
        ("type", "$.type"),
        ("label", "$.label"),
        ("status", "$.status"),
    ]),
    Kind::new("factors", op::LIST_FACTORS)
        .of("users", all, &["user_id"])
        .only_of("admin_users")
        .personal(&["profile.phoneNumber"])
        .columns(&[
            ("factorType", "$.factorType"),
            ("provider", "$.provider"),
            ("status", "$.status"),
            ("created", "$.created"),
            ("lastUpdated", "$.lastUpdated"),
        ]),
    Kind::new("custom_roles", op::LIST_ROLES).columns(&[
        ("label", "$.label"),
        ("description", "$.description"),
        ("lastUpdated", "$.lastUpdated"),
    ]),
    Kind::new("custom_role_permissions", op::LIST_ROLE_PERMISSIONS)
        .of("custom_roles", all, &["role_id"])
        .id(&["label"])
        .columns(&[("label", "$.label")]),
    Kind::new("resource_sets", op::LIST_RESOURCE_SETS)
        .columns(&[("label", "$.label"), ("lastUpdated", "$.lastUpdated")]),
    Kind::new("resource_set_resources", op::LIST_RESOURCE_SET_RESOURCES)
        .of("resource_sets", all, &["resource_set_id"])
        .columns(&[("orn", "$.orn")]),
    Kind::new("resource_set_bindings", op::LIST_BINDINGS).of("resource_sets", all, &["resource_set_id"]),
    Kind::new("resource_set_members", op::LIST_MEMBERS_OF_BINDING)
        .of("resource_set_bindings", all, &["resource_set_id", "role_id"])
        .columns(&[("href", "$._links.self.href")]),
    Kind::new("api_tokens", op::LIST_API_TOKENS).restless(&["expiresAt"]).columns(&[
        ("name", "$.name"),
        ("user_id", "$.userId"),
        ("clientName", "$.clientName"),
        ("created", "$.created"),
        ("lastUpdated", "$.lastUpdated"),
        ("expiresAt", "$.expiresAt"),
    ]),
    Kind::new("event_hooks", op::LIST_EVENT_HOOKS).columns(&[
        ("name", "$.name"),
        ("status", "$.status"),
        ("uri", "$.channel.config.uri"),
    ]),
    Kind::new("inline_hooks", op::LIST_INLINE_HOOKS).columns(&[
        ("name", "$.name"),
        ("type", "$.type"),
        ("status", "$.status"),
        ("uri", "$.channel.config.uri"),
    ]),
    Kind::new("devices", op::LIST_DEVICES).query(&[("expand", "userSummary")]).columns(&[
        ("status", "$.status"),
        ("displayName", "$.profile.displayName"),
        ("platform", "$.profile.platform"),
        ("lastUpdated", "$.lastUpdated"),
    ]),
    Kind::new("brands", op::LIST_BRANDS).columns(&[("name", "$.name"), ("isDefault", "$.isDefault")]),
    Kind::new("profile_mapping_list", op::LIST_PROFILE_MAPPINGS),
    Kind::new("profile_mappings", op::GET_PROFILE_MAPPING)
        .of("profile_mapping_list", all, &["mapping_id"])
        .id(&[])
        .columns(&[
            ("source_id", "$.source.id"),
            ("source", "$.source.name"),
            ("target_id", "$.target.id"),
            ("target", "$.target.name"),
        ]),
    Kind::new("features", op::LIST_FEATURES).columns(&[
        ("name", "$.name"),
        ("type", "$.type"),
        ("status", "$.status"),
    ]),
    Kind::new("org_settings", op::GET_ORG_SETTINGS).id(&[]).columns(&[
        ("companyName", "$.companyName"),
        ("subdomain", "$.subdomain"),
        ("status", "$.status"),
    ]),
    Kind::new("linked_objects", op::LIST_LINKED_OBJECT_DEFINITIONS)
        .id(&["primary.name"])
        .columns(&[("primary_name", "$.primary.name"), ("associated_name", "$.associated.name")]),
    Kind::new(LINKED_VALUES, op::LIST_LINKED_OBJECTS_FOR_USER)
        .of("users", paired, &["user_id", "relationship"])
        .id(&["_links.self.href"])
        .own("primary_id")
        .indexed(&["primary_id"])
        .last()
        .extra(),
    Kind::new("realms", op::LIST_REALMS).columns(&[
        ("name", "$.profile.name"),
        ("isDefault", "$.isDefault"),
        ("lastUpdated", "$.lastUpdated"),
    ]),
    Kind::new("realm_assignments", op::LIST_REALM_ASSIGNMENTS).columns(&[
        ("name", "$.name"),
        ("status", "$.status"),
        ("priority", "$.priority"),
    ]),
    Kind::new("behaviors", op::LIST_BEHAVIOR_DETECTION_RULES).columns(&[
        ("name", "$.name"),
        ("type", "$.type"),
        ("status", "$.status"),
    ]),
    Kind::new("log_streams", op::LIST_LOG_STREAMS).columns(&[
        ("name", "$.name"),
        ("type", "$.type"),
        ("status", "$.status"),
    ]),
    Kind::new("app_grants", op::LIST_SCOPE_CONSENT_GRANTS).of("apps", service_app, &["app_id"]).columns(&[
        ("scopeId", "$.scopeId"),
        ("status", "$.status"),
        ("created", "$.created"),
    ]),
    Kind::new("sign_in_pages", op::GET_SIGN_IN_PAGE)
        .query(&[("expand", "customized")])
        .of("brands", all, &["brand_id"])
        .id(&[]),
    Kind::new("device_assurance_policies", op::LIST_DEVICE_ASSURANCE_POLICIES)
        .columns(&[("name", "$.name"), ("platform", "$.platform")]),
    Kind::new("admin_console_settings", op::GET_FIRST_PARTY_APP_SETTINGS)
        .each("appName", &["admin-console"])
        .parents(&["app_name"])
        .id(&[])
        .columns(&[
            ("sessionIdleTimeoutMinutes", "$.sessionIdleTimeoutMinutes"),
            ("sessionMaxLifetimeMinutes", "$.sessionMaxLifetimeMinutes"),
        ]),
    Kind::new("threat_insight", op::GET_CURRENT_CONFIGURATION).id(&[]).columns(&[("action", "$.action")]),
    Kind::new("user_lockout_settings", op::GET_USER_LOCKOUT_SETTINGS).id(&[]),
    Kind::new("okta_support", op::GET_ORG_OKTA_SUPPORT_SETTINGS)
        .id(&[])
        .columns(&[("support", "$.support"), ("expiration", "$.expiration")]),
    Kind::new("client_rate_limits", op::GET_RATE_LIMIT_SETTINGS_PER_CLIENT)
        .id(&[])
        .columns(&[("defaultMode", "$.defaultMode")]),
    Kind::new("auto_assign_admin_app", op::GET_AUTO_ASSIGN_ADMIN_APP_SETTING).id(&[]),
    Kind::new("client_privileges", op::GET_CLIENT_PRIVILEGES_SETTING).id(&[]),
];

/// The kind of this name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// Who is linked to whom: each user and each relationship is a list, of one user or none.
pub(crate) const LINKED_VALUES: &str = "linked_object_values";

/// A user alone names no list: it takes a relationship too.
fn paired(_: &str, _: &Value) -> Option<String> {
    None
}

fn all(key: &str, _: &Value) -> Option<String> {
    Some(key.to_owned())
}

/// The members of `Everyone` are known without a list, and an empty group has none.
fn members_of(key: &str, group: &Value) -> Option<String> {
    let is_empty = group["_embedded"]["stats"]["usersCount"] == 0;
    (!is_everyone(group) && !is_empty).then(|| key.to_owned())
}

/// Whether a group is the one that has all users.
pub(crate) fn is_everyone(group: &Value) -> bool {
    group["type"] == "BUILT_IN" && group["profile"]["name"] == "Everyone"
}

fn privileged(key: &str, group: &Value) -> Option<String> {
    (group["_embedded"]["stats"]["hasAdminPrivilege"] != false).then(|| key.to_owned())
}

/// The type names its schema by a link.
fn schema_of_type(_: &str, kind: &Value) -> Option<String> {
    let href = kind["_links"]["schema"]["href"].as_str()?;
    href.rsplit('/').next().map(str::to_owned)
}

/// Apps that prove themselves with a key, or do not have to, have no secrets.
fn with_secret(key: &str, app: &Value) -> Option<String> {
    let method = app["credentials"]["oauthClient"]["token_endpoint_auth_method"].as_str()?;
    method.starts_with("client_secret").then(|| key.to_owned())
}

/// Each app has a key, and only some modes sign with it.
fn with_certificate(key: &str, app: &Value) -> Option<String> {
    ["SAML_2_0", "SAML_1_1", "WS_FEDERATION"]
        .iter()
        .any(|mode| app["signOnMode"] == *mode)
        .then(|| key.to_owned())
}

/// Only policies that apps are assigned to have mappings.
fn mapped(key: &str, policy: &Value) -> Option<String> {
    let kinds = ["ACCESS_POLICY", "PROFILE_ENROLLMENT"];
    kinds.iter().any(|kind| policy["type"] == *kind).then(|| key.to_owned())
}

fn role_with_groups(key: &str, role: &Value) -> Option<String> {
    let kinds = ["USER_ADMIN", "HELP_DESK_ADMIN", "GROUP_MEMBERSHIP_ADMIN"];
    kinds.iter().any(|kind| role["type"] == *kind).then(|| key.to_owned())
}

fn role_with_apps(key: &str, role: &Value) -> Option<String> {
    (role["type"] == "APP_ADMIN").then(|| key.to_owned())
}

/// Only apps that work for nobody but themselves have roles.
fn service(_: &str, app: &Value) -> Option<String> {
    let id = app["credentials"]["oauthClient"]["client_id"].as_str()?;
    is_service(app).then(|| id.to_owned())
}

/// Only they are granted scopes of Okta's own API in the hundreds; to ask all apps would take a request for each.
fn service_app(key: &str, app: &Value) -> Option<String> {
    is_service(app).then(|| key.to_owned())
}

fn is_service(app: &Value) -> bool {
    app["settings"]["oauthClient"]["application_type"] == "service"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A child that stands before its parent would be published, and removed, in the wrong order. What stands before its
    /// schema would get its new columns with the next run.
    #[test]
    fn parents_and_schemas_stand_before_what_needs_them_and_paths_are_filled() {
        for (index, kind) in KINDS.iter().enumerate() {
            let before = &KINDS[..index];
            assert!(before.iter().all(|other| other.name != kind.name), "{}", kind.name);
            for needed in kind.parent().into_iter().chain(kind.schema) {
                assert!(before.iter().any(|other| other.name == needed), "{} needs {needed}", kind.name);
            }
            assert_eq!(kind.operation.path_parameters().count(), kind.parents.len(), "{}", kind.name);
            for (name, _) in kind.query {
                assert!(kind.operation.query_parameter(name).is_some(), "{} has no {name}", kind.name);
            }
        }
    }
}

//! What keeps an org safe, and who comes in.

use oktars::api_token::{ApiToken, ListApiTokens};
use oktars::authenticator::{
    Authenticator, CreateAuthenticator, ListAuthenticatorMethods, ListAuthenticators,
};
use oktars::behavior::{Behavior, ListBehaviors};
use oktars::captcha::{Captcha, CaptchaSettings, ListCaptchas};
use oktars::device::{DeviceAssurance, ListDeviceAssurances, ListDeviceUsers, ListDevices, ListUserDevices};
use oktars::network_zone::{ListNetworkZones, NetworkZone};
use oktars::principal_rate_limit::{ListPrincipalRateLimits, PrincipalRateLimit};
use oktars::push_provider::{ListPushProviders, PushProvider};
use oktars::resource_set::{
    ListBindingMembers, ListResourceSetResources, ListResourceSets, ListRoleBindings, NewResourceSet,
    ResourceSet,
};
use oktars::role::{CustomRole, ListCustomRoles, NewCustomRole};
use oktars::security_events_provider::{ListSecurityEventsProviders, SecurityEventsProvider};
use oktars::threat_insight::ThreatInsightConfiguration;
use oktars::trusted_origin::{ListTrustedOrigins, TrustedOrigin};
use oktars::{Okta, Result};
use serde_json::{Value, json};

use super::{nothing, page, value};
use crate::recordings::asked::{Asked, pages};

pub async fn credential(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listApiTokens" => page(okta.api_tokens().list(&ListApiTokens::new())).await,
        "revokeCurrentApiToken" => nothing(okta.api_tokens().revoke_current().await),
        "getApiToken" => value(okta.api_tokens().get(asked.path(0)).await),
        "upsertApiToken" => value(okta.api_tokens().replace(asked.path(0), &ApiToken::default()).await),
        "revokeApiToken" => nothing(okta.api_tokens().revoke(asked.path(0)).await),
        "listAuthenticators" => page(okta.authenticators().list(&ListAuthenticators::new())).await,
        "createAuthenticator" => {
            let mut options = CreateAuthenticator::new();
            options.activate = asked.flag("activate");
            let new = Authenticator::new("key", "name");
            value(okta.authenticators().create_with(&new, &options).await)
        }
        "getAuthenticator" => value(okta.authenticators().get(asked.path(0)).await),
        "replaceAuthenticator" => {
            value(okta.authenticators().replace(asked.path(0), &Authenticator::new("key", "name")).await)
        }
        "activateAuthenticator" => value(okta.authenticators().activate(asked.path(0)).await),
        "deactivateAuthenticator" => value(okta.authenticators().deactivate(asked.path(0)).await),
        "listAuthenticatorMethods" => {
            page(okta.authenticators().methods(asked.path(0), &ListAuthenticatorMethods::new())).await
        }
        "getAuthenticatorMethod" => value(okta.authenticators().method(asked.path(0), asked.path(1)).await),
        "replaceAuthenticatorMethod" => {
            value(okta.authenticators().replace_method(asked.path(0), asked.path(1), &json!({})).await)
        }
        "activateAuthenticatorMethod" => {
            value(okta.authenticators().activate_method(asked.path(0), asked.path(1)).await)
        }
        "deactivateAuthenticatorMethod" => {
            value(okta.authenticators().deactivate_method(asked.path(0), asked.path(1)).await)
        }
        "listBehaviorDetectionRules" => page(okta.behaviors().list(&ListBehaviors::new())).await,
        "createBehaviorDetectionRule" => {
            value(okta.behaviors().create(&Behavior::new("VELOCITY", "name")).await)
        }
        "getBehaviorDetectionRule" => value(okta.behaviors().get(asked.path(0)).await),
        "replaceBehaviorDetectionRule" => {
            value(okta.behaviors().replace(asked.path(0), &Behavior::new("VELOCITY", "name")).await)
        }
        "deleteBehaviorDetectionRule" => nothing(okta.behaviors().delete(asked.path(0)).await),
        "activateBehaviorDetectionRule" => value(okta.behaviors().activate(asked.path(0)).await),
        "deactivateBehaviorDetectionRule" => value(okta.behaviors().deactivate(asked.path(0)).await),
        "listCaptchaInstances" => page(okta.captchas().list(&ListCaptchas::new())).await,
        "createCaptchaInstance" => {
            value(okta.captchas().create(&Captcha::new("name", "HCAPTCHA", "site", "secret")).await)
        }
        "getCaptchaInstance" => value(okta.captchas().get(asked.path(0)).await),
        "updateCaptchaInstance" => value(
            okta.captchas().update(asked.path(0), &Captcha::new("name", "HCAPTCHA", "site", "secret")).await,
        ),
        "replaceCaptchaInstance" => value(
            okta.captchas().replace(asked.path(0), &Captcha::new("name", "HCAPTCHA", "site", "secret")).await,
        ),
        "deleteCaptchaInstance" => nothing(okta.captchas().delete(asked.path(0)).await),
        "getOrgCaptchaSettings" => value(okta.captchas().settings().await),
        "replacesOrgCaptchaSettings" => {
            value(okta.captchas().replace_settings(&CaptchaSettings::default()).await)
        }
        "deleteOrgCaptchaSettings" => nothing(okta.captchas().delete_settings().await),
        _ => return None,
    })
}

pub async fn network(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listTrustedOrigins" => {
            let mut query = ListTrustedOrigins::new();
            query.q = asked.text("q");
            query.filter = asked.expression("filter");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            page(okta.trusted_origins().list(&query)).await
        }
        "createTrustedOrigin" => {
            value(okta.trusted_origins().create(&TrustedOrigin::new("name", "https://example.com")).await)
        }
        "getTrustedOrigin" => value(okta.trusted_origins().get(asked.path(0)).await),
        "replaceTrustedOrigin" => value(
            okta.trusted_origins()
                .replace(asked.path(0), &TrustedOrigin::new("name", "https://example.com"))
                .await,
        ),
        "deleteTrustedOrigin" => nothing(okta.trusted_origins().delete(asked.path(0)).await),
        "activateTrustedOrigin" => value(okta.trusted_origins().activate(asked.path(0)).await),
        "deactivateTrustedOrigin" => value(okta.trusted_origins().deactivate(asked.path(0)).await),
        "listNetworkZones" => {
            let mut query = ListNetworkZones::new();
            query.filter = asked.expression("filter");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            page(okta.network_zones().list(&query)).await
        }
        "createNetworkZone" => value(okta.network_zones().create(&NetworkZone::ip("name")).await),
        "getNetworkZone" => value(okta.network_zones().get(asked.path(0)).await),
        "replaceNetworkZone" => {
            value(okta.network_zones().replace(asked.path(0), &NetworkZone::ip("name")).await)
        }
        "deleteNetworkZone" => nothing(okta.network_zones().delete(asked.path(0)).await),
        "activateNetworkZone" => value(okta.network_zones().activate(asked.path(0)).await),
        "deactivateNetworkZone" => value(okta.network_zones().deactivate(asked.path(0)).await),
        "getCurrentConfiguration" => value(okta.threat_insight().get().await),
        "updateConfiguration" => {
            value(okta.threat_insight().update(&ThreatInsightConfiguration::default()).await)
        }
        "listPrincipalRateLimitEntities" => {
            let mut query = ListPrincipalRateLimits::new();
            query.filter = asked.expression("filter");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            page(okta.principal_rate_limits().list(&query)).await
        }
        "createPrincipalRateLimitEntity" => {
            value(okta.principal_rate_limits().create(&PrincipalRateLimit::new("SSWS_TOKEN", "id")).await)
        }
        "getPrincipalRateLimitEntity" => value(okta.principal_rate_limits().get(asked.path(0)).await),
        "replacePrincipalRateLimitEntity" => value(
            okta.principal_rate_limits()
                .replace(asked.path(0), &PrincipalRateLimit::new("SSWS_TOKEN", "id"))
                .await,
        ),
        "listSecurityEventsProviderInstances" => {
            page(okta.security_events_providers().list(&ListSecurityEventsProviders::new())).await
        }
        "createSecurityEventsProviderInstance" => {
            value(okta.security_events_providers().create(&SecurityEventsProvider::default()).await)
        }
        "getSecurityEventsProviderInstance" => {
            value(okta.security_events_providers().get(asked.path(0)).await)
        }
        "replaceSecurityEventsProviderInstance" => {
            let provider = SecurityEventsProvider::default();
            value(okta.security_events_providers().replace(asked.path(0), &provider).await)
        }
        "deleteSecurityEventsProviderInstance" => {
            nothing(okta.security_events_providers().delete(asked.path(0)).await)
        }
        "activateSecurityEventsProviderInstance" => {
            value(okta.security_events_providers().activate(asked.path(0)).await)
        }
        "deactivateSecurityEventsProviderInstance" => {
            value(okta.security_events_providers().deactivate(asked.path(0)).await)
        }
        _ => return None,
    })
}

pub async fn device(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listDevices" => {
            let mut query = ListDevices::new();
            query.search = asked.expression("search");
            query.expand = asked.text("expand");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            page(okta.devices().list(&query)).await
        }
        "getDevice" => value(okta.devices().get(asked.path(0)).await),
        "deleteDevice" => nothing(okta.devices().delete(asked.path(0)).await),
        "activateDevice" => nothing(okta.devices().activate(asked.path(0)).await),
        "deactivateDevice" => nothing(okta.devices().deactivate(asked.path(0)).await),
        "suspendDevice" => nothing(okta.devices().suspend(asked.path(0)).await),
        "unsuspendDevice" => nothing(okta.devices().unsuspend(asked.path(0)).await),
        "listDeviceUsers" => page(okta.devices().users(asked.path(0), &ListDeviceUsers::new())).await,
        "listUserDevices" => page(okta.users().devices(asked.path(0), &ListUserDevices::new())).await,
        "listDeviceAssurancePolicies" => {
            page(okta.device_assurances().list(&ListDeviceAssurances::new())).await
        }
        "createDeviceAssurancePolicy" => {
            value(okta.device_assurances().create(&DeviceAssurance::new("name", "IOS")).await)
        }
        "getDeviceAssurancePolicy" => value(okta.device_assurances().get(asked.path(0)).await),
        "replaceDeviceAssurancePolicy" => {
            value(okta.device_assurances().replace(asked.path(0), &DeviceAssurance::new("name", "IOS")).await)
        }
        "deleteDeviceAssurancePolicy" => nothing(okta.device_assurances().delete(asked.path(0)).await),
        "listPushProviders" => {
            let mut query = ListPushProviders::new();
            query.kind = asked.text("type");
            page(okta.push_providers().list(&query)).await
        }
        "createPushProvider" => value(okta.push_providers().create(&PushProvider::new("FCM", "name")).await),
        "getPushProvider" => value(okta.push_providers().get(asked.path(0)).await),
        "replacePushProvider" => {
            value(okta.push_providers().replace(asked.path(0), &PushProvider::new("FCM", "name")).await)
        }
        "deletePushProvider" => nothing(okta.push_providers().delete(asked.path(0)).await),
        _ => return None,
    })
}

pub async fn administrator(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listRoles" => page(okta.custom_roles().list(&ListCustomRoles::new())).await,
        "createRole" => value(
            okta.custom_roles()
                .create(&NewCustomRole::new("label", "description", ["okta.users.read"]))
                .await,
        ),
        "getRole" => value(okta.custom_roles().get(asked.path(0)).await),
        "replaceRole" => value(okta.custom_roles().replace(asked.path(0), &CustomRole::default()).await),
        "deleteRole" => nothing(okta.custom_roles().delete(asked.path(0)).await),
        "listRolePermissions" => value(okta.custom_roles().permissions(asked.path(0)).await),
        "getRolePermission" => value(okta.custom_roles().permission(asked.path(0), asked.path(1)).await),
        "createRolePermission" => {
            nothing(okta.custom_roles().add_permission(asked.path(0), asked.path(1)).await)
        }
        "replaceRolePermission" => {
            value(okta.custom_roles().replace_permission(asked.path(0), asked.path(1), &json!({})).await)
        }
        "deleteRolePermission" => {
            nothing(okta.custom_roles().remove_permission(asked.path(0), asked.path(1)).await)
        }
        "listResourceSets" => page(okta.resource_sets().list(&ListResourceSets::new())).await,
        "createResourceSet" => {
            value(okta.resource_sets().create(&NewResourceSet::new("label", "description", ["orn"])).await)
        }
        "getResourceSet" => value(okta.resource_sets().get(asked.path(0)).await),
        "replaceResourceSet" => {
            value(okta.resource_sets().replace(asked.path(0), &ResourceSet::default()).await)
        }
        "deleteResourceSet" => nothing(okta.resource_sets().delete(asked.path(0)).await),
        "listResourceSetResources" => {
            page(okta.resource_sets().resources(asked.path(0), &pages!(asked, ListResourceSetResources)))
                .await
        }
        "addResourceSetResources" => value(okta.resource_sets().add_resources(asked.path(0), ["id"]).await),
        "addResourceSetResource" => {
            value(okta.resource_sets().add_resource(asked.path(0), "resource", &json!({})).await)
        }
        "getResourceSetResource" => value(okta.resource_sets().resource(asked.path(0), asked.path(1)).await),
        "replaceResourceSetResource" => {
            value(okta.resource_sets().replace_resource(asked.path(0), asked.path(1), &json!({})).await)
        }
        "deleteResourceSetResource" => {
            nothing(okta.resource_sets().remove_resource(asked.path(0), asked.path(1)).await)
        }
        "listBindings" => page(okta.resource_sets().bindings(asked.path(0), &ListRoleBindings::new())).await,
        "createResourceSetBinding" => {
            value(okta.resource_sets().bind(asked.path(0), "role_id", ["id"]).await)
        }
        "getBinding" => value(okta.resource_sets().binding(asked.path(0), asked.path(1)).await),
        "deleteBinding" => nothing(okta.resource_sets().unbind(asked.path(0), asked.path(1)).await),
        "listMembersOfBinding" => {
            page(okta.resource_sets().members(asked.path(0), asked.path(1), &ListBindingMembers::new())).await
        }
        "addMembersToBinding" => {
            value(okta.resource_sets().add_members(asked.path(0), asked.path(1), ["id"]).await)
        }
        "getMemberOfBinding" => {
            value(okta.resource_sets().member(asked.path(0), asked.path(1), asked.path(2)).await)
        }
        "unassignMemberFromBinding" => {
            nothing(okta.resource_sets().remove_member(asked.path(0), asked.path(1), asked.path(2)).await)
        }
        _ => return None,
    })
}

//! Settings of the org, mail servers, and what checks devices and authenticators.

use oktars::api_service::{ListApiServiceSecrets, ListApiServices, NewApiService};
use oktars::attack_protection::{AuthenticatorSettings, UserLockoutSettings};
use oktars::authenticator::{
    GetAuthenticatorEnrollment, ListAuthenticatorEnrollments, NewPhoneEnrollment, NewTemporaryCode,
};
use oktars::authorization_server::{ListResourceKeys, ResourceKey};
use oktars::bot_protection::{BotProtectionConfiguration, BotProtectionLevel, BotProtectionMode};
use oktars::device::{
    DevicePostureCheck, ListDefaultDevicePostureChecks, ListDeviceIntegrations, ListDevicePostureChecks,
};
use oktars::email_server::{EmailServer, TestEmail};
use oktars::factor::{ListYubikeyTokens, NewYubikeyToken};
use oktars::org::{AutoAssignAdminAppSetting, ClientPrivilegesSetting, ThirdPartyAdminSetting};
use oktars::{Okta, Result};
use serde_json::Value;

use super::{nothing, page, value};
use crate::recordings::asked::Asked;

pub async fn org(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let (settings, attacks) = (okta.org_settings(), okta.attack_protection());
    Some(match asked.operation.id {
        "getClientPrivilegesSetting" => value(settings.client_privileges().await),
        "assignClientPrivilegesSetting" => {
            value(settings.replace_client_privileges(&ClientPrivilegesSetting::default()).await)
        }
        "getAutoAssignAdminAppSetting" => value(settings.auto_assign_admin_app().await),
        "updateAutoAssignAdminAppSetting" => {
            value(settings.update_auto_assign_admin_app(&AutoAssignAdminAppSetting::default()).await)
        }
        "getThirdPartyAdminSetting" => value(settings.third_party_admin().await),
        "updateThirdPartyAdminSetting" => {
            value(settings.update_third_party_admin(&ThirdPartyAdminSetting::default()).await)
        }
        "getAuthenticatorSettings" => value(attacks.authenticator_settings().await),
        "replaceAuthenticatorSettings" => {
            value(attacks.replace_authenticator_settings(&AuthenticatorSettings::default()).await)
        }
        "getUserLockoutSettings" => value(attacks.user_lockout_settings().await),
        "replaceUserLockoutSettings" => {
            value(attacks.replace_user_lockout_settings(&UserLockoutSettings::default()).await)
        }
        "getBotProtectionConfiguration" => value(okta.bot_protection().get().await),
        "updateBotProtectionConfiguration" => {
            let new = BotProtectionConfiguration::new(BotProtectionMode::LOG_ONLY, BotProtectionLevel::ANY);
            value(okta.bot_protection().update(&new).await)
        }
        _ => return None,
    })
}

pub async fn email_server(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let (servers, new) = (okta.email_servers(), EmailServer::default());
    Some(match asked.operation.id {
        "listEmailServers" => value(servers.list().await),
        "createEmailServer" => value(servers.create(&new).await),
        "getEmailServer" => value(servers.get(asked.path(0)).await),
        "updateEmailServer" => value(servers.update(asked.path(0), &new).await),
        "deleteEmailServer" => nothing(servers.delete(asked.path(0)).await),
        "testEmailServer" => {
            nothing(servers.test(asked.path(0), &TestEmail::new("a@b.test", "c@d.test")).await)
        }
        _ => return None,
    })
}

pub async fn device(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let (checks, integrations) = (okta.device_posture_checks(), okta.device_integrations());
    let check = DevicePostureCheck::default();
    Some(match asked.operation.id {
        "listDevicePostureChecks" => page(checks.list(&ListDevicePostureChecks::new())).await,
        "createDevicePostureCheck" => value(checks.create(&check).await),
        "listDefaultDevicePostureChecks" => {
            page(checks.defaults(&ListDefaultDevicePostureChecks::new())).await
        }
        "getDevicePostureCheck" => value(checks.get(asked.path(0)).await),
        "replaceDevicePostureCheck" => value(checks.replace(asked.path(0), &check).await),
        "deleteDevicePostureCheck" => nothing(checks.delete(asked.path(0)).await),
        "listDeviceIntegrations" => page(integrations.list(&ListDeviceIntegrations::new())).await,
        "getDeviceIntegration" => value(integrations.get(asked.path(0)).await),
        "activateDeviceIntegration" => value(integrations.activate(asked.path(0)).await),
        "deactivateDeviceIntegration" => value(integrations.deactivate(asked.path(0)).await),
        _ => return None,
    })
}

pub async fn api_service(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let services = okta.api_services();
    let secrets = okta.api_service_secrets(asked.owner());
    Some(match asked.operation.id {
        "listApiServiceIntegrationInstances" => {
            let mut query = ListApiServices::new();
            query.after = asked.text("after");
            page(services.list(&query)).await
        }
        "createApiServiceIntegrationInstance" => {
            value(services.create(&NewApiService::new("type", ["scope"])).await)
        }
        "getApiServiceIntegrationInstance" => value(services.get(asked.path(0)).await),
        "deleteApiServiceIntegrationInstance" => nothing(services.delete(asked.path(0)).await),
        "listApiServiceIntegrationInstanceSecrets" => page(secrets.list(&ListApiServiceSecrets::new())).await,
        "createApiServiceIntegrationInstanceSecret" => value(secrets.generate().await),
        "deleteApiServiceIntegrationInstanceSecret" => nothing(secrets.delete(asked.path(1)).await),
        "activateApiServiceIntegrationInstanceSecret" => value(secrets.activate(asked.path(1)).await),
        "deactivateApiServiceIntegrationInstanceSecret" => value(secrets.deactivate(asked.path(1)).await),
        _ => return None,
    })
}

pub async fn resource_key(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let server = asked.owner();
    let keys = okta.authorization_server_resource_keys(server);
    Some(match asked.operation.id {
        "listOAuth2ResourceServerJsonWebKeys" => page(keys.list(&ListResourceKeys::new())).await,
        "addOAuth2ResourceServerJsonWebKey" => value(keys.create(&ResourceKey::rsa("1", "n", "e")).await),
        "getOAuth2ResourceServerJsonWebKey" => value(keys.get(asked.path(1)).await),
        "deleteOAuth2ResourceServerJsonWebKey" => nothing(keys.delete(asked.path(1)).await),
        "activateOAuth2ResourceServerJsonWebKey" => value(keys.activate(asked.path(1)).await),
        "deactivateOAuth2ResourceServerJsonWebKey" => value(keys.deactivate(asked.path(1)).await),
        _ => return None,
    })
}

pub async fn enrollment(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let user = asked.owner();
    let (enrollments, tokens) = (okta.authenticator_enrollments(user), okta.yubikey_tokens());
    Some(match asked.operation.id {
        "listAuthenticatorEnrollments" => {
            let mut query = ListAuthenticatorEnrollments::new();
            query.disclose_identifiers = asked.text("discloseIdentifiers");
            value(enrollments.list(&query).await)
        }
        "createAuthenticatorEnrollment" => {
            value(enrollments.create(&NewPhoneEnrollment::new("aut1", "+12025550143")).await)
        }
        "createTacAuthenticatorEnrollment" => {
            value(enrollments.create_temporary_code(&NewTemporaryCode::new("aut1")).await)
        }
        "getAuthenticatorEnrollment" => {
            let mut options = GetAuthenticatorEnrollment::new();
            options.disclose_identifiers = asked.text("discloseIdentifiers");
            value(enrollments.get_with(asked.path(1), &options).await)
        }
        "deleteAuthenticatorEnrollment" => nothing(enrollments.delete(asked.path(1)).await),
        "listYubikeyOtpTokens" => {
            let mut query = ListYubikeyTokens::new();
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            query.filter = asked.expression("filter");
            query.expand = asked.text("expand");
            query.for_download = asked.flag("forDownload");
            query.sort_by = asked.text("sortBy");
            query.sort_order = asked.order();
            page(tokens.list(&query)).await
        }
        "uploadYubikeyOtpTokenSeed" => value(tokens.create(&NewYubikeyToken::new("1", "2", "3", "4")).await),
        "getYubikeyOtpTokenById" => value(tokens.get(asked.path(0)).await),
        _ => return None,
    })
}

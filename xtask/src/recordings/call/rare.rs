//! Families that few use: each call with as little as it takes.

use oktars::authn::{AuthnProof, NewAuthnFactor};
use oktars::{Okta, Result};
use serde_json::Value;

use super::{nothing, page, value};
use crate::recordings::asked::Asked;

pub async fn agent_pool(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listAgentPools" => page(okta.agent_pools().list(&Default::default())).await,
        "listAgentPoolsUpdates" => {
            page(okta.agent_pool_updates(asked.path(0)).list(&Default::default())).await
        }
        "createAgentPoolsUpdate" => {
            value(okta.agent_pool_updates(asked.path(0)).create(&Default::default()).await)
        }
        "getAgentPoolsUpdateSettings" => value(okta.agent_pool_updates(asked.path(0)).settings().await),
        "updateAgentPoolsUpdateSettings" => {
            value(okta.agent_pool_updates(asked.path(0)).update_settings(&Default::default()).await)
        }
        "getAgentPoolsUpdateInstance" => {
            value(okta.agent_pool_updates(asked.path(0)).get(asked.path(1)).await)
        }
        "updateAgentPoolsUpdate" => {
            value(okta.agent_pool_updates(asked.path(0)).update(asked.path(1), &Default::default()).await)
        }
        "deleteAgentPoolsUpdate" => {
            nothing(okta.agent_pool_updates(asked.path(0)).delete(asked.path(1)).await)
        }
        "activateAgentPoolsUpdate" => {
            value(okta.agent_pool_updates(asked.path(0)).activate(asked.path(1)).await)
        }
        "deactivateAgentPoolsUpdate" => {
            value(okta.agent_pool_updates(asked.path(0)).deactivate(asked.path(1)).await)
        }
        "pauseAgentPoolsUpdate" => value(okta.agent_pool_updates(asked.path(0)).pause(asked.path(1)).await),
        "resumeAgentPoolsUpdate" => value(okta.agent_pool_updates(asked.path(0)).resume(asked.path(1)).await),
        "retryAgentPoolsUpdate" => value(okta.agent_pool_updates(asked.path(0)).retry(asked.path(1)).await),
        "stopAgentPoolsUpdate" => value(okta.agent_pool_updates(asked.path(0)).stop(asked.path(1)).await),
        _ => return None,
    })
}

pub async fn app(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "getUserProvisioningConnectionJWKS" => value(okta.app_connection(asked.path(0)).keys().await),
        "verifyProvisioningConnectionForApplication" => {
            nothing(okta.app_connection(asked.path(1)).verify(asked.path(0), &Default::default()).await)
        }
        "getAllCrossAppAccessConnections" => {
            page(okta.app_cross_app_access(asked.path(0)).list(&Default::default())).await
        }
        "createCrossAppAccessConnection" => {
            value(okta.app_cross_app_access(asked.path(0)).create(&Default::default()).await)
        }
        "getCrossAppAccessConnection" => {
            value(okta.app_cross_app_access(asked.path(0)).get(asked.path(1)).await)
        }
        "updateCrossAppAccessConnection" => {
            value(okta.app_cross_app_access(asked.path(0)).update(asked.path(1), &Default::default()).await)
        }
        "deleteCrossAppAccessConnection" => {
            nothing(okta.app_cross_app_access(asked.path(0)).delete(asked.path(1)).await)
        }
        "getFirstPartyAppSettings" => value(okta.first_party_apps().settings(asked.path(0)).await),
        "replaceFirstPartyAppSettings" => {
            value(okta.first_party_apps().replace_settings(asked.path(0), &Default::default()).await)
        }
        "listInterclientAllowedApplications" => {
            page(okta.app_interclient_trust(asked.path(0)).allowed(&Default::default())).await
        }
        "createInterclientTrustMapping" => {
            value(okta.app_interclient_trust(asked.path(0)).create(&Default::default()).await)
        }
        "deleteInterclientTrustMapping" => {
            nothing(okta.app_interclient_trust(asked.path(0)).delete(asked.path(1)).await)
        }
        "listInterclientTargetApplications" => {
            page(okta.app_interclient_trust(asked.path(0)).targets(&Default::default())).await
        }
        _ => return None,
    })
}

pub async fn authenticator(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listAllCustomAAGUIDs" => page(okta.custom_aaguids(asked.path(0)).list(&Default::default())).await,
        "createCustomAAGUID" => value(okta.custom_aaguids(asked.path(0)).create(&Default::default()).await),
        "getCustomAAGUID" => value(okta.custom_aaguids(asked.path(0)).get(asked.path(1)).await),
        "replaceCustomAAGUID" => {
            value(okta.custom_aaguids(asked.path(0)).replace(asked.path(1), &Default::default()).await)
        }
        "updateCustomAAGUID" => {
            value(okta.custom_aaguids(asked.path(0)).update(asked.path(1), &Default::default()).await)
        }
        "deleteCustomAAGUID" => nothing(okta.custom_aaguids(asked.path(0)).delete(asked.path(1)).await),
        "verifyRpIdDomain" => {
            nothing(okta.authenticators().verify_rp_id_domain(asked.path(0), asked.path(1)).await)
        }
        "getWellKnownAppAuthenticatorConfiguration" => {
            page(okta.authenticators().app_configuration(&Default::default())).await
        }
        _ => return None,
    })
}

pub async fn authorization_server(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "getAuthorizationServerOpenIdMetadata" => {
            value(okta.authorization_servers().openid_metadata(asked.path(0)).await)
        }
        "getAuthorizationServerMetadata" => {
            value(okta.authorization_servers().oauth_metadata(asked.path(0)).await)
        }
        "listAuthorizationServerPublicKeys" => {
            value(okta.authorization_servers().public_keys(asked.path(0)).await)
        }
        _ => return None,
    })
}

pub async fn brand(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "getAllWellKnownURIs" => {
            value(okta.brand_well_known_uris(asked.path(0)).all_with(&Default::default()).await)
        }
        "getRootBrandWellKnownURI" => value(
            okta.brand_well_known_uris(asked.path(0))
                .get_with(&asked.path(1).into(), &Default::default())
                .await,
        ),
        "getBrandWellKnownURI" => {
            value(okta.brand_well_known_uris(asked.path(0)).get_customized(&asked.path(1).into()).await)
        }
        "replaceBrandWellKnownURI" => value(
            okta.brand_well_known_uris(asked.path(0))
                .replace(&asked.path(1).into(), &Default::default())
                .await,
        ),
        "getAppleAppSiteAssociationWellKnownURI" => {
            value(okta.well_known_uris().apple_app_site_association().await)
        }
        "getAssetLinksWellKnownURI" => page(okta.well_known_uris().asset_links(&Default::default())).await,
        "getWebAuthnWellKnownURI" => value(okta.well_known_uris().webauthn().await),
        _ => return None,
    })
}

pub async fn directory(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "updateGroupMembership" => {
            nothing(okta.directory(asked.path(0)).change_membership(&Default::default()).await)
        }
        "submitGroupAttributeQuery" => {
            value(okta.directory(asked.path(0)).query_group(asked.path(1), &Default::default()).await)
        }
        "getGroupAttributeQueryResult" => {
            value(okta.directory(asked.path(0)).group_query_result(asked.path(1), asked.path(2)).await)
        }
        _ => return None,
    })
}

pub async fn disaster_recovery(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "getDRStatus" => value(okta.disaster_recovery().status().await),
        "getDRStatusForDomain" => value(okta.disaster_recovery().status_of(asked.path(0)).await),
        "startOrgFailover" => value(okta.disaster_recovery().fail_over(&Default::default()).await),
        "startOrgFailback" => value(okta.disaster_recovery().fail_back(&Default::default()).await),
        _ => return None,
    })
}

pub async fn email_bounce(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "bulkRemoveEmailAddressBounces" => value(okta.email_bounces().remove(&Default::default()).await),
        _ => return None,
    })
}

pub async fn factor(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "pollFactorActivation" => value(okta.factors(asked.path(0)).poll_activation(asked.path(1)).await),
        "cancelFactorTransaction" => {
            nothing(okta.factors(asked.path(0)).cancel_transaction(asked.path(1), asked.path(2)).await)
        }
        "listOrgFactors" => page(okta.org_factors().list(&Default::default())).await,
        "getOrgFactor" => value(okta.org_factors().get(asked.path(0)).await),
        "activateOrgFactor" => value(okta.org_factors().activate(asked.path(0)).await),
        "deactivateOrgFactor" => value(okta.org_factors().deactivate(asked.path(0)).await),
        "activatePreregistrationEnrollment" => {
            value(okta.webauthn_preregistration().activate(&Default::default()).await)
        }
        "enrollPreregistrationEnrollment" => {
            value(okta.webauthn_preregistration().enroll(&Default::default()).await)
        }
        "generateFulfillmentRequest" => {
            nothing(okta.webauthn_preregistration().order(&Default::default()).await)
        }
        "sendPin" => nothing(okta.webauthn_preregistration().send_pin(&Default::default()).await),
        "listWebAuthnPreregistrationFactors" => {
            page(okta.webauthn_preregistration().list(asked.path(0), &Default::default())).await
        }
        "deleteWebAuthnPreregistrationFactor" => {
            nothing(okta.webauthn_preregistration().delete(asked.path(0), asked.path(1)).await)
        }
        "assignFulfillmentErrorWebAuthnPreregistrationFactor" => {
            nothing(okta.webauthn_preregistration().mark_error(asked.path(0), asked.path(1)).await)
        }
        _ => return None,
    })
}

pub async fn governance_bundle(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listGovernanceBundles" => page(okta.governance_bundles().list(&Default::default())).await,
        "createGovernanceBundle" => value(okta.governance_bundles().create(&Default::default()).await),
        "getGovernanceBundle" => value(okta.governance_bundles().get(asked.path(0)).await),
        "replaceGovernanceBundle" => {
            value(okta.governance_bundles().replace(asked.path(0), &Default::default()).await)
        }
        "deleteGovernanceBundle" => nothing(okta.governance_bundles().delete(asked.path(0)).await),
        "listBundleEntitlements" => {
            page(okta.governance_bundles().entitlements(asked.path(0), &Default::default())).await
        }
        "listBundleEntitlementValues" => {
            page(okta.governance_bundles().entitlement_values(
                asked.path(0),
                asked.path(1),
                &Default::default(),
            ))
            .await
        }
        "getOptInStatus" => value(okta.governance_bundles().opt_in_status().await),
        "optIn" => value(okta.governance_bundles().opt_in().await),
        "optOut" => value(okta.governance_bundles().opt_out().await),
        _ => return None,
    })
}

pub async fn identity_source(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "createIdentitySourceGroups" => {
            value(okta.identity_source_groups(asked.path(0)).create(&Default::default()).await)
        }
        "getIdentitySourceGroup" => {
            value(okta.identity_source_groups(asked.path(0)).get(asked.path(1)).await)
        }
        "updateIdentitySourceGroups" => {
            value(okta.identity_source_groups(asked.path(0)).update(asked.path(1), &Default::default()).await)
        }
        "deleteIdentitySourceGroup" => {
            nothing(okta.identity_source_groups(asked.path(0)).delete(asked.path(1)).await)
        }
        "getIdentitySourceGroupMemberships" => value(
            okta.identity_source_memberships(asked.path(0), asked.path(1))
                .get_with(&Default::default())
                .await,
        ),
        "createIdentitySourceGroupsMemberships" => nothing(
            okta.identity_source_memberships(asked.path(0), asked.path(1)).create(&Default::default()).await,
        ),
        "deleteIdentitySourceGroupMemberships" => nothing(
            okta.identity_source_memberships(asked.path(0), asked.path(1)).delete(asked.path(2)).await,
        ),
        "listIdentitySourceSessions" => {
            page(okta.identity_source_sessions(asked.path(0)).list(&Default::default())).await
        }
        "createIdentitySourceSession" => value(okta.identity_source_sessions(asked.path(0)).begin().await),
        "getIdentitySourceSession" => {
            value(okta.identity_source_sessions(asked.path(0)).get(asked.path(1)).await)
        }
        "deleteIdentitySourceSession" => {
            nothing(okta.identity_source_sessions(asked.path(0)).delete(asked.path(1)).await)
        }
        "uploadIdentitySourceDataForUpsert" => nothing(
            okta.identity_source_sessions(asked.path(0))
                .upload_users(asked.path(1), &Default::default())
                .await,
        ),
        "uploadIdentitySourceDataForDelete" => nothing(
            okta.identity_source_sessions(asked.path(0))
                .upload_users_to_delete(asked.path(1), &Default::default())
                .await,
        ),
        "uploadIdentitySourceGroupsForUpsert" => nothing(
            okta.identity_source_sessions(asked.path(0))
                .upload_groups(asked.path(1), &Default::default())
                .await,
        ),
        "uploadIdentitySourceGroupsDataForDelete" => nothing(
            okta.identity_source_sessions(asked.path(0))
                .upload_groups_to_delete(asked.path(1), &Default::default())
                .await,
        ),
        "uploadIdentitySourceGroupMembershipsForUpsert" => nothing(
            okta.identity_source_sessions(asked.path(0))
                .upload_memberships(asked.path(1), &Default::default())
                .await,
        ),
        "uploadIdentitySourceGroupMembershipsForDelete" => nothing(
            okta.identity_source_sessions(asked.path(0))
                .upload_memberships_to_delete(asked.path(1), &Default::default())
                .await,
        ),
        "startImportFromIdentitySource" => {
            value(okta.identity_source_sessions(asked.path(0)).start_import(asked.path(1)).await)
        }
        "createIdentitySourceUser" => {
            nothing(okta.identity_source_users(asked.path(0)).create(&Default::default()).await)
        }
        "getIdentitySourceUser" => value(okta.identity_source_users(asked.path(0)).get(asked.path(1)).await),
        "replaceExistingIdentitySourceUser" => {
            value(okta.identity_source_users(asked.path(0)).replace(asked.path(1), &Default::default()).await)
        }
        "updateIdentitySourceUsers" => {
            value(okta.identity_source_users(asked.path(0)).update(asked.path(1), &Default::default()).await)
        }
        "deleteIdentitySourceUser" => {
            nothing(okta.identity_source_users(asked.path(0)).delete(asked.path(1)).await)
        }
        _ => return None,
    })
}

pub async fn org(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "getAerialConsent" => value(okta.org_settings().aerial().await),
        "grantAerialConsent" => value(okta.org_settings().grant_aerial(&Default::default()).await),
        "revokeAerialConsent" => value(okta.org_settings().revoke_aerial(&Default::default()).await),
        "createChildOrg" => value(okta.org_settings().create_child(&Default::default()).await),
        "uploadOrgLogo" => nothing(okta.org_settings().upload_logo("text", b"x").await),
        "listPersonalAppsExportBlockList" => value(okta.org_settings().blocked_email_domains().await),
        "replaceBlockedEmailDomains" => {
            nothing(okta.org_settings().replace_blocked_email_domains(&Default::default()).await)
        }
        "replaceOktaPersonalAdminSettings" => {
            nothing(okta.org_settings().replace_okta_personal(&Default::default()).await)
        }
        "listOktaSupportCases" => value(okta.org_settings().support_cases().await),
        "updateOktaSupportCase" => {
            value(okta.org_settings().update_support_case(asked.path(0), &Default::default()).await)
        }
        _ => return None,
    })
}

pub async fn rate_limit_setting(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "getRateLimitSettingsAdminNotifications" => {
            value(okta.rate_limit_settings().admin_notifications().await)
        }
        "replaceRateLimitSettingsAdminNotifications" => {
            value(okta.rate_limit_settings().replace_admin_notifications(&Default::default()).await)
        }
        "getRateLimitSettingsPerClient" => value(okta.rate_limit_settings().per_client().await),
        "replaceRateLimitSettingsPerClient" => {
            value(okta.rate_limit_settings().replace_per_client(&Default::default()).await)
        }
        "getRateLimitSettingsWarningThreshold" => value(okta.rate_limit_settings().warning_threshold().await),
        "replaceRateLimitSettingsWarningThreshold" => {
            value(okta.rate_limit_settings().replace_warning_threshold(&Default::default()).await)
        }
        _ => return None,
    })
}

pub async fn role(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "getUserAssignedRoleGovernance" => {
            value(okta.user_role_governance(asked.path(0), asked.path(1)).list().await)
        }
        "getRoleAssignmentGovernanceGrant" => {
            value(okta.user_role_governance(asked.path(0), asked.path(1)).get(asked.path(2)).await)
        }
        "getRoleAssignmentGovernanceGrantResources" => {
            page(
                okta.user_role_governance(asked.path(0), asked.path(1))
                    .resources(asked.path(2), &Default::default()),
            )
            .await
        }
        _ => return None,
    })
}

pub async fn security_event_token(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "publishSecurityEventTokens" => nothing(okta.security_event_tokens().publish("text").await),
        _ => return None,
    })
}

pub async fn service_account(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listAppServiceAccounts" => page(okta.service_accounts().list(&Default::default())).await,
        "createAppServiceAccount" => value(okta.service_accounts().create(&Default::default()).await),
        "getAppServiceAccount" => value(okta.service_accounts().get(asked.path(0)).await),
        "updateAppServiceAccount" => {
            value(okta.service_accounts().update(asked.path(0), &Default::default()).await)
        }
        "deleteAppServiceAccount" => nothing(okta.service_accounts().delete(asked.path(0)).await),
        "listOktaManagedUserAccounts" => page(okta.managed_user_accounts().list(&Default::default())).await,
        "createOktaManagedUserAccount" => {
            value(okta.managed_user_accounts().create(&Default::default()).await)
        }
        "getOktaManagedUserAccount" => value(okta.managed_user_accounts().get(asked.path(0)).await),
        "updateOktaManagedUserAccount" => {
            value(okta.managed_user_accounts().update(asked.path(0), &Default::default()).await)
        }
        "deleteOktaManagedUserAccount" => nothing(okta.managed_user_accounts().delete(asked.path(0)).await),
        _ => return None,
    })
}

pub async fn ssf_stream(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "getWellknownSsfMetadata" => value(okta.ssf_streams().metadata().await),
        "getSsfStreams" => value(okta.ssf_streams().get(asked.text("stream_id").unwrap_or_default()).await),
        "createSsfStream" => value(okta.ssf_streams().create(&Default::default()).await),
        "replaceSsfStream" => value(okta.ssf_streams().replace(&Default::default()).await),
        "updateSsfStream" => value(okta.ssf_streams().update(&Default::default()).await),
        "deleteSsfStream" => nothing(okta.ssf_streams().delete("text").await),
        "getSsfStreamStatus" => value(okta.ssf_streams().status("text").await),
        "verifySsfStream" => nothing(okta.ssf_streams().verify(&Default::default()).await),
        _ => return None,
    })
}

pub async fn telephony_provider(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listAllCustomTelephonyProviderCredentials" => {
            page(okta.telephony_providers().list(&Default::default())).await
        }
        "createCustomTelephonyProviderCredentials" => {
            value(okta.telephony_providers().create(&Default::default()).await)
        }
        "getCustomTelephonyProviderCredential" => value(okta.telephony_providers().get(asked.path(0)).await),
        "updateCustomTelephonyProviderCredential" => {
            value(okta.telephony_providers().update(asked.path(0), &Default::default()).await)
        }
        "deleteCustomTelephonyProviderCredential" => {
            nothing(okta.telephony_providers().delete(asked.path(0)).await)
        }
        "activateCustomTelephonyCredential" => {
            value(okta.telephony_providers().activate(asked.path(0)).await)
        }
        "deactivateCustomTelephonyCredential" => {
            value(okta.telephony_providers().deactivate(asked.path(0)).await)
        }
        "setAsPrimaryCustomTelephonyCredential" => {
            value(okta.telephony_providers().set_as_primary(asked.path(0)).await)
        }
        "sendTestCustomTelephonyProviderCredential" => {
            nothing(okta.telephony_providers().test(asked.path(0), &Default::default()).await)
        }
        _ => return None,
    })
}

pub async fn authn(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let authn = okta.authn();
    Some(match asked.operation.id {
        "enrollFactorWithState" => value(
            authn.enroll_factor_with(&NewAuthnFactor::new("text", "push", "OKTA"), &Default::default()).await,
        ),
        "activateFactorWithState" => {
            value(authn.activate_factor(asked.path(0), &AuthnProof::none("text")).await)
        }
        "pollFactorActivationWithState" => value(authn.poll_factor_activation(asked.path(0), "text").await),
        "resendFactorActivationWithState" => {
            value(authn.resend_factor_activation(asked.path(0), "text").await)
        }
        "verifyFactorWithState" => value(
            authn.verify_factor_with(asked.path(0), &AuthnProof::none("text"), &Default::default()).await,
        ),
        "resendFactorChallengeWithState" => value(authn.resend_factor_challenge(asked.path(0), "text").await),
        "introspectAuthentication" => value(authn.introspect("text").await),
        "previousAuthenticationStep" => value(authn.previous("text").await),
        "verifyRecoveryFactor" => {
            value(authn.verify_recovery_factor(asked.path(0), &AuthnProof::none("text")).await)
        }
        "resendRecoveryFactor" => value(authn.resend_recovery_factor(asked.path(0), "text").await),
        _ => return None,
    })
}

pub async fn session(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "getCurrentSession" => value(okta.sessions().current().await),
        "refreshCurrentSession" => value(okta.sessions().refresh_current().await),
        "getRoleTargetsByUserIdAndRoleId" => {
            page(okta.user_roles(asked.path(0)).targets(asked.path(1), &Default::default())).await
        }
        "closeCurrentSession" => nothing(okta.sessions().close_current().await),
        _ => return None,
    })
}

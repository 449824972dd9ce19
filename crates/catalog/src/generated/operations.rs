// Written by `cargo xtask gen`; edit the generator, not this file.
use crate::Operation;
use crate::line::{delete, flag, get, integer, many, patch, post, put, text};

pub const ACTIVATE_AGENT_POOLS_UPDATE: Operation = post("activateAgentPoolsUpdate", "/api/v1/agentPools/{poolId}/updates/{updateId}/activate", "AgentPools").scopes(&["okta.agentPools.manage"]);
pub const ACTIVATE_API_SERVICE_INTEGRATION_INSTANCE_SECRET: Operation = post("activateApiServiceIntegrationInstanceSecret", "/integrations/api/v1/api-services/{apiServiceId}/credentials/secrets/{secretId}/lifecycle/activate", "ApiServiceIntegrations").scopes(&["okta.oauthIntegrations.manage"]);
pub const ACTIVATE_APPLICATION: Operation = post("activateApplication", "/api/v1/apps/{appId}/lifecycle/activate", "Application").scopes(&["okta.apps.manage"]).repeatable();
pub const ACTIVATE_AUTHENTICATOR: Operation = post("activateAuthenticator", "/api/v1/authenticators/{authenticatorId}/lifecycle/activate", "Authenticator").scopes(&["okta.authenticators.manage"]);
pub const ACTIVATE_AUTHENTICATOR_METHOD: Operation = post("activateAuthenticatorMethod", "/api/v1/authenticators/{authenticatorId}/methods/{methodType}/lifecycle/activate", "Authenticator").choices(&[("methodType", &["cert", "duo", "email", "idp", "otp", "password", "push", "security_question", "signed_nonce", "sms", "totp", "voice", "webauthn", "tac"])]).scopes(&["okta.authenticators.manage"]);
pub const ACTIVATE_AUTHORIZATION_SERVER: Operation = post("activateAuthorizationServer", "/api/v1/authorizationServers/{authServerId}/lifecycle/activate", "AuthorizationServer").scopes(&["okta.authorizationServers.manage"]);
pub const ACTIVATE_AUTHORIZATION_SERVER_POLICY: Operation = post("activateAuthorizationServerPolicy", "/api/v1/authorizationServers/{authServerId}/policies/{policyId}/lifecycle/activate", "AuthorizationServerPolicies").scopes(&["okta.authorizationServers.manage"]);
pub const ACTIVATE_AUTHORIZATION_SERVER_POLICY_RULE: Operation = post("activateAuthorizationServerPolicyRule", "/api/v1/authorizationServers/{authServerId}/policies/{policyId}/rules/{ruleId}/lifecycle/activate", "AuthorizationServerRules").scopes(&["okta.authorizationServers.manage"]);
pub const ACTIVATE_BEHAVIOR_DETECTION_RULE: Operation = post("activateBehaviorDetectionRule", "/api/v1/behaviors/{behaviorId}/lifecycle/activate", "Behavior").scopes(&["okta.behaviors.manage"]);
pub const ACTIVATE_CUSTOM_TELEPHONY_CREDENTIAL: Operation = post("activateCustomTelephonyCredential", "/api/v1/telephony-providers/{customTelephonyProviderId}/lifecycle/activate", "CustomTelephonyProvider").scopes(&["okta.customTelephonyProvider.manage"]);
pub const ACTIVATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION: Operation = post("activateDefaultProvisioningConnectionForApplication", "/api/v1/apps/{appId}/connections/default/lifecycle/activate", "ApplicationConnections").scopes(&["okta.apps.manage"]);
pub const ACTIVATE_DEVICE: Operation = post("activateDevice", "/api/v1/devices/{deviceId}/lifecycle/activate", "Device").scopes(&["okta.devices.manage"]);
pub const ACTIVATE_DEVICE_INTEGRATION: Operation = post("activateDeviceIntegration", "/api/v1/device-integrations/{deviceIntegrationId}/lifecycle/activate", "DeviceIntegrations").scopes(&["okta.deviceIntegrations.manage"]);
pub const ACTIVATE_EVENT_HOOK: Operation = post("activateEventHook", "/api/v1/eventHooks/{eventHookId}/lifecycle/activate", "EventHook").scopes(&["okta.eventHooks.manage"]);
pub const ACTIVATE_FACTOR: Operation = post("activateFactor", "/api/v1/users/{userId}/factors/{factorId}/lifecycle/activate", "UserFactor").json_optional().scopes(&["okta.users.manage"]);
pub const ACTIVATE_GROUP_RULE: Operation = post("activateGroupRule", "/api/v1/groups/rules/{groupRuleId}/lifecycle/activate", "GroupRule").scopes(&["okta.groups.manage"]);
pub const ACTIVATE_IDENTITY_PROVIDER: Operation = post("activateIdentityProvider", "/api/v1/idps/{idpId}/lifecycle/activate", "IdentityProvider").scopes(&["okta.idps.manage"]);
pub const ACTIVATE_INLINE_HOOK: Operation = post("activateInlineHook", "/api/v1/inlineHooks/{inlineHookId}/lifecycle/activate", "InlineHook").scopes(&["okta.inlineHooks.manage"]);
pub const ACTIVATE_LOG_STREAM: Operation = post("activateLogStream", "/api/v1/logStreams/{logStreamId}/lifecycle/activate", "LogStream").scopes(&["okta.logStreams.manage"]);
pub const ACTIVATE_NETWORK_ZONE: Operation = post("activateNetworkZone", "/api/v1/zones/{zoneId}/lifecycle/activate", "NetworkZone").scopes(&["okta.networkZones.manage"]);
pub const ACTIVATE_OAUTH2_CLIENT_JSON_WEB_KEY: Operation = post("activateOAuth2ClientJsonWebKey", "/api/v1/apps/{appId}/credentials/jwks/{keyId}/lifecycle/activate", "ApplicationSSOPublicKeys").scopes(&["okta.apps.manage"]);
pub const ACTIVATE_OAUTH2_CLIENT_SECRET: Operation = post("activateOAuth2ClientSecret", "/api/v1/apps/{appId}/credentials/secrets/{secretId}/lifecycle/activate", "ApplicationSSOPublicKeys").scopes(&["okta.apps.manage"]);
pub const ACTIVATE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY: Operation = post("activateOAuth2ResourceServerJsonWebKey", "/api/v1/authorizationServers/{authServerId}/resourceservercredentials/keys/{keyId}/lifecycle/activate", "OAuth2ResourceServerCredentialsKeys").scopes(&["okta.authorizationServers.manage"]);
pub const ACTIVATE_POLICY: Operation = post("activatePolicy", "/api/v1/policies/{policyId}/lifecycle/activate", "Policy").scopes(&["okta.policies.manage"]);
pub const ACTIVATE_POLICY_RULE: Operation = post("activatePolicyRule", "/api/v1/policies/{policyId}/rules/{ruleId}/lifecycle/activate", "Policy").scopes(&["okta.policies.manage"]);
pub const ACTIVATE_PREREGISTRATION_ENROLLMENT: Operation = post("activatePreregistrationEnrollment", "/webauthn-registration/api/v1/activate", "WebAuthnPreregistration").json_optional().scopes(&["okta.users.manage"]);
pub const ACTIVATE_REALM_ASSIGNMENT: Operation = post("activateRealmAssignment", "/api/v1/realm-assignments/{assignmentId}/lifecycle/activate", "RealmAssignment").scopes(&["okta.realmAssignments.manage"]);
pub const ACTIVATE_SECURITY_EVENTS_PROVIDER_INSTANCE: Operation = post("activateSecurityEventsProviderInstance", "/api/v1/security-events-providers/{securityEventProviderId}/lifecycle/activate", "SSFReceiver").scopes(&["okta.securityEventsProviders.manage"]);
pub const ACTIVATE_TRUSTED_ORIGIN: Operation = post("activateTrustedOrigin", "/api/v1/trustedOrigins/{trustedOriginId}/lifecycle/activate", "TrustedOrigin").scopes(&["okta.trustedOrigins.manage"]);
pub const ACTIVATE_USER: Operation = post("activateUser", "/api/v1/users/{id}/lifecycle/activate", "UserLifecycle").query(&[flag("sendEmail")]).scopes(&["okta.users.manage"]);
pub const ADD_GROUP: Operation = post("addGroup", "/api/v1/groups", "Group").json().scopes(&["okta.groups.manage"]);
pub const ADD_JWK: Operation = post("addJwk", "/api/v1/apps/{appId}/credentials/jwks", "ApplicationSSOPublicKeys").json().scopes(&["okta.apps.manage"]);
pub const ADD_MEMBERS_TO_BINDING: Operation = patch("addMembersToBinding", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}/members", "RoleDResourceSetBindingMember").json().scopes(&["okta.roles.manage"]);
pub const ADD_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY: Operation = post("addOAuth2ResourceServerJsonWebKey", "/api/v1/authorizationServers/{authServerId}/resourceservercredentials/keys", "OAuth2ResourceServerCredentialsKeys").json().scopes(&["okta.authorizationServers.manage"]);
pub const ADD_RESOURCE_SET_RESOURCE: Operation = post("addResourceSetResource", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}/resources", "RoleCResourceSetResource").json().scopes(&["okta.roles.manage"]);
pub const ADD_RESOURCE_SET_RESOURCES: Operation = patch("addResourceSetResources", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}/resources", "RoleCResourceSetResource").json().scopes(&["okta.roles.manage"]);
pub const ASSIGN_ALL_APPS_AS_TARGET_TO_ROLE_FOR_USER: Operation = put("assignAllAppsAsTargetToRoleForUser", "/api/v1/users/{userId}/roles/{roleAssignmentId}/targets/catalog/apps", "RoleBTargetAdmin").scopes(&["okta.roles.manage"]);
pub const ASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_GROUP: Operation = put("assignAppInstanceTargetToAppAdminRoleForGroup", "/api/v1/groups/{groupId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}/{appId}", "RoleBTargetBGroup").scopes(&["okta.roles.manage"]);
pub const ASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_USER: Operation = put("assignAppInstanceTargetToAppAdminRoleForUser", "/api/v1/users/{userId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}/{appId}", "RoleBTargetAdmin").scopes(&["okta.roles.manage"]);
pub const ASSIGN_APP_TARGET_INSTANCE_ROLE_FOR_CLIENT: Operation = put("assignAppTargetInstanceRoleForClient", "/oauth2/v1/clients/{clientId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}/{appId}", "RoleBTargetClient").scopes(&["okta.roles.manage"]);
pub const ASSIGN_APP_TARGET_ROLE_TO_CLIENT: Operation = put("assignAppTargetRoleToClient", "/oauth2/v1/clients/{clientId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}", "RoleBTargetClient").scopes(&["okta.roles.manage"]);
pub const ASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_GROUP: Operation = put("assignAppTargetToAdminRoleForGroup", "/api/v1/groups/{groupId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}", "RoleBTargetBGroup").scopes(&["okta.roles.manage"]);
pub const ASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_USER: Operation = put("assignAppTargetToAdminRoleForUser", "/api/v1/users/{userId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}", "RoleBTargetAdmin").scopes(&["okta.roles.manage"]);
pub const ASSIGN_APPLICATION_POLICY: Operation = put("assignApplicationPolicy", "/api/v1/apps/{appId}/policies/{policyId}", "ApplicationPolicies").scopes(&["okta.apps.manage"]);
pub const ASSIGN_CLIENT_PRIVILEGES_SETTING: Operation = put("assignClientPrivilegesSetting", "/api/v1/org/settings/clientPrivilegesSetting", "OrgSettingAdmin").json_optional().scopes(&["okta.orgs.manage"]);
pub const ASSIGN_FULFILLMENT_ERROR_WEB_AUTHN_PREREGISTRATION_FACTOR: Operation = post("assignFulfillmentErrorWebAuthnPreregistrationFactor", "/webauthn-registration/api/v1/users/{userId}/enrollments/{authenticatorEnrollmentId}/mark-error", "WebAuthnPreregistration").scopes(&["okta.users.manage"]);
pub const ASSIGN_GROUP_OWNER: Operation = post("assignGroupOwner", "/api/v1/groups/{groupId}/owners", "GroupOwner").json().scopes(&["okta.groups.manage"]);
pub const ASSIGN_GROUP_TARGET_ROLE_FOR_CLIENT: Operation = put("assignGroupTargetRoleForClient", "/oauth2/v1/clients/{clientId}/roles/{roleAssignmentId}/targets/groups/{groupId}", "RoleBTargetClient").scopes(&["okta.roles.manage"]);
pub const ASSIGN_GROUP_TARGET_TO_GROUP_ADMIN_ROLE: Operation = put("assignGroupTargetToGroupAdminRole", "/api/v1/groups/{groupId}/roles/{roleAssignmentId}/targets/groups/{targetGroupId}", "RoleBTargetBGroup").scopes(&["okta.roles.manage"]);
pub const ASSIGN_GROUP_TARGET_TO_USER_ROLE: Operation = put("assignGroupTargetToUserRole", "/api/v1/users/{userId}/roles/{roleAssignmentId}/targets/groups/{groupId}", "RoleBTargetAdmin").scopes(&["okta.roles.manage"]);
pub const ASSIGN_GROUP_TO_APPLICATION: Operation = put("assignGroupToApplication", "/api/v1/apps/{appId}/groups/{groupId}", "ApplicationGroups").json_optional().scopes(&["okta.apps.manage"]);
pub const ASSIGN_LINKED_OBJECT_VALUE_FOR_PRIMARY: Operation = put("assignLinkedObjectValueForPrimary", "/api/v1/users/{userIdOrLogin}/linkedObjects/{primaryRelationshipName}/{primaryUserId}", "UserLinkedObject").scopes(&["okta.users.manage"]);
pub const ASSIGN_ROLE_TO_CLIENT: Operation = post("assignRoleToClient", "/oauth2/v1/clients/{clientId}/roles", "RoleAssignmentClient").json().scopes(&["okta.roles.manage"]);
pub const ASSIGN_ROLE_TO_GROUP: Operation = post("assignRoleToGroup", "/api/v1/groups/{groupId}/roles", "RoleAssignmentBGroup").query(&[flag("disableNotifications")]).json().scopes(&["okta.roles.manage"]);
pub const ASSIGN_ROLE_TO_USER: Operation = post("assignRoleToUser", "/api/v1/users/{userId}/roles", "RoleAssignmentAUser").query(&[flag("disableNotifications")]).json().scopes(&["okta.roles.manage"]);
pub const ASSIGN_USER_TO_APPLICATION: Operation = post("assignUserToApplication", "/api/v1/apps/{appId}/users", "ApplicationUsers").json().scopes(&["okta.apps.manage"]);
pub const ASSIGN_USER_TO_GROUP: Operation = put("assignUserToGroup", "/api/v1/groups/{groupId}/users/{userId}", "Group").scopes(&["okta.groups.manage"]);
pub const BULK_REMOVE_EMAIL_ADDRESS_BOUNCES: Operation = post("bulkRemoveEmailAddressBounces", "/api/v1/org/email/bounces/remove-list", "EmailCustomization").json_optional().scopes(&["okta.orgs.manage"]);
pub const CHANGE_PASSWORD: Operation = post("changePassword", "/api/v1/users/{userId}/credentials/change_password", "UserCred").query(&[flag("strict")]).json().scopes(&["okta.users.manage"]);
pub const CHANGE_RECOVERY_QUESTION: Operation = post("changeRecoveryQuestion", "/api/v1/users/{userId}/credentials/change_recovery_question", "UserCred").json().scopes(&["okta.users.manage"]);
pub const CLONE_APPLICATION_KEY: Operation = post("cloneApplicationKey", "/api/v1/apps/{appId}/credentials/keys/{keyId}/clone", "ApplicationSSOCredentialKey").query(&[text("targetAid").required()]).scopes(&["okta.apps.manage"]);
pub const CLONE_IDENTITY_PROVIDER_KEY: Operation = post("cloneIdentityProviderKey", "/api/v1/idps/{idpId}/credentials/keys/{kid}/clone", "IdentityProviderSigningKeys").query(&[text("targetIdpId").required()]).scopes(&["okta.idps.manage"]);
pub const CLONE_POLICY: Operation = post("clonePolicy", "/api/v1/policies/{policyId}/clone", "Policy").scopes(&["okta.policies.manage"]);
pub const CREATE_AGENT_POOLS_UPDATE: Operation = post("createAgentPoolsUpdate", "/api/v1/agentPools/{poolId}/updates", "AgentPools").json().scopes(&["okta.agentPools.manage"]);
pub const CREATE_API_SERVICE_INTEGRATION_INSTANCE: Operation = post("createApiServiceIntegrationInstance", "/integrations/api/v1/api-services", "ApiServiceIntegrations").json().scopes(&["okta.oauthIntegrations.manage"]);
pub const CREATE_API_SERVICE_INTEGRATION_INSTANCE_SECRET: Operation = post("createApiServiceIntegrationInstanceSecret", "/integrations/api/v1/api-services/{apiServiceId}/credentials/secrets", "ApiServiceIntegrations").scopes(&["okta.oauthIntegrations.manage"]);
pub const CREATE_APP_SERVICE_ACCOUNT: Operation = post("createAppServiceAccount", "/privileged-access/api/v1/service-accounts", "ServiceAccount").json().scopes(&["okta.serviceAccounts.manage"]);
pub const CREATE_APPLICATION: Operation = post("createApplication", "/api/v1/apps", "Application").query(&[flag("activate")]).json().scopes(&["okta.apps.manage"]);
pub const CREATE_ASSOCIATED_SERVERS: Operation = post("createAssociatedServers", "/api/v1/authorizationServers/{authServerId}/associatedServers", "AuthorizationServerAssoc").json().whole().scopes(&["okta.authorizationServers.manage"]);
pub const CREATE_AUTHENTICATOR: Operation = post("createAuthenticator", "/api/v1/authenticators", "Authenticator").query(&[flag("activate")]).json().scopes(&["okta.authenticators.manage"]);
pub const CREATE_AUTHENTICATOR_ENROLLMENT: Operation = post("createAuthenticatorEnrollment", "/api/v1/users/{userId}/authenticator-enrollments/phone", "UserAuthenticatorEnrollments").json().scopes(&["okta.users.manage"]);
pub const CREATE_AUTHORIZATION_SERVER: Operation = post("createAuthorizationServer", "/api/v1/authorizationServers", "AuthorizationServer").json().scopes(&["okta.authorizationServers.manage"]);
pub const CREATE_AUTHORIZATION_SERVER_POLICY: Operation = post("createAuthorizationServerPolicy", "/api/v1/authorizationServers/{authServerId}/policies", "AuthorizationServerPolicies").json().scopes(&["okta.authorizationServers.manage"]);
pub const CREATE_AUTHORIZATION_SERVER_POLICY_RULE: Operation = post("createAuthorizationServerPolicyRule", "/api/v1/authorizationServers/{authServerId}/policies/{policyId}/rules", "AuthorizationServerRules").json().scopes(&["okta.authorizationServers.manage"]);
pub const CREATE_BEHAVIOR_DETECTION_RULE: Operation = post("createBehaviorDetectionRule", "/api/v1/behaviors", "Behavior").json().scopes(&["okta.behaviors.manage"]);
pub const CREATE_BRAND: Operation = post("createBrand", "/api/v1/brands", "Brands").json_optional().scopes(&["okta.brands.manage"]);
pub const CREATE_CAPTCHA_INSTANCE: Operation = post("createCaptchaInstance", "/api/v1/captchas", "CAPTCHA").json().scopes(&["okta.captchas.manage"]);
pub const CREATE_CHILD_ORG: Operation = post("createChildOrg", "/api/v1/orgs", "OrgCreator").json_optional().scopes(&["okta.orgs.manage"]);
pub const CREATE_CROSS_APP_ACCESS_CONNECTION: Operation = post("createCrossAppAccessConnection", "/api/v1/apps/{appId}/cwo/connections", "ApplicationCrossAppAccessConnections").json().scopes(&["okta.apps.manage"]);
pub const CREATE_CUSTOM_AAGUID: Operation = post("createCustomAAGUID", "/api/v1/authenticators/{authenticatorId}/aaguids", "Authenticator").json_optional().scopes(&["okta.authenticators.manage"]);
pub const CREATE_CUSTOM_DOMAIN: Operation = post("createCustomDomain", "/api/v1/domains", "CustomDomain").json().scopes(&["okta.domains.manage"]);
pub const CREATE_CUSTOM_TELEPHONY_PROVIDER_CREDENTIALS: Operation = post("createCustomTelephonyProviderCredentials", "/api/v1/telephony-providers", "CustomTelephonyProvider").json().scopes(&["okta.customTelephonyProvider.manage"]);
pub const CREATE_DEVICE_ASSURANCE_POLICY: Operation = post("createDeviceAssurancePolicy", "/api/v1/device-assurances", "DeviceAssurance").json().scopes(&["okta.deviceAssurance.manage"]);
pub const CREATE_DEVICE_POSTURE_CHECK: Operation = post("createDevicePostureCheck", "/api/v1/device-posture-checks", "DevicePostureCheck").json().scopes(&["okta.devicePostureChecks.manage"]);
pub const CREATE_EMAIL_CUSTOMIZATION: Operation = post("createEmailCustomization", "/api/v1/brands/{brandId}/templates/email/{templateName}/customizations", "CustomTemplates").json_optional().scopes(&["okta.templates.manage"]);
pub const CREATE_EMAIL_DOMAIN: Operation = post("createEmailDomain", "/api/v1/email-domains", "EmailDomain").query(&[many("expand")]).choices(&[("expand", &["brands"])]).json().scopes(&["okta.emailDomains.manage"]);
pub const CREATE_EMAIL_SERVER: Operation = post("createEmailServer", "/api/v1/email-servers", "EmailServer").json_optional().scopes(&["okta.emailServers.manage"]);
pub const CREATE_EVENT_HOOK: Operation = post("createEventHook", "/api/v1/eventHooks", "EventHook").json().scopes(&["okta.eventHooks.manage"]);
pub const CREATE_FEDERATED_CLAIM: Operation = post("createFederatedClaim", "/api/v1/apps/{appId}/federated-claims", "ApplicationSSOFederatedClaims").json().scopes(&["okta.apps.manage"]);
pub const CREATE_GOVERNANCE_BUNDLE: Operation = post("createGovernanceBundle", "/api/v1/iam/governance/bundles", "GovernanceBundle").json().scopes(&["okta.roles.manage"]);
pub const CREATE_GROUP_PUSH_MAPPING: Operation = post("createGroupPushMapping", "/api/v1/apps/{appId}/group-push/mappings", "GroupPushMapping").json().scopes(&["okta.apps.manage", "okta.groups.manage"]);
pub const CREATE_GROUP_RULE: Operation = post("createGroupRule", "/api/v1/groups/rules", "GroupRule").json().scopes(&["okta.groups.manage"]);
pub const CREATE_HOOK_KEY: Operation = post("createHookKey", "/api/v1/hook-keys", "HookKey").json().scopes(&["okta.inlineHooks.manage"]);
pub const CREATE_IDENTITY_PROVIDER: Operation = post("createIdentityProvider", "/api/v1/idps", "IdentityProvider").json().scopes(&["okta.idps.manage"]);
pub const CREATE_IDENTITY_PROVIDER_KEY: Operation = post("createIdentityProviderKey", "/api/v1/idps/credentials/keys", "IdentityProviderKeys").json().scopes(&["okta.idps.manage"]);
pub const CREATE_IDENTITY_SOURCE_GROUPS: Operation = post("createIdentitySourceGroups", "/api/v1/identity-sources/{identitySourceId}/groups", "IdentitySource").json_optional().scopes(&["okta.identitySources.manage"]);
pub const CREATE_IDENTITY_SOURCE_GROUPS_MEMBERSHIPS: Operation = post("createIdentitySourceGroupsMemberships", "/api/v1/identity-sources/{identitySourceId}/groups/{groupOrExternalId}/membership", "IdentitySource").json_optional().scopes(&["okta.identitySources.manage"]);
pub const CREATE_IDENTITY_SOURCE_SESSION: Operation = post("createIdentitySourceSession", "/api/v1/identity-sources/{identitySourceId}/sessions", "IdentitySource").scopes(&["okta.identitySources.manage"]);
pub const CREATE_IDENTITY_SOURCE_USER: Operation = post("createIdentitySourceUser", "/api/v1/identity-sources/{identitySourceId}/users", "IdentitySource").json_optional().scopes(&["okta.identitySources.manage"]);
pub const CREATE_INLINE_HOOK: Operation = post("createInlineHook", "/api/v1/inlineHooks", "InlineHook").json().scopes(&["okta.inlineHooks.manage"]);
pub const CREATE_INTERCLIENT_TRUST_MAPPING: Operation = post("createInterclientTrustMapping", "/api/v1/apps/{appId}/interclient-allowed-apps", "ApplicationInterclientTrustMappings").json().scopes(&["okta.apps.interclientTrust.manage"]);
pub const CREATE_LINKED_OBJECT_DEFINITION: Operation = post("createLinkedObjectDefinition", "/api/v1/meta/schemas/user/linkedObjects", "LinkedObject").json().scopes(&["okta.linkedObjects.manage"]);
pub const CREATE_LOG_STREAM: Operation = post("createLogStream", "/api/v1/logStreams", "LogStream").json().scopes(&["okta.logStreams.manage"]);
pub const CREATE_NETWORK_ZONE: Operation = post("createNetworkZone", "/api/v1/zones", "NetworkZone").json().scopes(&["okta.networkZones.manage"]);
pub const CREATE_OAUTH2_CLAIM: Operation = post("createOAuth2Claim", "/api/v1/authorizationServers/{authServerId}/claims", "AuthorizationServerClaims").json().scopes(&["okta.authorizationServers.manage"]);
pub const CREATE_OAUTH2_CLIENT_SECRET: Operation = post("createOAuth2ClientSecret", "/api/v1/apps/{appId}/credentials/secrets", "ApplicationSSOPublicKeys").json_optional().scopes(&["okta.apps.manage"]);
pub const CREATE_OAUTH2_SCOPE: Operation = post("createOAuth2Scope", "/api/v1/authorizationServers/{authServerId}/scopes", "AuthorizationServerScopes").json().scopes(&["okta.authorizationServers.manage"]);
pub const CREATE_OKTA_MANAGED_USER_ACCOUNT: Operation = post("createOktaManagedUserAccount", "/privileged-access/api/v1/okta-service-accounts", "OktaManagedUserAccount").json().scopes(&["okta.serviceAccounts.okta.manage"]);
pub const CREATE_POLICY: Operation = post("createPolicy", "/api/v1/policies", "Policy").query(&[flag("activate")]).json().scopes(&["okta.policies.manage"]);
pub const CREATE_POLICY_RULE: Operation = post("createPolicyRule", "/api/v1/policies/{policyId}/rules", "Policy").query(&[flag("activate"), text("limit")]).json().scopes(&["okta.policies.manage"]);
pub const CREATE_POLICY_SIMULATION: Operation = post("createPolicySimulation", "/api/v1/policies/simulate", "Policy").query(&[text("expand")]).json().whole().scopes(&["okta.policies.read"]).repeatable();
pub const CREATE_PRINCIPAL_RATE_LIMIT_ENTITY: Operation = post("createPrincipalRateLimitEntity", "/api/v1/principal-rate-limits", "PrincipalRateLimit").json().scopes(&["okta.principalRateLimits.manage"]);
pub const CREATE_PUSH_PROVIDER: Operation = post("createPushProvider", "/api/v1/push-providers", "PushProvider").json().scopes(&["okta.pushProviders.manage"]);
pub const CREATE_REALM: Operation = post("createRealm", "/api/v1/realms", "Realm").json().scopes(&["okta.realms.manage"]);
pub const CREATE_REALM_ASSIGNMENT: Operation = post("createRealmAssignment", "/api/v1/realm-assignments", "RealmAssignment").json().scopes(&["okta.realmAssignments.manage"]);
pub const CREATE_RESOURCE_SET: Operation = post("createResourceSet", "/api/v1/iam/resource-sets", "RoleCResourceSet").json().scopes(&["okta.roles.manage"]);
pub const CREATE_RESOURCE_SET_BINDING: Operation = post("createResourceSetBinding", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings", "RoleDResourceSetBinding").json().scopes(&["okta.roles.manage"]);
pub const CREATE_ROLE: Operation = post("createRole", "/api/v1/iam/roles", "RoleECustom").json().scopes(&["okta.roles.manage"]);
pub const CREATE_ROLE_PERMISSION: Operation = post("createRolePermission", "/api/v1/iam/roles/{roleIdOrLabel}/permissions/{permissionType}", "RoleECustomPermission").json_optional().scopes(&["okta.roles.manage"]);
pub const CREATE_SECURITY_EVENTS_PROVIDER_INSTANCE: Operation = post("createSecurityEventsProviderInstance", "/api/v1/security-events-providers", "SSFReceiver").json().scopes(&["okta.securityEventsProviders.manage"]);
pub const CREATE_SMS_TEMPLATE: Operation = post("createSmsTemplate", "/api/v1/templates/sms", "Template").json().scopes(&["okta.templates.manage"]);
pub const CREATE_SSF_STREAM: Operation = post("createSsfStream", "/api/v1/ssf/stream", "SSFTransmitter").json().scopes(&["ssf.manage"]);
pub const CREATE_TAC_AUTHENTICATOR_ENROLLMENT: Operation = post("createTacAuthenticatorEnrollment", "/api/v1/users/{userId}/authenticator-enrollments/tac", "UserAuthenticatorEnrollments").json().scopes(&["okta.users.manage"]);
pub const CREATE_TRUSTED_ORIGIN: Operation = post("createTrustedOrigin", "/api/v1/trustedOrigins", "TrustedOrigin").json().scopes(&["okta.trustedOrigins.manage"]);
pub const CREATE_UI_SCHEMA: Operation = post("createUISchema", "/api/v1/meta/uischemas", "UISchema").json().scopes(&["okta.uischemas.manage"]);
pub const CREATE_USER: Operation = post("createUser", "/api/v1/users", "User").query(&[flag("activate"), flag("provider"), text("nextLogin")]).choices(&[("nextLogin", &["changePassword"])]).json().scopes(&["okta.users.manage"]);
pub const CREATE_USER_TYPE: Operation = post("createUserType", "/api/v1/meta/types/user", "UserType").json().scopes(&["okta.userTypes.manage"]);
pub const DEACTIVATE_AGENT_POOLS_UPDATE: Operation = post("deactivateAgentPoolsUpdate", "/api/v1/agentPools/{poolId}/updates/{updateId}/deactivate", "AgentPools").scopes(&["okta.agentPools.manage"]);
pub const DEACTIVATE_API_SERVICE_INTEGRATION_INSTANCE_SECRET: Operation = post("deactivateApiServiceIntegrationInstanceSecret", "/integrations/api/v1/api-services/{apiServiceId}/credentials/secrets/{secretId}/lifecycle/deactivate", "ApiServiceIntegrations").scopes(&["okta.oauthIntegrations.manage"]);
pub const DEACTIVATE_APPLICATION: Operation = post("deactivateApplication", "/api/v1/apps/{appId}/lifecycle/deactivate", "Application").scopes(&["okta.apps.manage"]).repeatable();
pub const DEACTIVATE_AUTHENTICATOR: Operation = post("deactivateAuthenticator", "/api/v1/authenticators/{authenticatorId}/lifecycle/deactivate", "Authenticator").scopes(&["okta.authenticators.manage"]);
pub const DEACTIVATE_AUTHENTICATOR_METHOD: Operation = post("deactivateAuthenticatorMethod", "/api/v1/authenticators/{authenticatorId}/methods/{methodType}/lifecycle/deactivate", "Authenticator").choices(&[("methodType", &["cert", "duo", "email", "idp", "otp", "password", "push", "security_question", "signed_nonce", "sms", "totp", "voice", "webauthn", "tac"])]).scopes(&["okta.authenticators.manage"]);
pub const DEACTIVATE_AUTHORIZATION_SERVER: Operation = post("deactivateAuthorizationServer", "/api/v1/authorizationServers/{authServerId}/lifecycle/deactivate", "AuthorizationServer").scopes(&["okta.authorizationServers.manage"]);
pub const DEACTIVATE_AUTHORIZATION_SERVER_POLICY: Operation = post("deactivateAuthorizationServerPolicy", "/api/v1/authorizationServers/{authServerId}/policies/{policyId}/lifecycle/deactivate", "AuthorizationServerPolicies").scopes(&["okta.authorizationServers.manage"]);
pub const DEACTIVATE_AUTHORIZATION_SERVER_POLICY_RULE: Operation = post("deactivateAuthorizationServerPolicyRule", "/api/v1/authorizationServers/{authServerId}/policies/{policyId}/rules/{ruleId}/lifecycle/deactivate", "AuthorizationServerRules").scopes(&["okta.authorizationServers.manage"]);
pub const DEACTIVATE_BEHAVIOR_DETECTION_RULE: Operation = post("deactivateBehaviorDetectionRule", "/api/v1/behaviors/{behaviorId}/lifecycle/deactivate", "Behavior").scopes(&["okta.behaviors.manage"]);
pub const DEACTIVATE_CUSTOM_TELEPHONY_CREDENTIAL: Operation = post("deactivateCustomTelephonyCredential", "/api/v1/telephony-providers/{customTelephonyProviderId}/lifecycle/deactivate", "CustomTelephonyProvider").scopes(&["okta.customTelephonyProvider.manage"]);
pub const DEACTIVATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION: Operation = post("deactivateDefaultProvisioningConnectionForApplication", "/api/v1/apps/{appId}/connections/default/lifecycle/deactivate", "ApplicationConnections").scopes(&["okta.apps.manage"]);
pub const DEACTIVATE_DEVICE: Operation = post("deactivateDevice", "/api/v1/devices/{deviceId}/lifecycle/deactivate", "Device").scopes(&["okta.devices.manage"]);
pub const DEACTIVATE_DEVICE_INTEGRATION: Operation = post("deactivateDeviceIntegration", "/api/v1/device-integrations/{deviceIntegrationId}/lifecycle/deactivate", "DeviceIntegrations").scopes(&["okta.deviceIntegrations.manage"]);
pub const DEACTIVATE_EVENT_HOOK: Operation = post("deactivateEventHook", "/api/v1/eventHooks/{eventHookId}/lifecycle/deactivate", "EventHook").scopes(&["okta.eventHooks.manage"]);
pub const DEACTIVATE_GROUP_RULE: Operation = post("deactivateGroupRule", "/api/v1/groups/rules/{groupRuleId}/lifecycle/deactivate", "GroupRule").scopes(&["okta.groups.manage"]);
pub const DEACTIVATE_IDENTITY_PROVIDER: Operation = post("deactivateIdentityProvider", "/api/v1/idps/{idpId}/lifecycle/deactivate", "IdentityProvider").scopes(&["okta.idps.manage"]);
pub const DEACTIVATE_INLINE_HOOK: Operation = post("deactivateInlineHook", "/api/v1/inlineHooks/{inlineHookId}/lifecycle/deactivate", "InlineHook").scopes(&["okta.inlineHooks.manage"]);
pub const DEACTIVATE_LOG_STREAM: Operation = post("deactivateLogStream", "/api/v1/logStreams/{logStreamId}/lifecycle/deactivate", "LogStream").scopes(&["okta.logStreams.manage"]);
pub const DEACTIVATE_NETWORK_ZONE: Operation = post("deactivateNetworkZone", "/api/v1/zones/{zoneId}/lifecycle/deactivate", "NetworkZone").scopes(&["okta.networkZones.manage"]);
pub const DEACTIVATE_OAUTH2_CLIENT_JSON_WEB_KEY: Operation = post("deactivateOAuth2ClientJsonWebKey", "/api/v1/apps/{appId}/credentials/jwks/{keyId}/lifecycle/deactivate", "ApplicationSSOPublicKeys").scopes(&["okta.apps.manage"]);
pub const DEACTIVATE_OAUTH2_CLIENT_SECRET: Operation = post("deactivateOAuth2ClientSecret", "/api/v1/apps/{appId}/credentials/secrets/{secretId}/lifecycle/deactivate", "ApplicationSSOPublicKeys").scopes(&["okta.apps.manage"]);
pub const DEACTIVATE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY: Operation = post("deactivateOAuth2ResourceServerJsonWebKey", "/api/v1/authorizationServers/{authServerId}/resourceservercredentials/keys/{keyId}/lifecycle/deactivate", "OAuth2ResourceServerCredentialsKeys").scopes(&["okta.authorizationServers.manage"]);
pub const DEACTIVATE_POLICY: Operation = post("deactivatePolicy", "/api/v1/policies/{policyId}/lifecycle/deactivate", "Policy").scopes(&["okta.policies.manage"]);
pub const DEACTIVATE_POLICY_RULE: Operation = post("deactivatePolicyRule", "/api/v1/policies/{policyId}/rules/{ruleId}/lifecycle/deactivate", "Policy").scopes(&["okta.policies.manage"]);
pub const DEACTIVATE_REALM_ASSIGNMENT: Operation = post("deactivateRealmAssignment", "/api/v1/realm-assignments/{assignmentId}/lifecycle/deactivate", "RealmAssignment").scopes(&["okta.realmAssignments.manage"]);
pub const DEACTIVATE_SECURITY_EVENTS_PROVIDER_INSTANCE: Operation = post("deactivateSecurityEventsProviderInstance", "/api/v1/security-events-providers/{securityEventProviderId}/lifecycle/deactivate", "SSFReceiver").scopes(&["okta.securityEventsProviders.manage"]);
pub const DEACTIVATE_TRUSTED_ORIGIN: Operation = post("deactivateTrustedOrigin", "/api/v1/trustedOrigins/{trustedOriginId}/lifecycle/deactivate", "TrustedOrigin").scopes(&["okta.trustedOrigins.manage"]);
pub const DEACTIVATE_USER: Operation = post("deactivateUser", "/api/v1/users/{id}/lifecycle/deactivate", "UserLifecycle").query(&[flag("sendEmail")]).scopes(&["okta.users.manage"]);
pub const DELETE_AGENT_POOLS_UPDATE: Operation = delete("deleteAgentPoolsUpdate", "/api/v1/agentPools/{poolId}/updates/{updateId}", "AgentPools").scopes(&["okta.agentPools.manage"]);
pub const DELETE_ALL_CUSTOMIZATIONS: Operation = delete("deleteAllCustomizations", "/api/v1/brands/{brandId}/templates/email/{templateName}/customizations", "CustomTemplates").scopes(&["okta.templates.manage"]);
pub const DELETE_API_SERVICE_INTEGRATION_INSTANCE: Operation = delete("deleteApiServiceIntegrationInstance", "/integrations/api/v1/api-services/{apiServiceId}", "ApiServiceIntegrations").scopes(&["okta.oauthIntegrations.manage"]);
pub const DELETE_API_SERVICE_INTEGRATION_INSTANCE_SECRET: Operation = delete("deleteApiServiceIntegrationInstanceSecret", "/integrations/api/v1/api-services/{apiServiceId}/credentials/secrets/{secretId}", "ApiServiceIntegrations").scopes(&["okta.oauthIntegrations.manage"]);
pub const DELETE_APP_SERVICE_ACCOUNT: Operation = delete("deleteAppServiceAccount", "/privileged-access/api/v1/service-accounts/{id}", "ServiceAccount").scopes(&["okta.serviceAccounts.manage"]);
pub const DELETE_APPLICATION: Operation = delete("deleteApplication", "/api/v1/apps/{appId}", "Application").scopes(&["okta.apps.manage"]);
pub const DELETE_ASSOCIATED_SERVER: Operation = delete("deleteAssociatedServer", "/api/v1/authorizationServers/{authServerId}/associatedServers/{associatedServerId}", "AuthorizationServerAssoc").scopes(&["okta.authorizationServers.manage"]);
pub const DELETE_AUTHENTICATOR_ENROLLMENT: Operation = delete("deleteAuthenticatorEnrollment", "/api/v1/users/{userId}/authenticator-enrollments/{enrollmentId}", "UserAuthenticatorEnrollments").scopes(&["okta.users.manage"]);
pub const DELETE_AUTHORIZATION_SERVER: Operation = delete("deleteAuthorizationServer", "/api/v1/authorizationServers/{authServerId}", "AuthorizationServer").scopes(&["okta.authorizationServers.manage"]);
pub const DELETE_AUTHORIZATION_SERVER_POLICY: Operation = delete("deleteAuthorizationServerPolicy", "/api/v1/authorizationServers/{authServerId}/policies/{policyId}", "AuthorizationServerPolicies").scopes(&["okta.authorizationServers.manage"]);
pub const DELETE_AUTHORIZATION_SERVER_POLICY_RULE: Operation = delete("deleteAuthorizationServerPolicyRule", "/api/v1/authorizationServers/{authServerId}/policies/{policyId}/rules/{ruleId}", "AuthorizationServerRules").scopes(&["okta.authorizationServers.manage"]);
pub const DELETE_BEHAVIOR_DETECTION_RULE: Operation = delete("deleteBehaviorDetectionRule", "/api/v1/behaviors/{behaviorId}", "Behavior").scopes(&["okta.behaviors.manage"]);
pub const DELETE_BINDING: Operation = delete("deleteBinding", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}", "RoleDResourceSetBinding").scopes(&["okta.roles.manage"]);
pub const DELETE_BRAND: Operation = delete("deleteBrand", "/api/v1/brands/{brandId}", "Brands").scopes(&["okta.brands.manage"]);
pub const DELETE_BRAND_THEME_BACKGROUND_IMAGE: Operation = delete("deleteBrandThemeBackgroundImage", "/api/v1/brands/{brandId}/themes/{themeId}/background-image", "Themes").scopes(&["okta.brands.manage"]);
pub const DELETE_BRAND_THEME_FAVICON: Operation = delete("deleteBrandThemeFavicon", "/api/v1/brands/{brandId}/themes/{themeId}/favicon", "Themes").scopes(&["okta.brands.manage"]);
pub const DELETE_BRAND_THEME_LOGO: Operation = delete("deleteBrandThemeLogo", "/api/v1/brands/{brandId}/themes/{themeId}/logo", "Themes").scopes(&["okta.brands.manage"]);
pub const DELETE_CAPTCHA_INSTANCE: Operation = delete("deleteCaptchaInstance", "/api/v1/captchas/{captchaId}", "CAPTCHA").scopes(&["okta.captchas.manage"]);
pub const DELETE_CROSS_APP_ACCESS_CONNECTION: Operation = delete("deleteCrossAppAccessConnection", "/api/v1/apps/{appId}/cwo/connections/{connectionId}", "ApplicationCrossAppAccessConnections").scopes(&["okta.apps.manage"]);
pub const DELETE_CUSTOM_AAGUID: Operation = delete("deleteCustomAAGUID", "/api/v1/authenticators/{authenticatorId}/aaguids/{aaguid}", "Authenticator").scopes(&["okta.authenticators.manage"]);
pub const DELETE_CUSTOM_DOMAIN: Operation = delete("deleteCustomDomain", "/api/v1/domains/{domainId}", "CustomDomain").scopes(&["okta.domains.manage"]);
pub const DELETE_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL: Operation = delete("deleteCustomTelephonyProviderCredential", "/api/v1/telephony-providers/{customTelephonyProviderId}", "CustomTelephonyProvider").scopes(&["okta.customTelephonyProvider.manage"]);
pub const DELETE_CUSTOMIZED_ERROR_PAGE: Operation = delete("deleteCustomizedErrorPage", "/api/v1/brands/{brandId}/pages/error/customized", "CustomPages").scopes(&["okta.brands.manage"]);
pub const DELETE_CUSTOMIZED_SIGN_IN_PAGE: Operation = delete("deleteCustomizedSignInPage", "/api/v1/brands/{brandId}/pages/sign-in/customized", "CustomPages").scopes(&["okta.brands.manage"]);
pub const DELETE_DEVICE: Operation = delete("deleteDevice", "/api/v1/devices/{deviceId}", "Device").scopes(&["okta.devices.manage"]);
pub const DELETE_DEVICE_ASSURANCE_POLICY: Operation = delete("deleteDeviceAssurancePolicy", "/api/v1/device-assurances/{deviceAssuranceId}", "DeviceAssurance").scopes(&["okta.deviceAssurance.manage"]);
pub const DELETE_DEVICE_POSTURE_CHECK: Operation = delete("deleteDevicePostureCheck", "/api/v1/device-posture-checks/{postureCheckId}", "DevicePostureCheck").scopes(&["okta.devicePostureChecks.manage"]);
pub const DELETE_EMAIL_CUSTOMIZATION: Operation = delete("deleteEmailCustomization", "/api/v1/brands/{brandId}/templates/email/{templateName}/customizations/{customizationId}", "CustomTemplates").scopes(&["okta.templates.manage"]);
pub const DELETE_EMAIL_DOMAIN: Operation = delete("deleteEmailDomain", "/api/v1/email-domains/{emailDomainId}", "EmailDomain").query(&[many("expand")]).choices(&[("expand", &["brands"])]).scopes(&["okta.emailDomains.manage"]);
pub const DELETE_EMAIL_SERVER: Operation = delete("deleteEmailServer", "/api/v1/email-servers/{emailServerId}", "EmailServer").scopes(&["okta.emailServers.manage"]);
pub const DELETE_EVENT_HOOK: Operation = delete("deleteEventHook", "/api/v1/eventHooks/{eventHookId}", "EventHook").scopes(&["okta.eventHooks.manage"]);
pub const DELETE_FEDERATED_CLAIM: Operation = delete("deleteFederatedClaim", "/api/v1/apps/{appId}/federated-claims/{claimId}", "ApplicationSSOFederatedClaims").scopes(&["okta.apps.manage"]);
pub const DELETE_GOVERNANCE_BUNDLE: Operation = delete("deleteGovernanceBundle", "/api/v1/iam/governance/bundles/{bundleId}", "GovernanceBundle").scopes(&["okta.roles.manage"]);
pub const DELETE_GROUP: Operation = delete("deleteGroup", "/api/v1/groups/{groupId}", "Group").scopes(&["okta.groups.manage"]);
pub const DELETE_GROUP_OWNER: Operation = delete("deleteGroupOwner", "/api/v1/groups/{groupId}/owners/{ownerId}", "GroupOwner").scopes(&["okta.groups.manage"]);
pub const DELETE_GROUP_PUSH_MAPPING: Operation = delete("deleteGroupPushMapping", "/api/v1/apps/{appId}/group-push/mappings/{mappingId}", "GroupPushMapping").query(&[flag("deleteTargetGroup").required()]).scopes(&["okta.apps.manage", "okta.groups.manage"]);
pub const DELETE_GROUP_RULE: Operation = delete("deleteGroupRule", "/api/v1/groups/rules/{groupRuleId}", "GroupRule").query(&[flag("removeUsers")]).scopes(&["okta.groups.manage"]);
pub const DELETE_HOOK_KEY: Operation = delete("deleteHookKey", "/api/v1/hook-keys/{id}", "HookKey").scopes(&["okta.inlineHooks.manage"]);
pub const DELETE_IDENTITY_PROVIDER: Operation = delete("deleteIdentityProvider", "/api/v1/idps/{idpId}", "IdentityProvider").scopes(&["okta.idps.manage"]);
pub const DELETE_IDENTITY_PROVIDER_KEY: Operation = delete("deleteIdentityProviderKey", "/api/v1/idps/credentials/keys/{kid}", "IdentityProviderKeys").scopes(&["okta.idps.manage"]);
pub const DELETE_IDENTITY_SOURCE_GROUP: Operation = delete("deleteIdentitySourceGroup", "/api/v1/identity-sources/{identitySourceId}/groups/{groupOrExternalId}", "IdentitySource").scopes(&["okta.identitySources.manage"]);
pub const DELETE_IDENTITY_SOURCE_GROUP_MEMBERSHIPS: Operation = delete("deleteIdentitySourceGroupMemberships", "/api/v1/identity-sources/{identitySourceId}/groups/{groupOrExternalId}/membership/{memberExternalId}", "IdentitySource").scopes(&["okta.identitySources.manage"]);
pub const DELETE_IDENTITY_SOURCE_SESSION: Operation = delete("deleteIdentitySourceSession", "/api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}", "IdentitySource").scopes(&["okta.identitySources.manage"]);
pub const DELETE_IDENTITY_SOURCE_USER: Operation = delete("deleteIdentitySourceUser", "/api/v1/identity-sources/{identitySourceId}/users/{externalId}", "IdentitySource").scopes(&["okta.identitySources.manage"]);
pub const DELETE_INLINE_HOOK: Operation = delete("deleteInlineHook", "/api/v1/inlineHooks/{inlineHookId}", "InlineHook").scopes(&["okta.inlineHooks.manage"]);
pub const DELETE_INTERCLIENT_TRUST_MAPPING: Operation = delete("deleteInterclientTrustMapping", "/api/v1/apps/{appId}/interclient-allowed-apps/{allowedAppId}", "ApplicationInterclientTrustMappings").scopes(&["okta.apps.interclientTrust.manage"]);
pub const DELETE_LINKED_OBJECT_DEFINITION: Operation = delete("deleteLinkedObjectDefinition", "/api/v1/meta/schemas/user/linkedObjects/{linkedObjectName}", "LinkedObject").scopes(&["okta.linkedObjects.manage"]);
pub const DELETE_LINKED_OBJECT_FOR_USER: Operation = delete("deleteLinkedObjectForUser", "/api/v1/users/{userIdOrLogin}/linkedObjects/{relationshipName}", "UserLinkedObject").scopes(&["okta.users.manage"]);
pub const DELETE_LOG_STREAM: Operation = delete("deleteLogStream", "/api/v1/logStreams/{logStreamId}", "LogStream").scopes(&["okta.logStreams.manage"]);
pub const DELETE_NETWORK_ZONE: Operation = delete("deleteNetworkZone", "/api/v1/zones/{zoneId}", "NetworkZone").scopes(&["okta.networkZones.manage"]);
pub const DELETE_OAUTH2_CLAIM: Operation = delete("deleteOAuth2Claim", "/api/v1/authorizationServers/{authServerId}/claims/{claimId}", "AuthorizationServerClaims").scopes(&["okta.authorizationServers.manage"]);
pub const DELETE_OAUTH2_CLIENT_SECRET: Operation = delete("deleteOAuth2ClientSecret", "/api/v1/apps/{appId}/credentials/secrets/{secretId}", "ApplicationSSOPublicKeys").scopes(&["okta.apps.manage"]);
pub const DELETE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY: Operation = delete("deleteOAuth2ResourceServerJsonWebKey", "/api/v1/authorizationServers/{authServerId}/resourceservercredentials/keys/{keyId}", "OAuth2ResourceServerCredentialsKeys").scopes(&["okta.authorizationServers.manage"]);
pub const DELETE_OAUTH2_SCOPE: Operation = delete("deleteOAuth2Scope", "/api/v1/authorizationServers/{authServerId}/scopes/{scopeId}", "AuthorizationServerScopes").scopes(&["okta.authorizationServers.manage"]);
pub const DELETE_OKTA_MANAGED_USER_ACCOUNT: Operation = delete("deleteOktaManagedUserAccount", "/privileged-access/api/v1/okta-service-accounts/{id}", "OktaManagedUserAccount").scopes(&["okta.serviceAccounts.okta.manage"]);
pub const DELETE_ORG_CAPTCHA_SETTINGS: Operation = delete("deleteOrgCaptchaSettings", "/api/v1/org/captcha", "CAPTCHA").scopes(&["okta.captchas.manage"]);
pub const DELETE_POLICY: Operation = delete("deletePolicy", "/api/v1/policies/{policyId}", "Policy").scopes(&["okta.policies.manage"]);
pub const DELETE_POLICY_RESOURCE_MAPPING: Operation = delete("deletePolicyResourceMapping", "/api/v1/policies/{policyId}/mappings/{mappingId}", "Policy").scopes(&["okta.policies.manage"]);
pub const DELETE_POLICY_RULE: Operation = delete("deletePolicyRule", "/api/v1/policies/{policyId}/rules/{ruleId}", "Policy").scopes(&["okta.policies.manage"]);
pub const DELETE_PREVIEW_ERROR_PAGE: Operation = delete("deletePreviewErrorPage", "/api/v1/brands/{brandId}/pages/error/preview", "CustomPages").scopes(&["okta.brands.manage"]);
pub const DELETE_PREVIEW_SIGN_IN_PAGE: Operation = delete("deletePreviewSignInPage", "/api/v1/brands/{brandId}/pages/sign-in/preview", "CustomPages").scopes(&["okta.brands.manage"]);
pub const DELETE_PUSH_PROVIDER: Operation = delete("deletePushProvider", "/api/v1/push-providers/{pushProviderId}", "PushProvider").scopes(&["okta.pushProviders.manage"]);
pub const DELETE_REALM: Operation = delete("deleteRealm", "/api/v1/realms/{realmId}", "Realm").scopes(&["okta.realms.manage"]);
pub const DELETE_REALM_ASSIGNMENT: Operation = delete("deleteRealmAssignment", "/api/v1/realm-assignments/{assignmentId}", "RealmAssignment").scopes(&["okta.realmAssignments.manage"]);
pub const DELETE_RESOURCE_SET: Operation = delete("deleteResourceSet", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}", "RoleCResourceSet").scopes(&["okta.roles.manage"]);
pub const DELETE_RESOURCE_SET_RESOURCE: Operation = delete("deleteResourceSetResource", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}/resources/{resourceId}", "RoleCResourceSetResource").scopes(&["okta.roles.manage"]);
pub const DELETE_ROLE: Operation = delete("deleteRole", "/api/v1/iam/roles/{roleIdOrLabel}", "RoleECustom").scopes(&["okta.roles.manage"]);
pub const DELETE_ROLE_FROM_CLIENT: Operation = delete("deleteRoleFromClient", "/oauth2/v1/clients/{clientId}/roles/{roleAssignmentId}", "RoleAssignmentClient").scopes(&["okta.roles.manage"]);
pub const DELETE_ROLE_PERMISSION: Operation = delete("deleteRolePermission", "/api/v1/iam/roles/{roleIdOrLabel}/permissions/{permissionType}", "RoleECustomPermission").scopes(&["okta.roles.manage"]);
pub const DELETE_SECURITY_EVENTS_PROVIDER_INSTANCE: Operation = delete("deleteSecurityEventsProviderInstance", "/api/v1/security-events-providers/{securityEventProviderId}", "SSFReceiver").scopes(&["okta.securityEventsProviders.manage"]);
pub const DELETE_SMS_TEMPLATE: Operation = delete("deleteSmsTemplate", "/api/v1/templates/sms/{templateId}", "Template").scopes(&["okta.templates.manage"]);
pub const DELETE_SSF_STREAM: Operation = delete("deleteSsfStream", "/api/v1/ssf/stream", "SSFTransmitter").query(&[text("stream_id")]).scopes(&["ssf.manage"]);
pub const DELETE_TRUSTED_ORIGIN: Operation = delete("deleteTrustedOrigin", "/api/v1/trustedOrigins/{trustedOriginId}", "TrustedOrigin").scopes(&["okta.trustedOrigins.manage"]);
pub const DELETE_UI_SCHEMAS: Operation = delete("deleteUISchemas", "/api/v1/meta/uischemas/{id}", "UISchema").scopes(&["okta.uischemas.manage"]);
pub const DELETE_USER: Operation = delete("deleteUser", "/api/v1/users/{id}", "User").query(&[flag("sendEmail")]).scopes(&["okta.users.manage"]);
pub const DELETE_USER_TYPE: Operation = delete("deleteUserType", "/api/v1/meta/types/user/{typeId}", "UserType").scopes(&["okta.userTypes.manage"]);
pub const DELETE_WEB_AUTHN_PREREGISTRATION_FACTOR: Operation = delete("deleteWebAuthnPreregistrationFactor", "/webauthn-registration/api/v1/users/{userId}/enrollments/{authenticatorEnrollmentId}", "WebAuthnPreregistration").scopes(&["okta.users.manage"]);
pub const DELETEJWK: Operation = delete("deletejwk", "/api/v1/apps/{appId}/credentials/jwks/{keyId}", "ApplicationSSOPublicKeys").scopes(&["okta.apps.manage"]);
pub const ENROLL_FACTOR: Operation = post("enrollFactor", "/api/v1/users/{userId}/factors", "UserFactor").query(&[flag("updatePhone"), text("templateId"), integer("tokenLifetimeSeconds"), flag("activate")]).json().scopes(&["okta.users.manage"]);
pub const ENROLL_PREREGISTRATION_ENROLLMENT: Operation = post("enrollPreregistrationEnrollment", "/webauthn-registration/api/v1/enroll", "WebAuthnPreregistration").json_optional().scopes(&["okta.users.manage"]);
pub const EXECUTE_INLINE_HOOK: Operation = post("executeInlineHook", "/api/v1/inlineHooks/{inlineHookId}/execute", "InlineHook").json().scopes(&["okta.inlineHooks.manage"]);
pub const EXECUTE_REALM_ASSIGNMENT: Operation = post("executeRealmAssignment", "/api/v1/realm-assignments/operations", "RealmAssignment").json().scopes(&["okta.realmAssignments.manage"]);
pub const EXPIRE_PASSWORD: Operation = post("expirePassword", "/api/v1/users/{id}/lifecycle/expire_password", "UserCred").scopes(&["okta.users.manage"]);
pub const EXPIRE_PASSWORD_WITH_TEMP_PASSWORD: Operation = post("expirePasswordWithTempPassword", "/api/v1/users/{id}/lifecycle/expire_password_with_temp_password", "UserCred").query(&[flag("revokeSessions")]).scopes(&["okta.users.manage"]);
pub const EXTEND_OKTA_SUPPORT: Operation = post("extendOktaSupport", "/api/v1/org/privacy/oktaSupport/extend", "OrgSettingSupport").scopes(&["okta.orgs.manage"]).deprecated();
pub const FORGOT_PASSWORD: Operation = post("forgotPassword", "/api/v1/users/{userId}/credentials/forgot_password", "UserCred").query(&[flag("sendEmail")]).scopes(&["okta.users.manage"]);
pub const FORGOT_PASSWORD_SET_NEW_PASSWORD: Operation = post("forgotPasswordSetNewPassword", "/api/v1/users/{userId}/credentials/forgot_password_recovery_question", "UserCred").query(&[flag("sendEmail")]).json().scopes(&["okta.users.manage"]);
pub const GENERATE_APPLICATION_KEY: Operation = post("generateApplicationKey", "/api/v1/apps/{appId}/credentials/keys/generate", "ApplicationSSOCredentialKey").query(&[integer("validityYears").required()]).scopes(&["okta.apps.manage"]);
pub const GENERATE_CSR_FOR_APPLICATION: Operation = post("generateCsrForApplication", "/api/v1/apps/{appId}/credentials/csrs", "ApplicationSSOCredentialKey").json().scopes(&["okta.apps.manage"]);
pub const GENERATE_CSR_FOR_IDENTITY_PROVIDER: Operation = post("generateCsrForIdentityProvider", "/api/v1/idps/{idpId}/credentials/csrs", "IdentityProviderSigningKeys").json().scopes(&["okta.idps.manage"]);
pub const GENERATE_FULFILLMENT_REQUEST: Operation = post("generateFulfillmentRequest", "/webauthn-registration/api/v1/initiate-fulfillment-request", "WebAuthnPreregistration").json_optional().scopes(&["okta.users.manage"]);
pub const GENERATE_IDENTITY_PROVIDER_SIGNING_KEY: Operation = post("generateIdentityProviderSigningKey", "/api/v1/idps/{idpId}/credentials/keys/generate", "IdentityProviderSigningKeys").query(&[integer("validityYears").required()]).scopes(&["okta.idps.manage"]);
pub const GET_AERIAL_CONSENT: Operation = get("getAerialConsent", "/api/v1/org/privacy/aerial", "OrgSettingSupport").scopes(&["okta.orgs.manage"]);
pub const GET_AGENT_POOLS_UPDATE_INSTANCE: Operation = get("getAgentPoolsUpdateInstance", "/api/v1/agentPools/{poolId}/updates/{updateId}", "AgentPools").scopes(&["okta.agentPools.read"]);
pub const GET_AGENT_POOLS_UPDATE_SETTINGS: Operation = get("getAgentPoolsUpdateSettings", "/api/v1/agentPools/{poolId}/updates/settings", "AgentPools").scopes(&["okta.agentPools.read"]);
pub const GET_ALL_CROSS_APP_ACCESS_CONNECTIONS: Operation = get("getAllCrossAppAccessConnections", "/api/v1/apps/{appId}/cwo/connections", "ApplicationCrossAppAccessConnections").query(&[text("after"), integer("limit"), text("status"), text("requestingAppId"), text("resourceAppId"), flag("activeAppsOnly"), text("requestingAppName"), text("resourceAppName")]).choices(&[("status", &["ACTIVE", "INACTIVE"])]).pages(None, Some(200)).scopes(&["okta.apps.read"]);
pub const GET_ALL_WELL_KNOWN_UR_IS: Operation = get("getAllWellKnownURIs", "/api/v1/brands/{brandId}/well-known-uris", "AssociatedDomainCustomizations").query(&[many("expand")]).choices(&[("expand", &["all", "apple-app-site-association", "assetlinks.json", "webauthn"])]).scopes(&["okta.brands.read"]);
pub const GET_API_SERVICE_INTEGRATION_INSTANCE: Operation = get("getApiServiceIntegrationInstance", "/integrations/api/v1/api-services/{apiServiceId}", "ApiServiceIntegrations").scopes(&["okta.oauthIntegrations.read"]);
pub const GET_API_TOKEN: Operation = get("getApiToken", "/api/v1/api-tokens/{apiTokenId}", "ApiToken").scopes(&["okta.apiTokens.read"]);
pub const GET_APP_SERVICE_ACCOUNT: Operation = get("getAppServiceAccount", "/privileged-access/api/v1/service-accounts/{id}", "ServiceAccount").scopes(&["okta.serviceAccounts.read"]);
pub const GET_APPLE_APP_SITE_ASSOCIATION_WELL_KNOWN_URI: Operation = get("getAppleAppSiteAssociationWellKnownURI", "/.well-known/apple-app-site-association", "AssociatedDomainCustomizations");
pub const GET_APPLICATION: Operation = get("getApplication", "/api/v1/apps/{appId}", "Application").query(&[text("expand")]).scopes(&["okta.apps.read"]);
pub const GET_APPLICATION_GROUP_ASSIGNMENT: Operation = get("getApplicationGroupAssignment", "/api/v1/apps/{appId}/groups/{groupId}", "ApplicationGroups").query(&[text("expand")]).scopes(&["okta.apps.read"]);
pub const GET_APPLICATION_KEY: Operation = get("getApplicationKey", "/api/v1/apps/{appId}/credentials/keys/{keyId}", "ApplicationSSOCredentialKey").scopes(&["okta.apps.read"]);
pub const GET_APPLICATION_USER: Operation = get("getApplicationUser", "/api/v1/apps/{appId}/users/{userId}", "ApplicationUsers").query(&[text("expand")]).scopes(&["okta.apps.read"]);
pub const GET_APPLICATION_USER_SCHEMA: Operation = get("getApplicationUserSchema", "/api/v1/meta/schemas/apps/{appId}/default", "Schema").scopes(&["okta.schemas.read"]);
pub const GET_ASSET_LINKS_WELL_KNOWN_URI: Operation = get("getAssetLinksWellKnownURI", "/.well-known/assetlinks.json", "AssociatedDomainCustomizations").whole();
pub const GET_AUTHENTICATOR: Operation = get("getAuthenticator", "/api/v1/authenticators/{authenticatorId}", "Authenticator").scopes(&["okta.authenticators.read"]);
pub const GET_AUTHENTICATOR_ENROLLMENT: Operation = get("getAuthenticatorEnrollment", "/api/v1/users/{userId}/authenticator-enrollments/{enrollmentId}", "UserAuthenticatorEnrollments").query(&[many("discloseIdentifiers")]).choices(&[("discloseIdentifiers", &["phone"])]).scopes(&["okta.users.read"]);
pub const GET_AUTHENTICATOR_METHOD: Operation = get("getAuthenticatorMethod", "/api/v1/authenticators/{authenticatorId}/methods/{methodType}", "Authenticator").choices(&[("methodType", &["cert", "duo", "email", "idp", "otp", "password", "push", "security_question", "signed_nonce", "sms", "totp", "voice", "webauthn", "tac"])]).scopes(&["okta.authenticators.read"]);
pub const GET_AUTHENTICATOR_SETTINGS: Operation = get("getAuthenticatorSettings", "/attack-protection/api/v1/authenticator-settings", "AttackProtection").scopes(&["okta.orgs.read"]);
pub const GET_AUTHORIZATION_SERVER: Operation = get("getAuthorizationServer", "/api/v1/authorizationServers/{authServerId}", "AuthorizationServer").scopes(&["okta.authorizationServers.read"]);
pub const GET_AUTHORIZATION_SERVER_KEY: Operation = get("getAuthorizationServerKey", "/api/v1/authorizationServers/{authServerId}/credentials/keys/{keyId}", "AuthorizationServerKeys").scopes(&["okta.authorizationServers.read"]);
pub const GET_AUTHORIZATION_SERVER_POLICY: Operation = get("getAuthorizationServerPolicy", "/api/v1/authorizationServers/{authServerId}/policies/{policyId}", "AuthorizationServerPolicies").scopes(&["okta.authorizationServers.read"]);
pub const GET_AUTHORIZATION_SERVER_POLICY_RULE: Operation = get("getAuthorizationServerPolicyRule", "/api/v1/authorizationServers/{authServerId}/policies/{policyId}/rules/{ruleId}", "AuthorizationServerRules").scopes(&["okta.authorizationServers.read"]);
pub const GET_AUTO_ASSIGN_ADMIN_APP_SETTING: Operation = get("getAutoAssignAdminAppSetting", "/api/v1/org/settings/autoAssignAdminAppSetting", "OrgSettingAdmin").scopes(&["okta.orgs.read"]);
pub const GET_BEHAVIOR_DETECTION_RULE: Operation = get("getBehaviorDetectionRule", "/api/v1/behaviors/{behaviorId}", "Behavior").scopes(&["okta.behaviors.read"]);
pub const GET_BINDING: Operation = get("getBinding", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}", "RoleDResourceSetBinding").scopes(&["okta.roles.read"]);
pub const GET_BOT_PROTECTION_CONFIGURATION: Operation = get("getBotProtectionConfiguration", "/api/v1/bot-protection/configuration", "BotProtection").scopes(&["okta.botProtection.read"]);
pub const GET_BRAND: Operation = get("getBrand", "/api/v1/brands/{brandId}", "Brands").query(&[many("expand")]).choices(&[("expand", &["themes", "domains", "emailDomain"])]).scopes(&["okta.brands.read"]);
pub const GET_BRAND_THEME: Operation = get("getBrandTheme", "/api/v1/brands/{brandId}/themes/{themeId}", "Themes").scopes(&["okta.brands.read"]);
pub const GET_BRAND_WELL_KNOWN_URI: Operation = get("getBrandWellKnownURI", "/api/v1/brands/{brandId}/well-known-uris/{path}/customized", "AssociatedDomainCustomizations").choices(&[("path", &["apple-app-site-association", "assetlinks.json", "webauthn"])]).scopes(&["okta.brands.read"]);
pub const GET_CAPTCHA_INSTANCE: Operation = get("getCaptchaInstance", "/api/v1/captchas/{captchaId}", "CAPTCHA").scopes(&["okta.captchas.read"]);
pub const GET_CLIENT_PRIVILEGES_SETTING: Operation = get("getClientPrivilegesSetting", "/api/v1/org/settings/clientPrivilegesSetting", "OrgSettingAdmin").scopes(&["okta.orgs.read"]);
pub const GET_CROSS_APP_ACCESS_CONNECTION: Operation = get("getCrossAppAccessConnection", "/api/v1/apps/{appId}/cwo/connections/{connectionId}", "ApplicationCrossAppAccessConnections").scopes(&["okta.apps.read"]);
pub const GET_CSR_FOR_APPLICATION: Operation = get("getCsrForApplication", "/api/v1/apps/{appId}/credentials/csrs/{csrId}", "ApplicationSSOCredentialKey").scopes(&["okta.apps.read"]);
pub const GET_CSR_FOR_IDENTITY_PROVIDER: Operation = get("getCsrForIdentityProvider", "/api/v1/idps/{idpId}/credentials/csrs/{idpCsrId}", "IdentityProviderSigningKeys").scopes(&["okta.idps.read"]);
pub const GET_CURRENT_CONFIGURATION: Operation = get("getCurrentConfiguration", "/api/v1/threats/configuration", "ThreatInsight").scopes(&["okta.threatInsights.read"]);
pub const GET_CUSTOM_AAGUID: Operation = get("getCustomAAGUID", "/api/v1/authenticators/{authenticatorId}/aaguids/{aaguid}", "Authenticator").scopes(&["okta.authenticators.read"]);
pub const GET_CUSTOM_DOMAIN: Operation = get("getCustomDomain", "/api/v1/domains/{domainId}", "CustomDomain").scopes(&["okta.domains.read"]);
pub const GET_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL: Operation = get("getCustomTelephonyProviderCredential", "/api/v1/telephony-providers/{customTelephonyProviderId}", "CustomTelephonyProvider").scopes(&["okta.customTelephonyProvider.read"]);
pub const GET_CUSTOMIZATION_PREVIEW: Operation = get("getCustomizationPreview", "/api/v1/brands/{brandId}/templates/email/{templateName}/customizations/{customizationId}/preview", "CustomTemplates").scopes(&["okta.templates.read"]);
pub const GET_CUSTOMIZED_ERROR_PAGE: Operation = get("getCustomizedErrorPage", "/api/v1/brands/{brandId}/pages/error/customized", "CustomPages").scopes(&["okta.brands.read"]);
pub const GET_CUSTOMIZED_SIGN_IN_PAGE: Operation = get("getCustomizedSignInPage", "/api/v1/brands/{brandId}/pages/sign-in/customized", "CustomPages").scopes(&["okta.brands.read"]);
pub const GET_DR_STATUS: Operation = get("getDRStatus", "/api/v1/dr/status", "DisasterRecovery").scopes(&["okta.dr.read"]);
pub const GET_DR_STATUS_FOR_DOMAIN: Operation = get("getDRStatusForDomain", "/api/v1/dr/status/{domain}", "DisasterRecovery").scopes(&["okta.dr.read"]);
pub const GET_DEFAULT_ERROR_PAGE: Operation = get("getDefaultErrorPage", "/api/v1/brands/{brandId}/pages/error/default", "CustomPages").scopes(&["okta.brands.read"]);
pub const GET_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION: Operation = get("getDefaultProvisioningConnectionForApplication", "/api/v1/apps/{appId}/connections/default", "ApplicationConnections").scopes(&["okta.apps.read"]);
pub const GET_DEFAULT_SIGN_IN_PAGE: Operation = get("getDefaultSignInPage", "/api/v1/brands/{brandId}/pages/sign-in/default", "CustomPages").scopes(&["okta.brands.read"]);
pub const GET_DEVICE: Operation = get("getDevice", "/api/v1/devices/{deviceId}", "Device").scopes(&["okta.devices.read"]);
pub const GET_DEVICE_ASSURANCE_POLICY: Operation = get("getDeviceAssurancePolicy", "/api/v1/device-assurances/{deviceAssuranceId}", "DeviceAssurance").scopes(&["okta.deviceAssurance.read"]);
pub const GET_DEVICE_INTEGRATION: Operation = get("getDeviceIntegration", "/api/v1/device-integrations/{deviceIntegrationId}", "DeviceIntegrations").scopes(&["okta.deviceIntegrations.read"]);
pub const GET_DEVICE_POSTURE_CHECK: Operation = get("getDevicePostureCheck", "/api/v1/device-posture-checks/{postureCheckId}", "DevicePostureCheck").scopes(&["okta.devicePostureChecks.read"]);
pub const GET_EMAIL_CUSTOMIZATION: Operation = get("getEmailCustomization", "/api/v1/brands/{brandId}/templates/email/{templateName}/customizations/{customizationId}", "CustomTemplates").scopes(&["okta.templates.read"]);
pub const GET_EMAIL_DEFAULT_CONTENT: Operation = get("getEmailDefaultContent", "/api/v1/brands/{brandId}/templates/email/{templateName}/default-content", "CustomTemplates").query(&[text("language")]).scopes(&["okta.templates.read"]);
pub const GET_EMAIL_DEFAULT_PREVIEW: Operation = get("getEmailDefaultPreview", "/api/v1/brands/{brandId}/templates/email/{templateName}/default-content/preview", "CustomTemplates").query(&[text("language")]).scopes(&["okta.templates.read"]);
pub const GET_EMAIL_DOMAIN: Operation = get("getEmailDomain", "/api/v1/email-domains/{emailDomainId}", "EmailDomain").query(&[many("expand")]).choices(&[("expand", &["brands"])]).scopes(&["okta.emailDomains.read"]);
pub const GET_EMAIL_SERVER: Operation = get("getEmailServer", "/api/v1/email-servers/{emailServerId}", "EmailServer").scopes(&["okta.emailServers.read"]);
pub const GET_EMAIL_SETTINGS: Operation = get("getEmailSettings", "/api/v1/brands/{brandId}/templates/email/{templateName}/settings", "CustomTemplates").scopes(&["okta.templates.read"]);
pub const GET_EMAIL_TEMPLATE: Operation = get("getEmailTemplate", "/api/v1/brands/{brandId}/templates/email/{templateName}", "CustomTemplates").query(&[many("expand")]).choices(&[("expand", &["settings", "customizationCount"])]).scopes(&["okta.templates.read"]);
pub const GET_ERROR_PAGE: Operation = get("getErrorPage", "/api/v1/brands/{brandId}/pages/error", "CustomPages").query(&[many("expand")]).choices(&[("expand", &["default", "customized", "customizedUrl", "preview", "previewUrl"])]).scopes(&["okta.brands.read"]);
pub const GET_EVENT_HOOK: Operation = get("getEventHook", "/api/v1/eventHooks/{eventHookId}", "EventHook").scopes(&["okta.eventHooks.read"]);
pub const GET_FACTOR: Operation = get("getFactor", "/api/v1/users/{userId}/factors/{factorId}", "UserFactor").scopes(&["okta.users.read"]);
pub const GET_FACTOR_TRANSACTION_STATUS: Operation = get("getFactorTransactionStatus", "/api/v1/users/{userId}/factors/{factorId}/transactions/{transactionId}", "UserFactor").scopes(&["okta.users.read"]);
pub const GET_FEATURE: Operation = get("getFeature", "/api/v1/features/{featureId}", "Feature").scopes(&["okta.features.read"]);
pub const GET_FEATURE_FOR_APPLICATION: Operation = get("getFeatureForApplication", "/api/v1/apps/{appId}/features/{featureName}", "ApplicationFeatures").choices(&[("featureName", &["USER_PROVISIONING", "INBOUND_PROVISIONING"])]).scopes(&["okta.apps.read"]);
pub const GET_FEDERATED_CLAIM: Operation = get("getFederatedClaim", "/api/v1/apps/{appId}/federated-claims/{claimId}", "ApplicationSSOFederatedClaims").scopes(&["okta.apps.read"]);
pub const GET_FIRST_PARTY_APP_SETTINGS: Operation = get("getFirstPartyAppSettings", "/api/v1/first-party-app-settings/{appName}", "OktaApplicationSettings").scopes(&["okta.apps.read"]);
pub const GET_GOVERNANCE_BUNDLE: Operation = get("getGovernanceBundle", "/api/v1/iam/governance/bundles/{bundleId}", "GovernanceBundle").scopes(&["okta.roles.read"]);
pub const GET_GROUP: Operation = get("getGroup", "/api/v1/groups/{groupId}", "Group").scopes(&["okta.groups.read"]);
pub const GET_GROUP_ASSIGNED_ROLE: Operation = get("getGroupAssignedRole", "/api/v1/groups/{groupId}/roles/{roleAssignmentId}", "RoleAssignmentBGroup").scopes(&["okta.roles.read"]);
pub const GET_GROUP_ATTRIBUTE_QUERY_RESULT: Operation = get("getGroupAttributeQueryResult", "/api/v1/directories/{appInstanceId}/groups/{groupId}/query/{resultId}", "DirectoriesIntegration").scopes(&["okta.directories.groups.read"]);
pub const GET_GROUP_PUSH_MAPPING: Operation = get("getGroupPushMapping", "/api/v1/apps/{appId}/group-push/mappings/{mappingId}", "GroupPushMapping").scopes(&["okta.apps.read", "okta.groups.read"]);
pub const GET_GROUP_RULE: Operation = get("getGroupRule", "/api/v1/groups/rules/{groupRuleId}", "GroupRule").query(&[text("expand")]).choices(&[("expand", &["groupIdToGroupNameMap"])]).scopes(&["okta.groups.read"]);
pub const GET_GROUP_SCHEMA: Operation = get("getGroupSchema", "/api/v1/meta/schemas/group/default", "Schema").scopes(&["okta.schemas.read"]);
pub const GET_HOOK_KEY: Operation = get("getHookKey", "/api/v1/hook-keys/{id}", "HookKey").scopes(&["okta.inlineHooks.read"]);
pub const GET_IDENTITY_PROVIDER: Operation = get("getIdentityProvider", "/api/v1/idps/{idpId}", "IdentityProvider").scopes(&["okta.idps.read"]);
pub const GET_IDENTITY_PROVIDER_APPLICATION_USER: Operation = get("getIdentityProviderApplicationUser", "/api/v1/idps/{idpId}/users/{userId}", "IdentityProviderUsers").scopes(&["okta.idps.read"]);
pub const GET_IDENTITY_PROVIDER_KEY: Operation = get("getIdentityProviderKey", "/api/v1/idps/credentials/keys/{kid}", "IdentityProviderKeys").scopes(&["okta.idps.read"]);
pub const GET_IDENTITY_PROVIDER_SIGNING_KEY: Operation = get("getIdentityProviderSigningKey", "/api/v1/idps/{idpId}/credentials/keys/{kid}", "IdentityProviderSigningKeys").scopes(&["okta.idps.read"]);
pub const GET_IDENTITY_SOURCE_GROUP: Operation = get("getIdentitySourceGroup", "/api/v1/identity-sources/{identitySourceId}/groups/{groupOrExternalId}", "IdentitySource").scopes(&["okta.identitySources.read"]);
pub const GET_IDENTITY_SOURCE_GROUP_MEMBERSHIPS: Operation = get("getIdentitySourceGroupMemberships", "/api/v1/identity-sources/{identitySourceId}/groups/{groupOrExternalId}/membership", "IdentitySource").query(&[text("after"), integer("limit")]).scopes(&["okta.identitySources.read"]);
pub const GET_IDENTITY_SOURCE_SESSION: Operation = get("getIdentitySourceSession", "/api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}", "IdentitySource").scopes(&["okta.identitySources.read"]);
pub const GET_IDENTITY_SOURCE_USER: Operation = get("getIdentitySourceUser", "/api/v1/identity-sources/{identitySourceId}/users/{externalId}", "IdentitySource").scopes(&["okta.identitySources.read"]);
pub const GET_INLINE_HOOK: Operation = get("getInlineHook", "/api/v1/inlineHooks/{inlineHookId}", "InlineHook").scopes(&["okta.inlineHooks.read"]);
pub const GET_JWK: Operation = get("getJwk", "/api/v1/apps/{appId}/credentials/jwks/{keyId}", "ApplicationSSOPublicKeys").scopes(&["okta.apps.read"]);
pub const GET_LINKED_OBJECT_DEFINITION: Operation = get("getLinkedObjectDefinition", "/api/v1/meta/schemas/user/linkedObjects/{linkedObjectName}", "LinkedObject").scopes(&["okta.linkedObjects.read"]);
pub const GET_LOG_STREAM: Operation = get("getLogStream", "/api/v1/logStreams/{logStreamId}", "LogStream").scopes(&["okta.logStreams.read"]);
pub const GET_LOG_STREAM_SCHEMA: Operation = get("getLogStreamSchema", "/api/v1/meta/schemas/logStream/{logStreamType}", "Schema").choices(&[("logStreamType", &["aws_eventbridge", "splunk_cloud_logstreaming"])]).scopes(&["okta.logStreams.read"]);
pub const GET_MEMBER_OF_BINDING: Operation = get("getMemberOfBinding", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}/members/{memberId}", "RoleDResourceSetBindingMember").scopes(&["okta.roles.read"]);
pub const GET_NETWORK_ZONE: Operation = get("getNetworkZone", "/api/v1/zones/{zoneId}", "NetworkZone").scopes(&["okta.networkZones.read"]);
pub const GET_OAUTH2_CLAIM: Operation = get("getOAuth2Claim", "/api/v1/authorizationServers/{authServerId}/claims/{claimId}", "AuthorizationServerClaims").scopes(&["okta.authorizationServers.read"]);
pub const GET_OAUTH2_CLIENT_SECRET: Operation = get("getOAuth2ClientSecret", "/api/v1/apps/{appId}/credentials/secrets/{secretId}", "ApplicationSSOPublicKeys").scopes(&["okta.apps.read"]);
pub const GET_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY: Operation = get("getOAuth2ResourceServerJsonWebKey", "/api/v1/authorizationServers/{authServerId}/resourceservercredentials/keys/{keyId}", "OAuth2ResourceServerCredentialsKeys").scopes(&["okta.authorizationServers.read"]);
pub const GET_OAUTH2_SCOPE: Operation = get("getOAuth2Scope", "/api/v1/authorizationServers/{authServerId}/scopes/{scopeId}", "AuthorizationServerScopes").scopes(&["okta.authorizationServers.read"]);
pub const GET_OAUTH2_TOKEN_FOR_APPLICATION: Operation = get("getOAuth2TokenForApplication", "/api/v1/apps/{appId}/tokens/{tokenId}", "ApplicationTokens").query(&[text("expand")]).scopes(&["okta.apps.read"]);
pub const GET_OKTA_COMMUNICATION_SETTINGS: Operation = get("getOktaCommunicationSettings", "/api/v1/org/privacy/oktaCommunication", "OrgSettingCommunication").scopes(&["okta.orgs.read"]);
pub const GET_OKTA_MANAGED_USER_ACCOUNT: Operation = get("getOktaManagedUserAccount", "/privileged-access/api/v1/okta-service-accounts/{id}", "OktaManagedUserAccount").scopes(&["okta.serviceAccounts.okta.read"]);
pub const GET_OPT_IN_STATUS: Operation = get("getOptInStatus", "/api/v1/iam/governance/optIn", "GovernanceBundle").scopes(&["okta.roles.read"]);
pub const GET_ORG_CAPTCHA_SETTINGS: Operation = get("getOrgCaptchaSettings", "/api/v1/org/captcha", "CAPTCHA").scopes(&["okta.captchas.read"]);
pub const GET_ORG_CONTACT_USER: Operation = get("getOrgContactUser", "/api/v1/org/contacts/{contactType}", "OrgSettingContact").choices(&[("contactType", &["BILLING", "TECHNICAL"])]).scopes(&["okta.orgs.read"]);
pub const GET_ORG_OKTA_SUPPORT_SETTINGS: Operation = get("getOrgOktaSupportSettings", "/api/v1/org/privacy/oktaSupport", "OrgSettingSupport").scopes(&["okta.orgs.read"]);
pub const GET_ORG_PREFERENCES: Operation = get("getOrgPreferences", "/api/v1/org/preferences", "OrgSettingCustomization").scopes(&["okta.orgs.read"]);
pub const GET_ORG_SETTINGS: Operation = get("getOrgSettings", "/api/v1/org", "OrgSettingGeneral").scopes(&["okta.orgs.read"]);
pub const GET_POLICY: Operation = get("getPolicy", "/api/v1/policies/{policyId}", "Policy").query(&[text("expand")]).scopes(&["okta.policies.read"]);
pub const GET_POLICY_MAPPING: Operation = get("getPolicyMapping", "/api/v1/policies/{policyId}/mappings/{mappingId}", "Policy").scopes(&["okta.policies.read"]);
pub const GET_POLICY_RULE: Operation = get("getPolicyRule", "/api/v1/policies/{policyId}/rules/{ruleId}", "Policy").scopes(&["okta.policies.read"]);
pub const GET_PREVIEW_ERROR_PAGE: Operation = get("getPreviewErrorPage", "/api/v1/brands/{brandId}/pages/error/preview", "CustomPages").scopes(&["okta.brands.read"]);
pub const GET_PREVIEW_SIGN_IN_PAGE: Operation = get("getPreviewSignInPage", "/api/v1/brands/{brandId}/pages/sign-in/preview", "CustomPages").scopes(&["okta.brands.read"]);
pub const GET_PRINCIPAL_RATE_LIMIT_ENTITY: Operation = get("getPrincipalRateLimitEntity", "/api/v1/principal-rate-limits/{principalRateLimitId}", "PrincipalRateLimit").scopes(&["okta.principalRateLimits.read"]);
pub const GET_PROFILE_MAPPING: Operation = get("getProfileMapping", "/api/v1/mappings/{mappingId}", "ProfileMapping").scopes(&["okta.profileMappings.read"]);
pub const GET_PUBLIC_KEY: Operation = get("getPublicKey", "/api/v1/hook-keys/public/{keyId}", "HookKey").scopes(&["okta.inlineHooks.read"]);
pub const GET_PUSH_PROVIDER: Operation = get("getPushProvider", "/api/v1/push-providers/{pushProviderId}", "PushProvider").scopes(&["okta.pushProviders.read"]);
pub const GET_RATE_LIMIT_SETTINGS_ADMIN_NOTIFICATIONS: Operation = get("getRateLimitSettingsAdminNotifications", "/api/v1/rate-limit-settings/admin-notifications", "RateLimitSettings").scopes(&["okta.rateLimits.read"]);
pub const GET_RATE_LIMIT_SETTINGS_PER_CLIENT: Operation = get("getRateLimitSettingsPerClient", "/api/v1/rate-limit-settings/per-client", "RateLimitSettings").scopes(&["okta.rateLimits.read"]);
pub const GET_RATE_LIMIT_SETTINGS_WARNING_THRESHOLD: Operation = get("getRateLimitSettingsWarningThreshold", "/api/v1/rate-limit-settings/warning-threshold", "RateLimitSettings").scopes(&["okta.rateLimits.read"]);
pub const GET_REALM: Operation = get("getRealm", "/api/v1/realms/{realmId}", "Realm").scopes(&["okta.realms.read"]);
pub const GET_REALM_ASSIGNMENT: Operation = get("getRealmAssignment", "/api/v1/realm-assignments/{assignmentId}", "RealmAssignment").scopes(&["okta.realmAssignments.read"]);
pub const GET_REFRESH_TOKEN_FOR_AUTHORIZATION_SERVER_AND_CLIENT: Operation = get("getRefreshTokenForAuthorizationServerAndClient", "/api/v1/authorizationServers/{authServerId}/clients/{clientId}/tokens/{tokenId}", "AuthorizationServerClients").query(&[text("expand")]).scopes(&["okta.authorizationServers.read"]);
pub const GET_REFRESH_TOKEN_FOR_USER_AND_CLIENT: Operation = get("getRefreshTokenForUserAndClient", "/api/v1/users/{userId}/clients/{clientId}/tokens/{tokenId}", "UserOAuth").query(&[text("expand")]).scopes(&["okta.users.read"]);
pub const GET_RESOURCE_SET: Operation = get("getResourceSet", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}", "RoleCResourceSet").scopes(&["okta.roles.read"]);
pub const GET_RESOURCE_SET_RESOURCE: Operation = get("getResourceSetResource", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}/resources/{resourceId}", "RoleCResourceSetResource").scopes(&["okta.roles.read"]);
pub const GET_ROLE: Operation = get("getRole", "/api/v1/iam/roles/{roleIdOrLabel}", "RoleECustom").scopes(&["okta.roles.read"]);
pub const GET_ROLE_ASSIGNMENT_GOVERNANCE_GRANT: Operation = get("getRoleAssignmentGovernanceGrant", "/api/v1/users/{userId}/roles/{roleAssignmentId}/governance/{grantId}", "RoleAssignmentAUser").scopes(&["okta.roles.read"]);
pub const GET_ROLE_ASSIGNMENT_GOVERNANCE_GRANT_RESOURCES: Operation = get("getRoleAssignmentGovernanceGrantResources", "/api/v1/users/{userId}/roles/{roleAssignmentId}/governance/{grantId}/resources", "RoleAssignmentAUser").pages_in("resources").scopes(&["okta.roles.read"]);
pub const GET_ROLE_PERMISSION: Operation = get("getRolePermission", "/api/v1/iam/roles/{roleIdOrLabel}/permissions/{permissionType}", "RoleECustomPermission").scopes(&["okta.roles.read"]);
pub const GET_ROLE_TARGETS_BY_USER_ID_AND_ROLE_ID: Operation = get("getRoleTargetsByUserIdAndRoleId", "/api/v1/users/{userId}/roles/{roleIdOrEncodedRoleId}/targets", "RoleBTargetAdmin").query(&[text("assignmentType"), text("after"), integer("limit")]).choices(&[("assignmentType", &["USER", "GROUP"])]).pages(Some(20), Some(200)).scopes(&["okta.roles.read"]);
pub const GET_ROOT_BRAND_WELL_KNOWN_URI: Operation = get("getRootBrandWellKnownURI", "/api/v1/brands/{brandId}/well-known-uris/{path}", "AssociatedDomainCustomizations").query(&[many("expand")]).choices(&[("path", &["apple-app-site-association", "assetlinks.json", "webauthn"]), ("expand", &["customized"])]).scopes(&["okta.brands.read"]);
pub const GET_SCOPE_CONSENT_GRANT: Operation = get("getScopeConsentGrant", "/api/v1/apps/{appId}/grants/{grantId}", "ApplicationGrants").query(&[text("expand")]).scopes(&["okta.appGrants.read"]);
pub const GET_SECURITY_EVENTS_PROVIDER_INSTANCE: Operation = get("getSecurityEventsProviderInstance", "/api/v1/security-events-providers/{securityEventProviderId}", "SSFReceiver").scopes(&["okta.securityEventsProviders.read"]);
pub const GET_SESSION: Operation = get("getSession", "/api/v1/sessions/{sessionId}", "Session").scopes(&["okta.sessions.read"]);
pub const GET_SIGN_IN_PAGE: Operation = get("getSignInPage", "/api/v1/brands/{brandId}/pages/sign-in", "CustomPages").query(&[many("expand")]).choices(&[("expand", &["default", "customized", "customizedUrl", "preview", "previewUrl"])]).scopes(&["okta.brands.read"]);
pub const GET_SIGN_OUT_PAGE_SETTINGS: Operation = get("getSignOutPageSettings", "/api/v1/brands/{brandId}/pages/sign-out/customized", "CustomPages").scopes(&["okta.brands.read"]);
pub const GET_SMS_TEMPLATE: Operation = get("getSmsTemplate", "/api/v1/templates/sms/{templateId}", "Template").scopes(&["okta.templates.read"]);
pub const GET_SSF_STREAM_STATUS: Operation = get("getSsfStreamStatus", "/api/v1/ssf/stream/status", "SSFTransmitter").query(&[text("stream_id").required()]).scopes(&["ssf.read"]);
pub const GET_SSF_STREAMS: Operation = get("getSsfStreams", "/api/v1/ssf/stream", "SSFTransmitter").query(&[text("stream_id")]).scopes(&["ssf.read"]);
pub const GET_SUBSCRIPTIONS_NOTIFICATION_TYPE_ROLE: Operation = get("getSubscriptionsNotificationTypeRole", "/api/v1/roles/{roleRef}/subscriptions/{notificationType}", "Subscription").choices(&[("notificationType", &["AD_AGENT", "AGENT_AUTO_UPDATE_NOTIFICATION", "AGENT_AUTO_UPDATE_NOTIFICATION_LDAP", "APP_IMPORT", "CONNECTOR_AGENT", "IWA_AGENT", "LDAP_AGENT", "OKTA_ANNOUNCEMENT", "OKTA_UPDATE", "RATELIMIT_NOTIFICATION", "REPORT_SUSPICIOUS_ACTIVITY", "USER_DEPROVISION", "USER_LOCKED_OUT"])]).scopes(&["okta.roles.read"]);
pub const GET_SUBSCRIPTIONS_NOTIFICATION_TYPE_USER: Operation = get("getSubscriptionsNotificationTypeUser", "/api/v1/users/{userId}/subscriptions/{notificationType}", "Subscription").choices(&[("notificationType", &["AD_AGENT", "AGENT_AUTO_UPDATE_NOTIFICATION", "AGENT_AUTO_UPDATE_NOTIFICATION_LDAP", "APP_IMPORT", "CONNECTOR_AGENT", "IWA_AGENT", "LDAP_AGENT", "OKTA_ANNOUNCEMENT", "OKTA_UPDATE", "RATELIMIT_NOTIFICATION", "REPORT_SUSPICIOUS_ACTIVITY", "USER_DEPROVISION", "USER_LOCKED_OUT"])]).scopes(&["okta.users.read"]);
pub const GET_THIRD_PARTY_ADMIN_SETTING: Operation = get("getThirdPartyAdminSetting", "/api/v1/org/orgSettings/thirdPartyAdminSetting", "OrgSettingAdmin").scopes(&["okta.orgs.read"]);
pub const GET_TRUSTED_ORIGIN: Operation = get("getTrustedOrigin", "/api/v1/trustedOrigins/{trustedOriginId}", "TrustedOrigin").scopes(&["okta.trustedOrigins.read"]);
pub const GET_UI_SCHEMA: Operation = get("getUISchema", "/api/v1/meta/uischemas/{id}", "UISchema").scopes(&["okta.uischemas.read"]);
pub const GET_USER: Operation = get("getUser", "/api/v1/users/{id}", "User").query(&[text("expand")]).scopes(&["okta.users.read"]);
pub const GET_USER_ASSIGNED_ROLE: Operation = get("getUserAssignedRole", "/api/v1/users/{userId}/roles/{roleAssignmentId}", "RoleAssignmentAUser").scopes(&["okta.roles.read"]);
pub const GET_USER_ASSIGNED_ROLE_GOVERNANCE: Operation = get("getUserAssignedRoleGovernance", "/api/v1/users/{userId}/roles/{roleAssignmentId}/governance", "RoleAssignmentAUser").scopes(&["okta.roles.read"]);
pub const GET_USER_CLASSIFICATION: Operation = get("getUserClassification", "/api/v1/users/{userId}/classification", "UserClassification").scopes(&["okta.users.read"]);
pub const GET_USER_GRANT: Operation = get("getUserGrant", "/api/v1/users/{userId}/grants/{grantId}", "UserGrant").query(&[text("expand")]).scopes(&["okta.users.read"]);
pub const GET_USER_LOCKOUT_SETTINGS: Operation = get("getUserLockoutSettings", "/attack-protection/api/v1/user-lockout-settings", "AttackProtection").scopes(&["okta.orgs.read"]);
pub const GET_USER_PROVISIONING_CONNECTION_JWKS: Operation = get("getUserProvisioningConnectionJWKS", "/api/v1/apps/{appId}/connections/default/jwks", "ApplicationConnections").scopes(&["okta.apps.read"]);
pub const GET_USER_RISK: Operation = get("getUserRisk", "/api/v1/users/{userId}/risk", "UserRisk").scopes(&["okta.userRisk.read"]);
pub const GET_USER_SCHEMA: Operation = get("getUserSchema", "/api/v1/meta/schemas/user/{schemaId}", "Schema").scopes(&["okta.schemas.read"]);
pub const GET_USER_TYPE: Operation = get("getUserType", "/api/v1/meta/types/user/{typeId}", "UserType").scopes(&["okta.userTypes.read"]);
pub const GET_WEB_AUTHN_WELL_KNOWN_URI: Operation = get("getWebAuthnWellKnownURI", "/.well-known/webauthn", "AssociatedDomainCustomizations");
pub const GET_WELL_KNOWN_APP_AUTHENTICATOR_CONFIGURATION: Operation = get("getWellKnownAppAuthenticatorConfiguration", "/.well-known/app-authenticator-configuration", "Authenticator").query(&[text("oauthClientId").required()]).whole();
pub const GET_WELLKNOWN_ORG_METADATA: Operation = get("getWellknownOrgMetadata", "/.well-known/okta-organization", "OrgSettingMetadata");
pub const GET_WELLKNOWN_SSF_METADATA: Operation = get("getWellknownSsfMetadata", "/.well-known/ssf-configuration", "SSFTransmitter");
pub const GET_YUBIKEY_OTP_TOKEN_BY_ID: Operation = get("getYubikeyOtpTokenById", "/api/v1/org/factors/yubikey_token/tokens/{tokenId}", "UserFactor").scopes(&["okta.users.read"]);
pub const GRANT_AERIAL_CONSENT: Operation = post("grantAerialConsent", "/api/v1/org/privacy/aerial/grant", "OrgSettingSupport").json_optional().scopes(&["okta.orgs.manage"]);
pub const GRANT_CONSENT_TO_SCOPE: Operation = post("grantConsentToScope", "/api/v1/apps/{appId}/grants", "ApplicationGrants").json().scopes(&["okta.appGrants.manage"]);
pub const GRANT_OKTA_SUPPORT: Operation = post("grantOktaSupport", "/api/v1/org/privacy/oktaSupport/grant", "OrgSettingSupport").scopes(&["okta.orgs.manage"]).deprecated();
pub const LINK_USER_TO_IDENTITY_PROVIDER: Operation = post("linkUserToIdentityProvider", "/api/v1/idps/{idpId}/users/{userId}", "IdentityProviderUsers").json().scopes(&["okta.users.manage"]);
pub const LIST_ACTIVE_IDENTITY_PROVIDER_SIGNING_KEY: Operation = get("listActiveIdentityProviderSigningKey", "/api/v1/idps/{idpId}/credentials/keys/active", "IdentityProviderSigningKeys").whole().scopes(&["okta.idps.read"]);
pub const LIST_AGENT_POOLS: Operation = get("listAgentPools", "/api/v1/agentPools", "AgentPools").query(&[integer("limitPerPoolType"), text("poolType"), text("after")]).choices(&[("poolType", &["AD", "IWA", "LDAP", "MFA", "OPP", "RUM", "Radius"])]).pages(None, None).scopes(&["okta.agentPools.read"]);
pub const LIST_AGENT_POOLS_UPDATES: Operation = get("listAgentPoolsUpdates", "/api/v1/agentPools/{poolId}/updates", "AgentPools").query(&[flag("scheduled")]).whole().scopes(&["okta.agentPools.read"]);
pub const LIST_ALL_CUSTOM_AAGUI_DS: Operation = get("listAllCustomAAGUIDs", "/api/v1/authenticators/{authenticatorId}/aaguids", "Authenticator").whole().scopes(&["okta.authenticators.read"]);
pub const LIST_ALL_CUSTOM_TELEPHONY_PROVIDER_CREDENTIALS: Operation = get("listAllCustomTelephonyProviderCredentials", "/api/v1/telephony-providers", "CustomTelephonyProvider").whole().scopes(&["okta.customTelephonyProvider.read"]);
pub const LIST_ALL_SIGN_IN_WIDGET_VERSIONS: Operation = get("listAllSignInWidgetVersions", "/api/v1/brands/{brandId}/pages/sign-in/widget-versions", "CustomPages").whole().scopes(&["okta.brands.read"]);
pub const LIST_API_SERVICE_INTEGRATION_INSTANCE_SECRETS: Operation = get("listApiServiceIntegrationInstanceSecrets", "/integrations/api/v1/api-services/{apiServiceId}/credentials/secrets", "ApiServiceIntegrations").whole().scopes(&["okta.oauthIntegrations.read"]);
pub const LIST_API_SERVICE_INTEGRATION_INSTANCES: Operation = get("listApiServiceIntegrationInstances", "/integrations/api/v1/api-services", "ApiServiceIntegrations").query(&[text("after")]).pages(None, None).scopes(&["okta.oauthIntegrations.read"]);
pub const LIST_API_TOKENS: Operation = get("listApiTokens", "/api/v1/api-tokens", "ApiToken").whole().scopes(&["okta.apiTokens.read"]);
pub const LIST_APP_LINKS: Operation = get("listAppLinks", "/api/v1/users/{id}/appLinks", "UserResources").whole().scopes(&["okta.users.read"]);
pub const LIST_APP_SERVICE_ACCOUNTS: Operation = get("listAppServiceAccounts", "/privileged-access/api/v1/service-accounts", "ServiceAccount").query(&[integer("limit"), text("after"), text("match")]).pages(Some(20), Some(200)).scopes(&["okta.serviceAccounts.read"]);
pub const LIST_APP_TARGET_ROLE_TO_CLIENT: Operation = get("listAppTargetRoleToClient", "/oauth2/v1/clients/{clientId}/roles/{roleAssignmentId}/targets/catalog/apps", "RoleBTargetClient").query(&[text("after"), integer("limit")]).pages(Some(20), Some(200)).scopes(&["okta.roles.read"]);
pub const LIST_APPLICATION_GROUP_ASSIGNMENTS: Operation = get("listApplicationGroupAssignments", "/api/v1/apps/{appId}/groups", "ApplicationGroups").query(&[text("q"), text("after"), integer("limit"), text("expand")]).pages(Some(20), Some(200)).scopes(&["okta.apps.read"]);
pub const LIST_APPLICATION_KEYS: Operation = get("listApplicationKeys", "/api/v1/apps/{appId}/credentials/keys", "ApplicationSSOCredentialKey").whole().scopes(&["okta.apps.read"]);
pub const LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_GROUP: Operation = get("listApplicationTargetsForApplicationAdministratorRoleForGroup", "/api/v1/groups/{groupId}/roles/{roleAssignmentId}/targets/catalog/apps", "RoleBTargetBGroup").query(&[text("after"), integer("limit")]).pages(Some(20), Some(200)).scopes(&["okta.roles.read"]);
pub const LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_USER: Operation = get("listApplicationTargetsForApplicationAdministratorRoleForUser", "/api/v1/users/{userId}/roles/{roleAssignmentId}/targets/catalog/apps", "RoleBTargetAdmin").query(&[text("after"), integer("limit")]).pages(Some(20), Some(200)).scopes(&["okta.roles.read"]);
pub const LIST_APPLICATION_USERS: Operation = get("listApplicationUsers", "/api/v1/apps/{appId}/users", "ApplicationUsers").query(&[text("after"), integer("limit"), text("q"), text("expand")]).pages(Some(50), Some(500)).scopes(&["okta.apps.read"]);
pub const LIST_APPLICATIONS: Operation = get("listApplications", "/api/v1/apps", "Application").query(&[text("q"), text("after"), flag("useOptimization"), flag("alwaysIncludeVpnSettings"), integer("limit"), text("filter"), text("expand"), flag("includeNonDeleted")]).pages(Some(20), Some(200)).scopes(&["okta.apps.read"]);
pub const LIST_ASSIGNED_APPLICATIONS_FOR_GROUP: Operation = get("listAssignedApplicationsForGroup", "/api/v1/groups/{groupId}/apps", "Group").query(&[text("after"), integer("limit")]).pages(Some(20), Some(200)).scopes(&["okta.groups.read"]);
pub const LIST_ASSIGNED_ROLES_FOR_USER: Operation = get("listAssignedRolesForUser", "/api/v1/users/{userId}/roles", "RoleAssignmentAUser").query(&[text("expand")]).whole().scopes(&["okta.roles.read"]);
pub const LIST_ASSOCIATED_SERVERS_BY_TRUSTED_TYPE: Operation = get("listAssociatedServersByTrustedType", "/api/v1/authorizationServers/{authServerId}/associatedServers", "AuthorizationServerAssoc").query(&[flag("trusted"), text("q"), integer("limit"), text("after")]).pages(Some(200), None).scopes(&["okta.authorizationServers.read"]);
pub const LIST_AUTHENTICATOR_ENROLLMENTS: Operation = get("listAuthenticatorEnrollments", "/api/v1/users/{userId}/authenticator-enrollments", "UserAuthenticatorEnrollments").query(&[many("discloseIdentifiers")]).choices(&[("discloseIdentifiers", &["phone"])]).scopes(&["okta.users.read"]);
pub const LIST_AUTHENTICATOR_METHODS: Operation = get("listAuthenticatorMethods", "/api/v1/authenticators/{authenticatorId}/methods", "Authenticator").whole().scopes(&["okta.authenticators.read"]);
pub const LIST_AUTHENTICATORS: Operation = get("listAuthenticators", "/api/v1/authenticators", "Authenticator").whole().scopes(&["okta.authenticators.read"]);
pub const LIST_AUTHORIZATION_SERVER_KEYS: Operation = get("listAuthorizationServerKeys", "/api/v1/authorizationServers/{authServerId}/credentials/keys", "AuthorizationServerKeys").whole().scopes(&["okta.authorizationServers.read"]);
pub const LIST_AUTHORIZATION_SERVER_POLICIES: Operation = get("listAuthorizationServerPolicies", "/api/v1/authorizationServers/{authServerId}/policies", "AuthorizationServerPolicies").whole().scopes(&["okta.authorizationServers.read"]);
pub const LIST_AUTHORIZATION_SERVER_POLICY_RULES: Operation = get("listAuthorizationServerPolicyRules", "/api/v1/authorizationServers/{authServerId}/policies/{policyId}/rules", "AuthorizationServerRules").whole().scopes(&["okta.authorizationServers.read"]);
pub const LIST_AUTHORIZATION_SERVERS: Operation = get("listAuthorizationServers", "/api/v1/authorizationServers", "AuthorizationServer").query(&[text("q"), integer("limit"), text("after")]).pages(Some(200), None).scopes(&["okta.authorizationServers.read"]);
pub const LIST_BEHAVIOR_DETECTION_RULES: Operation = get("listBehaviorDetectionRules", "/api/v1/behaviors", "Behavior").whole().scopes(&["okta.behaviors.read"]);
pub const LIST_BINDINGS: Operation = get("listBindings", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings", "RoleDResourceSetBinding").query(&[text("after")]).pages_in("roles").scopes(&["okta.roles.read"]);
pub const LIST_BRAND_DOMAINS: Operation = get("listBrandDomains", "/api/v1/brands/{brandId}/domains", "Brands").scopes(&["okta.brands.read"]);
pub const LIST_BRAND_THEMES: Operation = get("listBrandThemes", "/api/v1/brands/{brandId}/themes", "Themes").whole().scopes(&["okta.brands.read"]);
pub const LIST_BRANDS: Operation = get("listBrands", "/api/v1/brands", "Brands").query(&[many("expand"), text("after"), integer("limit"), text("q")]).choices(&[("expand", &["themes", "domains", "emailDomain"])]).pages(Some(20), Some(200)).scopes(&["okta.brands.read"]);
pub const LIST_BUNDLE_ENTITLEMENT_VALUES: Operation = get("listBundleEntitlementValues", "/api/v1/iam/governance/bundles/{bundleId}/entitlements/{entitlementId}/values", "GovernanceBundle").query(&[text("after"), integer("limit")]).pages_in("entitlementValues").scopes(&["okta.roles.read"]);
pub const LIST_BUNDLE_ENTITLEMENTS: Operation = get("listBundleEntitlements", "/api/v1/iam/governance/bundles/{bundleId}/entitlements", "GovernanceBundle").query(&[text("after"), integer("limit")]).pages_in("entitlements").scopes(&["okta.roles.read"]);
pub const LIST_CAPTCHA_INSTANCES: Operation = get("listCaptchaInstances", "/api/v1/captchas", "CAPTCHA").whole().scopes(&["okta.captchas.read"]);
pub const LIST_CSRS_FOR_APPLICATION: Operation = get("listCsrsForApplication", "/api/v1/apps/{appId}/credentials/csrs", "ApplicationSSOCredentialKey").whole().scopes(&["okta.apps.read"]);
pub const LIST_CSRS_FOR_IDENTITY_PROVIDER: Operation = get("listCsrsForIdentityProvider", "/api/v1/idps/{idpId}/credentials/csrs", "IdentityProviderSigningKeys").whole().scopes(&["okta.idps.read"]);
pub const LIST_CUSTOM_DOMAINS: Operation = get("listCustomDomains", "/api/v1/domains", "CustomDomain").scopes(&["okta.domains.read"]);
pub const LIST_DEFAULT_DEVICE_POSTURE_CHECKS: Operation = get("listDefaultDevicePostureChecks", "/api/v1/device-posture-checks/default", "DevicePostureCheck").whole().scopes(&["okta.devicePostureChecks.read"]);
pub const LIST_DEVICE_ASSURANCE_POLICIES: Operation = get("listDeviceAssurancePolicies", "/api/v1/device-assurances", "DeviceAssurance").whole().scopes(&["okta.deviceAssurance.read"]);
pub const LIST_DEVICE_INTEGRATIONS: Operation = get("listDeviceIntegrations", "/api/v1/device-integrations", "DeviceIntegrations").whole().scopes(&["okta.deviceIntegrations.read"]);
pub const LIST_DEVICE_POSTURE_CHECKS: Operation = get("listDevicePostureChecks", "/api/v1/device-posture-checks", "DevicePostureCheck").whole().scopes(&["okta.devicePostureChecks.read"]);
pub const LIST_DEVICE_USERS: Operation = get("listDeviceUsers", "/api/v1/devices/{deviceId}/users", "Device").whole().scopes(&["okta.devices.read"]);
pub const LIST_DEVICES: Operation = get("listDevices", "/api/v1/devices", "Device").query(&[text("after"), integer("limit"), text("search"), text("expand")]).choices(&[("expand", &["user", "userSummary"])]).pages(Some(200), Some(200)).scopes(&["okta.devices.read"]);
pub const LIST_EMAIL_CUSTOMIZATIONS: Operation = get("listEmailCustomizations", "/api/v1/brands/{brandId}/templates/email/{templateName}/customizations", "CustomTemplates").query(&[text("after"), integer("limit")]).pages(Some(20), Some(200)).scopes(&["okta.templates.read"]);
pub const LIST_EMAIL_DOMAINS: Operation = get("listEmailDomains", "/api/v1/email-domains", "EmailDomain").query(&[many("expand")]).choices(&[("expand", &["brands"])]).whole().scopes(&["okta.emailDomains.read"]);
pub const LIST_EMAIL_SERVERS: Operation = get("listEmailServers", "/api/v1/email-servers", "EmailServer").scopes(&["okta.emailServers.read"]);
pub const LIST_EMAIL_TEMPLATES: Operation = get("listEmailTemplates", "/api/v1/brands/{brandId}/templates/email", "CustomTemplates").query(&[text("after"), integer("limit"), many("expand")]).choices(&[("expand", &["settings", "customizationCount"])]).pages(Some(20), Some(200)).scopes(&["okta.templates.read"]);
pub const LIST_EVENT_HOOKS: Operation = get("listEventHooks", "/api/v1/eventHooks", "EventHook").whole().scopes(&["okta.eventHooks.read"]);
pub const LIST_FACTORS: Operation = get("listFactors", "/api/v1/users/{userId}/factors", "UserFactor").whole().scopes(&["okta.users.read"]);
pub const LIST_FEATURE_DEPENDENCIES: Operation = get("listFeatureDependencies", "/api/v1/features/{featureId}/dependencies", "Feature").whole().scopes(&["okta.features.read"]);
pub const LIST_FEATURE_DEPENDENTS: Operation = get("listFeatureDependents", "/api/v1/features/{featureId}/dependents", "Feature").whole().scopes(&["okta.features.read"]);
pub const LIST_FEATURES: Operation = get("listFeatures", "/api/v1/features", "Feature").whole().scopes(&["okta.features.read"]);
pub const LIST_FEATURES_FOR_APPLICATION: Operation = get("listFeaturesForApplication", "/api/v1/apps/{appId}/features", "ApplicationFeatures").whole().scopes(&["okta.apps.read"]);
pub const LIST_FEDERATED_CLAIMS: Operation = get("listFederatedClaims", "/api/v1/apps/{appId}/federated-claims", "ApplicationSSOFederatedClaims").whole().scopes(&["okta.apps.read"]);
pub const LIST_GOVERNANCE_BUNDLES: Operation = get("listGovernanceBundles", "/api/v1/iam/governance/bundles", "GovernanceBundle").query(&[text("after"), integer("limit")]).pages_in("bundles").scopes(&["okta.roles.read"]);
pub const LIST_GRANTS_FOR_USER_AND_CLIENT: Operation = get("listGrantsForUserAndClient", "/api/v1/users/{userId}/clients/{clientId}/grants", "UserGrant").query(&[text("expand"), text("after"), integer("limit")]).pages(Some(20), Some(200)).scopes(&["okta.users.read"]);
pub const LIST_GROUP_ASSIGNED_ROLES: Operation = get("listGroupAssignedRoles", "/api/v1/groups/{groupId}/roles", "RoleAssignmentBGroup").query(&[text("expand")]).whole().scopes(&["okta.roles.read"]);
pub const LIST_GROUP_OWNERS: Operation = get("listGroupOwners", "/api/v1/groups/{groupId}/owners", "GroupOwner").query(&[text("search"), text("after"), integer("limit")]).pages(Some(1000), None).scopes(&["okta.groups.read"]);
pub const LIST_GROUP_PUSH_MAPPINGS: Operation = get("listGroupPushMappings", "/api/v1/apps/{appId}/group-push/mappings", "GroupPushMapping").query(&[text("after"), integer("limit"), text("lastUpdated"), text("sourceGroupId"), text("status")]).choices(&[("status", &["ACTIVE", "ERROR", "INACTIVE"])]).pages(Some(100), Some(1000)).scopes(&["okta.apps.read", "okta.groups.read"]);
pub const LIST_GROUP_RULES: Operation = get("listGroupRules", "/api/v1/groups/rules", "GroupRule").query(&[integer("limit"), text("after"), text("search"), text("expand")]).choices(&[("expand", &["groupIdToGroupNameMap"])]).pages(Some(50), Some(200)).scopes(&["okta.groups.read"]);
pub const LIST_GROUP_TARGET_ROLE_FOR_CLIENT: Operation = get("listGroupTargetRoleForClient", "/oauth2/v1/clients/{clientId}/roles/{roleAssignmentId}/targets/groups", "RoleBTargetClient").query(&[text("after"), integer("limit")]).pages(Some(20), Some(200)).scopes(&["okta.roles.read"]);
pub const LIST_GROUP_TARGETS_FOR_GROUP_ROLE: Operation = get("listGroupTargetsForGroupRole", "/api/v1/groups/{groupId}/roles/{roleAssignmentId}/targets/groups", "RoleBTargetBGroup").query(&[text("after"), integer("limit")]).pages(Some(20), Some(200)).scopes(&["okta.roles.read"]);
pub const LIST_GROUP_TARGETS_FOR_ROLE: Operation = get("listGroupTargetsForRole", "/api/v1/users/{userId}/roles/{roleAssignmentId}/targets/groups", "RoleBTargetAdmin").query(&[text("after"), integer("limit")]).pages(Some(20), Some(200)).scopes(&["okta.roles.read"]);
pub const LIST_GROUP_USERS: Operation = get("listGroupUsers", "/api/v1/groups/{groupId}/users", "Group").query(&[text("after"), integer("limit")]).pages(Some(1000), Some(1000)).scopes(&["okta.groups.read"]);
pub const LIST_GROUPS: Operation = get("listGroups", "/api/v1/groups", "Group").query(&[text("search"), text("filter"), text("q"), text("after"), integer("limit"), text("expand"), text("sortBy"), text("sortOrder")]).pages(Some(10000), Some(10000)).scopes(&["okta.groups.read"]);
pub const LIST_HOOK_KEYS: Operation = get("listHookKeys", "/api/v1/hook-keys", "HookKey").whole().scopes(&["okta.inlineHooks.read"]);
pub const LIST_IDENTITY_PROVIDER_APPLICATION_USERS: Operation = get("listIdentityProviderApplicationUsers", "/api/v1/idps/{idpId}/users", "IdentityProviderUsers").query(&[text("q"), text("after"), integer("limit"), text("expand")]).pages(Some(20), Some(200)).scopes(&["okta.idps.read"]);
pub const LIST_IDENTITY_PROVIDER_KEYS: Operation = get("listIdentityProviderKeys", "/api/v1/idps/credentials/keys", "IdentityProviderKeys").query(&[text("after"), integer("limit")]).pages(Some(20), Some(200)).scopes(&["okta.idps.read"]);
pub const LIST_IDENTITY_PROVIDER_SIGNING_KEYS: Operation = get("listIdentityProviderSigningKeys", "/api/v1/idps/{idpId}/credentials/keys", "IdentityProviderSigningKeys").whole().scopes(&["okta.idps.read"]);
pub const LIST_IDENTITY_PROVIDERS: Operation = get("listIdentityProviders", "/api/v1/idps", "IdentityProvider").query(&[text("q"), text("after"), integer("limit"), text("type")]).choices(&[("type", &["AMAZON", "APPLE", "DISCORD", "FACEBOOK", "GITHUB", "GITLAB", "GOOGLE", "IDV_CLEAR", "IDV_INCODE", "IDV_PERSONA", "IDV_STANDARD", "LINKEDIN", "LOGINGOV", "LOGINGOV_SANDBOX", "MICROSOFT", "OIDC", "OKTA_INTEGRATION", "PAYPAL", "PAYPAL_SANDBOX", "SALESFORCE", "SAML2", "SPOTIFY", "X509", "XERO", "YAHOO", "YAHOOJP"])]).pages(Some(20), Some(200)).scopes(&["okta.idps.read"]);
pub const LIST_IDENTITY_SOURCE_SESSIONS: Operation = get("listIdentitySourceSessions", "/api/v1/identity-sources/{identitySourceId}/sessions", "IdentitySource").whole().scopes(&["okta.identitySources.read"]);
pub const LIST_INLINE_HOOKS: Operation = get("listInlineHooks", "/api/v1/inlineHooks", "InlineHook").query(&[text("type")]).choices(&[("type", &["com.okta.import.transform", "com.okta.oauth2.tokens.transform", "com.okta.saml.tokens.transform", "com.okta.user.credential.password.import", "com.okta.user.pre-registration", "com.okta.telephony.provider"])]).whole().scopes(&["okta.inlineHooks.read"]);
pub const LIST_INTERCLIENT_ALLOWED_APPLICATIONS: Operation = get("listInterclientAllowedApplications", "/api/v1/apps/{appId}/interclient-allowed-apps", "ApplicationInterclientTrustMappings").whole().scopes(&["okta.apps.interclientTrust.read"]);
pub const LIST_INTERCLIENT_TARGET_APPLICATIONS: Operation = get("listInterclientTargetApplications", "/api/v1/apps/{appId}/interclient-target-apps", "ApplicationInterclientTrustMappings").whole().scopes(&["okta.apps.interclientTrust.read"]);
pub const LIST_JWK: Operation = get("listJwk", "/api/v1/apps/{appId}/credentials/jwks", "ApplicationSSOPublicKeys").whole().scopes(&["okta.apps.read"]);
pub const LIST_LINKED_OBJECT_DEFINITIONS: Operation = get("listLinkedObjectDefinitions", "/api/v1/meta/schemas/user/linkedObjects", "LinkedObject").pages(Some(1000), None).scopes(&["okta.linkedObjects.read"]);
pub const LIST_LINKED_OBJECTS_FOR_USER: Operation = get("listLinkedObjectsForUser", "/api/v1/users/{userIdOrLogin}/linkedObjects/{relationshipName}", "UserLinkedObject").whole().scopes(&["okta.users.read"]);
pub const LIST_LOG_EVENTS: Operation = get("listLogEvents", "/api/v1/logs", "SystemLog").query(&[text("since"), text("until"), text("after"), text("filter"), text("q"), integer("limit"), text("sortOrder")]).choices(&[("sortOrder", &["ASCENDING", "DESCENDING"])]).pages(Some(100), Some(1000)).scopes(&["okta.logs.read"]);
pub const LIST_LOG_STREAM_SCHEMAS: Operation = get("listLogStreamSchemas", "/api/v1/meta/schemas/logStream", "Schema").whole().scopes(&["okta.logStreams.read"]);
pub const LIST_LOG_STREAMS: Operation = get("listLogStreams", "/api/v1/logStreams", "LogStream").query(&[text("after"), integer("limit"), text("filter")]).pages(Some(20), Some(200)).scopes(&["okta.logStreams.read"]);
pub const LIST_MEMBERS_OF_BINDING: Operation = get("listMembersOfBinding", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}/members", "RoleDResourceSetBindingMember").query(&[text("after")]).pages_in("members").scopes(&["okta.roles.read"]);
pub const LIST_NETWORK_ZONES: Operation = get("listNetworkZones", "/api/v1/zones", "NetworkZone").query(&[text("after"), integer("limit"), text("filter")]).pages(Some(20), None).scopes(&["okta.networkZones.read"]);
pub const LIST_OAUTH2_CLAIMS: Operation = get("listOAuth2Claims", "/api/v1/authorizationServers/{authServerId}/claims", "AuthorizationServerClaims").whole().scopes(&["okta.authorizationServers.read"]);
pub const LIST_OAUTH2_CLIENT_SECRETS: Operation = get("listOAuth2ClientSecrets", "/api/v1/apps/{appId}/credentials/secrets", "ApplicationSSOPublicKeys").whole().scopes(&["okta.apps.read"]);
pub const LIST_OAUTH2_CLIENTS_FOR_AUTHORIZATION_SERVER: Operation = get("listOAuth2ClientsForAuthorizationServer", "/api/v1/authorizationServers/{authServerId}/clients", "AuthorizationServerClients").whole().scopes(&["okta.authorizationServers.read"]);
pub const LIST_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEYS: Operation = get("listOAuth2ResourceServerJsonWebKeys", "/api/v1/authorizationServers/{authServerId}/resourceservercredentials/keys", "OAuth2ResourceServerCredentialsKeys").whole().scopes(&["okta.authorizationServers.read"]);
pub const LIST_OAUTH2_SCOPES: Operation = get("listOAuth2Scopes", "/api/v1/authorizationServers/{authServerId}/scopes", "AuthorizationServerScopes").query(&[text("q"), text("filter"), text("after"), integer("limit")]).pages(None, Some(200)).scopes(&["okta.authorizationServers.read"]);
pub const LIST_OAUTH2_TOKENS_FOR_APPLICATION: Operation = get("listOAuth2TokensForApplication", "/api/v1/apps/{appId}/tokens", "ApplicationTokens").query(&[text("expand"), text("after"), integer("limit")]).pages(Some(20), Some(200)).scopes(&["okta.apps.read"]);
pub const LIST_OKTA_MANAGED_USER_ACCOUNTS: Operation = get("listOktaManagedUserAccounts", "/privileged-access/api/v1/okta-service-accounts", "OktaManagedUserAccount").query(&[integer("limit"), text("after"), text("match")]).pages(Some(20), Some(200)).scopes(&["okta.serviceAccounts.okta.read"]);
pub const LIST_OKTA_SUPPORT_CASES: Operation = get("listOktaSupportCases", "/api/v1/org/privacy/oktaSupport/cases", "OrgSettingSupport").scopes(&["okta.orgs.read"]);
pub const LIST_ORG_CONTACT_TYPES: Operation = get("listOrgContactTypes", "/api/v1/org/contacts", "OrgSettingContact").whole().scopes(&["okta.orgs.read"]);
pub const LIST_PERSONAL_APPS_EXPORT_BLOCK_LIST: Operation = get("listPersonalAppsExportBlockList", "/okta-personal-settings/api/v1/export-blocklists", "OktaPersonalSettings").scopes(&["okta.personal.adminSettings.read"]);
pub const LIST_POLICIES: Operation = get("listPolicies", "/api/v1/policies", "Policy").query(&[text("type").required(), text("status"), text("q"), text("expand"), text("sortBy"), text("limit"), text("resourceId"), text("after")]).choices(&[("type", &["ACCESS_POLICY", "ENTITY_RISK", "IDP_DISCOVERY", "MFA_ENROLL", "OKTA_SIGN_ON", "PASSWORD", "POST_AUTH_SESSION", "PROFILE_ENROLLMENT", "DEVICE_SIGNAL_COLLECTION", "SESSION_VIOLATION_DETECTION", "CLIENT_UPDATE", "IDENTITY_CLAIM_SOURCING"])]).pages(None, None).scopes(&["okta.policies.read"]);
pub const LIST_POLICY_APPS: Operation = get("listPolicyApps", "/api/v1/policies/{policyId}/app", "Policy").whole().scopes(&["okta.policies.read"]).deprecated();
pub const LIST_POLICY_MAPPINGS: Operation = get("listPolicyMappings", "/api/v1/policies/{policyId}/mappings", "Policy").whole().scopes(&["okta.policies.read"]);
pub const LIST_POLICY_RULES: Operation = get("listPolicyRules", "/api/v1/policies/{policyId}/rules", "Policy").query(&[text("limit")]).whole().scopes(&["okta.policies.read"]);
pub const LIST_PRINCIPAL_RATE_LIMIT_ENTITIES: Operation = get("listPrincipalRateLimitEntities", "/api/v1/principal-rate-limits", "PrincipalRateLimit").query(&[text("filter").required(), text("after"), integer("limit")]).pages(Some(20), Some(50)).scopes(&["okta.principalRateLimits.read"]);
pub const LIST_PROFILE_MAPPINGS: Operation = get("listProfileMappings", "/api/v1/mappings", "ProfileMapping").query(&[text("after"), integer("limit"), text("sourceId"), text("targetId")]).pages(Some(20), Some(200)).scopes(&["okta.profileMappings.read"]);
pub const LIST_PUSH_PROVIDERS: Operation = get("listPushProviders", "/api/v1/push-providers", "PushProvider").query(&[text("type")]).choices(&[("type", &["APNS", "FCM"])]).whole().scopes(&["okta.pushProviders.read"]);
pub const LIST_REALM_ASSIGNMENT_OPERATIONS: Operation = get("listRealmAssignmentOperations", "/api/v1/realm-assignments/operations", "RealmAssignment").query(&[integer("limit"), text("after")]).pages(Some(20), Some(200)).scopes(&["okta.realmAssignments.read"]);
pub const LIST_REALM_ASSIGNMENTS: Operation = get("listRealmAssignments", "/api/v1/realm-assignments", "RealmAssignment").query(&[integer("limit"), text("after")]).pages(Some(20), Some(200)).scopes(&["okta.realmAssignments.read"]);
pub const LIST_REALMS: Operation = get("listRealms", "/api/v1/realms", "Realm").query(&[integer("limit"), text("after"), text("search"), text("sortBy"), text("sortOrder")]).pages(Some(10), None).scopes(&["okta.realms.read"]);
pub const LIST_REFRESH_TOKENS_FOR_AUTHORIZATION_SERVER_AND_CLIENT: Operation = get("listRefreshTokensForAuthorizationServerAndClient", "/api/v1/authorizationServers/{authServerId}/clients/{clientId}/tokens", "AuthorizationServerClients").query(&[text("expand"), text("after"), integer("limit")]).pages(None, Some(200)).scopes(&["okta.authorizationServers.read"]);
pub const LIST_REFRESH_TOKENS_FOR_USER_AND_CLIENT: Operation = get("listRefreshTokensForUserAndClient", "/api/v1/users/{userId}/clients/{clientId}/tokens", "UserOAuth").query(&[text("expand"), text("after"), integer("limit")]).pages(Some(20), Some(200)).scopes(&["okta.users.read"]);
pub const LIST_RESOURCE_SET_RESOURCES: Operation = get("listResourceSetResources", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}/resources", "RoleCResourceSetResource").query(&[text("after"), integer("limit")]).pages_in("resources").scopes(&["okta.roles.read"]);
pub const LIST_RESOURCE_SETS: Operation = get("listResourceSets", "/api/v1/iam/resource-sets", "RoleCResourceSet").query(&[text("after")]).pages_in("resource-sets").scopes(&["okta.roles.read"]);
pub const LIST_ROLE_PERMISSIONS: Operation = get("listRolePermissions", "/api/v1/iam/roles/{roleIdOrLabel}/permissions", "RoleECustomPermission").scopes(&["okta.roles.read"]);
pub const LIST_ROLES: Operation = get("listRoles", "/api/v1/iam/roles", "RoleECustom").query(&[text("after")]).pages_in("roles").scopes(&["okta.roles.read"]);
pub const LIST_ROLES_FOR_CLIENT: Operation = get("listRolesForClient", "/oauth2/v1/clients/{clientId}/roles", "RoleAssignmentClient").whole().scopes(&["okta.roles.read"]);
pub const LIST_SCOPE_CONSENT_GRANTS: Operation = get("listScopeConsentGrants", "/api/v1/apps/{appId}/grants", "ApplicationGrants").query(&[text("expand")]).pages(Some(20), None).scopes(&["okta.appGrants.read"]);
pub const LIST_SECURITY_EVENTS_PROVIDER_INSTANCES: Operation = get("listSecurityEventsProviderInstances", "/api/v1/security-events-providers", "SSFReceiver").whole().scopes(&["okta.securityEventsProviders.read"]);
pub const LIST_SMS_TEMPLATES: Operation = get("listSmsTemplates", "/api/v1/templates/sms", "Template").query(&[text("templateType")]).choices(&[("templateType", &["SMS_VERIFY_CODE"])]).whole().scopes(&["okta.templates.read"]);
pub const LIST_SOCIAL_AUTH_TOKENS: Operation = get("listSocialAuthTokens", "/api/v1/idps/{idpId}/users/{userId}/credentials/tokens", "IdentityProviderUsers").whole().scopes(&["okta.idps.read"]);
pub const LIST_SUBSCRIPTIONS_ROLE: Operation = get("listSubscriptionsRole", "/api/v1/roles/{roleRef}/subscriptions", "Subscription").whole().scopes(&["okta.roles.read"]);
pub const LIST_SUBSCRIPTIONS_USER: Operation = get("listSubscriptionsUser", "/api/v1/users/{userId}/subscriptions", "Subscription").whole().scopes(&["okta.users.read"]);
pub const LIST_SUPPORTED_FACTORS: Operation = get("listSupportedFactors", "/api/v1/users/{userId}/factors/catalog", "UserFactor").whole().scopes(&["okta.users.read"]);
pub const LIST_SUPPORTED_SECURITY_QUESTIONS: Operation = get("listSupportedSecurityQuestions", "/api/v1/users/{userId}/factors/questions", "UserFactor").whole();
pub const LIST_TRUSTED_ORIGINS: Operation = get("listTrustedOrigins", "/api/v1/trustedOrigins", "TrustedOrigin").query(&[text("q"), text("filter"), text("after"), integer("limit")]).pages(Some(20), Some(200)).scopes(&["okta.trustedOrigins.read"]);
pub const LIST_UI_SCHEMAS: Operation = get("listUISchemas", "/api/v1/meta/uischemas", "UISchema").whole().scopes(&["okta.uischemas.read"]);
pub const LIST_USER_BLOCKS: Operation = get("listUserBlocks", "/api/v1/users/{id}/blocks", "User").whole().scopes(&["okta.users.read"]);
pub const LIST_USER_CLIENTS: Operation = get("listUserClients", "/api/v1/users/{userId}/clients", "UserResources").whole().scopes(&["okta.users.read"]);
pub const LIST_USER_DEVICES: Operation = get("listUserDevices", "/api/v1/users/{userId}/devices", "UserResources").whole().scopes(&["okta.users.read"]);
pub const LIST_USER_GRANTS: Operation = get("listUserGrants", "/api/v1/users/{userId}/grants", "UserGrant").query(&[text("scopeId"), text("expand"), text("after"), integer("limit")]).pages(Some(20), Some(200)).scopes(&["okta.users.read"]);
pub const LIST_USER_GROUPS: Operation = get("listUserGroups", "/api/v1/users/{id}/groups", "UserResources").pages(Some(200), None).scopes(&["okta.users.read"]);
pub const LIST_USER_IDENTITY_PROVIDERS: Operation = get("listUserIdentityProviders", "/api/v1/users/{id}/idps", "IdentityProviderUsers").whole().scopes(&["okta.users.read"]);
pub const LIST_USER_TYPES: Operation = get("listUserTypes", "/api/v1/meta/types/user", "UserType").whole().scopes(&["okta.userTypes.read"]);
pub const LIST_USERS: Operation = get("listUsers", "/api/v1/users", "User").query(&[text("search"), text("filter"), text("q"), text("after"), integer("limit"), text("sortBy"), text("sortOrder"), text("fields"), text("expand")]).pages(Some(200), Some(200)).scopes(&["okta.users.read"]);
pub const LIST_USERS_WITH_ROLE_ASSIGNMENTS: Operation = get("listUsersWithRoleAssignments", "/api/v1/iam/assignees/users", "RoleAssignmentAUser").query(&[text("after"), integer("limit")]).pages_in("value").scopes(&["okta.roles.read"]);
pub const LIST_WEB_AUTHN_PREREGISTRATION_FACTORS: Operation = get("listWebAuthnPreregistrationFactors", "/webauthn-registration/api/v1/users/{userId}/enrollments", "WebAuthnPreregistration").whole().scopes(&["okta.users.read"]);
pub const LIST_YUBIKEY_OTP_TOKENS: Operation = get("listYubikeyOtpTokens", "/api/v1/org/factors/yubikey_token/tokens", "UserFactor").query(&[text("after"), text("expand"), text("filter"), flag("forDownload"), integer("limit"), text("sortBy"), text("sortOrder")]).choices(&[("filter", &["profile.email", "profile.serial", "activated", "user.id", "created", "status", "lastVerified"]), ("sortBy", &["profile.email", "profile.serial", "activated", "user.id", "created", "status", "lastVerified"]), ("sortOrder", &["ASC", "DESC"])]).pages(Some(20), Some(200)).scopes(&["okta.users.read"]);
pub const MAP_RESOURCE_TO_POLICY: Operation = post("mapResourceToPolicy", "/api/v1/policies/{policyId}/mappings", "Policy").json().scopes(&["okta.policies.manage"]);
pub const OPT_IN: Operation = post("optIn", "/api/v1/iam/governance/optIn", "GovernanceBundle").scopes(&["okta.roles.manage"]);
pub const OPT_IN_USERS_TO_OKTA_COMMUNICATION_EMAILS: Operation = post("optInUsersToOktaCommunicationEmails", "/api/v1/org/privacy/oktaCommunication/optIn", "OrgSettingCommunication").scopes(&["okta.orgs.manage"]).repeatable();
pub const OPT_OUT: Operation = post("optOut", "/api/v1/iam/governance/optOut", "GovernanceBundle").scopes(&["okta.roles.manage"]);
pub const OPT_OUT_USERS_FROM_OKTA_COMMUNICATION_EMAILS: Operation = post("optOutUsersFromOktaCommunicationEmails", "/api/v1/org/privacy/oktaCommunication/optOut", "OrgSettingCommunication").scopes(&["okta.orgs.manage"]).repeatable();
pub const PAUSE_AGENT_POOLS_UPDATE: Operation = post("pauseAgentPoolsUpdate", "/api/v1/agentPools/{poolId}/updates/{updateId}/pause", "AgentPools").scopes(&["okta.agentPools.manage"]);
pub const PREVIEW_SAM_LMETADATA_FOR_APPLICATION: Operation = get("previewSAMLmetadataForApplication", "/api/v1/apps/{appId}/sso/saml/metadata", "ApplicationSSO").query(&[text("kid").required()]).scopes(&["okta.apps.read"]);
pub const PUBLISH_CSR_FOR_IDENTITY_PROVIDER: Operation = post("publishCsrForIdentityProvider", "/api/v1/idps/{idpId}/credentials/csrs/{idpCsrId}/lifecycle/publish", "IdentityProviderSigningKeys").other_body().scopes(&["okta.idps.manage"]);
pub const PUBLISH_CSR_FROM_APPLICATION: Operation = post("publishCsrFromApplication", "/api/v1/apps/{appId}/credentials/csrs/{csrId}/lifecycle/publish", "ApplicationSSOCredentialKey").other_body().scopes(&["okta.apps.manage"]);
pub const PUBLISH_SECURITY_EVENT_TOKENS: Operation = post("publishSecurityEventTokens", "/security/api/v1/security-events", "SSFSecurityEventToken").other_body();
pub const REACTIVATE_USER: Operation = post("reactivateUser", "/api/v1/users/{id}/lifecycle/reactivate", "UserLifecycle").query(&[flag("sendEmail")]).scopes(&["okta.users.manage"]);
pub const REFRESH_SESSION: Operation = post("refreshSession", "/api/v1/sessions/{sessionId}/lifecycle/refresh", "Session").scopes(&["okta.sessions.manage"]);
pub const REMOVE_APP_TARGET_INSTANCE_ROLE_FOR_CLIENT: Operation = delete("removeAppTargetInstanceRoleForClient", "/oauth2/v1/clients/{clientId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}/{appId}", "RoleBTargetClient").scopes(&["okta.roles.manage"]);
pub const REMOVE_APP_TARGET_ROLE_FROM_CLIENT: Operation = delete("removeAppTargetRoleFromClient", "/oauth2/v1/clients/{clientId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}", "RoleBTargetClient").scopes(&["okta.roles.manage"]);
pub const REMOVE_GROUP_TARGET_ROLE_FROM_CLIENT: Operation = delete("removeGroupTargetRoleFromClient", "/oauth2/v1/clients/{clientId}/roles/{roleAssignmentId}/targets/groups/{groupId}", "RoleBTargetClient").scopes(&["okta.roles.manage"]);
pub const REPLACE_APPLICATION: Operation = put("replaceApplication", "/api/v1/apps/{appId}", "Application").json().scopes(&["okta.apps.manage"]);
pub const REPLACE_AUTHENTICATOR: Operation = put("replaceAuthenticator", "/api/v1/authenticators/{authenticatorId}", "Authenticator").json().scopes(&["okta.authenticators.manage"]);
pub const REPLACE_AUTHENTICATOR_METHOD: Operation = put("replaceAuthenticatorMethod", "/api/v1/authenticators/{authenticatorId}/methods/{methodType}", "Authenticator").choices(&[("methodType", &["cert", "duo", "email", "idp", "otp", "password", "push", "security_question", "signed_nonce", "sms", "totp", "voice", "webauthn", "tac"])]).json_optional().scopes(&["okta.authenticators.manage"]);
pub const REPLACE_AUTHENTICATOR_SETTINGS: Operation = put("replaceAuthenticatorSettings", "/attack-protection/api/v1/authenticator-settings", "AttackProtection").json().scopes(&["okta.orgs.manage"]);
pub const REPLACE_AUTHORIZATION_SERVER: Operation = put("replaceAuthorizationServer", "/api/v1/authorizationServers/{authServerId}", "AuthorizationServer").json().scopes(&["okta.authorizationServers.manage"]);
pub const REPLACE_AUTHORIZATION_SERVER_POLICY: Operation = put("replaceAuthorizationServerPolicy", "/api/v1/authorizationServers/{authServerId}/policies/{policyId}", "AuthorizationServerPolicies").json().scopes(&["okta.authorizationServers.manage"]);
pub const REPLACE_AUTHORIZATION_SERVER_POLICY_RULE: Operation = put("replaceAuthorizationServerPolicyRule", "/api/v1/authorizationServers/{authServerId}/policies/{policyId}/rules/{ruleId}", "AuthorizationServerRules").json().scopes(&["okta.authorizationServers.manage"]);
pub const REPLACE_BEHAVIOR_DETECTION_RULE: Operation = put("replaceBehaviorDetectionRule", "/api/v1/behaviors/{behaviorId}", "Behavior").json().scopes(&["okta.behaviors.manage"]);
pub const REPLACE_BLOCKED_EMAIL_DOMAINS: Operation = put("replaceBlockedEmailDomains", "/okta-personal-settings/api/v1/export-blocklists", "OktaPersonalSettings").json().scopes(&["okta.personal.adminSettings.manage"]);
pub const REPLACE_BRAND: Operation = put("replaceBrand", "/api/v1/brands/{brandId}", "Brands").json().scopes(&["okta.brands.manage"]);
pub const REPLACE_BRAND_THEME: Operation = put("replaceBrandTheme", "/api/v1/brands/{brandId}/themes/{themeId}", "Themes").json().scopes(&["okta.brands.manage"]);
pub const REPLACE_BRAND_WELL_KNOWN_URI: Operation = put("replaceBrandWellKnownURI", "/api/v1/brands/{brandId}/well-known-uris/{path}/customized", "AssociatedDomainCustomizations").choices(&[("path", &["apple-app-site-association", "assetlinks.json", "webauthn"])]).json_optional().scopes(&["okta.brands.manage"]);
pub const REPLACE_CAPTCHA_INSTANCE: Operation = put("replaceCaptchaInstance", "/api/v1/captchas/{captchaId}", "CAPTCHA").json().scopes(&["okta.captchas.manage"]);
pub const REPLACE_CUSTOM_AAGUID: Operation = put("replaceCustomAAGUID", "/api/v1/authenticators/{authenticatorId}/aaguids/{aaguid}", "Authenticator").json_optional().scopes(&["okta.authenticators.manage"]);
pub const REPLACE_CUSTOM_DOMAIN: Operation = put("replaceCustomDomain", "/api/v1/domains/{domainId}", "CustomDomain").json().scopes(&["okta.domains.manage"]);
pub const REPLACE_CUSTOMIZED_ERROR_PAGE: Operation = put("replaceCustomizedErrorPage", "/api/v1/brands/{brandId}/pages/error/customized", "CustomPages").json().scopes(&["okta.brands.manage"]);
pub const REPLACE_CUSTOMIZED_SIGN_IN_PAGE: Operation = put("replaceCustomizedSignInPage", "/api/v1/brands/{brandId}/pages/sign-in/customized", "CustomPages").json().scopes(&["okta.brands.manage"]);
pub const REPLACE_DEVICE_ASSURANCE_POLICY: Operation = put("replaceDeviceAssurancePolicy", "/api/v1/device-assurances/{deviceAssuranceId}", "DeviceAssurance").json().scopes(&["okta.deviceAssurance.manage"]);
pub const REPLACE_DEVICE_POSTURE_CHECK: Operation = put("replaceDevicePostureCheck", "/api/v1/device-posture-checks/{postureCheckId}", "DevicePostureCheck").json().scopes(&["okta.devicePostureChecks.manage"]);
pub const REPLACE_EMAIL_CUSTOMIZATION: Operation = put("replaceEmailCustomization", "/api/v1/brands/{brandId}/templates/email/{templateName}/customizations/{customizationId}", "CustomTemplates").json_optional().scopes(&["okta.templates.manage"]);
pub const REPLACE_EMAIL_DOMAIN: Operation = put("replaceEmailDomain", "/api/v1/email-domains/{emailDomainId}", "EmailDomain").query(&[many("expand")]).choices(&[("expand", &["brands"])]).json().scopes(&["okta.emailDomains.manage"]);
pub const REPLACE_EMAIL_SETTINGS: Operation = put("replaceEmailSettings", "/api/v1/brands/{brandId}/templates/email/{templateName}/settings", "CustomTemplates").json_optional().scopes(&["okta.templates.manage"]);
pub const REPLACE_EVENT_HOOK: Operation = put("replaceEventHook", "/api/v1/eventHooks/{eventHookId}", "EventHook").json().scopes(&["okta.eventHooks.manage"]);
pub const REPLACE_EXISTING_IDENTITY_SOURCE_USER: Operation = put("replaceExistingIdentitySourceUser", "/api/v1/identity-sources/{identitySourceId}/users/{externalId}", "IdentitySource").json_optional().scopes(&["okta.identitySources.manage"]);
pub const REPLACE_FEDERATED_CLAIM: Operation = put("replaceFederatedClaim", "/api/v1/apps/{appId}/federated-claims/{claimId}", "ApplicationSSOFederatedClaims").json_optional().scopes(&["okta.apps.manage"]);
pub const REPLACE_FIRST_PARTY_APP_SETTINGS: Operation = put("replaceFirstPartyAppSettings", "/api/v1/first-party-app-settings/{appName}", "OktaApplicationSettings").json().scopes(&["okta.apps.manage"]);
pub const REPLACE_GOVERNANCE_BUNDLE: Operation = put("replaceGovernanceBundle", "/api/v1/iam/governance/bundles/{bundleId}", "GovernanceBundle").json().scopes(&["okta.roles.manage"]);
pub const REPLACE_GROUP: Operation = put("replaceGroup", "/api/v1/groups/{groupId}", "Group").json().scopes(&["okta.groups.manage"]);
pub const REPLACE_GROUP_RULE: Operation = put("replaceGroupRule", "/api/v1/groups/rules/{groupRuleId}", "GroupRule").json().scopes(&["okta.groups.manage"]);
pub const REPLACE_HOOK_KEY: Operation = put("replaceHookKey", "/api/v1/hook-keys/{id}", "HookKey").json().scopes(&["okta.inlineHooks.manage"]);
pub const REPLACE_IDENTITY_PROVIDER: Operation = put("replaceIdentityProvider", "/api/v1/idps/{idpId}", "IdentityProvider").json().scopes(&["okta.idps.manage"]);
pub const REPLACE_IDENTITY_PROVIDER_KEY: Operation = put("replaceIdentityProviderKey", "/api/v1/idps/credentials/keys/{kid}", "IdentityProviderKeys").json().scopes(&["okta.idps.manage"]);
pub const REPLACE_INLINE_HOOK: Operation = put("replaceInlineHook", "/api/v1/inlineHooks/{inlineHookId}", "InlineHook").json().scopes(&["okta.inlineHooks.manage"]);
pub const REPLACE_LOG_STREAM: Operation = put("replaceLogStream", "/api/v1/logStreams/{logStreamId}", "LogStream").json().scopes(&["okta.logStreams.manage"]);
pub const REPLACE_NETWORK_ZONE: Operation = put("replaceNetworkZone", "/api/v1/zones/{zoneId}", "NetworkZone").json().scopes(&["okta.networkZones.manage"]);
pub const REPLACE_OAUTH2_CLAIM: Operation = put("replaceOAuth2Claim", "/api/v1/authorizationServers/{authServerId}/claims/{claimId}", "AuthorizationServerClaims").json().scopes(&["okta.authorizationServers.manage"]);
pub const REPLACE_OAUTH2_SCOPE: Operation = put("replaceOAuth2Scope", "/api/v1/authorizationServers/{authServerId}/scopes/{scopeId}", "AuthorizationServerScopes").json().scopes(&["okta.authorizationServers.manage"]);
pub const REPLACE_OKTA_PERSONAL_ADMIN_SETTINGS: Operation = put("replaceOktaPersonalAdminSettings", "/okta-personal-settings/api/v1/edit-feature", "OktaPersonalSettings").json().scopes(&["okta.personal.adminSettings.manage"]);
pub const REPLACE_ORG_CONTACT_USER: Operation = put("replaceOrgContactUser", "/api/v1/org/contacts/{contactType}", "OrgSettingContact").choices(&[("contactType", &["BILLING", "TECHNICAL"])]).json().scopes(&["okta.orgs.manage"]);
pub const REPLACE_ORG_SETTINGS: Operation = put("replaceOrgSettings", "/api/v1/org", "OrgSettingGeneral").json().scopes(&["okta.orgs.manage"]);
pub const REPLACE_POLICY: Operation = put("replacePolicy", "/api/v1/policies/{policyId}", "Policy").json().scopes(&["okta.policies.manage"]);
pub const REPLACE_POLICY_RULE: Operation = put("replacePolicyRule", "/api/v1/policies/{policyId}/rules/{ruleId}", "Policy").json().scopes(&["okta.policies.manage"]);
pub const REPLACE_PREVIEW_ERROR_PAGE: Operation = put("replacePreviewErrorPage", "/api/v1/brands/{brandId}/pages/error/preview", "CustomPages").json().scopes(&["okta.brands.manage"]);
pub const REPLACE_PREVIEW_SIGN_IN_PAGE: Operation = put("replacePreviewSignInPage", "/api/v1/brands/{brandId}/pages/sign-in/preview", "CustomPages").json().scopes(&["okta.brands.manage"]);
pub const REPLACE_PRINCIPAL_RATE_LIMIT_ENTITY: Operation = put("replacePrincipalRateLimitEntity", "/api/v1/principal-rate-limits/{principalRateLimitId}", "PrincipalRateLimit").json().scopes(&["okta.principalRateLimits.manage"]);
pub const REPLACE_PUSH_PROVIDER: Operation = put("replacePushProvider", "/api/v1/push-providers/{pushProviderId}", "PushProvider").json().scopes(&["okta.pushProviders.manage"]);
pub const REPLACE_RATE_LIMIT_SETTINGS_ADMIN_NOTIFICATIONS: Operation = put("replaceRateLimitSettingsAdminNotifications", "/api/v1/rate-limit-settings/admin-notifications", "RateLimitSettings").json().scopes(&["okta.rateLimits.manage"]);
pub const REPLACE_RATE_LIMIT_SETTINGS_PER_CLIENT: Operation = put("replaceRateLimitSettingsPerClient", "/api/v1/rate-limit-settings/per-client", "RateLimitSettings").json().scopes(&["okta.rateLimits.manage"]);
pub const REPLACE_RATE_LIMIT_SETTINGS_WARNING_THRESHOLD: Operation = put("replaceRateLimitSettingsWarningThreshold", "/api/v1/rate-limit-settings/warning-threshold", "RateLimitSettings").json_optional().scopes(&["okta.rateLimits.manage"]);
pub const REPLACE_REALM: Operation = put("replaceRealm", "/api/v1/realms/{realmId}", "Realm").json().scopes(&["okta.realms.manage"]);
pub const REPLACE_REALM_ASSIGNMENT: Operation = put("replaceRealmAssignment", "/api/v1/realm-assignments/{assignmentId}", "RealmAssignment").json().scopes(&["okta.realmAssignments.manage"]);
pub const REPLACE_RESOURCE_SET: Operation = put("replaceResourceSet", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}", "RoleCResourceSet").json().scopes(&["okta.roles.manage"]);
pub const REPLACE_RESOURCE_SET_RESOURCE: Operation = put("replaceResourceSetResource", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}/resources/{resourceId}", "RoleCResourceSetResource").json().scopes(&["okta.roles.manage"]);
pub const REPLACE_ROLE: Operation = put("replaceRole", "/api/v1/iam/roles/{roleIdOrLabel}", "RoleECustom").json().scopes(&["okta.roles.manage"]);
pub const REPLACE_ROLE_PERMISSION: Operation = put("replaceRolePermission", "/api/v1/iam/roles/{roleIdOrLabel}/permissions/{permissionType}", "RoleECustomPermission").json_optional().scopes(&["okta.roles.manage"]);
pub const REPLACE_SECURITY_EVENTS_PROVIDER_INSTANCE: Operation = put("replaceSecurityEventsProviderInstance", "/api/v1/security-events-providers/{securityEventProviderId}", "SSFReceiver").json().scopes(&["okta.securityEventsProviders.manage"]);
pub const REPLACE_SIGN_OUT_PAGE_SETTINGS: Operation = put("replaceSignOutPageSettings", "/api/v1/brands/{brandId}/pages/sign-out/customized", "CustomPages").json().scopes(&["okta.brands.manage"]);
pub const REPLACE_SMS_TEMPLATE: Operation = put("replaceSmsTemplate", "/api/v1/templates/sms/{templateId}", "Template").json().scopes(&["okta.templates.manage"]);
pub const REPLACE_SSF_STREAM: Operation = put("replaceSsfStream", "/api/v1/ssf/stream", "SSFTransmitter").json().scopes(&["ssf.manage"]);
pub const REPLACE_TRUSTED_ORIGIN: Operation = put("replaceTrustedOrigin", "/api/v1/trustedOrigins/{trustedOriginId}", "TrustedOrigin").json().scopes(&["okta.trustedOrigins.manage"]);
pub const REPLACE_UI_SCHEMAS: Operation = put("replaceUISchemas", "/api/v1/meta/uischemas/{id}", "UISchema").json().scopes(&["okta.uischemas.manage"]);
pub const REPLACE_USER: Operation = put("replaceUser", "/api/v1/users/{id}", "User").query(&[flag("strict")]).json().scopes(&["okta.users.manage"]);
pub const REPLACE_USER_CLASSIFICATION: Operation = put("replaceUserClassification", "/api/v1/users/{userId}/classification", "UserClassification").json().scopes(&["okta.users.manage"]);
pub const REPLACE_USER_LOCKOUT_SETTINGS: Operation = put("replaceUserLockoutSettings", "/attack-protection/api/v1/user-lockout-settings", "AttackProtection").json().scopes(&["okta.orgs.manage"]);
pub const REPLACE_USER_TYPE: Operation = put("replaceUserType", "/api/v1/meta/types/user/{typeId}", "UserType").json_optional().scopes(&["okta.userTypes.manage"]);
pub const REPLACES_ORG_CAPTCHA_SETTINGS: Operation = put("replacesOrgCaptchaSettings", "/api/v1/org/captcha", "CAPTCHA").json().scopes(&["okta.captchas.manage"]);
pub const RESEND_ENROLL_FACTOR: Operation = post("resendEnrollFactor", "/api/v1/users/{userId}/factors/{factorId}/resend", "UserFactor").query(&[text("templateId")]).json().scopes(&["okta.users.manage"]);
pub const RESET_FACTORS: Operation = post("resetFactors", "/api/v1/users/{id}/lifecycle/reset_factors", "UserLifecycle").scopes(&["okta.users.manage"]);
pub const RESET_PASSWORD: Operation = post("resetPassword", "/api/v1/users/{id}/lifecycle/reset_password", "UserCred").query(&[flag("sendEmail").required(), flag("revokeSessions")]).scopes(&["okta.users.manage"]);
pub const RESUME_AGENT_POOLS_UPDATE: Operation = post("resumeAgentPoolsUpdate", "/api/v1/agentPools/{poolId}/updates/{updateId}/resume", "AgentPools").scopes(&["okta.agentPools.manage"]);
pub const RETRIEVE_CLIENT_ROLE: Operation = get("retrieveClientRole", "/oauth2/v1/clients/{clientId}/roles/{roleAssignmentId}", "RoleAssignmentClient").scopes(&["okta.roles.read"]);
pub const RETRY_AGENT_POOLS_UPDATE: Operation = post("retryAgentPoolsUpdate", "/api/v1/agentPools/{poolId}/updates/{updateId}/retry", "AgentPools").scopes(&["okta.agentPools.manage"]);
pub const REVOKE_AERIAL_CONSENT: Operation = post("revokeAerialConsent", "/api/v1/org/privacy/aerial/revoke", "OrgSettingSupport").json_optional().scopes(&["okta.orgs.manage"]);
pub const REVOKE_API_TOKEN: Operation = delete("revokeApiToken", "/api/v1/api-tokens/{apiTokenId}", "ApiToken").scopes(&["okta.apiTokens.manage"]);
pub const REVOKE_CSR_FOR_IDENTITY_PROVIDER: Operation = delete("revokeCsrForIdentityProvider", "/api/v1/idps/{idpId}/credentials/csrs/{idpCsrId}", "IdentityProviderSigningKeys").scopes(&["okta.idps.manage"]);
pub const REVOKE_CSR_FROM_APPLICATION: Operation = delete("revokeCsrFromApplication", "/api/v1/apps/{appId}/credentials/csrs/{csrId}", "ApplicationSSOCredentialKey").scopes(&["okta.apps.manage"]);
pub const REVOKE_CURRENT_API_TOKEN: Operation = delete("revokeCurrentApiToken", "/api/v1/api-tokens/current", "ApiToken");
pub const REVOKE_GRANTS_FOR_USER_AND_CLIENT: Operation = delete("revokeGrantsForUserAndClient", "/api/v1/users/{userId}/clients/{clientId}/grants", "UserGrant").scopes(&["okta.users.manage"]);
pub const REVOKE_OAUTH2_TOKEN_FOR_APPLICATION: Operation = delete("revokeOAuth2TokenForApplication", "/api/v1/apps/{appId}/tokens/{tokenId}", "ApplicationTokens").scopes(&["okta.apps.manage"]);
pub const REVOKE_OAUTH2_TOKENS_FOR_APPLICATION: Operation = delete("revokeOAuth2TokensForApplication", "/api/v1/apps/{appId}/tokens", "ApplicationTokens").scopes(&["okta.apps.manage"]);
pub const REVOKE_OKTA_SUPPORT: Operation = post("revokeOktaSupport", "/api/v1/org/privacy/oktaSupport/revoke", "OrgSettingSupport").scopes(&["okta.orgs.manage"]).deprecated();
pub const REVOKE_REFRESH_TOKEN_FOR_AUTHORIZATION_SERVER_AND_CLIENT: Operation = delete("revokeRefreshTokenForAuthorizationServerAndClient", "/api/v1/authorizationServers/{authServerId}/clients/{clientId}/tokens/{tokenId}", "AuthorizationServerClients").scopes(&["okta.authorizationServers.manage"]);
pub const REVOKE_REFRESH_TOKENS_FOR_AUTHORIZATION_SERVER_AND_CLIENT: Operation = delete("revokeRefreshTokensForAuthorizationServerAndClient", "/api/v1/authorizationServers/{authServerId}/clients/{clientId}/tokens", "AuthorizationServerClients").scopes(&["okta.authorizationServers.manage"]);
pub const REVOKE_SCOPE_CONSENT_GRANT: Operation = delete("revokeScopeConsentGrant", "/api/v1/apps/{appId}/grants/{grantId}", "ApplicationGrants").scopes(&["okta.appGrants.manage"]);
pub const REVOKE_SESSION: Operation = delete("revokeSession", "/api/v1/sessions/{sessionId}", "Session").scopes(&["okta.sessions.manage"]);
pub const REVOKE_TOKEN_FOR_USER_AND_CLIENT: Operation = delete("revokeTokenForUserAndClient", "/api/v1/users/{userId}/clients/{clientId}/tokens/{tokenId}", "UserOAuth").scopes(&["okta.users.manage"]);
pub const REVOKE_TOKENS_FOR_USER_AND_CLIENT: Operation = delete("revokeTokensForUserAndClient", "/api/v1/users/{userId}/clients/{clientId}/tokens", "UserOAuth").scopes(&["okta.users.manage"]);
pub const REVOKE_USER_GRANT: Operation = delete("revokeUserGrant", "/api/v1/users/{userId}/grants/{grantId}", "UserGrant").scopes(&["okta.users.manage"]);
pub const REVOKE_USER_GRANTS: Operation = delete("revokeUserGrants", "/api/v1/users/{userId}/grants", "UserGrant").scopes(&["okta.users.manage"]);
pub const REVOKE_USER_SESSIONS: Operation = delete("revokeUserSessions", "/api/v1/users/{userId}/sessions", "UserSessions").query(&[flag("oauthTokens"), flag("forgetDevices")]).scopes(&["okta.users.manage"]);
pub const ROTATE_AUTHORIZATION_SERVER_KEYS: Operation = post("rotateAuthorizationServerKeys", "/api/v1/authorizationServers/{authServerId}/credentials/lifecycle/keyRotate", "AuthorizationServerKeys").json().whole().scopes(&["okta.authorizationServers.manage"]);
pub const SEND_PIN: Operation = post("sendPin", "/webauthn-registration/api/v1/send-pin", "WebAuthnPreregistration").json_optional().scopes(&["okta.users.manage"]);
pub const SEND_TEST_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL: Operation = post("sendTestCustomTelephonyProviderCredential", "/api/v1/telephony-providers/{customTelephonyProviderId}/test", "CustomTelephonyProvider").json().scopes(&["okta.customTelephonyProvider.manage"]);
pub const SEND_TEST_EMAIL: Operation = post("sendTestEmail", "/api/v1/brands/{brandId}/templates/email/{templateName}/test", "CustomTemplates").query(&[text("language")]).scopes(&["okta.templates.read"]);
pub const SET_AS_PRIMARY_CUSTOM_TELEPHONY_CREDENTIAL: Operation = post("setAsPrimaryCustomTelephonyCredential", "/api/v1/telephony-providers/{customTelephonyProviderId}/setAsPrimary", "CustomTelephonyProvider").scopes(&["okta.customTelephonyProvider.manage"]);
pub const SET_ORG_HIDE_OKTA_UI_FOOTER: Operation = post("setOrgHideOktaUIFooter", "/api/v1/org/preferences/hideEndUserFooter", "OrgSettingCustomization").scopes(&["okta.orgs.manage"]).repeatable();
pub const SET_ORG_SHOW_OKTA_UI_FOOTER: Operation = post("setOrgShowOktaUIFooter", "/api/v1/org/preferences/showEndUserFooter", "OrgSettingCustomization").scopes(&["okta.orgs.manage"]).repeatable();
pub const START_IMPORT_FROM_IDENTITY_SOURCE: Operation = post("startImportFromIdentitySource", "/api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}/start-import", "IdentitySource").scopes(&["okta.identitySources.manage"]);
pub const START_ORG_FAILBACK: Operation = post("startOrgFailback", "/api/v1/dr/failback", "DisasterRecovery").json_optional().scopes(&["okta.dr.manage"]);
pub const START_ORG_FAILOVER: Operation = post("startOrgFailover", "/api/v1/dr/failover", "DisasterRecovery").json_optional().scopes(&["okta.dr.manage"]);
pub const STOP_AGENT_POOLS_UPDATE: Operation = post("stopAgentPoolsUpdate", "/api/v1/agentPools/{poolId}/updates/{updateId}/stop", "AgentPools").scopes(&["okta.agentPools.manage"]);
pub const SUBMIT_GROUP_ATTRIBUTE_QUERY: Operation = post("submitGroupAttributeQuery", "/api/v1/directories/{appInstanceId}/groups/{groupId}/query", "DirectoriesIntegration").json().scopes(&["okta.directories.groups.read"]);
pub const SUBSCRIBE_BY_NOTIFICATION_TYPE_ROLE: Operation = post("subscribeByNotificationTypeRole", "/api/v1/roles/{roleRef}/subscriptions/{notificationType}/subscribe", "Subscription").choices(&[("notificationType", &["AD_AGENT", "AGENT_AUTO_UPDATE_NOTIFICATION", "AGENT_AUTO_UPDATE_NOTIFICATION_LDAP", "APP_IMPORT", "CONNECTOR_AGENT", "IWA_AGENT", "LDAP_AGENT", "OKTA_ANNOUNCEMENT", "OKTA_UPDATE", "RATELIMIT_NOTIFICATION", "REPORT_SUSPICIOUS_ACTIVITY", "USER_DEPROVISION", "USER_LOCKED_OUT"])]).scopes(&["okta.roles.manage"]).repeatable();
pub const SUBSCRIBE_BY_NOTIFICATION_TYPE_USER: Operation = post("subscribeByNotificationTypeUser", "/api/v1/users/{userId}/subscriptions/{notificationType}/subscribe", "Subscription").choices(&[("notificationType", &["AD_AGENT", "AGENT_AUTO_UPDATE_NOTIFICATION", "AGENT_AUTO_UPDATE_NOTIFICATION_LDAP", "APP_IMPORT", "CONNECTOR_AGENT", "IWA_AGENT", "LDAP_AGENT", "OKTA_ANNOUNCEMENT", "OKTA_UPDATE", "RATELIMIT_NOTIFICATION", "REPORT_SUSPICIOUS_ACTIVITY", "USER_DEPROVISION", "USER_LOCKED_OUT"])]).scopes(&["okta.users.manage"]).repeatable();
pub const SUSPEND_DEVICE: Operation = post("suspendDevice", "/api/v1/devices/{deviceId}/lifecycle/suspend", "Device").scopes(&["okta.devices.manage"]);
pub const SUSPEND_USER: Operation = post("suspendUser", "/api/v1/users/{id}/lifecycle/suspend", "UserLifecycle").scopes(&["okta.users.manage"]);
pub const TEST_EMAIL_SERVER: Operation = post("testEmailServer", "/api/v1/email-servers/{emailServerId}/test", "EmailServer").json_optional().scopes(&["okta.emailServers.manage"]);
pub const UNASSIGN_APP_INSTANCE_TARGET_FROM_ADMIN_ROLE_FOR_USER: Operation = delete("unassignAppInstanceTargetFromAdminRoleForUser", "/api/v1/users/{userId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}/{appId}", "RoleBTargetAdmin").scopes(&["okta.roles.manage"]);
pub const UNASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_GROUP: Operation = delete("unassignAppInstanceTargetToAppAdminRoleForGroup", "/api/v1/groups/{groupId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}/{appId}", "RoleBTargetBGroup").scopes(&["okta.roles.manage"]);
pub const UNASSIGN_APP_TARGET_FROM_APP_ADMIN_ROLE_FOR_USER: Operation = delete("unassignAppTargetFromAppAdminRoleForUser", "/api/v1/users/{userId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}", "RoleBTargetAdmin").scopes(&["okta.roles.manage"]);
pub const UNASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_GROUP: Operation = delete("unassignAppTargetToAdminRoleForGroup", "/api/v1/groups/{groupId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}", "RoleBTargetBGroup").scopes(&["okta.roles.manage"]);
pub const UNASSIGN_APPLICATION_FROM_GROUP: Operation = delete("unassignApplicationFromGroup", "/api/v1/apps/{appId}/groups/{groupId}", "ApplicationGroups").scopes(&["okta.apps.manage"]);
pub const UNASSIGN_GROUP_TARGET_FROM_GROUP_ADMIN_ROLE: Operation = delete("unassignGroupTargetFromGroupAdminRole", "/api/v1/groups/{groupId}/roles/{roleAssignmentId}/targets/groups/{targetGroupId}", "RoleBTargetBGroup").scopes(&["okta.roles.manage"]);
pub const UNASSIGN_GROUP_TARGET_FROM_USER_ADMIN_ROLE: Operation = delete("unassignGroupTargetFromUserAdminRole", "/api/v1/users/{userId}/roles/{roleAssignmentId}/targets/groups/{groupId}", "RoleBTargetAdmin").scopes(&["okta.roles.manage"]);
pub const UNASSIGN_MEMBER_FROM_BINDING: Operation = delete("unassignMemberFromBinding", "/api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}/members/{memberId}", "RoleDResourceSetBindingMember").scopes(&["okta.roles.manage"]);
pub const UNASSIGN_ROLE_FROM_GROUP: Operation = delete("unassignRoleFromGroup", "/api/v1/groups/{groupId}/roles/{roleAssignmentId}", "RoleAssignmentBGroup").scopes(&["okta.roles.manage"]);
pub const UNASSIGN_ROLE_FROM_USER: Operation = delete("unassignRoleFromUser", "/api/v1/users/{userId}/roles/{roleAssignmentId}", "RoleAssignmentAUser").scopes(&["okta.roles.manage"]);
pub const UNASSIGN_USER_FROM_APPLICATION: Operation = delete("unassignUserFromApplication", "/api/v1/apps/{appId}/users/{userId}", "ApplicationUsers").query(&[flag("sendEmail")]).scopes(&["okta.apps.manage"]);
pub const UNASSIGN_USER_FROM_GROUP: Operation = delete("unassignUserFromGroup", "/api/v1/groups/{groupId}/users/{userId}", "Group").scopes(&["okta.groups.manage"]);
pub const UNENROLL_FACTOR: Operation = delete("unenrollFactor", "/api/v1/users/{userId}/factors/{factorId}", "UserFactor").query(&[flag("removeRecoveryEnrollment")]).scopes(&["okta.users.manage"]);
pub const UNLINK_USER_FROM_IDENTITY_PROVIDER: Operation = delete("unlinkUserFromIdentityProvider", "/api/v1/idps/{idpId}/users/{userId}", "IdentityProviderUsers").scopes(&["okta.idps.manage"]);
pub const UNLOCK_USER: Operation = post("unlockUser", "/api/v1/users/{id}/lifecycle/unlock", "UserLifecycle").scopes(&["okta.users.manage"]);
pub const UNSUBSCRIBE_BY_NOTIFICATION_TYPE_ROLE: Operation = post("unsubscribeByNotificationTypeRole", "/api/v1/roles/{roleRef}/subscriptions/{notificationType}/unsubscribe", "Subscription").choices(&[("notificationType", &["AD_AGENT", "AGENT_AUTO_UPDATE_NOTIFICATION", "AGENT_AUTO_UPDATE_NOTIFICATION_LDAP", "APP_IMPORT", "CONNECTOR_AGENT", "IWA_AGENT", "LDAP_AGENT", "OKTA_ANNOUNCEMENT", "OKTA_UPDATE", "RATELIMIT_NOTIFICATION", "REPORT_SUSPICIOUS_ACTIVITY", "USER_DEPROVISION", "USER_LOCKED_OUT"])]).scopes(&["okta.roles.manage"]).repeatable();
pub const UNSUBSCRIBE_BY_NOTIFICATION_TYPE_USER: Operation = post("unsubscribeByNotificationTypeUser", "/api/v1/users/{userId}/subscriptions/{notificationType}/unsubscribe", "Subscription").choices(&[("notificationType", &["AD_AGENT", "AGENT_AUTO_UPDATE_NOTIFICATION", "AGENT_AUTO_UPDATE_NOTIFICATION_LDAP", "APP_IMPORT", "CONNECTOR_AGENT", "IWA_AGENT", "LDAP_AGENT", "OKTA_ANNOUNCEMENT", "OKTA_UPDATE", "RATELIMIT_NOTIFICATION", "REPORT_SUSPICIOUS_ACTIVITY", "USER_DEPROVISION", "USER_LOCKED_OUT"])]).scopes(&["okta.users.manage"]).repeatable();
pub const UNSUSPEND_DEVICE: Operation = post("unsuspendDevice", "/api/v1/devices/{deviceId}/lifecycle/unsuspend", "Device").scopes(&["okta.devices.manage"]);
pub const UNSUSPEND_USER: Operation = post("unsuspendUser", "/api/v1/users/{id}/lifecycle/unsuspend", "UserLifecycle").scopes(&["okta.users.manage"]);
pub const UPDATE_AGENT_POOLS_UPDATE: Operation = post("updateAgentPoolsUpdate", "/api/v1/agentPools/{poolId}/updates/{updateId}", "AgentPools").json().scopes(&["okta.agentPools.manage"]);
pub const UPDATE_AGENT_POOLS_UPDATE_SETTINGS: Operation = post("updateAgentPoolsUpdateSettings", "/api/v1/agentPools/{poolId}/updates/settings", "AgentPools").json().scopes(&["okta.agentPools.manage"]);
pub const UPDATE_APP_SERVICE_ACCOUNT: Operation = patch("updateAppServiceAccount", "/privileged-access/api/v1/service-accounts/{id}", "ServiceAccount").json_optional().scopes(&["okta.serviceAccounts.manage"]);
pub const UPDATE_APPLICATION_USER: Operation = post("updateApplicationUser", "/api/v1/apps/{appId}/users/{userId}", "ApplicationUsers").json().scopes(&["okta.apps.manage"]).repeatable();
pub const UPDATE_APPLICATION_USER_PROFILE: Operation = post("updateApplicationUserProfile", "/api/v1/meta/schemas/apps/{appId}/default", "Schema").json_optional().scopes(&["okta.schemas.manage"]).repeatable();
pub const UPDATE_AUTO_ASSIGN_ADMIN_APP_SETTING: Operation = post("updateAutoAssignAdminAppSetting", "/api/v1/org/settings/autoAssignAdminAppSetting", "OrgSettingAdmin").json_optional().scopes(&["okta.orgs.manage"]).repeatable();
pub const UPDATE_BOT_PROTECTION_CONFIGURATION: Operation = post("updateBotProtectionConfiguration", "/api/v1/bot-protection/configuration", "BotProtection").json().scopes(&["okta.botProtection.manage"]).repeatable();
pub const UPDATE_CAPTCHA_INSTANCE: Operation = post("updateCaptchaInstance", "/api/v1/captchas/{captchaId}", "CAPTCHA").json().scopes(&["okta.captchas.manage"]).repeatable();
pub const UPDATE_CONFIGURATION: Operation = post("updateConfiguration", "/api/v1/threats/configuration", "ThreatInsight").json().scopes(&["okta.threatInsights.manage"]).repeatable();
pub const UPDATE_CROSS_APP_ACCESS_CONNECTION: Operation = patch("updateCrossAppAccessConnection", "/api/v1/apps/{appId}/cwo/connections/{connectionId}", "ApplicationCrossAppAccessConnections").json().scopes(&["okta.apps.manage"]);
pub const UPDATE_CUSTOM_AAGUID: Operation = patch("updateCustomAAGUID", "/api/v1/authenticators/{authenticatorId}/aaguids/{aaguid}", "Authenticator").other_body().scopes(&["okta.authenticators.manage"]);
pub const UPDATE_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL: Operation = patch("updateCustomTelephonyProviderCredential", "/api/v1/telephony-providers/{customTelephonyProviderId}", "CustomTelephonyProvider").json().scopes(&["okta.customTelephonyProvider.manage"]);
pub const UPDATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION: Operation = post("updateDefaultProvisioningConnectionForApplication", "/api/v1/apps/{appId}/connections/default", "ApplicationConnections").query(&[flag("activate")]).json().scopes(&["okta.apps.manage"]).repeatable();
pub const UPDATE_EMAIL_SERVER: Operation = patch("updateEmailServer", "/api/v1/email-servers/{emailServerId}", "EmailServer").json_optional().scopes(&["okta.emailServers.manage"]);
pub const UPDATE_FEATURE_FOR_APPLICATION: Operation = put("updateFeatureForApplication", "/api/v1/apps/{appId}/features/{featureName}", "ApplicationFeatures").choices(&[("featureName", &["USER_PROVISIONING", "INBOUND_PROVISIONING"])]).json().scopes(&["okta.apps.manage"]);
pub const UPDATE_FEATURE_LIFECYCLE: Operation = post("updateFeatureLifecycle", "/api/v1/features/{featureId}/{lifecycle}", "Feature").query(&[text("mode")]).choices(&[("lifecycle", &["DISABLE", "ENABLE"])]).scopes(&["okta.features.manage"]);
pub const UPDATE_GROUP_ASSIGNMENT_TO_APPLICATION: Operation = patch("updateGroupAssignmentToApplication", "/api/v1/apps/{appId}/groups/{groupId}", "ApplicationGroups").json_optional().scopes(&["okta.apps.manage"]);
pub const UPDATE_GROUP_MEMBERSHIP: Operation = post("updateGroupMembership", "/api/v1/directories/{appInstanceId}/groups/modify", "DirectoriesIntegration").json().scopes(&["okta.directories.groups.manage"]);
pub const UPDATE_GROUP_PUSH_MAPPING: Operation = patch("updateGroupPushMapping", "/api/v1/apps/{appId}/group-push/mappings/{mappingId}", "GroupPushMapping").json().scopes(&["okta.apps.manage", "okta.groups.manage"]);
pub const UPDATE_GROUP_SCHEMA: Operation = post("updateGroupSchema", "/api/v1/meta/schemas/group/default", "Schema").json_optional().scopes(&["okta.schemas.manage"]).repeatable();
pub const UPDATE_IDENTITY_SOURCE_GROUPS: Operation = post("updateIdentitySourceGroups", "/api/v1/identity-sources/{identitySourceId}/groups/{groupOrExternalId}", "IdentitySource").json_optional().scopes(&["okta.identitySources.manage"]);
pub const UPDATE_IDENTITY_SOURCE_USERS: Operation = patch("updateIdentitySourceUsers", "/api/v1/identity-sources/{identitySourceId}/users/{externalId}", "IdentitySource").json_optional().scopes(&["okta.identitySources.manage"]);
pub const UPDATE_INLINE_HOOK: Operation = post("updateInlineHook", "/api/v1/inlineHooks/{inlineHookId}", "InlineHook").json().scopes(&["okta.inlineHooks.manage"]).repeatable();
pub const UPDATE_OKTA_MANAGED_USER_ACCOUNT: Operation = patch("updateOktaManagedUserAccount", "/privileged-access/api/v1/okta-service-accounts/{id}", "OktaManagedUserAccount").json_optional().scopes(&["okta.serviceAccounts.okta.manage"]);
pub const UPDATE_OKTA_SUPPORT_CASE: Operation = patch("updateOktaSupportCase", "/api/v1/org/privacy/oktaSupport/cases/{caseNumber}", "OrgSettingSupport").json_optional().scopes(&["okta.orgs.manage"]);
pub const UPDATE_ORG_SETTINGS: Operation = post("updateOrgSettings", "/api/v1/org", "OrgSettingGeneral").json_optional().scopes(&["okta.orgs.manage"]).repeatable();
pub const UPDATE_PROFILE_MAPPING: Operation = post("updateProfileMapping", "/api/v1/mappings/{mappingId}", "ProfileMapping").json().scopes(&["okta.profileMappings.manage"]).repeatable();
pub const UPDATE_SMS_TEMPLATE: Operation = post("updateSmsTemplate", "/api/v1/templates/sms/{templateId}", "Template").json().scopes(&["okta.templates.manage"]).repeatable();
pub const UPDATE_SSF_STREAM: Operation = patch("updateSsfStream", "/api/v1/ssf/stream", "SSFTransmitter").json().scopes(&["ssf.manage"]);
pub const UPDATE_THIRD_PARTY_ADMIN_SETTING: Operation = post("updateThirdPartyAdminSetting", "/api/v1/org/orgSettings/thirdPartyAdminSetting", "OrgSettingAdmin").json().scopes(&["okta.orgs.manage"]).repeatable();
pub const UPDATE_USER: Operation = post("updateUser", "/api/v1/users/{id}", "User").query(&[flag("strict")]).json().scopes(&["okta.users.manage"]);
pub const UPDATE_USER_PROFILE: Operation = post("updateUserProfile", "/api/v1/meta/schemas/user/{schemaId}", "Schema").json().scopes(&["okta.schemas.manage"]).repeatable();
pub const UPDATE_USER_TYPE: Operation = post("updateUserType", "/api/v1/meta/types/user/{typeId}", "UserType").json().scopes(&["okta.userTypes.manage"]).repeatable();
pub const UPLOAD_APPLICATION_LOGO: Operation = post("uploadApplicationLogo", "/api/v1/apps/{appId}/logo", "ApplicationLogos").other_body().scopes(&["okta.apps.manage"]).repeatable();
pub const UPLOAD_BRAND_THEME_BACKGROUND_IMAGE: Operation = post("uploadBrandThemeBackgroundImage", "/api/v1/brands/{brandId}/themes/{themeId}/background-image", "Themes").other_body().scopes(&["okta.brands.manage"]).repeatable();
pub const UPLOAD_BRAND_THEME_FAVICON: Operation = post("uploadBrandThemeFavicon", "/api/v1/brands/{brandId}/themes/{themeId}/favicon", "Themes").other_body().scopes(&["okta.brands.manage"]).repeatable();
pub const UPLOAD_BRAND_THEME_LOGO: Operation = post("uploadBrandThemeLogo", "/api/v1/brands/{brandId}/themes/{themeId}/logo", "Themes").other_body().scopes(&["okta.brands.manage"]).repeatable();
pub const UPLOAD_IDENTITY_SOURCE_DATA_FOR_DELETE: Operation = post("uploadIdentitySourceDataForDelete", "/api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}/bulk-delete", "IdentitySource").json_optional().scopes(&["okta.identitySources.manage"]);
pub const UPLOAD_IDENTITY_SOURCE_DATA_FOR_UPSERT: Operation = post("uploadIdentitySourceDataForUpsert", "/api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}/bulk-upsert", "IdentitySource").json_optional().scopes(&["okta.identitySources.manage"]);
pub const UPLOAD_IDENTITY_SOURCE_GROUP_MEMBERSHIPS_FOR_DELETE: Operation = post("uploadIdentitySourceGroupMembershipsForDelete", "/api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}/bulk-group-memberships-delete", "IdentitySource").json_optional().scopes(&["okta.identitySources.manage"]);
pub const UPLOAD_IDENTITY_SOURCE_GROUP_MEMBERSHIPS_FOR_UPSERT: Operation = post("uploadIdentitySourceGroupMembershipsForUpsert", "/api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}/bulk-group-memberships-upsert", "IdentitySource").json_optional().scopes(&["okta.identitySources.manage"]);
pub const UPLOAD_IDENTITY_SOURCE_GROUPS_DATA_FOR_DELETE: Operation = post("uploadIdentitySourceGroupsDataForDelete", "/api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}/bulk-groups-delete", "IdentitySource").json_optional().scopes(&["okta.identitySources.manage"]);
pub const UPLOAD_IDENTITY_SOURCE_GROUPS_FOR_UPSERT: Operation = post("uploadIdentitySourceGroupsForUpsert", "/api/v1/identity-sources/{identitySourceId}/sessions/{sessionId}/bulk-groups-upsert", "IdentitySource").json_optional().scopes(&["okta.identitySources.manage"]);
pub const UPLOAD_YUBIKEY_OTP_TOKEN_SEED: Operation = post("uploadYubikeyOtpTokenSeed", "/api/v1/org/factors/yubikey_token/tokens", "UserFactor").query(&[text("after"), text("expand"), text("filter"), flag("forDownload"), integer("limit"), text("sortBy"), text("sortOrder")]).choices(&[("filter", &["profile.email", "profile.serial", "activated", "user.id", "created", "status", "lastVerified"]), ("sortBy", &["profile.email", "profile.serial", "activated", "user.id", "created", "status", "lastVerified"]), ("sortOrder", &["ASC", "DESC"])]).json().scopes(&["okta.users.manage"]);
pub const UPSERT_API_TOKEN: Operation = put("upsertApiToken", "/api/v1/api-tokens/{apiTokenId}", "ApiToken").json().scopes(&["okta.apiTokens.manage"]);
pub const UPSERT_CERTIFICATE: Operation = put("upsertCertificate", "/api/v1/domains/{domainId}/certificate", "CustomDomain").json().scopes(&["okta.domains.manage"]);
pub const UPSERT_USER_RISK: Operation = put("upsertUserRisk", "/api/v1/users/{userId}/risk", "UserRisk").json().scopes(&["okta.userRisk.manage"]);
pub const VERIFY_DOMAIN: Operation = post("verifyDomain", "/api/v1/domains/{domainId}/verify", "CustomDomain").scopes(&["okta.domains.manage"]);
pub const VERIFY_EMAIL_DOMAIN: Operation = post("verifyEmailDomain", "/api/v1/email-domains/{emailDomainId}/verify", "EmailDomain").scopes(&["okta.emailDomains.manage"]);
pub const VERIFY_EVENT_HOOK: Operation = post("verifyEventHook", "/api/v1/eventHooks/{eventHookId}/lifecycle/verify", "EventHook").scopes(&["okta.eventHooks.manage"]);
pub const VERIFY_FACTOR: Operation = post("verifyFactor", "/api/v1/users/{userId}/factors/{factorId}/verify", "UserFactor").query(&[text("templateId"), integer("tokenLifetimeSeconds")]).json_optional().scopes(&["okta.users.manage"]);
pub const VERIFY_PROVISIONING_CONNECTION_FOR_APPLICATION: Operation = post("verifyProvisioningConnectionForApplication", "/api/v1/apps/{appName}/{appId}/oauth2/callback", "ApplicationConnections").query(&[text("code"), text("state")]).choices(&[("appName", &["google", "office365", "slack", "zoomus"])]).scopes(&["okta.apps.manage"]);
pub const VERIFY_RP_ID_DOMAIN: Operation = post("verifyRpIdDomain", "/api/v1/authenticators/{authenticatorId}/methods/{webAuthnMethodType}/verify-rp-id-domain", "Authenticator").choices(&[("webAuthnMethodType", &["webauthn"])]).scopes(&["okta.authenticators.manage"]);
pub const VERIFY_SSF_STREAM: Operation = post("verifySsfStream", "/api/v1/ssf/stream/verification", "SSFTransmitter").json().scopes(&["ssf.manage"]);

pub(crate) const ALL: &[&Operation] = &[
    &ACTIVATE_AGENT_POOLS_UPDATE,
    &ACTIVATE_API_SERVICE_INTEGRATION_INSTANCE_SECRET,
    &ACTIVATE_APPLICATION,
    &ACTIVATE_AUTHENTICATOR,
    &ACTIVATE_AUTHENTICATOR_METHOD,
    &ACTIVATE_AUTHORIZATION_SERVER,
    &ACTIVATE_AUTHORIZATION_SERVER_POLICY,
    &ACTIVATE_AUTHORIZATION_SERVER_POLICY_RULE,
    &ACTIVATE_BEHAVIOR_DETECTION_RULE,
    &ACTIVATE_CUSTOM_TELEPHONY_CREDENTIAL,
    &ACTIVATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION,
    &ACTIVATE_DEVICE,
    &ACTIVATE_DEVICE_INTEGRATION,
    &ACTIVATE_EVENT_HOOK,
    &ACTIVATE_FACTOR,
    &ACTIVATE_GROUP_RULE,
    &ACTIVATE_IDENTITY_PROVIDER,
    &ACTIVATE_INLINE_HOOK,
    &ACTIVATE_LOG_STREAM,
    &ACTIVATE_NETWORK_ZONE,
    &ACTIVATE_OAUTH2_CLIENT_JSON_WEB_KEY,
    &ACTIVATE_OAUTH2_CLIENT_SECRET,
    &ACTIVATE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY,
    &ACTIVATE_POLICY,
    &ACTIVATE_POLICY_RULE,
    &ACTIVATE_PREREGISTRATION_ENROLLMENT,
    &ACTIVATE_REALM_ASSIGNMENT,
    &ACTIVATE_SECURITY_EVENTS_PROVIDER_INSTANCE,
    &ACTIVATE_TRUSTED_ORIGIN,
    &ACTIVATE_USER,
    &ADD_GROUP,
    &ADD_JWK,
    &ADD_MEMBERS_TO_BINDING,
    &ADD_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY,
    &ADD_RESOURCE_SET_RESOURCE,
    &ADD_RESOURCE_SET_RESOURCES,
    &ASSIGN_ALL_APPS_AS_TARGET_TO_ROLE_FOR_USER,
    &ASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_GROUP,
    &ASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_USER,
    &ASSIGN_APP_TARGET_INSTANCE_ROLE_FOR_CLIENT,
    &ASSIGN_APP_TARGET_ROLE_TO_CLIENT,
    &ASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_GROUP,
    &ASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_USER,
    &ASSIGN_APPLICATION_POLICY,
    &ASSIGN_CLIENT_PRIVILEGES_SETTING,
    &ASSIGN_FULFILLMENT_ERROR_WEB_AUTHN_PREREGISTRATION_FACTOR,
    &ASSIGN_GROUP_OWNER,
    &ASSIGN_GROUP_TARGET_ROLE_FOR_CLIENT,
    &ASSIGN_GROUP_TARGET_TO_GROUP_ADMIN_ROLE,
    &ASSIGN_GROUP_TARGET_TO_USER_ROLE,
    &ASSIGN_GROUP_TO_APPLICATION,
    &ASSIGN_LINKED_OBJECT_VALUE_FOR_PRIMARY,
    &ASSIGN_ROLE_TO_CLIENT,
    &ASSIGN_ROLE_TO_GROUP,
    &ASSIGN_ROLE_TO_USER,
    &ASSIGN_USER_TO_APPLICATION,
    &ASSIGN_USER_TO_GROUP,
    &BULK_REMOVE_EMAIL_ADDRESS_BOUNCES,
    &CHANGE_PASSWORD,
    &CHANGE_RECOVERY_QUESTION,
    &CLONE_APPLICATION_KEY,
    &CLONE_IDENTITY_PROVIDER_KEY,
    &CLONE_POLICY,
    &CREATE_AGENT_POOLS_UPDATE,
    &CREATE_API_SERVICE_INTEGRATION_INSTANCE,
    &CREATE_API_SERVICE_INTEGRATION_INSTANCE_SECRET,
    &CREATE_APP_SERVICE_ACCOUNT,
    &CREATE_APPLICATION,
    &CREATE_ASSOCIATED_SERVERS,
    &CREATE_AUTHENTICATOR,
    &CREATE_AUTHENTICATOR_ENROLLMENT,
    &CREATE_AUTHORIZATION_SERVER,
    &CREATE_AUTHORIZATION_SERVER_POLICY,
    &CREATE_AUTHORIZATION_SERVER_POLICY_RULE,
    &CREATE_BEHAVIOR_DETECTION_RULE,
    &CREATE_BRAND,
    &CREATE_CAPTCHA_INSTANCE,
    &CREATE_CHILD_ORG,
    &CREATE_CROSS_APP_ACCESS_CONNECTION,
    &CREATE_CUSTOM_AAGUID,
    &CREATE_CUSTOM_DOMAIN,
    &CREATE_CUSTOM_TELEPHONY_PROVIDER_CREDENTIALS,
    &CREATE_DEVICE_ASSURANCE_POLICY,
    &CREATE_DEVICE_POSTURE_CHECK,
    &CREATE_EMAIL_CUSTOMIZATION,
    &CREATE_EMAIL_DOMAIN,
    &CREATE_EMAIL_SERVER,
    &CREATE_EVENT_HOOK,
    &CREATE_FEDERATED_CLAIM,
    &CREATE_GOVERNANCE_BUNDLE,
    &CREATE_GROUP_PUSH_MAPPING,
    &CREATE_GROUP_RULE,
    &CREATE_HOOK_KEY,
    &CREATE_IDENTITY_PROVIDER,
    &CREATE_IDENTITY_PROVIDER_KEY,
    &CREATE_IDENTITY_SOURCE_GROUPS,
    &CREATE_IDENTITY_SOURCE_GROUPS_MEMBERSHIPS,
    &CREATE_IDENTITY_SOURCE_SESSION,
    &CREATE_IDENTITY_SOURCE_USER,
    &CREATE_INLINE_HOOK,
    &CREATE_INTERCLIENT_TRUST_MAPPING,
    &CREATE_LINKED_OBJECT_DEFINITION,
    &CREATE_LOG_STREAM,
    &CREATE_NETWORK_ZONE,
    &CREATE_OAUTH2_CLAIM,
    &CREATE_OAUTH2_CLIENT_SECRET,
    &CREATE_OAUTH2_SCOPE,
    &CREATE_OKTA_MANAGED_USER_ACCOUNT,
    &CREATE_POLICY,
    &CREATE_POLICY_RULE,
    &CREATE_POLICY_SIMULATION,
    &CREATE_PRINCIPAL_RATE_LIMIT_ENTITY,
    &CREATE_PUSH_PROVIDER,
    &CREATE_REALM,
    &CREATE_REALM_ASSIGNMENT,
    &CREATE_RESOURCE_SET,
    &CREATE_RESOURCE_SET_BINDING,
    &CREATE_ROLE,
    &CREATE_ROLE_PERMISSION,
    &CREATE_SECURITY_EVENTS_PROVIDER_INSTANCE,
    &CREATE_SMS_TEMPLATE,
    &CREATE_SSF_STREAM,
    &CREATE_TAC_AUTHENTICATOR_ENROLLMENT,
    &CREATE_TRUSTED_ORIGIN,
    &CREATE_UI_SCHEMA,
    &CREATE_USER,
    &CREATE_USER_TYPE,
    &DEACTIVATE_AGENT_POOLS_UPDATE,
    &DEACTIVATE_API_SERVICE_INTEGRATION_INSTANCE_SECRET,
    &DEACTIVATE_APPLICATION,
    &DEACTIVATE_AUTHENTICATOR,
    &DEACTIVATE_AUTHENTICATOR_METHOD,
    &DEACTIVATE_AUTHORIZATION_SERVER,
    &DEACTIVATE_AUTHORIZATION_SERVER_POLICY,
    &DEACTIVATE_AUTHORIZATION_SERVER_POLICY_RULE,
    &DEACTIVATE_BEHAVIOR_DETECTION_RULE,
    &DEACTIVATE_CUSTOM_TELEPHONY_CREDENTIAL,
    &DEACTIVATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION,
    &DEACTIVATE_DEVICE,
    &DEACTIVATE_DEVICE_INTEGRATION,
    &DEACTIVATE_EVENT_HOOK,
    &DEACTIVATE_GROUP_RULE,
    &DEACTIVATE_IDENTITY_PROVIDER,
    &DEACTIVATE_INLINE_HOOK,
    &DEACTIVATE_LOG_STREAM,
    &DEACTIVATE_NETWORK_ZONE,
    &DEACTIVATE_OAUTH2_CLIENT_JSON_WEB_KEY,
    &DEACTIVATE_OAUTH2_CLIENT_SECRET,
    &DEACTIVATE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY,
    &DEACTIVATE_POLICY,
    &DEACTIVATE_POLICY_RULE,
    &DEACTIVATE_REALM_ASSIGNMENT,
    &DEACTIVATE_SECURITY_EVENTS_PROVIDER_INSTANCE,
    &DEACTIVATE_TRUSTED_ORIGIN,
    &DEACTIVATE_USER,
    &DELETE_AGENT_POOLS_UPDATE,
    &DELETE_ALL_CUSTOMIZATIONS,
    &DELETE_API_SERVICE_INTEGRATION_INSTANCE,
    &DELETE_API_SERVICE_INTEGRATION_INSTANCE_SECRET,
    &DELETE_APP_SERVICE_ACCOUNT,
    &DELETE_APPLICATION,
    &DELETE_ASSOCIATED_SERVER,
    &DELETE_AUTHENTICATOR_ENROLLMENT,
    &DELETE_AUTHORIZATION_SERVER,
    &DELETE_AUTHORIZATION_SERVER_POLICY,
    &DELETE_AUTHORIZATION_SERVER_POLICY_RULE,
    &DELETE_BEHAVIOR_DETECTION_RULE,
    &DELETE_BINDING,
    &DELETE_BRAND,
    &DELETE_BRAND_THEME_BACKGROUND_IMAGE,
    &DELETE_BRAND_THEME_FAVICON,
    &DELETE_BRAND_THEME_LOGO,
    &DELETE_CAPTCHA_INSTANCE,
    &DELETE_CROSS_APP_ACCESS_CONNECTION,
    &DELETE_CUSTOM_AAGUID,
    &DELETE_CUSTOM_DOMAIN,
    &DELETE_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL,
    &DELETE_CUSTOMIZED_ERROR_PAGE,
    &DELETE_CUSTOMIZED_SIGN_IN_PAGE,
    &DELETE_DEVICE,
    &DELETE_DEVICE_ASSURANCE_POLICY,
    &DELETE_DEVICE_POSTURE_CHECK,
    &DELETE_EMAIL_CUSTOMIZATION,
    &DELETE_EMAIL_DOMAIN,
    &DELETE_EMAIL_SERVER,
    &DELETE_EVENT_HOOK,
    &DELETE_FEDERATED_CLAIM,
    &DELETE_GOVERNANCE_BUNDLE,
    &DELETE_GROUP,
    &DELETE_GROUP_OWNER,
    &DELETE_GROUP_PUSH_MAPPING,
    &DELETE_GROUP_RULE,
    &DELETE_HOOK_KEY,
    &DELETE_IDENTITY_PROVIDER,
    &DELETE_IDENTITY_PROVIDER_KEY,
    &DELETE_IDENTITY_SOURCE_GROUP,
    &DELETE_IDENTITY_SOURCE_GROUP_MEMBERSHIPS,
    &DELETE_IDENTITY_SOURCE_SESSION,
    &DELETE_IDENTITY_SOURCE_USER,
    &DELETE_INLINE_HOOK,
    &DELETE_INTERCLIENT_TRUST_MAPPING,
    &DELETE_LINKED_OBJECT_DEFINITION,
    &DELETE_LINKED_OBJECT_FOR_USER,
    &DELETE_LOG_STREAM,
    &DELETE_NETWORK_ZONE,
    &DELETE_OAUTH2_CLAIM,
    &DELETE_OAUTH2_CLIENT_SECRET,
    &DELETE_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY,
    &DELETE_OAUTH2_SCOPE,
    &DELETE_OKTA_MANAGED_USER_ACCOUNT,
    &DELETE_ORG_CAPTCHA_SETTINGS,
    &DELETE_POLICY,
    &DELETE_POLICY_RESOURCE_MAPPING,
    &DELETE_POLICY_RULE,
    &DELETE_PREVIEW_ERROR_PAGE,
    &DELETE_PREVIEW_SIGN_IN_PAGE,
    &DELETE_PUSH_PROVIDER,
    &DELETE_REALM,
    &DELETE_REALM_ASSIGNMENT,
    &DELETE_RESOURCE_SET,
    &DELETE_RESOURCE_SET_RESOURCE,
    &DELETE_ROLE,
    &DELETE_ROLE_FROM_CLIENT,
    &DELETE_ROLE_PERMISSION,
    &DELETE_SECURITY_EVENTS_PROVIDER_INSTANCE,
    &DELETE_SMS_TEMPLATE,
    &DELETE_SSF_STREAM,
    &DELETE_TRUSTED_ORIGIN,
    &DELETE_UI_SCHEMAS,
    &DELETE_USER,
    &DELETE_USER_TYPE,
    &DELETE_WEB_AUTHN_PREREGISTRATION_FACTOR,
    &DELETEJWK,
    &ENROLL_FACTOR,
    &ENROLL_PREREGISTRATION_ENROLLMENT,
    &EXECUTE_INLINE_HOOK,
    &EXECUTE_REALM_ASSIGNMENT,
    &EXPIRE_PASSWORD,
    &EXPIRE_PASSWORD_WITH_TEMP_PASSWORD,
    &EXTEND_OKTA_SUPPORT,
    &FORGOT_PASSWORD,
    &FORGOT_PASSWORD_SET_NEW_PASSWORD,
    &GENERATE_APPLICATION_KEY,
    &GENERATE_CSR_FOR_APPLICATION,
    &GENERATE_CSR_FOR_IDENTITY_PROVIDER,
    &GENERATE_FULFILLMENT_REQUEST,
    &GENERATE_IDENTITY_PROVIDER_SIGNING_KEY,
    &GET_AERIAL_CONSENT,
    &GET_AGENT_POOLS_UPDATE_INSTANCE,
    &GET_AGENT_POOLS_UPDATE_SETTINGS,
    &GET_ALL_CROSS_APP_ACCESS_CONNECTIONS,
    &GET_ALL_WELL_KNOWN_UR_IS,
    &GET_API_SERVICE_INTEGRATION_INSTANCE,
    &GET_API_TOKEN,
    &GET_APP_SERVICE_ACCOUNT,
    &GET_APPLE_APP_SITE_ASSOCIATION_WELL_KNOWN_URI,
    &GET_APPLICATION,
    &GET_APPLICATION_GROUP_ASSIGNMENT,
    &GET_APPLICATION_KEY,
    &GET_APPLICATION_USER,
    &GET_APPLICATION_USER_SCHEMA,
    &GET_ASSET_LINKS_WELL_KNOWN_URI,
    &GET_AUTHENTICATOR,
    &GET_AUTHENTICATOR_ENROLLMENT,
    &GET_AUTHENTICATOR_METHOD,
    &GET_AUTHENTICATOR_SETTINGS,
    &GET_AUTHORIZATION_SERVER,
    &GET_AUTHORIZATION_SERVER_KEY,
    &GET_AUTHORIZATION_SERVER_POLICY,
    &GET_AUTHORIZATION_SERVER_POLICY_RULE,
    &GET_AUTO_ASSIGN_ADMIN_APP_SETTING,
    &GET_BEHAVIOR_DETECTION_RULE,
    &GET_BINDING,
    &GET_BOT_PROTECTION_CONFIGURATION,
    &GET_BRAND,
    &GET_BRAND_THEME,
    &GET_BRAND_WELL_KNOWN_URI,
    &GET_CAPTCHA_INSTANCE,
    &GET_CLIENT_PRIVILEGES_SETTING,
    &GET_CROSS_APP_ACCESS_CONNECTION,
    &GET_CSR_FOR_APPLICATION,
    &GET_CSR_FOR_IDENTITY_PROVIDER,
    &GET_CURRENT_CONFIGURATION,
    &GET_CUSTOM_AAGUID,
    &GET_CUSTOM_DOMAIN,
    &GET_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL,
    &GET_CUSTOMIZATION_PREVIEW,
    &GET_CUSTOMIZED_ERROR_PAGE,
    &GET_CUSTOMIZED_SIGN_IN_PAGE,
    &GET_DR_STATUS,
    &GET_DR_STATUS_FOR_DOMAIN,
    &GET_DEFAULT_ERROR_PAGE,
    &GET_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION,
    &GET_DEFAULT_SIGN_IN_PAGE,
    &GET_DEVICE,
    &GET_DEVICE_ASSURANCE_POLICY,
    &GET_DEVICE_INTEGRATION,
    &GET_DEVICE_POSTURE_CHECK,
    &GET_EMAIL_CUSTOMIZATION,
    &GET_EMAIL_DEFAULT_CONTENT,
    &GET_EMAIL_DEFAULT_PREVIEW,
    &GET_EMAIL_DOMAIN,
    &GET_EMAIL_SERVER,
    &GET_EMAIL_SETTINGS,
    &GET_EMAIL_TEMPLATE,
    &GET_ERROR_PAGE,
    &GET_EVENT_HOOK,
    &GET_FACTOR,
    &GET_FACTOR_TRANSACTION_STATUS,
    &GET_FEATURE,
    &GET_FEATURE_FOR_APPLICATION,
    &GET_FEDERATED_CLAIM,
    &GET_FIRST_PARTY_APP_SETTINGS,
    &GET_GOVERNANCE_BUNDLE,
    &GET_GROUP,
    &GET_GROUP_ASSIGNED_ROLE,
    &GET_GROUP_ATTRIBUTE_QUERY_RESULT,
    &GET_GROUP_PUSH_MAPPING,
    &GET_GROUP_RULE,
    &GET_GROUP_SCHEMA,
    &GET_HOOK_KEY,
    &GET_IDENTITY_PROVIDER,
    &GET_IDENTITY_PROVIDER_APPLICATION_USER,
    &GET_IDENTITY_PROVIDER_KEY,
    &GET_IDENTITY_PROVIDER_SIGNING_KEY,
    &GET_IDENTITY_SOURCE_GROUP,
    &GET_IDENTITY_SOURCE_GROUP_MEMBERSHIPS,
    &GET_IDENTITY_SOURCE_SESSION,
    &GET_IDENTITY_SOURCE_USER,
    &GET_INLINE_HOOK,
    &GET_JWK,
    &GET_LINKED_OBJECT_DEFINITION,
    &GET_LOG_STREAM,
    &GET_LOG_STREAM_SCHEMA,
    &GET_MEMBER_OF_BINDING,
    &GET_NETWORK_ZONE,
    &GET_OAUTH2_CLAIM,
    &GET_OAUTH2_CLIENT_SECRET,
    &GET_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEY,
    &GET_OAUTH2_SCOPE,
    &GET_OAUTH2_TOKEN_FOR_APPLICATION,
    &GET_OKTA_COMMUNICATION_SETTINGS,
    &GET_OKTA_MANAGED_USER_ACCOUNT,
    &GET_OPT_IN_STATUS,
    &GET_ORG_CAPTCHA_SETTINGS,
    &GET_ORG_CONTACT_USER,
    &GET_ORG_OKTA_SUPPORT_SETTINGS,
    &GET_ORG_PREFERENCES,
    &GET_ORG_SETTINGS,
    &GET_POLICY,
    &GET_POLICY_MAPPING,
    &GET_POLICY_RULE,
    &GET_PREVIEW_ERROR_PAGE,
    &GET_PREVIEW_SIGN_IN_PAGE,
    &GET_PRINCIPAL_RATE_LIMIT_ENTITY,
    &GET_PROFILE_MAPPING,
    &GET_PUBLIC_KEY,
    &GET_PUSH_PROVIDER,
    &GET_RATE_LIMIT_SETTINGS_ADMIN_NOTIFICATIONS,
    &GET_RATE_LIMIT_SETTINGS_PER_CLIENT,
    &GET_RATE_LIMIT_SETTINGS_WARNING_THRESHOLD,
    &GET_REALM,
    &GET_REALM_ASSIGNMENT,
    &GET_REFRESH_TOKEN_FOR_AUTHORIZATION_SERVER_AND_CLIENT,
    &GET_REFRESH_TOKEN_FOR_USER_AND_CLIENT,
    &GET_RESOURCE_SET,
    &GET_RESOURCE_SET_RESOURCE,
    &GET_ROLE,
    &GET_ROLE_ASSIGNMENT_GOVERNANCE_GRANT,
    &GET_ROLE_ASSIGNMENT_GOVERNANCE_GRANT_RESOURCES,
    &GET_ROLE_PERMISSION,
    &GET_ROLE_TARGETS_BY_USER_ID_AND_ROLE_ID,
    &GET_ROOT_BRAND_WELL_KNOWN_URI,
    &GET_SCOPE_CONSENT_GRANT,
    &GET_SECURITY_EVENTS_PROVIDER_INSTANCE,
    &GET_SESSION,
    &GET_SIGN_IN_PAGE,
    &GET_SIGN_OUT_PAGE_SETTINGS,
    &GET_SMS_TEMPLATE,
    &GET_SSF_STREAM_STATUS,
    &GET_SSF_STREAMS,
    &GET_SUBSCRIPTIONS_NOTIFICATION_TYPE_ROLE,
    &GET_SUBSCRIPTIONS_NOTIFICATION_TYPE_USER,
    &GET_THIRD_PARTY_ADMIN_SETTING,
    &GET_TRUSTED_ORIGIN,
    &GET_UI_SCHEMA,
    &GET_USER,
    &GET_USER_ASSIGNED_ROLE,
    &GET_USER_ASSIGNED_ROLE_GOVERNANCE,
    &GET_USER_CLASSIFICATION,
    &GET_USER_GRANT,
    &GET_USER_LOCKOUT_SETTINGS,
    &GET_USER_PROVISIONING_CONNECTION_JWKS,
    &GET_USER_RISK,
    &GET_USER_SCHEMA,
    &GET_USER_TYPE,
    &GET_WEB_AUTHN_WELL_KNOWN_URI,
    &GET_WELL_KNOWN_APP_AUTHENTICATOR_CONFIGURATION,
    &GET_WELLKNOWN_ORG_METADATA,
    &GET_WELLKNOWN_SSF_METADATA,
    &GET_YUBIKEY_OTP_TOKEN_BY_ID,
    &GRANT_AERIAL_CONSENT,
    &GRANT_CONSENT_TO_SCOPE,
    &GRANT_OKTA_SUPPORT,
    &LINK_USER_TO_IDENTITY_PROVIDER,
    &LIST_ACTIVE_IDENTITY_PROVIDER_SIGNING_KEY,
    &LIST_AGENT_POOLS,
    &LIST_AGENT_POOLS_UPDATES,
    &LIST_ALL_CUSTOM_AAGUI_DS,
    &LIST_ALL_CUSTOM_TELEPHONY_PROVIDER_CREDENTIALS,
    &LIST_ALL_SIGN_IN_WIDGET_VERSIONS,
    &LIST_API_SERVICE_INTEGRATION_INSTANCE_SECRETS,
    &LIST_API_SERVICE_INTEGRATION_INSTANCES,
    &LIST_API_TOKENS,
    &LIST_APP_LINKS,
    &LIST_APP_SERVICE_ACCOUNTS,
    &LIST_APP_TARGET_ROLE_TO_CLIENT,
    &LIST_APPLICATION_GROUP_ASSIGNMENTS,
    &LIST_APPLICATION_KEYS,
    &LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_GROUP,
    &LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_USER,
    &LIST_APPLICATION_USERS,
    &LIST_APPLICATIONS,
    &LIST_ASSIGNED_APPLICATIONS_FOR_GROUP,
    &LIST_ASSIGNED_ROLES_FOR_USER,
    &LIST_ASSOCIATED_SERVERS_BY_TRUSTED_TYPE,
    &LIST_AUTHENTICATOR_ENROLLMENTS,
    &LIST_AUTHENTICATOR_METHODS,
    &LIST_AUTHENTICATORS,
    &LIST_AUTHORIZATION_SERVER_KEYS,
    &LIST_AUTHORIZATION_SERVER_POLICIES,
    &LIST_AUTHORIZATION_SERVER_POLICY_RULES,
    &LIST_AUTHORIZATION_SERVERS,
    &LIST_BEHAVIOR_DETECTION_RULES,
    &LIST_BINDINGS,
    &LIST_BRAND_DOMAINS,
    &LIST_BRAND_THEMES,
    &LIST_BRANDS,
    &LIST_BUNDLE_ENTITLEMENT_VALUES,
    &LIST_BUNDLE_ENTITLEMENTS,
    &LIST_CAPTCHA_INSTANCES,
    &LIST_CSRS_FOR_APPLICATION,
    &LIST_CSRS_FOR_IDENTITY_PROVIDER,
    &LIST_CUSTOM_DOMAINS,
    &LIST_DEFAULT_DEVICE_POSTURE_CHECKS,
    &LIST_DEVICE_ASSURANCE_POLICIES,
    &LIST_DEVICE_INTEGRATIONS,
    &LIST_DEVICE_POSTURE_CHECKS,
    &LIST_DEVICE_USERS,
    &LIST_DEVICES,
    &LIST_EMAIL_CUSTOMIZATIONS,
    &LIST_EMAIL_DOMAINS,
    &LIST_EMAIL_SERVERS,
    &LIST_EMAIL_TEMPLATES,
    &LIST_EVENT_HOOKS,
    &LIST_FACTORS,
    &LIST_FEATURE_DEPENDENCIES,
    &LIST_FEATURE_DEPENDENTS,
    &LIST_FEATURES,
    &LIST_FEATURES_FOR_APPLICATION,
    &LIST_FEDERATED_CLAIMS,
    &LIST_GOVERNANCE_BUNDLES,
    &LIST_GRANTS_FOR_USER_AND_CLIENT,
    &LIST_GROUP_ASSIGNED_ROLES,
    &LIST_GROUP_OWNERS,
    &LIST_GROUP_PUSH_MAPPINGS,
    &LIST_GROUP_RULES,
    &LIST_GROUP_TARGET_ROLE_FOR_CLIENT,
    &LIST_GROUP_TARGETS_FOR_GROUP_ROLE,
    &LIST_GROUP_TARGETS_FOR_ROLE,
    &LIST_GROUP_USERS,
    &LIST_GROUPS,
    &LIST_HOOK_KEYS,
    &LIST_IDENTITY_PROVIDER_APPLICATION_USERS,
    &LIST_IDENTITY_PROVIDER_KEYS,
    &LIST_IDENTITY_PROVIDER_SIGNING_KEYS,
    &LIST_IDENTITY_PROVIDERS,
    &LIST_IDENTITY_SOURCE_SESSIONS,
    &LIST_INLINE_HOOKS,
    &LIST_INTERCLIENT_ALLOWED_APPLICATIONS,
    &LIST_INTERCLIENT_TARGET_APPLICATIONS,
    &LIST_JWK,
    &LIST_LINKED_OBJECT_DEFINITIONS,
    &LIST_LINKED_OBJECTS_FOR_USER,
    &LIST_LOG_EVENTS,
    &LIST_LOG_STREAM_SCHEMAS,
    &LIST_LOG_STREAMS,
    &LIST_MEMBERS_OF_BINDING,
    &LIST_NETWORK_ZONES,
    &LIST_OAUTH2_CLAIMS,
    &LIST_OAUTH2_CLIENT_SECRETS,
    &LIST_OAUTH2_CLIENTS_FOR_AUTHORIZATION_SERVER,
    &LIST_OAUTH2_RESOURCE_SERVER_JSON_WEB_KEYS,
    &LIST_OAUTH2_SCOPES,
    &LIST_OAUTH2_TOKENS_FOR_APPLICATION,
    &LIST_OKTA_MANAGED_USER_ACCOUNTS,
    &LIST_OKTA_SUPPORT_CASES,
    &LIST_ORG_CONTACT_TYPES,
    &LIST_PERSONAL_APPS_EXPORT_BLOCK_LIST,
    &LIST_POLICIES,
    &LIST_POLICY_APPS,
    &LIST_POLICY_MAPPINGS,
    &LIST_POLICY_RULES,
    &LIST_PRINCIPAL_RATE_LIMIT_ENTITIES,
    &LIST_PROFILE_MAPPINGS,
    &LIST_PUSH_PROVIDERS,
    &LIST_REALM_ASSIGNMENT_OPERATIONS,
    &LIST_REALM_ASSIGNMENTS,
    &LIST_REALMS,
    &LIST_REFRESH_TOKENS_FOR_AUTHORIZATION_SERVER_AND_CLIENT,
    &LIST_REFRESH_TOKENS_FOR_USER_AND_CLIENT,
    &LIST_RESOURCE_SET_RESOURCES,
    &LIST_RESOURCE_SETS,
    &LIST_ROLE_PERMISSIONS,
    &LIST_ROLES,
    &LIST_ROLES_FOR_CLIENT,
    &LIST_SCOPE_CONSENT_GRANTS,
    &LIST_SECURITY_EVENTS_PROVIDER_INSTANCES,
    &LIST_SMS_TEMPLATES,
    &LIST_SOCIAL_AUTH_TOKENS,
    &LIST_SUBSCRIPTIONS_ROLE,
    &LIST_SUBSCRIPTIONS_USER,
    &LIST_SUPPORTED_FACTORS,
    &LIST_SUPPORTED_SECURITY_QUESTIONS,
    &LIST_TRUSTED_ORIGINS,
    &LIST_UI_SCHEMAS,
    &LIST_USER_BLOCKS,
    &LIST_USER_CLIENTS,
    &LIST_USER_DEVICES,
    &LIST_USER_GRANTS,
    &LIST_USER_GROUPS,
    &LIST_USER_IDENTITY_PROVIDERS,
    &LIST_USER_TYPES,
    &LIST_USERS,
    &LIST_USERS_WITH_ROLE_ASSIGNMENTS,
    &LIST_WEB_AUTHN_PREREGISTRATION_FACTORS,
    &LIST_YUBIKEY_OTP_TOKENS,
    &MAP_RESOURCE_TO_POLICY,
    &OPT_IN,
    &OPT_IN_USERS_TO_OKTA_COMMUNICATION_EMAILS,
    &OPT_OUT,
    &OPT_OUT_USERS_FROM_OKTA_COMMUNICATION_EMAILS,
    &PAUSE_AGENT_POOLS_UPDATE,
    &PREVIEW_SAM_LMETADATA_FOR_APPLICATION,
    &PUBLISH_CSR_FOR_IDENTITY_PROVIDER,
    &PUBLISH_CSR_FROM_APPLICATION,
    &PUBLISH_SECURITY_EVENT_TOKENS,
    &REACTIVATE_USER,
    &REFRESH_SESSION,
    &REMOVE_APP_TARGET_INSTANCE_ROLE_FOR_CLIENT,
    &REMOVE_APP_TARGET_ROLE_FROM_CLIENT,
    &REMOVE_GROUP_TARGET_ROLE_FROM_CLIENT,
    &REPLACE_APPLICATION,
    &REPLACE_AUTHENTICATOR,
    &REPLACE_AUTHENTICATOR_METHOD,
    &REPLACE_AUTHENTICATOR_SETTINGS,
    &REPLACE_AUTHORIZATION_SERVER,
    &REPLACE_AUTHORIZATION_SERVER_POLICY,
    &REPLACE_AUTHORIZATION_SERVER_POLICY_RULE,
    &REPLACE_BEHAVIOR_DETECTION_RULE,
    &REPLACE_BLOCKED_EMAIL_DOMAINS,
    &REPLACE_BRAND,
    &REPLACE_BRAND_THEME,
    &REPLACE_BRAND_WELL_KNOWN_URI,
    &REPLACE_CAPTCHA_INSTANCE,
    &REPLACE_CUSTOM_AAGUID,
    &REPLACE_CUSTOM_DOMAIN,
    &REPLACE_CUSTOMIZED_ERROR_PAGE,
    &REPLACE_CUSTOMIZED_SIGN_IN_PAGE,
    &REPLACE_DEVICE_ASSURANCE_POLICY,
    &REPLACE_DEVICE_POSTURE_CHECK,
    &REPLACE_EMAIL_CUSTOMIZATION,
    &REPLACE_EMAIL_DOMAIN,
    &REPLACE_EMAIL_SETTINGS,
    &REPLACE_EVENT_HOOK,
    &REPLACE_EXISTING_IDENTITY_SOURCE_USER,
    &REPLACE_FEDERATED_CLAIM,
    &REPLACE_FIRST_PARTY_APP_SETTINGS,
    &REPLACE_GOVERNANCE_BUNDLE,
    &REPLACE_GROUP,
    &REPLACE_GROUP_RULE,
    &REPLACE_HOOK_KEY,
    &REPLACE_IDENTITY_PROVIDER,
    &REPLACE_IDENTITY_PROVIDER_KEY,
    &REPLACE_INLINE_HOOK,
    &REPLACE_LOG_STREAM,
    &REPLACE_NETWORK_ZONE,
    &REPLACE_OAUTH2_CLAIM,
    &REPLACE_OAUTH2_SCOPE,
    &REPLACE_OKTA_PERSONAL_ADMIN_SETTINGS,
    &REPLACE_ORG_CONTACT_USER,
    &REPLACE_ORG_SETTINGS,
    &REPLACE_POLICY,
    &REPLACE_POLICY_RULE,
    &REPLACE_PREVIEW_ERROR_PAGE,
    &REPLACE_PREVIEW_SIGN_IN_PAGE,
    &REPLACE_PRINCIPAL_RATE_LIMIT_ENTITY,
    &REPLACE_PUSH_PROVIDER,
    &REPLACE_RATE_LIMIT_SETTINGS_ADMIN_NOTIFICATIONS,
    &REPLACE_RATE_LIMIT_SETTINGS_PER_CLIENT,
    &REPLACE_RATE_LIMIT_SETTINGS_WARNING_THRESHOLD,
    &REPLACE_REALM,
    &REPLACE_REALM_ASSIGNMENT,
    &REPLACE_RESOURCE_SET,
    &REPLACE_RESOURCE_SET_RESOURCE,
    &REPLACE_ROLE,
    &REPLACE_ROLE_PERMISSION,
    &REPLACE_SECURITY_EVENTS_PROVIDER_INSTANCE,
    &REPLACE_SIGN_OUT_PAGE_SETTINGS,
    &REPLACE_SMS_TEMPLATE,
    &REPLACE_SSF_STREAM,
    &REPLACE_TRUSTED_ORIGIN,
    &REPLACE_UI_SCHEMAS,
    &REPLACE_USER,
    &REPLACE_USER_CLASSIFICATION,
    &REPLACE_USER_LOCKOUT_SETTINGS,
    &REPLACE_USER_TYPE,
    &REPLACES_ORG_CAPTCHA_SETTINGS,
    &RESEND_ENROLL_FACTOR,
    &RESET_FACTORS,
    &RESET_PASSWORD,
    &RESUME_AGENT_POOLS_UPDATE,
    &RETRIEVE_CLIENT_ROLE,
    &RETRY_AGENT_POOLS_UPDATE,
    &REVOKE_AERIAL_CONSENT,
    &REVOKE_API_TOKEN,
    &REVOKE_CSR_FOR_IDENTITY_PROVIDER,
    &REVOKE_CSR_FROM_APPLICATION,
    &REVOKE_CURRENT_API_TOKEN,
    &REVOKE_GRANTS_FOR_USER_AND_CLIENT,
    &REVOKE_OAUTH2_TOKEN_FOR_APPLICATION,
    &REVOKE_OAUTH2_TOKENS_FOR_APPLICATION,
    &REVOKE_OKTA_SUPPORT,
    &REVOKE_REFRESH_TOKEN_FOR_AUTHORIZATION_SERVER_AND_CLIENT,
    &REVOKE_REFRESH_TOKENS_FOR_AUTHORIZATION_SERVER_AND_CLIENT,
    &REVOKE_SCOPE_CONSENT_GRANT,
    &REVOKE_SESSION,
    &REVOKE_TOKEN_FOR_USER_AND_CLIENT,
    &REVOKE_TOKENS_FOR_USER_AND_CLIENT,
    &REVOKE_USER_GRANT,
    &REVOKE_USER_GRANTS,
    &REVOKE_USER_SESSIONS,
    &ROTATE_AUTHORIZATION_SERVER_KEYS,
    &SEND_PIN,
    &SEND_TEST_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL,
    &SEND_TEST_EMAIL,
    &SET_AS_PRIMARY_CUSTOM_TELEPHONY_CREDENTIAL,
    &SET_ORG_HIDE_OKTA_UI_FOOTER,
    &SET_ORG_SHOW_OKTA_UI_FOOTER,
    &START_IMPORT_FROM_IDENTITY_SOURCE,
    &START_ORG_FAILBACK,
    &START_ORG_FAILOVER,
    &STOP_AGENT_POOLS_UPDATE,
    &SUBMIT_GROUP_ATTRIBUTE_QUERY,
    &SUBSCRIBE_BY_NOTIFICATION_TYPE_ROLE,
    &SUBSCRIBE_BY_NOTIFICATION_TYPE_USER,
    &SUSPEND_DEVICE,
    &SUSPEND_USER,
    &TEST_EMAIL_SERVER,
    &UNASSIGN_APP_INSTANCE_TARGET_FROM_ADMIN_ROLE_FOR_USER,
    &UNASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_GROUP,
    &UNASSIGN_APP_TARGET_FROM_APP_ADMIN_ROLE_FOR_USER,
    &UNASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_GROUP,
    &UNASSIGN_APPLICATION_FROM_GROUP,
    &UNASSIGN_GROUP_TARGET_FROM_GROUP_ADMIN_ROLE,
    &UNASSIGN_GROUP_TARGET_FROM_USER_ADMIN_ROLE,
    &UNASSIGN_MEMBER_FROM_BINDING,
    &UNASSIGN_ROLE_FROM_GROUP,
    &UNASSIGN_ROLE_FROM_USER,
    &UNASSIGN_USER_FROM_APPLICATION,
    &UNASSIGN_USER_FROM_GROUP,
    &UNENROLL_FACTOR,
    &UNLINK_USER_FROM_IDENTITY_PROVIDER,
    &UNLOCK_USER,
    &UNSUBSCRIBE_BY_NOTIFICATION_TYPE_ROLE,
    &UNSUBSCRIBE_BY_NOTIFICATION_TYPE_USER,
    &UNSUSPEND_DEVICE,
    &UNSUSPEND_USER,
    &UPDATE_AGENT_POOLS_UPDATE,
    &UPDATE_AGENT_POOLS_UPDATE_SETTINGS,
    &UPDATE_APP_SERVICE_ACCOUNT,
    &UPDATE_APPLICATION_USER,
    &UPDATE_APPLICATION_USER_PROFILE,
    &UPDATE_AUTO_ASSIGN_ADMIN_APP_SETTING,
    &UPDATE_BOT_PROTECTION_CONFIGURATION,
    &UPDATE_CAPTCHA_INSTANCE,
    &UPDATE_CONFIGURATION,
    &UPDATE_CROSS_APP_ACCESS_CONNECTION,
    &UPDATE_CUSTOM_AAGUID,
    &UPDATE_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL,
    &UPDATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION,
    &UPDATE_EMAIL_SERVER,
    &UPDATE_FEATURE_FOR_APPLICATION,
    &UPDATE_FEATURE_LIFECYCLE,
    &UPDATE_GROUP_ASSIGNMENT_TO_APPLICATION,
    &UPDATE_GROUP_MEMBERSHIP,
    &UPDATE_GROUP_PUSH_MAPPING,
    &UPDATE_GROUP_SCHEMA,
    &UPDATE_IDENTITY_SOURCE_GROUPS,
    &UPDATE_IDENTITY_SOURCE_USERS,
    &UPDATE_INLINE_HOOK,
    &UPDATE_OKTA_MANAGED_USER_ACCOUNT,
    &UPDATE_OKTA_SUPPORT_CASE,
    &UPDATE_ORG_SETTINGS,
    &UPDATE_PROFILE_MAPPING,
    &UPDATE_SMS_TEMPLATE,
    &UPDATE_SSF_STREAM,
    &UPDATE_THIRD_PARTY_ADMIN_SETTING,
    &UPDATE_USER,
    &UPDATE_USER_PROFILE,
    &UPDATE_USER_TYPE,
    &UPLOAD_APPLICATION_LOGO,
    &UPLOAD_BRAND_THEME_BACKGROUND_IMAGE,
    &UPLOAD_BRAND_THEME_FAVICON,
    &UPLOAD_BRAND_THEME_LOGO,
    &UPLOAD_IDENTITY_SOURCE_DATA_FOR_DELETE,
    &UPLOAD_IDENTITY_SOURCE_DATA_FOR_UPSERT,
    &UPLOAD_IDENTITY_SOURCE_GROUP_MEMBERSHIPS_FOR_DELETE,
    &UPLOAD_IDENTITY_SOURCE_GROUP_MEMBERSHIPS_FOR_UPSERT,
    &UPLOAD_IDENTITY_SOURCE_GROUPS_DATA_FOR_DELETE,
    &UPLOAD_IDENTITY_SOURCE_GROUPS_FOR_UPSERT,
    &UPLOAD_YUBIKEY_OTP_TOKEN_SEED,
    &UPSERT_API_TOKEN,
    &UPSERT_CERTIFICATE,
    &UPSERT_USER_RISK,
    &VERIFY_DOMAIN,
    &VERIFY_EMAIL_DOMAIN,
    &VERIFY_EVENT_HOOK,
    &VERIFY_FACTOR,
    &VERIFY_PROVISIONING_CONNECTION_FOR_APPLICATION,
    &VERIFY_RP_ID_DOMAIN,
    &VERIFY_SSF_STREAM,
];

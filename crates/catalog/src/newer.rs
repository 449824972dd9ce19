//! Operations of newer descriptions than the one that the table of operations is made from. Okta's own clients
//! send them. Of some it is not known which scope they need, and those name none.
use crate::Operation;
use crate::line::{delete, get, integer, patch, post, put, text};

#[rustfmt::skip]
#[allow(missing_docs, reason = "one operation a line, as in the generated table")]
mod table {
    use super::*;

    pub const ACTIVATE_AI_AGENT: Operation = post("activateAIAgent", "/workload-principals/api/v1/ai-agents/{agentId}/lifecycle/activate", "AgentRegistration").scopes(&["okta.aiAgents.manage"]);
    pub const ACTIVATE_AGENT_JSON_WEB_KEY: Operation = post("activateAgentJsonWebKey", "/workload-principals/api/v1/ai-agents/{agentId}/credentials/jwks/{keyId}/lifecycle/activate", "AgentPublicKey").scopes(&["okta.aiAgents.manage"]);
    pub const ACTIVATE_MANAGED_CONNECTION: Operation = post("activateManagedConnection", "/workload-principals/api/v1/ai-agents/{agentId}/connections/{connectionId}/lifecycle/activate", "AgentConnections").scopes(&["okta.aiAgents.manage"]);
    pub const ADD_AGENT_JWK: Operation = post("addAgentJwk", "/workload-principals/api/v1/ai-agents/{agentId}/credentials/jwks", "AgentPublicKey").json().scopes(&["okta.aiAgents.manage"]);
    pub const CLAIM_PRIVILEGED_RESOURCE: Operation = post("claimPrivilegedResource", "/privileged-access/api/v1/resources/{id}/claim", "PrivilegedResource");
    pub const CONFIGURE_CAPABILITY_APPLICATION: Operation = post("configureCapabilityApplication", "/api/v1/apps/{appId}/express-configure/{capabilityType}", "Application").scopes(&["okta.apps.manage"]);
    pub const CREATE_MANAGED_CONNECTION: Operation = post("createManagedConnection", "/workload-principals/api/v1/ai-agents/{agentId}/connections", "AgentConnections").json().scopes(&["okta.aiAgents.manage"]);
    pub const CREATE_PRIVILEGED_RESOURCE: Operation = post("createPrivilegedResource", "/privileged-access/api/v1/resources", "PrivilegedResource").json();
    pub const CREATE_RISK_PROVIDER: Operation = post("createRiskProvider", "/api/v1/risk/providers", "RiskProvider").json().scopes(&["okta.riskProviders.manage"]);
    pub const CREATE_SERVICE_ACCOUNT: Operation = post("createServiceAccount", "/privileged-access/api/v1/accounts", "ServiceAccount").json();
    pub const CREATE_SUBMISSION: Operation = post("createSubmission", "/integrations/api/v1/submissions", "YourOinIntegrations").json_optional();
    pub const DEACTIVATE_AI_AGENT: Operation = post("deactivateAIAgent", "/workload-principals/api/v1/ai-agents/{agentId}/lifecycle/deactivate", "AgentRegistration").scopes(&["okta.aiAgents.manage"]);
    pub const DEACTIVATE_AGENT_JSON_WEB_KEY: Operation = post("deactivateAgentJsonWebKey", "/workload-principals/api/v1/ai-agents/{agentId}/credentials/jwks/{keyId}/lifecycle/deactivate", "AgentPublicKey").scopes(&["okta.aiAgents.manage"]);
    pub const DEACTIVATE_MANAGED_CONNECTION: Operation = post("deactivateManagedConnection", "/workload-principals/api/v1/ai-agents/{agentId}/connections/{connectionId}/lifecycle/deactivate", "AgentConnections").scopes(&["okta.aiAgents.manage"]);
    pub const DELETE_AI_AGENT: Operation = delete("deleteAIAgent", "/workload-principals/api/v1/ai-agents/{agentId}", "AgentRegistration").scopes(&["okta.aiAgents.manage"]);
    pub const DELETE_AGENT_JWK: Operation = delete("deleteAgentJwk", "/workload-principals/api/v1/ai-agents/{agentId}/credentials/jwks/{keyId}", "AgentPublicKey").scopes(&["okta.aiAgents.manage"]);
    pub const DELETE_MANAGED_CONNECTION: Operation = delete("deleteManagedConnection", "/workload-principals/api/v1/ai-agents/{agentId}/connections/{connectionId}", "AgentConnections").scopes(&["okta.aiAgents.manage"]);
    pub const DELETE_PRIVILEGED_RESOURCE: Operation = delete("deletePrivilegedResource", "/privileged-access/api/v1/resources/{id}", "PrivilegedResource");
    pub const DELETE_RISK_PROVIDER: Operation = delete("deleteRiskProvider", "/api/v1/risk/providers/{riskProviderId}", "RiskProvider").scopes(&["okta.riskProviders.manage"]);
    pub const DELETE_SERVICE_ACCOUNT: Operation = delete("deleteServiceAccount", "/privileged-access/api/v1/accounts/{id}", "ServiceAccount");
    pub const GET_AI_AGENT: Operation = get("getAIAgent", "/workload-principals/api/v1/ai-agents/{agentId}", "AgentRegistration").scopes(&["okta.aiAgents.read"]);
    pub const GET_AI_AGENT_OPERATION: Operation = get("getAIAgentOperation", "/workload-principals/api/v1/operations/{operationId}", "AgentRegistration").scopes(&["okta.aiAgents.read"]);
    pub const GET_AGENT_JWK: Operation = get("getAgentJwk", "/workload-principals/api/v1/ai-agents/{agentId}/credentials/jwks/{keyId}", "AgentPublicKey").scopes(&["okta.aiAgents.read"]);
    pub const GET_APP_UI_SCHEMA: Operation = get("getAppUISchema", "/api/v1/meta/layouts/apps/{appName}/sections/{section}/{operation}", "UISchema");
    pub const GET_APP_UI_SCHEMA_LINKS: Operation = get("getAppUISchemaLinks", "/api/v1/meta/layouts/apps/{appName}", "UISchema");
    pub const GET_DESKTOP_MFA_ENFORCE_NUMBER_MATCHING_CHALLENGE_ORG_SETTING: Operation = get("getDesktopMFAEnforceNumberMatchingChallengeOrgSetting", "/device-access/api/v1/desktop-mfa/enforce-number-matching-challenge-settings", "DeviceAccess");
    pub const GET_DESKTOP_MFA_RECOVERY_PIN_ORG_SETTING: Operation = get("getDesktopMFARecoveryPinOrgSetting", "/device-access/api/v1/desktop-mfa/recovery-pin-settings", "DeviceAccess");
    pub const GET_MANAGED_CONNECTION: Operation = get("getManagedConnection", "/workload-principals/api/v1/ai-agents/{agentId}/connections/{connectionId}", "AgentConnections").scopes(&["okta.aiAgents.read"]);
    pub const GET_OAUTH2_ACCESS_TOKEN_FOR_EXPRESS_CONFIGURATION: Operation = get("getOAuth2AccessTokenForExpressConfiguration", "/api/v1/apps/{appId}/express-configure/oauth2/authorize", "Application").query(&[text("token"), text("capabilityType")]).scopes(&["okta.apps.read"]);
    pub const GET_OPERATION_STATUS: Operation = get("getOperationStatus", "/api/v1/operations/{operationId}", "OperationsIntegration");
    pub const GET_PRIVILEGED_RESOURCE: Operation = get("getPrivilegedResource", "/privileged-access/api/v1/resources/{id}", "PrivilegedResource");
    pub const GET_PRIVILEGED_RESOURCES: Operation = get("getPrivilegedResources", "/privileged-access/api/v1/containers/{containerId}/resources", "PrivilegedResource").query(&[text("lastUpdated"), text("status"), integer("limit"), text("after")]).pages(None, None);
    pub const GET_RISK_PROVIDER: Operation = get("getRiskProvider", "/api/v1/risk/providers/{riskProviderId}", "RiskProvider").scopes(&["okta.riskProviders.read"]);
    pub const GET_SERVICE_ACCOUNT: Operation = get("getServiceAccount", "/privileged-access/api/v1/accounts/{id}", "ServiceAccount");
    pub const GET_SUBMISSION_ACTIONS: Operation = get("getSubmissionActions", "/integrations/api/v1/submissions/{submissionId}/capabilities/{capability}/protocols/actions", "YourOinIntegrations");
    pub const GET_SUBMISSION_AUTH_SETTINGS: Operation = get("getSubmissionAuthSettings", "/integrations/api/v1/submissions/{submissionId}/capabilities/shared/auth-settings/default", "YourOinIntegrations");
    pub const GET_SUBMISSION_BY_OPERATION_ID: Operation = get("getSubmissionByOperationId", "/integrations/api/v1/submissions/{submissionId}", "YourOinIntegrations");
    pub const GET_SUBMISSION_TENANT_SETTINGS: Operation = get("getSubmissionTenantSettings", "/integrations/api/v1/submissions/{submissionId}/tenant-settings", "YourOinIntegrations");
    pub const GET_SUBMISSION_TEST_INFO: Operation = get("getSubmissionTestInfo", "/integrations/api/v1/submissions/{submissionId}/testing", "YourOinIntegrations");
    pub const LIST_AI_AGENT_OPERATIONS: Operation = get("listAIAgentOperations", "/workload-principals/api/v1/operations", "AgentRegistration").query(&[text("after"), integer("limit")]).pages_in("data").scopes(&["okta.aiAgents.read"]);
    pub const LIST_AI_AGENTS: Operation = get("listAIAgents", "/workload-principals/api/v1/ai-agents", "AgentRegistration").query(&[text("after"), integer("limit"), text("search")]).pages_in("data").scopes(&["okta.aiAgents.read"]);
    pub const LIST_AGENT_JWK: Operation = get("listAgentJwk", "/workload-principals/api/v1/ai-agents/{agentId}/credentials/jwks", "AgentPublicKey").scopes(&["okta.aiAgents.read"]);
    pub const LIST_AVAILABLE_ACTIONS: Operation = get("listAvailableActions", "/integrations/api/v1/submissions/{submissionId}/capabilities/{capability}/protocols/actions/actions-provider/{actionsProviderType}/available-actions", "YourOinIntegrations");
    pub const LIST_CONNECTIONS: Operation = get("listConnections", "/workload-principals/api/v1/ai-agents/{agentId}/connections", "AgentConnections").query(&[text("after"), integer("limit")]).pages_in("data").scopes(&["okta.aiAgents.read"]);
    pub const LIST_POTENTIAL_CONNECTIONS_BY_TYPE: Operation = get("listPotentialConnectionsByType", "/workload-principals/api/v1/potential-connections", "AgentPotentialConnections").query(&[text("filter").required(), text("match"), text("after"), integer("limit")]).pages_in("data").scopes(&["okta.aiAgents.read"]);
    pub const LIST_RISK_PROVIDERS: Operation = get("listRiskProviders", "/api/v1/risk/providers", "RiskProvider").whole().scopes(&["okta.riskProviders.read"]);
    pub const LIST_SERVICE_ACCOUNTS: Operation = get("listServiceAccounts", "/privileged-access/api/v1/accounts", "ServiceAccount").query(&[integer("limit"), text("after"), text("q")]).pages(None, None);
    pub const LIST_SUBMISSION_CAPABILITIES: Operation = get("listSubmissionCapabilities", "/integrations/api/v1/submissions/{submissionId}/capabilities", "YourOinIntegrations");
    pub const LIST_SUBMISSIONS: Operation = get("listSubmissions", "/integrations/api/v1/submissions", "YourOinIntegrations").query(&[integer("limit"), text("after")]).pages(None, None);
    pub const LIST_UNCONFIRMED_USERS: Operation = get("listUnconfirmedUsers", "/api/v1/apps/{appId}/unconfirmed-users", "UnconfirmedUsers").query(&[text("after"), integer("limit")]).scopes(&["okta.apps.read"]);
    pub const PREPARE_PRIVILEGED_RESOURCES_TO_BE_FETCHED: Operation = post("preparePrivilegedResourcesToBeFetched", "/privileged-access/api/v1/containers/{containerId}/prepare-resources", "PrivilegedResource").query(&[text("lastUpdated")]);
    pub const REGISTER_AI_AGENT: Operation = post("registerAIAgent", "/workload-principals/api/v1/ai-agents", "AgentRegistration").json().scopes(&["okta.aiAgents.manage"]);
    pub const REPLACE_AI_AGENT: Operation = put("replaceAIAgent", "/workload-principals/api/v1/ai-agents/{agentId}", "AgentRegistration").json().scopes(&["okta.aiAgents.manage"]);
    pub const REPLACE_DESKTOP_MFA_ENFORCE_NUMBER_MATCHING_CHALLENGE_ORG_SETTING: Operation = put("replaceDesktopMFAEnforceNumberMatchingChallengeOrgSetting", "/device-access/api/v1/desktop-mfa/enforce-number-matching-challenge-settings", "DeviceAccess").json();
    pub const REPLACE_DESKTOP_MFA_RECOVERY_PIN_ORG_SETTING: Operation = put("replaceDesktopMFARecoveryPinOrgSetting", "/device-access/api/v1/desktop-mfa/recovery-pin-settings", "DeviceAccess").json();
    pub const REPLACE_FILTERS_FOR_PRIVILEGED_RESOURCE_IDENTIFICATION: Operation = put("replaceFiltersForPrivilegedResourceIdentification", "/privileged-access/api/v1/containers/{containerId}/resource-filter-criteria", "PrivilegedResource").json();
    pub const REPLACE_PRIVILEGED_RESOURCE: Operation = put("replacePrivilegedResource", "/privileged-access/api/v1/resources/{id}", "PrivilegedResource").json();
    pub const REPLACE_RISK_PROVIDER: Operation = put("replaceRiskProvider", "/api/v1/risk/providers/{riskProviderId}", "RiskProvider").json().scopes(&["okta.riskProviders.manage"]);
    pub const REPLACE_SUBMISSION: Operation = put("replaceSubmission", "/integrations/api/v1/submissions/{submissionId}", "YourOinIntegrations").json_optional();
    pub const ROTATE_PASSWORD_FOR_PRIVILEGED_RESOURCE: Operation = post("rotatePasswordForPrivilegedResource", "/privileged-access/api/v1/resources/{id}/rotate-password", "PrivilegedResource").json();
    pub const SEND_RISK_EVENTS: Operation = post("sendRiskEvents", "/api/v1/risk/events/ip", "RiskEvent").json().scopes(&["okta.riskEvents.manage"]);
    pub const SUBMIT_SUBMISSION: Operation = post("submitSubmission", "/integrations/api/v1/submissions/{submissionId}/submit", "YourOinIntegrations");
    pub const UPDATE_AI_AGENT: Operation = patch("updateAIAgent", "/workload-principals/api/v1/ai-agents/{agentId}", "AgentRegistration").other_body().scopes(&["okta.aiAgents.manage"]);
    pub const UPDATE_MANAGED_CONNECTION: Operation = patch("updateManagedConnection", "/workload-principals/api/v1/ai-agents/{agentId}/connections/{connectionId}", "AgentConnections").json().scopes(&["okta.aiAgents.manage"]);
    pub const UPDATE_SERVICE_ACCOUNT: Operation = patch("updateServiceAccount", "/privileged-access/api/v1/accounts/{id}", "ServiceAccount").json_optional();
    pub const UPLOAD_SUBMISSION_DEFAULT_LOGO: Operation = post("uploadSubmissionDefaultLogo", "/integrations/api/v1/submissions/logo/default", "YourOinIntegrations").other_body();
    pub const UPLOAD_SUBMISSION_LOGO: Operation = post("uploadSubmissionLogo", "/integrations/api/v1/submissions/logo", "YourOinIntegrations").other_body();
    pub const UPSERT_SUBMISSION_ACTIONS: Operation = put("upsertSubmissionActions", "/integrations/api/v1/submissions/{submissionId}/capabilities/{capability}/protocols/actions", "YourOinIntegrations").json_optional();
    pub const UPSERT_SUBMISSION_AUTH_SETTINGS: Operation = put("upsertSubmissionAuthSettings", "/integrations/api/v1/submissions/{submissionId}/capabilities/shared/auth-settings/default", "YourOinIntegrations").json_optional();
    pub const UPSERT_SUBMISSION_CAPABILITIES: Operation = put("upsertSubmissionCapabilities", "/integrations/api/v1/submissions/{submissionId}/capabilities", "YourOinIntegrations").json_optional();
    pub const UPSERT_SUBMISSION_TENANT_SETTINGS: Operation = put("upsertSubmissionTenantSettings", "/integrations/api/v1/submissions/{submissionId}/tenant-settings", "YourOinIntegrations").json_optional();
    pub const UPSERT_SUBMISSION_TEST_INFO: Operation = put("upsertSubmissionTestInfo", "/integrations/api/v1/submissions/{submissionId}/testing", "YourOinIntegrations").json_optional();
    pub const VERIFY_ACTIONS: Operation = post("verifyActions", "/integrations/api/v1/submissions/{submissionId}/capabilities/{capability}/protocols/actions/actions-provider/{actionsProviderType}/validate-actions", "YourOinIntegrations");

    pub(crate) const ALL: &[&Operation] = &[
        &ACTIVATE_AI_AGENT,
        &ACTIVATE_AGENT_JSON_WEB_KEY,
        &ACTIVATE_MANAGED_CONNECTION,
        &ADD_AGENT_JWK,
        &CLAIM_PRIVILEGED_RESOURCE,
        &CONFIGURE_CAPABILITY_APPLICATION,
        &CREATE_MANAGED_CONNECTION,
        &CREATE_PRIVILEGED_RESOURCE,
        &CREATE_RISK_PROVIDER,
        &CREATE_SERVICE_ACCOUNT,
        &CREATE_SUBMISSION,
        &DEACTIVATE_AI_AGENT,
        &DEACTIVATE_AGENT_JSON_WEB_KEY,
        &DEACTIVATE_MANAGED_CONNECTION,
        &DELETE_AI_AGENT,
        &DELETE_AGENT_JWK,
        &DELETE_MANAGED_CONNECTION,
        &DELETE_PRIVILEGED_RESOURCE,
        &DELETE_RISK_PROVIDER,
        &DELETE_SERVICE_ACCOUNT,
        &GET_AI_AGENT,
        &GET_AI_AGENT_OPERATION,
        &GET_AGENT_JWK,
        &GET_APP_UI_SCHEMA,
        &GET_APP_UI_SCHEMA_LINKS,
        &GET_DESKTOP_MFA_ENFORCE_NUMBER_MATCHING_CHALLENGE_ORG_SETTING,
        &GET_DESKTOP_MFA_RECOVERY_PIN_ORG_SETTING,
        &GET_MANAGED_CONNECTION,
        &GET_OAUTH2_ACCESS_TOKEN_FOR_EXPRESS_CONFIGURATION,
        &GET_OPERATION_STATUS,
        &GET_PRIVILEGED_RESOURCE,
        &GET_PRIVILEGED_RESOURCES,
        &GET_RISK_PROVIDER,
        &GET_SERVICE_ACCOUNT,
        &GET_SUBMISSION_ACTIONS,
        &GET_SUBMISSION_AUTH_SETTINGS,
        &GET_SUBMISSION_BY_OPERATION_ID,
        &GET_SUBMISSION_TENANT_SETTINGS,
        &GET_SUBMISSION_TEST_INFO,
        &LIST_AI_AGENT_OPERATIONS,
        &LIST_AI_AGENTS,
        &LIST_AGENT_JWK,
        &LIST_AVAILABLE_ACTIONS,
        &LIST_CONNECTIONS,
        &LIST_POTENTIAL_CONNECTIONS_BY_TYPE,
        &LIST_RISK_PROVIDERS,
        &LIST_SERVICE_ACCOUNTS,
        &LIST_SUBMISSION_CAPABILITIES,
        &LIST_SUBMISSIONS,
        &LIST_UNCONFIRMED_USERS,
        &PREPARE_PRIVILEGED_RESOURCES_TO_BE_FETCHED,
        &REGISTER_AI_AGENT,
        &REPLACE_AI_AGENT,
        &REPLACE_DESKTOP_MFA_ENFORCE_NUMBER_MATCHING_CHALLENGE_ORG_SETTING,
        &REPLACE_DESKTOP_MFA_RECOVERY_PIN_ORG_SETTING,
        &REPLACE_FILTERS_FOR_PRIVILEGED_RESOURCE_IDENTIFICATION,
        &REPLACE_PRIVILEGED_RESOURCE,
        &REPLACE_RISK_PROVIDER,
        &REPLACE_SUBMISSION,
        &ROTATE_PASSWORD_FOR_PRIVILEGED_RESOURCE,
        &SEND_RISK_EVENTS,
        &SUBMIT_SUBMISSION,
        &UPDATE_AI_AGENT,
        &UPDATE_MANAGED_CONNECTION,
        &UPDATE_SERVICE_ACCOUNT,
        &UPLOAD_SUBMISSION_DEFAULT_LOGO,
        &UPLOAD_SUBMISSION_LOGO,
        &UPSERT_SUBMISSION_ACTIONS,
        &UPSERT_SUBMISSION_AUTH_SETTINGS,
        &UPSERT_SUBMISSION_CAPABILITIES,
        &UPSERT_SUBMISSION_TENANT_SETTINGS,
        &UPSERT_SUBMISSION_TEST_INFO,
        &VERIFY_ACTIONS,
    ];
}

pub use table::*;

//! Policies and authorization servers.

use oktars::authorization_server::{
    AuthorizationServer, AuthorizationServerPolicy, AuthorizationServerPolicyRule, Claim,
    ListAssociatedServers, ListAuthorizationServerClients, ListAuthorizationServerKeys,
    ListAuthorizationServerPolicies, ListAuthorizationServerPolicyRules, ListAuthorizationServers,
    ListClaims, ListScopes, Scope,
};
use oktars::policy::{
    CreatePolicy, ListPolicies, ListPolicyApps, ListPolicyMappings, ListPolicyRules, NewPolicyMapping,
    Policy, PolicyRule, PolicyRuleType, PolicyType,
};
use oktars::{Okta, Result};
use serde_json::Value;

use super::app::list_refresh_tokens;
use super::{nothing, page, value};
use crate::recordings::asked::Asked;

pub async fn policy(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listPolicies" => {
            let mut query = ListPolicies::new();
            query.kind = asked.text("type");
            query.status = asked.text("status");
            query.q = asked.text("q");
            query.expand = asked.text("expand");
            query.sort_by = asked.text("sortBy");
            query.limit = asked.number("limit");
            query.resource_id = asked.text("resourceId");
            query.after = asked.text("after");
            page(okta.policies().list(&query)).await
        }
        "createPolicy" => {
            let mut query = CreatePolicy::new();
            query.activate = asked.flag("activate");
            value(okta.policies().create_with(&Policy::new(PolicyType::PASSWORD, "name"), &query).await)
        }
        "getPolicy" if asked.text("expand").is_some() => {
            value(okta.policies().get_with_rules(asked.path(0)).await)
        }
        "getPolicy" => value(okta.policies().get(asked.path(0)).await),
        "replacePolicy" => {
            value(okta.policies().replace(asked.path(0), &Policy::new(PolicyType::PASSWORD, "name")).await)
        }
        "deletePolicy" => nothing(okta.policies().delete(asked.path(0)).await),
        "activatePolicy" => nothing(okta.policies().activate(asked.path(0)).await),
        "deactivatePolicy" => nothing(okta.policies().deactivate(asked.path(0)).await),
        "clonePolicy" => value(okta.policies().duplicate(asked.path(0)).await),
        "listPolicyApps" => page(okta.policies().apps(asked.path(0), &ListPolicyApps::new())).await,
        "listPolicyMappings" => {
            page(okta.policies().mappings(asked.path(0), &ListPolicyMappings::new())).await
        }
        "mapResourceToPolicy" => {
            value(okta.policies().map(asked.path(0), &NewPolicyMapping::app("0oa1")).await)
        }
        "getPolicyMapping" => value(okta.policies().mapping(asked.path(0), asked.path(1)).await),
        "deletePolicyResourceMapping" => {
            nothing(okta.policies().remove_mapping(asked.path(0), asked.path(1)).await)
        }
        "createPolicySimulation" => page(okta.policies().simulate(&[])).await,
        "listPolicyRules" => page(okta.policy_rules(asked.path(0)).list(&ListPolicyRules::new())).await,
        "createPolicyRule" => {
            let mut query = CreatePolicy::new();
            query.activate = asked.flag("activate");
            value(
                okta.policy_rules(asked.path(0))
                    .create_with(&PolicyRule::new(PolicyRuleType::PASSWORD, "name"), &query)
                    .await,
            )
        }
        "getPolicyRule" => value(okta.policy_rules(asked.path(0)).get(asked.path(1)).await),
        "replacePolicyRule" => value(
            okta.policy_rules(asked.path(0))
                .replace(asked.path(1), &PolicyRule::new(PolicyRuleType::PASSWORD, "name"))
                .await,
        ),
        "deletePolicyRule" => nothing(okta.policy_rules(asked.path(0)).delete(asked.path(1)).await),
        "activatePolicyRule" => nothing(okta.policy_rules(asked.path(0)).activate(asked.path(1)).await),
        "deactivatePolicyRule" => nothing(okta.policy_rules(asked.path(0)).deactivate(asked.path(1)).await),
        _ => return None,
    })
}

pub async fn authorization_server(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listAuthorizationServers" => {
            let mut query = ListAuthorizationServers::new();
            query.q = asked.text("q");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            page(okta.authorization_servers().list(&query)).await
        }
        "createAuthorizationServer" => {
            value(okta.authorization_servers().create(&AuthorizationServer::new("name", "audience")).await)
        }
        "getAuthorizationServer" => value(okta.authorization_servers().get(asked.path(0)).await),
        "replaceAuthorizationServer" => value(
            okta.authorization_servers()
                .replace(asked.path(0), &AuthorizationServer::new("name", "audience"))
                .await,
        ),
        "deleteAuthorizationServer" => nothing(okta.authorization_servers().delete(asked.path(0)).await),
        "activateAuthorizationServer" => nothing(okta.authorization_servers().activate(asked.path(0)).await),
        "deactivateAuthorizationServer" => {
            nothing(okta.authorization_servers().deactivate(asked.path(0)).await)
        }
        "listAssociatedServersByTrustedType" => {
            let mut query = ListAssociatedServers::new();
            query.trusted = asked.flag("trusted");
            query.q = asked.text("q");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            page(okta.authorization_servers().associated(asked.path(0), &query)).await
        }
        "createAssociatedServers" => {
            page(okta.authorization_servers().associate(asked.path(0), ["id"])).await
        }
        "deleteAssociatedServer" => {
            nothing(okta.authorization_servers().dissociate(asked.path(0), asked.path(1)).await)
        }
        "listOAuth2ClientsForAuthorizationServer" => {
            page(okta.authorization_servers().clients(asked.path(0), &ListAuthorizationServerClients::new()))
                .await
        }
        "listRefreshTokensForAuthorizationServerAndClient" => {
            page(okta.authorization_servers().tokens(
                asked.path(0),
                asked.path(1),
                &list_refresh_tokens(asked),
            ))
            .await
        }
        "getRefreshTokenForAuthorizationServerAndClient" => {
            value(okta.authorization_servers().token(asked.path(0), asked.path(1), asked.path(2)).await)
        }
        "revokeRefreshTokenForAuthorizationServerAndClient" => nothing(
            okta.authorization_servers().revoke_token(asked.path(0), asked.path(1), asked.path(2)).await,
        ),
        "revokeRefreshTokensForAuthorizationServerAndClient" => {
            nothing(okta.authorization_servers().revoke_tokens(asked.path(0), asked.path(1)).await)
        }
        "listAuthorizationServerKeys" => {
            page(okta.authorization_servers().keys(asked.path(0), &ListAuthorizationServerKeys::new())).await
        }
        "getAuthorizationServerKey" => {
            value(okta.authorization_servers().key(asked.path(0), asked.path(1)).await)
        }
        "rotateAuthorizationServerKeys" => {
            page(okta.authorization_servers().rotate_keys(asked.path(0))).await
        }
        _ => return None,
    })
}

pub async fn authorization_server_part(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listOAuth2Scopes" => {
            let mut query = ListScopes::new();
            query.q = asked.text("q");
            query.filter = asked.expression("filter");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            page(okta.authorization_server_scopes(asked.path(0)).list(&query)).await
        }
        "createOAuth2Scope" => {
            value(okta.authorization_server_scopes(asked.path(0)).create(&Scope::new("name")).await)
        }
        "getOAuth2Scope" => value(okta.authorization_server_scopes(asked.path(0)).get(asked.path(1)).await),
        "replaceOAuth2Scope" => value(
            okta.authorization_server_scopes(asked.path(0)).replace(asked.path(1), &Scope::new("name")).await,
        ),
        "deleteOAuth2Scope" => {
            nothing(okta.authorization_server_scopes(asked.path(0)).delete(asked.path(1)).await)
        }
        "listOAuth2Claims" => {
            page(okta.authorization_server_claims(asked.path(0)).list(&ListClaims::new())).await
        }
        "createOAuth2Claim" => value(
            okta.authorization_server_claims(asked.path(0)).create(&Claim::new("name", "expression")).await,
        ),
        "getOAuth2Claim" => value(okta.authorization_server_claims(asked.path(0)).get(asked.path(1)).await),
        "replaceOAuth2Claim" => value(
            okta.authorization_server_claims(asked.path(0))
                .replace(asked.path(1), &Claim::new("name", "expression"))
                .await,
        ),
        "deleteOAuth2Claim" => {
            nothing(okta.authorization_server_claims(asked.path(0)).delete(asked.path(1)).await)
        }
        "listAuthorizationServerPolicies" => {
            page(
                okta.authorization_server_policies(asked.path(0))
                    .list(&ListAuthorizationServerPolicies::new()),
            )
            .await
        }
        "createAuthorizationServerPolicy" => value(
            okta.authorization_server_policies(asked.path(0))
                .create(&AuthorizationServerPolicy::new("name", "description"))
                .await,
        ),
        "getAuthorizationServerPolicy" => {
            value(okta.authorization_server_policies(asked.path(0)).get(asked.path(1)).await)
        }
        "replaceAuthorizationServerPolicy" => value(
            okta.authorization_server_policies(asked.path(0))
                .replace(asked.path(1), &AuthorizationServerPolicy::new("name", "description"))
                .await,
        ),
        "deleteAuthorizationServerPolicy" => {
            nothing(okta.authorization_server_policies(asked.path(0)).delete(asked.path(1)).await)
        }
        "activateAuthorizationServerPolicy" => {
            nothing(okta.authorization_server_policies(asked.path(0)).activate(asked.path(1)).await)
        }
        "deactivateAuthorizationServerPolicy" => {
            nothing(okta.authorization_server_policies(asked.path(0)).deactivate(asked.path(1)).await)
        }
        "listAuthorizationServerPolicyRules" => {
            page(
                okta.authorization_server_policy_rules(asked.path(0), asked.path(1))
                    .list(&ListAuthorizationServerPolicyRules::new()),
            )
            .await
        }
        "createAuthorizationServerPolicyRule" => value(
            okta.authorization_server_policy_rules(asked.path(0), asked.path(1))
                .create(&AuthorizationServerPolicyRule::new("name"))
                .await,
        ),
        "getAuthorizationServerPolicyRule" => value(
            okta.authorization_server_policy_rules(asked.path(0), asked.path(1)).get(asked.path(2)).await,
        ),
        "replaceAuthorizationServerPolicyRule" => value(
            okta.authorization_server_policy_rules(asked.path(0), asked.path(1))
                .replace(asked.path(2), &AuthorizationServerPolicyRule::new("name"))
                .await,
        ),
        "deleteAuthorizationServerPolicyRule" => nothing(
            okta.authorization_server_policy_rules(asked.path(0), asked.path(1)).delete(asked.path(2)).await,
        ),
        "activateAuthorizationServerPolicyRule" => nothing(
            okta.authorization_server_policy_rules(asked.path(0), asked.path(1))
                .activate(asked.path(2))
                .await,
        ),
        "deactivateAuthorizationServerPolicyRule" => nothing(
            okta.authorization_server_policy_rules(asked.path(0), asked.path(1))
                .deactivate(asked.path(2))
                .await,
        ),
        _ => return None,
    })
}

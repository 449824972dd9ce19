//! Apps and what belongs to them.

use oktars::app::{
    AppJwk, AppUserPatch, CreateApp, FederatedClaim, ListAppCsrs, ListAppFeatures, ListAppGrants,
    ListAppGroups, ListAppJwks, ListAppKeys, ListAppSecrets, ListAppUsers, ListApps, ListFederatedClaims,
    ListRefreshTokens, NewApp, NewAppConnection, NewAppGroup, NewAppSecret, NewAppUser, NewCsr,
    RemoveAppUser, UpdateAppConnection,
};
use oktars::app::{ListGroupPushMappings, NewGroupPushMapping};
use oktars::{Okta, Result};
use serde_json::{Value, json};

use super::{nothing, page, value};
use crate::recordings::asked::{Asked, pages};

pub async fn app(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let body = || NewApp::bookmark("label", "https://example.com");
    Some(match asked.operation.id {
        "listApplications" => page(okta.apps().list(&list_apps(asked))).await,
        "createApplication" => {
            let mut options = CreateApp::new();
            options.activate = asked.flag("activate");
            value(okta.apps().create_with(&body(), &options).await)
        }
        "getApplication" => value(okta.apps().get(asked.path(0)).await),
        "replaceApplication" => value(okta.apps().replace(asked.path(0), &body()).await),
        "deleteApplication" => nothing(okta.apps().delete(asked.path(0)).await),
        "activateApplication" => nothing(okta.apps().activate(asked.path(0)).await),
        "deactivateApplication" => nothing(okta.apps().deactivate(asked.path(0)).await),
        "assignApplicationPolicy" => nothing(okta.apps().assign_policy(asked.path(0), asked.path(1)).await),
        "listApplicationKeys" => page(okta.app_keys(asked.path(0)).list(&ListAppKeys::new())).await,
        "getApplicationKey" => value(okta.app_keys(asked.path(0)).get(asked.path(1)).await),
        "generateApplicationKey" => {
            value(okta.app_keys(asked.path(0)).generate(asked.number("validityYears").unwrap_or(2)).await)
        }
        _ => return assignment(okta, asked).await,
    })
}

fn list_apps(asked: &Asked) -> ListApps {
    let mut query = ListApps::new();
    query.q = asked.text("q");
    query.filter = asked.expression("filter");
    query.limit = asked.number("limit");
    query.after = asked.text("after");
    query.expand = asked.text("expand");
    query
}

async fn assignment(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listApplicationUsers" => {
            let mut query = ListAppUsers::new();
            query.q = asked.text("q");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            query.expand = asked.text("expand");
            page(okta.app_users(asked.path(0)).list(&query)).await
        }
        "assignUserToApplication" => {
            value(okta.app_users(asked.path(0)).assign(&NewAppUser::new("id")).await)
        }
        "getApplicationUser" if asked.text("expand").is_some() => {
            value(okta.app_users(asked.path(0)).get_with_user(asked.path(1)).await)
        }
        "getApplicationUser" => value(okta.app_users(asked.path(0)).get(asked.path(1)).await),
        "updateApplicationUser" => {
            value(okta.app_users(asked.path(0)).update(asked.path(1), &AppUserPatch::new()).await)
        }
        "unassignUserFromApplication" => {
            let mut options = RemoveAppUser::new();
            options.send_email = asked.flag("sendEmail");
            nothing(okta.app_users(asked.path(0)).remove_with(asked.path(1), &options).await)
        }
        "listApplicationGroupAssignments" => {
            let mut query = ListAppGroups::new();
            query.q = asked.text("q");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            query.expand = asked.text("expand");
            page(okta.app_groups(asked.path(0)).list(&query)).await
        }
        "assignGroupToApplication" => {
            value(okta.app_groups(asked.path(0)).assign(&NewAppGroup::new(asked.path(1))).await)
        }
        "getApplicationGroupAssignment" => value(okta.app_groups(asked.path(0)).get(asked.path(1)).await),
        "unassignApplicationFromGroup" => nothing(okta.app_groups(asked.path(0)).remove(asked.path(1)).await),
        _ => return None,
    })
}

pub async fn part(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    if !asked.operation.path.starts_with("/api/v1/apps/{appId}/") {
        return None;
    }
    let id = asked.path(0);
    Some(match asked.operation.id {
        "getDefaultProvisioningConnectionForApplication" => value(okta.app_connection(id).get().await),
        "updateDefaultProvisioningConnectionForApplication" => {
            let mut options = UpdateAppConnection::new();
            options.activate = asked.flag("activate");
            value(okta.app_connection(id).update_with(&NewAppConnection::token("token"), &options).await)
        }
        "activateDefaultProvisioningConnectionForApplication" => {
            nothing(okta.app_connection(id).activate().await)
        }
        "deactivateDefaultProvisioningConnectionForApplication" => {
            nothing(okta.app_connection(id).deactivate().await)
        }
        "listFeaturesForApplication" => page(okta.app_features(id).list(&ListAppFeatures::new())).await,
        "getFeatureForApplication" => value(okta.app_features(id).get(asked.path(1)).await),
        "updateFeatureForApplication" => value(okta.app_features(id).update(asked.path(1), &json!({})).await),
        "listScopeConsentGrants" => page(okta.app_grants(id).list(&pages!(asked, ListAppGrants))).await,
        "grantConsentToScope" => value(okta.app_grants(id).grant("scope").await),
        "getScopeConsentGrant" => value(okta.app_grants(id).get(asked.path(1)).await),
        "revokeScopeConsentGrant" => nothing(okta.app_grants(id).revoke(asked.path(1)).await),
        "listOAuth2TokensForApplication" => page(okta.app_tokens(id).list(&list_refresh_tokens(asked))).await,
        "getOAuth2TokenForApplication" => value(okta.app_tokens(id).get(asked.path(1)).await),
        "revokeOAuth2TokenForApplication" => nothing(okta.app_tokens(id).revoke(asked.path(1)).await),
        "revokeOAuth2TokensForApplication" => nothing(okta.app_tokens(id).revoke_all().await),
        "uploadApplicationLogo" => nothing(okta.apps().upload_logo(id, "image/png", b"picture").await),
        "previewSAMLmetadataForApplication" => {
            let kid = asked.text("kid").unwrap_or_default();
            okta.apps().saml_metadata(id, kid).await.map(Value::from)
        }
        "listGroupPushMappings" => {
            let mut query = ListGroupPushMappings::new();
            query.source_group_id = asked.text("sourceGroupId");
            query.status = asked.text("status");
            query.last_updated = asked.text("lastUpdated");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            page(okta.group_push_mappings(id).list(&query)).await
        }
        "createGroupPushMapping" => {
            value(okta.group_push_mappings(id).create(&NewGroupPushMapping::to_group("a", "b")).await)
        }
        "getGroupPushMapping" => value(okta.group_push_mappings(id).get(asked.path(1)).await),
        "updateGroupPushMapping" => {
            value(okta.group_push_mappings(id).set_status(asked.path(1), "ACTIVE").await)
        }
        "deleteGroupPushMapping" => {
            let mappings = okta.group_push_mappings(id);
            match asked.flag("deleteTargetGroup") {
                Some(true) => nothing(mappings.delete_with_target_group(asked.path(1)).await),
                _ => nothing(mappings.delete(asked.path(1)).await),
            }
        }
        _ => return credential(okta, asked).await,
    })
}

pub fn list_refresh_tokens(asked: &Asked) -> ListRefreshTokens {
    let mut query = ListRefreshTokens::new();
    query.limit = asked.number("limit");
    query.after = asked.text("after");
    query.expand = asked.text("expand");
    query
}

async fn credential(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let id = asked.path(0);
    let (csrs, secrets, jwks) = (okta.app_csrs(id), okta.app_secrets(id), okta.app_jwks(id));
    let claims = okta.app_federated_claims(id);
    let claim = FederatedClaim::new("name", "expression");
    Some(match asked.operation.id {
        "cloneApplicationKey" => {
            let other = asked.text("targetAid").unwrap_or_default();
            value(okta.app_keys(id).share(asked.path(1), other).await)
        }
        "listCsrsForApplication" => page(csrs.list(&ListAppCsrs::new())).await,
        "generateCsrForApplication" => value(csrs.create(&NewCsr::new("name")).await),
        "getCsrForApplication" => value(csrs.get(asked.path(1)).await),
        "revokeCsrFromApplication" => nothing(csrs.revoke(asked.path(1)).await),
        "publishCsrFromApplication" => value(csrs.publish(asked.path(1), "certificate").await),
        "listOAuth2ClientSecrets" => page(secrets.list(&ListAppSecrets::new())).await,
        "createOAuth2ClientSecret" => value(secrets.create(&NewAppSecret::new()).await),
        "getOAuth2ClientSecret" => value(secrets.get(asked.path(1)).await),
        "deleteOAuth2ClientSecret" => nothing(secrets.delete(asked.path(1)).await),
        "activateOAuth2ClientSecret" => value(secrets.activate(asked.path(1)).await),
        "deactivateOAuth2ClientSecret" => value(secrets.deactivate(asked.path(1)).await),
        "listJwk" => page(jwks.list(&ListAppJwks::new())).await,
        "addJwk" => value(jwks.create(&AppJwk::rsa("kid", "n", "e")).await),
        "getJwk" => value(jwks.get(asked.path(1)).await),
        "deletejwk" => nothing(jwks.delete(asked.path(1)).await),
        "activateOAuth2ClientJsonWebKey" => value(jwks.activate(asked.path(1)).await),
        "deactivateOAuth2ClientJsonWebKey" => value(jwks.deactivate(asked.path(1)).await),
        "listFederatedClaims" => page(claims.list(&ListFederatedClaims::new())).await,
        "createFederatedClaim" => value(claims.create(&claim).await),
        "getFederatedClaim" => value(claims.get(asked.path(1)).await),
        "replaceFederatedClaim" => value(claims.replace(asked.path(1), &claim).await),
        "deleteFederatedClaim" => nothing(claims.delete(asked.path(1)).await),
        _ => return None,
    })
}

//! Where users come from.

use oktars::app::{AppKey, NewCsr};
use oktars::identity_provider::{
    IdentityProvider, ListActiveSigningKey, ListIdentityProviderCsrs, ListIdentityProviderKeys,
    ListIdentityProviderSigningKeys, ListIdentityProviderUsers, ListIdentityProviders, ListSocialTokens,
    ListUserIdentityProviders, NewIdentityProviderKey,
};
use oktars::profile_mapping::{ListProfileMappings, ProfileMappingPatch};
use oktars::realm::{
    ListRealmAssignmentOperations, ListRealmAssignments, ListRealms, RealmAssignment, RealmProfile,
};
use oktars::{Okta, Result};
use serde_json::Value;

use super::{nothing, page, value};
use crate::recordings::asked::{Asked, pages};

pub async fn provider(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listIdentityProviders" => {
            let mut query = ListIdentityProviders::new();
            query.q = asked.text("q");
            query.kind = asked.text("type");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            page(okta.identity_providers().list(&query)).await
        }
        "createIdentityProvider" => value(
            okta.identity_providers()
                .create(&IdentityProvider::oauth("GOOGLE", "name", "id", "secret"))
                .await,
        ),
        "getIdentityProvider" => value(okta.identity_providers().get(asked.path(0)).await),
        "replaceIdentityProvider" => value(
            okta.identity_providers()
                .replace(asked.path(0), &IdentityProvider::oauth("GOOGLE", "name", "id", "secret"))
                .await,
        ),
        "deleteIdentityProvider" => nothing(okta.identity_providers().delete(asked.path(0)).await),
        "activateIdentityProvider" => value(okta.identity_providers().activate(asked.path(0)).await),
        "deactivateIdentityProvider" => value(okta.identity_providers().deactivate(asked.path(0)).await),
        "listIdentityProviderApplicationUsers" => {
            page(okta.identity_providers().users(asked.path(0), &pages!(asked, ListIdentityProviderUsers)))
                .await
        }
        "getIdentityProviderApplicationUser" => {
            value(okta.identity_providers().user(asked.path(0), asked.path(1)).await)
        }
        "linkUserToIdentityProvider" => {
            value(okta.identity_providers().link_user(asked.path(0), asked.path(1), "external_id").await)
        }
        "unlinkUserFromIdentityProvider" => {
            nothing(okta.identity_providers().unlink_user(asked.path(0), asked.path(1)).await)
        }
        "listSocialAuthTokens" => {
            page(okta.identity_providers().social_tokens(
                asked.path(0),
                asked.path(1),
                &ListSocialTokens::new(),
            ))
            .await
        }
        "listCsrsForIdentityProvider" => {
            page(okta.identity_providers().csrs(asked.path(0), &ListIdentityProviderCsrs::new())).await
        }
        "generateCsrForIdentityProvider" => {
            value(okta.identity_providers().create_csr(asked.path(0), &NewCsr::new("name")).await)
        }
        "getCsrForIdentityProvider" => {
            value(okta.identity_providers().csr(asked.path(0), asked.path(1)).await)
        }
        "revokeCsrForIdentityProvider" => {
            nothing(okta.identity_providers().revoke_csr(asked.path(0), asked.path(1)).await)
        }
        "publishCsrForIdentityProvider" => {
            value(okta.identity_providers().publish_csr(asked.path(0), asked.path(1), "pem").await)
        }
        "listIdentityProviderSigningKeys" => {
            page(
                okta.identity_providers()
                    .signing_keys(asked.path(0), &ListIdentityProviderSigningKeys::new()),
            )
            .await
        }
        "listActiveIdentityProviderSigningKey" => {
            page(okta.identity_providers().active_signing_key(asked.path(0), &ListActiveSigningKey::new()))
                .await
        }
        "generateIdentityProviderSigningKey" => value(
            okta.identity_providers()
                .generate_signing_key(asked.path(0), asked.number("validityYears").unwrap_or(2))
                .await,
        ),
        "getIdentityProviderSigningKey" => {
            value(okta.identity_providers().signing_key(asked.path(0), asked.path(1)).await)
        }
        "cloneIdentityProviderKey" => value(
            okta.identity_providers()
                .share_signing_key(
                    asked.path(0),
                    asked.path(1),
                    asked.text("targetIdpId").unwrap_or_default(),
                )
                .await,
        ),
        "listIdentityProviderKeys" => {
            page(okta.identity_provider_keys().list(&pages!(asked, ListIdentityProviderKeys))).await
        }
        "createIdentityProviderKey" => {
            value(okta.identity_provider_keys().create(&NewIdentityProviderKey::new("certificate")).await)
        }
        "getIdentityProviderKey" => value(okta.identity_provider_keys().get(asked.path(0)).await),
        "replaceIdentityProviderKey" => {
            value(okta.identity_provider_keys().replace(asked.path(0), &AppKey::default()).await)
        }
        "deleteIdentityProviderKey" => nothing(okta.identity_provider_keys().delete(asked.path(0)).await),
        "listUserIdentityProviders" => {
            page(okta.users().identity_providers(asked.path(0), &ListUserIdentityProviders::new())).await
        }
        _ => return None,
    })
}

pub async fn mapping(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listProfileMappings" => {
            let mut query = ListProfileMappings::new();
            query.source_id = asked.text("sourceId");
            query.target_id = asked.text("targetId");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            page(okta.profile_mappings().list(&query)).await
        }
        "getProfileMapping" => value(okta.profile_mappings().get(asked.path(0)).await),
        "updateProfileMapping" => {
            value(okta.profile_mappings().update(asked.path(0), &ProfileMappingPatch::new()).await)
        }
        "listRealms" => {
            let mut query = ListRealms::new();
            query.search = asked.expression("search");
            query.sort_by = asked.text("sortBy");
            query.sort_order = asked.order();
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            page(okta.realms().list(&query)).await
        }
        "createRealm" => value(okta.realms().create(&RealmProfile::new("name")).await),
        "getRealm" => value(okta.realms().get(asked.path(0)).await),
        "replaceRealm" => value(okta.realms().replace(asked.path(0), &RealmProfile::new("name")).await),
        "deleteRealm" => nothing(okta.realms().delete(asked.path(0)).await),
        "listRealmAssignments" => {
            page(okta.realm_assignments().list(&pages!(asked, ListRealmAssignments))).await
        }
        "createRealmAssignment" => value(okta.realm_assignments().create(&RealmAssignment::default()).await),
        "listRealmAssignmentOperations" => {
            page(okta.realm_assignments().operations(&pages!(asked, ListRealmAssignmentOperations))).await
        }
        "executeRealmAssignment" => value(okta.realm_assignments().execute("assignment_id").await),
        "getRealmAssignment" => value(okta.realm_assignments().get(asked.path(0)).await),
        "replaceRealmAssignment" => {
            value(okta.realm_assignments().replace(asked.path(0), &RealmAssignment::default()).await)
        }
        "deleteRealmAssignment" => nothing(okta.realm_assignments().delete(asked.path(0)).await),
        "activateRealmAssignment" => nothing(okta.realm_assignments().activate(asked.path(0)).await),
        "deactivateRealmAssignment" => nothing(okta.realm_assignments().deactivate(asked.path(0)).await),
        _ => return None,
    })
}

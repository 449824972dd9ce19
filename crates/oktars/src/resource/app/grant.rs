//! Consent to scopes: what an app, or an app on behalf of a user, may do.

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model, open_enum};
use crate::query::query;

handle! {
    /// The scopes of Okta's own API that one app was granted; made by
    /// [`Okta::app_grants`](crate::Okta::app_grants). Okta's page is "Application Grants".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let settings = oktars::app::OauthClientSettings::web(["https://pay.example.gov/callback"]);
    /// # let app = okta.apps().create(&oktars::app::NewApp::oidc("Payroll", settings)).await?;
    /// use oktars::app::ListAppGrants;
    ///
    /// let grants = okta.app_grants(&app.id);
    /// let grant = grants.grant("okta.users.read").await?;
    /// assert_eq!(grant.scope_id, "okta.users.read");
    ///
    /// grants.revoke(&grant.id).await?;
    /// assert!(grants.list(&ListAppGrants::new()).all().await?.is_empty());
    /// # Ok(()) }
    /// ```
    pub struct AppGrants;
    /// The scopes of Okta's own API that an app was granted.
    okta.app_grants(app_id)
}

impl AppGrants<'_> {
    /// Lists the grants: `GET /api/v1/apps/{appId}/grants`.
    pub fn list(self, query: &ListAppGrants) -> Listing<Grant> {
        query.apply(self.call(op::LIST_SCOPE_CONSENT_GRANTS, [])).list()
    }

    /// Grants a scope, such as `okta.users.read`: `POST /api/v1/apps/{appId}/grants`. The issuer that Okta
    /// wants named is the org.
    pub fn grant(self, scope: impl AsRef<str>) -> Call<Grant> {
        let issuer = self.okta.org_url().to_string();
        let grant = NewGrant { issuer: issuer.trim_end_matches('/'), scope_id: scope.as_ref() };
        self.call(op::GRANT_CONSENT_TO_SCOPE, []).body(&grant).json()
    }

    /// Reads a grant: `GET /api/v1/apps/{appId}/grants/{grantId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Grant> {
        self.call(op::GET_SCOPE_CONSENT_GRANT, [id.as_ref()]).json()
    }

    /// Takes a grant back: `DELETE /api/v1/apps/{appId}/grants/{grantId}`.
    pub fn revoke(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::REVOKE_SCOPE_CONSENT_GRANT, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list the grants of an app.
    pub struct ListAppGrants {
        ..pages
        /// What to send along: `scope`.
        expand: String = "expand",
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewGrant<'a> {
    issuer: &'a str,
    scope_id: &'a str,
}

model! {
    /// Consent to a scope.
    pub struct Grant {
        /// Its id.
        id: String = "id",
        /// `ACTIVE` or `REVOKED`.
        status: GrantStatus = "status",
        /// When it was given.
        created: Option<Timestamp> = "created",
        /// Who gave it: an `id` and a `type`.
        created_by: Map = "createdBy",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Whose scope it is: the org, or an authorization server.
        issuer: String = "issuer",
        /// The id of the client.
        client_id: String = "clientId",
        /// The id of the user, where a user gave it.
        user_id: Option<String> = "userId",
        /// The scope.
        scope_id: String = "scopeId",
        /// Who gave it: `ADMIN` or `END_USER`.
        source: GrantSource = "source",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// Whether a grant or a token holds.
    pub enum GrantStatus {
        ACTIVE,
        REVOKED,
    }
}

open_enum! {
    /// Who gave a grant.
    pub enum GrantSource {
        ADMIN,
        END_USER,
    }
}

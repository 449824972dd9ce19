//! Claims that Okta adds to what it tells an app about its users.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Timestamp, model};
use crate::query::query;

handle! {
    /// The federated claims of one app; made by
    /// [`Okta::app_federated_claims`](crate::Okta::app_federated_claims). Okta's page is "Application
    /// Federated Claims".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let app = oktars::app::NewApp::bookmark("Wiki", "https://wiki.example.gov");
    /// # let app = okta.apps().create(&app).await?;
    /// use oktars::app::FederatedClaim;
    ///
    /// let claim = FederatedClaim::new("role", "user.profile.title");
    /// let claim = okta.app_federated_claims(&app.id).create(&claim).await?;
    /// assert_eq!(claim.name, "role");
    /// # Ok(()) }
    /// ```
    pub struct AppFederatedClaims;
    /// The federated claims of an app.
    okta.app_federated_claims(app_id)
}

impl AppFederatedClaims<'_> {
    /// Lists the claims: `GET /api/v1/apps/{appId}/federated-claims`.
    pub fn list(self, query: &ListFederatedClaims) -> Listing<FederatedClaim> {
        query.apply(self.call(op::LIST_FEDERATED_CLAIMS, [])).list()
    }

    /// Creates a claim: `POST /api/v1/apps/{appId}/federated-claims`.
    pub fn create(self, claim: &FederatedClaim) -> Call<FederatedClaim> {
        self.call(op::CREATE_FEDERATED_CLAIM, []).body(claim).json()
    }

    /// Reads a claim: `GET /api/v1/apps/{appId}/federated-claims/{claimId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<FederatedClaim> {
        self.call(op::GET_FEDERATED_CLAIM, [id.as_ref()]).json()
    }

    /// Replaces a claim: `PUT /api/v1/apps/{appId}/federated-claims/{claimId}`.
    pub fn replace(self, id: impl AsRef<str>, claim: &FederatedClaim) -> Call<FederatedClaim> {
        self.call(op::REPLACE_FEDERATED_CLAIM, [id.as_ref()]).body(claim).json()
    }

    /// Deletes a claim: `DELETE /api/v1/apps/{appId}/federated-claims/{claimId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_FEDERATED_CLAIM, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list the claims of an app. Okta has nothing to choose here yet.
    pub struct ListFederatedClaims {}
}

model! {
    /// A federated claim, read or to be made.
    pub struct FederatedClaim {
        /// Its id.
        id: String = "id",
        /// The name that the app sees.
        name: String = "name",
        /// What its value is made of, in the Okta Expression Language.
        expression: String = "expression",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        ..extra
    }
}

impl FederatedClaim {
    /// A claim by its name and an expression.
    pub fn new(name: impl Into<String>, expression: impl Into<String>) -> Self {
        FederatedClaim { name: name.into(), expression: expression.into(), ..FederatedClaim::default() }
    }
}

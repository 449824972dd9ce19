//! Okta Aerial, from which many orgs are managed: whether an account of it may manage this org.

use oktars_catalog::op;

use crate::call::Call;
use crate::model::{Map, parts};
use crate::resource::org::OrgSettings;

impl OrgSettings<'_> {
    /// Reads which account of Okta Aerial may manage the org: `GET /api/v1/org/privacy/aerial`. Where none may, that
    /// is [not found](crate::Error::is_not_found).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::org::AerialAccount;
    ///
    /// let account = AerialAccount::new("0200bs0617vvhv2v675mch1cukp");
    /// okta.org_settings().grant_aerial(&account).await?;
    /// assert_eq!(okta.org_settings().aerial().await?.account_id, account.account_id);
    /// okta.org_settings().revoke_aerial(&account).await?;
    /// # Ok(()) }
    /// ```
    pub fn aerial(self) -> Call<AerialConsent> {
        self.call(op::GET_AERIAL_CONSENT, []).json()
    }

    /// Lets an account of Okta Aerial manage the org: `POST /api/v1/org/privacy/aerial/grant`.
    pub fn grant_aerial(self, account: &AerialAccount) -> Call<AerialConsent> {
        self.call(op::GRANT_AERIAL_CONSENT, []).body(account).json()
    }

    /// Stops an account of Okta Aerial from managing the org: `POST /api/v1/org/privacy/aerial/revoke`. Okta refuses
    /// that once the account has the org.
    pub fn revoke_aerial(self, account: &AerialAccount) -> Call<AerialConsent> {
        self.call(op::REVOKE_AERIAL_CONSENT, []).body(account).json()
    }
}

parts! {
    /// An account of Okta Aerial.
    pub struct AerialAccount {
        /// Its id.
        account_id: String = "accountId",
    }

    /// Which account of Okta Aerial may manage an org.
    pub struct AerialConsent {
        /// The id of the account; empty where none may.
        account_id: String = "accountId",
        /// The id of the user who allowed it.
        granted_by: Option<String> = "grantedBy",
        /// When that was.
        granted_date: Option<String> = "grantedDate",
        /// Links to what can be done next.
        links: Map = "_links",
    }
}

impl AerialAccount {
    /// The account with an id.
    pub fn new(account_id: impl Into<String>) -> Self {
        AerialAccount { account_id: account_id.into(), ..AerialAccount::default() }
    }
}

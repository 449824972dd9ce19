//! Disaster recovery: moving an org's domains to another region and back.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::model::parts;

handle! {
    /// The disaster recovery of an org; made by [`Okta::disaster_recovery`](crate::Okta::disaster_recovery). Okta's
    /// page is "Disaster Recovery".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// for domain in okta.disaster_recovery().status().await?.status {
    ///     println!("{}: failed over {}", domain.domain, domain.is_failed_over == Some(true));
    /// }
    /// # Ok(()) }
    /// ```
    pub struct DisasterRecovery;
    /// The disaster recovery of the org.
    okta.disaster_recovery()
}

impl DisasterRecovery<'_> {
    /// Reads which domains were moved: `GET /api/v1/dr/status`.
    pub fn status(self) -> Call<RecoveryStatus> {
        self.call(op::GET_DR_STATUS, []).json()
    }

    /// Reads whether a domain was moved: `GET /api/v1/dr/status/{domain}`.
    pub fn status_of(self, domain: impl AsRef<str>) -> Call<RecoveryStatus> {
        self.call(op::GET_DR_STATUS_FOR_DOMAIN, [domain.as_ref()]).json()
    }

    /// Moves domains to the other region: `POST /api/v1/dr/failover`. It takes a while. Users work there, and nothing
    /// can be changed.
    pub fn fail_over(self, domains: &RecoveryDomains) -> Call<RecoveryResults> {
        self.call(op::START_ORG_FAILOVER, []).body(domains).json()
    }

    /// Moves domains back: `POST /api/v1/dr/failback`. It takes a while.
    pub fn fail_back(self, domains: &RecoveryDomains) -> Call<RecoveryResults> {
        self.call(op::START_ORG_FAILBACK, []).body(domains).json()
    }
}

parts! {
    /// Which domains to move.
    pub struct RecoveryDomains {
        /// The domains; all of the org where none is named.
        domains: Vec<String> = "domains",
    }

    /// Which domains were moved.
    pub struct RecoveryStatus {
        /// Each domain.
        status: Vec<DomainRecovery> = "status",
    }

    /// Whether a domain was moved.
    pub struct DomainRecovery {
        /// The domain.
        domain: String = "domain",
        /// Whether it was moved.
        is_failed_over: Option<bool> = "isFailedOver",
    }

    /// What comes of a move.
    pub struct RecoveryResults {
        /// What comes of it, for each domain.
        results: Vec<RecoveryResult> = "results",
    }

    /// What comes of the move of a domain.
    pub struct RecoveryResult {
        /// The domain.
        domain: String = "domain",
        /// What comes of it, in words.
        message: Option<String> = "message",
    }
}

impl RecoveryDomains {
    /// All domains of the org.
    pub fn all() -> Self {
        RecoveryDomains::default()
    }

    /// These domains.
    pub fn of<S: Into<String>>(domains: impl IntoIterator<Item = S>) -> Self {
        RecoveryDomains {
            domains: domains.into_iter().map(Into::into).collect(),
            ..RecoveryDomains::default()
        }
    }
}

//! Principal rate limits: the share of the org's limits that one token or one app may take.

use oktars_catalog::op;

use crate::call::Call;
use crate::expression::Expression;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, model, open_enum};
use crate::query::query;

handle! {
    /// The principal rate limits of an org; made by
    /// [`Okta::principal_rate_limits`](crate::Okta::principal_rate_limits). Okta's page is "Principal Rate
    /// Limits".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::principal_rate_limit::PrincipalRateLimit;
    ///
    /// let mut limit = PrincipalRateLimit::new("SSWS_TOKEN", "00T1");
    /// limit.default_percentage = Some(30);
    /// let limit = okta.principal_rate_limits().create(&limit).await?;
    /// assert_eq!(okta.principal_rate_limits().get(&limit.id).await?.default_percentage, Some(30));
    /// # Ok(()) }
    /// ```
    pub struct PrincipalRateLimits;
    /// The principal rate limits of the org.
    okta.principal_rate_limits()
}

impl PrincipalRateLimits<'_> {
    /// Lists the limits that a filter finds, which must be given: `GET /api/v1/principal-rate-limits`.
    pub fn list(self, query: &ListPrincipalRateLimits) -> Listing<PrincipalRateLimit> {
        query.apply(self.call(op::LIST_PRINCIPAL_RATE_LIMIT_ENTITIES, [])).list()
    }

    /// Creates a limit: `POST /api/v1/principal-rate-limits`.
    pub fn create(self, limit: &PrincipalRateLimit) -> Call<PrincipalRateLimit> {
        self.call(op::CREATE_PRINCIPAL_RATE_LIMIT_ENTITY, []).body(limit).json()
    }

    /// Reads a limit: `GET /api/v1/principal-rate-limits/{principalRateLimitId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<PrincipalRateLimit> {
        self.call(op::GET_PRINCIPAL_RATE_LIMIT_ENTITY, [id.as_ref()]).json()
    }

    /// Replaces a limit: `PUT /api/v1/principal-rate-limits/{principalRateLimitId}`.
    pub fn replace(self, id: impl AsRef<str>, limit: &PrincipalRateLimit) -> Call<PrincipalRateLimit> {
        self.call(op::REPLACE_PRINCIPAL_RATE_LIMIT_ENTITY, [id.as_ref()]).body(limit).json()
    }
}

query! {
    /// Which limits to list, and how.
    pub struct ListPrincipalRateLimits {
        /// An expression over the type of principal, for example `principalType eq "SSWS_TOKEN"`.
        filter: Expression = "filter",
        /// The size of a page; the greatest, 50, unless set.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

model! {
    /// A principal rate limit, read or to be made.
    pub struct PrincipalRateLimit {
        /// Its id.
        id: String = "id",
        /// The id of the org.
        org_id: Option<String> = "orgId",
        /// The id of the token, or of the app.
        principal_id: String = "principalId",
        /// Which of the two it is: `SSWS_TOKEN` or `OAUTH_CLIENT`.
        principal_type: PrincipalType = "principalType",
        /// The share of requests, in percent.
        default_percentage: Option<i64> = "defaultPercentage",
        /// The share of requests at once, in percent.
        default_concurrency_percentage: Option<i64> = "defaultConcurrencyPercentage",
        /// When it was made.
        created_date: Option<String> = "createdDate",
        /// When it changed last.
        last_update: Option<String> = "lastUpdate",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

impl PrincipalRateLimit {
    /// A limit for a token or an app.
    pub fn new(principal_type: impl Into<PrincipalType>, principal_id: impl Into<String>) -> Self {
        PrincipalRateLimit {
            principal_type: principal_type.into(),
            principal_id: principal_id.into(),
            ..PrincipalRateLimit::default()
        }
    }
}

open_enum! {
    /// What a rate limit is of.
    pub enum PrincipalType {
        OAUTH_CLIENT,
        SSWS_TOKEN,
    }
}

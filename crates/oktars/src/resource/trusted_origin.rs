//! Trusted origins: websites that may call the org from a browser, or be led to.

use oktars_catalog::op;

use crate::call::Call;
use crate::expression::Expression;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum};
use crate::query::query;

handle! {
    /// The trusted origins of an org; made by [`Okta::trusted_origins`](crate::Okta::trusted_origins).
    /// Okta's page is "Trusted Origins".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::trusted_origin::{ListTrustedOrigins, TrustedOrigin};
    ///
    /// let site = TrustedOrigin::new("Portal", "https://portal.example.gov").scope("CORS").scope("REDIRECT");
    /// let site = okta.trusted_origins().create(&site).await?;
    /// okta.trusted_origins().deactivate(&site.id).await?;
    ///
    /// let all = okta.trusted_origins().list(&ListTrustedOrigins::new()).all().await?;
    /// assert_eq!((&all[0].origin, &all[0].status), (&site.origin, &oktars::LifecycleStatus::INACTIVE));
    /// # Ok(()) }
    /// ```
    pub struct TrustedOrigins;
    /// The trusted origins of the org.
    okta.trusted_origins()
}

impl TrustedOrigins<'_> {
    /// Lists the origins: `GET /api/v1/trustedOrigins`.
    pub fn list(self, query: &ListTrustedOrigins) -> Listing<TrustedOrigin> {
        query.apply(self.call(op::LIST_TRUSTED_ORIGINS, [])).list()
    }

    /// Creates an origin: `POST /api/v1/trustedOrigins`.
    pub fn create(self, origin: &TrustedOrigin) -> Call<TrustedOrigin> {
        self.call(op::CREATE_TRUSTED_ORIGIN, []).body(origin).json()
    }

    /// Reads an origin: `GET /api/v1/trustedOrigins/{trustedOriginId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<TrustedOrigin> {
        self.call(op::GET_TRUSTED_ORIGIN, [id.as_ref()]).json()
    }

    /// Replaces an origin: `PUT /api/v1/trustedOrigins/{trustedOriginId}`.
    pub fn replace(self, id: impl AsRef<str>, origin: &TrustedOrigin) -> Call<TrustedOrigin> {
        self.call(op::REPLACE_TRUSTED_ORIGIN, [id.as_ref()]).body(origin).json()
    }

    /// Deletes an origin: `DELETE /api/v1/trustedOrigins/{trustedOriginId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_TRUSTED_ORIGIN, [id.as_ref()]).empty()
    }

    /// Activates an origin: `POST /api/v1/trustedOrigins/{trustedOriginId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<TrustedOrigin> {
        self.call(op::ACTIVATE_TRUSTED_ORIGIN, [id.as_ref()]).json()
    }

    /// Deactivates an origin: `POST /api/v1/trustedOrigins/{trustedOriginId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<TrustedOrigin> {
        self.call(op::DEACTIVATE_TRUSTED_ORIGIN, [id.as_ref()]).json()
    }
}

query! {
    /// Which trusted origins to list, and how.
    pub struct ListTrustedOrigins {
        /// Only those whose name or origin holds this.
        q: String = "q",
        /// An expression over name, origin, status and dates.
        filter: Expression = "filter",
        /// The size of a page; the greatest, 200, unless set.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

model! {
    /// A trusted origin, read or to be made.
    pub struct TrustedOrigin {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// The origin, for example `https://portal.example.gov`.
        origin: String = "origin",
        /// What it is trusted with.
        scopes: Vec<TrustedOriginScope> = "scopes",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// Who made it.
        created_by: Option<String> = "createdBy",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Who changed it last.
        last_updated_by: Option<String> = "lastUpdatedBy",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

impl TrustedOrigin {
    /// An origin by a name for it; it is trusted with nothing yet.
    pub fn new(name: impl Into<String>, origin: impl Into<String>) -> Self {
        TrustedOrigin { name: name.into(), origin: origin.into(), ..TrustedOrigin::default() }
    }

    /// Adds `CORS`, `REDIRECT` or `IFRAME_EMBED` to what it is trusted with.
    #[must_use]
    pub fn scope(mut self, kind: impl Into<TrustedOriginScopeType>) -> Self {
        self.scopes.push(TrustedOriginScope { kind: kind.into(), ..TrustedOriginScope::default() });
        self
    }
}

model! {
    /// What an origin is trusted with.
    pub struct TrustedOriginScope {
        /// `CORS`, `REDIRECT` or `IFRAME_EMBED`.
        kind: TrustedOriginScopeType = "type",
        /// The apps of Okta that it may frame: `OKTA_ENDUSER`.
        allowed_okta_apps: Vec<IframeApp> = "allowedOktaApps",
        ..extra
    }
}

open_enum! {
    /// What an origin may do.
    pub enum TrustedOriginScopeType {
        CORS,
        IFRAME_EMBED,
        REDIRECT,
    }
}

open_enum! {
    /// An app that may be embedded.
    pub enum IframeApp {
        OKTA_ENDUSER,
    }
}

//! Security events providers: services whose security events an org receives.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, model, open_enum};
use crate::query::query;

handle! {
    /// The security events providers of an org; made by
    /// [`Okta::security_events_providers`](crate::Okta::security_events_providers). Okta's page is
    /// "SSF Receiver".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::security_events_provider::{SecurityEventsProvider, SecurityEventsProviderStatus};
    ///
    /// let address = "https://endpoints.example/.well-known/ssf-configuration";
    /// let new = SecurityEventsProvider::of_transmitter("okta", "Endpoints", address);
    /// let provider = okta.security_events_providers().create(&new).await?;
    /// let provider = okta.security_events_providers().deactivate(&provider.id).await?;
    /// assert_eq!(provider.status, SecurityEventsProviderStatus::INACTIVE);
    /// okta.security_events_providers().delete(&provider.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct SecurityEventsProviders;
    /// The security events providers of the org.
    okta.security_events_providers()
}

impl SecurityEventsProviders<'_> {
    /// Lists the providers: `GET /api/v1/security-events-providers`.
    pub fn list(self, query: &ListSecurityEventsProviders) -> Listing<SecurityEventsProvider> {
        query.apply(self.call(op::LIST_SECURITY_EVENTS_PROVIDER_INSTANCES, [])).list()
    }

    /// Creates a provider: `POST /api/v1/security-events-providers`.
    pub fn create(self, provider: &SecurityEventsProvider) -> Call<SecurityEventsProvider> {
        self.call(op::CREATE_SECURITY_EVENTS_PROVIDER_INSTANCE, []).body(provider).json()
    }

    /// Reads a provider: `GET /api/v1/security-events-providers/{securityEventProviderId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<SecurityEventsProvider> {
        self.call(op::GET_SECURITY_EVENTS_PROVIDER_INSTANCE, [id.as_ref()]).json()
    }

    /// Replaces a provider: `PUT /api/v1/security-events-providers/{securityEventProviderId}`.
    pub fn replace(
        self,
        id: impl AsRef<str>,
        provider: &SecurityEventsProvider,
    ) -> Call<SecurityEventsProvider> {
        self.call(op::REPLACE_SECURITY_EVENTS_PROVIDER_INSTANCE, [id.as_ref()]).body(provider).json()
    }

    /// Deletes a provider: `DELETE /api/v1/security-events-providers/{securityEventProviderId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_SECURITY_EVENTS_PROVIDER_INSTANCE, [id.as_ref()]).empty()
    }

    /// Activates a provider:
    /// `POST /api/v1/security-events-providers/{securityEventProviderId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<SecurityEventsProvider> {
        self.call(op::ACTIVATE_SECURITY_EVENTS_PROVIDER_INSTANCE, [id.as_ref()]).json()
    }

    /// Deactivates a provider:
    /// `POST /api/v1/security-events-providers/{securityEventProviderId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<SecurityEventsProvider> {
        self.call(op::DEACTIVATE_SECURITY_EVENTS_PROVIDER_INSTANCE, [id.as_ref()]).json()
    }
}

query! {
    /// How to list security events providers. Okta has nothing to choose here yet.
    pub struct ListSecurityEventsProviders {}
}

model! {
    /// A security events provider, read or to be made.
    pub struct SecurityEventsProvider {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// The type of the app that sends the events.
        kind: String = "type",
        /// Whether its events are received.
        status: SecurityEventsProviderStatus = "status",
        /// Where the provider describes itself.
        settings: SecurityEventsProviderSettings = "settings",
        /// Links to itself and to its lifecycle.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// Where a provider describes itself: at a well-known URL, or by its issuer and its keys.
    pub struct SecurityEventsProviderSettings {
        /// The well-known URL of a transmitter of shared signals.
        well_known_url: Option<String> = "well_known_url",
        /// The issuer of the events.
        issuer: Option<String> = "issuer",
        /// Where the public keys of the issuer are.
        jwks_url: Option<String> = "jwks_url",
        ..extra
    }
}

open_enum! {
    /// Whether the events of a provider are received.
    pub enum SecurityEventsProviderStatus {
        /// They are received.
        ACTIVE = "ACTIVE",
        /// They are not received.
        INACTIVE = "INACTIVE",
    }
}

impl SecurityEventsProvider {
    /// A provider that describes itself at a well-known URL, as transmitters of shared signals do.
    pub fn of_transmitter(
        kind: impl Into<String>,
        name: impl Into<String>,
        well_known_url: impl Into<String>,
    ) -> Self {
        let settings = SecurityEventsProviderSettings {
            well_known_url: Some(well_known_url.into()),
            ..SecurityEventsProviderSettings::default()
        };
        SecurityEventsProvider::with(kind, name, settings)
    }

    /// A provider that is known by its issuer and by where its keys are.
    pub fn of_issuer(
        kind: impl Into<String>,
        name: impl Into<String>,
        issuer: impl Into<String>,
        jwks_url: impl Into<String>,
    ) -> Self {
        let settings = SecurityEventsProviderSettings {
            issuer: Some(issuer.into()),
            jwks_url: Some(jwks_url.into()),
            ..SecurityEventsProviderSettings::default()
        };
        SecurityEventsProvider::with(kind, name, settings)
    }

    fn with(
        kind: impl Into<String>,
        name: impl Into<String>,
        settings: SecurityEventsProviderSettings,
    ) -> Self {
        SecurityEventsProvider {
            kind: kind.into(),
            name: name.into(),
            settings,
            ..SecurityEventsProvider::default()
        }
    }
}

//! Network zones: where requests come from.

use oktars_catalog::op;

use crate::call::Call;
use crate::expression::Expression;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model};
use crate::query::query;

handle! {
    /// The network zones of an org; made by [`Okta::network_zones`](crate::Okta::network_zones). Okta's page
    /// is "Network Zones".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::network_zone::NetworkZone;
    ///
    /// let office = NetworkZone::ip("Office").gateway("192.0.2.0/24").gateway("198.51.100.1-198.51.100.9");
    /// let office = okta.network_zones().create(&office).await?;
    /// assert_eq!((office.gateways[0].kind.as_str(), office.gateways[1].kind.as_str()), ("CIDR", "RANGE"));
    ///
    /// okta.network_zones().deactivate(&office.id).await?;
    /// okta.network_zones().delete(&office.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct NetworkZones;
    /// The network zones of the org.
    okta.network_zones()
}

impl NetworkZones<'_> {
    /// Lists the zones: `GET /api/v1/zones`.
    pub fn list(self, query: &ListNetworkZones) -> Listing<NetworkZone> {
        query.apply(self.call(op::LIST_NETWORK_ZONES, [])).list()
    }

    /// Creates a zone: `POST /api/v1/zones`.
    pub fn create(self, zone: &NetworkZone) -> Call<NetworkZone> {
        self.call(op::CREATE_NETWORK_ZONE, []).body(zone).json()
    }

    /// Reads a zone: `GET /api/v1/zones/{zoneId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<NetworkZone> {
        self.call(op::GET_NETWORK_ZONE, [id.as_ref()]).json()
    }

    /// Replaces a zone: `PUT /api/v1/zones/{zoneId}`.
    pub fn replace(self, id: impl AsRef<str>, zone: &NetworkZone) -> Call<NetworkZone> {
        self.call(op::REPLACE_NETWORK_ZONE, [id.as_ref()]).body(zone).json()
    }

    /// Deletes an inactive zone: `DELETE /api/v1/zones/{zoneId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_NETWORK_ZONE, [id.as_ref()]).empty()
    }

    /// Activates a zone: `POST /api/v1/zones/{zoneId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<NetworkZone> {
        self.call(op::ACTIVATE_NETWORK_ZONE, [id.as_ref()]).json()
    }

    /// Deactivates a zone: `POST /api/v1/zones/{zoneId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<NetworkZone> {
        self.call(op::DEACTIVATE_NETWORK_ZONE, [id.as_ref()]).json()
    }
}

query! {
    /// Which network zones to list, and how.
    pub struct ListNetworkZones {
        /// An expression over id and usage.
        filter: Expression = "filter",
        /// The size of a page.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

model! {
    /// A network zone, read or to be made.
    pub struct NetworkZone {
        /// What it is made of: `IP`, `DYNAMIC` or `DYNAMIC_V2`.
        kind: String = "type",
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// `ACTIVE` or `INACTIVE`.
        status: Option<String> = "status",
        /// What it is for: `POLICY`, or `BLOCKLIST` to refuse all that comes from there.
        usage: Option<String> = "usage",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Whether it is one of Okta's own.
        system: Option<bool> = "system",
        /// Its addresses, of a zone of type `IP`.
        gateways: Vec<NetworkAddress> = "gateways",
        /// The proxies before them.
        proxies: Vec<NetworkAddress> = "proxies",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

impl NetworkZone {
    /// A zone of addresses, for policies.
    pub fn ip(name: impl Into<String>) -> Self {
        NetworkZone { kind: "IP".into(), name: name.into(), ..NetworkZone::default() }
    }

    /// Has these addresses too: a block such as `192.0.2.0/24`, or a range such as
    /// `198.51.100.1-198.51.100.9`.
    #[must_use]
    pub fn gateway(mut self, addresses: impl Into<String>) -> Self {
        self.gateways.push(NetworkAddress::new(addresses.into()));
        self
    }

    /// Refuses all that comes from there, or is for policies again.
    #[must_use]
    pub fn usage(mut self, usage: impl Into<String>) -> Self {
        self.usage = Some(usage.into());
        self
    }
}

model! {
    /// Addresses of a zone.
    pub struct NetworkAddress {
        /// How they are written: `CIDR` or `RANGE`.
        kind: String = "type",
        /// The addresses.
        value: String = "value",
        ..extra
    }
}

impl NetworkAddress {
    fn new(value: String) -> Self {
        let kind = if value.contains('/') { "CIDR" } else { "RANGE" };
        NetworkAddress { kind: kind.into(), value, ..NetworkAddress::default() }
    }
}

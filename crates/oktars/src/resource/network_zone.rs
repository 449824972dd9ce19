//! Network zones: where requests come from.

use oktars_catalog::op;

use crate::call::Call;
use crate::expression::Expression;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, either, model, open_enum, parts};
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
    /// use oktars::network_zone::{AddressType, IpServiceCategory, NetworkZone, NetworkZoneUsage};
    ///
    /// let office = NetworkZone::ip("Office").gateway("192.0.2.0/24").gateway("198.51.100.1-198.51.100.9");
    /// let office = okta.network_zones().create(&office).await?;
    /// assert_eq!((&office.gateways[0].kind, &office.gateways[1].kind), (&AddressType::CIDR, &AddressType::RANGE));
    ///
    /// okta.network_zones().deactivate(&office.id).await?;
    /// okta.network_zones().delete(&office.id).await?;
    ///
    /// let mut hidden = NetworkZone::dynamic("Hidden").usage(NetworkZoneUsage::BLOCKLIST);
    /// hidden.ip_service_categories.include.push(IpServiceCategory::ANONYMIZER_TOR);
    /// okta.network_zones().create(&hidden).await?;
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
        /// What it is made of.
        kind: NetworkZoneType = "type",
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// What it is for.
        usage: NetworkZoneUsage = "usage",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Whether it is one of Okta's own.
        system: Option<bool> = "system",
        /// Its addresses, of type `IP`.
        gateways: Vec<NetworkAddress> = "gateways",
        /// The proxies before them, of type `IP`.
        proxies: Vec<NetworkAddress> = "proxies",
        /// Whether it is the list of addresses that are never refused, of type `IP`.
        use_as_exempt_list: Option<bool> = "useAsExemptList",
        /// The autonomous systems, by number.
        asns: ZoneAsns = "asns",
        /// The countries and regions.
        locations: ZoneLocations = "locations",
        /// The kind of proxy, of type `DYNAMIC`.
        proxy_type: ProxyType = "proxyType",
        /// The services that requests come through, of type `DYNAMIC_V2`.
        ip_service_categories: ZoneServices = "ipServiceCategories",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

impl NetworkZone {
    /// A zone of addresses, for policies.
    pub fn ip(name: impl Into<String>) -> Self {
        NetworkZone { kind: NetworkZoneType::IP, name: name.into(), ..NetworkZone::default() }
    }

    /// A zone of places, autonomous systems and services, for policies.
    pub fn dynamic(name: impl Into<String>) -> Self {
        NetworkZone { kind: NetworkZoneType::DYNAMIC_V2, name: name.into(), ..NetworkZone::default() }
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
    pub fn usage(mut self, usage: impl Into<NetworkZoneUsage>) -> Self {
        self.usage = usage.into();
        self
    }
}

parts! {
    /// Addresses of a zone.
    pub struct NetworkAddress {
        /// How they are written.
        kind: AddressType = "type",
        /// The addresses.
        value: String = "value",
    }

    /// A country, or a region of it.
    pub struct ZoneLocation {
        /// The country, in two letters.
        country: Option<String> = "country",
        /// The region, for example `US-CA`.
        region: Option<String> = "region",
    }

    /// Autonomous systems of a zone of type `DYNAMIC_V2`.
    pub struct AsnChoice {
        /// The included numbers.
        include: Vec<String> = "include",
        /// The excluded numbers.
        exclude: Vec<String> = "exclude",
    }

    /// Places of a zone of type `DYNAMIC_V2`.
    pub struct LocationChoice {
        /// Included places.
        include: Vec<ZoneLocation> = "include",
        /// Excluded places.
        exclude: Vec<ZoneLocation> = "exclude",
    }

    /// Services that requests come through.
    pub struct ZoneServices {
        /// Included services.
        include: Vec<IpServiceCategory> = "include",
        /// Excluded services.
        exclude: Vec<IpServiceCategory> = "exclude",
    }
}

either! {
    /// The autonomous systems of a zone, by number.
    pub enum ZoneAsns {
        /// Of type `DYNAMIC`: those that are included.
        List(Vec<String>),
        /// Of type `DYNAMIC_V2`: those that are included, and those that are excluded.
        Choice(AsnChoice),
    }
}

either! {
    /// The places of a zone.
    pub enum ZoneLocations {
        /// Of type `DYNAMIC`: those that are included.
        List(Vec<ZoneLocation>),
        /// Of type `DYNAMIC_V2`: those that are included, and those that are excluded.
        Choice(LocationChoice),
    }
}

impl NetworkAddress {
    fn new(value: String) -> Self {
        let kind = if value.contains('/') { AddressType::CIDR } else { AddressType::RANGE };
        NetworkAddress { kind, value, ..NetworkAddress::default() }
    }
}

open_enum! {
    /// What a zone is made of.
    pub enum NetworkZoneType {
        /// Addresses.
        IP,
        /// Places, autonomous systems and kinds of proxies.
        DYNAMIC,
        /// Places, autonomous systems and services.
        DYNAMIC_V2,
    }
}

open_enum! {
    /// What a zone is for.
    pub enum NetworkZoneUsage {
        /// Policies name it.
        POLICY,
        /// All that comes from there is refused.
        BLOCKLIST,
    }
}

open_enum! {
    /// How addresses are written.
    pub enum AddressType {
        /// As a block: `192.0.2.0/24`.
        CIDR,
        /// As a range: `198.51.100.1-198.51.100.9`.
        RANGE,
    }
}

open_enum! {
    /// A kind of proxy.
    pub enum ProxyType {
        /// Any proxy.
        ANY = "Any",
        /// The Tor network.
        TOR = "Tor",
        /// Any that hides who asks, except for the Tor network.
        NOT_TOR_ANONYMIZER = "NotTorAnonymizer",
    }
}

open_enum! {
    /// A service that requests come through, or a kind of services.
    pub enum IpServiceCategory {
        ALL_ANONYMIZERS,
        ALL_ANONYMIZERS_EXCEPT_TOR,
        ALL_IP_SERVICES,
        ALL_PROXIES_VPNS,
        ABCPROXY_PROXY,
        ANONYMIZER_TOR,
        APPLE_ICLOUD_RELAY_PROXY,
        ASTRILL_VPN,
        AVAST_VPN,
        BIGMAMA_PROXY,
        CYBERGHOST_VPN,
        DATAIMPULSE_PROXY,
        EXPRESS_VPN,
        FACELESS_PROXY,
        FROXY_PROXY,
        GEONODE_PROXY,
        GLOBALPROTECT_VPN,
        GOOGLE_VPN,
        IPCOLA_PROXY,
        IPIDEA_PROXY,
        IPROXYSHOP_PROXY,
        LUMINATI_PROXY,
        MULLVAD_VPN,
        NETNUT_PROXY,
        NEXUS_PROXY,
        NORD_VPN,
        OCULUS_PROXY,
        OXYLABS_PROXY,
        PIA_VPN,
        PROXYRACK_PROXY,
        SAMSUNG_VPN,
        SPACEPROXIES_PROXY,
        SURFSHARK_VPN,
        SYMANTEC_VPN,
        TRENDMICRO_VPN,
        ULTRASURF_VPN,
        WARP_VPN,
        YILU_PROXY,
    }
}

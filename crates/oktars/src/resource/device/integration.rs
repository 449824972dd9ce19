//! Device integrations: endpoint security of other vendors that tells of devices.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, model, open_enum, parts};
use crate::query::query;

handle! {
    /// The device integrations of an org; made by [`Okta::device_integrations`](crate::Okta::device_integrations).
    /// Okta's page is "Device Integrations".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::device::{DeviceIntegrationStatus, ListDeviceIntegrations};
    ///
    /// for integration in okta.device_integrations().list(&ListDeviceIntegrations::new()).all().await? {
    ///     let active = okta.device_integrations().activate(&integration.id).await?;
    ///     assert_eq!(active.status, DeviceIntegrationStatus::ACTIVE);
    /// }
    /// # Ok(()) }
    /// ```
    pub struct DeviceIntegrations;
    /// The device integrations of the org.
    okta.device_integrations()
}

impl DeviceIntegrations<'_> {
    /// Lists the integrations: `GET /api/v1/device-integrations`.
    pub fn list(self, query: &ListDeviceIntegrations) -> Listing<DeviceIntegration> {
        query.apply(self.call(op::LIST_DEVICE_INTEGRATIONS, [])).list()
    }

    /// Reads an integration: `GET /api/v1/device-integrations/{deviceIntegrationId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<DeviceIntegration> {
        self.call(op::GET_DEVICE_INTEGRATION, [id.as_ref()]).json()
    }

    /// Activates an integration: `POST /api/v1/device-integrations/{deviceIntegrationId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<DeviceIntegration> {
        self.call(op::ACTIVATE_DEVICE_INTEGRATION, [id.as_ref()]).json()
    }

    /// Deactivates an integration: `POST /api/v1/device-integrations/{deviceIntegrationId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<DeviceIntegration> {
        self.call(op::DEACTIVATE_DEVICE_INTEGRATION, [id.as_ref()]).json()
    }
}

query! {
    /// How to list device integrations. Okta has nothing to choose here yet.
    pub struct ListDeviceIntegrations {}
}

model! {
    /// A device integration.
    pub struct DeviceIntegration {
        /// Its id.
        id: String = "id",
        /// What tells of devices.
        name: DeviceIntegrationName = "name",
        /// What administrators read.
        display_name: Option<String> = "displayName",
        /// The devices that it is for.
        platform: DeviceIntegrationPlatform = "platform",
        /// Whether the org listens to it.
        status: DeviceIntegrationStatus = "status",
        /// What is peculiar to it.
        metadata: DeviceIntegrationMetadata = "metadata",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

parts! {
    /// What is peculiar to an integration.
    pub struct DeviceIntegrationMetadata {
        /// Which kind of integration it is.
        kind: Option<DeviceIntegrationType> = "type",
        /// The name of the account with which Okta asks Chrome.
        service_account_name: Option<String> = "serviceAccountName",
        /// The address of that account.
        service_account_email: Option<String> = "serviceAccountEmail",
        /// Who manages the devices.
        provider: Option<String> = "provider",
        /// Where users enroll devices.
        enrollment_url: Option<String> = "enrollmentUrl",
        /// The identity provider that knows the devices.
        idp_id: Option<String> = "idpId",
    }
}

open_enum! {
    /// A kind of device integration.
    pub enum DeviceIntegrationType {
        /// Chrome.
        CHROME,
        /// Workspace ONE.
        WORKSPACE_ONE,
        /// An identity provider.
        DEVICE_IDP,
    }
}

open_enum! {
    /// What tells of devices.
    pub enum DeviceIntegrationName {
        /// Android itself.
        ANDROID_ZERO_TRUST = "com.android.zero.trust",
        /// CrowdStrike.
        CROWDSTRIKE_ZTA = "com.crowdstrike.zta",
        /// Chrome.
        GOOGLE_DTC = "com.google.dtc",
        /// osquery, on the device.
        OKTA_DEVICE_OSQUERY = "com.okta.device.osquery",
        /// An identity provider.
        OKTA_DEVICE_IDP = "com.okta.deviceidp",
        /// The Windows Security Center.
        OKTA_WINDOWS_SECURITY_CENTER = "com.okta.windowssecuritycenter",
        /// Workspace ONE.
        OKTA_WORKSPACE_ONE = "com.okta.workspaceone",
    }
}

open_enum! {
    /// The devices that an integration is for.
    pub enum DeviceIntegrationPlatform {
        /// Phones and tablets with Android.
        ANDROID,
        /// Devices with ChromeOS.
        CHROMEOS,
        /// Phones and tablets of Apple.
        IOS,
        /// Computers of Apple.
        MACOS,
        /// Devices with Windows.
        WINDOWS,
    }
}

open_enum! {
    /// Whether the org listens to an integration.
    pub enum DeviceIntegrationStatus {
        /// It does.
        ACTIVE,
        /// It does not.
        DEACTIVATED,
    }
}

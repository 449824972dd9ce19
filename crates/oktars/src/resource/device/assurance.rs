//! Device assurance: what a device must be like before it is let in.

use oktars_catalog::op;
use serde_json::Value;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, model};
use crate::query::query;
use crate::resource::device::DevicePlatform;

handle! {
    /// The device assurance policies of an org; made by
    /// [`Okta::device_assurances`](crate::Okta::device_assurances). Okta's page is "Device Assurance Policies".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::device::DeviceAssurance;
    /// use serde_json::json;
    ///
    /// let phones = DeviceAssurance::new("Phones", "IOS").requires("osVersion", json!({"minimum": "17.4"}));
    /// let phones = okta.device_assurances().create(&phones).await?;
    /// okta.device_assurances().delete(&phones.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct DeviceAssurances;
    /// The device assurance policies of the org.
    okta.device_assurances()
}

impl DeviceAssurances<'_> {
    /// Lists the policies: `GET /api/v1/device-assurances`.
    pub fn list(self, query: &ListDeviceAssurances) -> Listing<DeviceAssurance> {
        query.apply(self.call(op::LIST_DEVICE_ASSURANCE_POLICIES, [])).list()
    }

    /// Creates a policy: `POST /api/v1/device-assurances`.
    pub fn create(self, policy: &DeviceAssurance) -> Call<DeviceAssurance> {
        self.call(op::CREATE_DEVICE_ASSURANCE_POLICY, []).body(policy).json()
    }

    /// Reads a policy: `GET /api/v1/device-assurances/{deviceAssuranceId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<DeviceAssurance> {
        self.call(op::GET_DEVICE_ASSURANCE_POLICY, [id.as_ref()]).json()
    }

    /// Replaces a policy: `PUT /api/v1/device-assurances/{deviceAssuranceId}`.
    pub fn replace(self, id: impl AsRef<str>, policy: &DeviceAssurance) -> Call<DeviceAssurance> {
        self.call(op::REPLACE_DEVICE_ASSURANCE_POLICY, [id.as_ref()]).body(policy).json()
    }

    /// Deletes a policy that no rule names: `DELETE /api/v1/device-assurances/{deviceAssuranceId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_DEVICE_ASSURANCE_POLICY, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list device assurance policies. Okta has nothing to choose here yet.
    pub struct ListDeviceAssurances {}
}

model! {
    /// A device assurance policy, read or to be made. What it asks for stands in `extra`, under Okta's names.
    pub struct DeviceAssurance {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// `ANDROID`, `CHROMEOS`, `IOS`, `MACOS` or `WINDOWS`.
        platform: DevicePlatform = "platform",
        /// The id of who made it.
        created_by: Option<String> = "createdBy",
        /// When it was made.
        created_date: Option<String> = "createdDate",
        /// The id of who changed it last.
        last_updated_by: Option<String> = "lastUpdatedBy",
        /// When it changed last.
        last_update: Option<String> = "lastUpdate",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

impl DeviceAssurance {
    /// A policy for a platform, which asks for nothing yet.
    pub fn new(name: impl Into<String>, platform: impl Into<DevicePlatform>) -> Self {
        DeviceAssurance { name: name.into(), platform: platform.into(), ..DeviceAssurance::default() }
    }

    /// Asks for one more thing, such as `osVersion` or `screenLockType`.
    #[must_use]
    pub fn requires(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.insert(name.into(), value.into());
        self
    }
}

//! Devices: the phones and computers of users, as Okta Verify knows them.

pub(crate) mod assurance;
pub(crate) mod integration;
pub(crate) mod posture_check;

pub use self::assurance::*;
pub use self::integration::*;
pub use self::posture_check::*;

use oktars_catalog::op;

use crate::call::Call;
use crate::expression::Expression;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model, open_enum};
use crate::query::query;
use crate::resource::user::{User, Users};

handle! {
    /// The devices of an org; made by [`Okta::devices`](crate::Okta::devices). Okta's page is "Devices".
    /// Devices come with Okta Verify and are not made by calls.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::attr;
    /// use oktars::device::ListDevices;
    ///
    /// let query = ListDevices::new().search(attr("profile.platform").eq("WINDOWS"));
    /// for device in okta.devices().list(&query).all().await? {
    ///     okta.devices().suspend(&device.id).await?;
    /// }
    /// # Ok(()) }
    /// ```
    pub struct Devices;
    /// The devices of the org.
    okta.devices()
}

impl Devices<'_> {
    /// Lists the devices: `GET /api/v1/devices`.
    pub fn list(self, query: &ListDevices) -> Listing<Device> {
        query.apply(self.call(op::LIST_DEVICES, [])).list()
    }

    /// Reads a device: `GET /api/v1/devices/{deviceId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Device> {
        self.call(op::GET_DEVICE, [id.as_ref()]).json()
    }

    /// Deletes a deactivated device: `DELETE /api/v1/devices/{deviceId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_DEVICE, [id.as_ref()]).empty()
    }

    /// Activates a device: `POST /api/v1/devices/{deviceId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::ACTIVATE_DEVICE, [id.as_ref()]).empty()
    }

    /// Deactivates a device, and ends all that users have on it:
    /// `POST /api/v1/devices/{deviceId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DEACTIVATE_DEVICE, [id.as_ref()]).empty()
    }

    /// Suspends an active device: `POST /api/v1/devices/{deviceId}/lifecycle/suspend`.
    pub fn suspend(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::SUSPEND_DEVICE, [id.as_ref()]).empty()
    }

    /// Ends a suspension: `POST /api/v1/devices/{deviceId}/lifecycle/unsuspend`.
    pub fn unsuspend(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::UNSUSPEND_DEVICE, [id.as_ref()]).empty()
    }

    /// Lists the users of a device: `GET /api/v1/devices/{deviceId}/users`.
    pub fn users(self, id: impl AsRef<str>, query: &ListDeviceUsers) -> Listing<DeviceUser> {
        query.apply(self.call(op::LIST_DEVICE_USERS, [id.as_ref()])).list()
    }
}

impl Users<'_> {
    /// Lists the devices of a user: `GET /api/v1/users/{userId}/devices`.
    pub fn devices(self, id: impl AsRef<str>, query: &ListUserDevices) -> Listing<UserDevice> {
        query.apply(self.call(op::LIST_USER_DEVICES, id)).list()
    }
}

query! {
    /// Which devices to list, and how.
    pub struct ListDevices {
        /// An expression over id, status, dates and profile.
        search: Expression = "search",
        /// What to send along: `user` or `userSummary`.
        expand: String = "expand",
        /// The size of a page; the greatest, 200, unless set.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

query! {
    /// How to list the users of a device. Okta has nothing to choose here yet.
    pub struct ListDeviceUsers {}
}

query! {
    /// How to list the devices of a user. Okta has nothing to choose here yet.
    pub struct ListUserDevices {}
}

model! {
    /// A device.
    pub struct Device {
        /// Its id.
        id: String = "id",
        /// `ACTIVE`, `SUSPENDED`, `DEACTIVATED` or `UNSUSPENDED`.
        status: DeviceStatus = "status",
        /// When it was enrolled.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// What is known of it.
        profile: DeviceProfile = "profile",
        /// What it is: `UDDevice`.
        resource_type: Option<String> = "resourceType",
        /// What people read: a `value`, and whether it is `sensitive`.
        resource_display_name: Map = "resourceDisplayName",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// What is known of a device.
    pub struct DeviceProfile {
        /// What people read.
        display_name: String = "displayName",
        /// `ANDROID`, `IOS`, `MACOS` or `WINDOWS`.
        platform: DevicePlatform = "platform",
        /// Who made it.
        manufacturer: Option<String> = "manufacturer",
        /// The model.
        model: Option<String> = "model",
        /// The version of its system.
        os_version: Option<String> = "osVersion",
        /// Its serial number.
        serial_number: Option<String> = "serialNumber",
        /// Whether it is known to Okta.
        registered: Option<bool> = "registered",
        /// Whether it keeps keys in hardware.
        secure_hardware_present: Option<bool> = "secureHardwarePresent",
        /// What of its storage is encrypted.
        disk_encryption_type: DiskEncryption = "diskEncryptionType",
        ..extra
    }
}

model! {
    /// A user of a device.
    pub struct DeviceUser {
        /// When the device was enrolled.
        created: Option<Timestamp> = "created",
        /// `MANAGED` or `NOT_MANAGED`.
        management_status: ManagementStatus = "managementStatus",
        /// `NONE`, `PASSCODE` or `BIOMETRIC`.
        screen_lock_type: ScreenLock = "screenLockType",
        /// The user.
        user: Option<User> = "user",
        ..extra
    }
}

model! {
    /// A device of a user.
    pub struct UserDevice {
        /// The id of the enrollment.
        device_user_id: String = "deviceUserId",
        /// When the device was enrolled.
        created: Option<Timestamp> = "created",
        /// The device.
        device: Option<Device> = "device",
        ..extra
    }
}

open_enum! {
    /// What runs on a device.
    pub enum DevicePlatform {
        ANDROID,
        CHROMEOS,
        IOS,
        MACOS,
        WINDOWS,
    }
}

open_enum! {
    /// Whether a device may be used.
    pub enum DeviceStatus {
        ACTIVE,
        DEACTIVATED,
        SUSPENDED,
        UNSUSPENDED,
    }
}

open_enum! {
    /// How much of the storage of a device is encrypted.
    pub enum DiskEncryption {
        ALL_INTERNAL_VOLUMES,
        FULL,
        NONE,
        SYSTEM_VOLUME,
        USER,
    }
}

open_enum! {
    /// Whether a device is managed.
    pub enum ManagementStatus {
        MANAGED,
        NOT_MANAGED,
    }
}

open_enum! {
    /// How a screen is unlocked.
    pub enum ScreenLock {
        NONE,
        PASSCODE,
        BIOMETRIC,
    }
}

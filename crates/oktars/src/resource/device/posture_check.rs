//! Posture checks: what an org asks devices about themselves.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model, open_enum, parts};
use crate::query::query;

handle! {
    /// The posture checks of an org; made by [`Okta::device_posture_checks`](crate::Okta::device_posture_checks). Okta's
    /// page is "Device Posture Checks".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::device::{DevicePostureCheck, PosturePlatform};
    ///
    /// let query = "SELECT 1 AS firewall FROM alf WHERE global_state > 0";
    /// let check = DevicePostureCheck::new("Firewall", PosturePlatform::MACOS, "firewall", query);
    /// let check = okta.device_posture_checks().create(&check).await?;
    /// assert_eq!(okta.device_posture_checks().get(&check.id).await?.name, "Firewall");
    /// okta.device_posture_checks().delete(&check.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct DevicePostureChecks;
    /// The posture checks of the org.
    okta.device_posture_checks()
}

impl DevicePostureChecks<'_> {
    /// Lists the checks: `GET /api/v1/device-posture-checks`.
    pub fn list(self, query: &ListDevicePostureChecks) -> Listing<DevicePostureCheck> {
        query.apply(self.call(op::LIST_DEVICE_POSTURE_CHECKS, [])).list()
    }

    /// Creates a check: `POST /api/v1/device-posture-checks`.
    pub fn create(self, check: &DevicePostureCheck) -> Call<DevicePostureCheck> {
        self.call(op::CREATE_DEVICE_POSTURE_CHECK, []).body(check).json()
    }

    /// Lists the checks that Okta has made: `GET /api/v1/device-posture-checks/default`.
    pub fn defaults(self, query: &ListDefaultDevicePostureChecks) -> Listing<DevicePostureCheck> {
        query.apply(self.call(op::LIST_DEFAULT_DEVICE_POSTURE_CHECKS, [])).list()
    }

    /// Reads a check: `GET /api/v1/device-posture-checks/{postureCheckId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<DevicePostureCheck> {
        self.call(op::GET_DEVICE_POSTURE_CHECK, [id.as_ref()]).json()
    }

    /// Replaces a check: `PUT /api/v1/device-posture-checks/{postureCheckId}`.
    pub fn replace(self, id: impl AsRef<str>, check: &DevicePostureCheck) -> Call<DevicePostureCheck> {
        self.call(op::REPLACE_DEVICE_POSTURE_CHECK, [id.as_ref()]).body(check).json()
    }

    /// Deletes a check: `DELETE /api/v1/device-posture-checks/{postureCheckId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_DEVICE_POSTURE_CHECK, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list posture checks. Okta has nothing to choose here yet.
    pub struct ListDevicePostureChecks {}
}

query! {
    /// How to list the posture checks that Okta has made. Okta has nothing to choose here yet.
    pub struct ListDefaultDevicePostureChecks {}
}

model! {
    /// A posture check, read or to be made.
    pub struct DevicePostureCheck {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// The devices that it is for.
        platform: PosturePlatform = "platform",
        /// What the device is asked, in osquery.
        query: Option<String> = "query",
        /// The name of the answer, for conditions.
        variable_name: String = "variableName",
        /// How administrators give what they expect.
        mapping_type: Option<PostureMappingType> = "mappingType",
        /// Whether Okta has made it.
        kind: Option<PostureCheckType> = "type",
        /// What users read whose device does not pass.
        remediation_settings: PostureRemediation = "remediationSettings",
        /// Who made it.
        created_by: Option<String> = "createdBy",
        /// When it was made.
        created_date: Option<Timestamp> = "createdDate",
        /// Who changed it last.
        last_updated_by: Option<String> = "lastUpdatedBy",
        /// When it changed last.
        last_update: Option<Timestamp> = "lastUpdate",
        /// Links to itself.
        links: Map = "_links",
        ..extra
    }
}

impl DevicePostureCheck {
    /// A check by a query, whose answer has this name. Administrators tick whether devices must pass it.
    pub fn new(
        name: impl Into<String>,
        platform: PosturePlatform,
        variable: impl Into<String>,
        query: impl Into<String>,
    ) -> Self {
        DevicePostureCheck {
            name: name.into(),
            platform,
            query: Some(query.into()),
            variable_name: variable.into(),
            mapping_type: Some(PostureMappingType::CHECKBOX),
            kind: Some(PostureCheckType::CUSTOM),
            ..DevicePostureCheck::default()
        }
    }
}

parts! {
    /// What users read whose device does not pass.
    pub struct PostureRemediation {
        /// Where they find help.
        link: PostureRemediationLink = "link",
        /// What they read.
        message: PostureRemediationMessage = "message",
    }

    /// Where users find help.
    pub struct PostureRemediationLink {
        /// Okta's page.
        default_url: Option<String> = "defaultUrl",
        /// Your page.
        custom_url: Option<String> = "customUrl",
    }

    /// What users read.
    pub struct PostureRemediationMessage {
        /// The name of Okta's text.
        default_i18n_key: Option<String> = "defaultI18nKey",
        /// Your text.
        custom_text: Option<String> = "customText",
    }
}

open_enum! {
    /// The devices that a posture check is for.
    pub enum PosturePlatform {
        /// Those of Apple.
        MACOS,
        /// Those with Windows.
        WINDOWS,
    }
}

open_enum! {
    /// How administrators give what they expect.
    pub enum PostureMappingType {
        /// They tick it.
        CHECKBOX,
        /// They write it.
        TEXTBOX,
    }
}

open_enum! {
    /// Who made a posture check.
    pub enum PostureCheckType {
        /// Okta did.
        BUILTIN,
        /// An administrator did.
        CUSTOM,
    }
}

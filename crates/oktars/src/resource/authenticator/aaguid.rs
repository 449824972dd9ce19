//! Kinds of security keys that you add to those that Okta knows, by their AAGUIDs.

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, parts};
use crate::query::query;

handle! {
    /// The kinds of security keys that you added to one passkey authenticator; made by
    /// [`Okta::custom_aaguids`](crate::Okta::custom_aaguids).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::authenticator::{CustomAaguid, ListAuthenticators};
    ///
    /// let all = okta.authenticators().list(&ListAuthenticators::new()).all().await?;
    /// let passkeys = all.iter().find(|one| one.key == "webauthn").expect("the org has passkeys");
    /// let aaguids = okta.custom_aaguids(&passkeys.id);
    /// let mut new = CustomAaguid::new("cb69481e-8ff7-4039-93ec-0a2729a154a8");
    /// new.characteristics.fips_compliant = Some(true);
    /// let made = aaguids.create(&new).await?;
    /// assert_eq!(made.characteristics.fips_compliant, Some(true));
    /// aaguids.delete(&made.aaguid).await?;
    /// # Ok(()) }
    /// ```
    pub struct CustomAaguids;
    /// The kinds of security keys that you added to a passkey authenticator.
    okta.custom_aaguids(authenticator_id)
}

impl CustomAaguids<'_> {
    /// Lists the kinds: `GET /api/v1/authenticators/{authenticatorId}/aaguids`.
    pub fn list(self, query: &ListCustomAaguids) -> Listing<CustomAaguid> {
        query.apply(self.call(op::LIST_ALL_CUSTOM_AAGUI_DS, [])).list()
    }

    /// Adds a kind: `POST /api/v1/authenticators/{authenticatorId}/aaguids`.
    pub fn create(self, aaguid: &CustomAaguid) -> Call<CustomAaguid> {
        self.call(op::CREATE_CUSTOM_AAGUID, []).body(aaguid).json()
    }

    /// Reads a kind: `GET /api/v1/authenticators/{authenticatorId}/aaguids/{aaguid}`.
    pub fn get(self, aaguid: impl AsRef<str>) -> Call<CustomAaguid> {
        self.call(op::GET_CUSTOM_AAGUID, [aaguid.as_ref()]).json()
    }

    /// Replaces a kind: `PUT /api/v1/authenticators/{authenticatorId}/aaguids/{aaguid}`.
    pub fn replace(self, aaguid: impl AsRef<str>, kind: &CustomAaguid) -> Call<CustomAaguid> {
        self.call(op::REPLACE_CUSTOM_AAGUID, [aaguid.as_ref()]).body(kind).json()
    }

    /// Changes the members that are set, and no others:
    /// `PATCH /api/v1/authenticators/{authenticatorId}/aaguids/{aaguid}`.
    pub fn update(self, aaguid: impl AsRef<str>, kind: &CustomAaguid) -> Call<CustomAaguid> {
        self.call(op::UPDATE_CUSTOM_AAGUID, [aaguid.as_ref()]).merge_patch(kind).json()
    }

    /// Takes a kind away: `DELETE /api/v1/authenticators/{authenticatorId}/aaguids/{aaguid}`.
    pub fn delete(self, aaguid: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_CUSTOM_AAGUID, [aaguid.as_ref()]).empty()
    }
}

impl Call {
    /// Gives a body as `application/merge-patch+json`.
    fn merge_patch(self, body: &impl Serialize) -> Call {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.body_bytes("application/merge-patch+json", bytes),
            // What cannot be written fails when the call is sent.
            Err(_) => self.body(body),
        }
    }
}

query! {
    /// How to list kinds of security keys. Okta has nothing to choose here yet.
    pub struct ListCustomAaguids {}
}

parts! {
    /// A kind of security key, read or to be added.
    pub struct CustomAaguid {
        /// Its AAGUID.
        aaguid: String = "aaguid",
        /// Its name.
        name: Option<String> = "name",
        /// What it can do.
        characteristics: AaguidCharacteristics = "authenticatorCharacteristics",
        /// The certificates that vouch for it.
        attestation_root_certificates: Vec<AttestationCertificate> = "attestationRootCertificates",
        /// Links.
        links: Map = "_links",
    }

    /// What a kind of security key can do.
    pub struct AaguidCharacteristics {
        /// Whether it complies with FIPS.
        fips_compliant: Option<bool> = "fipsCompliant",
        /// Whether hardware protects its keys.
        hardware_protected: Option<bool> = "hardwareProtected",
        /// Whether it is a part of the device.
        platform_attached: Option<bool> = "platformAttached",
    }

    /// A certificate that vouches for security keys.
    pub struct AttestationCertificate {
        /// The certificate, in base64.
        x5c: String = "x5c",
        /// Its SHA-256 fingerprint.
        x5t_s256: Option<String> = "x5t#S256",
        /// Who issued it.
        issuer: Option<String> = "iss",
        /// When it expires.
        expires: Option<String> = "exp",
    }
}

impl CustomAaguid {
    /// A kind by its AAGUID, of which nothing else is said.
    pub fn new(aaguid: impl Into<String>) -> Self {
        CustomAaguid { aaguid: aaguid.into(), ..CustomAaguid::default() }
    }

    /// A certificate, in base64, vouches for it, beside others that were named.
    #[must_use]
    pub fn certificate(mut self, x5c: impl Into<String>) -> Self {
        let certificate = AttestationCertificate { x5c: x5c.into(), ..AttestationCertificate::default() };
        self.attestation_root_certificates.push(certificate);
        self
    }
}

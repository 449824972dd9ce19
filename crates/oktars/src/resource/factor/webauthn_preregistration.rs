//! Security keys that are set up for users before they get them.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Secret, Timestamp, open_enum, parts};
use crate::query::query;
use crate::resource::factor::FactorStatus;

handle! {
    /// The security keys that are set up for users before they get them; made by
    /// [`Okta::webauthn_preregistration`](crate::Okta::webauthn_preregistration). Okta's page is "WebAuthn
    /// Preregistration".
    ///
    /// You order keys of a provider, which is Yubico. The provider asks for the data to enroll a key with
    /// ([`enroll`](Self::enroll)). It writes the key and says what came of it ([`activate`](Self::activate)). Then it
    /// sends the key to the user, who gets its PIN by mail ([`send_pin`](Self::send_pin)).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::factor::KeyOrder;
    ///
    /// let order = KeyOrder::new("00u1gjh63g214q0Hq0g4").item("yubikey_5c", "basic", "inventory_1");
    /// let request = okta.webauthn_preregistration().order(&order).request()?;
    /// assert_eq!(request.uri().path(), "/webauthn-registration/api/v1/initiate-fulfillment-request");
    /// # Ok(()) }
    /// ```
    pub struct WebauthnPreregistration;
    /// The security keys that are set up for users before they get them.
    okta.webauthn_preregistration()
}

impl WebauthnPreregistration<'_> {
    /// Says what came of the enrollment of a key: `POST /webauthn-registration/api/v1/activate`.
    pub fn activate(self, activation: &KeyActivation) -> Call<KeyActivated> {
        self.call(op::ACTIVATE_PREREGISTRATION_ENROLLMENT, []).body(activation).json()
    }

    /// Asks for the data to enroll a key with: `POST /webauthn-registration/api/v1/enroll`.
    pub fn enroll(self, enrollment: &KeyEnrollment) -> Call<KeyEnrollmentStarted> {
        self.call(op::ENROLL_PREREGISTRATION_ENROLLMENT, []).body(enrollment).json()
    }

    /// Orders keys for a user: `POST /webauthn-registration/api/v1/initiate-fulfillment-request`.
    pub fn order(self, order: &KeyOrder) -> Call<()> {
        self.call(op::GENERATE_FULFILLMENT_REQUEST, []).body(order).empty()
    }

    /// Sends the user the PIN of a key by mail: `POST /webauthn-registration/api/v1/send-pin`.
    pub fn send_pin(self, pin: &SendKeyPin) -> Call<()> {
        self.call(op::SEND_PIN, []).body(pin).empty()
    }

    /// Lists the keys of a user that were set up: `GET /webauthn-registration/api/v1/users/{userId}/enrollments`.
    pub fn list(self, user_id: impl AsRef<str>, query: &ListPreregisteredKeys) -> Listing<PreregisteredKey> {
        query.apply(self.call(op::LIST_WEB_AUTHN_PREREGISTRATION_FACTORS, [user_id.as_ref()])).list()
    }

    /// Deletes a key of a user:
    /// `DELETE /webauthn-registration/api/v1/users/{userId}/enrollments/{authenticatorEnrollmentId}`.
    pub fn delete(self, user_id: impl AsRef<str>, enrollment_id: impl AsRef<str>) -> Call<()> {
        let ids = [user_id.as_ref(), enrollment_id.as_ref()];
        self.call(op::DELETE_WEB_AUTHN_PREREGISTRATION_FACTOR, ids).empty()
    }

    /// Says that a key could not be made:
    /// `POST /webauthn-registration/api/v1/users/{userId}/enrollments/{authenticatorEnrollmentId}/mark-error`.
    pub fn mark_error(self, user_id: impl AsRef<str>, enrollment_id: impl AsRef<str>) -> Call<()> {
        let ids = [user_id.as_ref(), enrollment_id.as_ref()];
        self.call(op::ASSIGN_FULFILLMENT_ERROR_WEB_AUTHN_PREREGISTRATION_FACTOR, ids).empty()
    }
}

query! {
    /// How to list keys that were set up. Okta has nothing to choose here yet.
    pub struct ListPreregisteredKeys {}
}

parts! {
    /// A security key that was set up for a user.
    pub struct PreregisteredKey {
        /// Its id.
        id: String = "id",
        /// Its type: `webauthn`.
        factor_type: String = "factorType",
        /// Whose kind it is: `FIDO`.
        provider: String = "provider",
        /// Who made it.
        vendor_name: Option<String> = "vendorName",
        /// How far it is.
        status: FactorStatus = "status",
        /// What is peculiar to it.
        profile: Map = "profile",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links.
        links: Map = "_links",
    }

    /// An order of keys for a user.
    pub struct KeyOrder {
        /// Who makes them: `yubico`.
        fulfillment_provider: FulfillmentProvider = "fulfillmentProvider",
        /// The id of the user.
        user_id: String = "userId",
        /// What is ordered.
        fulfillment_data: Vec<KeyOrderItem> = "fulfillmentData",
    }

    /// What is ordered.
    pub struct KeyOrderItem {
        /// The product.
        product_id: String = "productId",
        /// How it is set up.
        customization_id: String = "customizationId",
        /// Out of which stock.
        inventory_product_id: String = "inventoryProductId",
    }

    /// What a provider asks before it sets a key up.
    pub struct KeyEnrollment {
        /// Who makes it: `yubico`.
        fulfillment_provider: FulfillmentProvider = "fulfillmentProvider",
        /// The id of the user.
        user_id: String = "userId",
        /// The domains for which it is.
        enrollment_rp_ids: Vec<String> = "enrollmentRpIds",
        /// The public key for which the answer is encrypted.
        transport_key: EcPublicKey = "yubicoTransportKeyJWK",
    }

    /// The data to enroll a key with.
    pub struct KeyEnrollmentStarted {
        /// Who makes it: `yubico`.
        fulfillment_provider: FulfillmentProvider = "fulfillmentProvider",
        /// The id of the user.
        user_id: String = "userId",
        /// The data to make each credential with.
        credential_requests: Vec<KeyCredentialRequest> = "credRequests",
        /// The encrypted PIN.
        pin_request: Option<Secret> = "pinRequestJwe",
    }

    /// The data to make a credential with.
    pub struct KeyCredentialRequest {
        /// The id of the enrollment.
        enrollment_id: String = "authenticatorEnrollmentId",
        /// The encrypted request.
        request: String = "credRequestJwe",
        /// The id of the key that encrypted it.
        key_id: String = "keyId",
    }

    /// What came of the enrollment of a key.
    pub struct KeyActivation {
        /// Who made it: `yubico`.
        fulfillment_provider: FulfillmentProvider = "fulfillmentProvider",
        /// The id of the user.
        user_id: String = "userId",
        /// Its serial number.
        serial: String = "serial",
        /// The version of its firmware.
        version: String = "version",
        /// Each credential, encrypted.
        credential_responses: Vec<KeyCredentialResponse> = "credResponses",
        /// The encrypted PIN.
        pin_response: Option<Secret> = "pinResponseJwe",
        /// The public keys that signed this.
        signing_keys: Vec<EcPublicKey> = "yubicoSigningJwks",
    }

    /// A credential, encrypted.
    pub struct KeyCredentialResponse {
        /// The id of the enrollment.
        enrollment_id: String = "authenticatorEnrollmentId",
        /// The encrypted credential.
        response: String = "credResponseJwe",
    }

    /// A key that a user can use.
    pub struct KeyActivated {
        /// Who made it: `yubico`.
        fulfillment_provider: FulfillmentProvider = "fulfillmentProvider",
        /// The id of the user.
        user_id: String = "userId",
        /// The ids of the enrollments.
        enrollment_ids: Vec<String> = "authenticatorEnrollmentIds",
    }

    /// Whose PIN to send, and for which key.
    pub struct SendKeyPin {
        /// Who made it: `yubico`.
        fulfillment_provider: FulfillmentProvider = "fulfillmentProvider",
        /// The id of the user.
        user_id: String = "userId",
        /// The id of the enrollment.
        enrollment_id: String = "authenticatorEnrollmentId",
    }

    /// A public key on an elliptic curve.
    pub struct EcPublicKey {
        /// Its id.
        kid: String = "kid",
        /// Its type: `EC`.
        kty: String = "kty",
        /// The curve: `P-384`.
        crv: String = "crv",
        /// What it is for: `enc` or `sig`.
        key_use: String = "use",
        /// Its first coordinate.
        x: String = "x",
        /// Its second coordinate.
        y: String = "y",
    }
}

impl KeyOrder {
    /// An order of Yubico for a user.
    pub fn new(user_id: impl Into<String>) -> Self {
        KeyOrder {
            fulfillment_provider: FulfillmentProvider::YUBICO,
            user_id: user_id.into(),
            ..KeyOrder::default()
        }
    }

    /// One more key: the product, how it is set up, and out of which stock.
    #[must_use]
    pub fn item(
        mut self,
        product_id: impl Into<String>,
        customization_id: impl Into<String>,
        inventory_product_id: impl Into<String>,
    ) -> Self {
        self.fulfillment_data.push(KeyOrderItem {
            product_id: product_id.into(),
            customization_id: customization_id.into(),
            inventory_product_id: inventory_product_id.into(),
            ..KeyOrderItem::default()
        });
        self
    }
}

impl SendKeyPin {
    /// The PIN of a key of Yubico.
    pub fn new(user_id: impl Into<String>, enrollment_id: impl Into<String>) -> Self {
        SendKeyPin {
            fulfillment_provider: FulfillmentProvider::YUBICO,
            user_id: user_id.into(),
            enrollment_id: enrollment_id.into(),
            ..SendKeyPin::default()
        }
    }
}

open_enum! {
    /// Who makes security keys.
    pub enum FulfillmentProvider {
        YUBICO = "yubico",
    }
}

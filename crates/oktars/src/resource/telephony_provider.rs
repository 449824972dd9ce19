//! Telephony providers of your own, over which Okta sends text messages and makes calls.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Secret, open_enum, parts};
use crate::query::query;

handle! {
    /// The telephony providers of an org; made by
    /// [`Okta::telephony_providers`](crate::Okta::telephony_providers). Okta's page is "Custom Telephony Providers".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::telephony_provider::{TelephonyProvider, TestMessage};
    ///
    /// let mut twilio = TelephonyProvider::new("TWILIO", "AC123", "a token");
    /// twilio.settings.sms.twilio_phone_number = Some("+1234567890".into());
    /// let twilio = okta.telephony_providers().create(&twilio).await?;
    /// assert_eq!(twilio.is_primary_provider, Some(true));
    /// okta.telephony_providers().test(&twilio.id, &TestMessage::sms("+15555550100", "US")).await?;
    /// okta.telephony_providers().deactivate(&twilio.id).await?;
    /// okta.telephony_providers().delete(&twilio.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct TelephonyProviders;
    /// The telephony providers of the org.
    okta.telephony_providers()
}

impl TelephonyProviders<'_> {
    /// Lists the providers: `GET /api/v1/telephony-providers`.
    pub fn list(self, query: &ListTelephonyProviders) -> Listing<TelephonyProvider> {
        query.apply(self.call(op::LIST_ALL_CUSTOM_TELEPHONY_PROVIDER_CREDENTIALS, [])).list()
    }

    /// Adds a provider: `POST /api/v1/telephony-providers`. The first one is the primary one.
    pub fn create(self, provider: &TelephonyProvider) -> Call<TelephonyProvider> {
        self.call(op::CREATE_CUSTOM_TELEPHONY_PROVIDER_CREDENTIALS, []).body(provider).json()
    }

    /// Reads a provider: `GET /api/v1/telephony-providers/{customTelephonyProviderId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<TelephonyProvider> {
        self.call(op::GET_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL, [id.as_ref()]).json()
    }

    /// Changes the members that are set, and no others:
    /// `PATCH /api/v1/telephony-providers/{customTelephonyProviderId}`.
    pub fn update(self, id: impl AsRef<str>, provider: &TelephonyProvider) -> Call<TelephonyProvider> {
        self.call(op::UPDATE_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL, [id.as_ref()]).body(provider).json()
    }

    /// Deletes a provider that is not active: `DELETE /api/v1/telephony-providers/{customTelephonyProviderId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL, [id.as_ref()]).empty()
    }

    /// Activates a provider:
    /// `POST /api/v1/telephony-providers/{customTelephonyProviderId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<TelephonyProvider> {
        self.call(op::ACTIVATE_CUSTOM_TELEPHONY_CREDENTIAL, [id.as_ref()]).json()
    }

    /// Deactivates a provider; Okta refuses that for the primary one while another is active:
    /// `POST /api/v1/telephony-providers/{customTelephonyProviderId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<TelephonyProvider> {
        self.call(op::DEACTIVATE_CUSTOM_TELEPHONY_CREDENTIAL, [id.as_ref()]).json()
    }

    /// Makes a provider the one that Okta uses first:
    /// `POST /api/v1/telephony-providers/{customTelephonyProviderId}/setAsPrimary`.
    pub fn set_as_primary(self, id: impl AsRef<str>) -> Call<TelephonyProvider> {
        self.call(op::SET_AS_PRIMARY_CUSTOM_TELEPHONY_CREDENTIAL, [id.as_ref()]).json()
    }

    /// Sends a message over a provider, to see that it works:
    /// `POST /api/v1/telephony-providers/{customTelephonyProviderId}/test`.
    pub fn test(self, id: impl AsRef<str>, message: &TestMessage) -> Call<()> {
        self.call(op::SEND_TEST_CUSTOM_TELEPHONY_PROVIDER_CREDENTIAL, [id.as_ref()]).body(message).empty()
    }
}

query! {
    /// How to list telephony providers. Okta has nothing to choose here yet.
    pub struct ListTelephonyProviders {}
}

parts! {
    /// A telephony provider, read or to be made. Okta never shows its token.
    pub struct TelephonyProvider {
        /// Its id.
        id: String = "id",
        /// Who it is.
        provider_name: TelephonyProviderName = "providerName",
        /// The id of your account there.
        provider_sid: String = "providerSid",
        /// The token with which Okta signs in there.
        provider_auth_token: Option<Secret> = "providerAuthToken",
        /// What it can do: `ALL`.
        provider_capability: TelephonyCapability = "providerCapability",
        /// From where it sends and calls.
        settings: TelephonySettings = "providerSettings",
        /// Whether it is the one that Okta uses first.
        is_primary_provider: Option<bool> = "isPrimaryProvider",
        /// Whether it is active.
        enabled: Option<bool> = "enabled",
    }

    /// From where a provider sends and calls.
    pub struct TelephonySettings {
        /// For text messages.
        sms: TelephonyChannel = "sms",
        /// For calls.
        call: TelephonyChannel = "call",
    }

    /// From where a provider sends, or calls: one of these, as the provider has it.
    pub struct TelephonyChannel {
        /// The id of a Verify service of Twilio.
        twilio_verify_sid: Option<String> = "twilioVerifySid",
        /// A phone number at Twilio.
        twilio_phone_number: Option<String> = "twilioPhoneNumber",
        /// The id of a messaging service of Twilio, for text messages.
        twilio_message_sid: Option<String> = "twilioMessageSid",
        /// The id of the caller at Twilio, for calls.
        twilio_caller_id: Option<String> = "twilioCallerId",
        /// The service of Telesign.
        telesign_service: TelesignService = "telesignService",
    }

    /// The message that shows whether a provider works.
    pub struct TestMessage {
        /// Whether it is a text message or a call.
        factor: TestMessageFactor = "factor",
        /// To which number.
        phone_number: String = "phoneNumber",
        /// The country of the number, in two letters.
        country_code: String = "countryCodeIso2",
    }
}

impl TelephonyProvider {
    /// A provider, by the id of your account there and its token.
    pub fn new(
        provider_name: impl Into<TelephonyProviderName>,
        provider_sid: impl Into<String>,
        token: impl Into<Secret>,
    ) -> Self {
        TelephonyProvider {
            provider_name: provider_name.into(),
            provider_sid: provider_sid.into(),
            provider_auth_token: Some(token.into()),
            ..TelephonyProvider::default()
        }
    }
}

impl TestMessage {
    /// A text message to a number of a country, such as `US`.
    pub fn sms(phone_number: impl Into<String>, country_code: impl Into<String>) -> Self {
        TestMessage::by(TestMessageFactor::SMS, phone_number.into(), country_code.into())
    }

    /// A call to a number of a country, such as `US`.
    pub fn call(phone_number: impl Into<String>, country_code: impl Into<String>) -> Self {
        TestMessage::by(TestMessageFactor::CALL, phone_number.into(), country_code.into())
    }

    fn by(factor: TestMessageFactor, phone_number: String, country_code: String) -> Self {
        TestMessage { factor, phone_number, country_code, ..TestMessage::default() }
    }
}

open_enum! {
    /// Who a telephony provider is.
    pub enum TelephonyProviderName {
        TELESIGN,
        TWILIO,
    }
}

open_enum! {
    /// What a telephony provider can do.
    pub enum TelephonyCapability {
        /// Text messages and calls.
        ALL = "ALL",
    }
}

open_enum! {
    /// A service of Telesign.
    pub enum TelesignService {
        MESSAGING = "telesignMessagingService",
        VERIFY = "telesignVerifyService",
        VOICE = "telesignVoiceService",
    }
}

open_enum! {
    /// What is tried of a provider.
    pub enum TestMessageFactor {
        CALL,
        SMS,
    }
}

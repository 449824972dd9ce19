//! Streams of shared signals: the security events of the org that your receiver gets.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::model::{Secret, either, open_enum, parts};

handle! {
    /// The streams of shared signals that an org sends; made by [`Okta::ssf_streams`](crate::Okta::ssf_streams).
    /// Okta's page is "SSF Transmitter". Each client app has one stream, which no other sees.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::ssf_stream::SsfStream;
    ///
    /// let revoked = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
    /// let new = SsfStream::push("https://receiver.example.com/events").event(revoked);
    /// let stream = okta.ssf_streams().create(&new).await?;
    /// assert_eq!(stream.events_delivered, [revoked]);
    /// assert_eq!(okta.ssf_streams().status(&stream.stream_id).await?.status, "enabled");
    /// okta.ssf_streams().delete(&stream.stream_id).await?;
    /// assert!(okta.ssf_streams().all().await?.is_empty());
    /// # Ok(()) }
    /// ```
    pub struct SsfStreams;
    /// The streams of shared signals that the org sends.
    okta.ssf_streams()
}

impl SsfStreams<'_> {
    /// What the org says of itself as a sender: `GET /.well-known/ssf-configuration`.
    pub fn metadata(self) -> Call<SsfMetadata> {
        self.call(op::GET_WELLKNOWN_SSF_METADATA, []).json()
    }

    /// Reads all streams of the caller: `GET /api/v1/ssf/stream`.
    pub fn all(self) -> Call<Vec<SsfStream>> {
        self.call(op::GET_SSF_STREAMS, []).json()
    }

    /// Reads a stream: `GET /api/v1/ssf/stream?stream_id={id}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<SsfStream> {
        self.call(op::GET_SSF_STREAMS, []).query("stream_id", id.as_ref()).json()
    }

    /// Begins a stream: `POST /api/v1/ssf/stream`.
    pub fn create(self, stream: &SsfStream) -> Call<SsfStream> {
        self.call(op::CREATE_SSF_STREAM, []).body(stream).json()
    }

    /// Replaces a stream, which the body names: `PUT /api/v1/ssf/stream`. Without an id it is the caller's.
    pub fn replace(self, stream: &SsfStream) -> Call<SsfStream> {
        self.call(op::REPLACE_SSF_STREAM, []).body(stream).json()
    }

    /// Changes the members that are set, and no others: `PATCH /api/v1/ssf/stream`. Without an id it is the
    /// caller's stream.
    pub fn update(self, stream: &SsfStream) -> Call<SsfStream> {
        self.call(op::UPDATE_SSF_STREAM, []).body(stream).json()
    }

    /// Ends a stream: `DELETE /api/v1/ssf/stream?stream_id={id}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_SSF_STREAM, []).query("stream_id", id.as_ref()).empty()
    }

    /// Reads whether events are sent: `GET /api/v1/ssf/stream/status?stream_id={id}`.
    pub fn status(self, id: impl AsRef<str>) -> Call<SsfStreamStatus> {
        self.call(op::GET_SSF_STREAM_STATUS, []).query("stream_id", id.as_ref()).json()
    }

    /// Sends the receiver an event that shows whether it works: `POST /api/v1/ssf/stream/verification`.
    pub fn verify(self, verification: &SsfVerification) -> Call<()> {
        self.call(op::VERIFY_SSF_STREAM, []).body(verification).empty()
    }
}

parts! {
    /// A stream, read or to be made.
    pub struct SsfStream {
        /// Its id.
        stream_id: String = "stream_id",
        /// Where and how events are delivered.
        delivery: SsfDelivery = "delivery",
        /// The events that the receiver wants.
        events_requested: Vec<String> = "events_requested",
        /// Those of them that it gets.
        events_delivered: Vec<String> = "events_delivered",
        /// The events that the org can send.
        events_supported: Vec<String> = "events_supported",
        /// How an event names its subject.
        format: SsfSubjectFormat = "format",
        /// Who sends the events.
        iss: Option<String> = "iss",
        /// Whom the events are for.
        aud: SsfAudience = "aud",
        /// How many seconds there must be between two verifications.
        min_verification_interval: Option<i64> = "min_verification_interval",
    }

    /// Where and how events are delivered.
    pub struct SsfDelivery {
        /// How.
        method: SsfDeliveryMethod = "method",
        /// Where.
        endpoint_url: String = "endpoint_url",
        /// What the receiver finds in the header `Authorization`.
        authorization_header: Option<Secret> = "authorization_header",
    }

    /// Whether events are sent.
    pub struct SsfStreamStatus {
        /// The id of the stream.
        stream_id: String = "stream_id",
        /// Whether they are.
        status: SsfStreamState = "status",
    }

    /// What is sent to a receiver to see whether it works.
    pub struct SsfVerification {
        /// The id of the stream.
        stream_id: String = "stream_id",
        /// A text of your choice, which the event carries.
        state: Option<String> = "state",
    }

    /// What an org says of itself as a sender of shared signals.
    pub struct SsfMetadata {
        /// Who sends.
        issuer: String = "issuer",
        /// Where the keys are that sign events.
        jwks_uri: Option<String> = "jwks_uri",
        /// Where streams are made.
        configuration_endpoint: Option<String> = "configuration_endpoint",
        /// Where a stream is verified.
        verification_endpoint: Option<String> = "verification_endpoint",
        /// How events can be delivered.
        delivery_methods_supported: Vec<String> = "delivery_methods_supported",
        /// How a receiver proves who it is.
        authorization_schemes: Vec<SsfAuthorizationScheme> = "authorization_schemes",
        /// The subjects of events that are sent unless a receiver asks for more.
        default_subjects: SsfDefaultSubjects = "default_subjects",
        /// The version of the specification.
        spec_version: Option<String> = "spec_version",
    }

    /// How a receiver proves who it is.
    pub struct SsfAuthorizationScheme {
        /// The name of the specification.
        spec_urn: String = "spec_urn",
    }
}

either! {
    /// Whom events are for.
    pub enum SsfAudience {
        /// One receiver.
        One(String),
        /// Several.
        Several(Vec<String>),
    }
}

impl SsfStream {
    /// A stream that is pushed to an address, for the events that are named next.
    pub fn push(endpoint_url: impl Into<String>) -> Self {
        let delivery = SsfDelivery {
            method: SsfDeliveryMethod::PUSH,
            endpoint_url: endpoint_url.into(),
            ..SsfDelivery::default()
        };
        SsfStream { delivery, ..SsfStream::default() }
    }

    /// Asks for one more kind of event.
    #[must_use]
    pub fn event(mut self, uri: impl Into<String>) -> Self {
        self.events_requested.push(uri.into());
        self
    }

    /// Sends this in the header `Authorization`.
    #[must_use]
    pub fn authorization(mut self, header: impl Into<Secret>) -> Self {
        self.delivery.authorization_header = Some(header.into());
        self
    }
}

impl SsfVerification {
    /// Of a stream.
    pub fn new(stream_id: impl Into<String>) -> Self {
        SsfVerification { stream_id: stream_id.into(), ..SsfVerification::default() }
    }

    /// With a text by which you know the event again.
    #[must_use]
    pub fn state(mut self, text: impl Into<String>) -> Self {
        self.state = Some(text.into());
        self
    }
}

open_enum! {
    /// How events are delivered.
    pub enum SsfDeliveryMethod {
        /// As the specification says.
        PUSH = "urn:ietf:rfc:8935",
        /// As an older one said.
        RISC_PUSH = "https://schemas.openid.net/secevent/risc/delivery-method/push",
    }
}

open_enum! {
    /// How an event names its subject.
    pub enum SsfSubjectFormat {
        /// By issuer and subject.
        ISS_SUB = "iss_sub",
    }
}

open_enum! {
    /// Whether events are sent.
    pub enum SsfStreamState {
        DISABLED = "disabled",
        ENABLED = "enabled",
    }
}

open_enum! {
    /// The subjects of events that are sent unless a receiver asks for more.
    pub enum SsfDefaultSubjects {
        ALL,
        NONE,
    }
}

//! Log streams: services to which Okta sends the System Log as it grows.

use oktars_catalog::op;
use serde_json::Value;

use crate::call::Call;
use crate::expression::Expression;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, model, open_enum};
use crate::query::query;

handle! {
    /// The log streams of an org; made by [`Okta::log_streams`](crate::Okta::log_streams). Okta's page is
    /// "Log Streaming".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::log_stream::LogStream;
    ///
    /// let stream = LogStream::new("aws_eventbridge", "Audit")
    ///     .setting("eventSourceName", "okta-audit")
    ///     .setting("accountId", "123456789012")
    ///     .setting("region", "eu-central-1");
    /// let stream = okta.log_streams().create(&stream).await?;
    /// okta.log_streams().deactivate(&stream.id).await?;
    /// okta.log_streams().delete(&stream.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct LogStreams;
    /// The log streams of the org.
    okta.log_streams()
}

impl LogStreams<'_> {
    /// Lists the streams: `GET /api/v1/logStreams`.
    pub fn list(self, query: &ListLogStreams) -> Listing<LogStream> {
        query.apply(self.call(op::LIST_LOG_STREAMS, [])).list()
    }

    /// Creates a stream: `POST /api/v1/logStreams`.
    pub fn create(self, stream: &LogStream) -> Call<LogStream> {
        self.call(op::CREATE_LOG_STREAM, []).body(stream).json()
    }

    /// Reads a stream: `GET /api/v1/logStreams/{logStreamId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<LogStream> {
        self.call(op::GET_LOG_STREAM, [id.as_ref()]).json()
    }

    /// Replaces a stream: `PUT /api/v1/logStreams/{logStreamId}`.
    pub fn replace(self, id: impl AsRef<str>, stream: &LogStream) -> Call<LogStream> {
        self.call(op::REPLACE_LOG_STREAM, [id.as_ref()]).body(stream).json()
    }

    /// Deletes a stream: `DELETE /api/v1/logStreams/{logStreamId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_LOG_STREAM, [id.as_ref()]).empty()
    }

    /// Activates a stream: `POST /api/v1/logStreams/{logStreamId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::ACTIVATE_LOG_STREAM, [id.as_ref()]).empty()
    }

    /// Deactivates a stream: `POST /api/v1/logStreams/{logStreamId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DEACTIVATE_LOG_STREAM, [id.as_ref()]).empty()
    }
}

query! {
    /// Which log streams to list, and how.
    pub struct ListLogStreams {
        /// An expression over the type, for example `type eq "aws_eventbridge"`.
        filter: Expression = "filter",
        /// The size of a page; the greatest, 200, unless set.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

model! {
    /// A log stream, read or to be made.
    pub struct LogStream {
        /// Its id.
        id: String = "id",
        /// Where it goes: `aws_eventbridge` or `splunk_cloud_logstreaming`.
        kind: LogStreamType = "type",
        /// Its name.
        name: String = "name",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// What is peculiar to a type.
        settings: Map = "settings",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

impl LogStream {
    /// A stream of a type.
    pub fn new(kind: impl Into<LogStreamType>, name: impl Into<String>) -> Self {
        LogStream { kind: kind.into(), name: name.into(), ..LogStream::default() }
    }

    /// Has a setting of its type.
    #[must_use]
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.settings.insert(name.into(), value.into());
        self
    }
}

open_enum! {
    /// Where a log stream goes.
    pub enum LogStreamType {
        AWS_EVENTBRIDGE = "aws_eventbridge",
        SPLUNK_CLOUD_LOGSTREAMING = "splunk_cloud_logstreaming",
    }
}

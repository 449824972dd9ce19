//! The System Log.

use std::time::Duration;

use oktars_catalog::op;

use crate::call::Call;
use crate::client::Okta;
use crate::error::{Error, Result};
use crate::expression::Expression;
use crate::listing::{Listing, Position};
use crate::model::{Map, Timestamp, model, open_enum};
use crate::query::SortOrder;

/// The System Log of an org; made by [`Okta::logs`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// use oktars::attr;
/// use oktars::log::ListLogs;
/// use oktars::user::NewUser;
///
/// okta.users().create(&NewUser::new("a@b.test").first_name("A").last_name("B")).await?;
///
/// let query = ListLogs::new().filter(attr("eventType").eq("user.lifecycle.create"));
/// let mut events = okta.logs().list(&query);
/// while let Some(event) = events.try_next().await? {
///     assert_eq!(event.event_type, "user.lifecycle.create");
///     assert_eq!(event.target[0].alternate_id.as_deref(), Some("a@b.test"));
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Logs<'a> {
    okta: &'a Okta,
}

impl Okta {
    /// The System Log of the org.
    pub fn logs(&self) -> Logs<'_> {
        Logs { okta: self }
    }
}

impl Logs<'_> {
    /// Lists events: `GET /api/v1/logs`. Okta's default is the last seven days, oldest first.
    ///
    /// With [`until`](ListLogs::until) or in descending order it ends where the query ends, and is in the
    /// order of `published`. Otherwise it ends with the newest event, is in the order in which the events
    /// arrived, and its [`position`](Listing::position) is then where the next ones will be.
    pub fn list(self, query: &ListLogs) -> Listing<LogEvent> {
        query.apply(self.okta.call(op::LIST_LOG_EVENTS)).list()
    }

    /// Goes on with a list of events where another was left.
    pub fn resume(self, position: &Position) -> Listing<LogEvent> {
        Listing::resume(self.okta, position)
    }

    /// Follows the log without an end, asking every `pause` while there is nothing new.
    ///
    /// The query must be one without an end: neither `until` nor descending.
    ///
    /// ```
    /// # use oktars::Okta;
    /// # use oktars::log::ListLogs;
    /// # use oktars::user::NewUser;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let okta = Okta::over(oktars_local::Org::in_memory().service());
    /// let mut tail = okta.logs().tail(&ListLogs::new(), Duration::from_secs(10));
    /// # okta.users().create(&NewUser::new("a@b.test").first_name("A").last_name("B")).await?;
    /// let event = tail.next().await?;
    /// let bookmark = tail.position().map(|position| position.to_string());
    /// # assert!(!event.uuid.is_empty() && bookmark.is_some());
    /// # Ok(()) }
    /// ```
    pub fn tail(self, query: &ListLogs, pause: Duration) -> LogTail {
        LogTail { okta: self.okta.clone(), listing: self.list(query), pause }
    }

    /// Follows the log from a [position](LogTail::position) on, perhaps one of another process.
    pub fn tail_from(self, position: &Position, pause: Duration) -> LogTail {
        LogTail { okta: self.okta.clone(), listing: self.resume(position), pause }
    }
}

/// The System Log as it grows; made by [`Logs::tail`].
#[derive(Debug)]
pub struct LogTail {
    okta: Okta,
    listing: Listing<LogEvent>,
    pause: Duration,
}

impl LogTail {
    /// The next event, waited for as long as it takes.
    ///
    /// After an error it may be called again, and continues where it stopped. Dropping the future loses no event.
    pub async fn next(&mut self) -> Result<LogEvent> {
        loop {
            if let Some(event) = self.listing.try_next().await? {
                return Ok(event);
            }
            let ended = || {
                Error::input("a log whose query has an end cannot be followed: leave out `until` and order")
            };
            let position = self.listing.position().ok_or_else(ended)?;
            tokio::time::sleep(self.pause).await;
            self.listing = Listing::resume(&self.okta, &position);
        }
    }

    /// Where to continue later, with [`Logs::tail_from`]. Events of one page may come again then; none is missed.
    pub fn position(&self) -> Option<Position> {
        self.listing.position()
    }
}

/// Which events to list.
///
/// ```
/// use oktars::attr;
/// use oktars::log::ListLogs;
///
/// let failed = attr("outcome.result").eq("FAILURE").and(attr("eventType").sw("user.session"));
/// let query = ListLogs::new().filter(failed).since("2026-02-01T00:00:00Z").until("2026-03-01T00:00:00Z");
/// # let _ = query;
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ListLogs {
    /// The first moment; seven days ago unless set, and at most 180 days ago.
    pub since: Option<Timestamp>,
    /// The moment at which the list ends.
    pub until: Option<Timestamp>,
    /// An expression over any attribute but `published`.
    pub filter: Option<Expression>,
    /// Up to ten words, each of which must stand somewhere in the event.
    pub q: Option<String>,
    /// The order by time. Descending, the list has an end.
    pub sort_order: Option<SortOrder>,
    /// The size of a page; the greatest, 1000, unless set.
    pub limit: Option<u32>,
    /// The cursor of a page, as it stands in a next link.
    pub after: Option<String>,
}

impl ListLogs {
    /// The last seven days.
    pub fn new() -> Self {
        ListLogs::default()
    }

    /// Begins here.
    #[must_use]
    pub fn since(mut self, time: impl Into<Timestamp>) -> Self {
        self.since = Some(time.into());
        self
    }

    /// Ends before this.
    #[must_use]
    pub fn until(mut self, time: impl Into<Timestamp>) -> Self {
        self.until = Some(time.into());
        self
    }

    /// Lists only what passes the filter. Text is taken as an expression too.
    #[must_use]
    pub fn filter(mut self, expression: impl Into<Expression>) -> Self {
        self.filter = Some(expression.into());
        self
    }

    /// Lists only events with these words.
    #[must_use]
    pub fn q(mut self, words: impl Into<String>) -> Self {
        self.q = Some(words.into());
        self
    }

    /// Lists in this order.
    #[must_use]
    pub fn sort_order(mut self, order: SortOrder) -> Self {
        self.sort_order = Some(order);
        self
    }

    /// Sets the size of a page. The list still covers all pages.
    #[must_use]
    pub fn limit(mut self, events: u32) -> Self {
        self.limit = Some(events);
        self
    }

    /// Begins with the page of this cursor, as it stands in a next link.
    #[must_use]
    pub fn after(mut self, cursor: impl Into<String>) -> Self {
        self.after = Some(cursor.into());
        self
    }

    pub(crate) fn apply(&self, call: Call) -> Call {
        // This endpoint writes the order out.
        let order = self.sort_order.map(|order| match order {
            SortOrder::Ascending => "ASCENDING",
            SortOrder::Descending => "DESCENDING",
        });
        call.query_opt("since", self.since.as_ref())
            .query_opt("until", self.until.as_ref())
            .expression("filter", self.filter.as_ref())
            .query_opt("q", self.q.as_ref())
            .query_opt("sortOrder", order)
            .query_opt("limit", self.limit)
            .query_opt("after", self.after.as_ref())
    }
}

model! {
    /// An event of the System Log.
    pub struct LogEvent {
        /// Who did it.
        actor: Option<LogActor> = "actor",
        /// From where.
        client: Option<LogClient> = "client",
        /// With which device.
        device: Option<Map> = "device",
        /// How the actor was signed in.
        authentication_context: Option<LogAuthenticationContext> = "authenticationContext",
        /// What happened, for a reader.
        display_message: Option<String> = "displayMessage",
        /// What happened, for a program, for example `user.lifecycle.create`.
        event_type: String = "eventType",
        /// How it ended.
        outcome: Option<LogOutcome> = "outcome",
        /// When.
        published: Option<Timestamp> = "published",
        /// What is known of the network.
        security_context: Option<Map> = "securityContext",
        /// How grave it is.
        severity: LogSeverity = "severity",
        /// More, without any promise that it stays.
        debug_context: Option<Map> = "debugContext",
        /// What the event was called in the retired Events API.
        legacy_event_type: Option<String> = "legacyEventType",
        /// The request that it was part of.
        transaction: Option<LogTransaction> = "transaction",
        /// The id of the event.
        uuid: String = "uuid",
        /// The version of the form of the event.
        version: Option<String> = "version",
        /// The way of the request.
        request: Option<Map> = "request",
        /// What it was done to.
        target: Vec<LogTarget> = "target",
        ..extra
    }
}

model! {
    /// Who did something.
    pub struct LogActor {
        /// The id.
        id: String = "id",
        /// What the actor is, for example `User`.
        kind: String = "type",
        /// Another name, for example the login.
        alternate_id: Option<String> = "alternateId",
        /// The name for a reader.
        display_name: Option<String> = "displayName",
        /// More about the actor.
        detail_entry: Option<Map> = "detailEntry",
        ..extra
    }
}

model! {
    /// What something was done to.
    pub struct LogTarget {
        /// The id.
        id: String = "id",
        /// What the target is, for example `User` or `AppInstance`.
        kind: String = "type",
        /// Another name, for example the login.
        alternate_id: Option<String> = "alternateId",
        /// The name for a reader.
        display_name: Option<String> = "displayName",
        /// More about the target.
        detail_entry: Option<Map> = "detailEntry",
        /// What was changed.
        change_details: Option<Map> = "changeDetails",
        ..extra
    }
}

model! {
    /// From where something was done.
    pub struct LogClient {
        /// The program.
        user_agent: Option<LogUserAgent> = "userAgent",
        /// The network zone.
        zone: Option<String> = "zone",
        /// The kind of device.
        device: Option<String> = "device",
        /// The id of the OAuth client.
        id: Option<String> = "id",
        /// The address.
        ip_address: Option<String> = "ipAddress",
        /// Where that is.
        geographical_context: Option<Map> = "geographicalContext",
        ..extra
    }
}

model! {
    /// The program with which something was done.
    pub struct LogUserAgent {
        /// As it names itself.
        raw_user_agent: Option<String> = "rawUserAgent",
        /// The system that it runs on.
        os: Option<String> = "os",
        /// The browser.
        browser: Option<String> = "browser",
        ..extra
    }
}

model! {
    /// How an actor was signed in.
    pub struct LogAuthenticationContext {
        /// The session.
        external_session_id: Option<String> = "externalSessionId",
        ..extra
    }
}

model! {
    /// How something ended.
    pub struct LogOutcome {
        /// The result.
        result: LogResult = "result",
        /// Why.
        reason: Option<String> = "reason",
        ..extra
    }
}

model! {
    /// The request that an event was part of.
    pub struct LogTransaction {
        /// `WEB` or `JOB`.
        kind: Option<String> = "type",
        /// The id of the request.
        id: Option<String> = "id",
        /// More about it.
        detail: Option<Map> = "detail",
        ..extra
    }
}

open_enum! {
    /// How grave an event is.
    pub enum LogSeverity {
        /// Of interest to developers.
        DEBUG = "DEBUG",
        /// As it should be.
        INFO = "INFO",
        /// Perhaps not as it should be.
        WARN = "WARN",
        /// Not as it should be.
        ERROR = "ERROR",
    }
}

open_enum! {
    /// How something ended.
    pub enum LogResult {
        /// Well.
        SUCCESS = "SUCCESS",
        /// It failed.
        FAILURE = "FAILURE",
        /// It was passed over.
        SKIPPED = "SKIPPED",
        /// A policy allowed it.
        ALLOW = "ALLOW",
        /// A policy denied it.
        DENY = "DENY",
        /// A policy asked for more.
        CHALLENGE = "CHALLENGE",
        /// A rate limit stood in the way.
        RATE_LIMIT = "RATE_LIMIT",
        /// It will be done later.
        DEFERRED = "DEFERRED",
        /// It has a time at which it will be done.
        SCHEDULED = "SCHEDULED",
        /// It was given up.
        ABANDONED = "ABANDONED",
        /// Nobody answered.
        UNANSWERED = "UNANSWERED",
        /// Nobody knows.
        UNKNOWN = "UNKNOWN",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attr;
    use crate::testing::Scripted;

    const NEXT: &str = r#"<https://acme.okta.com/api/v1/logs?after=2&limit=1000>; rel="next""#;
    const SAME: &str = r#"<https://acme.okta.com/api/v1/logs?after=3&limit=1000>; rel="next""#;

    #[tokio::test]
    async fn requests() -> Result<()> {
        let org = Scripted::new().then(200, &[], "[]").then(200, &[], "[]");
        let okta = org.okta();
        okta.logs().list(&ListLogs::new()).all().await?;
        let query = ListLogs::new()
            .since("2026-02-01T00:00:00Z")
            .until("2026-03-01T00:00:00Z")
            .filter(attr("target.id").eq("00u1"))
            .q("bad day")
            .sort_order(SortOrder::Descending)
            .limit(5);
        okta.logs().list(&query).all().await?;
        let expected = [
            "GET /api/v1/logs?limit=1000",
            "GET /api/v1/logs?since=2026-02-01T00%3A00%3A00Z&until=2026-03-01T00%3A00%3A00Z\
             &filter=target.id%20eq%20%2200u1%22&q=bad%20day&sortOrder=DESCENDING&limit=5",
        ];
        assert_eq!(org.lines(), expected);
        Ok(())
    }

    #[tokio::test]
    async fn a_list_without_an_end_stops_at_now_and_knows_where_to_go_on() -> Result<()> {
        let org = Scripted::new().then_page(NEXT, r#"[{"uuid":"1"}]"#).then_page(SAME, "[]");
        let okta = org.okta();
        let mut listing = okta.logs().list(&ListLogs::new());
        assert_eq!(listing.try_next().await?.unwrap().uuid, "1");
        assert!(listing.try_next().await?.is_none());
        assert!(listing.try_next().await?.is_none(), "and stays at its end");
        assert_eq!(listing.position().unwrap().path(), "/api/v1/logs?after=3&limit=1000");
        assert_eq!(org.seen().len(), 2);
        Ok(())
    }

    #[tokio::test]
    async fn a_list_with_an_end_follows_empty_pages_as_any_list_does() -> Result<()> {
        let next = r#"<https://acme.okta.com/api/v1/logs?after=2&until=x>; rel="next""#;
        let org = Scripted::new().then_page(next, "[]").then_page("", r#"[{"uuid":"1"}]"#);
        let events = org.okta().logs().list(&ListLogs::new().until("x")).all().await?;
        assert_eq!(events.len(), 1);
        Ok(())
    }

    #[tokio::test(start_paused = true)]
    async fn a_tail_waits_for_what_is_new_and_outlives_errors() -> Result<()> {
        let org = Scripted::new()
            .then_page(NEXT, r#"[{"uuid":"1"}]"#)
            .then_page(SAME, "[]")
            .then_page(SAME, "[]")
            .then(501, &[], "")
            .then_page(NEXT, r#"[{"uuid":"2"}]"#);
        let okta = org.okta();
        let start = tokio::time::Instant::now();
        let mut tail = okta.logs().tail(&ListLogs::new(), Duration::from_secs(10));
        assert_eq!(tail.next().await?.uuid, "1");
        assert!(tail.next().await.is_err());
        assert_eq!(tail.next().await?.uuid, "2");
        assert_eq!(
            start.elapsed(),
            Duration::from_secs(30),
            "two empty pages and one failure, each with a pause"
        );
        assert!(org.lines()[2..].iter().all(|line| line == "GET /api/v1/logs?after=3&limit=1000"));

        let position = tail.position().unwrap().to_string().parse()?;
        let org = Scripted::new().then_page(SAME, r#"[{"uuid":"3"}]"#);
        let mut tail = org.okta().logs().tail_from(&position, Duration::from_secs(10));
        assert_eq!(tail.next().await?.uuid, "3");
        assert_eq!(org.lines(), ["GET /api/v1/logs?after=2&limit=1000"]);
        Ok(())
    }

    #[tokio::test]
    async fn a_query_with_an_end_cannot_be_followed() {
        let okta = Scripted::new().then(200, &[], "[]").okta();
        let mut tail = okta.logs().tail(&ListLogs::new().until("x"), Duration::ZERO);
        assert!(tail.next().await.unwrap_err().is_input());
    }
}

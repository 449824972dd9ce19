//! The retired Events API, answered through the System Log.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::client::Okta;
use crate::error::{Error, Result};
use crate::expression::Expression;
use crate::listing::{Listing, Position};
use crate::model::Timestamp;
use crate::resource::log::{ListLogs, LogClient, LogEvent};

/// The time for which Okta keeps its log. What is older is not there, and far older is not even asked for.
const RETENTION_HOURS: i64 = 90 * 24;

/// Events in the form of the retired Events API; made by [`Okta::events`].
///
/// Okta closed that API to new orgs in 2019. Here, its call becomes a query of the System Log, and each
/// entry of the log an event, for programs that still expect that form. New ones use [`Okta::logs`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// use oktars::legacy_event::ListEvents;
/// use oktars::user::NewUser;
///
/// okta.users().create(&NewUser::new("a@b.test").first_name("A").last_name("B")).await?;
///
/// let created = r#"action.objectType eq "core.user.config.user_creation.success""#;
/// let mut events = okta.events().list(&ListEvents::new().filter(created))?;
/// while let Some(event) = events.try_next().await? {
///     assert_eq!(event.action.object_type.as_deref(), Some("core.user.config.user_creation.success"));
///     assert_eq!(event.targets[0].login.as_deref(), Some("a@b.test"));
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Events<'a> {
    okta: &'a Okta,
}

impl Okta {
    /// The events of the org, in their retired form.
    pub fn events(&self) -> Events<'_> {
        Events { okta: self }
    }
}

impl Events<'_> {
    /// Lists events, oldest first, up to now: `GET /api/v1/logs`.
    ///
    /// Without a start and a filter it lists those of the last hour, as the old API did. The list's
    /// [`position`](Listing::position) is, at its end, where the next events will be. A filter that the
    /// old API did not know is an [input error](Error::is_input).
    pub fn list(self, query: &ListEvents) -> Result<Listing<Event>> {
        let query = query.as_logs(jiff::Timestamp::now())?;
        Ok(self.okta.logs().list(&query).read_as())
    }

    /// Goes on with a list of events where another was left.
    pub fn resume(self, position: &Position) -> Listing<Event> {
        Listing::resume(self.okta, position)
    }
}

/// Which events to list.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ListEvents {
    /// The first moment.
    pub start_date: Option<Timestamp>,
    /// Comparisons of `action.objectType`, `target.objectType`, `target.id` or `published`, joined by `and`.
    pub filter: Option<Expression>,
    /// The size of a page; the greatest, 1000, unless set.
    pub limit: Option<u32>,
}

impl ListEvents {
    /// Those of the last hour.
    pub fn new() -> Self {
        ListEvents::default()
    }

    /// Begins here.
    #[must_use]
    pub fn start_date(mut self, time: impl Into<Timestamp>) -> Self {
        self.start_date = Some(time.into());
        self
    }

    /// Lists only what passes the filter. Text is taken as an expression too.
    #[must_use]
    pub fn filter(mut self, expression: impl Into<Expression>) -> Self {
        self.filter = Some(expression.into());
        self
    }

    /// Sets the size of a page. The list still covers all pages.
    #[must_use]
    pub fn limit(mut self, events: u32) -> Self {
        self.limit = Some(events);
        self
    }

    /// The query of the System Log that finds the same.
    fn as_logs(&self, now: jiff::Timestamp) -> Result<ListLogs> {
        let hours_ago = |hours| now.saturating_sub(jiff::SignedDuration::from_hours(hours)).unwrap_or(now);
        let mut logs = ListLogs { limit: self.limit, ..ListLogs::default() };
        if let Some(filter) = &self.filter {
            for part in split_at_and(filter.text()?) {
                logs = translated(logs, part.trim())?;
            }
        }
        let oldest = hours_ago(RETENTION_HOURS);
        let default = if self.filter.is_some() { oldest } else { hours_ago(1) };
        let since = self.start_date.as_ref().or(logs.since.as_ref());
        logs.since = match since {
            Some(time) if time.instant().is_none_or(|instant| instant >= oldest) => Some(time.clone()),
            Some(_) => Some(oldest.into()),
            None => Some(default.into()),
        };
        Ok(logs)
    }
}

/// Adds one comparison of the old language to a query of the log.
fn translated(logs: ListLogs, comparison: &str) -> Result<ListLogs> {
    let unknown = || Error::input(format!("the Events API had no filter like {comparison:?}"));
    let mut words = comparison.splitn(3, ' ').filter(|word| !word.is_empty());
    let (Some(attribute), Some(operator), Some(value)) = (words.next(), words.next(), words.next()) else {
        return Err(unknown());
    };
    let value: String = serde_json::from_str(value.trim()).map_err(|_| unknown())?;
    let name = match (attribute, operator.to_ascii_lowercase().as_str()) {
        ("published", "gt") => return Ok(logs.since(value)),
        ("published", "lt") => return Ok(logs.until(value)),
        ("action.objectType", "eq") => "legacyEventType",
        ("target.objectType", "eq") => "target.type",
        ("target.id", "eq") => "target.id",
        _ => return Err(unknown()),
    };
    let term = crate::attr(name).eq(value);
    let filter = match logs.filter.clone() {
        Some(filter) => filter.and(term),
        None => term,
    };
    Ok(logs.filter(filter))
}

/// Splits at each `and` that stands outside of quotes.
fn split_at_and(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (place, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ' ' if !quoted
                && text[place..].get(..5).is_some_and(|word| word.eq_ignore_ascii_case(" and ")) =>
            {
                parts.push(&text[start..place]);
                start = place + " and ".len();
            }
            _ => {}
        }
    }
    parts.push(&text[start.min(text.len())..]);
    parts
}

/// An event in the form of the retired Events API.
///
/// It is read from an entry of the System Log, and written as that API wrote it.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(from = "LogEvent", rename_all = "camelCase")]
#[non_exhaustive]
pub struct Event {
    /// An id made from that of the log entry. The old API had ids of its own, which are gone.
    pub event_id: String,
    /// When, without a fraction of a second.
    pub published: Option<Timestamp>,
    /// The request that it was part of.
    pub request_id: Option<String>,
    /// The session that it was part of.
    pub session_id: Option<String>,
    /// What happened.
    pub action: EventAction,
    /// Who did it, and with which program.
    pub actors: Vec<EventParty>,
    /// What it was done to.
    pub targets: Vec<EventParty>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EventAction {
    /// For a reader.
    pub message: Option<String>,
    /// What kind of thing.
    pub categories: Vec<&'static str>,
    /// For a program, for example `core.user.config.user_creation.success`.
    pub object_type: Option<String>,
    /// The path of the request; `Background` where there was none.
    pub request_uri: String,
}

/// Who or what took part in an event.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EventParty {
    /// The id; of a client, the name that the program gives itself.
    pub id: String,
    /// The name for a reader.
    pub display_name: Option<String>,
    /// The login.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    /// What it is, for example `User` or `Client`.
    pub object_type: String,
}

impl From<LogEvent> for Event {
    fn from(entry: LogEvent) -> Self {
        let actor =
            entry.actor.map(|actor| party(actor.id, actor.kind, actor.display_name, actor.alternate_id));
        let targets = entry.target.into_iter();
        let targets =
            targets.map(|target| party(target.id, target.kind, target.display_name, target.alternate_id));
        let uri =
            entry.debug_context.as_ref().and_then(|context| context.get("debugData")?.get("requestUri"));
        Event {
            event_id: event_id(&entry.uuid, entry.published.as_ref()),
            published: entry.published.as_ref().map(without_fraction),
            request_id: entry.transaction.and_then(|transaction| transaction.id),
            session_id: entry.authentication_context.and_then(|context| context.external_session_id),
            action: EventAction {
                message: entry.display_message,
                categories: categories(entry.legacy_event_type.as_deref().unwrap_or_default()),
                object_type: entry.legacy_event_type,
                request_uri: uri.and_then(Value::as_str).unwrap_or("Background").to_owned(),
            },
            actors: actor.into_iter().chain(entry.client.and_then(client)).collect(),
            targets: targets.collect(),
        }
    }
}

/// Someone whose other name is a login where it is a user's.
fn party(id: String, kind: String, name: Option<String>, other_name: Option<String>) -> EventParty {
    let login = other_name.filter(|_| kind == "User");
    EventParty { id, display_name: name, login, ip_address: None, object_type: kind }
}

fn client(client: LogClient) -> Option<EventParty> {
    let agent = client.user_agent?;
    Some(EventParty {
        id: agent.raw_user_agent.unwrap_or_default(),
        display_name: agent.browser,
        login: None,
        ip_address: client.ip_address,
        object_type: "Client".to_owned(),
    })
}

fn event_id(uuid: &str, published: Option<&Timestamp>) -> String {
    let random: String = uuid.chars().filter(char::is_ascii_alphanumeric).take(22).collect();
    let instant = published.and_then(Timestamp::instant).unwrap_or_default();
    format!("tev{random}{}", instant.as_millisecond())
}

fn without_fraction(time: &Timestamp) -> Timestamp {
    let whole = time.instant().and_then(|instant| jiff::Timestamp::from_second(instant.as_second()).ok());
    whole.map_or_else(|| time.clone(), Timestamp::from)
}

/// The categories that the old API gave to the types that programs asked for; none to all others.
const CATEGORIES: &[(&str, &str)] = &[
    ("core.user.config.user_creation.", "User Creation"),
    ("core.user.config.user_activated", "User Activation"),
    ("core.user.config.user_deactivated", "User Deactivation"),
    ("core.user_auth.account_locked", "User Locked Out"),
    ("core.user_auth.login_failed", "Sign-in Failure"),
    ("core.user_auth.login_success", "Sign-in Success"),
    ("app.generic.provision.assign_user_to_app", "Application Assignment"),
    ("app.generic.provision.deactivate_user_from_app", "Application Assignment"),
];

fn categories(legacy_type: &str) -> Vec<&'static str> {
    let fitting = CATEGORIES.iter().filter(|(start, _)| legacy_type.starts_with(start));
    fitting.map(|(_, category)| *category).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scripted;
    use serde_json::json;

    fn now() -> jiff::Timestamp {
        "2026-02-02T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_old_query_becomes_one_of_the_log() {
        let oldest = "2025-11-04T12:00:00.000Z";
        let filtered = |text: &str| ListEvents::new().filter(text);
        let cases = [
            (ListEvents::new(), ListLogs::new().since("2026-02-02T11:00:00.000Z")),
            (
                ListEvents::new().start_date("2026-01-01").limit(5),
                ListLogs::new().since("2026-01-01").limit(5),
            ),
            (ListEvents::new().start_date("2014-10-30T00:00:00.000Z"), ListLogs::new().since(oldest)),
            (
                filtered(r#"action.objectType eq "a and b" AND target.id EQ "00u\"1""#),
                ListLogs::new().since(oldest).filter(
                    crate::attr("legacyEventType").eq("a and b").and(crate::attr("target.id").eq("00u\"1")),
                ),
            ),
            (
                filtered(
                    r#"published gt "2026-01-01T00:00:00.000Z" and published lt "2026-01-02T00:00:00.000Z""#,
                ),
                ListLogs::new().since("2026-01-01T00:00:00.000Z").until("2026-01-02T00:00:00.000Z"),
            ),
            (
                filtered(r#"target.objectType eq "User""#),
                ListLogs::new().since(oldest).filter(crate::attr("target.type").eq("User")),
            ),
        ];
        for (old, new) in cases {
            assert_eq!(old.as_logs(now()).unwrap(), new, "{old:?}");
        }
    }

    #[test]
    fn a_filter_that_the_old_api_did_not_know_is_refused() {
        for text in [
            "x",
            "target.id eq",
            "target.id ne \"1\"",
            "actor.id eq \"1\"",
            "target.id eq 1",
            "target.id eq \"1\" and ",
        ] {
            assert!(ListEvents::new().filter(text).as_logs(now()).unwrap_err().is_input(), "{text}");
        }
    }

    #[tokio::test]
    async fn an_entry_of_the_log_becomes_an_event() {
        let entry = json!([{
            "actor": {"id": "00u1", "type": "User", "alternateId": "admin@x.test", "displayName": "Add-Min"},
            "client": {"userAgent": {"rawUserAgent": "curl/8", "browser": "UNKNOWN"}, "ipAddress": "1.2.3.4"},
            "authenticationContext": {"externalSessionId": "trs1"},
            "displayMessage": "Create okta user", "eventType": "user.lifecycle.create",
            "legacyEventType": "core.user.config.user_creation.success",
            "published": "2017-09-08T23:51:11.456Z", "uuid": "0a1b2c3d-0000-1111-2222-333344445555",
            "transaction": {"id": "req1"}, "debugContext": {"debugData": {"requestUri": "/api/v1/users"}},
            "target": [{"id": "00u2", "type": "User", "alternateId": "inca@x.test", "displayName": "Inca"}]
        }]);
        let org = Scripted::new().then(200, &[], &entry.to_string());
        let query = ListEvents::new().start_date("2026-01-01T00:00:00.000Z");
        let events = org.okta().events().list(&query).unwrap().all().await.unwrap();
        assert!(org.lines()[0].starts_with("GET /api/v1/logs?since="));
        let expected = json!({
            "eventId": "tev0a1b2c3d000011112222331504914671456", "published": "2017-09-08T23:51:11.000Z",
            "requestId": "req1", "sessionId": "trs1",
            "action": {"message": "Create okta user", "categories": ["User Creation"],
                       "objectType": "core.user.config.user_creation.success", "requestUri": "/api/v1/users"},
            "actors": [{"id": "00u1", "displayName": "Add-Min", "login": "admin@x.test", "objectType": "User"},
                       {"id": "curl/8", "displayName": "UNKNOWN", "ipAddress": "1.2.3.4", "objectType": "Client"}],
            "targets": [{"id": "00u2", "displayName": "Inca", "login": "inca@x.test", "objectType": "User"}]
        });
        assert_eq!(serde_json::to_value(&events[0]).unwrap(), expected);
    }

    #[test]
    fn an_entry_with_nothing_in_it_is_an_event_too() {
        let event: Event = serde_json::from_str("{}").unwrap();
        assert_eq!(event.action.request_uri, "Background");
        assert!(event.actors.is_empty() && event.targets.is_empty());
    }
}

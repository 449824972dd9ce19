//! For those who receive event hooks: what Okta sends to their URL, and what they answer.

use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::resource::log::LogEvent;

/// What Okta posts to the URL of an event hook.
///
/// Okta sends the events of a hook to `POST {your URL}` and takes any 2xx for an answer. It waits three seconds
/// and tries once more, so answer first, work later, and expect the same event twice:
/// [`LogEvent::uuid`](crate::log::LogEvent) tells. Events may arrive in another order than they happened.
///
/// ```
/// use oktars::hook::EventHookDelivery;
///
/// # fn main() -> oktars::Result<()> {
/// // The secret that was given to Okta with the hook, compared before anything is read.
/// let headers = [("Authorization", "my secret")];
/// assert!(EventHookDelivery::is_authentic(headers, "authorization", "my secret"));
///
/// let body = br#"{"eventType":"com.okta.event_hook","eventId":"e1","data":{"events":[
///     {"uuid":"u1","eventType":"user.lifecycle.create","target":[{"id":"00u1","type":"User"}]}]}}"#;
/// let delivery = EventHookDelivery::parse(body)?;
/// assert_eq!(delivery.events[0].event_type, "user.lifecycle.create");
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct EventHookDelivery {
    /// The id of this delivery; the second attempt has the same one.
    pub event_id: Option<String>,
    /// The URL of the hook at the org.
    pub source: Option<String>,
    /// When the first of the events happened.
    pub event_time: Option<String>,
    /// The events, as the System Log shows them.
    pub events: Vec<LogEvent>,
}

impl EventHookDelivery {
    /// Reads the body of a delivery.
    ///
    /// # Errors
    ///
    /// The body is no JSON, or no delivery of an event hook: an [input error](Error::is_input).
    pub fn parse(body: &[u8]) -> Result<Self> {
        let refused = |why: String| Error::input(format!("this is not a delivery of an event hook: {why}"));
        let body: Value = serde_json::from_slice(body).map_err(|error| refused(error.to_string()))?;
        if body["eventType"] != "com.okta.event_hook" {
            return Err(refused("its `eventType` is not `com.okta.event_hook`".to_owned()));
        }
        let events = serde_json::from_value(body["data"]["events"].clone());
        let text = |member: &str| body[member].as_str().map(str::to_owned);
        Ok(EventHookDelivery {
            event_id: text("eventId"),
            source: text("source"),
            event_time: text("eventTime"),
            events: events.map_err(|error| refused(format!("`data.events`: {error}")))?,
        })
    }

    /// Whether a request has the secret that the hook was given. The time it takes tells nothing about it.
    pub fn is_authentic<'a>(
        headers: impl IntoIterator<Item = (&'a str, &'a str)>,
        name: &str,
        secret: &str,
    ) -> bool {
        let mut sent = headers.into_iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        sent.next().is_some_and(|(_, value)| is_same(value.as_bytes(), secret.as_bytes()))
    }

    /// The answer to Okta's question whether the URL wants the hook: it sends a GET with this header, and
    /// expects its value back, as JSON with status 200. `None`: the request is no such question.
    ///
    /// ```
    /// use oktars::hook::EventHookDelivery;
    ///
    /// let question = [("X-Okta-Verification-Challenge", "abc")];
    /// assert_eq!(EventHookDelivery::verification(question).as_deref(), Some(r#"{"verification":"abc"}"#));
    /// assert_eq!(EventHookDelivery::verification([("accept", "*/*")]), None);
    /// ```
    pub fn verification<'a>(headers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<String> {
        let mut sent = headers
            .into_iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("x-okta-verification-challenge"));
        sent.next().map(|(_, challenge)| json!({ "verification": challenge }).to_string())
    }
}

fn is_same(left: &[u8], right: &[u8]) -> bool {
    let differences = left.iter().zip(right).fold(0, |found, (left, right)| found | (left ^ right));
    left.len() == right.len() && differences == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_delivery_is_refused() {
        for body in ["", "[]", "{}", r#"{"eventType":"other"}"#, r#"{"eventType":"com.okta.event_hook"}"#] {
            assert!(EventHookDelivery::parse(body.as_bytes()).is_err_and(|error| error.is_input()), "{body}");
        }
    }

    #[test]
    fn only_the_whole_secret_is_authentic() {
        let cases = [("secret", true), ("secre", false), ("secrets", false), ("", false), ("SECRET", false)];
        for (sent, authentic) in cases {
            let headers = [("X-Key", sent)];
            assert_eq!(EventHookDelivery::is_authentic(headers, "x-key", "secret"), authentic, "{sent}");
        }
        assert!(!EventHookDelivery::is_authentic([("other", "secret")], "x-key", "secret"));
    }
}

//! The last messages of SAML that the org got and sent, for whoever looks for what went wrong.

use serde::Serialize;

use crate::kernel::lock::Lock;
use crate::kernel::ring::{Ring, Room};

/// Older messages are forgotten.
const MOST: usize = 200;
/// Messages are forgotten sooner if they take more room than this.
const MOST_BYTES: usize = 4 << 20;
const ROOM: Room = Room { items: MOST, bytes: MOST_BYTES };
/// The most that is kept of one message, in bytes.
const LONGEST: usize = 64 << 10;

/// A message. What would let somebody send it again is not in it.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SamlMessage {
    /// Its place among all messages, from 1.
    pub number: u64,
    /// The id of the app, and its label.
    pub app: String,
    pub label: String,
    /// When it came or went, on the org's clock.
    pub at: String,
    /// `received` or `sent`.
    pub direction: &'static str,
    /// The name of its root: `AuthnRequest`, `Response`, `LogoutRequest`, `LogoutResponse`.
    pub name: &'static str,
    /// Where it went to, or came in.
    pub place: String,
    /// Whether the org could take what came.
    pub accepted: bool,
    pub xml: String,
}

/// The last messages.
#[derive(Default)]
pub struct SamlMessages(Lock<Ring<SamlMessage>>);

impl SamlMessages {
    pub fn keep(&self, mut message: SamlMessage) {
        if message.xml.len() > LONGEST {
            let end = message.xml.floor_char_boundary(LONGEST);
            message.xml.truncate(end);
            message.xml.push('…');
        }
        self.0.lock().keep(ROOM, message.xml.len(), |number| SamlMessage { number, ..message });
    }

    /// Those after this number, the last ones if there are more than so many.
    pub fn list_after(&self, after: u64, most: usize) -> Vec<SamlMessage> {
        self.0.lock().list_after(after, most).map(|(_, message)| message.clone()).collect()
    }

    pub fn clear(&self) -> usize {
        self.0.lock().clear()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(xml: String) -> SamlMessage {
        SamlMessage {
            number: 0,
            app: "0oa1".into(),
            label: String::new(),
            at: String::new(),
            direction: "sent",
            name: "Response",
            place: String::new(),
            accepted: true,
            xml,
        }
    }

    #[test]
    fn messages_are_bounded_in_number_and_in_size() {
        let messages = SamlMessages::default();
        for _ in 0..MOST + 3 {
            messages.keep(message(String::new()));
        }
        let list = messages.list_after(0, usize::MAX);
        assert_eq!((list.len(), list[0].number), (MOST, 4));
        assert_eq!(messages.list_after(MOST as u64, 2).len(), 2);
        assert_eq!(messages.list_after(MOST as u64 + 2, usize::MAX).len(), 1);
        for _ in 0..MOST_BYTES / LONGEST + 10 {
            messages.keep(message("é".repeat(LONGEST)));
        }
        let list = messages.list_after(0, usize::MAX);
        assert!(list.iter().map(|kept| kept.xml.len()).sum::<usize>() <= MOST_BYTES);
        assert!(list.iter().all(|kept| kept.xml.len() < LONGEST + 4));
        assert_eq!(messages.clear(), list.len());
        assert_eq!(messages.list_after(0, usize::MAX).len(), 0);
    }
}

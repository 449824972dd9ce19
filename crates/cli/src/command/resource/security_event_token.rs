//! `oktars security-event-tokens`

use oktars::op;

use super::{Resource, Verb};
use crate::command::file_body::FileBody;
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "security-event-tokens",
    one: "security event",
    about: "Security events that a provider sends to the org",
    columns: Columns { table: "", csv: "" },
    verbs: &[Verb::step(
        "publish",
        "Send the org a security event as its provider does: see security-providers",
        op::PUBLISH_SECURITY_EVENT_TOKENS,
        "published",
        "event.jwt",
    )
    .file(FileBody::SecurityEvent)],
};

//! `oktars ssf-streams`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "ssf-streams",
    one: "stream of shared signals",
    about: "Security events that the org sends to your own receivers",
    columns: Columns {
        table: "stream_id,aud,events_delivered",
        csv: "iss,format,events_requested,events_supported",
    },
    verbs: &[
        Verb::read(
            "get",
            "Show the streams of this client, or one of them",
            op::GET_SSF_STREAMS,
            "--stream-id esc1k235GIIztAuGK0g5",
        ),
        Verb::step("create", "Begin a stream", op::CREATE_SSF_STREAM, "began", "--input stream.json"),
        Verb::step(
            "replace",
            "Replace a stream, which the body names",
            op::REPLACE_SSF_STREAM,
            "replaced",
            "--input stream.json",
        ),
        Verb::step(
            "update",
            "Change some members of a stream; the others stay as they are",
            op::UPDATE_SSF_STREAM,
            "updated",
            "--set stream_id=esc1k235GIIztAuGK0g5 --input change.json",
        ),
        Verb::remove(
            "delete",
            "End a stream",
            op::DELETE_SSF_STREAM,
            "End",
            "--stream-id esc1k235GIIztAuGK0g5 --yes",
        ),
        Verb::read(
            "status",
            "Show whether events are sent",
            op::GET_SSF_STREAM_STATUS,
            "--stream-id esc1k235GIIztAuGK0g5",
        )
        .columns(Columns { table: "stream_id,status", csv: "" }),
        Verb::step(
            "verify",
            "Send the receiver an event, to see that it works",
            op::VERIFY_SSF_STREAM,
            "verified",
            "--set stream_id=esc1k235GIIztAuGK0g5",
        ),
        Verb::read(
            "metadata",
            "Show what the org publishes about itself as a sender",
            op::GET_WELLKNOWN_SSF_METADATA,
            "",
        )
        .columns(Columns {
            table: "issuer,configuration_endpoint",
            csv: "jwks_uri,verification_endpoint,spec_version",
        }),
    ],
};

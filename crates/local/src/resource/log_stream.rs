//! Log streams: where the System Log is sent on to.

use serde_json::json;

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, Listing, activate, deactivate, host, link, object, one_of, text,
};
use crate::kernel::page::Limits;
use crate::kernel::status;

pub const TYPES: &[&str] = &["aws_eventbridge", "splunk_cloud_logstreaming"];

pub const COLLECTIONS: &[Collection] = &[Collection {
    fields: &[
        one_of("type", TYPES).required().fixed(),
        text("name").required().unique(),
        object("settings").required(),
        text("settings.accountId").required().when("type", &["aws_eventbridge"]),
        text("settings.eventSourceName").required().when("type", &["aws_eventbridge"]),
        text("settings.region").required().when("type", &["aws_eventbridge"]),
        host("settings.host").required().when("type", &["splunk_cloud_logstreaming"]),
        text("settings.edition").required().when("type", &["splunk_cloud_logstreaming"]),
        text("settings.token").required().secret().when("type", &["splunk_cloud_logstreaming"]),
    ],
    shows: || json!({ "status": status::ACTIVE }),
    listing: Listing::Paged(Limits::strict(20, 200)),
    filter: &["type", "status"],
    links: &[link("self", "", &[]).method("GET"), ACTIVATE.method("POST"), DEACTIVATE.method("POST")],
    actions: &[activate(Answer::Nothing), deactivate(Answer::Nothing)],
    events: Some("system.log_stream.lifecycle"),
    sample: || {
        json!({
            "type": "aws_eventbridge",
            "name": "Events",
            "settings": {
                "accountId": "123456789012",
                "eventSourceName": "events",
                "region": "us-east-2",
            },
        })
    },
    ..Collection::new("/api/v1/logStreams/{logStreamId}", "LogStream", Id::Made("0oa"))
}];

// ---- the schemas of the types ----

//! Log streams: where the System Log is sent on to.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, Listing, activate, deactivate, host, link, object, one_of, text,
};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::page::Limits;
use crate::kernel::problem::Problem;
use crate::kernel::status;

pub const HANDLERS: Handlers =
    &[(&op::LIST_LOG_STREAM_SCHEMAS, list_schemas), (&op::GET_LOG_STREAM_SCHEMA, get_schema)];

const TYPES: &[&str] = &["aws_eventbridge", "splunk_cloud_logstreaming"];

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

const REGIONS: [(&str, &str); 11] = [
    ("us-east-2", "US East (Ohio)"),
    ("us-east-1", "US East (N. Virginia)"),
    ("us-west-1", "US West (N. California)"),
    ("us-west-2", "US West (Oregon)"),
    ("ca-central-1", "Canada (Central)"),
    ("eu-central-1", "Europe (Frankfurt)"),
    ("eu-west-1", "Europe (Ireland)"),
    ("eu-west-2", "Europe (London)"),
    ("eu-west-3", "Europe (Paris)"),
    ("eu-south-1", "Europe (Milan)"),
    ("eu-north-1", "Europe (Stockholm)"),
];

fn property(title: &str, write_once: bool, pattern: &str) -> Value {
    json!({ "title": title, "type": "string", "writeOnce": write_once, "pattern": pattern })
}

fn schema(context: &Context<'_>, kind: &str) -> Value {
    let (title, settings, required) = match kind {
        "aws_eventbridge" => {
            let regions = REGIONS.map(|(value, title)| json!({ "title": title, "const": value }));
            let settings = json!({
                "accountId": property("AWS Account ID", true, r"^\d{12}$"),
                "eventSourceName": property("AWS Event Source Name", true, r"^[\.\-_A-Za-z0-9]{1,75}$"),
                "region": { "title": "AWS Region", "type": "string", "writeOnce": true, "oneOf": regions },
            });
            ("AWS EventBridge", settings, json!(["eventSourceName", "accountId", "region"]))
        }
        _ => {
            let host = r"^([a-z0-9]+(-[a-z0-9]+)*){1,100}\.splunkcloud(gc|fed)?\.com$";
            let token = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
            let settings = json!({ "host": property("Host", false, host), "token": property("HEC Token", false, token) });
            ("Splunk Cloud", settings, json!(["host", "token"]))
        }
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": context.url(&format!("/meta/schemas/logStream/{kind}")),
        "title": title,
        "type": "object",
        "properties": {
            "settings": { "type": "object", "properties": settings, "required": required },
            "name": property("Name", false, "^.{1,100}$"),
        },
        "required": ["name", "settings"],
    })
}

fn list_schemas(context: &mut Context<'_>) -> Result<Reply, Problem> {
    Ok(Reply::ok(&TYPES.iter().map(|kind| schema(context, kind)).collect::<Vec<_>>()))
}

fn get_schema(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let kind = context.param("logStreamType");
    if !TYPES.contains(&kind) {
        return Err(Problem::not_found(kind, "LogStreamSchema"));
    }
    Ok(Reply::ok(&schema(context, kind)))
}

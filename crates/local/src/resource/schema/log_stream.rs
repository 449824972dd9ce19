//! The schemas of log streams: what each type of them needs to know.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::problem::Problem;
use crate::resource::log_stream::TYPES;

pub const HANDLERS: Handlers = &[(&op::LIST_LOG_STREAM_SCHEMAS, list), (&op::GET_LOG_STREAM_SCHEMA, get)];

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

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    Ok(Reply::ok(&TYPES.iter().map(|kind| schema(context, kind)).collect::<Vec<_>>()))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let kind = context.param("logStreamType");
    if !TYPES.contains(&kind) {
        return Err(Problem::not_found(kind, "LogStreamSchema"));
    }
    Ok(Reply::ok(&schema(context, kind)))
}

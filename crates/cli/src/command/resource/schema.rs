//! `oktars schemas`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "schemas",
    one: "schema",
    about: "The attributes that users, groups and apps' users have",
    columns: Columns { table: "id,name,title", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("get", "Show the attributes of users of a type", op::GET_USER_SCHEMA, "default -o yaml"),
        Verb::step(
            "update",
            "Add, change or remove own attributes of users of a type",
            op::UPDATE_USER_PROFILE,
            "updated",
            "default --set 'definitions.custom.properties.badge:={\"title\":\"Badge\",\"type\":\"string\"}'",
        ),
        Verb::read("get-group", "Show the attributes of groups", op::GET_GROUP_SCHEMA, "-o yaml"),
        Verb::step(
            "update-group",
            "Add, change or remove own attributes of groups",
            op::UPDATE_GROUP_SCHEMA,
            "updated",
            "--input attributes.json",
        ),
        Verb::read(
            "get-app",
            "Show the attributes of an app's users",
            op::GET_APPLICATION_USER_SCHEMA,
            "0oa1gjh63g214q0Hq0g4 -o yaml",
        ),
        Verb::step(
            "update-app",
            "Add, change or remove own attributes of an app's users",
            op::UPDATE_APPLICATION_USER_PROFILE,
            "updated",
            "0oa1gjh63g214q0Hq0g4 --input attributes.json",
        ),
        Verb::read(
            "log-streams",
            "List the settings of each type of log stream",
            op::LIST_LOG_STREAM_SCHEMAS,
            "-o yaml",
        ),
        Verb::read(
            "get-log-stream",
            "Show the settings of a type of log stream",
            op::GET_LOG_STREAM_SCHEMA,
            "aws_eventbridge -o yaml",
        ),
    ],
};

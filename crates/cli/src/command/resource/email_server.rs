//! `oktars email-servers`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "email-servers",
    one: "email server",
    about: "SMTP servers of your own for the mails of the org",
    columns: Columns { table: "id,enabled,alias,host,port,authType", csv: "username" },
    verbs: &[
        Verb::read("list", "List email servers", op::LIST_EMAIL_SERVERS, "").inside("email-servers"),
        Verb::read("get", "Show an email server", op::GET_EMAIL_SERVER, "ems1gjh63g214q0Hq0g4"),
        Verb::step("create", "Add an email server", op::CREATE_EMAIL_SERVER, "added", "--input server.json"),
        Verb::step(
            "update",
            "Change some members of an email server; the others stay as they are",
            op::UPDATE_EMAIL_SERVER,
            "updated",
            "ems1gjh63g214q0Hq0g4 --set enabled:=true",
        ),
        Verb::remove(
            "delete",
            "Delete an email server",
            op::DELETE_EMAIL_SERVER,
            "Delete",
            "ems1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::step(
            "test",
            "Send a mail over an email server, to see that it works",
            op::TEST_EMAIL_SERVER,
            "tested",
            "ems1gjh63g214q0Hq0g4 --set fromAddress=okta@example.gov --set toAddress=tim@example.gov",
        ),
    ],
};

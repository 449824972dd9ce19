//! `oktars sms-templates`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "sms-templates",
    one: "SMS template",
    about: "The templates of text messages",
    columns: Columns { table: "id,type,name,template", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List SMS templates", op::LIST_SMS_TEMPLATES, ""),
        Verb::read("get", "Show an SMS template", op::GET_SMS_TEMPLATE, "cstk2flOtuCMDJK4b0g3"),
        Verb::step(
            "create",
            "Create an SMS template",
            op::CREATE_SMS_TEMPLATE,
            "created",
            "--set name=Code --set type=SMS_VERIFY_CODE --set 'template=Your code is ${code}'",
        ),
        Verb::step(
            "update",
            "Change some members of an SMS template; the others stay as they are",
            op::UPDATE_SMS_TEMPLATE,
            "updated",
            "cstk2flOtuCMDJK4b0g3 --set 'template=${code} is your code'",
        ),
        Verb::step(
            "replace",
            "Replace an SMS template; what the file does not name is gone",
            op::REPLACE_SMS_TEMPLATE,
            "replaced",
            "cstk2flOtuCMDJK4b0g3 --input template.json",
        ),
        Verb::remove(
            "delete",
            "Delete an SMS template",
            op::DELETE_SMS_TEMPLATE,
            "Delete",
            "cstk2flOtuCMDJK4b0g3 --yes",
        ),
    ],
};

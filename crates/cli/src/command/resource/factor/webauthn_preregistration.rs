//! `oktars preregistered-keys`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "preregistered-keys",
    one: "preregistered key",
    about: "Security keys that are set up before users get them",
    columns: Columns {
        table: "id,status,factorType,provider,vendorName",
        csv: "profile,created,lastUpdated",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the keys of a user that were set up",
            op::LIST_WEB_AUTHN_PREREGISTRATION_FACTORS,
            "tim@example.gov",
        ),
        Verb::step(
            "order",
            "Order keys for a user",
            op::GENERATE_FULFILLMENT_REQUEST,
            "ordered",
            "--input order.json",
        ),
        Verb::step(
            "enroll",
            "Ask for the data to enroll a key with",
            op::ENROLL_PREREGISTRATION_ENROLLMENT,
            "began to enroll",
            "--input enrollment.json",
        )
        .columns(Columns { table: "userId,credRequests", csv: "" }),
        Verb::step(
            "activate",
            "Report the result of the enrollment of a key",
            op::ACTIVATE_PREREGISTRATION_ENROLLMENT,
            "activated",
            "--input activation.json",
        )
        .columns(Columns { table: "userId,authenticatorEnrollmentIds", csv: "" }),
        Verb::step(
            "send-pin",
            "Send a user the PIN of a key by mail",
            op::SEND_PIN,
            "sent the PIN of",
            "--set userId=00u1gjh63g214q0Hq0g4 --set fulfillmentProvider=yubico --set authenticatorEnrollmentId=fwf1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "mark-error",
            "Report that a key could not be made",
            op::ASSIGN_FULFILLMENT_ERROR_WEB_AUTHN_PREREGISTRATION_FACTOR,
            "marked",
            "tim@example.gov fwf1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "delete",
            "Delete a key that was set up",
            op::DELETE_WEB_AUTHN_PREREGISTRATION_FACTOR,
            "Delete",
            "tim@example.gov fwf1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};

//! `oktars factors`

pub mod org_factor;
pub mod webauthn_preregistration;
pub mod yubikey_token;

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "factors",
    one: "factor",
    about: "The second factors of a user",
    columns: Columns {
        table: "id,status,factorType,provider,lastUpdated",
        csv: "vendorName,created,phone=profile.phoneNumber,email=profile.email",
    },
    verbs: &[
        Verb::read("list", "List the factors of a user", op::LIST_FACTORS, "ann@acme.example"),
        Verb::read("get", "Show a factor of a user", op::GET_FACTOR, "ann@acme.example opf3hkfocI4JTLAju0g4"),
        Verb::read(
            "supported",
            "List the factors that a user may enroll",
            op::LIST_SUPPORTED_FACTORS,
            "ann@acme.example",
        )
        .columns(Columns { table: "factorType,provider,status,enrollment", csv: "vendorName" }),
        Verb::step(
            "create",
            "Enroll a factor for a user",
            op::ENROLL_FACTOR,
            "enrolled",
            "ann@acme.example --set factorType=sms --set provider=OKTA --set profile.phoneNumber=+1-555-415-1337",
        ),
        Verb::step(
            "activate",
            "Finish the enrollment of a factor with its code",
            op::ACTIVATE_FACTOR,
            "activated",
            "ann@acme.example opf3hkfocI4JTLAju0g4 --input code.json",
        ),
        Verb::remove(
            "delete",
            "Remove a factor of a user; the user may enroll it again",
            op::UNENROLL_FACTOR,
            "Remove",
            "ann@acme.example opf3hkfocI4JTLAju0g4 --yes",
        ),
        Verb::read(
            "questions",
            "List the security questions that a user may choose",
            op::LIST_SUPPORTED_SECURITY_QUESTIONS,
            "ann@acme.example",
        )
        .columns(Columns { table: "question,questionText", csv: "" }),
        Verb::step(
            "verify",
            "Send a challenge to a factor, or check its code, to verify a caller",
            op::VERIFY_FACTOR,
            "challenged",
            "ann@acme.example opf3hkfocI4JTLAju0g4",
        )
        .columns(Columns { table: "factorResult,expiresAt,transaction=_links.poll.href", csv: "" }),
        Verb::step(
            "resend",
            "Send the code of an enrollment again",
            op::RESEND_ENROLL_FACTOR,
            "sent the code of",
            "ann@acme.example opf3hkfocI4JTLAju0g4 --set factorType=sms --set provider=OKTA --set profile.phoneNumber=+1-555-415-1337",
        ),
        Verb::read(
            "transaction",
            "Show the result of a push challenge",
            op::GET_FACTOR_TRANSACTION_STATUS,
            "ann@acme.example opf3hkfocI4JTLAju0g4 v2mst.GldKV5VxTrifyeZmWSQguA",
        )
        .columns(Columns { table: "factorResult,expiresAt", csv: "" }),
        Verb::remove(
            "cancel-transaction",
            "Cancel a push challenge that nobody has answered",
            op::CANCEL_FACTOR_TRANSACTION,
            "Cancel a push challenge of",
            "ann@acme.example opf3hkfocI4JTLAju0g4 v2mst.GldKV5VxTrifyeZmWSQguA --yes",
        ),
        Verb::step(
            "poll-activation",
            "Ask whether the device of a push factor is set up",
            op::POLL_FACTOR_ACTIVATION,
            "asked about",
            "ann@acme.example opf3hkfocI4JTLAju0g4",
        )
        .columns(Columns { table: "factorResult,status,expiresAt", csv: "" }),
    ],
};

//! `oktars sessions`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "sessions",
    one: "session",
    about: "Open sessions of users, by id",
    columns: Columns {
        table: "id,status,login,expiresAt",
        csv: "userId,createdAt,lastPasswordVerification,amr",
    },
    verbs: &[
        Verb::read("get", "Show a session", op::GET_SESSION, "102WmX7qVz0Rh6Su8dH1jUjyA"),
        Verb::step(
            "refresh",
            "Extend a session",
            op::REFRESH_SESSION,
            "refreshed",
            "102WmX7qVz0Rh6Su8dH1jUjyA",
        ),
        Verb::step("close", "End a session", op::REVOKE_SESSION, "closed", "102WmX7qVz0Rh6Su8dH1jUjyA"),
        Verb::step(
            "create",
            "Create a session from a session token in a file",
            op::CREATE_SESSION,
            "made",
            "--input token.json",
        ),
    ],
};

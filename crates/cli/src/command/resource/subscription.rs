//! `oktars user-subscriptions`, `oktars role-subscriptions`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const USER_SUBSCRIPTIONS: Resource = Resource {
    name: "user-subscriptions",
    one: "subscription",
    about: "The notifications of an administrator; users can change only their own",
    columns: Columns { table: "notificationType,status,channels", csv: "" },
    verbs: &[
        Verb::read("list", "List the subscriptions", op::LIST_SUBSCRIPTIONS_USER, "me"),
        Verb::read(
            "get",
            "Show a subscription",
            op::GET_SUBSCRIPTIONS_NOTIFICATION_TYPE_USER,
            "me APP_IMPORT",
        ),
        Verb::step(
            "subscribe",
            "Subscribe to a kind of notification",
            op::SUBSCRIBE_BY_NOTIFICATION_TYPE_USER,
            "began",
            "me APP_IMPORT",
        ),
        Verb::step(
            "unsubscribe",
            "End a subscription",
            op::UNSUBSCRIBE_BY_NOTIFICATION_TYPE_USER,
            "ended",
            "me APP_IMPORT",
        ),
    ],
};

pub const ROLE_SUBSCRIPTIONS: Resource = Resource {
    name: "role-subscriptions",
    one: "subscription",
    about: "The notifications of all administrators with a role",
    columns: Columns { table: "notificationType,status,channels", csv: "" },
    verbs: &[
        Verb::read("list", "List the subscriptions", op::LIST_SUBSCRIPTIONS_ROLE, "SUPER_ADMIN"),
        Verb::read(
            "get",
            "Show a subscription",
            op::GET_SUBSCRIPTIONS_NOTIFICATION_TYPE_ROLE,
            "SUPER_ADMIN APP_IMPORT",
        ),
        Verb::step(
            "subscribe",
            "Subscribe to a kind of notification",
            op::SUBSCRIBE_BY_NOTIFICATION_TYPE_ROLE,
            "began",
            "SUPER_ADMIN APP_IMPORT",
        ),
        Verb::step(
            "unsubscribe",
            "End a subscription",
            op::UNSUBSCRIBE_BY_NOTIFICATION_TYPE_ROLE,
            "ended",
            "SUPER_ADMIN APP_IMPORT",
        ),
    ],
};

//! Which mails of Okta administrators get.

use oktars_catalog::{Operation, op};

use crate::call::Call;
use crate::client::Okta;
use crate::listing::Listing;
use crate::model::{Map, model, open_enum};
use crate::query::query;

/// The mails that one administrator, or all with one role, get; made by [`Okta::user_subscriptions`] and
/// [`Okta::role_subscriptions`]. Okta's page is "Subscriptions".
///
/// The paths below are those of a user; those of a role stand below `/api/v1/roles/{role}`. What a user has
/// chosen goes before what the role has.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// let mails = okta.role_subscriptions("SUPER_ADMIN");
/// mails.unsubscribe("AD_AGENT").await?;
/// assert_eq!(mails.get("AD_AGENT").await?.status, "unsubscribed");
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Subscriptions<'a> {
    okta: &'a Okta,
    subscriber: &'a str,
    operations: &'static Operations,
}

/// What the same call is for each kind of subscriber.
#[derive(Debug)]
struct Operations {
    list: Operation,
    get: Operation,
    subscribe: Operation,
    unsubscribe: Operation,
}

static OF_USER: Operations = Operations {
    list: op::LIST_SUBSCRIPTIONS_USER,
    get: op::GET_SUBSCRIPTIONS_NOTIFICATION_TYPE_USER,
    subscribe: op::SUBSCRIBE_BY_NOTIFICATION_TYPE_USER,
    unsubscribe: op::UNSUBSCRIBE_BY_NOTIFICATION_TYPE_USER,
};

static OF_ROLE: Operations = Operations {
    list: op::LIST_SUBSCRIPTIONS_ROLE,
    get: op::GET_SUBSCRIPTIONS_NOTIFICATION_TYPE_ROLE,
    subscribe: op::SUBSCRIBE_BY_NOTIFICATION_TYPE_ROLE,
    unsubscribe: op::UNSUBSCRIBE_BY_NOTIFICATION_TYPE_ROLE,
};

impl Okta {
    /// The mails that an administrator gets.
    pub fn user_subscriptions<'a>(&'a self, user_id: &'a str) -> Subscriptions<'a> {
        Subscriptions { okta: self, subscriber: user_id, operations: &OF_USER }
    }

    /// The mails that all administrators with a role get: one of Okta's own roles by its type, a custom role
    /// by its id.
    pub fn role_subscriptions<'a>(&'a self, role: &'a str) -> Subscriptions<'a> {
        Subscriptions { okta: self, subscriber: role, operations: &OF_ROLE }
    }
}

impl Subscriptions<'_> {
    fn call<const N: usize>(self, operation: Operation, ids: [&str; N]) -> Call {
        self.okta.call(operation).at([self.subscriber].into_iter().chain(ids))
    }

    /// Lists all kinds of mail: `GET /api/v1/users/{userId}/subscriptions`.
    pub fn list(self, query: &ListSubscriptions) -> Listing<Subscription> {
        query.apply(self.call(self.operations.list, [])).list()
    }

    /// Reads one: `GET /api/v1/users/{userId}/subscriptions/{notificationType}`.
    pub fn get(self, notification: impl AsRef<str>) -> Call<Subscription> {
        self.call(self.operations.get, [notification.as_ref()]).json()
    }

    /// Gets it: `POST /api/v1/users/{userId}/subscriptions/{notificationType}/subscribe`.
    pub fn subscribe(self, notification: impl AsRef<str>) -> Call<()> {
        self.call(self.operations.subscribe, [notification.as_ref()]).empty()
    }

    /// Ends the subscription: `POST /api/v1/users/{userId}/subscriptions/{notificationType}/unsubscribe`.
    pub fn unsubscribe(self, notification: impl AsRef<str>) -> Call<()> {
        self.call(self.operations.unsubscribe, [notification.as_ref()]).empty()
    }
}

query! {
    /// How to list the kinds of mail. Okta has nothing to choose here yet.
    pub struct ListSubscriptions {}
}

model! {
    /// A kind of mail, and whether it is sent.
    pub struct Subscription {
        /// What it is about.
        notification_type: NotificationType = "notificationType",
        /// How it is sent: `email`.
        channels: Vec<String> = "channels",
        /// Whether it is sent.
        status: SubscriptionStatus = "status",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// What a mail is about.
    pub enum NotificationType {
        AD_AGENT,
        AGENT_AUTO_UPDATE_NOTIFICATION,
        AGENT_AUTO_UPDATE_NOTIFICATION_LDAP,
        APP_IMPORT,
        CONNECTOR_AGENT,
        IWA_AGENT,
        LDAP_AGENT,
        OKTA_ANNOUNCEMENT,
        OKTA_UPDATE,
        RATELIMIT_NOTIFICATION,
        REPORT_SUSPICIOUS_ACTIVITY,
        USER_DEPROVISION,
        USER_LOCKED_OUT,
    }
}

open_enum! {
    /// Whether a mail is sent.
    pub enum SubscriptionStatus {
        SUBSCRIBED = "subscribed",
        UNSUBSCRIBED = "unsubscribed",
    }
}

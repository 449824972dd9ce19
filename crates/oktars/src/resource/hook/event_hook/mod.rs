//! Event hooks: services of one's own that Okta tells what happened.

mod delivery;

pub use self::delivery::*;

use oktars_catalog::op;
use serde_json::json;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Secret, Timestamp, model, open_enum};
use crate::query::query;

handle! {
    /// The event hooks of an org; made by [`Okta::event_hooks`](crate::Okta::event_hooks). Okta's page is
    /// "Event Hooks".
    ///
    /// Okta tells a hook nothing until it is [verified](EventHooks::verify).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::hook::EventHook;
    ///
    /// let hook = EventHook::new("Audit", "https://audit.example.gov/okta", ["user.lifecycle.create"])
    ///     .auth_header("authorization", "s3cret");
    /// let hook = okta.event_hooks().create(&hook).await?;
    /// assert_eq!(hook.verification_status, "UNVERIFIED");
    /// okta.event_hooks().deactivate(&hook.id).await?;
    /// okta.event_hooks().delete(&hook.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct EventHooks;
    /// The event hooks of the org.
    okta.event_hooks()
}

impl EventHooks<'_> {
    /// Lists the hooks: `GET /api/v1/eventHooks`.
    pub fn list(self, query: &ListEventHooks) -> Listing<EventHook> {
        query.apply(self.call(op::LIST_EVENT_HOOKS, [])).list()
    }

    /// Creates a hook, active and not verified: `POST /api/v1/eventHooks`.
    pub fn create(self, hook: &EventHook) -> Call<EventHook> {
        self.call(op::CREATE_EVENT_HOOK, []).body(hook).json()
    }

    /// Reads a hook: `GET /api/v1/eventHooks/{eventHookId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<EventHook> {
        self.call(op::GET_EVENT_HOOK, [id.as_ref()]).json()
    }

    /// Replaces a hook: `PUT /api/v1/eventHooks/{eventHookId}`. A new address must be verified again.
    pub fn replace(self, id: impl AsRef<str>, hook: &EventHook) -> Call<EventHook> {
        self.call(op::REPLACE_EVENT_HOOK, [id.as_ref()]).body(hook).json()
    }

    /// Deletes an inactive hook: `DELETE /api/v1/eventHooks/{eventHookId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_EVENT_HOOK, [id.as_ref()]).empty()
    }

    /// Activates a hook: `POST /api/v1/eventHooks/{eventHookId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<EventHook> {
        self.call(op::ACTIVATE_EVENT_HOOK, [id.as_ref()]).json()
    }

    /// Deactivates a hook: `POST /api/v1/eventHooks/{eventHookId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<EventHook> {
        self.call(op::DEACTIVATE_EVENT_HOOK, [id.as_ref()]).json()
    }

    /// Has Okta ask the service whether it is the owner's:
    /// `POST /api/v1/eventHooks/{eventHookId}/lifecycle/verify`.
    pub fn verify(self, id: impl AsRef<str>) -> Call<EventHook> {
        self.call(op::VERIFY_EVENT_HOOK, [id.as_ref()]).json()
    }
}

query! {
    /// How to list event hooks. Okta has nothing to choose here yet.
    pub struct ListEventHooks {}
}

model! {
    /// An event hook, read or to be made.
    pub struct EventHook {
        /// Its id.
        id: String = "id",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// `UNVERIFIED` or `VERIFIED`.
        verification_status: HookVerification = "verificationStatus",
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// The id of who made it.
        created_by: Option<String> = "createdBy",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// What it is told about.
        events: EventSubscriptions = "events",
        /// Where it is told.
        channel: HookChannel = "channel",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

impl EventHook {
    /// A hook for types of events of the System Log, at an address over HTTPS.
    pub fn new<I: Into<String>>(
        name: impl Into<String>,
        uri: impl Into<String>,
        event_types: impl IntoIterator<Item = I>,
    ) -> Self {
        let mut hook =
            EventHook { name: name.into(), channel: HookChannel::http(uri), ..EventHook::default() };
        hook.events.kind = "EVENT_TYPE".into();
        hook.events.items = event_types.into_iter().map(Into::into).collect();
        hook
    }

    /// Shows the service this header, by which it knows Okta.
    #[must_use]
    pub fn auth_header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.channel = self.channel.auth_header(name, value);
        self
    }
}

model! {
    /// What a hook is told about.
    pub struct EventSubscriptions {
        /// What the items are: `EVENT_TYPE`.
        kind: EventSubscriptionType = "type",
        /// The types of events, for example `user.lifecycle.create`.
        items: Vec<String> = "items",
        /// An expression that events must fit.
        filter: Map = "filter",
        ..extra
    }
}

model! {
    /// Where a hook is reached.
    pub struct HookChannel {
        /// How: `HTTP`, or `OAUTH` for inline hooks.
        kind: HookChannelType = "type",
        /// The version of what is said: `1.0.0`.
        version: String = "version",
        /// The address, and what is shown there.
        config: HookConfig = "config",
        ..extra
    }
}

model! {
    /// The address of a hook, and what is shown there.
    pub struct HookConfig {
        /// The address, over HTTPS.
        uri: String = "uri",
        /// Headers that are sent, each with `key` and `value`.
        headers: Vec<Map> = "headers",
        /// The method: `POST`.
        method: Option<String> = "method",
        /// The header by which the service knows Okta.
        auth_scheme: Option<HookAuthScheme> = "authScheme",
        ..extra
    }
}

model! {
    /// The header by which a service knows Okta.
    pub struct HookAuthScheme {
        /// What it is: `HEADER`.
        kind: HookAuthSchemeType = "type",
        /// The name of the header.
        key: String = "key",
        /// The value of the header; Okta never tells it.
        value: Option<Secret> = "value",
        ..extra
    }
}

impl HookChannel {
    /// An address over HTTPS.
    pub fn http(uri: impl Into<String>) -> Self {
        let mut channel =
            HookChannel { kind: "HTTP".into(), version: "1.0.0".into(), ..HookChannel::default() };
        channel.config.uri = uri.into();
        channel
    }

    /// Shows the service this header, by which it knows Okta.
    #[must_use]
    pub fn auth_header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.config.auth_scheme = Some(HookAuthScheme {
            kind: "HEADER".into(),
            key: name.into(),
            value: Some(value.into()),
            ..HookAuthScheme::default()
        });
        self
    }

    /// Sends this header too.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let header = json!({ "key": name.into(), "value": value.into() });
        self.config.headers.extend(header.as_object().cloned());
        self
    }
}

open_enum! {
    /// How a hook is called.
    pub enum HookChannelType {
        HTTP,
        OAUTH,
    }
}

open_enum! {
    /// Whether the owner of a hook confirmed it.
    pub enum HookVerification {
        UNVERIFIED,
        VERIFIED,
    }
}

open_enum! {
    /// What a hook subscribes to.
    pub enum EventSubscriptionType {
        EVENT_TYPE,
    }
}

open_enum! {
    /// How a call of a hook proves who it is from.
    pub enum HookAuthSchemeType {
        HEADER,
    }
}

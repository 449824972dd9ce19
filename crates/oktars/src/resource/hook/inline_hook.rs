//! Inline hooks: services of one's own that Okta asks while it does something.

use oktars_catalog::op;
use serde_json::Value;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{LifecycleStatus, Map, Timestamp, either, model, open_enum, parts};
use crate::query::query;
use crate::resource::hook::event_hook::HookChannel;

handle! {
    /// The inline hooks of an org; made by [`Okta::inline_hooks`](crate::Okta::inline_hooks). Okta's page is
    /// "Inline Hooks".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::hook::{HookChannel, InlineHook, InlineHookType, ListInlineHooks};
    ///
    /// let channel = HookChannel::http("https://hooks.example.gov/tokens").auth_header("authorization", "s3");
    /// let hook = InlineHook::new("Tokens", InlineHookType::OAUTH2_TOKENS_TRANSFORM, channel);
    /// let hook = okta.inline_hooks().create(&hook).await?;
    /// okta.inline_hooks().deactivate(&hook.id).await?;
    /// okta.inline_hooks().delete(&hook.id).await?;
    /// assert!(okta.inline_hooks().list(&ListInlineHooks::new()).all().await?.is_empty());
    /// # Ok(()) }
    /// ```
    pub struct InlineHooks;
    /// The inline hooks of the org.
    okta.inline_hooks()
}

impl InlineHooks<'_> {
    /// Lists the hooks: `GET /api/v1/inlineHooks`.
    pub fn list(self, query: &ListInlineHooks) -> Listing<InlineHook> {
        query.apply(self.call(op::LIST_INLINE_HOOKS, [])).list()
    }

    /// Creates a hook: `POST /api/v1/inlineHooks`.
    pub fn create(self, hook: &InlineHook) -> Call<InlineHook> {
        self.call(op::CREATE_INLINE_HOOK, []).body(hook).json()
    }

    /// Reads a hook: `GET /api/v1/inlineHooks/{inlineHookId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<InlineHook> {
        self.call(op::GET_INLINE_HOOK, [id.as_ref()]).json()
    }

    /// Changes what is given of a hook: `POST /api/v1/inlineHooks/{inlineHookId}`.
    pub fn update(self, id: impl AsRef<str>, hook: &InlineHook) -> Call<InlineHook> {
        self.call(op::UPDATE_INLINE_HOOK, [id.as_ref()]).body(hook).json()
    }

    /// Replaces a hook: `PUT /api/v1/inlineHooks/{inlineHookId}`.
    pub fn replace(self, id: impl AsRef<str>, hook: &InlineHook) -> Call<InlineHook> {
        self.call(op::REPLACE_INLINE_HOOK, [id.as_ref()]).body(hook).json()
    }

    /// Deletes an inactive hook: `DELETE /api/v1/inlineHooks/{inlineHookId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_INLINE_HOOK, [id.as_ref()]).empty()
    }

    /// Has Okta ask the service, with what it would be told: `POST
    /// /api/v1/inlineHooks/{inlineHookId}/execute`. Gives what the service answered.
    pub fn execute(self, id: impl AsRef<str>, payload: &Value) -> Call<InlineHookAnswer> {
        self.call(op::EXECUTE_INLINE_HOOK, [id.as_ref()]).body(payload).json()
    }

    /// Activates a hook: `POST /api/v1/inlineHooks/{inlineHookId}/lifecycle/activate`.
    pub fn activate(self, id: impl AsRef<str>) -> Call<InlineHook> {
        self.call(op::ACTIVATE_INLINE_HOOK, [id.as_ref()]).json()
    }

    /// Deactivates a hook: `POST /api/v1/inlineHooks/{inlineHookId}/lifecycle/deactivate`.
    pub fn deactivate(self, id: impl AsRef<str>) -> Call<InlineHook> {
        self.call(op::DEACTIVATE_INLINE_HOOK, [id.as_ref()]).json()
    }
}

query! {
    /// Which inline hooks to list.
    pub struct ListInlineHooks {
        /// Only those of this type.
        kind: String = "type",
    }
}

model! {
    /// An inline hook, read or to be made.
    pub struct InlineHook {
        /// Its id.
        id: String = "id",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// Its name.
        name: String = "name",
        /// When it is asked.
        kind: InlineHookType = "type",
        /// The version of what is said: `1.0.0`.
        version: String = "version",
        /// Where it is asked.
        channel: HookChannel = "channel",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

impl InlineHook {
    /// A hook that is asked at an address.
    pub fn new(name: impl Into<String>, kind: InlineHookType, channel: HookChannel) -> Self {
        let version = "1.0.0".into();
        InlineHook { name: name.into(), kind, version, channel, ..InlineHook::default() }
    }
}

open_enum! {
    /// When an inline hook is asked.
    pub enum InlineHookType {
        /// When users are imported.
        IMPORT_TRANSFORM = "com.okta.import.transform",
        /// When an authorization server makes tokens.
        OAUTH2_TOKENS_TRANSFORM = "com.okta.oauth2.tokens.transform",
        /// When a SAML assertion is made.
        SAML_TOKENS_TRANSFORM = "com.okta.saml.tokens.transform",
        /// When a code goes out by text message or call.
        TELEPHONY_PROVIDER = "com.okta.telephony.provider",
        /// When a user whose password is imported signs in first.
        PASSWORD_IMPORT = "com.okta.user.credential.password.import",
        /// When a user signs up.
        PRE_REGISTRATION = "com.okta.user.pre-registration",
    }
}

model! {
    /// What a service answers to a hook.
    pub struct InlineHookAnswer {
        /// What Okta should do.
        commands: Vec<InlineHookCommand> = "commands",
        /// Why the service refuses.
        error: InlineHookRefusal = "error",
        ..extra
    }
}

parts! {
    /// Something for Okta to do.
    pub struct InlineHookCommand {
        /// What it is, for example `com.okta.identity.patch`.
        kind: String = "type",
        /// With what.
        value: InlineHookCommandValue = "value",
    }

    /// One change, or what became of one message.
    pub struct InlineHookChange {
        /// What is done: `add`, `replace` or `remove`.
        operation: Option<String> = "op",
        /// Where.
        path: Option<String> = "path",
        /// With what.
        value: Option<Value> = "value",
        /// Whether a message went out.
        status: DeliveryStatus = "status",
        /// Who sent the message.
        provider: Option<String> = "provider",
        /// The id of the message there.
        transaction_id: Option<String> = "transactionId",
        /// What else is known of the message.
        transaction_metadata: Option<String> = "transactionMetadata",
    }

    /// Why a service refuses.
    pub struct InlineHookRefusal {
        /// What people read.
        error_summary: Option<String> = "errorSummary",
    }
}

either! {
    /// The data with which Okta should do something.
    pub enum InlineHookCommandValue {
        /// Changes, one after the other.
        Changes(Vec<InlineHookChange>),
        /// Members with their values, for example `credential`.
        Members(Map),
    }
}

open_enum! {
    /// Whether a message went out.
    pub enum DeliveryStatus {
        SUCCESSFUL,
        PENDING,
        FAILED,
    }
}

//! Keys by which Okta proves to inline hooks who it is.

use oktars_catalog::op;
use serde::Serialize;
use serde_json::json;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Timestamp, model};
use crate::query::query;

handle! {
    /// The hook keys of an org; made by [`Okta::hook_keys`](crate::Okta::hook_keys). Okta's page is "Hook
    /// Keys".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::hook::NewHookKey;
    ///
    /// let key = okta.hook_keys().create(&NewHookKey::new("Payroll")).await?;
    /// let key = okta.hook_keys().rename(&key.id, "Payroll 2026").await?;
    /// assert_eq!(key.name, "Payroll 2026");
    /// okta.hook_keys().delete(&key.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct HookKeys;
    /// The hook keys of the org.
    okta.hook_keys()
}

impl HookKeys<'_> {
    /// Lists the keys: `GET /api/v1/hook-keys`.
    pub fn list(self, query: &ListHookKeys) -> Listing<HookKey> {
        query.apply(self.call(op::LIST_HOOK_KEYS, [])).list()
    }

    /// Creates a key: `POST /api/v1/hook-keys`. Its public part stands in `embedded`.
    pub fn create(self, key: &NewHookKey) -> Call<HookKey> {
        self.call(op::CREATE_HOOK_KEY, []).body(key).json()
    }

    /// Reads the public part of a key: `GET /api/v1/hook-keys/public/{keyId}`.
    pub fn public(self, key_id: impl AsRef<str>) -> Call<HookPublicKey> {
        self.call(op::GET_PUBLIC_KEY, [key_id.as_ref()]).json()
    }

    /// Reads a key: `GET /api/v1/hook-keys/{id}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<HookKey> {
        self.call(op::GET_HOOK_KEY, [id.as_ref()]).json()
    }

    /// Gives a key another name: `PUT /api/v1/hook-keys/{id}`.
    pub fn rename(self, id: impl AsRef<str>, name: impl AsRef<str>) -> Call<HookKey> {
        self.call(op::REPLACE_HOOK_KEY, [id.as_ref()]).body(&json!({ "name": name.as_ref() })).json()
    }

    /// Deletes a key that no hook uses: `DELETE /api/v1/hook-keys/{id}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_HOOK_KEY, [id.as_ref()]).empty()
    }
}

query! {
    /// How to list the keys of hooks. Okta has nothing to choose here yet.
    pub struct ListHookKeys {}
}

/// A hook key to be made.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewHookKey {
    name: String,
}

impl NewHookKey {
    /// A key of this name.
    pub fn new(name: impl Into<String>) -> Self {
        NewHookKey { name: name.into() }
    }
}

model! {
    /// A hook key.
    pub struct HookKey {
        /// Its id.
        id: String = "id",
        /// The id of its public part.
        key_id: String = "keyId",
        /// Its name.
        name: String = "name",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Whether a hook uses it: the text `true` or `false`.
        is_used: Option<String> = "isUsed",
        /// Its public part, where it was just made.
        embedded: HookPublicKey = "_embedded",
        ..extra
    }
}

model! {
    /// The public part of a hook key.
    pub struct HookPublicKey {
        /// Its id.
        kid: String = "kid",
        /// The kind of key.
        key_type: Option<String> = "kty",
        /// The algorithm.
        algorithm: Option<String> = "alg",
        /// What it is for.
        key_use: Option<String> = "use",
        /// The exponent.
        exponent: Option<String> = "e",
        /// The modulus.
        modulus: Option<String> = "n",
        ..extra
    }
}

//! YubiKeys whose seeds the org knows.

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::expression::Expression;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Secret, Timestamp, model, open_enum};
use crate::query::{SortOrder, query};

handle! {
    /// The YubiKeys of an org; made by [`Okta::yubikey_tokens`](crate::Okta::yubikey_tokens). Okta's page is "User
    /// Factors".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::factor::{ListYubikeyTokens, NewYubikeyToken};
    ///
    /// let seed = NewYubikeyToken::new("7886622", "ccccccijgibu", "b74be6169486", "1fcc6d8ce39bf1604e0b17f3e0a11067");
    /// let token = okta.yubikey_tokens().create(&seed).await?;
    /// assert_eq!(okta.yubikey_tokens().get(&token.id).await?.id, token.id);
    /// assert_eq!(okta.yubikey_tokens().list(&ListYubikeyTokens::new()).all().await?.len(), 1);
    /// # Ok(()) }
    /// ```
    pub struct YubikeyTokens;
    /// The YubiKeys of the org.
    okta.yubikey_tokens()
}

impl YubikeyTokens<'_> {
    /// Lists the keys: `GET /api/v1/org/factors/yubikey_token/tokens`.
    pub fn list(self, query: &ListYubikeyTokens) -> Listing<YubikeyToken> {
        query.apply(self.call(op::LIST_YUBIKEY_OTP_TOKENS, [])).list()
    }

    /// Adds a key by its seed: `POST /api/v1/org/factors/yubikey_token/tokens`. No answer shows the seed.
    pub fn create(self, seed: &NewYubikeyToken) -> Call<YubikeyToken> {
        self.call(op::UPLOAD_YUBIKEY_OTP_TOKEN_SEED, []).body(seed).json()
    }

    /// Reads a key: `GET /api/v1/org/factors/yubikey_token/tokens/{tokenId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<YubikeyToken> {
        self.call(op::GET_YUBIKEY_OTP_TOKEN_BY_ID, [id.as_ref()]).json()
    }
}

query! {
    /// Which YubiKeys to list, and how.
    pub struct ListYubikeyTokens {
        ..pages
        /// An expression over `profile.email`, `profile.serial`, `activated`, `user.id`, `created`, `status` or
        /// `lastVerified`.
        filter: Expression = "filter",
        /// What to send along: `user`.
        expand: String = "expand",
        /// Whether the list is for a file, and has the serial numbers.
        for_download: bool = "forDownload",
        /// The attribute to sort by.
        sort_by: String = "sortBy",
        /// The order to sort in.
        sort_order: SortOrder = "sortOrder",
    }
}

/// The seed of a YubiKey. It shows in no `Debug`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewYubikeyToken {
    serial_number: Secret,
    public_id: Secret,
    private_id: Secret,
    aes_key: Secret,
}

impl NewYubikeyToken {
    /// The key of this serial number, with its public and private identity and its AES key.
    pub fn new(
        serial_number: impl Into<Secret>,
        public_id: impl Into<Secret>,
        private_id: impl Into<Secret>,
        aes_key: impl Into<Secret>,
    ) -> Self {
        NewYubikeyToken {
            serial_number: serial_number.into(),
            public_id: public_id.into(),
            private_id: private_id.into(),
            aes_key: aes_key.into(),
        }
    }
}

model! {
    /// A YubiKey whose seed the org knows.
    pub struct YubikeyToken {
        /// Its id.
        id: String = "id",
        /// Whether it can be used.
        status: YubikeyTokenStatus = "status",
        /// What is known of it, such as its serial number.
        profile: Map = "profile",
        /// When it was added.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// When it was used last.
        last_verified: Option<Timestamp> = "lastVerified",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// The status of a YubiKey.
    pub enum YubikeyTokenStatus {
        /// A user has it.
        ACTIVE,
        /// It was taken out of use after something went wrong.
        BLOCKED,
        /// It was deleted.
        DELETED,
        /// A user has it and does not use it.
        INACTIVE,
        /// It was taken from its user.
        REVOKED,
        /// Nobody has it yet.
        UNASSIGNED,
    }
}

//! The users of an identity source.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::model::{Timestamp, parts};

handle! {
    /// The users of one identity source; made by
    /// [`Okta::identity_source_users`](crate::Okta::identity_source_users).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::identity_source::{SourceUser, SourceUserProfile};
    ///
    /// let users = okta.identity_source_users("0oa3l6l6WK6h0R0QW0g4");
    /// let mut profile = SourceUserProfile::new("tim@example.gov", "tim@example.gov");
    /// users.create(&SourceUser::new("EXT1", profile.clone())).await?;
    /// profile.first_name = Some("Tim".into());
    /// let user = users.update("EXT1", &SourceUser::with(profile)).await?;
    /// assert_eq!(user.profile.first_name.as_deref(), Some("Tim"));
    /// users.delete("EXT1").await?;
    /// # Ok(()) }
    /// ```
    pub struct IdentitySourceUsers;
    /// The users of an identity source.
    okta.identity_source_users(identity_source_id)
}

impl IdentitySourceUsers<'_> {
    /// Creates a user: `POST /api/v1/identity-sources/{identitySourceId}/users`.
    pub fn create(self, user: &SourceUser) -> Call<()> {
        self.call(op::CREATE_IDENTITY_SOURCE_USER, []).body(user).empty()
    }

    /// Reads a user by the id in the source:
    /// `GET /api/v1/identity-sources/{identitySourceId}/users/{externalId}`.
    pub fn get(self, external_id: impl AsRef<str>) -> Call<SourceUser> {
        self.call(op::GET_IDENTITY_SOURCE_USER, [external_id.as_ref()]).json()
    }

    /// Replaces a user: `PUT /api/v1/identity-sources/{identitySourceId}/users/{externalId}`.
    pub fn replace(self, external_id: impl AsRef<str>, user: &SourceUser) -> Call<SourceUser> {
        self.call(op::REPLACE_EXISTING_IDENTITY_SOURCE_USER, [external_id.as_ref()]).body(user).json()
    }

    /// Changes the facts about a user: `PATCH /api/v1/identity-sources/{identitySourceId}/users/{externalId}`.
    pub fn update(self, external_id: impl AsRef<str>, change: &SourceUser) -> Call<SourceUser> {
        self.call(op::UPDATE_IDENTITY_SOURCE_USERS, [external_id.as_ref()]).body(change).json()
    }

    /// Deletes a user: `DELETE /api/v1/identity-sources/{identitySourceId}/users/{externalId}`.
    pub fn delete(self, external_id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_IDENTITY_SOURCE_USER, [external_id.as_ref()]).empty()
    }
}

parts! {
    /// A user of an identity source, read or to be made.
    pub struct SourceUser {
        /// The id at Okta.
        id: String = "id",
        /// The id in the identity source.
        external_id: String = "externalId",
        /// The facts about the user.
        profile: SourceUserProfile = "profile",
        /// When the user was made.
        created: Option<Timestamp> = "created",
        /// When the user changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
    }

    /// What an identity source says of a user.
    pub struct SourceUserProfile {
        /// The name with which the user signs in.
        user_name: String = "userName",
        /// The mail address.
        email: String = "email",
        /// Another mail address.
        second_email: Option<String> = "secondEmail",
        /// The first name.
        first_name: Option<String> = "firstName",
        /// The last name.
        last_name: Option<String> = "lastName",
        /// The mobile phone.
        mobile_phone: Option<String> = "mobilePhone",
        /// The address at home.
        home_address: Option<String> = "homeAddress",
    }
}

impl SourceUser {
    /// A user by the id in the identity source.
    pub fn new(external_id: impl Into<String>, profile: SourceUserProfile) -> Self {
        SourceUser { external_id: external_id.into(), profile, ..SourceUser::default() }
    }

    /// The new facts about a user; the id does not change.
    pub fn with(profile: SourceUserProfile) -> Self {
        SourceUser { profile, ..SourceUser::default() }
    }
}

impl SourceUserProfile {
    /// A user who signs in with a name and has a mail address.
    pub fn new(user_name: impl Into<String>, email: impl Into<String>) -> Self {
        SourceUserProfile { user_name: user_name.into(), email: email.into(), ..SourceUserProfile::default() }
    }
}

//! The users of an app.

use oktars_catalog::{Operation, op};
use serde::Serialize;
use serde_json::Value;

use crate::call::Call;
use crate::client::Okta;
use crate::listing::Listing;
use crate::model::{Map, Patch, Secret, Timestamp, model, open_enum};
use crate::query::query;

/// The users of one app; made by [`Okta::app_users`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// # let app = okta.apps().create(&oktars::app::NewApp::auto_login("Forum", "https://forum.example.gov")).await?;
/// # let new = oktars::user::NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
/// # let user = okta.users().create(&new).await?;
/// use oktars::app::{AppUserPatch, AppUserScope, ListAppUsers, NewAppUser};
///
/// let users = okta.app_users(&app.id);
/// let assigned = users.assign(&NewAppUser::new(&user.id).user_name("tim")).await?;
/// assert_eq!(assigned.scope, AppUserScope::USER);
///
/// let changed = users.update(&user.id, &AppUserPatch::new().user_name("mcgee").password("superPass1")).await?;
/// assert_eq!(changed.credentials.unwrap().user_name.as_deref(), Some("mcgee"));
///
/// assert_eq!(users.list(&ListAppUsers::new()).all().await?.len(), 1);
/// users.remove(&user.id).await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct AppUsers<'a> {
    okta: &'a Okta,
    app_id: &'a str,
}

impl Okta {
    /// The users of an app.
    pub fn app_users<'a>(&'a self, app_id: &'a str) -> AppUsers<'a> {
        AppUsers { okta: self, app_id }
    }
}

impl AppUsers<'_> {
    fn call(self, operation: Operation) -> Call {
        self.okta.call(operation).path("appId", self.app_id)
    }

    fn call_user(self, operation: Operation, user_id: impl AsRef<str>) -> Call {
        self.call(operation).path("userId", user_id)
    }

    /// Lists who has the app: `GET /api/v1/apps/{appId}/users`. Pages hold 500 users.
    pub fn list(self, query: &ListAppUsers) -> Listing<AppUser> {
        query.apply(self.call(op::LIST_APPLICATION_USERS)).list()
    }

    /// Gives a user the app: `POST /api/v1/apps/{appId}/users`.
    ///
    /// A user who has it through a group gets an assignment of their own.
    pub fn assign(self, user: &NewAppUser) -> Call<AppUser> {
        self.call(op::ASSIGN_USER_TO_APPLICATION).body(user).json()
    }

    /// Reads an assignment: `GET /api/v1/apps/{appId}/users/{userId}`.
    ///
    /// Who does not have the app is [not found](crate::Error::is_not_found).
    pub fn get(self, user_id: impl AsRef<str>) -> Call<AppUser> {
        self.call_user(op::GET_APPLICATION_USER, user_id).json()
    }

    /// Reads an assignment with the user, in `embedded`: `GET /api/v1/apps/{appId}/users/{userId}?expand=user`.
    pub fn get_with_user(self, user_id: impl AsRef<str>) -> Call<AppUser> {
        self.call_user(op::GET_APPLICATION_USER, user_id).query("expand", "user").json()
    }

    /// Changes what the patch names, and nothing else: `POST /api/v1/apps/{appId}/users/{userId}`.
    pub fn update(self, user_id: impl AsRef<str>, patch: &AppUserPatch) -> Call<AppUser> {
        self.call_user(op::UPDATE_APPLICATION_USER, user_id).body(patch).json()
    }

    /// Takes the app from a user: `DELETE /api/v1/apps/{appId}/users/{userId}`.
    ///
    /// Where the app provisions users, the account there is deactivated.
    pub fn remove(self, user_id: impl AsRef<str>) -> Call<()> {
        self.call_user(op::UNASSIGN_USER_FROM_APPLICATION, user_id).empty()
    }

    /// Takes the app from a user, and says whether the admins get a mail.
    pub fn remove_with(self, user_id: impl AsRef<str>, options: &RemoveAppUser) -> Call<()> {
        options.apply(self.call_user(op::UNASSIGN_USER_FROM_APPLICATION, user_id)).empty()
    }
}

query! {
    /// How to take an app from a user.
    pub struct RemoveAppUser {
        /// Whether Okta sends a mail to the admins; its default is no.
        send_email: bool = "sendEmail",
    }
}

query! {
    /// Which users of an app to list, and how.
    pub struct ListAppUsers {
        /// The start of a name for the app, first name, last name or mail address.
        q: String = "q",
        /// The size of a page; the greatest, 500, unless set. The list still covers all pages.
        limit: u32 = "limit",
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
        /// What to send along: `user`.
        expand: String = "expand",
    }
}

/// A user to be given an app.
///
/// ```
/// use oktars::app::NewAppUser;
///
/// let new = NewAppUser::new("00u1").user_name("tim").attribute("role", "editor");
/// assert_eq!(
///     serde_json::to_string(&new).unwrap(),
///     r#"{"id":"00u1","scope":"USER","credentials":{"userName":"tim"},"profile":{"role":"editor"}}"#
/// );
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewAppUser {
    id: String,
    scope: AppUserScope,
    #[serde(skip_serializing_if = "Option::is_none")]
    credentials: Option<AppUserCredentials>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    profile: Map,
}

impl NewAppUser {
    /// The user of this id, by an assignment of their own.
    pub fn new(user_id: impl Into<String>) -> Self {
        NewAppUser { id: user_id.into(), scope: AppUserScope::USER, ..NewAppUser::default() }
    }

    /// Is called this at the app, instead of what the app's template makes.
    #[must_use]
    pub fn user_name(mut self, name: impl Into<String>) -> Self {
        self.credentials.get_or_insert_default().user_name = Some(name.into());
        self
    }

    /// Has this password at the app.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.credentials.get_or_insert_default().password = Some(AppPassword::new(password));
        self
    }

    /// Has this attribute at the app, by its name in the app's schema.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.profile.insert(name.into(), value.into());
        self
    }
}

/// Changes to an assignment. What it does not name stays as it is; what it clears becomes null.
///
/// ```
/// use oktars::app::AppUserPatch;
///
/// let patch = AppUserPatch::new().set("role", "admin").clear("team");
/// assert_eq!(serde_json::to_string(&patch).unwrap(), r#"{"profile":{"role":"admin","team":null}}"#);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AppUserPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<AppUserScope>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credentials: Option<AppUserCredentials>,
    #[serde(skip_serializing_if = "Patch::is_empty")]
    profile: Patch,
}

impl AppUserPatch {
    /// No change.
    pub fn new() -> Self {
        AppUserPatch::default()
    }

    /// Makes it an assignment of the user's own, or one through a group.
    #[must_use]
    pub fn scope(mut self, scope: AppUserScope) -> Self {
        self.scope = Some(scope);
        self
    }

    /// Sets what the user is called at the app.
    #[must_use]
    pub fn user_name(mut self, name: impl Into<String>) -> Self {
        self.credentials.get_or_insert_default().user_name = Some(name.into());
        self
    }

    /// Sets the user's password at the app.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.credentials.get_or_insert_default().password = Some(AppPassword::new(password));
        self
    }

    /// Sets an attribute, by its name in the app's schema.
    #[must_use]
    pub fn set(mut self, attribute: impl Into<String>, value: impl Into<Value>) -> Self {
        self.profile.set(attribute, value);
        self
    }

    /// Clears an attribute, by its name in the app's schema.
    #[must_use]
    pub fn clear(mut self, attribute: impl Into<String>) -> Self {
        self.profile.clear(attribute);
        self
    }
}

model! {
    /// A user of an app.
    pub struct AppUser {
        /// The user's id.
        id: String = "id",
        /// The user's id at the app, where the app provisions users.
        external_id: Option<String> = "externalId",
        /// When the app was given.
        created: Option<Timestamp> = "created",
        /// When the assignment changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Whether it is the user's own, or came through a group.
        scope: AppUserScope = "scope",
        /// The status.
        status: AppUserStatus = "status",
        /// When the status changed last.
        status_changed: Option<Timestamp> = "statusChanged",
        /// When the password at the app changed last.
        password_changed: Option<Timestamp> = "passwordChanged",
        /// How far Okta and the app agree.
        sync_state: AppUserSyncState = "syncState",
        /// When they agreed last.
        last_sync: Option<Timestamp> = "lastSync",
        /// What the user is called at the app.
        credentials: Option<AppUserCredentials> = "credentials",
        /// The user's attributes at the app.
        profile: Map = "profile",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links to app and user.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// What a user is called at an app, and the password there.
    pub struct AppUserCredentials {
        /// The name.
        user_name: Option<String> = "userName",
        /// The password; it can be set and never comes back.
        password: Option<AppPassword> = "password",
        ..extra
    }
}

model! {
    /// A password for an app. What Okta sends is empty, and says that there is one.
    pub struct AppPassword {
        /// The password.
        value: Option<Secret> = "value",
        ..extra
    }
}

impl AppPassword {
    /// A password to be set.
    pub fn new(password: impl Into<Secret>) -> Self {
        AppPassword { value: Some(password.into()), ..AppPassword::default() }
    }
}

open_enum! {
    /// How a user came to an app.
    pub enum AppUserScope {
        /// By an assignment of the user's own.
        USER = "USER",
        /// Through a group.
        GROUP = "GROUP",
    }
}

open_enum! {
    /// The status of a user of an app.
    pub enum AppUserStatus {
        /// Able to use the app.
        ACTIVE = "ACTIVE",
        /// Made, and waiting for an admin.
        APPROVED = "APPROVED",
        /// Removed from the app.
        DEPROVISIONED = "DEPROVISIONED",
        /// Has the app without an assignment.
        IMPLICIT = "IMPLICIT",
        /// Made from what was imported.
        IMPORTED = "IMPORTED",
        /// At the app, and not able to use it.
        INACTIVE = "INACTIVE",
        /// Imported, and found to be a user of Okta.
        MATCHED = "MATCHED",
        /// At the app, and not able to use it yet.
        PENDING = "PENDING",
        /// Made at the app.
        PROVISIONED = "PROVISIONED",
        /// Disabled, and waiting for the removal.
        REVOKED = "REVOKED",
        /// To be made at the app, or not activated in Okta yet.
        STAGED = "STAGED",
        /// At the app, and kept from using it for now.
        SUSPENDED = "SUSPENDED",
        /// Imported, and not looked at.
        UNASSIGNED = "UNASSIGNED",
    }
}

open_enum! {
    /// How far Okta and an app agree about a user.
    pub enum AppUserSyncState {
        /// The app does not provision users.
        DISABLED = "DISABLED",
        /// The last attempt failed.
        ERROR = "ERROR",
        /// Changes wait to be sent.
        OUT_OF_SYNC = "OUT_OF_SYNC",
        /// They agree.
        SYNCHRONIZED = "SYNCHRONIZED",
        /// Changes are being sent.
        SYNCING = "SYNCING",
    }
}

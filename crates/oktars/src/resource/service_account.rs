//! Accounts that programs use, whose passwords Okta Privileged Access keeps and changes.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Secret, Timestamp, open_enum, parts};
use crate::query::query;

handle! {
    /// The accounts of apps that Okta Privileged Access keeps; made by
    /// [`Okta::service_accounts`](crate::Okta::service_accounts). Okta's page is "Service Accounts".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::service_account::{ServiceAccount, ServiceAccountPatch};
    ///
    /// let salesforce = "orn:okta:idp:00o1:apps:salesforce:0oa1";
    /// let new = ServiceAccount::new("Deploy", salesforce, "deploy@example.com", "a password");
    /// let account = okta.service_accounts().create(&new).await?;
    /// let change = ServiceAccountPatch::new().description("Deploys the site");
    /// let account = okta.service_accounts().update(&account.id, &change).await?;
    /// assert_eq!(account.description.as_deref(), Some("Deploys the site"));
    /// # Ok(()) }
    /// ```
    pub struct ServiceAccounts;
    /// The accounts of apps that Okta Privileged Access keeps.
    okta.service_accounts()
}

impl ServiceAccounts<'_> {
    /// Lists the accounts: `GET /privileged-access/api/v1/service-accounts`.
    pub fn list(self, query: &ListServiceAccounts) -> Listing<ServiceAccount> {
        query.apply(self.call(op::LIST_APP_SERVICE_ACCOUNTS, [])).list()
    }

    /// Takes an account into care: `POST /privileged-access/api/v1/service-accounts`.
    pub fn create(self, account: &ServiceAccount) -> Call<ServiceAccount> {
        self.call(op::CREATE_APP_SERVICE_ACCOUNT, []).body(account).json()
    }

    /// Reads an account: `GET /privileged-access/api/v1/service-accounts/{id}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<ServiceAccount> {
        self.call(op::GET_APP_SERVICE_ACCOUNT, [id.as_ref()]).json()
    }

    /// Changes an account: `PATCH /privileged-access/api/v1/service-accounts/{id}`.
    pub fn update(self, id: impl AsRef<str>, change: &ServiceAccountPatch) -> Call<ServiceAccount> {
        self.call(op::UPDATE_APP_SERVICE_ACCOUNT, [id.as_ref()]).body(change).json()
    }

    /// Gives an account up: `DELETE /privileged-access/api/v1/service-accounts/{id}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_APP_SERVICE_ACCOUNT, [id.as_ref()]).empty()
    }
}

handle! {
    /// The users of an org that programs use, and that Okta Privileged Access keeps; made by
    /// [`Okta::managed_user_accounts`](crate::Okta::managed_user_accounts). Okta's page is "Okta Managed User
    /// Accounts".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let new = oktars::user::NewUser::new("bot@example.gov").first_name("Deploy").last_name("Bot");
    /// use oktars::service_account::{ListManagedUserAccounts, ManagedUserAccount};
    ///
    /// let user = okta.users().create(&new).await?;
    /// let account = ManagedUserAccount::new("Deploy", &user.id);
    /// let account = okta.managed_user_accounts().create(&account).await?;
    /// assert_eq!(account.username, "bot@example.gov");
    /// let found = ListManagedUserAccounts::new().matching("bot");
    /// assert_eq!(okta.managed_user_accounts().list(&found).all().await?.len(), 1);
    /// # Ok(()) }
    /// ```
    pub struct ManagedUserAccounts;
    /// The users of the org that Okta Privileged Access keeps.
    okta.managed_user_accounts()
}

impl ManagedUserAccounts<'_> {
    /// Lists the accounts: `GET /privileged-access/api/v1/okta-service-accounts`.
    pub fn list(self, query: &ListManagedUserAccounts) -> Listing<ManagedUserAccount> {
        query.apply(self.call(op::LIST_OKTA_MANAGED_USER_ACCOUNTS, [])).list()
    }

    /// Takes a user into care: `POST /privileged-access/api/v1/okta-service-accounts`.
    pub fn create(self, account: &ManagedUserAccount) -> Call<ManagedUserAccount> {
        self.call(op::CREATE_OKTA_MANAGED_USER_ACCOUNT, []).body(account).json()
    }

    /// Reads an account: `GET /privileged-access/api/v1/okta-service-accounts/{id}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<ManagedUserAccount> {
        self.call(op::GET_OKTA_MANAGED_USER_ACCOUNT, [id.as_ref()]).json()
    }

    /// Changes an account: `PATCH /privileged-access/api/v1/okta-service-accounts/{id}`.
    pub fn update(self, id: impl AsRef<str>, change: &ServiceAccountPatch) -> Call<ManagedUserAccount> {
        self.call(op::UPDATE_OKTA_MANAGED_USER_ACCOUNT, [id.as_ref()]).body(change).json()
    }

    /// Gives an account up; the user stays: `DELETE /privileged-access/api/v1/okta-service-accounts/{id}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_OKTA_MANAGED_USER_ACCOUNT, [id.as_ref()]).empty()
    }
}

query! {
    /// Which accounts of apps to list.
    pub struct ListServiceAccounts {
        ..pages
        /// Only those whose name or user name has this in it.
        matching: String = "match",
    }
}

query! {
    /// Which accounts of users to list.
    pub struct ListManagedUserAccounts {
        ..pages
        /// Only those whose name or user name has this in it.
        matching: String = "match",
    }
}

parts! {
    /// An account of an app, read or to be made.
    pub struct ServiceAccount {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// The app that it is of, by its name among Okta's resources.
        container_orn: String = "containerOrn",
        /// The name of the app in Okta's catalog.
        container_global_name: Option<String> = "containerGlobalName",
        /// The label of the app.
        container_instance_name: Option<String> = "containerInstanceName",
        /// The name with which one signs in.
        username: String = "username",
        /// Its password. Okta never shows it.
        password: Option<Secret> = "password",
        /// The users who look after it.
        owner_user_ids: Vec<String> = "ownerUserIds",
        /// The groups that look after it.
        owner_group_ids: Vec<String> = "ownerGroupIds",
        /// Whether all is well with it.
        status: ServiceAccountStatus = "status",
        /// Facts about its password.
        status_detail: ServiceAccountDetail = "statusDetail",
        /// When it was taken into care.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
    }

    /// A user who is an account of programs, read or to be made.
    pub struct ManagedUserAccount {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// The id of the user.
        okta_user_id: String = "oktaUserId",
        /// The login of the user.
        username: String = "username",
        /// The mail address of the user.
        email: String = "email",
        /// The users who look after it.
        owner_user_ids: Vec<String> = "ownerUserIds",
        /// The groups that look after it.
        owner_group_ids: Vec<String> = "ownerGroupIds",
        /// Whether all is well with it.
        status: ServiceAccountStatus = "status",
        /// Facts about its password.
        status_detail: ServiceAccountDetail = "statusDetail",
        /// When it was taken into care.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
    }

    /// What to change in an account.
    pub struct ServiceAccountPatch {
        /// Its name.
        name: Option<String> = "name",
        /// What it is for.
        description: Option<String> = "description",
        /// The users who look after it.
        owner_user_ids: Option<Vec<String>> = "ownerUserIds",
        /// The groups that look after it.
        owner_group_ids: Option<Vec<String>> = "ownerGroupIds",
    }
}

impl ServiceAccount {
    /// An account of the app that an ORN names.
    pub fn new(
        name: impl Into<String>,
        container_orn: impl Into<String>,
        username: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Self {
        ServiceAccount {
            name: name.into(),
            container_orn: container_orn.into(),
            username: username.into(),
            password: Some(password.into()),
            ..ServiceAccount::default()
        }
    }
}

impl ManagedUserAccount {
    /// An account of a user.
    pub fn new(name: impl Into<String>, okta_user_id: impl Into<String>) -> Self {
        ManagedUserAccount {
            name: name.into(),
            okta_user_id: okta_user_id.into(),
            ..ManagedUserAccount::default()
        }
    }
}

impl ServiceAccountPatch {
    /// Changes nothing yet.
    pub fn new() -> Self {
        ServiceAccountPatch::default()
    }

    /// Gives it a name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Says what it is for.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Has these users look after it, and no others.
    #[must_use]
    pub fn owner_users<S: Into<String>>(mut self, ids: impl IntoIterator<Item = S>) -> Self {
        self.owner_user_ids = Some(ids.into_iter().map(Into::into).collect());
        self
    }

    /// Has these groups look after it, and no others.
    #[must_use]
    pub fn owner_groups<S: Into<String>>(mut self, ids: impl IntoIterator<Item = S>) -> Self {
        self.owner_group_ids = Some(ids.into_iter().map(Into::into).collect());
        self
    }
}

open_enum! {
    /// Whether all is well with an account.
    pub enum ServiceAccountStatus {
        /// Something must be done soon.
        ALERT = "ALERT",
        /// Something went wrong.
        ERROR = "ERROR",
        /// There is something to know.
        INFO = "INFO",
        /// All is well.
        NO_ISSUES = "NO_ISSUES",
        /// Nobody takes care of its password yet.
        UNSECURED = "UNSECURED",
    }
}

open_enum! {
    /// Facts about the password of an account.
    pub enum ServiceAccountDetail {
        CREATION_FAILED,
        MISSING_PASSWORD,
        PENDING,
        ROTATED,
        ROTATING,
        ROTATION_FAILED,
        STAGED,
        UNMANAGED,
        VAULTED,
    }
}

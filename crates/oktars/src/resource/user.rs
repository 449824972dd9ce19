//! Users.
//!
//! Each method takes the id of a user; the login, and its part before the `@` where that names one user
//! alone, do as well. Bodies and options stand in `user_body.rs`.

use oktars_catalog::{Operation, op};

use super::group::Group;
use super::user_body::{
    ActivateUser, ChangePassword, ChangeRecoveryQuestion, ClearSessions, CreateUser, DeactivateUser,
    ForgotPassword, GetUser, ListUsers, NewUser, RecoverPassword, ResetPassword, UpdateUser, UserPatch,
    UserReplacement,
};
use crate::call::Call;
use crate::client::Okta;
use crate::error::Result;
use crate::listing::{Listing, Position};
use crate::model::{Map, Secret, Timestamp, model, open_enum};

/// The users of an org; made by [`Okta::users`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// use oktars::{CreateUser, ListUsers, NewUser, UserPatch, UserStatus, attr};
///
/// let new = NewUser::new("tmcgee@example.gov")
///     .first_name("Timothy")
///     .last_name("McGee")
///     .password("superPass1")
///     .recovery_question("What is my favorite book?", "Deep Six");
/// let user = okta.users().create_with(&new, &CreateUser::new().activate(false)).await?;
/// assert_eq!(user.status, UserStatus::STAGED);
///
/// okta.users().activate(&user.id).await?;
/// okta.users().update(&user.id, &UserPatch::new().first_name("Tim").clear("nickName")).await?;
///
/// let query = ListUsers::new().search(attr("profile.firstName").eq("Tim"));
/// let mut users = okta.users().list(&query);
/// while let Some(user) = users.try_next().await? {
///     assert_eq!(user.profile.login, "tmcgee@example.gov");
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Users<'a> {
    okta: &'a Okta,
}

impl Okta {
    /// The users of the org.
    pub fn users(&self) -> Users<'_> {
        Users { okta: self }
    }
}

impl Users<'_> {
    /// A call about one user. The catalogue names its path parameter `id` here and `userId` there.
    fn call(self, operation: Operation, id: impl AsRef<str>) -> Call {
        let name = operation.path_parameters().next().unwrap_or("id");
        self.okta.call(operation).path(name, id)
    }

    /// Lists users: `GET /api/v1/users`.
    ///
    /// Without a filter or search, Okta leaves out users of status `DEPROVISIONED`. Pages hold 200 users
    /// unless the query says otherwise. What `q` finds never has a second page.
    pub fn list(self, query: &ListUsers) -> Listing<User> {
        query.apply(self.okta.call(op::LIST_USERS)).list()
    }

    /// Goes on with a list of users where another was left.
    pub fn resume(self, position: &Position) -> Listing<User> {
        Listing::resume(self.okta, position)
    }

    /// Creates a user, activated, which is Okta's default: `POST /api/v1/users`.
    pub async fn create(self, user: &NewUser) -> Result<User> {
        self.create_with(user, &CreateUser::default()).await
    }

    /// Creates a user in a status of choice: `POST /api/v1/users`.
    ///
    /// A login that is taken, or a password against the policy, is a [validation
    /// error](crate::Error::is_validation) whose causes say so.
    pub async fn create_with(self, user: &NewUser, options: &CreateUser) -> Result<User> {
        options.apply(self.okta.call(op::CREATE_USER)).body(user).json().await
    }

    /// Reads a user: `GET /api/v1/users/{id}`. `me` is the user whose token it is.
    pub async fn get(self, id: impl AsRef<str>) -> Result<User> {
        self.get_with(id, &GetUser::default()).await
    }

    /// Reads a user with more or less of it: `GET /api/v1/users/{id}`.
    pub async fn get_with(self, id: impl AsRef<str>, options: &GetUser) -> Result<User> {
        options.apply(self.call(op::GET_USER, id)).json().await
    }

    /// Reads a user with its version, for [`UpdateUser::if_match`]: `GET /api/v1/users/{id}`.
    pub async fn get_versioned(self, id: impl AsRef<str>) -> Result<(User, Option<String>)> {
        let answer = self.call(op::GET_USER, id).send().await?;
        let version = answer.headers().get(http::header::ETAG).and_then(|tag| tag.to_str().ok());
        Ok((answer.json()?, version.map(str::to_owned)))
    }

    /// Changes what the patch names, and nothing else: `POST /api/v1/users/{id}`.
    pub async fn update(self, id: impl AsRef<str>, patch: &UserPatch) -> Result<User> {
        self.update_with(id, patch, &UpdateUser::default()).await
    }

    /// Changes what the patch names, under conditions: `POST /api/v1/users/{id}`.
    pub async fn update_with(
        self,
        id: impl AsRef<str>,
        patch: &UserPatch,
        options: &UpdateUser,
    ) -> Result<User> {
        options.apply(self.call(op::UPDATE_USER, id)).body(patch).json().await
    }

    /// Replaces the profile, the credentials or both: `PUT /api/v1/users/{id}`.
    ///
    /// Attributes that the new profile lacks are removed. What the replacement does not hold at all stays.
    pub async fn replace(self, id: impl AsRef<str>, replacement: &UserReplacement) -> Result<User> {
        self.replace_with(id, replacement, &UpdateUser::default()).await
    }

    /// Replaces the profile, the credentials or both, under conditions: `PUT /api/v1/users/{id}`.
    pub async fn replace_with(
        self,
        id: impl AsRef<str>,
        replacement: &UserReplacement,
        options: &UpdateUser,
    ) -> Result<User> {
        options.apply(self.call(op::REPLACE_USER, id)).body(replacement).json().await
    }

    /// Deactivates a user, or removes one that is deactivated already: `DELETE /api/v1/users/{id}`.
    ///
    /// It is Okta's own call with its two meanings, and because of the second it is never sent again
    /// where it is not known whether it arrived.
    pub async fn delete(self, id: impl AsRef<str>) -> Result<()> {
        self.delete_with(id, &DeactivateUser::default()).await
    }

    /// [`delete`](Users::delete) with options.
    pub async fn delete_with(self, id: impl AsRef<str>, options: &DeactivateUser) -> Result<()> {
        options.apply(self.call(op::DELETE_USER, id)).empty().await
    }

    /// Removes a user for good, whatever the status: deactivates where needed, then deletes.
    pub async fn delete_for_good(self, id: impl AsRef<str>) -> Result<()> {
        let user = self.get(id).await?;
        if user.status != UserStatus::DEPROVISIONED {
            self.deactivate(&user.id).await?;
        }
        self.delete(&user.id).await
    }

    /// The apps that the user sees: `GET /api/v1/users/{id}/appLinks`.
    pub fn app_links(self, id: impl AsRef<str>) -> Listing<AppLink> {
        self.call(op::LIST_APP_LINKS, id).list()
    }

    /// The groups that the user is in: `GET /api/v1/users/{id}/groups`.
    pub fn groups(self, id: impl AsRef<str>) -> Listing<Group> {
        self.call(op::LIST_USER_GROUPS, id).list()
    }

    /// Ends all sessions of the user: `DELETE /api/v1/users/{id}/sessions`.
    pub async fn clear_sessions(self, id: impl AsRef<str>) -> Result<()> {
        self.clear_sessions_with(id, &ClearSessions::default()).await
    }

    /// Ends all sessions of the user, and tokens as well if so chosen: `DELETE /api/v1/users/{id}/sessions`.
    pub async fn clear_sessions_with(self, id: impl AsRef<str>, options: &ClearSessions) -> Result<()> {
        options.apply(self.call(op::REVOKE_USER_SESSIONS, id)).empty().await
    }

    /// Activates a user, by mail unless a password is set: `POST .../lifecycle/activate`.
    ///
    /// Okta refuses it for one that is active already
    /// ([`ErrorCode::ALREADY_ACTIVE`](crate::ErrorCode::ALREADY_ACTIVE)).
    pub async fn activate(self, id: impl AsRef<str>) -> Result<Activation> {
        self.activate_with(id, &ActivateUser::default()).await
    }

    /// Activates a user; without mail, the answer has the link: `POST .../lifecycle/activate`.
    pub async fn activate_with(self, id: impl AsRef<str>, options: &ActivateUser) -> Result<Activation> {
        options.apply(self.call(op::ACTIVATE_USER, id)).json().await
    }

    /// Makes a new activation link for a user who did not use the first: `POST .../lifecycle/reactivate`.
    ///
    /// By default Okta sends no mail, and the answer has the link.
    pub async fn reactivate(self, id: impl AsRef<str>) -> Result<Activation> {
        self.reactivate_with(id, &ActivateUser::default()).await
    }

    /// [`reactivate`](Users::reactivate) with options.
    pub async fn reactivate_with(self, id: impl AsRef<str>, options: &ActivateUser) -> Result<Activation> {
        options.apply(self.call(op::REACTIVATE_USER, id)).json().await
    }

    /// Deactivates a user, who loses all apps: `POST .../lifecycle/deactivate`.
    pub async fn deactivate(self, id: impl AsRef<str>) -> Result<()> {
        self.deactivate_with(id, &DeactivateUser::default()).await
    }

    /// [`deactivate`](Users::deactivate) with options.
    pub async fn deactivate_with(self, id: impl AsRef<str>, options: &DeactivateUser) -> Result<()> {
        options.apply(self.call(op::DEACTIVATE_USER, id)).empty().await
    }

    /// Suspends an active user: `POST .../lifecycle/suspend`.
    pub async fn suspend(self, id: impl AsRef<str>) -> Result<()> {
        self.call(op::SUSPEND_USER, id).empty().await
    }

    /// Ends a suspension: `POST .../lifecycle/unsuspend`.
    pub async fn unsuspend(self, id: impl AsRef<str>) -> Result<()> {
        self.call(op::UNSUSPEND_USER, id).empty().await
    }

    /// Unlocks a user who is locked out: `POST .../lifecycle/unlock`.
    pub async fn unlock(self, id: impl AsRef<str>) -> Result<()> {
        self.call(op::UNLOCK_USER, id).empty().await
    }

    /// Removes all factors of the user: `POST .../lifecycle/reset_factors`.
    pub async fn reset_factors(self, id: impl AsRef<str>) -> Result<()> {
        self.call(op::RESET_FACTORS, id).empty().await
    }

    /// Sends the user a mail to choose a new password: `POST .../lifecycle/reset_password`.
    pub async fn reset_password(self, id: impl AsRef<str>) -> Result<PasswordReset> {
        self.reset_password_with(id, &ResetPassword::default()).await
    }

    /// Lets the user choose a new password; without mail, the answer has the link.
    pub async fn reset_password_with(
        self,
        id: impl AsRef<str>,
        options: &ResetPassword,
    ) -> Result<PasswordReset> {
        options.apply(self.call(op::RESET_PASSWORD, id)).json().await
    }

    /// Makes the user change the password at the next sign-in: `POST .../lifecycle/expire_password`.
    pub async fn expire_password(self, id: impl AsRef<str>) -> Result<User> {
        self.call(op::EXPIRE_PASSWORD, id).json().await
    }

    /// Expires the password and sets a temporary one, which the answer has:
    /// `POST .../lifecycle/expire_password_with_temp_password`.
    pub async fn expire_password_with_temp_password(
        self,
        id: impl AsRef<str>,
        revoke_sessions: bool,
    ) -> Result<TempPassword> {
        let call = self.call(op::EXPIRE_PASSWORD_WITH_TEMP_PASSWORD, id);
        call.query("revokeSessions", revoke_sessions).json().await
    }

    /// Changes the password, knowing the old one: `POST .../credentials/change_password`.
    ///
    /// A wrong old one, or a new one against the policy, is
    /// [`CREDENTIALS_UPDATE_FAILED`](crate::ErrorCode::CREDENTIALS_UPDATE_FAILED). To set a password
    /// without the old one, use [`UserPatch::password`].
    pub async fn change_password(
        self,
        id: impl AsRef<str>,
        change: &ChangePassword,
    ) -> Result<UserCredentials> {
        change.apply(self.call(op::CHANGE_PASSWORD, id)).json().await
    }

    /// Changes question and answer, knowing the password: `POST .../credentials/change_recovery_question`.
    pub async fn change_recovery_question(
        self,
        id: impl AsRef<str>,
        change: &ChangeRecoveryQuestion,
    ) -> Result<UserCredentials> {
        self.call(op::CHANGE_RECOVERY_QUESTION, id).body(change).json().await
    }

    /// Sends the user a mail for a forgotten password: `POST .../credentials/forgot_password`.
    pub async fn forgot_password(self, id: impl AsRef<str>) -> Result<PasswordReset> {
        self.forgot_password_with(id, &ForgotPassword::default()).await
    }

    /// Starts to recover a forgotten password; without mail, the answer has the link.
    pub async fn forgot_password_with(
        self,
        id: impl AsRef<str>,
        options: &ForgotPassword,
    ) -> Result<PasswordReset> {
        options.apply(self.call(op::FORGOT_PASSWORD, id)).json().await
    }

    /// Sets a new password, knowing the answer to the recovery question:
    /// `POST .../credentials/forgot_password_recovery_question`.
    pub async fn forgot_password_recovery(
        self,
        id: impl AsRef<str>,
        recovery: &RecoverPassword,
    ) -> Result<UserCredentials> {
        self.call(op::FORGOT_PASSWORD_SET_NEW_PASSWORD, id).body(recovery).json().await
    }
}

model! {
    /// A user.
    pub struct User {
        /// The id.
        id: String = "id",
        /// The status.
        status: UserStatus = "status",
        /// The status that the user is on the way to, while Okta works at it.
        transitioning_to_status: Option<UserStatus> = "transitioningToStatus",
        /// When the user was made.
        created: Option<Timestamp> = "created",
        /// When the user was activated first.
        activated: Option<Timestamp> = "activated",
        /// When the status changed last.
        status_changed: Option<Timestamp> = "statusChanged",
        /// When the user signed in last.
        last_login: Option<Timestamp> = "lastLogin",
        /// When profile, credentials or status changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// When the password changed last.
        password_changed: Option<Timestamp> = "passwordChanged",
        /// The type of user, which decides about the attributes.
        user_type: Option<UserTypeRef> = "type",
        /// The realm, in an org that has them.
        realm_id: Option<String> = "realmId",
        /// The attributes.
        profile: UserProfile = "profile",
        /// What is known of the credentials; never a password or an answer.
        credentials: Option<UserCredentials> = "credentials",
        /// What was asked for with `expand`.
        embedded: Map = "_embedded",
        /// Links to what can be done with the user now.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// The attributes of a user.
    ///
    /// Those that Okta sends for every user are fields. All others, of Okta's own such as `department`
    /// or of the org's, are in `custom` under the names that the schema gives them.
    pub struct UserProfile {
        /// The given name.
        first_name: String = "firstName",
        /// The family name.
        last_name: String = "lastName",
        /// The mobile phone number.
        mobile_phone: Option<String> = "mobilePhone",
        /// The second mail address.
        second_email: Option<String> = "secondEmail",
        /// The name to sign in with.
        login: String = "login",
        /// The mail address.
        email: String = "email",
        ..custom
    }
}

model! {
    /// What is known of a user's credentials.
    pub struct UserCredentials {
        /// There, and empty, where the user has a password.
        password: Option<Map> = "password",
        /// The mail addresses.
        emails: Vec<UserEmail> = "emails",
        /// The recovery question.
        recovery_question: Option<RecoveryQuestion> = "recovery_question",
        /// Who checks the password.
        provider: Option<AuthenticationProvider> = "provider",
        ..extra
    }
}

model! {
    /// A mail address of a user.
    pub struct UserEmail {
        /// The address.
        value: String = "value",
        /// Whether it is verified: `VERIFIED` or `UNVERIFIED`.
        status: String = "status",
        /// Which it is: `PRIMARY` or `SECONDARY`.
        kind: String = "type",
        ..extra
    }
}

model! {
    /// A recovery question; Okta never tells the answer.
    pub struct RecoveryQuestion {
        /// The question.
        question: String = "question",
        ..extra
    }
}

model! {
    /// Who checks a user's password.
    pub struct AuthenticationProvider {
        /// What it is.
        kind: ProviderType = "type",
        /// Its name; for many types the same as the type.
        name: String = "name",
        ..extra
    }
}

model! {
    /// The type of a user, by its id.
    pub struct UserTypeRef {
        /// The id.
        id: String = "id",
        ..extra
    }
}

model! {
    /// An app as a user sees it.
    pub struct AppLink {
        /// The id of the link.
        id: String = "id",
        /// What the user reads.
        label: String = "label",
        /// Where it leads.
        link_url: String = "linkUrl",
        /// Its picture.
        logo_url: Option<String> = "logoUrl",
        /// The kind of app.
        app_name: String = "appName",
        /// The id of the app.
        app_instance_id: String = "appInstanceId",
        /// The id of the assignment.
        app_assignment_id: String = "appAssignmentId",
        /// Whether the user's credentials for it are set up.
        credentials_setup: Option<bool> = "credentialsSetup",
        /// Whether the user does not see it.
        hidden: Option<bool> = "hidden",
        /// Its place.
        sort_order: Option<i64> = "sortOrder",
        ..extra
    }
}

model! {
    /// What an activation without mail gives: where the user goes on. Empty when a mail was sent.
    pub struct Activation {
        /// The link for the user.
        activation_url: Option<Secret> = "activationUrl",
        /// The token in it.
        activation_token: Option<Secret> = "activationToken",
        ..extra
    }
}

model! {
    /// What a password reset without mail gives: where the user goes on. Empty when a mail was sent.
    pub struct PasswordReset {
        /// The link for the user.
        reset_password_url: Option<Secret> = "resetPasswordUrl",
        ..extra
    }
}

model! {
    /// A temporary password.
    pub struct TempPassword {
        /// The password.
        temp_password: Option<Secret> = "tempPassword",
        ..extra
    }
}

open_enum! {
    /// The status of a user.
    pub enum UserStatus {
        /// Made, and not activated yet.
        STAGED = "STAGED",
        /// Activated, and without credentials yet.
        PROVISIONED = "PROVISIONED",
        /// Able to sign in.
        ACTIVE = "ACTIVE",
        /// In the middle of a password reset.
        RECOVERY = "RECOVERY",
        /// Locked out after too many wrong passwords.
        LOCKED_OUT = "LOCKED_OUT",
        /// With a password that must be changed.
        PASSWORD_EXPIRED = "PASSWORD_EXPIRED",
        /// Suspended by an admin.
        SUSPENDED = "SUSPENDED",
        /// Deactivated.
        DEPROVISIONED = "DEPROVISIONED",
    }
}

open_enum! {
    /// What checks a user's password.
    pub enum ProviderType {
        /// Okta itself.
        OKTA = "OKTA",
        /// Active Directory.
        ACTIVE_DIRECTORY = "ACTIVE_DIRECTORY",
        /// An LDAP directory.
        LDAP = "LDAP",
        /// Another identity provider.
        FEDERATION = "FEDERATION",
        /// A social network.
        SOCIAL = "SOCIAL",
        /// Okta, with a hash that was imported and is replaced at the first sign-in.
        IMPORT = "IMPORT",
    }
}

impl UserProfile {
    /// The text of an attribute by its name in the schema, whether it has a field or not.
    pub fn text(&self, name: &str) -> Option<&str> {
        match name {
            "firstName" => Some(&self.first_name),
            "lastName" => Some(&self.last_name),
            "login" => Some(&self.login),
            "email" => Some(&self.email),
            "mobilePhone" => self.mobile_phone.as_deref(),
            "secondEmail" => self.second_email.as_deref(),
            _ => self.custom.get(name)?.as_str(),
        }
    }
}

//! Users.
//!
//! Each method takes the id of a user; the login, and its part before the `@` where that names one user
//! alone, do as well. Queries stand in `query.rs`, bodies in `body.rs`, the lifecycle and the
//! credentials in files of their own.

pub(crate) mod body;
#[cfg(feature = "app")]
pub(crate) mod client;
pub(crate) mod credential;
pub(crate) mod lifecycle;
pub(crate) mod query;
pub(crate) mod risk;

pub use self::body::*;
#[cfg(feature = "app")]
pub use self::client::*;
pub use self::credential::*;
pub use self::lifecycle::*;
pub use self::query::*;
pub use self::risk::*;

use oktars_catalog::{Operation, op};

use crate::call::Call;
use crate::client::Okta;
use crate::error::Result;
use crate::listing::{Listing, Position};
use crate::model::{Map, Timestamp, model, open_enum};

/// The users of an org; made by [`Okta::users`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let org = oktars_local::Org::in_memory();
/// # let okta = oktars::Okta::over(org.service());
/// use oktars::attr;
/// use oktars::user::{CreateUser, ListUsers, NewUser, UserPatch, UserStatus};
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
    pub(crate) fn call(self, operation: Operation, id: impl AsRef<str>) -> Call {
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
    pub fn create(self, user: &NewUser) -> Call<User> {
        self.create_with(user, &CreateUser::default())
    }

    /// Creates a user in a status of choice: `POST /api/v1/users`.
    ///
    /// A login that is taken, or a password against the policy, is a [validation
    /// error](crate::Error::is_validation) whose causes say so. Where nobody knows whether the user was created,
    /// [`Error::is_maybe_executed`](crate::Error::is_maybe_executed) says so, and [`find`](Users::find) finds out:
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let okta = oktars::Okta::over(oktars_local::Org::in_memory().service());
    /// # let new = oktars::user::NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
    /// let user = match okta.users().create(&new).await {
    ///     Err(error) if error.is_maybe_executed() => match okta.users().find("tim@example.gov").await? {
    ///         Some(user) => user,
    ///         None => okta.users().create(&new).await?,
    ///     },
    ///     created => created?,
    /// };
    /// # Ok(()) }
    /// ```
    pub fn create_with(self, user: &NewUser, options: &CreateUser) -> Call<User> {
        options.apply(self.okta.call(op::CREATE_USER)).body(user).json()
    }

    /// Reads a user: `GET /api/v1/users/{id}`. `me` is the user whose token it is.
    pub fn get(self, id: impl AsRef<str>) -> Call<User> {
        self.get_with(id, &GetUser::default())
    }

    /// Looks whether there is a user of this login or id: `GET /api/v1/users/{id}`.
    ///
    /// It sees what was written before at once, other than a search.
    pub fn find(self, login: impl AsRef<str>) -> Call<Option<User>> {
        self.call(op::GET_USER, login).json_if_found()
    }

    /// Reads a user with more or less of it: `GET /api/v1/users/{id}`.
    pub fn get_with(self, id: impl AsRef<str>, options: &GetUser) -> Call<User> {
        options.apply(self.call(op::GET_USER, id)).json()
    }

    /// Reads a user with its version, for [`UpdateUser::if_match`]: `GET /api/v1/users/{id}`.
    pub fn get_versioned(self, id: impl AsRef<str>) -> Call<(User, Option<String>)> {
        self.call(op::GET_USER, id).read_as(|answer| {
            let version = answer.headers().get(http::header::ETAG).and_then(|tag| tag.to_str().ok());
            Ok((answer.json()?, version.map(str::to_owned)))
        })
    }

    /// Changes what the patch names, and nothing else: `POST /api/v1/users/{id}`.
    pub fn update(self, id: impl AsRef<str>, patch: &UserPatch) -> Call<User> {
        self.update_with(id, patch, &UpdateUser::default())
    }

    /// Changes what the patch names, under conditions: `POST /api/v1/users/{id}`.
    pub fn update_with(self, id: impl AsRef<str>, patch: &UserPatch, options: &UpdateUser) -> Call<User> {
        options.apply(self.call(op::UPDATE_USER, id)).body(patch).json()
    }

    /// Replaces the profile, the credentials or both: `PUT /api/v1/users/{id}`.
    ///
    /// Attributes that the new profile lacks are removed. What the replacement does not hold at all stays.
    pub fn replace(self, id: impl AsRef<str>, replacement: &UserReplacement) -> Call<User> {
        self.replace_with(id, replacement, &UpdateUser::default())
    }

    /// Replaces the profile, the credentials or both, under conditions: `PUT /api/v1/users/{id}`.
    pub fn replace_with(
        self,
        id: impl AsRef<str>,
        replacement: &UserReplacement,
        options: &UpdateUser,
    ) -> Call<User> {
        options.apply(self.call(op::REPLACE_USER, id)).body(replacement).json()
    }

    /// Deactivates a user, or removes one that is deactivated already: `DELETE /api/v1/users/{id}`.
    ///
    /// It is Okta's own call with its two meanings, and because of the second it is never sent again
    /// where it is not known whether it arrived.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.delete_with(id, &DeactivateUser::default())
    }

    /// [`delete`](Users::delete) with options.
    pub fn delete_with(self, id: impl AsRef<str>, options: &DeactivateUser) -> Call<()> {
        options.apply(self.call(op::DELETE_USER, id)).empty()
    }

    /// Removes a user for good, whatever the status: deactivates where needed, then deletes.
    pub async fn delete_for_good(self, id: impl AsRef<str>) -> Result<()> {
        let user = self.get(id).await?;
        if user.status != UserStatus::DEPROVISIONED {
            self.deactivate(&user.id).await?;
        }
        self.delete(&user.id).await
    }

    /// Lists what keeps a user out, after too many wrong passwords: `GET /api/v1/users/{id}/blocks`.
    pub fn blocks(self, id: impl AsRef<str>, query: &ListUserBlocks) -> Listing<UserBlock> {
        query.apply(self.call(op::LIST_USER_BLOCKS, id)).list()
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

model! {
    /// The type of a user, by its id.
    pub struct UserTypeRef {
        /// The id.
        id: String = "id",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scripted;
    use crate::user::Omit;
    use crate::{ErrorCode, SortOrder, attr};

    /// What every method sends, with nothing chosen and with everything chosen. The trap: `activate=false` not
    /// sent because false looked empty.
    #[tokio::test]
    async fn requests() -> Result<()> {
        let org = Scripted::new();
        let okta = org.okta();
        let users = okta.users();
        let new = NewUser::new("a@b.test").first_name("A");
        let patch = UserPatch::new().set("title", "x").clear("nickName");
        let profile = UserProfile { login: "a@b.test".into(), ..UserProfile::default() };

        users.create(&new).await?;
        let staged = CreateUser::new().activate(false).provider(true).change_password_at_next_login();
        users.create_with(&new, &staged).await?;
        users.get("a/b@c.test").await?;
        users.get_with("me", &GetUser::new().expand("blocks")).await?;
        users.update("1", &patch).await?;
        users.update_with("1", &UserPatch::new(), &UpdateUser::new().strict(true)).await?;
        users.replace("1", &UserReplacement::new().profile(profile)).await?;
        users.replace("1", &UserReplacement::new().password("pw").user_type("oty1")).await?;
        users.clear_sessions("1").await?;
        let clear = ClearSessions::new().oauth_tokens(true).forget_devices(false);
        users.clear_sessions_with("1", &clear).await?;

        let expected = [
            r#"POST /api/v1/users {"profile":{"firstName":"A","login":"a@b.test","email":"a@b.test"}}"#,
            "POST /api/v1/users?activate=false&provider=true&nextLogin=changePassword \
             {\"profile\":{\"firstName\":\"A\",\"login\":\"a@b.test\",\"email\":\"a@b.test\"}}",
            "GET /api/v1/users/a%2Fb%40c.test",
            "GET /api/v1/users/me?expand=blocks",
            r#"POST /api/v1/users/1 {"profile":{"title":"x","nickName":null}}"#,
            "POST /api/v1/users/1?strict=true {}",
            r#"PUT /api/v1/users/1 {"profile":{"login":"a@b.test"}}"#,
            r#"PUT /api/v1/users/1 {"credentials":{"password":{"value":"pw"}},"type":{"id":"oty1"}}"#,
            "DELETE /api/v1/users/1/sessions",
            "DELETE /api/v1/users/1/sessions?oauthTokens=true&forgetDevices=false",
        ];
        assert_eq!(org.lines(), expected);
        Ok(())
    }

    #[tokio::test]
    async fn lists() -> Result<()> {
        let org = (0..4).fold(Scripted::new(), |org, _| org.then(200, &[], "[]"));
        let okta = org.okta();
        let users = okta.users();
        users.list(&ListUsers::new().q("tmcgee+1")).all().await?;
        let query = ListUsers::new()
            .search(attr("status").eq(UserStatus::ACTIVE))
            .filter("id eq \"1\"")
            .sort_by("profile.login")
            .sort_order(SortOrder::Descending)
            .limit(5)
            .after("x")
            .fields("id")
            .expand("classification")
            .omit(Omit::Credentials)
            .omit(Omit::CredentialsLinks);
        users.list(&query).all().await?;
        users.app_links("1", &ListAppLinks::new()).all().await?;
        users.groups("1", &ListUserGroups::new().limit(5)).all().await?;
        let expected = [
            "GET /api/v1/users?q=tmcgee%2B1&limit=200",
            "GET /api/v1/users?search=status%20eq%20%22ACTIVE%22&filter=id%20eq%20%221%22&sortBy=profile.login\
             &sortOrder=desc&limit=5&after=x&fields=id&expand=classification",
            "GET /api/v1/users/1/appLinks",
            "GET /api/v1/users/1/groups?limit=5",
        ];
        assert_eq!(org.lines(), expected);
        assert_eq!(
            org.seen()[1].headers()["content-type"],
            "application/json; okta-response=\"omitCredentials,omitCredentialsLinks\""
        );
        Ok(())
    }

    #[tokio::test]
    async fn a_version_guards_an_update() -> Result<()> {
        let version = "W/\"abc\"";
        let org = Scripted::new().then(200, &[("etag", version)], "{}").then(
            412,
            &[],
            r#"{"errorCode":"E0000231"}"#,
        );
        let okta = org.okta();
        let (_, seen) = okta.users().get_versioned("1").await?;
        let guard = UpdateUser::new().if_match(seen.unwrap());
        let error = okta.users().update_with("1", &UserPatch::new(), &guard).await.unwrap_err();
        assert!(error.is_precondition_failed() && error.is(ErrorCode::VERSION_MISMATCH));
        assert_eq!(org.seen()[1].headers()["if-match"], version);
        Ok(())
    }

    /// The user that stands in Okta's answers: what was read, changed and written lost nothing.
    #[test]
    fn a_user_survives_read_change_write() {
        let json = serde_json::json!({
            "id": "00u1", "status": "ACTIVE", "created": "2025-09-29T03:49:50.000Z", "activated": null,
            "lastLogin": null, "transitioningToStatus": "HIBERNATING", "realmId": "guo1",
            "type": {"id": "oty1"},
            "profile": {"firstName": "John", "lastName": "Doe", "mobilePhone": null, "secondEmail": null,
                        "login": "j@d.test", "email": "j@d.test", "costCenter": "10", "tags": ["a", null]},
            "credentials": {"password": {}, "emails": [{"value": "j@d.test", "status": "VERIFIED", "type": "PRIMARY"}],
                            "recovery_question": {"question": "Pet?"}, "provider": {"type": "OKTA", "name": "OKTA"}},
            "_links": {"self": {"href": "https://x.okta.com/api/v1/users/00u1"}}, "new": {"in": 2027}
        });
        let mut user: User = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&user).unwrap(), json);
        assert_eq!(user.profile.custom["costCenter"], "10");
        assert_eq!(user.profile.text("login"), Some("j@d.test"));
        assert_eq!(user.profile.text("costCenter"), Some("10"));
        assert_eq!(user.profile.text("mobilePhone"), None);
        assert!(!user.transitioning_to_status.as_ref().unwrap().is_known());

        user.profile.mobile_phone = Some("1".into());
        let written = serde_json::to_value(UserReplacement::from(&user)).unwrap();
        assert_eq!(written["profile"]["mobilePhone"], "1");
        assert!(written["profile"]["secondEmail"].is_null() && written["profile"]["tags"][1].is_null());
    }
}

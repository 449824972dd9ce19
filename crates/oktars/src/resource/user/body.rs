//! What is sent to create and to change users.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::model::{Patch, Secret, set};
use crate::resource::user::credential::{
    AuthenticationProvider, NewCredentials, NewPassword, PasswordHash, ProviderType,
};
use crate::resource::user::{User, UserProfile};

/// A user to be created.
///
/// ```
/// use oktars::user::{NewUser, PasswordHash, SaltOrder};
///
/// let new = NewUser::new("tmcgee@example.gov").first_name("Timothy").last_name("McGee");
/// let with_password = new.clone().password("superPass1").attribute("department", "NCIS");
/// let imported = new.hashed_password(PasswordHash::sha256("aGFzaA==").salt("c2FsdA==", SaltOrder::Prefix));
/// assert!(!format!("{with_password:?}").contains("superPass1"));
/// # let _ = imported;
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewUser {
    /// The attributes.
    pub profile: UserProfile,
    #[serde(skip_serializing_if = "NewCredentials::is_empty")]
    credentials: NewCredentials,
    /// The groups to join, at most twenty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub group_ids: Vec<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none", serialize_with = "as_reference")]
    user_type: Option<String>,
    /// The realm, in an org that has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub realm_id: Option<String>,
}

impl NewUser {
    /// A user who signs in with a mail address.
    pub fn new(email: impl Into<String>) -> Self {
        let email = email.into();
        let profile = UserProfile { login: email.clone(), email, ..UserProfile::default() };
        NewUser { profile, ..NewUser::default() }
    }

    /// A user with this profile.
    pub fn with_profile(profile: UserProfile) -> Self {
        NewUser { profile, ..NewUser::default() }
    }

    /// Signs in with this name instead of the mail address.
    #[must_use]
    pub fn login(mut self, login: impl Into<String>) -> Self {
        self.profile.login = login.into();
        self
    }

    /// Has this given name.
    #[must_use]
    pub fn first_name(mut self, name: impl Into<String>) -> Self {
        self.profile.first_name = name.into();
        self
    }

    /// Has this family name.
    #[must_use]
    pub fn last_name(mut self, name: impl Into<String>) -> Self {
        self.profile.last_name = name.into();
        self
    }

    /// Has this second mail address.
    #[must_use]
    pub fn second_email(mut self, email: impl Into<String>) -> Self {
        self.profile.second_email = Some(email.into());
        self
    }

    /// Has this mobile phone.
    #[must_use]
    pub fn mobile_phone(mut self, number: impl Into<String>) -> Self {
        self.profile.mobile_phone = Some(number.into());
        self
    }

    /// Has any other attribute, by its name in the schema.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        set(&mut self.profile, name, value.into());
        self
    }

    /// Has this password.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.credentials.password = Some(NewPassword::Value(password.into()));
        self
    }

    /// Has the password of which this is the hash.
    #[must_use]
    pub fn hashed_password(mut self, hash: PasswordHash) -> Self {
        self.credentials.password = Some(NewPassword::Hash(hash));
        self
    }

    /// Has a password that the org's inline hook checks at the first sign-in.
    #[must_use]
    pub fn password_hook(mut self) -> Self {
        self.credentials.password = Some(NewPassword::Hook(json!({ "type": "default" })));
        self
    }

    /// Has this recovery question with its answer.
    #[must_use]
    pub fn recovery_question(mut self, question: impl Into<String>, answer: impl Into<Secret>) -> Self {
        self.credentials.set_question(question.into(), answer.into());
        self
    }

    /// Has another provider than Okta check the password; to be said in [`CreateUser::provider`](crate::resource::user::query::CreateUser::provider) too.
    #[must_use]
    pub fn provider(mut self, kind: ProviderType, name: impl Into<String>) -> Self {
        let name = name.into();
        self.credentials.provider = Some(AuthenticationProvider { kind, name, ..Default::default() });
        self
    }

    /// Joins a group.
    #[must_use]
    pub fn group(mut self, id: impl Into<String>) -> Self {
        self.group_ids.push(id.into());
        self
    }

    /// Is of this type instead of the org's default.
    #[must_use]
    pub fn user_type(mut self, id: impl Into<String>) -> Self {
        self.user_type = Some(id.into());
        self
    }

    /// Belongs to this realm.
    #[must_use]
    pub fn realm(mut self, id: impl Into<String>) -> Self {
        self.realm_id = Some(id.into());
        self
    }
}

fn as_reference<S: Serializer>(id: &Option<String>, encoder: S) -> Result<S::Ok, S::Error> {
    json!({ "id": id }).serialize(encoder)
}

/// Changes to a user. What it does not name stays as it is; what it clears becomes null.
///
/// ```
/// use oktars::user::UserPatch;
///
/// let patch = UserPatch::new().first_name("Tim").set("department", "NCIS").clear("nickName");
/// assert_eq!(
///     serde_json::to_string(&patch).unwrap(),
///     r#"{"profile":{"firstName":"Tim","department":"NCIS","nickName":null}}"#
/// );
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct UserPatch {
    #[serde(skip_serializing_if = "Patch::is_empty")]
    profile: Patch,
    #[serde(skip_serializing_if = "NewCredentials::is_empty")]
    credentials: NewCredentials,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none", serialize_with = "as_reference")]
    user_type: Option<String>,
}

impl UserPatch {
    /// No change.
    pub fn new() -> Self {
        UserPatch::default()
    }

    /// Sets the login.
    #[must_use]
    pub fn login(self, login: impl Into<String>) -> Self {
        self.set("login", login.into())
    }

    /// Sets the mail address.
    #[must_use]
    pub fn email(self, email: impl Into<String>) -> Self {
        self.set("email", email.into())
    }

    /// Sets the given name.
    #[must_use]
    pub fn first_name(self, name: impl Into<String>) -> Self {
        self.set("firstName", name.into())
    }

    /// Sets the family name.
    #[must_use]
    pub fn last_name(self, name: impl Into<String>) -> Self {
        self.set("lastName", name.into())
    }

    /// Sets the second mail address.
    #[must_use]
    pub fn second_email(self, email: impl Into<String>) -> Self {
        self.set("secondEmail", email.into())
    }

    /// Sets the mobile phone.
    #[must_use]
    pub fn mobile_phone(self, number: impl Into<String>) -> Self {
        self.set("mobilePhone", number.into())
    }

    /// Sets any attribute, by its name in the schema.
    #[must_use]
    pub fn set(mut self, attribute: impl Into<String>, value: impl Into<Value>) -> Self {
        self.profile.set(attribute, value);
        self
    }

    /// Clears an attribute, by its name in the schema.
    #[must_use]
    pub fn clear(mut self, attribute: impl Into<String>) -> Self {
        self.profile.clear(attribute);
        self
    }

    /// Sets the password.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.credentials.password = Some(NewPassword::Value(password.into()));
        self
    }

    /// Sets the password to the one of which this is the hash; only while the user is `STAGED`.
    #[must_use]
    pub fn hashed_password(mut self, hash: PasswordHash) -> Self {
        self.credentials.password = Some(NewPassword::Hash(hash));
        self
    }

    /// Sets the recovery question with its answer.
    #[must_use]
    pub fn recovery_question(mut self, question: impl Into<String>, answer: impl Into<Secret>) -> Self {
        self.credentials.set_question(question.into(), answer.into());
        self
    }
}

/// The new profile and credentials of a user.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let okta = oktars::Okta::over(oktars_local::Org::in_memory().service());
/// # let new = oktars::user::NewUser::new("tim@example.gov").first_name("Timothy").last_name("McGee");
/// # okta.users().create(&new.attribute("nickName", "Probie")).await?;
/// use oktars::user::UserReplacement;
///
/// let mut user = okta.users().get("tim@example.gov").await?;
/// user.profile.first_name = "Tim".into();
/// user.profile.custom.remove("nickName");
/// let replaced = okta.users().replace(&user.id, &UserReplacement::new().profile(user.profile)).await?;
/// assert_eq!(replaced.profile.first_name, "Tim");
/// assert!(!replaced.profile.custom.contains_key("nickName"));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct UserReplacement {
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<UserProfile>,
    #[serde(skip_serializing_if = "NewCredentials::is_empty")]
    credentials: NewCredentials,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none", serialize_with = "as_reference")]
    user_type: Option<String>,
}

impl UserReplacement {
    /// Replaces nothing yet.
    pub fn new() -> Self {
        UserReplacement::default()
    }

    /// Replaces the whole profile.
    #[must_use]
    pub fn profile(mut self, profile: UserProfile) -> Self {
        self.profile = Some(profile);
        self
    }

    /// Replaces the password.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.credentials.password = Some(NewPassword::Value(password.into()));
        self
    }

    /// Replaces the recovery question with its answer.
    #[must_use]
    pub fn recovery_question(mut self, question: impl Into<String>, answer: impl Into<Secret>) -> Self {
        self.credentials.set_question(question.into(), answer.into());
        self
    }

    /// Replaces the type of user.
    #[must_use]
    pub fn user_type(mut self, id: impl Into<String>) -> Self {
        self.user_type = Some(id.into());
        self
    }
}

impl From<&User> for UserReplacement {
    /// Profile and type as they were read. Credentials never come whole, so they stay as they are.
    fn from(user: &User) -> Self {
        let user_type = user.user_type.as_ref().map(|reference| reference.id.clone());
        UserReplacement { profile: Some(user.profile.clone()), user_type, ..UserReplacement::default() }
    }
}

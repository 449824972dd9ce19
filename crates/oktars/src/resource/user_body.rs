//! What is sent about users: queries, options and bodies.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::user::{AuthenticationProvider, ProviderType, User, UserProfile};
use crate::call::Call;
use crate::expression::Expression;
use crate::model::{Patch, Secret};
use crate::query::SortOrder;

/// Which users to list, and how. Okta takes only one of `search`, `filter` and `q`.
///
/// ```
/// use oktars::{ListUsers, SortOrder, attr};
///
/// let query = ListUsers::new()
///     .search(attr("profile.department").eq("R&D").and(attr("status").eq("ACTIVE")))
///     .sort_by("profile.lastName")
///     .sort_order(SortOrder::Descending);
/// # let _ = query;
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListUsers {
    /// An expression over any attribute; users of status `DEPROVISIONED` are found too.
    pub search: Option<Expression>,
    /// An expression over the few attributes that `filter` knows.
    pub filter: Option<Expression>,
    /// The start of a first name, last name or mail address. There is never a second page.
    pub q: Option<String>,
    /// The attribute to sort by, in a search.
    pub sort_by: Option<String>,
    /// The order to sort in.
    pub sort_order: Option<SortOrder>,
    /// The size of a page; the greatest, 200, unless set.
    pub limit: Option<u32>,
    /// The cursor of a page, as it stands in a next link.
    pub after: Option<String>,
    /// The attributes to send, for example `id,status,profile:(firstName)`.
    pub fields: Option<String>,
    /// What to send along, for example `classification`.
    pub expand: Option<String>,
    /// What to leave out.
    pub omit: Vec<Omit>,
}

impl ListUsers {
    /// All users but those of status `DEPROVISIONED`.
    pub fn new() -> Self {
        ListUsers::default()
    }

    /// Lists only whom the expression finds. Text is taken as an expression too.
    #[must_use]
    pub fn search(mut self, expression: impl Into<Expression>) -> Self {
        self.search = Some(expression.into());
        self
    }

    /// Lists only who passes the filter. Text is taken as an expression too.
    #[must_use]
    pub fn filter(mut self, expression: impl Into<Expression>) -> Self {
        self.filter = Some(expression.into());
        self
    }

    /// Lists only whose first name, last name or mail address begins so.
    #[must_use]
    pub fn q(mut self, start: impl Into<String>) -> Self {
        self.q = Some(start.into());
        self
    }

    /// Sorts by an attribute, for example `profile.login`.
    #[must_use]
    pub fn sort_by(mut self, attribute: impl Into<String>) -> Self {
        self.sort_by = Some(attribute.into());
        self
    }

    /// Sorts in this order.
    #[must_use]
    pub fn sort_order(mut self, order: SortOrder) -> Self {
        self.sort_order = Some(order);
        self
    }

    /// Sets the size of a page. The list goes on over all pages nevertheless.
    #[must_use]
    pub fn limit(mut self, users: u32) -> Self {
        self.limit = Some(users);
        self
    }

    /// Starts at a cursor.
    #[must_use]
    pub fn after(mut self, cursor: impl Into<String>) -> Self {
        self.after = Some(cursor.into());
        self
    }

    /// Asks for these attributes alone.
    #[must_use]
    pub fn fields(mut self, fields: impl Into<String>) -> Self {
        self.fields = Some(fields.into());
        self
    }

    /// Asks for more with each user.
    #[must_use]
    pub fn expand(mut self, relation: impl Into<String>) -> Self {
        self.expand = Some(relation.into());
        self
    }

    /// Asks for less with each user.
    #[must_use]
    pub fn omit(mut self, part: Omit) -> Self {
        self.omit.push(part);
        self
    }

    pub(super) fn apply(&self, call: Call) -> Call {
        let call = call
            .expression("search", self.search.as_ref())
            .expression("filter", self.filter.as_ref())
            .query_opt("q", self.q.as_ref())
            .query_opt("sortBy", self.sort_by.as_ref())
            .query_opt("sortOrder", self.sort_order)
            .query_opt("limit", self.limit)
            .query_opt("after", self.after.as_ref())
            .query_opt("fields", self.fields.as_ref())
            .query_opt("expand", self.expand.as_ref());
        omitting(call, &self.omit)
    }
}

/// A part of a user that Okta can leave out, which makes its answers faster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Omit {
    /// The credentials.
    Credentials,
    /// The links that concern credentials.
    CredentialsLinks,
    /// The status that the user is on the way to.
    TransitioningToStatus,
}

fn omitting(call: Call, parts: &[Omit]) -> Call {
    if parts.is_empty() {
        return call;
    }
    let words: Vec<&str> = parts.iter().map(|part| part.word()).collect();
    call.header("content-type", format!("application/json; okta-response=\"{}\"", words.join(",")))
}

impl Omit {
    fn word(self) -> &'static str {
        match self {
            Omit::Credentials => "omitCredentials",
            Omit::CredentialsLinks => "omitCredentialsLinks",
            Omit::TransitioningToStatus => "omitTransitioningToStatus",
        }
    }
}

/// How much of a user to read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetUser {
    /// What to send along, for example `blocks`.
    pub expand: Option<String>,
    /// What to leave out.
    pub omit: Vec<Omit>,
}

impl GetUser {
    /// The user as it is.
    pub fn new() -> Self {
        GetUser::default()
    }

    /// Asks for more.
    #[must_use]
    pub fn expand(mut self, relation: impl Into<String>) -> Self {
        self.expand = Some(relation.into());
        self
    }

    /// Asks for less.
    #[must_use]
    pub fn omit(mut self, part: Omit) -> Self {
        self.omit.push(part);
        self
    }

    pub(super) fn apply(&self, call: Call) -> Call {
        omitting(call.query_opt("expand", self.expand.as_ref()), &self.omit)
    }
}

/// How to create a user. What is not said is left to Okta.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CreateUser {
    /// Whether to activate the user at once; Okta's default is yes.
    pub activate: Option<bool>,
    /// Whether the user has another provider than Okta; Okta's default is no.
    pub provider: Option<bool>,
    /// Whether the password must be changed at the first sign-in.
    pub change_password_at_next_login: bool,
}

impl CreateUser {
    /// Okta's defaults.
    pub fn new() -> Self {
        CreateUser::default()
    }

    /// Activates the user at once, or leaves it `STAGED`.
    #[must_use]
    pub fn activate(mut self, activate: bool) -> Self {
        self.activate = Some(activate);
        self
    }

    /// Says that the user has another [provider](NewUser::provider) than Okta.
    #[must_use]
    pub fn provider(mut self, provider: bool) -> Self {
        self.provider = Some(provider);
        self
    }

    /// Makes the user change the password at the first sign-in. It needs a password and activation.
    #[must_use]
    pub fn change_password_at_next_login(mut self) -> Self {
        self.change_password_at_next_login = true;
        self
    }

    pub(super) fn apply(&self, call: Call) -> Call {
        call.query_opt("activate", self.activate)
            .query_opt("provider", self.provider)
            .query_opt("nextLogin", self.change_password_at_next_login.then_some("changePassword"))
    }
}

/// A user to be created.
///
/// ```
/// use oktars::{NewUser, PasswordHash, SaltOrder};
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
        self.profile.custom.insert(name.into(), value.into());
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

    /// Has another provider than Okta check the password; to be said in [`CreateUser::provider`] too.
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
/// use oktars::UserPatch;
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

/// What a user's profile and credentials are to become.
///
/// ```
/// # async fn example(okta: oktars::Okta, id: &str) -> oktars::Result<()> {
/// use oktars::UserReplacement;
///
/// let mut user = okta.users().get(id).await?;
/// user.profile.first_name = "Tim".into();
/// user.profile.custom.remove("nickName");
/// okta.users().replace(id, &UserReplacement::new().profile(user.profile)).await?;
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

/// Under which conditions to change a user.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UpdateUser {
    /// Whether a new password must be old and different enough for the policy; Okta's default is no.
    pub strict: Option<bool>,
    /// The version that the user must still have.
    pub if_match: Option<String>,
}

impl UpdateUser {
    /// No condition.
    pub fn new() -> Self {
        UpdateUser::default()
    }

    /// Checks a new password against age and history too.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = Some(strict);
        self
    }

    /// Changes nothing if the user has another version by now
    /// ([`is_precondition_failed`](crate::Error::is_precondition_failed)). The version is the one that
    /// [`get_versioned`](super::user::Users::get_versioned) gives.
    #[must_use]
    pub fn if_match(mut self, version: impl Into<String>) -> Self {
        self.if_match = Some(version.into());
        self
    }

    pub(super) fn apply(&self, call: Call) -> Call {
        let call = call.query_opt("strict", self.strict);
        match &self.if_match {
            Some(version) => call.header("if-match", version),
            None => call,
        }
    }
}

/// How to activate or reactivate a user.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ActivateUser {
    /// Whether Okta sends a mail. Its default is yes to activate, and no to reactivate.
    pub send_email: Option<bool>,
}

impl ActivateUser {
    /// Okta's defaults.
    pub fn new() -> Self {
        ActivateUser::default()
    }

    /// Has Okta send a mail, or give the link in its answer.
    #[must_use]
    pub fn send_email(mut self, send: bool) -> Self {
        self.send_email = Some(send);
        self
    }

    pub(super) fn apply(&self, call: Call) -> Call {
        call.query_opt("sendEmail", self.send_email)
    }
}

/// How to deactivate or delete a user.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeactivateUser {
    /// Whether Okta sends a mail to the admins; its default is no.
    pub send_email: Option<bool>,
    /// Whether Okta answers at once and works on afterwards.
    pub respond_async: bool,
}

impl DeactivateUser {
    /// Okta's defaults.
    pub fn new() -> Self {
        DeactivateUser::default()
    }

    /// Has Okta send a mail to the admins.
    #[must_use]
    pub fn send_email(mut self, send: bool) -> Self {
        self.send_email = Some(send);
        self
    }

    /// Has Okta answer at once and work on afterwards, for users with many assignments.
    #[must_use]
    pub fn respond_async(mut self) -> Self {
        self.respond_async = true;
        self
    }

    pub(super) fn apply(&self, call: Call) -> Call {
        let call = call.query_opt("sendEmail", self.send_email);
        if self.respond_async { call.header("prefer", "respond-async") } else { call }
    }
}

/// How to reset a password.
#[derive(Debug, Clone, PartialEq)]
pub struct ResetPassword {
    /// Whether Okta sends a mail. It has no default there; here it is yes.
    pub send_email: bool,
    /// Whether the user's sessions end; Okta's default is no.
    pub revoke_sessions: Option<bool>,
}

impl Default for ResetPassword {
    fn default() -> Self {
        ResetPassword { send_email: true, revoke_sessions: None }
    }
}

impl ResetPassword {
    /// By mail.
    pub fn new() -> Self {
        ResetPassword::default()
    }

    /// Has Okta send a mail, or give the link in its answer.
    #[must_use]
    pub fn send_email(mut self, send: bool) -> Self {
        self.send_email = send;
        self
    }

    /// Ends the user's sessions, or not.
    #[must_use]
    pub fn revoke_sessions(mut self, revoke: bool) -> Self {
        self.revoke_sessions = Some(revoke);
        self
    }

    pub(super) fn apply(&self, call: Call) -> Call {
        call.query("sendEmail", self.send_email).query_opt("revokeSessions", self.revoke_sessions)
    }
}

/// How to recover a forgotten password.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ForgotPassword {
    /// Whether Okta sends a mail; its default is yes.
    pub send_email: Option<bool>,
}

impl ForgotPassword {
    /// By mail.
    pub fn new() -> Self {
        ForgotPassword::default()
    }

    /// Has Okta send a mail, or give the link in its answer.
    #[must_use]
    pub fn send_email(mut self, send: bool) -> Self {
        self.send_email = Some(send);
        self
    }

    pub(super) fn apply(&self, call: Call) -> Call {
        call.query_opt("sendEmail", self.send_email)
    }
}

/// What ends together with a user's sessions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClearSessions {
    /// Whether OAuth tokens are revoked too; Okta's default is no.
    pub oauth_tokens: Option<bool>,
    /// Whether remembered devices are forgotten; Okta's default is yes.
    pub forget_devices: Option<bool>,
}

impl ClearSessions {
    /// Okta's defaults.
    pub fn new() -> Self {
        ClearSessions::default()
    }

    /// Revokes the user's OAuth tokens too.
    #[must_use]
    pub fn oauth_tokens(mut self, revoke: bool) -> Self {
        self.oauth_tokens = Some(revoke);
        self
    }

    /// Forgets the devices that the user had remembered, or not.
    #[must_use]
    pub fn forget_devices(mut self, forget: bool) -> Self {
        self.forget_devices = Some(forget);
        self
    }

    pub(super) fn apply(&self, call: Call) -> Call {
        call.query_opt("oauthTokens", self.oauth_tokens).query_opt("forgetDevices", self.forget_devices)
    }
}

/// A change of password by someone who knows the old one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChangePassword {
    old_password: SecretValue,
    new_password: SecretValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoke_sessions: Option<bool>,
    #[serde(skip)]
    strict: Option<bool>,
}

impl ChangePassword {
    /// From the old password to the new one.
    pub fn new(old: impl Into<Secret>, new: impl Into<Secret>) -> Self {
        let (old_password, new_password) = (SecretValue::new(old), SecretValue::new(new));
        ChangePassword { old_password, new_password, revoke_sessions: None, strict: None }
    }

    /// Ends the user's sessions, or not.
    #[must_use]
    pub fn revoke_sessions(mut self, revoke: bool) -> Self {
        self.revoke_sessions = Some(revoke);
        self
    }

    /// Checks the new password against the least age of the old one too.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = Some(strict);
        self
    }

    pub(super) fn apply(&self, call: Call) -> Call {
        call.query_opt("strict", self.strict).body(self)
    }
}

/// A change of recovery question by someone who knows the password.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ChangeRecoveryQuestion {
    password: SecretValue,
    recovery_question: NewQuestion,
}

impl ChangeRecoveryQuestion {
    /// The password, and the new question with its answer.
    pub fn new(password: impl Into<Secret>, question: impl Into<String>, answer: impl Into<Secret>) -> Self {
        let recovery_question = NewQuestion { question: Some(question.into()), answer: answer.into() };
        ChangeRecoveryQuestion { password: SecretValue::new(password), recovery_question }
    }
}

/// A new password set by someone who knows the answer to the recovery question.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RecoverPassword {
    password: SecretValue,
    recovery_question: NewQuestion,
}

impl RecoverPassword {
    /// The new password, and the answer.
    pub fn new(password: impl Into<Secret>, answer: impl Into<Secret>) -> Self {
        let recovery_question = NewQuestion { question: None, answer: answer.into() };
        RecoverPassword { password: SecretValue::new(password), recovery_question }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct SecretValue {
    value: Secret,
}

impl SecretValue {
    fn new(secret: impl Into<Secret>) -> Self {
        SecretValue { value: secret.into() }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct NewQuestion {
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<String>,
    answer: Secret,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
struct NewCredentials {
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<NewPassword>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_question: Option<NewQuestion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<AuthenticationProvider>,
}

impl NewCredentials {
    fn is_empty(&self) -> bool {
        *self == NewCredentials::default()
    }

    fn set_question(&mut self, question: String, answer: Secret) {
        self.recovery_question = Some(NewQuestion { question: Some(question), answer });
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum NewPassword {
    Value(Secret),
    Hash(PasswordHash),
    Hook(Value),
}

/// A password's hash, to import a user without knowing the password. Values and salts are Base64, except
/// for bcrypt, which has an alphabet of its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PasswordHash {
    algorithm: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    work_factor: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    salt: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    salt_order: Option<SaltOrder>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest_algorithm: Option<Digest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iteration_count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_size: Option<u32>,
    value: Secret,
}

/// Whether the salt stood before the password or behind it when the digest was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum SaltOrder {
    /// Before it.
    Prefix,
    /// Behind it.
    Postfix,
}

/// The digest within PBKDF2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Digest {
    /// HMAC with SHA-256.
    #[serde(rename = "SHA256_HMAC")]
    Sha256Hmac,
    /// HMAC with SHA-512.
    #[serde(rename = "SHA512_HMAC")]
    Sha512Hmac,
}

impl PasswordHash {
    fn new(algorithm: &'static str, value: impl Into<Secret>) -> Self {
        PasswordHash {
            algorithm,
            work_factor: None,
            salt: None,
            salt_order: None,
            digest_algorithm: None,
            iteration_count: None,
            key_size: None,
            value: value.into(),
        }
    }

    /// bcrypt: the work factor from 1 to 20, the 22 characters of the salt, the 31 of the hash.
    pub fn bcrypt(work_factor: u32, salt: impl Into<Secret>, value: impl Into<Secret>) -> Self {
        let hash = PasswordHash::new("BCRYPT", value);
        PasswordHash { work_factor: Some(work_factor), salt: Some(salt.into()), ..hash }
    }

    /// SHA-512.
    pub fn sha512(value: impl Into<Secret>) -> Self {
        PasswordHash::new("SHA-512", value)
    }

    /// SHA-256.
    pub fn sha256(value: impl Into<Secret>) -> Self {
        PasswordHash::new("SHA-256", value)
    }

    /// SHA-1.
    pub fn sha1(value: impl Into<Secret>) -> Self {
        PasswordHash::new("SHA-1", value)
    }

    /// MD5.
    pub fn md5(value: impl Into<Secret>) -> Self {
        PasswordHash::new("MD5", value)
    }

    /// PBKDF2, with at least 4096 iterations, and the size of the key in bytes.
    pub fn pbkdf2(
        digest: Digest,
        iterations: u32,
        key_size: u32,
        salt: impl Into<Secret>,
        value: impl Into<Secret>,
    ) -> Self {
        PasswordHash {
            salt: Some(salt.into()),
            digest_algorithm: Some(digest),
            iteration_count: Some(iterations),
            key_size: Some(key_size),
            ..PasswordHash::new("PBKDF2", value)
        }
    }

    /// Salts a SHA or MD5 hash.
    #[must_use]
    pub fn salt(mut self, salt: impl Into<Secret>, order: SaltOrder) -> Self {
        self.salt = Some(salt.into());
        self.salt_order = Some(order);
        self
    }
}

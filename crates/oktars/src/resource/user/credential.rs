//! Passwords, recovery questions and providers of users.

use oktars_catalog::op;
use serde::Serialize;
use serde_json::Value;

use crate::call::Call;
use crate::model::{Map, Secret, model, open_enum};
use crate::resource::user::Users;
use crate::resource::user::lifecycle::PasswordReset;

impl Users<'_> {
    /// Changes the password, knowing the old one: `POST .../credentials/change_password`.
    ///
    /// A wrong old one, or a new one against the policy, is
    /// [`CREDENTIALS_UPDATE_FAILED`](crate::ErrorCode::CREDENTIALS_UPDATE_FAILED). To set a password
    /// without the old one, use [`UserPatch::password`](crate::resource::user::body::UserPatch::password).
    pub fn change_password(self, id: impl AsRef<str>, change: &ChangePassword) -> Call<UserCredentials> {
        change.apply(self.call(op::CHANGE_PASSWORD, id)).json()
    }

    /// Changes question and answer, knowing the password: `POST .../credentials/change_recovery_question`.
    pub fn change_recovery_question(
        self,
        id: impl AsRef<str>,
        change: &ChangeRecoveryQuestion,
    ) -> Call<UserCredentials> {
        self.call(op::CHANGE_RECOVERY_QUESTION, id).body(change).json()
    }

    /// Sends the user a mail for a forgotten password: `POST .../credentials/forgot_password`.
    pub fn forgot_password(self, id: impl AsRef<str>) -> Call<PasswordReset> {
        self.forgot_password_with(id, &ForgotPassword::default())
    }

    /// Starts to recover a forgotten password; without mail, the answer has the link.
    pub fn forgot_password_with(self, id: impl AsRef<str>, options: &ForgotPassword) -> Call<PasswordReset> {
        options.apply(self.call(op::FORGOT_PASSWORD, id)).json_or_default()
    }

    /// Sets a new password, knowing the answer to the recovery question:
    /// `POST .../credentials/forgot_password_recovery_question`.
    pub fn forgot_password_recovery(
        self,
        id: impl AsRef<str>,
        recovery: &RecoverPassword,
    ) -> Call<UserCredentials> {
        self.call(op::FORGOT_PASSWORD_SET_NEW_PASSWORD, id).body(recovery).json()
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

/// How to recover a forgotten password.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
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

    pub(crate) fn apply(&self, call: Call) -> Call {
        call.query_opt("sendEmail", self.send_email)
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

    pub(crate) fn apply(&self, call: Call) -> Call {
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
pub(crate) struct NewQuestion {
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<String>,
    answer: Secret,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(crate) struct NewCredentials {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<NewPassword>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_question: Option<NewQuestion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<AuthenticationProvider>,
}

impl NewCredentials {
    pub fn is_empty(&self) -> bool {
        *self == NewCredentials::default()
    }

    pub fn set_question(&mut self, question: String, answer: Secret) {
        self.recovery_question = Some(NewQuestion { question: Some(question), answer });
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum NewPassword {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Result;
    use crate::testing::Scripted;
    use crate::user::{NewUser, UserPatch};
    use serde_json::json;

    #[tokio::test]
    async fn requests() -> Result<()> {
        let org = Scripted::new();
        let okta = org.okta();
        let users = okta.users();
        users.change_password("1", &ChangePassword::new("old", "new")).await?;
        let strict = ChangePassword::new("old", "new").revoke_sessions(true).strict(true);
        users.change_password("1", &strict).await?;
        users.change_recovery_question("1", &ChangeRecoveryQuestion::new("pw", "Pet?", "Rex")).await?;
        users.forgot_password("1").await?;
        users.forgot_password_with("1", &ForgotPassword::new().send_email(false)).await?;
        users.forgot_password_recovery("1", &RecoverPassword::new("new", "Rex")).await?;
        let expected = [
            r#"POST /api/v1/users/1/credentials/change_password {"oldPassword":{"value":"old"},"newPassword":{"value":"new"}}"#,
            r#"POST /api/v1/users/1/credentials/change_password?strict=true {"oldPassword":{"value":"old"},"newPassword":{"value":"new"},"revokeSessions":true}"#,
            r#"POST /api/v1/users/1/credentials/change_recovery_question {"password":{"value":"pw"},"recovery_question":{"question":"Pet?","answer":"Rex"}}"#,
            "POST /api/v1/users/1/credentials/forgot_password",
            "POST /api/v1/users/1/credentials/forgot_password?sendEmail=false",
            r#"POST /api/v1/users/1/credentials/forgot_password_recovery_question {"password":{"value":"new"},"recovery_question":{"answer":"Rex"}}"#,
        ];
        assert_eq!(org.lines(), expected);
        Ok(())
    }

    fn credentials(user: &NewUser) -> Value {
        serde_json::to_value(user).unwrap()["credentials"].clone()
    }

    #[test]
    fn every_form_of_password_can_be_created() {
        let new = || NewUser::new("a@b.test");
        let hashed = |hash| credentials(&new().hashed_password(hash))["password"]["hash"].clone();
        let digest = |algorithm: &str| json!({"algorithm": algorithm, "value": "v"});
        assert_eq!(credentials(&new()), Value::Null, "no credentials at all");
        assert_eq!(credentials(&new().password("pw")), json!({"password": {"value": "pw"}}));
        assert_eq!(credentials(&new().password_hook()), json!({"password": {"hook": {"type": "default"}}}));
        assert_eq!(
            credentials(&new().provider(ProviderType::FEDERATION, "FEDERATION")),
            json!({"provider": {"type": "FEDERATION", "name": "FEDERATION"}})
        );
        assert_eq!(hashed(PasswordHash::sha512("v")), digest("SHA-512"));
        assert_eq!(hashed(PasswordHash::sha256("v")), digest("SHA-256"));
        assert_eq!(hashed(PasswordHash::sha1("v")), digest("SHA-1"));
        assert_eq!(
            hashed(PasswordHash::md5("v").salt("s", SaltOrder::Postfix)),
            json!({"algorithm": "MD5", "salt": "s", "saltOrder": "POSTFIX", "value": "v"})
        );
        assert_eq!(
            hashed(PasswordHash::bcrypt(10, "s", "v")),
            json!({"algorithm": "BCRYPT", "workFactor": 10, "salt": "s", "value": "v"})
        );
        assert_eq!(
            hashed(PasswordHash::pbkdf2(Digest::Sha512Hmac, 4096, 64, "s", "v")),
            json!({"algorithm": "PBKDF2", "salt": "s", "digestAlgorithm": "SHA512_HMAC",
                   "iterationCount": 4096, "keySize": 64, "value": "v"})
        );
    }

    #[test]
    fn nothing_secret_is_shown() {
        let user = NewUser::new("a@b.test").password("s3cret").recovery_question("Pet?", "s3cret");
        let hashed = NewUser::new("a@b.test").hashed_password(PasswordHash::sha1("s3cret"));
        let patch = UserPatch::new().password("s3cret");
        let change = ChangePassword::new("s3cret", "s3cret");
        let recover = RecoverPassword::new("s3cret", "s3cret");
        let shown = format!("{user:?} {hashed:?} {patch:?} {change:?} {recover:?}");
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}

//! Factors: what users prove who they are with, in addition to a password.

pub(crate) mod org_factor;
pub(crate) mod webauthn_preregistration;
pub(crate) mod yubikey_token;

pub use self::org_factor::*;
pub use self::webauthn_preregistration::*;
pub use self::yubikey_token::*;

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::listing::Listing;
use crate::model::{Map, Secret, Timestamp, model, open_enum};
use crate::query::query;

handle! {
    /// The factors of one user; made by [`Okta::factors`](crate::Okta::factors). Okta's page is "User
    /// Factors".
    ///
    /// A factor is enrolled, then activated with a code that reached the user, then verified as often as
    /// need be. A security question is active at once.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let new = oktars::user::NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
    /// # let user = okta.users().create(&new).await?;
    /// use oktars::factor::{FactorAnswer, FactorResult, FactorStatus, NewFactor};
    ///
    /// let factors = okta.factors(&user.id);
    /// let question = factors.enroll(&NewFactor::question("disliked_food", "mayonnaise")).await?;
    /// assert_eq!(question.status, FactorStatus::ACTIVE);
    ///
    /// let verified = factors.verify(&question.id, &FactorAnswer::answer("mayonnaise")).await?;
    /// assert_eq!(verified.result, FactorResult::SUCCESS);
    ///
    /// let phone = factors.enroll(&NewFactor::sms("+12025550143")).await?;
    /// assert_eq!(phone.status, FactorStatus::PENDING_ACTIVATION);
    /// factors.remove(&phone.id).await?;
    /// # Ok(()) }
    /// ```
    pub struct Factors;
    /// The factors of a user.
    okta.factors(user_id)
}

impl Factors<'_> {
    /// Lists the factors: `GET /api/v1/users/{userId}/factors`.
    pub fn list(self, query: &ListFactors) -> Listing<Factor> {
        query.apply(self.call(op::LIST_FACTORS, [])).list()
    }

    /// Enrolls a factor: `POST /api/v1/users/{userId}/factors`. Okta sends a code where the factor is
    /// reached by text message, call or mail.
    ///
    /// A factor that is set up already is a [validation error](crate::Error::is_validation).
    pub fn enroll(self, factor: &NewFactor) -> Call<Factor> {
        self.enroll_with(factor, &EnrollFactor::default())
    }

    /// Enrolls a factor, with choices.
    pub fn enroll_with(self, factor: &NewFactor, options: &EnrollFactor) -> Call<Factor> {
        options.apply(self.call(op::ENROLL_FACTOR, [])).body(factor).json()
    }

    /// Lists the factors that the user may enroll: `GET /api/v1/users/{userId}/factors/catalog`.
    pub fn catalog(self, query: &ListSupportedFactors) -> Listing<SupportedFactor> {
        query.apply(self.call(op::LIST_SUPPORTED_FACTORS, [])).list()
    }

    /// Lists the security questions: `GET /api/v1/users/{userId}/factors/questions`.
    pub fn questions(self, query: &ListSecurityQuestions) -> Listing<SecurityQuestion> {
        query.apply(self.call(op::LIST_SUPPORTED_SECURITY_QUESTIONS, [])).list()
    }

    /// Reads a factor: `GET /api/v1/users/{userId}/factors/{factorId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<Factor> {
        self.call(op::GET_FACTOR, [id.as_ref()]).json()
    }

    /// Removes a factor: `DELETE /api/v1/users/{userId}/factors/{factorId}`.
    pub fn remove(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::UNENROLL_FACTOR, [id.as_ref()]).empty()
    }

    /// Removes a factor, and says whether it goes as a means of recovery too; by default it stays one.
    pub fn remove_with(self, id: impl AsRef<str>, options: &RemoveFactor) -> Call<()> {
        options.apply(self.call(op::UNENROLL_FACTOR, [id.as_ref()])).empty()
    }

    /// Activates a factor with the code that reached the user:
    /// `POST /api/v1/users/{userId}/factors/{factorId}/lifecycle/activate`. Of a push factor it asks whether
    /// the user's device has been set up, and then there is no answer to give.
    ///
    /// A wrong code is [forbidden](crate::Error::is_forbidden).
    pub fn activate(self, id: impl AsRef<str>, answer: &FactorAnswer) -> Call<Factor> {
        self.call(op::ACTIVATE_FACTOR, [id.as_ref()]).body(answer).json()
    }

    /// Asks whether the device of a push factor is set up:
    /// `POST /api/v1/users/{userId}/factors/{factorId}/lifecycle/activate/poll`.
    pub fn poll_activation(self, id: impl AsRef<str>) -> Call<Factor> {
        self.call(op::POLL_FACTOR_ACTIVATION, [id.as_ref()]).json()
    }

    /// Sends the code of a factor that is being enrolled again:
    /// `POST /api/v1/users/{userId}/factors/{factorId}/resend`.
    ///
    /// Okta refuses it for half a minute after the last time ([`is_rate_limited`](crate::Error::is_rate_limited)).
    pub fn resend(self, id: impl AsRef<str>, factor: &NewFactor) -> Call<Factor> {
        self.call(op::RESEND_ENROLL_FACTOR, [id.as_ref()]).body(factor).json()
    }

    /// Asks how a push to the user's device went:
    /// `GET /api/v1/users/{userId}/factors/{factorId}/transactions/{transactionId}`.
    pub fn transaction(
        self,
        id: impl AsRef<str>,
        transaction_id: impl AsRef<str>,
    ) -> Call<FactorVerification> {
        let ids = [id.as_ref(), transaction_id.as_ref()];
        self.call(op::GET_FACTOR_TRANSACTION_STATUS, ids).json()
    }

    /// Takes a push back that nobody has answered:
    /// `DELETE /api/v1/users/{userId}/factors/{factorId}/transactions/{transactionId}`.
    pub fn cancel_transaction(self, id: impl AsRef<str>, transaction_id: impl AsRef<str>) -> Call<()> {
        self.call(op::CANCEL_FACTOR_TRANSACTION, [id.as_ref(), transaction_id.as_ref()]).empty()
    }

    /// Verifies a factor: `POST /api/v1/users/{userId}/factors/{factorId}/verify`. With
    /// [`FactorAnswer::none`], Okta sends the user a code, or a push.
    ///
    /// A wrong code or answer is [forbidden](crate::Error::is_forbidden).
    pub fn verify(self, id: impl AsRef<str>, answer: &FactorAnswer) -> Call<FactorVerification> {
        self.verify_with(id, answer, &VerifyFactor::default())
    }

    /// Verifies a factor, with choices.
    pub fn verify_with(
        self,
        id: impl AsRef<str>,
        answer: &FactorAnswer,
        options: &VerifyFactor,
    ) -> Call<FactorVerification> {
        options.apply(self.call(op::VERIFY_FACTOR, [id.as_ref()])).body(answer).json()
    }
}

query! {
    /// How to remove a factor.
    pub struct RemoveFactor {
        /// Whether it goes as a means of recovery too; Okta's default is no.
        recovery_enrollment: bool = "removeRecoveryEnrollment",
    }
}

query! {
    /// How to enroll a factor.
    pub struct EnrollFactor {
        /// Whether the phone number of the factor may be replaced.
        update_phone: bool = "updatePhone",
        /// The id of the template of the text message.
        template_id: String = "templateId",
        /// How long the code holds, in seconds: from 1 to 86400, and 300 unless set.
        token_lifetime_seconds: u32 = "tokenLifetimeSeconds",
        /// Whether the factor is active at once, without a code.
        activate: bool = "activate",
    }
}

query! {
    /// How to verify a factor.
    pub struct VerifyFactor {
        /// The id of the template of the text message.
        template_id: String = "templateId",
        /// How long the code holds, in seconds: from 1 to 86400, and 300 unless set.
        token_lifetime_seconds: u32 = "tokenLifetimeSeconds",
    }
}

query! {
    /// How to list the factors of a user. Okta has nothing to choose here yet.
    pub struct ListFactors {}
}

query! {
    /// How to list the factors that a user may enroll. Okta has nothing to choose here yet.
    pub struct ListSupportedFactors {}
}

query! {
    /// How to list security questions. Okta has nothing to choose here yet.
    pub struct ListSecurityQuestions {}
}

/// A factor to be enrolled. What the user knows shows in no `Debug`.
///
/// ```
/// use oktars::factor::NewFactor;
///
/// let new = NewFactor::question("disliked_food", "mayonnaise");
/// assert!(!format!("{new:?}").contains("mayonnaise"));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewFactor {
    factor_type: FactorType,
    provider: FactorProvider,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<NewFactorProfile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verify: Option<FactorAnswer>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct NewFactorProfile {
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_extension: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credential_id: Option<String>,
}

impl NewFactor {
    /// A factor of any type, about which nothing more is said.
    pub fn new(factor_type: FactorType, provider: FactorProvider) -> Self {
        NewFactor { factor_type, provider, profile: None, verify: None }
    }

    fn of_okta(factor_type: FactorType, profile: NewFactorProfile) -> Self {
        NewFactor { profile: Some(profile), ..NewFactor::new(factor_type, FactorProvider::OKTA) }
    }

    /// A security question, by its id, with the user's answer.
    pub fn question(question: impl Into<String>, answer: impl Into<Secret>) -> Self {
        let (question, answer) = (Some(question.into()), Some(answer.into()));
        NewFactor::of_okta(
            FactorType::QUESTION,
            NewFactorProfile { question, answer, ..NewFactorProfile::default() },
        )
    }

    /// Text messages to a number, for example `+12025550143`.
    pub fn sms(phone_number: impl Into<String>) -> Self {
        let phone_number = Some(phone_number.into());
        NewFactor::of_okta(FactorType::SMS, NewFactorProfile { phone_number, ..NewFactorProfile::default() })
    }

    /// Calls to a number.
    pub fn call(phone_number: impl Into<String>) -> Self {
        let phone_number = Some(phone_number.into());
        NewFactor::of_okta(FactorType::CALL, NewFactorProfile { phone_number, ..NewFactorProfile::default() })
    }

    /// Mails to an address.
    pub fn email(address: impl Into<String>) -> Self {
        let email = Some(address.into());
        NewFactor::of_okta(FactorType::EMAIL, NewFactorProfile { email, ..NewFactorProfile::default() })
    }

    /// Codes that change with time, of Okta Verify or another app on the user's phone.
    pub fn totp(provider: FactorProvider) -> Self {
        NewFactor::new(FactorType::TOTP, provider)
    }

    /// A hardware token, by the name that its maker knows it under, and a code that it shows.
    pub fn token(
        provider: FactorProvider,
        credential_id: impl Into<String>,
        pass_code: impl Into<Secret>,
    ) -> Self {
        let credential_id = Some(credential_id.into());
        NewFactor {
            profile: Some(NewFactorProfile { credential_id, ..NewFactorProfile::default() }),
            verify: Some(FactorAnswer::pass_code(pass_code)),
            ..NewFactor::new(FactorType::TOKEN, provider)
        }
    }

    /// The extension that is dialled after a call is taken.
    #[must_use]
    pub fn phone_extension(mut self, extension: impl Into<String>) -> Self {
        self.profile.get_or_insert_default().phone_extension = Some(extension.into());
        self
    }
}

/// What the user gives for a factor: a code, or an answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FactorAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pass_code: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Secret>,
}

impl FactorAnswer {
    /// Nothing, so that Okta sends the user what to answer.
    pub fn none() -> Self {
        FactorAnswer::default()
    }

    /// The code that reached the user, or that the user's device shows.
    pub fn pass_code(code: impl Into<Secret>) -> Self {
        FactorAnswer { pass_code: Some(code.into()), answer: None }
    }

    /// The answer to the user's security question.
    pub fn answer(answer: impl Into<Secret>) -> Self {
        FactorAnswer { pass_code: None, answer: Some(answer.into()) }
    }
}

model! {
    /// A factor of a user.
    pub struct Factor {
        /// Its id.
        id: String = "id",
        /// What it is.
        factor_type: FactorType = "factorType",
        /// Whose it is.
        provider: FactorProvider = "provider",
        /// The name of who made it.
        vendor_name: Option<String> = "vendorName",
        /// What may be done with it.
        status: FactorStatus = "status",
        /// When it was enrolled.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// What is known of it: a phone number, an address, a question.
        profile: Map = "profile",
        /// How it is set up, while that is not done.
        embedded: FactorEmbedded = "_embedded",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// What Okta sends along with a factor.
    pub struct FactorEmbedded {
        /// How it is set up.
        activation: Option<FactorSetup> = "activation",
        ..extra
    }
}

model! {
    /// How a factor is set up on the user's device.
    pub struct FactorSetup {
        /// The secret that its codes are made of, in Base32.
        shared_secret: Option<Secret> = "sharedSecret",
        /// How the secret is written: `base32`.
        encoding: Option<String> = "encoding",
        /// For how many seconds a code holds.
        time_step: Option<i64> = "timeStep",
        /// How long the secret is.
        key_length: Option<i64> = "keyLength",
        /// When it is too late.
        expires_at: Option<Timestamp> = "expiresAt",
        /// Whether the device has been set up.
        result: FactorResult = "factorResult",
        /// Links, to the QR code among others.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// A factor that a user may enroll.
    pub struct SupportedFactor {
        /// What it is.
        factor_type: FactorType = "factorType",
        /// Whose it is.
        provider: FactorProvider = "provider",
        /// The name of who made it.
        vendor_name: Option<String> = "vendorName",
        /// `NOT_SETUP`, or what may be done with the one that the user has.
        status: FactorStatus = "status",
        /// Whether users must have it: `OPTIONAL` or `REQUIRED`.
        enrollment: FactorEnrollment = "enrollment",
        /// Links, to where it is enrolled.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// A security question.
    pub struct SecurityQuestion {
        /// Its id.
        question: SecurityQuestionKey = "question",
        /// What people read.
        question_text: String = "questionText",
        ..extra
    }
}

model! {
    /// How the verification of a factor went, or goes.
    pub struct FactorVerification {
        /// How it went.
        result: FactorResult = "factorResult",
        /// What Okta says about it.
        message: Option<String> = "factorMessage",
        /// When it is too late.
        expires_at: Option<Timestamp> = "expiresAt",
        /// What is known of the factor.
        profile: Map = "profile",
        /// What Okta sends along, such as the challenge of a security key.
        embedded: Map = "_embedded",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

impl FactorVerification {
    /// The id of the push that is under way, to ask [`Factors::transaction`] about.
    pub fn transaction_id(&self) -> Option<&str> {
        self.links.get("poll")?.get("href")?.as_str()?.rsplit('/').next()
    }
}

open_enum! {
    /// What a factor is.
    pub enum FactorType {
        /// A security question.
        QUESTION = "question",
        /// Text messages.
        SMS = "sms",
        /// Calls.
        CALL = "call",
        /// Mails.
        EMAIL = "email",
        /// Codes that change with time.
        TOTP = "token:software:totp",
        /// A push to Okta Verify.
        PUSH = "push",
        /// A token of RSA or Symantec.
        TOKEN = "token",
        /// A hardware token, such as a YubiKey.
        HARDWARE_TOKEN = "token:hardware",
        /// A token that counts.
        HOTP = "token:hotp",
        /// A security key of the older kind.
        U2F = "u2f",
        /// A security key.
        WEBAUTHN = "webauthn",
        /// Okta FastPass.
        SIGNED_NONCE = "signed_nonce",
        /// A page of a provider, such as Duo.
        WEB = "web",
    }
}

open_enum! {
    /// Whose a factor is.
    pub enum FactorProvider {
        /// Okta's.
        OKTA = "OKTA",
        /// Google's.
        GOOGLE = "GOOGLE",
        /// RSA's.
        RSA = "RSA",
        /// Symantec's.
        SYMANTEC = "SYMANTEC",
        /// Yubico's.
        YUBICO = "YUBICO",
        /// Duo's.
        DUO = "DUO",
        /// Of the FIDO alliance.
        FIDO = "FIDO",
        /// The org's own.
        CUSTOM = "CUSTOM",
    }
}

open_enum! {
    /// What may be done with a factor.
    pub enum FactorStatus {
        /// It is not set up.
        NOT_SETUP = "NOT_SETUP",
        /// It waits to be activated.
        PENDING_ACTIVATION = "PENDING_ACTIVATION",
        /// It is enrolled.
        ENROLLED = "ENROLLED",
        /// It can be verified.
        ACTIVE = "ACTIVE",
        /// It cannot be verified.
        INACTIVE = "INACTIVE",
        /// It was not activated in time.
        EXPIRED = "EXPIRED",
        /// It is switched off.
        DISABLED = "DISABLED",
    }
}

open_enum! {
    /// How the verification of a factor went.
    pub enum FactorResult {
        /// It is verified.
        SUCCESS = "SUCCESS",
        /// The user has been sent what to answer.
        CHALLENGE = "CHALLENGE",
        /// The user has not answered yet.
        WAITING = "WAITING",
        /// It failed.
        FAILED = "FAILED",
        /// The user says that it was not him.
        REJECTED = "REJECTED",
        /// The user did not answer in time.
        TIMEOUT = "TIMEOUT",
        /// The code is out of its time.
        TIME_WINDOW_EXCEEDED = "TIME_WINDOW_EXCEEDED",
        /// The code has been used before.
        PASSCODE_REPLAYED = "PASSCODE_REPLAYED",
        /// The challenge is out of its time.
        EXPIRED,
        /// Something went wrong.
        ERROR = "ERROR",
    }
}

open_enum! {
    /// Whether users must enroll a factor.
    pub enum FactorEnrollment {
        OPTIONAL,
        REQUIRED,
    }
}

open_enum! {
    /// A security question.
    pub enum SecurityQuestionKey {
        DISLIKED_FOOD = "disliked_food",
        NAME_OF_FIRST_PLUSH_TOY = "name_of_first_plush_toy",
        FIRST_AWARD = "first_award",
        FAVORITE_SECURITY_QUESTION = "favorite_security_question",
        FAVORITE_TOY = "favorite_toy",
        FIRST_COMPUTER_GAME = "first_computer_game",
        FAVORITE_MOVIE_QUOTE = "favorite_movie_quote",
        FIRST_SPORTS_TEAM_MASCOT = "first_sports_team_mascot",
        FIRST_MUSIC_PURCHASE = "first_music_purchase",
        FAVORITE_ART_PIECE = "favorite_art_piece",
        GRANDMOTHER_FAVORITE_DESERT = "grandmother_favorite_desert",
        FIRST_THING_COOKED = "first_thing_cooked",
        CHILDHOOD_DREAM_JOB = "childhood_dream_job",
        FIRST_KISS_LOCATION = "first_kiss_location",
        PLACE_WHERE_SIGNIFICANT_OTHER_WAS_MET = "place_where_significant_other_was_met",
        FAVORITE_VACATION_LOCATION = "favorite_vacation_location",
        NEW_YEARS_TWO_THOUSAND = "new_years_two_thousand",
        FAVORITE_SPEAKER_ACTOR = "favorite_speaker_actor",
        FAVORITE_BOOK_MOVIE_CHARACTER = "favorite_book_movie_character",
        FAVORITE_SPORTS_PLAYER = "favorite_sports_player",
    }
}

//! What policies themselves ask for: passwords, recovery, and the authenticators that users enroll.

use crate::model::{LifecycleStatus, Timestamp, open_enum, parts};
use crate::resource::authenticator::AuthenticatorKey;

parts! {
    /// What a policy asks for. Most types of policies say that in their rules instead.
    pub struct PolicySettings {
        /// What passwords must be like, of type `PASSWORD`.
        password: PasswordSettings = "password",
        /// How users recover their account, of type `PASSWORD`.
        recovery: RecoverySettings = "recovery",
        /// What is left to the directory of a user, of type `PASSWORD`.
        delegation: DelegationSettings = "delegation",
        /// What users enroll, of type `MFA_ENROLL`.
        kind: EnrollmentType = "type",
        /// The authenticators that users enroll, of type `MFA_ENROLL`.
        authenticators: Vec<AuthenticatorEnrollment> = "authenticators",
    }

    /// What passwords must be like.
    pub struct PasswordSettings {
        /// How strong they are.
        complexity: PasswordComplexity = "complexity",
        /// How long they last.
        age: PasswordAge = "age",
        /// What happens after wrong ones.
        lockout: PasswordLockout = "lockout",
        /// What happens if one is known to be stolen.
        breached_protection: BreachedPasswordProtection = "breachedProtection",
    }

    /// How strong passwords are.
    pub struct PasswordComplexity {
        /// The least number of characters.
        min_length: Option<i64> = "minLength",
        /// The least number of lower-case letters: 0 or 1.
        min_lower_case: Option<i64> = "minLowerCase",
        /// The least number of upper-case letters: 0 or 1.
        min_upper_case: Option<i64> = "minUpperCase",
        /// The least number of digits: 0 or 1.
        min_number: Option<i64> = "minNumber",
        /// The least number of symbols: 0 or 1.
        min_symbol: Option<i64> = "minSymbol",
        /// Whether the user name must not be part of it.
        exclude_username: Option<bool> = "excludeUsername",
        /// The attributes whose values must not be part of it.
        exclude_attributes: Vec<String> = "excludeAttributes",
        /// How often one character may follow itself.
        max_consecutive_characters: Option<i64> = "maxConsecutiveCharacters",
        /// Which dictionaries are looked into.
        dictionary: PasswordDictionary = "dictionary",
        /// An expression that must be true.
        oel_statement: Option<String> = "oelStatement",
    }

    /// Dictionaries that passwords are looked up in.
    pub struct PasswordDictionary {
        /// The passwords that many people use.
        common: CommonPasswords = "common",
    }

    /// The passwords that many people use.
    pub struct CommonPasswords {
        /// Whether they are refused.
        exclude: Option<bool> = "exclude",
    }

    /// How long passwords last.
    pub struct PasswordAge {
        /// After how many days a password expires; 0 is never.
        max_age_days: Option<i64> = "maxAgeDays",
        /// How many days before that users are told; 0 is never.
        expire_warn_days: Option<i64> = "expireWarnDays",
        /// How many minutes lie between two changes at least.
        min_age_minutes: Option<i64> = "minAgeMinutes",
        /// How many of the last passwords cannot be used again.
        history_count: Option<i64> = "historyCount",
    }

    /// What happens after wrong passwords.
    pub struct PasswordLockout {
        /// After how many the user is locked out; 0 is never.
        max_attempts: Option<i64> = "maxAttempts",
        /// After how many minutes the user is unlocked; 0 is never.
        auto_unlock_minutes: Option<i64> = "autoUnlockMinutes",
        /// Whether the user is told why they cannot sign in.
        show_lockout_failures: Option<bool> = "showLockoutFailures",
        /// How the user is told, for example by `EMAIL`.
        user_lockout_notification_channels: Vec<String> = "userLockoutNotificationChannels",
    }

    /// What happens if a password is known to be stolen.
    pub struct BreachedPasswordProtection {
        /// After how many days it expires.
        expire_after_days: Option<i64> = "expireAfterDays",
        /// Whether the sessions of the user end.
        logout_enabled: Option<bool> = "logoutEnabled",
        /// The id of the workflow that runs.
        delegated_workflow_id: Option<String> = "delegatedWorkflowId",
    }

    /// How users recover their account.
    pub struct RecoverySettings {
        /// How they prove who they are.
        factors: RecoveryFactors = "factors",
    }

    /// How users prove who they are when they recover their account.
    pub struct RecoveryFactors {
        /// A call.
        okta_call: RecoveryFactor = "okta_call",
        /// A mail.
        okta_email: EmailRecovery = "okta_email",
        /// A text message.
        okta_sms: RecoveryFactor = "okta_sms",
        /// The answer to a question.
        recovery_question: QuestionRecovery = "recovery_question",
    }

    /// A call or a text message.
    pub struct RecoveryFactor {
        /// Whether it may be used.
        status: LifecycleStatus = "status",
    }

    /// Recovery by mail.
    pub struct EmailRecovery {
        /// Whether it may be used.
        status: LifecycleStatus = "status",
        /// How it works.
        properties: EmailRecoveryProperties = "properties",
    }

    /// How recovery by mail works.
    pub struct EmailRecoveryProperties {
        /// The token in the mail.
        recovery_token: RecoveryTokenSettings = "recoveryToken",
    }

    /// The token in a mail.
    pub struct RecoveryTokenSettings {
        /// For how many minutes it is valid.
        token_lifetime_minutes: Option<i64> = "tokenLifetimeMinutes",
    }

    /// Recovery by a question.
    pub struct QuestionRecovery {
        /// Whether it may be used.
        status: LifecycleStatus = "status",
        /// How it works.
        properties: QuestionRecoveryProperties = "properties",
    }

    /// How recovery by a question works.
    pub struct QuestionRecoveryProperties {
        /// What answers must be like.
        complexity: AnswerComplexity = "complexity",
    }

    /// What answers must be like.
    pub struct AnswerComplexity {
        /// The least number of characters.
        min_length: Option<i64> = "minLength",
    }

    /// What is left to the directory of a user.
    pub struct DelegationSettings {
        /// What exactly.
        options: DelegationOptions = "options",
    }

    /// What is left to the directory of a user.
    pub struct DelegationOptions {
        /// Whether a user is unlocked in Okta alone, and not in the directory.
        skip_unlock: Option<bool> = "skipUnlock",
    }

    /// An authenticator that users enroll.
    pub struct AuthenticatorEnrollment {
        /// The authenticator.
        key: AuthenticatorKey = "key",
        /// Its id, where there may be many of its kind.
        id: Option<String> = "id",
        /// Whether users enroll it.
        enroll: EnrollmentSettings = "enroll",
        /// Which devices are accepted.
        constraints: EnrollmentConstraints = "constraints",
    }

    /// Whether users enroll an authenticator.
    pub struct EnrollmentSettings {
        /// Whether users may, must or must not enroll it by themselves.
        by_user: EnrollmentStatus = "self",
        /// Whether Okta enrolls it for them.
        auto_enroll: Option<bool> = "autoEnroll",
        /// For how long users may put it off.
        grace_period: GracePeriod = "gracePeriod",
    }

    /// For how long users may put an enrollment off.
    pub struct GracePeriod {
        /// How that is counted.
        kind: GracePeriodType = "type",
        /// Until when, of type `BY_DATE_TIME`.
        expiry: Option<Timestamp> = "expiry",
        /// How often, of type `BY_SKIP_COUNT`.
        skip_count: Option<i64> = "skipCount",
    }

    /// Which devices are accepted for an authenticator.
    pub struct EnrollmentConstraints {
        /// The names of groups of authenticators, by their AAGUIDs.
        aaguid_groups: Vec<String> = "aaguidGroups",
    }
}

open_enum! {
    /// What users enroll.
    pub enum EnrollmentType {
        AUTHENTICATORS,
        /// Factors, in orgs of the classic engine.
        FACTORS,
    }
}

open_enum! {
    /// Whether users enroll an authenticator.
    pub enum EnrollmentStatus {
        /// They must not.
        NOT_ALLOWED,
        /// They may.
        OPTIONAL,
        /// They must.
        REQUIRED,
    }
}

open_enum! {
    /// How the time is counted for which an enrollment may be put off.
    pub enum GracePeriodType {
        /// Until a time.
        BY_DATE_TIME,
        /// So many times.
        BY_SKIP_COUNT,
    }
}
